"""How tools and sites are spelt: names whose capitals are wrong, in lists and in sentences.

A wrong first letter alone is forgiven, in a list (`docker`, `Pandas`) and at the beginning of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from resume_tex.roles.profile import RoleProfile

_PART = re.compile(r"(?:(?<=\A)|(?<=[\s\d/-]))\w")
_SHORT = 4
_ALSO_RIGHT = frozenset({"FAISS", "Yolo", "DBT", "Ros", "Jsonnet", "ASP", "Bash", "HELM", "SLURM", "Sagemaker Studio"})
_WORD = re.compile(r"(?<![\w.@/#-])[A-Za-z]{4,}(?![\w@/#]|-\w|\.\w|\()")
_WORDS_OF_ENGLISH = frozenset(
    {"nemo", "carla", "latex", "scann", "darts", "mode", "rest", "lime", "split", "shap", "solr", "ios", "bigtable"}
)


def right_name(name: str, role: RoleProfile) -> str | None:
    """Return the right spelling of a name in a list, or None when it is right or not known."""
    right = role.spellings.get(name.lower())
    if right is None or name in _ALSO_RIGHT or _without_first_capitals(name) == _without_first_capitals(right):
        return None
    named_like_words = right.isupper() and len(right) >= _SHORT and name[1:].islower()  # Nginx, Matlab
    return None if named_like_words else right


def _without_first_capitals(name: str) -> str:
    return _PART.sub(lambda letter: letter[0].lower(), name)


def misspelt_names(prose: str, role: RoleProfile) -> Iterator[tuple[int, str, str]]:
    """Yield the names in a sentence that are miswritten: where, the word, and its right spelling."""
    names = _distinctive(role)
    for found in _WORD.finditer(prose):
        word = found[0]
        right = names.get(word.lower())
        if right is not None and word != right and right_name(word, role):
            yield found.start(), word, right


@lru_cache(maxsize=8)
def _distinctive(role: RoleProfile) -> dict[str, str]:
    """Return the names of one word with capitals inside, which no other word resembles."""
    return {
        lower: right
        for lower, right in role.spellings.items()
        if right.isalpha()
        and any(c.isupper() for c in right[1:])
        and any(c.islower() for c in right)
        and lower not in _WORDS_OF_ENGLISH
    }
