"""`resume-tex export overleaf`: what it writes, where, and what it says."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import EXAMPLE, SAMPLES
from theme_folders import write_document, write_theme

from resume_tex import __version__
from resume_tex.interchange.overleaf_page import MAGIC
from resume_tex.interchange.overleaf_target import MANIFEST
from resume_tex.resources import themes_dir

if TYPE_CHECKING:
    from conftest import Golden, Outcome

SMALL = "basics: {name: Jane Doe}\nwork: [{name: Halden Music, position: Engineer}]\n"


@pytest.fixture
def export(write: Callable[..., str], invoke: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return a function that exports a small document from an empty folder."""

    def run_export(*arguments: str, content: str = SMALL) -> Outcome:
        if not Path("resume.yaml").exists():
            write(content)
        return invoke("export", "overleaf", *arguments)

    return run_export


def tree(folder: str | Path) -> dict[str, bytes]:
    root = Path(folder)
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_the_example(write: Callable[..., str], invoke: Callable[..., Outcome], golden: Golden) -> None:
    """Names first, and then contents: the styles and fonts are the package's own, everything else is a golden file."""
    write(EXAMPLE.read_bytes())
    done = invoke("export", "overleaf")
    page = Path("resume-overleaf.html").resolve().as_uri()
    files = tree("resume-overleaf")
    assert done.all == (
        0,
        f"Wrote resume-overleaf ({len(files)} files). Its README.md tells how to edit it.\n"
        f"To open it on Overleaf, open resume-overleaf.html in a browser and press the button:\n{page}\n",
        "",
    )
    golden("overleaf/names.txt", "".join(f"{name}\n" for name in files))
    for name, content in files.items():
        if name.endswith((".sty", ".tfm", ".enc")):
            sources = list(themes_dir().rglob(Path(name).name))
            assert [path.read_bytes() for path in sources] == [content], name
        elif name != MANIFEST:
            golden(f"overleaf/{name}", content.decode().replace(f"resume-tex {__version__}", "resume-tex VERSION"))
    hashes = {name: sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST}
    assert json.loads(files[MANIFEST]) == {"madeBy": "resume-tex export overleaf", "files": hashes}


def test_a_zip_is_the_same_bytes_anywhere(tmp_path: Path, spawn: Callable[..., Outcome]) -> None:
    zips = []
    for number, zone in enumerate(("UTC", "Asia/Tokyo")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "resume.yaml").write_text(SMALL)
        os.utime(folder / "resume.yaml", (number, number))
        done = spawn(
            "export",
            "overleaf",
            "-o",
            "cv.zip",
            cwd=folder,
            env={"TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(number)},
        )
        assert (done.code, done.err) == (0, "")
        assert sorted(os.listdir(folder)) == ["cv.html", "cv.zip", "resume.yaml"]
        zips.append((folder / "cv.zip").read_bytes())
        page = (folder / "cv.html").read_bytes()
        [data] = re.findall(rb"data:application/zip;base64,([^\"]+)", page)
        assert base64.b64decode(data) == zips[-1]
    assert zips[0] == zips[1]


def test_a_folder_and_a_zip_hold_the_same(export: Callable[..., Outcome]) -> None:
    assert export("-o", "cv", "-q").all == (0, "", "")
    assert export("-o", "CV.ZIP", "-q").all == (0, "", "")
    with zipfile.ZipFile("CV.ZIP") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == tree("cv")
    assert Path("cv.html").read_bytes() == Path("CV.html").read_bytes()


def test_everything_is_utf8_and_stays_in_the_folder(export: Callable[..., Outcome]) -> None:
    export("-o", "cv", "-q")
    for name, content in tree("cv").items():
        if not name.endswith(".tfm"):
            text = content.decode("utf-8")
            assert "\r" not in text
            assert not re.search(r"\\write18|shell-escape|\.\./|(?<![\w.:/])/(?:home|usr|tmp|etc|root)\b", text), name


def test_again(export: Callable[..., Outcome]) -> None:
    export("-o", "cv")
    same = export("-o", "cv")
    assert (same.code, same.out.splitlines()[0]) == (
        0,
        f"Unchanged: cv ({len(tree('cv'))} files). Its README.md tells how to edit it.",
    )
    Path("resume.yaml").write_text(SMALL + "awards: [{title: Prize}]\n")
    before = tree("cv")
    assert export("-o", "cv").all == (
        2, "",
        "error: cv holds an earlier export.\n"
        "help: --force replaces the export's files and no others. -o names another place.\n",
    )  # fmt: skip
    assert tree("cv") == before
    assert export("-o", "cv", "--force").code == 0
    assert set(tree("cv")) - set(before) == {"sections/awards.tex"}


def test_edits_are_named(export: Callable[..., Outcome]) -> None:
    export("-o", "cv")
    Path("cv/sections/work.tex").write_text("edited")
    Path("cv/notes.md").write_text("mine")
    refused = export("-o", "cv")
    assert (refused.code, refused.err.splitlines()[0]) == (
        2, "error: cv holds an earlier export, and sections/work.tex has been edited since.",
    )  # fmt: skip
    assert Path("cv/sections/work.tex").read_text() == "edited"
    Path("resume.yaml").write_text("basics: {name: Jane Doe}\nskills: [{name: Tools, keywords: [x]}]\n")
    Path("cv/main.tex").write_text("edited")
    done = export("-o", "cv", "--force")
    assert done.out.splitlines()[:2] == [
        "  main.tex: replaced, though it had been edited",
        "  sections/work.tex: no longer part of the export, but edited: kept",
    ]
    assert Path("cv/notes.md").read_text() == "mine"
    assert Path("cv/sections/work.tex").read_text() == "edited"


@pytest.mark.parametrize("output", ["cv", "cv.zip"])
def test_a_page_of_somebody_elses_stops_it_before_anything_is_written(
    export: Callable[..., Outcome], output: str
) -> None:
    Path("resume.yaml").write_text(SMALL)
    Path("cv.html").write_text("mine")
    done = export("-o", output, "--force")
    assert done.all == (
        2,
        "",
        "error: cv.html exists and is not of our making; it is left alone.\nhelp: Name another place with -o.\n",
    )
    assert sorted(os.listdir()) == ["cv.html", "resume.yaml"]


def test_an_older_page_needs_force(export: Callable[..., Outcome]) -> None:
    Path("resume.yaml").write_text(SMALL)
    Path("cv.html").write_bytes(MAGIC)
    assert export("-o", "cv").err.splitlines()[0] == "error: cv.html is of an earlier export."
    assert sorted(os.listdir()) == ["cv.html", "resume.yaml"]
    assert export("-o", "cv", "--force").code == 0


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("no/cv", "does not exist"), ("no/cv.zip", "does not exist"), ("resume.yaml", "resume.yaml is no folder."),
    ],
)  # fmt: skip
def test_wrong_targets(export: Callable[..., Outcome], output: str, message: str) -> None:
    done = export("-o", output)
    assert done.code == 2
    assert message in done.err
    assert os.listdir() == ["resume.yaml"]


def test_the_current_folder_keeps_what_is_in_it(
    export: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    Path("resume.yaml").write_text(SMALL)
    assert export("-o", ".").code == 2
    assert os.listdir() == ["resume.yaml"]
    assert export("-o", ".", "--force").code == 0
    assert Path("resume.yaml").read_text() == SMALL
    assert Path("main.tex").exists()
    assert (tmp_path / "inner.html").exists()


@pytest.mark.parametrize(
    "name", ["a b.yaml", "ü.yaml", "%s`$(x)`.yaml", "-x.yaml", "'\".yaml", "a\nb.yaml", "{0}.yaml", "#.yaml"]
)
def test_hostile_file_names(write: Callable[..., str], invoke: Callable[..., Outcome], name: str) -> None:
    write(SMALL, name)
    assert invoke("export", "overleaf", "-q", "--", name).all == (0, "", "")
    stem = name.removesuffix(".yaml")
    assert sorted(os.listdir()) == sorted([name, f"{stem}-overleaf", f"{stem}-overleaf.html"])
    files = tree(f"{stem}-overleaf")
    assert name.encode() not in files["main.tex"]
    assert len(re.findall(rb"(?m)^Made from `[^`\n]*` by ", files["README.md"])) == 1


def test_an_undecodable_file_name(tmp_path: Path, spawn: Callable[..., Outcome]) -> None:
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(SMALL)
    assert spawn("export", "overleaf", b"\xff.yaml", "-o", "cv", "-q").all == (0, "", "")
    assert (tmp_path / "cv" / "main.tex").exists()


def test_errors_stop_it(export: Callable[..., Outcome], invoke: Callable[..., Outcome]) -> None:
    done = export(content="basics: {name: [x]}\n")
    assert done.code == 1
    assert "schema." in done.out
    assert os.listdir() == ["resume.yaml"]
    missing = invoke("export", "overleaf", "nothing.yaml")
    assert missing.code == 2
    Path("resume.yaml").write_text(SMALL)
    assert invoke("export", "overleaf", "--theme", "nothing").err.startswith("error: There is no theme 'nothing'.")
    assert os.listdir() == ["resume.yaml"]


def test_characters_that_the_font_lacks_are_told_and_do_not_stop_it(export: Callable[..., Outcome]) -> None:
    done = export(content="basics: {name: Jane 日本}\n")
    assert done.code == 0
    assert "layout.missing-glyph" in done.out
    assert "\\ResumeMissing{65E5}" in Path("resume-overleaf/main.tex").read_text()
    assert "% \\ResumeMissing{code}: a frame" in Path("resume-overleaf/main.tex").read_text()
    unicode = export("--engine", "lualatex", "-o", "lua")
    assert unicode.code == 0
    assert "Jane 日本" in Path("lua/main.tex").read_text()
    assert "$pdf_mode = 4;" in Path("lua/latexmkrc").read_text()


def test_theme_options_and_variants(export: Callable[..., Outcome]) -> None:
    text = (
        "basics: {name: Jane Doe}\nwork:\n- {name: One, tags: [a]}\n- {name: Two, tags: [b]}\n"
        "meta: {resumeTex: {variants: {short: {include: [b]}}}}\n"
    )
    done = export("--theme", "classic", "--set", "accent=1F3A5F", "--variant", "short", "-o", "cv", content=text)
    assert done.code == 0, done.all
    files = tree("cv")
    assert b"\\usepackage{resume-classic}" in files["main.tex"]
    assert b"  accent = {1F3A5F}," in files["options.tex"]
    assert b"Two" in files["sections/work.tex"]
    assert b"One" not in files["sections/work.tex"]


def test_a_theme_of_ones_own_goes_along(
    write: Callable[..., str], invoke: Callable[..., Outcome], tmp_path: Path
) -> None:
    write_theme(tmp_path)
    write(write_document(tmp_path).read_text())
    assert invoke("export", "overleaf", "-q").all == (0, "", "")
    assert {"resume-mine.sty", "resume-engineer.sty", "resume-base.sty"} <= set(tree("resume-overleaf"))


def test_a_theme_that_links_out_of_the_project_is_refused(
    write: Callable[..., str], invoke: Callable[..., Outcome], tmp_path: Path
) -> None:
    folder = write_theme(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "resume-extra.sty").symlink_to(tmp_path / "secret.txt")
    write(write_document(tmp_path).read_text())
    done = invoke("export", "overleaf")
    assert done.code != 0
    assert "is a link to a file outside the theme" in " ".join(done.out.split())
    assert not Path("resume-overleaf").exists()


def test_the_version(export: Callable[..., Outcome]) -> None:
    """README tells the document's revision, and whether the document has changed since."""
    Path("resume.yaml").write_text(SMALL)
    identity = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "x"), ("tag", "v1.2")):
        subprocess.run(["git", *arguments], check=True)
    export("-o", "cv")
    assert "Made from `resume.yaml` at `v1.2` by resume-tex" in Path("cv/README.md").read_text()
    first = Path("cv/main.tex").read_text()
    Path("resume.yaml").write_text(SMALL + "# changed\n")
    export("-o", "cv", "--force")
    assert "at `v1.2-dirty` by" in Path("cv/README.md").read_text()
    assert Path("cv/main.tex").read_text() == first


def test_the_version_on_the_page(export: Callable[..., Outcome]) -> None:
    Path("resume.yaml").write_text(SMALL)
    identity = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "x"), ("tag", "v1.2")):
        subprocess.run(["git", *arguments], check=True)
    export("-o", "cv", "--set", "version=true")
    assert "\\ResumeVersion{v1.2}" in Path("cv/main.tex").read_text()
    assert "commit" not in Path("cv/main.tex").read_text()


def test_it_needs_no_tex(tmp_path: Path, spawn: Callable[..., Outcome]) -> None:
    (tmp_path / "resume.yaml").write_bytes((SAMPLES / "full.yaml").read_bytes())
    assert spawn("export", "overleaf", "-q", env={"PATH": "/nonexistent"}).code == 0
