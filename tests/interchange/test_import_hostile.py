"""Import of what no tool wrote: findings with a place, never an exception, and never a result that does not load."""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from foreign import BIBTEX, JSON_RESUME_2014, RENDERCV, YAMLRESUME
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resume_tex.diagnostics import Severity
from resume_tex.document.load import interpret
from resume_tex.document.reading import parse_source
from resume_tex.interchange.bibtex_values import read_names, resolve_value, to_unicode
from resume_tex.interchange.dates_in_words import read_date, read_span
from resume_tex.interchange.importing import ImportResult, import_file
from resume_tex.interchange.markdown_text import from_markdown, from_plain, read_blocks


def check(result: ImportResult) -> None:
    """A result loads; where there is none, an error says why."""
    if result.text is None:
        assert any(d.severity is Severity.ERROR for d in result.diagnostics)
        return
    loaded = interpret(parse_source(result.text.encode(), "resume.yaml"))
    assert [d for d in loaded.diagnostics if d.severity is Severity.ERROR] == []
    assert loaded.resume is not None


@pytest.mark.parametrize(
    ("content", "name", "code", "readable"),
    [
        (b"", "a.yaml", "import.format", True),
        (b"- a\n- b\n", "a.yaml", "import.format", True),
        (b"title: x\n", "a.yaml", "import.format", True),
        (b"cv: {name: [}\n", "a.yaml", "syntax.yaml", True),
        (b'{"basics": {"name": "a",}}', "a.json", "syntax.json", True),
        (b"cv:\n  name: a\n  name: b\n", "a.yaml", "syntax.duplicate-key", True),
        (b"cv: " + b"[" * 100 + b"]" * 100, "a.yaml", "syntax.too-deep", True),
        (b"cv: " + b"[" * 50_000, "a.yaml", "syntax.too-deep", True),
        (b"cv: &a {sections: *a}\n", "a.yaml", "syntax.alias", True),
        (b"cv: {name: !!binary aGk=}\n", "a.yaml", "syntax.tag", True),
        (b"\x89PNG\r\n\0\0", "a.bib", "file.binary", False),
        (b"%PDF-1.7", "a.yaml", "file.binary", False),
        ("@article{a, title={é}}".encode("latin-1"), "a.bib", "file.encoding", False),
        (b"x" * 2_000_000, "a.yaml", "file.too-large", False),
        (b"@article{", "a.bib", "import.nothing", True),
        (b"cv: {}\n", "a.yaml", "import.nothing", True),
        (b"content: {basics: {name: ''}}\n", "a.yaml", "import.nothing", True),
    ],
)
def test_what_cannot_be_read(content: bytes, name: str, code: str, readable: bool, write: Callable[..., str]) -> None:
    result = import_file(write(content, name))
    check(result)
    assert code in [d.code for d in result.diagnostics]
    assert result.readable is readable


@pytest.mark.parametrize("form", ["rendercv", "yamlresume", "jsonresume", "bibtex"])
@pytest.mark.parametrize(
    "content", ["", "a: b", "[]", "cv: 5", "content: [1]", "basics: x", "@misc{a, title={x}}", "{", "\x00"]
)
def test_any_format_may_be_forced_on_any_text(form: str, content: str, write: Callable[..., str]) -> None:
    check(import_file(write(content, "a.yaml"), form))


def test_missing_folders_and_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "no.yaml", tmp_path, tmp_path / "pipe"):
        result = import_file(str(path))
        check(result)
        assert result.readable is False


SOURCES: dict[str, Any] = {
    "rendercv": yaml.safe_load(RENDERCV),
    "yamlresume": yaml.safe_load(YAMLRESUME),
    "jsonresume": json.loads(JSON_RESUME_2014),
}
JUNK = st.sampled_from(
    [None, True, 5, 3.5, "", "x", "present", "2024-13", "a: b", "\x00\x85\u2028\ufeff", "**", "- a\n  - b\n\nc", [], [[]], [None], ["x"], [5],
     [{}], {}, {"a": {"b": [1]}}, {"name": "x", "title": "y"}, {"text": "t"}, {"": ""}, {"x" * 300: "y"}, [{"name": [], "highlights": {"a": 1}}],
     "word " * 100, {"bullet": 5}, {"label": "a", "details": None}, {"company": [1], "start_date": {}, "date": "2019 - 2020 - 2021"}]
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, item in items for inner in places(item, (*path, key)))]


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(form=st.sampled_from(sorted(SOURCES)), data=st.data())
def test_values_of_the_wrong_kind_anywhere(form: str, data: st.DataObject, tmp_path: Path) -> None:
    document = copy.deepcopy(SOURCES[form])
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(document)))
        junk = copy.deepcopy(data.draw(JUNK))
        if not path:
            continue
        parent = document
        for part in path[:-1]:
            parent = parent[part]
        parent[path[-1]] = junk
        if isinstance(parent, dict) and data.draw(st.booleans()):
            parent[data.draw(st.sampled_from(["nmae", "x-own", "bullets", "Name", ""]))] = junk
    file = tmp_path / "other.json"
    file.write_text(json.dumps(document, default=str), "utf-8")
    check(import_file(str(file), form))


BITS = st.sampled_from(
    ["@article{", "@string{", "key", ",", "=", "{", "}", '"', "#", "title", "author", "year", " and ", "others", "\\", "\\'e", "$", "$x$",
     "%", "&", "\n", " ", "2020", "jan", "crossref", "doi", "10.1000/x", "\\input{x}", "é", "(", ")", "@", "\\begin{a}", "--", "~", "month"]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bits=st.lists(BITS, max_size=30).map("".join), at=st.integers(0, len(BIBTEX)))
def test_any_bibtex(bits: str, at: int, tmp_path: Path) -> None:
    file = tmp_path / "any.bib"
    for content in (bits, BIBTEX[:at] + bits + BIBTEX[at:]):
        file.write_bytes(content.encode())
        check(import_file(str(file), "bibtex"))


@settings(max_examples=300)
@given(st.text(max_size=60) | st.lists(BITS, max_size=12).map("".join))
def test_texts_of_any_kind(text: str) -> None:
    from resume_tex.document.inline import parse_inline, plain_text

    assert plain_text(parse_inline(from_plain(text))) == text
    assert isinstance(from_markdown(text), str)
    blocks = read_blocks(text)
    assert all(part.strip() for part in blocks.paragraphs)
    assert isinstance(to_unicode(text), str)
    assert all(read_names(text))
    assert resolve_value("{" + text.replace("{", "").replace("}", "") + "}", {})[1] is True
    for date in (read_date(text), *read_span(text)):
        assert date is None or date.text == "" or read_date(date.text) == (date.text, False)


@pytest.mark.slow
def test_a_library_may_be_larger_than_a_resume(tmp_path: Path) -> None:
    notes = "x" * 400
    entries = [
        f"@article{{k{i}, title={{On Tree {i} {notes[:160]}}}, author={{Doe, J.}}, abstract={{{notes}}}}}"
        for i in range(5500)
    ]
    entries.append("@article{mine, title={Mine}, author={Roe, Richard}}")
    library = tmp_path / "library.bib"
    library.write_text("\n".join(entries), "utf-8")
    assert library.stat().st_size > 2_000_000
    result = import_file(str(library), author="R. Roe")
    assert result.data == {"publications": [{"name": "Mine", "authors": ["Richard Roe"]}]}
    assert [d.code for d in import_file(str(library)).diagnostics if d.severity is Severity.ERROR] == [
        "import.too-large"
    ]


@pytest.mark.slow
def test_large_files_take_seconds_at_most(tmp_path: Path) -> None:
    entry = r"@article{k%d, title={A {\"o}bject %d}, author={Doe, Jane and Roe, Richard}, year=2020, journal={X}}"
    (tmp_path / "large.bib").write_text("\n".join(entry % (i, i) for i in range(1200)), "utf-8")
    (tmp_path / "marks.yaml").write_text("cv: {sections: {a: [" + "'" + "_*`[<\\" * 30_000 + "']}}", "utf-8")
    (tmp_path / "lines.yaml").write_text('content: {work: [{name: a, summary: "' + "- \\n" * 60_000 + '"}]}', "utf-8")
    (tmp_path / "braces.bib").write_text("@article{a, title=" + "{" * 200_000 + "}" * 200_000 + "}", "utf-8")
    (tmp_path / "spaces.bib").write_text("@article{a, author={" + " and" * 100_000 + " " * 100_000 + "}}", "utf-8")
    for file in sorted(tmp_path.iterdir()):
        start = time.perf_counter()
        check(import_file(str(file)))
        assert time.perf_counter() - start < 10, file
