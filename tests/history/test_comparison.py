"""Which entry is which, what became of its bullets; nothing is lost, and the other way round is the mirror image."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

import builders
import pytest
import yaml
from hypothesis import given
from resume_strategies import RESUME, resume

from resume_tex.document.models import Resume
from resume_tex.history.changes import Comparison, EntryPair
from resume_tex.history.comparison import compare, interleave
from resume_tex.history.flatten import entries_of, entry_leaves, entry_lists, resume_leaves
from resume_tex.history.matching import likeness, out_of_order, words_of
from resume_tex.history.summary import summarize

EXAMPLE: dict[str, Any] = yaml.safe_load(builders.EXAMPLE.read_text("utf-8"))


def edited(*edits: str) -> Comparison:
    """Compare the example with itself after some statements on its data `d`."""
    data = copy.deepcopy(EXAMPLE)
    for edit in edits:
        exec(edit, {"d": data})
    return compare(resume(EXAMPLE), resume(data))


@pytest.mark.parametrize(
    ("edits", "summary"),
    [
        ((), ""),
        (("b = d['work'][0]['highlights']; b[0] = b[0].replace('12%', '14%')",), "1 bullet reworded at Spotify"),
        (
            ("b = d['work'][0]['highlights']; b[0] = b[0].replace('12%', '14%'); b[1] = b[1].replace('30 s', '20 s')",),
            "2 bullets reworded at Spotify",
        ),
        (
            ("d['publications'].append({'name': 'Another', 'publisher': 'KDD'}); del d['education'][0]",),
            "1 degree removed, 1 publication added",
        ),
        (("d['work'][1]['name'] = 'Wayfair Labs'",), "name changed at Wayfair Labs"),
        (("d['work'][1]['name'] = 'Something Else Entirely'",), "name changed at Something Else Entirely"),
        (("d['work'][0]['position'] = 'Staff Engineer'",), "position changed at Spotify"),
        (("d['work'][1].update(startDate=2021.02, endDate='2023-04')", "d['work'][1]['startDate'] = '2021-02'"), "dates changed at Wayfair"),
        (("d['work'][2]['highlights'].append(d['work'][1]['highlights'].pop())",), "1 bullet moved at Capital One"),
        (("b = d['work'][0]['highlights']; b.insert(0, b.pop())",), "1 bullet moved at Spotify"),
        (("d['work'].insert(0, d['work'].pop())",), "1 job moved"),
        (("d['skills'][0]['keywords'].append('Rust')",), "1 skill added at Languages"),
        (("d['skills'][1]['keywords'].append(d['skills'][0]['keywords'].pop())",), "1 skill moved at ML Frameworks"),
        (("d['basics']['summary'] = 'Engineer.'",), "summary changed"),
        (("d['basics']['profiles'].pop()",), "1 profile removed"),
        (("d['basics']['location']['city'] = 'Boston'",), "location changed"),
        (("d['meta']['resumeTex'].update(theme='classic', options={'paper': 'a4'})",), "theme changed, theme options added"),
        (("w = d['work'][0]; w['highlights'][0] = {'text': w['highlights'][0], 'tags': ['ml']}",), "1 bullet retagged at Spotify"),
        (("d['publications'][0]['name'] = 'Retitled'; d['publications'][0]['doi'] = '10.1/2'",), "name changed at Retitled, doi added at Retitled"),
        (("[w['highlights'].pop() for w in d['work']]",), "3 bullets removed in 3 places"),
        (("d['basics']['summary'] = '  '.join(d['basics']['summary'].split(' '))",), ""),  # white space is layout
    ],
)  # fmt: skip
def test_one_line(edits: tuple[str, ...], summary: str) -> None:
    assert summarize(edited(*edits)) == summary


def test_many_changes_are_cut_short() -> None:
    comparison = edited(
        "d['basics'].update(name='A', label='B', email='a@b.example', summary='C')",
        "d['work'][0].update(position='X', location='Y'); del d['skills'][0], d['education'][0], d['work'][2]",
    )
    jobs, rest = "location and position changed at Spotify", "name, label, e-mail and summary changed"
    assert summarize(comparison) == f"{jobs}, 1 job, 1 degree and 1 skill group removed, {rest}"
    assert summarize(comparison, 2) == f"{jobs}, 2 other changes"


def test_a_long_title_is_cut_short() -> None:
    comparison = edited("d['publications'][0]['releaseDate'] = 2025")
    assert summarize(comparison) == "date changed at Efficient Two-Tower Models for..."


def find(comparison: Comparison, section: str) -> list[EntryPair]:
    return [entry for entry in comparison.changed_entries() if entry.section == section]


def test_a_renamed_employer_with_the_same_bullets_is_the_same_job() -> None:
    (job,) = find(edited("d['work'][1].update(name='X', position='Y')"), "work")
    assert (job.old, job.new, job.moved) == (("work", 1), ("work", 1), False)
    assert [(f.name, f.before, f.after) for f in job.fields if f.changed] == [
        ("name", "Wayfair", "X"), ("position", "ML Engineer", "Y"),
    ]  # fmt: skip


def test_a_second_job_at_the_same_employer_is_another_one() -> None:
    comparison = edited(
        "d['work'].insert(0, {'name': 'Spotify', 'position': 'Staff Engineer', 'highlights': ['Leads.']})"
    )
    (job,) = find(comparison, "work")
    assert (job.before, job.new) == (None, ("work", 0))


def test_a_bullet_that_moves_to_another_job_is_told_of_in_both() -> None:
    comparison = edited("d['work'][2]['highlights'].append(d['work'][0]['highlights'].pop(1))")
    left, came = find(comparison, "work")
    (gone,) = [item for item in left.lists[0].items if item.changed]
    (here,) = [item for item in came.lists[0].items if item.changed]
    assert gone == here
    assert (left.left(gone), left.came(gone), came.left(here), came.came(here)) == (True, False, False, True)
    assert comparison.place(("work", 0, "highlights", 1)) == ("work", 2, "highlights", 2)
    assert comparison.place(("work", 0, "highlights", 2)) == ("work", 0, "highlights", 1)
    assert comparison.place(("work", 0, "highlights")) == ("work", 0, "highlights")


def test_bullets_of_a_job_that_is_gone_live_on_where_they_went() -> None:
    comparison = edited("d['work'][1]['highlights'] += d['work'].pop(2)['highlights']")
    assert summarize(comparison) == "2 bullets moved at Wayfair, 1 job removed"
    assert comparison.place(("work", 2, "highlights", 0)) == ("work", 1, "highlights", 4)
    assert comparison.place(("work", 2, "position")) is None


def test_reworded_and_moved_at_once() -> None:
    (job,) = find(edited("b = d['work'][0]['highlights']; b.append(b.pop(0).replace('12%', '14%'))"), "work")
    (item,) = [item for item in job.lists[0].items if item.changed]
    assert (item.moved, item.reworded) == (True, True)


def test_what_is_gone_stands_behind_what_it_stood_behind() -> None:
    assert interleave([(0, 0), (2, 1)], 4, 3) == [(0, 0), (1, None), (2, 1), (3, None), (None, 2)]
    assert interleave([], 1, 1) == [(0, None), (None, 0)]


@pytest.mark.parametrize(
    ("places", "moved"), [([], set()), ([0, 1, 2], set()), ([2, 0, 1], {2}), ([1, 2, 0], {0}), ([2, 1, 0], {2, 1})]
)
def test_as_few_as_can_be_have_moved(places: list[int], moved: set[int]) -> None:
    assert len(out_of_order(places)) == len(moved)
    kept = [place for place in places if place not in out_of_order(places)]
    assert kept == sorted(kept)


def test_likeness_is_symmetric_and_bounded() -> None:
    one, other = words_of(["raised CTR by 12%"]), words_of(["raised revenue by 12%"])
    assert likeness(one, other) == likeness(other, one)
    assert 0 < likeness(one, other) < likeness(one, one) == 1
    assert likeness(one, words_of([])) == 0


def test_ten_thousand_equal_keywords_are_still_compared() -> None:
    many = resume({"skills": [{"name": "All", "keywords": [f"k{n}" for n in range(10_000)]}]})
    assert not compare(many, many).changed


def leaves(given: Resume) -> Counter[Any]:
    """Return every value of a resume, without the comparison's help."""
    found = list(resume_leaves(given))
    for _, path, entries in entries_of(given):
        for index, entry in enumerate(entries):
            found += entry_leaves(entry, (*path, index))
            for items in entry_lists(entry, (*path, index)).values():
                for item in items:
                    found += [(item.path, item.text), *(((*item.path, name), text) for name, text in item.notes)]
    return Counter(found)


def words(value: object) -> Counter[str]:
    """Return the words of every scalar in data, whatever the comparison makes of them."""
    if isinstance(value, dict):
        return sum((words(part) for part in value.values()), Counter())
    if isinstance(value, list):
        return sum((words(part) for part in value), Counter())
    return Counter(re.findall(r"\w+", "" if value is None else str(value).lower()))


@given(RESUME)
def test_every_word_of_a_resume_is_in_its_values(given: Resume) -> None:
    told = Counter(re.findall(r"\w+", " ".join(text for _, text in compare(given, given).leaves(after=True)).lower()))
    assert told == words(given.model_dump(by_alias=True, mode="json"))


@given(RESUME)
def test_a_resume_does_not_differ_from_itself(given: Resume) -> None:
    comparison = compare(given, resume(given.model_dump(by_alias=True)))
    assert not comparison.changed
    assert comparison.changed_fields() == comparison.changed_entries() == ()
    assert summarize(comparison) == ""


@given(RESUME, RESUME)
def test_every_value_of_both_is_in_the_comparison_once(before: Resume, after: Resume) -> None:
    comparison = compare(before, after)
    assert Counter(comparison.leaves(after=False)) == leaves(before)
    assert Counter(comparison.leaves(after=True)) == leaves(after)


@given(RESUME, RESUME)
def test_the_other_way_round_added_is_removed(before: Resume, after: Resume) -> None:
    def account(comparison: Comparison, *, swapped: bool) -> Counter[Any]:
        out: Counter[Any] = Counter()
        for field in comparison.changed_fields():
            out[field.name, *((field.after, field.before) if swapped else (field.before, field.after))] += 1
        for entry in comparison.entries:
            old, new = (entry.new, entry.old) if swapped else (entry.old, entry.new)
            out[entry.section, old, new] += 1
            for items in entry.lists:
                for item in items.items:
                    one, other = (item.after, item.before) if swapped else (item.before, item.after)
                    out[items.name, one.path if one else None, other.path if other else None] += 1
        return out

    assert account(compare(before, after), swapped=False) == account(compare(after, before), swapped=True)


@given(RESUME, RESUME)
def test_whatever_changed_is_told(before: Resume, after: Resume) -> None:
    comparison = compare(before, after)
    assert bool(summarize(comparison)) == comparison.changed
    if leaves(before) != leaves(after):
        assert comparison.changed
