"""The notebooks of the documentation were executed whole, call what there is, and still show what they show."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import mktsim

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))


def code_cells(path):
    return [one for one in json.loads(path.read_text("utf-8"))["cells"] if one["cell_type"] == "code"]


def test_there_are_three():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_was_executed_from_top_to_bottom(path):
    cells = code_cells(path)
    assert [one["execution_count"] for one in cells] == list(range(1, len(cells) + 1))
    kinds = {output["output_type"] for one in cells for output in one["outputs"]}
    assert "error" not in kinds
    assert sum(bool(one["outputs"]) for one in cells) >= len(cells) - 1
    assert str(Path.home()) not in path.read_text("utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_calls_what_the_package_has(path):
    tree = ast.parse("\n".join("".join(one["source"]) for one in code_cells(path)))
    called = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "mktsim"
    }
    assert called
    assert called <= set(mktsim.__all__)


@pytest.mark.long
def test_notebooks_show_what_they_showed():
    pytest.importorskip("nbclient")
    done = subprocess.run(
        [sys.executable, DOCS / "notebooks.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
