"""JSON view of an analysis of the value of information; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of

if TYPE_CHECKING:
    from mktsim.study.information.improvements import Improvement
    from mktsim.study.information.result import Information


def information_json(found: Information) -> View:
    """Return all that is said about the worth of information."""
    return view_of(
        "information",
        {
            **heading_json(found.heading),
            "replications": found.replications,
            "verdict": {"text": list(found.text)},
            "improvements": [_improvement(found, one) for one in found.improvements],
            "ceilings": [_improvement(found, one) for one in found.ceilings],
            "world": None if found.world is None else interval_json(found.world),
            "parameters": [
                {
                    "path": one.name,
                    "perfect": interval_json(one.perfect),
                    "research": number(one.research),
                    "p": number(one.p_value),
                }
                for one in found.parameters
            ],
            "reliability": found.asked.reliability,
            "cells": found.cells,
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def _improvement(found: Information, one: Improvement) -> View:
    return {
        "name": one.name,
        "choice": interval_json(one.choice),
        "turns": one.turns,
        "arms": {name: interval_json(gain) for name, gain in zip(found.arms, one.gains, strict=True)},
    }
