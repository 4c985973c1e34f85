"""Files and words that are wrong in every way: one clear message, exit code 2, nothing touched."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import toy_files


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


SCENARIO, STUDY, POLICY, SMALL = toy_files.FILES
WRONG = {
    "unknown key": (SCENARIO, "start: 2024", "strat: 2024", "scenarios/toy.yaml:4:", "strat", "did you mean"),
    "retired key": (
        SCENARIO,
        "traffic_share: 1}",
        "traffic_share: 1, margin_response: 4}",
        "scenarios/toy.yaml:15:",
        "channels[0].margin_response",
        "no longer exists",
    ),
    "retired assumption": (
        SCENARIO,
        "supply.unit_cost_money: [1",
        "channels.shop.margin_response: [1",
        "scenarios/toy.yaml:46:",
        "assumptions",
        "no longer exists",
    ),
    "wrong type": (
        SCENARIO,
        "horizon_weeks: 110",
        "horizon_weeks: soon",
        "scenarios/toy.yaml:5:",
        "horizon_weeks",
        "number",
    ),
    "out of range": (SCENARIO, "households: 1000", "households: -3", "scenarios/toy.yaml:11:", "households", "-3"),
    "unknown rule": (SCENARIO, "rule: skimming", "rule: skiming", "scenarios/toy.yaml:", "pricing", "did you mean"),
    "not a number": (
        SCENARIO,
        "price_money: 9, share: 0.5",
        "price_money: 9, share: .nan",
        "scenarios/toy.yaml:20:",
        "share",
        "finite",
    ),
    "duplicate key": (SCENARIO, "title: A toy market", "name: again", "scenarios/toy.yaml:3:", "name", "twice"),
    "zero horizon": (SCENARIO, "horizon_weeks: 110", "horizon_weeks: 0", "scenarios/toy.yaml:5:", "horizon_weeks", "0"),
    "no such policy": (
        SCENARIO,
        "status_quo: low",
        "status_quo: lwo",
        "scenarios/toy.yaml:",
        "status_quo",
        "low, high",
    ),
    "no such assumption": (
        SCENARIO,
        "unit_cost_money: [1",
        "unit_cst_money: [1",
        "scenarios/toy.yaml:46:",
        "assumptions",
        "did you mean",
    ),
    "no such organisation": (
        SCENARIO,
        "organisation: instant",
        "organisation: instnat",
        "scenarios/toy.yaml:21:",
        "organisation",
        "instant",
    ),
    "arm without policy": (
        STUDY,
        "high: {policy: high}",
        "high: {policy: hihg}",
        "experiments/toy_study.yaml:8:",
        "arms.high.policy",
        "did you mean",
    ),
    "unknown metric": (
        STUDY,
        "baseline: low",
        "baseline: low\nmetric: nvp",
        "experiments/toy_study.yaml:11:",
        "metric",
        "npv",
    ),
    "unknown baseline": (
        STUDY,
        "baseline: low",
        "baseline: middle",
        "experiments/toy_study.yaml:",
        "baseline",
        "low, high",
    ),
    "unknown world": (
        STUDY,
        "baseline: low",
        "baseline: low\nworlds: [{name: w, set: {supply.unit_cots: 3}}]",
        "experiments/toy_study.yaml:",
        "supply.unit_cots",
        "did you mean",
    ),
    "arm without organisation": (
        STUDY,
        "../organisations/small.yaml",
        "smal",
        "experiments/toy_study.yaml:9:",
        "arms.organised.organisation",
        "matrix",
    ),
    "unequal budgets": (
        SCENARIO,
        "budget: {per_year_money: 1000}\nstatus",
        "budget: {per_year_money: 2000}\nstatus",
        "experiments/toy_study.yaml:",
        "equal_budget",
        "unequal",
    ),
    "missing scenario": (STUDY, "scenarios/toy.yaml", "scenarios/toi.yaml", "toi.yaml", "", "no such file"),
    "text in place of a list": (
        SMALL,
        "edges:\n",
        "edges: none\nmore:\n",
        "organisations/small.yaml:",
        "edges",
        "list",
    ),
    "unknown agent": (
        SMALL,
        "receiver: planning",
        "receiver: planing",
        "organisations/small.yaml:",
        "edges",
        "planning",
    ),
    "unreachable agent": (
        SMALL,
        "  - {sender: production, receiver: planning, kind: reports}\n",
        "",
        "organisations/small.yaml:",
        "edges",
        "no path of edges leads from",
    ),
    "missing agent": (
        SMALL,
        "  production: {roles: {staff: {staff_fte: 3}}}\n",
        "",
        "organisations/small.yaml:",
        "edges",
        "production",
    ),
    "shares above one": (
        POLICY,
        "per_year_money: 1000",
        "per_year_money: 1000, advertising_share: 0.9",
        "policies/own.yaml:6:",
        "budget",
        "more than 1",
    ),
    "no YAML": (POLICY, "rule: skimming,", "rule: [skimming,", "policies/own.yaml:", "", "not valid YAML"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_gets_one_clear_message(case, folder):
    name, old, new, place, field, words = WRONG[case]
    text = toy_files.FILES[name]
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    asked = STUDY if case == "unequal budgets" else name
    found = call("check", asked)
    assert_refused(found, place, words)
    assert field in found.stderr
    assert found.stdout == ""
    view = json.loads(call("check", asked, "--json").stdout)
    assert view["items"][0]["problems"]


def assert_refused(found, *words):
    assert found.exit_code == 2, found.output
    assert "Traceback" not in found.output
    for word in words:
        assert word in found.stderr


def test_all_problems_of_all_files_are_told_at_once(folder):
    text = toy_files.SCENARIO.replace("start: 2024", "strat: 2024").replace("households: 1000", "households: -3")
    (folder / SCENARIO).write_text(text, encoding="utf-8")
    (folder / POLICY).write_text(toy_files.POLICY.replace("skimming", "skiming"), encoding="utf-8")
    found = call("check", SCENARIO, POLICY, SMALL)
    assert_refused(found, "strat", "households", "skiming")
    assert f"{SMALL}: organisation, nothing wrong" in found.stdout


def test_bad_encoding_a_missing_file_and_a_file_of_nothing_known(folder):
    (folder / "latin.yaml").write_bytes("name: Kn\xf6del\n".encode("latin-1"))
    (folder / "other.yaml").write_text("colour: blue\n", encoding="utf-8")
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    found = call("check", "latin.yaml", "missing.yaml", "other.yaml", "empty.yaml", "scenarios")
    assert_refused(found, "latin.yaml:1:", "UTF-8", "missing.yaml: no such file", "other.yaml:1:1:", "empty.yaml")


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "experiments/toy_study.yaml", "--out", "results"),
        ("run", "scenarios/toy.yaml", "--out", "results"),
        ("run", "scenarios/toy.yaml", "--replications", "3", "--jobs", "1", "--out", "results"),
        ("pin", "scenarios/toy.yaml"),
    ],
)
def test_wrong_input_leaves_existing_results_untouched(words, folder):
    kept = [folder / "results/report.html", folder / "results/results.sqlite", folder / "scenarios/pins/toy.json"]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kept", encoding="utf-8")
    text = toy_files.SCENARIO.replace("horizon_weeks: 110", "horizon_weeks: 0")
    (folder / SCENARIO).write_text(text, encoding="utf-8")
    assert_refused(call(*words), "toy.yaml:5:", "horizon_weeks")
    assert [path.read_text("utf-8") for path in kept] == ["kept"] * 3
    assert sorted(path.name for path in (folder / "results").iterdir()) == ["report.html", "results.sqlite"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("compare", "toy_studi"), "did you mean 'toy_study'"),
        (("run", "toi"), "did you mean 'toy'"),
        (("compare", "toy"), "scenarios/toy.yaml is a scenario, not a study"),
        (("run", "toy", "--policy", "lwo"), "did you mean 'low'"),
        (("run", "toy", "--organisation", "instnat"), "did you mean 'instant'"),
        (("run", "toy", "--policy", "missing.yaml"), "missing.yaml: no such file"),
        (("run", "toy_study", "--arm", "hihg"), "no arm is called 'hihg'"),
        (("compare", "toy_study", "--replications", "1"), "--replications"),
        (("list", "rumours"), "rumours"),
        (("compare",), "study"),
    ],
)
def test_wrong_words_on_the_command_line(words, message, folder):
    assert_refused(call(*words), message)


def test_debug_shows_where_an_error_comes_from(folder):
    plain, deep = call("run", "toi"), call("run", "toi", "--debug")
    assert "Traceback" not in plain.stderr
    assert "Traceback" in deep.stderr
    assert deep.exit_code == plain.exit_code == 2
