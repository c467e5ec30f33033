"""Fonts cut down: which, to what, and that not a pixel of a page changes."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
from conftest import STYLE, make_project

from resume_tex.engine import precompile, pruning, recipe
from resume_tex.engine.base import CompileOptions
from resume_tex.engine.embedded import EmbeddedEngine
from resume_tex.engine.formats import FormatCache
from resume_tex.engine.pruning import Fonts, fonts_for
from resume_tex.engine.tinytex import TinyTex
from resume_tex.engine.type1 import _decrypt, _segments, encoded_glyphs, prune

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

FACES = ("Regular", "Bold", "It", "BoldIt")
TFMS = [f"SourceSansPro-{face}-lf-{encoding}" for face in FACES for encoding in ("t1", "ts1")]
NAMING = STYLE + "".join(rf"\font\f{chr(97 + n)}={tfm} " for n, tfm in enumerate(TFMS)).encode()
OWN_ENCODING = b"/Own [ /lessequal /uni1EA0 /.notdef ] def"


@pytest.fixture(scope="module")
def tex() -> TinyTex:
    return TinyTex.locate()


def font(tex: TinyTex, face: str) -> bytes:
    content = tex.read_font_file(f"SourceSansPro-{face}.pfb")
    assert len(content) > 200_000
    return content


def sampler() -> RenderedProject:
    """Return a project that sets every slot of every font."""
    lines = [
        rf"\noindent\f{chr(97 + n)} " + " ".join(rf"\char{slot}" for slot in range(256)) + r"\par"
        for n in range(len(TFMS))
    ]
    return make_project(*lines, files={"testtheme.sty": NAMING})


def pixels(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_raw(page) for page in document]
    finally:
        document.close()


def _raw(page: pypdfium2.PdfPage) -> bytes:
    bitmap = page.render(scale=3, grayscale=True)
    content = bytes(bitmap.buffer)
    bitmap.close()
    return content


def test_no_pixel_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tex: TinyTex) -> None:
    options = CompileOptions()
    cut = EmbeddedEngine(cache=FormatCache(str(tmp_path / "cut"))).compile(sampler(), options)
    monkeypatch.setattr(precompile, "fonts_for", lambda tex, _: Fonts(tex.font_map(), {}, {}))
    whole = EmbeddedEngine(cache=FormatCache(str(tmp_path / "whole"))).compile(sampler(), options)
    assert cut.pdf is not None
    assert whole.pdf is not None
    assert cut.pages == whole.pages > 0
    assert cut.messages == whole.messages
    assert len(cut.pdf) < len(whole.pdf)
    drawn = pixels(cut.pdf)
    assert any(set(page) != {255} for page in drawn)
    assert drawn == pixels(whole.pdf)


def test_a_page_gets_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(r"\fa Plain text only, with a few letters.", files={"testtheme.sty": NAMING})
    cut = EmbeddedEngine(cache=FormatCache(str(tmp_path / "cut"))).compile(project, CompileOptions()).pdf
    monkeypatch.setattr(precompile, "fonts_for", lambda tex, _: Fonts(tex.font_map(), {}, {}))
    whole = EmbeddedEngine(cache=FormatCache(str(tmp_path / "whole"))).compile(project, CompileOptions()).pdf
    assert cut is not None
    assert whole is not None
    assert len(cut) < len(whole) / 2


def plain_project(*lines: str, style: bytes = NAMING) -> RenderedProject:
    return make_project(r"\fa", *lines, files={"testtheme.sty": style})


PLAIN = "".join(map(chr, range(33, 127)))
ESCAPED = "".join(rf"\char{ord(char)} " for char in PLAIN) + "``fi'' fl ff ffi ffl ft -- --- “quoted” ‘too’ – — • · …"


@pytest.mark.parametrize("warm", [False, True])
def test_plain_text_gives_the_same_pdf_from_smaller_fonts(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, warm: bool
) -> None:
    options = CompileOptions(source_date=0)
    project = plain_project(ESCAPED, r"\fc " + ESCAPED)
    engine.compile(project, options)
    waiting = engine.prepare(engine.format_key(project), options) if warm else None
    plain = engine.compile(project, options, warm=waiting)
    assert plain.passes == 1
    monkeypatch.setattr("resume_tex.engine.recipe.is_plain", lambda _: False)
    assert plain.pdf == engine.compile(project, options).pdf


def test_the_cut_for_plain_text_is_small(tex: TinyTex) -> None:
    fonts = fonts_for(tex, plain_project("x"))
    assert fonts.plain.keys() == fonts.files.keys()
    for name, content in fonts.plain.items():
        assert len(content) < 25_000 < 48_000 < len(fonts.files[name])
        assert b"/zero.p " in _decrypt(_segments(content)[1], 55665, 4)


@pytest.mark.parametrize("text", ["é", "Ł", "“Größe”"])
def test_other_text_gets_every_glyph(engine: EmbeddedEngine, text: str) -> None:
    project = plain_project(text)
    assert not recipe.is_plain(project)
    result = engine.compile(project, CompileOptions())
    assert result.passes == 1
    assert "undefined" not in result.log


def test_a_style_that_prints_more_than_the_text_asks_for(engine: EmbeddedEngine) -> None:
    project = plain_project(r"\rmdefault\char233 x", style=NAMING + b"% that prints more\n")
    options = CompileOptions(source_date=0)
    first = engine.compile(project, options)
    assert (first.passes, "undefined" in first.log) == (2, False)
    again = engine.compile(project, options)
    assert (again.passes, again.pdf) == (1, first.pdf)


def test_only_what_is_named_is_kept(tex: TinyTex) -> None:
    style = STYLE + rb"\font\x=SourceSansPro-Regular-lf-t1 "
    fonts = fonts_for(tex, make_project("x", files={"testtheme.sty": style, "own.enc": OWN_ENCODING}))
    assert set(fonts.files) == {"SourceSansPro-Regular.pfb"}
    private = _decrypt(_segments(fonts.files["SourceSansPro-Regular.pfb"])[1], 55665, 4)
    for present in (b"/.notdef ", b"/A ", b"/Abreve ", b"/lessequal ", b"/uni1EA0 "):
        assert present in private
    for absent in (b"/alpha ", b"/greaterequal ", b"/uni1EA1 "):
        assert absent not in private
    lines = fonts.map.splitlines()
    regular = [line.split()[0] for line in lines if "SourceSansPro-Regular.pfb" in line]
    assert regular == ["SourceSansPro-Regular-lf-t1--base"]
    assert len([line for line in lines if "SourceSansPro-Bold.pfb" in line]) > 10


@pytest.mark.parametrize(
    "style",
    [
        b"",
        rb"\font\x=ec-lmr10",
        rb"\font\x=SourceSansPro-Regular-lf-t1 \RequirePackage{sourcesanspro}",
        rb"\font\x=SourceSansPro-Regular-lf-t1 \RequirePackage[T1]{fontenc,sourcesanspro}",
        rb"\font\x=SourceSansPro-Regular-lf-t1 \fontfamily{SourceSansPro-OsF}",
    ],
)
def test_a_project_that_may_ask_for_anything_gets_whole_fonts(tex: TinyTex, style: bytes) -> None:
    assert fonts_for(tex, make_project("x", files={"a.sty": style})) == Fonts(tex.font_map(), {}, {})


def test_a_projects_own_font_is_left_alone(tex: TinyTex) -> None:
    files = {"testtheme.sty": NAMING, "SourceSansPro-Regular.pfb": b"my own"}
    assert set(fonts_for(tex, make_project("x", files=files)).files) == {
        f"SourceSansPro-{face}.pfb" for face in FACES if face != "Regular"
    }


def test_a_font_that_is_not_understood_stays_whole(tex: TinyTex, monkeypatch: pytest.MonkeyPatch) -> None:
    read = tex.read_font_file
    monkeypatch.setattr(tex, "read_font_file", lambda name: b"odd" if name.endswith(".pfb") else read(name))
    assert fonts_for(tex, make_project("x", files={"testtheme.sty": NAMING})) == Fonts(tex.font_map(), {}, {})


def test_the_next_format_has_the_fonts_that_were_cut_for_the_last(
    tex: TinyTex, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fonts_for(tex, make_project("x", files={"testtheme.sty": NAMING}))
    asked: list[Set[str]] = []
    monkeypatch.setattr(
        pruning, "prune", lambda font, glyphs, *common: asked.append(glyphs) or prune(font, glyphs, *common)
    )
    assert fonts_for(tex, make_project("x", files={"testtheme.sty": NAMING + b"\\relax"})) == first
    assert asked == []
    other = fonts_for(tex, make_project("x", files={"testtheme.sty": NAMING, "own.enc": b"/Own [ /uni1EA1 ] def"}))
    assert len(asked) == 2 * len(FACES)
    assert all(other.files[name] != first.files[name] for name in first.files)


@pytest.mark.parametrize("damage", ["empty", "no font", "truncated", "scrambled", "no subroutines"])
def test_damaged_fonts_are_refused(tex: TinyTex, damage: str) -> None:
    whole = font(tex, "Regular")
    broken = {
        "empty": b"",
        "no font": b"%!PS-AdobeFont-1.0",
        "truncated": whole[:100_000],
        "scrambled": whole[:5000] + bytes(1000) + whole[6000:],
        "no subroutines": b"\x80\x01\x01\0\0\0x\x80\x02\x08\0\0\0abcdefgh\x80\x01\x01\0\0\0x\x80\x03",
    }[damage]
    assert prune(broken, {"A"}) is None


@pytest.mark.parametrize("face", FACES)
def test_pruning_twice_changes_nothing_more(tex: TinyTex, face: str) -> None:
    glyphs = {"A", "a", "eacute", "f_f", "germandbls"}
    once = prune(font(tex, face), glyphs)
    assert once is not None
    assert len(once) < 12_000
    assert prune(once, glyphs) == once


def test_encodings_are_read() -> None:
    encoding = b"% /Comment [ /no\n/Enc [ /A /b.sc % /c\n /.notdef/d ] def"
    assert encoded_glyphs(encoding) == {"A", "b.sc", ".notdef", "d"}
    assert encoded_glyphs(b"nonsense") == frozenset()
