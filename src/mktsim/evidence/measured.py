"""Elasticities and post-promotion dip of a scenario's market, measured on its output, beside published ranges.

Paired runs of one settled market, all else equal (experiment E1 of the evidence): the difference is the effect.
None of these figures is a parameter of the files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.bare_market import BareMarket, Change, Settled, shelved
from mktsim.evidence.lever_changes import FOCAL, dealt, pressed
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

SETTLING_WEEKS = 520
"""Weeks until listings, loyalty and awareness are at rest."""
PRICE_STEP = 0.01
"""Symmetric step of elasticities of price (G09: the kink of losses biases a one-sided step)."""
ADVERTISING_STEP = 0.10
"""Step of elasticities of advertising (G13)."""
DEAL = 0.20
"""Cut of the shelf price of the promotion, share (G20)."""
RUN_WEEKS = 52
"""Weeks over which a pulse of advertising is followed: its whole run."""
REGULAR_WEEKS = 13
"""Weeks after which a change of the regular price has become the reference (G25: half-life 4-12 weeks)."""
DIP_WEEKS = 6
"""Weeks after a promotion in which the dip is looked for (G21)."""
AFTER_WEEKS = 38
"""Last week in which a lasting effect of a promotion is looked for (G22)."""
AFTER_FROM = 13
"""First of these weeks."""


@dataclass(frozen=True)
class Measured:
    """One figure beside what is published."""

    evidence: str
    """Evidence id, such as G09."""
    name: str
    text: str
    """What was measured, in one line."""
    value: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the figure lies in the published range."""
        return self.low <= self.value <= self.high

    def line(self) -> str:
        """Return one line of a table."""
        verdict = "inside" if self.inside else "OUTSIDE"
        return f"{self.evidence:<5}{self.text:<72}{self.value:>8.3f}   {self.low:g} to {self.high:g}  {verdict}"


def measure(scenario: Scenario) -> tuple[Measured, ...]:
    """Return every figure of a scenario of frequently bought goods, in order of evidence id."""
    market = BareMarket(scenario)
    start = market.settled(SETTLING_WEEKS)
    found = (*_prices(market, start), *_advertising(market, start), *_promotion(market, start))
    return tuple(sorted(found, key=lambda one: one.evidence))


def _row(evidence: str, name: str, text: str, value: float, band: tuple[float, float]) -> Measured:
    return Measured(evidence, name, text, float(value), *band)


def _log_ratio(market: BareMarket, start: Settled, brand: int, weeks: int) -> Floats:
    """Return the elasticity of brands' units in the last of `weeks` weeks to a brand's shelf price, shape (B,)."""
    up, down = (
        market.units(shelved(start, brand, f), [None] * weeks)[-1] for f in (1.0 + PRICE_STEP, 1.0 - PRICE_STEP)
    )
    ratio: Floats = np.log(up / down) / math.log((1.0 + PRICE_STEP) / (1.0 - PRICE_STEP))
    return ratio


def _prices(market: BareMarket, start: Settled) -> tuple[Measured, ...]:
    """Consumers' response: regular prices change on the shelf, as store panels see them, whatever chains would do."""
    brands, held = market.sizes.brands, BareMarket(market.scenario, chains=False)
    table = np.array([_log_ratio(held, start, b, 1) for b in range(brands)])
    own = float(np.mean(np.diag(table)))
    cross = table[~np.eye(brands, dtype=bool)]
    regular = _log_ratio(held, start, FOCAL, REGULAR_WEEKS)[FOCAL]
    deal = dealt(_offered(market, start))
    promotional = math.log(_multiple(market, start, deal)) / market.log_fall(start, deal, FOCAL)
    return (
        _row("G09", "own_price", "own-price elasticity, mean of brands, week of the change", own, (-3.3, -2.0)),
        _row("G10", "regular", "regular to promotional price elasticity", regular / promotional, (0.3, 0.8)),
        _row("G11", "cross_price", "cross-price elasticity, mean of pairs", float(cross.mean()), (0.10, 0.45)),
    )


def _offered(market: BareMarket, start: Settled) -> float:
    """Return the deal to members, share of list price, that cuts the shelf price by about DEAL."""
    cut = 1.0 - math.exp(market.log_fall(start, dealt(DEAL), FOCAL))
    return DEAL * DEAL / cut


def _multiple(market: BareMarket, start: Settled, change: Change) -> float:
    """Return the multiple of the focal brand's units in the week of a change."""
    return float(market.units(start, [change])[0, FOCAL] / market.units(start, [None])[0, FOCAL])


def _advertising(market: BareMarket, start: Settled) -> tuple[Measured, ...]:
    quiet: Sequence[Change | None] = [None] * RUN_WEEKS
    up = market.units(start, [pressed(1.0 + ADVERTISING_STEP), *quiet[1:]])[:, FOCAL]
    down = market.units(start, [pressed(1.0 - ADVERTISING_STEP), *quiet[1:]])[:, FOCAL]
    base = market.units(start, quiet)[:, FOCAL]
    effect = (up - down) / base / (2.0 * ADVERTISING_STEP)
    short, long = float(effect[0]), float(effect.sum())
    return (
        _row("G13", "advertising_short", "advertising elasticity, week of the change", short, (0.05, 0.20)),
        _row("G13", "advertising_long", "advertising elasticity, whole run", long, (0.12, 0.40)),
        _row("G13", "advertising_ratio", "long to short advertising elasticity", long / short, (1.5, 3.0)),
    )


def _promotion(market: BareMarket, start: Settled) -> tuple[Measured, ...]:
    weeks: list[Change | None] = [None] * (AFTER_WEEKS + 1)
    base = market.units(start, weeks)
    deal = _offered(market, start)
    featured = _difference(market, start, dealt(deal, feature=1.0), base)
    plain = _difference(market, start, dealt(deal), base)
    gain = featured[0, FOCAL]
    rivals = [b for b in range(market.sizes.brands) if b != FOCAL]
    switched = -featured[0, rivals].sum() / gain
    ahead = -featured[1 : DIP_WEEKS + 1].sum() / gain
    lasting = featured[AFTER_FROM:, FOCAL].sum() / base[AFTER_FROM:, FOCAL].sum()
    feature = _multiple(market, start, dealt(0.0, feature=1.0))
    display = _multiple(market, start, dealt(0.0, display=1.0))
    return (
        _row("G20", "switching", "units gained from other brands, share of the gain", switched, (0.20, 0.45)),
        _row("G20", "stockpiling", "units taken from later weeks, share of the gain", ahead, (0.20, 0.45)),
        _row("G20", "expansion", "units that nobody loses, share of the gain", 1.0 - switched - ahead, (0.20, 0.45)),
        _row("G21", "dip", "own dip in six weeks, with feature, share of the gain", _dip(featured), (0.04, 0.30)),
        _row("G21", "dip_price", "own dip in six weeks, price only, share of the gain", _dip(plain), (0.04, 0.30)),
        _row("G22", "lasting", "own units 13-38 weeks after, share of base", lasting, (-0.02, 0.02)),
        _row("G23", "feature", "multiple of a feature", feature, (1.3, 2.9)),
        _row("G23", "display", "multiple of a display", display, (1.3, 3.0)),
    )


def _difference(market: BareMarket, start: Settled, change: Change, base: Floats) -> Floats:
    """Return what one week's change adds, by week and brand, shape (weeks, B)."""
    return market.units(start, [change, *([None] * (len(base) - 1))]) - base


def _dip(effect: Floats) -> float:
    return float(-effect[1 : DIP_WEEKS + 1, FOCAL].sum() / effect[0, FOCAL])
