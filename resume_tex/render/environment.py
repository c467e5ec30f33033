"""The Jinja environment: LaTeX-safe delimiters, and nothing printed that is not `Tex`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Undefined,
    pass_eval_context,
)
from jinja2.nodes import EvalContext

from resume_tex.render.escape import Tex
from resume_tex.render.sandbox import ThemeLoader, ThemeSandbox
from resume_tex.render.template_limits import limited_filters
from resume_tex.resources import templates_dir


def finalize(value: object) -> Tex:
    """Let TeX pass, print nothing for None, and refuse text that was not escaped.

    Raises:
        TypeError: A template prints plain text or a number.
    """
    if value is None:
        return Tex("")
    if isinstance(value, Tex):
        return value
    if hasattr(value, "__html__"):  # a macro's or a block's own output
        return Tex(str(value))
    shown = f" {str(value)[:40]!r}" if isinstance(value, str | int | float | Undefined) else ""
    raise TypeError(f"a template prints {type(value).__name__}{shown}, which is not TeX")


@pass_eval_context
def finalize_at_run_time(_context: EvalContext, value: object) -> Tex:
    """Do what `finalize` does; Jinja would turn constants into HTML while it compiles, and only then ask `finalize`."""
    return finalize(value)


def join_tex(items: Iterable[Tex | None], separator: str = ", ") -> Tex:
    """Join pieces of TeX, leaving out empty ones; stands in for Jinja's own `join`, which mixes escapings.

    Raises:
        TypeError: One of them is no TeX.
    """
    return Tex(separator).join([finalize(item) for item in items if item])


def make_environment(
    overrides: tuple[Path, ...] = (), *, trusted: bool = True, cache: BytecodeCache | None = None
) -> Environment:
    """Return the environment; one whose templates all come with the package, and so do not change, is made once.

    Args:
        overrides: Folders whose templates replace the package's, nearest first.
        trusted: All templates come with the package; others run in a sandbox.
        cache: Where compiled templates are kept.
    """
    return (_kept_environment if trusted else _new_environment)(overrides, trusted=trusted, cache=cache)


def _new_environment(overrides: tuple[Path, ...], *, trusted: bool, cache: BytecodeCache | None) -> Environment:
    kind = Environment if trusted else ThemeSandbox
    own = [FileSystemLoader(str(folder)) if trusted else ThemeLoader(folder) for folder in overrides]
    loader = ChoiceLoader([*own, FileSystemLoader(str(templates_dir()))])
    environment = kind(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=finalize_at_run_time, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, auto_reload=False, bytecode_cache=cache,
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>",
    )  # fmt: skip
    filters: dict[str, Any] = {"join": join_tex}
    environment.filters = {**{k: v for k, v in environment.filters.items() if k in _SAFE_FILTERS}, **filters}
    if not trusted:
        environment.filters = limited_filters(environment.filters)
    environment.globals = {}
    return environment


_kept_environment = lru_cache(maxsize=8)(_new_environment)


_SAFE_FILTERS = (
    "length",
    "first",
    "last",
    "select",
    "reject",
    "list",
    "reverse",
    "sort",
    "groupby",
    "selectattr",
    "rejectattr",
    "default",
)
