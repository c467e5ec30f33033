"""What every engine takes and gives: options, messages, results, the protocol; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from resume_tex.render.project import RenderedProject

MessageKind = Literal["error", "overfull", "missing-glyph", "timeout", "limit", "crash"]


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """Limits and wishes for one compilation.

    Attributes:
        timeout: Seconds that one TeX pass may take.
        memory: Bytes of address space for TeX, where the system can enforce it.
        output_limit: Bytes of any file that TeX writes, where the system can enforce it.
        source_date: Seconds since the epoch for the PDF's dates; None for a PDF without dates.
        untrusted: The style files come from outside the package.
    """

    timeout: float = 20.0
    memory: int = 512 * 2**20
    output_limit: int = 50 * 2**20
    source_date: int | None = None
    untrusted: bool = False


@dataclass(frozen=True, slots=True)
class TexMessage:
    """One thing TeX had to say, in a sentence for people.

    Attributes:
        kind: What sort of trouble it is.
        text: The sentence.
        line: The line of the body, counted from 1, if known.
        character: The character that the font lacks, for `missing-glyph`.
        points: By how much the text is too wide or too high, for `overfull`.
    """

    kind: MessageKind
    text: str
    line: int | None = None
    character: str | None = None
    points: float | None = None


@dataclass(frozen=True, slots=True)
class CompileResult:
    """What came of a compilation.

    Attributes:
        pdf: The document, or None when there is none.
        messages: What TeX had to say, errors first.
        log: TeX's log of the last pass.
        pages: How many pages the PDF has.
        passes: How often TeX ran over the body.
        timings: Seconds by phase: "format", "spawn", "compile".
    """

    pdf: bytes | None
    messages: tuple[TexMessage, ...]
    log: str
    pages: int
    passes: int
    timings: Mapping[str, float]


class Engine(Protocol):
    """A way to typeset a project.

    Attributes:
        name: What the user calls it: "embedded", "lualatex", ...
        unicode: Whether it sets every script (given fonts); False means Latin script only.
    """

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def unicode(self) -> bool:
        """Whether it sets every script."""

    def identify(self) -> str:
        """Return name and version, for cache keys."""

    def compile(self, project: RenderedProject, options: CompileOptions) -> CompileResult:
        """Typeset the project."""
