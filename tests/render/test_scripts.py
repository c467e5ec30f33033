"""Writing systems: whose character it is, in which direction it runs, and which TeX says so."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resume_tex.engine.script_fonts import known_scripts
from resume_tex.render.bidi import Span, base_direction, has_right_to_left, levels, spans
from resume_tex.render.letters import MAY_NEED, letter_files, letters
from resume_tex.render.repertoire import GlyphCheck
from resume_tex.render.scripts import NAMES, Run, han_script, has_scripts, is_right_to_left, runs, script_of

LETTERS = st.text("abc éЖξ 王あア한 مرحبا שלום मशीन ()[]-.,12% \u0301\u200d", max_size=40)


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("A", None), ("é", None), ("ξ", None), ("Ж", None), ("ế", None), ("—", None), ("ก", None), ("😀", None),
        ("王", "Hani"), ("、", "Hani"), ("Ａ", "Hani"), ("𠀀", "Hani"), ("あ", "Jpan"), ("ア", "Jpan"), ("ｱ", "Jpan"),
        ("한", "Kore"), ("م", "Arab"), ("ﻼ", "Arab"), ("ש", "Hebr"), ("म", "Deva"), ("த", "Taml"), ("ქ", "Geor"),
        ("Հ", "Armn"), ("አ", "Ethi"), ("\u0590", None), ("\ufeff", None),
    ],
)  # fmt: skip
def test_the_script_of_a_character(char: str, script: str | None) -> None:
    assert script_of(char) == script
    assert has_scripts(f"a{char}") == (script is not None)


def test_every_script_has_a_name_and_fonts() -> None:
    assert set(known_scripts()) == set(NAMES)


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("王", "en", "Hans"), ("王", "zh", "Hans"), ("王", "zh-TW", "Hant"), ("王", "zh-Hant-HK", "Hant"), ("王", "ja", "Jpan"),
        ("王", "ko", "Kore"), ("王の", "zh", "Jpan"), ("王한", "en", "Kore"), ("王한", "ja", "Jpan"), ("王", "jam", "Hans"),
    ],
)  # fmt: skip
def test_the_form_of_chinese_characters(text: str, language: str, script: str) -> None:
    assert han_script(text, language) == script


def test_runs() -> None:
    assert list(runs("Ann 王、小 明 B", "Hans")) == [
        Run(None, "Ann "), Run("Hans", "王、小"), Run(None, " "), Run("Hans", "明"), Run(None, " B"),
    ]  # fmt: skip
    assert list(runs("मशीन लर्निंग, X", "Hans")) == [Run("Deva", "मशीन लर्निंग"), Run(None, ", X")]


@given(LETTERS)
def test_runs_lose_nothing(text: str) -> None:
    assert "".join(run.text for run in runs(text, "Hans")) == text


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc אבג", 0, "0000111"),
        ("אבג abc", 1, "1111222"),
        ("אב 12 גד", 1, "11122111"),
        ("אב 12 גד", 0, "11122111"),
        ("abc 12", 0, "000000"),
        ("אב, 12% (abc)", 1, "1111222112221"),
        ("a (אב) b", 0, "00011000"),
        ("(אב) גד", 0, "0110011"),
        ("מ-120ms", 1, "1122222"),
        ("١٢ ab", 1, "22122"),
        ("אב  ", 0, "1100"),
    ],
)
def test_levels(text: str, base: int, expected: str) -> None:
    assert "".join(map(str, levels(text, base))) == expected


def test_spans_nest() -> None:
    assert spans("Ann שלום 2023", 0) == (
        Span(True, "Ann "),
        Span(False, parts=(Span(False, "שלום "), Span(True, parts=(Span(True, "2023"),)))),
    )


@given(LETTERS, st.sampled_from([0, 1]))
def test_spans_lose_nothing(text: str, base: int) -> None:
    def read(parts: tuple[Span, ...]) -> str:
        return "".join(part.text or read(part.parts) for part in parts)

    assert read(spans(text, base)) == text
    assert all(level >= base for level in levels(text, base))


def test_direction() -> None:
    assert [base_direction(text) for text in ("abc", "12 שלום a", "12", "")] == [0, 1, 0, 0]
    assert has_right_to_left("a ש") is True
    assert has_right_to_left("é 王") is False
    assert [is_right_to_left(tag) for tag in ("he", "ar-EG", "fa", "ur", "en", "zh", "arn")] == [True] * 4 + [False] * 3


def tex(text: str, language: str = "en", *, unicode: bool = True) -> str:
    glyphs = GlyphCheck(None if unicode else lambda char: char < "\u0250", language, more_letters=not unicode)
    written = glyphs.directed(glyphs.escaper(("basics", "name"), text)(text), text)
    return str(written)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ann", "en", "Ann"),
        ("Žož Ελλ", "en", "Žož Ελλ"),
        ("王 Ann", "en", r"\ResumeScriptHans{王} Ann"),
        (
            "用Python写",
            "zh",
            r"\ResumeScriptHans{用}\ResumeScriptBreak{}Python\ResumeScriptBreak{}\ResumeScriptHans{写}",
        ),
        ("Ann שלום", "en", r"Ann \ResumeRTL{\ResumeScriptHebr{שלום}}"),
        ("שלום (Ann)", "en", r"\ResumeRTL{\ResumeScriptHebr{שלום} )\ResumeLTR{Ann}(}"),
        ("Ann & Bob", "he", r"\ResumeLTR{Ann \& Bob}"),
        ("2019 – 2021", "he", r"\ResumeLTR{2019 – 2021}"),
        ("مرحبا", "ar", r"\ResumeRTL{\ResumeScriptArab{مرحبا}}"),
    ],
)
def test_tex_for_unicode_engines(text: str, language: str, expected: str) -> None:
    assert tex(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë", "Zoë"),
        ("Иван Петров, CTO", r"\ResumeLetters{Иван Петров}, CTO"),
        ("μ-law", r"\ResumeLetters{μ}-law"),
        ("m\u0303", r"\ResumeMarked{006D0303}{\ResumeAccent{0303}{m}}"),
        ("ọ\u0301", r"\ResumeMarked{1ECD0301}{\ResumeAccent{0323}{\ResumeAccent{0301}{o}}}"),
        ("а\u0301", r"\ResumeMarked{04300301}{\ResumeAccent{0301}{\ResumeLetters{а}}}"),
        ("Ɛ", "Ɛ"),
    ],
)
def test_tex_for_the_embedded_engine(text: str, expected: str) -> None:
    assert tex(text, unicode=False) == expected


def test_what_is_used_is_noted() -> None:
    glyphs = GlyphCheck(None)
    glyphs.escaper(("basics", "name"))("王 שלום")
    glyphs.escaper(("basics", "label"))("東")
    assert {script: use.path for script, use in glyphs.scripts.items()} == {
        "Hans": ("basics", "name"), "Hebr": ("basics", "name"),
    }  # fmt: skip
    plain = GlyphCheck(lambda _: True, more_letters=True)
    plain.escaper(())("Zoë – naïve")
    assert not plain.uses_letters
    plain.escaper(())("Иван")
    assert plain.uses_letters


def test_a_character_of_no_font_is_missing() -> None:
    glyphs = GlyphCheck(lambda char: char < "\u0250", more_letters=True)
    assert str(glyphs.escaper(("basics", "name"))("Иван ☃")) == r"\ResumeLetters{Иван} \ResumeMissing{2603}"
    assert [note.character for note in glyphs.missing] == ["☃"]


def test_letters_are_stable_and_found() -> None:
    held = letters()
    assert len(held.runs) > 200
    assert len(held.all) > 700
    for char in held.all:
        assert unicodedata.normalize("NFC", char) == char
        assert MAY_NEED.search(char)


@pytest.mark.parametrize(
    ("font", "families"),
    [
        ("source-sans", {"sans"}),
        ("charter", {"sans", "charter"}),
        ("latin-modern", {"sans", "modern"}),
        ("latin-modern-sans", {"sans", "modern-sans"}),
    ],
)
def test_a_document_gets_the_fonts_of_its_face(font: str, families: set[str]) -> None:
    files = letter_files(font)
    assert {"resume-letters.sty", "resume-letters.def", "resume-world.enc"} <= set(files)
    metrics = {name for name in files if name.startswith("resume-world-") and name.endswith(".tfm")}
    assert metrics == {
        f"resume-world-{f}-{face}.tfm" for f in families for face in ("regular", "italic", "bold", "bold-italic")
    }
