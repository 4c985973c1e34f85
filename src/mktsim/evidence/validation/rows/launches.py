"""New-product success: failure rates, and what product, market and organisation explain (G44-G49)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_capabilities import E3_CAPABILITIES, Capabilities
from mktsim.evidence.validation.experiments.e3_firm import E3_FIRM, FirmLaunches
from mktsim.evidence.validation.experiments.e3_organisations import (
    E3_ORGANISATIONS,
    ORGANISATION,
    PRODUCT,
    OrganisedLaunches,
)
from mktsim.evidence.validation.experiments.e4_planning import E4_PLANNING, Planning
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats
from mktsim.science.estimators import ols


def correlation(table: OrganisedLaunches, name: str) -> float:
    """Return the correlation of an attribute with value."""
    return float(np.corrcoef(table.drawn[name], table.value)[0, 1])


def explained(table: OrganisedLaunches) -> float:
    """Return the share of variance that the organisation's attributes explain together, chance taken out."""
    drawn = table.columns(*ORGANISATION)
    rows, columns = len(drawn), len(ORGANISATION)
    found = ols.fit(scaled(table.value), np.column_stack([np.ones(rows), drawn]))
    left = 1.0 - found.r2
    return 1.0 - left * (rows - 1.0) / (rows - columns - 1.0)


def scaled(value: Floats) -> Floats:
    """Return values with mean 0 and standard deviation 1."""
    return np.asarray((value - value.mean()) / value.std())


def estimate_g44(table: FirmLaunches) -> Mapping[str, float]:
    """Return the share of launches that lose money over five years, and how far quality tells."""
    return {
        "failed": float(np.mean(table.value < 0.0)),
        "quality": float(np.corrcoef(table.quality, table.value)[0, 1]),
    }


G44 = Row(
    id="G44",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="New-product failure",
    source="Castellion & Markham 2013, JPIM 30:976; Evanschitzky et al. 2012",
    experiment=E3_FIRM,
    statistics=(
        Statistic("failed", "share of launches with negative value over five years", (0.30, 0.50)),
        Statistic("quality", "correlation of quality and value (product advantage, G45)", (0.2, 0.8), gates=False),
    ),
    estimate=estimate_g44,
)
"""How many new products fail."""


def estimate_g45(table: OrganisedLaunches) -> Mapping[str, float]:
    """Return correlations with the value of three years."""
    product = [correlation(table, name) for name in PRODUCT]
    largest = max(abs(correlation(table, name)) for name in ORGANISATION)
    return {
        "integration": correlation(table, "integration"),
        "lead": min(product) - largest,
        "explained": explained(table),
        "quality": product[0],
        "potential": product[1],
    }


G45 = Row(
    id="G45",
    tier=Tier.A,
    kind="I",
    category=Category.DURABLE,
    text="Correlates of new-product performance",
    source="Henard & Szymanski 2001, JMR 38:362; Evanschitzky et al. 2012, JPIM 29(S1):21",
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("integration", "correlation of integration and value of three years", (0.10, 0.40)),
        Statistic("lead", "weaker of product and potential less the strongest of the organisation", (0.0, 1.0)),
        Statistic("explained", "variance that the organisation explains, adjusted", (-1.0, 0.30)),
        Statistic("quality", "correlation of product advantage and value", (0.2, 0.8), gates=False),
        Statistic("potential", "correlation of market potential and value", (0.2, 0.8), gates=False),
    ),
    estimate=estimate_g45,
)
"""Product and market tell more of a launch's success than the organisation does."""


def estimate_g46(table: Capabilities) -> Mapping[str, float]:
    """Return effects of two by two, coordination by resources, and of meetings, paired and standardised."""
    few, many = table.effect("apart, few", "close, few"), table.effect("apart, many", "close, many")
    found = {
        "information": 0.5 * (few + many),
        "interaction": 0.5 * (many - few),
        "meetings": table.effect("light meetings", "heavy meetings"),
    }
    return {name: float(one.mean()) / table.spread for name, one in found.items()}


G46 = Row(
    id="G46",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Integration helps conditionally",
    source="Troy, Hirunyawipada & Paswan 2008, J Marketing 72:132; Leenders & Wierenga 2008, IJRM 25:56",
    experiment=E3_CAPABILITIES,
    statistics=(
        Statistic("information", "effect of quicker, clearer information on value, standardised", (0.0, 1.0)),
        Statistic("interaction", "the same effect's rise with resources, standardised", (0.0, 1.0)),
        Statistic("meetings", "effect of the attention that messages cost, standardised", (-1.0, 0.05)),
    ),
    estimate=estimate_g46,
)
"""Integration helps through information, more with resources; meetings alone do not."""
FAILURES = 0.40
"""Share of launches that count as failures: the published rate (G44); which launches they are is what is measured."""
HALF = 0.5
"""Added to counts so that none is zero (Haldane 1956)."""


def estimate_g47(table: OrganisedLaunches) -> Mapping[str, float]:
    """Compare failures in the worst and best third of integration; the poorest 40% of launches are the failures."""
    failed = table.value < np.quantile(table.value, FAILURES)
    order = np.argsort(table.drawn["integration"])
    severe, mild, harmony = (failed[part] for part in np.array_split(order, 3))
    rates = [(one.sum() + HALF) / (one.size + 2.0 * HALF) for one in (severe, mild, harmony)]
    return {
        "ratio": float(rates[0] / rates[2]),
        "severe": float(severe.mean()),
        "mild": float(mild.mean()),
        "harmony": float(harmony.mean()),
    }


G47 = Row(
    id="G47",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Harmony and project success",
    source="Souder 1988, JPIM 5:6; Griffin & Hauser 1996, JPIM 13:191",
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("ratio", "failures under the worst over failures under the best coordination", (1.8, 99.0)),
        Statistic("severe", "share that fails, worst third of coordination (published 68%)", (0.0, 1.0), gates=False),
        Statistic("mild", "share that fails, middle third (published 23%)", (0.0, 1.0), gates=False),
        Statistic("harmony", "share that fails, best third (published 13%)", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g47,
)
"""The worse the coordination, the more launches fail."""


def estimate_g48(table: Capabilities) -> Mapping[str, float]:
    """Return paired, standardised effects of one standard deviation of skill of each group of departments."""
    groups = ("marketing", "rnd", "operations")
    found = {one: float(table.effect(f"weak {one}", f"strong {one}").mean()) / table.spread for one in groups}
    return {
        "marketing": found["marketing"],
        "first": found["marketing"] - found["rnd"],
        "second": found["rnd"] - found["operations"],
        "rnd": found["rnd"],
        "operations": found["operations"],
    }


G48 = Row(
    id="G48",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Capabilities and performance",
    source="Krasnikov & Jayachandran 2008, J Marketing 72:1; Kirca, Jayachandran & Bearden 2005",
    experiment=E3_CAPABILITIES,
    statistics=(
        Statistic("marketing", "effect of marketing's skill on value, standardised", (0.0, 1.0)),
        Statistic("first", "the same less the effect of research and development", (0.0, 1.0)),
        Statistic("second", "effect of research and development less that of operations", (0.0, 1.0)),
        Statistic("rnd", "effect of research and development", (0.0, 1.0), gates=False),
        Statistic("operations", "effect of operations", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g48,
)
"""Marketing's capability tells most, then that of research and development, then of operations."""


def estimate_g49(table: Planning) -> Mapping[str, float]:
    """Return what a planning department adds to net present value, share, in each kind of market and on average."""
    calm = table.calm_with / table.calm_without - 1.0
    turbulent = table.turbulent_with / table.turbulent_without - 1.0
    return {"gain": (calm + turbulent) / 2.0, "calm": calm, "turbulent": turbulent}


G49 = Row(
    id="G49",
    tier=Tier.B,
    kind="I",
    category=Category.STORABLE,
    text="Planning formalisation",
    source="Miller & Cardinal 1994, AMJ 37:1649; Brinckmann et al. 2010, JBV 25:24",
    experiment=E4_PLANNING,
    statistics=(
        Statistic("gain", "net present value gained by the planning department's work, share", (0.0, 0.08)),
        Statistic("calm", "the same in the market as it is", (0.0, 0.08), gates=False),
        Statistic("turbulent", "the same with all luck twice as strong", (0.0, 0.08), gates=False),
    ),
    estimate=estimate_g49,
)
"""Planning pays a little."""
