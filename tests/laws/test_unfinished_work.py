"""The fewer people there are, the more work misses its deadline: what is never finished counts as well."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import METRICS
from support.real_world import real_cell, world
from support.weakened import fewer_staff

SHARES = (1.0, 0.5, 0.1, 0.05)


@pytest.fixture(scope="module")
def histories():
    organisation = world()[1].organisation
    return [simulate(real_cell(organisation=fewer_staff(organisation, share))) for share in SHARES]


@pytest.mark.parametrize("name", ["late_share", "decision_latency_days", "unfinished_share"])
def test_fewer_people_miss_more(histories, name):
    values = [METRICS[name].measure(history) for history in histories]
    assert all(more < less for more, less in pairwise(values)), values
