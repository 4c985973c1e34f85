"""The table of figures: one line each, in the order of the report."""

from __future__ import annotations

from typing import Any

from mktsim.present.plots import (
    bridge,
    coordination,
    cumulative_value,
    difference_forest,
    ideal_realised,
    observed,
    risk_return,
    spending,
    stages,
    tornado,
    weekly_units,
    workload,
)
from mktsim.present.plots.spec import FigureSpec, Section

FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "difference_forest",
        "How much better or worse than the baseline",
        Section.RESULT,
        difference_forest.data,
        difference_forest.draw,
        difference_forest.alt,
    ),
    FigureSpec(
        "cumulative_value",
        "Value earned so far, week by week",
        Section.RESULT,
        cumulative_value.data,
        cumulative_value.draw,
        cumulative_value.alt,
    ),
    FigureSpec(
        "weekly_units",
        "Units sold each week and the stages of the life cycle",
        Section.MARKET,
        weekly_units.data,
        weekly_units.draw,
        weekly_units.alt,
    ),
    FigureSpec(
        "observed",
        "Published series against simulated series",
        Section.MARKET,
        observed.data,
        observed.draw,
        observed.alt,
    ),
    FigureSpec(
        "ideal_realised",
        "What the organisation makes of each policy",
        Section.WHY,
        ideal_realised.data,
        ideal_realised.draw,
        ideal_realised.alt,
    ),
    FigureSpec("bridge", "From runner-up to leader", Section.WHY, bridge.data, bridge.draw, bridge.alt),
    FigureSpec("spending", "Where the money goes", Section.WHY, spending.data, spending.draw, spending.alt),
    FigureSpec(
        "risk_return", "Risk and return", Section.RISK, risk_return.data, risk_return.draw, risk_return.alt
    ),
    FigureSpec(
        "coordination",
        "Who tells whom, who is busy, and what is slow",
        Section.ORGANISATION,
        coordination.data,
        coordination.draw,
        coordination.alt,
    ),
    FigureSpec(
        "workload",
        "How busy departments are and how long their decisions take",
        Section.ORGANISATION,
        workload.data,
        workload.draw,
        workload.alt,
    ),
    FigureSpec(
        "stages",
        "The stage of the life cycle: true and believed",
        Section.ORGANISATION,
        stages.data,
        stages.draw,
        stages.alt,
    ),
    FigureSpec(
        "tornado",
        "What the verdict rests on",
        Section.ASSUMPTIONS,
        tornado.data,
        tornado.draw,
        tornado.alt,
    ),
)
