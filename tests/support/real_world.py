"""A shipped scenario with its whole organisation, made short: what laws of whole runs are shown on."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from mktsim.inputs.cell import Cell
from mktsim.inputs.scenario import Launch
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import incumbent_of, plain_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@lru_cache(maxsize=4)
def world(name="packaged_food", weeks=40):
    """Return the scenario opened as a launch, and its status quo."""
    library = library_beside(SCENARIOS / "any.yaml")
    whole = plain_scenario(library.scenario(name))
    short = {"horizon_weeks": weeks, "run_out_weeks": 4, "opening": Launch()}
    market = whole.market.model_copy(update={"types_per_segment": 8})
    return whole.model_copy(update=short | {"market": market}), incumbent_of(whole, library)


def real_cell(*, arm=None, replication=0, silenced=frozenset(), scenario=None, **changes):
    """Return a cell of the short world; `changes` are fields of the arm."""
    found, incumbent = world()
    fields = {name: getattr(arm or incumbent, name) for name in incumbent.__dataclass_fields__}
    chosen = type(incumbent)(**(fields | changes))
    return Cell(scenario or found, incumbent, chosen, 1, replication, "short/0", silenced)


def digest(history):
    """Return a hash of every number in a history."""
    found = hashlib.sha256()
    for table in (history.series, history.money, history.duties, history.roles, history.edges):
        found.update(repr((getattr(table, "rows", ()), table.columns)).encode())
        found.update(table.values.tobytes())
    found.update(repr((history.decisions, history.log, history.ledger)).encode())
    return found.hexdigest()
