"""What `mktsim sensitivity` prints and leaves in its directory; documented in docs/decisions.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mktsim.cli.json_view import View, number, view_of
from mktsim.present.files import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.compare.result import Interval
    from mktsim.study.sensitivity.run import Sensitivity


def sensitivity_json(found: Sensitivity) -> View:
    """Return all that is said about what an answer rests on."""
    return view_of(
        "sensitivity",
        {
            "study": found.study,
            "title": found.title,
            "study_hash": found.study_hash,
            "model_hash": found.model_hash,
            "version": found.version,
            "metric": found.metric,
            "unit": found.unit,
            "seed": found.seed,
            "confidence": found.confidence,
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
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def interval_json(interval: Interval) -> View:
    """Return a mean with its interval."""
    return {"mean": number(interval.mean), "interval": [number(interval.low), number(interval.high)]}


def write_sensitivity(found: Sensitivity, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    from mktsim.present.context import Context
    from mktsim.present.decisions.sensitivity_figures import SENSITIVITY_FIGURES
    from mktsim.present.plots.save import drawings_of, figure_files

    view = {**sensitivity_json(found), "seconds": None}
    text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    drawn = drawings_of(found, Context(), SENSITIVITY_FIGURES)
    files = ((directory / "sensitivity.json", text.encode()), *figure_files(drawn, directory))
    return write_bytes(files, replace=True)


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
