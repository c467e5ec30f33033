"""Keeps single steps of a stranger's template small: no text or list grows without bound, nothing nested is compared or written.

A clock can look at a template between two steps only. A list that holds itself twice, forty times over, takes hours to compare
in one step; so values are compared, hashed and written only when they are plain, and what a step makes has a largest size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from jinja2 import Environment, Undefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import do_groupby, do_sort, make_multi_attrgetter
from jinja2.runtime import markup_join

LONGEST: Final = 2_000_000
"""Characters of a text, items of a list."""

_PLAIN: Final = (str, int, float, type(None), Undefined)
_ABOUT_VALUES: Final = (
    "defined", "undefined", "none", "string", "number", "mapping", "sequence", "iterable", "boolean", "true", "false",
    "integer", "float", "odd", "even", "divisibleby", "sameas",
)  # fmt: skip
_COMPARING: Final = (
    "==",
    "eq",
    "equalto",
    "!=",
    "ne",
    ">",
    "gt",
    "greaterthan",
    "ge",
    ">=",
    "<",
    "lt",
    "lessthan",
    "<=",
    "le",
)


def plain(value: Any) -> Any:
    """Return a text, a number or nothing as it is.

    Raises:
        SecurityError: It is a list, a mapping or something else.
    """
    if not isinstance(value, _PLAIN):
        raise SecurityError(
            f"only texts and numbers can be compared, written and looked up, and this is a {type(value).__name__}"
        )
    return value


def allow_length(length: int) -> None:
    """Refuse to make something that is too long.

    Raises:
        SecurityError: It would be.
    """
    if length > LONGEST:
        raise SecurityError(f"a text or list of {length:,} parts is too long; {LONGEST:,} is the most")


def concatenate(parts: Iterable[str]) -> str:
    """Join pieces of output."""
    pieces = list(parts)
    allow_length(sum(map(len, pieces)))
    return "".join(pieces)


def together(parts: tuple[Any, ...]) -> str:
    """Do what the operator `~` does."""
    allow_length(sum(len(str(plain(part))) for part in parts))
    return markup_join(parts)


def allow_call(function: Any, arguments: Iterable[Any]) -> None:
    """Refuse methods of values that would work on something nested, or make something long.

    Raises:
        SecurityError: It is such a call.
    """
    if not callable(function):
        raise SecurityError(f"a {type(function).__name__} cannot be called")
    owner = getattr(function, "__self__", None)
    if owner is None:
        return
    given = [plain(argument) for argument in arguments]
    if isinstance(owner, str) and getattr(function, "__name__", "") == "replace" and len(given) > 1:
        allow_length((len(owner) + 1) * (len(str(given[1])) + 1))


def limited_filters(filters: dict[str, Any]) -> dict[str, Any]:
    """Return filters of which those that compare or join keep to the limits."""
    join = filters["join"]

    def join_limited(items: Iterable[Any], separator: str = ", ") -> Any:
        pieces = list(items)
        allow_length(sum(len(str(plain(piece))) + len(plain(separator)) for piece in pieces))
        return join(pieces, separator)

    return {**filters, "join": join_limited, "sort": _sort, "groupby": _groupby}


@pass_environment
def _sort(
    environment: Environment,
    value: Iterable[Any],
    reverse: bool = False,
    case_sensitive: bool = False,
    attribute: Any = None,
) -> Any:
    items = list(value)
    key = make_multi_attrgetter(environment, attribute)
    for item in items:
        for part in key(item):
            plain(part)
    return do_sort(environment, items, reverse, case_sensitive, attribute)


@pass_environment
def _groupby(
    environment: Environment, value: Iterable[Any], attribute: Any, default: Any = None, case_sensitive: bool = False
) -> Any:
    items = list(value)
    key = make_multi_attrgetter(environment, attribute)
    for item in items:
        for part in key(item):
            plain(part)
    return do_groupby(environment, items, attribute, default, case_sensitive)


def limited_tests(tests: dict[str, Any]) -> dict[str, Any]:
    """Return the tests that look at no more than a value itself, and those that compare plain values."""

    def comparing(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
        return lambda one, other: test(plain(one), plain(other))

    return {
        **{name: tests[name] for name in _ABOUT_VALUES},
        **{name: comparing(tests[name]) for name in _COMPARING},
        "in": lambda value, container: plain(value) in container,
    }


class LimitedCompiler(CodeGenerator):
    """Compiles templates so that comparing, writing and looking up ask `plain`."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Join with `together`."""
        self.write("environment.together((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        """Compare plain values; only on the right of a single `in` may stand another."""
        self.write("(")
        self._plain(node.expr, frame)
        searching = len(node.ops) == 1 and node.ops[0].op in {"in", "notin"}
        for operand in node.ops:
            self.write(f" {_OPERATORS[operand.op]} ")
            self.visit(operand.expr, frame) if searching else self._plain(operand.expr, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """Make a mapping with plain keys."""
        self.write("{")
        for item in node.items:
            self._plain(item.key, frame)
            self.write(": ")
            self.visit(item.value, frame)
            self.write(", ")
        self.write("}")

    def _plain(self, node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.plain(")
        self.visit(node, frame)
        self.write(")")


_OPERATORS: Final = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}
