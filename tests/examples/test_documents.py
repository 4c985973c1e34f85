"""The documents say what is so: examples run, and every field of JSON output is described."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_python_examples_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 5
    assert failed == 0


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

    decisions = ["information", "optimise", "robust", "select", "sensitivity", "value", "what_if"]
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
