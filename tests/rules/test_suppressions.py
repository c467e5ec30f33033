"""Suppressions in comments: what they silence, what they do not, and when they are idle."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_enforce import check, underlined

from resume_tex.rules.selection import RuleSelection

IGNORE = "# resume-tex: ignore[bullets.job-function]"
ONLY = RuleSelection(("bullets.job-function", "bullets.count", "contact", "summary.missing"), ("contact",))


def codes(tmp_path: Path, text: str) -> list[str]:
    return sorted(d.code for d in check(tmp_path, text, ONLY) if d.code != "summary.missing")


def job(*lines: str) -> str:
    return "work:\n  - name: Acme\n    startDate: 2025-12\n    endDate: 2026-01\n    highlights:\n" + "".join(
        f"{line}\n" for line in lines
    )


@pytest.mark.parametrize(
    "text",
    [
        job(f"      - Responsible for click models. {IGNORE}"),
        job(f"      {IGNORE}", "      - Responsible for click models."),
        job(f"      {IGNORE}", "", "      # another word", "      - Responsible for click models."),
        job("      - Responsible for click models. # resume-tex: ignore[dates.gap, bullets]").replace(
            "dates.gap, ", ""
        ),
        job("      - Responsible for click models. #resume-tex:ignore[bullets.job-function]"),
        job("      - Responsible for click models. # resume-tex: ignore[bullets.job-function] as they asked"),
        job(f"      - >- {IGNORE}", "        Responsible for click models", "        of the shop."),
        job(f"      - | {IGNORE}", "        Responsible for click models."),
        job('      - "Responsible for click models', f'        of the shop." {IGNORE}'),
        job(f"      {IGNORE}", "      - Responsible for click models", "        of the shop, and others."),
        job("      - text: Responsible for click models. " + IGNORE, "        tags: [ml]"),
    ],
)
def test_silenced(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        job("      - Responsible for click models.", f"      - Cut p99 latency of ranking from 90 to 40 ms. {IGNORE}"),
        job("      - Responsible for click models.").replace("name: Acme", f"name: Acme {IGNORE}"),
        job("      - Responsible for click models.").replace("work:", f"work: {IGNORE}"),
        job("      - Responsible for click models.", f"      {IGNORE}"),
    ],
)
def test_only_the_line_s_own_field(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["bullets.job-function", "rules.unused-suppression"]


@pytest.mark.parametrize(
    "text",
    [
        job('      - "Responsible for click models # resume-tex: ignore[bullets.job-function]"'),
        job("      - >-", "        Responsible for click models", f"        {IGNORE}"),
        job("      - |", f"        Responsible for click models {IGNORE}"),
        job("      - Responsible for click models.#resume-tex:ignore[bullets.job-function]"),
    ],
)
def test_text_is_no_comment(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["bullets.job-function"]


def test_a_container_s_finding_is_silenced_on_its_key(tmp_path: Path) -> None:
    six = [f"      - Cut p99 latency of service {n} from 90 to 40 ms." for n in range(6)]
    assert codes(tmp_path, job(*six)) == ["bullets.count"]
    text = job(*six).replace("highlights:", "highlights:  # resume-tex: ignore[bullets.count]")
    assert codes(tmp_path, text) == []


def test_a_missing_field_is_silenced_where_it_is_shown(tmp_path: Path) -> None:
    select = RuleSelection(("summary.missing",))
    assert check(tmp_path, "basics: # resume-tex: ignore[summary.missing]\n  name: Alex\n", select) == []


def test_an_idle_suppression_is_shown_on_its_code(tmp_path: Path) -> None:
    text = job(
        "      - Cut p99 latency of ranking from 90 to 40 ms. # resume-tex: ignore[bullets.count, bullets.job-function]"
    )
    found = [d for d in check(tmp_path, text, ONLY) if d.code == "rules.unused-suppression"]
    assert [underlined(text, d.span) for d in found] == ["bullets.count", "bullets.job-function"]


def test_rules_that_did_not_run_leave_suppressions_alone(tmp_path: Path) -> None:
    text = job(f"      - Cut p99 latency of ranking from 90 to 40 ms. {IGNORE}")
    assert check(tmp_path, text, RuleSelection(("dates",))) == []
    layout = job("      - Cut p99 latency of ranking from 90 to 40 ms. # resume-tex: ignore[layout.widow-word]")
    assert codes(tmp_path, layout) == []


def test_a_misspelt_code_is_reported(tmp_path: Path) -> None:
    text = job("      - Responsible for click models. # resume-tex: ignore[bullets.job-functon]")
    found = [d for d in check(tmp_path, text, ONLY) if d.code == "rules.unknown-code"]
    assert [(underlined(text, d.span), d.help) for d in found] == [
        ("bullets.job-functon", "Did you mean `bullets.job-function`?")
    ]


def test_a_comment_without_codes_asks_for_them(tmp_path: Path) -> None:
    text = job("      - Responsible for click models. # resume-tex: ignore")
    assert codes(tmp_path, text) == ["bullets.job-function", "rules.unknown-code"]
