"""G49: planning pays a little."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e4_planning import E4_PLANNING, Planning
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def estimate(table: Planning) -> Mapping[str, float]:
    """Return what a planning department adds to net present value, share, in each kind of market and on average."""
    calm = table.calm_with / table.calm_without - 1.0
    turbulent = table.turbulent_with / table.turbulent_without - 1.0
    return {"gain": (calm + turbulent) / 2.0, "calm": calm, "turbulent": turbulent}


ROW = Row(
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
    estimate=estimate,
)
