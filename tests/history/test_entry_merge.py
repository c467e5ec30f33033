"""Merging documents entry by entry: edits of different entries never collide, comments and layout stay, no text is lost."""

from __future__ import annotations

from collections import Counter
from typing import Any

import builders
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from resume_tex.history.entry_merge import merge_documents
from resume_tex.history.line_merge import Merged
from resume_tex.history.yaml_pieces import Branch, Child, Flow, Leaf, cut

EXAMPLE = builders.EXAMPLE.read_text("utf-8")
DOCUMENT = """\
# My resume
basics:
  name: Jane Doe          # as on the passport
  email: jane@example.org

work:                     # newest first
  # the best one
  - name: Acme
    position: Engineer
    highlights:
      - Cut latency by 40% for the search pages.
      - >-
        Raised revenue by 5% with a ranking model
        that replaced hand-written rules.

      # to be shortened
      - Trained four colleagues in testing.

  - name: Oak
    position: Analyst
    highlights:
    - Wrote reports on churn for the board.

skills:
  - name: Languages
    keywords: [Python, SQL]   # alphabetical
# the end
"""


def replaced(*pairs: tuple[str, str], text: str = DOCUMENT) -> str:
    """Replace pieces of a text that are there once each."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def merged(ours: str, theirs: str, base: str = DOCUMENT) -> Merged:
    result = merge_documents(base, ours, theirs)
    assert result is not None
    return result


LATENCY, REVENUE, TRAINED = "Cut latency by 40%", "Raised revenue by 5%", "Trained four"
OAK = "  - name: Oak\n"
NEW_JOB = "  - name: New\n    position: Lead\n\n"
FIRST_JOB = "  # the best one\n"
CLEAN = {
    "two bullets of one entry": ([(LATENCY, "Cut latency by 50%")], [(TRAINED, "Trained five")]),
    "bullets that touch": ([(LATENCY, "Cut latency by 50%")], [(REVENUE, "Raised revenue by 6%")]),
    "a bullet and the head of its entry": ([(LATENCY, "Cut latency by 50%")], [("position: Engineer", "position: Senior Engineer")]),
    "heads of one entry": ([("name: Acme", "name: Acme Inc")], [("position: Engineer", "position: Lead")]),
    "a value and its comment's neighbour": ([("name: Jane Doe ", "name: Jane Roe ")], [("email: jane@", "email: roe@")]),
    "a new entry each, at one place": ([(FIRST_JOB, NEW_JOB + FIRST_JOB)], [(FIRST_JOB, NEW_JOB.replace("New", "Other") + FIRST_JOB)]),
    "a new bullet each, at the end": (
        [("testing.\n", "testing.\n      - Ours.\n")],
        [("testing.\n", "testing.\n      - Theirs.\n")],
    ),
    "one replaces, one edits another": ([("    - Wrote reports on churn for the board.\n", "    - Ours.\n")], [(LATENCY, "Cut it by 40%")]),
    "one removes a bullet, one edits another": (
        [("      - Cut latency by 40% for the search pages.\n", "")],
        [(TRAINED, "Trained five")],
    ),
    "keywords": ([("[Python, SQL]", "[Python, Rust, SQL]")], [("[Python, SQL]", "[Python, SQL, Go]")]),
    "keywords replaced": ([("[Python, SQL]", "[Rust, SQL]")], [("[Python, SQL]", "[Python, SQL, Go]")]),
    "the same edit": ([(LATENCY, "Cut latency by 50%")], [(LATENCY, "Cut latency by 50%")]),
    "new sections": ([("# the end\n", "awards:\n  - title: A\n# the end\n")], [("# the end\n", "languages:\n  - language: B\n# the end\n")]),
    "comments": ([("# to be shortened", "# shorten this")], [("# the best one", "# the very best one")]),
    "a comment and its entry": ([("# to be shortened", "# shorten this")], [(TRAINED, "Trained five")]),
    "a key added each": ([("    position: Analyst\n", "    position: Analyst\n    url: https://a.example\n")],
                         [("    position: Analyst\n", "    position: Analyst\n    startDate: 2020\n")]),
}  # fmt: skip


@pytest.mark.parametrize("case", CLEAN)
def test_edits_apart_merge_without_conflict(case: str, golden: Any) -> None:
    ours, theirs = (replaced(*edits) for edits in CLEAN[case])
    text, conflicts = merged(ours, theirs)
    assert conflicts == 0
    for side in CLEAN[case]:
        for old, new in side:
            if new and "[" not in new:
                assert all(line in text for line in new.splitlines() if line.strip() and line not in old)
            assert len(text) - len(DOCUMENT) == len(ours) + len(theirs) - 2 * len(DOCUMENT) or case == "the same edit"
    golden(f"merge/{case.replace(' ', '-').replace(',', '').replace(chr(39), '')}.yaml", text)


@pytest.mark.parametrize("case", CLEAN)
def test_the_other_way_round_there_is_no_conflict_either(case: str) -> None:
    theirs, ours = (replaced(*edits) for edits in CLEAN[case])
    text, conflicts = merged(ours, theirs)
    assert conflicts == 0
    other, _ = merged(theirs, ours)
    assert Counter(text) == Counter(other)


def test_one_side_reorders_and_the_other_edits() -> None:
    start, end = DOCUMENT.index(FIRST_JOB), DOCUMENT.index(OAK)
    job, rest = DOCUMENT[start:end], DOCUMENT[end : DOCUMENT.index("skills:")]
    swapped = DOCUMENT.replace(job + rest, rest + job)
    for ours, theirs in (
        (swapped, replaced((LATENCY, "Cut latency by 50%"))),
        (replaced((LATENCY, "Cut latency by 50%")), swapped),
    ):
        assert merged(ours, theirs) == (swapped.replace(LATENCY, "Cut latency by 50%"), 0)


def test_what_both_change_is_a_conflict_of_that_line() -> None:
    text, conflicts = merged(
        replaced((LATENCY, "Cut latency by 50%")), replaced((LATENCY, "Cut latency by 60%"), ("Oak", "Oakley"))
    )
    assert conflicts == 1
    assert text == replaced(
        ("      - Cut latency by 40% for the search pages.\n",
         "<<<<<<< ours\n      - Cut latency by 50% for the search pages.\n"
         "=======\n      - Cut latency by 60% for the search pages.\n>>>>>>> theirs\n"),
        ("Oak", "Oakley"),
    )  # fmt: skip


def test_a_conflict_in_the_first_key_of_an_entry_keeps_its_dash() -> None:
    text, conflicts = merged(replaced(("name: Oak", "name: Oakley")), replaced(("name: Oak", "name: Oaktree")))
    expected = replaced((OAK, "<<<<<<< ours\n  - name: Oakley\n=======\n  - name: Oaktree\n>>>>>>> theirs\n"))
    assert (text, conflicts) == (expected, 1)


def test_removed_here_and_edited_there_is_a_conflict() -> None:
    bullet = "      - Cut latency by 40% for the search pages.\n"
    text, conflicts = merged(replaced((bullet, "")), replaced((LATENCY, "Cut latency by 50%")))
    assert conflicts == 1
    assert f"<<<<<<< ours\n=======\n{bullet.replace('40', '50')}>>>>>>> theirs\n" in text


def test_a_comment_edited_on_an_entry_that_is_removed_is_not_lost() -> None:
    bullet = "      # to be shortened\n      - Trained four colleagues in testing.\n"
    ours, theirs = replaced((bullet, "")), replaced(("# to be shortened", "# shorten this now"))
    result = merge_documents(DOCUMENT, ours, theirs)
    assert result is None or "# shorten this now" in result.text


def test_a_bullet_that_both_replace_is_no_pair_of_bullets() -> None:
    bullet = "Wrote reports on churn for the board."
    result = merge_documents(
        DOCUMENT, replaced((bullet, "Something new altogether.")), replaced((bullet, "Entirely different words."))
    )
    assert result is not None
    assert result.conflicts == 1


def test_a_flow_item_that_both_replace_is_a_conflict() -> None:
    text, conflicts = merged(replaced(("SQL", "Go")), replaced(("SQL", "Rust")))
    assert conflicts == 1
    assert "<<<<<<< ours\n    keywords: [Python, Go]   # alphabetical\n=======\n    keywords: [Python, Rust]" in text


def test_without_a_base_both_are_taken_where_they_differ_by_key() -> None:
    ours = "basics:\n  name: Jane\nwork:\n  - name: A\n"
    theirs = "basics:\n  name: Jane\nskills:\n  - name: B\n"
    assert merged(ours, theirs, "") == (ours + "skills:\n  - name: B\n", 0)


@pytest.mark.parametrize(
    "text",
    [
        "work: [", "- a\n- b\n", "just text\n", "a: 1\na: 2\n", "", "a: &x {b: 1}\nc: *y\n", "? a\n: 2\n",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_is_left_to_lines(text: str) -> None:
    assert merge_documents(DOCUMENT, text, replaced((LATENCY, "Cut it"))) is None
    assert merge_documents(DOCUMENT, replaced((LATENCY, "Cut it")), text) is None


def test_another_indent_is_left_to_lines_of_that_list() -> None:
    ours = replaced(("    - Wrote", "      - Wrote"))
    assert merged(ours, replaced((LATENCY, "Cut latency by 50%"))) == (ours.replace(LATENCY, "Cut latency by 50%"), 0)


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE, DOCUMENT, *(path.read_text("utf-8") for path in sorted(builders.SAMPLES.glob("*.yaml"))),
        "---\na: 1\n...\n", "a:\n- 1\n-\n  b: 2\n", "a: |\n  text\n  # no comment\n\nb: 1\n", '"a": 1\n',
        "a: &x\n  - 1\nb: *x\n", "a:\n  <<: {c: 1}\n  d: 2\n", "a: {b: [1, 2]}\nc: [1,2]\n", "a: 1", "a:\n  - - 1\n    - 2\n",
    ],
)  # fmt: skip
def test_pieces_are_the_text(text: str) -> None:
    branch = cut(text)
    assert branch is not None
    assert branch.text == text


def test_pieces_are_as_small_as_entries() -> None:
    branch = cut(DOCUMENT)
    assert branch is not None
    assert [child.key for child in branch.children] == ["basics", "work", "skills"]
    acme, oak = pieces(branch.children[1])
    assert (acme.lead, oak.lead) == ("  # the best one\n", "\n")
    bullets = pieces(pieces(acme)[2])
    assert [bullet.lead for bullet in bullets] == ["", "", "\n      # to be shortened\n"]
    assert isinstance(bullets[0].value, Leaf)
    flow = pieces(pieces(branch.children[2])[0])[1].value
    assert flow == Flow("keywords: [", ("Python", "SQL"), "]   # alphabetical\n")
    assert branch.tail == "# the end\n"


def pieces(child: Child) -> tuple[Child, ...]:
    assert isinstance(child.value, Branch)
    return child.value.children


# ---------------------------------------------------------------- properties
BULLETS = st.lists(st.integers(0, 30).map(lambda n: f"Bullet number {n} of things done"), max_size=5, unique=True)
JOBS = st.lists(st.tuples(st.sampled_from("ABCDEF"), BULLETS), max_size=4, unique_by=lambda job: job[0])
KEYWORDS = st.lists(st.sampled_from(("Python", "SQL", "Rust", "Go")), max_size=4, unique=True)


def document(jobs: list[tuple[str, list[str]]], keywords: list[str], name: str) -> str:
    lines = [f"basics:\n  name: {name}\nwork:\n" if jobs else f"basics:\n  name: {name}\n"]
    for company, bullets in jobs:
        lines.append(f"  # about {company}\n  - name: {company}\n    position: Engineer at {company}\n")
        lines += ["    highlights:\n", *(f"      - {bullet}\n" for bullet in bullets)] if bullets else []
    return "".join(lines) + f"skills:\n  - name: All\n    keywords: [{', '.join(keywords)}]\n"


DOCUMENTS = st.builds(document, JOBS, KEYWORDS, st.sampled_from(("Jane", "John", "Jo")))


def lines_of(text: str) -> Counter[str]:
    return Counter(line.strip().removeprefix("- ") for line in text.splitlines() if "[" not in line)


@settings(max_examples=150)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_no_line_that_a_side_added_is_lost(base: str, ours: str, theirs: str) -> None:
    result = merge_documents(base, ours, theirs)
    if result is None:
        return
    had, has = lines_of(base), lines_of(result.text)
    for side in (ours, theirs):
        assert not (lines_of(side) - had) - has
    if not result.conflicts:
        assert yaml.safe_load(result.text)["basics"]["name"] in {
            yaml.safe_load(t)["basics"]["name"] for t in (ours, theirs)
        }


@settings(max_examples=100)
@given(DOCUMENTS, st.integers(0, 40), st.integers(0, 40), st.sampled_from((" more", " less")))
def test_one_bullet_edited_on_each_side(base: str, first: int, second: int, suffix: str) -> None:
    lines = base.splitlines()
    bullets = [number for number, line in enumerate(lines) if "Bullet" in line]
    if not bullets:
        return
    one, other = bullets[first % len(bullets)], bullets[second % len(bullets)]
    ours, theirs, both = list(lines), list(lines), list(lines)
    ours[one] += suffix
    both[one] += suffix
    if one != other:
        theirs[other] += " indeed"
        both[other] += " indeed"
    assert merged("\n".join(ours), "\n".join(theirs) + "\n", base) == ("\n".join(both) + "\n", 0)


@settings(max_examples=150)
@given(
    st.text("ab:-# \n[],'|>", max_size=60),
    st.text("ab:-# \n[],'|>", max_size=60),
    st.text("ab:-# \n[],'|>", max_size=60),
)
def test_any_text_at_all(base: str, ours: str, theirs: str) -> None:
    branch = cut(ours)
    assert branch is None or branch.text == ours
    result = merge_documents(base, ours, theirs)
    if result is not None and ours != theirs and base not in {ours, theirs}:
        assert not (lines_of(ours) - lines_of(base)) - lines_of(result.text)
        assert not (lines_of(theirs) - lines_of(base)) - lines_of(result.text)
