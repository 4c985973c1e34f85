"""The page of coefficients is what the scenario's fields declare, and every coefficient is used by the market."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Annotated

import pytest

from mktsim.inputs.coefficients import Coefficient, coefficients_of, values_of
from mktsim.inputs.scenario import Scenario
from mktsim.model.market.layout import COEFFICIENTS, DERIVED
from mktsim.model.market.population import build
from mktsim.quantities import Part
from support.real_world import world

ROOT = Path(__file__).parents[3]
MARKET = "".join(path.read_text("utf-8") for path in sorted((ROOT / "src/mktsim/model/market").glob("*.py")))


def test_the_page_is_current():
    text = runpy.run_path(str(ROOT / "docs/generate.py"))["coefficients"]()
    assert (ROOT / "docs/coefficients.md").read_text("utf-8") == text
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(COEFFICIENTS) - len(DERIVED)
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_every_coefficient_is_used_by_the_market(name):
    assert re.search(rf'\bp(\.{name}\b|\["{name}"\])', MARKET)


def test_the_record_holds_what_the_fields_say():
    scenario = world()[0]
    record = build(scenario)
    for name, value in values_of(scenario, Scenario):
        assert getattr(record, name) == value, name


class Inner(Part):
    speed: Annotated[float, Coefficient("pace", abs)] = -2.0
    other: float = 1.0


class Outer(Part):
    inner: Inner = Inner()
    rows: tuple[Inner, ...] = ()
    on: Annotated[bool, Coefficient("switch")] = True


def test_a_coefficient_needs_its_declaration_and_nothing_else():
    assert [(one.coefficient.name, one.path) for one in coefficients_of(Outer)] == [
        ("pace", ("inner", "speed")),
        ("switch", ("on",)),
    ]
    assert dict(values_of(Outer(on=False), Outer)) == {"pace": 2.0, "switch": 0.0}


def test_a_name_can_be_declared_once():
    class Twice(Part):
        inner: Inner = Inner()
        again: Annotated[float, Coefficient("pace")] = 0.0

    with pytest.raises(ValueError, match="declared twice: pace"):
        coefficients_of(Twice)
