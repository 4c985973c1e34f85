"""G13 over the life cycle: a newcomer's advertising works more than a mature brand's."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_newcomer import E1_NEWCOMER
from mktsim.evidence.validation.experiments.e1_shock import FOCAL, PULSE, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the newcomer's elasticities, and the short-run one over the mature brand's."""
    moved = (shocks.units("pulse_up") - shocks.units("pulse_down"))[:, FOCAL]
    effect = moved / shocks.units("base")[:, FOCAL] / (2.0 * PULSE)
    mature = (shocks.mature["pulse_up"] - shocks.mature["pulse_down"]) / shocks.mature["base"] / (2.0 * PULSE)
    return {
        "introduction": float(effect.sum() / mature.sum()),
        "introduction_short": float(effect[0] / mature[0]),
    }


ROW = Row(
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
    estimate=estimate,
)
