"""Themes: the shipped ones, a project's own, inheritance, and everything that can be wrong with them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from builders import ROOT, THEMES
from theme_folders import MANIFEST, STYLE, write_theme

from resume_tex.errors import ThemeError
from resume_tex.render.context import DEFAULT_ORDER
from resume_tex.render.theme import DEFAULT_THEME, list_themes, load_theme, search_path
from resume_tex.render.theme_options import resolve_options
from resume_tex.resources import themes_dir


def problem(name: str, project: Path | None = None) -> tuple[str, str]:
    with pytest.raises(ThemeError) as caught:
        load_theme(name, project)
    return caught.value.message, caught.value.remedy


def test_the_shipped_themes() -> None:
    assert DEFAULT_THEME == "engineer"
    assert tuple(theme.name for theme in list_themes()) == THEMES
    assert sorted(p.name for p in themes_dir().iterdir() if p.is_dir()) == sorted((*THEMES, "base"))


@pytest.mark.parametrize("name", THEMES)
def test_a_shipped_theme_is_whole(name: str) -> None:
    theme = load_theme(name)
    assert (theme.name, theme.style, theme.shipped, theme.abstract) == (name, f"resume-{name}", True, False)
    assert theme.title
    assert theme.description.endswith(".")
    assert [folder.name for folder in theme.folders] == [name, "base"]
    assert {f"resume-{name}.sty", "resume-base.sty", "resume-layout.sty", "resume-symbols-regular.tfm"} <= set(
        theme.files()
    )
    assert theme.template_folders() == ()
    assert all(option.type and option.description for option in theme.options.values())
    order = resolve_options(theme, {})[0].items("section-order")
    assert sorted(order) == sorted(DEFAULT_ORDER)


def test_no_shipped_file_is_a_letter_of_another_name() -> None:
    """Every file of the themes' folders is one that is used: a stray file would end in the wheel."""
    for folder in themes_dir().iterdir():
        names = {p.name for p in folder.iterdir()}
        own = {"theme.yaml", f"resume-{folder.name}.sty"}
        assert own <= names
        if folder.name != "base":
            assert names == own


def test_no_python_in_the_data_folders() -> None:
    found = [p for folder in ("themes", "templates", "schema") for p in (ROOT / folder).rglob("*") if p.is_file()]
    assert len(found) > 30
    assert [p for p in found if p.suffix in {".py", ".pyc"}] == []


def test_the_theme_schema_accepts_every_shipped_theme() -> None:
    import jsonschema
    import yaml

    schema = json.loads((ROOT / "schema" / "theme.schema.json").read_text("utf-8"))
    files = sorted(themes_dir().glob("*/theme.yaml"))
    assert len(files) == 7
    for file in files:
        jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), schema)


def test_a_project_theme_extends_a_shipped_one(tmp_path: Path) -> None:
    manifest = (
        MANIFEST + 'title: My own\noptions: {font-size: {default: "11pt"}, motto: {type: text, default: "Hi & bye"}}\n'
    )
    folder = write_theme(tmp_path, manifest=manifest, templates={"header.tex.j2": "x"})
    theme = load_theme("mine", tmp_path)
    assert (theme.name, theme.title, theme.style, theme.shipped) == ("mine", "My own", "resume-mine", False)
    assert theme.folders == (folder, themes_dir() / "engineer", themes_dir() / "base")
    assert theme.options["font-size"].default == "11pt"
    assert theme.options["font-size"].type == "length"
    assert theme.options["font-size"].maximum == load_theme("engineer").options["font-size"].maximum
    assert theme.files()["resume-mine.sty"] == STYLE.encode()
    assert set(theme.files()) == {"resume-mine.sty", *load_theme("engineer").files()}
    assert theme.template_folders() == (folder / "templates",)
    assert theme.coverage("source-sans") == load_theme("engineer").coverage("source-sans")
    assert resolve_options(theme, {})[0].tex["motto"] == r"Hi \& bye"
    assert [t.name for t in list_themes(tmp_path)] == sorted((*THEMES, "mine"))
    assert search_path(tmp_path) == (tmp_path / "themes", themes_dir())


def test_a_project_theme_replaces_files_of_the_one_it_extends(tmp_path: Path) -> None:
    folder = write_theme(tmp_path)
    (folder / "resume-icons.sty").write_bytes(b"% mine")
    theme = load_theme("mine", tmp_path)
    assert theme.files()["resume-icons.sty"] == b"% mine"
    assert load_theme("engineer").files()["resume-icons.sty"] != b"% mine"


def test_a_project_theme_may_have_the_name_of_the_one_it_extends(tmp_path: Path) -> None:
    write_theme(tmp_path, name="engineer", manifest="name: engineer\nextends: engineer\n")
    theme = load_theme("engineer", tmp_path)
    assert [folder.parent.parent for folder in theme.folders] == [tmp_path, themes_dir().parent, themes_dir().parent]
    assert not theme.shipped
    assert load_theme("engineer").shipped


def test_only_style_and_font_files_go_to_tex(tmp_path: Path) -> None:
    folder = write_theme(tmp_path, templates={"header.tex.j2": "x"})
    for name in ("notes.txt", "x.tex", "x.fmt", "x.py", ".hidden.sty~", "big.sty"):
        (folder / name).write_bytes(b"x" * (2_000_001 if name == "big.sty" else 1))
    (folder / "sub.sty").mkdir()
    os.mkfifo(folder / "pipe.sty")
    own = set(load_theme("mine", tmp_path).files()) - set(load_theme("engineer").files())
    assert own == {"resume-mine.sty"}


def test_an_unknown_theme() -> None:
    names = ", ".join(THEMES)
    assert problem("enginer") == ("There is no theme 'enginer'.", f"Did you mean engineer? Themes: {names}.")
    assert problem("zzz") == ("There is no theme 'zzz'.", f"Themes: {names}.")


@pytest.mark.parametrize(
    "name", ["", "../engineer", "/etc", ".", "Engineer", "a" * 60, "a\0b", "-x", "engineer\n", "x/../engineer"]
)
def test_names_that_are_no_names(name: str, tmp_path: Path) -> None:
    assert problem(name, tmp_path)[0] == f"There is no theme {name!r}."


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("name: other\n", "{file} calls its theme 'other', but its folder is 'mine'."),
        ("name: mine\nextends: nothing\n", "There is no theme 'nothing'."),
        ("name: mine\nextends: mine\n", "There is no theme 'mine'."),
        ("name: mine\nextends: ../base\n", "There is no theme '../base'."),
        ("name: mine\ncolour: red\n", "{file}: colour: Extra inputs are not permitted."),
        ("- a\n", "{file}: the file: Input should be a valid dictionary or instance of ThemeFile."),
        ("", "{file}: the file: Input should be a valid dictionary or instance of ThemeFile."),
        ("title: x\n", "{file}: name: Field required."),
        ("name: mine\noptions: {x: {default: 1}}\n", "{file}: the option x has no type."),
        ("name: mine\noptions: {x: {type: size}}\n", None),
        ("name: [\n", None),
        ("name: !!python/object/apply:os.system [id]\n", None),
        ("[" * 3000, None),
    ],
)
def test_a_wrong_theme_file(tmp_path: Path, manifest: str, message: str | None) -> None:
    folder = write_theme(tmp_path, manifest=manifest)
    found = problem("mine", tmp_path)[0]
    if message is not None:
        assert found == message.replace("{file}", str(folder / "theme.yaml"))
    else:
        assert found.startswith(str(folder / "theme.yaml"))
    assert [t.name for t in list_themes(tmp_path)] == list(THEMES)


def test_themes_that_extend_each_other(tmp_path: Path) -> None:
    write_theme(tmp_path, name="one", manifest="name: one\nextends: two\n")
    write_theme(tmp_path, name="two", manifest="name: two\nextends: one\n")
    assert problem("one", tmp_path)[0] == "There is no theme 'one'."


def test_a_theme_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = write_theme(tmp_path)
    (folder / "theme.yaml").write_bytes(b"name: mine\ntitle: \xff\n")
    assert problem("mine", tmp_path)[0].startswith(f"{folder / 'theme.yaml'} cannot be read: ")


def test_a_theme_without_its_style(tmp_path: Path) -> None:
    folder = write_theme(tmp_path, style=None)
    assert problem("mine", tmp_path) == (
        f"The theme mine has no resume-mine.sty in {folder}.",
        "Add the style, or name it under `style:`.",
    )
    (folder / "theme.yaml").write_text(MANIFEST + "style: resume-modern.sty\n", "utf-8")
    assert problem("mine", tmp_path)[0] == f"The theme mine has no resume-modern.sty in {folder}."
    (folder / "theme.yaml").write_text(MANIFEST + "style: resume-engineer.sty\n", "utf-8")
    assert load_theme("mine", tmp_path).style == "resume-engineer"


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (
            "{type: length, default: banana}",
            "`banana` is no length; write a number with pt, mm, cm or in, such as 54pt",
        ),
        ("{type: length, default: 5pt, minimum: banana}", "its bound `banana` is no length"),
        ("{type: number, default: 1, minimum: banana}", "could not convert string to float: 'banana'"),
        ("{type: number, default: 1, maximum: [1]}", "float() argument must be a string or a real number, not 'list'"),
        ("{type: choice, default: a}", "`a` is not one of "),
        ("{type: boolean, default: 7}", "`7` is neither true nor false"),
        ("{type: list, default: 7}", "a list of words belongs here"),
    ],
)
def test_an_option_that_cannot_have_its_own_default(tmp_path: Path, spec: str, reason: str) -> None:
    write_theme(tmp_path, manifest=MANIFEST + f"options: {{x: {spec}}}\n")
    with pytest.raises(ThemeError) as caught:
        resolve_options(load_theme("mine", tmp_path), {})
    assert caught.value.message == f"The theme mine is wrong about its option x: {reason}."


@pytest.mark.parametrize("content", ["[]", "{", '{"x": 5}', '"x"', "[" * 100_000, "null"])
def test_a_wrong_coverage_file(tmp_path: Path, content: str) -> None:
    folder = write_theme(tmp_path)
    (folder / "coverage.json").write_text(content, "utf-8")
    with pytest.raises(ThemeError) as caught:
        load_theme("mine", tmp_path).coverage("source-sans")
    assert caught.value.message == f"{folder / 'coverage.json'} is not a mapping of fonts to their characters."


def test_a_font_that_the_coverage_does_not_name_has_what_all_have() -> None:
    content = json.loads((themes_dir() / "base" / "coverage.json").read_text("utf-8"))
    theme = load_theme("engineer")
    assert theme.coverage("source-sans") == set(content["source-sans"])
    assert theme.coverage("unknown") == set(content["all"])


def test_a_link_out_of_the_theme_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET", "utf-8")
    folder = write_theme(tmp_path)
    (folder / "leak.def").symlink_to(secret)
    assert problem("mine", tmp_path) == (
        f"{folder / 'leak.def'} is a link to a file outside the theme.",
        "Put the file itself there.",
    )
    (folder / "leak.def").unlink()
    (folder / "same.def").symlink_to("resume-mine.sty")
    assert load_theme("mine", tmp_path).files()["same.def"] == STYLE.encode()


def test_a_linked_folder_of_themes_is_fine(tmp_path: Path) -> None:
    write_theme(tmp_path / "elsewhere")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "themes").symlink_to(tmp_path / "elsewhere" / "themes")
    assert load_theme("mine", tmp_path / "project").files()["resume-mine.sty"] == STYLE.encode()
