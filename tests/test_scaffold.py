"""New projects and themes: they build at once, and nothing that was there is touched."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from git_folders import GitFolder, isolate_git

from resume_tex import __version__
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
VERSIONED = [".gitattributes", ".pre-commit-config.yaml", ".github/workflows/resume.yml"]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's folder, with a git that knows nothing of the user's."""
    monkeypatch.chdir(tmp_path)
    isolate_git(tmp_path_factory.mktemp("git"), monkeypatch)


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
        outcome = invoke("new", "my cv")
        first = GitFolder(Path("my cv"), new=False)("rev-parse", "--short=7", "HEAD")
        lines = "".join(f"  made my cv/{name}\n" for name in (*NAMES, *VERSIONED))
        assert outcome.all == (
            0,
            f"{lines}  made my cv/.git (first commit: {first})\n\nNext: cd 'my cv' && resume-tex build\n",
            "",
        )

    @pytest.mark.parametrize("folder", [".", ""])
    def test_here(self, folder: str, invoke: Callable[..., Outcome]) -> None:
        Path("resume.yaml").write_bytes(b"mine")
        assert invoke("new", folder).all == (
            0,
            "  made .gitignore\n  made .resume-tex/resume.schema.json\n  kept resume.yaml (it was there)\n"
            "  note No git repository: The folder holds other files; `git init` makes it a repository if you want that.\n\n"
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


class TestRepository:
    """The repository that a new project is."""

    def test_first_commit(self, invoke: Callable[..., Outcome]) -> None:
        invoke("new", "cv")
        git = GitFolder(Path("cv"), new=False)
        assert git("log", "--format=%an|%s") == "Jane Doe|Start the resume"
        assert git("ls-files").split() == sorted([*NAMES, *VERSIONED])
        assert git("status", "--porcelain") == ""

    @pytest.mark.slow
    def test_what_it_builds_has_a_version(
        self, invoke: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invoke("new", "cv")
        monkeypatch.chdir("cv")
        git = GitFolder(Path(), new=False)
        assert invoke("build", "-q").all == (0, "", "")
        assert invoke("check", "-q").all == (0, "", "")
        assert json.loads(invoke("inspect", "--format", "json").out)["version"] == git("rev-parse", "--short=7", "HEAD")
        assert git("status", "--porcelain") == ""

    def test_merging_needs_no_driver(self, invoke: Callable[..., Outcome]) -> None:
        invoke("new", "cv")
        git = GitFolder(Path("cv"), new=False)
        text = (git.path / "resume.yaml").read_text("utf-8")
        git("checkout", "--quiet", "-b", "other")
        git.write("resume.yaml", f"{text}# theirs\n")
        git.commit()
        git("checkout", "--quiet", "main")
        git.write("resume.yaml", text.replace("name: Alex Petrov", "name: Jane Doe"))
        git.commit()
        git("merge", "--quiet", "--no-edit", "other")
        merged = (git.path / "resume.yaml").read_text("utf-8")
        assert merged == text.replace("name: Alex Petrov", "name: Jane Doe") + "# theirs\n"
        assert git("check-attr", "merge", "--", "resume.yaml") == "resume.yaml: merge: resume-tex"

    def test_nobody_known(self, invoke: Callable[..., Outcome]) -> None:
        Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text("")
        outcome = invoke("new", "cv")
        assert outcome.code == 0
        assert "  made cv/.git\n  note Nothing is committed yet: git does not know who you are. Then:\n" in outcome.out
        assert "git config --global user.name" in outcome.out
        git = GitFolder(Path("cv"), new=False)
        assert git("rev-parse", "--verify", "--quiet", "HEAD", check=False) == ""
        assert git("diff", "--cached", "--name-only") == ""

    def test_a_hook_that_refuses(self, invoke: Callable[..., Outcome], tmp_path: Path) -> None:
        hook = Path(os.environ["GIT_CONFIG_GLOBAL"]).parent / "pre-commit"
        hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
        hook.chmod(0o755)
        with Path(os.environ["GIT_CONFIG_GLOBAL"]).open("a") as stream:
            stream.write(f"[core]\n\thooksPath = {hook.parent}\n")
        outcome = invoke("new", "cv")
        assert outcome.code == 0
        assert "Nothing is committed yet: git refuses the commit: not today. Then:\n" in outcome.out

    def test_without_git(self, invoke: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nonexistent")
        outcome = invoke("new", "cv")
        assert outcome.code == 0
        assert "  note No git repository: git is not installed, or not on PATH." in outcome.out
        assert sorted(tree("cv")) == sorted(NAMES)

    def test_not_wanted(self, invoke: Callable[..., Outcome]) -> None:
        assert "git" not in invoke("new", "cv", "--no-git").out.replace("gitignore", "")
        assert sorted(tree("cv")) == sorted(NAMES)

    def test_inside_of_another(self, invoke: Callable[..., Outcome], tmp_path: Path) -> None:
        GitFolder(tmp_path)
        outcome = invoke("new", "people/jane")
        assert f"  note This is part of the repository {tmp_path}; commit the files there.\n" in outcome.out
        assert sorted(tree("people/jane")) == sorted(NAMES)

    def test_at_the_root_of_one(self, invoke: Callable[..., Outcome], tmp_path: Path) -> None:
        git = GitFolder(tmp_path)
        assert invoke("new", ".").code == 0
        assert {*NAMES, *VERSIONED} <= set(tree())
        assert git("rev-parse", "--verify", "--quiet", "HEAD", check=False) == "", "it is not ours to commit"

    def test_hooks(self) -> None:
        scaffold_project("cv", "engineer", versioned=True)
        config = yaml.safe_load(Path("cv/.pre-commit-config.yaml").read_text("utf-8"))
        (own,) = config["repos"][0]["hooks"]
        shipped = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        assert [hook["id"] for hook in shipped] == ["resume-tex-check", "resume-tex-fix"]
        for hook in (own, *shipped):
            assert re.search(hook["files"], "resume.yaml")
            assert not re.search(hook["files"], "resume.yaml.bak")
            assert {"id", "name", "entry", "language", "files"} <= set(hook)

    @pytest.mark.parametrize("index", [0, 1])
    def test_the_hooks_commands_run(self, index: int, invoke: Callable[..., Outcome]) -> None:
        scaffold_project(".", "engineer", versioned=True)
        hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[index]
        program, *arguments = hook["entry"].split()
        assert program == "resume-tex"
        before = tree()
        assert invoke(*arguments, "resume.yaml").all == (0, "", "")
        assert tree() == before
        Path("resume.yaml").write_text("basics: {name: Jane Doe}\n")
        assert invoke(*arguments, "resume.yaml").code == 1

    def test_workflow(self) -> None:
        scaffold_project("cv", "engineer", versioned=True)
        workflow = yaml.safe_load(Path("cv/.github/workflows/resume.yml").read_text("utf-8"))
        steps = workflow["jobs"]["build"]["steps"]
        runs = [step["run"] for step in steps if "run" in step]
        assert runs == [
            f'pip install "resume-tex=={__version__}"',
            "resume-tex check --format github",
            "resume-tex build",
        ]
        assert steps[0]["with"]["fetch-depth"] == 0
        assert steps[-1]["with"]["path"] == "*.pdf"
        assert workflow["permissions"] == {"contents": "read"}


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
