"""Inputs that once crashed, ran for nothing or wrote elsewhere: each runs, or is refused with its field."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from mktsim.cli.main import app

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FOOD = yaml.safe_load((SCENARIOS / "packaged_food.yaml").read_text("utf-8"))
SHORT = {"horizon_weeks": 8, "run_out_weeks": 4}


def brand(name, **changes):
    return {
        "name": name,
        "price_money": 3.0,
        "share": 0.04,
        "awareness": 0.8,
        "normal_advertising_money": 9000,
        **changes,
    }


def regions(*households):
    return [{"name": f"region {place}", "households": number} for place, number in enumerate(households)]


RUNS = {
    "a monopoly": {"brands": [brand("only", share=0.22)]},
    "a monopoly that opens as a launch": {"brands": [brand("only")], "opening": {"kind": "launch"}},
    "thirty brands": {
        "brands": [brand(f"brand {place}", policy="rival_third" if place else "") for place in range(30)]
    },
    "two households": {"market": {"regions": regions(1, 1)}, "horizon_weeks": 60},
    "a capacity of one": {"supply": {"capacity_per_week": 1}, "horizon_weeks": 60},
    "a brand that enters late": {
        "brands": [{**FOOD["brands"][0], "entry_week": 50}, *FOOD["brands"][1:]],
        "horizon_weeks": 60,
    },
    "a brand that never enters": {"brands": [{**FOOD["brands"][0], "entry_week": 50}, *FOOD["brands"][1:]]},
    "five purchases a week": {"market": {"repeat": {"rate_per_week": 5.0}}},
    "twenty purchases a week, without counts": {
        "market": {"repeat": {"rate_per_week": 20}, "luck": {"counts": False}},
        "organisation": "matrix",
        "status_quo": "value_based",
    },
    "campaigns that wear out at once": {
        "market": {"advertising": {"wear_out": 0.2929381812289904}, "luck": {"rival_sd": 0.795, "counts": False}},
        "supply": {"unlimited": True},
        "organisation": "matrix",
        "status_quo": "pulsed_advertising",
    },
    "one week": {"horizon_weeks": 1, "run_out_weeks": 0},
}


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Return a maker of scenario files laid on packaged food."""
    monkeypatch.chdir(tmp_path)

    def write(changes):
        file = tmp_path / "hard.yaml"
        head = {"extends": str(SCENARIOS / "packaged_food.yaml"), **SHORT, **changes}
        file.write_text(yaml.safe_dump(head, sort_keys=False), encoding="utf-8")
        return file

    return write


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", RUNS)
def test_what_is_within_its_ranges_runs(name, world):
    file = world(RUNS[name])
    assert call("check", file).exit_code == 0
    found = call("run", file, "--json")
    assert found.exit_code == 0, found.stderr
    metrics = json.loads(found.stdout)["metrics"]
    assert metrics["npv"]["value"] is not None
    rows = list(csv.DictReader(next(Path("results").rglob("weekly.csv")).read_text("utf-8").splitlines()))
    assert len(rows) == weeks_of(file)
    for column in ("units", "price", "list_price", "category_units", "share", "stock_firm", "forecast"):
        assert all(math.isfinite(float(row[column])) for row in rows), column
    assert all(math.isfinite(float(cell)) for row in rows for cell in row.values() if cell)


def weeks_of(file):
    told = yaml.safe_load(file.read_text("utf-8"))
    return told["horizon_weeks"] + told["run_out_weeks"]


REFUSED = {
    "pay beyond money": ({"money": {"pay_per_fte_year": 1e308}}, "money.pay_per_fte_year", "at most 1e+15"),
    "a mix of one": (
        {"policies": {"hi_lo": {"advertising": {"mix": [1.0]}}}},
        "policies.hi_lo.advertising.mix",
        "expected one value for each medium, 2 in number, found 1",
    ),
    "a medium that is not used": (
        {"media": [{**FOOD["media"][0], "normal_share": 0}, FOOD["media"][1]]},
        "media[0].normal_share",
        "normal_share must be at least 1e-06 unless it is 0 for all, found 0",
    ),
    "a mix of three": (
        {"policies": {"hi_lo": {"advertising": {"mix": [0.5, 0.3, 0.2]}}}},
        "policies.hi_lo.advertising.mix",
        "2 in number, found 3",
    ),
    "a season of eleven": (
        {"market": {"regions": [{"name": "north", "households": 9, "monthly_season": [1.0] * 11}]}},
        "market.regions[0].monthly_season",
        "expected none or 12 in number, found 11",
    ),
    "a season of one": (
        {"market": {"regions": [{"name": "north", "households": 9, "monthly_season": [1.0]}]}},
        "market.regions[0].monthly_season",
        "expected none or 12 in number, found 1",
    ),
    "an unknown channel preferred": (
        {"market": {"segments": [{"name": "all", "share": 1, "channel_preference": {"discounter": 2}}]}},
        "market.segments[0].channel_preference.discounter",
        "no channel is called 'discounter'; did you mean 'discounters'?",
    ),
    "a taste for nobody": (
        {"market": {"segments": [{"name": "all", "share": 1, "tastes": {"leadr": 1}}]}},
        "market.segments[0].tastes.leadr",
        "no brand is called 'leadr'; did you mean 'leader'?",
    ),
    "an unknown holiday in a calendar": (
        {"policies": {"value_based": {"promotion": {"rule": "holiday_calendar", "holidays": ["new_yaer"]}}}},
        "policies.value_based.promotion.holidays[0]",
        "no holiday is called 'new_yaer'; did you mean 'new_year'?",
    ),
    "a policy that a rival does not have": (
        {"brands": [FOOD["brands"][0], brand("rival", policy="rival_leadr")]},
        "brands[1].policy",
        "no policy is called 'rival_leadr'; did you mean 'rival_leader'?",
    ),
    "a generation that is not there": (
        {"brands": [brand("first", generation=1)]},
        "brands[0].generation",
        "there is no generation 1",
    ),
    "a region that is not there": (
        {"policies": {"hi_lo": {"channel": {"rule": "phased_roll_out", "order": [0, 2]}}}},
        "policies.hi_lo.channel.order[1]",
        "there is no region 2: they are counted from 0 to 1",
    ),
    "gaps that fall": (
        {"market": {"adoption": {"generation_gap_weeks": [60, 50]}}},
        "market.adoption.generation_gap_weeks[1]",
        "must be more than the one before it (60), found 50",
    ),
    "a name that is a path": ({"name": "/outside/of/results"}, "name", "a name holds none of"),
    "a name that is a device": ({"name": "nul"}, "name", "device"),
    "a name that is two": (
        {"brands": [brand("Acme"), brand("ACME")]},
        "brands[1].name",
        "'ACME' and 'Acme' are one name to some file systems",
    ),
    "two brands of one luck": (
        {"brands": [brand("Acme", id="first"), brand("Beta", id="first")]},
        "brands[1].id",
        "'first' keys the random numbers of 'Acme' already",
    ),
    "a brand with the luck of another's name": (
        {"brands": [brand("Acme", id="Beta"), brand("Beta")]},
        "brands[1].name",
        "'Beta' keys the random numbers of 'Acme' already",
    ),
    "an id that is a path": ({"id": "../up"}, "id", "a name holds none of"),
    "two holidays of one name": (
        {"holidays": [{"name": "easter", "month": 4, "day": 1}, {"name": "easter", "month": 4, "day": 2}]},
        "holidays[1].name",
        "the name 'easter' occurs twice",
    ),
    "a start in the year 1": ({"start": "0001-01-01"}, "start", "have to lie in the years 1 to 9999"),
    "a start in the year 9999": ({"start": "9999-12-31"}, "start", "have to lie in the years 1 to 9999"),
    "no channel that is visited": (
        {"market": {"segments": [{"name": "all", "share": 1, "channel_preference": dict.fromkeys(
            ("hypermarkets", "supermarkets", "discounters", "online"), 0)}]}},
        "market.segments[0].channel_preference",
        "at least one channel needs a preference above zero",
    ),
    "a world that no machine holds": (
        {"market": {"types_per_segment": 1024, "regions": regions(*[9] * 40)}},
        "market.types_per_segment",
        "are too many; at most 1,000,000 can be run",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_with_its_field_and_nothing_runs(name, world, monkeypatch):
    def never(_cell):
        raise AssertionError("something was simulated")

    monkeypatch.setattr("mktsim.model.simulate.simulate", never)
    changes, field, words = REFUSED[name]
    file = world(changes)
    for asked in (("check", file), ("run", file)):
        found = call(*asked)
        assert found.exit_code == 2, found.output
        line = next(line for line in found.stderr.splitlines() if f": {field}: " in line)
        assert words in line
        assert line.partition(": ")[0].count(":") == 2, "line and column are told"
    assert not Path("results").exists()


def study(**changes):
    head = {
        "name": "s", "title": "t", "question": "q", "scenario": str(SCENARIOS / "packaged_food.yaml"), "baseline": "a",
        "arms": {"a": {"policy": "hi_lo"}, "b": {"policy": "everyday_low"}}, "replications": 2,
    }  # fmt: skip
    return {**head, **changes}


WRONG_STUDIES = {
    "two worlds of one name": (
        {"worlds": [{"name": "x", "set": {}}, {"name": "x", "set": {"market.choice.loyalty": 0.5}}]},
        "worlds[1].name",
        "the name 'x' occurs twice",
    ),
    "a world with an unknown organisation": (
        {"worlds": [{"name": "x", "set": {"organisation": "zzz"}}]},
        "worlds[0].set.organisation",
        "name the organisation in an arm",
    ),
    "a world with an unknown parameter": (
        {"worlds": [{"name": "x", "set": {"market.choice.loyaly": 0.5}}]},
        "worlds[0].set.market.choice.loyaly",
        "no parameter is called 'loyaly'; did you mean 'loyalty'?",
    ),
    "a world beyond a range": (
        {"worlds": [{"name": "x", "set": {"market.choice.loyalty": 5}}]},
        "worlds[0].set.market.choice.loyalty",
        "must be at most 3, found 5",
    ),
    "a mix of one in a study's own policy": (
        {"policies": {"own": {**FOOD["policies"]["hi_lo"], "advertising": {"rule": "even", "mix": [1.0]}}}},
        "policies.own.advertising.mix",
        "expected one value for each medium, 2 in number, found 1",
    ),
    "a duty that nobody has": (
        {"arms": {"a": {"policy": "hi_lo", "neglect": [{"duty": "marketing.80"}]}}},
        "arms.a.neglect[0].duty",
        "no duty is called 'marketing.80'",
    ),
    "a window that ends before it begins": (
        {"arms": {"a": {"policy": "hi_lo", "neglect": [{"duty": "marketing.08", "from_week": 9, "to_week": 9}]}}},
        "arms.a.neglect[0].to_week",
        "must be more than from_week (9), found 9",
    ),
    "staff of a pool that is not there": (
        {"arms": {"a": {"policy": "hi_lo", "staff": {"planing": 1}}}},
        "arms.a.staff.planing",
        "no pool is called 'planing'; did you mean 'planning'?",
    ),
    "an unknown metric in a limit": (
        {"require": [{"metric": "cash_lo", "below": 0, "at_most": 0.1}]},
        "require[0].metric",
        "no metric is called 'cash_lo'; did you mean 'cash_low'?",
    ),
    "no arms": ({"arms": {}}, "arms", "at least 1 in number"),
    "an arm that is a path": (
        {"arms": {"../a": {"policy": "hi_lo"}}, "baseline": "../a"},
        "arms.../a",
        "a name holds none of",
    ),
}


@pytest.mark.parametrize("name", WRONG_STUDIES)
def test_a_study_that_does_not_fit_names_its_own_file_line_and_field(name, tmp_path):
    changes, field, words = WRONG_STUDIES[name]
    file = tmp_path / "s.yaml"
    file.write_text(yaml.safe_dump(study(**changes), sort_keys=False, allow_unicode=True), encoding="utf-8")
    found = call("check", file)
    assert found.exit_code == 2
    line = next(line for line in found.stderr.splitlines() if f": {field}: " in line)
    assert line.startswith(f"{file}:")
    assert words in line
    assert line.partition(": ")[0].count(":") == 2, "line and column are told"


def test_everybody_reports_to_everybody_is_one_line(tmp_path):
    names = [f"agent {place}" for place in range(14)]
    edges = [{"sender": a, "receiver": b, "kind": "reports"} for a in names for b in names if a != b]
    agents = {name: {"roles": {"staff": {"staff_fte": 1}}} for name in names}
    file = tmp_path / "cyc.yaml"
    file.write_text(
        yaml.safe_dump({"name": "cyc", "agents": agents, "edges": edges}, sort_keys=False), encoding="utf-8"
    )
    found = call("check", file)
    assert found.exit_code == 2
    circles = [line for line in found.stderr.splitlines() if "in a circle" in line]
    assert len(circles) == 1
    assert "agent 0 > agent 1 > agent 0; 12 more agents are in circles with them" in circles[0]
