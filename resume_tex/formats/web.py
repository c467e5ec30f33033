"""A resume as one HTML file: no script, nothing loaded from elsewhere, fit to be read, heard and printed.

The templates in templates/html/ say what is on the page. Text becomes `Markup` here, by Jinja's own escaping.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from resume_tex.document.inline import Bold, Code, Italic, Link, Text
from resume_tex.formats.contrast import readable
from resume_tex.formats.page import Entry, Page, Paragraph, Publication, Quotation, Row
from resume_tex.formats.rich import Node, Rich, When, words
from resume_tex.render.project import RenderSettings
from resume_tex.resources import html_templates_dir

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

_FONTS = {
    "charter": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
    "latin-modern": '"Latin Modern Roman", "CMU Serif", Georgia, "Times New Roman", serif',
}
_SANS = '"Source Sans 3", "Source Sans Pro", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
_PAPER = {"letter": "letter", "a4": "A4"}


@dataclass(frozen=True, slots=True)
class Looks:
    """What the page takes from the theme's options, as CSS."""

    accent: str
    text: str
    muted: str
    font: str
    paper: str
    margin: str
    centered: bool

    @classmethod
    def of(cls, settings: RenderSettings) -> Looks:
        """Return the looks of a theme; colours that are too light for a screen are darkened."""
        options = settings.options
        accent, text, muted = (readable(str(options.tex.get(name) or "1A1A1A")) for name in _COLORS)
        sides = [options.tex.get(f"margin-{side}") or options.tex.get("margin") for side in _SIDES]
        font = _FONTS.get(options.text("font"), _SANS)
        paper = _PAPER.get(options.text("paper"), "letter")
        centered = options.text("header-align") == "center"
        return cls(accent, text, muted, font, paper, " ".join(str(side or "54pt") for side in sides), centered)


_COLORS = ("accent", "text-color", "muted-color")
_SIDES = ("top", "right", "bottom", "left")


def write_html(page: Page, settings: RenderSettings) -> str:
    """Return a page as an HTML document."""
    return render_html("resume.html.j2", settings, page=page, title=page.title)


def render_html(template: str, settings: RenderSettings, **context: object) -> str:
    """Render a template of templates/html/, with the theme's looks; its style is the only one that the page allows."""
    environment = _environment(settings.template_cache)
    style = environment.get_template("style.css.j2").render(looks=Looks.of(settings)).strip()
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(style=Markup(style), digest=digest, **context)  # noqa: S704 - our own


@lru_cache(maxsize=4)
def _environment(cache: BytecodeCache | None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(html_templates_dir())), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False, bytecode_cache=cache,
    )  # fmt: skip
    environment.filters["rich"] = rich_html
    environment.filters["words"] = words
    environment.tests.update({name: _kind_test(kind) for name, kind in _KINDS.items()})
    return environment


_KINDS = {"entry": Entry, "publication": Publication, "row": Row, "quotation": Quotation, "paragraph": Paragraph}


def _kind_test(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def rich_html(text: Rich | None) -> Markup:
    """Return a text as HTML."""
    return Markup().join(map(_node, text or ()))


def _node(node: Node) -> Markup:
    match node:
        case Text(text):
            return escape(text)
        case Code(text):
            return Markup("<code>{}</code>").format(text)
        case When(text, iso):
            return Markup('<time datetime="{}">{}</time>').format(iso, text) if iso else escape(text)
        case Bold(children):
            return Markup("<strong>{}</strong>").format(rich_html(children))
        case Italic(children):
            return Markup("<em>{}</em>").format(rich_html(children))
        case Link(url, children):
            return Markup('<a href="{}">{}</a>').format(url, rich_html(children))
