"""What is fuzzed: each target takes a file's bytes and asserts what must hold for any bytes whatever.

`scripts/fuzz.py` feeds them millions of inputs; `test_fuzz_corpus.py` those in `corpus/`, each of which once found something.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from test_hostile_input import assert_inside, load
from test_properties import FULL, assert_harmless

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import is_quality
from resume_tex.check import check_loaded
from resume_tex.diagnostics import Diagnostic, Position
from resume_tex.diagnostics_json import diagnostic_from_json, diagnostic_to_json
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.reading import parse_source
from resume_tex.engine.log import ending, is_format_trouble, page_count, read_log
from resume_tex.engine.process import Outcome
from resume_tex.errors import ResumeTexError
from resume_tex.fixes import fix_document
from resume_tex.history.comparison import compare
from resume_tex.interchange.importing import import_file
from resume_tex.lsp import answers
from resume_tex.lsp.analysis import Analysis
from resume_tex.pdf.reading import read_pdf
from resume_tex.preparation import Preparation
from resume_tex.render.escape import escape_tex, escape_url
from resume_tex.render.inline_tex import complete_url, inline_tex

_KNOWN = re.compile(r"\\Resume(?:Letter(?:[A-Z][a-z]+)?|Script[A-Z][a-z]{3})(?![A-Za-z])")
"""A letter's commands, and those that choose a script."""
CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 6, 1)


class Target(NamedTuple):
    """Something to fuzz.

    Attributes:
        run: Feeds it one input, and raises when the answer is not sound.
        kind: What an input is: a key of `mutation.WORDS`.
        weight: Its share of a run's time.
    """

    run: Callable[[bytes], None]
    kind: str
    weight: float = 1.0


def assert_sound(found: Diagnostic, lines: list[str]) -> None:
    """Assert that a finding is a sentence, that it survives JSON, and that it stands in the text."""
    assert_inside(found.span, lines)
    assert_inside(found.fix.span if found.fix else None, lines)
    assert found.message.strip() == found.message
    assert found.message.endswith((".", "?", "…", ")")), found.message
    assert diagnostic_from_json(json.loads(json.dumps(diagnostic_to_json(found)))) == found


def lines_of(content: bytes) -> list[str]:
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read(content: bytes, name: str = "resume.json") -> LoadResult:
    return interpret(parse_source(content, name))


def request(name: str = "resume.json", **settings: Any) -> BuildRequest:
    return BuildRequest(name, today=TODAY, **{"engine": "embedded", **settings})


def fuzz_yaml(content: bytes) -> None:
    load(content, "resume.yaml")


def fuzz_json(content: bytes) -> None:
    load(content, "resume.json")


def fuzz_text(content: bytes) -> None:
    """Markup and escaping: nothing in a text becomes TeX, and nothing of it is lost."""
    text = content.decode("utf-8", "surrogatepass" if _passes(content) else "replace")
    tree = parse_inline(text)
    plain = plain_text(tree)
    assert len(plain) <= len(text)
    for tex in (escape_tex(text), inline_tex(text)):
        assert_harmless(rf"\begin{{document}}{tex}\end{{document}}")
    address = escape_url(text)
    assert address.isascii()
    assert_harmless(rf"\begin{{document}}{address.replace('^', '')}\end{{document}}")
    complete_url(text)


def _passes(content: bytes) -> bool:
    try:
        content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def fuzz_check(content: bytes) -> None:
    """Everything that `check` says of a document: rules, theme, options, characters."""
    loaded = read(content)
    try:
        result = check_loaded(loaded, request())
    except ResumeTexError as error:
        assert error.message.endswith(".")
        return
    for found in result.diagnostics:
        assert_sound(found, lines_of(content))


def fuzz_fixes(content: bytes) -> None:
    """Fixing leaves a document that says no less than before, and with nothing more to fix in the same way."""
    text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    try:
        fixed = fix_document(text, request("resume.yaml"))
    except ResumeTexError:
        return
    before = read(text.encode(), "resume.yaml")
    after = read(fixed.after.encode(), "resume.yaml")
    assert (after.source is None) <= (before.source is None)
    assert (after.resume is None) <= (before.resume is None)
    assert bool(fixed.applied) == (fixed.after != text)


def fuzz_render(content: bytes) -> None:
    """A document to LaTeX: nothing of it becomes a command."""
    loaded = read(content)
    if loaded.resume is None or loaded.source is None:
        return
    try:
        prepared = Preparation.of(loaded.source, loaded.resume, request(draft=True), unicode=False)
    except ResumeTexError:
        return
    if prepared.project is not None:
        assert_harmless(prepared.project.body)


def fuzz_build(content: bytes) -> None:
    """A document to a PDF, or to an error that is not TeX's."""
    with tempfile.TemporaryDirectory(prefix="resume-tex-fuzz-") as folder:
        file = Path(folder) / "resume.json"
        file.write_bytes(content)
        try:
            result = build(request(str(file), draft=True))
        except ResumeTexError as error:
            assert error.message.endswith(".")
            return
        grave = [d for d in result.diagnostics if d.severity.value == "error" and not is_quality(d.code)]
        assert bool(result.outputs) != bool(grave), grave
        assert not [d for d in grave if d.code.startswith("tex.") and "no content" not in d.message], grave
        assert sorted(p.name for p in Path(folder).iterdir()) == ["resume.json"] + ["resume.pdf"] * bool(result.outputs)


def fuzz_texts(content: bytes) -> None:
    """A document to text, Markdown, HTML and JSON: nothing of it becomes a script, or an address of another kind."""
    with tempfile.TemporaryDirectory(prefix="resume-tex-fuzz-") as folder:
        file = Path(folder) / "resume.yaml"
        file.write_bytes(content)
        try:
            result = build(request(str(file), draft=True, formats=("txt", "md", "html", "json")))
        except ResumeTexError as error:
            assert error.message.endswith(".")
            return
        grave = [d for d in result.diagnostics if d.severity.value == "error" and not is_quality(d.code)]
        assert bool(result.outputs) != bool(grave), grave
        if not result.outputs:
            return
        json.loads(file.with_suffix(".json").read_bytes())
        for ending in (".txt", ".md"):
            written = file.with_suffix(ending).read_text("utf-8")
            assert [c for c in written if ord(c) < 32 and c != "\n"] == []
        page = _Tags()
        page.feed(file.with_suffix(".html").read_text("utf-8"))
        assert page.wrong == []


class _Tags(HTMLParser):
    """Collects what a page of ours never holds."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "base"}:
            self.wrong.append(tag)
        for name, value in attrs:
            address = name in {"href", "src", "action", "srcset"} and not re.match(
                r"(?i)(?:https?|mailto|tel):|#|data:image/", value or ""
            )
            if name.startswith("on") or (address and tag != "link"):
                self.wrong.append(f"{tag} {name}={value}")


def fuzz_letter(content: bytes) -> None:
    """A letter to LaTeX by way of a build that stops before TeX."""
    with tempfile.TemporaryDirectory(prefix="resume-tex-fuzz-") as folder:
        (Path(folder) / "resume.yaml").write_text("basics: {name: Alex Petrov}\n", "utf-8")
        (Path(folder) / "letter.yaml").write_bytes(content)
        file = str(Path(folder) / "resume.yaml")
        try:
            result = build(request(file, draft=True, letter="", formats=("tex", "txt", "html")))
        except ResumeTexError as error:
            assert error.message.endswith(".")
            return
        for output in result.outputs:
            text = Path(output).read_text("utf-8")
            if output.endswith(".tex"):
                body = text[text.index("\\begin{document}") :]
                assert_harmless(_KNOWN.sub(r"\\ResumeText", body))


def fuzz_diff(content: bytes) -> None:
    """Two versions of a document: what the comparison tells survives JSON, and of nothing changed it tells nothing."""
    loaded = read(content)
    if loaded.resume is None:
        return
    assert not compare(loaded.resume, loaded.resume).changed
    other = read(json.dumps(FULL).encode()).resume
    assert other is not None
    for before, after in ((loaded.resume, other), (other, loaded.resume)):
        compare(before, after)


def fuzz_log(content: bytes) -> None:
    """A TeX log: messages are sentences, few, and about lines that exist."""
    log = content.decode("utf-8", "replace")
    body = log[: len(log) // 4]
    for offset in (0, 3):
        messages = read_log(log, body=body, offset=offset)
        assert len(messages) <= 300
        for message in messages:
            assert message.text.endswith("."), message
            assert "\n" not in message.text
            assert message.line is None or message.line >= 1
    assert page_count(log) >= 0
    is_format_trouble(log)
    for status in (0, 1, -9, -25):
        said = ending(Outcome(status, log, False), log, 20)
        assert said.text.endswith(".")
        assert "\n" not in said.text


def fuzz_editor(content: bytes) -> None:
    """What an editor asks at any place of any text."""
    text = content.decode("utf-8", "replace")
    for name in ("resume.yaml", "resume.json"):
        analysis = Analysis(name)
        analysis.update(text)
        rows = analysis.lines
        for row in range(0, len(rows), max(1, len(rows) // 4)):
            for column in {0, len(rows[row]) // 2, len(rows[row])}:
                place = Position(row + 1, column + 1)
                answers.complete(analysis, place)
                answers.hover(analysis, place)
        answers.outline(analysis)
        answers.fix_all(analysis)


def fuzz_import(content: bytes) -> None:
    """A file of another tool: a document that loads, or an error that says why not."""
    _import(content, "foreign.yaml")


def fuzz_bibtex(content: bytes) -> None:
    """A library of references, as `fuzz_import`."""
    _import(content, "library.bib")


def _import(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="resume-tex-fuzz-") as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        result = import_file(str(file))
        assert [p.name for p in Path(folder).iterdir()] == [name]
    for found in result.diagnostics:
        assert_sound(found, lines_of(content))
    if result.text is None:
        assert any(d.severity.value == "error" for d in result.diagnostics)
        return
    loaded = read(result.text.encode(), "resume.yaml")
    assert loaded.resume is not None, loaded.diagnostics


def fuzz_pdf(content: bytes) -> None:
    """A file that is said to be a PDF: lines, or an error in a sentence."""
    try:
        text = read_pdf(content, thoroughly=True)
    except ResumeTexError as error:
        assert error.message.endswith(".")
        return
    assert text.pages > 0
    for line in text.lines:
        assert isinstance(line.text, str)


TARGETS: dict[str, Target] = {
    "yaml": Target(fuzz_yaml, "yaml", 2),
    "json": Target(fuzz_json, "document", 1.5),
    "text": Target(fuzz_text, "text", 2),
    "check": Target(fuzz_check, "document", 3),
    "fixes": Target(fuzz_fixes, "yaml", 1.5),
    "render": Target(fuzz_render, "document", 1.5),
    "texts": Target(fuzz_texts, "document", 1.5),
    "letter": Target(fuzz_letter, "letter", 1.5),
    "diff": Target(fuzz_diff, "document", 1.5),
    "log": Target(fuzz_log, "log", 1),
    "editor": Target(fuzz_editor, "yaml", 1),
    "import": Target(fuzz_import, "foreign", 2),
    "bibtex": Target(fuzz_bibtex, "bibtex", 1),
    "pdf": Target(fuzz_pdf, "pdf", 1),
    "build": Target(fuzz_build, "document", 3),
}
