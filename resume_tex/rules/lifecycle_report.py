"""Which bullets show which stage of a system's life: the evidence behind the lifecycle rules, as a value.

For `check --report`: as a table for people, and as plain data for machines.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any, NamedTuple

from resume_tex.diagnostics import Path, format_path
from resume_tex.roles.profile import RoleProfile
from resume_tex.rules.facts import Bullet, ResumeFacts
from resume_tex.rules.vocabulary import vocabulary


class StageEvidence(NamedTuple):
    """A bullet that shows a stage.

    Attributes:
        path: Where it stands.
        words: The words that show it, as written.
    """

    path: Path
    words: tuple[str, ...]


class StageCoverage(NamedTuple):
    """What shows a stage.

    Attributes:
        id: The stage's name.
        heading: Its name for people.
        advice: What to write when nothing shows it.
        evidence: The bullets that show it, in document order.
    """

    id: str
    heading: str
    advice: str
    evidence: tuple[StageEvidence, ...]


class LifecycleReport(NamedTuple):
    """The stages of the role's lifecycle, in order, each with its evidence.

    Attributes:
        stages: The stages.
        bullets: How many bullets were read.
    """

    stages: tuple[StageCoverage, ...]
    bullets: int

    @property
    def missing(self) -> tuple[StageCoverage, ...]:
        """Return the stages that nothing shows."""
        return tuple(stage for stage in self.stages if not stage.evidence)

    def to_table(self, width: int = 100) -> str:
        """Write the report as a table of text: stage, number of bullets, where, and the words."""
        label = max((len(stage.heading) for stage in self.stages), default=0)
        lines = []
        for stage in self.stages:
            if not stage.evidence:
                lines.append(f"{stage.heading:<{label}}   0  nothing shows it. {stage.advice}")
                continue
            for number, evidence in enumerate(stage.evidence):
                start = f"{stage.heading:<{label}} {len(stage.evidence):>3}" if number == 0 else " " * (label + 4)
                line = f"{start}  {format_path(evidence.path):<24} {', '.join(evidence.words)}"
                lines.append(line if len(line) <= width else f"{line[: width - 1].rstrip(', ')}…")
        return "\n".join(lines) + "\n"

    def to_data(self) -> dict[str, Any]:
        """Return the report as plain data, ready for JSON."""
        return {
            "bullets": self.bullets,
            "stages": [
                {
                    "id": stage.id,
                    "heading": stage.heading,
                    "evidence": [{"path": format_path(e.path), "words": list(e.words)} for e in stage.evidence],
                }
                for stage in self.stages
            ],
            "missing": [stage.id for stage in self.missing],
        }


@lru_cache(maxsize=2)
def report_lifecycle(facts: ResumeFacts, role: RoleProfile) -> LifecycleReport:
    """Find the evidence for every stage of the role's lifecycle."""
    found: dict[str, list[StageEvidence]] = defaultdict(list)
    for bullet in facts.bullets:
        for stage, words in stages_of(bullet, role).items():
            found[stage].append(StageEvidence(bullet.path, tuple(words)))
    stages = tuple(StageCoverage(s.id, s.heading, s.advice, tuple(found.get(s.id, ()))) for s in role.lifecycle)
    return LifecycleReport(stages, len(facts.bullets))


def stages_of(bullet: Bullet, role: RoleProfile) -> dict[str, list[str]]:
    """Return the stages that a bullet shows, each with the words that show it."""
    out: dict[str, list[str]] = {}
    for start, end, stages in vocabulary(role).stages.find(bullet.analysis.lowers):
        words = bullet.analysis.words_between(start, end)
        for stage in stages:
            known = out.setdefault(stage, [])
            if words not in known:
                known.append(words)
    return out
