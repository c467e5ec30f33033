"""The values of a theme's options: checked by type and turned into what the style understands.

Options are user input: nothing that is not of its type's form reaches TeX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from resume_tex.errors import ThemeError
from resume_tex.render.escape import Tex, escape_tex
from resume_tex.render.theme import OptionSpec, Theme

_LENGTH = re.compile(r"(-?(?:\d+(?:\.\d*)?|\.\d+)) ?(pt|mm|cm|in|bp|pc)\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_COLOR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z", re.ASCII)
_POINTS = {"pt": 1.0, "bp": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}
"""Points of 1/72 inch, as people and PDF tools count them."""
_NAMED_COLORS = {
    "black": "000000", "white": "FFFFFF", "gray": "5A5A5A", "grey": "5A5A5A", "navy": "1F3A5F", "blue": "1D4E89",
    "teal": "0B5C5C", "green": "1B5E20", "red": "8B1A1A", "maroon": "6B1C2B", "purple": "4A2C6F", "orange": "8A4B00",
}  # fmt: skip


class OptionProblem(NamedTuple):
    """A value that an option cannot have."""

    name: str
    message: str
    help: str | None = None
    unknown: bool = False


class ResolvedOptions(NamedTuple):
    """Every option's value: as the style understands it, and lists and choices as Python has them."""

    tex: Mapping[str, Tex]
    values: Mapping[str, object]

    def text(self, name: str, default: str = "") -> str:
        """Return a choice's or text's value."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else default

    def items(self, name: str) -> tuple[str, ...]:
        """Return a list's value."""
        value = self.values.get(name)
        return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def resolve_options(theme: Theme, given: Mapping[str, object]) -> tuple[ResolvedOptions, list[OptionProblem]]:
    """Check the user's options against the theme; a wrong one is reported and its default used.

    Raises:
        ThemeError: The theme gives an option a default that it cannot have.
    """
    problems = [_unknown(theme, name) for name in given if name not in theme.options]
    tex: dict[str, Tex] = {}
    values: dict[str, object] = {}
    for name, spec in theme.options.items():
        value = _default(theme, name, spec)
        if given.get(name) is not None:
            try:
                value = _convert(spec, given[name])
            except ValueError as error:
                problems.append(OptionProblem(name, f"The option `{name}` of the theme {theme.name}: {error}."))
        values[name] = value
        if spec.type != "list" and value is not None:
            tex[name] = value if isinstance(value, Tex) else escape_tex(_spell(value))
    return ResolvedOptions(tex, values), problems


def _default(theme: Theme, name: str, spec: OptionSpec) -> object:
    try:
        return _convert(spec, spec.default)
    except (ValueError, TypeError) as error:
        raise ThemeError(
            f"The theme {theme.name} is wrong about its option {name}: {error}.", "Correct its theme.yaml."
        ) from error


def _unknown(theme: Theme, name: str) -> OptionProblem:
    from difflib import get_close_matches

    close = get_close_matches(name.replace("_", "-").lower(), list(theme.options), 1, 0.7)
    meant = f"Did you mean `{close[0]}`?" if close else f"Options: {', '.join(sorted(theme.options))}."
    return OptionProblem(name, f"The theme {theme.name} has no option `{name}`.", meant, unknown=True)


def _spell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _convert(spec: OptionSpec, value: object) -> object:
    """Return the value in its type's form; an option without a default may have none."""
    if value is None and spec.default is None:
        return None
    text = getattr(value, "text", None) or value
    converters = {
        "length": _length, "number": _number, "integer": _integer, "color": _color, "choice": _choice,
        "boolean": _boolean, "text": _text, "list": _list,
    }  # fmt: skip
    return converters[spec.type or "text"](spec, text)


def _length(spec: OptionSpec, value: object) -> object:
    match = _LENGTH.match(str(value).strip())
    if match is None or isinstance(value, bool):
        raise ValueError(f"{_quote(value)} is no length; write a number with pt, mm, cm or in, such as 54pt")
    for bound, word, sign in ((spec.minimum, "at least", 1), (spec.maximum, "at most", -1)):
        limit = _LENGTH.match(str(bound)) if bound is not None else None
        if bound is not None and limit is None:
            raise ValueError(f"its bound {_quote(bound)} is no length")
        if limit and sign * (_points(match) - _points(limit)) < -0.001:
            raise ValueError(f"{_quote(value)} must be {word} {bound}")
    return f"{_trim(_points(match))}pt"


def _points(match: re.Match[str]) -> float:
    return float(match[1]) * _POINTS[match[2]]


def _trim(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _number(spec: OptionSpec, value: object) -> object:
    if isinstance(value, bool) or not _NUMBER.match(str(value).strip()):
        raise ValueError(f"{_quote(value)} is no number")
    number = float(str(value))
    _check_range(spec, number, value)
    return _trim(number)


def _integer(spec: OptionSpec, value: object) -> object:
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,9}", str(value).strip(), re.ASCII):
        raise ValueError(f"{_quote(value)} is no whole number")
    _check_range(spec, int(str(value)), value)
    return str(int(str(value)))


def _check_range(spec: OptionSpec, number: float, value: object) -> None:
    if spec.minimum is not None and number < float(spec.minimum):
        raise ValueError(f"{_quote(value)} must be at least {spec.minimum}")
    if spec.maximum is not None and number > float(spec.maximum):
        raise ValueError(f"{_quote(value)} must be at most {spec.maximum}")


def _color(spec: OptionSpec, value: object) -> object:
    text = _NAMED_COLORS.get(str(value).strip().lower(), str(value).strip())
    match = _COLOR.match(text)
    if match is None or isinstance(value, bool):
        raise ValueError(
            f"{_quote(value)} is no colour; write six hexadecimal digits, such as 1F3A5F, or one of {', '.join(_NAMED_COLORS)}"
        )
    digits = match[1]
    return (digits if len(digits) == 6 else "".join(c * 2 for c in digits)).upper()


def _choice(spec: OptionSpec, value: object) -> object:
    text = _spell(value)
    if text not in (spec.choices or []):
        raise ValueError(f"{_quote(value)} is not one of {', '.join(spec.choices or [])}")
    return text


def _boolean(spec: OptionSpec, value: object) -> object:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in words:
        raise ValueError(f"{_quote(value)} is neither true nor false")
    return words[str(value).lower()]


def _text(spec: OptionSpec, value: object) -> object:
    if isinstance(value, dict | list):
        raise ValueError("text belongs here")
    text = _spell(value)
    if len(text) > 200:
        raise ValueError("the text is longer than 200 characters")
    return text


def _list(spec: OptionSpec, value: object) -> object:
    items = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise ValueError("a list of words belongs here")
    wrong = [item for item in items if spec.choices and item not in spec.choices]
    if wrong:
        raise ValueError(f"{_quote(wrong[0])} is not one of {', '.join(spec.choices or [])}")
    return list(items)


def _quote(value: object) -> str:
    text = " ".join(str(value).split())
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"
