"""The summary as the rules of its family read it."""

from __future__ import annotations

from functools import cache

from resume_tex.diagnostics import Path
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.rules.base import RuleContext
from resume_tex.rules.language import TextAnalysis, analyse
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.tokens import Phrases, phrase_set

PATH: Path = ("basics", "summary")


def summary_text(context: RuleContext) -> TextAnalysis | None:
    """Return the summary, unless there is none or it is in another language."""
    written = context.resume.basics.summary
    if not written or not written.strip():
        return None
    text = analyse(plain_text(parse_inline(written)), foreign=not context.facts.texts.english)
    return text if text.is_english else None


@cache
def phrases(name: str) -> Phrases[str]:
    """Return a list of phrases of the summary's lexicon."""
    return phrase_set(load_lexicon("summary")[name])
