"""Rules about how a summary is written: without praise or lists, in few sentences and one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.lexicon import load_lexicon
from resume_tex.rules.summary.text import PATH, phrases, summary_text
from resume_tex.rules.vocabulary import tools_in, vocabulary

_MIN_WORDS, _MAX_WORDS, _MAX_SENTENCES, _SHORT = 15, 80, 4, 60
_MAX_TOOLS = 6
_LISTED_TOOLS, _LISTED_SHARE = 5, 0.5
_SENTENCE_END = re.compile(r"(?<![.\s][A-Za-z])[.!?](?:\s+(?=[\"“A-Z0-9])|\s*$)")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|\*[^*]+\*")


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
    text = summary_text(context)
    if text is None:
        return
    quoted = [match.span() for match in _QUOTED.finditer(text.text)]
    last = -1
    for start, end, _ in phrases("adjectives").find(text.lowers):
        words = text.words_between(start, end)
        place = text.tokens[start].start
        if start < last or any(first <= place < stop for first, stop in quoted):
            continue
        last = end
        yield Finding(PATH, f'"{words}" is what everybody writes. Replace it by what you did that shows it.', (words,))


@rule(Severity.WARNING)
def tool_list(context: RuleContext) -> Iterator[Finding]:
    """The summary names at most six technologies.

    Why:
        Tools stand under Skills and in the bullets. In the summary they take the place of what you did with them.

    Weak:
        - Recommendation engineer with Python, Scala, Spark, Kafka, Airflow, PyTorch and TensorFlow; raised click-through by 12% for 30M readers.
        - Fraud scientist for payments. XGBoost, LightGBM, Flink, Redis, Feast, Kubernetes, Docker, Terraform. Saved €10M a year.
        - Builds assistants for 400 lawyers on LangChain, OpenAI API, Pinecone, Streamlit, Docker, Redis and
          FastAPI, by which they answer mail 30% faster.

    Strong:
        - Recommendation engineer (PyTorch, Spark, Scala); raised click-through by 12% for 30M readers with a two-tower model.
        - Fraud scientist for payments, mostly in Flink and XGBoost. Models at two acquirers save €10M a year.
        - Builds assistants that 400 lawyers use and that cite their sources; wrong answers fell from one in nine to one in 200.

    Source:
        Common advice: the summary is for what tools cannot say.
    """
    text = summary_text(context)
    if text is None:
        return
    tools = tools_in(text, context.role)
    concepts = dict.fromkeys(text.find(vocabulary(context.role).concepts))
    named = [*tools.values(), *(c for c in concepts if c not in tools.values())]
    share = sum(len(words.split()) for words in named) / max(text.word_count, 1)
    if len(tools) > _MAX_TOOLS or (len(named) > _LISTED_TOOLS and share > _LISTED_SHARE):
        yield Finding(
            PATH,
            f"The summary names {len(named)} technologies and fields. Keep the two or three that matter, and say what you did with them.",
            tuple(named[-1:]),
        )
    elif len(tools) >= _LISTED_TOOLS and share > _LISTED_SHARE / 2 and not text.has_metric:
        yield Finding(
            PATH,
            f"{len(tools)} tools fill the summary. Keep two or three, and say what you did with them.",
            tuple(named[-1:]),
        )


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
    text = summary_text(context)
    if text is None:
        return
    words = text.word_count
    sentences = len(_SENTENCE_END.findall(text.text)) or 1
    if words < _MIN_WORDS:
        yield Finding(
            PATH, f"{words} words are too few. Say your domain, the scale and a result in two to four sentences."
        )
    elif words > _MAX_WORDS:
        yield Finding(PATH, f"{words} words are too many for a summary. Keep eighty: domain, scale, the best result.")
    elif sentences > _MAX_SENTENCES:
        short = words <= _SHORT
        message = f"{sentences} sentences are too many for a summary. Keep four: domain, scale, the best result."
        yield Finding(PATH, message, severity=Severity.INFO if short else None)


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
    text = summary_text(context)
    if text is None:
        return
    mine = next((w for w in text.find(phrases("mine")) if w in {"my", "My", "we", "We", "our", "Our", "me"}), None)
    speaks = [w for w in text.find(phrases("first")) if w.startswith("I")]
    starts = {text.lowers[start] for start, _ in text.clauses}
    if mine is not None and not speaks:
        yield Finding(
            PATH,
            f'"{mine}" is not needed: the resume is yours. Open the sentence with the verb or the thing.',
            (mine,),
        )
    elif speaks and starts & frozenset(load_lexicon("summary")["third"]):
        yield Finding(PATH, 'The summary mixes "I" with the third person. Keep to one.', (speaks[0],))
