"""The list of what was sent, as text: lines, messages, names of tags."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.history.sent import Sent, SentError, append_sent, parse_message, read_sent, tag_name

ENTRY = Sent(
    "2026-11-25", "ACME", "v1", "", "--variant ml", "cv/resume.yaml", "resume-tex 1.0", "a" * 40, "b" * 64, "sent/x"
)
ANY = st.text(st.characters(codec="utf-8"), max_size=30)


def test_list(tmp_path: Path) -> None:
    path = tmp_path / "sent.tsv"
    other = replace(ENTRY, to="Jürgen & Söhne")
    append_sent(str(path), ENTRY)
    append_sent(str(path), other)
    assert read_sent(str(tmp_path / "resume.yaml")) == [ENTRY, other]
    assert path.read_text("utf-8").splitlines()[0] == (
        "date\tto\tversion\tnote\tbuild\tdocument\ttool\tcommit\tsha256\ttag"
    )


def test_none(tmp_path: Path) -> None:
    assert read_sent(str(tmp_path / "resume.yaml")) == []


def test_a_line_that_somebody_added_without_a_newline(tmp_path: Path) -> None:
    path = tmp_path / "sent.tsv"
    append_sent(str(path), ENTRY)
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    append_sent(str(path), ENTRY)
    assert read_sent(str(path)) == [ENTRY, ENTRY]


@given(to=ANY, note=ANY)
def test_any_text_is_one_cell(to: str, note: str) -> None:
    entry = Sent("2026-11-25", to, "v1", note, "", "resume.yaml", "resume-tex 1.0", "a" * 40, "b" * 64, "sent/x")
    assert entry.to_line().count("\n") == 1
    assert entry.to_line().count("\t") == 9
    assert len(entry.to_line().splitlines()) == 1
    back = parse_message("sent/x", entry.to_message())
    assert back is not None
    assert back.to_line() == entry.to_line()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff", "{} is not UTF-8."),
        (b"date\tto\n<<<<<<< HEAD\n", "{}:2 is a mark of a merge conflict."),
        (b"date\tto\n2026-11-25\tACME\n", "{}:2 lacks the commit or the hash."),
        (b"hello\n", "{}:1 lacks the commit or the hash."),
    ],
)
def test_broken_lists(text: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "sent.tsv").write_bytes(text)
    with pytest.raises(SentError) as caught:
        read_sent(str(tmp_path / "resume.yaml"))
    assert caught.value.message == message.format(tmp_path / "sent.tsv")


@pytest.mark.parametrize("message", ["", "Sent to ACME\n", "v1.0\n\ncommit: a\nsha256: b\n", "Sent to\n\x00"])
def test_a_tag_of_somebody_else(message: str) -> None:
    assert parse_message("sent/x", message) is None


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("ACME GmbH & Co. KG", "acme-gmbh-co-kg"), ("Jürgens_Söhne", "jürgens-söhne"), ("株式会社", "株式会社"),
        ("...", "somebody"), ("a" * 99, "a" * 60), ("../../etc", "etc"), ("@{-1}", "1"), ("x.lock", "x-lock"),
    ],
)  # fmt: skip
def test_names(to: str, name: str) -> None:
    assert tag_name("2026-11-25", to, frozenset()) == f"sent/2026-11-25-{name}"


def test_names_are_unique() -> None:
    taken: set[str] = set()
    for _ in range(3):
        taken.add(tag_name("2026-11-25", "ACME", frozenset(taken)))
    assert taken == {"sent/2026-11-25-acme", "sent/2026-11-25-acme-2", "sent/2026-11-25-acme-3"}


def test_git_takes_any_name() -> None:
    """One process for many names, which `check-ref-format` does not offer: so a few that are likely to go wrong."""
    for to in ("a..b", "a~b^c:d?e*f[g\\h", "-x", ".x", "x.", "x/", "é\u0301", "\u202eabc", "a b\tc\nd", "\ud7ff"):
        name = tag_name("2026-11-25", to, frozenset())
        assert subprocess.run(["git", "check-ref-format", f"refs/tags/{name}"], check=False).returncode == 0, name
