from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest
from annotated_types import Ge, Gt, Interval, Le
from pydantic import Field, ValidationError

from mktsim.quantities import Part, Source, Unit, declared, is_assumption


@dataclass(frozen=True)
class HiLo:
    depth: Annotated[float, Ge(0), Le(0.6), Unit("share"), Source("G23")] = 0.15
    """How deep a promotion cuts the price."""
    kind: Literal["hi_lo"] = "hi_lo"


class Steady(Part):
    kind: Literal["steady"] = "steady"
    weeks: Annotated[int, Gt(0), Unit("weeks"), Source("assumption: nobody measured it")] = 4
    """How long a price stands."""


class Shop(Part):
    name: str
    """Not a number."""
    rule: Annotated[HiLo | Steady, Field(discriminator="kind")] = HiLo()
    """Rule."""
    shares: tuple[Annotated[float, Interval(ge=0, lt=1), Unit("share")], ...] = ()
    """Shares."""
    staff: dict[str, Steady] = {}
    """Staff by name."""
    delay: Annotated[float, Ge(0), Unit("days"), Source("O4")] | None = None
    """Delay."""
    rent: Annotated[float, Unit("money/week"), Source("assumption")]
    """Rent."""


def test_declared_walks_nested_classes():
    rows = {row.path: row for row in declared(Shop)}
    assert list(rows) == ["rule[hi_lo].depth", "rule[steady].weeks", "shares", "staff[].weeks", "delay", "rent"]
    depth = rows["rule[hi_lo].depth"]
    assert (depth.unit, depth.default, depth.low, depth.high) == ("share", 0.15, 0, 0.6)
    assert (depth.source, depth.text) == ("G23", "How deep a promotion cuts the price.")
    assert (depth.required, rows["rent"].required) == (False, True)


@pytest.mark.parametrize(
    ("path", "text"),
    [("rule[hi_lo].depth", "[0, 0.6]"), ("rule[steady].weeks", "(0, ∞)"), ("shares", "[0, 1)"), ("rent", "(-∞, ∞)")],
)
def test_ranges_say_whether_their_ends_belong(path, text):
    assert {row.path: row.range for row in declared(Shop)}[path] == text


def test_assumptions_say_so():
    assert [row.name for row in declared(Shop) if row.is_assumption] == ["weeks", "weeks", "rent"]
    assert is_assumption("Assumption")
    assert not is_assumption("assumptions of Bass (1969)")


def test_a_dataclass_declares_the_same_way():
    assert [(row.path, row.text) for row in declared(HiLo)] == [("depth", "How deep a promotion cuts the price.")]


def test_what_has_no_fields_declares_nothing():
    with pytest.raises(TypeError, match="neither"):
        declared(int)


@pytest.mark.parametrize("rent", ["3", True, None, float("nan"), float("inf")])
def test_scalars_are_never_converted_silently(rent):
    with pytest.raises(ValidationError):
        Shop(name="a", rent=rent)


def test_whole_numbers_stand_for_floats_and_lists_for_tuples():
    shop = Shop(name="a", rent=3, shares=[0, 0.5])
    assert (type(shop.rent), shop.shares) == (float, (0.0, 0.5))


def test_unknown_names_are_refused():
    with pytest.raises(ValidationError, match="rant"):
        Shop(name="a", rent=3, rant=4)


def test_a_part_is_frozen_hashable_and_picklable():
    shop = Shop(name="a", rent=3, staff={"x": Steady(), "y": Steady(weeks=2)})
    turned = Shop(name="a", rent=3, staff={"y": Steady(weeks=2), "x": Steady()})
    assert pickle.loads(pickle.dumps(shop)) == shop  # noqa: S301 - what a worker is sent
    assert shop == turned
    assert hash(shop) == hash(turned) != hash(Shop(name="b", rent=3))
    with pytest.raises(ValidationError, match="frozen"):
        shop.rent = 4
