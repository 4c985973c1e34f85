from __future__ import annotations

from typing import Annotated, Literal

import pytest
from annotated_types import Gt
from pydantic import Field

from mktsim.errors import InputError
from mktsim.inputs.read import check, read
from mktsim.quantities import Part


class Skimming(Part):
    rule: Literal["skimming"]
    start: Annotated[float, Gt(0)]


class Everyday(Part):
    rule: Literal["everyday"]
    margin: float = 0.3


class Inner(Part):
    a: int = 0
    b: int = 0


class World(Part):
    inner: Inner = Inner()
    rows: tuple[int, ...] = ()
    pricing: Annotated[Skimming | Everyday, Field(discriminator="rule")] = Everyday(rule="everyday")


@pytest.fixture
def write(tmp_path):
    def writer(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return writer


def test_mappings_merge_and_lists_replace(write):
    write("base.yaml", "inner: {a: 1, b: 2}\nrows: [1, 2]\n")
    world = read(write("top.yaml", "extends: base.yaml\ninner: {b: 3}\nrows: [4]\n"), World)
    assert world == World(inner=Inner(a=1, b=3), rows=(4,))


def test_another_rule_replaces_the_whole_rule(write):
    write("base.yaml", "pricing: {rule: skimming, start: 9}\n")
    world = read(write("top.yaml", "extends: base.yaml\npricing: {rule: everyday, margin: 0.5}\n"), World)
    assert world.pricing == Everyday(rule="everyday", margin=0.5)


def test_the_same_rule_merges(write):
    write("base.yaml", "pricing: {rule: skimming, start: 9}\n")
    world = read(write("top.yaml", "extends: base.yaml\npricing: {start: 8}\n"), World)
    assert world.pricing == Skimming(rule="skimming", start=8)


def test_paths_are_relative_to_the_file_that_extends(write):
    write("shared/root.yaml", "inner: {a: 5}\n")
    write("shared/base.yaml", "extends: root.yaml\n")
    assert read(write("mine/top.yaml", "extends: ../shared/base.yaml\n"), World).inner.a == 5


def test_problems_name_the_file_that_the_value_came_from(write):
    base = write("base.yaml", "rows: [1]\npricing: {rule: skimming, start: -1}\n")
    top = write("top.yaml", "extends: base.yaml\ninner:\n  c: 3\n")
    found = check(top, World)
    assert {(problem.file, problem.line, problem.field) for problem in found} == {
        (str(base), 2, "pricing.start"),
        (str(top), 3, "inner.c"),
    }


def test_circles_are_refused(write):
    write("a.yaml", "extends: b.yaml\n")
    write("b.yaml", "extends: a.yaml\n")
    (problem,) = check(write("c.yaml", "extends: a.yaml\n"), World)
    assert "circle" in problem.message
    assert problem.line == 1


@pytest.mark.parametrize("value", ["c.yaml", "./c.yaml"])
def test_a_file_that_extends_itself_is_refused(write, value):
    (problem,) = check(write("c.yaml", f"extends: {value}\n"), World)
    assert "circle" in problem.message


def test_a_missing_base_points_at_the_line_that_wants_it(write):
    write("bass.yaml", "rows: [1]\n")
    top = write("top.yaml", "rows: [1]\nextends: base.yaml\n")
    (problem,) = check(top, World)
    assert (problem.file, problem.line, problem.column, problem.field) == (str(top), 2, 10, "extends")
    assert "no such file" in problem.message
    assert len(problem.choices) == 1


@pytest.mark.parametrize("value", ["[a.yaml]", "3", "", "{a: b}"])
def test_extends_takes_one_path(write, value):
    with pytest.raises(InputError, match="expected the path of one file"):
        read(write("top.yaml", f"extends: {value}\n"), World)
