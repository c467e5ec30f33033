"""Escaping: every character that TeX treats specially prints as itself, in text and in addresses."""

from __future__ import annotations

import string

import pytest

from resume_tex.render.escape import Tex, escape_tex, escape_url, normalise

SPECIALS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",
}


@pytest.mark.parametrize("char", SPECIALS)
def test_special_characters(char: str) -> None:
    assert escape_tex(char) == SPECIALS[char]
    assert escape_tex(f"a{char}b") == f"a{SPECIALS[char]}b"


def test_every_other_ascii_character_stays() -> None:
    for char in set(string.printable) - set(SPECIALS) - set(string.whitespace):
        assert escape_tex(char) == char
    assert escape_tex(" ") == " "


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("--", "-{}-"),
        ("---", "-{}-{}-"),
        ("<<a>>", "<{}<a>{}>"),
        (",,a''", ",{},a'{}'"),
        ("!'", "!{}'"),
        ("?'", "?{}'"),
        ("!`", r"!\textasciigrave{}"),
        ("?`", r"?\textasciigrave{}"),
        ("``", r"\textasciigrave{}\textasciigrave{}"),
        ("''", r"\textquotesingle{}\textquotesingle{}"),
        ("the 'single' quotes", r"the \textquotesingle{}single\textquotesingle{} quotes"),
        ("don't, the teams' and '90s", "don't, the teams' and '90s"),
        ("a-b", "a-b"),
        ("office, affine, fluffy", "office, affine, fluffy"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("^^5c", r"\textasciicircum{}\textasciicircum{}5c"),
        ("^^M", r"\textasciicircum{}\textasciicircum{}M"),
        ("<< name >><% x %><# y #>", r"<{}< name >{}><\% x \%><\# y \#>"),
        ("{{ name }}{% x %}", r"\{\{ name \}\}\{\% x \%\}"),
    ],
)
def test_sequences(text: str, tex: str) -> None:
    assert escape_tex(text) == tex


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\nb", "a b"),
        ("a \t\r\n\f\v b", "a   b"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u3000b\u2003c\x85d", "a b c d"),
        ("e\u0301", "é"),
        ("A\u030a", "Å"),
        ("\x00\x01\x02\x03\x1b\x7f\x9f", ""),
        ("a\u200bb\u200db\ufeff", "abb"),
        ("\u202eevil\u202c\u2066x\u2069\u061c", "evilx"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u2764\ufe0f", "\u2764"),
        ("\ud800x\udfff", "\ufffdx\ufffd"),
        ("a\u00a0b", "a\u00a0b"),
        ("ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ", "ff fi fl ffi ffl st st"),
    ],
)
def test_normalising(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_special_spaces_and_hyphens() -> None:
    assert escape_tex("3\u00a0ms") == "3~ms"
    assert escape_tex("3\u202f%\u2009x") == r"3\,\%\,x"
    assert escape_tex("a\u2010b\u2011c") == "a-b-c"


def test_control_characters_never_arrive() -> None:
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert set(escape_tex(every)) <= {" "}


def test_no_backslash_of_the_text_reaches_tex() -> None:
    """Whatever two characters meet, the result has only commands of our own."""
    known = {*SPECIALS.values(), r"\textquotesingle{}"}
    for first in string.printable:
        for second in string.printable:
            rest = escape_tex(first + second)
            for tex in sorted(known, key=len, reverse=True):
                rest = rest.replace(tex, "")
            assert not set(rest.replace("{}", "")) & set('\\{}$&#^_%~`"'), (first, second)


@pytest.mark.parametrize(
    ("url", "tex"),
    [
        ("https://x.example/a%20b#top", r"https://x.example/a\%20b\#top"),
        ("https://x.example/?a=1&b=2", r"https://x.example/?a=1\&b=2"),
        ("https://x.example/~user_name", r"https://x.example/\~{}user\_name"),
        ("https://x.example/a_(b)", r"https://x.example/a\_(b)"),
        ("https://x.example/$x", r"https://x.example/\$x"),
        ("https://x.example/a b", r"https://x.example/a\%20b"),
        ("https://x.example/ü", r"https://x.example/\%C3\%BC"),
        (r"https://x.example/\{}^`<>|" + '"', r"https://x.example/\%5C\%7B\%7D\%5E\%60\%3C\%3E\%7C\%22"),
        ("https://[::1]/", r"https://\%5B::1\%5D/"),
        (" https://x.example/ \n", "https://x.example/"),
        ("https://x.example/\ud800", r"https://x.example/\%EF\%BF\%BD"),
        ("https://x.example/a\u202eb\x00", "https://x.example/ab"),
        ("mailto:a+b@x.example", "mailto:a+b@x.example"),
        ("tel:+19175550381", "tel:+19175550381"),
    ],
)
def test_addresses(url: str, tex: str) -> None:
    assert escape_url(url) == tex


def test_tex_is_never_escaped_again() -> None:
    tex = Tex(r"\ResumeBold{x}")
    assert Tex.escape(tex) is tex
    assert Tex.escape(None) == ""
    assert Tex.escape("50%") == r"50\%"
    assert Tex.escape(5) == "5"


def test_tex_escapes_what_it_is_combined_with() -> None:
    assert Tex(r"\X{%s}") % "a_b" == r"\X{a\_b}"
    assert Tex(", ").join(["a&b", Tex(r"\Y")]) == r"a\&b, \Y"
    assert Tex("x") + "#" == r"x\#"
    assert "#" + Tex("x") == r"\#x"
    assert isinstance(Tex("x") + "#", Tex)
