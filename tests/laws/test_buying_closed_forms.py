"""C17 and C18 hold through a run: repeat buying and brand choice of many types are the NBD and the Dirichlet.

A year of a plain category whose households differ in how often they buy (gamma) and in which brands they like
(Dirichlet). Purchases of a type are Poisson, so that who bought at all follows from the types' rates without a sample.
Numbers are those of closed forms; what is left is that rates and tastes are represented by two thousand types.
"""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.inputs.trade import Brand
from mktsim.model.replay import Tape
from mktsim.model.simulate import simulate
from support.plain_market import EVERYWHERE, cell, packaged

YEAR, TYPES = 52, 2048
SHARES = (0.40, 0.25, 0.15, 0.10, 0.06, 0.04)


def bought(mean, shape, concentration):
    """Return mean purchases of a year and the share that buys at all, by brand and of any brand."""
    brands = tuple(
        Brand(name=f"brand {place}", price_money=1.0, share=share, **EVERYWHERE) for place, share in enumerate(SHARES)
    )
    world = packaged(brands, weeks=YEAR)
    market = world.market
    repeat = market.repeat.model_copy(update={"rate_per_week": mean / YEAR, "rate_shape": shape})
    choice = market.choice.model_copy(update={"taste_concentration": concentration})
    update = {"repeat": repeat, "choice": choice, "types_per_segment": TYPES}
    tape = Tape(types=True)
    simulate(cell(world.model_copy(update={"market": market.model_copy(update=update)})), tape)
    types = tape.shown().types
    assert types is not None
    yearly = types.occasions.sum(axis=0)
    weight = tape.parameters.households / tape.parameters.households.sum()
    yearly = np.column_stack([yearly, yearly.sum(axis=1)])
    buyers = 1.0 - np.exp(-yearly)
    return (weight[:, None] * yearly).sum(axis=0), (weight[:, None] * buyers).sum(axis=0)


def test_c17_who_buys_the_category_follows_the_negative_binomial():
    """M = 2, K = 0.5: penetration 0.552786, purchases a buyer 3.618034."""
    purchases, buyers = bought(2.0, 0.5, 1.5)
    assert purchases[-1] == pytest.approx(2.0, rel=1e-2)
    assert buyers[-1] == pytest.approx(0.552786, rel=1e-2)
    assert purchases[-1] / buyers[-1] == pytest.approx(3.618034, rel=2e-2)


def test_c18_brands_follow_the_dirichlet():
    """M = 6, K = 1.2, S = 1.5: small brands have fewer buyers who also buy a little less often (double jeopardy)."""
    purchases, buyers = bought(6.0, 1.2, 1.5)
    frequency = (purchases / buyers)[:-1]
    assert buyers[:-1] == pytest.approx([0.5984, 0.4381, 0.294, 0.2077, 0.1307, 0.0892], rel=0.05)
    assert frequency == pytest.approx([4.0109, 3.4237, 3.0608, 2.8883, 2.7546, 2.6892], rel=0.05)
    assert list(frequency[:3]) == sorted(frequency[:3], reverse=True)
