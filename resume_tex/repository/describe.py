"""How a commit is named for people: by the nearest tag, or its short hash."""

from __future__ import annotations

from typing import Final

SENT: Final = "sent"
"""Folder of the tags that name who was sent something: no version may be told by them."""
DESCRIBE: Final = ("describe", "--always", "--tags", "--abbrev=7", f"--exclude={SENT}/*")
NEAREST_TAG: Final = f"%(describe:tags=true,abbrev=7,exclude={SENT}/*)"
"""The same for `git log`, but nothing where there is no tag; before git 2.35 it stays as it is."""
