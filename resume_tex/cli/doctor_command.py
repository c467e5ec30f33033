"""`resume-tex doctor`."""

from __future__ import annotations

import platform
import sys

import click

from resume_tex import __version__
from resume_tex.cli.report import say
from resume_tex.errors import EXIT_FINDINGS, EXIT_OK


@click.command("doctor")
def command() -> int:
    """Tell which TeX engines are there, where things are kept, and what is missing."""
    from resume_tex.engine.discovery import confinement, survey
    from resume_tex.engine.formats import cache_root
    from resume_tex.resources import data_root

    say(f"resume-tex {__version__}, Python {sys.version.split()[0]}, {platform.system()} {platform.machine()}")
    say(f"Themes and templates: {data_root()}")
    say(f"Cache: {cache_root() or 'none (no home folder); every build prepares its theme anew'}")
    confined = (
        "Landlock: TeX can read its own files only" if confinement() == "landlock" else "none beyond TeX's own checks"
    )
    say(f"Confinement: {confined}")
    say()
    statuses = survey()
    for status in statuses:
        fine = status.available and not status.problem
        word = "yes" if fine else "part" if status.available else "no"
        mark = click.style(word.ljust(4), fg="green" if fine else "yellow" if status.available else None)
        scripts = "every script it has fonts for" if status.unicode else "Latin, Greek and Cyrillic script"
        tags = "tagged PDF, PDF/A" if status.tags else "PDF without tags"
        say(f"  {mark} {status.name:<10} {status.version or status.problem}")
        if status.available:
            say(f"       {' ' * 10} {scripts}; {tags}; {status.path or ''}")
        if status.available and status.problem:
            say(f"       {' ' * 10} {status.problem}")
        if status.problem and status.remedy:
            say(f"       {' ' * 10} {status.remedy}")
    _tell_scripts()
    if any(s.available for s in statuses):
        return EXIT_OK
    say(click.style("No engine can be used.", fg="red"))
    return EXIT_FINDINGS


def _tell_scripts() -> None:
    """Tell which scripts can be typeset here, with which engine and fonts."""
    from resume_tex.engine.choice import unicode_engine
    from resume_tex.engine.script_fonts import find_font, known_scripts, remedy
    from resume_tex.render.scripts import NAMES

    choice = unicode_engine()
    say()
    say("Scripts: Latin, Greek and Cyrillic with the embedded engine; others with " + (choice.name or "no engine yet"))
    if choice.name is None:
        say(f"  {choice.problem}")
        say(f"  {choice.remedy}")
    for script in known_scripts():
        font = find_font(script)
        mark = click.style(
            ("yes" if font and choice.name else "no").ljust(4), fg="green" if font and choice.name else None
        )
        say(f"  {mark} {NAMES[script]:<22} {font.regular if font else remedy(script)}")
