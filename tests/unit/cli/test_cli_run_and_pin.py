"""`mktsim run` and `mktsim pin` on a stand-in for the model."""

from __future__ import annotations

import csv
import json

import pytest
import toy_files


def table(path):
    return list(csv.reader(path.read_text("utf-8").splitlines()))


def test_one_cell_leaves_series_events_ledger_and_decisions(folder, call):
    found = call("run", "toy", "--out", "out")
    assert found.exit_code == 0, found.output
    weekly = table(folder / "out/weekly.csv")
    assert weekly[0][:2] == ["week", "units"]
    assert len(weekly) == 1 + 110 + 26
    assert table(folder / "out/money.csv")[0][:2] == ["week", "revenue"]
    assert table(folder / "out/events.csv")[0][-2:] == ["detail", "due"]
    assert table(folder / "out/events.csv")[1][-2] == 'a price "list", new'
    assert table(folder / "out/ledger.csv")[1] == ["1.0", "revenue", "", "", "12.5"]
    assert table(folder / "out/decisions.csv")[0][1] == "lever"
    assert "Net present value" in found.stdout
    assert "digest" in found.stdout


def test_json_of_one_cell(folder, view):
    found = view("run", "scenarios/toy.yaml", "--policy", "high", "--replication", "7", "--out", "out")
    assert (found["kind"], found["scenario"], found["policy"], found["organisation"]) == (
        "run",
        "toy",
        "high",
        "instant",
    )
    assert found["replication"] == 7
    assert found["metrics"]["npv"].keys() == {"value", "unit"}
    assert found["metrics"]["npv"]["unit"] == "USD"
    assert json.loads((folder / "out/run.json").read_text("utf-8"))["digest"] == found["digest"]


def test_many_replications_have_intervals_and_continue(folder, view):
    first = view("run", "toy", "--replications", "4", "--jobs", "1", "--out", "out")
    both = view("run", "toy", "--replications", "8", "--jobs", "1", "--out", "out")
    low, high = both["metrics"]["npv"]["ci95"]
    assert low < both["metrics"]["npv"]["value"] < high
    assert both["replications"] == list(range(8))
    assert first["replication"] is None
    assert view("run", "toy", "--replications", "8", "--jobs", "1", "--out", "new")["digest"] == both["digest"]


def test_policy_and_organisation_may_be_files(folder, view):
    own = view("run", "toy", "--policy", "policies/own.yaml", "--organisation", "organisations/small.yaml")
    assert (own["policy"], own["organisation"]) == ("own", "small")
    assert own["digest"] != view("run", "toy")["digest"]


def test_an_arm_of_a_study_runs_alone(folder, view):
    arm = view("run", "toy_study", "--arm", "organised", "--out", "a")
    same = view("run", "toy", "--policy", "high", "--organisation", "organisations/small.yaml", "--out", "b")
    assert arm["metrics"] == same["metrics"]


def test_files_of_another_run_are_not_overwritten(folder, call):
    assert call("run", "toy", "--out", "out").exit_code == 0
    before = (folder / "out/weekly.csv").read_bytes()
    found = call("run", "toy", "--policy", "high", "--out", "out")
    assert found.exit_code == 2
    assert "choose another directory" in found.stderr
    assert (folder / "out/weekly.csv").read_bytes() == before
    assert call("run", "toy", "--policy", "high", "--out", "out", "--fresh").exit_code == 0
    assert (folder / "out/weekly.csv").read_bytes() != before


def test_contradicting_options_are_refused(folder, call):
    for words in (("--replication", "1", "--replications", "5"), ("--arm", "high", "--policy", "low")):
        found = call("run", "toy", *words)
        assert found.exit_code == 2
        assert "command line" in found.stderr


def test_a_pin_is_kept_and_found_unchanged(folder, call, view):
    assert call("pin", "toy").exit_code == 0
    assert (folder / "scenarios/pins/toy.json").exists()
    found = view("pin", "--check")
    assert found["kind"] == "pins"
    mine = next(item for item in found["items"] if item["id"] == "toy")
    assert (mine["status"], mine["differences"]) == ("same", [])


def test_what_moved_is_shown_metric_by_metric_and_the_pin_stays(folder, call):
    assert call("pin", "scenarios/toy.yaml").exit_code == 0
    before = (folder / "scenarios/pins/toy.json").read_bytes()
    changed = toy_files.SCENARIO.replace("start_multiple: 0.8", "start_multiple: 0.81")
    (folder / "scenarios/toy.yaml").write_text(changed, encoding="utf-8")
    found = call("pin", "--check", "scenarios/toy.yaml")
    assert found.exit_code == 1
    assert "npv" in found.stdout
    assert "moved" in found.stdout
    for column in ("before", "now", "change", "unit"):
        assert column in found.stdout
    seen = json.loads(call("pin", "--check", "toy", "--json").stdout)
    moved = {one["metric"]: one for one in seen["items"][0]["differences"]}
    npv = moved["npv"]
    assert npv["change_percent"] == pytest.approx(100.0 * (npv["now"] - npv["pinned"]) / abs(npv["pinned"]))
    assert npv["unit"] == "USD"
    assert (folder / "scenarios/pins/toy.json").read_bytes() == before


def test_a_missing_pin_and_a_pin_of_nothing_are_refused(folder, call):
    missing = call("pin", "--check", "toy")
    assert missing.exit_code == 2
    assert "there is no pin" in missing.stderr
    assert call("pin").exit_code == 2
