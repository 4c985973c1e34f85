"""`mktsim status`, `resume`, `rerun` and `export` on directories that a comparison and a selection have made."""

from __future__ import annotations

import csv
import sys
from types import SimpleNamespace

import pytest
import toy_files

COMPARE = ("compare", "toy_study", "--all", "--jobs", "1", "--out", "out", "--why-seconds", "0", "--replications", "40")
SELECT = ("select", "toy_study", "--delta", "100", "--jobs", "1", "--out", "out")


@pytest.fixture
def broken(folder, call, monkeypatch):
    """Return a directory in which one cell has failed."""
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.fails_once)
    assert call(*COMPARE).exit_code == 3
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
    return folder / "out"


def test_status_counts_cells_and_shows_what_failed_and_what_to_do(broken, call, view):
    found = view("status", "out")
    assert found["cells"] == {"done": 118, "failed": 2, "missing": 0}
    assert {(arm["arm"], arm["done"]) for arm in found["arms"]} == {("low", 40), ("high", 39), ("organised", 39)}
    assert "the machine stands still" in found["failures"][0]["error"]
    assert found["command"].startswith("mktsim compare toy_study --replications 40")
    assert found["same_model"]
    text = call("status", "out").stdout
    for words in ("study toy_study", "2 failed", "mktsim rerun out --arm", "mktsim resume out --failed"):
        assert words in text


def test_status_says_what_is_missing_after_a_stop(folder, call, view, monkeypatch):
    count = iter(range(1000))

    def stopped(cell):
        if next(count) == 7:
            raise KeyboardInterrupt
        return toy_files.simulate(cell)

    monkeypatch.setattr("mktsim.model.simulate.simulate", stopped)
    assert call(*COMPARE).exit_code == 130
    assert view("status", "out")["cells"] == {"done": 7, "failed": 0, "missing": 113}
    assert "continue with: mktsim resume out" in call("status", "out").stdout
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
    resumed = view("resume", "out", "--jobs", "1")
    alone = view(*[("alone" if word == "out" else word) for word in COMPARE])
    assert resumed["digest"] == alone["digest"]


def test_resume_runs_failed_cells_again_only_when_told(broken, call, view):
    assert call("resume", "out", "--jobs", "1").exit_code == 3
    whole = view("resume", "out", "--failed", "--jobs", "1")
    assert (whole["replications"], whole["failed"]) == (40, 0)
    assert view("status", "out")["cells"] == {"done": 120, "failed": 0, "missing": 0}


def test_resume_goes_on_whatever_the_program_was_called_by(folder, view):
    from typer.testing import CliRunner

    from mktsim.cli.main import app

    called = CliRunner().invoke(app, list(COMPARE), prog_name="python -m mktsim")
    assert called.exit_code == 0, called.output
    assert view("status", "out")["command"].startswith("mktsim compare toy_study --replications 40")
    assert view("resume", "out", "--jobs", "1")["replications"] == 40


def test_resume_goes_on_with_a_selection_too(folder, view):
    first = view(*SELECT, "--require", "cash_low<-1e12:0.1")
    again = view("resume", "out", "--jobs", "1")
    assert again["kind"] == "selection"
    assert (again["digest"], again["arms"]) == (first["digest"], first["arms"])


def test_rerun_repeats_one_cell_to_the_bit(broken, call, view):
    found = view("rerun", "out", "--arm", "low", "--replication", "9")
    assert (found["status"], found["before"], found["same"]) == ("done", "done", True)
    mended = view("rerun", "out", "--arm", "high", "--replication", "3")
    assert (mended["status"], mended["before"], mended["same"]) == ("done", "failed", None)
    assert view("status", "out")["cells"]["failed"] == 1
    new = call("rerun", "out", "--arm", "low", "--replication", "99")
    assert new.exit_code == 0
    assert "nothing was stored" in new.stdout


def test_rerun_of_a_failing_cell_shows_its_traceback_and_keeps_a_good_one(broken, call, monkeypatch, view):
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.fails)
    found = call("rerun", "out", "--arm", "low", "--replication", "9")
    assert found.exit_code == 3
    assert "the machine stands still in replication 9" in found.stderr
    assert view("status", "out")["cells"]["done"] == 118


def test_rerun_says_when_a_cell_comes_out_otherwise(broken, call, monkeypatch):
    def dearer(cell):
        return toy_files.simulate(cell.__class__(**{**vars(cell), "replication": cell.replication + 1}))

    monkeypatch.setattr("mktsim.model.simulate.simulate", dearer)
    found = call("rerun", "out", "--arm", "low", "--replication", "9")
    assert found.exit_code == 1
    assert "metrics differ" in found.stdout


def test_rerun_of_an_unknown_arm_says_which_there_are(broken, call):
    found = call("rerun", "out", "--arm", "hihg", "--replication", "1")
    assert found.exit_code == 2
    assert "did you mean 'high" in found.stderr


def test_export_is_tidy_and_every_column_is_in_the_dictionary(broken, view):
    files = view("export", "out", "--to", "csv", "--weekly")["files"]
    assert [path.rpartition("/")[2] for path in files] == [
        "outcomes.csv", "failures.csv", "weekly.csv", "dictionary.csv", "about.csv",
    ]  # fmt: skip
    tables = {
        name: _read(broken / "export" / f"{name}.csv") for name in ("outcomes", "failures", "weekly", "dictionary")
    }
    assert (len(tables["outcomes"]), len(tables["failures"]), len(tables["weekly"])) == (118, 2, 118 * 136)
    told = {(row["table"], row["column"]) for row in tables["dictionary"]}
    for name in ("outcomes", "failures", "weekly"):
        assert {(name, column) for column in tables[name][0]} == {one for one in told if one[0] == name}
    units = {row["column"]: row["unit"] for row in tables["dictionary"]}
    assert (units["npv"], units["units"], units["money.revenue"]) == ("money", "units/week", "money/week")
    assert "the machine stands still" in tables["failures"][0]["error"]


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("kind", "library", "extra"), [("xlsx", "xlsxwriter", "excel"), ("parquet", "pyarrow", "parquet")]
)
def test_a_missing_library_is_named_with_how_to_get_it(broken, call, monkeypatch, kind, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    found = call("export", "out", "--to", kind)
    assert found.exit_code == 2
    assert f"needs {library}: pip install 'mktsim[{extra}]'" in found.stderr


def test_excel_gets_a_sheet_a_table(broken, view, monkeypatch):
    sheets = {}

    class Book:
        def __init__(self, path, options):
            self.path = path
            assert not options["strings_to_formulas"]

        def set_properties(self, properties):
            pass

        def add_format(self, properties):
            return properties

        def add_worksheet(self, name):
            rows = sheets[name] = []
            return SimpleNamespace(
                freeze_panes=lambda *_: None, write_row=lambda place, _, row, *__: rows.append((place, row))
            )

        def close(self):
            from pathlib import Path

            Path(self.path).write_bytes(b"book")

    monkeypatch.setitem(sys.modules, "xlsxwriter", SimpleNamespace(Workbook=Book))
    files = view("export", "out", "--to", "xlsx", "--into", "shared")["files"]
    assert files == ["shared/results.xlsx"]
    assert {name: len(rows) for name, rows in sheets.items()}["outcomes"] == 119
    assert [place for place, _ in sheets["outcomes"]] == list(range(119))


@pytest.mark.parametrize("command", [("status",), ("resume",), ("export", "--to", "csv")])
def test_a_directory_without_results_says_so(folder, call, command):
    found = call(command[0], "nowhere", *command[1:])
    assert found.exit_code == 2
    assert "there are no results here" in found.stderr
    assert not (folder / "nowhere").exists()


def test_results_of_another_model_can_be_looked_at_and_exported(broken, call, monkeypatch):
    for module in ("directory.status", "runs.results_directory"):
        monkeypatch.setattr(f"mktsim.study.{module}.model_hash", lambda: "another")
    found = call("status", "out")
    assert "made by another version of the model" in found.stdout
    assert call("export", "out", "--to", "csv").exit_code == 0
    assert call("rerun", "out", "--arm", "low", "--replication", "1").exit_code == 2


ROBUST = ("robust", "toy_study", "--draws", "2", "--replications", "2", "--break-even", "supply.unit_cost_money")
MANY = ("run", "toy", "--policy", "high", "--replications", "3")


@pytest.mark.parametrize("words", [ROBUST, MANY])
def test_cells_of_other_commands_can_be_run_again_by_the_command_that_failures_name(folder, call, view, words):
    from mktsim.study.runs.cell import CellStatus
    from mktsim.study.runs.store import open_to_read
    from mktsim.study.runs.store_reader import stored_cells

    assert call(*words, "--jobs", "1", "--out", "out").exit_code == 0
    with open_to_read(folder / "out" / "results.sqlite") as store:
        cells = [one for one in stored_cells(store) if one.key.replication == 1]
    assert {one.status for one in cells} == {CellStatus.DONE}
    assert len(cells) > 6 or words is MANY
    for one in cells[:: max(1, len(cells) // 5)]:
        named = one.named
        name = ("--arm", named.arm, "--world", named.world, "--variant", named.variant)
        again = view("rerun", "out", "--replication", "1", *name)
        assert (again["status"], again["same"]) == ("done", True), named
