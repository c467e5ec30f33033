"""The full LaTeX of every shipped theme and of every sample, as golden files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import ALL_SAMPLES, SAMPLES, THEMES, project_of, sample


@pytest.mark.parametrize("theme", THEMES)
def test_the_example_in_every_theme(theme: str, golden: Callable[[str, str], None]) -> None:
    project = project_of(sample("example"), theme)
    golden(f"example-{theme}.tex", project.preamble + project.body)


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_every_sample_in_the_default_theme(name: str, golden: Callable[[str, str], None]) -> None:
    project = project_of(sample(name), "engineer")
    golden(f"{name.partition('.')[0]}-engineer.tex", project.preamble + project.body)


def test_no_sample_is_left_out() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(ALL_SAMPLES)
