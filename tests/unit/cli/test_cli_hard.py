"""What may not harm: rules that end the program, cells that are formulas, outputs that cannot be, closed pipes."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import toy_files

from mktsim.errors import InputError
from mktsim.inputs.read import read_text
from mktsim.present.csv_text import as_data, csv_bytes
from mktsim.present.documents import check_writable
from mktsim.present.export.tables import ExportTable
from mktsim.present.export.write import write_export
from mktsim.study.question.user_rules import use_rules
from mktsim.study.runs.worker import run_cell

SCENARIO, STUDY, POLICY, _ = toy_files.FILES
ENDS = {
    "sys.exit": "import sys\nsys.exit(0)\n",
    "exit code": "import sys\n\n\nsys.exit(7)\n",
    "SystemExit": "raise SystemExit\n",
    "KeyboardInterrupt": "raise KeyboardInterrupt\n",
    "an error of its own": "raise RuntimeError('no')\n",
}


@pytest.mark.parametrize("text", ENDS.values(), ids=ENDS)
def test_a_file_of_rules_cannot_end_the_program(text, folder, call):
    (folder / "own_end.py").write_text(text, encoding="utf-8")
    found = call("--rules", "own_end.py", "check", SCENARIO)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith(f"own_end.py:{len(text.splitlines())}: ")
    assert "Traceback" not in found.output
    sys.modules.pop("own_end", None)


ENDING_RULE = """\
from typing import Literal

from mktsim.model.policies.pricing.rule import BoundedPricingRule


class Ending(BoundedPricingRule):
    rule: Literal["ending"] = "ending"

    def target(self, info):
        return info.price

    def model_post_init(self, _context):
        raise SystemExit(0)


RULES = {"pricing": (Ending,)}
"""


def test_a_rule_that_asks_to_end_while_a_file_is_read_is_told(folder, call, monkeypatch):
    monkeypatch.setattr("mktsim.study.question.user_rules._tables", {})
    (folder / "own_ending.py").write_text(ENDING_RULE, encoding="utf-8")
    text = toy_files.POLICY.replace("pricing: {rule: skimming, start_multiple: 1.3}", "pricing: {rule: ending}")
    (folder / POLICY).write_text(text, encoding="utf-8")
    found = call("--rules", "own_ending.py", "check", POLICY)
    assert found.exit_code == 2
    assert "asked the program to end" in found.stderr
    sys.modules.pop("own_ending", None)


def test_a_rule_that_asks_to_end_while_a_cell_runs_fails_that_cell(folder):
    from mktsim.study.question.library import resolved_study
    from mktsim.study.runs.planner import Planner

    def ending(_cell):
        raise SystemExit(0)

    resolved = resolved_study(STUDY)
    found = run_cell(Planner(resolved, 1).cell(resolved.arms[0], 0, 0), ending)
    assert "SystemExit" in found.error


def test_use_rules_tells_the_same_in_python(tmp_path):
    (tmp_path / "own_quit.py").write_text("quit()\n", encoding="utf-8")
    with pytest.raises(InputError, match="ends the program"):
        use_rules(tmp_path / "own_quit.py")


FORMULAS = ('=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_as_a_formula_is_written_as_text(cell):
    text = csv_bytes((cell,), [(cell, 1.5, -2.5, "-2.5", "price")]).decode()
    header, row = csv.reader(io.StringIO(text, newline=""))
    told = "'" + cell.replace("\r", "\n")
    assert header == [told]
    assert row == [told, "1.5", "-2.5", "-2.5", "price"]


def test_numbers_and_words_are_left_alone():
    assert [as_data(one) for one in (-1, "-1e-3", "", None, "a=b", True)] == [-1, "-1e-3", "", None, "a=b", True]


def test_an_export_holds_no_formula(tmp_path):
    from mktsim.present.export.formats import Format

    table = ExportTable("outcomes", ("name", "value"), lambda: iter([("=1+1", 2.0)]))
    (file,) = write_export((table,), tmp_path, Format.CSV)
    assert file.read_text("utf-8").splitlines() == ["name,value", "'=1+1,2.0"]


def test_nothing_else_in_the_product_writes_csv():
    """One writer for all, so that what is data there is data everywhere."""
    root = Path(__file__).parents[3] / "src" / "mktsim"
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}
    writers = [name for name, text in texts.items() if "csv.writer(" in text or ".to_csv(" in text]
    assert writers == ["present/csv_text.py"]


@pytest.fixture
def no_simulation(monkeypatch):
    """Fail when anything is simulated."""

    def never(_cell):
        raise AssertionError("something was simulated")

    monkeypatch.setattr("mktsim.model.simulate.simulate", never)


def test_an_output_that_cannot_be_is_told_before_anything_is_run(folder, call, no_simulation):
    (folder / "taken").write_text("a file", encoding="utf-8")
    for words in (("run", SCENARIO), ("compare", STUDY), ("run", SCENARIO, "--replications", "2")):
        found = call(*words, "--out", "taken/below")
        assert found.exit_code == 2, found.output
        assert "taken" in found.stderr
    assert (folder / "taken").read_text(encoding="utf-8") == "a file"


def test_another_run_in_the_directory_is_told_before_anything_is_run(folder, call, monkeypatch):
    assert call("run", SCENARIO, "--out", "mine").exit_code == 0
    assert call("run", SCENARIO, "--out", "mine").exit_code == 0

    def never(_cell):
        raise AssertionError("something was simulated")

    monkeypatch.setattr("mktsim.model.simulate.simulate", never)
    found = call("run", SCENARIO, "--policy", "high", "--out", "mine")
    assert found.exit_code == 2
    assert "is of another run" in found.stderr


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="the administrator may write anywhere")
def test_a_directory_without_leave_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="may not be written"):
        check_writable(tmp_path / "new" / "file")


def test_what_stands_in_the_way_is_named_and_nothing_is_made(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="is a file, not a directory"):
        check_writable(tmp_path / "file" / "deep" / "results")
    check_writable(tmp_path / "new" / "deep" / "results")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_an_extra_that_is_not_there_is_told_before_anything_is_run(folder, call, no_simulation, monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    found = call("optimise", STUDY)
    assert found.exit_code == 2
    assert "needs optuna: pip install 'mktsim[opt]'" in found.stderr
    assert not (folder / "results").exists()


def test_an_optimisation_of_nothing_is_told_before_anything_is_run(folder, call, no_simulation):
    bare = toy_files.SCENARIO.replace("{rule: penetration, start_multiple: 0.8}", "{rule: penetration}")
    bare = bare.replace("budget: {per_year_money: 1000}", "budget: {per_year_money: 1000}")
    (folder / SCENARIO).write_text(bare, encoding="utf-8")
    found = call("optimise", STUDY)
    assert found.exit_code == 2
    assert "states no number that could be tuned" in found.stderr
    assert not (folder / "results").exists()


def test_a_closed_pipe_is_quiet_and_no_difference():
    """The reader takes one line and goes, as `head -1` does."""
    source = "import sys; from mktsim.cli.main import app_entry; sys.argv[1:] = ['schema', 'scenario']; app_entry()"
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:  # fmt: skip
        process.stdout.close()
        stderr = process.stderr.read()
        assert process.wait() == 141
    assert stderr == b""


WRONG_PATHS = {
    "scenario": ("../scenarios/toy.yaml", "../scenarios/toi.yaml", 5, "scenario"),
    "organisation": ("../organisations/small.yaml", "../organisations/smal.yaml", 9, "arms.organised.organisation"),
}


@pytest.mark.parametrize("case", WRONG_PATHS)
def test_a_wrong_path_in_a_study_names_the_study(case, folder, call):
    old, new, line, field = WRONG_PATHS[case]
    (folder / STUDY).write_text(toy_files.STUDY.replace(old, new), encoding="utf-8")
    for words in (("check", STUDY), ("compare", STUDY)):
        found = call(*words)
        assert found.exit_code == 2
        assert found.stderr.startswith(f"{STUDY}:{line}:")
        assert f" {field}: " in found.stderr
        assert "no such file" in found.stderr


def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(folder, call, no_simulation):
    for name in ("../outside", "/outside", "a/b", "CON"):
        text = toy_files.SCENARIO.replace("name: toy\n", f"name: {name}\n")
        (folder / SCENARIO).write_text(text, encoding="utf-8")
        found = call("run", SCENARIO)
        assert found.exit_code == 2
        assert found.stderr.startswith(f"{SCENARIO}:2:7: name: ")
    assert not (folder / "results").exists()


def test_the_type_of_names_is_that_of_all_kinds_of_files():
    from mktsim.inputs.organisation import Organisation

    with pytest.raises(InputError, match=r"agents\.a/b: a name holds none of"):
        read_text("name: x\nagents: {a/b: {roles: {staff: {staff_fte: 1}}}}\n", Organisation)


def test_a_policy_file_that_does_not_fit_the_scenario_names_its_own_line(folder, call, no_simulation):
    text = toy_files.POLICY.replace("advertising: {rule: even}", "advertising: {rule: even, mix: [0.5, 0.5]}")
    (folder / POLICY).write_text(text, encoding="utf-8")
    assert call("check", POLICY).exit_code == 0
    found = call("run", SCENARIO, "--policy", POLICY)
    assert found.exit_code == 2
    assert found.stderr.startswith(f"{POLICY}:4:27: advertising.mix: expected one value for each medium, 1 in number")


UNUSUAL = ("Bär & Söhne", "茶飲料", "10% off, now", "brand 2.0")


@pytest.mark.parametrize("name", UNUSUAL)
def test_names_of_any_script_stay_in_the_directory_and_in_the_tables(name, folder, call):
    text, study = toy_files.SCENARIO, toy_files.STUDY.replace("high: {policy: high}", f"'{name}': {{policy: high}}")
    for old in ("toy\n", "Acme", "shop"):
        text = text.replace(f"name: {old.strip()}", f"name: '{name}'")
    study = study.replace("name: toy_study", f"name: '{name}'")
    (folder / SCENARIO).write_text(text, encoding="utf-8")
    (folder / STUDY).write_text(study, encoding="utf-8")
    before = {path for path in folder.rglob("*") if path.is_file()}
    assert call("run", SCENARIO).exit_code == 0
    assert call("compare", STUDY, "--jobs", "1", "--why-seconds", "0").exit_code == 0
    made = {path for path in folder.rglob("*") if path.is_file()} - before
    assert made
    assert all(path.is_relative_to(folder / "results") for path in made)
    assert any(name in path.parts for path in made)


def test_a_title_does_not_steer_the_terminal(capsys):
    from mktsim.cli.terminal import show, tell

    show("tea \x1b[31m red \x07\u202e back\n2 lines\tand « ß 茶 »\n")
    tell("\x1b]0;title\x07")
    out, err = capsys.readouterr()
    assert out == "tea \ufffd[31m red \ufffd\ufffd back\n2 lines\tand « ß 茶 »\n"
    assert err == "\ufffd]0;title\ufffd\n"
