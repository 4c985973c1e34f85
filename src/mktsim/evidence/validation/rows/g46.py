"""G46: integration helps through information, more with resources; meetings alone do not."""

from __future__ import annotations

from collections.abc import Mapping

from mktsim.evidence.validation.experiments.e3_organisations import E3_ORGANISATIONS, OrganisedLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.organised_regression import standardised


def estimate(table: OrganisedLaunches) -> Mapping[str, float]:
    """Return standardised coefficients of a regression with product and market beside them."""
    found = standardised(table)
    return {
        "information": found["integration"],
        "interaction": found["integration_by_resources"],
        "meetings": found["meetings"],
    }


ROW = Row(
    id="G46",
    tier=Tier.B,
    kind="E",
    category=Category.DURABLE,
    text="Integration helps conditionally",
    source="Troy, Hirunyawipada & Paswan 2008, J Marketing 72:132; Leenders & Wierenga 2008, IJRM 25:56",
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("information", "effect of quicker, clearer information on value, standardised", (0.0, 1.0)),
        Statistic("interaction", "the same effect's rise with resources, standardised", (0.0, 1.0)),
        Statistic("meetings", "effect of the attention that messages cost, standardised", (-1.0, 0.05)),
    ),
    estimate=estimate,
)
