"""The structure of the source stays within limits, counted by docs/scoreboard.py."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "docs" / "scoreboard.py"

LIMITS = {
    "stubs": 45,
    "fmt: skip": 32,
    "mixed tuples": 7,
    "functions of more than 5 parameters": 0,
    "functions with **keywords": 0,
    "classes of more than 7 public methods": 14,
    "function length, median": 6,
    "function length, 95th percentile": 20,
    "functions of more than 40 lines": 0,
    "files of more than 400 lines": 0,
    "rooms of study": 15,
    "imports between rooms of study": 40,
    "files that name a price, percent": 18.0,
}
"""Largest figure of each; who makes one smaller lowers it here."""
FEWEST_LINES = 108.0
"""Smallest mean length of a file: 58,000 lines were to stand in 520 files; what is added comes in such rooms."""
MOST_IMPORTS = {
    "cli": 14.5,
    "facade": 15.5,
    "evidence": 10.5,
    "model": 12.0,
    "present": 10.5,
    "studio": 11.0,
    "assistant": 17.0,
}
"""Largest share of lines, in percent, that imports take in a wing where it is above a tenth.

A file of a command is options and calls, and imports late what it calls, so that help shows at once; calls from Python,
or by assistants, are no more than what they call."""


@pytest.fixture(scope="module")
def scoreboard():
    spec = importlib.util.spec_from_file_location("scoreboard", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["scoreboard"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(scoreboard):
    return scoreboard.scoreboard()


@pytest.mark.parametrize("name", LIMITS)
def test_no_figure_is_above_its_limit(figures, name):
    assert figures[name] <= LIMITS[name]


def test_files_are_rooms_and_not_stubs(figures):
    assert figures["lines a file, mean"] >= FEWEST_LINES
    assert figures["files"] == pytest.approx(figures["lines"] / figures["lines a file, mean"], rel=1e-2)


def test_imports_take_a_tenth_of_a_wing(figures):
    shares = figures["imports by wing, percent of lines"]
    assert not {wing: share for wing, share in shares.items() if share > MOST_IMPORTS.get(wing, 10.0)}


@pytest.mark.slow
def test_anybody_can_run_it(figures):
    words = [sys.executable, str(SCRIPT), "--json"]
    found = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert found == json.loads(json.dumps(figures))
    shown = subprocess.run(words[:2], capture_output=True, text=True, check=True).stdout
    assert all(name in shown for name in figures)


def checkout(place, **files):
    for name, text in files.items():
        path = place / "src" / "mktsim" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return place


def test_it_counts_what_it_says(scoreboard, tmp_path):
    place = checkout(
        tmp_path,
        study__plan__grid="import numpy\n\n\ndef grid(pair: tuple[int, str], same: tuple[int, int], *rest: int): ...\n",
        study__run="from mktsim.study.plan import grid\nfrom mktsim.study.plan.grid import grid as other\n",
        study__words="from mktsim.study.run import price_words\n",
        model__shop=(
            "def sell(a, b, c, d, e, f):\n    '''Long words\n    do not count.'''\n    return a\n\n\n"
            "def options(a, b, c, d, e, f):  # noqa: PLR0913 - options\n    return {**a}\n\n\n"
            "class Shop:\n"
            + "".join(f"    def m{number}(self): return 1  # fmt: skip\n" for number in range(8))
            + "    @property\n    def read(self): return 1\n"
            + "    def _own(self, **words): return words\n"
        ),
        model__till="TAKEN = {'unit_price': 1}\n" + "x = 1\n" * 70,
        cli="'''prices, in words only: a price'''\nfrom mktsim.model import till\n",
    )
    found = scoreboard.scoreboard(place)
    assert (found["files"], found["rooms of study"], found["imports between rooms of study"]) == (6, 3, 2)
    assert found["stubs"] == 1 + 1  # the grid and the run; the till is long, the others are imported by nobody
    assert (found["fmt: skip"], found["mixed tuples"]) == (8, 1)
    assert found["functions of more than 5 parameters"] == 1
    assert (found["functions with **keywords"], found["classes of more than 7 public methods"]) == (1, 1)
    assert found["files that name a price, percent"] == round(100 * 1 / 6, 1)
    assert found["imports by wing, percent of lines"]["(root)"] == 50.0
    assert next(iter(found["longest functions"].values())) == 1
    assert found["longest files"]["model/till.py"] == 71
