"""The market's week by itself: records in hand, nobody at work."""

from __future__ import annotations

import numpy as np

from mktsim.model.market.kernel import kernel_of
from mktsim.model.market.layout import Output, RandomInputs, lengths
from mktsim.model.market.opening import usual_levers
from mktsim.model.market.population import build
from mktsim.model.market.rest import at_rest
from mktsim.model.world import Sizes

RECORDS = ("state", "parameters", "levers", "inputs", "output")


class BareMarket:
    """A market whose weeks are closed one by one; every field of a record can be set."""

    def __init__(self, scenario, *, counts=False):
        """Open the market with normal spending, usual prices and endless stock."""
        self.sizes = Sizes.of(scenario)
        self.parameters = build(scenario)
        self.state = at_rest(self.parameters, scenario)
        self.parameters.counts = float(counts)
        self.levers = usual_levers(self.parameters, scenario)
        self.inputs = RandomInputs(lengths(self.sizes))
        self.inputs.count[:] = 0.5
        self.output = Output(self.parameters.sizes)
        self.kernel = kernel_of(self.parameters.durable == 1.0)
        self.week = 0

    @property
    def records(self):
        """All records, in the order in which a week takes them."""
        return tuple(getattr(self, name) for name in RECORDS)

    def copy(self):
        """Return an independent market in the same state."""
        other = object.__new__(BareMarket)
        other.__dict__.update(self.__dict__)
        for name in RECORDS:
            setattr(other, name, getattr(self, name).copy())
        return other

    def close(self, weeks=1):
        """Close weeks; return units by region, brand and channel of the last."""
        for _ in range(weeks):
            self.levers.week[0] = self.week
            self.kernel.week(*self.records)
            self.week += 1
        return self.output.units

    def units(self):
        """Return units of the last week by brand."""
        return self.output.by_brand.copy()

    def deal(self, brand, depth, cover=1.0):
        """Offer `depth` off the invoice of a brand, for a share `cover` of the week and of outlets."""
        self.levers.deal[:, brand] = depth * cover
        self.levers.deal_cover[:, brand] = cover

    def hold_prices(self):
        """Have chains leave regular shelf prices as they are."""
        self.parameters.price_speed[:] = 0.0
        self.parameters.price_band[:] = np.inf

    def of_types(self):
        """Return the classes' purchases of the last week in units, summed by region, brand and channel."""
        s, p = self.state, self.parameters
        bought = p.households * s.occasions * s.quantity
        total = np.zeros_like(self.output.units)
        for r in range(self.sizes.regions):
            total[r] = bought[:, :, p.first_class[r] : p.first_class[r + 1]].sum(axis=2).T
        return total


def values(record):
    """Return every array of a record by its name."""
    return {one.name: getattr(record, one.name) for one in type(record).arrays}
