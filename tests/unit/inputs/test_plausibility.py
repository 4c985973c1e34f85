"""Sums that a manager would do, dates that are never met, and what a file inherits: told with line and field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from mktsim.cli.main import app
from mktsim.inputs.plausibility import sums_of
from mktsim.study.question.library import read_scenario

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SHIPPED = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
ALL_DEFAULTS = """\
name: yoghurt
title: Yoghurt drinks of a regional chain
start: 2026-01-01
horizon_weeks: 104
opening: {kind: going_concern}
status_quo: today
market:
  reference_price_money: 1.20
  regions:
    - {name: north, households: 400000}
    - {name: south, households: 300000}
  segments:
    - {name: families, share: 0.6}
    - {name: singles, share: 0.4}
channels:
  - {name: supermarkets, kind: retailer, traffic_share: 0.7}
  - {name: own_shops, kind: own_team, traffic_share: 0.3}
media:
  - {name: instagram, cost_money: 8}
brands:
  - {name: us, price_money: 1.2, share: 0.3}
  - {name: rival, price_money: 1.1, share: 0.7}
policies:
  today:
    pricing: {rule: hi_lo, premium: 0.0}
    promotion: {rule: none}
    advertising: {rule: even}
    channel: {rule: intensive}
    budget: {per_year_money: 500000}
"""
SAID = ALL_DEFAULTS.replace(
    "market:", "supply: {unit_cost_money: 1}\nmarket:\n  adoption: {potential_share: 1.0}"
).replace("price_money: 1.2, share: 0.3}", "price_money: 1.2, share: 0.3, normal_advertising_money: 1}")
"""The same, with what is required."""


def warnings_of(path):
    found = CliRunner().invoke(app, ["check", str(path), "--json"])
    assert found.exit_code == 0, found.output
    (item,) = json.loads(found.stdout)["items"]
    assert item["problems"] == []
    return item["warnings"]


@pytest.fixture
def changed(tmp_path):
    """Return a maker of files: packaged food with a few values by path."""
    whole = yaml.safe_load((SCENARIOS / "packaged_food.yaml").read_text("utf-8"))

    def write(changes):
        for path, value in changes.items():
            part = whole
            *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
            for step in steps:
                part = part[step]
            part[last] = value
        file = tmp_path / "mine.yaml"
        file.write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_worlds_are_plausible(name):
    found = warnings_of(SCENARIOS / f"{name}.yaml")
    assert [one for one in found if "is inherited from" not in one["message"]] == []


def test_sums_are_those_a_manager_would_do():
    sums = sums_of(read_scenario(SCENARIOS / "packaged_food.yaml"))
    assert sums.purchases == pytest.approx(0.20 * (0.6 * 1.10 + 0.4 * 0.85) * 365.25 / 7)
    assert sums.units == pytest.approx(16e6 * sums.purchases)
    assert sums.focal_units == pytest.approx(0.22 * sums.units)
    assert sums.price == pytest.approx(3.0 * (1 - (0.40 * 0.26 + 0.33 * 0.28 + 0.17 * 0.22 + 0.10 * 0.25)))
    assert sums.revenue == pytest.approx(sums.focal_units * sums.price)


def test_the_best_year_of_a_new_durable_is_that_of_the_bass_model():
    scenario = read_scenario(SCENARIOS / "us_color_tv_1963.yaml")
    people, fit = sum(region.households for region in scenario.market.regions), scenario.market.adoption
    p, q = fit.p_per_year, fit.q_per_year
    assert sums_of(scenario).units == pytest.approx(people * fit.potential_share * (p + q) ** 2 / (4 * q))


def test_what_no_default_can_say_is_required(tmp_path):
    file = tmp_path / "yoghurt.yaml"
    file.write_text(ALL_DEFAULTS, encoding="utf-8")
    for command in ("check", "run"):
        found = CliRunner().invoke(app, [command, str(file)])
        assert found.exit_code == 2
        for line, field in ((7, "market.repeat"), (1, "supply.unit_cost_money"), (21, "brands[0].normal_advertising")):
            assert f"yoghurt.yaml:{line}:" in found.output
            assert field in found.output


def test_numbers_that_sell_nothing_are_told_with_line_and_field(tmp_path):
    file = tmp_path / "yoghurt.yaml"
    file.write_text(SAID, encoding="utf-8")
    found = {one["field"]: one for one in warnings_of(file)}
    assert found.keys() == {
        "market.repeat",
        "opening",
        "policies.today.budget.per_year_money",
        "supply.unit_cost_money",
        "brands[0].normal_advertising_money",
    }
    assert "buys once and never again" in found["market.repeat"]["message"]
    assert "27.5 times the 18,156 that the brand takes" in found["policies.today.budget.per_year_money"]["message"]
    assert found["policies.today.budget.per_year_money"]["line"] == 31
    assert all(one["line"] > 0 for one in found.values())


DOUBTS = {
    "coefficient": (
        {"market.choice.price_coefficient": 2.1},
        "market.choice.price_coefficient",
        "2.1 comes to an own price elasticity of about -1.4 at the opening price of 3",
    ),
    "rate": ({"market.repeat.rate_per_week": 20.0}, "market.repeat.rate_per_week", "1,044 purchases per household"),
    "shares": ({"brands.0.share": 0.5}, "brands", "share sums to 1.28"),
    "budget": ({"policies.hi_lo.budget.per_year_money": 60e6}, "policies.hi_lo.budget.per_year_money", "0.735 times"),
    "margin": ({"supply.unit_cost_money": 2.5}, "supply.unit_cost_money", "gross margin is -15%"),
    "level": (
        {
            "brands.0.normal_advertising_money": 9000,
            "policies.hi_lo.budget.per_year_money": 24e6,
            "policies.hi_lo.budget.advertising_share": 0.21,
            "policies.hi_lo.budget.promotion_share": 0.68,
            "policies.hi_lo.budget.channel_share": 0.11,
        },
        "brands[0].normal_advertising_money",
        "9.58 times",
    ),
    "capacity": ({"supply.capacity_per_week": 1}, "supply.capacity_per_week", "times the 704,000 expected"),
    "spare": ({"supply.capacity_per_week": 1e9}, "supply.capacity_per_week", "1.42e+03 times"),
    "price": ({"brands.1.price_money": 7.0}, "brands[1].price_money", "2.33 times the reference price of 3"),
    "reservation": (
        {"market.segments.0.reservation_price_money": 1.0},
        "market.segments[0].reservation_price_money",
        "the focal price is 3 times this median",
    ),
    "staff": ({"money.pay_per_fte_year": 2e6}, "money.pay_per_fte_year", "26 posts of planning_hub cost 52,000,000"),
    "assumption": (
        {"assumptions": {"market.choice.loyalty": [0.6, 0.9]}},
        "assumptions.market.choice.loyalty",
        "from 0.6 to 0.9 does not hold the value 0.5",
    ),
    "entry": ({"brands.2.entry_week": 200}, "brands[2].entry_week", "week 200 is never met: the run has 156 weeks"),
    "no date": (
        {"holidays.1.dates": ["2031-04-17"]},
        "holidays[1].dates",
        "none of the dates is met by the run from 2022-01-03 to 2028-12-24",
    ),
    "years left out": (
        {"holidays.1.dates": ["2023-04-09", "2026-04-05"]},
        "holidays[1].dates",
        "no date in 2024, 2025",
    ),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_each_doubt_names_its_line_and_field(case, changed):
    changes, field, words = DOUBTS[case]
    found = [one for one in warnings_of(changed(changes)) if one["field"] == field]
    assert len(found) == 1, warnings_of(changed(changes))
    assert words in found[0]["message"]
    assert found[0]["line"] > 0


def test_what_is_inherited_from_another_world_is_told_in_one_line_each(tmp_path):
    (tmp_path / "base.yaml").write_text(SAID, encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nextends: base.yaml\n", encoding="utf-8")
    found = [one for one in warnings_of(file) if "is inherited" in one["message"]]
    assert [(one["line"], one["field"]) for one in found] == [(2, "status_quo"), (2, "policies")]
    assert found[1]["message"] == f"is inherited from {tmp_path / 'base.yaml'}:25"


def test_warnings_stand_on_standard_error_and_change_no_exit_code(tmp_path):
    file = tmp_path / "yoghurt.yaml"
    file.write_text(SAID, encoding="utf-8")
    found = CliRunner().invoke(app, ["check", str(file)])
    assert found.exit_code == 0
    assert found.stdout == f"{file}: scenario, nothing wrong, 5 warnings\n"
    assert found.stderr.count("warning: ") == 5


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ("[1, 9]", "cannot be market.choice.loyalty: must be at most 3, found 9"),
        ("[0.9, 0.1]", "must be more than the one before it (0.9), found 0.1"),
        ("[0.1]", "expected at least 2 in number, found 1"),
    ],
)
def test_a_range_that_no_run_could_take_is_refused(tmp_path, ends, words):
    file = tmp_path / "yoghurt.yaml"
    file.write_text(f"{SAID}assumptions: {{market.choice.loyalty: {ends}}}\n", encoding="utf-8")
    found = CliRunner().invoke(app, ["check", str(file)])
    assert found.exit_code == 2
    assert f"{file}:32:" in found.stderr
    assert words in found.stderr


def test_an_assumption_of_what_is_no_number_is_refused(tmp_path):
    file = tmp_path / "yoghurt.yaml"
    file.write_text(f"{SAID}assumptions: {{status_quo: [0, 1]}}\n", encoding="utf-8")
    found = CliRunner().invoke(app, ["check", str(file)])
    assert found.exit_code == 2
    assert "assumptions.status_quo: is no number of the scenario" in found.stderr


def test_an_event_that_says_twice_when_it_begins_or_names_the_focal_brand_is_told(tmp_path):
    file = tmp_path / "w.yaml"
    events = "events:\n- {kind: rival_price, brand: us, change: -0.1, from: 2026-03-01, weeks: [3, 9]}\n"
    file.write_text(f"{SAID}{events}", "utf-8")
    told = {one["field"]: one["message"] for one in warnings_of(file)}
    assert "weeks says when it begins" in told["events[0].from"]
    assert "us is the focal brand" in told["events[0].brand"]
    assert all("events" not in one["field"] for one in warnings_of(_with(tmp_path, events.replace("us", "rival"))))


def _with(folder, events):
    file = folder / "v.yaml"
    file.write_text(SAID + events.replace(" from: 2026-03-01,", ""), "utf-8")
    return file
