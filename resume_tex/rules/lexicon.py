"""Word lists that do not depend on the role, read from `lexicons/<name>.json` when first asked for."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent / "lexicons"


@cache
def load_lexicon(name: str) -> Any:
    """Read a word list; its shape is the caller's business. The value is shared: do not change it."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
