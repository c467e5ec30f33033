"""Which rules run and how severe they are: the document's settings, the command's, and names that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.document.models.meta import RuleSettings
from resume_tex.document.source import SourceDocument
from resume_tex.rules.base import Rule
from resume_tex.rules.catalog import FAMILY_NAMES, all_rules, match

UNKNOWN_CODE = "rules.unknown-code"
_SETTINGS: Path = ("meta", "resumeTex", "rules")


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """Which rules run, by code or family.

    Attributes:
        select: What runs; empty means all.
        ignore: What does not.
        severity: Severities in place of the rules' own.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: RuleSettings | None) -> RuleSelection:
        """Take over the settings of a document."""
        if settings is None:
            return cls()
        severity = {name: Severity(level) for name, level in settings.severity.items()}
        return cls(tuple(settings.select), tuple(settings.ignore), severity)

    def with_command(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), severity: Mapping[str, Severity] | None = None
    ) -> RuleSelection:
        """Add the command's wishes: its selection replaces the document's, the rest adds to it."""
        chosen = tuple(select)
        return RuleSelection(chosen or self.select, (*self.ignore, *ignore), {**self.severity, **(severity or {})})

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that run."""
        codes = match(self.select) if self.select else frozenset(rule.code for rule in all_rules())
        codes -= match(self.ignore)
        return tuple(rule for rule in all_rules() if rule.code in codes)

    def severity_of(self, code: str) -> Severity | None:
        """Return the severity that the settings give a rule: by its code, else by its family."""
        return self.severity.get(code) or self.severity.get(code.partition(".")[0])

    def names(self) -> Iterator[str]:
        """Yield every code and family that is named."""
        yield from self.select
        yield from self.ignore
        yield from self.severity


def is_known(name: str) -> bool:
    """Tell whether a name means a rule or a family."""
    return bool(match([name]))


def unknown_message(name: str) -> tuple[str, str | None]:
    """Return what to say of a name that means no rule, and the name that was perhaps meant."""
    known = [*FAMILY_NAMES, *(rule.code for rule in all_rules())]
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    if not close and "." not in name:
        close = [rule.code for rule in all_rules() if rule.code.partition(".")[2] == name][:1]
    help_ = f"Did you mean `{close[0]}`?" if close else "`resume-tex rules` lists them."
    return f"There is no rule `{name}`.", help_


def unknown_codes(settings: RuleSettings | None, source: SourceDocument) -> list[Diagnostic]:
    """Return a warning for every name in the document's settings that means no rule."""
    if settings is None:
        return []
    places: list[tuple[Path, str]] = []
    for key in ("select", "ignore"):
        places += [((*_SETTINGS, key, index), name) for index, name in enumerate(getattr(settings, key))]
    places += [((*_SETTINGS, "severity", name), name) for name in settings.severity]
    out = []
    for path, name in places:
        if not is_known(name):
            message, help_ = unknown_message(name)
            span = source.key_span(path) if path[-2] == "severity" else source.span_of(path)
            out.append(Diagnostic(UNKNOWN_CODE, Severity.WARNING, message, source.file, path, span, help_))
    return out
