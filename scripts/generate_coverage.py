"""Write themes/base/coverage.json: which characters beyond ASCII each font of the themes prints, and extracts as themselves.

Every candidate is typeset by the embedded engine and read back with pdftotext. Run after a change of themes/base:
python scripts/generate_coverage.py
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from resume_tex.engine.tinytex import TinyTex
from resume_tex.render.project import render_preamble
from resume_tex.render.theme import load_theme
from resume_tex.render.theme_options import resolve_options

TARGET = Path(__file__).resolve().parent.parent / "themes" / "base" / "coverage.json"
BLOCKS = (
    (0xA0, 0x24F),
    (0x250, 0x36F),
    (0x370, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x27BF),
    (0x2900, 0x2BFF),
    (0xFB00, 0xFB06),
)
FONTS = ("source-sans", "charter", "latin-modern", "latin-modern-sans")


def candidates() -> list[str]:
    """Return the characters to try: assigned, visible, and stable under NFC."""
    out = []
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            char = chr(code)
            kind = unicodedata.category(char)
            if kind[0] not in "CZM" and unicodedata.normalize("NFC", char) == char:
                out.append(char)
    return out


def printed(font: str, chars: list[str]) -> set[str]:
    """Return the characters that a font prints and that come out of the PDF as themselves."""
    theme = load_theme("engineer")
    options, _ = resolve_options(theme, {"font": font})
    lines = [f"\\noindent Q{ord(c):05X}Q {c} \\par" for c in chars]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in theme.files().items():
            (Path(folder) / name).write_bytes(content)
        text = (
            render_preamble(theme, options)
            + "\\tracinglostchars=2\n\\begin{document}\n"
            + "\n".join(lines)
            + "\n\\end{document}\n"
        )
        (Path(folder) / "c.tex").write_text(text, "utf-8")
        command = [TinyTex.locate().pdftex, "-interaction=nonstopmode", "c.tex"]
        subprocess.run(command, cwd=folder, check=False, capture_output=True, env={"max_print_line": "10000"})
        log = (Path(folder) / "c.log").read_text("utf-8", "replace")
        refused = {chr(int(code, 16)) for code in re.findall(r"Unicode character .* \(U\+([0-9A-F]+)\)", log)}
        text = subprocess.run(
            ["pdftotext", "-raw", "c.pdf", "-"], cwd=folder, check=True, capture_output=True
        ).stdout.decode()
    read = {chr(int(code, 16)): got for code, got in re.findall(r"Q([0-9A-F]{5})Q ?(.*)", text)}
    good = set()
    for char in chars:
        got = unicodedata.normalize("NFC", read.get(char, "").strip())
        if char not in refused and got == char:
            good.add(char)
    return good


def render() -> str:
    """Return the file's content."""
    spaces = "\u00a0\u2009\u202f\u2010\u2011"  # made of others by the renderer
    data = {font: "".join(sorted(printed(font, candidates()) | set(spaces))) for font in FONTS}
    data["all"] = "".join(sorted(set.intersection(*(set(chars) for chars in data.values()))))
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    content = render()
    TARGET.write_text(content, encoding="utf-8")
    sys.stdout.write("".join(f"{font}: {len(chars)} characters\n" for font, chars in json.loads(content).items()))
