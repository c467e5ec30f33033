"""The font metrics in themes/base are those of the fonts that the engine brings."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_tfm_file_is_what_the_generator_writes() -> None:
    spec = importlib.util.spec_from_file_location("generate_tfm", ROOT / "scripts" / "generate_tfm.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = {path.name: path.read_bytes() for path in (ROOT / "themes" / "base").glob("*.tfm")}
    assert len(written) == 7
    assert module.tfm_files() == written
