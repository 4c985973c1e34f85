"""A folder with small files to run in, and a stand-in for the model."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

import toy_files


@pytest.fixture(scope="session")
def real_drawings():
    """Return what draws all figures, which `folder` leaves out."""
    from mktsim.present.figures.save import drawings

    return drawings


@pytest.fixture
def folder(tmp_path, monkeypatch, real_drawings):
    """Return a working directory with small files that the stand-in runs; shipped files and figures are left out."""
    toy_files.write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
    monkeypatch.setattr("mktsim.study.question.find_file._roots", lambda: (Path(),))
    monkeypatch.setattr("mktsim.present.figures.save.drawings", lambda comparison, context: ())
    return tmp_path


@pytest.fixture
def call():
    """Return a function that calls the command line as the shell does."""
    from mktsim.cli.main import app

    def call(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return call


@pytest.fixture
def view(call):
    """Return a function that calls with --json and gives the one object printed."""

    def view(*words):
        found = call(*words, "--json")
        assert found.exit_code == 0, found.output
        return json.loads(found.stdout)

    return view
