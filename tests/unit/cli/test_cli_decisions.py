"""`mktsim sensitivity`, `optimise` and `information`, from the file to the figures, on a stand-in for the model."""

from __future__ import annotations

import csv
import json

import pytest

PLACE = ("--jobs", "1", "--out", "out")
SENSITIVITY = ("sensitivity", "toy_study", *PLACE, "--replications", "2", "--trajectories", "3", "--base-points", "8")
OPTIMISE = (
    "optimise", "toy_study", *PLACE, "--arm", "low", "--vary", "pricing.start_multiple=0.5:3", "--trials", "10",
    "--replications", "2", "--confirm", "4", "--frontier", "0.5,2", "--target", "1000",
)  # fmt: skip
INFORMATION = (
    "information", "toy_study", *PLACE, "--replications", "2", "--draws", "16", "--world-replications", "2",
)  # fmt: skip
CASES = {
    "sensitivity": (SENSITIVITY, ("One at a time", "Morris", "Sobol"), "sensitivity_swings"),
    "optimisation": (
        OPTIMISE,
        ("Best found for low", "On hold-out replications", "best_policy.yaml"),
        "optimise_frontier",
    ),
    "information": (INFORMATION, ("Within the work", "Before choosing", "Ends of the scale"), "information_work"),
}


@pytest.mark.parametrize("kind", CASES)
def test_words_tables_and_files(folder, call, kind):
    words, said, figure = CASES[kind]
    found = call(*words)
    assert found.exit_code == 0, found.output
    for part in said:
        assert part in found.stdout
    names = {path.name for path in (folder / "out").iterdir()}
    assert {f"{words[0]}.json", f"{figure}.png", f"{figure}.svg"} <= names
    assert json.loads((folder / "out" / f"{words[0]}.json").read_text("utf-8"))["kind"] == kind


@pytest.fixture
def plain(folder, monkeypatch):
    """Return the folder; figures are left out, which other tests draw."""
    monkeypatch.setattr("mktsim.present.figures.save.figure_files", lambda drawn, directory: ())
    monkeypatch.setattr("mktsim.present.figures.save.drawings_of", lambda result, context, figures: ())
    return folder


@pytest.mark.parametrize("kind", CASES)
def test_json_is_one_object_and_resume_goes_on_with_it(plain, view, kind):
    words, _, _ = CASES[kind]
    found = view(*words)
    assert found["kind"] == kind
    assert found.keys() >= {"study", "metric", "unit", "seed", "confidence", "verdict", "cells", "digest", "seconds"}
    assert all(isinstance(sentence, str) for sentence in found["verdict"]["text"])
    again = view("resume", "out", "--jobs", "1")
    assert {**again, "seconds": 0} == {**found, "seconds": 0}
    told = view("status", "out")
    assert told["cells"]["failed"] == 0
    assert told["cells"]["done"] > 0


def test_what_sensitivity_says_in_json(plain, view):
    found = view(
        *SENSITIVITY, "--over", "assumptions", "--over", "duties", "--only", "unit_cost", "--only", "marketing.0"
    )
    kinds = {one["kind"] for one in found["swings"]}
    assert kinds == {"assumption", "duty"}
    first = found["swings"][0]
    changes = {"low", "high", "base", "at_low", "at_high", "turns", "turns_surely", "gone_at"}
    assert first.keys() == {"factor", "name", "kind", *changes}
    assert first["factor"] == "supply.unit_cost_money"
    screened = {one["factor"] for one in found["screening"]}
    assert screened - {one["factor"] for one in found["swings"]} == {"placebo: every message 1 min later"}
    assert len(found["shares"]) == 4
    assert found["shares"][0]["total"].keys() == {"mean", "interval", "rough"}


def test_what_an_optimisation_says_in_json_and_its_policy_reads_back(plain, view, call):
    found = view(*OPTIMISE)
    assert found["verdict"]["converged"] in {True, False}
    trials = [one["trials"] for one in found["searches"]]
    assert all(10 <= count <= 12 for count in trials), "ten, and the best of two other budgets"
    assert found["confirmed"]["selection"]["kind"] == "selection"
    assert len(found["frontier"]["points"]) == 3
    assert found["frontier"]["cheaper"].keys() == {"value", "budget", "interval", "at_least"}
    rows = list(csv.DictReader((plain / "out/optimise_trials.csv").read_text("utf-8").splitlines()))
    assert len(rows) == sum(trials)
    best = found["searches"][0]["best"]["values"]["pricing.start_multiple"]
    assert 0.5 <= best <= 3.0
    assert call("check", "out/best_policy.yaml").exit_code == 0


def test_what_information_says_in_json(plain, view):
    found = view(*INFORMATION, "--research", "survey")
    assert [one["name"].partition(":")[0] for one in found["improvements"] if one["name"].startswith("survey")]
    assert found["improvements"][0].keys() == {"name", "choice", "turns", "arms"}
    assert found["parameters"][0].keys() == {"path", "name", "perfect", "perfect_together", "research", "p"}
    assert len(found["ceilings"]) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sensitivity", "toy_study", "--arm", "nobody"), "nothing is called 'nobody'"),
        (("optimise", "toy_study", "--vary", "pricing.start_multiple=1"), "is not of the form PATH or PATH=LOW:HIGH"),
        (("optimise", "toy_study", "--vary", "pricing.x=1:2"), "is no number of this policy"),
        (("optimise", "toy_study", "--frontier", "half"), "is no list of numbers"),
        (("information", "toy_study", "--research", "rumours"), "nobody observes 'rumours'"),
    ],
)
def test_wrong_words_are_refused_in_one_line(plain, call, words, said):
    found = call(*words, *PLACE)
    assert found.exit_code == 2
    assert said in found.stderr
