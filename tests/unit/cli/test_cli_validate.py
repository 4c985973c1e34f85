"""`mktsim validate`: what it prints; the numbers are the evidence's."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

TOY = Experiment("toy", "the seed", lambda _scenario, seed: float(seed), seeds=3)


def toy(name, band):
    return Row(
        name, Tier.A, "E", Category.STORABLE, "Toy row", "nobody", TOY, (Statistic("x", "the seed", band),),
        lambda table: {"x": table},
    )  # fmt: skip


@pytest.fixture
def call(monkeypatch):
    rows = (toy("G01", (0.0, 9.0)), toy("G02", (50.0, 60.0)))
    monkeypatch.setattr("mktsim.evidence.validation.rows.registry.ROWS", rows)
    return lambda *words: CliRunner().invoke(app, ["validate", *words])


def test_json_is_one_object_with_a_verdict_a_row(call):
    found = call("--json")
    assert found.exit_code == 0, found.output
    view = json.loads(found.stdout)
    assert (view["kind"], view["schema_version"]) == ("validation", 1)
    assert {i["id"]: i["verdict"] for i in view["items"]} == {"G01": "in range", "G02": "out of range"}
    assert set(view["items"][0]) >= {"id", "category", "value", "interval", "range", "kind", "verdict"}
    assert view["items"][0]["kind"] == "not classified"


def test_failing_rows_are_shown_failing_and_that_is_no_error(call):
    found = call()
    assert found.exit_code == 0
    assert "OUT OF RANGE" in found.stdout
    assert "1 of 2 measured are in range" in found.stdout


def test_one_row_with_few_seeds(call):
    view = json.loads(call("--only", "g02", "--seeds", "1", "--json").stdout)
    assert [i["id"] for i in view["items"]] == ["G02"]
    assert view["items"][0]["figures"][0]["seeds"] == 1


def test_progress_goes_to_standard_error(call):
    found = call("--json")
    assert "validating: 3 of 3 runs" in found.stderr


@pytest.mark.parametrize("words", [("--only", "G77"), ("--category", "service"), ("--category", "nonsense")])
def test_what_is_not_there_is_wrong_input(call, words):
    found = call(*words)
    assert found.exit_code == 2
    assert not found.stdout
    assert "Traceback" not in found.output
