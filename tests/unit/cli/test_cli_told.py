"""What a newcomer is told: where to start, all about one thing, ten metrics of a run."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mktsim.cli.listing import Listed
from mktsim.cli.main import app
from mktsim.outcomes.metrics.table import METRICS
from mktsim.present.run import HEADLINES


def told(*words):
    return CliRunner().invoke(app, words, env={"COLUMNS": "100", "TERM": "dumb"})


def test_help_begins_with_where_to_start():
    found = told("--help").stdout
    assert found.index("Start here") < found.index("mktsim new yoghurt") < found.index("Commands")


def test_a_rule_is_told_with_its_parameters():
    found = told("list", "rules", "hi_lo")
    assert found.exit_code == 0
    (row,) = [line for line in found.stdout.splitlines() if line.startswith("premium")]
    assert "share of opening price" in row
    assert "[0, 1]" in row


def test_the_whole_id_and_its_end_name_the_same():
    ends = (told("list", "rules", name, "--json").stdout for name in ("pricing.hi_lo", "hi_lo"))
    first, second = (json.loads(text)["items"] for text in ends)
    assert first == second
    assert [item["id"] for item in first] == ["pricing.hi_lo"]


def test_an_unknown_name_is_told_with_the_nearest():
    found = told("list", "rules", "hilo")
    assert found.exit_code == 2
    assert "did you mean 'hi_lo'?" in found.output


@pytest.mark.parametrize("what", [one.value for one in Listed])
def test_whatever_is_listed_can_be_told(what):
    items = json.loads(told("list", what, "--json").stdout)["items"]
    found = told("list", what, str(items[0]["id"]))
    assert found.exit_code == 0
    assert found.stdout.startswith(f"{items[0]['id']}: ")


def test_headline_metrics_are_ten_that_there_are():
    assert len(HEADLINES) == 10
    assert set(HEADLINES) <= set(METRICS)
