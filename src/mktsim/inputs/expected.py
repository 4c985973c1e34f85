"""Expected content at a place of a file: the annotation there, its keys and its choices."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Literal, Union, cast, get_args, get_origin

from mktsim.inputs.tree import Step
from mktsim.records import fields_of, is_record, split, tag_of


def annotation_at(annotation: object, location: tuple[Step, ...]) -> object:
    """Return the annotation that a location of pydantic leads to; where it leads nowhere, the last one known."""
    for step in location:
        annotation = _below(annotation, step)
    return split(annotation)[0]


def keys_of(annotation: object) -> tuple[str, ...]:
    """Return the keys that a record knows; nothing for anything else."""
    return tuple(dict.fromkeys(field.written for cls in _records(annotation) for field in fields_of(cls)))


def retired_in(annotation: object, name: str) -> str:
    """Return what replaces a field that records here once had; nothing for a name that was never one."""
    texts = (getattr(cls, "retired", {}).get(name, "") for cls in _records(annotation))
    return next(filter(None, texts), "")


def tags_of(annotation: object) -> tuple[str, ...]:
    """Return the tags of the records in a union."""
    return tuple(tag_of(cls) for cls in _records(annotation))


def choices_of(annotation: object) -> tuple[str, ...]:
    """Return the words of a Literal or an enumeration, alone or optional; nothing for anything else."""
    found: list[str] = []
    for member in _members(annotation):
        if get_origin(member) is Literal:
            found += [_word(word) for word in get_args(member)]
        elif isinstance(member, type) and issubclass(member, Enum):
            found += [_word(item.value) for item in member]
    return tuple(found)


def _below(annotation: object, step: Step) -> object:
    """Return the annotation one step further down; the same one for a step that no file has."""
    members = tuple(_members(annotation))
    for member in members:
        if is_record(member) and len(members) > 1 and tag_of(member) == step:
            return member
    for member in members:
        inner = _inside(member, step)
        if inner is not None:
            return inner
    return annotation


def _inside(annotation: object, step: Step) -> object | None:
    """Return the annotation of a field, a row or a value of a mapping."""
    if is_record(annotation):
        return next((field.annotation for field in fields_of(annotation) if step in {field.name, field.written}), None)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if not isinstance(origin, type) or not arguments:
        return None
    if issubclass(origin, Mapping) and isinstance(step, str) and step != "[key]":
        return cast("object", arguments[-1])
    if issubclass(origin, tuple | list | set | frozenset) and isinstance(step, int):
        fixed = issubclass(origin, tuple) and Ellipsis not in arguments and step < len(arguments)
        return cast("object", arguments[step] if fixed else arguments[0])
    return None


def _members(annotation: object) -> Iterator[object]:
    """Yield the members of a union without metadata; the annotation itself when it is none."""
    inner, _ = split(annotation)
    if get_origin(inner) in {Union, types.UnionType}:
        for argument in get_args(inner):
            yield from _members(argument)
    else:
        yield inner


def _records(annotation: object) -> Iterator[type]:
    for member in _members(annotation):
        if is_record(member):
            yield member


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) or value is None else str(value)
