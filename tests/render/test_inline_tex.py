"""Inline markup as TeX: commands for markup, ties and break points, and which addresses become links."""

from __future__ import annotations

import pytest

from resume_tex.render.inline_tex import complete_url, inline_tex, plain_tex


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("plain", "plain"),
        ("**bold** and *italic*", r"\ResumeBold{bold} and \ResumeItalic{italic}"),
        ("***both***", r"\ResumeBold{\ResumeItalic{both}}"),
        ("**a *b* c**", r"\ResumeBold{a \ResumeItalic{b} c}"),
        ("`a_b **c**`", r"\ResumeCode{a\_b **c**}"),
        ("[a & b](https://x.example/?p=1&q=%20)", r"\ResumeLink{https://x.example/?p=1\&q=\%20}{a \& b}"),
        ("[**bold**](x.example/y)", r"\ResumeLink{https://x.example/y}{\ResumeBold{bold}}"),
        ("[mail](mailto:a@x.example)", r"\ResumeLink{mailto:a@x.example}{mail}"),
        ("[x](javascript:alert(1))", "{[}x](javascript:alert(1))"),
        ("[x](file:///etc/passwd)", "{[}x](file:///etc/passwd)"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a_b_c and __init__", r"a\_b\_c and \_\_init\_\_"),
        (r"\*not\*", "*not*"),
        ("**open", "**open"),
        (r"\textbf{x}", r"\textbackslash{}textbf\{x\}"),
        ("**\\input{x}**", r"\ResumeBold{\textbackslash{}input\{x\}}"),
        ("", ""),
    ],
)
def test_markup(source: str, tex: str) -> None:
    assert inline_tex(source) == tex


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("from 180 ms to 45 ms", "from 180~ms to 45~ms"),
        ("3 % of 5 GB on 8 GPUs", r"3~\% of 5~GB on 8~GPUs"),
        ("2 million users", "2~million users"),
        ("5 models", "5~models"),
        ("over 200M+ search events", "over 200M+~search events"),
        ("1,200 stores", "1,200~stores"),
        ("5 Modelle", "5 Modelle"),
        ("5 and 6", "5 and 6"),
        ("in 2024 we", "in 2024 we"),
        ("10-19 models", "10-19 models"),
        ("5 ms-long", "5 ms-long"),
        ("5 mx", "5 mx"),
        ("a ms", "a ms"),
    ],
)
def test_a_number_stays_with_its_unit_or_noun(source: str, tex: str) -> None:
    assert inline_tex(source) == tex


def test_the_last_word_of_a_paragraph_is_not_left_alone() -> None:
    long = "The quick brown fox jumps over the lazy dog again and again."
    assert inline_tex(long) == "The quick brown fox jumps over the lazy dog again and~again."
    assert (
        inline_tex("**" + long + "**") == r"\ResumeBold{The quick brown fox jumps over the lazy dog again and~again.}"
    )
    assert inline_tex("The quick brown fox") == "The quick brown fox"
    assert inline_tex("x " * 30 + "extraordinarily") == "x " * 30 + "extraordinarily"


def test_only_very_long_words_may_break() -> None:
    assert plain_tex("x" * 30) == "x" * 30
    assert plain_tex("x" * 40) == "x" * 20 + r"\ResumeBreak{}" + "x" * 20
    assert plain_tex("x" * 60) == r"\ResumeBreak{}".join(["x" * 20] * 3)
    assert plain_tex("short " + "x" * 31) == "short " + "x" * 20 + r"\ResumeBreak{}" + "x" * 11


def test_addresses_break_after_punctuation() -> None:
    tex = plain_tex("https://x.example/a/very/long/path?q=1&r=2")
    assert tex == (
        r"https://\ResumeBreak{}x.\ResumeBreak{}example/\ResumeBreak{}a/\ResumeBreak{}very/\ResumeBreak{}"
        r"long/\ResumeBreak{}path?\ResumeBreak{}q=\ResumeBreak{}1\&\ResumeBreak{}r=\ResumeBreak{}2"
    )


def test_a_break_never_parts_an_escape() -> None:
    tex = plain_tex("%" * 50)
    assert tex.replace(r"\ResumeBreak{}", "") == r"\%" * 50
    assert tex.count(r"\ResumeBreak{}") == 2


def test_plain_fields_have_no_markup() -> None:
    assert plain_tex("**a** `b` [c](https://x.example)") == (
        r"**a** \textasciigrave{}b\textasciigrave{} {[}c](https://x.example)"
    )


@pytest.mark.parametrize(
    ("url", "complete"),
    [
        ("https://x.example", "https://x.example"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("tel:+1917", "tel:+1917"),
        ("x.example/a", "https://x.example/a"),
        ("//x.example/a", "https://x.example/a"),
        ("localhost:8000/a", "https://localhost:8000/a"),
        ("a@x.example", "mailto:a@x.example"),
        ("  x.example ", "https://x.example"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("ftp://x.example", ""),
        ("vbscript:x", ""),
        ("/etc/passwd", ""),
        ("./a", ""),
        ("../a", ""),
        ("", ""),
        ("   ", ""),
    ],
)
def test_which_addresses_are_linked(url: str, complete: str) -> None:
    assert complete_url(url) == complete
