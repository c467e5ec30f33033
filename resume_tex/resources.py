"""Where schema/, templates/ and themes/ are, in an installed wheel and in a checkout.

The only module that knows; nothing else may build paths to the package's data.
"""

from __future__ import annotations

from pathlib import Path

from resume_tex.errors import ResumeTexError

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """Return the folder that holds schema/, templates/ and themes/.

    Raises:
        ResumeTexError: The installation is damaged: the data is in neither place.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / "templates" / "latex").is_dir() and (root / "themes").is_dir():
            return root
    raise ResumeTexError(
        f"The installation of resume-tex in {_PACKAGE} lacks its templates and themes.",
        "Reinstall it: pip install --force-reinstall resume-tex",
    )


def schema_dir() -> Path:
    """Return the folder of JSON Schemas."""
    return data_root() / "schema"


def templates_dir() -> Path:
    """Return the folder of LaTeX templates."""
    return data_root() / "templates" / "latex"


def html_templates_dir() -> Path:
    """Return the folder of HTML templates."""
    return data_root() / "templates" / "html"


def themes_dir() -> Path:
    """Return the folder of shipped themes."""
    return data_root() / "themes"


def licence_file() -> Path:
    """Return the licence of this package and its styles."""
    return data_root() / "LICENSE"


def project_dir() -> Path:
    """Return the folder of what a new project gets besides its resume."""
    return data_root() / "templates" / "project"


def sample_resume() -> Path:
    """Return the example that a new project starts from."""
    return data_root() / "examples" / "ml-engineer.yaml"
