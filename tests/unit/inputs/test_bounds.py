"""Depth and size of files: counted before anything is kept, with either parser of PyYAML."""

from __future__ import annotations

import tracemalloc

import pytest
import yaml

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.inputs import compose as composing
from mktsim.inputs.compose import DEEPEST, MOST_REPEATED, MOST_VALUES, compose
from mktsim.inputs.extends import LONGEST_CHAIN
from mktsim.inputs.read import check
from mktsim.inputs.tree import plain
from mktsim.quantities import Part


class Top(Part):
    rows: tuple[int, ...] = ()


@pytest.fixture(params=["with libyaml", "plain Python"])
def parser(request, monkeypatch):
    """Read with the parser that is installed, and with the one that every installation has."""
    if request.param == "plain Python":
        monkeypatch.setattr(composing, "Parser", yaml.SafeLoader)


DEEP = {
    "lists": "x: " + "[" * 60_000,
    "closed lists": "x: " + "[" * 60_000 + "]" * 60_000,
    "mappings": "x: " + "{a: " * 20_000,
    "lines": "\n".join(" " * level + "a:" for level in range(300)),
    "dashes": "x:\n  " + "- " * 30_000,
    "below a key that is no text": "? " + "[" * 60_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_counted_and_not_followed(text, parser):
    tree, problems = compose(text, "w.yaml")
    assert tree is None
    assert problems[-1].message == f"nested deeper than {DEEPEST} levels"
    assert problems[-1].line > 0


def test_the_deepest_that_is_allowed_is_read(parser):
    tree, problems = compose("x: " + "[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1), "w.yaml")
    assert problems == ()
    assert str(plain(tree)["x"]).count("[") == DEEPEST - 1


MANY = {
    "a list": "x: [" + "1," * (MOST_VALUES * 10) + "1]",
    "keys": "\n".join(f"k{number}: 1" for number in range(MOST_VALUES + 1)),
    "below a key that is no text": "? [" + "1," * (MOST_VALUES * 10) + "1]\n: 1",
}


@pytest.mark.slow
@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_more_values_than_any_file_needs_are_refused_early(text):
    tracemalloc.start()
    tree, problems = compose(text, "w.yaml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tree is None
    assert problems[-1].message == f"more than {MOST_VALUES} values are in the file"
    assert peak < 200e6


def test_what_aliases_repeat_counts_with_what_is_inside():
    base = "a: &a [" + "1, " * 99 + "1]\n"
    within = compose(base + "b: [" + "*a, " * (MOST_REPEATED // 101 - 1) + "*a]\n", "w.yaml")
    beyond = compose(base + "b: [" + "*a, " * (MOST_REPEATED // 101) + "*a]\n", "w.yaml")
    assert within[1] == ()
    assert "aliases repeat more than" in beyond[1][0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: *b\n", "nothing above has the anchor 'b'"),
        ("a: &b 1\nc: &b 2\n", "the anchor 'b' is given twice, first in line 1"),
        ("a: 1\n---\nb: 2\n", "expected one document, found another"),
    ],
)
def test_what_stands_for_nothing_is_refused(text, words, parser):
    tree, (problem,) = compose(text, "w.yaml")
    assert tree is None
    assert problem.message == f"not valid YAML: {words}"


def test_an_alias_may_be_a_key_and_a_wrong_key_is_passed_over(parser):
    tree, problems = compose("a: &k name\n*k : 1\n? [x, {y: z}]\n: {deep: [1]}\nlast: 2\n", "w.yaml")
    assert plain(tree) == {"a": "name", "name": 1, "last": 2}
    assert [problem.message for problem in problems] == ["a key must be text, not a list"]


def test_chains_of_files_have_an_end(tmp_path):
    (tmp_path / "f0.yaml").write_text("rows: [1]\n", encoding="utf-8")
    for place in range(1, LONGEST_CHAIN + 10):
        (tmp_path / f"f{place}.yaml").write_text(f"extends: f{place - 1}.yaml\n", encoding="utf-8")
    assert check(tmp_path / f"f{LONGEST_CHAIN - 1}.yaml", Top) == ()
    (problem,) = check(tmp_path / f"f{LONGEST_CHAIN + 9}.yaml", Top)
    assert problem.message == f"more than {LONGEST_CHAIN} files extend one another"
    assert problem.line == 1


def test_a_message_lists_some_choices_and_counts_the_rest():
    many = Problem("w.yaml", 1, 1, "x", "unknown", tuple(f"name{number}" for number in range(5000)))
    assert str(many).endswith("name10, name11 and 4988 more)")
    assert len(str(Problem("w.yaml", 1, 1, "x", "unknown", ("a" * 10_000,)))) < 200


def test_names_in_messages_stay_short_and_on_one_line():
    assert "\n" not in quoted("a\nb")
    assert len(quoted("a" * 10_000)) < 100
    assert did_you_mean("a" * 10_000_000, ("a" * 59,)) == ""
    assert did_you_mean("Price Off", ("feature", "price_off")) == "; did you mean 'price_off'?"
    assert str(InputError((Problem("w", 0, 0, "", "no"),))) == "w: no"
