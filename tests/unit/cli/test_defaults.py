"""What is asked where nothing is said is one thing, on the command line and in Python."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest
import typer

import mktsim
from mktsim.cli.main import app
from mktsim.study.decide.plan import DecideOptions
from mktsim.study.information.plan import InformationOptions
from mktsim.study.optimise.plan import OptimiseOptions
from mktsim.study.robust.plan import RobustnessOptions
from mktsim.study.select.plan import SelectionOptions
from mktsim.study.sensitivity.plan import SensitivityOptions

COMMANDS = typer.main.get_command(app).commands
NOT_GIVEN = {None, "", False, ()}
"""Ways to leave an option out."""
PROCEDURES = (
    ("robust", RobustnessOptions(), 6),
    ("sensitivity", SensitivityOptions(), 6),
    ("information", InformationOptions(), 6),
    ("optimise", OptimiseOptions(), 6),
    ("select", SelectionOptions(delta=1.0), 2),
    ("decide", DecideOptions(), 3),
)


@pytest.mark.parametrize(("command", "asked", "least"), PROCEDURES, ids=[one[0] for one in PROCEDURES])
def test_the_command_line_and_python_ask_the_same_where_nothing_is_said(command, asked, least):
    given = {one.name: one.default for one in COMMANDS[command].params}
    shared = {one.name: getattr(asked, one.name) for one in fields(asked)} | {"delta": None}
    pairs = {name: (given[name], shared[name]) for name in given.keys() & shared.keys() if name != "delta"}
    plain = {
        name: (getattr(left, "value", left), getattr(right, "value", right)) for name, (left, right) in pairs.items()
    }
    assert len(plain) >= least, sorted(plain)
    called = inspect.signature(getattr(mktsim, command)).parameters
    said = {name: called[name].default for name in plain.keys() & called.keys()}
    unlike = {name: (said[name], plain[name][1]) for name in said if said[name] != plain[name][1]}
    assert not {name: pair for name, pair in unlike.items() if not _left_out(pair)}
    unlike = {name: pair for name, pair in plain.items() if pair[0] != pair[1] and not _left_out(pair)}
    assert not unlike


def _left_out(pair):
    return all(isinstance(one, (tuple, list)) or one in NOT_GIVEN for one in pair)
