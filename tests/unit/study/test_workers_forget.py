"""A worker keeps nothing of the cells that it has run, however their objects refer to each other."""

from __future__ import annotations

import gc
import weakref

import fake_market as fake

from mktsim.study.question.resolve import resolve
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.worker import run_batch


class Knot:
    """An object that refers to itself, as a simulated office does by its callbacks."""

    def __init__(self):
        self.itself = self


def test_what_a_cell_tied_up_in_itself_goes_with_the_next_collection():
    resolved = resolve(fake.study(), fake.library())
    planner = Planner(resolved, 1)
    left = []

    def ties(cell):
        knot = Knot()
        left.append(weakref.ref(knot))
        return fake.simulate(cell)

    for replication in range(6):
        run_batch((planner.cell(resolved.arms[0], 0, replication),), ties)
    gc.collect()
    assert [knot() for knot in left] == [None] * 6
