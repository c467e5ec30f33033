"""Rules about the text of the finished PDF, as machines read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, LayoutFacts, RuleContext, rule


@rule(Severity.ERROR, needs_layout=True)
def missing_text(context: RuleContext) -> Iterator[Finding]:
    """Every field comes out of the PDF's text.

    Why:
        Tracking systems read the text of the PDF, not the page. What does not come out of it, they do not see.

    Weak:
        - |
          basics: {name: 李雷}
          x-layout: {pages: 1, missing_text: [[basics, name]]}
        - |
          work: [{name: Zoho, startDate: 2021}]
          x-layout: {pages: 1, missing_text: [[work, 0, name]]}
        - |
          x-layout: {pages: 1, missing_text: [[skills, 0, keywords, 3], [skills, 1, keywords, 0]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          basics: {name: Łukasz Żak}
          x-layout: {pages: 1, missing_text: []}
        - |
          x-layout: {pages: 2, last_page_fill: 0.6}

    Source:
        How applicant tracking systems read PDF files.
    """
    for path in (context.layout or LayoutFacts(1)).missing_text:
        message = "This text is not in the PDF's text layer, so that no machine reads it. Use plainer characters, or another theme or engine."
        yield Finding(path, message)


@rule(Severity.ERROR, needs_layout=True)
def displaced_text(context: RuleContext) -> Iterator[Finding]:
    """Every field stands in the PDF's text where a reader expects it.

    Why:
        Tracking systems tell what a line is from the lines around it: a title that comes out after the bullets, or a date at
        the end of the page, goes to another job or to none.

    Weak:
        - |
          work: [{name: Miro, startDate: 2021}]
          x-layout: {pages: 1, displaced_text: [[work, 0, startDate]]}
        - |
          basics: {email: jane.doe@example.com}
          x-layout: {pages: 1, displaced_text: [[basics, email]]}
        - |
          x-layout: {pages: 1, displaced_text: [[education, 0, institution], [education, 1, institution]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          work: [{name: Miro, startDate: 2021}]
          x-layout: {pages: 1, displaced_text: []}
        - |
          x-layout: {pages: 2, last_page_fill: 0.6}

    Source:
        How applicant tracking systems read PDF files.
    """
    for path in (context.layout or LayoutFacts(1)).displaced_text:
        message = "This text comes out of the PDF in another place than it stands in. Use a theme with one column."
        yield Finding(path, message)


@rule(Severity.WARNING, needs_layout=True)
def torn_words(context: RuleContext) -> Iterator[Finding]:
    """Words come out of the PDF's text with the spaces between them that the page shows.

    Why:
        A search for `machine learning` finds neither `machinelearning` nor `mach ine learning`.

    Weak:
        - |
          work: [{position: Machine Learning Engineer}]
          x-layout: {pages: 1, torn_words: [[[work, 0, position], MachineLearning]]}
        - |
          basics: {name: Jane Doe}
          x-layout: {pages: 1, torn_words: [[[basics, name], J ane Doe]]}
        - |
          x-layout: {pages: 1, torn_words: [[[skills, 0, keywords, 1], Py Torch], [[skills, 0, keywords, 2], Tensor Flow]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          basics: {name: Jane Doe}
          x-layout: {pages: 1, torn_words: []}
        - |
          x-layout: {pages: 2, last_page_fill: 0.6}

    Source:
        How text extractors guess spaces from gaps.
    """
    for path, words in (context.layout or LayoutFacts(1)).torn_words:
        message = f"The words come out of the PDF as `{words}`. Use another font or theme."
        yield Finding(path, message)


@rule(Severity.ERROR, needs_layout=True)
def stray_glyph(context: RuleContext) -> Iterator[Finding]:
    r"""Nothing but text comes out of the PDF's text.

    Why:
        Icons of a symbol font and glyphs without a Unicode value come out as boxes or question marks, glued to the telephone
        number or the address beside them.

    Weak:
        - |
          basics: {phone: 917-555-0381}
          x-layout: {pages: 1, stray_glyphs: [[[basics, phone], "\uF095"]]}
        - |
          x-layout: {pages: 1, stray_glyphs: [[[], "\uFFFD"]]}
        - |
          x-layout: {pages: 1, stray_glyphs: [[[basics, email], "\uF0E0"], [[basics, profiles, 0], "\uF09B"]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          basics: {phone: 917-555-0381}
          x-layout: {pages: 1, stray_glyphs: []}
        - |
          x-layout: {pages: 2, last_page_fill: 0.6}

    Source:
        How applicant tracking systems read PDF files.
    """
    characters: dict[Path, list[str]] = {}
    for path, character in (context.layout or LayoutFacts(1)).stray_glyphs:
        characters.setdefault(path, []).append(character)
    for path, strays in characters.items():
        named = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(strays))
        message = (
            f"What is no text comes out of the PDF beside this: {named}. Use a theme that draws its icons, or none."
        )
        yield Finding(path, message)


@rule(Severity.ERROR, needs_layout=True)
def missing_glyph(context: RuleContext) -> Iterator[Finding]:
    """Every character exists in the theme's font.

    Why:
        A character that the font lacks prints as a box or not at all, mostly in a name, where it hurts most.

    Weak:
        - |
          basics: {name: Nguyễn Văn A}
          x-layout: {pages: 1, missing_glyphs: [[[basics, name], ễ]]}
        - |
          x-layout: {pages: 1, missing_glyphs: [[[work, 0, highlights, 1], "🚀"]]}
        - |
          x-layout: {pages: 1, missing_glyphs: [[[basics, location], 京], [[basics, location], 東]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          basics: {name: Zoë Müller}
          x-layout: {pages: 1, missing_glyphs: []}
        - |
          x-layout: {pages: 2, last_page_fill: 0.6}

    Source:
        What the typesetter reports.
    """
    characters: dict[Path, list[str]] = {}
    for path, character in (context.layout or LayoutFacts(1)).missing_glyphs:
        characters.setdefault(path, []).append(character)
    for path, missing in characters.items():
        named = ", ".join(f"{c} ({_name(c)})" for c in dict.fromkeys(missing))
        message = f"The font lacks {named}. Write it another way, or choose an engine with Unicode fonts (`resume-tex doctor`)."
        yield Finding(path, message, tuple(dict.fromkeys(missing)))


def _name(character: str) -> str:
    code = " ".join(f"U+{ord(part):04X}" for part in character)
    name = unicodedata.name(character, "") if len(character) == 1 else ""
    return f"{name.lower()}, {code}" if name else code
