"""Rules about what a summary says: one domain, its scale, a result."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.summary.text import PATH, phrases, summary_text
from resume_tex.rules.text.quantities import BARE, COUNT, DURATION, MONEY, RATE, SIZE, YEAR, Quantity
from resume_tex.rules.vocabulary import vocabulary

_TELLING = 3
"""Weight of words of effect that makes several sentences tell a result; each sentence more brings some."""
_TOLERANCE = 1.0
_YEARS = frozenset({"years", "year", "yrs"})


@rule(Severity.WARNING)
def missing(context: RuleContext) -> Iterator[Finding]:
    """There is a summary.

    Why:
        The first lines decide whether the rest is read. Two to four sentences with domain, scale and a result are worth the room.

    Weak:
        - |
          basics: {name: Alex Petrov, email: alex.petrov@email.com}
        - |
          basics: {name: Alex Petrov, summary: ""}
        - |
          work: [{name: Shopify, position: ML Engineer, startDate: 2022}]

    Strong:
        - |
          basics: {summary: Speech engineer who took caption errors at a meeting service from 18% to 9% in 36 languages over five years.}
        - |
          basics: {summary: Fraud scientist for card payments. Eight years; false declines down 18% at two acquirers on 90M cards.}
        - |
          basics: {summary: "Builds demand forecasts for fresh food in 900 stores; waste is down by £2M a year since they order by them."}

    Source:
        Recruiters' reading order: name, title, summary, newest job.
    """
    summary = context.resume.basics.summary
    if not summary or not summary.strip():
        yield Finding(
            PATH,
            "Write a summary: two to four sentences with your domain, the scale you worked at, and one result with its number.",
        )


@rule(Severity.WARNING)
def no_domain(context: RuleContext) -> Iterator[Finding]:
    """The summary names one specific domain.

    Why:
        "Machine learning" is everybody's field. Ranking, fraud, speech or forecasting tells the reader whether to go on.

    Weak:
        - Machine learning engineer with six years of experience who has built models for 14 projects and cut their run time by 40%.
        - Data scientist working in AI and data science, with 9 models in production for 20 teams and $2M saved over five years.
        - Senior AI engineer. Took various projects from notebook to production, halved the GPU bill of 30 teams and led four people.

    Strong:
        - Scores card payments for fraud in real time; cut false declines by 18% on 90M cards in six years at two acquirers.
        - Six years of demand forecasting for fresh food; waste in 900 stores is down by a third since buyers order by it.
        - Search engineer of six years. Rebuilt query understanding for 18M products, which cut empty results by 30%.

    Source:
        Hiring managers look for their own problem first.
    """
    text = summary_text(context)
    if text is None or vocabulary(context.role).domains.first(text.lowers) is not None:
        return
    generic = text.find(phrases("generic"))
    words = tuple(dict.fromkeys(generic))[:1]
    named = f'"{words[0]}" is no domain. ' if words else ""
    yield Finding(
        PATH,
        f"{named}Name the problem you know best: ranking, fraud, speech, forecasting or the like, and for whom.",
        words,
        severity=None if words else Severity.INFO,
    )


@rule(Severity.WARNING)
def no_result(context: RuleContext) -> Iterator[Finding]:
    """The summary has a result.

    Why:
        One number that moved, or one decision that held, is what a reader repeats to the next.

    Weak:
        - ML engineer in recommendation systems with experience in designing, training and deploying models for e-commerce companies.
        - Computer vision engineer for medical imaging. Works with segmentation and detection models, mostly in PyTorch and MONAI.
        - Data scientist in insurance pricing who builds statistical and machine-learning models for motor and home portfolios.

    Strong:
        - Recommendation engineer; a two-tower model of mine raised first-day plays by 18% for 2M listeners in six years at one label.
        - Medical-imaging engineer. Took triage of chest X-rays through two FDA clearances; it flags a collapsed lung in 40 s instead of 3 h.
        - Insurance pricing in motor and home for six years; loss ratio fell from 74% to 66% on the portfolios I re-rated.

    Source:
        The same advice as bullets.no-result.
    """
    text = summary_text(context)
    if text is None or text.outcome.change is not None:
        return
    if text.outcome.weight >= _TELLING and not text.find(phrases("adjectives")):
        return
    if any(_is_measure(text, quantity) for quantity in text.quantities):
        return
    yield Finding(
        PATH,
        "The summary claims no result. Add the one you are proudest of, with its number: what moved, by how much, for whom.",
    )


def _is_measure(text: TextAnalysis, quantity: Quantity) -> bool:
    return quantity.kind not in {DURATION, YEAR, BARE, COUNT} and not text.joined(quantity.end - 1)


@rule(Severity.INFO)
def no_scale(context: RuleContext) -> Iterator[Finding]:
    """The summary tells the scale of the work.

    Why:
        Ranking for 500M users and ranking for 5,000 are different jobs. Users, requests, items, data, money or teams: one will do.

    Weak:
        - Recommendation engineer for news feeds. Raised click-through by 12% with a two-tower model, and owns it in production.
        - Fraud scientist in card payments who cut false declines by 18% and explains each decision to the regulator.
        - Speech recognition for call centres since 2019; halved word error rate with semi-supervised training on raw calls.

    Strong:
        - Recommendation engineer for a news feed of 30M readers. Raised click-through by 12% and owns ranking in production.
        - Fraud scientist in card payments who cut false declines by 18%, worth €10M a year, and explains each to the regulator.
        - Speech recognition for call centres; word error rate halved for 40 customers with semi-supervised training on raw calls.

    Source:
        Interviewers ask for scale first.
    """
    text = summary_text(context)
    if text is None:
        return
    scale = frozenset(load_lexicon("summary")["scale"])
    for quantity in text.quantities:
        if quantity.kind in {MONEY, SIZE, RATE} or ((quantity.value or 0) >= 1000 and quantity.kind in {COUNT, BARE}):
            return
        if quantity.kind in {COUNT, BARE} and scale.intersection(text.lowers[quantity.start : quantity.end + 3]):
            return
    if text.find(phrases("scale")) and not text.quantities:
        return
    yield Finding(PATH, "Add the scale of the work: users, requests a day, items, data, money or teams.")


@rule(Severity.WARNING)
def contradiction(context: RuleContext) -> Iterator[Finding]:
    """The years claimed agree with the work's dates.

    Why:
        Readers add up the dates. A claim that is a year over makes them check everything else.

    Weak:
        - |
          basics: {summary: "Fraud scientist with 8 years of experience in card payments; false declines down 18% on 90M cards."}
          work: [{name: Adyen, startDate: 2022-01, endDate: 2026-01}]
        - |
          basics: {summary: "Ten years in speech recognition; took caption errors from 18% to 9% in 36 languages for 4M users."}
          work: [{name: Zoom, startDate: 2019-01, endDate: 2023-01}, {name: Nuance, startDate: 2023-02, endDate: 2026-01}]
        - |
          basics: {summary: "ML engineer with over 12 years of experience in ranking; click-through up 12% for 30M readers of a feed."}
          work: [{name: Schibsted, startDate: 2017-01, endDate: 2026-01}]

    Strong:
        - |
          basics: {summary: "Fraud scientist with 5+ years in card payments; false declines down 18% on 90M cards at two acquirers."}
          work: [{name: Adyen, startDate: 2019-01, endDate: 2026-01}]
        - |
          basics: {summary: "Search engineer. Took 8 years of query logs apart and cut empty results by 30% on 18M products."}
          work: [{name: Etsy, startDate: 2022-01, endDate: 2026-01}]
        - |
          basics: {summary: "Nine years in click modelling and bidding; budget-split tests since 2021, which stopped two launches."}
          work: [{name: Criteo, startDate: 2017-06, endDate: 2026-05}]

    Source:
        Reference checks compare the same two things.
    """
    text = summary_text(context)
    worked = context.facts.years_experience
    if text is None or not worked or any(job.start is None for job in context.facts.jobs):
        return
    for quantity in text.quantities:
        if (
            quantity.kind == DURATION
            and quantity.value is not None
            and text.lowers[quantity.end - 1] in _YEARS
            and _is_claim(text, quantity)
        ):
            words = text.words_between(quantity.start, quantity.end)
            if quantity.value - worked > _TOLERANCE:
                yield Finding(
                    PATH,
                    f'"{words}" is more than the {worked:.1f} years that the dates under work add up to. Correct one of them.',
                    (words,),
                )
            return


def _is_claim(text: TextAnalysis, quantity: Quantity) -> bool:
    """Tell whether a number of years is the person's experience."""
    following = text.lowers[quantity.end : quantity.end + 2]
    preceding = text.lowers[max(0, quantity.start - 2) : quantity.start]
    if "experience" in text.lowers[quantity.end : quantity.end + 4] or following[:1] == ("in",):
        return True
    return quantity.start <= 1 or (bool(preceding) and preceding[-1] == "with")
