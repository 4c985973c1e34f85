"""`mktsim compare`, from the file to the report, on a stand-in for the model."""

from __future__ import annotations

import csv
import json

import toy_files

ARM_FIELDS = {
    "name", "policy", "organisation", "mean", "ci95", "difference", "p_best", "expected_regret", "cvar", "ideal",
    "loss", "correlation", "variance_reduction",
}  # fmt: skip
FIELDS = {
    "kind", "schema_version", "study", "study_hash", "metric", "unit", "baseline", "replications", "seed", "arms",
    "variance_by_source", "verdict", "digest", "seconds",
}  # fmt: skip
QUICK = ("compare", "toy_study", "--all", "--jobs", "1", "--out", "out", "--why-seconds", "1")


def test_the_table_the_verdict_and_the_places_are_printed(folder, call):
    found = call(*QUICK)
    assert found.exit_code == 0, found.output
    for words in ("low", "high", "organised", "P(best)", "What makes", "unit cost", "out/report.html"):
        assert words in found.stdout
    assert (folder / "out/report.html").read_text("utf-8").startswith("<!")
    rows = list(csv.reader((folder / "out/outcomes.csv").read_text("utf-8").splitlines()))
    assert rows[0] == ["row", "low", "high", "organised"]
    assert len(rows) == 13


def test_figures_are_written_and_stand_in_the_report(folder, call, monkeypatch, real_drawings):
    monkeypatch.setattr("mktsim.present.figures.save.drawings", real_drawings)
    found = call(*QUICK)
    assert found.exit_code == 0, found.output
    names = {path.stem for path in (folder / "out").glob("*.svg")}
    assert len(names) > 5
    assert names == {path.stem for path in (folder / "out").glob("*.png")}
    assert (folder / "out/report.html").read_text("utf-8").count("data:image/svg+xml") == len(names)
    assert f"{len(names)} in out" in found.stdout


def test_progress_goes_to_standard_error_a_line_for_every_tenth(folder, call):
    found = call(*QUICK)
    lines = [line for line in found.stderr.splitlines() if line.startswith("comparing the arms")]
    assert [line.partition("%")[0].rpartition(" ")[2] for line in lines] == [str(10 * i) for i in range(1, 11)]
    assert "comparing the arms" not in found.stdout


def test_json_is_one_object_with_what_is_promised(folder, view):
    found = view(*QUICK)
    assert found.keys() >= FIELDS
    assert found["kind"] == "comparison"
    assert [arm["name"] for arm in found["arms"]] == ["low", "high", "organised"]
    assert all(arm.keys() >= ARM_FIELDS for arm in found["arms"])
    assert found["arms"][0]["difference"] is None
    gap = found["arms"][1]["difference"]
    assert gap["ci95"][0] <= gap["mean"] <= gap["ci95"][1]
    assert 0 <= gap["p_holm"] <= 1
    assert found["arms"][2]["loss"].keys() >= {"late", "misinformed", "unexecuted"}
    assert found["verdict"].keys() >= {"status", "arm", "text"}
    assert found["verdict"]["arm"] in {"low", "high", "organised"}
    assert json.loads((folder / "out/comparison.json").read_text("utf-8"))["digest"] == found["digest"]


def test_a_second_call_continues_to_the_same_digest_as_one_call(folder, view):
    first = view(*QUICK, "--replications", "6")
    second = view(*QUICK)
    alone = view("compare", "toy_study", "--jobs", "1", "--out", "alone", "--all", "--why-seconds", "1")
    assert first["replications"] == 6
    assert second["digest"] == alone["digest"] != first["digest"]


def test_seed_and_replications_override_the_study(folder, view):
    one = view(*QUICK, "--replications", "5", "--seed", "9")
    other = view(*QUICK, "--replications", "5", "--seed", "10")
    assert (one["seed"], one["replications"]) == (9, 5)
    assert one["digest"] != other["digest"]


def test_results_of_another_study_are_refused_and_left_as_they_are(folder, call):
    assert call(*QUICK).exit_code == 0
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    other = folder / "experiments/other.yaml"
    other.write_text(toy_files.STUDY.replace("toy_study", "other"), encoding="utf-8")
    found = call("compare", other, "--jobs", "1", "--out", "out", "--why-seconds", "0")
    assert found.exit_code == 2
    assert "study toy_study, not of study other" in found.stderr
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before


def test_a_directory_of_somebody_else_is_refused(folder, call):
    (folder / "out").mkdir()
    (folder / "out/report.html").write_text("mine", encoding="utf-8")
    found = call(*QUICK)
    assert found.exit_code == 2
    assert "is not empty" in found.stderr
    assert (folder / "out/report.html").read_text("utf-8") == "mine"


def test_results_of_another_model_are_refused_unless_fresh(folder, call, monkeypatch):
    assert call(*QUICK).exit_code == 0
    monkeypatch.setattr("mktsim.study.runs.results_directory.model_hash", lambda: "another")
    found = call(*QUICK)
    assert found.exit_code == 2
    assert "another version of the model" in found.stderr
    assert call(*QUICK, "--fresh").exit_code == 0


def test_failed_cells_are_counted_and_end_with_their_own_exit_code(folder, call, monkeypatch):
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.fails_once)
    found = call(*QUICK, "--replications", "40", "--json")
    assert found.exit_code == 3, found.output
    assert json.loads(found.stdout)["replications"] == 39
    assert "cells failed" in found.stderr


def test_when_nothing_runs_there_is_one_line_and_no_traceback(folder, call, monkeypatch):
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.fails)
    found = call(*QUICK)
    assert found.exit_code == 3
    assert "the machine stands still" in found.stderr
    assert "mktsim rerun out --arm" in found.stderr
    assert "Traceback" not in found.output


def test_an_interrupt_says_how_far_it_came_and_the_same_call_continues(folder, call, view, monkeypatch):
    count = iter(range(1000))

    def stopped(cell):
        if next(count) == 7:
            raise KeyboardInterrupt
        return toy_files.simulate(cell)

    monkeypatch.setattr("mktsim.model.simulate.simulate", stopped)
    found = call(*QUICK)
    assert found.exit_code == 130
    assert "7 of 36 cells stored" in found.stderr
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
    alone = view("compare", "toy_study", "--jobs", "1", "--out", "alone", "--all", "--why-seconds", "0")
    assert view(*QUICK)["digest"] == alone["digest"]


def test_it_stops_when_the_answer_is_sure_and_says_so(folder, call, view):
    words = ("compare", "toy_study", "--jobs", "1", "--out", "out", "--why-seconds", "0", "--replications", "40")
    found = view(*words)
    design = found["design"]
    assert (design["kind"], design["looks"], design["stopped"], design["sure"]) == ("in_looks", [8, 16, 40], 8, True)
    assert (found["replications"], found["arms"][1]["difference"]["p_holm"]) == (8, None)
    assert view("status", "out")["cells"]["missing"] == 0
    whole = view(*words, "--all")
    assert (whole["design"]["kind"], whole["replications"]) == ("fixed", 40)
    assert call(*words).exit_code == 0
    assert "valid at every look" in call(*words).stdout


def test_the_verdict_is_printed_before_why_and_the_places_last(folder, call):
    found = call(*QUICK)
    at = [found.stdout.index(words) for words in ("P(best)", "What makes", "unit cost", "report   out")]
    assert at == sorted(at)


def test_a_worth_that_is_none_is_refused(folder, call):
    found = call("compare", "toy_study", "--worth", "much")
    assert found.exit_code == 2
    assert "--worth" in found.stderr
    assert not (folder / "results").exists()
