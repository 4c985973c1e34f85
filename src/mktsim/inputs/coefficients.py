"""Coefficients of the market: numbers of a scenario that the market kernel takes, each declared once, on its field.

`price_coefficient: Annotated[float, ..., Coefficient("price")]` is all there is to a coefficient outside the mechanism
that uses it: the record of parameters, its filling from a scenario and the page of documentation follow from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from mktsim.records import RecordField, fields_of, is_record, split

WEEKS_PER_YEAR = 365.25 / 7.0
LIFE_STAGES = 3.0
"""Erlang stages of a durable's life; each is left at this over the mean life."""


@dataclass(frozen=True)
class Coefficient:
    """That a field is a coefficient of the market."""

    name: str
    """Name in the market's record of parameters."""
    of: Callable[[Any], float] = float
    """What the kernel takes of the field's value."""


class Declared(NamedTuple):
    """A coefficient with the field that declares it."""

    coefficient: Coefficient
    path: tuple[str, ...]
    """Names of fields from the scenario down."""
    field: RecordField


@cache
def coefficients_of(cls: type) -> tuple[Declared, ...]:
    """Return the coefficients that a model and the models in it declare, in this order; rows of tables have none.

    Errors: ValueError for a name that is declared twice.
    """
    found = tuple(_walk(cls, ()))
    names = [one.coefficient.name for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"coefficients declared twice: {', '.join(twice)}")
    return found


def _walk(cls: type, above: tuple[str, ...]) -> Iterator[Declared]:
    for field in fields_of(cls):
        path = (*above, field.name)
        for mark in field.metadata:
            if isinstance(mark, Coefficient):
                yield Declared(mark, path, field)
        inner, _ = split(field.annotation)
        if is_record(inner):
            yield from _walk(inner, path)


def values_of(scenario: object, cls: type) -> Iterator[tuple[str, float]]:
    """Yield the name and value of every coefficient that `cls` declares, from an instance of it."""
    for coefficient, path, _ in coefficients_of(cls):
        value: Any = scenario
        for name in path:
            value = getattr(value, name)
        yield coefficient.name, coefficient.of(value)


def weekly(per_year: float) -> float:
    """Return a yearly rate by the week."""
    return per_year / WEEKS_PER_YEAR


def speed(weeks: float) -> float:
    """Return the share of a gap closed in a week at a time constant; one, at once, for none."""
    return 1.0 if weeks == 0.0 else 1.0 - math.exp(-1.0 / weeks)


def replacement_rate(life_years: float) -> float:
    """Return the weekly rate at which a stage of a durable's life ends, at most one; zero for no replacement."""
    return min(1.0, LIFE_STAGES / (life_years * WEEKS_PER_YEAR)) if life_years > 0 else 0.0


def per_week(weeks: float) -> float:
    """Return how often in a week something happens that happens once in `weeks`; never for zero."""
    return 1.0 / weeks if weeks > 0.0 else 0.0
