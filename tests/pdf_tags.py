"""Reads the tags of finished PDFs: the tree of elements, with the text that each page's stream holds for them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

Content = tuple[int, int]
"""Marked content: the page, counted from 0, and its number there."""


@dataclass
class Element:
    """An element of the tree.

    Attributes:
        role: What it is: H1, P, L, ...
        kids: Elements and marked contents, in order.
        annotations: The annotations that it names.
        number: Its object's number.
        descriptions: The annotations' descriptions.
        alternative: What stands for it where it cannot be seen.
    """

    role: str
    number: int
    alternative: str = ""
    kids: list[Element | Content] = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield it and all below it, in order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def contents(self) -> Iterator[tuple[Content, Element]]:
        """Yield the marked contents below it in order, each with its element."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.contents()
            else:
                yield kid, self


@dataclass(frozen=True)
class Tags:
    """The tags of a PDF.

    Attributes:
        document: The tree's one element at the top.
        parents: For each marked content, and for each key of an annotation, the number of its element as the file lists it.
        texts: What the pages show, by marked content in the order of the stream; None stands for artifacts and what is not marked.
        loose: Text outside of all marks.
        annotations: The key of each annotation by its object's number.
    """

    document: Element
    parents: dict[Content | int, int]
    texts: dict[Content, str]
    loose: str
    annotations: dict[int, int]

    def text(self, element: Element) -> str:
        """Return what stands on the pages for an element."""
        return "".join(self.texts.get(content, "") for content, _ in element.contents())


@cache
def read_tags(pdf: bytes) -> Tags:
    """Read the tags of a PDF that has them, and see that they are well formed."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages: dict[int, int] = {int(page.objgen[0]): index for index, page in enumerate(file.pages)}
        assert bool(file.Root.MarkInfo.Marked)
        root = file.Root.StructTreeRoot
        assert root.Type == "/StructTreeRoot"
        document = _element(root.K, root, pages)
        parents: dict[Content | int, int] = {}
        nums = list(root.ParentTree.Nums)
        keys = [int(key) for key in nums[::2]]
        assert keys == sorted(set(keys))
        assert all(key < root.ParentTreeNextKey for key in keys)
        for key, value in zip(keys, nums[1::2], strict=True):
            if isinstance(value, pikepdf.Array):
                page = next(i for i, p in enumerate(file.pages) if p.StructParents == key)
                parents |= {(page, n): item.objgen[0] for n, item in enumerate(value) if item is not None}
            else:
                parents[key] = value.objgen[0]
        annotations = {
            annotation.objgen[0]: int(annotation.StructParent)
            for p in file.pages
            for annotation in p.get("/Annots", [])
        }
        assert all(page.Tabs == "/S" for page in file.pages)
        for each in file.pages:
            _check_nesting(each)
    texts, loose = marked_texts(pdf)
    return Tags(document, parents, texts, loose, annotations)


def _check_nesting(page: Any) -> None:
    """See that marked contents open and close on their page, one at a time, and none within a text object of another."""
    depth, text = 0, 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in {"BDC", "BMC"}:
            depth += 1
            assert depth == 1
        elif name == "EMC":
            depth -= 1
            assert depth == 0
        elif name in {"BT", "ET"}:
            text += 1 if name == "BT" else -1
    assert (depth, text) == (0, 0)


def _element(raw: Any, parent: Any, pages: dict[int, int]) -> Element:
    assert raw.Type == "/StructElem"
    assert raw.P.objgen == parent.objgen
    element = Element(str(raw.S)[1:], raw.objgen[0], str(raw.get("/Alt", "")))
    own = pages.get(raw.Pg.objgen[0]) if "/Pg" in raw else None
    kids = raw.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            assert own is not None
            element.kids.append((own, kid))
        elif kid.Type == "/MCR":
            element.kids.append((pages[kid.Pg.objgen[0]], int(kid.MCID)))
        elif kid.Type == "/OBJR":
            element.annotations.append(kid.Obj.objgen[0])
            element.descriptions.append(str(kid.Obj.Contents))
        else:
            element.kids.append(_element(kid, raw, pages))
    return element


class _Device(PDFLayoutAnalyzer):
    """Collects characters by the marks around them."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)  # without an analysis of the layout
        self.page = -1
        self.stack: list[int | None] = []
        self.texts: dict[Content, str] = {}
        self.loose: list[str] = []

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.page += 1
        super().begin_page(page, ctm)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        number = props.get("MCID") if isinstance(props, dict) else None
        self.stack.append(number)
        if number is not None:
            assert (self.page, number) not in self.texts
            self.texts[self.page, number] = ""

    def end_tag(self) -> None:
        self.stack.pop()

    def render_char(
        self, matrix: Any, font: Any, fontsize: Any, scaling: Any, rise: Any, cid: int, *rest: Any
    ) -> float:
        text = font.to_unichr(cid)
        if self.stack and self.stack[-1] is not None:
            self.texts[self.page, self.stack[-1]] += text
        elif not self.stack:
            self.loose.append(text)
        return super().render_char(matrix, font, fontsize, scaling, rise, cid, *rest)


def marked_texts(pdf: bytes) -> tuple[dict[Content, str], str]:
    """Return the text of each marked content in the order of the streams, and the text outside of all marks."""
    manager = PDFResourceManager()
    device = _Device(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
    return device.texts, "".join(device.loose)
