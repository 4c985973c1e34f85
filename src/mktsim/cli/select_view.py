"""What `mktsim select --json` prints; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.cli.json_view import View, number, view_of

if TYPE_CHECKING:
    from mktsim.study.compare.result import Interval
    from mktsim.study.select.chance_constraints import Kept
    from mktsim.study.select.result import SelectedArm, Selection


def selection_json(found: Selection) -> View:
    """Return all that a selection says; single outcomes stay in files."""
    effort = found.effort
    return view_of(
        "selection",
        {
            "study": found.study,
            "title": found.title,
            "question": found.question,
            "study_hash": found.study_hash,
            "model_hash": found.model_hash,
            "version": found.version,
            "metric": found.metric,
            "unit": found.unit,
            "delta": found.delta,
            "alpha": number(found.alpha),
            "budget": found.budget,
            "seed": found.seed,
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
                "used": effort.cells,
                "equal": effort.equal,
                "independent": effort.independent,
                "two_stage": effort.two_stage,
            },
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(effort.seconds),
        },
    )


def _arm(arm: SelectedArm) -> View:
    return {
        "name": arm.name,
        "policy": arm.policy,
        "organisation": arm.organisation,
        "replications": arm.replications,
        **_interval(arm.interval),
        "behind": None if arm.behind is None else _interval(arm.behind),
        "p_within_delta": number(arm.p_within),
        "expected_loss": number(arm.loss),
        "limits": [_limit(limit) for limit in arm.limits],
    }


def _interval(interval: Interval) -> View:
    return {"mean": number(interval.mean), "interval": [number(interval.low), number(interval.high)]}


def _limit(limit: Kept) -> View:
    return {
        "limit": limit.limit,
        "keeping": limit.keeping.value,
        "share": number(limit.share),
        "bounds": [number(limit.lower), number(limit.upper)],
    }
