"""The market's week by itself: states, levers and luck in hand, nobody at work."""

from __future__ import annotations

import numpy as np

from mktsim.model.market.kernel import compiled_week
from mktsim.model.market.layout import blank, lever_dtype, luck_dtype, output_dtype
from mktsim.model.market.opening import opening_state
from mktsim.model.market.population import build
from mktsim.model.world import Sizes


class BareMarket:
    """A market whose weeks are closed one by one; every field of a record can be set."""

    def __init__(self, scenario, *, counts=False):
        """Open the market with normal spending, list prices and endless stock."""
        self.sizes = Sizes.of(scenario)
        self.parameters = build(scenario)
        self.parameters["counts"] = float(counts)
        self.state = opening_state(self.parameters, scenario, self.sizes)
        self.levers = blank(lever_dtype(self.sizes))
        self.luck = blank(luck_dtype(self.sizes))
        self.luck["count"] = 0.5
        self.output = blank(output_dtype(self.sizes))
        v = self.levers[0]
        v["price"] = np.array([brand.price_money for brand in scenario.brands])[:, None]
        v["margin"] = np.array([channel.margin_share for channel in scenario.channels])
        v["pressure"] = 1.0 / self.sizes.media
        v["calls"] = 1.0
        v["outlets"] = 1.0
        v["season"] = 1.0
        v["stock"] = 1e15
        self.kernel = compiled_week()
        self.week = 0

    def copy(self):
        """Return an independent market in the same state."""
        other = object.__new__(BareMarket)
        other.__dict__.update(self.__dict__)
        for name in ("parameters", "state", "levers", "luck", "output"):
            setattr(other, name, getattr(self, name).copy())
        return other

    def close(self, weeks=1):
        """Close weeks; return units by region, brand and channel of the last."""
        for _ in range(weeks):
            self.levers["week"] = self.week
            self.kernel(self.state, self.parameters, self.levers, self.luck, self.output)
            self.week += 1
        return self.output[0]["units"]

    def units(self):
        """Return units of the last week by brand."""
        return self.output[0]["by_brand"].copy()

    def of_types(self):
        """Return the types' purchases of the last week in units, summed by region, brand and channel."""
        s, p = self.state[0], self.parameters[0]
        bought = p["households"][:, None, None] * s["occasions"] * s["quantity"]
        total = np.zeros_like(self.output[0]["units"])
        np.add.at(total, p["region"], bought)
        return total
