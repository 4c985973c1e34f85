"""Referential integrity: whether what refers to something fits what is there, by the declarations of the fields."""

from __future__ import annotations

import types
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, Union, get_args, get_origin

from mktsim.errors import did_you_mean, quoted
from mktsim.quantities import Part
from mktsim.records import fields_of, is_record, split
from mktsim.relations import Counts, Finding, Index, InRun, Names, PerEach, Ref, Step, names_of

Steps = tuple[Step, ...]


class Vocabulary(Protocol):
    """Names of one kind that may be referred to."""

    def __len__(self) -> int:
        """Return how many there are, for lengths and indices."""

    def wrong(self, name: str) -> Finding | None:
        """Return what is wrong with a name, without steps; None when it is known."""


@dataclass(frozen=True)
class Among:
    """A vocabulary of listed names."""

    kind: str
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self.names)

    def wrong(self, name: str) -> Finding | None:
        """Return that no such name is known, with the nearest."""
        if name in self.names:
            return None
        return Finding((), f"no {self.kind} is called {quoted(name)}{did_you_mean(name, self.names, 1)}", self.names)


@dataclass(frozen=True)
class Many:
    """A vocabulary of things that have numbers and no names."""

    count: int

    def __len__(self) -> int:
        """Return how many there are."""
        return self.count

    def wrong(self, name: str) -> Finding | None:  # noqa: ARG002 - things without names
        """Nothing is named."""
        return None


def defined_in(part: Part) -> dict[str, Vocabulary]:
    """Return the vocabularies that a part's own fields define, those of parts within it included."""
    found: dict[str, Vocabulary] = {}
    for name, _, metadata in _plan(type(part)):
        value = getattr(part, name)
        for one in metadata:
            if isinstance(one, Names):
                found[one.kind] = Among(one.kind, names_of(value))
            elif isinstance(one, Counts):
                found[one.kind] = Many(len(value) + one.beyond)
        if isinstance(value, Part):
            found |= defined_in(value)
    return found


def disagreements(part: Part, known: Mapping[str, Vocabulary]) -> Iterator[Finding]:
    """Yield what in a part refers to nothing, or has another length than what it is tied to.

    What refers to a kind that nobody gives a vocabulary of is left to those who know it.
    """
    for name, annotation, metadata in _plan(type(part)):
        yield from _walk(getattr(part, name), (annotation, metadata), (name,), known)


Declared = tuple[Any, tuple[Any, ...]]
"""An annotation without its metadata, and the metadata."""


@cache
def _plan(cls: type) -> tuple[tuple[str, Any, tuple[Any, ...]], ...]:
    """Return (field, annotation, metadata) of the fields of a class that relations may stand in or below."""
    fields = ((one.name, one.annotation, one.metadata) for one in fields_of(cls))
    return tuple((name, annotation, data) for name, annotation, data in fields if _tells(annotation, data))


def _tells(annotation: object, metadata: tuple[Any, ...]) -> bool:
    """Tell whether a relation stands in an annotation, or in a part there; what is any part may hold one."""
    inner, more = split(annotation)
    if any(isinstance(one, Ref | Index | InRun | PerEach | Counts | Names) for one in (*metadata, *more)):
        return True
    if is_record(inner):
        return inner is Part or bool(_plan(inner))
    return any(_tells(argument, ()) for argument in get_args(inner))


def _walk(value: object, declared: Declared, steps: Steps, known: Mapping[str, Vocabulary]) -> Iterator[Finding]:
    annotation, metadata = declared
    for one in metadata:
        yield from _found(value, one, steps, known)
    if isinstance(value, Part):
        for finding in disagreements(value, known):
            yield finding._replace(steps=(*steps, *finding.steps))
        return
    for member in _members(annotation):
        if isinstance(value, tuple):
            yield from _walk_rows(value, member, steps, known)
        elif isinstance(value, dict):
            yield from _walk_table(value, member, steps, known)
        elif _taken_apart(member)[1]:
            yield from _walk(value, _taken_apart(member), steps, known)


def _walk_rows(
    rows: tuple[object, ...], annotation: object, steps: Steps, known: Mapping[str, Vocabulary]
) -> Iterator[Finding]:
    arguments = [one for one in get_args(annotation) if one is not Ellipsis] or [None]
    for place, item in enumerate(rows):
        yield from _walk(item, _taken_apart(arguments[min(place, len(arguments) - 1)]), (*steps, place), known)


def _walk_table(
    table: dict[str, object], annotation: object, steps: Steps, known: Mapping[str, Vocabulary]
) -> Iterator[Finding]:
    keys, values = (*get_args(annotation), None, None)[:2]
    for key, item in table.items():
        for finding in _walk(key, _taken_apart(keys), (*steps, key), known):
            yield finding._replace(of_key=True)
        yield from _walk(item, _taken_apart(values), (*steps, key), known)


def _taken_apart(annotation: object) -> Declared:
    """Return an annotation without its metadata, and the metadata; remembered, since it is asked for each value."""
    try:
        return _remembered(annotation)
    except TypeError:
        return split(annotation)


@cache
def _remembered(annotation: Hashable) -> Declared:
    return split(annotation)


def _members(annotation: object) -> tuple[Any, ...]:
    """Return the members of a union; of anything else, itself."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(one for one in get_args(annotation) if one is not type(None))
    return (annotation,)


def _found(value: Any, one: object, steps: Steps, known: Mapping[str, Vocabulary]) -> Iterator[Finding]:  # noqa: ANN401
    """Yield what is wrong with a value by one declaration."""
    there = known.get(getattr(one, "kind", ""))
    if there is None or value is None:
        return
    if isinstance(one, Ref) and (value or not one.optional):
        wrong = there.wrong(str(value))
        if wrong is not None:
            yield wrong._replace(steps=steps)
    elif isinstance(one, Index) and not 0 <= value < len(there):
        yield Finding(steps, f"there is no {one.kind} {value}: they are counted from 0 to {len(there) - 1}")
    elif isinstance(one, InRun) and isinstance(value, int) and value >= len(there):
        yield Finding(steps, f"week {value} is never met: the run has {len(there)} weeks, counted from 0")
    elif isinstance(one, PerEach) and value and len(value) != len(there):
        yield Finding(steps, f"expected one value for each {one.kind}, {len(there)} in number, found {len(value)}")
