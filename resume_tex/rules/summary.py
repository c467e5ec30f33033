"""Rules about the summary: anchored in one domain, with its scale and a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from resume_tex.diagnostics import Severity
from resume_tex.document.inline import parse_inline, plain_text
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.language import TextAnalysis, analyse
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.text.quantities import BARE, COUNT, DURATION, MONEY, YEAR, Quantity
from resume_tex.rules.text.tokens import Phrases, phrase_set
from resume_tex.rules.vocabulary import tools_in, vocabulary

_PATH = ("basics", "summary")
_MIN_WORDS, _MAX_WORDS, _MAX_SENTENCES, _SHORT = 15, 80, 4, 60
_MAX_TOOLS = 6
_LISTED_TOOLS, _LISTED_SHARE = 5, 0.5
_TOLERANCE = 1.0
_TELLING = 3
"""Weight of words of effect that makes several sentences tell a result; each sentence more brings some."""
_SENTENCE_END = re.compile(r"(?<![.\s][A-Za-z])[.!?](?:\s+(?=[\"“A-Z0-9])|\s*$)")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|\*[^*]+\*")
_OVER = frozenset({"over", "than", "nearly", "almost", "least", "about", "around", "some", "over"})
_YEARS = frozenset({"years", "year", "yrs"})


def _summary(context: RuleContext) -> TextAnalysis | None:
    """Return the summary, unless there is none or it is in another language."""
    written = context.resume.basics.summary
    if not written or not written.strip():
        return None
    text = analyse(plain_text(parse_inline(written)))
    return text if text.is_english else None


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
        yield Finding(_PATH, "Write a summary: two to four sentences with your domain, the scale you worked at, and one result with its number.")


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
    text = _summary(context)
    if text is None or vocabulary(context.role).domains.first(text.lowers) is not None:
        return
    generic = text.find(_phrases("generic"))
    words = tuple(dict.fromkeys(generic))[:1]
    named = f'"{words[0]}" is no domain. ' if words else ""
    yield Finding(
        _PATH,
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
    text = _summary(context)
    if text is None or text.outcome.change is not None or text.outcome.weight >= _TELLING:
        return
    if any(_is_measure(text, quantity) for quantity in text.quantities):
        return
    yield Finding(_PATH, "The summary claims no result. Add the one you are proudest of, with its number: what moved, by how much, for whom.")


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
    text = _summary(context)
    if text is None:
        return
    scale = frozenset(load_lexicon("summary")["scale"])
    for quantity in text.quantities:
        if quantity.kind == MONEY or (quantity.value or 0) >= 1000 and quantity.kind in {COUNT, BARE}:  # noqa: PLR2004
            return
        if quantity.kind in {COUNT, BARE} and scale.intersection(text.lowers[quantity.start : quantity.end + 3]):
            return
    if text.find(_phrases("scale")) and not text.quantities:
        return
    yield Finding(_PATH, "Add the scale of the work: users, requests a day, items, data, money or teams.")


@rule(Severity.WARNING)
def adjectives(context: RuleContext) -> Iterator[Finding]:
    """The summary does without praise of oneself.

    Why:
        Everyone is passionate and results-driven; the words are skipped, and so is what stands beside them.

    Weak:
        - Passionate recommendation engineer who raised click-through by 12% for 30M readers of a news feed with a two-tower model.
        - Fraud scientist with a proven track record. Cut false declines by 18% on 90M cards at two acquirers in six years.
        - Hard-working speech engineer; took caption errors from 18% to 9% in 36 languages for the meetings of 4M users.

    Strong:
        - Keeps strong consistency between offline and online features for a feed of 30M readers; click-through is up 12%.
        - Wrote "Passionate users, cold items", a note on cold start that 9 teams follow; first-day plays rose 18% on 2M listeners.
        - Fraud scientist. Cut false declines by 18% on 90M cards at two acquirers, and defends each model before the regulator.

    Source:
        Show, do not tell.
    """
    text = _summary(context)
    if text is None:
        return
    quoted = [match.span() for match in _QUOTED.finditer(text.text)]
    last = -1
    for start, end, _ in _phrases("adjectives").find(text.lowers):
        words = text.words_between(start, end)
        place = text.tokens[start].start
        if start < last or any(first <= place < stop for first, stop in quoted):
            continue
        last = end
        yield Finding(_PATH, f'"{words}" is what everybody writes. Replace it by what you did that shows it.', (words,))


@rule(Severity.WARNING)
def tool_list(context: RuleContext) -> Iterator[Finding]:
    """The summary names at most six technologies.

    Why:
        Tools stand under Skills and in the bullets. In the summary they take the place of what you did with them.

    Weak:
        - Recommendation engineer with Python, Scala, Spark, Kafka, Airflow, PyTorch and TensorFlow; raised click-through by 12% for 30M readers.
        - Fraud scientist for payments. XGBoost, LightGBM, Flink, Redis, Feast, Kubernetes, Docker, Terraform. Saved €10M a year.
        - Builds assistants for lawyers with LangChain, LlamaIndex, OpenAI API, Pinecone, Streamlit, Docker, Redis and FastAPI, by which 400 of them answer mail 30% faster.

    Strong:
        - Recommendation engineer (PyTorch, Spark, Scala); raised click-through by 12% for 30M readers with a two-tower model.
        - Fraud scientist for payments, mostly in Flink and XGBoost. Models at two acquirers save €10M a year.
        - Builds assistants that 400 lawyers use and that cite their sources; wrong answers fell from one in nine to one in 200.

    Source:
        Common advice: the summary is for what tools cannot say.
    """
    text = _summary(context)
    if text is None:
        return
    tools = tools_in(text, context.role)
    concepts = dict.fromkeys(text.find(vocabulary(context.role).concepts))
    named = [*tools.values(), *(c for c in concepts if c not in tools.values())]
    share = sum(len(words.split()) for words in named) / max(text.word_count, 1)
    if len(tools) > _MAX_TOOLS or (len(named) > _LISTED_TOOLS and share > _LISTED_SHARE):
        yield Finding(
            _PATH,
            f"The summary names {len(named)} technologies and fields. Keep the two or three that matter, and say what you did with them.",
            tuple(named[-1:]),
        )
    elif len(tools) >= _LISTED_TOOLS and share > _LISTED_SHARE / 2 and not text.has_metric:
        yield Finding(_PATH, f"{len(tools)} tools fill the summary. Keep two or three, and say what you did with them.", tuple(named[-1:]))


@rule(Severity.WARNING)
def length(context: RuleContext) -> Iterator[Finding]:
    """The summary has two to four sentences, fifteen to eighty words.

    Why:
        Under fifteen words it says nothing that the title does not; over eighty it is skipped.

    Weak:
        - Fraud scientist who saves €10M a year at two acquirers.
        - Speech engineer. Live captions. Word error rate fell from 18% to 9%. Streaming models. Four million users. Fifteen releases.
        - Recommendation engineer for a feed of 30M readers, where click-through is up 12% since 2021 thanks to a two-tower model, a
          ranker that reacts within a session, cold-start embeddings from content, diversity re-ranking that readers asked for in a
          survey, a drift monitor that has stopped two releases, an interleaving framework behind every launch, a feature store on
          Redis, a retraining pipeline on Flink, a labelling tool for editors, and a weekly review in which we read what the
          model chose for twenty people we know.

    Strong:
        - Fraud scientist in card payments. Models at two acquirers stop €10M a year; false declines fell by 18% on the way.
        - Speech engineer for live captions. Took word error rate from 18% to 9% in 36 languages; streams within 210 ms.
        - Ranking for a feed of 30M readers. Raised click-through by 12%, and stopped a rewrite that a simpler model had beaten.

    Source:
        What fits three lines at the top of a page.
    """
    text = _summary(context)
    if text is None:
        return
    words = text.word_count
    sentences = len(_SENTENCE_END.findall(text.text)) or 1
    if words < _MIN_WORDS:
        yield Finding(_PATH, f"{words} words are too few. Say your domain, the scale and a result in two to four sentences.")
    elif words > _MAX_WORDS:
        yield Finding(_PATH, f"{words} words are too many for a summary. Keep eighty: domain, scale, the best result.")
    elif sentences > _MAX_SENTENCES:
        short = words <= _SHORT
        message = f"{sentences} sentences are too many for a summary. Keep four: domain, scale, the best result."
        yield Finding(_PATH, message, severity=Severity.INFO if short else None)


@rule(Severity.INFO)
def first_person(context: RuleContext) -> Iterator[Finding]:
    """The summary keeps to one person.

    Why:
        "I build" is fine, and so is "Builds". Both in one paragraph, or `my` and `we`, read as pasted together.

    Weak:
        - I build ranking for a feed of 30M readers. Owns retrieval since 2021, which raised click-through by 12%.
        - Fraud scientist in card payments. My models stop €10M a year at two acquirers, with false declines down 18%.
        - Speech engineer for live captions. We took word error rate from 18% to 9% in 36 languages for 4M users.

    Strong:
        - I build ranking for a feed of 30M readers. In five years, two rewrites, one of which I argued to stop halfway.
        - Builds ranking for a feed of 30M readers. Owns retrieval since 2021, which raised click-through by 12%.
        - Fraud scientist in card payments. Models at two acquirers stop €10M a year, with false declines down 18%.

    Source:
        The convention of English resumes.
    """
    text = _summary(context)
    if text is None:
        return
    mine = next((w for w in text.find(_phrases("mine")) if w in {"my", "My", "we", "We", "our", "Our", "me"}), None)
    speaks = [w for w in text.find(_phrases("first")) if w.startswith("I")]
    starts = {text.lowers[start] for start, _ in text.clauses}
    if mine is not None and not speaks:
        yield Finding(_PATH, f'"{mine}" is not needed: the resume is yours. Open the sentence with the verb or the thing.', (mine,))
    elif speaks and starts & frozenset(load_lexicon("summary")["third"]):
        yield Finding(_PATH, 'The summary mixes "I" with the third person. Keep to one.', (speaks[0],))


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
    text = _summary(context)
    worked = context.facts.years_experience
    if text is None or not worked or any(job.start is None for job in context.facts.jobs):
        return
    for quantity in text.quantities:
        if quantity.kind == DURATION and quantity.value is not None and text.lowers[quantity.end - 1] in _YEARS and _is_claim(text, quantity):
            words = text.words_between(quantity.start, quantity.end)
            if quantity.value - worked > _TOLERANCE:
                yield Finding(_PATH, f'"{words}" is more than the {worked:.1f} years that the dates under work add up to. Correct one of them.', (words,))
            return


def _is_claim(text: TextAnalysis, quantity: Quantity) -> bool:
    """Tell whether a number of years is the person's experience."""
    following = text.lowers[quantity.end : quantity.end + 2]
    preceding = text.lowers[max(0, quantity.start - 2) : quantity.start]
    if "experience" in text.lowers[quantity.end : quantity.end + 4] or following[:1] == ("in",):
        return True
    return quantity.start <= 1 or (bool(preceding) and preceding[-1] == "with")


@cache
def _phrases(name: str) -> Phrases[str]:
    return phrase_set(load_lexicon("summary")[name])


RULES: tuple[Rule, ...] = (
    missing, no_domain, no_result, no_scale, adjectives, tool_list, length, first_person, contradiction,
)  # fmt: skip
