"""Rules about which publications are listed: few, real, and linked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.lazy_pattern import LazyPattern
from resume_tex.rules.publications.kinds import find_coursework, is_researcher

_MOST = 2
"""As many papers as an industry resume carries well."""
_CLAIMED = 3
"""More papers than this in a sentence ask for a scholar profile."""
_VENUES_NAMED = 3
_MINOR = (
    (re.compile(r"\bworkshops?\b", re.IGNORECASE), "a workshop paper"),
    (re.compile(r"\bposters?\b|\bextended abstract\b|\blate[- ]breaking\b", re.IGNORECASE), "a poster or abstract"),
    (
        re.compile(r"\b(?:ar|bior|medr|chemr)xiv\b|\bpre-?prints?\b|\bSSRN\b|\bunpublished\b", re.IGNORECASE),
        "a preprint",
    ),
    (re.compile(r"\b(?:under review|in submission|submitted|in preparation)\b", re.IGNORECASE), "not yet accepted"),
)
_PAPERS = frozenset({"papers", "articles", "papers.", "articles.", "papers,", "articles,"})
_NUMBER = r"(?P<n>\d{1,3}|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozens of|fifteen|twenty)"
_KIND = r"(?:peer[- ]reviewed |refereed |published |scientific |research |academic |conference |journal |first-author |co-authored )*"
_CLAIM = LazyPattern(
    rf"\b{_NUMBER}\+? {_KIND}publications\b"
    rf"|\b{_NUMBER.replace('?P<n>', '?P<m>')}\+? (?:(?:peer[- ]reviewed|refereed|published|scientific|conference|journal|first-author) )+"
    r"(?:papers|articles)\b"
    rf"|\b(?:author|co-?author|published|wrote|written)(?:ed|s)?(?: of)? {_NUMBER.replace('?P<n>', '?P<k>')}\+? {_KIND}(?:papers|articles)\b(?! of\b)"
    rf"|\b{_NUMBER.replace('?P<n>', '?P<j>')}\+? (?:papers|articles) (?:at|in) (?:(?-i:[A-Z]{{2,}})|NeurIPS|RecSys|Interspeech|Nature)",
    re.IGNORECASE,
)
_SCHOLAR = re.compile(r"scholar|orcid|dblp|semanticscholar|researchgate|openreview|aclanthology", re.IGNORECASE)


@rule(Severity.WARNING)
def padded(context: RuleContext) -> Iterator[Finding]:
    """An industry resume keeps the one or two papers that connect to the work.

    Why:
        A list of papers pushes the jobs down the page, and a reader looks for the one that ran in production. Count and
        venues in one line, with a link to the scholar profile, show the rest as well. Researchers' lists are left alone.

    Weak:
        - |
          basics: {name: Mina Okafor, label: ML Engineer}
          publications:
            - {name: Calibrated click models, publisher: KDD, releaseDate: 2023, impact: Prices every ad at Acme.}
            - {name: Sparse attention for logs, publisher: ICML, releaseDate: 2021, summary: Halves memory.}
            - {name: Bandits with delays, publisher: AISTATS, releaseDate: 2019, summary: Regret bounds.}
        - |
          basics: {label: Senior Data Scientist}
          publications:
            - {name: A, publisher: CIKM, releaseDate: 2022, summary: s}
            - {name: B, publisher: CIKM, releaseDate: 2020, summary: s}
            - {name: C, publisher: ECIR, releaseDate: 2019, summary: s}
            - {name: D, publisher: ECIR, releaseDate: 2018, summary: s}
        - |
          work:
            - {name: Zillow, position: Machine Learning Engineer, startDate: 2020}
          publications:
            - {name: House prices by street view, publisher: WWW, releaseDate: 2024, impact: In the estimate since 2024.}
            - {name: Floor plans as graphs, publisher: CVPR, releaseDate: 2022, summary: Reads plans.}
            - {name: Kernel means, publisher: UAI, releaseDate: 2017, summary: Thesis work.}

    Strong:
        - |
          basics: {label: ML Engineer}
          publications:
            - {name: Calibrated click models, publisher: KDD, releaseDate: 2023, impact: Prices every ad at Acme.}
        - |
          basics: {label: Research Scientist}
          publications:
            - {name: A, publisher: ICLR, releaseDate: 2024, summary: s}
            - {name: B, publisher: ICML, releaseDate: 2023, summary: s}
            - {name: C, publisher: NeurIPS, releaseDate: 2022, summary: s}
        - |
          basics: {label: Staff Speech Scientist}
          publications:
            - {name: A, publisher: Interspeech, releaseDate: 2024, summary: s}
            - {name: B, publisher: ICASSP, releaseDate: 2023, summary: s}
            - {name: C, publisher: ASRU, releaseDate: 2019, summary: s}

    Source:
        Advice of hiring managers in industry; academic CVs follow other customs.
    """
    papers = context.resume.publications
    if len(papers) <= _MOST or is_researcher(context):
        return
    venues = list(dict.fromkeys(name for paper in papers if (name := (paper.publisher or "").strip())))
    named = f" ({', '.join(venues[:_VENUES_NAMED])}{' ...' if len(venues) > _VENUES_NAMED else ''})" if venues else ""
    message = (
        f"{len(papers)} papers are many for an industry role. Keep the one or two that connect to your work, and replace the "
        f"rest by one line with the count, the venues{named} and a link to your scholar profile."
    )
    yield Finding(("publications",), message)


@rule(Severity.INFO)
def minor(context: RuleContext) -> Iterator[Finding]:
    """Workshop papers, posters and preprints weigh less than they take room.

    Why:
        Among full papers they dilute; alone they can stand if they bear on the work. It is worth asking of each whether the
        line would do more as a bullet.

    Weak:
        - |
          publications:
            - {name: Reranking with tiny LLMs, publisher: "GenIR Workshop, SIGIR", releaseDate: 2024, impact: In beta.}
        - |
          publications:
            - {name: Audio deduplication, publisher: arXiv preprint, releaseDate: 2023, summary: Hashes spectra.}
        - |
          publications:
            - {name: Lane graphs from fleet data, publisher: ICRA (poster), releaseDate: 2022, summary: Maps lanes.}
        - |
          publications:
            - {name: Queues for GPUs, publisher: MLSys (under review), releaseDate: 2026, summary: Cuts waiting.}

    Strong:
        - |
          publications:
            - {name: Reranking with tiny LLMs, publisher: SIGIR, releaseDate: 2024, impact: In beta.}
        - |
          publications:
            - {name: How workshops choose papers, publisher: Scientometrics, releaseDate: 2023, summary: A survey.}
        - |
          publications:
            - {name: Queues for GPUs, publisher: MLSys, releaseDate: 2026, summary: Cuts waiting.}

    Source:
        Advice of hiring managers in industry.
    """
    for index, paper in enumerate(context.resume.publications):
        venue = paper.publisher or ""
        for pattern, kind in _MINOR:
            if found := pattern.search(venue):
                message = f"This is {kind}: keep it only if it bears on the work you want to be hired for."
                yield Finding(("publications", index, "publisher"), message, (found[0],))
                break


@rule(Severity.ERROR)
def coursework(context: RuleContext) -> Iterator[Finding]:
    """Work for a course is no publication.

    Why:
        A class project listed as research reads as an attempt to mislead, and costs trust in everything else. If the project
        is good, it belongs under projects, under its own name.

    Weak:
        - |
          publications:
            - {name: Sentiment of film reviews, publisher: "CS224N final project, Stanford", releaseDate: 2021, summary: s}
        - |
          publications:
            - {name: Routing taxis with Q-learning, publisher: Course project at TU Munich, releaseDate: 2020, summary: s}
        - |
          publications:
            - {name: A survey of GANs, publisher: University of Leeds, releaseDate: 2019, summary: Term paper for the vision class.}

    Strong:
        - |
          publications:
            - {name: Assigning graders to homework, publisher: EDM, releaseDate: 2022, impact: Used in two online courses.}
        - |
          publications:
            - {name: Optimal assignment in project courses, publisher: AAAI, releaseDate: 2021, summary: A matching market.}
        - |
          publications:
            - {name: Sentiment of film reviews, publisher: EMNLP, releaseDate: 2021, summary: Began as a thesis.}

    Source:
        Common sense; hiring managers name it among the reasons for a rejection.
    """
    for index, paper in enumerate(context.resume.publications):
        found = find_coursework(paper)
        if found is not None:
            field, words = found
            message = "Work for a course is no publication. Move it to `projects` under its own name, or leave it out."
            yield Finding(("publications", index, field), message, (words,))


@rule(Severity.WARNING)
def empty(context: RuleContext) -> Iterator[Finding]:
    """Without publications, the section is left out.

    Why:
        An empty section says "nothing here" where saying nothing would be better.

    Weak:
        - |
          publications: []
        - |
          basics: {name: Jonas Weber}
          publications: []
          skills: [{name: Languages, keywords: [Python]}]
        - |
          work:
            - {name: Siemens, position: ML Engineer, startDate: 2021}
          publications: []

    Strong:
        - |
          basics: {name: Jonas Weber}
        - |
          publications:
            - {name: Torque anomalies, publisher: ECML PKDD, releaseDate: 2023, impact: Watches 900 turbines.}
        - |
          work:
            - {name: Siemens, position: ML Engineer, startDate: 2021}

    Source:
        Usual practice.
    """
    resume = context.resume
    if "publications" in resume.model_fields_set and not resume.publications:
        yield Finding(("publications",), "The section is empty. Remove the key until there is a paper to name.")


@rule(Severity.INFO)
def profile(context: RuleContext) -> Iterator[Finding]:
    """Whoever claims more than three papers links the place where they are listed.

    Why:
        A number of papers in a sentence is a claim; a link to Google Scholar, DBLP or ORCID is its proof, and saves the list.

    Weak:
        - |
          basics: {summary: "Vision engineer with 11 peer-reviewed papers, now building retail checkout without tills."}
        - |
          basics: {summary: "Speech engineer. Author of six papers on diarisation, which now runs in 40 call centres."}
        - |
          education:
            - {institution: University of Edinburgh, studyType: PhD, area: "Informatics, 9 publications"}
          basics: {summary: "Ranking engineer with 9+ publications."}

    Strong:
        - |
          basics:
            summary: "Vision engineer with 11 peer-reviewed papers."
            profiles: [{network: Google Scholar, url: "https://scholar.google.com/citations?user=x1"}]
        - |
          basics: {summary: "Search engineer; indexes 4M scientific papers for pharma customers."}
        - |
          basics: {summary: "Speech engineer, author of two papers on diarisation."}

    Source:
        Advice of hiring managers in industry.
    """
    basics = context.resume.basics
    links = [text for p in basics.profiles for text in (p.network, p.url) if text] + (
        [basics.url] if basics.url else []
    )
    if any(_SCHOLAR.search(link) for link in links):
        return
    if "publications" not in context.facts.texts.own_lower and not _PAPERS & set(context.facts.texts.own_lower.split()):
        return
    for field in context.facts.texts.own:
        found = _CLAIM.search(field.prose)
        if found is None or _SCHOLAR.search(field.text):
            continue
        number = next(value for value in found.groupdict().values() if value)
        if not number.isdigit() or int(number) > _CLAIMED:
            message = f"You claim {number} papers. Link the list in `basics.profiles`: Google Scholar, DBLP or ORCID."
            yield Finding(field.path, message, (found[0],))
            return
