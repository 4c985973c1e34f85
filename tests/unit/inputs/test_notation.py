"""YAML means what people write, and what we write reads back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from mktsim.errors import InputError
from mktsim.inputs.compose import compose
from mktsim.inputs.read import read_text
from mktsim.inputs.tree import plain
from mktsim.inputs.write import dump
from mktsim.quantities import Part


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("12:30", "12:30"),
        ("1963-01-01", "1963-01-01"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("12", 12),
        ("-3", -3),
        ("1_000_000", 1_000_000),
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("2.", 2.0),
        (".5", 0.5),
        ("+1.5e+2", 150.0),
        ("1.2.3", "1.2.3"),
        ("nan", "nan"),
        ("~", None),
        ("", None),
        ("null", None),
        ("'3'", "3"),
        ("!!str 3", "3"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_people_write(text, value):
    tree, problems = compose(f"x: {text}\n", "w.yaml")
    assert problems == ()
    found = plain(tree)["x"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("key", ["on", "NO", "1963", "1e3", "true", "~"])
def test_keys_are_text(key):
    tree, _ = compose(f"{key}: 1\n", "w.yaml")
    assert list(plain(tree)) == [key]


class Colour(StrEnum):
    RED = "red"
    NO = "no"


@dataclass(frozen=True)
class Rule:
    rule: Literal["rule"]
    depth: float = 0.1


class Other(Part):
    rule: Literal["other"]
    name: str


class Toy(Part):
    text: str
    number: float
    whole: int
    flag: bool
    day: date
    colour: Colour
    rows: tuple[float, ...]
    table: dict[str, tuple[str, ...]]
    rule: Annotated[Rule | Other, Field(discriminator="rule")]
    part: Part
    maybe: float | None


class Narrow(Toy):
    part: Other


SAFE = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TOYS = st.builds(
    Narrow,
    text=SAFE
    | st.sampled_from(["NO", "12:30", "1e-3", "1_0", "", " ", "null", "~", "- a", "a: b", "\u0085", "\ufeff"]),
    number=NUMBERS,
    whole=st.integers(-(10**18), 10**18),
    flag=st.booleans(),
    day=st.dates(),
    colour=st.sampled_from(Colour),
    rows=st.lists(NUMBERS, max_size=5).map(tuple),
    table=st.dictionaries(SAFE, st.lists(SAFE, max_size=3).map(tuple), max_size=3),
    rule=st.builds(Rule, rule=st.just("rule"), depth=NUMBERS) | st.builds(Other, rule=st.just("other"), name=SAFE),
    part=st.builds(Other, rule=st.just("other"), name=SAFE),
    maybe=st.none() | NUMBERS,
)


TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | SAFE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAFE, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TOYS)
def test_what_is_written_reads_back(toy):
    text = dump(toy)
    again = read_text(text, Narrow)
    assert again == toy
    assert dump(again) == text


def test_a_part_is_written_with_the_fields_of_its_own_class():
    class Holder(Part):
        part: Part

    assert dump(Holder(part=Other(rule="other", name="x"))) == "part:\n  rule: other\n  name: x\n"


def test_the_first_line_names_the_schema():
    text = dump(Other(rule="other", name="NO"), schema="schema/other.json")
    assert text == "# yaml-language-server: $schema=schema/other.json\nrule: other\nname: NO\n"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.text("ab:-[]{}&*!%#|>?'\"\n\t ,~<1.e", max_size=80))
def test_arbitrary_text_raises_nothing_but_input_errors(text):
    try:
        read_text(text, Toy)
    except InputError as error:
        told = str(error).splitlines()
        assert len(told) == len(error.problems) > 0  # noqa: PT017 - both ends of the promise


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Toy.model_fields)) | SAFE, TREES, max_size=5))
def test_arbitrary_values_raise_nothing_but_input_errors(data):
    try:
        read_text(json.dumps(data, ensure_ascii=False), Toy)
    except InputError as error:
        assert error.problems  # noqa: PT017 - both ends of the promise
