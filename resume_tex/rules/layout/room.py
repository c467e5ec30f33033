"""Rules about the room on the pages: how many there are, and what stands alone or too wide on them."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Path, Severity
from resume_tex.rules.base import Finding, LayoutFacts, RuleContext, rule

_LONG_CAREER = 10.0
"""Years of work that earn a second page."""
_MOST_PAGES = 2
_SHORT_PAGE = 0.25
_SMALL_EXCESS = 1.0
"""Points of an overfull line that no eye sees."""
_LIMIT_PATH: Path = ("meta", "resumeTex", "pages")


@rule(Severity.ERROR, needs_layout=True)
def pages(context: RuleContext) -> Iterator[Finding]:
    """The resume keeps to its page limit: one page under ten years of work, two at most.

    Why:
        The first page is read, the second is skimmed, the third is not seen. An error when the document's own limit
        (`meta.resumeTex.pages`) is passed, a warning for the usual one.

    Weak:
        - |
          meta: {resumeTex: {pages: 1}}
          x-layout: {pages: 2, overflow_lines: 6}
        - |
          work: [{name: Hulu, position: ML Engineer, startDate: 2021-03}]
          x-layout: {pages: 2, last_page_fill: 0.8}
        - |
          work: [{name: Intel, position: Principal Engineer, startDate: 2004}]
          x-layout: {pages: 3, last_page_fill: 0.6}

    Strong:
        - |
          work: [{name: Hulu, position: ML Engineer, startDate: 2021-03}]
          x-layout: {pages: 1}
        - |
          work: [{name: Intel, position: Principal Engineer, startDate: 2004}]
          x-layout: {pages: 2, last_page_fill: 0.7}
        - |
          meta: {resumeTex: {pages: 1}}
          x-layout: {pages: 1}

    Source:
        Advice of recruiters in industry; academic CVs follow other customs.
    """
    layout = context.layout or LayoutFacts(1)
    limit = context.resume.settings.pages
    if limit is not None and layout.pages > limit:
        yield Finding(_LIMIT_PATH, f"{_count(layout.pages)}, but the limit is {limit}.{_excess(layout)} {_REMEDY}")
    elif layout.pages > _MOST_PAGES:
        message = f"{layout.pages} pages are more than anyone reads.{_excess(layout)} {_REMEDY}"
        yield Finding((), message, severity=Severity.WARNING)
    elif layout.pages > 1 and context.facts.years_experience < _LONG_CAREER:
        years = max(round(context.facts.years_experience), 0)
        message = f"Two pages for {years} years of work: one page is the custom under ten.{_excess(layout)} {_REMEDY}"
        yield Finding((), message, severity=Severity.WARNING)


_REMEDY = "Cut the weakest bullets of the oldest jobs first, or let `resume-tex build --fit` look for tighter settings."


def _count(number: int) -> str:
    return f"{number} page{'' if number == 1 else 's'}"


def _excess(layout: LayoutFacts) -> str:
    lines = layout.overflow_lines
    return f" {lines} line{' is' if lines == 1 else 's are'} too many." if lines else ""


@rule(Severity.WARNING, needs_layout=True)
def short_last_page(context: RuleContext) -> Iterator[Finding]:
    """The last page is at least a quarter full.

    Why:
        A few lines on a page of their own look like an accident, and they are: a little less text or a tighter theme takes
        them back.

    Weak:
        - |
          work: [{name: Oracle, startDate: 2008}]
          x-layout: {pages: 2, last_page_fill: 0.08}
        - |
          work: [{name: Oracle, startDate: 2008}]
          x-layout: {pages: 2, last_page_fill: 0.2, overflow_lines: 9}
        - |
          meta: {resumeTex: {pages: 2}}
          work: [{name: Cisco, startDate: 2011}]
          x-layout: {pages: 2, last_page_fill: 0.01, overflow_lines: 0}

    Strong:
        - |
          work: [{name: Oracle, startDate: 2008}]
          x-layout: {pages: 2, last_page_fill: 0.4}
        - |
          work: [{name: Oracle, startDate: 2008}]
          x-layout: {pages: 1, last_page_fill: 0.2}
        - |
          work: [{name: Oracle, startDate: 2008}]
          x-layout: {pages: 2, last_page_fill: 1.0}

    Source:
        Typographers' custom.
    """
    layout = context.layout or LayoutFacts(1)
    if layout.pages > 1 and layout.last_page_fill < _SHORT_PAGE:
        percent = round(layout.last_page_fill * 100)
        message = (
            f"The last page is only {percent}% full. Cut a few lines to save it, or use the room for your best work."
        )
        yield Finding((), message)


@rule(Severity.WARNING, needs_layout=True)
def stranded_heading(context: RuleContext) -> Iterator[Finding]:
    """No heading or entry title stands alone at the foot of a page.

    Why:
        A title parted from its text is read twice or not at all.

    Weak:
        - |
          work: [{name: Roku, startDate: 2010}]
          x-layout: {pages: 2, stranded_headings: [[education]]}
        - |
          work: [{name: Roku, startDate: 2016}, {name: Comcast, startDate: 2010, endDate: 2016}]
          x-layout: {pages: 2, stranded_headings: [[work, 1]]}
        - |
          work: [{name: Roku, startDate: 2010}]
          projects: [{name: vidhash}]
          x-layout: {pages: 2, last_page_fill: 0.5, stranded_headings: [[projects], [projects, 0]]}

    Strong:
        - |
          work: [{name: Roku, startDate: 2010}]
          x-layout: {pages: 2}
        - |
          work: [{name: Roku, startDate: 2021}]
          x-layout: {pages: 1}
        - |
          x-layout: {pages: 2, last_page_fill: 0.9, stranded_headings: []}

    Source:
        Typographers' custom.
    """
    for path in (context.layout or LayoutFacts(1)).stranded_headings:
        yield Finding(
            path,
            "This title stands alone at the foot of a page. Cut a line above it, or add one, to keep it with its text.",
        )


@rule(Severity.INFO, needs_layout=True)
def widow_word(context: RuleContext) -> Iterator[Finding]:
    """The last line of a bullet holds more than one word.

    Why:
        A word on a line of its own costs a line; a word less in the bullet gives it back.

    Weak:
        - |
          work: [{name: Twitch, startDate: 2021, highlights: [Cut chat toxicity by 20%.]}]
          x-layout: {pages: 1, widow_words: [[work, 0, highlights, 0]]}
        - |
          basics: {summary: Search engineer.}
          x-layout: {pages: 1, widow_words: [[basics, summary]]}
        - |
          projects: [{name: hnsw-rs, highlights: [a, b]}]
          x-layout: {pages: 1, widow_words: [[projects, 0, highlights, 0], [projects, 0, highlights, 1]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          x-layout: {pages: 2, last_page_fill: 0.5, widow_words: []}
        - |
          work: [{name: Twitch, startDate: 2021, highlights: [Cut chat toxicity by 20%.]}]
          x-layout: {pages: 1}

    Source:
        Typographers' custom.
    """
    for path in (context.layout or LayoutFacts(1)).widow_words:
        yield Finding(path, "The last line holds a single word. Drop a word or two from the text to save the line.")


@rule(Severity.WARNING, needs_layout=True)
def overfull(context: RuleContext) -> Iterator[Finding]:
    """No text runs into the margin.

    Why:
        A line past the margin looks broken and may be cut off in print.

    Weak:
        - |
          projects: [{name: averyveryverylongnamewithoutanybreak}]
          x-layout: {pages: 1, overfull: [[[projects, 0, name], 23.5]]}
        - |
          x-layout: {pages: 1, overfull: [[[basics, summary], 4.0]]}
        - |
          x-layout: {pages: 1, overfull: [[[work, 0, highlights, 2], 61.2], [[skills, 0], 3.3]]}

    Strong:
        - |
          x-layout: {pages: 1}
        - |
          x-layout: {pages: 1, overfull: [[[work, 0, highlights, 1], 0.4]]}
        - |
          x-layout: {pages: 2, last_page_fill: 0.5, overfull: []}

    Source:
        Typographers' custom.
    """
    for path, excess in (context.layout or LayoutFacts(1)).overfull:
        if excess > _SMALL_EXCESS:
            message = (
                f"The text runs {excess:.0f} pt into the margin. Break up or shorten the longest word or address in it."
            )
            yield Finding(path, message)
