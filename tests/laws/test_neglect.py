"""What a row of the catalogue says of its neglect can be seen: its observable exists, and what it gives is read.

Which way and how surely neglect moves the observable is pinned in tests/golden/test_neglect_golden.py.
"""

from __future__ import annotations

import pytest

from mktsim.inputs.duty import OnMessage
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.outcomes.metrics.table import METRICS
from support.neglect_runs import CATALOGUE, run

ROWS = pytest.mark.parametrize("duty", CATALOGUE, ids=lambda d: d.id)


@ROWS
def test_the_observable_is_a_metric_of_the_table(duty):
    assert duty.seen_in.metric in METRICS


def reads(duty):
    """Topics and plans that a duty needs or that set it off, without indices."""
    triggers = {t.topic for t in (duty.trigger, *duty.also) if isinstance(t, OnMessage)}
    return {stem(name) for name in duty.needs} | triggers


def stem(name):
    head, _, tail = name.rpartition(".")
    return head if tail.isdigit() else name


@ROWS
def test_what_a_duty_gives_is_read_by_another_or_by_the_market(duty):
    others = set().union(*(reads(other) for other in CATALOGUE if other.id != duty.id))
    # Every plan waits for approval, stages set priorities and stage duties off, staff work off the queues.
    by_engine = {"approval", "stage", "staff"}
    used = {g for g in duty.gives if g.startswith(("lever.", "level.")) or stem(g) in others or g in by_engine}
    assert used, f"nothing reads {duty.gives}"


@pytest.mark.slow
@ROWS
def test_freed_time_is_never_more_than_burnt_time(duty):
    spent = {}
    for mode in NeglectMode:
        history = run("us_color_tv_1963", 52, 0, Neglect(duty=duty.id, mode=mode))
        table = history.duties
        spent[mode] = table.values[table.rows.index(duty.id), table.columns.index("effort_days")]
    assert spent[NeglectMode.FREED] <= spent[NeglectMode.BURNT]
    if duty.effort_days > 0.0 and duty.id != "planning_duty.1":
        assert spent[NeglectMode.FREED] == 0.0
