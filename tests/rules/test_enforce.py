"""Running the rules: selection, severities, diagnostics on the very words, Pydantic's errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from resume_tex.diagnostics import Diagnostic, Severity, Span
from resume_tex.document.load import load_resume
from resume_tex.document.models import Resume
from resume_tex.document.yaml_source import parse_yaml
from resume_tex.roles.profile import load_role
from resume_tex.rules.base import Finding, LayoutFacts, TextFix
from resume_tex.rules.catalog import FAMILIES, FAMILY_NAMES, all_rules, find_rule, match
from resume_tex.rules.enforce import EnforcedResume, check_rules, run_rules, to_diagnostics
from resume_tex.rules.selection import RuleSelection, unknown_codes

TODAY = date(2026, 6, 15)
ROOT = Path(__file__).parents[2]
DUTY = "Responsible for the click models."
SOUND = "Cut p99 latency of the ranker from 180 ms to 70 ms by batching feature lookups."


def check(tmp_path: Path, text: str, selection: RuleSelection | None = None, **more: Any) -> list[Diagnostic]:
    file = tmp_path / "resume.yaml"
    file.write_text(text, "utf-8")
    loaded = load_resume(str(file))
    assert loaded.resume is not None, loaded.diagnostics
    assert loaded.source is not None
    settings = selection or RuleSelection.of(loaded.resume.settings.rules)
    return check_rules(loaded.resume, loaded.source, settings=settings, role=load_role(), today=TODAY, **more)


def underlined(text: str, span: Span | None) -> str:
    assert span is not None
    lines = text.split("\n")
    if span.start.line == span.end.line:
        return lines[span.start.line - 1][span.start.column - 1 : span.end.column - 1]
    first = lines[span.start.line - 1][span.start.column - 1 :]
    return "\n".join(
        [first, *lines[span.start.line : span.end.line - 1], lines[span.end.line - 1][: span.end.column - 1]]
    )


def run(
    data: dict[str, Any], selection: RuleSelection | None = None, layout: LayoutFacts | None = None
) -> list[Finding]:
    resume = Resume.model_validate(data)
    return run_rules(resume, settings=selection or RuleSelection(), role=load_role(), today=TODAY, layout=layout)


# the catalog


def test_every_family_is_in_the_catalog() -> None:
    assert tuple(family.__name__.rsplit(".", 1)[-1] for family in FAMILIES) == FAMILY_NAMES
    assert len(FAMILY_NAMES) == 14


def test_codes_are_unique_and_carry_their_family() -> None:
    codes = [rule.code for rule in all_rules()]
    assert len(codes) == len(set(codes)) > 50
    assert {code.partition(".")[0] for code in codes} == set(FAMILY_NAMES)


def test_match_takes_codes_and_families() -> None:
    assert match(["bullets.no-result"]) == {"bullets.no-result"}
    assert match(["decisions"]) == {"decisions.unjustified", "decisions.no-alternative", "decisions.none"}
    assert match(["bullets.", "quux", ""]) == frozenset()
    assert find_rule("quux.quux") is None


# the reference resume


def test_the_reference_resume_raises_nothing() -> None:
    loaded = load_resume(str(ROOT / "examples" / "ml-engineer.yaml"))
    assert loaded.resume is not None
    assert loaded.source is not None
    for today in (date(2026, 1, 1), TODAY, date(2026, 12, 31)):
        assert check_rules(loaded.resume, loaded.source, settings=RuleSelection(), role=load_role(), today=today) == []


def test_an_empty_resume_raises_no_exception() -> None:
    assert {f.code for f in run({})} >= {"contact.missing", "summary.missing"}


def test_the_findings_are_the_same_each_time() -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020", "highlights": [DUTY, "Various things were done.", SOUND]}]}
    assert run(data) == run(data)


# selection


def test_select_and_ignore_by_code_and_family() -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020", "highlights": [DUTY]}]}
    assert {f.code for f in run(data, RuleSelection(("bullets",)))} == {
        "bullets.job-function",
        "bullets.count",
    }
    assert {f.code for f in run(data, RuleSelection(("bullets",), ("bullets.count",)))} == {"bullets.job-function"}
    assert run(data, RuleSelection(("bullets",), ("bullets",))) == []


def test_severity_by_code_and_by_family() -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020", "highlights": [DUTY]}]}
    chosen = RuleSelection(
        ("bullets.job-function", "bullets.count"),
        (),
        {"bullets.job-function": Severity.INFO, "bullets": Severity.ERROR},
    )
    assert {f.code: f.severity for f in run(data, chosen)} == {
        "bullets.job-function": Severity.INFO,
        "bullets.count": Severity.ERROR,
    }


def test_the_command_replaces_the_selection_and_adds_the_rest() -> None:
    document = RuleSelection(("bullets",), ("bullets.count",), {"bullets.length": Severity.INFO})
    both = document.with_command(["dates"], ["dates.gap"], {"dates.order": Severity.WARNING})
    assert both.select == ("dates",)
    assert both.ignore == ("bullets.count", "dates.gap")
    assert both.severity == {"bullets.length": Severity.INFO, "dates.order": Severity.WARNING}
    assert document.with_command().select == ("bullets",)


def test_settings_of_the_document_apply(tmp_path: Path) -> None:
    job = f"work:\n  - name: Acme\n    startDate: 2020\n    highlights:\n      - {DUTY}\n"
    text = job + "meta:\n  resumeTex:\n    rules:\n      select: [bullets.job-function]\n"
    assert [(d.code, d.severity) for d in check(tmp_path, text)] == [("bullets.job-function", Severity.ERROR)]
    assert check(tmp_path, text + "      ignore: [bullets]\n") == []
    graded = check(tmp_path, text + "      severity:\n        bullets.job-function: info\n")
    assert [d.severity for d in graded] == [Severity.INFO]


def test_names_that_mean_nothing_are_reported(tmp_path: Path) -> None:
    text = (
        "meta:\n  resumeTex:\n    rules:\n      select: [bullets, bulets.length]\n      ignore: [no-result]\n"
        "      severity:\n        quux.corge: error\n"
    )
    file = tmp_path / "resume.yaml"
    file.write_text(text, "utf-8")
    loaded = load_resume(str(file))
    assert loaded.resume is not None
    assert loaded.source is not None
    found = unknown_codes(loaded.resume.settings.rules, loaded.source)
    assert [(d.code, d.severity, underlined(text, d.span), d.help) for d in found] == [
        ("rules.unknown-code", Severity.WARNING, "bulets.length", "Did you mean `bullets.length`?"),
        ("rules.unknown-code", Severity.WARNING, "no-result", "Did you mean `summary.no-result`?"),
        ("rules.unknown-code", Severity.WARNING, "quux.corge", "`resume-tex rules` lists them."),
    ]


def test_rules_about_pages_run_only_with_pages() -> None:
    data = {"work": [{"name": "Acme", "startDate": "2020", "highlights": [SOUND] * 3}]}
    pages = LayoutFacts(pages=9)
    assert not any(f.code.startswith("layout.") for f in run(data))
    assert any(f.code == "layout.pages" for f in run(data, layout=pages))
    resume = Resume.model_validate(data)
    alone = run_rules(resume, settings=RuleSelection(), role=load_role(), today=TODAY, layout=pages, pages_only=True)
    assert alone
    assert all(getattr(find_rule(f.code), "needs_layout", False) for f in alone)


# diagnostics on the very words


@pytest.mark.parametrize(
    ("scalar", "words"),
    [
        ("Responsible for click models of the shop.", "Responsible for"),
        ('"Responsible for \\"click\\" models of the shop."', "Responsible for"),
        ("'Responsible for the shop''s click models.'", "Responsible for"),
        (">-\n          Team of six, where I was\n          responsible for click models.", None),
        (">-\n          Responsible\n          for click models of the shop.", "Responsible"),
        ("|\n          Responsible for click models of the shop.", "Responsible for"),
        ('"**Responsible** for *click* models of the shop."', "Responsible** for"),
        ('"[Responsible for](https://acme.example.org) click models of the shop."', "Responsible for"),
        ("{text: Responsible for click models of the shop., tags: [ml]}", "Responsible for"),
        ('"Zuständig – 🙂 – responsible for click models."', None),
    ],
)
def test_the_span_is_on_the_words(tmp_path: Path, scalar: str, words: str | None) -> None:
    text = f"work:\n  - name: Acme\n    startDate: 2020\n    highlights:\n      - {scalar}\n"
    found = check(tmp_path, text, RuleSelection(("bullets.job-function",)))
    if words is None:
        assert len(found) <= 1
        return
    assert len(found) == 1
    assert found[0].path == ("work", 0, "highlights", 0)
    assert underlined(text, found[0].span) == words


def diagnostics_of(tmp_path: Path, text: str, *found: Finding) -> list[Diagnostic]:
    file = tmp_path / "resume.yaml"
    file.write_text(text, "utf-8")
    source = load_resume(str(file)).source
    assert source is not None
    return to_diagnostics(found, source)


@pytest.mark.parametrize(
    ("scalar", "words", "underline"),
    [
        ("a synergy b", "synergy", "synergy"),
        ("multisynergy, synergy b", "synergy", "synergy"),
        ('"caf\\u00e9 society"', "café", "caf\\u00e9"),
        ("'it''s here'", "it's", "it''s"),
        (">\n    one two\n    three", "two three", "two"),
        ('"one two\n    three"', "three", "three"),
        ('"one two \\\n    three"', "two three", "two \\"),
        ("see `top_k` here", "top_k here", "top_k` here"),
        ("a\\*b", "a*b", "a\\*b"),
        ("no such", "missing words", "no such"),
    ],
)
def test_words_are_found_in_every_kind_of_scalar(tmp_path: Path, scalar: str, words: str, underline: str) -> None:
    text = f"basics:\n  summary: {scalar}\n"
    found = diagnostics_of(tmp_path, text, Finding(("basics", "summary"), "m", (words,), code="x.y"))
    assert underlined(text, found[0].span) == underline


def test_a_missing_field_points_at_its_parent(tmp_path: Path) -> None:
    text = "basics:\n  name: Alex Petrov\n"
    found = diagnostics_of(tmp_path, text, Finding(("basics", "email"), "m", code="x.y"))
    assert underlined(text, found[0].span) == "basics"


@pytest.mark.parametrize(
    ("scalar", "fix", "result"),
    [
        ("the the cat", TextFix("the the", "the"), "the cat"),
        ('"say \\"so\\" twice"', TextFix('"so"', "“so”"), '"say “so” twice"'),
        ("'it''s'", TextFix("it's", "it’s"), "'it’s'"),
        ("'cat'", TextFix("cat", "cat's"), "'cat''s'"),
        ('"cat"', TextFix("cat", 'c"t\\'), '"c\\"t\\\\"'),
        ("cat", TextFix("cat", "cat: dog"), None),
        ("cat", TextFix("cat", "cat #1"), None),
        ("cat", TextFix("cat", "- cat"), None),
        ("cat", TextFix("dog", "cow"), None),
        (">-\n    the the\n    end", TextFix("the end", "the bitter end"), ">-\n    the the bitter end"),
        ("a cat, ended", TextFix("cat, ended", "cat, done"), "a cat, done"),
    ],
)
def test_fixes_are_written_as_the_scalar_needs(tmp_path: Path, scalar: str, fix: TextFix, result: str | None) -> None:
    text = f"basics:\n  summary: {scalar}\n"
    (found,) = diagnostics_of(tmp_path, text, Finding(("basics", "summary"), "m", fix=fix, code="x.y"))
    if result is None:
        assert found.fix is None
        return
    assert found.fix is not None
    old = underlined(text, found.fix.span)
    assert text.count(old) == 1
    assert text.replace(old, found.fix.text) == f"basics:\n  summary: {result}\n"


def test_a_comma_in_a_flow_list_is_not_written(tmp_path: Path) -> None:
    text = "basics: {summary: cat}\n"
    (found,) = diagnostics_of(
        tmp_path, text, Finding(("basics", "summary"), "m", fix=TextFix("cat", "a, b"), code="x.y")
    )
    assert found.fix is None


def test_the_same_words_twice_are_fixed_one_by_one(tmp_path: Path) -> None:
    text = "basics:\n  summary: a  b and a  b\n"
    fix = TextFix("a b", "ab")
    findings = [Finding(("basics", "summary"), "m", fix=fix, code="x.y")] * 2
    found = diagnostics_of(tmp_path, text, *findings)
    assert [d.fix and d.fix.span.start.column for d in found] == [12, 21]


# Pydantic


def test_error_findings_are_pydantic_s_errors() -> None:
    data = {
        "basics": {"name": "Alex Petrov"},
        "work": [
            {"name": "Acme {x}", "startDate": "2020", "highlights": [SOUND, DUTY, {"text": DUTY, "tags": ["ml"]}]}
        ],
    }
    with pytest.raises(ValidationError) as caught:
        EnforcedResume.model_validate(data, context={"today": TODAY})
    errors = {(error["type"], error["loc"]) for error in caught.value.errors()}
    assert errors == {
        ("bullets.job-function", ("work", 0, "highlights", 1)),
        ("bullets.job-function", ("work", 0, "highlights", 2)),
        ("contact.missing", ("basics", "email")),
    }
    assert '"Responsible for" names a duty.' in caught.value.errors()[0]["msg"]


def test_structure_comes_first() -> None:
    with pytest.raises(ValidationError) as caught:
        EnforcedResume.model_validate({"work": [{"highlights": [DUTY], "startDate": "soon"}]})
    assert {error["type"] for error in caught.value.errors()} == {"date_value"}


def test_a_sound_resume_validates_and_settings_apply() -> None:
    loaded = load_resume(str(ROOT / "examples" / "ml-engineer.yaml"))
    assert loaded.source is not None
    assert isinstance(loaded.source.data, dict)
    resume = EnforcedResume.model_validate(loaded.source.data)
    assert resume.basics.name == "Alex Petrov"
    data = {"work": [{"highlights": [DUTY]}], "meta": {"resumeTex": {"rules": {"ignore": ["bullets", "contact"]}}}}
    assert EnforcedResume.model_validate(data).work[0].highlights[0].text == DUTY
    raised = {
        "work": [],
        "meta": {"resumeTex": {"rules": {"select": ["summary"], "severity": {"summary.missing": "error"}}}},
    }
    with pytest.raises(ValidationError) as caught:
        EnforcedResume.model_validate(raised)
    assert [(e["type"], e["loc"]) for e in caught.value.errors()] == [("summary.missing", ("basics", "summary"))]


def test_an_unknown_role_is_an_error_of_its_field() -> None:
    with pytest.raises(ValidationError) as caught:
        EnforcedResume.model_validate({"meta": {"resumeTex": {"role": "juggler"}}})
    assert [(e["type"], e["loc"]) for e in caught.value.errors()] == [
        ("rules.unknown-role", ("meta", "resumeTex", "role"))
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["|", ">", "'", '"', None]))
def test_any_text_in_any_field_is_checked(first: str, second: str, third: str, style: str | None) -> None:
    data = {
        "basics": {"name": first, "summary": second, "email": third, "url": first, "phone": second},
        "work": [{"name": first, "position": second, "highlights": [third, first + " " + second, second]}],
        "skills": [{"name": first, "keywords": [second, third]}],
        "publications": [{"name": third, "publisher": first, "summary": second}],
        "projects": [{"name": second, "highlights": [first]}],
    }
    text = yaml.safe_dump(data, allow_unicode=True, default_style=style, width=30)
    source, _ = parse_yaml(text, "resume.yaml")
    assert source is not None
    resume = Resume.model_validate(source.data)
    lines = source.text.split("\n")
    for diagnostic in check_rules(resume, source, settings=RuleSelection(), role=load_role(), today=TODAY):
        span = diagnostic.span
        assert span is not None
        assert span.start <= span.end
        assert 1 <= span.start.line <= len(lines)
        assert span.end.column <= len(lines[span.end.line - 1]) + 1


def test_the_plain_model_does_not_enforce() -> None:
    assert Resume.model_validate({"work": [{"highlights": [DUTY]}]}).work
