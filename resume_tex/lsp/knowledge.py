"""What is known of a place in a resume: the keys and values that may stand there, and what they mean.

Values come from where the tool itself has them: themes, their options, the role's stages and tools, languages, rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from resume_tex.diagnostics import Path, format_path
from resume_tex.document.models import Highlight, ResumeTexSettings
from resume_tex.errors import ResumeTexError
from resume_tex.explanations import codes, explain
from resume_tex.lsp.shape import FieldDoc, field_at, fields_of, shape_at
from resume_tex.render.context import DEFAULT_ORDER
from resume_tex.render.locale import find_locale, languages
from resume_tex.render.theme import DEFAULT_THEME, OptionSpec, Theme, list_themes, load_theme
from resume_tex.roles.profile import DEFAULT_ROLE, RoleProfile, load_role, role_names

_SETTINGS = ("meta", "resumeTex")


@dataclass(frozen=True, slots=True)
class Word:
    """Something that may be typed.

    Attributes:
        text: The key or value.
        about: What it means.
        kind: For keys, what their value is: text, list or mapping.
    """

    text: str
    about: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known for one document.

    Attributes:
        settings: Its settings, or those that it had when it could last be read.
        project: Its folder, which may hold themes; None for a document that is no file yet.
        tags: The tags that its entries carry.
    """

    settings: ResumeTexSettings
    project: FilePath | None = None
    tags: tuple[str, ...] = ()

    def keys_at(self, path: Path) -> list[Word]:
        """Return the keys that a mapping may have."""
        own = self._own_keys(path)
        if own is not None:
            return own
        shape = shape_at(path)
        if shape is None or shape.model is None:
            return []
        return [Word(field.name, describe(field), field.shape.kind) for field in fields_of(shape.model).values()]

    def takes_text(self, path: Path) -> bool:
        """Tell whether a mapping is a rare alternative to text, as it is for bullets."""
        shape = shape_at(path)
        return shape is not None and shape.model is Highlight

    def values_at(self, path: Path) -> list[Word]:
        """Return the values that may stand at a path, as far as they can be listed."""
        pattern = _pattern(path)
        if pattern[:-1] in _OPTIONS:
            return self._option_values(str(path[-1]))
        if pattern in _VALUES:
            return _VALUES[pattern](self, path)
        shape = shape_at(path)
        return [Word(choice) for choice in shape.choices] if shape is not None else []

    def about(self, path: Path) -> str:
        """Return what the key that a path ends in is for, as Markdown; nothing when it is not known."""
        names = [part for part in path if isinstance(part, str)]
        if _pattern(path[:-1]) in _OPTIONS and names:
            spec = self._theme().options.get(names[-1])
            return (
                f"**{names[-1]}** (option of the theme {self._theme().name})\n\n{_describe_option(spec)}"
                if spec
                else ""
            )
        field = field_at(path)
        if field is None:
            return ""
        return f"**{format_path(path)}** ({field.shape.kind})\n\n{describe(field)}"

    def _own_keys(self, path: Path) -> list[Word] | None:
        pattern = _pattern(path)
        if pattern in _OPTIONS:
            return [Word(name, _describe_option(spec)) for name, spec in sorted(self._theme().options.items())]
        if pattern == (*_SETTINGS, "headings"):
            return self._sections(path)
        if pattern == (*_SETTINGS, "rules", "severity"):
            return self._rules(path)
        return None

    def _theme(self) -> Theme:
        try:
            return load_theme(self.settings.theme or DEFAULT_THEME, self.project)
        except ResumeTexError:
            return load_theme(DEFAULT_THEME)

    def _role(self) -> RoleProfile:
        try:
            return load_role(self.settings.role or DEFAULT_ROLE)
        except ResumeTexError:
            return load_role(DEFAULT_ROLE)

    def _themes(self, _: Path) -> list[Word]:
        return [Word(theme.name, theme.description) for theme in list_themes(self.project)]

    def _option_values(self, name: str) -> list[Word]:
        spec = self._theme().options.get(name)
        if spec is None:
            return []
        values = spec.choices or {"boolean": ["true", "false"]}.get(spec.type or "", [])
        default = [] if spec.default is None or isinstance(spec.default, list | bool) else [str(spec.default)]
        return [Word(str(value), _describe_option(spec)) for value in dict.fromkeys([*values, *default])]

    def _stages(self, _: Path) -> list[Word]:
        return [Word(stage.id, f"{stage.heading}: {', '.join(stage.tools[:8])} …") for stage in self._role().stages]

    def _tools(self, _: Path) -> list[Word]:
        return [Word(tool, stage.heading) for stage in self._role().stages for tool in stage.tools]

    def _categories(self, _: Path) -> list[Word]:
        return [Word(stage.heading, f"stage {stage.id}") for stage in self._role().stages]

    def _languages(self, _: Path) -> list[Word]:
        return [Word(tag, "Language of headings and dates.") for tag in languages()]

    def _sections(self, _: Path) -> list[Word]:
        locale = find_locale(self.settings.language) or find_locale(None)
        return [Word(name, locale.words.get(name, "") if locale else "") for name in DEFAULT_ORDER]

    def _roles(self, _: Path) -> list[Word]:
        return [Word(name) for name in role_names()]

    def _rules(self, _: Path) -> list[Word]:
        known = [(code, explain(code)) for code in codes()]
        rules = [Word(code, found.summary) for code, found in known if found is not None and found.silence]
        families = dict.fromkeys(word.text.partition(".")[0] for word in rules)
        return [*(Word(family, f"All rules of {family}.") for family in families), *rules]

    def _tags(self, _: Path) -> list[Word]:
        return [Word(tag) for tag in self.tags]

    def _networks(self, _: Path) -> list[Word]:
        return [
            Word(name)
            for name in ("LinkedIn", "GitHub", "GitLab", "Google Scholar", "ORCID", "Kaggle", "Hugging Face", "X")
        ]


def describe(field: FieldDoc) -> str:
    """Return what a key is for, with examples."""
    examples = ", ".join(f"`{example}`" for example in field.examples)
    return f"{field.description}\n\nFor example {examples}." if examples else field.description


def _describe_option(spec: OptionSpec) -> str:
    parts = [spec.description or ""]
    if spec.choices:
        parts.append(f"One of {', '.join(spec.choices)}.")
    elif spec.minimum is not None and spec.maximum is not None:
        parts.append(f"A {spec.type} from {spec.minimum} to {spec.maximum}.")
    else:
        parts.append(f"A {spec.type}.")
    if spec.default is not None:
        parts.append(f"Default: {str(spec.default).lower() if isinstance(spec.default, bool) else spec.default}.")
    return " ".join(part for part in parts if part)


def _pattern(path: Path) -> tuple[str, ...]:
    """Return a path with `*` for what the user names or numbers."""
    out: list[str] = []
    for part in path:
        own = isinstance(part, int) or out == [*_SETTINGS, "variants"]
        out.append("*" if own else str(part))
    return tuple(out)


_VARIANT = (*_SETTINGS, "variants", "*")
_OPTIONS = frozenset({(*_SETTINGS, "options"), (*_VARIANT, "options")})
_VALUES: Mapping[tuple[str, ...], Callable[[Knowledge, Path], list[Word]]] = {
    (*_SETTINGS, "theme"): Knowledge._themes,
    (*_VARIANT, "theme"): Knowledge._themes,
    (*_SETTINGS, "language"): Knowledge._languages,
    (*_SETTINGS, "role"): Knowledge._roles,
    (*_SETTINGS, "sections", "*"): Knowledge._sections,
    (*_VARIANT, "sections", "*"): Knowledge._sections,
    (*_SETTINGS, "rules", "select", "*"): Knowledge._rules,
    (*_SETTINGS, "rules", "ignore", "*"): Knowledge._rules,
    (*_VARIANT, "include", "*"): Knowledge._tags,
    (*_VARIANT, "exclude", "*"): Knowledge._tags,
    ("skills", "*", "stage"): Knowledge._stages,
    ("skills", "*", "name"): Knowledge._categories,
    ("skills", "*", "keywords", "*"): Knowledge._tools,
    ("basics", "profiles", "*", "network"): Knowledge._networks,
}
