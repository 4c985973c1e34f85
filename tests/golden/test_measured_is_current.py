"""Committed measurements belong to the model of the last entry under *Results*, or to the procedures they name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from selection_sources import statistics_hash

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
def test_measurement_is_of_the_model_of_the_last_results_entry_or_of_no_model(file):
    told = json.loads(file.read_text("utf-8"))
    if "model_hash" in told:
        assert told["model_hash"].startswith(last_entry()), f"{file.name} is older than the last Results entry"
    else:  # procedures played on made-up numbers rest on their own sources
        assert told["statistics_hash"] == statistics_hash(), f"{file.name} is older than {told['sources']}"
