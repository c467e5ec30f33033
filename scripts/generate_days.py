"""Write resume_tex/render/locales/days.json from Babel's copy of the Unicode CLDR: how letters are dated.

Run after an update of Babel: python scripts/generate_days.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel import Locale, localedata

LOCALES = Path(__file__).resolve().parent.parent / "resume_tex" / "render" / "locales"
TARGET = LOCALES / "days.json"


def day_data(identifier: str) -> dict[str, object]:
    """Return the long pattern of a date, and the months' names in it."""
    localedata._cache.clear()  # Babel writes what it resolves for one locale into data that all share
    locale = Locale.parse(identifier.replace("-", "_"))
    return {
        "pattern": str(locale.date_formats["long"].pattern),
        "months": list(locale.months["format"]["wide"].values()),
    }


def render() -> str:
    """Return the file's content: the languages that have headings, and English as Britain writes it."""
    languages = sorted({*json.loads((LOCALES / "headings.json").read_text("utf-8")), "en-GB"})
    lines = [f"{json.dumps(name)}: {json.dumps(day_data(name), ensure_ascii=False)}" for name in languages]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {TARGET.stat().st_size} bytes\n")
