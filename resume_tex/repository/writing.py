"""What is written to a repository: annotated tags, and commits of single files that leave everything else as it is."""

from __future__ import annotations

import os
from typing import Final

from resume_tex.errors import RepositoryError
from resume_tex.repository.git import Answer, refusal, run_git
from resume_tex.repository.repository import Repository

_SECONDS: Final = 300.0
"""Commits may run hooks, and signing may ask for a passphrase in a window of its own."""
_IDENTITY: Final = 'git config --global user.name "Your Name" && git config --global user.email you@example.com'


def init(folder: str) -> Repository:
    """Make a repository in a folder.

    Raises:
        RepositoryError: git is missing or refuses.
    """
    answer = run_git(folder, "init", "--quiet")
    if answer.status != 0:
        raise refusal(answer, f"No repository can be made in {folder}")
    found = Repository.find(folder)
    if found is None:
        raise RepositoryError(f"git made no repository in {folder}.")
    return found


def has_identity(repository: Repository) -> bool:
    """Tell whether git knows who makes commits and tags here."""
    roles = ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT")
    return all(repository.git("-c", "user.useConfigOnly=true", "var", role).status == 0 for role in roles)


def require_identity(repository: Repository) -> None:
    """Make sure that git knows who makes commits and tags here; raises RepositoryError."""
    if not has_identity(repository):
        raise RepositoryError("git does not know who you are, so it can make neither commits nor tags.", _IDENTITY)


def on_branch(repository: Repository) -> bool:
    """Tell whether a commit would be on a branch: HEAD is not detached."""
    return repository.git("symbolic-ref", "--quiet", "HEAD").status == 0


def is_ignored(repository: Repository, path: str) -> bool:
    """Tell whether git is told to ignore a file; `path` is from the root."""
    answer = repository.git("--no-literal-pathspecs", "check-ignore", "--quiet", "--", f"./{path}")
    return answer.status == 0


def is_clean(repository: Repository, path: str) -> bool:
    """Tell whether a file is as the current commit has it, or not there at all."""
    return not repository.git("status", "--porcelain", "-z", "--untracked-files=all", "--", path).output


def commit_files(repository: Repository, paths: list[str], message: str) -> None:
    """Commit these files and nothing else; what is staged stays staged.

    Args:
        repository: The repository.
        paths: The files, from the root.
        message: The commit's message.

    Raises:
        RepositoryError: git or one of its hooks refuses; the files are as they were, new ones unknown to git again.
    """
    new = [path for path in paths if _run(repository, "ls-files", "--error-unmatch", "--", path).status != 0]
    if new:
        _demand(_run(repository, "add", "--intent-to-add", "--", *new), "The new files cannot be added")
    answer = _run(
        repository, "commit", "--quiet", "--only", "--file=-", "--cleanup=verbatim", "--", *paths, given=message
    )
    if answer.status != 0:
        if new:
            _run(repository, "rm", "--cached", "--quiet", "--force", "--", *new)
        raise refusal(answer, "git refuses the commit")


def tags(repository: Repository, folder: str) -> dict[str, str]:
    """Return the message of every annotated tag in a folder of tags, by the tag's name."""
    form = "--format=%(refname:strip=2)%00%(contents)%00"
    parts = repository.git("for-each-ref", form, f"refs/tags/{folder}").text.split("\0")
    return {name.lstrip("\n"): message for name, message in zip(parts[::2], parts[1::2], strict=False)}


def make_tag(repository: Repository, name: str, commit: str, message: str) -> None:
    """Make an annotated tag.

    Raises:
        RepositoryError: There is one of that name, or git refuses.
    """
    answer = _run(repository, "tag", "--annotate", "--file=-", "--cleanup=verbatim", name, commit, given=message)
    _demand(answer, f"The tag {name} cannot be made")


def drop_tag(repository: Repository, name: str) -> None:
    """Remove a tag that was made by mistake."""
    _run(repository, "tag", "--delete", name)


def _run(repository: Repository, *arguments: str, given: str | None = None) -> Answer:
    text = given.encode("utf-8", "replace") if given is not None else None
    return run_git(
        repository.root, *arguments, given=text, extra={"GIT_OPTIONAL_LOCKS": "1", **_own_locale()}, seconds=_SECONDS
    )


def _own_locale() -> dict[str, str]:
    """Return the user's locale, which hooks may need; what git itself says is shown, not read."""
    return {"LC_ALL": os.environ.get("LC_ALL", "")}


def _demand(answer: Answer, doing: str) -> None:
    if answer.status != 0:
        raise refusal(answer, doing)
