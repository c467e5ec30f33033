"""Rules about experiments: online tests reported with metric, magnitude, duration and traffic."""

from __future__ import annotations

from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, Rule, RuleContext, rule
from resume_tex.rules.language import analyse
from resume_tex.rules.online_tests import gives_confidence, mentions_test, reported_test, small_lift
from resume_tex.rules.vocabulary import vocabulary

_ENOUGH_BULLETS = 4


@rule(Severity.WARNING)
def incomplete(context: RuleContext) -> Iterator[Finding]:
    """The outcome of an online test names the metric, how far it moved, for how long and on what traffic.

    Why:
        A test that "was successful" tells a reader that you may not know what it measured. With metric, magnitude, duration and
        traffic one can judge whether the result would have held. Where only duration or traffic is missing, this informs.

    Weak:
        - Rolled out visual search after a successful A/B test.
        - Launched ranking changes through A/B tests, most of which were significant, and kept them since.
        - Raised CTR of push messages in an A/B test, so that the team now sends half as many.

    Strong:
        - Raised CTR of push messages by 6% in a 2-week A/B test on 10% of users.
        - Built an A/B testing platform that 9 teams now use, with guardrails that have stopped 4 launches.
        - Added content embeddings for new tracks; first-day plays rose 18% in a 14-day A/B test on 2M listeners.

    Source:
        Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments: what a result needs to be trusted.
    """
    for bullet in context.facts.bullets:
        test = reported_test(bullet.analysis, context.role)
        if test is None or not test.missing:
            continue
        hollow = not (test.metric and test.magnitude)
        yield Finding(
            bullet.path,
            f'"{test.words}" reports a test without {_listed(test.missing)}. Add {"it" if len(test.missing) == 1 else "them"}: '
            "readers of test results look for all four.",
            (test.words,),
            severity=None if hollow else Severity.INFO,
        )


def _listed(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


@rule(Severity.INFO)
def significance(context: RuleContext) -> Iterator[Finding]:
    """A lift under one per cent comes with its sample, its duration or its significance.

    Why:
        Small lifts are where noise lives. At the right scale 0.4% is worth millions, and saying how you knew shows that you know.

    Weak:
        - Calibrated the click model per placement, which raised revenue by 0.4%.
        - Re-ranked the basket page with margin as a feature; orders up 0.7%.
        - Increased session starts by 0.3% with a lighter recommendation carousel.

    Strong:
        - Calibrated the click model per placement, which raised revenue by 0.4% (p < 0.01).
        - Re-ranked the basket page with margin as a feature; orders up 0.7% over 5 weeks on half of all users.
        - Increased session starts by 3% with a lighter recommendation carousel.

    Source:
        Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments.
    """
    for bullet in context.facts.bullets:
        lift = small_lift(bullet.analysis)
        if lift is not None and bullet.analysis.is_english and not gives_confidence(bullet.analysis):
            yield Finding(
                bullet.path,
                f'"{lift}" may be noise to a reader. Add the sample, the duration or the significance.',
                (lift,),
            )


@rule(Severity.INFO)
def none(context: RuleContext) -> Iterator[Finding]:
    """Someone in ranking, recommendation or ads has run at least one online test.

    Why:
        In these fields offline gains often vanish online, and readers know it. One online result outweighs five offline ones.

    Weak:
        - |
          basics: {label: Recommendation Engineer}
          work:
            - position: ML Engineer, Recommendations
              startDate: 2021
              highlights: [Raised NDCG by 9%., Cut p99 to 30 ms., Retired 60 features., Halved training cost.]
        - |
          work:
            - position: Search Ranking Engineer
              startDate: 2020
              highlights: [Raised recall by 9%., Cut lag to 40 s., Sharded the index., Halved training cost.]
        - |
          work:
            - position: Data Scientist, Ads
              startDate: 2020
              highlights: [Raised AUC by 2%., Cut p99 to 30 ms., Retired 60 features., Halved training cost.]

    Strong:
        - |
          work:
            - position: ML Engineer, Recommendations
              startDate: 2021
              highlights: [Raised CTR by 9% in an A/B test., Cut p99 to 30 ms., Retired 60 features., Halved training cost.]
        - |
          work:
            - position: ML Engineer, Speech
              startDate: 2021
              highlights: [Cut WER by 9%., Cut p99 to 30 ms., Retired 60 features., Halved training cost.]
        - |
          work:
            - position: Search Ranking Engineer
              startDate: 2020
              highlights: [Designed interleaving behind every launch., Cut lag to 40 s., Sharded the index., Halved cost.]

    Source:
        Practice of the recommendation and ads field.
    """
    resume = context.resume
    titles = [resume.basics.label, *(work.position for work in resume.work)]
    online = vocabulary(context.role).online
    domain = next((found for title in titles if title for found in analyse(title).find(online)), None)
    bullets = [b.analysis for b in context.facts.bullets]
    if domain is None or len(bullets) < _ENOUGH_BULLETS:
        return
    texts = [*bullets, analyse(resume.basics.summary)] if resume.basics.summary else bullets
    if any(mentions_test(text) for text in texts) or not all(text.is_english for text in bullets):
        return
    yield Finding(
        ("work",),
        f"Work on {domain.lower()} without an online test. If you ran one, report its metric, lift, duration and traffic.",
    )


RULES: tuple[Rule, ...] = (incomplete, significance, none)
