"""`mktsim run --observed`: files that `mktsim calibrate` reads, with the answer key beside them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FOOD = Path(__file__).parents[3] / "scenarios" / "packaged_food.yaml"


@pytest.fixture
def short(tmp_path, monkeypatch):
    """Return a working directory with a short version of the shipped food scenario."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.yaml").write_text(f"extends: {FOOD.as_posix()}\nhorizon_weeks: 39\nrun_out_weeks: 2\n")
    return tmp_path


def test_what_a_run_shows_is_written_and_calibrates(short, view, call):
    found = view("run", "short.yaml", "--observed", "--out", "out")
    files = [Path(name) for name in found["observed"]]
    assert {file.stem for file in files} == {
        "sales_panel", "rivals", "household_choices", "answer_key", "answer_key_weekly", "true_responses",
        "household_answer_key", "columns",
    }  # fmt: skip
    tables = {file.stem: list(csv.DictReader(file.read_text("utf-8").splitlines())) for file in files}
    told = {(row["file"], row["column"]) for row in tables["columns"]}
    for file in files:
        if file.stem != "columns":
            assert {(file.name, name) for name in tables[file.stem][0]} <= told
    assert view("calibrate", files[0], "--scenario", "short.yaml", "--out", "panel.yaml")["of"] == "panel"
    choices = next(file for file in files if file.stem == "household_choices")
    assert view("calibrate", choices, "--scenario", "short.yaml", "--out", "choices.yaml")["of"] == "choices"
    again = call("run", "short.yaml", "--observed", "--out", "out")
    assert again.exit_code == 0, again.output


def test_observed_data_are_of_one_replication(short, call):
    found = call("run", "short.yaml", "--observed", "--replications", "2")
    assert found.exit_code == 2
    assert "--observed" in found.output
    assert not (short / "results").exists()
