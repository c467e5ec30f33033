"""The language server as editors see it: a process that speaks JSON-RPC."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import EXAMPLE, SAMPLES
from editor import COMMAND, Editor, editor_in

from resume_tex.build_request import BuildRequest
from resume_tex.check import check
from resume_tex.explanations import explain

LETTER = SAMPLES.parent / "letter.yaml"
SMALL = "basics:\n  name: Alex Petrov\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Return an editor with an empty document open; the tests of this module share its server."""
    with editor_in(tmp_path_factory.mktemp("project")) as running:
        running.open("")
        yield running


def test_it_says_what_it_can(editor: Editor) -> None:
    can = editor.capabilities
    assert can["hoverProvider"]
    assert can["documentSymbolProvider"]
    assert can["completionProvider"]["triggerCharacters"] == [":", " ", "-", "[", "{", ","]
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll"]


@pytest.mark.parametrize("name", ["example", "full.yaml", "tex.yaml", "german.yaml", "scripts.yaml"])
def test_it_finds_what_check_finds(editor: Editor, name: str) -> None:
    path = EXAMPLE if name == "example" else SAMPLES / name
    expected = check(BuildRequest(str(path))).diagnostics
    found = editor.change(path.read_text())
    assert [(d["code"], d["severity"], d["source"]) for d in found] == [
        (d.code, {"error": 1, "warning": 2, "info": 3}[d.severity.value], "resume-tex") for d in expected
    ]
    starts = [(d["range"]["start"]["line"], d["range"]["start"]["character"]) for d in found]
    assert starts == [(d.span.start.line - 1, d.span.start.column - 1) if d.span else (0, 0) for d in expected]


def test_findings_follow_every_keystroke(editor: Editor) -> None:
    editor.change(SMALL)
    seen = []
    for column, char in enumerate("label: x"):
        editor.type(char, (2, column + 2) if column else (2, 0))
        seen.append(editor.diagnostics())
        if not column:
            editor.type("  ", (2, 0))
            editor.diagnostics()
    assert [d["code"] for d in seen[1]] != [d["code"] for d in seen[-1]]
    assert "schema.unknown-key" not in [d["code"] for d in seen[-1]]


def test_a_burst_of_keystrokes_gives_the_findings_of_the_last(editor: Editor) -> None:
    editor.change(SMALL)
    for column, char in enumerate("  lable: x"):
        editor.type(char, (2, column))
    found = editor.diagnostics()
    assert [(d["code"], d["range"]["start"]) for d in found if d["severity"] == 1] == [
        ("schema.unknown-key", {"line": 2, "character": 2})
    ]
    assert "Did you mean `label`?" in next(d["message"] for d in found if d["code"] == "schema.unknown-key")


def test_broken_yaml_is_told_and_everything_else_goes_on(editor: Editor) -> None:
    editor.change("work:\n  - name: Spotify\n")
    found = editor.change('work:\n  - name: "Spotify\n    ')
    assert [d["code"] for d in found] == ["syntax.yaml"]
    assert editor.labels('work:\n  - name: "Spotify\n    pos|')[:3] == ["location", "description", "position"]
    symbols = editor.request("textDocument/documentSymbol", textDocument={"uri": editor.uri("resume.yaml")})
    assert [symbol["name"] for symbol in symbols] == ["work"]


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("|", ["basics", "work", "meta"]),
        ("basics:\n  |", ["name", "label", "email"]),
        ("work:\n  - |", ["position", "highlights"]),
        ("work:\n  - name: X\n    highlights:\n      - text: y\n        |", ["tags"]),
        ("skills:\n  - name: X\n    stage: |", ["languages", "ml_frameworks", "data_features", "serving_infra", "experiment"]),
        ("skills:\n  - name: |", ["Languages", "ML Frameworks"]),
        ("skills:\n  - keywords: [|", ["Python", "PyTorch"]),
        ("meta:\n  resumeTex:\n    theme: |", ["academic", "banking", "classic", "compact", "engineer", "modern"]),
        ("meta:\n  resumeTex:\n    options:\n      |", ["paper", "margin", "accent"]),
        ("meta:\n  resumeTex:\n    options: {|", ["paper", "margin"]),
        ("meta:\n  resumeTex:\n    options:\n      paper: |", ["letter", "a4"]),
        ("meta:\n  resumeTex:\n    language: |", ["de", "en", "fr"]),
        ("meta:\n  resumeTex:\n    sections: [work, |", ["summary", "work", "skills"]),
        ("meta:\n  resumeTex:\n    sections:\n      - |", ["summary", "work", "skills"]),
        ("meta:\n  resumeTex:\n    headings:\n      |", ["work"]),
        ("meta:\n  resumeTex:\n    role: |", ["ml-engineer"]),
        ("meta:\n  resumeTex:\n    rules:\n      ignore: [|", ["bullets", "dates"]),
        ("meta:\n  resumeTex:\n    rules:\n      |", ["select", "ignore", "severity"]),
        ("meta:\n  resumeTex:\n    variants:\n      short:\n        |", ["include", "exclude", "theme"]),
        ("meta:\n  resumeTex:\n    variants:\n      short:\n        theme: |", ["classic", "engineer"]),
        ("basics:\n  profiles:\n    - network: |", ["LinkedIn", "GitHub"]),
    ],
)  # fmt: skip
def test_completion(editor: Editor, text: str, some: list[str]) -> None:
    labels = editor.labels(text)
    assert [label for label in labels if label in some] == sorted(some, key=labels.index)


@pytest.mark.parametrize(
    "text",
    ["# |", "basics:\n  name: |", "work:\n  - highlights:\n      - |", "work:\n  - summary: >-\n      text |", "x-own:\n  |", "basics: |",
     "nothing:\n  - |", "work:\n  - startDate: |", "meta:\n  resumeTex:\n    options:\n      nothing: |"],
)  # fmt: skip
def test_no_completion_where_nothing_is_known(editor: Editor, text: str) -> None:
    assert editor.labels(text) == []


def test_severities_and_tags_are_completed(editor: Editor) -> None:
    assert editor.labels("meta:\n  resumeTex:\n    rules:\n      severity:\n        dates.order: |") == [
        "error",
        "warning",
        "info",
    ]
    tagged = "work:\n  - name: X\n    tags: [ml, leadership]\n    highlights:\n      - {text: y, tags: [infra]}\n"
    editor.change(tagged)
    assert editor.labels(tagged + "meta:\n  resumeTex:\n    variants:\n      a: {include: [|") == [
        "infra",
        "leadership",
        "ml",
    ]


def test_a_completion_replaces_the_word_and_brings_its_colon(editor: Editor) -> None:
    assert "label" not in editor.labels("basics:\n  label: X\n  la|")
    [item] = [one for one in editor.ask("completion", "basics:\n  la|ble: X") if one["label"] == "label"]
    place = {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 7}}
    assert item["textEdit"] == {"range": place, "newText": "label"}
    [item] = [one for one in editor.ask("completion", "basics:\n  lab|") if one["label"] == "label"]
    place = {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 5}}
    assert item["textEdit"] == {"range": place, "newText": "label: "}
    assert item["documentation"]["value"].startswith("Professional title")
    [item] = [one for one in editor.ask("completion", "basics:\n  loc|") if one["label"] == "location"]
    assert (item["textEdit"]["newText"], item["detail"]) == ("location:", "mapping")
    [item] = [
        one for one in editor.ask("completion", "meta:\n  resumeTex:\n    theme: cl|xx") if one["label"] == "classic"
    ]
    place = {"start": {"line": 2, "character": 11}, "end": {"line": 2, "character": 15}}
    assert item["textEdit"] == {"range": place, "newText": "classic"}


def test_a_theme_of_the_project_and_its_options_are_offered(editor: Editor) -> None:
    folder = editor.folder / "themes" / "mine"
    folder.mkdir(parents=True)
    option = "options:\n  glow: {type: boolean, default: false, description: Light around the name.}\n"
    (folder / "theme.yaml").write_text(f"name: mine\nextends: engineer\n{option}")
    (folder / "resume-mine.sty").write_text("\\RequirePackage{resume-engineer}\n")
    editor.change(SMALL)
    assert "mine" in editor.labels(SMALL + "meta:\n  resumeTex:\n    theme: |")
    settings = SMALL + "meta:\n  resumeTex:\n    theme: mine\n"
    assert "glow" not in editor.labels(SMALL + "meta:\n  resumeTex:\n    options:\n      |")
    editor.change(settings)
    assert "glow" in editor.labels(f"{settings}    options:\n      |")
    assert editor.labels(f"{settings}    options:\n      glow: |") == ["true", "false"]
    hover = editor.ask("hover", f"{settings}    options:\n      gl|ow: true")
    assert (
        hover["contents"]["value"]
        == "**glow** (option of the theme mine)\n\nLight around the name. A boolean. Default: false."
    )
    (folder / "theme.yaml").write_text("name: other\n")
    assert "theme.error" in [d["code"] for d in editor.change(settings)]


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("basics:\n  la|bel: X", "**basics.label** (text)\n\nProfessional title"),
        ("basics:\n  label: X|", "Professional title"),
        ("wo|rk:\n  - name: X", "**work** (list)\n\nJobs"),
        ("work:\n  - highlights:\n      - Some te|xt", "(list)\n\nBullets"),
        ("meta:\n  resumeTex:\n    options:\n      pap|er: a4", "option of the theme engineer"),
        ('basics:\n  name: "open\n  la|bel: X', "Professional title"),
    ],
)
def test_hover_tells_what_a_field_is_for(editor: Editor, text: str, some: str) -> None:
    assert some in editor.ask("hover", text)["contents"]["value"]


def test_hover_explains_a_finding(editor: Editor) -> None:
    found = explain("schema.unknown-key")
    assert found is not None
    value = editor.ask("hover", "basics:\n  la|ble: X")["contents"]["value"]
    assert value.startswith(f"**schema.unknown-key**: {found.summary}\n\n{found.why}")
    assert editor.ask("hover", "basics:\n  label: X\n\n|") is None


def test_hover_works_in_json(editor: Editor) -> None:
    editor.open('{"basics": {"label": "X"}}', "resume.json")
    position = {"line": 0, "character": 15}
    value = editor.request("textDocument/hover", textDocument={"uri": editor.uri("resume.json")}, position=position)
    assert "Professional title" in value["contents"]["value"]
    completion = editor.request(
        "textDocument/completion", textDocument={"uri": editor.uri("resume.json")}, position=position
    )
    assert completion == []


def test_the_outline(editor: Editor) -> None:
    text = "basics:\n  name: Alex\nwork:\n  - position: ML Engineer\n    name: Spotify\n  - name: Wayfair\nskills:\n  - keywords: [a]\n"
    editor.change(text)
    symbols = editor.request("textDocument/documentSymbol", textDocument={"uri": editor.uri("resume.yaml")})
    assert [(s["name"], [(c["name"], c["detail"]) for c in s["children"]]) for s in symbols] == [
        ("basics", [("name", "Alex")]),
        ("work", [("ML Engineer, Spotify", "work[0]"), ("Wayfair", "work[1]")]),
        ("skills", [("skills[0]", "skills[0]")]),
    ]
    for symbol in [*symbols, *(child for one in symbols for child in one["children"])]:
        outer, inner = symbol["range"], symbol["selectionRange"]
        ends = [
            (place["line"], place["character"])
            for place in (outer["start"], inner["start"], inner["end"], outer["end"])
        ]
        assert ends == sorted(ends)


def apply(text: str, edits: list[dict[str, Any]]) -> str:
    """Change a text as an editor does that counts in UTF-16."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)

    def offset(place: dict[str, int]) -> int:
        line = lines[place["line"]] if place["line"] < len(lines) else ""
        inside = line.encode("utf-16-le")[: 2 * place["character"]].decode("utf-16-le")
        return sum(map(len, lines[: place["line"]])) + len(inside)

    ranges = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(ranges, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def actions(editor: Editor, diagnostic: dict[str, Any], only: list[str] | None = None) -> list[dict[str, Any]]:
    context = {"diagnostics": [diagnostic], **({"only": only} if only else {})}
    document = {"uri": editor.uri("resume.yaml")}
    answer: list[dict[str, Any]] = editor.request(
        "textDocument/codeAction", textDocument=document, range=diagnostic["range"], context=context
    )
    return answer


WEAK = """\
basics:
  name: Alex Petrov
  email: alex.petrov@email.com
work:
  - name: Spotify
    position: ML Engineer
    startDate: 2021
    highlights:
      - Cut training cost by 40% with pytorch and tensorflow, which saved 2 weeks a year.
      - >-
        Responsible for various tasks in the team.
"""


def test_fixes_are_offered_and_applied(editor: Editor) -> None:
    found = editor.change(WEAK)
    fixable = [(d, a) for d in found for a in actions(editor, d, ["quickfix"]) if a.get("isPreferred")]
    assert fixable
    diagnostic, action = fixable[0]
    assert action["diagnostics"][0]["code"] in [d["code"] for d in found]
    after = editor.change(apply(WEAK, action["edit"]["changes"][editor.uri("resume.yaml")]))
    assert sorted(d["message"] for d in [*after, diagnostic]) == sorted(d["message"] for d in found)
    editor.change(WEAK)
    [every] = actions(editor, diagnostic, ["source.fixAll"])
    assert (every["kind"], every["title"].startswith("Fix ")) == ("source.fixAll", True)
    fixed = editor.change(apply(WEAK, every["edit"]["changes"][editor.uri("resume.yaml")]))
    assert not any(a.get("isPreferred") for d in fixed for a in actions(editor, d, ["quickfix"]))
    assert actions(editor, fixed[0], ["source.fixAll"]) == []
    assert actions(editor, diagnostic, ["refactor"]) == []


def test_a_finding_can_be_silenced_where_it_is(editor: Editor) -> None:
    found = editor.change(WEAK)
    silencing = [(d, a) for d in found for a in actions(editor, d) if a["title"] == f"Ignore {d['code']} here"]
    assert len(silencing) > 1
    for diagnostic, action in silencing:
        after = editor.change(apply(WEAK, action["edit"]["changes"][editor.uri("resume.yaml")]))
        line = diagnostic["range"]["start"]["line"]
        same = [
            d
            for d in after
            if d["code"] == diagnostic["code"]
            and d["range"]["start"]["line"] == line + 1
            and d["message"] == diagnostic["message"]
        ]
        assert (same, [d["code"] for d in after if d["code"].startswith("rules.")]) == ([], [])
        editor.change(WEAK)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_changes_keep_the_line_ends_and_touch_no_other_line(editor: Editor, end: str) -> None:
    text = (
        WEAK.replace("Alex Petrov", "Alex 😀 Petrov").replace("Cut  ", "Cut ").replace("with pytorch", "with  pytorch")
    )
    text = text.replace("\n", end)
    found = editor.change(text)
    [every] = actions(editor, found[0], ["source.fixAll"])
    edits = every["edit"]["changes"][editor.uri("resume.yaml")]
    assert {edit["range"]["start"]["line"] for edit in edits} == {8}
    after = apply(text, edits)
    assert after.count(end) == text.count(end)
    assert after.replace(end, "").count("\n") == 0
    assert [line for line in after.split(end) if line not in text.split(end)] == [
        "      - Cut training cost by 40% with PyTorch and TensorFlow, which saved 2 weeks a year."
    ]
    silencing = next(a for d in found for a in actions(editor, d, ["quickfix"]) if a["title"].startswith("Ignore"))
    after = apply(text, silencing["edit"]["changes"][editor.uri("resume.yaml")])
    assert (after.count(end), after.replace(end, "").count("\n")) == (text.count(end) + 1, 0)


def test_half_of_an_emoji_is_borne(editor: Editor) -> None:
    """As an editor may send it for a moment."""
    found = editor.change(WEAK.replace("Alex Petrov", "Alex \ud83d Petrov"))
    assert actions(editor, found[0], ["source.fixAll"])


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_what_only_unicode_calls_a_line_end_shifts_nothing(editor: Editor, char: str) -> None:
    """Word processors leave such characters in text that is pasted."""
    text = f"basics:\n  name: Alex\n  # pasted{char}text{char}\n  lable: x\n"
    found = editor.change(text)
    if char < " ":
        assert [d["code"] for d in found] == ["syntax.control-character"]
        assert found[0]["range"]["start"] == {"line": 2, "character": 10}
        return
    [unknown] = [d for d in found if d["code"] == "schema.unknown-key"]
    assert unknown["range"] == {"start": {"line": 3, "character": 2}, "end": {"line": 3, "character": 7}}
    [action] = [a for a in actions(editor, unknown, ["quickfix"]) if a.get("isPreferred")]
    assert apply(text, action["edit"]["changes"][editor.uri("resume.yaml")]) == text.replace("lable", "label")


def test_questions_about_a_document_that_has_been_closed_have_empty_answers(editor: Editor) -> None:
    editor.open(WEAK, "closed-resume.yaml")
    document = {"uri": editor.uri("closed-resume.yaml")}
    editor.notify("textDocument/didClose", textDocument=document)
    place = {"line": 0, "character": 0}
    assert editor.request("textDocument/hover", textDocument=document, position=place) is None
    assert editor.request("textDocument/completion", textDocument=document, position=place) == []
    assert editor.request("textDocument/documentSymbol", textDocument=document) == []
    context = {"diagnostics": []}
    where = {"start": place, "end": place}
    assert editor.request("textDocument/codeAction", textDocument=document, range=where, context=context) == []
    assert editor.next_note()["params"]["diagnostics"] == []


def test_other_yaml_is_left_alone(editor: Editor) -> None:
    text = "services:\n  web:\n    image: nginx\nversion: 3\n"
    assert editor.open(text, "docker-compose.yaml") == []
    uri = {"uri": editor.uri("docker-compose.yaml")}
    place = {"line": 2, "character": 6}
    assert editor.request("textDocument/completion", textDocument=uri, position=place) == []
    assert editor.request("textDocument/hover", textDocument=uri, position=place) is None
    assert editor.request("textDocument/documentSymbol", textDocument=uri) == []
    context = {"range": {"start": place, "end": place}, "context": {"diagnostics": []}}
    assert editor.request("textDocument/codeAction", textDocument=uri, **context) == []
    assert editor.change("basics:\n  lable: x\n", "docker-compose.yaml") != []


def test_a_letter_is_no_resume_whatever_its_name(editor: Editor) -> None:
    assert editor.open(LETTER.read_text("utf-8"), "resume-letter.yaml") == []
    assert editor.change("basics: {}\nletter: {body: [x]}\n", "resume-letter.yaml") != []


def test_findings_go_when_a_document_is_closed(editor: Editor) -> None:
    assert editor.open("basics: [", "cv.yaml") != []
    editor.notify("textDocument/didClose", textDocument={"uri": editor.uri("cv.yaml")})
    note = editor.next_note()
    assert (note["params"]["uri"], note["params"]["diagnostics"]) == (editor.uri("cv.yaml"), [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "- a",
        "a: [",
        "\t",
        "just text",
        "é: 😀\n",
        "\ufeffbasics:\n",
        "basics:\r\n  lable: x\r\n",
        "a: &a [*a]",
    ],
)
def test_any_text_and_any_place_is_borne(editor: Editor, text: str) -> None:
    editor.change(text)
    uri = {"uri": editor.uri("resume.yaml")}
    for line in (0, 1, 99):
        for character in (0, 1, 99):
            place = {"line": line, "character": character}
            editor.request("textDocument/completion", textDocument=uri, position=place)
            editor.request("textDocument/hover", textDocument=uri, position=place)
            editor.request(
                "textDocument/codeAction",
                textDocument=uri,
                range={"start": place, "end": place},
                context={"diagnostics": []},
            )
    editor.request("textDocument/documentSymbol", textDocument=uri)


@pytest.mark.parametrize(("encodings", "column"), [(None, 13), (["utf-16"], 13), (["utf-8"], 17), (["utf-32"], 11)])
def test_positions_are_in_the_editors_units(tmp_path: Path, encodings: list[str] | None, column: int) -> None:
    """An emoji is one character, two units of UTF-16 and four of UTF-8."""
    with editor_in(tmp_path, encodings) as editor:
        found = editor.open("basics: {name: A}\nx-y: {😀😀: 1}\nwork: [{x-😀: '😀', nam: b}]\n")
        [unknown] = [d for d in found if d["code"] == "schema.unknown-key"]
        line = unknown["range"]["start"]["line"]
        assert (line, unknown["range"]["start"]["character"]) == (2, column + 7)


def test_documents_without_a_file(editor: Editor) -> None:
    uri = "untitled:resume"
    editor.notify(
        "textDocument/didOpen",
        textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": "basics:\n  lable: x\n"},
    )
    note = editor.next_note()
    assert note["params"]["uri"] == uri
    assert "schema.unknown-key" in [d["code"] for d in note["params"]["diagnostics"]]
    editor.notify("textDocument/didClose", textDocument={"uri": uri})
    editor.next_note()


def test_without_pygls_it_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
        "import click\nfrom resume_tex.cli.lsp_command import command\nfrom resume_tex.errors import ResumeTexError\n"
        "try: command.callback(stdio=True)\nexcept ResumeTexError as error: print(error.message, error.remedy)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert (
        done.stdout
        == "The language server needs pygls, which is not installed. Install it: pip install 'resume-tex[lsp]'\n"
    )


def test_the_command_imports_no_pygls_for_help() -> None:
    script = "import sys; from resume_tex.cli.lsp_command import command; print([m for m in sys.modules if m.startswith(('pygls', 'lsprotocol'))])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


def test_it_ends_when_its_editor_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path
    ) as process:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)
