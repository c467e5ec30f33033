"""Write resume_tex/render/locales/months.json from Babel's copy of the Unicode CLDR.

Run after an update of Babel: python scripts/generate_months.py
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from babel import Locale, localedata
from babel.localedata import locale_identifiers

TARGET = Path(__file__).resolve().parent.parent / "resume_tex" / "render" / "locales" / "months.json"
REGIONAL = ("en_GB", "es_MX", "fr_CA", "pt_PT", "sr_Latn", "zh_Hant")


def month_data(identifier: str) -> dict[str, object]:
    """Return the month names and date patterns of a locale.

    Raises:
        KeyError: The CLDR has none.
    """
    localedata._cache.clear()  # Babel writes what it resolves for one locale into data that all share: `pl` would get "M01"
    locale = Locale.parse(identifier)
    skeletons = locale.datetime_skeletons
    patterns = {
        "short": str(skeletons["yMMM"]),
        "long": str(skeletons["yMMMM"]),
        "numeric": str(skeletons["yM"]),
    }
    alone = "stand-alone" if any("L" in pattern for pattern in patterns.values()) else "format"
    names = {width: list(locale.months[alone][width].values()) for width in ("abbreviated", "wide")}
    if "M01" in names["wide"]:
        raise KeyError(identifier)
    return {**names, **patterns}


def render() -> str:
    """Return the file's content."""
    languages = sorted(name for name in locale_identifiers() if re.fullmatch(r"[a-z]{2,3}", name))
    data = {}
    for identifier in (*languages, *REGIONAL):
        try:
            data[identifier.replace("_", "-")] = month_data(identifier)
        except KeyError:
            continue
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in sorted(data.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {TARGET.stat().st_size} bytes\n")
