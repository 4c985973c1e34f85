"""Product life cycle: take-off, growth, saddle, decline and generations (G03-G07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.validation.experiments.e3_launches import E3, Launches
from mktsim.evidence.validation.experiments.e3_successor import E3_SUCCESSOR, YEARS, Successions
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.outcomes.stages import HIGH_BASE, takeoff_threshold
from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls


@dataclass(frozen=True)
class Dates:
    """Years (from 0) of take-off and slowdown; None where there was none."""

    takeoff: int | None
    slowdown: int | None


def dates(units: Floats, households: float) -> Dates:
    """Date a yearly series, shape (years,), in a market of `households`."""
    takeoff = _takeoff(units, households)
    return Dates(takeoff, None if takeoff is None else _slowdown(units, takeoff))


def _takeoff(units: Floats, households: float) -> int | None:
    """First year whose growth reaches the threshold of its base; a first year past all bases took off at once."""
    if units[0] >= HIGH_BASE * households:
        return 0
    growth = units[1:] / np.maximum(units[:-1], 1.0) - 1.0
    found = np.flatnonzero(growth >= takeoff_threshold(units[:-1] / households))
    return int(found[0]) + 1 if found.size else None


def _slowdown(units: Floats, takeoff: int) -> int | None:
    """First of two successive years below the highest before (Golder & Tellis 2004)."""
    highest = np.maximum.accumulate(units)
    for year in range(takeoff + 1, units.size - 1):
        if units[year] < highest[year - 1] and units[year + 1] < highest[year - 1]:
            return year
    return None


_SUCCESS = 0.05
"""Penetration of households after twenty years from which a launch counts as a success: assumption."""


def estimate_g03(ensemble: Launches) -> Mapping[str, float]:
    """Return time, penetration and price at take-off."""
    years, reach, price, jump = [], [], [], []
    success = ensemble.first.sum(axis=1) >= _SUCCESS * ensemble.households
    for number in np.flatnonzero(success):
        units = ensemble.units[number]
        year = dates(units, ensemble.households).takeoff
        if year is None:
            continue
        years.append(year + 1)
        reach.append(ensemble.first[number, :year].sum() / ensemble.households if year else np.nan)
        price.append(ensemble.price[number, year])
        jump.append(units[year] / units[year - 1] - 1.0 if year else np.nan)
    return {
        "years": float(np.mean(years)),
        "exists": len(years) / max(int(success.sum()), 1),
        "success": float(success.mean()),
        "penetration": float(np.nanmean(reach)),
        "price": float(np.mean(price)),
        "jump": float(np.nanmean(jump)),
    }


G03 = Row(
    id="G03",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Time to take-off of new durables",
    source="Golder & Tellis 1997, Marketing Science 16:256; Tellis, Stremersch & Yin 2003",
    experiment=E3,
    statistics=(
        Statistic("years", "mean year of take-off", (3.0, 8.0)),
        Statistic("exists", "share of successes (5% of households in twenty years) that take off", (0.8, 1.0)),
        Statistic("penetration", "mean penetration of households at take-off", (0.005, 0.05)),
        Statistic("price", "mean price at take-off over launch price, learning on", (0.0, 0.9)),
        Statistic("success", "share of launches that succeed", (0.0, 1.0), gates=False),
        Statistic("jump", "mean growth in the year of take-off", (0.5, 6.0), gates=False),
    ),
    estimate=estimate_g03,
)
"""New durables take off after some years."""


def estimate_g04(ensemble: Launches) -> Mapping[str, float]:
    """Return length and speed of growth, and depth and place of the slowdown."""
    rows = []
    for number, units in enumerate(ensemble.units):
        found = dates(units, ensemble.households)
        if found.takeoff is None or found.slowdown is None or found.slowdown < found.takeoff + 2:
            continue
        growth = units[found.takeoff + 1 : found.slowdown] / units[found.takeoff : found.slowdown - 1] - 1.0
        reached = ensemble.first[number, : found.slowdown].sum()
        rows.append(
            (
                growth.mean(),
                found.slowdown - found.takeoff,
                1.0 - units[found.slowdown] / units[found.slowdown - 1],
                reached / ensemble.households,
                reached / ensemble.first[number].sum(),
            )
        )
    mean = np.mean(rows, axis=0) if rows else np.full(5, np.nan)
    names = ("growth", "years", "drop", "population", "ultimate")
    return {**dict(zip(names, map(float, mean), strict=True)), "dated": len(rows) / len(ensemble.units)}


G04 = Row(
    id="G04",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Growth stage and slowdown",
    source="Golder & Tellis 2004, Marketing Science 23:207",
    experiment=E3,
    statistics=(
        Statistic("growth", "mean yearly growth from take-off to slowdown", (0.30, 0.60)),
        Statistic("years", "mean years of growth", (5.0, 12.0)),
        Statistic("drop", "mean drop in the year of slowdown", (0.08, 0.30)),
        Statistic("population", "mean penetration of households at slowdown", (0.25, 0.45)),
        Statistic("ultimate", "mean share of the penetration after twenty years at slowdown", (0.40, 0.65)),
        Statistic("dated", "share of launches with both dates", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g04,
)
"""Growth after take-off, and the slowdown that ends it."""
_DEPTH = 0.20


def estimate_g05(ensemble: Launches) -> Mapping[str, float]:
    """Return the share of launches with a saddle, and its mean depth."""
    depths = np.array([saddle(units) for units in ensemble.units])
    found = depths >= _DEPTH
    return {"share": float(found.mean()), "depth": float(depths[found].mean()) if found.any() else np.nan}


def saddle(units: Floats) -> float:
    """Return the deepest fall from an earlier peak that a later year exceeds, share; zero for none."""
    deepest = 0.0
    highest = np.maximum.accumulate(units)
    for year in range(1, units.size - 1):
        if units[year + 1 :].max() > highest[year]:
            deepest = max(deepest, 1.0 - units[year] / highest[year])
    return deepest


G05 = Row(
    id="G05",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Saddle in growth",
    source="Goldenberg, Libai & Muller 2002, J Marketing 66:1; Chandrasekaran & Tellis 2011",
    experiment=E3,
    statistics=(
        Statistic("share", "share of launches that fall 20% and recover above", (0.10, 0.60)),
        Statistic("depth", "mean depth of saddles (published 29%)", (0.2, 0.4), gates=False),
    ),
    estimate=estimate_g05,
)
"""Some launches fall from a first peak and recover above it."""
_ALIVE = 0.02
"""Share of the peak above which growth is read."""


def estimate_g06(table: Successions) -> Mapping[str, float]:
    """Return the median yearly growth after the peak, and years to half of it."""
    growth, half = [], []
    for units in table.old:
        peak = int(units.argmax())
        growth.append(np.median(decline(units)) if peak < units.size - 2 else np.nan)
        below = np.flatnonzero(units[peak:] <= 0.5 * units[peak])
        half.append(float(below[0]) if below.size else np.nan)
    return {
        "decline": float(np.nanmedian(growth)),
        "half": float(np.nanmedian(half)),
        "halved": float(np.mean(np.isfinite(half))),
    }


def decline(units: Floats) -> Floats:
    """Return yearly growth after the peak while sales are alive."""
    peak = int(units.argmax())
    after = units[peak:]
    kept = after[1:] > _ALIVE * units[peak]
    rates: Floats = (after[1:] / after[:-1] - 1.0)[kept]
    return rates


G06 = Row(
    id="G06",
    tier=Tier.A,
    kind="E",
    category=Category.DURABLE,
    text="Speed of decline over full life cycles",
    source="measured on RIAA, CIPA, Apple, Nintendo and Yugo data",
    experiment=E3_SUCCESSOR,
    statistics=(
        Statistic("decline", "median yearly growth after the peak", (-0.30, -0.10)),
        Statistic("half", "median years from peak to half", (3.0, 9.0)),
        Statistic("halved", "share of launches that fell to half", (0.0, 1.0), gates=False),
    ),
    estimate=estimate_g06,
)
"""How fast a substituted product declines after its peak."""
_WITHIN = 2
"""Years from the successor's take-off within which the old generation declines."""
_T = 1.96


def estimate_g07(table: Successions) -> Mapping[str, float]:
    """Compare q of generations fitted apart, and date the old one's decline by the successor's take-off."""
    same, ratio, late = [], [], []
    for number, gap in enumerate(table.gap.astype(int)):
        old = bass_nls.fit(table.first_old[number, :gap])
        new = bass_nls.fit(table.first_new[number, gap:YEARS])
        spread = float(np.hypot(old.se[1], new.se[1]))
        if not (old.at_bound or new.at_bound) and np.isfinite(spread):
            ratio.append(np.log(new.q / old.q))
            same.append(abs(new.q - old.q) < _T * spread)
        takeoff = dates(table.new[number, gap:], table.households).takeoff
        if takeoff is not None:
            late.append(int(table.old[number].argmax()) <= gap + takeoff + _WITHIN)
    return {
        "same": float(np.mean(same)) if same else np.nan,
        "ratio": float(np.exp(np.median(ratio))) if ratio else np.nan,
        "declines": float(np.mean(late)) if late else np.nan,
    }


G07 = Row(
    id="G07",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Substitution between generations",
    source="Norton & Bass 1987, Management Science 33:1069",
    experiment=E3_SUCCESSOR,
    statistics=(
        Statistic("same", "share of launches whose generations' q do not differ (t below 1.96)", (0.5, 1.0)),
        Statistic("declines", "share whose old generation falls within two years of the take-off", (0.5, 1.0)),
        Statistic("ratio", "median q of the newer over the older generation", (0.67, 1.5), gates=False),
    ),
    estimate=estimate_g07,
)
"""Imitation is alike over generations, and the old one falls when the new one takes off."""
