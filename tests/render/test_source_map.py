"""Marks that travel with TeX through the templates, and the map that is left of them."""

from __future__ import annotations

from resume_tex.render.escape import Tex
from resume_tex.render.source_map import Marker, SourceMap, unmark


def test_marks_are_taken_out_and_their_places_kept() -> None:
    marker = Marker()
    name = marker.mark(Tex("Alex"), ("basics", "name"))
    city = marker.mark(Tex("NY"), ("work", 0, "location"))
    text, places = marker.extract(f"\\Name{{{name}}}\n\n\\Entry{{x}}{{{city}}}\n")
    assert text == "\\Name{Alex}\n\n\\Entry{x}{NY}\n"
    assert places.lines == {1: [(7, 11, ("basics", "name"))], 3: [(11, 13, ("work", 0, "location"))]}
    assert places.paths() == [("basics", "name"), ("work", 0, "location")]


def test_nested_marks() -> None:
    marker = Marker()
    inner = marker.mark(Tex("b"), ("a", 0))
    outer = marker.mark(Tex(f"a{inner}c"), ("a",))
    text, places = marker.extract(outer)
    assert text == "abc"
    assert places.lines == {1: [(1, 4, ("a",)), (2, 3, ("a", 0))]}


def test_a_column_finds_its_field() -> None:
    places = SourceMap({4: [(3, 7, ("work", 0, "position")), (9, 15, ("work", 0, "name"))]})
    assert places.path_at(4, 3) == ("work", 0, "position")
    assert places.path_at(4, 9) == ("work", 0, "name")
    assert places.path_at(4, 15) == ("work", 0, "name")


def test_a_line_alone_gives_what_its_fields_share() -> None:
    places = SourceMap({
        4: [(3, 7, ("work", 0, "position")), (9, 15, ("work", 0, "name"))],
        5: [(1, 2, ("skills", 0, "name")), (4, 5, ("work", 0, "name"))],
        6: [(1, 2, ("work", 1, "highlights", 2))],
    })  # fmt: skip
    assert places.path_at(4) == ("work", 0)
    assert places.path_at(4, 99) == ("work", 0)
    assert places.path_at(5) is None
    assert places.path_at(6) == ("work", 1, "highlights", 2)
    assert places.path_at(7) is None


def test_unmarking() -> None:
    tex = unmark(Marker().mark(Tex("x & y"), ("a",)))
    assert tex == "x & y"
    assert isinstance(tex, Tex)


def test_text_without_marks() -> None:
    text, places = Marker().extract("a\nb\n")
    assert text == "a\nb\n"
    assert places.lines == {}
