"""What `mktsim new` writes passes `check`, what passes `check` runs, and what a run would refuse `check` refuses."""

from __future__ import annotations

import math
import random
import re

import pytest

from mktsim.errors import InputError
from mktsim.inputs.cell import Cell
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.value import npv
from mktsim.study.own_world.files import answered, own_world
from mktsim.study.question.check_file import checked
from mktsim.study.question.library import library_beside, read_scenario
from mktsim.study.question.resolve import incumbent_of, plain_scenario

CATEGORIES = ("storable", "perishable", "drink_shop", "durable")
WRONG = ("-1", "0", "1.0e-9", "0.5", "1000000000000", ".nan", "none")
"""What a slip of the keyboard may leave in place of a number."""
SLIPS = 12
SHORT = "run_out_weeks: 3\n"


def answers(number):
    """Return answers drawn from the whole of their ranges, a category each."""
    luck = random.Random(f"own world {number}")  # noqa: S311 - examples, no secrets

    def between(low, high):
        return math.exp(luck.uniform(math.log(low), math.log(high)))

    price, share = between(0.01, 1e6), luck.uniform(0.01, 0.7)
    return {
        "name": "w",
        "category": CATEGORIES[number % len(CATEGORIES)],
        "opening": "launch",
        "regions": {f"r {place}": between(1.0, 1e9) for place in range(luck.randint(1, 3))},
        "purchases_per_year": between(0.01, 1000),
        "units_per_purchase": between(0.01, 100),
        "life_years": between(0.1, 60),
        "potential_share": between(0.0001, 1),
        "price_money": price,
        "unit_cost_money": price * between(0.001, 2.0),
        "share": share,
        "budget_money": luck.choice((0.0, between(1.0, 1e12))),
        "trade_margin_share": luck.uniform(0.0, 0.89),
        "capacity_per_week": between(0.1, 1e12),
        "years": 1,
    }


def written(number, folder):
    """Write the files of a world, its run made short; return the place of the scenario."""
    made = own_world(answered(answers(number)))
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    place = folder / "w.yaml"
    place.write_text(made.scenario.replace("horizon_weeks: 52", "horizon_weeks: 12") + SHORT, encoding="utf-8")
    return place


def value(place):
    """Return the net present value of the status quo in the world of a file, money."""
    library = library_beside(place)
    scenario = plain_scenario(read_scenario(place))
    incumbent = incumbent_of(scenario, library)
    return npv(simulate(Cell(scenario, incumbent, incumbent, 1, 0, "own/0")))


@pytest.mark.parametrize("number", range(4))
def test_whatever_new_writes_checks_and_runs(number, tmp_path):
    place = written(number, tmp_path)
    assert [checked(str(tmp_path / name)).problems for name in ("w.yaml", "w_study.yaml")] == [(), ()]
    assert math.isfinite(value(place))


@pytest.mark.parametrize("category", range(len(CATEGORIES)))
def test_a_slip_is_refused_by_check_or_runs(category, tmp_path):
    place = written(category, tmp_path)
    text = place.read_text("utf-8")
    numbers = list(re.finditer(r"(?<=: )-?\d+(?:\.\d+)?(?=[,}\s])", text))
    luck = random.Random(f"slip {category}")  # noqa: S311 - examples, no secrets
    refused = 0
    for _ in range(SLIPS):
        one = luck.choice(numbers)
        place.write_text(text[: one.start()] + luck.choice(WRONG) + text[one.end() :], encoding="utf-8")
        if checked(str(place)).problems:
            refused += 1
            with pytest.raises(InputError):
                value(place)
        else:
            read_scenario(place)
    assert 0 < refused < SLIPS


@pytest.mark.parametrize("category", range(len(CATEGORIES)))
def test_a_slip_that_check_lets_pass_runs(category, tmp_path):
    place = written(category, tmp_path)
    text = place.read_text("utf-8")
    luck = random.Random(f"slip that passes {category}")  # noqa: S311 - examples, no secrets
    numbers = list(re.finditer(r"(?<=: )-?\d+(?:\.\d+)?(?=[,}\s])", text))
    for _ in range(SLIPS):
        one = luck.choice(numbers)
        place.write_text(text[: one.start()] + luck.choice(WRONG) + text[one.end() :], encoding="utf-8")
        if not checked(str(place)).problems:
            assert math.isfinite(value(place))
            return
    pytest.fail("no slip passed")
