"""Rules about how a bullet is written: its verb, tense, length and person."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.bullet_faults import Fault, is_short, judge
from resume_tex.rules.facts import Bullet
from resume_tex.rules.language import TextAnalysis
from resume_tex.rules.text.tokens import WORD
from resume_tex.rules.text.verbs import BASE, THIRD

_MAX_WORDS, _MAX_CHARACTERS = 60, 340
_NUMBERED = frozenset(
    {
        "type",
        "phase",
        "stage",
        "part",
        "class",
        "level",
        "grade",
        "tier",
        "category",
        "war",
        "schedule",
        "title",
        "article",
        "tables",
    }
)
_CLAUSE_LEADS = frozenset(
    {"and", "but", "so", "because", "when", "while", "after", "before", "since", "as", "if", "where", "then", "until", "once", "how"}
)  # fmt: skip
_MINE = frozenset({"i", "my", "me", "myself", "i'm", "i've"})
_OURS = frozenset({"we", "our", "us", "ours", "ourselves"})


@rule(Severity.WARNING)
def weak_verb(context: RuleContext) -> Iterator[Finding]:
    """The first word is a verb that says what you did.

    Why:
        The first word is read even when the rest is not. `Used`, `handled` and `Preparation of` spend it on nothing. A job told
        throughout in nouns is a style of its own, and so is a plain verb before a result: both pass.

    Weak:
        - Used Terraform, Helm and Argo in the daily work of the platform team.
        - Handled the daily import of clickstream data from the mobile app.
        - Preparation and annotation of image datasets.
        - Maintained more than 3,000 demand models.

    Strong:
        - Made model deployment a pull request, and took the way from notebook to production from 12 days to 3 hours.
        - Calibrated bids per placement; the gap between predicted and paid clicks fell from 11% to 2%.
        - Manual reviews down 38% by learning which alerts investigators always dismissed.

    Source:
        Lists of strong verbs in career guides; here only the weakest are named.
    """
    for bullet in context.facts.bullets:
        verdict = judge(bullet.analysis)
        if verdict.fault is Fault.WEAK_OPENING:
            yield Finding(
                bullet.path,
                f'"{verdict.words[0]}" says that you were busy, not what you did. Open with the change you made, and say what it led to.',
                verdict.words,
            )


@rule(Severity.WARNING)
def tense(context: RuleContext) -> Iterator[Finding]:
    """An ended job is told in the past tense.

    Why:
        Present tense in a job that ended reads as copied from a job description, or as a date forgotten. In the current job both
        stand side by side: what is done in the past tense, what goes on in the present.

    Weak:
        - Manage the feature store on Redis and so keep features under 30 s old.
        - Develops the retraining pipeline, so that models are never older than a day.
        - Build dashboards that cut the weekly review from half a day to 40 minutes.

    Strong:
        - Managed the feature store on Redis and so kept features under 30 s old.
        - Cut the weekly review from half a day to 40 minutes with a tool that groups incidents by cause.
        - Set pacing by forecast supply instead of uniform spend, because campaigns ran dry by 6 p.m.

    Source:
        The convention of English resumes.
    """
    for index, work in enumerate(context.resume.work):
        bullets = [b for b in context.facts.bullets_of(index) if b.analysis.is_english]
        wrong = _wrong_tense(bullets, ended=work.endDate is not None and not any(b.current for b in bullets))
        for bullet, message in wrong:
            yield Finding(bullet.path, message, (bullet.analysis.opening.word,))


def _wrong_tense(bullets: list[Bullet], *, ended: bool) -> Iterator[tuple[Bullet, str]]:
    present = [b for b in bullets if b.analysis.opening.tense == "present"]
    if ended:
        for bullet in present:
            yield (
                bullet,
                f'This job has ended, and "{bullet.analysis.opening.word}" is in the present tense. Write it in the past.',
            )
        return
    third = [b for b in present if _form(b.analysis) == THIRD]
    if third and len(third) < len(present):
        for bullet in third:
            yield (
                bullet,
                f'"{bullet.analysis.opening.word}" is in the third person beside bullets that are not. Use one form in a job.',
            )


def _form(text: TextAnalysis) -> str:
    verb = text.opening.verb
    return THIRD if verb is not None and THIRD in verb.forms else BASE


@rule(Severity.WARNING)
def length(context: RuleContext) -> Iterator[Finding]:
    """A bullet has six to sixty words and fits three lines.

    Why:
        Under six words there is no room for a deed and its result; over three lines nobody finds them.

    Weak:
        - Implemented CI/CD.
        - Halved GPU cost.
        - Designed, developed, tested and deployed ingestion, cleansing, transformation, enrichment and aggregation of data from
          Oracle, DB2, SQL Server, flat files, XML and REST services into the warehouse by means of Spark, Databricks, Data
          Factory, Event Hubs, Key Vault and Logic Apps, gathered requirements from analysts and users, prepared mapping and
          design documents, and cut the nightly load from 9 h to 5 h.

    Strong:
        - Halved labelling cost by pre-segmenting at silences.
        - Abolished the nightly batch window, and with it the 4 a.m. on-call.
        - Replaced the fixed 30-day conversion window with a delayed-feedback model; calibration error on young campaigns
          dropped from 24% to 6%, and advertisers with long purchase cycles spent 11% more.

    Source:
        Three lines of 10 pt text are what eye-tracking studies see people read of a bullet.
    """
    for bullet in context.facts.bullets:
        count = bullet.analysis.word_count
        if is_short(bullet.analysis):
            if judge(bullet.analysis).fault is not Fault.DUTY and not _is_told_above(bullet):
                yield Finding(
                    bullet.path,
                    f"{count} {'word says' if count == 1 else 'words say'} too little. Add how you did it and what it changed.",
                )
        elif count > _MAX_WORDS or len(bullet.text) > _MAX_CHARACTERS:
            yield Finding(
                bullet.path,
                f"{count} words run over three lines. Keep the deed and its result, or make two bullets of it.",
            )


def _is_told_above(bullet: Bullet) -> bool:
    """Tell whether a short bullet is a result whose deed the description of its project tells: `2.1k stars`."""
    return bullet.path[0] == "projects" and bullet.analysis.has_result


@rule(Severity.WARNING)
def first_person(context: RuleContext) -> Iterator[Finding]:
    """A bullet does without I and my, and does not open with we.

    Why:
        The resume is yours: the subject is understood. A bullet that opens with `we` hides which part was yours. Within a
        sentence, `our` may name the company's things, and `the registry I wrote` says which part was yours; `after I rewrote
        it` is worth a look, no more.

    Weak:
        - I replaced the nightly job with a stream, so that sold-out items vanish within a minute.
        - Our team moved ranking to ONNX Runtime, which took p99 from 45 to 17 ms.
        - My rewrite of negative sampling took a training run from 7 h to 95 min.

    Strong:
        - Replaced the nightly job with a stream, so that sold-out items vanish within a minute.
        - Found that 14% of our training labels were late chargebacks, and retrained without them (precision 0.52 to 0.66).
        - Ported scoring off the critical path, as GPU pods idle while they wait for I/O; p99 stays under 250 ms.
        - Cut Type I errors of the launch test from 11% to the nominal 5%.

    Source:
        The convention of English resumes.
    """
    for bullet in context.facts.bullets:
        found = _first_person(bullet.analysis) if bullet.analysis.is_english else None
        if found is not None:
            word, loud = found
            yield Finding(bullet.path, _first_person_advice(word), (word,), severity=None if loud else Severity.INFO)


def _first_person(text: TextAnalysis) -> tuple[str, bool] | None:
    """Return the first word of the first person, and whether the bullet opens with it."""
    quiet = None
    for index, token in enumerate(text.tokens):
        if token.kind != WORD or not _is_first_person(text, index):
            continue
        if index == 0:
            return token.text, True
        if (token.lower in _MINE or token.text == "we") and not _is_relative(text, index):
            quiet = quiet or token.text
    return (quiet, False) if quiet else None


def _is_relative(text: TextAnalysis, index: int) -> bool:
    """Tell whether the pronoun says which thing is meant: `the registry I wrote`, `every model we serve`."""
    before, following = text.lowers[index - 1], text.verbs[index + 1] if index + 1 < len(text.verbs) else None
    if following is None or text.tokens[index - 1].kind != WORD or text.lowers[index] not in {"i", "we"}:
        return False
    return before not in _CLAUSE_LEADS


def _is_first_person(text: TextAnalysis, index: int) -> bool:
    token = text.tokens[index]
    if token.lower in _MINE:
        return _is_pronoun(text, index)
    return token.lower in _OURS and token.text not in {"US", "WE"}


def _is_pronoun(text: TextAnalysis, index: int) -> bool:
    token = text.tokens[index]
    if token.lower in {"i", "me"} and token.text != {"i": "I", "me": "me"}[token.lower]:
        return False
    after = text.text[token.end : token.end + 1]
    before = text.text[token.start - 1 : token.start]
    named = index > 0 and text.lowers[index - 1] in _NUMBERED
    return not named and after not in {"/", "-", ".", "&", ")"} and before not in {"/", "-", "&", "("}


def _first_person_advice(word: str) -> str:
    if word.lower() in _MINE:
        return f'Leave out "{word}": the resume is about you. Open with the verb.'
    return f'"{word}" hides which part was yours. Open with the verb for what you did yourself.'
