"""Advertising: elasticity, carry-over, field tests and its ratio to price (G13-G17)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.e1_newcomer import CAMPAIGNS, E1_NEWCOMER, E1_WEIGHT, WeightTests
from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, PULSE, STEP, YEAR, Shocks
from mktsim.evidence.validation.experiments.e2_field import E2, E2_LONG, Field, LongSeries
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import regressions
from mktsim.science.arrays import Floats
from mktsim.science.estimators import koyck, loglog

_MONTH, _QUARTER = 4, 13


def estimate_g13(shocks: Shocks) -> Mapping[str, float]:
    """Return the elasticity of units to one week's advertising, in the week and over its whole run."""
    base = shocks.units("base")[:, FOCAL]
    moved = (shocks.units("pulse_up") - shocks.units("pulse_down"))[:, FOCAL]
    effect = moved / base / (2.0 * PULSE)
    short, long = float(effect[0]), float(effect[:YEAR].sum())
    return {
        "short": short,
        "long": long,
        "ratio": long / short,
        "month": float(effect[:_MONTH].sum()),
        "quarter": float(effect[:_QUARTER].sum()),
    }


G13 = Row(
    id="G13",
    tier=Tier.A,
    kind="M",
    category=Category.STORABLE,
    text="Advertising elasticity, short and long run",
    source="Sethuraman, Tellis & Briesch 2011, JMR 48:457; Henningsen, Heuke & Clement 2011",
    experiment=E1,
    statistics=(
        Statistic("short", "advertising elasticity, week of the change, paired", (0.05, 0.20)),
        Statistic("long", "advertising elasticity, whole run, paired", (0.12, 0.40)),
        Statistic("ratio", "long over short", (1.5, 3.0)),
        Statistic("month", "cumulative after a month", (0.05, 0.40), gates=False),
        Statistic("quarter", "cumulative after a quarter", (0.05, 0.40), gates=False),
    ),
    estimate=estimate_g13,
)
"""Advertising elasticity, short and long run. Data interval: week; gate on the paired response."""
_T = 1.96


def estimate_g13_field(field: Field) -> Mapping[str, float]:
    """Return pooled estimates, and the share of single-brand single-market estimates that are significant."""
    brands = field.units.shape[2]
    short = np.array([one.values[brands] for one in regressions(field)])
    stock = np.array([one.values[brands + 1] for one in regressions(field)])
    return {
        "significant": float(np.mean(np.array(_t_values(field)) > _T)),
        "short": float(short.mean()),
        "long": float((short + stock).mean()),
    }


def _t_values(field: Field) -> list[float]:
    """Return t values of own advertising, brand by brand and market by market."""
    found = []
    count, weeks, brands = field.units.shape
    for m in range(count):
        for b in range(brands):
            drivers = np.column_stack([np.exp(field.log_price[m]), field.pressure[m, :, b]])
            promoted = np.column_stack([field.feature[m, :, b], field.display[m, :, b]])
            controls = promoted[:, [0]] if np.array_equal(promoted[:, 0], promoted[:, 1]) else promoted
            controls = controls[:, controls.any(axis=0)]
            one = loglog.fit(loglog.Panel(field.units[m, :, b], drivers, np.zeros(weeks, np.int64), controls))
            found.append(float(one.values[-1] / one.se[-1]))
    return found


G13_FIELD = Row(
    id="G13",
    tier=Tier.A,
    kind="M",
    category=Category.STORABLE,
    text="Advertising elasticity, short and long run",
    source="Sethuraman, Tellis & Briesch 2011, JMR 48:457; Henningsen, Heuke & Clement 2011",
    experiment=E2,
    statistics=(
        Statistic("significant", "share of single-brand estimates significantly above zero", (0.40, 0.70)),
        Statistic("field_short", "pooled weekly regression, this week's advertising", (0.05, 0.20), gates=False),
        Statistic("field_long", "pooled weekly regression, this week's and its stock", (0.12, 0.40), gates=False),
    ),
    estimate=lambda field: {
        name if name == "significant" else f"field_{name}": value for name, value in estimate_g13_field(field).items()
    },
)
""" on field data: the regression estimate, and how many single-brand estimates are significant."""


def estimate_g13_newcomer(shocks: Shocks) -> Mapping[str, float]:
    """Return the newcomer's elasticities, and the short-run one over the mature brand's."""
    moved = (shocks.units("pulse_up") - shocks.units("pulse_down"))[:, FOCAL]
    effect = moved / shocks.units("base")[:, FOCAL] / (2.0 * PULSE)
    mature = (shocks.mature["pulse_up"] - shocks.mature["pulse_down"]) / shocks.mature["base"] / (2.0 * PULSE)
    return {
        "introduction": float(effect.sum() / mature.sum()),
        "introduction_short": float(effect[0] / mature[0]),
    }


G13_NEWCOMER = Row(
    id="G13",
    tier=Tier.A,
    kind="M",
    category=Category.STORABLE,
    text="Advertising elasticity, short and long run",
    source="Sethuraman, Tellis & Briesch 2011, JMR 48:457; Henningsen, Heuke & Clement 2011",
    experiment=E1_NEWCOMER,
    statistics=(
        Statistic("introduction", "long-run elasticity in introduction over mature", (1.3, 9.0)),
        Statistic("introduction_short", "short-run elasticity in introduction over mature", (1.3, 9.0), gates=False),
    ),
    estimate=estimate_g13_newcomer,
)
""" over the life cycle: a newcomer's advertising works more than a mature brand's."""
INTERVALS = {"week": 1, "month": 4, "quarter": 13, "year": 52}
"""Weeks of each data interval."""
_WEEKS_PER_MONTH = 365.25 / 7.0 / 12.0


def estimate_g14(series: LongSeries) -> Mapping[str, float]:
    """Return the months in which 90% of the effect occurs, as each interval's regression implies."""
    months = {name: _months(series, weeks) for name, weeks in INTERVALS.items()}
    rising = [months["week"], months["month"], months["quarter"], months["year"]]
    rises = all(a < b for a, b in pairwise(rising))
    ratio = months["year"] / months["month"] if months["month"] > 0.0 else math.nan
    return {"ratio": ratio, "monotone": float(rises), **months}


def _months(series: LongSeries, weeks: int) -> float:
    """Return the implied duration from the mean carry-over of markets, months; zero without carry-over."""
    pairs = zip(_summed(series.units, weeks), _summed(series.advertising, weeks), strict=True)
    carry = float(np.mean([koyck.fit(sales, spent).carry_over for sales, spent in pairs]))
    if carry <= 0.0:
        return 0.0
    return math.log(0.1) / math.log(carry) * weeks / _WEEKS_PER_MONTH


def _summed(values: Floats, weeks: int) -> Floats:
    count = values.shape[1] // weeks
    total: Floats = values[:, : count * weeks].reshape(values.shape[0], count, weeks).sum(axis=2)
    return total


G14 = Row(
    id="G14",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Data-interval bias of advertising carry-over",
    source="Clarke 1976, JMR 13:345; Leone 1995, Marketing Science 14:G141; Bass & Leone 1983",
    experiment=E2_LONG,
    statistics=(
        Statistic("ratio", "implied 90% duration, yearly over monthly data", (4.0, math.inf)),
        Statistic("monotone", "share of seeds in which duration rises with the interval", (0.95, 1.0)),
        Statistic("week", "months, weekly data", (0.0, math.inf), gates=False),
        Statistic("month", "months, monthly data", (0.0, math.inf), gates=False),
        Statistic("quarter", "months, quarterly data", (0.0, math.inf), gates=False),
        Statistic("year", "months, yearly data", (0.0, math.inf), gates=False),
    ),
    estimate=estimate_g14,
)
"""Data-interval bias of advertising carry-over: the same sales, Koyck by week, month, quarter and year."""


def estimate_g15(shocks: Shocks) -> Mapping[str, float]:
    """Return cumulative gain over three years relative to the first."""
    effect = shocks.effect("heavy")[:, FOCAL]
    return {"ratio": float(effect.sum() / effect[:YEAR].sum())}


G15 = Row(
    id="G15",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Long-run multiplier of advertising",
    source="Lodish et al. 1995, Marketing Science 14:G133",
    experiment=E1,
    statistics=(Statistic("ratio", "gain of three years over the first, +50% for a year", (1.5, 2.5)),),
    estimate=estimate_g15,
)
"""Three years' gain from a year of heavier advertising, over the first year's."""
NOISE = 0.05
"""Coefficient of variation of each market's yearly sales (G16)."""
_ONE_SIDED_80 = 0.8416
"""Normal quantile of an 80% test."""


def estimate_g16(tests: WeightTests) -> Mapping[str, float]:
    """Return the share of tests significant at 80%, mature brand and newcomer, and mean effects."""
    noise = NOISE * np.sqrt(2.0) * Designer("G16", tests.seed).normal(("noise",), CAMPAIGNS)
    return {
        "mature": _significant(tests.mature, noise),
        "new": _significant(tests.new, noise),
        "mature_effect": float(tests.mature.mean()),
        "new_effect": float(tests.new.mean()),
    }


def _significant(effect: Floats, noise: Floats) -> float:
    return float(np.mean(effect + noise > _ONE_SIDED_80 * NOISE * np.sqrt(2.0)))


G16 = Row(
    id="G16",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Weight tests: more advertising alone often does nothing",
    source="Aaker & Carman 1982; Lodish et al. 1995, JMR 32:125",
    experiment=E1_WEIGHT,
    statistics=(
        Statistic("mature", "share of 60 tests significant at 80%, +50% for a year, mature brand", (0.30, 0.65)),
        Statistic("new", "the same, brand in its first year", (0.50, 0.80)),
        Statistic("mature_effect", "mean log effect, mature brand", (0.0, 0.3), gates=False),
        Statistic("new_effect", "mean log effect, brand in its first year", (0.0, 0.3), gates=False),
    ),
    estimate=estimate_g16,
)
"""Split-market tests of half as much advertising again often find nothing; copy is drawn for each campaign."""


def estimate_g17(shocks: Shocks) -> Mapping[str, float]:
    """Return the ratio to the week's advertising elasticity and to that of a sustained change."""
    price = shocks.log_ratio("price_up", slice(0, 1), "price_down") / math.log((1.0 + STEP) / (1.0 - STEP))
    moved = (shocks.units("pulse_up") - shocks.units("pulse_down"))[0, FOCAL]
    week = moved / shocks.units("base")[0, FOCAL] / (2.0 * PULSE)
    year = shocks.log_ratio("year_up", slice(26, YEAR)) / math.log(1.10)
    return {"short": abs(price) / week, "sustained": abs(price) / year}


G17 = Row(
    id="G17",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Price elasticity over advertising elasticity",
    source="Sethuraman & Tellis 1991, JMR 28:160",
    experiment=E1,
    statistics=(
        Statistic("short", "price over short-run advertising elasticity", (8.0, 30.0)),
        Statistic("sustained", "price over sustained advertising elasticity", (4.0, 30.0), gates=False),
    ),
    estimate=estimate_g17,
)
"""Price elasticity over advertising elasticity."""


def estimate_g17_newcomer(shocks: Shocks) -> Mapping[str, float]:
    """Return the newcomer's ratio less the mature brand's, whole run of a pulse."""
    young = {name: shocks.units(name)[:, FOCAL] for name in shocks.runs}
    return {"earlier": _elasticity_ratio(young) - _elasticity_ratio(shocks.mature)}


def _elasticity_ratio(units: Mapping[str, Floats]) -> float:
    price = math.log(units["price_up"][0] / units["price_down"][0]) / math.log((1.0 + STEP) / (1.0 - STEP))
    moved = (units["pulse_up"] - units["pulse_down"]) / units["base"] / (2.0 * PULSE)
    return abs(price) / float(moved.sum())


G17_NEWCOMER = Row(
    id="G17",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Price elasticity over advertising elasticity",
    source="Sethuraman & Tellis 1991, JMR 28:160",
    experiment=E1_NEWCOMER,
    statistics=(Statistic("earlier", "ratio in introduction less ratio when mature (whole run)", (-99.0, 0.0)),),
    estimate=estimate_g17_newcomer,
)
""" over the life cycle: the ratio is smaller early."""
