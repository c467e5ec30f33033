"""Pictures: the page as it prints, the same bytes each time, files that say what they are."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import sample_pdf
from PIL import Image

from resume_tex.formats.pictures import PictureError, draw_pages


def picture(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_size_and_resolution() -> None:
    (page,) = draw_pages(sample_pdf("example"), 100)
    image = picture(page)
    assert (image.mode, image.size) == ("RGB", (850, 1100))
    assert round(image.info["dpi"][0]) == 100
    assert (image.info["Software"], image.info["Page"]) == ("resume-tex", "1")


def test_the_page_is_drawn_in_its_colours() -> None:
    (page,) = draw_pages(sample_pdf("example"), 150)
    image = picture(page)
    assert image.getpixel((5, 5)) == (255, 255, 255)
    colors = image.getcolors(100_000)
    assert colors is not None
    seen = {color for _, color in colors}
    assert (0x1D, 0x3F, 0x72) in seen  # the accent, red first
    assert (0x72, 0x3F, 0x1D) not in seen


def test_the_same_bytes_each_time() -> None:
    pdf = sample_pdf("example")
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: draw_pages(pdf, 40), range(8)))) == 1


def test_every_page_has_its_picture() -> None:
    pages = draw_pages(sample_pdf("long.yaml"), 20)
    assert len(pages) > 2
    assert [picture(page).info["Page"] for page in pages] == [str(n + 1) for n in range(len(pages))]


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(PictureError):
        draw_pages(b"no PDF", 150)
