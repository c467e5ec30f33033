"""PDF/A-2b, requirement by requirement (ISO 19005-2), as far as a program without a validator can tell; and the colour profile."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from builders import (
    DRESSED,
    ROOT,
    THEMES,
    compile_embedded,
    compile_with,
    pdf_of,
    project_of,
    render,
    sample,
    sample_pdf,
)
from pdf_reading import fonts, keys, open_pdf
from pdf_tags import read_tags
from PIL import Image, ImageCms
from tag_checks import check

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "x": "adobe:ns:meta/",
}
_OPERATORS = """
b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S
SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "
"""  # ISO 32000-1, annex A
OPERATORS = frozenset(_OPERATORS.split())


def check_archive(pdf: bytes, *, dated: bool = True) -> dict[str, str]:
    """See that a PDF is as PDF/A-2b wants it; return what its packet of metadata says."""
    head = pdf.split(b"\n", 2)  # 6.1.2
    assert re.fullmatch(rb"%PDF-1\.[0-7]", head[0])
    assert head[1].startswith(b"%")
    assert sum(byte > 127 for byte in head[1][1:5]) == 4
    with open_pdf(pdf) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.trailer.ID) == 2  # 6.1.3
        assert "/Encrypt" not in file.trailer
        said = _metadata(file)
        _check_intent(file)
        for item in file.objects:
            _check_object(item)
        for page in file.pages:
            names = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            assert names <= OPERATORS  # 6.2.2
            for annotation in page.get("/Annots", []):  # 6.3
                assert int(annotation.F) & 4
                assert not int(annotation.F) & (1 | 2 | 32)
                assert annotation.A.S == "/URI"
    forbidden = {
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/EmbeddedFiles",
        "/AcroForm",
        "/XFA",
        "/TR",
        "/Alternates",
        "/OPI",
        "/PS",
    }
    assert not forbidden & keys(pdf)
    assert all(embedded for _, embedded in fonts(pdf))  # 6.2.11.4
    assert ("xmp:CreateDate" in said) is dated
    return said


def _metadata(file: pikepdf.Pdf) -> dict[str, str]:
    """See that the packet is XML that says what the document information says (6.6)."""
    stream = file.Root.Metadata
    assert [str(stream.Type), str(stream.Subtype)] == ["/Metadata", "/XML"]
    assert "/Filter" not in stream
    packet = stream.read_bytes()
    assert packet.startswith(b"<?xpacket begin=")
    assert packet.rstrip().endswith(b'<?xpacket end="w"?>')
    root = ElementTree.fromstring(packet)
    (description,) = root.iterfind(".//rdf:Description", SPACES)
    prefixes = {uri: prefix for prefix, uri in SPACES.items()}
    said = {}
    for child in description:
        uri, name = child.tag[1:].split("}")
        said[f"{prefixes[uri]}:{name}"] = "".join(child.itertext())
    assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
    info = {key: str(value) for key, value in file.docinfo.items()}
    pairs = {"/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Keywords": "pdf:Keywords",
             "/Producer": "pdf:Producer", "/Creator": "xmp:CreatorTool"}  # fmt: skip
    for key, name in pairs.items():
        assert info.get(key) == said.get(name), key
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        date = said.get(name)
        assert info.get(key) == (None if date is None else "D:" + re.sub(r"[-:T]", "", date))
    return said


def _check_intent(file: pikepdf.Pdf) -> None:
    (intent,) = file.Root.OutputIntents  # 6.2.3
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert profile.N == 3
    opened = ImageCms.getOpenProfile(io.BytesIO(profile.read_bytes()))
    assert opened.profile.xcolor_space.strip() == "RGB"
    assert opened.profile.device_class == "mntr"


def _check_object(item: Any) -> None:
    if isinstance(item, pikepdf.Stream):
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(item.keys())  # 6.1.7
        filters: Any = item.get("/Filter", [])
        assert "/LZWDecode" not in (list(filters) if isinstance(filters, pikepdf.Array) else [filters])
        if item.get("/Subtype") == "/Image":
            space = item.ColorSpace
            assert str(space[0] if isinstance(space, pikepdf.Array) else space) in {
                "/DeviceRGB",
                "/DeviceGray",
                "/Indexed",
            }
            assert not item.get("/Interpolate", False)
        assert item.get("/Subtype") != "/PS"
    if isinstance(item, pikepdf.Dictionary):
        if item.get("/Type") == "/Font" and item.get("/Subtype") == "/Type1":
            assert int(item.LastChar) - int(item.FirstChar) + 1 == len(item.Widths)
            assert "/ToUnicode" in item
        if item.get("/Type") == "/ExtGState":
            assert item.get("/ca", 1) == item.get("/CA", 1) == 1
            assert item.get("/SMask", "/None") == "/None"


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme(theme: str) -> None:
    pdf = sample_pdf("full.yaml", theme, tuple(DRESSED.items()))
    said = check_archive(pdf)
    assert said["dc:title"] == "Alex Petrov: Senior ML Engineer"
    assert said["dc:language"] == "en"
    check(read_tags(pdf))


@pytest.mark.parametrize("name", ["tex.yaml", "scripts.yaml", "german.yaml", "long.yaml", "empty.yaml"])
def test_every_sample(name: str) -> None:
    check_archive(sample_pdf(name, None, (("pdfa", True),)), dated=False)


@pytest.mark.parametrize("name", [r"Zoë & Søn <x> \textbf{y} #1 %2 ~^_$ ]]>", "Łukasz Żółć", "Анна"])
def test_any_name(name: str) -> None:
    said = check_archive(pdf_of(render({"basics": {"name": name}}, pdfa=True, font="source-sans")), dated=False)
    assert said["dc:creator"] == name


def test_with_a_photo(tmp_path: Path) -> None:
    for mode, kind in (("RGBA", "png"), ("P", "png"), ("L", "png"), ("RGB", "jpg")):
        Image.new(mode, (60, 80)).save(tmp_path / f"me.{kind}")
        path = tmp_path / "resume.yaml"
        path.write_text(f"basics: {{name: Jane Doe, url: janedoe.dev, image: me.{kind}}}\n")
        check_archive(pdf_of(project_of(path, photo="right", qr="url", pdfa=True)), dated=False)


def test_off_by_default() -> None:
    assert not {"/Metadata", "/OutputIntents"} & keys(sample_pdf("full.yaml"))


def test_the_same_bytes_each_time() -> None:
    project = project_of(sample("full.yaml"), pdfa=True)
    assert len({compile_embedded(project).pdf for _ in range(3)}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_engines_of_a_tex_live(engine: str) -> None:
    result = compile_with(engine, project_of(sample("full.yaml"), "modern", unicode=engine == "lualatex", pdfa=True))
    assert result.pdf is not None, result.messages
    with open_pdf(result.pdf) as file:
        assert _metadata(file)["dc:creator"] == "Alex Petrov"
        _check_intent(file)


@pytest.mark.slow
def test_xelatex_says_that_it_cannot() -> None:
    result = compile_with("xelatex", project_of(sample("full.yaml"), "modern", unicode=True, pdfa=True))
    assert result.pdf is None
    assert "PDF/A cannot be written" in result.messages[0].text


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_srgb", ROOT / "scripts" / "generate_srgb.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_profile_is_what_its_script_writes() -> None:
    script = _script()
    assert script.TARGET.read_text("utf-8") == script.style()


def test_the_profile_is_srgb() -> None:
    """Colours through it come out as through the sRGB of another library (Little CMS)."""
    own = ImageCms.getOpenProfile(io.BytesIO(_script().profile()))
    other, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    colours = Image.new("RGB", (64, 64))
    colours.putdata([(x * 4, y * 4, (x * y) % 256) for x in range(64) for y in range(64)])
    transforms = [ImageCms.buildTransform(profile, lab, "RGB", "LAB") for profile in (own, other)]
    results = [_applied(colours, transform) for transform in transforms]
    assert max(abs(a - b) for a, b in zip(*results, strict=True)) <= 1


def _applied(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> bytes:
    result = ImageCms.applyTransform(picture, transform)
    assert result is not None
    return result.tobytes()
