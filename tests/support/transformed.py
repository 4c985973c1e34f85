"""Random worlds changed in ways whose effect is known: money in another unit, another order, other names,
twice the people, nothing at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

sys.path.insert(0, str(Path(__file__).parent))

from world_runs import cell_of, shape_of

from mktsim.inputs.cell import Cell, LuckSource
from mktsim.inputs.events import Events
from mktsim.inputs.named import Named
from mktsim.model.simulate import simulate
from mktsim.outcomes.history import History
from mktsim.quantities import Part, Unit
from mktsim.records import fields_of, split
from mktsim.relations import Ref
from mktsim.study.question.library import archetypes

FORTUNE = 2.0
"""Factor of all money: a power of two, so that no number is rounded."""
TOTAL_UNITS = frozenset(
    {
        "households", "units/week", "outlets per region", "outlets/year",
        "money/week", "money/year", "money/FTE year", "money/survey", "money per percentage point",
    }
)  # fmt: skip
"""Units of what is counted over all households, outlets or the whole firm."""
TOTALS = frozenset(
    {"batch_units", "cumulative_units", "development_money", "credit_limit_money", "authority_money", "up_to_money"}
)
"""Fields whose unit does not say so."""
RENAMED = frozenset({"brand", "channel", "region", "segment"})
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


def richer(cell: Cell) -> Cell:
    """Return a cell in which every amount of money is a multiple of what it was."""
    return _rewritten(cell, lambda name, value, data: value * FORTUNE if _unit(data).startswith("money") else value)


def more_people(cell: Cell) -> Cell:
    """Return a cell with twice the households, and twice of all that is counted over all of them."""

    def twice(name: str, value: Any, data: tuple[Any, ...]) -> Any:
        return 2.0 * value if name in TOTALS or _unit(data) in TOTAL_UNITS else value

    return _rewritten(cell, twice)


def renamed(cell: Cell, keep: bool) -> Cell:
    """Return a cell whose brands, channels, regions and segments have other names, and ids that `keep` their luck."""

    def new(name: str, value: Any, data: tuple[Any, ...]) -> Any:
        refers = any(isinstance(one, Ref) and one.kind in RENAMED for one in data)
        return f"new {value}" if refers and value else value

    def row(one: Named) -> Named:
        return one.model_copy(update={"name": f"new {one.name}", "id": one.name if keep else ""})

    other = _rewritten(cell, new)
    scenario, market = other.scenario, other.scenario.market
    places = {"regions": tuple(map(row, market.regions)), "segments": tuple(map(row, market.segments))}
    return in_world(
        other,
        brands=tuple(map(row, scenario.brands)),
        channels=tuple(map(row, scenario.channels)),
        market=market.model_copy(update=places),
    )


Leaf = Callable[[str, Any, tuple[Any, ...]], Any]
"""(field, value, metadata) to the new value; ranges are not checked again."""


def _rewritten(cell: Cell, leaf: Leaf) -> Cell:
    """Return a cell with every number and text of its scenario, policies and organisations rewritten."""
    arms = {
        name: replace(arm, policy=_part(arm.policy, leaf), organisation=_part(arm.organisation, leaf))
        for name, arm in (("incumbent", cell.incumbent), ("arm", cell.arm))
    }
    return replace(cell, scenario=_part(cell.scenario, leaf), **arms)


def _part(part: Part, leaf: Leaf) -> Any:
    known = fields_of(type(part))
    new = {one.name: _value(getattr(part, one.name), (one.annotation, one.metadata), one.name, leaf) for one in known}
    return part.model_copy(update=new)


def _value(value: Any, declared: tuple[Any, tuple[Any, ...]], name: str, leaf: Leaf) -> Any:
    inner, more = split(declared[0])
    inner = next((one for one in get_args(inner) if one is not type(None)), inner) if value is not None else inner
    inner, within = split(inner) if get_origin(declared[0]) in {Union, UnionType} else (split(declared[0])[0], ())
    if isinstance(value, Part):
        return _part(value, leaf)
    if isinstance(value, dict):
        keys, values = (*get_args(inner), None, None)[:2]
        return {
            _value(key, (keys, ()), name, leaf): _value(one, (values, ()), name, leaf) for key, one in value.items()
        }
    if isinstance(value, tuple):
        return tuple(_value(one, (_row(inner, place), ()), name, leaf) for place, one in enumerate(value))
    plain = isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool))
    return leaf(name, value, (*declared[1], *more, *within)) if plain else value


def _row(inner: Any, place: int) -> Any:
    """Return the annotation of an element of a tuple."""
    arguments = get_args(inner)
    if not arguments:
        return None
    return arguments[0] if Ellipsis in arguments else arguments[min(place, len(arguments) - 1)]


def _unit(data: tuple[Any, ...]) -> str:
    return next((one.text for one in data if isinstance(one, Unit)), "")
