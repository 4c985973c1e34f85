"""What moves each row most, and so what a pass is worth (MODEL 8): every parameter of the market is perturbed."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mktsim.evidence.validation.measuring import Plan, measure
from mktsim.evidence.validation.row import Category, Kind
from mktsim.inputs.scenario import Scenario
from mktsim.quantities import Part
from mktsim.study.found import shipped
from mktsim.study.hashing import model_hash

STEP = 0.20
"""Relative perturbation, both ways."""
ECHO, MIXED = 0.8, 0.5
"""Shares of one parameter in what moves a row, beyond which it is an echo (if dedicated) or mixed."""
FILE = Path("docs") / "measured" / "drivers.json"
_BLOCKS = ("adoption", "repeat", "choice", "advertising", "luck")


@dataclass(frozen=True)
class Drivers:
    """What moves one row of one category, greatest first."""

    key: str
    """"id category"."""
    shares: tuple[tuple[str, float], ...]
    """Parameter and its share of the squared movement of the row's gating figures."""


def parameters(scenario: Scenario) -> tuple[str, ...]:
    """Return the paths of the numbers of the market that can be perturbed: floats other than zero."""
    found = []
    for block in _BLOCKS:
        part: Part = getattr(scenario.market, block)
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, float) and value != 0.0:
                found.append(f"{block}.{name}")
    return tuple(found)


def perturbed(scenario: Scenario, path: str, factor: float) -> Scenario:
    """Return the scenario with one number multiplied by `factor`, kept below one where it is a share or memory."""
    block, name = path.split(".")
    part = getattr(scenario.market, block)
    value = getattr(part, name)
    moved = value * factor
    if name in {"retention", "reference_memory", "category_memory"}:  # a memory is moved by its forgetting
        moved = 1.0 - (1.0 - value) * factor
    if name.endswith("_share"):
        moved = min(moved, 1.0)
    market = scenario.market.model_copy(update={block: part.model_copy(update={name: moved})})
    return scenario.model_copy(update={"market": market})


def movements(
    plan: Plan, category: Category, scenario: Scenario, told: Callable[[str, int, int], None]
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield each parameter with how far it moves each row of a category: mean relative square over gating figures.

    `scenario` is the category's own.
    """
    rows = tuple(row for row in plan.rows if row.category is category)
    few = Plan(rows, plan.seeds)
    paths = parameters(scenario)
    base = _figures(few, category, scenario)
    for number, path in enumerate(paths, start=1):
        up, down = (_figures(few, category, perturbed(scenario, path, f)) for f in (1.0 + STEP, 1.0 - STEP))
        moved: dict[str, list[float]] = {}
        for name, value in base.items():
            change = up.get(name, math.nan) - down.get(name, math.nan)
            if math.isfinite(change) and math.isfinite(value):
                moved.setdefault(name[0], []).append((change / max(abs(value), 1e-3)) ** 2)
        told(f"{category}: {path}", number, len(paths))
        yield path, {key: sum(squares) / len(squares) for key, squares in moved.items()}


def _figures(plan: Plan, category: Category, scenario: Scenario) -> dict[tuple[str, str], float]:
    """Return the gating figures of a plan's rows by (key, name), one seed."""
    return {
        (f"{one.row.id} {category}", figure.statistic.name): figure.value
        for one in measure(plan, {category: scenario}, lambda *_: None)
        for figure in one.figures
        if figure.statistic.gates
    }


def ranked(found: Mapping[str, Mapping[str, float]]) -> tuple[Drivers, ...]:
    """Return shares by row from movements by parameter."""
    keys = dict.fromkeys(key for moved in found.values() for key in moved)
    rows = []
    for key in keys:
        squares = {path: moved.get(key, 0.0) for path, moved in found.items()}
        total = sum(squares.values())
        shares = [(path, value / total if total > 0.0 else 0.0) for path, value in squares.items()]
        rows.append(Drivers(key, tuple(sorted(shares, key=lambda pair: -pair[1])[:5])))
    return tuple(rows)


def kinds(drivers: Sequence[Drivers]) -> dict[str, Kind]:
    """Classify rows: echo where one parameter of its own drives it, mixed where one drives over half of it."""
    leaders = [one.shares[0][0] for one in drivers if one.shares]
    return {one.key: _kind(one, dedicated=leaders.count(one.shares[0][0]) == 1) for one in drivers if one.shares}


def _kind(one: Drivers, *, dedicated: bool) -> Kind:
    top = one.shares[0][1]
    if top > ECHO and dedicated:
        return Kind.ECHO
    return Kind.MIXED if top > MIXED else Kind.EMERGENT


def drivers_view(drivers: Sequence[Drivers]) -> dict[str, Any]:
    """Return what is committed beside the model hash."""
    known = kinds(drivers)
    items = [
        {"id": one.key, "kind": str(known[one.key]),
         "drivers": [{"parameter": path, "share": round(share, 4)} for path, share in one.shares]}
        for one in drivers if one.shares
    ]  # fmt: skip
    return {"kind": "drivers", "schema_version": 1, "model_hash": model_hash(), "items": items}


def known_kinds() -> dict[str, Kind]:
    """Return the kinds that were found for this very model, by "id category"; none when there are none."""
    for root in (Path(), shipped().parent.parent):
        path = root / FILE
        if path.is_file():
            view = json.loads(path.read_text(encoding="utf-8"))
            if view.get("model_hash") == model_hash():
                return {item["id"]: Kind(item["kind"]) for item in view["items"]}
    return {}
