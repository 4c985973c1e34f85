"""Promotion: incremental sales, dips, persistence, support, frequency and depth (G20-G24, G57)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.experiments.e1_depth import E1_DEPTH, Later
from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, Shocks
from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.experiments.e4_mix import E4_DEALING, Dealing, Responses
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import regressions
from mktsim.science.estimators import loglog, stationarity

_DIP_WEEKS = 8
"""Weeks in which purchases brought forward are missing (G20)."""


def estimate_g20(shocks: Shocks) -> Mapping[str, float]:
    """Return the shares of the focal gain that come from other brands, later weeks and new demand."""
    effect = shocks.effect("promotion")
    gain = effect[0, FOCAL]
    switched = -(effect[0].sum() - gain) / gain
    ahead = -effect[1 : _DIP_WEEKS + 1].sum() / gain
    return {"switching": switched, "stockpiling": ahead, "expansion": 1.0 - switched - ahead}


G20 = Row(
    id="G20",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Promotion bump: three quarters switching in elasticities, a third in units",
    source="van Heerde, Gupta & Wittink 2003, JMR 40:481; Bell, Chiang & Padmanabhan 1999; Gupta 1988",
    experiment=E1,
    statistics=(
        Statistic("switching", "units gained from other brands, share of the gain", (0.20, 0.45)),
        Statistic("stockpiling", "units taken from later weeks, share of the gain", (0.20, 0.45)),
        Statistic("expansion", "units that nobody loses, share of the gain", (0.20, 0.45)),
    ),
    estimate=estimate_g20,
)
"""Units: where the gain of a one-week promotion comes from, in paired runs."""
_WEEKS = 6
_BANDS = {Category.STORABLE: (0.04, 0.30), Category.PERISHABLE: (-0.05, 0.05)}


def estimate_g21(shocks: Shocks) -> Mapping[str, float]:
    """Return the own units missing in the weeks after, as a share of the bump."""
    return {name: _dip(shocks, name) for name in ("promotion", "deal")}


def _dip(shocks: Shocks, name: str) -> float:
    effect = shocks.effect(name)[:, FOCAL]
    return float(-effect[1 : _WEEKS + 1].sum() / effect[0])


def row_g21(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G21",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Post-promotion dip",
        source="van Heerde, Leeflang & Wittink 2000, JMR 37:383; tuna and orange juice data",
        experiment=E1,
        statistics=(
            Statistic("promotion", "own dip in six weeks after cut and feature, share of bump", _BANDS[category]),
            Statistic("deal", "the same, price cut alone", _BANDS[category]),
        ),
        estimate=estimate_g21,
    )


G21 = row_g21(Category.STORABLE)
"""The dip after a promotion, in paired runs; deep for what can be stored, absent for what cannot."""
G21_PERISHABLE = row_g21(Category.PERISHABLE)


def estimate_g21_lagged(field: Field) -> Mapping[str, float]:
    """Return the coefficient of the lagged own price relative to the current one, mean of brands."""
    count, weeks, brands = field.units.shape
    price = np.exp(field.log_price)
    market = np.repeat(np.arange(count), weeks - 1)
    ratios = []
    for b in range(brands):
        drivers = np.column_stack([price[:, 1:].reshape(-1, brands), price[:, :-1, b].ravel()])
        controls = np.column_stack(
            [field.feature[:, 1:, b].ravel(), field.display[:, 1:, b].ravel(), field.feature[:, :-1, b].ravel()]
        )
        one = loglog.fit(loglog.Panel(field.units[:, 1:, b].ravel(), drivers, market, controls))
        ratios.append(-one.values[brands] / one.values[b])
    return {"lagged": float(np.mean(ratios))}


G21_LAGGED = Row(
    id="G21",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Post-promotion dip",
    source="van Heerde, Leeflang & Wittink 2000, JMR 37:383; tuna and orange juice data",
    experiment=E2,
    statistics=(
        Statistic(
            "lagged", "lagged over current price coefficient, sign turned (tuna 0.10-0.20)", (0.04, 0.30), gates=False
        ),
    ),
    estimate=estimate_g21_lagged,
)
""" as the scanner literature sees it: the coefficient of last week's price in a log-log regression."""
_FROM, _TO = 13, 39
"""Weeks in which a lasting effect is looked for."""


def estimate_g22(shocks: Shocks) -> Mapping[str, float]:
    """Return own and category effects from week 13 on, as shares of the base."""
    effect, base = shocks.effect("promotion")[_FROM:_TO], shocks.units("base")[_FROM:_TO]
    return {
        "own": float(effect[:, FOCAL].sum() / base[:, FOCAL].sum()),
        "category": float(effect.sum() / base.sum()),
    }


def row_g22(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G22",
        tier=Tier.A,
        kind="E",
        category=category,
        text="No permanent effect of price promotions",
        source="Pauwels, Hanssens & Siddarth 2002, JMR 39:421; Nijs et al. 2001, Marketing Science 20:1",
        experiment=E1,
        statistics=(
            Statistic("own", "own units 13-38 weeks after, share of base", (-0.02, 0.02)),
            Statistic("category", "category units 13-38 weeks after, share of base", (-0.02, 0.02)),
        ),
        estimate=estimate_g22,
    )


G22 = row_g22(Category.STORABLE)
"""A promotion leaves nothing behind."""
G22_PERISHABLE = row_g22(Category.PERISHABLE)


def estimate_g22_stationary(base: Baseline) -> Mapping[str, float]:
    """Return the share of brands whose log sales are stationary."""
    series = np.log(base.units)
    return {"stationary": float(np.mean([stationarity.is_stationary(column) for column in series.T]))}


G22_STATIONARY = Row(
    id="G22",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="No permanent effect of price promotions",
    source="Pauwels, Hanssens & Siddarth 2002, JMR 39:421; Nijs et al. 2001, Marketing Science 20:1",
    experiment=E0,
    statistics=(Statistic("stationary", "share of brands with stationary log sales (ADF, 5%)", (0.85, 1.0)),),
    estimate=estimate_g22_stationary,
)
""" on mature sales: a unit root is rejected."""


def estimate_g23(field: Field) -> Mapping[str, float]:
    """Return multiples of feature and display, mean of brands, and that of both with a 20% cut over the cut alone."""
    fitted = regressions(field)
    feature = float(np.mean([one.control_effects[0] for one in fitted]))
    display = float(np.mean([one.control_effects[1] for one in fitted]))
    return {"feature": np.exp(feature), "display": np.exp(display), "both": np.exp(feature + display)}


G23 = Row(
    id="G23",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Multipliers of feature and display",
    source="Narasimhan, Neslin & Sen 1996; orange-juice and cheese data",
    experiment=E2,
    statistics=(
        Statistic("feature", "multiple of a feature, dummy regression", (1.3, 2.9)),
        Statistic("display", "multiple of a display, dummy regression", (1.3, 3.0)),
        Statistic("both", "multiple of both over the cut alone (above one: super-multiplicative)", (1.3, 9.0)),
    ),
    estimate=estimate_g23,
)
"""Feature and display multiply sales, by dummies in the field regression."""


def estimate_g57(table: Later) -> Mapping[str, float]:
    """Return later purchases after a deep over those after a shallow promotion, logs."""
    return {"established": table.established, "new": table.new, "everybody": table.everybody}


G57 = Row(
    id="G57",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Deep deals hurt later sales to buyers of long standing and help among new ones",
    source="Anderson & Simester 2004, Marketing Science 23:4 (three field experiments of a catalogue)",
    experiment=E1_DEPTH,
    statistics=(
        Statistic(
            "established", "later purchases, 35% off over 10% off, fifth of classes with most habit, log", (-1.0, 0.0)
        ),
        Statistic("new", "the same, half of classes with least habit", (0.0, 1.0)),
        Statistic("everybody", "the same, all", (-1.0, 1.0), gates=False),
    ),
    estimate=estimate_g57,
)
"""After a deep deal, buyers of long standing buy less and those who hardly bought buy more."""


def estimate_g24(table: Responses) -> Mapping[str, float]:
    """Return frequent over seldom: baseline, effect of an event, elasticity to the regular price."""
    free = {f"{name}_free": value for name, value in _often_over_seldom(table.free).items()}
    return {**_often_over_seldom(table.held), **free}


def _often_over_seldom(table: Dealing) -> dict[str, float]:
    return {
        "baseline": table.regular["often"] / table.regular["seldom"],
        "event": table.deal["often"] / table.deal["seldom"],
        "regular": table.price["often"] / table.price["seldom"],
    }


G24 = Row(
    id="G24",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="What frequent dealing does to the brand",
    source="Mela, Gupta & Lehmann 1997, JMR 34:248; Jedidi, Mela & Gupta 1999",
    experiment=E4_DEALING,
    statistics=(
        Statistic("baseline", "regular-price sales, deals in 25% over 5% of weeks, listings held", (0.0, 0.999)),
        Statistic("event", "log effect of one deal, 25% over 5%, listings held", (0.0, 0.999)),
        Statistic("regular", "regular price elasticity, 25% over 5%, listings held", (1.001, 5.0)),
        Statistic("baseline_free", "regular-price sales, listings following profit", (0.0, 0.999), gates=False),
        Statistic("event_free", "log effect of one deal, listings following profit", (0.0, 0.999), gates=False),
        Statistic("regular_free", "regular price elasticity, listings following profit", (1.001, 5.0), gates=False),
    ),
    estimate=estimate_g24,
)
"""Frequent deals lower the regular baseline and the deal's effect, and raise price sensitivity."""
