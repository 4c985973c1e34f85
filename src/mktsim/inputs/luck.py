"""Luck of a market: sizes of its sources of noise, and crises."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le, Lt

from mktsim.inputs.coefficients import Coefficient
from mktsim.quantities import Part, Source, Unit

CYCLE = Source("Deleersnyder, Dekimpe, Sarvary & Parker 2004, Quantitative Marketing and Economics 2:347")
CYCLE_MEMORY = Source(
    "yearly US real GDP 1959-2008 (Bureau of Economic Analysis) about its Hodrick-Prescott trend, 6.25 as in"
    " Ravn & Uhlig 2002, Review of Economics and Statistics 84:371: autocorrelation 0.30"
)
SHOCKS = Source(
    "weekly store panel of cheese in 88 US accounts (Boatwright, McCulloch & Rossi 1999, JASA 94:1063): half-year means"
    " of an account differ beyond short noise by a slow part of sd about 0.05; half-life assumption"
)


class Luck(Part):
    """Sizes of the sources of noise."""

    category_sd: Annotated[
        float, Ge(0), Le(1), Unit("sd of log"), Source("assumption; residual of store data"), Coefficient("category_sd")
    ] = 0.04
    """Stationary standard deviation of category demand by region."""
    category_memory: Annotated[
        float,
        Ge(0),
        Lt(1),
        Unit("per week"),
        Source("Groot 2005, Physica A 353:501: baseline sales go together for 10-11 weeks"),
        Coefficient("category_memory"),
    ] = 0.9
    """Weekly memory of category demand (AR 1)."""
    slow_sd: Annotated[float, Ge(0), Le(1), Unit("sd of utility"), SHOCKS, Coefficient("slow_sd")] = 0.05
    """Slow drift of a brand's appeal in a region (stationary)."""
    national_sd: Annotated[float, Ge(0), Le(1), Unit("sd of utility"), SHOCKS, Coefficient("national_sd")] = 0.03
    """Slow drift of a brand's appeal in all regions (stationary)."""
    slow_memory: Annotated[float, Ge(0), Lt(1), Unit("per week"), SHOCKS, Coefficient("slow_memory")] = 0.9737
    """Weekly memory of brands' drifts: half-life of 26 weeks."""
    response_sd: Annotated[
        float, Ge(0), Le(1), Unit("sd of log"),
        Source("Mela, Gupta & Lehmann 1997, JMR 34:248: price sensitivity moved over eight years; size assumption"),
        Coefficient("response_sd")] = 0.08  # fmt: skip
    """Slow drift of price sensitivity (stationary)."""
    response_memory: Annotated[
        float, Ge(0), Lt(1), Unit("per week"), Source("assumption: half-life of a year"), Coefficient("response_memory")
    ] = 0.9868
    """Weekly memory of the drift of price sensitivity."""
    brand_sd: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("sd of log"),
        Source("Henningsen, Heuke & Clement 2011, BuR 4:193: set so that half of estimates are significant (G13)"),
        Coefficient("brand_sd"),
    ] = 0.08
    """Weekly brand shock by region."""
    cycle_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), CYCLE] = 0.0
    """Spread of the year's category demand with the business cycle, all regions alike."""
    cycle_memory: Annotated[float, Ge(0), Lt(1), Unit("per year"), CYCLE_MEMORY] = 0.3
    """Yearly memory of the business cycle (AR 1)."""
    campaign_sd: Annotated[float, Ge(0), Le(2), Unit("sd of log"), Source("assumption")] = 0.30
    """Effectiveness of a campaign or promotion, unknown beforehand."""
    appeal_sd: Annotated[
        float, Ge(0), Le(2), Unit("utility"), Source("Kahn 2002, JPIM 19:133 (G43); none by default")
    ] = 0.0
    """Appeal of the focal brand, drawn once at launch and unknown to the firm."""
    potential_sd: Annotated[
        float, Ge(0), Le(2), Unit("sd of log"), Source("Kahn 2002, JPIM 19:133 (G43); none by default")
    ] = 0.0
    """Market potential, drawn once and unknown to the firm."""
    season_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption")] = 0.05
    """Strength of each year's season."""
    rival_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption")] = 0.05
    """Spread of rivals' spending and prices around their rules."""
    counts: Annotated[bool, Coefficient("counts")] = True
    """Whether purchases are drawn as integers; off gives expected values."""


class Crisis(Part):
    """Product failures and rumours that strike the focal brand at random; people then think less of its quality."""

    strikes_per_year: Annotated[float, Ge(0), Le(12), Unit("1/year"), Source("assumption: none by default")] = 0.0
    """Crises a year."""
    size: Annotated[float, Ge(0), Le(5), Unit("utility"), Source("assumption")] = 0.5
    """Mean fall of perceived quality; a crisis has between half and one and a half times of it."""
    forgotten_weeks: Annotated[float, Ge(0.1), Le(260), Unit("weeks"), Source("assumption")] = 12.0
    """Weeks in which the fall halves when nobody answers."""
    answered_weeks: Annotated[float, Ge(0.1), Le(260), Unit("weeks"), Source("assumption")] = 2.0
    """Weeks in which it halves once everybody has heard an answer."""
