"""`check --fix` renames a misspelt key where it stands, and only where nothing can be lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Severity
from resume_tex.document.load import interpret
from resume_tex.document.reading import parse_source
from resume_tex.fixes import fix_document


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("basics:\n  nmae: Alex  # the name\n", "basics:\n  name: Alex  # the name\n"),
        ("basics: {'E-Mail': alex@a.dev, name: Alex}\n", "basics: {email: alex@a.dev, name: Alex}\n"),
        ("experience:\n  - company: A\n    title: B\n", "work:\n  - name: A\n    position: B\n"),
        ("meta: {resumeTex: {them: classic}}\n", "meta: {resumeTex: {theme: classic}}\n"),
    ],
)
def test_a_misspelt_key_is_renamed(before: str, after: str) -> None:
    assert fix_document(before, BuildRequest("resume.yaml")).after == after


def test_in_json_a_key_keeps_its_quotes() -> None:
    before = '{"meta": {"resumeTex": {"them": "classic"}}}'
    assert fix_document(before, BuildRequest("resume.json")).after == before.replace("them", "theme")


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("basics: {nmae: Alex, name: Petrov}\n", []),  # the right key is there already
        ("basics: {nmae: Alex, naem: Petrov}\n", ["nmae"]),  # two may mean the same one
        ("basics: {name: A, zodiac: Lion}\n", []),  # resembles nothing
        ("$schema: https://jsonresume.org/schema\nbasics: {nmae: Alex}\n", []),  # JSON Resume allows every key
    ],
)
def test_what_is_not_renamed(text: str, renamed: list[str]) -> None:
    found = interpret(parse_source(text.encode(), "resume.yaml")).diagnostics
    lines = text.split("\n")
    keys = [d.path[-1] for d in found if d.fix is not None]
    assert keys == renamed
    for d in found:
        if d.fix is not None and d.fix.span.start.line == d.fix.span.end.line:
            line = lines[d.fix.span.start.line - 1]
            assert line[d.fix.span.start.column - 1 : d.fix.span.end.column - 1] == d.path[-1]


@given(
    st.dictionaries(st.sampled_from(["nmae", "naem", "name", "emial", "email", "e_mail", "x-a", "fone"]), st.just("A"))
)
def test_no_value_is_lost(basics: dict[str, str]) -> None:
    text = "basics: {" + ", ".join(f"{key}: {value}{n}" for n, (key, value) in enumerate(basics.items())) + "}\n"
    request = BuildRequest("resume.yaml", ignore=("contact", "structure", "wording", "summary"))
    after = fix_document(text, request).after
    source = parse_source(after.encode(), "resume.yaml").source
    assert source is not None
    assert isinstance(source.data, dict)
    assert list((source.data["basics"] or {}).values()) == [f"A{n}" for n in range(len(basics))]
    assert not [
        d for d in interpret(parse_source(after.encode(), "resume.yaml")).diagnostics
        if d.severity is Severity.ERROR and d.fix is not None
    ]  # fmt: skip


def test_a_document_that_loads_only_now_keeps_the_fix_though_quality_errors_appear(tmp_path: Path) -> None:
    result = fix_document("basics: {nmae: Alex}\n", BuildRequest(str(tmp_path / "resume.yaml")))
    assert result.after == "basics: {name: Alex}\n"
    assert "contact.missing" in {d.code for d in result.remaining.diagnostics}
