"""Cover letters: found, checked, typeset in the resume's theme, and written in every format that suits them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import EXAMPLE, ROOT, THEMES, compile_embedded, load, sample
from describe import describe
from git_folders import GitFolder, isolate_git
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import EXTRACTORS, bookmarks, information, language, links, open_pdf, pdftotext, solid, words
from test_properties import TEXT, TYPESET, assert_harmless

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.document.letter import load_letter
from resume_tex.document.models import Letter, Resume
from resume_tex.errors import OutputError
from resume_tex.formats.letter import write_letter
from resume_tex.render.letter import LetterDocument, letter_options, render_letter
from resume_tex.render.locale import find_locale
from resume_tex.render.project import RenderSettings
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options
from resume_tex.watch import Watcher, WatchEvent

LETTER = ROOT / "examples" / "letter.yaml"
TODAY = date(2026, 3, 5)
PERSON = "basics: {name: Jane Doe, email: jane@example.org}\n"
SHORT = "recipient: {name: Dr. Roe, company: Lab}\nbody: I would like to **work** with you.\n"


def settings(theme: str = "engineer", language: str = "en", **given: object) -> RenderSettings:
    chosen = load_theme(theme)
    options, problems = resolve_options(chosen, letter_options(chosen, given))
    assert problems == []
    locale = find_locale(language)
    assert locale is not None
    return RenderSettings(chosen, options, locale, chosen.coverage(options.text("font")).__contains__)


def document(data: dict[str, Any]) -> LetterDocument:
    return LetterDocument(Letter.model_validate(data), (), TODAY)


def example() -> LetterDocument:
    loaded = load_letter(str(LETTER))
    assert loaded.diagnostics == ()
    assert loaded.letter is not None
    return LetterDocument(loaded.letter, (), TODAY)


def text(data: dict[str, Any], language: str = "en", name: str | None = "Jane Doe") -> list[str]:
    resume = Resume.model_validate({"basics": {"name": name}})
    return write_letter("txt", document(data), resume, settings(language=language)).splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "resume.yaml").write_text(PERSON, "utf-8")
    (tmp_path / "letter.yaml").write_text(SHORT, "utf-8")
    return tmp_path


def letter(folder: Path, *formats: str, **request: Any) -> BuildResult:
    request = {"letter": "", "formats": formats or ("txt",), "today": TODAY, **request}
    return build(BuildRequest(str(folder / "resume.yaml"), **request))


# ------------------------------------------------------------------ the page


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_the_example_in_every_theme(theme: str) -> None:
    """One page, nothing to complain of, read in order by every extractor, with title, language, bookmark, links and tags."""
    result = compile_embedded(render_letter(example(), load(EXAMPLE), settings(theme)))
    assert (result.messages, result.pages) == ((), 1)
    pdf = result.pdf
    assert pdf is not None
    parts = [
        "Alex Petrov", "alex.petrov@email.com", "March 16, 2026", "Head of Recommendations", "Wayfair", "Boston, MA", "Application as Staff",
        "Dear Hiring Manager,", "I would like to come back", "At Spotify I own", "What I care for most", "I would be glad", "Sincerely,",
        "Alex Petrov", "Enclosures: Resume",
    ]  # fmt: skip
    for name, extract in EXTRACTORS.items():
        read, place = solid(extract(pdf)), -1
        for part in parts:
            found = read.find(solid(part), place + 1)
            assert found > place, (name, part)
            place = found
    told = information(pdf)
    assert told["/Title"] == "Alex Petrov: Application as Staff ML Engineer, Search and Recommendations"
    assert (told["/Author"], told["/Subject"]) == ("Alex Petrov", "Cover letter")
    assert language(pdf) == "en"
    assert [(title, page) for title, page, _ in bookmarks(pdf)] == [
        ("Application as Staff ML Engineer, Search and Recommendations", 0)
    ]
    assert "mailto:alex.petrov@email.com" in links(pdf)
    with open_pdf(pdf) as opened:
        assert opened.Root.MarkInfo.Marked


def test_the_latex_of_the_example(golden) -> None:  # type: ignore[no-untyped-def]
    project = render_letter(example(), load(EXAMPLE), settings())
    golden("letter.tex", re.sub(r"id = \{[0-9a-f]{32}\}", "id = {ID}", project.body))
    assert project.preamble.startswith("\\documentclass{article}\n\\usepackage{resume-engineer}\n")


def test_every_field_is_on_the_map() -> None:
    found = load_letter(str(ROOT / "tests" / "letter.yaml")).letter
    assert found is not None
    project = render_letter(LetterDocument(found, ("letter",), TODAY), load(sample("full.yaml")), settings())
    mapped = {path[1:] for path in project.source_map.paths() if path[:1] == ("letter",)}
    assert mapped == {
        ("date",), ("recipient", "name"), ("recipient", "title"), ("recipient", "company"), ("recipient", "address", 0),
        ("recipient", "address", 1), ("subject",), ("opening",), ("body", 0), ("body", 1), ("closing",), ("signature",),
        ("enclosures", 0), ("enclosures", 1),
    }  # fmt: skip


@pytest.mark.slow
@TYPESET
@given(st.lists(TEXT, min_size=1, max_size=9))
def test_any_text_in_any_field_is_typeset_as_text(texts: list[str]) -> None:
    def next_text(number: int) -> str:
        return texts[number % len(texts)]

    data = {
        "recipient": {"name": next_text(0), "title": next_text(1), "company": next_text(2), "address": [next_text(3)]},
        "subject": next_text(4), "opening": next_text(5), "body": [next_text(6), next_text(7)], "closing": next_text(8),
        "signature": next_text(9), "enclosures": [next_text(10)],
    }  # fmt: skip
    project = render_letter(document(data), Resume.model_validate({"basics": {"name": next_text(11)}}), settings())
    result = compile_embedded(project)
    assert [m for m in result.messages if m.kind != "overfull"] == []
    assert result.pdf is not None


def test_no_field_is_latex() -> None:
    data = {"subject": r"\input{x}", "body": r"\end{document} %", "recipient": {"address": r"\write18{x}"}}
    body = render_letter(document(data), Resume(), settings()).body
    assert r"\textbackslash{}input\{x\}" in body
    with pytest.raises(AssertionError):  # the macros of letters are no names that a resume's body may hold
        assert_harmless(body)
    assert not re.search(r"\\(?:input|write)", body)


def test_type_is_larger_than_the_resumes_and_its_density_does_not_count() -> None:
    for theme in THEMES:
        chosen = load_theme(theme)
        given_options = {"margin": "43pt", "margin-left": "50pt", "spacing": 0.5, "accent": "000000", "paper": "a4"}
        options = letter_options(chosen, given_options)
        size = float(str(chosen.options["font-size"].default).removesuffix("pt"))
        assert options == {
            "margin": "72pt", "leading": 1.38, "font-size": f"{size + 1:g}pt", "accent": "000000", "paper": "a4"
        }  # fmt: skip


# ------------------------------------------------------------------ what it says


def test_defaults_in_the_resumes_language() -> None:
    assert text({"body": "Text."}) == [
        "Jane Doe", "", "March 5, 2026", "", "Dear Hiring Manager,", "", "Text.", "", "Sincerely,", "", "Jane Doe"
    ]  # fmt: skip
    assert text({"body": "Text.", "recipient": {"name": "Dr. Roe"}, "enclosures": ["A", "B"]}, "de")[2:] == [
        "5. März 2026", "", "Dr. Roe", "", "Guten Tag Dr. Roe,", "", "Text.", "", "Mit freundlichen Grüßen", "", "Jane Doe", "", "Anlagen: A, B"
    ]  # fmt: skip


def test_what_is_written_replaces_the_defaults() -> None:
    data = {
        "opening": "Hi,",
        "closing": "Bye",
        "signature": "J.",
        "body": ["One.", "Two.\n\nThree."],
        "date": "2026-02",
    }
    assert text(data) == [
        "Jane Doe", "", "February 2026", "", "Hi,", "", "One.", "", "Two.", "", "Three.", "", "Bye", "", "J."
    ]  # fmt: skip


def test_addresses_are_lists_of_lines_or_text_with_lines() -> None:
    for address in (["1 Main St", "Town"], "1 Main St\nTown\n"):
        assert text({"recipient": {"address": address}, "body": "x"})[4:6] == ["1 Main St", "Town"]


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
def test_the_example_in_every_format(kind: str, golden) -> None:  # type: ignore[no-untyped-def]
    golden(f"letter.{kind}", write_letter(kind, example(), load(EXAMPLE), settings()))


def test_the_page_holds_nothing_of_the_resume_but_its_header() -> None:
    written = write_letter("md", example(), load(EXAMPLE), settings())
    assert "## " not in written
    assert "5+ years" not in written


# ------------------------------------------------------------------ where it is found


def test_a_file_beside_the_resume(folder: Path) -> None:
    result = letter(folder, "txt", "md", "html", "pdf", "tex")
    assert [Path(path).name for path in result.outputs] == [
        f"resume-letter.{kind}" for kind in ("txt", "md", "html", "pdf", "tex")
    ]
    assert result.diagnostics == ()
    assert result.pages == 1
    read = words(pdftotext((folder / "resume-letter.pdf").read_bytes()))
    assert "March 5, 2026 Dr. Roe Lab Dear Dr. Roe, I would like to work with you. Sincerely, Jane Doe" in read


def test_a_file_that_is_named_names_the_result(folder: Path) -> None:
    (folder / "acme.yaml").write_text("body: For Acme.\n", "utf-8")
    assert letter(folder, letter=str(folder / "acme.yaml")).outputs == (str(folder / "resume-acme.txt"),)
    assert "For Acme." in (folder / "resume-acme.txt").read_text("utf-8")


def test_the_section_of_the_resume(folder: Path) -> None:
    (folder / "letter.yaml").unlink()
    (folder / "resume.yaml").write_text(PERSON + "letter: {body: [From the section.]}\n", "utf-8")
    assert letter(folder).outputs == (str(folder / "resume-letter.txt"),)
    assert "From the section." in (folder / "resume-letter.txt").read_text("utf-8")


def test_a_letters_file_comes_before_the_section(folder: Path) -> None:
    (folder / "resume.yaml").write_text(PERSON + "letter: {body: [From the section.]}\n", "utf-8")
    letter(folder)
    assert "work with you" in (folder / "resume-letter.txt").read_text("utf-8")


def test_a_variant_has_its_own_header(folder: Path) -> None:
    more = "meta: {resumeTex: {variants: {lead: {label: Team Lead}}}}\n"
    (folder / "resume.yaml").write_text(PERSON + more, "utf-8")
    assert letter(folder, variant="lead").outputs == (str(folder / "resume-lead-letter.txt"),)
    assert (folder / "resume-lead-letter.txt").read_text("utf-8").startswith("Jane Doe\nTeam Lead\n")


def test_nothing_is_done_twice(folder: Path) -> None:
    assert not letter(folder).unchanged
    assert letter(folder).unchanged
    assert not letter(folder, today=date(2026, 3, 6)).unchanged  # the letter has no date of its own
    (folder / "letter.yaml").write_text(SHORT.replace("like", "love"), "utf-8")
    assert not letter(folder, today=date(2026, 3, 6)).unchanged
    (folder / "letter.yaml").unlink()
    assert [d.code for d in letter(folder, today=date(2026, 3, 6)).diagnostics] == ["letter.missing"]


def test_the_day_of_reproducible_builds(folder: Path) -> None:
    letter(folder, source_date=0)
    assert "January 1, 1970" in (folder / "resume-letter.txt").read_text("utf-8")


def test_a_letter_that_is_not_committed_makes_the_version_dirty(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_git(folder, monkeypatch)
    work = GitFolder(folder / "work")
    work.write("resume.yaml", PERSON)
    work.write("letter.yaml", SHORT)
    work.commit()
    letter(work.path, "pdf")
    clean = information((work.path / "resume-letter.pdf").read_bytes())["/SourceVersion"]
    work.write("letter.yaml", SHORT.replace("like", "love"))
    letter(work.path, "pdf")
    assert information((work.path / "resume-letter.pdf").read_bytes())["/SourceVersion"] == f"{clean}-dirty"


def test_a_letter_is_never_written_over(folder: Path) -> None:
    with pytest.raises(OutputError, match="would be overwritten"):
        letter(folder, output=str(folder / "letter.yaml"))
    assert (folder / "letter.yaml").read_text("utf-8") == SHORT


# ------------------------------------------------------------------ what is wrong with it


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "syntax.empty"),
        ("[]", "schema.type"),
        ("body: []\n", "letter.empty"),
        ("subject: x\n", "letter.empty"),
        ("body: {a: b}\n", "schema.type"),
        ("date: tomorrow\nbody: x\n", "schema.date"),
        ("salutation: Dear all,\nbody: x\n", "schema.unknown-key"),
        ("recipient: {nmae: x}\nbody: x\n", "schema.unknown-key"),
        ("body: [x\n", "syntax.yaml"),
        (PERSON, "letter.missing"),
    ],
)
def test_errors(folder: Path, content: str, found: str) -> None:
    (folder / "letter.yaml").write_text(content, "utf-8")
    result = letter(folder, draft=True)
    assert result.outputs == ()
    assert [d.code for d in result.diagnostics][:1] == [found], [describe(d) for d in result.diagnostics]
    assert all(Path(d.file or "").name == "letter.yaml" for d in result.diagnostics)


def test_a_file_that_is_not_there(folder: Path) -> None:
    result = letter(folder, letter=str(folder / "none.yaml"))
    assert ([d.code for d in result.diagnostics], result.readable) == (["file.missing"], False)


def test_a_resume_that_is_broken_stops_the_letter(folder: Path) -> None:
    (folder / "resume.yaml").write_text("basics: []\n", "utf-8")
    result = letter(folder)
    assert (result.outputs, [d.code for d in result.diagnostics]) == ((), ["schema.type"])


def test_the_resumes_quality_does_not_stop_its_letter(folder: Path) -> None:
    resume = PERSON + "work: [{name: Lab, highlights: [Responsible for things.]}]\n"
    (folder / "resume.yaml").write_text(resume, "utf-8")
    assert letter(folder).outputs != ()


def test_a_letter_of_two_pages_is_told(folder: Path) -> None:
    (folder / "letter.yaml").write_text(yaml.safe_dump({"body": ["Word " * 300] * 4}), "utf-8")
    result = letter(folder, "pdf")
    assert result.pages > 1
    assert [(d.code, d.path) for d in result.diagnostics] == [("letter.pages", ("body",))]


def test_a_character_that_the_font_lacks_is_an_error_at_its_place(folder: Path) -> None:
    (folder / "letter.yaml").write_text("body:\n  - Fine.\n  - A \U00013000.\n", "utf-8")
    result = letter(folder, "pdf")
    (missing,) = [d for d in result.diagnostics if d.code == "layout.missing-glyph"]
    assert missing.path == ("body", 1)
    assert missing.span is not None
    assert (Path(missing.file or "").name, missing.span.start.line) == ("letter.yaml", 3)


def test_what_is_wrong_with_the_header_is_told_of_the_resume(folder: Path) -> None:
    (folder / "resume.yaml").write_text("basics:\n  name: Jane \U00013000\n", "utf-8")
    (missing,) = [
        d for d in letter(folder, "pdf").diagnostics if d.code == "layout.missing-glyph" and d.path[0] == "basics"
    ]
    assert missing.span is not None
    assert (Path(missing.file or "").name, missing.span.start.line) == ("resume.yaml", 2)


def test_a_language_without_words_for_letters(folder: Path) -> None:
    (folder / "resume.yaml").write_text(PERSON + "meta: {resumeTex: {language: eo}}\n", "utf-8")
    codes = [d.code for d in letter(folder).diagnostics]
    assert "letter.language" in codes
    (folder / "letter.yaml").write_text(SHORT + "opening: Saluton,\nclosing: Amike,\n", "utf-8")
    assert "letter.language" not in [d.code for d in letter(folder).diagnostics]


def test_json_resume_may_use_the_key_for_something_else(tmp_path: Path) -> None:
    file = tmp_path / "resume.json"
    file.write_text('{"basics": {"name": "Jane Doe"}, "letter": ["alpha"]}', "utf-8")
    result = build(BuildRequest(str(file), formats=("txt",), draft=True))
    assert result.outputs != ()
    assert [d.severity.value for d in result.diagnostics if d.path == ("letter",)] == ["warning"]


# ------------------------------------------------------------------ the command


def test_the_command(folder: Path, invoke: Callable[..., Any]) -> None:
    file = str(folder / "resume.yaml")
    outcome = invoke("build", file, "--letter")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{folder / 'resume-letter.pdf'} (1 page) written.\n"
    outcome = invoke("build", file, "--letter", str(folder / "letter.yaml"), "--format", "txt", "-o", "-")
    assert outcome.code == 0
    assert "Dear Dr. Roe," in outcome.out


@pytest.mark.parametrize(
    "options", [["--verify"], ["--fit"], ["--rev", "v1"], ["--preview"], ["--format", "json"]], ids=" ".join
)
def test_what_goes_with_a_resume_only(folder: Path, options: list[str], invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", str(folder / "resume.yaml"), *options, "--letter")
    assert outcome.code == 2
    assert "--letter does not go with" in outcome.err


def test_a_resume_after_the_option_is_explained(folder: Path, invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", "--letter", str(folder / "resume.yaml"))
    assert outcome.code == 2 or "is a resume, not a letter" in outcome.out


def test_watching_sees_the_letter(folder: Path) -> None:
    """A change of the letter's file gives a new letter, also when it was not there at first."""
    file = folder / "letter.yaml"
    file.unlink()
    seen: list[tuple[str, ...]] = []

    def on_build(event: WatchEvent) -> None:
        assert event.error == ""
        seen.append(event.result.outputs)
        if len(seen) < 3:
            file.write_text(SHORT.replace("like", "love" * len(seen)), "utf-8")
        else:
            watcher.stop()

    watcher = Watcher(BuildRequest(str(folder / "resume.yaml"), draft=True, formats=("txt",), letter=""), on_build)
    watcher.run()
    target = str(folder / "resume-letter.txt")
    assert seen == [(), (target,), (target,)]
    assert "lovelove" in Path(target).read_text("utf-8")
