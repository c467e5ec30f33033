"""Write resume_tex/interchange/countries.json: ISO codes by English name, from the Unicode CLDR by way of Babel."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).resolve().parent.parent / "resume_tex" / "interchange" / "countries.json"
OTHER_NAMES = {
    "USA": "US", "United States of America": "US", "UK": "GB", "Great Britain": "GB", "England": "GB", "Turkey": "TR",
    "Türkiye": "TR", "Czech Republic": "CZ", "Hong Kong": "HK", "Macau": "MO", "Holland": "NL", "Ivory Coast": "CI",
    "Cote D'Ivoire (Ivory Coast)": "CI", "Burma": "MM", "Myanmar": "MM", "Swaziland": "SZ", "East Timor": "TL",
    "Cape Verde": "CV", "Congo": "CG", "Democratic Republic of the Congo": "CD", "The Bahamas": "BS", "Gambia The": "GM",
    "Fiji Islands": "FJ", "Palestinian Territory Occupied": "PS", "Man (Isle of)": "IM", "Vatican City State (Holy See)": "VA",
    "Virgin Islands (British)": "VG", "Virgin Islands (US)": "VI", "Aland Islands": "AX", "Reunion": "RE", "Saint-Barthelemy": "BL",
    "Saint-Martin (French part)": "MF", "Sint Maarten (Dutch part)": "SX", "Bonaire, Sint Eustatius and Saba": "BQ",
    "Guernsey and Alderney": "GG", "Pitcairn Island": "PN", "South Georgia": "GS", "Saint Kitts And Nevis": "KN",
    "Saint Lucia": "LC", "Saint Pierre and Miquelon": "PM", "Saint Vincent And The Grenadines": "VC", "Saint Helena": "SH",
    "United States Minor Outlying Islands": "UM", "Heard Island and McDonald Islands": "HM", "Sao Tome and Principe": "ST",
    "Svalbard And Jan Mayen Islands": "SJ", "Wallis And Futuna Islands": "WF",
}  # fmt: skip


def countries() -> str:
    """Return the file's content."""
    names = {
        name.replace("&", "and").lower(): code
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    }
    names |= {name.lower(): code for name, code in OTHER_NAMES.items()}
    rows = (f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(code)}" for name, code in sorted(names.items()))
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(countries(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(countries())} characters\n")
