"""Ranges hold what runs: random valid worlds, ends of ranges included, run to the end with finite outcomes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mktsim.inputs.organisation import Organisation
from mktsim.inputs.parts import scenario_type, study_type
from mktsim.quantities import declared
from mktsim.study.question.user_rules import model_parts

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from random_worlds import Draw, Shape, drawn, ends, random_scenario
from world_runs import FIXED, OWN_SHAPES, SHAPES, fixed_of, run_world, shape_of

WENT_WRONG = (1, 8, 35, 63, OWN_SHAPES, OWN_SHAPES + 23, OWN_SHAPES + 189, OWN_SHAPES + 400, OWN_SHAPES + 1025)
"""Worlds that once had outcomes that are no numbers, one or two of each cause."""
NUMBERS = [*range(3, 3 + len(SHAPES)), *range(OWN_SHAPES + 1, OWN_SHAPES + 80), *WENT_WRONG]
"""Worlds of the small run: of each of the dozen shapes, of shapes of their own, and those that went wrong."""
KNOWN_REFUSALS = ("have to lie in the years 1 to 9999", "at least one channel needs a preference above zero")
"""What the relations between fields refuse in files whose fields are each within their ranges."""
BOUNDED_OTHERWISE = {"calibration[].correlations", "worlds[].set"}
"""Numbers whose ends their class or the parameter that they are set on checks."""


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_random_world_runs_to_the_end(number):
    found = run_world(number)
    assert found.error == ""
    assert found.refused == "" or any(words in found.refused for words in KNOWN_REFUSALS)


def test_few_worlds_of_the_small_run_are_refused():
    """Most of what is drawn field by field fits together, so that the run above is not an empty one."""
    refused = 0
    for number in NUMBERS:
        try:
            random_scenario(number, shape_of(number), fixed_of(number))
        except ValueError:
            refused += 1
    assert refused <= len(NUMBERS) // 5


def test_a_number_stands_for_one_world():
    shape = Shape(brands=3, channels=2)
    one, again, other = (random_scenario(number, shape, FIXED) for number in (7, 7, 8))
    assert one == again
    assert one != other


def test_ends_are_drawn_too():
    field = next(one for one in declared(scenario_type(model_parts())) if one.path == "market.choice.loyalty")
    draw = drawn(1, Shape(brands=1, channels=1), FIXED)
    draw.wildness = 1.0
    values = {draw.fields(_choice(), 1.0)["loyalty"] for _ in range(200)}
    assert {field.low, field.high} <= values
    assert len(values) > 50


def _choice():
    from mktsim.inputs.response import Choice

    return Choice


@pytest.mark.parametrize(
    "cls",
    [scenario_type(model_parts()), study_type(model_parts()), Organisation],
    ids=["scenario", "study", "organisation"],
)
def test_every_number_of_a_file_has_a_lowest_and_a_highest_value(cls):
    found = [one.path for one in declared(cls) if one.low is None or one.high is None]
    assert set(found) <= BOUNDED_OTHERWISE


def test_a_number_without_an_end_cannot_be_drawn():
    with pytest.raises(AssertionError, match="lowest"):
        ends(())
    assert isinstance(drawn(1, SHAPES[0], FIXED), Draw)
