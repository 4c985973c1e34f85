"""What the grocery scenario's market answers, beside the published generalisations."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.evidence.bare_market import BareMarket
from mktsim.evidence.measured import SETTLING_WEEKS, measure
from mktsim.study.question.library import read_scenario


@pytest.fixture(scope="module")
def scenario():
    return read_scenario("scenarios/packaged_food.yaml")


@pytest.fixture(scope="module")
def figures(scenario):
    return {one.name: one for one in measure(scenario)}


@pytest.mark.parametrize(
    "name",
    [
        "own_price", "regular", "cross_price", "advertising_short", "advertising_long", "advertising_ratio",
        "switching", "stockpiling", "expansion", "dip", "dip_price", "lasting", "feature", "display",
    ],
)  # fmt: skip
def test_figure_lies_in_its_published_range(figures, name):
    assert figures[name].inside, figures[name].line()


def test_all_figures_are_told(figures):
    assert {one.evidence for one in figures.values()} == {"G09", "G10", "G11", "G13", "G20", "G21", "G22", "G23"}


def test_gain_of_a_promotion_comes_from_somewhere(figures):
    parts = [figures[name].value for name in ("switching", "stockpiling", "expansion")]
    assert sum(parts) == pytest.approx(1.0)


def test_settled_market_stays_where_it_is(scenario):
    market = BareMarket(scenario)
    weeks = market.units(market.settled(SETTLING_WEEKS), [None] * 53)
    np.testing.assert_allclose(weeks[52], weeks[0], rtol=0.01)


def test_brands_differ_in_size_as_the_panel_rows_need(scenario):
    shares = [brand.share for brand in scenario.brands]
    assert max(shares) / min(shares) >= 3.0
    assert len(scenario.market.regions) * len(scenario.market.segments) * scenario.market.types_per_segment == 128
