"""One git repository and what can be asked of it: revisions, the commits of a file, files as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from resume_tex.errors import RepositoryError
from resume_tex.repository.commits import LOG_FORMAT, Commit, parse_log
from resume_tex.repository.describe import DESCRIBE, SENT
from resume_tex.repository.git import Answer, refusal, run_git

_HASH_LENGTHS: Final = (40, 64)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a work tree.

    Attributes:
        root: The top of the work tree.
        shallow: The clone's history is cut off.
    """

    root: str
    shallow: bool = False

    @classmethod
    def find(cls, file: str) -> Repository | None:
        """Return the repository that a file or folder is in; None when it is in none.

        Raises:
            RepositoryError: There is no git, or it refuses to read the repository.
        """
        place = os.path.realpath(file)
        folder = place if os.path.isdir(place) else os.path.dirname(place)
        while not os.path.isdir(folder):  # a folder that is no more
            folder = os.path.dirname(folder)
        answer = run_git(folder, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-toplevel")
        if answer.status == 0:
            shallow, _, root = answer.text.split("\n", 2)
            return cls(os.path.realpath(root), shallow == "true")
        if "not a git repository (or any" in answer.complaint or "must be run in a work tree" in answer.complaint:
            return None
        raise refusal(answer, f"The repository around {folder} cannot be read")

    @classmethod
    def around(cls, file: str) -> Repository:
        """Return the repository that a file is in.

        Raises:
            RepositoryError: It is in none, there is no git, or it refuses to read the repository.
        """
        found = cls.find(file)
        if found is None:
            raise RepositoryError(
                f"{file} is in no git repository.", "Make one: git init, git add, git commit; or `resume-tex new`."
            )
        return found

    def relative(self, file: str) -> str:
        """Return a file's name as git has it: from the root, with slashes.

        Raises:
            RepositoryError: The file is outside the repository.
        """
        path = os.path.relpath(os.path.realpath(file), self.root).replace(os.sep, "/")
        if path == ".." or path.startswith("../"):
            raise RepositoryError(f"{file} is not in the repository {self.root}.")
        return path

    def absolute(self, path: str) -> str:
        """Return where a file of the repository is in the work tree."""
        return os.path.join(self.root, *path.split("/"))

    def resolve(self, revision: str) -> str:
        """Return the full hash of the commit that a revision names, in any way that git understands.

        Raises:
            RepositoryError: There is no such commit.
        """
        if revision and not set(revision) & set("\0\n"):
            answer = self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            if answer.status == 0:
                return answer.text
        raise self._no_such(revision)

    def commit(self, revision: str) -> Commit:
        """Return what a commit says of itself; raises as `resolve`."""
        commits = self._log("-1", "--no-walk", self._hash(revision), "--")
        return next(iter(commits))

    def commits(self, file: str, revision: str = "HEAD", limit: int | None = None) -> Iterator[Commit]:
        """Return the commits that changed a file, the newest first, following it when it was renamed.

        Args:
            file: A file in the work tree; it need not be there any more.
            revision: Where to begin.
            limit: How many at most.

        Raises:
            RepositoryError: There is no such revision, or no commit yet.
        """
        few = () if limit is None else (f"--max-count={limit}",)
        return self._log("--follow", "--raw", *few, self._hash(revision), "--", self.relative(file))

    def read(self, revision: str, path: str) -> bytes | None:
        """Return a file's content at a revision; None when there is no such file. `path` is from the root.

        Raises:
            RepositoryError: There is no such revision.
        """
        return next(self.read_all([(self._hash(revision), path)]))

    def read_all(self, wanted: Sequence[tuple[str, str]]) -> Iterator[bytes | None]:
        """Return the content of many files in one go: pairs of a commit's full hash and a path from the root.

        Symbolic links give the name that they point at.
        """
        lines = [f"{commit}:{path}" for commit, path in wanted if "\n" not in path]
        answer = self.git("cat-file", "--batch", given=b"".join(os.fsencode(line) + b"\n" for line in lines))
        if answer.status != 0:
            raise refusal(answer, "The files cannot be read")
        contents = _parse_batch(answer.output, len(lines))
        for commit, path in wanted:
            yield next(contents) if "\n" not in path else self._read_alone(commit, path)

    def _read_alone(self, commit: str, path: str) -> bytes | None:
        answer = self.git("cat-file", "blob", f"{commit}:{path}")
        return answer.output if answer.status == 0 else None

    def path_at(self, revision: str, file: str, name: str = "") -> str:
        """Return where a file of the work tree was at a revision, following renames; `name` is the revision's in errors.

        Raises:
            RepositoryError: There is no such revision, or the file was not there.
        """
        commit = self._hash(revision)
        path = self.relative(file)
        if self.has(commit, path):
            return path
        for old in dict.fromkeys(c.path for c in self._past(file)):
            if self.has(commit, old):
                return old
        others = self._documents(commit)
        remedy = f"It had: {', '.join(others)}." if others else "`resume-tex log` lists the revisions that have it."
        raise RepositoryError(f"{name or revision} has no {path}.", remedy)

    def has(self, revision: str, path: str) -> bool:
        """Tell whether a revision has a file or folder; `path` is from the root."""
        return self.git("cat-file", "-e", f"{self._hash(revision)}:{path}").status == 0

    def _past(self, file: str) -> list[Commit]:
        return list(self.commits(file)) if self.has_commits() else []

    def has_commits(self) -> bool:
        """Tell whether there is any commit to look at."""
        return self.git("rev-parse", "--verify", "--quiet", "HEAD").status == 0

    def _documents(self, commit: str) -> list[str]:
        names = self.git("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).lines()
        return [name for name in names if name.endswith((".yaml", ".yml", ".json"))][:8]

    def describe(self, revision: str) -> str:
        """Return a revision's name for people, by the nearest tag: `v1.2`, `v1.2-3-g1a2b3c4`, or the short hash."""
        answer = self.git(*DESCRIBE, self._hash(revision))
        if answer.status != 0:
            raise refusal(answer, f"{revision} cannot be described")
        return answer.text

    @contextmanager
    def checkout(self, revision: str, path: str) -> Iterator[str]:
        """Give a folder with a file, and what stands beside it under `themes/`, as of a revision; it is removed afterwards.

        The work tree and the index stay as they are. Symbolic links that leave the folder are left out.

        Args:
            revision: The revision.
            path: The file, from the root, as `path_at` finds it.

        Yields:
            The path of the file's copy.

        Raises:
            RepositoryError: There is no such revision, or no such file in it.
        """
        from resume_tex.repository.checkout import check_out

        with check_out(self, self._hash(revision), path) as copy:
            yield copy

    def git(self, *arguments: str, given: bytes | None = None) -> Answer:
        """Run a git command at the root."""
        return run_git(self.root, *arguments, given=given)

    def _hash(self, revision: str) -> str:
        full = len(revision) in _HASH_LENGTHS and set(revision) <= set("0123456789abcdef")
        return revision if full else self.resolve(revision)

    def _log(self, *arguments: str) -> Iterator[Commit]:
        answer = self.git(
            "log", "-z", "--abbrev=7", "--decorate=full", "--decorate-refs=refs/tags", LOG_FORMAT, *arguments
        )
        if answer.status != 0:
            raise refusal(answer, "The history cannot be read")
        return parse_log(answer.output)

    def _no_such(self, revision: str) -> RepositoryError:
        if not self.has_commits():
            return RepositoryError(
                f"The repository {self.root} has no commit yet, so no {revision!r}.",
                "Make one: git add resume.yaml && git commit",
            )
        names = [
            name
            for name in self.git("for-each-ref", "--format=%(refname:short)").text.splitlines()
            if not name.startswith(f"{SENT}/") or revision.startswith(SENT)
        ]
        from difflib import get_close_matches

        close = get_close_matches(revision, names, 1)
        if close:
            remedy = f"Did you mean {close[0]}?"
        elif self.shallow:
            remedy = "The history of this clone is cut off; git fetch --unshallow --tags gets the rest."
        else:
            remedy = "`resume-tex log` lists the revisions; git tag and git branch list the names."
        return RepositoryError(f"There is no revision {revision!r} in {self.root}.", remedy)


def _parse_batch(output: bytes, count: int) -> Iterator[bytes | None]:
    """Read the output of `git cat-file --batch`."""
    at = 0
    for _ in range(count):
        end = output.index(b"\n", at)
        header = output[at:end].split(b" ")
        at = end + 1
        if len(header) < 3 or not header[-1].isdigit() or header[-2] not in {b"blob", b"tree", b"commit", b"tag"}:
            yield None  # missing, ambiguous
            continue
        size = int(header[-1])
        yield output[at : at + size] if header[-2] == b"blob" else None
        at += size + 1
