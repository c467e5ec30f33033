"""Prepares a resume for an engine that can set its scripts: the one in use, or another one on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from resume_tex.diagnostics import Diagnostic, Path, Severity
from resume_tex.preparation import Preparation
from resume_tex.render.project import RenderedProject, RenderSettings, render_project
from resume_tex.render.scripts import NAMES, han_script, runs, script_of

if TYPE_CHECKING:
    from resume_tex.build_request import BuildRequest
    from resume_tex.document.models import Resume
    from resume_tex.document.source import SourceDocument
    from resume_tex.render.repertoire import MissingGlyph
    from resume_tex.repository.expectation import ExpectedVersion
    from resume_tex.repository.version import VersionQuery
    from resume_tex.typesetter import Typesetter


def prepare(
    source: SourceDocument,
    resume: Resume,
    request: BuildRequest,
    typesetter: Typesetter | None = None,
    *,
    unicode: bool = False,
    query: VersionQuery | ExpectedVersion | None = None,
    render: Callable[[Resume, RenderSettings], RenderedProject] = render_project,
) -> Preparation:
    """Prepare a resume; if the engine cannot set its scripts and the request names none, turn to one that can.

    Args:
        source: The document.
        resume: What it says.
        request: How it is to be built.
        typesetter: What will compile, turned to the engine chosen; None when nothing is compiled.
        unicode: Without a typesetter, whether no engine's limits count.
        query: What tells the document's version.
        render: What is made of the resume.

    Raises:
        ThemeError: See `Preparation.of`.
        EngineError: The engine chosen cannot be used.
    """
    if typesetter is not None:
        typesetter.turn_to(request.engine)
        unicode = typesetter.engine.unicode
    prepared = Preparation.of(source, resume, request, unicode=unicode, query=query, render=render)
    if prepared.project is None:
        return prepared
    if unicode:
        return _told_of_fonts(prepared)
    if request.engine is not None or not prepared.project.missing:
        return prepared
    foreign = [glyph for glyph in prepared.project.missing if script_of(glyph.character)]
    if not foreign:
        return prepared
    from resume_tex.engine.choice import unicode_engine

    choice = unicode_engine()
    if choice.name is None:
        return _refused(prepared, foreign, choice.problem, choice.remedy)
    if typesetter is not None:
        typesetter.turn_to(choice.name)
    turned = Preparation.of(source, resume, request, unicode=True, query=query, render=render)
    return _told_of_fonts(_with(turned, _turned(turned, foreign, choice.name)))


def _turned(prepared: Preparation, foreign: list[MissingGlyph], engine: str) -> Diagnostic:
    names = _names(prepared, foreign)
    message = (
        f"Typeset with {engine}, because the embedded engine does not set {names}. "
        f"It takes longer; the document's other text looks the same."
    )
    return _diagnostic(prepared, "tex.script-engine", Severity.INFO, message, foreign[0].path)


def _refused(prepared: Preparation, foreign: list[MissingGlyph], problem: str, remedy: str) -> Preparation:
    """Say for each script what is lacking, in place of what would be said of each of its characters."""
    from resume_tex.engine import script_fonts

    assert prepared.project is not None
    diagnostics = []
    for script, glyph in _first_of_scripts(prepared, foreign).items():
        message = f"This holds {_named(glyph.character, script)}, which the embedded engine does not set. {problem}"
        fonts = "" if script_fonts.find_font(script) else f" {script_fonts.remedy(script)}"
        diagnostics.append(
            _diagnostic(prepared, "tex.script", Severity.ERROR, message, glyph.path, f"{remedy}{fonts}".strip())
        )
    others = tuple(glyph for glyph in prepared.project.missing if glyph not in foreign)
    told = _with(prepared, *diagnostics)
    return replace(told, project=replace(prepared.project, missing=others))


def _told_of_fonts(prepared: Preparation) -> Preparation:
    """Add what is lacking to a preparation for an engine that sets every script it has a font for."""
    from resume_tex.engine import script_fonts

    if prepared.project is None:
        return prepared
    diagnostics = []
    for script, use in prepared.project.lacking.items():
        message = f"This holds {_named(use.character, script)}, and no font for it was found on this machine."
        help_text = script_fonts.remedy(script) or None
        diagnostics.append(_diagnostic(prepared, "tex.script", Severity.ERROR, message, use.path, help_text))
    return _with(prepared, *diagnostics)


def _with(prepared: Preparation, *diagnostics: Diagnostic) -> Preparation:
    return replace(prepared, diagnostics=(*prepared.diagnostics, *diagnostics)) if diagnostics else prepared


def _diagnostic(
    prepared: Preparation, code: str, severity: Severity, message: str, path: Path, help_text: str | None = None
) -> Diagnostic:
    span = prepared.source.span_of(path) if path else None
    return Diagnostic(code, severity, message, prepared.source.file, path, span, help_text)


def _named(character: str, script: str) -> str:
    return f"{character} (U+{ord(character):04X}, {NAMES[script]} script)"


def _names(prepared: Preparation, foreign: list[MissingGlyph]) -> str:
    names = [NAMES[script] for script in _first_of_scripts(prepared, foreign)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _first_of_scripts(prepared: Preparation, foreign: list[MissingGlyph]) -> dict[str, MissingGlyph]:
    """Return the first character of each script."""
    language = prepared.settings.locale.tag if prepared.settings is not None else ""
    han = han_script("".join(glyph.character for glyph in foreign), language)
    found: dict[str, MissingGlyph] = {}
    for glyph in foreign:
        script = next(runs(glyph.character, han)).script
        if script is not None:
            found.setdefault(script, glyph)
    return found
