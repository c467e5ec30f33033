"""Theme options: each type's forms, ranges and defaults; nothing of another form reaches TeX."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import THEMES

from resume_tex.render.theme import OptionSpec, Theme, load_theme
from resume_tex.render.theme_options import OptionProblem, resolve_options


def theme_with(**spec: object) -> Theme:
    """Return a theme whose one option is `o`."""
    options = {"o": OptionSpec.model_validate(spec)}
    return Theme("mine", "Mine", "", "resume-mine", options, (Path("/nowhere"),), shipped=False)


def value_of(given: object, **spec: object) -> object:
    resolved, problems = resolve_options(theme_with(**spec), {"o": given})
    assert problems == []
    return str(resolved.tex["o"]) if "o" in resolved.tex else resolved.values["o"]


def problem_with(given: object, **spec: object) -> str:
    resolved, problems = resolve_options(theme_with(**spec), {"o": given})
    assert len(problems) == 1
    default, no_problems = resolve_options(theme_with(**spec), {})
    assert no_problems == []
    assert resolved == default
    prefix = "The option `o` of the theme mine: "
    assert problems[0].message.startswith(prefix)
    return problems[0].message.removeprefix(prefix)


LENGTH = {"type": "length", "default": "10pt", "minimum": "9pt", "maximum": "1in"}


@pytest.mark.parametrize(
    ("given", "tex"),
    [
        ("12pt", "12pt"),
        ("12 pt", "12pt"),
        (" 12.50pt ", "12.5pt"),
        ("12bp", "12pt"),
        ("1in", "72pt"),
        ("1pc", "12pt"),
        (".5cm", "14.173pt"),
        ("10mm", "28.346pt"),
        ("9.pt", "9pt"),
    ],
)
def test_lengths(given: str, tex: str) -> None:
    assert value_of(given, **LENGTH) == tex


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("12", "`12` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        (12, "`12` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        (True, "`True` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        ("8pt", "`8pt` must be at least 9pt."),
        ("73pt", "`73pt` must be at most 1in."),
        ("9" * 400 + "pt", "`" + "9" * 40 + "…` must be at most 1in."),
        ("-5pt", "`-5pt` must be at least 9pt."),
        ("10pt\\input{x}", "`10pt\\input{x}` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        ("10pt\n", None),
        ("１０pt", "`１０pt` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        ("10em", "`10em` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        (["10pt"], "`['10pt']` is no length; write a number with pt, mm, cm or in, such as 54pt."),
        ({"a": 1}, "`{'a': 1}` is no length; write a number with pt, mm, cm or in, such as 54pt."),
    ],
)
def test_wrong_lengths(given: object, problem: str | None) -> None:
    if problem is None:
        assert value_of(given, **LENGTH) == "10pt"
    else:
        assert problem_with(given, **LENGTH) == problem


def test_numbers() -> None:
    spec = {"type": "number", "default": 1, "minimum": 0.5, "maximum": 2}
    assert [value_of(g, **spec) for g in (1, 1.25, "1.5", "2.000", 0.5)] == ["1", "1.25", "1.5", "2", "0.5"]
    assert problem_with(3, **spec) == "`3` must be at most 2."
    assert problem_with(0.4, **spec) == "`0.4` must be at least 0.5."
    for wrong in ("x", "nan", "inf", "1e0", True, "1,5", "", "0x1", "1_0"):
        assert problem_with(wrong, **spec) == f"`{wrong}` is no number."


def test_integers() -> None:
    spec = {"type": "integer", "default": 1, "minimum": -1, "maximum": 20}
    assert [value_of(g, **spec) for g in (3, "4", " -1 ", "007")] == ["3", "4", "-1", "7"]
    assert problem_with(21, **spec) == "`21` must be at most 20."
    for wrong in (1.5, "1.5", True, "9" * 10, "", "²"):
        assert problem_with(wrong, **spec) == f"`{wrong}` is no whole number."


def test_colours() -> None:
    spec = {"type": "color", "default": "000000"}
    given = ("1D3F72", "#1d3f72", "abc", "#ABC", "navy", "Grey")
    assert [value_of(g, **spec) for g in given] == ["1D3F72", "1D3F72", "AABBCC", "AABBCC", "1F3A5F", "5A5A5A"]
    assert problem_with("12345", **spec).startswith(
        "`12345` is no colour; write six hexadecimal digits, such as 1F3A5F, or one of "
    )
    for wrong in ("", "12345G", "1234567", "\\red", "mauve", True, ["000000"]):
        assert "is no colour" in problem_with(wrong, **spec)


def test_choices() -> None:
    spec = {"type": "choice", "default": "a", "choices": ["a", "b", "true"]}
    assert value_of("b", **spec) == "b"
    assert value_of(True, **spec) == "true"
    for wrong in ("c", "A", "", "b}", 5):
        assert problem_with(wrong, **spec) == f"`{wrong}` is not one of a, b, true."


def test_booleans() -> None:
    spec = {"type": "boolean", "default": False}
    assert [value_of(g, **spec) for g in (True, "yes", "ON", "true")] == ["true"] * 4
    assert [value_of(g, **spec) for g in (False, "no", "Off", "false")] == ["false"] * 4
    assert problem_with("maybe", **spec) == "`maybe` is neither true nor false."
    assert problem_with(1, **spec) == "`1` is neither true nor false."


def test_texts() -> None:
    spec = {"type": "text", "default": "x"}
    assert value_of("a_b \\input{/etc/passwd} %", **spec) == r"a\_b \textbackslash{}input\{/etc/passwd\} \%"
    assert value_of("a\nb\x00\u202e", **spec) == "a b"
    assert value_of(5, **spec) == "5"
    assert value_of("x" * 200, **spec) == "x" * 200
    assert problem_with("x" * 201, **spec) == "the text is longer than 200 characters."
    assert problem_with(["x"], **spec) == "text belongs here."
    assert problem_with({"x": 1}, **spec) == "text belongs here."


def test_lists() -> None:
    spec = {"type": "list", "default": ["a"], "choices": ["a", "b", "c"]}
    assert value_of(["c", "b"], **spec) == ["c", "b"]
    assert value_of("c, b", **spec) == ["c", "b"]
    assert value_of([], **spec) == []
    assert problem_with(["d"], **spec) == "`d` is not one of a, b, c."
    assert problem_with([1], **spec) == "a list of words belongs here."
    assert problem_with(5, **spec) == "a list of words belongs here."


def test_a_list_is_nothing_for_tex() -> None:
    resolved, _ = resolve_options(theme_with(type="list", default=["a"]), {})
    assert resolved.tex == {}
    assert resolved.items("o") == ("a",)
    assert resolved.text("o", "none") == "none"


def test_an_option_without_default_is_left_out() -> None:
    resolved, problems = resolve_options(theme_with(type="length", default=None), {})
    assert (resolved.tex, resolved.values, problems) == ({}, {"o": None}, [])
    assert value_of("5pt", type="length", default=None) == "5pt"


def test_null_means_the_default() -> None:
    assert value_of(None, type="length", default="5pt") == "5pt"


def test_unknown_options() -> None:
    resolved, problems = resolve_options(load_theme("engineer"), {"fontsize": "11pt", "FONT_SIZE": "11pt", "zzz": 1})
    assert [p.name for p in problems] == ["fontsize", "FONT_SIZE", "zzz"]
    assert problems[0] == OptionProblem(
        "fontsize", "The theme engineer has no option `fontsize`.", "Did you mean `font-size`?", unknown=True
    )
    assert problems[1].help == "Did you mean `font-size`?"
    assert problems[2].help is not None
    assert problems[2].help.startswith("Options: accent, bibliography-style, contact-separator, date-style, ")
    assert resolved == resolve_options(load_theme("engineer"), {})[0]


@pytest.mark.parametrize("name", THEMES)
def test_every_shipped_default_is_valid(name: str) -> None:
    resolved, problems = resolve_options(load_theme(name), {})
    assert problems == []
    assert len(resolved.tex) > 25
    assert all("\\" not in tex for tex in resolved.tex.values())


def test_several_problems_are_all_reported() -> None:
    _, problems = resolve_options(load_theme("engineer"), {"font-size": "1pt", "paper": "a5", "accent": "x"})
    assert sorted(p.name for p in problems) == ["accent", "font-size", "paper"]
