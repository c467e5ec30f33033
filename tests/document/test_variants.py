"""What a variant selects, what it says differently, and where its findings point."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.build_request import BuildRequest
from resume_tex.check import check
from resume_tex.diagnostics import Diagnostic, format_path
from resume_tex.document.load import LoadResult, interpret
from resume_tex.document.models import Resume
from resume_tex.document.reading import parse_source
from resume_tex.document.variants import Selection, check_variants, select_variant
from resume_tex.errors import VariantError
from resume_tex.subject import Subject

DOCUMENT = """\
basics:
  name: Alex Petrov
  label: Engineer
  summary: The whole story.
  profiles:
    - {network: GitHub, username: a}
    - {network: Kaggle, username: b, tags: [ml]}
work:
  - name: First
    tags: [infra]
    highlights:
      - Alpha
  - name: Second
    highlights:
      - {text: Beta, tags: [ml]}
      - Gamma
      - {text: Delta, tags: [infra, ml]}
      - {text: Epsilon, tags: [infra]}
skills:
  - {name: Languages, keywords: [Python]}
  - {name: Serving & Infra, keywords: [Docker], tags: [infra]}
meta:
  resumeTex:
    theme: engineer
    options: {paper: letter, accent: 1F3A5F}
    pages: 2
    variants:
      ml: {include: [ml], label: ML Engineer, options: {paper: a4}, pages: 1}
      infra: {include: [infra], summary: Serves., theme: classic, sections: [skills, work], output: alex-infra}
      public: {exclude: [infra]}
      both: {include: [ml], exclude: [infra]}
      typo: {include: [mll], exclude: [infra]}
"""


def loaded(text: str = DOCUMENT) -> LoadResult:
    """Load a document without errors."""
    result = interpret(parse_source(text.encode(), "resume.yaml"))
    assert result.resume is not None, result.diagnostics
    return result


def select(name: str, text: str = DOCUMENT) -> Selection:
    """Select a variant."""
    document = loaded(text)
    assert document.source is not None
    assert document.resume is not None
    return select_variant(document.source, document.resume, name)


def bullets(resume: Resume) -> dict[str | None, list[str]]:
    """Return the bullets by employer."""
    return {job.name: [highlight.text for highlight in job.highlights] for job in resume.work}


@pytest.mark.parametrize(
    ("variant", "jobs", "skills", "profiles"),
    [
        ("ml", {"Second": ["Beta", "Gamma", "Delta"]}, ["Languages"], ["GitHub", "Kaggle"]),
        (
            "infra",
            {"First": ["Alpha"], "Second": ["Gamma", "Delta", "Epsilon"]},
            ["Languages", "Serving & Infra"],
            ["GitHub"],
        ),
        ("public", {"Second": ["Beta", "Gamma"]}, ["Languages"], ["GitHub", "Kaggle"]),
        ("both", {"Second": ["Beta", "Gamma"]}, ["Languages"], ["GitHub", "Kaggle"]),
    ],
)
def test_what_tags_select(variant: str, jobs: dict[str, list[str]], skills: list[str], profiles: list[str]) -> None:
    chosen = select(variant).resume
    assert bullets(chosen) == jobs
    assert [skill.name for skill in chosen.skills] == skills
    assert [profile.network for profile in chosen.basics.profiles] == profiles


def test_what_a_variant_says_differently() -> None:
    ml, infra, public = (select(name).resume for name in ("ml", "infra", "public"))
    assert (ml.basics.label, ml.basics.summary) == ("ML Engineer", "The whole story.")
    assert (ml.settings.theme, ml.settings.options, ml.settings.pages) == (
        "engineer", {"paper": "a4", "accent": "1F3A5F"}, 1,
    )  # fmt: skip
    assert (infra.basics.label, infra.basics.summary) == ("Engineer", "Serves.")
    assert (infra.settings.theme, infra.settings.sections, infra.settings.pages) == ("classic", ["skills", "work"], 2)
    assert public.settings.model_dump() == loaded().resume.settings.model_dump()  # type: ignore[union-attr]
    assert select("infra").output == "alex-infra"


def test_the_data_of_a_selection_is_its_resume() -> None:
    for name in ("ml", "infra", "public", "both"):
        selection = select(name)
        assert Resume.model_validate(selection.source.data) == selection.resume
        assert loaded().source != selection.source
        assert loaded().source.data == loaded().source.data  # type: ignore[union-attr]


def test_places_are_those_in_the_file() -> None:
    selection = select("ml")
    lines = DOCUMENT.split("\n")

    def line(*path: str | int) -> str:
        span = selection.source.span_of(path)
        assert span is not None
        return lines[span.start.line - 1].strip()

    assert line("work", 0, "name") == "- name: Second"
    assert line("work", 0, "highlights", 2, "text") == "- {text: Delta, tags: [infra, ml]}"
    assert line("basics", "label").startswith("ml: {include: [ml], label: ML Engineer")
    assert line("meta", "resumeTex", "options", "paper").startswith("ml: ")
    assert line("meta", "resumeTex", "options", "accent") == "options: {paper: letter, accent: 1F3A5F}"
    origins = {
        "work[0].highlights[2].text": "work[1].highlights[2].text",
        "basics.label": "meta.resumeTex.variants.ml.label",
        "meta.resumeTex.options.paper": "meta.resumeTex.variants.ml.options.paper",
        "meta.resumeTex.theme": "meta.resumeTex.theme",
        "work[0].highlights[2].missing": "work[1].highlights[2].missing",
        "": "",
    }
    paths = {format_path(path): path for path in selection.source.values}
    paths["work[0].highlights[2].missing"] = ("work", 0, "highlights", 2, "missing")
    assert {name: format_path(selection.origin(paths[name])) for name in origins} == origins


def test_a_variant_that_is_not_there() -> None:
    with pytest.raises(VariantError) as caught:
        select("infr")
    assert (caught.value.message, caught.value.remedy) == (
        "resume.yaml has no variant 'infr'.", "Did you mean 'infra'?",
    )  # fmt: skip
    with pytest.raises(VariantError, match="no variants"):
        select("a", "basics: {name: A}\n")


def found(diagnostics: list[Diagnostic]) -> list[str]:
    """Write findings in a line each."""
    return [f"{d.severity} {d.code} {format_path(d.path)} {d.help or d.message}" for d in diagnostics]


def test_a_tag_that_no_entry_bears() -> None:
    document = loaded()
    assert document.source is not None
    assert document.resume is not None
    path = "meta.resumeTex.variants.typo.include[0]"
    assert found(check_variants(document.source, document.resume)) == [
        f"warning variants.unknown-tag {path} Did you mean `ml`?"
    ]
    assert found(list(select("typo").diagnostics)) == [f"error variants.unknown-tag {path} Did you mean `ml`?"]
    chosen = Subject.of(document, BuildRequest("resume.yaml", variant="typo"))
    assert found(list(chosen.diagnostics)) == [f"error variants.unknown-tag {path} Did you mean `ml`?"]
    assert chosen.resume is None


def test_a_variant_that_selects_nothing() -> None:
    text = "work: [{name: A, tags: [a]}]\nmeta: {resumeTex: {variants: {none: {exclude: [a]}}}}\n"
    assert found(list(select("none", text).diagnostics)) == [
        "error variants.nothing-selected meta.resumeTex.variants.none "
        "The variant `none` selects nothing: it leaves out every entry of every section. Change its tags."
    ]


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "", "a\\b", "-x", "a\tb"])
def test_names_that_no_file_can_have(name: str) -> None:
    document = loaded(f"meta: {{resumeTex: {{variants: {{a: {{output: {name!r}}}}}}}}}\n".replace("\\t", "\t"))
    assert document.source is not None
    assert document.resume is not None
    wrong = check_variants(document.source, document.resume)
    assert [(d.code, format_path(d.path)) for d in wrong] == [
        ("schema.value", "meta.resumeTex.variants.a.output"),
    ]


def test_findings_of_a_variant_point_at_the_document(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text(DOCUMENT.replace("text: Delta", "text: Responsible for the delta pipeline of the whole company"))
    request = BuildRequest(str(file), variant="ml", today=date(2026, 1, 1), select=("bullets.job-function",))
    (finding,) = [d for d in check(request).diagnostics if d.code == "bullets.job-function"]
    assert format_path(finding.path) == "work[1].highlights[2]"
    assert finding.span is not None
    assert finding.span.start.line == 17
    assert not [d for d in check(BuildRequest(str(file), variant="public")).diagnostics if "delta" in d.message]


def test_a_comment_that_silences_in_another_variant_is_not_unused(tmp_path: Path) -> None:
    file = tmp_path / "resume.yaml"
    file.write_text(
        DOCUMENT.replace("      - Alpha\n", "      - Responsible for it all  # resume-tex: ignore[bullets]\n")
    )
    for variant in (None, "infra", "ml"):
        codes = {d.code for d in check(BuildRequest(str(file), variant=variant)).diagnostics}
        assert "rules.unused-suppression" not in codes, variant


TAGS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2)


@given(st.lists(st.tuples(TAGS, st.lists(TAGS, max_size=4)), max_size=5), TAGS, TAGS)
def test_a_selection_keeps_order_and_loses_only_what_tags_say(
    jobs: list[tuple[list[str], list[list[str]]]], include: list[str], exclude: list[str]
) -> None:
    data = {
        "work": [
            {
                "name": f"job {i}",
                "tags": tags,
                "highlights": [{"text": f"{i}.{k}", "tags": t} for k, t in enumerate(inner)],
            }
            for i, (tags, inner) in enumerate(jobs)
        ],
        "meta": {"resumeTex": {"variants": {"v": {"include": include, "exclude": exclude}}}},
    }
    import json

    document = interpret(parse_source(json.dumps(data).encode(), "resume.json"))
    assert document.source is not None
    assert document.resume is not None
    chosen = select_variant(document.source, document.resume, "v")

    def fits(tags: list[str]) -> bool:
        return not set(tags) & set(exclude) and (not tags or not include or bool(set(tags) & set(include)))

    expected = {
        f"job {i}": [f"{i}.{k}" for k, t in enumerate(inner) if fits(t)]
        for i, (tags, inner) in enumerate(jobs)
        if fits(tags)
    }
    assert bullets(chosen.resume) == expected
    for path in chosen.source.values:
        assert document.source.values[chosen.origin(path)] == chosen.source.values[path]
