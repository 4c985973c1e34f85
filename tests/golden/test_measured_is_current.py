"""Committed measurements belong to the model of the last entry under *Results*."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "docs" / "measured").glob("*.json"))
ENTRY = re.compile(r"measured with model `([0-9a-f]{12})`")


def last_entry():
    """The model named by the newest *Results* entry: the first in the file, which is newest first."""
    found = ENTRY.search((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert found, "the newest Results entry names no model: write 'measured with model `<12 digits>`'"
    return found.group(1)


def test_something_is_measured():
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_measurement_is_of_the_model_of_the_last_results_entry(file):
    told = json.loads(file.read_text("utf-8"))["model_hash"]
    assert told.startswith(last_entry()), f"{file.name} is older than the last Results entry: run `make long`"
