"""Rules about words: buzzwords, misspellings, repetitions, acronyms, what hurts and what a template left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.corrections import fix_of
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.wording.acronyms import unexplained
from resume_tex.rules.wording.phrases import find_phrases
from resume_tex.rules.wording.placeholders import placeholder_in
from resume_tex.rules.wording.repetition import repeated_words

_SUMMARY = ("basics", "summary")
_MOST_IN_A_TEXT = 5
"""More repetitions than this in one text are no slips."""


@rule(Severity.WARNING)
def buzzword(context: RuleContext) -> Iterator[Finding]:
    """Buzzwords give way to what was done.

    Why:
        They fit every resume and so say nothing in this one. Readers skip them, and some stop.

    Weak:
        - Drove synergies between the data and product organisations, launching 3 joint models.
        - Became a thought leader in feature stores inside the company of 900 engineers.
        - Shipped a game-changing reranker that lifted add-to-cart rate by 4%.
        - Known as the PySpark ninja in a team of 12, cutting job cost by 30%.
        - Brought demand forecasting to the next level, reducing WAPE from 31% to 22%.

    Strong:
        - Recommended games to 40M Xbox players, changing the ranking objective from clicks to hours played.
        - Detected synergistic drug effects in 1,200 pairs, 3 of which went on to trials.
        - Sped up the CMake and ninja build from 40 to 6 minutes for 90 engineers.
        - Leveraged embeddings of the search model for ads, saving a second tower and 60 ms.
        - Modelled leveraged buyouts for 14 funds, halving the time to a first valuation.

    Source:
        Recruiters' lists of words that they skip; judged one by one for this tool.
    """
    if context.facts.texts.english:
        for found in find_phrases("wording-buzzwords", context.facts.texts):
            if found.field.path == _SUMMARY and _is_stock(found.words):
                continue  # summary.adjectives says so
            message = f"“{found.words}” says nothing that another resume would not say; {found.instead}."
            yield Finding(found.field.path, message, (found.words,))


def _is_stock(words: str) -> bool:
    """Tell whether the rule on stock phrases in summaries knows these words."""
    stock: list[str] = load_lexicon("summary")["adjectives"]
    return any(phrase in words.lower() for phrase in stock)


@rule(Severity.WARNING)
def spelling(context: RuleContext) -> Iterator[Finding]:
    """No common misspellings.

    Why:
        A misspelt word in a document of one page, read before an interview, is read as carelessness.

    Weak:
        - Cut infrence latency of the tagger from 90 ms to 20 ms by distilling it.
        - Raised recall of the fraud model by 6% at the same precison with graph features.
        - Built the experiment enviroment in which 5 teams run 30 tests a month.
        - Deployed a seperate model for each of 12 languages, lifting accuracy by 3%.

    Strong:
        - Cut inference latency of the tagger from 90 ms to 20 ms by distilling it.
        - Optimised the colour-normalisation behaviour of the labelling programme, saving 400 hours a year.
        - Renamed `recieve_batch` to `receive_batch` in a public API with 300 callers, breaking none.
        - Ran the Développement durable and Forschung und Entwicklung tracks for 60 engineers.

    Source:
        A list of this project's own: words that English does not have, with what was meant.
    """
    texts = context.facts.texts
    if not texts.english:
        return
    misspellings: dict[str, str] = load_lexicon("wording-misspellings")
    for field, words in zip(texts.own, texts.words, strict=True):
        for word in dict.fromkeys(words):
            right = misspellings.get(word) or misspellings.get(word.lower())
            if right is not None and not word.isupper() and field.path in texts.spoken:
                yield Finding(field.path, f"“{word}” is misspelt; write “{_like(word, right)}”.", (word,))


def _like(word: str, right: str) -> str:
    return right[:1].upper() + right[1:] if word[:1].isupper() else right


@rule(Severity.WARNING, fixable=True)
def repeated_word(context: RuleContext) -> Iterator[Finding]:
    """No word stands twice in a row.

    Why:
        "The the" survives every rereading by the one who wrote it, and no first reading by another.

    Weak:
        - Replaced the the rule engine with a model, catching 14% more fraud.
        - Reduced training cost by by 40% with spot instances and checkpoints.
        - Trained and and shipped an intent model for 6 markets, lifting containment to 71%.

    Strong:
        - Replaced the rule engine with a model, catching 14% more fraud.
        - Found that that week's drift came from one vendor, and restored recall to 0.92.
        - Moved log log-normal fits into C long long arithmetic, saving 3 h a run.
        - Opened the Walla Walla and Baden Baden sites, with models for 9 wineries.

    Source:
        Common sense.
    """
    texts = context.facts.texts
    if not texts.english:
        return
    for field, words in zip(texts.own, texts.words, strict=True):
        if not any(first.lower() == second.lower() for first, second in pairwise(words)):
            continue
        for slip, said in islice(repeated_words(field.prose), _MOST_IN_A_TEXT):
            if field.path in texts.spoken:
                message = f"“{said}” says the word twice; drop one."
                yield Finding(field.path, message, (said,), fix=fix_of(field.text, [slip]))


@rule(Severity.INFO)
def acronym(context: RuleContext) -> Iterator[Finding]:
    """An acronym that few know is spelled out once.

    Why:
        The first reader is seldom from your field. Acronyms of the role are exempt, and so are those in your skills.

    Weak:
        - Rebuilt the GQMS pipeline for 3 plants, cutting scrap by 9%.
        - Moved 40 PQRs into one schema, saving the auditors 6 days a quarter.
        - Fed TKEO features to the alarm model, with 20% fewer false alarms.

    Strong:
        - Rebuilt the global quality management system (GQMS) for 3 plants, cutting scrap by 9%.
        - Raised NDCG by 4% and CTR by 2% on 8 GPUs, within the SLA of the API.
        - Fed TKEO (Teager–Kaiser energy) features to the alarm model, with 20% fewer false alarms.
        - Kept AND, OR and NOT in the query language of the HR team at IBM, halving empty results.

    Source:
        Any style guide.
    """
    if context.facts.texts.english:
        for field, letters in unexplained(context.facts.texts, context.role):
            message = (
                f"Not every reader knows {letters}. Spell it out once, with the letters in brackets, or say what it is."
            )
            yield Finding(field.path, message, (letters,))


@rule(Severity.INFO)
def inclusive(context: RuleContext) -> Iterator[Finding]:
    """Terms that many teams have replaced are replaced here too.

    Why:
        Some readers are hurt by them and many companies' style guides forbid them; the new terms are as short.

    Weak:
        - Set up master/slave replication for the feature store, with failover in 4 s.
        - Generated the merchant blacklist nightly, blocking 2% of fraud.
        - Automated reconciliation and saved 900 man-hours a year.

    Strong:
        - Set up primary/replica replication for the feature store, with failover in 4 s.
        - Merged to the master branch of a master data platform, a Master's project adopted by 4 teams.
        - Generated the merchant blocklist nightly, blocking 2% of fraud.
        - Cut post-processing of 900 workforce hours a year as scrum master of 6.

    Source:
        Style guides of Google, Microsoft and the Linux kernel.
    """
    if context.facts.texts.english:
        for found in find_phrases("wording-inclusive", context.facts.texts):
            yield Finding(found.field.path, f"Write {found.instead} in place of “{found.words}”.", (found.words,))


@rule(Severity.ERROR)
def placeholder(context: RuleContext) -> Iterator[Finding]:
    """Nothing of the template is left.

    Why:
        A resume with "[Company]" or "Your Name" in it goes no further.

    Weak:
        - Increased revenue by X% through a new pricing model.
        - Led the migration at [Company] to a feature store, cutting cost by 20%.
        - TODO add the latency figures of the ranker here.
        - |
          basics: {name: Your Name, email: "rita@rita-lopes.pt"}
        - |
          basics: {summary: "Lorem ipsum dolor sit amet, consectetur adipiscing elit."}
        - |
          projects: [{name: demo, url: "https://www.example.com/demo"}]

    Strong:
        - Built a TODO app's ranking of 10M reminders, raising completion by 8%.
        - Kept x% of traffic on [the old model](https://arxiv.org/abs/1706.03762), with [0, 1] scores and `[Company]` tokens.
        - Trained on XXL garments in sizes XXXL, cutting returns by 6%.
        - |
          basics: {name: Lorem Ipsen, email: "lorem@ipsen.dk"}

    Source:
        Common sense.
    """
    for field in context.facts.texts.all:
        found = placeholder_in(field)
        if found:
            message = f"“{found}” is left from a template. Write what belongs here, or remove the field."
            yield Finding(field.path, message, (found,))
