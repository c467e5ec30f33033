"""Properties: any text in any field is typeset as text; any value of a theme option is refused or harmless."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.configuration
import pytest
from builders import THEMES, compile_embedded, load, pdf_of, render, sample
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pdf_reading import information, links, pdftotext
from reading_order import plain, spelled

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import is_quality
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.models import Resume
from resume_tex.render.escape import escape_tex, escape_url, normalise
from resume_tex.render.inline_tex import complete_url, inline_tex
from resume_tex.render.letters import MARKS, letters
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderedProject
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options

hypothesis.configuration.set_hypothesis_home_dir(tempfile.gettempdir() + "/resume-tex-hypothesis")
QUICK = settings(max_examples=300, deadline=None, database=None, derandomize=True)
TYPESET = settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)

HOSTILE = (
    r"\input{/etc/passwd}", r"\end{document}", r"\csname x\endcsname", "^^5cinput{x}", "^^M", "^^", "%", "%%x", "#1", "$x_1^2$",
    "{{ name }}", "{% raw %}", "<< name >>", "<% include 'x' %>", "<# x #>", "${x}", "\\", "\\\\", "{", "}", "{}", "}{", "~", "&", "_",
    "**", "*", "***", "`", "``", "[", "]", "](", "[a](b)", "[x](https://a.example/%)", "[x](javascript:alert(1))", "[**b**](a.example)",
    "\x00", "\x01", "\x02", "\x03", "\x04", "\x1b[31m", "\x7f", "\x85", "\n", "\n\n", "\r\n\r\n", "\t", "\f", "\u2028", "\u00a0", "\u202f",
    "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad", "\ufffe", "\ud800", "\udfff", "\U0010ffff", "😀", "👩‍👩‍👧", "🇧🇬", "日本", "한국",
    "العربية", "א", "é", "e\u0301", "a\u0301\u0302\u0303", "ß", "ﬁ", "ffi", "Ǆ", "Ω", "µ", "—",
    "--", "---", ",,", "''", "'a'", '"', "?`", "!`", "<<", ">>",
    "x" * 300, "W" * 40, "a/b" * 60, "-" * 60, "_" * 50, "0" * 32, "M" * 30 + " ", "\\ResumeBold{x}", "=", "=,", "title={x}", "\\item", "[x]",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=20), max_size=5).map("".join)
NOT_TEXT = frozenset(
    {"startDate", "endDate", "date", "releaseDate", "lastModified", "meta", "$schema", "tags", "image"}
)

FULL = load(sample("full.yaml")).model_dump(mode="json", by_alias=True)
COVERED = load_theme("engineer").coverage("source-sans") | letters().all
COMMANDS = {
    "begin", "end", "item", "null", "textbackslash", "textasciitilde", "textasciicircum", "textasciigrave", "textquotedbl",
    "textquotesingle", "ResumeMetadata", "ResumeName", "ResumeLabel", "ResumeContact", "ResumeSection", "ResumeText", "ResumeEntry",
    "ResumePublication", "ResumeSkill", "ResumeReference", "ResumeLink", "ResumeBold", "ResumeItalic", "ResumeCode", "ResumeBreak",
    "ResumeLetters", "ResumeMarked", "ResumeAccent",
    "ResumeMissing", "ResumeScript", "ResumeScriptBreak", "ResumeRTL", "ResumeLTR",
    "ResumeNamed", "ResumeCloseEntries", "ResumeKeepRows", "ResumeLabelRoom", "ResumeLevel", "ResumeQuotes", "ResumeQuoted",
    "ResumeRightToLeft", "ResumeVersion", "ResumePhoto", "ResumeQr",
}  # fmt: skip


def filled(value: Any, texts: Iterator[str]) -> Any:
    """Return the full sample with other texts in every field that prints."""
    if isinstance(value, Mapping):
        return {key: item if key in NOT_TEXT else filled(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, texts) for item in value]
    return next(texts) if isinstance(value, str) else value


def cycle(texts: list[str]) -> Iterator[str]:
    while True:
        yield from texts


def assert_harmless(body: str) -> None:
    """See that a body holds no command, comment, group or character that the renderer did not write."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", body)
    commands = re.findall(r"\\([A-Za-z]+|[^A-Za-z])", body)
    assert {command for command in commands if command[0].isalpha()} <= COMMANDS
    assert {command for command in commands if not command[0].isalpha()} <= set("{}$&#_%~,")
    bare = re.sub(r"\\(?:[A-Za-z]+|[^A-Za-z])", "", body)
    assert not set(bare) & set('\\$&#^_%`"')
    depth = 0
    for char in re.sub(r"\\[{}]", "", body):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert body.count("\\begin{document}") == body.count("\\end{document}") == 1


def assert_typeset(project: RenderedProject) -> bytes:
    """See that TeX sets a project with nothing to say but that a line is too long."""
    assert_harmless(project.body)
    result = compile_embedded(project)
    assert [m for m in result.messages if m.kind != "overfull"] == []
    assert result.pdf is not None
    return result.pdf


# ------------------------------------------------------------------ text


@QUICK
@given(TEXT)
def test_escaped_text_holds_nothing_of_its_own(text: str) -> None:
    for tex in (escape_tex(text), inline_tex(text)):
        assert_harmless(rf"\begin{{document}}{tex}\end{{document}}")
        assert "\n" not in tex


@QUICK
@given(TEXT)
def test_escaping_loses_no_character(text: str) -> None:
    """Read backwards, the escaped text is the text."""
    back = str(escape_tex(text))
    for name, char in (
        ("backslash", "\\"),
        ("asciitilde", "~"),
        ("asciicircum", "^"),
        ("asciigrave", "`"),
        ("quotedbl", '"'),
        ("quotesingle", "'"),
    ):
        back = back.replace(rf"\text{name}{{}}", "\0" + str(ord(char)) + "\0")
    back = back.replace("{[}", "[").replace("{}", "").replace("~", "\u00a0").replace("\\,", "\u202f")
    back = re.sub(r"\\([{}$&#_%])", r"\1", back)
    back = re.sub(r"\0(\d+)\0", lambda match: chr(int(match[1])), back)
    assert back == normalise(text).replace("\u2009", "\u202f").replace("\u2010", "-").replace("\u2011", "-")


@QUICK
@given(TEXT)
def test_an_escaped_address_is_plain_ascii(url: str) -> None:
    tex = escape_url(url)
    assert tex.isascii()
    assert not re.search(r"[\s\x00-\x1f\"<>`|]", tex)
    assert not re.search(r"(?<!\\)[%#&_$^]", tex)
    assert set(re.findall(r"\\(.)", tex)) <= set("%#&_~$")
    assert re.sub(r"\\~\{\}", "", tex).count("{") == 0


@QUICK
@given(TEXT)
def test_only_the_four_kinds_of_address_are_linked(url: str) -> None:
    complete = complete_url(url)
    assert complete == "" or re.match(r"(?i)(?:https?|mailto|tel):", complete)


@pytest.mark.slow
@TYPESET
@given(st.lists(TEXT, min_size=1, max_size=9))
@example(list(HOSTILE))
@example([text * 3 for text in HOSTILE])
def test_any_text_in_any_field_is_typeset(texts: list[str]) -> None:
    assert_typeset(render(filled(FULL, cycle(texts))))


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_hostile_text_in_every_field_of_every_theme(theme: str) -> None:
    for shift in range(3):
        texts = [*HOSTILE[shift * 7 :], *HOSTILE[: shift * 7]]
        assert_typeset(render(filled(FULL, cycle(texts)), theme))


@pytest.mark.slow
@TYPESET
@given(st.lists(TEXT, min_size=1, max_size=12))
@example(list(HOSTILE))
def test_what_the_font_has_comes_out_of_the_page(texts: list[str]) -> None:
    """No character is lost, none is added; only their order may suffer from marks for missing ones."""
    data = {"work": [{"summary": text} for text in texts]}
    text = pdftotext(assert_typeset(render(data)))
    printed = "".join(char for text in texts for char in plain(text) if ord(char) < 128 or printable(char))
    heading = "experience" if any(normalise(text).strip() for text in texts) else ""
    found = spelled(text).replace("-", "")  # pdftotext joins words that end with one at the end of a line
    expected = heading + printed.replace("-", "")
    assert Counter(without_marks(found)) == Counter(without_marks(expected))


def without_marks(text: str) -> str:
    """Return a text without the marks that print on letters, but not alone."""
    return "".join(char for char in text if char not in MARKS)


def printable(char: str) -> bool:
    """Tell whether the font has a letter that `plain` has folded."""
    return any(form in COVERED for form in (char, char.upper(), unicodedata.normalize("NFC", char)))


@pytest.mark.slow
@TYPESET
@given(TEXT, TEXT)
def test_metadata_is_the_text(name: str, label: str) -> None:
    pdf = assert_typeset(render({"basics": {"name": name, "label": label}, "skills": [{"keywords": [name, label]}]}))
    found = information(pdf)
    parts = [normalise(plain_text(parse_inline(text))).strip() for text in (name, label)]
    assert found.get("/Author", "").strip() == tidy(parts[0])
    assert found.get("/Subject", "").strip() == tidy(parts[1])


def tidy(text: str) -> str:
    """Return text as the metadata spell it: plain spaces and hyphens."""
    return text.translate({0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2010: "-", 0x2011: "-"}).strip()


@pytest.mark.slow
@TYPESET
@given(st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8"), max_size=20), max_size=4).map("".join))
def test_any_address_is_linked_as_it_is_or_not_at_all(tail: str) -> None:
    url = f"https://x.example/{tail}"
    pdf = assert_typeset(render({"work": [{"name": "Halden", "url": url}], "basics": {"url": url}}))
    assert len(links(pdf)) >= 2  # one for each line
    assert len(set(links(pdf))) == 1
    for link in links(pdf):
        assert link.startswith("https://x.example/")
        assert link.isascii()
        assert not re.search(r"[\s\x00-\x20\"<>\\^`{|}]", link)


@pytest.mark.slow
@settings(TYPESET, max_examples=12)
@given(st.lists(TEXT, min_size=1, max_size=9))
@example(list(HOSTILE))
@example(["\ud800"])
def test_any_document_builds_as_a_draft_or_says_why_not(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "resume.json"
        file.write_text(json.dumps(filled(FULL, cycle(texts))), "utf-8")
        result = build(BuildRequest(str(file), draft=True, engine="embedded"))
        grave = [d for d in result.diagnostics if d.severity.value == "error" and not is_quality(d.code)]
        assert bool(result.outputs) != bool(grave), grave
        assert not [d for d in grave if d.code.startswith("tex.")]


# ------------------------------------------------------------------ options and settings

OPTIONS = load_theme("modern").options
FORMS = {
    "length": r"-?\d+(?:\.\d+)?pt",
    "number": r"-?\d+(?:\.\d+)?",
    "integer": r"-?\d+",
    "color": r"[0-9A-F]{6}",
    "boolean": r"true|false",
}
VALUES = (
    TEXT
    | st.sampled_from(("10pt", "1.3", "5", "abc", "1D3F72", "true", "no", "letter", "none"))
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.lists(TEXT, max_size=2)
    | st.dictionaries(TEXT, TEXT, max_size=2)
)


@QUICK
@given(st.sampled_from(sorted(OPTIONS)), VALUES)
def test_any_value_of_an_option_is_refused_or_of_its_form(name: str, value: object) -> None:
    resolved, problems = resolve_options(load_theme("modern"), {name: value})
    default, _ = resolve_options(load_theme("modern"), {})
    assert len(problems) <= 1
    if problems:
        assert resolved == default
        assert problems[0].name == name
        assert "\n" not in problems[0].message
        return
    tex = resolved.tex.get(name)
    spec = OPTIONS[name]
    if tex is None:
        assert spec.type == "list" or (spec.default is None and value is None)
    elif spec.type == "choice":
        assert tex in (spec.choices or [])
    elif spec.type == "text":
        assert_harmless(rf"\begin{{document}}{tex}\end{{document}}")
    else:
        assert re.fullmatch(FORMS[spec.type or ""], tex)


@QUICK
@given(TEXT, VALUES)
def test_any_unknown_option_is_named(name: str, value: object) -> None:
    if name not in OPTIONS:
        resolved, problems = resolve_options(load_theme("modern"), {name: value})
        assert [problem.name for problem in problems] == [name]
        assert resolved == resolve_options(load_theme("modern"), {})[0]


TEXT_OPTIONS = [
    (theme, name) for theme in THEMES for name, spec in load_theme(theme).options.items() if spec.type == "text"
]
INTO_TEXT_OPTIONS = (
    r"\input{/etc/passwd}",
    "1pt}\\input{/etc/passwd",
    "banana",
    "",
    "%",
    "#1",
    "5000pt",
    "-3pt",
    "1e9pt",
    "1pt plus 1fil",
    "日😀",
)


@pytest.mark.slow
def test_text_in_an_option_of_any_form_is_no_tex() -> None:
    """It is refused, or TeX says what is wrong with it, or the page is what it was: nothing is read."""
    for name in sorted({name for theme, name in TEXT_OPTIONS if theme == "engineer"}):
        for value in INTO_TEXT_OPTIONS:
            resolved, problems = resolve_options(load_theme("engineer"), {name: value})
            if problems:
                continue
            result = compile_embedded(
                render({"basics": {"name": "Alex Petrov"}, "work": [{"name": "Halden"}]}, **{name: value})
            )
            assert "root:" not in result.log
            if result.pdf is None:
                assert [m.kind for m in result.messages] != []
            else:
                assert pdftotext(result.pdf).split() == ["Alex", "Petrov", "Experience", "Halden"]
            assert resolved is not None


@QUICK
@given(TEXT | st.text(alphabet="abcdeXYZ-_0129", max_size=12))
def test_any_language_is_a_tag_or_none(tag: str) -> None:
    found = find_locale(tag)
    assert found is None or re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", found.tag)


@pytest.mark.slow
@settings(TYPESET, max_examples=15)
@given(
    st.dictionaries(st.sampled_from(["work", "skills", "summary", "nonsense"]), TEXT),
    st.lists(st.sampled_from(["work", "skills"]) | TEXT),
)
def test_any_heading_and_any_order_of_sections(headings: dict[str, str], order: list[str]) -> None:
    data = {
        "work": [{"name": "Halden"}],
        "skills": [{"name": "Python"}],
        "meta": {"resumeTex": {"headings": headings, "sections": order}},
    }
    text = pdftotext(assert_typeset(render(data)))
    first = next((name for name in order if name in {"work", "skills"}), "work")
    assert ("Halden" in text, "Python" in text) == (True, True)
    assert (text.index("Halden") < text.index("Python")) == (first == "work")


def test_the_checks_can_fail() -> None:
    good = r"\begin{document}\ResumeText{50\% {[}x]}\end{document}"
    assert_harmless(good)
    for bad in (
        r"\input{x}",
        "50%",
        "a&b",
        "{",
        "}",
        "}{",
        "^^5c",
        "x_1",
        "\x01",
        "\u202e",
        r"\\[2em]",
        '"',
        r"\end{document}",
    ):
        with pytest.raises(AssertionError):
            assert_harmless(good.replace("x", bad))
    with pytest.raises(AssertionError):
        assert_typeset(replace(render({}), body="\\begin{document}\\ResumeBold\\end{document}\n"))


def test_the_sample_has_a_text_in_every_field() -> None:
    marked = filled(FULL, (f"T{number}" for number in range(10_000)))
    project = render(marked)
    found = set(re.findall(r"T\d+", project.body))
    assert len(found) > 60
    assert Resume.model_validate(marked).basics.name in found
    assert pdf_of(project)
