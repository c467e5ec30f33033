"""Resumes as one YAML file: checked as a hiring manager reads them, typeset with LaTeX.

`Resume.model_validate(data)` enforces structure and the error-level quality rules in a Python program.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resume_tex.rules.enforce import EnforcedResume as Resume

__version__ = "0.1.0"
__all__ = ["Resume", "__version__"]


def __getattr__(name: str) -> object:
    """Import `Resume` when it is asked for: the command must not pay for it."""
    if name == "Resume":
        from resume_tex.rules.enforce import EnforcedResume

        return EnforcedResume
    raise AttributeError(f"module 'resume_tex' has no attribute {name!r}")
