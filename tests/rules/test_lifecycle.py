"""The lifecycle rules at their borders."""

from __future__ import annotations

import pytest
from rule_runs import find

from resume_tex.diagnostics import Severity

SERVING = [
    "Ran Kubernetes for 9 model teams.",
    "Cut p99 to 30 ms.",
    "Added Docker caching.",
    "Served gRPC and REST.",
    "Scaled GPU pods.",
]


@pytest.mark.parametrize(
    ("label", "position", "severity"),
    [
        ("Senior ML Engineer", "ML Engineer", Severity.WARNING),
        ("Inference Engineer", "ML Engineer", Severity.INFO),
        (None, "Senior Kernel Engineer", Severity.INFO),
        (None, None, Severity.WARNING),
    ],
)
def test_a_specialist_is_told_of_gaps_in_a_hint(label: str | None, position: str | None, severity: Severity) -> None:
    data = {
        "basics": {"label": label},
        "work": [{"name": "Acme", "position": position, "startDate": "2021", "highlights": SERVING}],
    }
    assert [f.severity for f in find("lifecycle.gap", data)] == [severity]
