# ruff: noqa: E501  the expected messages stand whole, beside what causes them
"""What is wrong with YAML is told with its place and a remedy; the expectations are exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: dict[str, tuple[str, list[str]]] = {
    "empty": (
        "",
        [
            "1:1-1:1 error syntax.empty: resume.yaml is empty. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "blank": (
        "\n \n\n",
        [
            "1:1-1:1 error syntax.empty: resume.yaml is empty. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "only-comments": (
        "# yaml-language-server: $schema=x\n# later\n",
        [
            "1:1-1:1 error syntax.empty: resume.yaml holds no values. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "only-a-separator": (
        "---\n",
        [
            "1:1-1:1 error syntax.empty: resume.yaml holds no values. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "null": (
        "~\n",
        [
            "1:1-1:1 error syntax.empty: resume.yaml holds no values. Start with `basics:` and your name. | `resume-tex new DIR` makes a resume.yaml that explains itself.",
        ],
    ),
    "a-list": (
        "- basics\n- work\n",
        [
            "1:1-1:9 error schema.type: The document is a list; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "a-text": (
        "hello\n",
        [
            "1:1-1:6 error schema.type: The document is text; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "a-number": (
        "5\n",
        [
            "1:1-1:2 error schema.type: The document is a number; it must be a mapping with keys such as `basics:` and `work:`.",
        ],
    ),
    "true": (
        "yes: 1\n",
        [
            "1:1-1:4 warning schema.unknown-key yes: The key `yes` is not known. It is not typeset, and kept for export. | Known keys: $schema, awards, basics, certificates, education, interests, languages, letter, meta, projects, publications, references, skills, volunteer, work. A key of your own may start with `x-`.",
        ],
    ),
    "duplicate-keys": (
        "basics:\n  name: A\n  name: B\nwork:\n  - name: A\n    position: P\n    name: B\nbasics:\n  label: B\n",
        [
            "3:3-3:7 error syntax.duplicate-key basics.name: The key `name` stands here a second time (first on line 2). Only one can count: merge or rename them.",
            "7:5-7:9 error syntax.duplicate-key work[0].name: The key `name` stands here a second time (first on line 5). Only one can count: merge or rename them.",
            "8:1-8:7 error syntax.duplicate-key basics: The key `basics` stands here a second time (first on line 1). Only one can count: merge or rename them.",
        ],
    ),
    "tab-as-indentation": (
        "basics:\n\tname: A\n",
        [
            "2:1-2:2 error syntax.tab: YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        ],
    ),
    "tab-after-spaces": (
        "work:\n  - name: A\n  \tposition: B\n",
        [
            "3:3-3:4 error syntax.tab: YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        ],
    ),
    "tab-after-a-value": (
        "basics:\n  name: A\n\tlabel: B\n",
        [
            "3:1-3:2 error syntax.tab: YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        ],
    ),
    "tab-in-a-block-text": (
        "basics:\n  summary: |\n\ttext\n",
        [
            "3:1-3:2 error syntax.tab: YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        ],
    ),
    "tab-at-the-start": (
        "\tbasics: {}\n",
        [
            "1:1-1:2 error syntax.tab: YAML is indented with spaces; this line is indented with a tab. Replace it with two spaces a level.",
        ],
    ),
    "two-documents": (
        "basics:\n  name: A\n---\nbasics:\n  name: B\n",
        [
            "3:1-3:4 error syntax.multiple-documents: The file holds more than one YAML document. Keep one; delete the line `---` and what follows.",
        ],
    ),
    "text-after-the-end": (
        "basics:\n  name: A\n...\nwork: []\n",
        [
            "4:1-4:9 error syntax.yaml: The text goes on after the document's end: check the indentation of this line.",
        ],
    ),
    "two-colons": (
        "basics:\n  summary: Improved CTR: by 12%\n",
        [
            "2:24-2:32 error syntax.yaml: A colon followed by a space starts a new key, which is not possible here. Put the text in double quotes.",
        ],
    ),
    "key-indented-too-far": (
        "basics:\n  name: A\n   label: B\n",
        [
            "3:4-3:12 error syntax.yaml: This key is not indented like the keys above it. Align it, or close the quotes of the value before it.",
        ],
    ),
    "key-indented-too-little": (
        "basics:\n  name: A\n label: B\n",
        [
            "3:2-3:10 error syntax.yaml: The line fits neither the entry above nor a new one: check its indentation and the quotes before it. | What cannot be finished began on line 1.",
        ],
    ),
    "list-indented-too-far": (
        "work:\n  - name: A\n    - name: B\n",
        [
            "3:5-3:14 error syntax.yaml: The line fits neither the entry above nor a new one: check its indentation and the quotes before it. | What cannot be finished began on line 2.",
        ],
    ),
    "list-indented-between": (
        "work:\n  - name: A\n   - name: B\n",
        [
            "3:4-3:13 error syntax.yaml: The list has ended here in an unexpected way: indent its entries alike and start each with `- `. | What cannot be finished began on line 2.",
        ],
    ),
    "no-colon": (
        "basics:\n  name A\n  label: B\n",
        [
            "2:3-2:9 error syntax.yaml: This line has no colon and space after its key. Write `name: ...`, or indent it if it goes on with the text above.",
        ],
    ),
    "no-space-after-the-colon": (
        "basics:\n  name:A\n  label: B\n",
        [
            "2:3-2:9 error syntax.yaml: This line has no colon and space after its key. Write `name: ...`, or indent it if it goes on with the text above.",
        ],
    ),
    "no-colon-in-an-entry": (
        "work:\n  - name\n    position: P\n",
        [
            "2:5-2:9 error syntax.yaml: This line has no colon and space after its key. Write `name: ...`, or indent it if it goes on with the text above.",
        ],
    ),
    "no-colon-at-the-end": (
        "basics:\n  name: A\n  label\n",
        [
            "3:3-3:8 error syntax.yaml: A key is missing its colon, or a text is missing its quotes or its indentation.",
        ],
    ),
    "no-colon-in-the-middle": (
        "basics:\n  name: A\n  label\n  email: B\n",
        [
            "3:3-3:8 error syntax.yaml: A key is missing its colon, or a text is missing its quotes or its indentation.",
        ],
    ),
    "bold-first": (
        "work:\n  - highlights:\n      - **Led** the team\n",
        [
            "3:9-3:25 error syntax.yaml: `*` and `&` at the start of a value are YAML's aliases and anchors. Put the text in double quotes.",
        ],
    ),
    "alias-of-nothing": (
        "basics: *me\n",
        [
            '1:9-1:12 error syntax.yaml: A value that starts with `*` is an alias in YAML. Put text such as "**bold** words" in double quotes.',
        ],
    ),
    "ampersand-first": (
        "work:\n  - highlights:\n      - & more\n",
        [
            "3:9-3:15 error syntax.yaml: `*` and `&` at the start of a value are YAML's aliases and anchors. Put the text in double quotes.",
        ],
    ),
    "at-first": (
        "basics:\n  name: @alex\n",
        [
            "2:9-2:14 error syntax.yaml: No value can start with `@`: put the text in double quotes.",
        ],
    ),
    "backtick-first": (
        "basics:\n  label: `code`\n",
        [
            "2:10-2:16 error syntax.yaml: No value can start with a backtick: put the text in double quotes.",
        ],
    ),
    "percent-first": (
        "basics:\n  label: %5 growth\n",
        [
            "2:10-2:19 error syntax.yaml: No value can start with `%`: put the text in double quotes.",
        ],
    ),
    "bracket-first": (
        "basics:\n  label: [Engineer](https://a.example)\n",
        [
            '2:20-2:39 error syntax.yaml: The value goes on after its closing bracket. Put text such as "[a link](https://...) and more" in double quotes; what starts with a bracket is a list or mapping in YAML.',
        ],
    ),
    "bracket-first-in-a-list": (
        "work:\n  - highlights:\n      - [Ranker](https://a.example) in production\n",
        [
            '3:17-3:50 error syntax.yaml: The value goes on after its closing bracket. Put text such as "[a link](https://...) and more" in double quotes; what starts with a bracket is a list or mapping in YAML.',
        ],
    ),
    "brace-first": (
        "basics:\n  label: {Engineer} of things\n",
        [
            '2:21-2:30 error syntax.yaml: The value goes on after its closing bracket. Put text such as "[a link](https://...) and more" in double quotes; what starts with a bracket is a list or mapping in YAML.',
        ],
    ),
    "bracket-not-closed": (
        "skills:\n  - keywords: [Python, Scala\nwork: []\n",
        [
            '2:15-2:29 error syntax.yaml: A value that starts with a bracket is a list or mapping in YAML. Close the bracket, or put text such as "[a link](https://...)" in double quotes. | It is still open on line 3.',
        ],
    ),
    "bracket-not-closed-at-the-end": (
        "skills:\n  - keywords: [Python,\n",
        [
            '2:23-2:23 error syntax.yaml: A value that starts with a bracket is a list or mapping in YAML. Close the bracket, or put text such as "[a link](https://...)" in double quotes.',
        ],
    ),
    "bracket-closed-twice": (
        "skills:\n  - keywords: [Python]]\n",
        [
            '2:23-2:24 error syntax.yaml: The value goes on after its closing bracket. Put text such as "[a link](https://...) and more" in double quotes; what starts with a bracket is a list or mapping in YAML.',
        ],
    ),
    "closing-bracket-first": (
        "basics:\n  label: ] x\n",
        [
            "2:10-2:13 error syntax.yaml: No value can start with `]`: put the text in double quotes.",
        ],
    ),
    "comma-first": (
        "basics:\n  label: , x\n",
        [
            "2:10-2:13 error syntax.yaml: No value can start with `,`: put the text in double quotes.",
        ],
    ),
    "dash-first": (
        "basics:\n  label: - x\n",
        [
            "2:10-2:13 error syntax.yaml: A dash and a space start a list, which is not possible here. Put the list on the lines below, or the text in double quotes.",
        ],
    ),
    "question-mark-first": (
        "basics:\n  label: ? x\n",
        [
            "2:10-2:13 error syntax.yaml: No value can start with a question mark and a space: put the text in double quotes.",
        ],
    ),
    "exclamation-mark-first": (
        "basics:\n  label: !! x\n",
        [
            "2:10-2:14 error syntax.yaml: A value that starts with `!` is a tag in YAML. Put the text in double quotes.",
        ],
    ),
    "greater-first": (
        "basics:\n  label: > 5 years\n",
        [
            "2:10-2:19 error syntax.yaml: `>` and `|` announce a text that stands on the lines below, indented. Put a text that stands here in double quotes.",
        ],
    ),
    "bar-first": (
        "basics:\n  label: | A | B |\n",
        [
            "2:10-2:19 error syntax.yaml: `>` and `|` announce a text that stands on the lines below, indented. Put a text that stands here in double quotes.",
        ],
    ),
    "block-text-with-zero": (
        "basics:\n  label: >0\n    x\n",
        [
            "2:10-2:12 error syntax.yaml: `>` and `|` announce a text that stands on the lines below, indented. Put a text that stands here in double quotes.",
        ],
    ),
    "quote-not-closed": (
        'basics:\n  name: "Alex\n  label: B\n',
        [
            '2:9-2:14 error syntax.yaml: A quoted text is not closed. Add the missing quote; inside double quotes, write a quote as \\".',
        ],
    ),
    "quote-not-closed-at-the-end": (
        "basics:\n  name: 'Alex",
        [
            '2:9-2:14 error syntax.yaml: A quoted text is not closed. Add the missing quote; inside double quotes, write a quote as \\".',
        ],
    ),
    "text-after-a-quote": (
        'basics:\n  name: "Alex" Petrov\n  label: B\n',
        [
            "2:16-2:22 error syntax.yaml: The text goes on after its closing quote. Put all of it in one pair of quotes; a quote inside is written \\\" in double quotes, '' in single quotes.",
        ],
    ),
    "apostrophe-in-quotes": (
        "basics:\n  label: 'it's'\n",
        [
            "2:14-2:16 error syntax.yaml: The text goes on after its closing quote. Put all of it in one pair of quotes; a quote inside is written \\\" in double quotes, '' in single quotes.",
        ],
    ),
    "quotes-in-quotes": (
        'basics:\n  label: "he said "no" twice"\n',
        [
            "2:20-2:30 error syntax.yaml: The text goes on after its closing quote. Put all of it in one pair of quotes; a quote inside is written \\\" in double quotes, '' in single quotes.",
        ],
    ),
    "backslash-in-quotes": (
        'basics:\n  label: "C:\\path"\n',
        [
            "2:13-2:19 error syntax.yaml: Inside double quotes a backslash starts an escape. Write \\\\ for a backslash, or use single quotes.",
        ],
    ),
    "half-an-escape": (
        'basics:\n  label: "\\u12"\n',
        [
            "2:13-2:16 error syntax.yaml: Inside double quotes \\x, \\u and \\U want a character's number in hexadecimal. Write \\\\ for a backslash, or use single quotes.",
        ],
    ),
    "half-a-character": (
        'basics:\n  label: "\\ud800"\n',
        [
            "2:13-2:18 error syntax.yaml: This escape is no character. Write the character itself; JSON's halves of characters, such as \\ud83d\\ude80, do not exist in YAML.",
        ],
    ),
    "directive": (
        "%YAML 3.0\n---\nbasics: {}\n",
        [
            "1:1-1:10 error syntax.yaml: A line that starts with `%` is an instruction to YAML. Put the text in double quotes, or remove the line.",
        ],
    ),
    "percent-line": (
        "%done: 5\n",
        [
            "1:1-1:9 error syntax.yaml: A line that starts with `%` is an instruction to YAML. Put the text in double quotes, or remove the line.",
        ],
    ),
    "tags": (
        "basics:\n  name: !!python/object/apply:os.system [id]\n  label: !mine x\n  email: !!binary aGk=\n  phone: !!str 5\n",
        [
            "2:9-2:45 error syntax.tag basics.name: The YAML tag !!python/object/apply:os.system has no meaning here. Remove it; quote the value if it is text.",
            "3:10-3:17 error syntax.tag basics.label: The YAML tag !mine has no meaning here. Remove it; quote the value if it is text.",
            "4:10-4:23 error syntax.tag basics.email: The YAML tag !!binary has no meaning here. Remove it; quote the value if it is text.",
        ],
    ),
    "tag-without-end": (
        "basics:\n  name: !<x\n",
        [
            "2:9-2:12 error syntax.yaml: A value that starts with `!` is a tag in YAML. Put the text in double quotes.",
        ],
    ),
    "anchor-twice": (
        "x-a: &a 1\nx-b: &a 2\n",
        [
            "2:6-2:10 error syntax.alias: Two values carry the same anchor. Rename one of them.",
        ],
    ),
    "alias-in-itself": (
        "basics: &me\n  location: *me\n",
        [
            "2:3-2:11 error syntax.alias basics.location: This alias refers to a value that contains it. Write the value out instead.",
        ],
    ),
    "merge-in-itself": (
        "basics: &me\n  <<: *me\n  name: A\n",
        [
            "2:3-2:5 error syntax.key basics: `<<` merges mappings: its value must be an alias of a mapping that does not hold it.",
        ],
    ),
    "merge-of-text": (
        "work:\n  - <<: A\n  - <<: [5, {name: B}]\n",
        [
            "2:5-2:7 error syntax.key work[0]: `<<` merges mappings: its value must be an alias of a mapping that does not hold it.",
            "3:5-3:7 error syntax.key work[1]: `<<` merges mappings: its value must be an alias of a mapping that does not hold it.",
        ],
    ),
    "list-as-key": (
        "? [a, b]\n: c\n",
        [
            "1:3-1:9 error syntax.key: A key must be plain text, not a list or a mapping.",
        ],
    ),
    "mapping-as-key": (
        "? {a: b}\n: c\n",
        [
            "1:3-1:9 error syntax.key: A key must be plain text, not a list or a mapping.",
        ],
    ),
    "escape-character": (
        "basics:\n  name: A\u001b[31mB\n",
        [
            "2:10-2:11 error syntax.control-character: The control character U+001B may not stand in YAML. Delete it; it often comes from copying out of a PDF.",
        ],
    ),
    "control-character": (
        "basics:\n  name: AB\n  label: C\u0007D\n",
        [
            "3:11-3:12 error syntax.control-character: The control character U+0007 may not stand in YAML. Delete it; it often comes from copying out of a PDF.",
        ],
    ),
    "delete-character": (
        "basics:\n  label: C\u007fD\n",
        [
            "2:11-2:12 error syntax.control-character: The control character U+007F may not stand in YAML. Delete it; it often comes from copying out of a PDF.",
        ],
    ),
    "c1-character": (
        "basics:\n  label: C\u0080D\n",
        [
            "2:11-2:12 error syntax.control-character: The control character U+0080 may not stand in YAML. Delete it; it often comes from copying out of a PDF.",
        ],
    ),
    "not-a-character": (
        "basics:\n  label: C\ufffeD\n",
        [
            "2:11-2:12 error syntax.control-character: The character U+FFFE may not stand in YAML. Delete it; it often comes from copying out of a PDF.",
        ],
    ),
    "rank-as-comment": (
        'work:\n  - highlights:\n      - Reached #1 of 300\n      - "Reached #1" # fine\n      - See issue # 5\n      - C#1 and x#2\n      - One\n        two #3\n    name: A #1 B\n',
        [
            "3:17-3:19 warning syntax.comment work[0].highlights[0]: The text ends before `#1`, since a space and # begin a comment in YAML. Put the text in double quotes, or write a space after # if it is a comment.",
            "8:13-8:15 warning syntax.comment work[0].highlights[4]: The text ends before `#3`, since a space and # begin a comment in YAML. Put the text in double quotes, or write a space after # if it is a comment.",
            "9:13-9:15 warning syntax.comment work[0].name: The text ends before `#1`, since a space and # begin a comment in YAML. Put the text in double quotes, or write a space after # if it is a comment.",
        ],
    ),
    "flow-depth": (
        "x-a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_finding(name: str, findings: Callable[..., list[str]]) -> None:
    content, expected = CASES[name]
    assert findings(content) == expected


def test_a_tab_within_a_line_is_no_mistake(findings: Callable[..., list[str]]) -> None:
    assert findings("basics:\n  name:\tAlex\n  label: A\tB\n") == []


def test_every_line_ending_gives_the_same_places(findings: Callable[..., list[str]]) -> None:
    lines = ["basics:", "  name: Alex", "  nam: Alex", "work:", "  - {startDate: never}"]
    expected = findings("\n".join(lines))
    assert [line.split(" ")[0] for line in expected] == ["3:3-3:6", "5:17-5:22"]
    assert findings("\r\n".join(lines)) == expected
    assert findings("\r".join(lines)) == expected


@pytest.mark.parametrize("break_of_yaml_1_1", ["\x85", "\u2028", "\u2029"])
def test_line_breaks_of_no_editor_shift_no_line(break_of_yaml_1_1: str, findings: Callable[..., list[str]]) -> None:
    content = f"basics:\n  name: A{break_of_yaml_1_1}B\n  # C{break_of_yaml_1_1}D\n  nam: E\n"
    assert [line.split(" ")[0] for line in findings(content)] == ["4:3-4:6"]


def test_columns_count_characters(findings: Callable[..., list[str]]) -> None:
    content = 'work: [{position: "東京 🚀 e\u0301", nam: B}]\n'
    assert [line.split(" ")[0] for line in findings(content)] == ["1:30-1:33"]
