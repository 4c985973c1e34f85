"""Random worlds changed in ways whose effect is known: money in another unit, another order, nothing at all, more."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parent))

from world_runs import cell_of, shape_of

from mktsim.inputs.cell import Cell, LuckSource
from mktsim.inputs.events import Events
from mktsim.model.simulate import simulate
from mktsim.outcomes.history import History
from mktsim.quantities import Part, Unit
from mktsim.records import fields_of, split
from mktsim.study.question.library import archetypes

FORTUNE = 2.0
"""Factor of all money: a power of two, so that no number is rounded."""
SILENT = frozenset(LuckSource)


@lru_cache(maxsize=64)
def still(number: int) -> Cell:
    """Return the cell of a random world without luck, in an organisation in which work takes no time."""
    cell = cell_of(number, shape_of(number))
    at_once = archetypes()["instant"]
    return replace(
        cell,
        silenced=SILENT,
        incumbent=replace(cell.incumbent, organisation=at_once),
        arm=replace(cell.arm, organisation=at_once),
    )


@lru_cache(maxsize=64)
def plainly(number: int) -> History:
    """Return what becomes of a still world."""
    return simulate(still(number))


def in_world(cell: Cell, **changes: Any) -> Cell:
    """Return a cell whose scenario differs in some fields; ranges are not checked again."""
    return replace(cell, scenario=cell.scenario.model_copy(update=changes))


def with_event(cell: Cell, **event: Any) -> Cell:
    """Return a cell in whose world something happens besides."""
    (read,) = _events([event])
    return in_world(cell, events=(*cell.scenario.events, read))


def _events(rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    from pydantic import TypeAdapter

    return tuple(TypeAdapter(Events).validate_python(rows))


def richer(cell: Cell, factor: float = FORTUNE) -> Cell:
    """Return a cell in which every amount of money is a multiple of what it was."""
    scenario = scaled(cell.scenario, factor)
    arms = {
        name: replace(arm, policy=scaled(arm.policy, factor), organisation=scaled(arm.organisation, factor))
        for name, arm in (("incumbent", cell.incumbent), ("arm", cell.arm))
    }
    return replace(cell, scenario=scenario, **arms)


def scaled(value: Any, factor: float, annotation: Any = None, metadata: tuple[Any, ...] = ()) -> Any:
    """Return a value with every number whose unit is money times a factor."""
    inner, more = split(annotation) if annotation is not None else (None, ())
    if isinstance(value, Part):
        known = fields_of(type(value))
        new = {one.name: scaled(getattr(value, one.name), factor, one.annotation, one.metadata) for one in known}
        return value.model_copy(update=new)
    if isinstance(value, dict):
        return {key: scaled(one, factor, _inner(inner, -1)) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(scaled(one, factor, _inner(inner, place)) for place, one in enumerate(value))
    unit = next((one.text for one in (*metadata, *more) if isinstance(one, Unit)), "")
    is_money = unit.startswith("money") and isinstance(value, float)
    return value * factor if is_money else value


def _inner(annotation: Any, place: int) -> Any:
    """Return the annotation of an element of a tuple or the values of a table."""
    arguments = get_args(annotation)
    if not arguments:
        return None
    return arguments[0] if Ellipsis in arguments else arguments[min(place, len(arguments) - 1)]
