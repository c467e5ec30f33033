"""What the quality rules cost: all of them, on the reference resume and on one of two pages.

Prints the median and the worst of many runs, each on a resume that no rule has seen, and the price of the first run in a
process, when word lists are read and phrases compiled. Then the dearest rules.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from resume_tex.document.models import Resume
from resume_tex.roles.profile import load_role
from resume_tex.rules.base import RuleContext
from resume_tex.rules.bullet_faults import judge
from resume_tex.rules.catalog import all_rules
from resume_tex.rules.enforce import run_rules
from resume_tex.rules.facts import gather_facts
from resume_tex.rules.language import analyse
from resume_tex.rules.selection import RuleSelection

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 24)


def reference() -> dict[str, Any]:
    """Return the reference resume's data."""
    data: dict[str, Any] = yaml.safe_load((ROOT / "examples" / "ml-engineer.yaml").read_text("utf-8"))
    return data


def two_pages() -> dict[str, Any]:
    """Return a resume of two full pages: the reference's jobs and six more, thirty bullets in all."""
    data = reference()
    jobs = data["work"]
    for repeat in range(2):
        for job in list(jobs[:3]):
            older = {**job, "startDate": 2010 + 2 * repeat, "endDate": 2012 + 2 * repeat}
            older["highlights"] = [f"{text} Round {repeat}." for text in job["highlights"]][:3]
            jobs.append(older)
    data["projects"] = [{"name": "Feature replay", "highlights": list(jobs[0]["highlights"])}]
    return data


def forget() -> None:
    """Forget the texts that have been read; word lists stay."""
    analyse.cache_clear()
    judge.cache_clear()


def measure(data: dict[str, Any], runs: int) -> list[float]:
    """Return the milliseconds of processor time of each run."""
    resume = Resume.model_validate(data)
    role = load_role()
    out = []
    for _ in range(runs):
        forget()
        start = time.thread_time()
        run_rules(resume, settings=RuleSelection(), role=role, today=TODAY)
        out.append((time.thread_time() - start) * 1000)
    return out


def by_rule(data: dict[str, Any], runs: int) -> list[tuple[float, str]]:
    """Return the median milliseconds of each rule, the dearest first; who asks first for a fact pays for it."""
    resume = Resume.model_validate(data)
    role = load_role()
    costs: dict[str, list[float]] = {rule.code: [] for rule in all_rules()}
    for _ in range(runs):
        forget()
        context = RuleContext(resume, gather_facts(resume, role, TODAY), role, TODAY)
        for rule in all_rules():
            start = time.thread_time()
            list(rule.function(context))
            costs[rule.code].append((time.thread_time() - start) * 1000)
    return sorted(((statistics.median(times), code) for code, times in costs.items()), reverse=True)


def first_run() -> float:
    """Return the milliseconds of the first run in a fresh process, modules imported before."""
    code = (
        "import sys, time; sys.path.insert(0, 'benchmarks'); import rules as b; from resume_tex.document.models import Resume;"
        "r = Resume.model_validate(b.reference()); s = time.thread_time();"
        "b.run_rules(r, settings=b.RuleSelection(), role=b.load_role(), today=b.TODAY); print((time.thread_time() - s) * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    cases: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (("reference", reference), ("two pages", two_pages))
    print(f"{len(all_rules())} rules, {runs} runs, milliseconds of processor time")
    for name, make in cases:
        data = make()
        bullets = sum(len(job["highlights"]) for job in data["work"] + data.get("projects", []))
        times = measure(data, runs)
        print(f"{name:<10} {bullets:>3} bullets  median {statistics.median(times):6.2f}  worst {max(times):6.2f}")
    firsts = [first_run() for _ in range(5)]
    print(f"first run in a process      median {statistics.median(firsts):6.2f}")
    for cost, code in by_rule(two_pages(), min(runs, 50))[:10]:
        print(f"    {cost:6.3f}  {code}")


if __name__ == "__main__":
    main()
