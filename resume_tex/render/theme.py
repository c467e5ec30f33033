"""Themes: finding them, reading theme.yaml, and typed options. Knows no TeX but the options' values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from resume_tex.errors import ThemeError
from resume_tex.render.theme_folder import Member, list_folder
from resume_tex.resources import themes_dir

DEFAULT_THEME = "engineer"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}\Z")
_SOURCE_SUFFIXES = frozenset({".sty", ".tfm", ".enc", ".def", ".fd", ".pfb", ".map", ".lua"})
_MAX_FILE = 2_000_000


class OptionSpec(BaseModel):
    """What values an option of a theme may have."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    type: Literal["length", "number", "integer", "color", "choice", "boolean", "text", "list"] | None = Field(
        None, description="Type of the value; an option that a theme inherits keeps its type."
    )
    default: Any = Field(None, description="Value when the user gives none.")
    minimum: Any = Field(None, description="Least value of a length, number or integer.")
    maximum: Any = Field(None, description="Greatest value of a length, number or integer.")
    choices: list[str] | None = Field(None, description="Values of a choice.")
    description: str | None = Field(None, description="What the option does, in a sentence.")


class FitStep(BaseModel):
    """An option that may be tightened so that a resume fits its page limit, and how far."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    option: str = Field(description="A length or number of the theme's options.")
    tightest: Any = Field(description="The value beyond which it is not to go.")
    step: float = Field(gt=0, description="By how much two values that are tried differ; of lengths, in points.")


class ThemeFile(BaseModel):
    """The content of theme.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str = Field(description="Name of the theme: its folder's name.", pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field("", description="Name for people.")
    description: str = Field("", description="What the theme looks like and whom it suits.")
    extends: str | None = Field(None, description="Theme whose options, style files and templates this one builds on.")
    abstract: bool = Field(False, description="Only for other themes to extend.")
    style: str | None = Field(None, description="LaTeX style that the document loads; resume-NAME.sty if left out.")
    options: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], OptionSpec] = Field(
        default_factory=dict,
        description="Typed options with their defaults.",
        json_schema_extra={"additionalProperties": False},
    )
    fit: list[FitStep] | None = Field(
        None, description="What `build --fit` tightens, in this order; an inherited list is replaced."
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with all that it inherits.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What it looks like.
        style: Name of its LaTeX package, without .sty.
        options: Every option, its own and inherited.
        folders: Its folder and those of the themes it extends, nearest first.
        shipped: Whether all of it comes with the package.
        abstract: Whether it is only for others to extend.
        fit: What may be tightened to fit a page limit, in this order.
        members: The paths of all files in its folders.
    """

    name: str
    title: str
    description: str
    style: str
    options: Mapping[str, OptionSpec]
    folders: tuple[Path, ...]
    shipped: bool
    abstract: bool = False
    fit: tuple[FitStep, ...] = ()
    members: tuple[str, ...] = ()
    _files: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _coverage: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def files(self) -> Mapping[str, bytes]:
        """Return the style and font files by name; a theme's own replace inherited ones."""
        if not self._files:
            for folder in reversed(self.folders):
                for path in sorted(folder.iterdir()):
                    if path.suffix in _SOURCE_SUFFIXES and path.is_file() and path.stat().st_size <= _MAX_FILE:
                        self._refuse_link(path)
                        self._files[path.name] = path.read_bytes()
        return self._files

    def _refuse_link(self, path: Path) -> None:
        """See that a theme does not bring along what its author may not have, but its user does."""
        if not self.shipped and not path.resolve().is_relative_to(path.parent.resolve()):
            raise ThemeError(f"{path} is a link to a file outside the theme.", "Put the file itself there.")

    def coverage(self, font: str) -> frozenset[str]:
        """Return the characters beyond ASCII that pdfTeX prints with a font, from the theme's coverage.json."""
        if font not in self._coverage:
            self._coverage[font] = self._read_coverage(font)
        return self._coverage[font]

    def _read_coverage(self, font: str) -> frozenset[str]:
        for folder in self.folders:
            path = folder / "coverage.json"
            if path.is_file():
                try:
                    fonts: dict[str, str] = json.loads(path.read_text("utf-8"))
                    return frozenset(fonts.get(font) or fonts["all"])
                except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                    raise ThemeError(
                        f"{path} is not a mapping of fonts to their characters.",
                        "Remove it, or write one with scripts/generate_coverage.py.",
                    ) from error
        return frozenset(map(chr, range(0xA0, 0x180)))

    def template_folders(self) -> tuple[Path, ...]:
        """Return the folders whose templates replace the package's, nearest first."""
        return tuple(f / "templates" for f in self.folders if (f / "templates").is_dir())


def search_path(project: Path | None) -> tuple[Path, ...]:
    """Return the folders that hold themes: the project's own first, then the package's."""
    own = project / "themes" if project is not None else None
    return (own, themes_dir()) if own is not None and own.is_dir() else (themes_dir(),)


def list_themes(project: Path | None = None) -> list[Theme]:
    """Return every theme that a document may name, sorted; those that cannot be read are left out."""
    names = {p.parent.name for folder in search_path(project) for p in folder.glob("*/theme.yaml")}
    themes = []
    for name in sorted(names):
        try:
            theme = load_theme(name, project)
        except ThemeError:
            continue
        if not theme.abstract:
            themes.append(theme)
    return themes


def load_theme(name: str, project: Path | None = None) -> Theme:
    """Find a theme and read it with all that it extends.

    Raises:
        ThemeError: No such theme, or its theme.yaml is wrong.
    """
    folders: list[Path] = []
    wanted: str | None = name
    while wanted is not None:
        folder = _find(wanted, project, skip=folders)
        folders.append(folder)
        wanted = _read(folder).extends
    return _load(name, tuple(folders), tuple(member for folder in folders for member in list_folder(folder)))


@lru_cache(maxsize=16)
def _load(name: str, folders: tuple[Path, ...], members: tuple[Member, ...]) -> Theme:
    """Read a theme that stands in these folders, once for each state of their files."""
    chain = [(folder, _read(folder)) for folder in folders]
    options: dict[str, OptionSpec] = {}
    for folder, spec in reversed(chain):
        for key, option in spec.options.items():
            options[key] = _inherit(options.get(key), option, folder, key)
    own = chain[0][1]
    style = own.style or f"resume-{own.name}.sty"
    shipped = all(folder.is_relative_to(themes_dir()) for folder, _ in chain)
    theme = Theme(
        own.name, own.title or own.name, own.description, style.removesuffix(".sty"), options,
        folders, shipped, own.abstract, _fit_steps([spec for _, spec in chain]), tuple(m.path for m in members),
    )  # fmt: skip
    if not own.abstract and f"{theme.style}.sty" not in theme.files():
        raise ThemeError(
            f"The theme {name} has no {theme.style}.sty in {chain[0][0]}.", "Add the style, or name it under `style:`."
        )
    return theme


def _find(name: str, project: Path | None, skip: list[Path]) -> Path:
    if _NAME.match(name):
        for folder in search_path(project):
            candidate = folder / name
            if (candidate / "theme.yaml").is_file() and candidate not in skip:
                return candidate
    known = sorted({p.parent.name for folder in search_path(project) for p in folder.glob("*/theme.yaml")} - {"base"})
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    meant = f"Did you mean {close[0]}? " if close else ""
    raise ThemeError(f"There is no theme {name!r}.", f"{meant}Themes: {', '.join(known)}.")


def _read(folder: Path) -> ThemeFile:
    path = folder / "theme.yaml"
    try:
        status = path.stat()
    except OSError as error:
        raise ThemeError(f"{path} cannot be read: {error}.") from error
    return _parse(path, (status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=32)
def _parse(path: Path, _stamp: tuple[int, int, int]) -> ThemeFile:
    """Read a theme.yaml, once for each state of the file."""
    import yaml

    try:
        data = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        spec = ThemeFile.model_validate(data)
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise ThemeError(f"{path} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise ThemeError(f"{path} is not valid YAML: {' '.join(str(error).split())}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ThemeError(f"{path}: {where or 'the file'}: {first['msg']}.", "See schema/theme.schema.json.") from error
    if spec.name != path.parent.name:
        raise ThemeError(
            f"{path} calls its theme {spec.name!r}, but its folder is {path.parent.name!r}.", "Make them the same."
        )
    return spec


def _fit_steps(chain: list[ThemeFile]) -> tuple[FitStep, ...]:
    """Return the nearest theme's own list of what may be tightened."""
    return next((tuple(spec.fit) for spec in chain if spec.fit is not None), ())


def _inherit(base: OptionSpec | None, own: OptionSpec, folder: Path, key: str) -> OptionSpec:
    merged = own if base is None else base.model_copy(update=own.model_dump(exclude_unset=True))
    if merged.type is None:
        raise ThemeError(f"{folder / 'theme.yaml'}: the option {key} has no type.", "Give it one: type: length.")
    return merged
