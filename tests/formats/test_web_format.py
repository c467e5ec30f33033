"""HTML: text is text, nothing runs or loads, machines and readers find their way."""

from __future__ import annotations

import base64
import itertools
import re
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from builders import THEMES
from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, sample_page, settings
from pdf_reading import pdftotext
from test_properties import FULL, QUICK, TEXT, cycle, filled

from resume_tex.document.inline import Code, Text
from resume_tex.formats.contrast import LEAST, contrast, readable
from resume_tex.formats.rich import RichWriter, walk
from resume_tex.formats.web import write_html

VOID = frozenset({"meta", "br", "hr", "img", "input", "link"})


class Reader(HTMLParser):
    """Reads a page: elements in order, with attributes and text; nesting must be right."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[tuple[str, ...], str]] = []
        self.declarations: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append((tuple(self._open), data))

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"declaration {data}")

    def body(self) -> str:
        """Return the words that a reader sees."""
        return "".join(data for where, data in self.text if "body" in where)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def html(theme: str = "engineer", **data: Any) -> str:
    return write_html(page_of(data, theme=theme), settings(theme))


@pytest.mark.parametrize("name", ["example", "full.yaml", "german.yaml"])
def test_samples(name: str, golden) -> None:  # type: ignore[no-untyped-def]
    golden(f"{name.partition('.')[0]}.html", write_html(*sample_page(name)))


@pytest.mark.slow
@QUICK
@given(st.lists(TEXT, min_size=1, max_size=9))
def test_any_text_in_any_field(texts: list[str]) -> None:
    """Every word is read back; there is no element, attribute, address or character of the text's own."""
    page = page_of(filled(FULL, cycle(texts)))
    written = write_html(page, settings())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", written)
    reader = Reader(written)
    assert reader.declarations == ["doctype html"]
    tags = {tag for tag, _ in reader.elements}
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "div", "header", "h1", "p", "ul", "li", "a", "main", "section", "h2", "h3",
        "article", "strong", "em", "code", "time", "dl", "dt", "dd", "blockquote", "footer", "cite", "span",
    }  # fmt: skip
    names = {name for _, attributes in reader.elements for name in attributes}
    assert names <= {
        "lang", "charset", "name", "content", "http-equiv", "class", "itemscope", "itemtype", "itemprop", "href", "rel", "id",
        "aria-labelledby", "datetime",
    }  # fmt: skip
    for link in reader.all("a"):
        assert re.match(r"(?i)(?:https?|mailto|tel):[!-~]+\Z", link["href"] or "")
    solid = re.sub(r"\s", "", reader.body())
    for text in texts:
        for block in re.split(r"\n\s*\n", text):
            for node in walk(RichWriter().inline(block, ())):
                if isinstance(node, Text | Code):
                    assert re.sub(r"\s", "", node.text) in solid


def test_nothing_runs_and_nothing_is_loaded() -> None:
    written = write_html(*sample_page("full.yaml"))
    reader = Reader(written)
    (policy,) = [meta["content"] for meta in reader.all("meta") if meta.get("http-equiv")]
    (style,) = [data for where, data in reader.text if where[-1:] == ("style",)]
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|@font-face|expression", style)
    assert {tag for tag, _ in reader.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    assert not any(name.startswith("on") or name in {"src", "style"} for _, a in reader.elements for name in a)


def test_addresses_that_could_run_something_are_no_links() -> None:
    written = html(
        basics={"url": "javascript:alert(1)", "summary": "[x](javascript:alert(1)) [y](data:text/html,x)"},
        work=[{"name": "Lab", "url": "JaVaScRiPt:alert(1)"}, {"name": "Lab", "url": "file:///etc/passwd"}],
        publications=[{"name": "Paper", "doi": "\" onclick=\"x"}],
    )  # fmt: skip
    assert [a["href"] for a in Reader(written).all("a")] == ["https://doi.org/%22%20onclick=%22x"]


def test_the_outline_and_the_landmarks() -> None:
    reader = Reader(write_html(*sample_page("full.yaml")))
    headings = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert headings.count(2) == 12
    assert all(b - a <= 1 for a, b in itertools.pairwise(headings))
    assert len(reader.all("main")) == 1
    names = [section["aria-labelledby"] for section in reader.all("section")]
    assert names == [h["id"] for h in reader.all("h2")]
    assert len(set(names)) == 12
    assert reader.all("html") == [{"lang": "en"}]
    assert [t["datetime"] for t in reader.all("time")][:3] == ["2022-04", "2019-07-15", "2022-03-31"]


def test_languages_written_from_right_to_left() -> None:
    page = page_of({"basics": {"name": "x"}}, language="he")
    assert Reader(write_html(page, settings(language="he"))).all("html") == [{"lang": "he", "dir": "rtl"}]
    style = write_html(page, settings())
    assert not re.search(r"(?:padding|border|margin)-(?:left|right)", style)


def test_a_document_without_a_name_has_a_heading_all_the_same() -> None:
    reader = Reader(html(work=[{"name": "Lab"}]))
    assert [data for where, data in reader.text if where[-1:] == ("h1",)] == ["Resume"]


def test_the_person_for_machines() -> None:
    reader = Reader(write_html(*sample_page("example")))
    properties = {a["itemprop"]: a.get("href") for _, a in reader.elements if "itemprop" in a}
    assert properties == {
        "name": None, "jobTitle": None, "email": "mailto:alex.petrov@email.com", "telephone": "tel:9175550381",
        "sameAs": "https://github.com/apetrov",
    }  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_colours_that_can_be_read(theme: str) -> None:
    written = write_html(*sample_page("example", theme))
    colors = re.findall(r"--(?:accent|text|muted):#([0-9A-F]{6})", written)
    assert len(colors) == 3
    for color in colors:
        assert contrast([int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]) >= LEAST


@pytest.mark.parametrize("color", ["FFFFFF", "FFFF00", "00FFFF", "808080", "000000", "1D3F72"])
def test_light_colours_are_darkened(color: str) -> None:
    made = readable(color)
    assert contrast([int(made[i : i + 2], 16) / 255 for i in (0, 2, 4)]) >= LEAST
    assert made == color or contrast([int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]) < LEAST


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast([0, 0, 0]) == 21
    assert contrast([1, 1, 1]) == 1
    assert round(contrast([0x76 / 255] * 3), 2) == 4.54


@pytest.mark.slow
def test_the_browser_takes_the_style_and_prints_on_the_papers_size(tmp_path: Path) -> None:
    """Only an allowed style can have set the paper: the browser prints on letter otherwise."""
    page, _ = sample_page("example")
    file = tmp_path / "resume.html"
    file.write_text(write_html(page, settings(paper="a4")), "utf-8")
    printed = tmp_path / "resume.pdf"
    chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    subprocess.run(
        [*chromium, profile, f"--print-to-pdf={printed}", file.as_uri()], check=True, capture_output=True, timeout=60
    )
    box = pypdf.PdfReader(printed).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert "Senior ML Engineer" in pdftotext(printed.read_bytes())
