"""Runs random worlds to the end, one cell each: what a valid file holds runs, conserves, and has finite outcomes."""

from __future__ import annotations

import datetime as dt
import math
import sys
import traceback
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from pydantic import ValidationError
from random_worlds import Draw, Shape, drawn, random_scenario

from mktsim.inputs.cell import Cell, ResolvedArm
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.question.library import archetypes, catalogue
from mktsim.study.question.resolve import plain_duties, plain_policy, plain_scenario

SHAPES = (
    Shape(brands=1, channels=1, types=1),
    Shape(brands=3, channels=2, media=2, regions=2, segments=2, types=4, classes=2),
    Shape(brands=30, channels=1, types=2),
    Shape(brands=2, channels=5, media=3, types=8),
    Shape(brands=4, channels=2, generations=3, types=2),
    Shape(brands=2, channels=1, generations=2, segments=3),
    Shape(brands=1, channels=3, regions=4, segments=1, types=1, generations=4),
    Shape(brands=6, channels=4, media=2, regions=2, segments=2, types=32),
    Shape(brands=2, channels=2, media=5, types=1),
    Shape(brands=13, channels=1, types=3),
    Shape(brands=14, channels=2, classes=3),
    Shape(brands=1, channels=2, media=2, types=64, segments=2),
)
"""Numbers of things; a monopoly and thirty brands are among them. Worlds take turns."""
OWN_SHAPES = 100_000
"""First number whose world has a shape of its own."""
MOST = {
    "brands": 40,
    "channels": 8,
    "media": 6,
    "regions": 6,
    "segments": 5,
    "types": 64,
    "generations": 4,
    "classes": 4,
}
"""Largest numbers of things in a shape of one's own."""
MOST_OFFERS = 4000
"""Offers to consumer types of such a shape, so that a world takes about a second."""
WEEKS = (1, 2, 8, 13, 26, 60)
"""Horizons: short, so that many worlds can be run."""
STARTS = ("0001-01-01", "9999-12-31", "1963-01-07", "2024-01-01", "2024-02-29", "1900-12-31")


def _start(draw: Draw) -> str:
    if draw.rng.random() < 0.1:
        return STARTS[int(draw.rng.integers(len(STARTS)))]
    return (dt.date(1950, 1, 1) + dt.timedelta(days=int(draw.rng.integers(40_000)))).isoformat()


FIXED = {
    "horizon_weeks": lambda draw: int(draw.rng.choice(WEEKS)),
    "run_out_weeks": lambda draw: int(draw.rng.choice([0, 1, 4, 26])),
    "burn_in_weeks": 104,
    "start": _start,
    "assumptions": {},
    "calibration": (),
    "observed": None,
    "market_mechanisms": (),
    "Scenario.name": "drawn",
}
"""What is not drawn: lengths of the run, and what names parameters of the world itself."""
FIXED_OWN = {**FIXED, "burn_in_weeks": lambda draw: int(draw.rng.choice([104, 105, 156]))}
"""The same for worlds with a shape of their own."""


@dataclass(frozen=True)
class Ran:
    """What became of one world."""

    number: int
    refused: str = ""
    """Why the file was refused; empty when it was not."""
    error: str = ""
    """Traceback of what went wrong; empty when nothing did."""

    @property
    def where(self) -> str:
        """The last lines of the error."""
        return " | ".join(self.error.strip().splitlines()[-3:])


def shape_of(number: int) -> Shape:
    """Return the shape of a world by its number: one of a dozen, or from `OWN_SHAPES` on one that is drawn."""
    return SHAPES[number % len(SHAPES)] if number < OWN_SHAPES else _own_shape(number)


def fixed_of(number: int) -> dict[str, object]:
    """Return what is not drawn in the world of a number."""
    return FIXED if number < OWN_SHAPES else FIXED_OWN


def _own_shape(number: int) -> Shape:
    rng = np.random.default_rng([number, 3])
    while True:
        counts = {name: round(math.exp(rng.uniform(0.0, math.log(most)))) for name, most in MOST.items()}
        offers = math.prod(counts[name] for name in ("brands", "channels", "regions", "segments", "types"))
        if offers <= MOST_OFFERS:
            return Shape(**counts)


def run_world(number: int, shape: Shape | None = None) -> Ran:
    """Draw a world, run one cell of it and look at its outcomes."""
    try:
        cell = cell_of(number, shape or shape_of(number))
    except ValidationError as error:
        return Ran(number, refused="; ".join(one["msg"] for one in error.errors()))
    try:
        history = simulate(cell)
        metrics = measure_all(history)
        wrong = [name for name, value in metrics.items() if math.isinf(value)]
        assert not wrong, f"infinite: {wrong}"
        assert math.isfinite(metrics["npv"]), f"npv is {metrics['npv']}"
    except Exception:  # noqa: BLE001 - whatever goes wrong is what is looked for
        return Ran(number, error=traceback.format_exc())
    return Ran(number)


def cell_of(number: int, shape: Shape) -> Cell:
    """Return the cell of a world: its own policy, the archetype it names, sometimes shaken."""
    scenario = plain_scenario(random_scenario(number, shape, fixed_of(number)))
    names = list(scenario.policies)
    chosen = scenario.policies[names[number % len(names)]]
    organisation = archetypes()[scenario.organisation]
    if number % 3 == 0:
        organisation = drawn(number, shape, FIXED).shaken(organisation, Organisation)
    incumbent = _arm(scenario.policies[scenario.status_quo], organisation)
    return Cell(scenario, incumbent, _arm(chosen, organisation), 1, number % 3, "drawn/0")


def _arm(policy, organisation: Organisation) -> ResolvedArm:
    return ResolvedArm(policy=plain_policy(policy), organisation=organisation, duties=_duties())


@lru_cache(maxsize=1)
def _duties() -> tuple[Duty, ...]:
    return plain_duties(catalogue())
