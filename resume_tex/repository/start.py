"""Makes the files of a new project the first commit of a repository of its own."""

from __future__ import annotations

import os
from typing import NamedTuple

from resume_tex.errors import RepositoryError
from resume_tex.repository.repository import Repository
from resume_tex.repository.writing import commit_files, has_identity, init

_COMMIT = "git add . && git commit -m 'Start the resume'"
_MESSAGE = "Start the resume\n"


class Surroundings(NamedTuple):
    """What a folder is, before a project is made in it.

    Attributes:
        inside: The root of the repository that it is in, or nothing.
        obstacle: Why no repository can be made in it, or nothing.
    """

    inside: str = ""
    obstacle: str = ""

    @property
    def wanted(self) -> bool:
        """Whether a repository is to be made."""
        return not self.inside and not self.obstacle


class Started(NamedTuple):
    """What came of it.

    Attributes:
        commit: The short hash of the first commit, or nothing.
        problem: Why nothing is committed, or nothing.
        remedy: What to do about it.
    """

    commit: str
    problem: str = ""
    remedy: str = ""


def survey(folder: str) -> Surroundings:
    """Look at a folder, which need not exist."""
    try:
        found = Repository.find(folder)
    except RepositoryError as error:
        return Surroundings(obstacle=f"{error.message} {error.remedy}".strip())
    if found is not None:
        return Surroundings(found.root)
    if os.path.isdir(folder) and os.listdir(folder):
        return Surroundings(obstacle="The folder holds other files; `git init` makes it a repository if you want that.")
    return Surroundings()


def start_repository(folder: str, files: list[str]) -> Started:
    """Make a repository in a folder and commit these files.

    Raises:
        RepositoryError: The repository cannot be made.
    """
    repository = init(folder)
    if not has_identity(repository):
        names = 'git config --global user.name "Your Name" && git config --global user.email you@example.com'
        return Started("", "git does not know who you are", f"{names} && {_COMMIT}")
    try:
        commit_files(repository, [repository.relative(file) for file in files], _MESSAGE)
    except RepositoryError as error:
        return Started("", error.message.rstrip("."), _COMMIT)
    return Started(repository.commit("HEAD").short)
