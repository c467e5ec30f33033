"""Rules about words and typography: buzzwords, slips of spelling and signs, numbers, acronyms, placeholders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from resume_tex.diagnostics import Severity
from resume_tex.rules import wording_typography as typography
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.field_texts import FieldText, Kind
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.wording_acronyms import unexplained
from resume_tex.rules.wording_phrases import find_phrases
from resume_tex.rules.wording_placeholders import placeholder_in
from resume_tex.rules.wording_repetition import repeated_words
from resume_tex.rules.wording_typography import Ending, Slip


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
            message = f"“{found.words}” says nothing that another resume would not say; {found.instead}."
            yield Finding(found.field.path, message, (found.words,))


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
        for slip, said in repeated_words(field.prose):
            if field.path in texts.spoken:
                message = f"“{said}” says the word twice; drop one."
                yield Finding(field.path, message, (said,), fix=typography.fix_of(field.text, [slip]))


@rule(Severity.WARNING, fixable=True)
def period(context: RuleContext) -> Iterator[Finding]:
    """Either all bullets end in a full stop or none does.

    Why:
        Both customs are fine, and a mixture looks like two documents pasted together.

    Weak:
        - Cut the cost of nightly embeddings by 60% with int8 and batching by length
        - Lifted sign-ups by 3% with a bandit over 8 headlines in a 2-week test on all traffic
        - Held p95 of the ranker under 40 ms through Black Friday at 9,000 requests per second

    Strong:
        - Cut the cost of nightly embeddings by 60% with int8 and batching by length.
        - Lifted sign-ups by 3% with a bandit (2 weeks, all traffic, 8 headlines etc.)
        - Asked why a tenth of labels disagreed, and halved that with a two-page guide!

    Source:
        Typographers' custom: one form for one kind of text.
    """
    bullets = [field for field in context.facts.texts.own if field.kind is Kind.BULLET]
    endings = [typography.ending(field.prose) for field in bullets]
    stops, opens = endings.count(Ending.STOP), endings.count(Ending.OPEN)
    if not stops or not opens:
        return
    odd, others, advice = (
        (Ending.OPEN, stops, "end it with one")
        if stops >= opens
        else (Ending.STOP, opens, "drop this one")
    )
    for field, found in zip(bullets, endings, strict=True):
        if found is odd:
            verb = "ends" if others == 1 else "end"
            message = f"{others} other bullet{'' if others == 1 else 's'} {verb} {_OTHER[odd]} a full stop; {advice} too."
            last = field.text.split()[-1]
            yield Finding(field.path, message, (last,), fix=typography.toggle_stop(field.text))


_OTHER = {Ending.OPEN: "with", Ending.STOP: "without"}


@rule(Severity.INFO, fixable=True)
def quotes(context: RuleContext) -> Iterator[Finding]:
    """Signs are those of print: curly quotes, one space, an en dash in ranges, real arrows and dots.

    Why:
        A page set with care in TeX makes the signs of a typewriter stand out.

    Weak:
        - Named the failure "silent truncation" and fixed it in 40 pipelines, recovering 2% of rows.
        - Cut  p99 latency from 80 ms to 30 ms by pinning the hot shard.
        - Sped up training by 3-4x with sequence packing on 8 GPUs.
        - Retraining: weekly -> hourly, adding 2% clicks on sale days.
        - Waited, measured, waited... and saved $40K a month by turning the cache off.

    Strong:
        - Named the failure “silent truncation” and fixed it in 40 pipelines, recovering 2% of rows.
        - Kept a ranker's and two partners' models under 30 ms, and cut 2019–2021 churn by 8%.
        - Ran `a -> b...` on GPT-4-32k, ISO 9001-2015 and an 80-20 split, raising F1 by 0.04.
        - Read 5" and 7" panels at 192.168.1.10-20 on release 2024-03, cutting misreads by 12%.

    Source:
        The Chicago Manual of Style and its like, for the signs.
    """
    texts = context.facts.texts
    if not texts.english:
        return
    for field in texts.own:
        if field.path in texts.spoken and (found := typography.slips(field.prose)):
            kinds = ", ".join(dict.fromkeys(slip.kind for slip in found))
            shown = " ".join(dict.fromkeys(_shown(slip) for slip in found))
            message = f"Signs of a typewriter: {kinds}. Write {shown} instead."
            yield Finding(field.path, message, _as_written(field, found), fix=typography.fix_of(field.text, found))


def _shown(slip: Slip) -> str:
    return "one space" if slip.new == " " else slip.new


def _as_written(field: FieldText, found: list[Slip]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.text[slip.start : slip.end] for slip in found))


@rule(Severity.INFO, fixable=True)
def number_style(context: RuleContext) -> Iterator[Finding]:
    """Numbers are easy to read and written in one way.

    Why:
        1000000 has to be counted, and `10 %` beside `10%` or `5 million` beside `5M` looks pasted.

    Weak:
        - Indexed 1000000 support tickets, cutting search time by half.
        - Cut fraud losses by 12 % with a graph of shared devices.
        - Scored 5 million policies a night and 2M quotes a day, at $9K less a month.
        - Labelled 45000 invoices with 3 rules and a model, at 96% accuracy.

    Strong:
        - Indexed 1,000,000 support tickets, cutting search time by half.
        - Certified the pipeline to ISO 27001 and ISO 26262 for 2024, closing ticket 1048576.
        - Distilled Llama 70B into 8B for 2 billion requests a day, cutting cost by 60%.
        - Served port 50051 at 10.0.12.7 from commit 1234567, with release 2.11.10345 cutting errors by 3%.

    Source:
        The Chicago Manual of Style and its like, for numbers.
    """
    texts = context.facts.texts
    if not texts.english:
        return
    own = [field.prose for field in texts.own]
    lettered = typography.lettered_magnitudes(own) if "illion" in texts.own_lower or "thousand" in texts.own_lower else frozenset()
    yield from _numbers(texts.own, typography.long_numbers, "Separate the thousands: {new}.")
    yield from _percents(texts.own)
    if lettered:
        message = "Elsewhere the resume writes this with a letter, as in 5M; do so here: {text}."
        yield from _numbers(texts.own, lambda prose: typography.magnitudes_in_words(prose, lettered), message)


def _percents(fields: tuple[FieldText, ...]) -> Iterator[Finding]:
    apart = sum(len(typography.percents_apart(field.prose)) for field in fields if "%" in field.prose)
    if not apart:
        return
    close = sum(len(typography.percents_close(field.prose)) for field in fields if "%" in field.prose)
    if close >= apart:
        yield from _numbers(fields, typography.percents_apart, "Other percentages stand without a space; write this one so too.")
    elif close:
        yield from _numbers(fields, typography.percents_close, "Other percentages have a space before the sign; write this one so too.")


def _numbers(fields: tuple[FieldText, ...], search: Callable[[str], list[Slip]], message: str) -> Iterator[Finding]:
    for field in fields:
        found = search(field.prose)
        if found:
            first = found[0]
            start = field.text.rfind(" ", 0, max(first.start, 1)) + 1
            text = field.text[start : first.start] + first.new
            said = message.format(new=first.new, text=text)
            yield Finding(field.path, said, _in_context(field, found), fix=typography.fix_of(field.text, found))


def _in_context(field: FieldText, found: list[Slip]) -> tuple[str, ...]:
    """Return the numbers that the slips are about, as they stand in the field."""
    out = []
    for slip in found:
        start = slip.start
        while start > 0 and not field.text[start - 1].isspace():
            start -= 1
        end = slip.end + 1 if field.text[slip.end : slip.end + 1] == "%" else slip.end
        out.append(field.text[start:end])
    return tuple(dict.fromkeys(out))


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
            message = f"Not every reader knows {letters}. Spell it out once, with the letters in brackets, or say what it is."
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


RULES: tuple[Rule, ...] = (
    buzzword, spelling, repeated_word, period, quotes, number_style, acronym, inclusive, placeholder,
)  # fmt: skip
