"""A scenario driven by a history's own prices and deals, and scored on its last third.

The response is estimated on the first two thirds alone and set in the scenario; then its market, at rest before, gets
the history's prices, deals, features, displays and media week by week, rivals' prices too. Its sales, at the mean level
of the first two thirds, are compared with what was sold after them, beside that level carried on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.errors import InputError
from mktsim.evidence.bare_market import BareMarket, Change
from mktsim.evidence.calibration.answers import DEPTH, SETTLING_WEEKS
from mktsim.evidence.calibration.estimates import Check
from mktsim.evidence.calibration.overrides import overrides_of
from mktsim.evidence.calibration.response import calibrate_panel
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.panel import SalesPanel
from mktsim.evidence.history.spans import Span
from mktsim.evidence.lever_changes import FOCAL, dealt, pressed, priced, supported
from mktsim.inputs.paths import set_path
from mktsim.science.arrays import Floats, Integers
from mktsim.science.estimators.forecast_scores import wape

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers

FEWEST_WEEKS = 36
"""Weeks from which a history is driven and scored: two dozen to learn from; assumption."""
LEARNT = 2.0 / 3.0
"""Share of the weeks that is learnt from."""
_REGULAR = 8
"""Weeks over which the highest price is the regular one; assumption."""
_DEEPEST = 0.8
"""Depth beyond which no deal is played: a numerical choice."""


@dataclass(frozen=True, eq=False)
class _Week:
    """Drivers of a history in a week, mean over accounts."""

    deal: float
    """Price below the regular one, share."""
    price: float
    """Regular price relative to its mean."""
    rivals: float
    """Rivals' price relative to its mean."""
    shelf: tuple[tuple[str, float], ...]
    """Share of feature and display."""
    media: float
    """Advertising relative to its mean."""


def driven(panel: SalesPanel, scenario: Scenario) -> tuple[Check, ...]:
    """Score a scenario on the last third of a weekly panel; nothing for a short one, or one without weeks."""
    weeks = _weeks(panel)
    if weeks is None or panel.period is None:
        return ()
    learnt = round(LEARNT * len(weeks))
    rows = panel.period < learnt
    first = replace(
        panel,
        account=panel.account[rows],
        sales=panel.sales[rows],
        drivers=tuple((role, values[rows]) for role, values in panel.drivers),
        period=panel.period[rows],
    )
    try:
        overrides, _ = overrides_of(calibrate_panel(first), scenario)
    except InputError:
        return ()
    for one in overrides:
        scenario = set_path(scenario, one.target.path, one.value)
    return _scored(_sums(panel.period, panel.sales), _played(scenario, weeks), learnt)


def _scored(sold: Floats, played: Floats, learnt: int) -> tuple[Check, ...]:
    level = float(sold[:learnt].mean())
    guess = played * level / float(played[:learnt].mean())
    text = "error over sales in the last third when the market is driven by the history's own prices and deals"
    return (
        Check("driven_wape", wape(sold[learnt:], guess[learnt:]), text),
        Check("driven_wape_level", wape(sold[learnt:], np.full(sold.size - learnt, level)), "the same for a level"),
    )


def _weeks(panel: SalesPanel) -> list[_Week] | None:
    """Return what was done week by week; None where weeks are few, lack rows or are no weeks."""
    when, price = panel.calendar, panel.driver(Role.PRICE)
    if panel.period is None or when is None or price is None or when.span is not Span.WEEK or when.step != 1:
        return None
    size = int(panel.period.max()) + 1
    if size < FEWEST_WEEKS or np.bincount(panel.period, minlength=size).min() == 0:
        return None
    paid = np.exp(_means(panel.period, np.log(price)))
    regular = np.array([paid[max(0, week - _REGULAR) : week + _REGULAR + 1].max() for week in range(size)])
    others = {role: _driver(panel.driver(role), panel.period) for role in (Role.RIVAL_PRICE, Role.ADVERTISING)}
    shelf = {name: panel.driver(role) for name, role in (("feature", Role.FEATURE), ("display", Role.DISPLAY))}
    shares = {name: _means(panel.period, values) for name, values in shelf.items() if values is not None}
    return [
        _Week(
            deal=float(1.0 - paid[week] / regular[week]),
            price=float(regular[week] / regular.mean()),
            rivals=float(others[Role.RIVAL_PRICE][week]),
            shelf=tuple((name, float(values[week])) for name, values in shares.items()),
            media=float(others[Role.ADVERTISING][week]),
        )
        for week in range(size)
    ]


def _driver(values: Floats | None, period: Integers) -> Floats:
    """Return a driver by week relative to its mean, shape (weeks,); ones where the history has none."""
    if values is None or not values.mean() > 0.0:
        return np.ones(int(period.max()) + 1)
    weekly = _means(period, values)
    return np.asarray(weekly / weekly.mean())


def _sums(period: Integers, values: Floats) -> Floats:
    """Return the sum over accounts by week, shape (weeks,)."""
    return np.asarray(np.bincount(period, values), dtype=np.float64)


def _means(period: Integers, values: Floats) -> Floats:
    """Return the mean over accounts by week, shape (weeks,)."""
    return np.asarray(np.bincount(period, values) / np.bincount(period), dtype=np.float64)


def _played(scenario: Scenario, weeks: list[_Week]) -> Floats:
    """Return what the focal brand sells in the scenario's market week by week, shape (weeks,)."""
    market = BareMarket(scenario)
    start = market.settled(SETTLING_WEEKS)
    passed = market.log_fall(start, dealt(DEPTH), FOCAL) / np.log(1.0 - DEPTH)
    return np.asarray(market.units(start, [_change(week, float(passed)) for week in weeks])[:, FOCAL])


def _change(week: _Week, passed: float) -> Change:
    """Return a week's levers; a deal is as deep as it takes for the shelf price to fall as it did in the history."""
    depth = 1.0 - (1.0 - week.deal) ** (1.0 / max(passed, 0.1))

    changes = (
        dealt(min(max(depth, 0.0), _DEEPEST)),
        priced(week.price),
        priced(week.rivals, slice(FOCAL + 1, None)),
        pressed(week.media),
        *(supported(name, share) for name, share in week.shelf),
    )

    def change(v: Levers) -> None:
        for one in changes:
            one(v)

    return change
