r"""A rendered project with other values of its options, for trials: the preamble stays as it is, so that nothing is precompiled.

The style applies the values anew at the beginning of the body; what LaTeX has derived from the old page size is set again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from resume_tex.render.escape import Tex
from resume_tex.render.project import RenderedProject

_BEGIN = "\\begin{document}"
_APPLY = (
    r"\makeatletter\let\RequirePackage\@gobble\let\resume@applyfonts\relax"  # they stay, and belong in the preamble
    r"\ResumeSetup{%s}"
    r"\@colht\textheight\@colroom\textheight\vsize\textheight\columnwidth\textwidth\makeatother"
)


def with_options(project: RenderedProject, values: Mapping[str, Tex]) -> RenderedProject:
    """Return a project that looks as if its preamble had set these options, which the style understands as they are."""
    settings = ", ".join(f"{name}={{{value}}}" for name, value in values.items())
    return replace(project, body=project.body.replace(_BEGIN, _BEGIN + _APPLY % settings, 1))
