"""`mktsim select`, from the file to the verdict, on a stand-in for the model."""

from __future__ import annotations

import json

QUICK = ("select", "toy_study", "--delta", "100", "--jobs", "1", "--out", "out")


def test_the_verdict_and_the_table_are_printed_and_files_are_written(folder, call):
    found = call(*QUICK)
    assert found.exit_code == 0, found.output
    for words in ("Selected:", "behind by", "within delta", "choice", "digest"):
        assert words in found.stdout
    names = {path.name for path in (folder / "out").iterdir()}
    assert {"selection.json", "selection_outcomes.csv", "results.sqlite"} <= names
    rows = (folder / "out/selection_outcomes.csv").read_text("utf-8").splitlines()
    assert rows[0] == "replication,low,high,organised"
    assert "selecting the best arm" in found.stderr


def test_json_is_one_object_and_a_second_call_prints_the_same(folder, view):
    first = view(*QUICK)
    assert first["kind"] == "selection"
    assert first["verdict"].keys() >= {"status", "arm", "tied", "text", "probability_good", "opportunity_cost"}
    assert first["verdict"]["guarantee"] is True
    assert first["cells"]["used"] <= first["cells"]["equal"]
    again = view(*QUICK)
    assert {**again, "seconds": 0, "cells": 0} == {**first, "seconds": 0, "cells": 0}
    assert json.loads((folder / "out/selection.json").read_text("utf-8"))["digest"] == first["digest"]


def test_a_budget_is_labelled_and_limits_are_read(folder, view):
    found = view(*QUICK, "--budget", "60", "--require", "cash_low<-1e12:0.1")
    assert found["verdict"]["guarantee"] is False
    assert found["cells"]["used"] == 60
    assert found["arms"][0]["limits"][0]["limit"] == "probability of cash_low below -1,000 bn USD"


def test_wrong_limits_and_deltas_are_refused_in_one_line(folder, call):
    for words, told in (
        ((*QUICK, "--require", "cash_low=3"), "METRIC<VALUE:PROBABILITY"),
        ((*QUICK, "--require", "cash<3:0.1"), "no metric is called 'cash'"),
        ((*QUICK, "--require", "cash_low<3:7"), "between 0 and 1"),
        (("select", "toy_study", "--delta", "-1"), "delta: must be above 0"),
    ):
        found = call(*words)
        assert found.exit_code == 2, found.output
        assert told in found.stderr
        assert "Traceback" not in found.output


def test_comparing_and_selecting_share_a_store(folder, call, view):
    view("compare", "toy_study", "--jobs", "1", "--out", "out", "--why-seconds", "0", "--replications", "30")
    mixed = view(*QUICK)
    assert mixed["digest"] == view(*QUICK[:-1], "alone")["digest"]
