"""Random valid worlds, drawn from what files may hold as their classes declare it: ranges with their ends, choices,
references, lengths, sums and order. A new field is drawn without a change here.
"""

from __future__ import annotations

import datetime as dt
import math
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import TypeAdapter, ValidationError

from mktsim.inputs.parts import scenario_type
from mktsim.inputs.phases import BELIEFS
from mktsim.inputs.scenario import Scenario
from mktsim.quantities import Part
from mktsim.records import fields_of, is_record, split
from mktsim.relations import AllOrNone, Counts, Index, Lengths, NameRule, Names, PerEach, Ref, Rising, SumsTo
from mktsim.study.question.user_rules import model_parts

NEVER = frozenset({"parameter"})
"""Kinds of references that are left out: they name parameters of the world that is being drawn."""
KEYS = frozenset({"id"})
"""Fields that are left out because they only say which random numbers are drawn; a law looks at them."""
LATER = frozenset({"events", "phases"})
"""Fields that came when the worlds of the suite were known."""
TRIES = 200
"""Draws of one part until its own checks hold."""
INSIDE = 1e-9
"""Distance from an end that is excluded, as a share of the range."""
WIDE = 1e3
"""Ratio of the ends above which numbers are drawn on a log scale."""
SEED = 20_261_130
"""Of all random worlds."""
ARCHETYPES = ("planning_hub", "flat_team", "functional_silos", "matrix", "instant")


@dataclass(frozen=True)
class Shape:
    """How many there are of each kind; compiled code is made anew for each shape, so few are used for many worlds."""

    brands: int
    channels: int
    media: int = 1
    regions: int = 1
    segments: int = 1
    types: int = 2
    generations: int = 1
    classes: int = 1

    def counts(self) -> dict[str, int]:
        """Return the number of things of each kind."""
        return {
            "brand": self.brands, "channel": self.channels, "medium": self.media, "region": self.regions,
            "segment": self.segments, "generation": self.generations, "policy": 3, "holiday": 2,
        }  # fmt: skip


@dataclass
class Draw:
    """Draws values by declaration."""

    rng: np.random.Generator
    shape: Shape
    wildness: float
    """Probability that a number with a default is another one."""
    fixed: Mapping[str, Any]
    """Values by name of a field, given and not drawn."""
    names: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.later = np.random.default_rng(self.rng.bit_generator.seed_seq.spawn(1)[0])
        self.counts = self.shape.counts()
        self.names = {kind: tuple(f"{kind} {n}" for n in range(count)) for kind, count in self.counts.items()}
        self.names["organisation"], self.names["belief"] = ARCHETYPES, tuple(BELIEFS)
        self.names["agent"] = ("sales", "planning", "nobody_here")

    def part(self, cls: type, name: str = "") -> dict[str, Any]:
        """Return the fields of a part that its own checks accept; those left to their default are left out."""
        wrong = ""
        for attempt in range(TRIES):
            found = self.fields(cls, max(self.wildness, 0.7 * (attempt > 2))) | ({"name": name} if name else {})
            try:
                _reader(cls).validate_python(found)
            except ValidationError as error:
                wrong = str(error)
                continue
            return found
        raise AssertionError(f"no valid {cls.__name__} in {TRIES} draws: {wrong}")

    def fields(self, cls: type, wildness: float) -> dict[str, Any]:
        """Return the fields of a class, whether or not they go together."""
        drawn = {one.name: self._field(cls, one, wildness) for one in fields_of(cls) if one.name not in KEYS}
        return {key: value for key, value in drawn.items() if value is not _DEFAULT}

    def _field(self, cls: type, one: Any, wildness: float) -> Any:
        if one.name in LATER:
            return self._later_field(cls, one, wildness)
        return self._own_field(cls, one, wildness)

    def _later_field(self, cls: type, one: Any, wildness: float) -> Any:
        """Return a field that came later, from luck of its own, so that the worlds of a number stay what they were."""
        own, self.rng = self.rng, self.later
        try:
            return self._own_field(cls, one, wildness)
        finally:
            self.rng = own

    def _own_field(self, cls: type, one: Any, wildness: float) -> Any:
        fixed = self.fixed.get(f"{cls.__name__}.{one.name}", self.fixed.get(one.name, _DEFAULT))
        if fixed is not _DEFAULT:
            return fixed(self) if callable(fixed) else fixed
        if not one.required and self.rng.random() > wildness and not _keeps_shape(one):
            return _DEFAULT
        return self.value(one.annotation, one.metadata, one.default)

    def shaken(self, part: Any, annotation: Any, metadata: tuple[Any, ...] = ()) -> Any:
        """Return a value with the same names and structure, and other numbers at some of its places."""
        inner, more = split(annotation)
        data = (*metadata, *more)
        if isinstance(part, Part):
            known = {one.name: one for one in fields_of(type(part))}
            found = {
                name: self.shaken(getattr(part, name), one.annotation, one.metadata) for name, one in known.items()
            }
            return type(part).model_validate(found)
        if isinstance(part, dict):
            return {key: self.shaken(one, get_args(inner)[1]) for key, one in part.items()}
        if isinstance(part, tuple) and Ellipsis in get_args(inner):
            return tuple(self.shaken(one, get_args(inner)[0]) for one in part)
        if isinstance(part, float) and not isinstance(part, bool) and self.rng.random() < self.wildness:
            return float(self._number(float, data, part))
        return part

    def value(self, annotation: Any, metadata: tuple[Any, ...], default: Any = None) -> Any:
        """Return a value of an annotation within what its metadata say."""
        inner, more = split(annotation)
        data = (*metadata, *more)
        origin = get_origin(inner)
        if origin in {Union, types.UnionType}:
            return self._member(inner, data)
        if is_record(inner):
            return self.part(inner)
        if origin is tuple:
            return self._rows(inner, data)
        if origin is dict:
            return self._table(inner, data)
        return self._scalar(inner, data, default)

    def _member(self, inner: Any, data: tuple[Any, ...]) -> Any:
        members = get_args(inner)
        chosen = members[self.rng.integers(len(members))]
        return None if chosen is type(None) else self.value(chosen, data)

    def _scalar(self, inner: Any, data: tuple[Any, ...], default: Any) -> Any:
        if inner is bool:
            return bool(self.rng.integers(2))
        if inner in {int, float}:
            return self._number(inner, data, default)
        if get_origin(inner) is Literal:
            return self._one(get_args(inner))
        if isinstance(inner, type) and issubclass(inner, Enum):
            return self._one([member.value for member in inner])
        if inner is dt.date:
            return (dt.date(2020, 1, 1) + dt.timedelta(days=int(self.rng.integers(3000)))).isoformat()
        if inner is str:
            return self._text(data)
        raise AssertionError(f"nothing is drawn for {inner!r}; teach tests/support/random_worlds.py about it")

    def _text(self, data: tuple[Any, ...]) -> str:
        for one in data:
            if isinstance(one, Ref):
                return "" if one.optional and self.rng.random() < 0.3 else self._one(self.names[one.kind])
        return "drawn" if any(isinstance(one, NameRule) for one in data) else "Any text: «ß» 茶"

    def _one(self, choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def _number(self, kind: type, data: tuple[Any, ...], default: Any) -> float:
        index = next((one for one in data if isinstance(one, Index)), None)
        if index is not None:
            return int(self.rng.integers(self.counts[index.kind]))
        low, high = ends(data)
        chance = self.rng.random()
        if chance < 0.25:
            found = low
        elif chance < 0.5:
            found = high
        elif isinstance(default, int | float) and default > 0.0 and chance < 0.7:
            found = float(np.clip(default * math.exp(self.rng.normal()), low, high))
        else:
            found = self._between(low, high)
        return int(found) if kind is int else found

    def _between(self, low: float, high: float) -> float:
        u = float(self.rng.random())
        if low >= 0.0 and high > WIDE * max(low, 1e-6):
            least = max(low, high * 1e-12)
            return float(np.clip(least * (high / least) ** u, low, high))
        return low + u * (high - low)

    def _rows(self, inner: Any, data: tuple[Any, ...]) -> list[Any]:
        arguments = get_args(inner)
        if Ellipsis not in arguments:
            return _risen([self.value(one, ()) for one in arguments], data)
        row, metadata = split(arguments[0])
        names = next((one for one in data if isinstance(one, Names)), None)
        if is_record(row):
            rows = [self.part(row, name) for name in (self.names[names.kind] if names else [""] * self._length(data))]
        else:
            rows = [self.value(row, metadata) for _ in range(self._length(data))]
        unique = (
            list(dict.fromkeys(rows))
            if not is_record(row) and isinstance(row, type) and issubclass(row, Enum)
            else rows
        )
        return _given_alike(_summed(_risen(unique, data), data), data)

    def _length(self, data: tuple[Any, ...]) -> int:
        for one in data:
            if isinstance(one, PerEach):
                return self.counts[one.kind] if self.rng.random() < 0.5 else 0
            if isinstance(one, Counts):
                return self.counts[one.kind] - one.beyond
            if isinstance(one, Lengths):
                return self._one(one.allowed)
            if isinstance(one, SumsTo):
                return self.shape.classes
        least = next((one.min_length for one in data if isinstance(one, MinLen)), 0)
        most = next((one.max_length for one in data if isinstance(one, MaxLen)), least + 3)
        return int(self.rng.integers(least, min(most, least + 3) + 1))

    def _table(self, inner: Any, data: tuple[Any, ...]) -> dict[str, Any]:
        keys, values = get_args(inner)
        names = next((one for one in data if isinstance(one, Names)), None)
        ref = next((one for one in split(keys)[1] if isinstance(one, Ref)), None)
        if ref is not None and ref.kind in NEVER:
            return {}
        known = self.names[names.kind if names else ref.kind]
        chosen = known if names else [name for name in known if self.rng.random() < 0.5]
        return {name: self.value(values, ()) for name in chosen}


_DEFAULT = object()


@cache
def _reader(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def _keeps_shape(one: Any) -> bool:
    """Tell whether a field decides how many there are of something, or what the whole is; or one within it does."""
    if any(isinstance(data, Counts | SumsTo | Names) for data in one.metadata) or get_origin(one.annotation) is Literal:
        return True
    is_fixed = is_record(one.annotation) and issubclass(one.annotation, Part)
    return is_fixed and any(
        any(isinstance(data, Counts) for data in inner.metadata) for inner in fields_of(one.annotation)
    )


def ends(data: tuple[Any, ...]) -> tuple[float, float]:
    """Return the lowest and highest number that declarations allow; an end that is excluded is drawn near."""
    low = next((one.ge if isinstance(one, Ge) else one.gt for one in data if isinstance(one, Ge | Gt)), None)
    high = next((one.le if isinstance(one, Le) else one.lt for one in data if isinstance(one, Le | Lt)), None)
    assert low is not None, f"a number has a lowest value: {data}"
    assert high is not None, f"a number has a highest value: {data}"
    gap = INSIDE * min(high - low, 1.0)
    low = low + gap if any(isinstance(one, Gt) for one in data) else low
    return low, high - gap if any(isinstance(one, Lt) for one in data) else high


def _risen(rows: list[Any], data: tuple[Any, ...]) -> list[Any]:
    """Return numbers, or rows by their first one, in rising order without equals."""
    if not any(isinstance(one, Rising) for one in data):
        return rows
    first = [row[0] if isinstance(row, list) else row for row in rows]
    order = sorted(range(len(rows)), key=first.__getitem__)
    found: list[Any] = []
    for place in order:
        last = None if not found else (found[-1][0] if isinstance(found[-1], list) else found[-1])
        row = rows[place]
        if last is not None and first[place] <= last:
            row = [last + 1, *row[1:]] if isinstance(row, list) else last + 1
        found.append(row)
    return found


def _summed(rows: list[Any], data: tuple[Any, ...]) -> list[Any]:
    """Return numbers, or rows by one field, scaled to their sum; none falls below the smallest share allowed."""
    one = next((one for one in data if isinstance(one, SumsTo)), None)
    if one is None or not rows:
        return rows
    values = np.array([row[one.field] if one.field else row for row in rows], dtype=float)
    values = np.maximum(values, 1e-3)
    values *= one.total / values.sum()
    if one.field:
        return [{**row, one.field: float(value)} for row, value in zip(rows, values, strict=True)]
    return values.tolist()


def _given_alike(rows: list[Any], data: tuple[Any, ...]) -> list[Any]:
    """Return rows whose field that all or none may give is raised to its least where any gives it."""
    one = next((one for one in data if isinstance(one, AllOrNone)), None)
    if one is None or not any(row.get(one.field, 0.0) for row in rows):
        return rows
    return [{**row, one.field: max(row.get(one.field, 0.0), one.least)} for row in rows]


def drawn(number: int, shape: Shape, fixed: Mapping[str, Any]) -> Draw:
    """Return what draws the values of a number's world."""
    rng = np.random.default_rng([number, SEED])
    wildness = float(rng.choice([0.05, 0.15, 0.4, 1.0]))
    return Draw(rng, shape, wildness, {"types_per_segment": shape.types, **fixed})


def random_scenario(number: int, shape: Shape, fixed: Mapping[str, Any]) -> Scenario:
    """Return the random world of a number: the same on every machine.

    Errors: ValidationError where the whole does not fit together, such as a start whose run has no dates.
    """
    draw = drawn(number, shape, fixed)
    cls = scenario_type(model_parts())
    return _reader(cls).validate_python(draw.fields(cls, draw.wildness))
