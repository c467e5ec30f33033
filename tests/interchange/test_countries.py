"""The table of countries is what its script makes of the CLDR, and knows the names that people write."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "resume_tex" / "interchange" / "countries.json"


def test_it_is_fresh() -> None:
    script = ROOT / "scripts" / "generate_countries.py"
    spec = importlib.util.spec_from_file_location("generate_countries", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert TABLE.read_text("utf-8") == module.countries(), f"run python {script.relative_to(ROOT)}"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Germany", "DE"), ("United States", "US"), ("Türkiye", "TR"), ("Czech Republic", "CZ"), ("UK", "GB")],
)
def test_names(name: str, code: str) -> None:
    assert json.loads(TABLE.read_text("utf-8"))[name.lower()] == code
