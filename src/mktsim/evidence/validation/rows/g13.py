"""G13: advertising elasticity, short and long run. Data interval: week; gate on the paired response (A.0)."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, FOCAL, PULSE, YEAR, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_MONTH, _QUARTER = 4, 13


def estimate(shocks: Shocks) -> Mapping[str, float]:
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


ROW = Row(
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
    estimate=estimate,
)
