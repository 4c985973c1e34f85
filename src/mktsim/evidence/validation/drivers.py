"""Sensitivity of validation rows to every parameter of the market: which parameters a pass rests on.

To be affordable, each parameter is moved one way by a fifth, one seed an experiment, under the base's own luck; and one
that leaves a year of the market under moving levers alone to the last bit is not tried. What is found is kept in a
file, one line a parameter, so that a search that was stopped goes on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from mktsim.evidence.validation.kept import Kept
from mktsim.evidence.validation.measuring import Plan, measure
from mktsim.evidence.validation.row import Category, Kind
from mktsim.inputs.named_files import shipped
from mktsim.inputs.scenario import Scenario
from mktsim.quantities import Part
from mktsim.science.arrays import Floats
from mktsim.study.runs.identity import model_hash

if TYPE_CHECKING:
    from mktsim.model.market.layout import Levers, State

AnyPart = TypeVar("AnyPart", bound=Part)
STEP = 0.20
"""Relative perturbation, upwards; downwards where upwards is no change, as with a share that is one."""
ECHO, MIXED = 0.8, 0.5
"""Shares of one parameter in what moves a row, beyond which it is an echo (if dedicated) or mixed."""
FILE = Path("docs") / "measured" / "drivers.json"
_BLOCKS = ("adoption", "repeat", "stores", "choice", "advertising", "luck")
_SUPPLY = ("progress_ratio", "other_store", "other_brand", "delay")
"""Numbers of supply that the statistic of a row might be."""
_CHANNELS = (
    "listing_spread", "listing_speed", "delisting_speed", "handling_share", "contract_renewal", "velocity_speed",
    "call_response", "price_adjustment", "price_band", "price_change_cost", "forward_cost", "forward_limit_weeks",
)  # fmt: skip
"""Numbers of all channels together."""
_MEMORIES = frozenset(
    {"retention", "reference_memory", "deal_memory", "offer_memory", "category_memory", "slow_memory",
     "response_memory", "cycle_memory"}
)  # fmt: skip
_UNSEEN = ("luck.", "supply.", "channels.forward_")
"""Beginnings of paths of numbers that the market alone does not show."""
_AT_MOST_ONE = ("_share", "_ratio", "_power", "_sensitivity")
"""Endings of names of numbers that are one at most."""


@dataclass(frozen=True)
class Drivers:
    """Parameters that move one row of one category, greatest effect first."""

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
    found += [f"channels.{name}" for name in _CHANNELS]
    found += [f"supply.{name}" for name in _SUPPLY]
    return tuple(found)


def perturbed(scenario: Scenario, path: str, factor: float) -> Scenario:
    """Return the scenario with one number multiplied by `factor`, kept below one where it is a share or memory."""
    block, name = path.split(".")
    if block == "channels":
        return scenario.model_copy(update={"channels": tuple(_moved(one, name, factor) for one in scenario.channels)})
    if block == "supply":
        return scenario.model_copy(update={"supply": _moved(scenario.supply, name, factor)})
    part = _moved(getattr(scenario.market, block), name, factor)
    return scenario.model_copy(update={"market": scenario.market.model_copy(update={block: part})})


def _moved(owner: AnyPart, name: str, factor: float) -> AnyPart:
    """Return a part with one number multiplied; a memory is moved by its forgetting."""
    value = getattr(owner, name)
    moved = 1.0 - (1.0 - value) * factor if name in _MEMORIES else value * factor
    return owner.model_copy(update={name: min(moved, 1.0) if name.endswith(_AT_MOST_ONE) else moved})


def moved_scenario(scenario: Scenario, path: str) -> Scenario:
    """Return the scenario with one number moved by a step, whichever way it can move."""
    up = perturbed(scenario, path, 1.0 + STEP)
    return up if up != scenario else perturbed(scenario, path, 1.0 - STEP)


@dataclass(frozen=True)
class Searching:
    """How drivers are looked for."""

    told: Callable[[str, int, int], None]
    """Hears of every parameter done."""
    jobs: int = 1
    """Worker processes."""
    kept: Kept | None = None
    """What earlier searches found."""


def movements(
    plan: Plan, category: Category, scenario: Scenario, how: Searching
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield each parameter with how far it moves each row of a category: mean relative square over gating figures.

    `scenario` is the category's own.
    """
    from joblib import Parallel, delayed

    rows = tuple(row for row in plan.rows if row.category is category)
    few = Plan(rows, plan.seeds)
    paths = active(scenario)
    key = f"{category} {' '.join(sorted({row.id for row in rows}))} {plan.seeds}"
    known = how.kept.found(key) if how.kept else {}
    missing = [path for path in paths if path not in known]
    base = _figures(few, category, scenario) if missing else {}
    done = len(paths) - len(missing)
    yield from ((path, known[path]) for path in paths if path in known)
    work = (delayed(_movement)(few, category, scenario, path, base) for path in missing)
    for path, moved in zip(missing, Parallel(n_jobs=how.jobs, return_as="generator")(work), strict=True):
        done += 1
        how.told(f"{category}: {path}", done, len(paths))
        if how.kept:
            how.kept.keep(key, path, moved)
        yield path, moved


def _movement(
    plan: Plan, category: Category, scenario: Scenario, path: str, base: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """Return how far one parameter moves each row."""
    other = _figures(plan, category, moved_scenario(scenario, path))
    moved: dict[str, list[float]] = {}
    for name, value in base.items():
        change = other.get(name, math.nan) - value
        if math.isfinite(change):
            moved.setdefault(name[0], []).append((change / max(abs(value), 1e-3)) ** 2)
    return {key: sum(squares) / len(squares) for key, squares in moved.items()}


def active(scenario: Scenario) -> tuple[str, ...]:
    """Return the parameters that may move something: sizes of noise, supply, and what moves a year of the market."""
    still = _probe(scenario)
    return tuple(
        path
        for path in parameters(scenario)
        if path.startswith(_UNSEEN) or not np.array_equal(_probe(moved_scenario(scenario, path)), still)
    )


def _probe(scenario: Scenario) -> Floats:
    """Return units by week of a year in which every lever moves, without noise."""
    from mktsim.evidence.validation.lab import Lab

    lab = Lab(scenario, chains=True)

    def change(week: int, _state: State, levers: Levers) -> None:
        moved = week % 2
        levers.invoice[moved] *= 0.9
        levers.deal[:, moved], levers.deal_cover[:, moved] = 0.2, 0.5
        for lever in (levers.feature, levers.display, levers.gift, levers.push):
            lever[:, moved] = 0.5
        levers.pressure[:, 0] *= week % 3
        levers.calls[:, 0] = week % 4

    return lab.run(lab.opening(), 52, change).by_brand


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
