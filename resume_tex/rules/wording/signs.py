"""Rules about signs and numbers: full stops, quotes, dashes, spaces, separators."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.corrections import Slip, fix_of
from resume_tex.rules.field_texts import FieldText, Kind
from resume_tex.rules.wording import typography
from resume_tex.rules.wording.typography import Ending


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
        (Ending.OPEN, stops, "end it with one") if stops >= opens else (Ending.STOP, opens, "drop this one")
    )
    for field, found in zip(bullets, endings, strict=True):
        if found is odd:
            verb = "ends" if others == 1 else "end"
            message = (
                f"{others} other bullet{'' if others == 1 else 's'} {verb} {_OTHER[odd]} a full stop; {advice} too."
            )
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
            shown = ", ".join(dict.fromkeys(_shown(slip) for slip in found))
            message = f"Signs of a typewriter: {kinds}. Write {shown} instead."
            yield Finding(field.path, message, _as_written(field, found), fix=fix_of(field.text, found))


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
    lettered = (
        typography.lettered_magnitudes(own)
        if "illion" in texts.own_lower or "thousand" in texts.own_lower
        else frozenset()
    )
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
        yield from _numbers(
            fields, typography.percents_apart, "Other percentages stand without a space; write this one so too."
        )
    elif close:
        yield from _numbers(
            fields, typography.percents_close, "Other percentages have a space before the sign; write this one so too."
        )


def _numbers(fields: tuple[FieldText, ...], search: Callable[[str], list[Slip]], message: str) -> Iterator[Finding]:
    for field in fields:
        found = search(field.prose)
        if found:
            first = found[0]
            start = field.text.rfind(" ", 0, max(first.start, 1)) + 1
            text = field.text[start : first.start] + first.new
            said = message.format(new=first.new, text=text)
            yield Finding(field.path, said, _in_context(field, found), fix=fix_of(field.text, found))


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
