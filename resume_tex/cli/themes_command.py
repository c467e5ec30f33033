"""`resume-tex themes`."""

from __future__ import annotations

from pathlib import Path

import click

from resume_tex.cli.report import say
from resume_tex.errors import EXIT_OK


@click.command("themes")
@click.argument("name", required=False)
@click.option(
    "--new", "scaffold", metavar="NAME", help="Make a theme of your own in themes/NAME, building on the theme given."
)
def command(name: str | None, scaffold: str | None) -> int:
    """List the themes; with NAME, its options. Themes of your own live in themes/ of the current folder."""
    if scaffold is not None:
        from resume_tex.scaffold import scaffold_theme

        folder = scaffold_theme(scaffold, name or "engineer", Path.cwd())
        say(f"{click.style(str(folder), bold=True)} made. Use it with: resume-tex build --theme {scaffold}")
    elif name is None:
        _list_themes()
    else:
        _list_options(name)
    return EXIT_OK


def _list_themes() -> None:
    from resume_tex.render.theme import list_themes

    themes = list_themes(Path.cwd())
    width = max(len(theme.name) for theme in themes)
    for theme in themes:
        own = "" if theme.shipped else click.style(" (yours)", fg="cyan")
        say(f"{click.style(theme.name.ljust(width), bold=True)}  {theme.description}{own}")
    say()
    say("Choose one under meta.resumeTex.theme or with --theme; list its options with resume-tex themes NAME.")


def _list_options(name: str) -> None:
    from resume_tex.render.theme import OptionSpec, load_theme

    def values(spec: OptionSpec) -> str:
        if spec.choices:
            return ", ".join(spec.choices)
        if spec.minimum is not None or spec.maximum is not None:
            return f"{spec.type}, {spec.minimum} to {spec.maximum}"
        return spec.type or ""

    theme = load_theme(name, Path.cwd())
    say(f"{click.style(theme.name, bold=True)}: {theme.description}")
    say()
    for key, spec in sorted(theme.options.items()):
        default = (
            ""
            if spec.default is None
            else f" = {', '.join(spec.default) if isinstance(spec.default, list) else spec.default}"
        )
        say(f"  {click.style(key, bold=True)}{default}  {click.style(f'[{values(spec)}]', dim=True)}")
        if spec.description:
            say(f"      {spec.description}")
