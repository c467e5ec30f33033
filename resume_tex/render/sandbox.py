"""Runs templates from outside the package: in Jinja's sandbox, within their theme's folder and within a time limit."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateRuntimeError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from resume_tex.render.template_limits import (
    LimitedCompiler,
    allow_call,
    allow_length,
    concatenate,
    limited_tests,
    plain,
    together,
)

_LARGEST = 10**9
_PADDING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
"""Methods that make a text of any length in one step."""


class ThemeSandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, and no single step that takes forever or fills the memory."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})
    code_generator_class = LimitedCompiler
    concat = staticmethod(concatenate)
    plain = staticmethod(plain)
    together = staticmethod(together)

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Take what Jinja's environment takes."""
        super().__init__(*arguments, **settings)
        self.tests = limited_tests(self.tests)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate with numbers of a reasonable size, and put texts or lists of a reasonable size together."""
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            allow_length(len(left) + len(right))
            return super().call_binop(context, operator, left, right)
        small = all(isinstance(value, int | float) and abs(value) <= _LARGEST for value in (left, right))
        if operator == "**" or not small:
            raise SecurityError(f"the operator {operator} is only for numbers of up to {_LARGEST:,}, and ** for none")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call a macro, or a method that does not take long."""
        allow_call(function, (*arguments, *named.values()))
        return super().call(context, function, *arguments, **named)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look up an item by a plain name or number."""
        return super().getitem(obj, plain(argument))

    def wrap_str_format(self, value: Any) -> None:
        """Leave `str.format` to `is_safe_attribute`, which refuses it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may use an attribute."""
        return attr not in _PADDING and super().is_safe_attribute(obj, attr, value)


class ThemeLoader(FileSystemLoader):
    """Reads a theme's templates, but follows no link out of the theme."""

    def __init__(self, folder: Path) -> None:
        """Take the theme's folder of templates."""
        super().__init__(str(folder))
        self._theme = folder.parent.resolve()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, file and whether it is still the same."""
        source, file, up_to_date = super().get_source(environment, template)
        if not Path(file).resolve().is_relative_to(self._theme):
            raise TemplateRuntimeError(f"{file} is a link to a file outside the theme")
        return source, file, up_to_date


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop Python code in this block that takes too long: every line it executes looks at the clock."""
    end = time.monotonic() + seconds

    def watch(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > end:
            raise TemplateRuntimeError(f"it takes more than {seconds:g} seconds; does it loop?")
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        yield
    finally:
        sys.settrace(before)
