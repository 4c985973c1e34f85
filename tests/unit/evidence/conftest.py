"""Histories in files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from mktsim.evidence.forecasting.sampler import Effort


@pytest.fixture
def file(tmp_path):
    """Return a function that writes text or bytes to a file and gives its path."""

    def write(content, name="history.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def yearly(file):
    """Return a function that writes yearly sales from 1990 and gives the path."""

    def write(values, column="sales"):
        rows = "\n".join(f"{1990 + place},{value}" for place, value in enumerate(values))
        return file(f"year,{column}\n{rows}\n")

    return write


@pytest.fixture
def quick():
    """Return a walk that is short: enough to see that things hang together."""
    return Effort(walkers=30, warm_up=120, steps=120, every=4)
