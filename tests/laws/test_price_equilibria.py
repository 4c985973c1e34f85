"""C14 and C15 hold through a run, in log-price form: what the optimal rule reaches is the closed form's price.

A chain earns a share 1 / beta of its shelf price, the markup of a single price where demand has elasticity beta. So it
passes an invoice on in proportion, and the closed form holds for shelf prices, with the chain's margin on cost.
"""

from __future__ import annotations

import pytest
from scipy.optimize import brentq

from mktsim.inputs.trade import Brand, Supply
from mktsim.model.simulate import simulate
from support.plain_duties import PRICING, best_response, with_policies
from support.plain_market import EVERYWHERE, cell, open_channel, packaged

COST, START, OUTSIDE = 1.0, 2.0, 0.2


def market(firms, beta, weeks=130):
    """Return symmetric firms that charge twice their cost, and a passive brand as the outside option."""
    inside = tuple(
        Brand(name=f"firm {j}", price_money=START, share=(1.0 - OUTSIDE) / firms, **EVERYWHERE) for j in range(firms)
    )
    outside = Brand(name="outside", price_money=1.0, share=OUTSIDE, **EVERYWHERE)
    margin = 1.0 / beta
    world = packaged(
        (*inside, outside),
        weeks=weeks,
        price_coefficient=beta,
        supply=Supply(unlimited=True, unit_cost_money=COST * (1.0 - margin)),
        channel=open_channel(margin_share=margin),
    )
    return with_policies(world, dict.fromkeys(range(1, firms), "best"), best=best_response(beta))


def share_at(price, firms, beta):
    strength = (1.0 - OUTSIDE) / firms / OUTSIDE * (START / price) ** beta
    return strength / (1.0 + firms * strength)


def equilibrium(firms, beta):
    """Return p = c·e/(e−1), e = beta (1 − s), solved by bracketing where demand is elastic."""

    def gap(price):
        elasticity = beta * (1.0 - share_at(price, firms, beta))
        return price - COST * elasticity / (elasticity - 1.0)

    low = COST
    while beta * (1.0 - share_at(low, firms, beta)) <= 1.0 + 1e-6:
        low *= 1.01
    return brentq(gap, low * (1.0 + 1e-9), 50.0)


@pytest.mark.parametrize("beta", [2.0, 3.0, 4.0])
def test_a_monopolist_reaches_the_logit_price(beta):
    history = simulate(cell(market(1, beta, weeks=40), policy=best_response(beta), duties=(PRICING,)))
    price = history.series.column("price")
    expected = equilibrium(1, beta)
    assert price[-1] == pytest.approx(expected, rel=2e-4)  # elasticity is measured with a step of 1%
    assert history.series.column("share")[-1] == pytest.approx(share_at(expected, 1, beta), rel=1e-3)


@pytest.mark.parametrize("beta", [2.5, 4.0])
@pytest.mark.parametrize("firms", [2, 4])
def test_symmetric_rivals_reach_the_nash_price(firms, beta):
    history = simulate(cell(market(firms, beta), policy=best_response(beta), duties=(PRICING,)))
    series = history.series
    expected = equilibrium(firms, beta)
    assert series.column("price")[-1] == pytest.approx(expected, rel=3e-3)  # lists change by a fifth of a percent
    units = [series.column(f"units.firm {j}")[-1] for j in range(firms)]
    total = series.column("category_units")[-1]
    assert [u / total for u in units] == pytest.approx([share_at(expected, firms, beta)] * firms, rel=1e-2)


def test_more_rivals_mean_lower_prices():
    runs = [simulate(cell(market(n, 4.0, weeks=60), policy=best_response(4.0), duties=(PRICING,))) for n in (1, 2, 4)]
    ends = [run.series.column("price")[-1] for run in runs]
    assert ends == sorted(ends, reverse=True)
    assert ends[-1] > COST * 4.0 / 3.0  # never below the price of a brand without any power
