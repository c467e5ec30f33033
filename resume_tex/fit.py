"""Fits a resume to its page limit: tightens the theme's options in the theme's order, each no further than it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from resume_tex.errors import EXIT_FINDINGS, ResumeTexError, ThemeError
from resume_tex.preparation import Preparation
from resume_tex.render.theme_options import resolve_options
from resume_tex.render.trial import with_options
from resume_tex.script_choice import prepare

if TYPE_CHECKING:
    from resume_tex.build_request import BuildRequest
    from resume_tex.document.models import Resume
    from resume_tex.document.source import SourceDocument
    from resume_tex.engine.base import CompileResult
    from resume_tex.render.escape import Tex
    from resume_tex.render.project import RenderedProject
    from resume_tex.render.theme import FitStep
    from resume_tex.typesetter import Typesetter

_CLOSE = 1e-6


class FitError(ResumeTexError):
    """A resume that does not fit its page limit, however tight it is set."""

    exit_code = EXIT_FINDINGS


@dataclass(frozen=True, slots=True)
class Fit:
    """The loosest settings that fit.

    Attributes:
        limit: How many pages there may be.
        chosen: The options that had to be tightened, with their values; empty when the resume fits as it is.
        before: The same options with the values that they had.
        trials: How often it was typeset.
    """

    limit: int
    chosen: Mapping[str, str]
    before: Mapping[str, str]
    trials: int


def fit_pages(request: BuildRequest, typesetter: Typesetter) -> Fit | None:
    """Return the loosest settings with which a document keeps to its page limit, which is one page if it states none.

    Returns:
        None when the document has errors, which building it tells.

    Raises:
        FitError: It does not fit, however tight.
        EngineError: The TeX engine is missing or cannot run.
        ThemeError: The theme's own files are wrong.
    """
    from resume_tex.document.load import load_resume
    from resume_tex.subject import Subject

    subject = Subject.of(load_resume(request.file), request)
    if subject.source is None or subject.resume is None:
        return None
    prepared = prepare(subject.source, subject.resume, request, typesetter)
    if prepared.project is None or prepared.settings is None:
        return None
    return _Search(request, typesetter, subject.source, subject.resume, prepared).run()


class _Search:
    """The search for the settings of one document."""

    def __init__(
        self,
        request: BuildRequest,
        typesetter: Typesetter,
        source: SourceDocument,
        resume: Resume,
        prepared: Preparation,
    ) -> None:
        assert prepared.settings is not None
        self._request = request
        self._typesetter = typesetter
        self._source = source
        self._resume = resume
        self._prepared = prepared
        self._settings = prepared.settings
        self._limit = resume.settings.pages or 1
        self._trials = 0
        self._quick = True

    def run(self) -> Fit | None:
        chosen: dict[str, str] = {}
        last = self._typeset(chosen)
        if last.pdf is None:
            return None
        for step in self._settings.theme.fit:
            if self._fits(last):
                break
            ladder = self._ladder(step)
            if not ladder:
                continue
            last = self._typeset({**chosen, step.option: ladder[-1]})
            fits = self._fits(last)
            chosen[step.option] = self._loosest(chosen, step.option, ladder) if fits else ladder[-1]
        if not self._fits(last):
            raise self._failure(chosen, last)
        before = {name: self._current(name) for name in chosen}
        return Fit(self._limit, chosen, before, self._trials)

    def _ladder(self, step: FitStep) -> list[str]:
        """Return the values of an option to try, from the next below the present one to the tightest."""
        spec = self._settings.theme.options.get(step.option)
        if spec is None or spec.type not in {"length", "number", "integer"}:
            raise ThemeError(
                f"The theme {self._settings.theme.name} would fit pages by `{step.option}`, which is no length or number of it.",
                "Correct `fit` in its theme.yaml.",
            )
        unit = "pt" if spec.type == "length" else ""
        now = _number(self._current(step.option))
        tightest = _number(self._options({step.option: step.tightest})[step.option])
        count = int((now - tightest) / step.step + 1 - _CLOSE)
        return [f"{max(tightest, now - index * step.step):.4g}{unit}" for index in range(1, count + 1)]

    def _loosest(self, chosen: Mapping[str, str], option: str, ladder: list[str]) -> str:
        """Return the first value of a ladder that fits, of which the last one does."""
        low, high = 0, len(ladder) - 1
        while low < high:
            middle = (low + high) // 2
            if self._fits(self._typeset({**chosen, option: ladder[middle]})):
                high = middle
            else:
                low = middle + 1
        return ladder[high]

    def _fits(self, result: CompileResult) -> bool:
        return result.pdf is not None and result.pages <= self._limit

    def _typeset(self, values: Mapping[str, str]) -> CompileResult:
        """Typeset with some options: with the preamble that is there, or with one of its own where the theme needs that."""
        self._trials += 1
        project = self._prepared.project
        assert project is not None
        if self._quick and values:
            tex = self._options(values)
            result = self._compile(with_options(project, tex))
            if result.pdf is not None:
                return result
            self._quick = False
        if values:
            request = replace(self._request, options={**self._request.options, **values})
            unicode = self._typesetter.engine.unicode
            prepared = Preparation.of(self._source, self._resume, request, unicode=unicode)
            assert prepared.project is not None
            project = prepared.project
        return self._compile(project)

    def _compile(self, project: RenderedProject) -> CompileResult:
        result = self._typesetter.compile(project, self._limit).result()
        self._typesetter.start_again()
        return result

    def _current(self, option: str) -> str:
        return str(self._settings.options.tex.get(option, ""))

    def _options(self, values: Mapping[str, object]) -> dict[str, Tex]:
        """Return options as the style understands them."""
        resolved, problems = resolve_options(self._settings.theme, values)
        if problems:
            raise ThemeError(problems[0].message, "Correct `fit` in its theme.yaml.")
        return {name: resolved.tex[name] for name in values}

    def _failure(self, chosen: Mapping[str, str], last: CompileResult) -> FitError:
        lines = self._lines_too_many(last)
        tight = ", ".join(f"{name} {value}" for name, value in chosen.items())
        limit = f"{self._limit} page{'' if self._limit == 1 else 's'}"
        how = f", even with {tight}" if tight else ""
        count = f"{lines} line{' is' if lines == 1 else 's are'} too many" if lines else "there is too much text"
        other = "" if self._settings.theme.name == "compact" else ", or choose the theme `compact`"
        return FitError(
            f"{self._request.file} does not fit on {limit}{how}: {count}.",
            f"Cut the weakest bullets of the oldest jobs first{other}.",
        )

    def _lines_too_many(self, last: CompileResult) -> int:
        from resume_tex.pdf.findings import PageReader
        from resume_tex.rules.base import LayoutFacts

        if last.pdf is None or self._prepared.project is None:
            return 0
        reader = PageReader(self._resume, self._prepared.project, self._settings)
        return reader.facts(LayoutFacts(last.pages), last.pdf, limit=self._limit).overflow_lines


def _number(text: str) -> float:
    """Return the number of a resolved length or number."""
    return float(text.removesuffix("pt") or 0)
