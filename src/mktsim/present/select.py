"""A ranking-and-selection result as JSON, text, outcomes and figures; fields in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.csv_text import csv_bytes
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, heading_json, interval_json, number, view_of
from mktsim.present.layout import Row, grid, paragraph, stamp
from mktsim.present.numbers import Scale, percent, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.select.chance_constraints import Kept
    from mktsim.study.select.result import SelectedArm, Selection


def selection_json(found: Selection) -> View:
    """Return all that a selection says; single outcomes stay in files."""
    cost = found.cost
    return view_of(
        "selection",
        {
            **heading_json(found.heading),
            "question": found.question,
            "delta": found.delta,
            "alpha": number(found.alpha),
            "budget": found.budget,
            "verdict": {
                "status": found.status.value,
                "arm": found.arm,
                "tied": list(found.tied),
                "text": found.text,
                "guarantee": found.budget is None and found.status.value in {"selected", "tied within delta"},
                "probability_good": number(found.probability_good),
                "opportunity_cost": number(found.opportunity_cost),
            },
            "arms": [_arm(arm) for arm in found.arms],
            "at_most": found.at_most,
            "replications": found.replications,
            "cells": {
                "used": cost.cells,
                "run": cost.run,
                "equal": cost.equal,
                "independent": cost.independent,
                "two_stage": cost.two_stage,
            },
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(cost.seconds),
        },
    )


def _arm(arm: SelectedArm) -> View:
    return {
        "name": arm.name,
        "policy": arm.policy,
        "organisation": arm.organisation,
        "replications": arm.replications,
        **interval_json(arm.interval),
        "behind": None if arm.behind is None else interval_json(arm.behind),
        "p_within_delta": number(arm.p_within),
        "expected_loss": number(arm.loss),
        "limits": [_limit(limit) for limit in arm.limits],
    }


def _limit(limit: Kept) -> View:
    return {
        "limit": limit.limit,
        "keeping": limit.keeping.value,
        "share": number(limit.share),
        "bounds": [number(limit.lower), number(limit.upper)],
    }


def write_selection(found: Selection, directory: Path) -> tuple[Path, ...]:
    """Write verdict, outcomes and figure; return the paths. Files of an earlier selection are replaced."""
    files = (
        (directory / "selection.json", json_bytes(selection_json(found))),
        (directory / "selection_outcomes.csv", _outcomes(found)),
        *figures_in(directory, found, figures_of("select")),
    )
    return write_bytes(files, replace=True)


def _outcomes(found: Selection) -> bytes:
    """Return the outcomes that the answer rests on; empty where an arm was out of play."""
    rows = (
        (name, *("" if np.isnan(value) else value for value in row.tolist()))
        for name, row in zip(found.numbers.tolist(), found.outcomes, strict=True)
    )
    return csv_bytes(("replication", *(arm.name for arm in found.arms)), rows)


def selection_text(found: Selection) -> str:
    """Return the verdict, the table of arms, the limits and what the answer cost."""
    parts = [paragraph(found.text), _arms(found), _limits(found), _cost(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


def selection_scale(found: Selection) -> Scale:
    """Return the scale that the means share, fine enough for delta."""
    return scale_for([arm.interval.mean for arm in found.arms], found.heading.unit, found.delta)


def _arms(found: Selection) -> str:
    scale = selection_scale(found)
    apart = scale_for([arm.behind.high for arm in found.arms if arm.behind] + [found.delta], found.heading.unit)
    sure = percent(1.0 - found.alpha)
    title = (
        f"{label(found.heading.metric)}, {scale.label}; behind the choice, {apart.label} "
        f"(each with its own {sure} interval, an estimate at the stop)"
    )
    header = ("arm", "runs", "mean", "behind by", "interval", "within delta", "exp. loss")
    return f"{title}\n{grid(header, [_arm_row(arm, found, (scale, apart)) for arm in found.arms])}"


def _arm_row(arm: SelectedArm, found: Selection, scales: tuple[Scale, Scale]) -> Row:
    scale, apart = scales
    runs, mean = f"{arm.replications:,}", scale.bare(arm.interval.mean)
    if arm.behind is None:
        return (arm.name, runs, mean, "choice" if arm.name == found.arm else "out: limit", "", "", "")
    between = f"{apart.bare(arm.behind.low, signed=True)} … {apart.bare(arm.behind.high, signed=True)}"
    tail = (percent(arm.p_within), apart.bare(arm.loss))
    return (arm.name, runs, mean, apart.bare(arm.behind.mean, signed=True), between, *tail)


def _limits(found: Selection) -> str:
    rows: list[Row] = [
        (arm.name, limit.limit, percent(limit.share), f"{percent(limit.lower)} … {percent(limit.upper)}", limit.keeping)
        for arm in found.arms
        for limit in arm.limits
    ]
    return f"Limits\n{grid(('arm', 'limit', 'seen', 'bounds', 'verdict'), rows)}" if rows else ""


def _cost(found: Selection) -> str:
    cost = found.cost
    failed = f", {found.failed} cells failed" if found.failed else ""
    own = f"with luck of its own for every arm about {cost.independent:,} for the same precision{_two_stage(found)}"
    run = f" of {cost.run:,} that were run" if cost.run != cost.cells else ""
    told = f"{cost.cells:,} cells{run}{failed}; with equal replications {cost.equal:,}; {own}"
    return f"{told}\n{stamp(found.heading, found.digest)}"


def _two_stage(found: Selection) -> str:
    """Return what a textbook's two stages would take, where the answer has the same guarantee."""
    if not found.cost.two_stage or found.budget is not None:
        return ""
    return f", {found.cost.two_stage:,} for the same guarantee in two stages"
