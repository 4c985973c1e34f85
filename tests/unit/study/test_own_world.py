"""An own world: a short file from a manager's numbers that checks without a doubt and minds prices as people do."""

from __future__ import annotations

import math
import random

import pytest

from mktsim.errors import InputError
from mktsim.model.market.price_response import coefficient_for, own_price_elasticity
from mktsim.quantities import declared
from mktsim.study.own_world.answers import Answers, Category, answers_like
from mktsim.study.own_world.files import answered, own_world
from mktsim.study.own_world.sums import doubts, sums
from mktsim.study.question.check_file import checked
from mktsim.study.question.library import read_scenario

YOGHURT = {
    "name": "yoghurt", "category": "perishable", "currency": "EUR", "regions": {"north": 400000, "south": 300000},
    "purchases_per_year": 40, "units_per_purchase": 2, "price_money": 0.9, "unit_cost_money": 0.3, "share": 0.3,
    "budget_money": 1200000,
}  # fmt: skip
PASTA = {**YOGHURT, "name": "pasta", "category": "storable", "price_money": 3.0, "unit_cost_money": 1.0}
TEA = {
    "name": "tea", "category": "drink_shop", "currency": "CNY", "regions": {"east": 5000000, "south": 4000000},
    "purchases_per_year": 31, "price_money": 15, "unit_cost_money": 5.2, "share": 0.1, "budget_money": 24000000,
}  # fmt: skip
BIKE = {
    "name": "ebike", "category": "durable", "currency": "EUR", "regions": {"all": 5000000}, "potential_share": 0.3,
    "price_money": 2500, "unit_cost_money": 1100, "share": 0.15, "budget_money": 2500000,
}  # fmt: skip
WORLDS = {"yoghurt": YOGHURT, "pasta": PASTA, "tea": TEA, "ebike": BIKE}


@pytest.fixture(scope="module", params=WORLDS)
def written(request, tmp_path_factory):
    """The answers and the folder that their files are in."""
    made = own_world(answered(WORLDS[request.param]))
    folder = tmp_path_factory.mktemp(request.param)
    for name, text in made.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return made, folder


def test_files_are_short_and_check_without_a_doubt(written):
    made, folder = written
    for name, text in made.files.items():
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        assert len(lines) < 30
        found = checked(str(folder / name))
        assert (found.problems, found.warnings) == ((), ())
    assert not [one for one in made.sums if one.doubt]


def test_buyers_mind_the_price_as_people_do_whatever_it_is(written):
    made, folder = written
    scenario = read_scenario(folder / f"{made.answers.name}.yaml")
    assert -3.3 <= own_price_elasticity(scenario) <= -1.6
    assert own_price_elasticity(scenario, coefficient_for(scenario, -2.5)) == pytest.approx(-2.5, abs=0.01)


def test_the_same_product_in_another_currency_minds_prices_alike():
    money = ("price_money", "unit_cost_money", "budget_money")
    yen = {**YOGHURT, **{key: 130 * YOGHURT[key] for key in money}, "currency": "JPY"}
    texts = [own_world(answered(values)).scenario for values in (YOGHURT, yen)]
    lines = [[line for line in text.splitlines() if "price_coefficient" in line] for text in texts]
    assert lines[0] == lines[1]


def test_the_sums_are_those_of_a_manager():
    found = {one.text: one.value for one in sums(answered(YOGHURT))}
    assert found["units a year, all brands"] == 700000 * 40 * 2
    assert found["market at shelf prices, a year"] == pytest.approx(50.4e6)
    assert found["our units a year at our share"] == pytest.approx(16.8e6)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"purchases_per_year": 0.01}, "purchases_per_year"),
        ({"budget_money": 9e6}, "budget_money"),
        ({"unit_cost_money": 0.8}, "unit_cost_money"),
        ({"unit_cost_money": 0.05}, "unit_cost_money"),
        ({"pay_money": 200000}, "pay_money"),
        ({"capacity_per_week": 1000}, "capacity_per_week"),
        ({"share": 0.8}, "share"),
        ({"rivals": [{"name": "big", "price_money": 9.0, "share": 0.7}]}, "rivals"),
    ],
)
def test_numbers_that_do_not_go_together_are_told_with_the_answer(change, field):
    assert field in {one.field for one in doubts(answered({**YOGHURT, **change}))}


def test_what_is_missing_is_told_at_once_by_field():
    with pytest.raises(InputError) as caught:
        answered({"name": "x", "category": "durable", "price_money": 0.0})
    assert {one.field for one in caught.value.problems} == {
        "regions", "price_money", "unit_cost_money", "share", "budget_money",
    }  # fmt: skip
    with pytest.raises(InputError, match=r"purchases_per_year: is required for perishable"):
        answered({key: value for key, value in YOGHURT.items() if key != "purchases_per_year"})


def test_answers_have_units_and_ranges_for_forms():
    numbers = {one.path: one for one in declared(Answers)}
    assert numbers["price_money"].unit == "money"
    assert numbers["price_money"].required
    assert numbers["share"].range == "(0, 1)"


@pytest.mark.parametrize(
    ("name", "category"),
    [("packaged_food", "storable"), ("tea_chain", "drink_shop"), ("us_color_tv_1963", "durable")],
)
def test_a_shipped_scenario_can_be_begun_with(name, category):
    from mktsim.study.question.find_file import Folder, find

    like = answers_like(read_scenario(find(name, Folder.SCENARIOS)))
    answers = answered({**like, "name": "mine"})
    assert answers.category is Category(category)
    assert "name: mine" in own_world(answers).scenario


def drawn(number):
    """Return answers drawn from the whole of their ranges."""
    luck = random.Random(number)  # noqa: S311 - examples, no secrets

    def between(low, high):
        return math.exp(luck.uniform(math.log(low), math.log(high)))

    price, share = between(0.01, 1e6), luck.uniform(0.01, 0.7)
    return {
        "name": "w",
        "category": ("storable", "perishable", "drink_shop", "durable")[number % 4],
        "regions": {f"r {place}": between(2e3, 5e7) for place in range(luck.randint(1, 4))},
        "purchases_per_year": between(0.1, 300),
        "price_money": price,
        "unit_cost_money": price * luck.uniform(0.02, 0.6),
        "share": share,
        "rivals": [
            {"name": name, "price_money": price * luck.uniform(0.6, 1.6), "share": (1.0 - share) / 2}
            for name in ("one", "null")
        ],
        "budget_money": between(1e3, 1e9),
        "years": luck.randint(1, 5),
        "season": [luck.uniform(0.5, 1.5) for _ in range(12)],
        "outlets": between(1, 1e5),
    }


@pytest.mark.parametrize("number", range(4))
def test_whatever_is_answered_makes_files_that_check(number, tmp_path):
    made = own_world(answered(drawn(number)))
    for name, text in made.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [checked(str(tmp_path / name)).problems for name in made.files] == [(), ()]
    elasticity = own_price_elasticity(read_scenario(tmp_path / "w.yaml"))
    assert -3.6 < elasticity < -1.5
