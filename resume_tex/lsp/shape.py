"""What may stand where in a resume, read off the models: keys, lists, choices, and what each is for."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from resume_tex.diagnostics import Path
from resume_tex.document.models import Resume


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be.

    Attributes:
        model: The model of a mapping with known keys.
        entry: What the entries of a list, or the values of a mapping with keys of the user's own, may be.
        is_list: It is a list.
        choices: The values that are possible, when they can be listed.
    """

    model: type[BaseModel] | None = None
    entry: Shape | None = None
    is_list: bool = False
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        if self.is_list:
            return "list"
        return "mapping" if self.model is not None or self.entry is not None else "text"


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """A key of a model.

    Attributes:
        name: The key.
        description: What it is for.
        examples: Some values.
        shape: What its value may be.
    """

    name: str
    description: str
    examples: tuple[str, ...]
    shape: Shape


ROOT = Shape(model=Resume)


def shape_at(path: Path) -> Shape | None:
    """Return what the value at a path may be; None for a path that no resume has."""
    shape: Shape | None = ROOT
    for part in path:
        if shape is None:
            return None
        if isinstance(part, int):
            shape = shape.entry if shape.is_list else None
        elif shape.model is not None:
            field = fields_of(shape.model).get(part)
            shape = field.shape if field is not None else None
        else:
            shape = shape.entry if not shape.is_list else None
    return shape


def field_at(path: Path) -> FieldDoc | None:
    """Return the key that a path ends in, or that the list entry at its end belongs to."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    if not path:
        return None
    parent = shape_at(path[:-1])
    return fields_of(parent.model).get(str(path[-1])) if parent is not None and parent.model is not None else None


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, FieldDoc]:
    """Return a model's keys: its own first, in its order, then those that it shares with other models."""
    own = model.__annotations__
    return {
        (info.alias or name): FieldDoc(
            info.alias or name,
            info.description or "",
            tuple(_example(example) for example in info.examples or ()),
            _shape(info.annotation),
        )
        for name, info in sorted(model.model_fields.items(), key=lambda item: item[0] not in own)
    }


def _example(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(str(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {item}' for key, item in value.items())}}}"
    return str(value)


def _shape(annotation: object) -> Shape:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(model=annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is list:
        return Shape(entry=_shape(arguments[0]), is_list=True)
    if origin is dict:
        return Shape(entry=_shape(arguments[1]))
    if origin is typing.Literal:
        return Shape(choices=tuple(str(argument) for argument in arguments))
    if origin is typing.Annotated:
        return _shape(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return next((shape for shape in map(_shape, arguments) if shape != Shape()), Shape())
    return Shape()
