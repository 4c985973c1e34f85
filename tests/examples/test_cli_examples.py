"""The examples that the help shows, and files that are wrong in every way."""

from __future__ import annotations

import json
import math
import os
import shlex
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from mktsim.cli.main import COMMANDS, app, moved
from mktsim.inputs.scenario import Scenario
from mktsim.quantities import declared

GROUP = typer.main.get_command(app)
EXAMPLES = [(name, example) for name, (_, examples) in COMMANDS.items() for example in examples]
HEAVY = {"numpy", "scipy", "pandas", "matplotlib", "simpy", "numba", "networkx", "pydantic", "yaml", "joblib"}


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_of_the_help_parses(name, example):
    words = shlex.split(example.partition(">")[0])
    assert words[:2] == ["mktsim", name]
    everywhere = moved(words[1:])  # --rules and --lang stand before the command
    GROUP.commands[name].make_context(name, everywhere[everywhere.index(name) + 1 :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_ends_with_its_examples(name):
    found = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert found.exit_code == 0
    assert 2 <= len(COMMANDS[name][1]) <= 3
    for example in COMMANDS[name][1]:
        assert example in found.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom mktsim.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('loaded', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    loaded = set(done.stdout.rpartition("loaded ")[2].split())
    assert "typer" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("what", ["rules", "duties", "mechanisms", "metrics", "scenarios", "studies", "organisations"])
def test_lists_have_ids_and_json_is_one_object(what, folder):
    found = call("list", what, "--json")
    assert found.exit_code == 0, found.output
    view = json.loads(found.stdout)
    assert view["kind"] == what
    ids = [item["id"] for item in view["items"]]
    assert ids
    assert len(set(ids)) == len(ids)
    plain = call("list", what).stdout
    assert all(name in plain for name in ids)


def test_every_number_has_a_source_and_its_share_of_assumptions_is_counted():
    view = json.loads(call("parameters", "--json").stdout)
    assert view["count"] == len(view["items"]) == sum(group["count"] for group in view["groups"].values())
    assert view["assumptions"] == sum(item["assumption"] for item in view["items"])
    assert math.isclose(view["assumption_share"], view["assumptions"] / view["count"])
    assert not [item["id"] for item in view["items"] if not item["unit"]]
    undeclared = [one.path for one in declared(Scenario) if not (one.unit or one.source)]
    assert undeclared == []
    assert not [item["id"] for item in view["items"] if not item["source"]]
    ids = [item["id"] for item in view["items"]]
    assert len(set(ids)) == len(ids)
    assert {"inputs", "rules", "mechanisms", "instruments"} == set(view["groups"])
    market = [item for item in view["items"] if item["id"].startswith("scenario.market.")]
    assert view["market"] == {"count": len(market), "assumptions": sum(item["assumption"] for item in market)}
    assert 2 * view["market"]["assumptions"] < view["market"]["count"]
    summary = call("parameters", "--summary").stdout
    assert str(view["assumptions"]) in summary
    assert "scenario.market" not in summary


@pytest.mark.parametrize("kind", ["scenario", "study", "policy", "organisation"])
def test_schemas_describe_each_kind_of_file(kind):
    schema = json.loads(call("schema", kind).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"extends"} < set(schema["properties"])
    assert json.loads(call("schema", kind, "--json").stdout)["schema"] == schema


def test_right_files_are_told_by_their_kind(folder):
    kinds = {"scenarios/toy.yaml": "scenario", "experiments/toy_study.yaml": "study"}
    kinds |= {"policies/own.yaml": "policy", "organisations/small.yaml": "organisation", "toy_study": "study"}
    found = call("check", *kinds, "--json")
    assert found.exit_code == 0, found.output
    items = json.loads(found.stdout)["items"]
    assert {item["id"]: item["file_kind"] for item in items} == kinds
    assert not [item for item in items if item["problems"]]
