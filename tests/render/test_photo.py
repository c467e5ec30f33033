"""The photo: where it may be, what it may be, and what of it gets into the PDF."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path
from typing import Any

import pytest
from builders import THEMES, compile_with, pdf_of, prepare
from hypothesis import given
from hypothesis import strategies as st
from pdf_reading import EXTRACTORS, laid_out, open_pdf, solid
from pdf_tags import read_tags
from pdfminer.layout import LTFigure, LTTextContainer
from PIL import Image

from resume_tex.build import build
from resume_tex.build_request import BuildRequest
from resume_tex.render.photo import PhotoError, photo_path, read_photo

DOCUMENT = "basics: {name: Jane Doe, email: jane@example.com, image: %s}\nwork: [{position: Engineer, highlights: [Built it.]}]\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 80), colour: str = "red", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int) -> bytes:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SecretCamera"
    return data.tobytes()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a document and its photo."""
    (tmp_path / "me.png").write_bytes(picture())
    (tmp_path / "resume.yaml").write_text(DOCUMENT % "me.png")
    return tmp_path


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_a_camera_writes_is_left_out(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "me"
    path.write_bytes(picture(kind, exif=exif(1)))
    assert b"SecretCamera" in path.read_bytes()
    photo = read_photo(path)
    assert b"SecretCamera" not in photo.content
    assert (photo.width, photo.height) == (60, 80)
    with Image.open(io.BytesIO(photo.content)) as image:
        image.load()
        assert image.format == kind
        assert image.convert("RGB").getpixel((30, 40))[0] > 250  # type: ignore[index]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_png(tmp_path: Path, mode: str, project: Path) -> None:
    Image.new(mode, (60, 80)).save(project / "me.png")
    assert _pictures(project) == [(60, 80)]


@pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 10}, {"subsampling": 0}])
def test_every_kind_of_jpeg(project: Path, options: dict[str, Any]) -> None:
    (project / "me.png").write_bytes(picture("JPEG", **options))
    assert _pictures(project) == [(60, 80)]


def _pictures(project: Path) -> list[tuple[int, int]]:
    prepared = prepare(project / "resume.yaml", photo="right")
    assert prepared.project is not None, prepared.diagnostics
    with open_pdf(pdf_of(prepared.project)) as pdf:
        return [(int(item.Width), int(item.Height)) for item in pdf.pages[0].Resources.XObject.values()]


BAD = {
    "an address": ("https://example.com/me.png", "is an address"),
    "data": ("data:image/png;base64,AAAA", "is an address"),
    "a path from the root": ("/etc/passwd", "leads out of"),
    "up": ("../me.png", "leads out of"),
    "up and down": ("a/../../me.png", "leads out of"),
    "a link out": ("out.png", "is a link that leads out"),
    "a folder that leads out": ("outside/me.png", "is a link that leads out"),
    "nothing": ("none.png", "There is no file none.png"),
    "a folder": ("folder", "There is no file folder"),
    "text": ("text.png", "is neither a PNG nor a JPEG"),
    "a PDF": ("a.pdf", "is neither a PNG nor a JPEG"),
    "cut off": ("cut.png", "is damaged"),
    "a cut JPEG": ("cut.jpg", "is damaged"),
    "on its side": ("side.jpg", "stored on its side"),
    "for a press": ("cmyk.jpg", "CMYK"),
    "huge": ("huge.png", "larger than 5 MB"),
    "vast": ("vast.png", "30000 × 30000 pixels"),
}


@pytest.mark.parametrize("case", BAD)
def test_photos_that_cannot_be(project: Path, tmp_path_factory: pytest.TempPathFactory, case: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "me.png").write_bytes(picture())
    (project / "out.png").symlink_to(outside / "me.png")
    (project / "outside").symlink_to(outside)
    (project / "folder").mkdir()
    (project / "text.png").write_text("Jane Doe")
    (project / "a.pdf").write_bytes(b"%PDF-1.5\n")
    (project / "cut.png").write_bytes(picture()[:-20])
    (project / "cut.jpg").write_bytes(picture("JPEG")[:150])
    (project / "side.jpg").write_bytes(picture("JPEG", exif=exif(6)))
    Image.new("CMYK", (60, 80)).save(project / "cmyk.jpg")
    (project / "huge.png").write_bytes(picture() + b"\0" * 5_000_000)
    vast = picture()
    (project / "vast.png").write_bytes(vast[:16] + struct.pack(">II", 30000, 30000) + vast[24:])
    image, message = BAD[case]
    (project / "resume.yaml").write_text(DOCUMENT % image)
    prepared = prepare(project / "resume.yaml", photo="right")
    found = [d for d in prepared.diagnostics if d.code == "theme.photo"]
    assert [d.path for d in found] == [("basics", "image")]
    assert message in found[0].message
    assert prepare(project / "resume.yaml").diagnostics == (), "it is looked at only when it is to be printed"


def test_no_photo_to_print(project: Path) -> None:
    (project / "resume.yaml").write_text("basics: {name: Jane Doe}\n")
    found = prepare(project / "resume.yaml", photo="left").diagnostics
    assert [(d.code, d.path) for d in found] == [("theme.photo", ("meta", "resumeTex", "options", "photo"))]


def test_a_photo_in_a_folder_or_linked_within(project: Path) -> None:
    (project / "pictures").mkdir()
    (project / "pictures" / "me.png").write_bytes(picture())
    (project / "link.png").symlink_to("pictures/me.png")
    for image in ("pictures/me.png", "link.png", "./me.png", " me.png "):
        assert read_photo(photo_path(image, project.resolve())).name == "resume-photo.png"


@given(st.binary(max_size=300), st.sampled_from([b"", picture(), picture("JPEG")]), st.integers(0, 800))
def test_any_bytes_are_a_photo_or_an_error(noise: bytes, start: bytes, at: int) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"resume-tex-photo-{os.getpid()}"
    path.write_bytes(start[:at] + noise + start[at + len(noise) :])
    try:
        photo = read_photo(path)
    except PhotoError as error:
        assert path.name in str(error)
    else:
        assert photo.width * photo.height > 0
    finally:
        path.unlink()


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_room_for_it(project: Path, theme: str, side: str) -> None:
    """No text is on it, it is on its side at the top, and what the page says and its order stay."""
    prepared = prepare(project / "resume.yaml", theme, photo=side, qr="none")
    assert prepared.project is not None
    pdf = pdf_of(prepared.project)
    plain = prepare(project / "resume.yaml", theme).project
    assert plain is not None
    for extractor, read in EXTRACTORS.items():
        with_it, without = (solid(read(each)).replace("|", "") for each in (pdf, pdf_of(plain)))
        assert sorted(with_it) == sorted(without), extractor
        assert with_it == without or extractor == "pdfminer"  # which orders the heads of short pages as it likes
    (page,) = laid_out(pdf)
    (figure,) = [item for item in page if isinstance(item, LTFigure)]
    assert figure.height == pytest.approx(85.04, abs=0.1)
    assert (figure.x0 < 80) is (side == "left")
    assert (figure.x1 > page.width - 80) is (side == "right")
    assert figure.y1 > page.height - 60
    for text in page:
        if isinstance(text, LTTextContainer):
            assert text.x1 < figure.x0 or text.x0 > figure.x1 or text.y1 < figure.y0, text.get_text()
    (element,) = [e for e in read_tags(pdf).document.walk() if e.role == "Figure"]
    assert element.alternative == "Jane Doe"


def test_a_broad_picture_leaves_room_for_the_name(project: Path) -> None:
    (project / "me.png").write_bytes(picture(size=(800, 80)))
    prepared = prepare(project / "resume.yaml", photo="right", photo_height="45mm")
    assert prepared.project is not None
    with open_pdf(pdf_of(prepared.project)) as pdf:
        stream = pdf.pages[0].Contents.read_bytes()
    assert b"153.2" in stream or b"151.2" in stream  # 0.3 of the line


def test_a_build_notices_a_new_photo(project: Path) -> None:
    request = BuildRequest(str(project / "resume.yaml"), options={"photo": "right"}, draft=True)
    first = build(request)
    assert str(project / "me.png") in first.files
    assert build(request).unchanged
    (project / "me.png").write_bytes(picture(colour="blue"))
    second = build(request)
    assert not second.unchanged
    assert first.pdf is not None
    assert second.pdf is not None
    assert first.pdf != second.pdf
    ids = []
    for pdf in (first.pdf, second.pdf):
        with open_pdf(pdf) as file:
            ids.append(bytes(file.trailer.ID[0]))
    assert ids[0] != ids[1]
    (project / "me.png").unlink()
    assert str(project / "me.png") in build(request).files, "so that `watch` sees when it is back"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex", "xelatex"])
def test_other_engines(project: Path, engine: str) -> None:
    prepared = prepare(project / "resume.yaml", photo="left", qr="none", unicode=engine != "pdflatex")
    assert prepared.project is not None
    result = compile_with(engine, prepared.project)
    assert result.pdf is not None, result.messages
    with open_pdf(result.pdf) as pdf:
        assert [item.Subtype for item in pdf.pages[0].Resources.XObject.values()] == ["/Image"]
