"""The font metrics in themes/base are those of the fonts that the engine brings."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_every_tfm_file_is_what_the_generator_writes() -> None:
    module = load_script("generate_tfm")
    written = {path.name: path.read_bytes() for path in (ROOT / "themes" / "base").glob("*.tfm")}
    assert len(written) == 7
    assert module.tfm_files() == written


def test_every_file_of_letters_is_what_the_generator_writes() -> None:
    module = load_script("generate_script_fonts")
    folder = ROOT / "themes" / "base" / "letters"
    by_hand = {"resume-letters.sty", "LICENCES.txt"}
    written = {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in by_hand}
    assert module.files() == written
