"""Registry of figures by kind of result, each in the order of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktsim.present.figures import (
    bridge,
    budget_frontier,
    confidence_sequence,
    coordination,
    cumulative_value,
    difference_forest,
    effect_forest,
    failing_worlds,
    gantt,
    ideal_realised,
    information_work,
    information_world,
    latency,
    mcb,
    morris,
    one_at_a_time,
    organisation_chart,
    payback,
    published_series,
    regrets,
    response,
    risk_return,
    search_progress,
    selection,
    sobol,
    spending,
    stages,
    tornado,
    waits,
    weekly_units,
    workload,
    worlds,
)
from mktsim.present.figures.spec import FigureSpec
from mktsim.study.question.user_rules import own_figures

Figures = tuple[FigureSpec[Any], ...]

COMPARISON: Figures = (
    difference_forest.FIGURE,
    worlds.FIGURE,
    mcb.FIGURE,
    cumulative_value.FIGURE,
    weekly_units.FIGURE,
    published_series.FIGURE,
    ideal_realised.FIGURE,
    bridge.FIGURE,
    spending.FIGURE,
    risk_return.FIGURE,
    payback.FIGURE,
    confidence_sequence.FIGURE,
    coordination.FIGURE,
    workload.FIGURE,
    stages.FIGURE,
    tornado.FIGURE,
)
SELECTION: Figures = (selection.FIGURE,)
ROBUSTNESS: Figures = (regrets.FIGURE, failing_worlds.FIGURE)
SENSITIVITY: Figures = (one_at_a_time.FIGURE, morris.FIGURE, sobol.FIGURE)
OPTIMISATION: Figures = (search_progress.FIGURE, response.IMPORTANCE, response.SURFACE, budget_frontier.FIGURE)
INFORMATION: Figures = (information_work.FIGURE, information_world.FIGURE)
DUTIES: Figures = (effect_forest.DUTY_LOSSES,)
LINKS: Figures = (effect_forest.LINK_LOSSES,)
STAFF: Figures = (effect_forest.STAFF_GAINS,)
ORGANISATION_PLAN: Figures = (organisation_chart.FIGURE,)
ORGANISATION: Figures = (coordination.ORGANISATION_FIGURE, latency.FIGURE, waits.FIGURE, gantt.FIGURE)

KINDS: Mapping[str, Figures] = {
    "compare": COMPARISON,
    "select": SELECTION,
    "robust": ROBUSTNESS,
    "sensitivity": SENSITIVITY,
    "optimise": OPTIMISATION,
    "information": INFORMATION,
    "duties": DUTIES,
    "links": LINKS,
    "staff": STAFF,
    "organisation": ORGANISATION,
}
"""Tables by kind of result, as a user's file names them."""


def figures_of(kind: str) -> Figures:
    """Return the figures of a kind of result, the user's own last. Errors: InputError; KeyError for no such kind."""
    return (*KINDS[kind], *own_figures(kind))
