"""G41: the best advertising over sales falls from stage to stage of the life cycle."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from mktsim.evidence.validation.experiments.e4_stages import E4_STAGES, StageBudgets
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.model.world import Stage


def estimate(table: StageBudgets) -> Mapping[str, float]:
    """Return whether the best advertising over sales falls at every stage; a launch of one stage does not tell."""
    row = [table.shares[stage] for stage in Stage if stage in table.shares]
    if len(row) < 2:
        return {}
    return {"falls": float(all(early > late for early, late in pairwise(row))), "ratio": row[0] / row[-1]}


ROW = Row(
    id="G41",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Advertising over sales falls over the life cycle",
    source="Fischer et al. 2011, Marketing Science 30:568; Nerlove & Arrow 1962",
    experiment=E4_STAGES,
    statistics=(
        Statistic("falls", "share of launches whose best advertising over sales falls at every stage", (0.8, 1.0)),
        Statistic("ratio", "advertising over sales of the first stage over the last one's", (1.0, 9999.0), gates=False),
    ),
    estimate=estimate,
)
