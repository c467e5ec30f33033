"""Compiled templates on disk: used again, and never believed when they are damaged or of another version."""

from __future__ import annotations

from pathlib import Path

import pytest

from resume_tex.render import template_cache
from resume_tex.render.environment import make_environment
from resume_tex.render.template_cache import TemplateCache


def render(folder: Path) -> str:
    environment = make_environment(cache=TemplateCache(str(folder)))
    return environment.get_template("sections/summary.tex.j2").render({"section": {"entries": []}})


def test_compiled_templates_are_kept(tmp_path: Path) -> None:
    assert render(tmp_path) == render(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(first) == 2
    render(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


@pytest.mark.parametrize("kept", [0, 3, 20, 40, -10, None])
def test_a_damaged_file_is_made_again(tmp_path: Path, kept: int | None) -> None:
    expected = render(tmp_path)
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path, content in whole.items():
        path.write_bytes(content[:20] + b"garbage" if kept is None else content[:kept])
    assert render(tmp_path) == expected
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == whole


def test_another_version_has_files_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render(tmp_path)
    monkeypatch.setattr(template_cache.jinja2, "__version__", "9.9")
    render(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_the_sandbox_has_files_of_its_own(tmp_path: Path) -> None:
    expected = render(tmp_path)
    cache = TemplateCache(str(tmp_path))
    boxed = make_environment(trusted=False, cache=cache).get_template("sections/summary.tex.j2")
    assert boxed.render({"section": {"entries": []}}) == expected
    assert len(list(tmp_path.iterdir())) == 4
    assert render(tmp_path) == expected


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    cache = TemplateCache(str(folder))
    environment = make_environment(cache=cache)
    assert environment.get_template("sections/summary.tex.j2") is not None
