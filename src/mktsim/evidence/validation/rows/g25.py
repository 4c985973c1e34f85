"""G25: losses against the reference price weigh more than gains, and fade as it adapts (log elasticities, A.0)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e1_shock import E1, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

_NEWS = slice(0, 4)
_LATER = slice(39, 52)


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return loss over gain response in log elasticities, in the first four weeks and after adaptation."""
    return {"ratio": _ratio(shocks, _NEWS), "later": _ratio(shocks, _LATER), "percent": _percent(shocks)}


def _ratio(shocks: Shocks, weeks: slice) -> float:
    loss = shocks.log_ratio("regular_up_10", weeks) / math.log(1.10)
    gain = shocks.log_ratio("regular_down_10", weeks) / math.log(0.90)
    return loss / gain


def _percent(shocks: Shocks) -> float:
    """Return the ratio in percent, which convexity of a logit in log price pulls below one."""
    lost = 1.0 - math.exp(shocks.log_ratio("regular_up_10", _NEWS))
    won = math.exp(shocks.log_ratio("regular_down_10", _NEWS)) - 1.0
    return lost / won


ROW = Row(
    id="G25",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Reference price asymmetry",
    source="Kalyanaram & Winer 1995, Marketing Science 14:G161",
    experiment=E1,
    statistics=(
        Statistic("ratio", "loss over gain, log elasticities, first four weeks", (1.2, 2.5)),
        Statistic("later", "the same after nine months (adapted)", (0.8, 1.2)),
        Statistic("percent", "the same in percent, first four weeks", (1.2, 2.5), gates=False),
    ),
    estimate=estimate,
)
