"""JSON view of a sensitivity analysis; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of

if TYPE_CHECKING:
    from mktsim.study.sensitivity.result import Sensitivity


def sensitivity_json(found: Sensitivity) -> View:
    """Return all that is said about what an answer rests on."""
    return view_of(
        "sensitivity",
        {
            **heading_json(found.heading),
            "replications": found.replications,
            "arms": list(found.arms),
            "answer": interval_json(found.base),
            "verdict": {"turning": [one.name for one in found.swings if one.turns], "text": list(found.text)},
            "swings": _swings(found),
            "screening": [
                {
                    "factor": one.name,
                    "strength": number(one.strength),
                    "half_width": number(one.half_width),
                    "mean": number(one.mean),
                    "spread": number(one.spread),
                }
                for one in found.screened
            ],
            "shares": [
                {"factor": one.name, "first": interval_json(one.first), "total": interval_json(one.total)}
                for one in found.shares
            ],
            "cells": found.cells,
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def _swings(found: Sensitivity) -> list[View]:
    return [
        {
            "factor": one.name,
            "kind": one.kind.value,
            "low": number(one.low),
            "high": number(one.high),
            "base": number(one.base),
            "at_low": interval_json(one.change_low),
            "at_high": interval_json(one.change_high),
            "turns": one.turns,
            "turns_surely": one.turns_surely,
        }
        for one in found.swings
    ]
