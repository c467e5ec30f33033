"""New projects and themes: they build at once, and nothing that was there is touched."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from resume_tex.document.load import load_resume
from resume_tex.errors import OutputError, ThemeError
from resume_tex.render.theme import load_theme
from resume_tex.scaffold import scaffold_project, scaffold_theme

if TYPE_CHECKING:
    from conftest import Outcome

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / "examples" / "ml-engineer.yaml").read_text("utf-8")
SCHEMA = (ROOT / "schema" / "resume.schema.json").read_text("utf-8")
NAMES = ["resume.yaml", ".gitignore", ".resume-tex/resume.schema.json"]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's folder."""
    monkeypatch.chdir(tmp_path)


def tree(folder: str = ".") -> dict[str, bytes]:
    """Return every file under a folder by its name, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


class TestProject:
    """`resume-tex new`."""

    def test_files(self) -> None:
        assert scaffold_project("cv", "engineer") == ([f"cv/{name}" for name in NAMES], [])
        made = {name: content.decode() for name, content in tree("cv").items()}
        assert sorted(made) == sorted(NAMES)
        assert made[".resume-tex/resume.schema.json"] == SCHEMA
        first, rest = made["resume.yaml"].split("\n", 1)
        assert first == "# yaml-language-server: $schema=.resume-tex/resume.schema.json"
        assert rest == EXAMPLE.split("\n", 1)[1]
        assert made[".gitignore"] == "# What resume-tex builds\n*.pdf\n"

    def test_the_resume_has_no_structural_finding(self) -> None:
        scaffold_project("cv", "engineer")
        loaded = load_resume("cv/resume.yaml")
        assert loaded.diagnostics == ()
        assert loaded.resume is not None

    @pytest.mark.parametrize("theme", ["academic", "banking", "classic", "compact", "engineer", "modern"])
    def test_theme(self, theme: str) -> None:
        scaffold_project("cv", theme)
        settings = yaml.safe_load(Path("cv/resume.yaml").read_text("utf-8"))["meta"]["resumeTex"]
        assert settings["theme"] == theme

    def test_no_such_theme(self) -> None:
        with pytest.raises(ThemeError) as caught:
            scaffold_project("cv", "enginer")
        assert caught.value.message == "There is no theme 'enginer'."
        assert caught.value.remedy.startswith("Did you mean engineer? ")
        assert os.listdir() == []

    def test_folders_on_the_way_are_made(self) -> None:
        scaffold_project("a/b c/d", "engineer")
        assert sorted(tree("a/b c/d")) == sorted(NAMES)

    @pytest.mark.parametrize("name", NAMES)
    def test_a_file_that_is_there_is_left_alone(self, name: str) -> None:
        target = Path("cv") / name
        target.parent.mkdir(parents=True)
        target.write_bytes(b"mine \xff")
        made, kept = scaffold_project("cv", "engineer")
        assert kept == [f"cv/{name}"]
        assert sorted([*made, *kept]) == sorted(f"cv/{each}" for each in NAMES)
        assert target.read_bytes() == b"mine \xff"

    def test_the_second_time_changes_nothing(self) -> None:
        scaffold_project("cv", "engineer")
        before = tree()
        assert scaffold_project("cv", "classic") == ([], [f"cv/{name}" for name in NAMES])
        assert tree() == before

    def test_a_link_is_not_followed(self) -> None:
        os.mkdir("cv")
        os.symlink("../precious.yaml", "cv/resume.yaml")
        with pytest.raises(OutputError) as caught:
            scaffold_project("cv", "engineer")
        assert caught.value.message == "cv/resume.yaml is in the way: it is no file."
        assert not os.path.exists("precious.yaml")

    def test_a_file_in_place_of_the_folder(self) -> None:
        Path("cv").write_bytes(b"mine")
        with pytest.raises(OutputError) as caught:
            scaffold_project("cv", "engineer")
        assert (caught.value.message, caught.value.remedy) == (
            "cv is in the way: it is no folder.",
            "Choose another folder.",
        )
        assert tree() == {"cv": b"mine"}

    def test_a_file_on_the_way(self) -> None:
        Path("cv").write_bytes(b"mine")
        with pytest.raises(OutputError) as caught:
            scaffold_project("cv/here", "engineer")
        assert caught.value.message == "cv/here/resume.yaml cannot be written: Not a directory."
        assert tree() == {"cv": b"mine"}


class TestProjectCommand:
    """What the command says."""

    def test_new(self, invoke: Callable[..., Outcome]) -> None:
        assert invoke("new", "my cv").all == (
            0,
            "  made my cv/resume.yaml\n  made my cv/.gitignore\n  made my cv/.resume-tex/resume.schema.json\n\n"
            "Next: cd 'my cv' && resume-tex build\n",
            "",
        )

    @pytest.mark.parametrize("folder", [".", ""])
    def test_here(self, folder: str, invoke: Callable[..., Outcome]) -> None:
        Path("resume.yaml").write_bytes(b"mine")
        assert invoke("new", folder).all == (
            0,
            "  made .gitignore\n  made .resume-tex/resume.schema.json\n  kept resume.yaml (it was there)\n\n"
            "Next: resume-tex build\n",
            "",
        )
        assert Path("resume.yaml").read_bytes() == b"mine"

    def test_read_only_folder(self, spawn: Callable[..., Outcome], mortal: list[str], tmp_path: Path) -> None:
        (tmp_path / "cv").mkdir()
        (tmp_path / "cv").chmod(0o500)
        try:
            outcome = spawn("new", "cv", prefix=mortal)
        finally:
            (tmp_path / "cv").chmod(0o700)
        assert outcome.all == (
            2,
            "",
            "error: cv/resume.yaml cannot be written: Permission denied.\nhelp: Choose another folder.\n",
        )

    @pytest.mark.slow
    def test_it_builds_at_once(self, invoke: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
        invoke("new", "cv")
        monkeypatch.chdir("cv")
        outcome = invoke("build")
        assert outcome.code == 0
        assert outcome.out.endswith("resume.pdf (1 page) written.\n")
        assert Path("resume.pdf").read_bytes()[:5] == b"%PDF-"
        ignored = Path(".gitignore").read_text("utf-8").splitlines()
        assert "*.pdf" in ignored


class TestTheme:
    """`resume-tex themes --new`."""

    def test_files(self) -> None:
        assert scaffold_theme("my-theme", "engineer", Path()) == Path("themes/my-theme")
        made = tree("themes/my-theme")
        assert sorted(made) == ["README.md", "resume-my-theme.sty", "theme.yaml"]
        data = yaml.safe_load(made["theme.yaml"])
        assert (data["name"], data["title"], data["extends"]) == ("my-theme", "My Theme", "engineer")
        assert re.search(rb"\\RequirePackage\{resume-engineer\}", made["resume-my-theme.sty"])

    def test_it_loads_and_has_the_options_of_its_base(self) -> None:
        scaffold_theme("mine", "classic", Path())
        theme = load_theme("mine", Path.cwd())
        assert not theme.shipped
        assert sorted(theme.options) == sorted(load_theme("classic").options)
        assert theme.options["accent"].default == "1F3A5F"

    def test_a_theme_of_ones_own_is_a_base_too(self) -> None:
        scaffold_theme("one", "engineer", Path())
        scaffold_theme("two", "one", Path())
        assert load_theme("two", Path.cwd()).options["accent"].default == "1F3A5F"

    @pytest.mark.parametrize(
        "name", ["", "Mine", "my theme", "../mine", "/mine", "1st", "-x", "a" * 42, "mine\n", "é", "a.b"]
    )
    def test_impossible_names(self, name: str) -> None:
        with pytest.raises(ThemeError) as caught:
            scaffold_theme(name, "engineer", Path())
        assert caught.value.message == f"{name!r} cannot be the name of a theme."
        assert caught.value.remedy == "Use small letters, digits and hyphens, such as my-theme."
        assert os.listdir() == []

    def test_what_is_there_is_left_alone(self) -> None:
        os.makedirs("themes/mine")
        with pytest.raises(OutputError) as caught:
            scaffold_theme("mine", "engineer", Path())
        assert caught.value.message == "themes/mine exists already."
        assert os.listdir("themes/mine") == []

    def test_no_such_base(self) -> None:
        with pytest.raises(ThemeError) as caught:
            scaffold_theme("mine", "nothing", Path())
        assert caught.value.message == "There is no theme 'nothing'."
        assert os.listdir() == []

    def test_command(self, invoke: Callable[..., Outcome], tmp_path: Path) -> None:
        assert invoke("themes", "classic", "--new", "mine").all == (
            0,
            f"{tmp_path}/themes/mine made. Use it with: resume-tex build --theme mine\n",
            "",
        )
        listed = invoke("themes").out
        assert "mine      What it looks like, in a sentence. (yours)" in listed.splitlines()
