"""The documents say what is so: examples run, and every field of JSON output is described."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("mktsim", {"numpy", "pydantic", "yaml", "simpy", "typer"}),
        (
            "mktsim.cli.main",
            {"numpy", "pydantic", "yaml", "simpy", "scipy", "networkx", "matplotlib", "numba", "pandas"},
        ),
    ],
)
def test_importing_the_package_costs_nothing(module, heavy):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & {heavy}))"
    env = {"PYTHONPATH": str(DOCS.parent / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == ""


def test_the_package_knows_no_other_calls():
    import mktsim

    decisions = ["decide", "information", "optimise", "robust", "select", "sensitivity", "value", "what_if"]
    assert sorted(mktsim.__all__) == sorted(["Change", "backtest", "calibrate", "compare", "load", "run", *decisions])
    assert dir(mktsim) == sorted(mktsim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'decree'"):
        _ = mktsim.decree


VIEWS = {
    "json.md": (
        "present/json.py",
        "present/compare/json.py",
        "present/sensitivity.py",
        "present/optimise.py",
        "present/information.py",
        "present/directory.py",
        "cli/backtest.py",
        "cli/calibrate.py",
        "cli/check.py",
        "cli/directory.py",
        "cli/pin.py",
        "present/catalogue.py",
    ),
    "decisions.md": ("present/select.py", "present/robust.py"),
    "value.md": ("present/value/json.py", "present/organisation.py"),
}
"""Where fields of JSON are described, beside those in json.md."""


@pytest.mark.parametrize("page", VIEWS)
def test_every_field_of_json_output_is_described(page):
    pages = ((DOCS / name).read_text("utf-8") for name in (page, "json.md"))
    told = " ".join(one for text in pages for one in re.findall(r"`([^`]*)`", text))
    described = set(re.findall(r"\w+", told))
    text = "".join((DOCS.parent / "src/mktsim" / name).read_text("utf-8") for name in VIEWS[page])
    fields = set(re.findall(r'^\s*(?:return )?\{?"(\w+)":', text, re.MULTILINE))
    assert len(fields) > (50 if page == "json.md" else 20)
    assert not fields - described


TUTORIAL = (DOCS / "first_decision.md").read_text("utf-8")
COMMANDS = re.findall(r"^    mktsim (.*?)(?:  +#.*)?$", TUTORIAL, re.MULTILINE)
SMALL = {"compare": ["--replications", "2", "--why-seconds", "0"]}
"""What the test adds, since the tutorial's own replications take minutes."""


def said(words):
    words = [*words, *SMALL.get(words[0], [])]
    found = CliRunner().invoke(app, words, env={"COLUMNS": "100"})
    assert found.exit_code == 0, found.output
    return found.stdout


def first_words(text, after):
    """Return how rows of a table begin that stands below a line."""
    lines = text.partition(after)[2].splitlines()[1:]
    rows = lines[: next((i for i, line in enumerate(lines) if not line.strip()), len(lines))]
    return [row.split()[0] for row in rows if row.split()[0].strip("─")]


def test_the_tutorial_and_the_python_examples_run(tmp_path, monkeypatch):
    """In one directory, since both ask one question and the second goes on from the cells of the first."""
    monkeypatch.chdir(tmp_path)
    printed = "".join(said(shlex.split(line)) for line in COMMANDS)
    assert len(COMMANDS) == 4
    for title in ("Net present value", "Marketing money over the horizon"):
        assert first_words(TUTORIAL, title) == first_words(printed, title) != []
    assert not [file for file in re.findall(r"`(results/[^`]*)`", TUTORIAL) if not (tmp_path / file).exists()]
    failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 5
    assert failed == 0
