"""The quality rules on a loaded document, with the document's and the command's settings."""

from __future__ import annotations

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.errors import ResumeTexError
from resume_tex.roles.profile import DEFAULT_ROLE, RoleProfile, load_role
from resume_tex.rules.base import LayoutFacts
from resume_tex.rules.enforce import check_rules
from resume_tex.rules.facts import gather_facts
from resume_tex.rules.lifecycle_report import LifecycleReport, report_lifecycle
from resume_tex.rules.selection import RuleSelection, unknown_codes

_ROLE: Path = ("meta", "resumeTex", "role")


def quality(source: SourceDocument, resume: Resume, request: BuildRequest) -> list[Diagnostic]:
    """Return what the rules find in the document itself, and names in the settings that mean nothing."""
    found = [*unknown_codes(resume.settings.rules, source), *_unknown_role(source, resume, request)]
    return [
        *found,
        *check_rules(
            resume, source, settings=_selection(resume, request), role=_role(resume, request), today=request.today
        ),
    ]


def page_quality(
    source: SourceDocument, resume: Resume, request: BuildRequest, layout: LayoutFacts
) -> list[Diagnostic]:
    """Return what the rules find on the finished pages."""
    return check_rules(
        resume,
        source,
        settings=_selection(resume, request),
        role=_role(resume, request),
        today=request.today,
        layout=layout,
        pages_only=True,
    )


def lifecycle(resume: Resume, request: BuildRequest) -> LifecycleReport:
    """Return which bullets show which stage of the role's lifecycle."""
    role = _role(resume, request)
    return report_lifecycle(gather_facts(resume, role, request.today), role)


def _selection(resume: Resume, request: BuildRequest) -> RuleSelection:
    return RuleSelection.of(resume.settings.rules).with_command(request.select, request.ignore, request.severity)


def _role(resume: Resume, request: BuildRequest) -> RoleProfile:
    if request.role is not None:
        return load_role(request.role)
    try:
        return load_role(resume.settings.role or DEFAULT_ROLE)
    except ResumeTexError:
        return load_role(DEFAULT_ROLE)


def _unknown_role(source: SourceDocument, resume: Resume, request: BuildRequest) -> list[Diagnostic]:
    if request.role is not None or resume.settings.role is None:
        return []
    try:
        load_role(resume.settings.role)
    except ResumeTexError as error:
        message = f"{error.message} {error.remedy}"
        return [
            Diagnostic("schema.value", Severity.ERROR, message, source.file, _ROLE, source.span_of(_ROLE)),
        ]
    return []
