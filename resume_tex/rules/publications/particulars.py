"""Rules about what an entry says of a publication: venue, year, authors, and what it did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from resume_tex.diagnostics import Severity
from resume_tex.document.models import Publication, Resume
from resume_tex.rules.base import Finding, RuleContext, rule
from resume_tex.rules.publications.kinds import find_coursework, is_researcher

_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_FEW = 2
"""Up to so many papers, each is asked for its impact; in a longer list so many are enough."""
_NO_LETTER = re.compile(r"[^a-z]+")


@rule(Severity.WARNING)
def no_impact(context: RuleContext) -> Iterator[Finding]:
    """A paper comes with a sentence on what it did in production or for a product.

    Why:
        A title and a venue tell a hiring manager little. One sentence, "ran behind the home page for two years", makes the
        paper part of the work. In a list of more than two, it is enough for the two that matter most.

    Weak:
        - |
          publications:
            - {name: Contrastive pre-training of item embeddings, publisher: CIKM, releaseDate: 2022}
        - |
          publications:
            - {name: Streaming keyword spotting on a 50 kB budget, publisher: Interspeech, releaseDate: 2021-09}
        - |
          publications:
            - {name: Conformal demand forecasts, authors: [L. Haddad, M. Voss], publisher: KDD, releaseDate: 2023, url: "https://doi.org/10.1145/1"}

    Strong:
        - |
          publications:
            - name: Contrastive pre-training of item embeddings
              publisher: CIKM
              releaseDate: 2022
              impact: The embeddings feed retrieval in three markets.
        - |
          publications:
            - {name: Streaming keyword spotting, publisher: Interspeech, releaseDate: 2021, impact: Shipped on 4M earbuds.}
        - |
          publications:
            - {name: Conformal demand forecasts, publisher: KDD, releaseDate: 2023, summary: Intervals that planners order by.}

    Source:
        Advice of hiring managers in industry.
    """
    papers = [(i, paper) for i, paper in enumerate(context.resume.publications) if _is_listed(paper)]
    silent = [i for i, paper in papers if not _says_impact(paper)]
    told = len(papers) - len(silent)
    if len(papers) <= _FEW:
        message = "Say in `impact`, in a sentence, what this paper did in production or for a product; if it did nothing there, leave it out."
        yield from (Finding(("publications", index), message) for index in silent)
    elif told < (1 if is_researcher(context) else _FEW):
        yield Finding(
            ("publications",),
            f"{f'Only {told}' if told else 'None'} of the {len(papers)} papers says what came of it. Say it in `impact`, in a sentence, "
            "for the two that matter most: what the paper did in production or for a product.",
        )


def _is_listed(paper: Publication) -> bool:
    return bool((paper.name or "").strip()) and find_coursework(paper) is None


def _says_impact(paper: Publication) -> bool:
    return bool((paper.impact or "").strip() or (paper.summary or "").strip())


@rule(Severity.WARNING)
def incomplete(context: RuleContext) -> Iterator[Finding]:
    """A paper has a venue and a year, and its authors include you.

    Why:
        A reader who wants to check the paper needs its venue and year. An author list without your name makes them wonder
        whose paper it is.

    Weak:
        - |
          publications:
            - {name: Uplift trees at scale, releaseDate: 2022, impact: Chooses coupons for 3M shoppers.}
        - |
          publications:
            - {name: Uplift trees at scale, publisher: WSDM, impact: Chooses coupons for 3M shoppers.}
        - |
          basics: {name: Mina Okafor}
          publications:
            - {name: Uplift trees, authors: ["Lindqvist, E.", et al.], publisher: WSDM, releaseDate: 2022, impact: In use.}

    Strong:
        - |
          basics: {name: Mina Okafor}
          publications:
            - {name: Uplift trees, authors: [E. Lindqvist, M. Okafor], publisher: WSDM, releaseDate: 2022, impact: In use.}
        - |
          publications:
            - {name: Uplift trees at scale, publisher: WSDM 2022, impact: Chooses coupons for 3M shoppers.}
        - |
          basics: {name: José Núñez García}
          publications:
            - {name: Uplift trees, authors: ["Nunez, J.", "Lindqvist, E."], publisher: WSDM, releaseDate: 2022, impact: In use.}

    Source:
        The fields of any citation style.
    """
    for index, paper in enumerate(context.resume.publications):
        if _is_listed(paper):
            yield from _missing_parts(context.resume, paper, index)


def _missing_parts(resume: Resume, paper: Publication, index: int) -> Iterator[Finding]:
    venue = (paper.publisher or "").strip()
    missing = [] if venue else ["where it appeared (`publisher`)"]
    if paper.releaseDate is None and not _YEAR.search(venue):
        missing.append("when (`releaseDate`)")
    if missing:
        yield Finding(("publications", index), f"This paper does not say {' and '.join(missing)}. Add it.")
    if paper.authors and resume.basics.name and not _is_among(resume.basics.name, paper.authors):
        message = (
            f"The authors do not include {resume.basics.name}. Add your name, or shorten the list so that it shows."
        )
        yield Finding(("publications", index, "authors"), message)


def _is_among(name: str, authors: list[str]) -> bool:
    own = {part for part in _plain_words(name) if len(part) > 1}
    return not own or any(own & _plain_words(author) for author in authors)


def _plain_words(text: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("ß", "ss"))
    return set(_NO_LETTER.split("".join(c for c in letters if not unicodedata.combining(c))))
