"""Changes inputs: bytes and words anywhere, and in documents whole values, so that they stay documents."""

from __future__ import annotations

import json
import runpy
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml
from builders import sample_pdf
from test_hostile_input import _JSON_PIECES, _YAML_PIECES
from test_properties import FULL, HOSTILE

ROOT = Path(__file__).resolve().parent.parent.parent
LOG_WORDS = (
    "! ", "body.tex:12: ", "l.12 ", "\n", "<argument> ", "Overfull \\hbox (", "12.5pt too wide) ", "in paragraph at lines 3--4",
    "detected at line 5", "Missing character: There is no ", " in font ec-lmr10!", "Unicode character ", "(U+0416)", "U+110000", "U+D800",
    "Undefined control sequence", "Emergency stop", " ==> Fatal error occurred", "Runaway argument?", "Output written on x.pdf (2 pages",
    "TeX capacity exceeded", "Font x at 600 not found", "LaTeX Error: ", "Package x Error: ", "*** (", "    ", "\\foo ", "\x00", "\ufffd",
    "No pages of output", "Fatal format file error", "memory exhausted", "(x.sty", ")", "9" * 30, "9" * 5000,
)  # fmt: skip
BIBTEX_WORDS = (
    "@article{", "@string{", "@comment{", "@preamble{", "@inproceedings{k,", "title = {", "author = {", " and ", "year = ", "month = mar",
    "{", "}", '"', "#", ",", "=", "\\\"{u}", "\\'", "{\\ss}", "$x^2$", "doi = {10.1/x},", "crossref = {k}", "others", "\\", "--", "\n", "@",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2024, 10**17, 1.5, -1e300, "", " ", [], {}, [""], {"": ""}, [None], "2024", "2024-13", "2024-02-30",
    "0000-00", "9999-12-31", "present", "PRESENT", "March 2024", "x" * 3000, "a\nb", "no", "~", "[x](a.example)", "12 %", "+1 555 0100",
    "a@b.example", "https://x.example/%", "GitHub", "C++", "Led a team of 5 and cut cost by 30%.", "- a\n- b", "*" * 40, "[" * 40, "`" * 40,
)  # fmt: skip
WORDS: dict[str, Sequence[str]] = {
    "yaml": _YAML_PIECES,
    "document": _JSON_PIECES,
    "foreign": _YAML_PIECES,
    "letter": _YAML_PIECES,
    "text": HOSTILE,
    "log": LOG_WORDS,
    "bibtex": BIBTEX_WORDS,
    "pdf": (
        "obj",
        "endobj",
        "stream",
        "endstream",
        "<<",
        ">>",
        "/Type",
        "/Page",
        "/Kids",
        "[",
        "]",
        "0 R",
        "BT",
        "ET",
        "Tj",
        "xref",
        "%%EOF",
    ),
}
LARGEST = 20_000
_OF_DOCUMENTS = ("document", "yaml", "foreign", "letter")


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


KEYS = sorted(_keys(FULL) | {"meta", "resumeTex", "options", "variants", "rules", "headings", "sections", "theme", "language", "pages", "role",
                             "ignore", "x-a", "tags", "text", "$schema", "", "version", "output", "disable", "severity", "letter", "recipient",
                             "body", "subject", "opening", "closing", "signature", "enclosures", "company", "address"})  # fmt: skip


def mutate(content: bytes, kind: str, random: Random) -> bytes:
    """Return a changed input."""
    new = content
    for _ in range(random.choice((1, 1, 2, 4))):
        document = kind in _OF_DOCUMENTS and random.random() < 0.9
        new = (_document(new, random) if document else None) or _anywhere(new, WORDS[kind], random)
    return new if len(new) <= max(LARGEST, len(content)) else content[: LARGEST // 2]


def seeds(kind: str) -> list[bytes]:
    """Return inputs to start from."""
    if kind == "foreign":
        texts = [_files_of_other_tools()[name] for name in ("RENDERCV", "YAMLRESUME", "JSON_RESUME_2014")]
        return [json.dumps(yaml.safe_load(text), default=str).encode() for text in texts] + [
            text.encode() for text in texts
        ]
    if kind == "letter":
        letter = (ROOT / "examples" / "letter.yaml").read_bytes()
        return [json.dumps(yaml.safe_load(letter), default=str).encode(), letter]
    if kind == "bibtex":
        return [_files_of_other_tools()["BIBTEX"].encode()]
    if kind == "pdf":
        return [sample_pdf("minimal.json"), sample_pdf("german.yaml")]
    if kind in {"document", "yaml"}:
        files = [
            *(ROOT / "tests" / "samples").iterdir(),
            *(ROOT / "tests" / "corpus" / "resumes").iterdir(),
            *(ROOT / "examples").glob("*.yaml"),
        ]
        files = sorted(file for file in files if file.suffix in {".yaml", ".json"})
        documents = [json.dumps(yaml.safe_load(file.read_bytes()), default=str).encode() for file in files]
        return documents + ([file.read_bytes() for file in files] if kind == "yaml" else [])
    return [
        "".join(WORDS[kind]).encode("utf-8", "surrogatepass"),
        *(word.encode("utf-8", "surrogatepass") for word in WORDS[kind]),
    ]


def _files_of_other_tools() -> dict[str, str]:
    return runpy.run_path(str(ROOT / "tests" / "interchange" / "foreign.py"))


def _anywhere(content: bytes, words: Sequence[str], random: Random) -> bytes:
    start, end = sorted((random.randint(0, len(content)), random.randint(0, len(content))))
    end = min(end, start + random.choice((0, 0, 1, 4, 40)))
    word = random.choice(words).encode("utf-8", "surrogatepass")
    new = random.choice((word, word, b"", random.randbytes(2), content[start:end] * 2, word * random.choice((2, 50))))
    return content[:start] + new + content[end:]


def _document(content: bytes, random: Random) -> bytes | None:
    """Change one value of a document in JSON, which is YAML too; None if it is no JSON."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict | list) or not data:
        return None
    places: list[tuple[Any, Any]] = []
    todo = [data]
    while todo:
        value = todo.pop()
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        places += [(value, key) for key, _ in items]
        todo += [item for _, item in items if isinstance(item, dict | list)]
    holder, key = random.choice(places)
    change = random.randrange(7)
    if change == 0:
        del holder[key]
    elif change == 1 and isinstance(holder, list):
        holder += [holder[key]] * random.choice((1, 1, 2, 30))
    elif change == 2 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = holder[key]
    elif change == 3:
        other, name = random.choice(places)
        holder[key] = json.loads(json.dumps(other.get(name) if isinstance(other, dict) else other[name:][:1]))
    elif change == 4 and isinstance(holder[key], str):
        holder[key] = _anywhere(holder[key].encode("utf-8", "replace"), HOSTILE, random).decode("utf-8", "replace")
    elif change == 5:
        holder[key] = "".join(random.choice(HOSTILE) for _ in range(random.randint(1, 4)))
    else:
        holder[key] = random.choice(VALUES)
    return json.dumps(data, ensure_ascii=random.random() < 0.5, indent=random.choice((None, 1))).encode(
        "utf-8", "surrogatepass"
    )
