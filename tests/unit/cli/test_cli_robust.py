"""`mktsim robust`, from the file to the figures, on a stand-in for the model."""

from __future__ import annotations

import csv

QUICK = ("robust", "toy_study", "--jobs", "1", "--out", "out", "--draws", "16", "--replications", "3")


def test_words_table_and_files(folder, call):
    found = call(*QUICK, "--break-even", "supply.unit_cost_money")
    assert found.exit_code == 0, found.output
    for words in (
        "high earns most over 16 drawn worlds",
        "exact bounds",
        "Of the variance of its lead",
        "unit cost",
    ):
        assert words in " ".join(found.stdout.split())
    names = {path.name for path in (folder / "out").iterdir()}
    assert {"robust.json", "robust_worlds.csv", "regrets.png"} <= names
    rows = list(csv.DictReader((folder / "out/robust_worlds.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 16
    assert all(1.0 <= float(row["supply.unit_cost_money"]) <= 7.0 for row in rows)
    assert all(min(float(row[f"regret.{arm}"]) for arm in ("low", "high", "organised")) == 0.0 for row in rows)


def test_json_is_one_object_and_resume_goes_on_with_it(folder, view):
    found = view(*QUICK, "--design", "sobol", "--break-even", "supply.unit_cost_money")
    assert found["kind"] == "robust"
    assert found["verdict"].keys() >= {"arm", "minimax", "text", "fails"}
    assert sum(found["variance"][name] for name in ("market", "luck", "interplay")) > 0.999
    assert sum(arm["best_share"] for arm in found["arms"]) > 0.999
    assert found["break_even"][0]["path"] == "supply.unit_cost_money"
    again = view("resume", "out", "--jobs", "1")
    assert {**again, "seconds": 0} == {**found, "seconds": 0}


def test_an_unknown_parameter_is_refused(folder, call):
    found = call(*QUICK, "--break-even", "supply.cost")
    assert found.exit_code == 2
    assert "is no assumption of the scenario" in found.stderr
