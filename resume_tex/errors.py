"""Failures that end a command, each with its exit code.

What a user got wrong in a document is a `Diagnostic`, a value; these exceptions mean "cannot go on".
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2


class ResumeTexError(Exception):
    """A failure with a message for the user and a remedy.

    Args:
        message: What is wrong, as a sentence, naming the place.
        remedy: What to do about it, or an empty string.
    """

    exit_code = EXIT_USAGE

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class ThemeError(ResumeTexError):
    """A theme that does not exist or whose files are wrong."""


class EngineError(ResumeTexError):
    """A TeX engine that is missing or cannot start."""


class OutputError(ResumeTexError):
    """A result that cannot be written where it should go."""


class VariantError(ResumeTexError):
    """A variant that the document does not have."""


class RepositoryError(ResumeTexError):
    """A git repository, or a revision in it, that cannot be read or written."""
