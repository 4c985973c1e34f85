"""Reads what a pydantic model or a dataclass declares: its fields, their metadata and the text under them."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
import types
import typing
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeGuard, cast, get_args, get_origin

from annotated_types import GroupedMetadata
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

if typing.TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a model or dataclass, with its annotation taken apart."""

    name: str
    """Name of the field."""
    annotation: Any
    """Its type without metadata."""
    metadata: tuple[Any, ...]
    """Units, sources, bounds and whatever else is annotated."""
    default: Any
    """Default value; None when required."""
    required: bool
    """Whether there is no default."""
    owner: type
    """The class asked for its fields."""
    key: str = ""
    """Its name in files, where that is a word of the language; else empty."""

    @property
    def text(self) -> str:
        """The line of documentation under it."""
        return texts_of(cast("Hashable", self.owner)).get(self.name, "")

    @property
    def written(self) -> str:
        """Name in files."""
        return self.key or self.name


def is_record(cls: object) -> TypeGuard[type]:
    """Tell whether an annotation is a class with declared fields: a pydantic model or a dataclass."""
    return isinstance(cls, type) and (issubclass(cls, BaseModel) or dataclasses.is_dataclass(cls))


def fields_of(cls: type) -> tuple[RecordField, ...]:
    """Return the fields of a pydantic model or dataclass in order of declaration."""
    if issubclass(cls, BaseModel):
        return tuple(_model_field(cls, name, info) for name, info in cls.model_fields.items())
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = dataclasses.fields(cast("type[DataclassInstance]", cls))
    return tuple(_dataclass_field(cls, field, hints[field.name]) for field in fields)


def records_in(annotation: object) -> Iterator[tuple[str, type]]:
    """Yield (path suffix, class) for each record in an annotation: ``[]`` for rows, ``[tag]`` in unions."""
    annotation, _ = split(annotation)
    if is_record(annotation):
        yield "", annotation
        return
    origin = get_origin(annotation)
    if origin is typing.Union or origin is types.UnionType:
        members = [found for argument in get_args(annotation) for found in records_in(argument)]
        several = sum(1 for suffix, _ in members if not suffix) > 1
        for suffix, cls in members:
            yield (f"[{tag_of(cls)}]" if several and not suffix else suffix), cls
    elif isinstance(origin, type) and issubclass(origin, tuple | list | frozenset | set | Mapping):
        for argument in get_args(annotation):
            for suffix, cls in records_in(argument):
                yield (suffix or "[]"), cls


def split(annotation: object) -> tuple[Any, tuple[Any, ...]]:
    """Take an annotation apart into the type and its metadata, grouped metadata unpacked."""
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    inner, *metadata = get_args(annotation)
    return inner, tuple(_unpacked(metadata))


def tag_of(cls: type) -> str:
    """Return what tells a record apart in a union: its first one-word Literal, else its name."""
    for field in fields_of(cls):
        words = get_args(field.annotation)
        if get_origin(field.annotation) is Literal and len(words) == 1:
            return str(words[0])
    return cls.__name__


def metadata_within(annotation: object) -> Iterator[Any]:
    """Yield metadata from inside an annotation, as in ``Annotated[float, Unit("share")] | None``."""
    inner, metadata = split(annotation)
    yield from metadata
    if get_origin(inner) is not Literal:
        for argument in get_args(inner):
            yield from metadata_within(argument)


def _unpacked(metadata: list[Any]) -> Iterator[Any]:
    """Yield metadata with groups such as ``Interval`` and pydantic's ``Field`` taken apart."""
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from item.metadata
        elif isinstance(item, GroupedMetadata):
            yield from item
        else:
            yield item


def _model_field(cls: type, name: str, info: FieldInfo) -> RecordField:
    """Return one field of a pydantic model."""
    default = None if info.is_required() else info.get_default(call_default_factory=True, validated_data={})
    default = None if default is PydanticUndefined else default
    metadata = tuple(_unpacked(info.metadata))
    return RecordField(name, info.annotation, metadata, default, info.is_required(), cls, info.alias or "")


def _dataclass_field(cls: type, field: dataclasses.Field[Any], hint: object) -> RecordField:
    """Return one field of a dataclass."""
    annotation, metadata = split(hint)
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    default = None if required else field.default
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    return RecordField(field.name, annotation, metadata, default, required, cls)


@cache
def texts_of(cls: type) -> Mapping[str, str]:
    """Return the text under each field of a record, its bases included, read from the source file.

    Read when somebody asks: pydantic would read the source of every class that is imported, a fifth of each start.
    """
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if is_record(base) and base is not BaseModel:
            texts.update(_texts_in_body(base))
    return texts


def _texts_in_body(cls: type) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for each annotated name followed by a string literal in the body of a class."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    for statement, following in pairwise(body):
        if not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)):
            continue
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id, inspect.cleandoc(str(following.value.value))
