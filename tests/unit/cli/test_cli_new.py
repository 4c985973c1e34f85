"""`mktsim new`: files from flags or questions, nothing overwritten in silence, errors by option."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mktsim.cli.main import app

WORDS = """--category perishable --currency EUR --region north=400000 --region south=300000 --purchases 40 --units 2
--price 0.90 --cost 0.30 --share 0.30 --budget 1200000"""
FLAGS = WORDS.split()


@pytest.fixture
def new(tmp_path):
    def run(*words, asks=""):
        return CliRunner().invoke(app, ["new", *words, "--out", str(tmp_path)], input=asks)

    return run


def test_it_writes_and_says_what_comes_next(new, tmp_path):
    found = new("yoghurt", *FLAGS)
    assert found.exit_code == 0
    assert (tmp_path / "yoghurt.yaml").is_file()
    assert "mktsim compare" in found.output
    assert "50,400,000" in found.output


def test_files_with_other_content_are_not_replaced(new, tmp_path):
    new("yoghurt", *FLAGS)
    assert new("yoghurt", *FLAGS).exit_code == 0
    found = new("yoghurt", *FLAGS, "--price", "1")
    assert found.exit_code == 2
    assert "--fresh replaces it" in found.output
    assert "price_money: 0.9," in (tmp_path / "yoghurt.yaml").read_text()
    assert new("yoghurt", *FLAGS, "--price", "1", "--fresh").exit_code == 0


def test_what_is_missing_is_told_by_option(new, tmp_path):
    found = new("yoghurt", "--category", "durable", "--price", "3")
    assert found.exit_code == 2
    assert {"--region", "--cost", "--share", "--budget"} <= set(found.output.replace(":", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_rows_of_options_are_read_or_told(new):
    assert "expected NAME=PRICE:SHARE" in new("yoghurt", *FLAGS, "--rival", "big=1").output
    assert "expected NAME=HOUSEHOLDS" in new("yoghurt", *FLAGS, "--region", "west").output
    assert new("yoghurt", *FLAGS, "--rival", "big=1:0.7", "--season", ",".join(["1"] * 12)).exit_code == 0


def test_doubts_are_warned_of_with_the_option(new):
    found = new("yoghurt", *FLAGS[:-1], "9000000")
    assert "warning: --budget: marketing budget over revenue" in found.output


def test_json_has_files_and_sums(new):
    found = json.loads(new("yoghurt", *FLAGS, "--json").stdout)
    assert [place.rpartition("/")[2] for place in found["files"]] == ["yoghurt.yaml", "yoghurt_study.yaml"]
    assert {"id", "text", "value", "unit", "doubt"} == set(found["sums"][0])


def test_on_a_terminal_it_asks_for_what_is_missing(new, tmp_path, monkeypatch):
    monkeypatch.setattr("mktsim.cli.new.on_a_terminal", lambda: True)
    found = new("yoghurt", asks="perishable\nmany\nnorth=400000 south=300000\n40\n0.9\n0.3\n0.3\n1200000\n")
    assert found.exit_code == 0
    assert "cannot be read" in found.output
    assert "households: 400000" in (tmp_path / "yoghurt.yaml").read_text()


def test_a_region_that_is_no_name_is_told_as_it_was_typed(new):
    found = new("yoghurt", *FLAGS, "--region", "a/b=500")
    assert "new: --region: a/b: a name holds none of" in found.output
