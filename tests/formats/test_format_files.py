"""`build --format`: which files are written, which are left alone, when TeX runs, what goes to standard output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from builders import ROOT, sample
from git_folders import GitFolder, isolate_git

from resume_tex import own_files, typesetter
from resume_tex.build import build
from resume_tex.build_request import FORMATS, BuildRequest
from resume_tex.build_result import BuildResult
from resume_tex.document.json_resume import to_json_resume
from resume_tex.document.load import load_resume
from resume_tex.errors import OutputError
from resume_tex.watch import Watcher, WatchEvent

DOCUMENT = "basics: {name: Alex Petrov, label: Engineer}\nwork:\n  - {name: Halden Music, highlights: [Built it.]}\n"
TEXTS = tuple(name for name, form in FORMATS.items() if form.is_text and name != "tex")
LONG = DOCUMENT + "projects:\n" + "".join(f"  - {{name: Project {n}, description: Text.}}\n" for n in range(60))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "cv.yaml"
    file.write_text(DOCUMENT, "utf-8")
    return file


def draft(file: Path | str, *formats: str, **request: Any) -> BuildResult:
    return build(BuildRequest(str(file), draft=True, formats=formats, **request))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("output", "formats", "kind", "page", "target"),
    [
        (None, ("png",), "png", 1, "cv-1.png"),
        (None, ("pdf", "png"), "png", 12, "cv-12.png"),
        ("out.png", ("png",), "png", 2, "out-2.png"),
        ("out.x", ("txt",), "txt", 1, "out.x"),
        ("out.x", ("txt", "md"), "md", 1, "out.md"),
    ],
)
def test_targets(output: str | None, formats: tuple[str, ...], kind: str, page: int, target: str) -> None:
    assert BuildRequest("cv.yaml", output=output, formats=formats).target(kind, page) == target


def test_every_format_at_once(document: Path) -> None:
    result = draft(document, *FORMATS)
    files = [f"cv{'-1' if kind == 'png' else ''}.{kind}" for kind in FORMATS]
    assert [Path(path).name for path in result.outputs] == files
    assert names(document.parent) == sorted([*files, "cv.yaml"])
    assert "Alex Petrov" in (document.parent / "cv.txt").read_text("utf-8")
    again = draft(document, *FORMATS)
    assert again.unchanged
    assert again.outputs == result.outputs


def test_formats_without_pages_start_no_tex(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter.Typesetter, "__init__", None)
    assert len(draft(document, *TEXTS).outputs) == len(TEXTS)
    assert draft(document, *TEXTS).unchanged


def test_a_build_of_one_format_leaves_the_others_state(document: Path) -> None:
    draft(document, "pdf")
    draft(document, "txt")
    assert draft(document, "pdf").unchanged
    assert draft(document, "txt").unchanged


def test_what_a_font_lacks_is_no_matter_for_text(document: Path) -> None:
    document.write_text("basics: {name: 日本}\n", "utf-8")
    result = draft(document, "txt")
    assert [d.code for d in result.diagnostics if d.code.startswith("layout.")] == []
    assert (document.parent / "cv.txt").read_text("utf-8") == "日本\n"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_result_is_replaced_and_a_file_of_somebodys_own_is_not(document: Path, kind: str) -> None:
    target = Path(draft(document, kind).outputs[0])
    before = target.read_bytes()
    document.write_text(DOCUMENT.replace("Built", "Wrote"), "utf-8")
    draft(document, kind)
    assert target.read_bytes() != before
    target.write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="left alone"):
        draft(document, kind)
    assert target.read_text("utf-8") == "mine"


def test_a_page_from_right_to_left_is_known_as_ours(document: Path) -> None:
    document.write_text(DOCUMENT + "meta: {resumeTex: {language: he}}\n", "utf-8")
    draft(document, "html")
    document.write_text(DOCUMENT.replace("Built", "Led") + "meta: {resumeTex: {language: he}}\n", "utf-8")
    assert not draft(document, "html").unchanged


@pytest.mark.parametrize("kind", ["txt", "json"])
def test_a_file_without_a_mark_is_ours_by_its_content(document: Path, kind: str, tmp_path: Path) -> None:
    target = Path(draft(document, kind).outputs[0])
    content = target.read_bytes()
    target.write_bytes(content + b"added by hand\n")
    document.write_text(DOCUMENT.replace("Built", "Wrote"), "utf-8")
    with pytest.raises(OutputError, match="left alone"):
        draft(document, kind)
    target.write_bytes(content)
    assert draft(document, kind).outputs == (str(target),)
    target.write_bytes(b"")
    assert draft(document, kind, force=True).outputs == (str(target),)


def test_without_a_cache_the_same_content_passes(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_files, "cache_root", lambda: None)
    target = Path(draft(document, "txt").outputs[0])
    assert draft(document, "txt", force=True).outputs == (str(target),)
    target.write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="left alone"):
        draft(document, "txt", force=True)


def test_a_note_that_is_damaged_means_not_ours(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"one")
    own_files.note_written(str(file), b"one")
    assert own_files.is_own(str(file), b"two")
    note = own_files._note(str(file))
    assert note is not None
    Path(note).write_bytes(b"\xff\xfe")
    assert not own_files.is_own(str(file), b"two")
    assert own_files.is_own(str(file), b"one")
    assert not own_files.is_own(str(tmp_path / "none"), b"")


def test_nothing_is_written_when_one_file_may_not_be(document: Path) -> None:
    (document.parent / "cv.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError):
        draft(document, "md", "txt", "html")
    assert names(document.parent) == ["cv.txt", "cv.yaml"]


def test_pictures_of_pages_that_are_gone_are_removed(document: Path) -> None:
    document.write_text(LONG, "utf-8")
    folder = document.parent
    pages = [Path(path).name for path in draft(document, "png", dpi=30).outputs]
    assert pages == [f"cv-{n}.png" for n in range(1, len(pages) + 1)]
    assert len(pages) >= 3
    mine = folder / f"cv-{len(pages)}.png"
    mine.write_bytes(b"mine")
    document.write_text(DOCUMENT, "utf-8")
    assert draft(document, "png", dpi=30).outputs == (str(folder / "cv-1.png"),)
    assert names(folder) == ["cv-1.png", f"cv-{len(pages)}.png", "cv.yaml"]


def test_a_page_that_says_that_it_is_another_is_left_alone(document: Path) -> None:
    folder = document.parent
    draft(document, "png", dpi=30)
    (folder / "cv-2.png").write_bytes((folder / "cv-1.png").read_bytes())
    draft(document, "png", dpi=31)
    assert names(folder) == ["cv-1.png", "cv-2.png", "cv.yaml"]


def test_the_resolution_counts(document: Path) -> None:
    small = draft(document, "png", dpi=30)
    assert not draft(document, "png", dpi=31).unchanged
    assert draft(document, "png", dpi=31).unchanged
    assert small.pages == 1


@pytest.mark.parametrize("name", ["example", "full.yaml", "german.yaml", "minimal.json", "tex.yaml"])
def test_json_is_the_json_resume_export(name: str, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    draft(sample(name), "json", output=str(target))
    written = json.loads(target.read_text("utf-8"))
    loaded = load_resume(str(sample(name)))
    assert loaded.source is not None
    assert loaded.resume is not None
    assert written == json.loads(json.dumps(to_json_resume(loaded.source.data, loaded.resume)))
    jsonschema.validate(written, json.loads((ROOT / "schema" / "jsonresume.schema.json").read_text("utf-8")))
    again = load_resume(str(target)).resume
    assert again is not None
    assert again.model_dump(exclude={"schema_"}) == loaded.resume.model_dump(exclude={"schema_"})


def test_a_variant_in_every_format(document: Path) -> None:
    document.write_text(
        DOCUMENT.replace("[Built it.]", "[Built it., {text: Led it., tags: [lead]}]")
        + "meta: {resumeTex: {variants: {quiet: {exclude: [lead]}}}}\n",
        "utf-8",
    )
    draft(document, *TEXTS, variant="quiet")
    for kind in TEXTS:
        content = (document.parent / f"cv-quiet.{kind}").read_text("utf-8")
        assert "Built it." in content
        assert "Led it." not in content


# ------------------------------------------------------------------ the command


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_printed(document: Path, kind: str, invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", str(document), "--draft", "--format", kind, "-o", "-", "-q")
    assert outcome.code == 0
    assert "Halden Music" in outcome.out
    assert names(document.parent) == ["cv.yaml"]
    assert outcome.out.endswith("\n")
    draft(document, kind)
    assert (document.parent / f"cv.{kind}").read_text("utf-8") == outcome.out


def test_what_is_found_does_not_mix_with_what_is_printed(document: Path, invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", str(document), "--format", "txt", "-o", "-")
    assert (outcome.code, outcome.out) == (1, "")
    assert "nothing written" in outcome.err
    document.write_text("wrok: []\n", "utf-8")
    outcome = invoke("build", str(document), "--format", "txt", "-o", "-")
    assert (outcome.code, outcome.out) == (1, "")
    assert "schema.unknown-key" in outcome.err


@pytest.mark.parametrize(
    "options", [["--format", "pdf"], ["--format", "png"], ["--format", "txt,md"], ["--format", "txt", "--watch"], []]
)
def test_one_text_alone_can_be_printed(document: Path, options: list[str], invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", str(document), *options, "-o", "-")
    assert outcome.code == 2
    assert "prints one document in one format" in outcome.err


def test_a_preview_needs_pages(document: Path, invoke: Callable[..., Any]) -> None:
    outcome = invoke("build", str(document), "--preview", "--format", "txt,md")
    assert outcome.code == 2
    assert "add pdf" in outcome.err


def test_a_revision_in_several_formats(
    tmp_path: Path, invoke: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate_git(tmp_path, monkeypatch)
    folder = GitFolder(tmp_path / "work")
    folder.write("cv.yaml", DOCUMENT)
    folder.commit()
    folder("tag", "v1")
    folder.write("cv.yaml", DOCUMENT.replace("Built it", "Led it"))
    monkeypatch.chdir(folder.path)
    assert invoke("build", "cv.yaml", "--draft", "--rev", "v1", "--format", "png,txt,pdf", "--dpi", "20").code == 0
    made = ["cv-v1-1.png", "cv-v1.pdf", "cv-v1.txt"]
    assert [name for name in names(folder.path) if "v1" in name] == made
    assert "Built it." in (folder.path / "cv-v1.txt").read_text("utf-8")
    assert invoke("build", "cv.yaml", "--draft", "--rev", "v1", "--format", "png,txt,pdf", "--dpi", "20").code == 0


def test_watching_writes_formats_without_pages(document: Path) -> None:
    """A change of the document gives new texts, and no TeX is started."""
    seen: list[tuple[str, ...]] = []
    target = document.parent / "cv.md"

    def on_build(event: WatchEvent) -> None:
        assert event.error == ""
        seen.append(event.result.outputs)
        if len(seen) == 1:
            document.write_text(DOCUMENT.replace("Built it", "Led it"), "utf-8")
        else:
            watcher.stop()

    watcher = Watcher(BuildRequest(str(document), draft=True, formats=("md", "txt")), on_build)
    watcher.run()
    assert len(seen) == 2
    assert "Led it." in target.read_text("utf-8")
