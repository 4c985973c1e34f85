"""Cost before the start, a limit of time, and one count of all cells."""

from __future__ import annotations

import json
import re

import pytest

from mktsim.cli.effort import Limits, _Cost
from mktsim.cli.terminal import WholeProgress
from mktsim.study.runs.options import Progress
from mktsim.study.runs.pace import Pace
from mktsim.study.runs.size import SHARES, share_within

ROBUST = ("robust", "toy_study", "--jobs", "1", "--out", "out", "--draws", "16", "--replications", "3")


def test_all_plans_of_a_call_are_counted_together():
    whole = WholeProgress(100)
    assert whole.counted("a", Progress(0, 30, 0))[:2] == (0, 100)
    assert whole.counted("a", Progress(30, 30, 0))[:2] == (30, 100)
    assert whole.counted("b", Progress(10, 40, 0))[:2] == (30, 100), "ten are there already, run for the first plan"
    assert whole.counted("b", Progress(40, 40, 0))[:2] == (60, 100)
    assert whole.counted("b", Progress(5, 60, 0))[:2] == (60, 115), "more than was estimated"
    assert whole.counted("b", Progress(60, 60, 0))[:2] == (115, 115)


def test_what_an_earlier_call_ran_is_no_work():
    whole = WholeProgress(100)
    assert whole.counted("a", Progress(25, 40, 0)) == (0, 75, None)


@pytest.mark.parametrize(("allowed", "share"), [(100.0, 1.0), (60.0, 0.5), (1.0, SHARES[-1])])
def test_the_largest_share_that_fits_is_taken(allowed, share):
    assert share_within(allowed, lambda part: 100.0 * part) == share


def test_what_it_costs_is_said_before_it_starts(folder, call):
    found = call(*ROBUST, "--break-even", "none")
    assert found.exit_code == 0, found.output
    assert "cells" in found.stderr.splitlines()[0] or "how long a cell takes" in found.stderr
    assert "on 1 core" in found.stderr


def test_a_share_makes_it_smaller_and_is_kept_for_whoever_goes_on(folder, call):
    words = (*ROBUST, "--break-even", "none", "--share", "0.5", "--json")
    found = json.loads(call(*words).stdout)
    assert found["worlds"] == 10, "fewer worlds: 16 x 0.5 to the power of three quarters"
    assert found["replications"] == 3, "two would leave one degree of freedom"
    again = json.loads(call("resume", "out", "--jobs", "1", "--json").stdout)
    assert {**again, "seconds": 0} == {**found, "seconds": 0}


LIMITED = [
    ("select", "toy_study", "--delta", "1000", "--most", "40"),
    (
        "optimise",
        "toy_study",
        "--vary",
        "pricing.start_multiple=1.0:1.3",
        "--trials",
        "16",
        "--confirm",
        "8",
        "--most",
        "40",
    ),
    ("value", "duties", "toy_study", "--scope", "overall", "--replications", "16"),
]


@pytest.mark.parametrize("words", LIMITED, ids=lambda words: words[0])
def test_a_limit_of_time_is_told_and_kept(folder, call, words):
    found = call(*words, "--jobs", "1", "--out", "out", "--share", "0.25", "--json")
    assert found.exit_code == 0, found.output
    assert "on 1 core" in found.stderr
    limited = json.loads(found.stdout)
    again = json.loads(call("resume", "out", "--jobs", "1", "--json").stdout)
    assert {**again, "seconds": 0, "cost": 0} == {**limited, "seconds": 0, "cost": 0}
    for option in ("--quick", "--seconds"):
        assert option in call(*words[: 2 if words[0] == "value" else 1], "--help").stdout


def test_a_decision_goes_once_from_nothing_to_all_cells(folder, call):
    found = call("decide", "toy_study", "--jobs", "1", "--out", "out", "--share", "0.1")
    assert found.exit_code == 0, found.output
    lines = [line for line in found.stderr.splitlines() if "% (" in line and "how long" not in line]
    percents = [int(re.search(r"(\d+)%", line).group(1)) for line in lines]
    assert percents == sorted(percents), "one total, not one for each procedure"
    assert len(percents) >= 5


def test_the_least_that_answers_is_said_where_less_time_is_given(folder, call):
    found = call("decide", "toy_study", "--jobs", "1", "--out", "out", "--seconds", "1")
    assert "the least that answers, which is more than the 1 s given" in found.stderr


def test_quick_promises_a_minute_only_where_the_least_takes_no_longer():
    cost = _Cost(cells=600, openings=100, pace=Pace(1.0, 0.5), jobs=2, fixed=5.0)
    assert cost.seconds == 5.0 + (600 + 50) / 2
    assert "--quick answers in a minute" in cost.words(Limits(), least=45.0)
    assert "--quick answers in 4 min, the least it takes" in cost.words(Limits(), least=200.0)
    assert "the least that answers, which is more than the 1 min given" in cost.words(Limits(seconds=60.0), 330.0)
