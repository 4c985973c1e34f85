"""G07: imitation is alike over generations, and the old one falls when the new one takes off."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_successor import E3_SUCCESSOR, YEARS, Successions
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.stage_dates import dates
from mktsim.science.estimators import bass_nls

_WITHIN = 2
"""Years from the successor's take-off within which the old generation declines."""
_T = 1.96


def estimate(table: Successions) -> Mapping[str, float]:
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


ROW = Row(
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
    estimate=estimate,
)
