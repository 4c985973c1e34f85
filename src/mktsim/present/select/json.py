"""JSON view of a selection; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of

if TYPE_CHECKING:
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
