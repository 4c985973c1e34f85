"""Which parameters a life cycle has and what is believed of them before any data are seen.

Every parameter is fitted on a scale without bounds (logarithm, or logit for shares), where the prior is normal: a
median and a spread, so that nine tenths of the belief lie within exp(±1.645 spread) of the median on a log scale.
"""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.inputs.calibration import Scale


@dataclass(frozen=True)
class Prior:
    """Prior of one parameter."""

    name: str
    """Name in tables and files."""
    unit: str
    """Unit of the natural value."""
    median: float
    """Median of the natural value."""
    spread: float
    """Standard deviation on the scale of fitting."""
    scale: Scale
    """Scale of fitting."""
    source: str
    """Where it comes from, or the word assumption."""

    @property
    def centre(self) -> float:
        """Median on the scale of fitting."""
        return self.scale.inward(self.median)


P = Prior("p", "1/year", 0.01, 1.0, Scale.LOG, "Sultan, Farley & Lehmann 1990, JMR 27:70: 0.001-0.03")
Q = Prior("q", "1/year", 0.38, 0.40, Scale.LOG, "Sultan, Farley & Lehmann 1990, JMR 27:70: 0.2-0.8")
LIFE = Prior("life", "years", 8.0, 0.6, Scale.LOG, "assumption: lives of household goods")
REPLACED = Prior("replaced", "share", 0.5, 1.5, Scale.LOGIT, "assumption: from hardly anybody to nearly everybody")
DECLINE_START = Prior(
    "decline_start",
    "times to the peak",
    2.0,
    0.6,
    Scale.LOG,
    "assumption: a later generation follows the product's speed",
)
DECLINE_RATE = Prior(
    "decline_rate", "of p + q", 0.50, 0.6, Scale.LOG, "own measurement, 21 series (G06): 0.2 a year at q = 0.4"
)
FALL_START = Prior(
    "fall_start", "years", 14.0, 0.9, Scale.LOG, "assumption: when an established category begins to fall"
)
FALL_RATE = Prior("fall_rate", "1/year", 0.12, 0.6, Scale.LOG, "assumption: slower than durables (G06)")
GROWTH = Prior("growth", "1/year", 0.0, 0.05, Scale.PLAIN, "assumption: trend of an established category")
SIGMA = Prior("sigma", "sd of log", 0.15, 0.6, Scale.LOG, "assumption: planning errors of 16-26% (G42)")
PHI = Prior("phi", "per period", 0.7, 1.0, Scale.LOGIT, "assumption: what the curve misses lasts")
_POTENTIAL_MULTIPLE = 2.5
"""Median potential as a multiple of the sales so far; assumption."""
_POTENTIAL_SPREAD = 1.0
"""Nine tenths within a factor of five of it; assumption."""
_LEVEL_SPREAD = 1.0
"""Level of an established category around its mean so far; assumption."""
_SEASON_SPREAD = 0.25
"""Each harmonic of the season, in logarithms; assumption."""


def potential(so_far: float) -> Prior:
    """Return the prior of the market potential, units, given the sales so far."""
    source = "assumption: 2.5 times the sales so far, within a factor of five"
    return Prior("m", "units", _POTENTIAL_MULTIPLE * so_far, _POTENTIAL_SPREAD, Scale.LOG, source)


def level(mean: float) -> Prior:
    """Return the prior of the yearly level of an established category, units a year, given its mean so far."""
    return Prior("level", "units/year", mean, _LEVEL_SPREAD, Scale.LOG, "assumption: around the mean so far")


def harmonics(per_year: float) -> tuple[Prior, ...]:
    """Return the priors of the season: two harmonics a year, cosine and sine; nothing for yearly periods."""
    if per_year < 2:
        return ()
    count = 2 if per_year > 4 else 1
    names = [f"season_{wave}{k}" for k in range(1, count + 1) for wave in ("cos", "sin")]
    names += ["season_cos2"] if per_year == 4 else []
    source = "assumption: seasons of a quarter either way"
    return tuple(Prior(name, "log", 0.0, _SEASON_SPREAD, Scale.PLAIN, source) for name in names)
