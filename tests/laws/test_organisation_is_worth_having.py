"""An organisation is worth having, in every shipped scenario under its status quo.

Cutting all links, halving the staff and links ten times as slow each cost money, and an instant organisation is best.
Whether research is worth its fees depends on whether anybody decides by it; what it finds out does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from support.worth import SCENARIOS, decided, gains, surely, value_without_fees, values

NAMES = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
REPLICATIONS = 4
SURE = 3.0
"""Standard errors."""


@dataclass(frozen=True)
class Worsening:
    """A change of the organisation that costs money, and the share of the value that it costs at least."""

    scenario: str
    change: str
    least: float
    replications: int = REPLICATIONS


WORSENINGS = (
    Worsening("packaged_food", "links_cut", 0.005),
    Worsening("packaged_food", "half_staff", 0.05),
    Worsening("packaged_food", "slow_links", 0.005, 2 * REPLICATIONS),
    Worsening("portable_player_2001", "links_cut", 0.02),
    Worsening("portable_player_2001", "half_staff", 0.02),
    Worsening("portable_player_2001", "slow_links", 0.005),
    Worsening("software_subscription", "links_cut", 0.01),
    Worsening("software_subscription", "half_staff", 0.02),
    Worsening("software_subscription", "slow_links", 0.005),
    Worsening("tea_chain", "links_cut", 0.1),
    Worsening("tea_chain", "half_staff", 0.2),
    Worsening("tea_chain", "slow_links", 0.03),
    Worsening("us_color_tv_1963", "links_cut", 0.05),
    Worsening("us_color_tv_1963", "half_staff", 0.2),
    Worsening("us_color_tv_1963", "slow_links", 0.02),
    Worsening("us_color_tv_from_idea", "links_cut", 0.2),
    Worsening("us_color_tv_from_idea", "half_staff", 0.2),
    Worsening("us_color_tv_from_idea", "slow_links", 0.2),
)


@pytest.mark.parametrize("change", ["links_cut", "half_staff"])
def test_a_worse_organisation_costs_money(change):
    assert (gains("packaged_food", change, 2) < 0.0).all()


@pytest.mark.long
@pytest.mark.parametrize("one", WORSENINGS, ids=lambda one: f"{one.scenario}-{one.change}")
def test_a_worse_organisation_costs_money_in_every_world(one):
    found = gains(one.scenario, one.change, one.replications)
    assert surely(found) < -SURE
    assert found.mean() < -one.least * values(one.scenario, "usual", one.replications).mean()


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_an_instant_organisation_is_best(name):
    assert surely(gains(name, "instant", REPLICATIONS)) > SURE


def test_every_scenario_and_worsening_stands_on_the_table():
    changes = ("links_cut", "half_staff", "slow_links")
    assert {(one.scenario, one.change) for one in WORSENINGS} == {
        (name, change) for name in NAMES for change in changes
    }


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_what_research_finds_out_does_no_harm(name):
    assert surely(gains(name, "no_research", REPLICATIONS, value_without_fees)) < SURE


@pytest.mark.long
def test_research_pays_where_a_product_is_still_to_be_defined():
    assert surely(gains("us_color_tv_from_idea", "no_research", REPLICATIONS)) < -SURE


@pytest.mark.long
def test_research_costs_its_fees_where_no_rule_asks_for_it():
    """In packaged_food: the same prices and depths are decided without it, and what is gained are fees."""
    saved = gains("packaged_food", "no_research", REPLICATIONS) - gains(
        "packaged_food", "no_research", REPLICATIONS, value_without_fees
    )
    assert 0.0 < saved.mean() < 0.02 * values("packaged_food", "usual", REPLICATIONS).mean()
    for lever in ("price", "deal"):
        assert decided("packaged_food", "no_research", lever) == decided("packaged_food", "usual", lever)
