"""What is installed is pinned and hashed, its licences are listed, and a bill of materials names all of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements-ci.txt").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = [Requirement(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]
EXTRAS = sorted(
    {canonicalize_name(Requirement(line).name) for lines in PROJECT["optional-dependencies"].values() for line in lines}
)


def pinned() -> dict[str, tuple[Requirement, int]]:
    """Return what the lock file pins, with the number of hashes."""
    out = {}
    for block in re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip()):
        head, *hashes = (line.strip().removesuffix("\\").strip() for line in block.split("\n"))
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), block
        requirement = Requirement(head)
        out[canonicalize_name(requirement.name)] = requirement, len(hashes)
    return out


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_the_lock_file_is_fresh(wanted: Requirement) -> None:
    """Regenerate it when this fails; CONTRIBUTING.md says how."""
    requirement, hashes = pinned()[canonicalize_name(wanted.name)]
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    assert wanted.specifier.contains(pin.version, prereleases=True)
    assert hashes > 0


def test_every_pin_is_exact_and_hashed() -> None:
    for requirement, hashes in pinned().values():
        assert [specifier.operator for specifier in requirement.specifier] == ["=="]
        assert hashes > 0


def test_the_lock_file_names_no_place() -> None:
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links| @ |git\+", LOCK) == []


def run_script(name: str) -> str:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name)], capture_output=True, text=True, check=True
    ).stdout


def rows(page: str) -> dict[str, str]:
    """Return the licences in a page's tables, by package."""
    found = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", page, re.MULTILINE)
    return {name: licence.strip() for name, licence in found}


def test_the_licences_are_fresh() -> None:
    """Regenerate the page when this fails: python scripts/generate_licences.py."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    made = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.insert(0, 'scripts'); from generate_licences import licences; sys.stdout.write(licences())"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    listed, wanted = rows(page), rows(made)
    direct = [canonicalize_name(requirement.name) for requirement in WANTED]
    assert {name: listed.get(name) for name in direct if name in wanted} == {
        name: wanted[name] for name in direct if name in wanted
    }
    assert set(listed) <= set(wanted) | set(pinned()) | {"what"}
    assert set(EXTRAS) <= set(listed)


def test_every_licence_of_what_runs_is_known_and_free() -> None:
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    running = rows(page.split("## Extras")[0])
    assert len(running) > 10
    assert [
        name
        for name, licence in running.items()
        if not re.search(r"MIT|BSD|Apache-2\.0|PSF-2\.0|MPL-2\.0|ISC|0BSD|HPND", licence)
    ] == []


def test_the_bill_of_materials() -> None:
    bill: dict[str, Any] = json.loads(run_script("sbom.py"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    references = {component["bom-ref"] for component in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert len(references) == len(bill["components"]) + 1
    named = {component["name"] for component in bill["components"]}
    assert {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]} <= named
    assert {entry["ref"] for entry in bill["dependencies"]} == references
    assert {reference for entry in bill["dependencies"] for reference in entry["dependsOn"]} < references
    assert all(component["licenses"] and component["purl"] == component["bom-ref"] for component in bill["components"])
    assert run_script("sbom.py") == json.dumps(bill, indent=2, ensure_ascii=False) + "\n"
