"""Rows of the evidence that nothing measures yet, each with what is missing: they are shown, never left out."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier


def _estimate(_table: object) -> Mapping[str, float]:
    return {"value": math.nan}


def _run(_scenario: object, _seed: int) -> None:
    return None


def _row(name: str, tier: Tier, what: tuple[str, str], band: tuple[float, float], missing: str) -> Row:
    text, source = what
    return Row(
        id=name,
        tier=tier,
        kind="E",
        category=Category.STORABLE,
        text=text,
        source=source,
        experiment=Experiment("none", missing, _run, seeds=0),
        statistics=(Statistic("value", text, band),),
        estimate=_estimate,
    )


UNMEASURED: tuple[Row, ...] = (
    _row("G38", Tier.B, ("Market share and profit", "Edeling & Himme 2018, J Marketing 82:1"), (0.05, 0.35),
         "rivals keep no books, so profit cannot be compared across firms"),
    _row("G41", Tier.B, ("Advertising over sales falls over the life cycle", "Fischer et al. 2011"), (0.8, 1.0),
         "needs budgets optimised by stage"),
    _row("G45", Tier.A, ("Correlates of new-product performance", "Henard & Szymanski 2001, JMR 38:362"), (0.10, 0.40),
         "needs launches under organisations drawn at random"),
    _row("G46", Tier.B, ("Integration helps conditionally", "Troy, Hirunyawipada & Paswan 2008"), (0.0, 1.0),
         "needs launches by information and resources"),
    _row("G47", Tier.B, ("Harmony and project success", "Souder 1988, JPIM 5:6"), (1.8, 99.0),
         "needs launches at three levels of coordination"),
    _row("G48", Tier.B, ("Capabilities and performance", "Krasnikov & Jayachandran 2008"), (0.0, 1.0),
         "needs each department's skill varied over many environments"),
    _row("G49", Tier.B, ("Planning formalisation", "Miller & Cardinal 1994, AMJ 37:1649"), (0.0, 0.08),
         "needs planning switched on and off in calm and turbulent markets"),
)  # fmt: skip
"""In order of id."""
