"""One variant of a document: what its tags select, and what it says differently.

A selection is a resume and its document as if the entries that are left out had never been written; it knows where
everything stands in the file, so that a finding in a variant points at the line that it is about. Knows nothing of LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from resume_tex.diagnostics import Diagnostic, Path, Severity, Span
from resume_tex.document.models import SECTIONS, Entry, Resume, Variant
from resume_tex.document.models.fields import Model
from resume_tex.document.source import RawSpan, SourceDocument
from resume_tex.errors import VariantError

_VARIANTS: Path = ("meta", "resumeTex", "variants")
_OVERRIDES: Mapping[str, Path] = {
    "label": ("basics", "label"),
    "summary": ("basics", "summary"),
    "sections": ("meta", "resumeTex", "sections"),
    "theme": ("meta", "resumeTex", "theme"),
    "pages": ("meta", "resumeTex", "pages"),
}
"""What a variant says in place of the document, by the place that it takes; its options are merged, one by one."""
_OPTIONS: Path = ("meta", "resumeTex", "options")
_FILE_NAME = re.compile(r"\w[\w .+-]*\Z")
"""What may be part of a file's name: no separators, no leading dot, no control characters."""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Selection:
    """A variant of a document.

    Attributes:
        source: The document without what is left out; positions are those in the file.
        resume: The resume without what is left out, with the variant's own label, summary and settings.
        diagnostics: What is wrong with the variant itself.
        output: Name of the result, without folder and ending, if the variant gives one.
    """

    source: SourceDocument
    resume: Resume
    diagnostics: tuple[Diagnostic, ...]
    output: str | None
    _origins: Mapping[Path, Path] = field(repr=False)

    def restore(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return findings of the selection with the paths that their fields have in the document."""
        return [replace(d, path=self.origin(d.path)) for d in diagnostics]

    def origin(self, path: Path) -> Path:
        """Return the path in the document of a path in the selection."""
        for length in range(len(path), 0, -1):
            known = self._origins.get(path[:length])
            if known is not None:
                return (*known, *path[length:])
        return path


def select_variant(source: SourceDocument, resume: Resume, name: str) -> Selection:
    """Select what belongs to a variant.

    An entry without tags is in every variant. One with tags is in when `include` is empty or names one of them, and
    `exclude` names none.

    Raises:
        VariantError: The document has no such variant.
    """
    variant = resume.settings.variants.get(name)
    if variant is None:
        raise _unknown(source, resume, name)
    path: Path = (*_VARIANTS, name)
    kept: dict[Path, list[int]] = {}
    chosen = _filter_model(resume, variant, (), kept)
    moved = _moved_paths(source, path, variant, kept)
    selected = replace(
        source,
        data=_override_data(_filter_data(source.data, (), kept), variant),
        values={new: source.values[old] for new, old in moved.items() if old in source.values},
        keys={new: source.keys[old] for new, old in moved.items() if old in source.keys},
        partial=True,
    )
    found = [*_tag_faults(source, resume, name, Severity.ERROR), *_emptiness(source, resume, chosen, name)]
    output = variant.output.removesuffix(".pdf") if variant.output else None
    return Selection(selected, _override_model(chosen, variant), tuple(found), output, moved)


def check_variants(source: SourceDocument, resume: Resume) -> list[Diagnostic]:
    """Return what is wrong with any variant of a document: tags that no entry has, names that no file can have."""
    found: list[Diagnostic] = []
    for name, variant in resume.settings.variants.items():
        path: Path = (*_VARIANTS, name)
        found += _tag_faults(source, resume, name, Severity.WARNING)
        if not _FILE_NAME.match(name):
            message = (
                f"{name!r} cannot be a variant's name, which is part of a file's name: use letters, digits, - and _."
            )
            found.append(_fault("schema.value", source, path, source.key_span(path), message))
        if variant.output is not None and not _FILE_NAME.match(variant.output):
            message = f"{variant.output!r} is not a file's name. Write a name without folder, such as alex-petrov-ml."
            at: Path = (*path, "output")
            found.append(_fault("schema.value", source, at, source.span_of(at), message))
    return found


def _fault(code: str, source: SourceDocument, path: Path, span: Span | None, message: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, source.file, path, span)


def _unknown(source: SourceDocument, resume: Resume, name: str) -> VariantError:
    names = list(resume.settings.variants)
    if not names:
        return VariantError(
            f"{source.file} has no variants, and so no {name!r}.", "Name one under meta.resumeTex.variants."
        )
    close = get_close_matches(name, names, 1)
    remedy = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(names)}."
    return VariantError(f"{source.file} has no variant {name!r}.", remedy)


def _tag_faults(source: SourceDocument, resume: Resume, name: str, severity: Severity) -> Iterator[Diagnostic]:
    variant = resume.settings.variants[name]
    used = dict.fromkeys(tag for entry in _entries(resume) for tag in entry.tags)
    for key, tags in (("include", variant.include), ("exclude", variant.exclude)):
        for index, tag in enumerate(tags):
            if tag in used:
                continue
            path: Path = (*_VARIANTS, name, key, index)
            close = get_close_matches(tag, used, 1)
            known = f"Tags in this document: {', '.join(used)}." if used else "No entry of this document has tags."
            effect = "selects nothing" if key == "include" else "leaves out nothing"
            message = (
                f"The tag `{tag}` {effect}: no entry bears it. Write it under `tags:` of an entry, or remove it here."
            )
            hint = f"Did you mean `{close[0]}`?" if close else known
            yield Diagnostic("variants.unknown-tag", severity, message, source.file, path, source.span_of(path), hint)


def _emptiness(source: SourceDocument, resume: Resume, chosen: Resume, name: str) -> Iterator[Diagnostic]:
    had = any(getattr(resume, section) for section in SECTIONS)
    if had and not any(getattr(chosen, section) for section in SECTIONS):
        path: Path = (*_VARIANTS, name)
        message = f"The variant `{name}` selects nothing: it leaves out every entry of every section. Change its tags."
        yield Diagnostic("variants.nothing-selected", Severity.ERROR, message, source.file, path, source.key_span(path))


def _entries(model: Model) -> Iterator[Entry]:
    """Return every entry that can bear tags, at any depth."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Entry):
                yield item
            if isinstance(item, Model):
                yield from _entries(item)


def _is_in(entry: object, variant: Variant) -> bool:
    tags = set(entry.tags) if isinstance(entry, Entry) else set()
    if not tags.isdisjoint(variant.exclude):
        return False
    return not tags or not variant.include or not tags.isdisjoint(variant.include)


def _filter_model(model: M, variant: Variant, path: Path, kept: dict[Path, list[int]]) -> M:
    """Return a model without the entries that are left out, noting which of every list are kept."""
    changes: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        at = (*path, name)
        if isinstance(value, Model):
            new = _filter_model(value, variant, at, kept)
            if new is not value:
                changes[name] = new
        elif isinstance(value, list) and any(isinstance(item, Model) for item in value):
            indices = [index for index, item in enumerate(value) if _is_in(item, variant)]
            items = [_filter_model(value[index], variant, (*at, index), kept) for index in indices]
            if len(items) != len(value):
                kept[at] = indices
            if any(new is not value[index] for new, index in zip(items, indices, strict=True)) or at in kept:
                changes[name] = items
    return model.model_copy(update=changes) if changes else model


def _override_model(resume: Resume, variant: Variant) -> Resume:
    own = {key: value for key in ("label", "summary") if (value := getattr(variant, key)) is not None}
    settings: dict[str, Any] = {
        key: value for key in ("theme", "sections", "pages") if (value := getattr(variant, key)) not in (None, [])
    }
    if variant.options:
        settings["options"] = {**resume.settings.options, **variant.options}
    meta = resume.meta.model_copy(update={"resumeTex": resume.settings.model_copy(update=settings)})
    return resume.model_copy(update={"basics": resume.basics.model_copy(update=own), "meta": meta})


def _filter_data(data: object, path: Path, kept: Mapping[Path, list[int]]) -> object:
    if isinstance(data, dict):
        return {key: _filter_data(value, (*path, key), kept) for key, value in data.items()}
    if isinstance(data, list):
        indices = kept.get(path, range(len(data)))
        return [_filter_data(data[index], (*path, index), kept) for index in indices]
    return data


def _override_data(data: object, variant: Variant) -> object:
    places = [(place, getattr(variant, key)) for key, place in _OVERRIDES.items()]
    places += [((*_OPTIONS, name), value) for name, value in variant.options.items()]
    for place, value in places:
        if value in (None, []):
            continue
        at: Any = data
        for key in place[:-1]:
            inner = at.get(key)
            at[key] = inner if isinstance(inner, dict) else {}
            at = at[key]
        at[place[-1]] = value
    return data


def _moved_paths(
    source: SourceDocument, variant_path: Path, variant: Variant, kept: Mapping[Path, list[int]]
) -> dict[Path, Path]:
    """Return the document's path of every path of the selection."""
    ranks = {path: {old: new for new, old in enumerate(indices)} for path, indices in kept.items()}
    moved = {new: old for old in source.values if (new := _new_path(old, ranks)) is not None}
    for key, place in _OVERRIDES.items():
        if getattr(variant, key) not in (None, []):
            for path in [path for path in moved if path[: len(place)] == place]:
                del moved[path]
            moved.update(_below(source.values, (*variant_path, key), place))
    for name in variant.options:
        moved.update(_below(source.values, (*variant_path, "options", name), (*_OPTIONS, name)))
    return moved


def _new_path(path: Path, ranks: Mapping[Path, Mapping[int, int]]) -> Path | None:
    if not ranks:
        return path
    out: list[int | str] = []
    for length, part in enumerate(path):
        rank = ranks.get(path[:length])
        if rank is not None and isinstance(part, int):
            if part not in rank:
                return None
            part = rank[part]  # noqa: PLW2901
        out.append(part)
    return tuple(out)


def _below(values: Mapping[Path, RawSpan], old: Path, new: Path) -> dict[Path, Path]:
    return {(*new, *path[len(old) :]): path for path in values if path[: len(old)] == old}
