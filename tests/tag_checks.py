"""Sees that the tags of a PDF are whole, in reading order, and nested as they should be."""

from __future__ import annotations

import re
from itertools import pairwise

from pdf_reading import solid
from pdf_tags import Element, Tags

KIDS = {
    # what an element may hold; content of its own is "text"
    "Document": {"H1", "P", "L", "Sect", "Figure"},
    "Sect": {"H2", "H3", "P", "L"},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "LBody": {"text", "Link"},
    "H1": {"text", "Link"}, "H2": {"text"}, "H3": {"text", "Link"}, "P": {"text", "Link"},
    "Lbl": {"text"}, "Link": {"text"}, "Figure": {"text", "Link"},
}  # fmt: skip


def check(tags: Tags) -> None:
    """See that tree, pages and the way back from the pages agree."""
    listed = list(tags.document.contents())
    contents = [content for content, _ in listed]
    assert len(set(contents)) == len(contents)
    assert set(contents) == set(tags.texts), "each mark of the pages is in the tree, and none but those"
    back = {key: number for key, number in tags.parents.items() if isinstance(key, tuple)}
    assert back == {content: element.number for content, element in listed}
    assert contents == list(tags.texts), "the tree's order is that of the pages"
    assert solid(tags.loose) == ""
    for element in tags.document.walk():
        kinds = {kid.role if isinstance(kid, Element) else "text" for kid in element.kids}
        assert kinds <= KIDS[element.role], element.role
        assert element.kids or element is tags.document, element.role
    _check_links(tags)
    _check_headings(tags)


def _check_links(tags: Tags) -> None:
    links = [element for element in tags.document.walk() if element.role == "Link"]
    assert all(len(link.annotations) == 1 for link in links)
    by_number = {link.number: link for link in links}
    assert set(tags.annotations) >= {link.annotations[0] for link in links}
    seen = set()
    for key in tags.annotations.values():
        seen.add(by_number[tags.parents[key]].number)
    assert seen == set(by_number), "each link has its annotation and each annotation its link"
    for link in links:
        assert link.descriptions != [""]
        assert solid(tags.text(link))


def _check_headings(tags: Tags) -> None:
    levels = [int(element.role[1]) for element in tags.document.walk() if re.match(r"H\d", element.role)]
    assert levels.count(1) <= 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in (element for element in tags.document.walk() if element.role == "Sect"):
        roles = [kid.role for kid in section.kids if isinstance(kid, Element)]
        assert roles[0] == "H2"
        assert roles.count("H2") == 1
