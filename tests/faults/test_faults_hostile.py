"""A project from somebody else: names, paths and links in it read nothing outside, and nothing in a name is TeX."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fault_building import DOCUMENT, is_whole
from theme_folders import MANIFEST, STYLE, write_document, write_theme

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.errors import ResumeTexError

SECRET = "xyzzy-secret"
NAMES = (
    r"\input{x}.yaml", "a%b$c#d&e_f^g~h{i}j.yaml", "^^5cinput x.yaml", "a b  c.yaml", "-o.yaml", "--help.yaml", "'\"`$(id)`.yaml",
    "line\nbreak.yaml", "tab\there.yaml", "\u202egnp.yaml", "é日😀.yaml", ".hidden.yaml", "x.tex.yaml", "n" * 200 + ".yaml", "<<x>>{{y}}.yaml",
    "\x1b[31mred.yaml",
)  # fmt: skip


def draft(file: Path, **settings: Any) -> BuildResult:
    return build(BuildRequest(str(file), draft=True, **settings))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the PDF of the document under an ordinary name."""
    file = tmp_path_factory.mktemp("plain") / "resume.yaml"
    file.write_text(DOCUMENT, "utf-8")
    return Path(draft(file).outputs[0]).read_bytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["file", "folder"])
def test_names_are_names(tmp_path: Path, plain: bytes, name: str, where: str) -> None:
    """Whatever the document or its folder is called, the PDF is the same, and lies beside it."""
    file = tmp_path / name if where == "file" else tmp_path / name / "resume.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(DOCUMENT, "utf-8")
    result = draft(file)
    pdf = file.with_suffix(".pdf")
    assert result.outputs == (str(pdf),)
    assert pdf.read_bytes() == plain
    assert sorted(os.listdir(file.parent)) == sorted([file.name, pdf.name])


@pytest.mark.parametrize("name", NAMES)
def test_names_are_told_without_control_characters(
    tmp_path: Path, name: str, invoke: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("basics: {name: [}\n", "utf-8")
    outcome = invoke("build", "--", name)
    assert outcome.code == 1
    assert [c for c in outcome.out + outcome.err if not c.isprintable() and c != "\n"] == []


SETTINGS = {
    "theme": ["../../etc", "/etc", "..", "engineer/../engineer", "", "mine\0", "\\input{x}", "~", "x" * 5000],
    "role": ["../../etc/passwd", "/etc/passwd", "\\input{x}"],
    "language": ["../../en", "en/../../x", "\\input{x}"],
}


@pytest.mark.parametrize(("setting", "value"), [(s, v) for s, values in SETTINGS.items() for v in values])
def test_settings_lead_nowhere(tmp_path: Path, setting: str, value: str) -> None:
    file = tmp_path / "project" / "resume.json"
    file.parent.mkdir()
    data = {"basics": {"name": "Alex"}, "meta": {"resumeTex": {setting: value}}}
    file.write_text(json.dumps(data), "utf-8")
    result = draft(file)
    assert result.outputs == () or setting == "role" or value == ""
    assert [
        d
        for d in result.diagnostics
        if d.code in {"theme.error", "schema.value", "schema.role", "rules.role"} or "role" in d.message
    ] or value == ""
    assert not [d for d in result.diagnostics if SECRET in d.message or "root:" in d.message]


@pytest.mark.parametrize(
    "name", ["../stolen", "/tmp/stolen", "a/b", "..", "", ".", "con\0", "x" * 300, "\\input{x}", "%", "-o"]
)
def test_a_variants_name_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    """Neither the name of a variant nor the name that it gives its PDF leads out of the folder."""
    file = tmp_path / "project" / "resume.json"
    file.parent.mkdir()
    for variants in ({name: {}}, {"v": {"output": name}}):
        data = {"basics": {"name": "Alex"}, "meta": {"resumeTex": {"variants": variants}}}
        file.write_text(json.dumps(data), "utf-8")
        try:
            result = draft(file, variant=next(iter(variants)))
        except ResumeTexError as error:
            assert error.message.endswith((".", "?"))
        else:
            assert all(Path(path).parent == file.parent for path in result.outputs)
        assert os.listdir(tmp_path) == ["project"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a theme, beside a folder that is not its business."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(f"{SECRET}\n" * 20)
    project = tmp_path / "project"
    project.mkdir()
    write_theme(project)
    write_document(project)
    return project


LINKS = {
    "the style": ("themes/mine/resume-mine.sty", "secret.txt"),
    "another file of the theme": ("themes/mine/more.tex", "secret.txt"),
    "the manifest": ("themes/mine/theme.yaml", "secret.txt"),
    "a template": ("themes/mine/templates/header.tex.j2", "secret.txt"),
    "the templates": ("themes/mine/templates", ""),
    "a device": ("themes/mine/more.tex", "/dev/zero"),
    "a font": ("themes/mine/resume-mine.tfm", "/dev/zero"),
}


@pytest.mark.parametrize("name", LINKS)
def test_links_out_of_a_theme(project: Path, name: str) -> None:
    """A theme's files may be links, as files of the person who made them; what they lead to shows nowhere."""
    place, target = LINKS[name]
    link = project / place
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(target if target.startswith("/") else project.parent / "outside" / target)
    if name == "another file of the theme":
        (project / "themes/mine/resume-mine.sty").write_text(STYLE + r"\AtBeginDocument{\input{more}}", "utf-8")
    try:
        result = draft(project / "resume.yaml")
    except ResumeTexError as error:
        said, pdf = f"{error.message} {error.remedy}", b""
    else:
        said = " ".join(d.message for d in result.diagnostics)
        pdf = Path(result.outputs[0]).read_bytes() if result.outputs else b""
    assert SECRET not in said
    assert not pdf or (is_whole(pdf) and name not in {"the manifest", "a template", "another file of the theme"})


@pytest.mark.parametrize(
    "manifest",
    [
        MANIFEST + "style: ../../x\n",
        MANIFEST + "extends: ../../../etc\n",
        "name: ../mine\nextends: engineer\n",
        MANIFEST + "options: {margin: {type: length, default: '1pt}\\input{x}'}}\n",
        MANIFEST + "options: {'a}\\input{x}': {type: text, default: x, description: y}}\n",
        MANIFEST + "options: {a: {type: choice, choices: ['}\\input{x}'], default: '}\\input{x}', description: y}}\n",
        MANIFEST + "x: &a [*a]\n",
        "[" * 5000,
        "extends: mine\nname: mine\n",
        "!!python/object/apply:os.system ['true']\n",
    ],
)
def test_hostile_manifests(project: Path, manifest: str) -> None:
    (project / "themes/mine/theme.yaml").write_text(manifest, "utf-8")
    try:
        result = draft(project / "resume.yaml")
    except ResumeTexError as error:
        said = error.message
    else:
        said = " ".join(d.message for d in result.diagnostics if d.code.startswith("theme."))
        assert result.outputs == () or not said
    assert re.search(r"[.?]\Z", said) or result.outputs
    assert len(said) < 2000
