"""A folder with small files that are right."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import toy_files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a working directory with a small scenario, study, policy and organisation, and no shipped ones."""
    toy_files.write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mktsim.study.question.find_file._roots", lambda: (Path(),))
    return tmp_path
