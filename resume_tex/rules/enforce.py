"""Running the rules: over a resume, as diagnostics of its document, and as Pydantic's errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Self

from pydantic import ValidationError, ValidationInfo, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from resume_tex.diagnostics import Diagnostic, Fix, Path, Severity, Span
from resume_tex.document.edits import move_item, reorder_items
from resume_tex.document.models import Resume
from resume_tex.document.scalar_text import ScalarTexts
from resume_tex.document.source import SourceDocument
from resume_tex.roles.profile import DEFAULT_ROLE, RoleError, RoleProfile, load_role
from resume_tex.rules.base import Finding, LayoutFacts, MoveFix, OrderFix, Rule, RuleContext, TextFix
from resume_tex.rules.facts import gather_facts
from resume_tex.rules.selection import RuleSelection
from resume_tex.rules.suppressions import apply_suppressions


def run_rules(
    resume: Resume,
    *,
    settings: RuleSelection,
    role: RoleProfile,
    today: date,
    layout: LayoutFacts | None = None,
    pages_only: bool = False,
) -> list[Finding]:
    """Run the selected rules; every finding has its code and its severity.

    Args:
        resume: The resume.
        settings: Which rules run, and severities in place of their own.
        role: The role profile.
        today: The day that "present" means.
        layout: The finished pages; rules about pages run only with them.
        pages_only: Run the rules about pages alone, where the others have run before.
    """
    context = RuleContext(resume, gather_facts(resume, role, today), role, today, layout)
    out: list[Finding] = []
    for rule in _running(settings, layout, pages_only=pages_only):
        set_severity = settings.severity_of(rule.code)
        for finding in rule.function(context):
            severity = set_severity or finding.severity or rule.severity
            out.append(replace(finding, code=rule.code, severity=severity))
    return out


def _running(settings: RuleSelection, layout: LayoutFacts | None, *, pages_only: bool) -> list[Rule]:
    rules = [rule for rule in settings.rules() if layout is not None or not rule.needs_layout]
    return [rule for rule in rules if rule.needs_layout] if pages_only else rules


def to_diagnostics(findings: Iterable[Finding], source: SourceDocument) -> list[Diagnostic]:
    """Turn findings into diagnostics that point at the very words in the document."""
    texts = ScalarTexts(source)
    seen: Counter[tuple[Path, str]] = Counter()
    out = []
    for finding in findings:
        fix = _fix(finding, texts, seen)
        severity = finding.severity or Severity.WARNING
        span = _span(finding, texts)
        out.append(Diagnostic(finding.code, severity, finding.message, source.file, finding.path, span, fix=fix))
    return out


def _span(finding: Finding, texts: ScalarTexts) -> Span | None:
    scalar = texts.at(finding.path) if finding.words else None
    if scalar is not None:
        for words in finding.words:
            found = scalar.find_words(words)
            if found is not None:
                return texts.first_line(*found)
    return texts.source.span_of(finding.path)


def _fix(finding: Finding, texts: ScalarTexts, seen: Counter[tuple[Path, str]]) -> Fix | None:
    match finding.fix:
        case TextFix(old) as change:
            seen[finding.path, old] += 1
            return _text_fix(finding.path, change, texts, seen[finding.path, old] - 1)
        case OrderFix(path, order):
            moved = reorder_items(texts.source, path, order)
        case MoveFix(item, target):
            moved = move_item(texts.source, item, target)
        case None:
            return None
    return Fix(*moved) if moved is not None else None


def _text_fix(path: Path, fix: TextFix, texts: ScalarTexts, occurrence: int) -> Fix | None:
    scalar = texts.at(path)
    if scalar is None:
        return None
    found = scalar.find_text(fix.old, occurrence)
    if found is None:
        return None
    written = scalar.encode(fix.new, *found, in_flow=texts.is_in_flow(path))
    return Fix(texts.span(*found), written) if written is not None else None


def check_rules(
    resume: Resume,
    source: SourceDocument,
    *,
    settings: RuleSelection,
    role: RoleProfile,
    today: date,
    layout: LayoutFacts | None = None,
    pages_only: bool = False,
) -> list[Diagnostic]:
    """Run the rules on a loaded document, with the suppressions in its comments.

    Args:
        resume: The resume.
        source: The document it was read from.
        settings: Which rules run, and severities in place of their own.
        role: The role profile.
        today: The day that "present" means.
        layout: The finished pages; rules about pages run only with them.
        pages_only: Run the rules about pages alone, where the others have run before.
    """
    findings = run_rules(resume, settings=settings, role=role, today=today, layout=layout, pages_only=pages_only)
    ran = frozenset(rule.code for rule in _running(settings, layout, pages_only=pages_only))
    return apply_suppressions(to_diagnostics(findings, source), source, ran=ran, first_run=not pages_only)


class EnforcedResume(Resume):
    """A resume whose validation enforces the error-level rules.

    Every finding of a run is an error of the same `ValidationError`, with the rule's code as its type and the field as its
    location. Settings under `meta.resumeTex.rules` apply. The validation context may hold `today`, a date.
    """

    @model_validator(mode="after")
    def _enforce(self, info: ValidationInfo) -> Self:
        settings = self.settings
        try:
            role = load_role(settings.role or DEFAULT_ROLE)
        except RoleError as error:
            raise ValidationError.from_exception_data("Resume", [_role_error(error, settings.role)]) from error
        context = info.context if isinstance(info.context, dict) else {}
        found = run_rules(
            self,
            settings=RuleSelection.of(settings.rules),
            role=role,
            today=context.get("today") or date.today(),
        )
        errors = [_line_error(self, finding) for finding in found if finding.severity is Severity.ERROR]
        if errors:
            raise ValidationError.from_exception_data("Resume", errors)
        return self


def _line_error(resume: Resume, finding: Finding) -> InitErrorDetails:
    kind = PydanticCustomError(finding.code, "{message}", {"message": finding.message})
    return InitErrorDetails(type=kind, loc=finding.path, input=_value_at(resume, finding.path))


def _role_error(error: RoleError, role: str | None) -> InitErrorDetails:
    kind = PydanticCustomError("rules.unknown-role", "{message}", {"message": f"{error.message} {error.remedy}"})
    return InitErrorDetails(type=kind, loc=("meta", "resumeTex", "role"), input=role)


def _value_at(resume: Resume, path: Path) -> object:
    value: object = resume
    for part in path:
        if isinstance(part, int):
            value = value[part] if isinstance(value, list) and part < len(value) else None
        else:
            value = getattr(value, part, None)
    return value
