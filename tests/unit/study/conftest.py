"""Makes the stand-in for the model importable, here and in workers, and its rules readable from a store."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))


@pytest.fixture
def fake_rules(monkeypatch):
    """Cells of the fake market are read back from a store with its own rules."""
    parts = importlib.import_module("fake_market").PARTS
    monkeypatch.setattr("mktsim.study.runs.specification.model_parts", lambda: parts)
