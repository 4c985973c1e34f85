"""The table of figures: one line each, in the order of the report."""

from __future__ import annotations

from typing import Any

from mktsim.present.plots import (
    bridge,
    coordination,
    cumulative_value,
    difference_forest,
    ideal_realised,
    mcb,
    observed,
    payback,
    risk_return,
    spending,
    stages,
    tornado,
    watched,
    weekly_units,
    workload,
)
from mktsim.present.plots.spec import FigureSpec, Section

FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "difference_forest",
        "How much better or worse than the baseline",
        "Each bar is where the true difference to the baseline lies. A bar that does not touch the "
        "line of zero is a difference that luck does not explain.",
        Section.RESULT,
        difference_forest.data,
        difference_forest.draw,
        difference_forest.alt,
    ),
    FigureSpec(
        "mcb",
        "Which arms may be the best",
        "An arm whose bar ends at the line of zero is not the best; one whose bar begins there is. Any other may be.",
        Section.RESULT,
        mcb.data,
        mcb.draw,
        mcb.alt,
    ),
    FigureSpec(
        "cumulative_value",
        "Value earned so far, week by week",
        "Money earned less money spent since the opening, counted at its worth on the first day.",
        Section.RESULT,
        cumulative_value.data,
        cumulative_value.draw,
        cumulative_value.alt,
    ),
    FigureSpec(
        "weekly_units",
        "Units sold each week and the stages of the life cycle",
        "Below the curves: the stage of the life cycle as it can be dated afterwards.",
        Section.MARKET,
        weekly_units.data,
        weekly_units.draw,
        weekly_units.alt,
    ),
    FigureSpec(
        "observed",
        "Published series against simulated series",
        "What happened against what the model makes of the historical policy. Years right of the "
        "dotted line were not used to fit it.",
        Section.MARKET,
        observed.data,
        observed.draw,
        observed.alt,
    ),
    FigureSpec(
        "ideal_realised",
        "What the organisation makes of each policy",
        "The black mark is what the policy is worth if every decision is instant, informed and "
        "carried out. Coloured bars are what is lost because work is late, rests on poor information, "
        "or is not done as decided; left of zero something was gained.",
        Section.WHY,
        ideal_realised.data,
        ideal_realised.draw,
        ideal_realised.alt,
    ),
    FigureSpec(
        "bridge",
        "From runner-up to leader",
        "Read from top to bottom: every bar adds to the lead (blue) or takes from it (orange, "
        "hatched), and the last is the whole difference.",
        Section.WHY,
        bridge.data,
        bridge.draw,
        bridge.alt,
    ),
    FigureSpec(
        "spending",
        "Where the money goes",
        "Receipts, margins of the channel and costs of making, moving and holding the goods are left out. "
        "One run out of many (replication 0).",
        Section.WHY,
        spending.data,
        spending.draw,
        spending.alt,
    ),
    FigureSpec(
        "risk_return",
        "Risk and return",
        "Up is better on average, right is better in bad luck. An arm that is both is safe to choose.",
        Section.RISK,
        risk_return.data,
        risk_return.draw,
        risk_return.alt,
    ),
    FigureSpec(
        "payback",
        "When the money is back",
        "Further left is sooner. Long bars belong to policies whose payback depends on luck.",
        Section.RISK,
        payback.data,
        payback.draw,
        payback.alt,
    ),
    FigureSpec(
        "watched",
        "How the answer settled as replications came in",
        "Whoever watches a comparison run may stop it when the band leaves the line of zero; the usual intervals do "
        "not allow that.",
        Section.RISK,
        watched.data,
        watched.draw,
        watched.alt,
    ),
    FigureSpec(
        "coordination",
        "Who tells whom, who is busy, and what is slow",
        "Boxes are departments, darker when busier. Arrows are messages, thicker when more, darker red when slower.",
        Section.ORGANISATION,
        coordination.data,
        coordination.draw,
        coordination.alt,
    ),
    FigureSpec(
        "workload",
        "How busy departments are and how long their decisions take",
        "Departments near 100% have no time left, so work waits there. The right side is how long "
        "their decisions take.",
        Section.ORGANISATION,
        workload.data,
        workload.draw,
        workload.alt,
    ),
    FigureSpec(
        "stages",
        "The stage of the life cycle: true and believed",
        "The firm does not know the stage; each department believes what its own late and noisy sales figures suggest. "
        "Blank: no belief on record yet.",
        Section.ORGANISATION,
        stages.data,
        stages.draw,
        stages.alt,
    ),
    FigureSpec(
        "tornado",
        "What the verdict rests on",
        "Each bar replaces one assumption by its lowest and highest plausible value. A bar that "
        "crosses the line of zero turns the verdict.",
        Section.ASSUMPTIONS,
        tornado.data,
        tornado.draw,
        tornado.alt,
    ),
)
