from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from annotated_types import Ge, Le
from hypothesis import given
from hypothesis import strategies as st

from mktsim.inputs.hashes import canonical_json, content_hash
from mktsim.inputs.schema import json_schema
from mktsim.quantities import Part, Source, Unit


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Rule:
    depth: Annotated[float, Ge(0), Le(0.6), Unit("share"), Source("G23")] = 0.15
    """How deep."""


class Shop(Part):
    start: date = date(1963, 1, 1)
    colour: Colour = Colour.RED
    rule: Rule = Rule()
    """The rule."""
    rows: tuple[float, ...] = (1, 0.1, 1e-7)
    table: dict[str, float] = {}
    rent: Annotated[float, Unit("money/week"), Source("assumption")]
    """Rent."""


GOLDEN = (
    '{"colour":"red","rent":3.0,"rows":[1.0,0.1,1e-07],"rule":{"depth":0.15},"start":"1963-01-01",'
    '"table":{"a":1.0,"\\u00e9":2.0}}'
)


def test_the_canonical_text_and_its_hash_are_pinned():
    shop = Shop(rent=3, table={"é": 2, "a": 1})
    assert canonical_json(shop) == GOLDEN
    assert content_hash(shop) == "71335dc0ab6353e869d907e152ecd5a7187677a2da8db701a37bee8b552689e1"


def test_the_order_of_keys_does_not_count_but_that_of_rows_does():
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    assert content_hash([1, 2]) != content_hash([2, 1])


def test_equal_floats_have_equal_hashes():
    assert content_hash(0.0) == content_hash(-0.0)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_different_floats_have_different_hashes(one, other):
    assert (content_hash(one) == content_hash(other)) == (one == other)


@pytest.mark.parametrize("value", [float("nan"), [float("inf")]])
def test_what_is_not_finite_has_no_hash(value):
    with pytest.raises(ValueError, match="canonical"):
        content_hash(value)


@pytest.mark.parametrize("value", [{1: 2}, {"a": {3}}, object(), b"x", Shop])
def test_what_has_no_canonical_text_has_no_hash(value):
    with pytest.raises(TypeError):
        content_hash(value)


def test_units_sources_and_texts_are_carried_into_the_schema():
    schema = json_schema(Shop)
    assert schema["$schema"].startswith("https://json-schema.org/")
    rent = schema["properties"]["rent"]
    assert (rent["x-unit"], rent["x-source"], rent["description"]) == ("money/week", "assumption", "Rent.")
    depth = schema["$defs"]["Rule"]["properties"]["depth"]
    assert (depth["x-unit"], depth["x-source"], depth["description"]) == ("share", "G23", "How deep.")
    assert (depth["minimum"], depth["maximum"], depth["default"]) == (0, 0.6, 0.15)
    assert schema["additionalProperties"] is False


def test_a_file_that_extends_may_leave_out_what_is_required():
    schema = json_schema(Shop)
    assert "extends" in schema["properties"]
    assert schema["anyOf"] == [{"required": ["extends"]}, {"required": ["rent"]}]
