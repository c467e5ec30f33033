"""Where an export goes: nothing but an earlier export is replaced, all of it or nothing; the zip is always the same."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from resume_tex.errors import OutputError
from resume_tex.interchange.overleaf_target import (
    MANIFEST,
    Plan,
    manifest,
    plan_folder,
    plan_zip,
    write_folder,
    write_zip,
    zip_bytes,
)


def export(**texts: str) -> dict[str, bytes]:
    """Return an export's files; `_` in a name stands for a slash."""
    files = {name.replace("_", "/") + ".tex": text.encode() for name, text in texts.items()}
    return {**files, MANIFEST: manifest(files)}


def tree(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def names(files: dict[str, bytes]) -> dict[str, str]:
    return {name: content.decode() for name, content in files.items()}


FIRST = export(main="one", sections_work="work", sections_awards="awards")
SECOND = export(main="two", sections_work="work", sections_skills="skills")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a folder that holds the first export."""
    folder = tmp_path / "cv"
    write_folder(str(folder), FIRST, plan_folder(str(folder), FIRST, force=False))
    return folder


def put(folder: Path, files: dict[str, bytes], *, force: bool = True) -> Plan:
    plan = plan_folder(str(folder), files, force=force)
    write_folder(str(folder), files, plan)
    return plan


def test_a_new_folder_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        assert put(tmp_path / name, FIRST, force=False).write == tuple(sorted(FIRST))
        assert tree(tmp_path / name) == names(FIRST)
    assert sorted(os.listdir(tmp_path)) == ["empty", "new"]


def test_a_clone_that_holds_hidden_files_only_is_as_good_as_empty(tmp_path: Path) -> None:
    (tmp_path / "cv" / ".git").mkdir(parents=True)
    put(tmp_path / "cv", FIRST, force=False)
    assert tree(tmp_path / "cv") == names(FIRST)


def test_the_same_again_changes_nothing(target: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    assert put(target, FIRST, force=False) == Plan()
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before


def test_an_earlier_export_is_not_replaced_without_force(target: Path) -> None:
    with pytest.raises(OutputError) as refused:
        put(target, SECOND, force=False)
    assert refused.value.message == f"{target} holds an earlier export."
    assert tree(target) == names(FIRST)


def test_force_replaces_the_export_and_leaves_the_rest(target: Path) -> None:
    (target / "photo.png").write_text("mine")
    (target / "sections" / "notes.txt").write_text("mine")
    plan = put(target, SECOND)
    assert plan == Plan(("main.tex", MANIFEST, "sections/skills.tex"), (), ("sections/awards.tex",), ())
    assert tree(target) == {**names(SECOND), "photo.png": "mine", "sections/notes.txt": "mine"}
    assert os.listdir(target.parent) == ["cv"]


def test_edited_files_are_named_before_and_after(target: Path) -> None:
    (target / "main.tex").write_text("edited")
    (target / "sections" / "awards.tex").write_text("edited too")
    with pytest.raises(OutputError) as refused:
        put(target, SECOND, force=False)
    assert refused.value.message == f"{target} holds an earlier export, and main.tex has been edited since."
    assert "The edits would be lost." in refused.value.remedy
    plan = put(target, SECOND)
    assert (plan.edited, plan.remove, plan.kept) == (("main.tex",), (), ("sections/awards.tex",))
    assert tree(target) == {**names(SECOND), "sections/awards.tex": "edited too"}


def test_many_edited_files_are_not_all_named(tmp_path: Path) -> None:
    files = export(**{f"f{n}": "x" for n in range(9)})
    put(tmp_path / "cv", files)
    for n in range(9):
        (tmp_path / "cv" / f"f{n}.tex").write_text("edited")
    with pytest.raises(
        OutputError, match=r"f0\.tex, f1\.tex, f2\.tex, f3\.tex, f4\.tex and 4 more have been edited since"
    ):
        plan_folder(str(tmp_path / "cv"), files, force=False)


def test_an_edit_that_the_new_export_happens_to_have_is_no_edit(target: Path) -> None:
    (target / "main.tex").write_text("two")
    assert put(target, SECOND).edited == ()


def test_a_folder_that_becomes_empty_goes(target: Path) -> None:
    files = export(main="alone")
    put(target, files)
    assert tree(target) == names(files)
    assert not (target / "sections").exists()


def test_a_foreign_folder_needs_force_and_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(OutputError, match="holds files that no export made"):
        put(tmp_path, FIRST, force=False)
    put(tmp_path, FIRST)
    assert tree(tmp_path) == {**names(FIRST), "thesis.tex": "mine"}


@pytest.mark.parametrize(
    "content", ["mine", "", "{", "[]", '{"files": {"main.tex": "x"}}', '{"madeBy": "x", "files": {}}', "[" * 9999]
)
@pytest.mark.parametrize("name", ["main.tex", MANIFEST])
def test_a_foreign_file_in_the_way_stays_even_with_force(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(OutputError, match="which no export made"):
        put(tmp_path, FIRST)
    assert tree(tmp_path) == {name: content}


@pytest.mark.parametrize("place", ["sections", "main.tex", "sections/work.tex", MANIFEST])
def test_a_link_in_the_way_is_not_followed(target: Path, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    path = target / place
    os.rename(path, outside)
    path.symlink_to(outside)
    before = outside.read_text() if outside.is_file() else tree(outside)
    with pytest.raises(OutputError, match="is a link; it is left alone"):
        put(target, SECOND)
    assert before == (outside.read_text() if outside.is_file() else tree(outside))


def test_a_folder_in_a_files_place(target: Path) -> None:
    (target / "main.tex").unlink()
    (target / "main.tex").mkdir()
    with pytest.raises(OutputError, match="left alone"):
        put(target, SECOND)


@pytest.mark.parametrize(
    "name", ["../victim", "/tmp/victim", "a/../../victim", "..\\victim", "C:victim", "", ".", "a//b", "\0"]
)
def test_a_forged_manifest_removes_nothing_outside(target: Path, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    data = json.loads((target / MANIFEST).read_text())
    data["files"][name] = json.loads(manifest({"x": b"mine"}))["files"]["x"]
    (target / MANIFEST).write_text(json.dumps(data))
    assert put(target, SECOND).remove == ("sections/awards.tex",)
    assert victim.read_text() == "mine"


def test_all_or_nothing(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of the steps fails, everything is as it was."""
    before = tree(target)
    failures = 0
    for failing in range(99):
        steps = iter(range(999))

        def step(
            real: Callable[..., None], steps: Iterator[int] = steps, failing: int = failing
        ) -> Callable[..., None]:
            def fail_once(*paths: str, **places: int) -> None:
                if not places and next(steps) == failing:  # the rest is shutil's, which tidies up
                    raise OSError(28, "No space left on device")
                real(*paths, **places)

            return fail_once

        with monkeypatch.context() as patch:
            for name in ("replace", "unlink"):
                patch.setattr(os, name, step(getattr(os, name)))
            try:
                put(target, SECOND)
            except OutputError as error:
                assert "No space left on device" in error.message
                failures += 1
            else:
                break
        assert tree(target) == before
        assert os.listdir(target.parent) == ["cv"]
    assert failures >= 3
    assert tree(target) == names(SECOND)


def test_places_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="is no folder"):
        plan_folder(str(tmp_path / "file"), FIRST, force=True)
    for make in (
        lambda: plan_folder(str(tmp_path / "no" / "cv"), FIRST, force=True),
        lambda: plan_zip(str(tmp_path / "no" / "cv.zip"), b"", force=True),
    ):
        with pytest.raises(OutputError, match="does not exist"):
            make()
    assert tree(tmp_path) == {"file": "mine"}


# ------------------------------------------------------------------ zip files


def test_the_zip_says_nothing_of_time_machine_or_order() -> None:
    content = zip_bytes(FIRST)
    assert content == zip_bytes(dict(reversed(FIRST.items())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == sorted(FIRST)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {(entry.create_system, entry.external_attr >> 16, entry.compress_type) for entry in entries} == {
            (3, 0o100644, 0)
        }
        assert {entry.filename: archive.read(entry) for entry in entries} == FIRST


def test_a_zip_is_replaced_with_force_only(tmp_path: Path) -> None:
    path = str(tmp_path / "cv.zip")
    first, second = zip_bytes(FIRST), zip_bytes(SECOND)
    write_zip(path, first, plan_zip(path, first, force=False))
    assert plan_zip(path, first, force=False) == Plan()
    with pytest.raises(OutputError, match=r"holds an earlier export\."):
        plan_zip(path, second, force=False)
    write_zip(path, second, plan_zip(path, second, force=True))
    assert Path(path).read_bytes() == second


def test_an_edited_zip_names_what_was_edited(tmp_path: Path) -> None:
    path = tmp_path / "cv.zip"
    path.write_bytes(zip_bytes({**FIRST, "main.tex": b"edited", "new.tex": b"x"}))
    with pytest.raises(OutputError, match=r"main\.tex, new\.tex have been edited since"):
        plan_zip(str(path), zip_bytes(SECOND), force=False)
    assert plan_zip(str(path), zip_bytes(SECOND), force=True).edited == ("main.tex", "new.tex")


@pytest.mark.parametrize(
    "content", [b"", b"mine", b"PK\x03\x04", zip_bytes({"main.tex": b"x"}), zip_bytes(FIRST)[:-30]]
)
def test_somebody_elses_zip_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cv.zip"
    path.write_bytes(content)
    with pytest.raises(OutputError, match="no export of ours"):
        plan_zip(str(path), zip_bytes(FIRST), force=True)
    assert path.read_bytes() == content
