"""The page that opens a project on Overleaf: a form, no script, and nowhere else to go."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from resume_tex.interchange.overleaf_page import MAGIC, overleaf_page


class Reader(HTMLParser):
    """Collects a page's elements, and the texts of its style."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.style = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "style":
            self.style += data.strip()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(title: str = "resume") -> Reader:
    return Reader(overleaf_page(b"PK\x03\x04 zip", title=title, engine="pdflatex", files=3))


def test_the_form() -> None:
    read = page()
    assert read.all("form") == [{"action": "https://www.overleaf.com/docs", "method": "post"}]
    fields = {field["name"]: field["value"] for field in read.all("input")}
    assert {field["type"] for field in read.all("input")} == {"hidden"}
    uri = fields.pop("snip_uri") or ""
    assert fields == {"engine": "pdflatex", "main_document": "main.tex"}
    assert base64.b64decode(uri.removeprefix("data:application/zip;base64,"), validate=True) == b"PK\x03\x04 zip"
    assert read.all("button") == [{"type": "submit"}]


def test_it_runs_nothing_and_loads_nothing() -> None:
    read = page()
    names = {tag for tag, _ in read.elements}
    assert names == {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "form", "input", "button"}
    attributes = {name for _, found in read.elements for name in found}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "action", "method", "type", "value"}
    assert not re.search(r"url\(|@import", read.style)


def test_the_policy() -> None:
    read = page()
    [policy] = [meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(sha256(read.style.encode()).digest()).decode()
    assert (
        policy
        == f"default-src 'none'; style-src 'sha256-{digest}'; form-action https://www.overleaf.com; base-uri 'none'"
    )


@pytest.mark.parametrize(
    "title", ['"><script>alert(1)</script>', "</title><b>", "a&amp;b", "{data}", "\udcff", "\u202e", "%", "'"]
)
def test_any_title_is_text(title: str) -> None:
    assert [tag for tag, _ in page(title).elements] == [tag for tag, _ in page().elements]
    assert page(title).all("form") == page().all("form")


def test_it_is_known_by_its_beginning() -> None:
    assert overleaf_page(b"", title="x", engine="pdflatex", files=1).startswith(MAGIC)
