"""What a request is about: a loaded document, or the variant of it that the request names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from resume_tex.build_request import BuildRequest
from resume_tex.diagnostics import Diagnostic, has_errors
from resume_tex.document.load import LoadResult
from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.document.variants import Selection, check_variants, select_variant


@dataclass(frozen=True, slots=True)
class Subject:
    """A document or a variant of it.

    Attributes:
        source: The document, or None when its syntax is broken.
        resume: The resume, or None when there is an error.
        diagnostics: What was found so far, with paths in the whole document.
        output: Name of the results, without folder and ending, in place of the document's own.
    """

    source: SourceDocument | None
    resume: Resume | None
    diagnostics: tuple[Diagnostic, ...]
    output: str | None = None
    _selection: Selection | None = None

    @classmethod
    def of(cls, loaded: LoadResult, request: BuildRequest) -> Subject:
        """Select what a request asks for.

        Raises:
            VariantError: The document has no such variant.
        """
        source, resume = loaded.source, loaded.resume
        if source is None or resume is None:
            return cls(source, resume, loaded.diagnostics)
        found = [*loaded.diagnostics, *check_variants(source, resume)]
        if request.variant is None:
            return cls(source, None if has_errors(found) else resume, tuple(found))
        selection = select_variant(source, resume, request.variant)
        graver = {(d.code, d.path): d for d in selection.diagnostics}
        found = [graver.pop((d.code, d.path), d) for d in found]
        found += graver.values()
        chosen = None if has_errors(found) else selection.resume
        return cls(selection.source, chosen, tuple(found), selection.output, selection)

    def restore(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return findings with the paths that their fields have in the whole document."""
        return self._selection.restore(diagnostics) if self._selection is not None else list(diagnostics)
