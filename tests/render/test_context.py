"""What templates see of a resume: TeX only, empty things gone, dates written, order kept; and that no field is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from builders import ROOT, load, render, sample
from pydantic import BaseModel

from resume_tex.diagnostics import Path
from resume_tex.document.letter import load_letter
from resume_tex.document.models import SECTIONS, Highlight, Resume, Work
from resume_tex.render.context import (
    DEFAULT_ORDER,
    LinkView,
    SectionView,
    View,
    ViewBuilder,
    header_view,
    section_views,
)
from resume_tex.render.escape import Tex
from resume_tex.render.locale import find_locale
from resume_tex.render.repertoire import GlyphCheck
from resume_tex.render.source_map import Marker, unmark
from resume_tex.render.tex_writer import TexWriter


def builder(date_style: str = "short", language: str = "en") -> ViewBuilder[Tex]:
    locale = find_locale(language)
    assert locale is not None
    return ViewBuilder(TexWriter(GlyphCheck(None), Marker()), locale, date_style)


def views(data: dict[str, Any], order: tuple[str, ...] = DEFAULT_ORDER) -> dict[str, SectionView[Tex]]:
    return {view.id: view for view in section_views(Resume.model_validate(data), builder(), order)}


def plain(value: object) -> object:
    """Return a view's content without marks, as plain Python."""
    if isinstance(value, Tex):
        return str(unmark(value))
    if isinstance(value, LinkView):
        return (plain(value.href), plain(value.text))
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, View):
        return {name: plain(item) for name, item in vars(value).items() if name != "path"}
    assert value is None
    return None


def test_a_job() -> None:
    entry = views({
        "work": [{
            "name": "R&D *Lab*", "position": "Engineer", "url": "lab.example/a_b", "startDate": "2020-03", "endDate": "2021",
            "summary": "One.\n\nTwo.", "highlights": ["a_b", {"text": "**c**", "tags": ["x"]}, "", " "], "tags": ["t"],
        }]
    })["work"].entries[0]  # fmt: skip
    assert plain(entry) == {
        "name": r"R\&D \ResumeItalic{Lab}",
        "location": None,
        "description": [],
        "position": "Engineer",
        "url": (r"https://lab.example/a\_b", r"lab.example/a\_b"),
        "startDate": "Mar 2020",
        "endDate": "2021",
        "summary": ["One.", "Two."],
        "highlights": [r"a\_b", r"\ResumeBold{c}"],
        "dates": "Mar 2020 – 2021",
    }
    assert entry.path == ("work", 0)


def test_a_field_that_the_model_lacks_is_an_error() -> None:
    entry = views({"work": [{"name": "x"}]})["work"].entries[0]
    with pytest.raises(AttributeError):
        _ = entry.employer


@pytest.mark.parametrize(
    ("degree", "title"),
    [
        ({"studyType": "M.S.", "area": "Statistics"}, "M.S. Statistics"),
        ({"studyType": "B.Tech", "area": "Physics"}, "B.Tech Physics"),
        ({"studyType": "Bachelor of Science", "area": "Statistics"}, "Bachelor of Science, Statistics"),
        ({"studyType": "B.Tech.", "area": "Statistics"}, "B.Tech. Statistics"),
        ({"studyType": "Dr. rer. nat.", "area": "Statistics"}, "Dr. rer. nat. Statistics"),
        ({"studyType": "Diplôme", "area": "Statistics"}, "Diplôme, Statistics"),
        ({"studyType": "M.S."}, "M.S."),
        ({"area": "Statistics"}, "Statistics"),
        ({"institution": "Columbia"}, None),
    ],
)
def test_degree_and_field(degree: dict[str, str], title: str | None) -> None:
    assert plain(views({"education": [degree]})["education"].entries[0].title) == title


@pytest.mark.parametrize(
    ("score", "language", "printed"),
    [
        ("3.9/4.0", "en", "GPA: 3.9/4.0"),
        ("1,3", "de", "Note: 1,3"),
        ("GPA 3.9", "en", "GPA 3.9"),
        ("summa cum laude", "en", "summa cum laude"),
        ("First", "en", "First"),
    ],
)
def test_only_a_number_is_called_a_grade(score: str, language: str, printed: str) -> None:
    resume = Resume.model_validate({"education": [{"institution": "TUM", "score": score}]})
    (section,) = section_views(resume, builder(language=language), DEFAULT_ORDER)
    assert plain(section.entries[0].score) == printed


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\n \t\nTwo.\n\n\n\nThree.\n", ["One.", "Two.", "Three."]),
        ("One\ntwo.", ["One two."]),
        ("\n\n", []),
        ("", []),
        (None, []),
    ],
)
def test_paragraphs(text: str | None, paragraphs: list[str]) -> None:
    assert plain(builder().paragraphs(text, ("basics", "summary"))) == paragraphs


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\u00a0", "\ufeff \u202e", "\x00", "\u00ad"])
def test_text_that_prints_nothing_is_nothing(text: str) -> None:
    assert builder().inline(text, ("a",)) is None
    assert builder().plain(text, ("a",)) is None
    assert views({"work": [{"name": text, "highlights": [text]}]}) == {}
    assert plain(
        header_view(Resume.model_validate({"basics": {"name": text, "label": text, "phone": text}}), builder())
    ) == {
        "name": None,
        "label": None,
        "contacts": [],
    }


@pytest.mark.parametrize("section", SECTIONS)
def test_entries_and_sections_without_content_are_left_out(section: str) -> None:
    assert views({section: []}) == {}
    assert views({section: [{}]}) == {}
    assert views({section: [{"tags": ["x"]}]}) == {}
    assert views({section: [{"keywords": [], "highlights": [], "name": "", "startDate": None}]}) == {}


def test_empty_entries_leave_the_others_their_places() -> None:
    entries = views({"work": [{}, {"name": "x"}, {}]})["work"].entries
    assert [entry.path for entry in entries] == [("work", 1)]


def test_order_of_sections() -> None:
    data = {
        "basics": {"summary": "s"},
        **{
            name: [{"name": "x", "title": "x", "language": "x", "institution": "x", "organization": "x"}]
            for name in SECTIONS
        },
    }
    assert tuple(views(data)) == DEFAULT_ORDER
    assert tuple(views(data, ("skills", "work", "skills", "nonsense", "basics"))) == (
        "skills",
        "work",
        *(name for name in DEFAULT_ORDER if name not in {"skills", "work"}),
    )
    assert sorted(DEFAULT_ORDER) == sorted(("summary", *SECTIONS))


def test_headings() -> None:
    data = {
        "work": [{"name": "x"}],
        "skills": [{"name": "x"}],
        "meta": {"resumeTex": {"headings": {"work": "Jobs & such", "skills": " "}}},
    }
    found = views(data)
    assert plain(found["work"].heading) == r"Jobs \& such"
    assert plain(found["skills"].heading) == "Skills"
    assert found["work"].template == "sections/work.tex.j2"
    assert plain(found["work"].tex_id) == "work"


def test_links() -> None:
    made = builder()
    assert plain(made.link("x.example", ("a",))) == ("https://x.example", "x.example")
    for nothing in (None, "", "javascript:alert(1)", "/etc/passwd", "file:///x"):
        assert made.link(nothing, ("a",)) is None


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every field of a model that holds text, a number or a date."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, 0 if path[-1:] == ("variants",) else key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif value is not None and value not in ("", {}):
        yield path, value


def kind_of(path: Path) -> str:
    return ".".join(str(part) for part in path if not isinstance(part, int))


NOT_TYPESET = {
    "basics.image",
    "basics.profiles.network",
    "basics.profiles.username",
    "skills.stage",
    "education.studyType",
    "education.area",
}
"""Fields that print as part of another, or instead of which another prints."""


def test_the_full_sample_uses_every_field() -> None:
    """Every field of every model has a value somewhere in the samples, the settings included."""
    letter = load_letter(str(ROOT / "tests" / "letter.yaml")).letter
    content = {**load(sample("full.yaml")).model_dump(by_alias=True), "letter": letter}
    used = {kind_of(path[:length]) for path, _ in leaves(content) for length in range(1, len(path) + 1)}
    known = {kind_of(path) for path in model_fields(Resume)}
    assert len(known) > 90
    assert known - used == {"meta.resumeTex.highlights"}  # loading moves it to the bullets


def model_fields(model: type[BaseModel], path: Path = ()) -> Iterator[Path]:
    for key, info in model.model_fields.items():
        name = info.alias or key
        inner = [part for part in _parts(info.annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
        if not inner:
            yield (*path, name)
        for part in inner:
            yield from model_fields(part, (*path, name))


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _parts(part)


def test_every_text_of_the_full_sample_is_on_the_map() -> None:
    """Each field's text is in the TeX, at a place that is known to come from it."""
    resume = load(sample("full.yaml"))
    project = render(resume.model_dump(by_alias=True), date_style="short")
    mapped = set(project.source_map.paths())
    for path, value in leaves(resume):
        kind = kind_of(path)
        if path[0] in {"meta", "schema_"} or "tags" in path or kind in NOT_TYPESET:
            continue
        if path[:2] == ("basics", "location"):
            assert ("basics", "location") in mapped
        elif path[:2] == ("basics", "profiles"):
            assert path[:3] in mapped
        elif path[-1] == "text":
            assert path[:-1] in mapped
        elif path[-1] == "endDate":
            assert (*path[:-1], "startDate") in mapped
        elif path[-1] not in {"url", "doi"}:
            assert path in mapped, (path, value)


def test_nested_models_have_views() -> None:
    work = Work.model_validate({"highlights": [{"text": "x"}]})
    assert plain(builder().model(work, ("work", 0)).highlights) == ["x"]
    assert isinstance(work.highlights[0], Highlight)
