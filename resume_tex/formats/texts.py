"""The formats that are text, by name."""

from __future__ import annotations

from resume_tex.document.models import Resume
from resume_tex.document.source import SourceDocument
from resume_tex.render.project import RenderSettings


def write_text(kind: str, source: SourceDocument, resume: Resume, settings: RenderSettings) -> str:
    """Return a document in one of the formats `txt`, `md`, `html` and `json`.

    Args:
        kind: The format.
        source: The document as it was parsed.
        resume: The resume that was made of it.
        settings: Language, theme and options.
    """
    if kind == "json":
        from resume_tex.document.json_resume import to_json_resume
        from resume_tex.document.json_text import write_json

        return write_json(to_json_resume(source.data, resume))
    from resume_tex.formats.page import lay_out

    page = lay_out(resume, settings)
    if kind == "txt":
        from resume_tex.formats.plain_text import write_plain_text

        return write_plain_text(page)
    if kind == "md":
        from resume_tex.formats.markdown import write_markdown

        return write_markdown(page)
    from resume_tex.formats.web import write_html

    return write_html(page, settings)
