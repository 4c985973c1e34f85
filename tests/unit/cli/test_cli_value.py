"""`mktsim value` and `mktsim organisation`, from the file to the figures, on a stand-in for the model."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
import typer
from typer.testing import CliRunner

from mktsim.cli.main import app
from mktsim.cli.value import MOST, STAGE_SHARE, VALUE_COMMANDS
from mktsim.study.value.options import MOST as STUDY_MOST
from mktsim.study.value.options import WORTH_SHARE

ARM = ("--arm", "organised", "--replications", "3", "--screen", "2", "--jobs", "1", "--out", "out")


@pytest.mark.parametrize("name", VALUE_COMMANDS)
def test_every_example_parses_and_ends_the_help(name):
    group = typer.main.get_command(app).commands["value"]
    found = CliRunner().invoke(app, ["value", name, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert found.exit_code == 0
    for example in VALUE_COMMANDS[name][1]:
        words = example.split()
        assert words[:3] == ["mktsim", "value", name]
        group.commands[name].make_context(name, words[3:])
        assert example in found.stdout


def test_defaults_of_the_help_are_those_of_the_study():
    assert (MOST, WORTH_SHARE) == (STUDY_MOST, 0.005)
    assert STAGE_SHARE < WORTH_SHARE


def test_duties_that_the_stand_in_does_not_know_change_no_bit(folder, view):
    found = view("value", "duties", "toy_study", *ARM)
    assert found["kind"] == "value_duties"
    assert {item["loss"]["fate"] for item in found["items"]} == {"same"}
    assert found["cells"]["run"] < found["cells"]["full"]
    assert json.loads((folder / "out/value_duties.json").read_text("utf-8"))["digest"] == found["digest"]
    again = view("resume", "out", "--jobs", "1")
    assert {**again, "seconds": 0} == {**found, "seconds": 0}


def test_a_scenario_stands_for_the_study_of_its_status_quo(folder, view):
    words = ("--replications", "3", "--screen", "2", "--jobs", "1", "--out", "out")
    found = view("value", "duties", "toy", *words)
    assert (found["study"], found["arm"]) == ("toy", "run")
    again = view("resume", "out", "--jobs", "1")
    assert {**again, "seconds": 0} == {**found, "seconds": 0}


@pytest.mark.parametrize("what", ["duties", "links", "staff"])
def test_every_kind_of_cell_is_run_again_by_its_name(folder, view, what):
    words = [word for word in ARM if what != "staff" or word not in ("--screen", "2")]
    view("value", what, "toy_study", *words)
    with closing(sqlite3.connect(folder / "out" / "results.sqlite")) as store:
        variants = [row[0] for row in store.execute("SELECT variant FROM groups WHERE variant != ''")]
    assert variants
    for variant in (variants[0], variants[-1]):
        found = view("rerun", "out", "--arm", "organised", "--replication", "1", "--variant", variant)
        assert (found["before"], found["same"]) == ("done", True)


def test_words_of_links_and_staff(folder, call):
    for what, words in (("links", "Slower links: nothing"), ("staff", "No pool is a bottleneck")):
        found = call(
            "value", what, "toy_study", *[word for word in ARM if what == "links" or word not in ("--screen", "2")]
        )
        assert found.exit_code == 0, found.output
        assert words in found.stdout


def test_claims_are_told_with_the_stages_that_are_not_reached(folder, view):
    found = view("value", "stages", "toy_study", "--arm", "organised", "--replications", "4", "--screen", "2",
                 "--jobs", "1", "--out", "out")  # fmt: skip
    by_stage = {item["stage"]: item for item in found["items"]}
    assert by_stage["maturity"]["p"] is None
    assert by_stage["introduction"]["p"] == 1.0  # nothing moves a bit, so all ranks are shared
    assert not any(item["holds"] for item in found["items"])
    assert (folder / "out/toy_study/value_stages.json").exists()


def test_an_instant_organisation_is_refused(folder, call):
    for words in (("value", "links", "toy_study"), ("value", "staff", "toy_study"), ("organisation", "toy")):
        found = call(*words)
        assert found.exit_code == 2
        assert "instant" in found.stderr
