"""Where the luck of shipped scenarios comes from: never mainly from counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mktsim.inputs.cell import Cell, LuckSource
from mktsim.inputs.scenario import Launch
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import measure_all
from mktsim.study.question.find_file import Folder, files_in
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import incumbent_of, luck_label, plain_scenario

REPLICATIONS = 12
WEEKS, RUN_OUT = 26, 4
MOST = 0.25
"""Share of variance that counts alone may make; the largest of nine sources makes more."""


@pytest.mark.parametrize("name", sorted(files_in(Folder.SCENARIOS)))
def test_counts_are_not_the_largest_source_of_luck(name):
    library = library_beside(files_in(Folder.SCENARIOS)[name])
    found = plain_scenario(library.scenario(name))
    finished = {"opening": Launch()} if isinstance(found.opening, Launch) else {}  # no time for a product's development
    scenario = found.model_copy(update={"horizon_weeks": WEEKS, "run_out_weeks": RUN_OUT, **finished})
    incumbent = incumbent_of(scenario, library)
    whole = [Cell(scenario, incumbent, incumbent, 1, r, luck_label(scenario)) for r in range(REPLICATIONS)]
    counts = [replace(one, silenced=frozenset(LuckSource) - {LuckSource.COUNTS}) for one in whole]
    spread = [np.var([measure_all(simulate(one))["npv"] for one in cells], ddof=1) for cells in (whole, counts)]
    assert spread[0] > 0.0
    assert spread[1] < MOST * spread[0]
