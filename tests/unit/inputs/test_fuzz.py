"""A small run of the mutated files; the large one is ``python tests/fuzz/run.py --count 10000``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fuzz"))

from mutations import BYTES, GRAMMAR, mutated, written
from run import content_of, run_case, target_of
from targets import TARGETS, complaints, toy_files

from mktsim.errors import Problem
from mktsim.inputs.compose import compose
from mktsim.inputs.tree import plain

EACH = 40
"""Files of each kind in the suite."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    toy_files.write_files(tmp_path)
    (tmp_path / "scenarios" / "pins").mkdir()
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", range(len(TARGETS)), ids=[target.name for target in TARGETS])
def test_mutated_files_are_read_or_refused_with_file_line_and_field(kind, folder):
    found = {}
    for number in range(kind, EACH * len(TARGETS), len(TARGETS)):
        found[number], _seconds = run_case(number, folder)
    assert {number: told for number, told in found.items() if told not in {"read", "refused"}} == {}
    assert "refused" in found.values()


def test_a_number_stands_for_one_file():
    assert content_of(77) == content_of(77)
    assert len({content_of(number) for number in range(60)}) > 55


@pytest.mark.slow
def test_seeds_are_right_as_they_are(folder):
    for target in TARGETS:
        if target.name != "organisation":
            for seed in target.seeds():
                (folder / target.file).write_bytes(seed)
                assert target.read(folder / target.file) == (), target.name


@pytest.mark.slow
def test_every_mutation_changes_files():
    seeds = (toy_files.SCENARIO.encode(), toy_files.STUDY.encode())
    for ways in (BYTES, GRAMMAR):
        changed = set()
        for number in range(60):
            rng = __import__("numpy").random.default_rng(number)
            changed |= {way.__name__ for way in ways if way(seeds[0], rng, seeds) != seeds[0]}
        assert changed == {way.__name__ for way in ways}
    assert mutated(3, seeds, GRAMMAR) != mutated(3, seeds, BYTES)


def test_what_the_grammar_writes_reads_back():
    tree, _ = compose(toy_files.SCENARIO, "toy.yaml")
    again, problems = compose(written(plain(tree)).lstrip("\n"), "again.yaml")
    assert problems == ()
    assert plain(again) == plain(tree)


def test_what_says_too_little_is_found():
    target = target_of(0)
    right = Problem("w.yaml", 3, 1, "brands[0].price", "must be more than 0")
    assert complaints((right,), target) == []
    assert complaints((Problem("", 3, 1, "x", "no"),), target)[0].startswith("no file")
    assert complaints((Problem("w.yaml", 0, 0, "x", "no"),), target)[0].startswith("no line")
    assert complaints((Problem("w.yaml", 3, 1, "", "no"),), target)[0].startswith("no field")
    assert complaints((Problem("w.yaml", 3, 1, "x", "n\no"),), target)[0].startswith("no single line")
    assert complaints((Problem("w.yaml", 0, 0, "", "is empty"),), target) == []
