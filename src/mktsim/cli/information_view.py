"""What `mktsim information` prints and leaves in its directory; documented in docs/decisions.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mktsim.cli.json_view import View, number, view_of
from mktsim.cli.sensitivity_view import interval_json
from mktsim.present.files import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.information.improvements import Improvement
    from mktsim.study.information.run import Information


def information_json(found: Information) -> View:
    """Return all that is said about the worth of information."""
    return view_of(
        "information",
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
            "reliability": found.worth.reliability,
            "cells": found.cells,
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def write_information(found: Information, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    from mktsim.present.context import Context
    from mktsim.present.decisions.information_figures import INFORMATION_FIGURES
    from mktsim.present.plots.save import drawings_of, figure_files

    view = {**information_json(found), "seconds": None}
    text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    drawn = drawings_of(found, Context(), INFORMATION_FIGURES)
    files = ((directory / "information.json", text.encode()), *figure_files(drawn, directory))
    return write_bytes(files, replace=True)


def _improvement(found: Information, one: Improvement) -> View:
    return {
        "name": one.name,
        "choice": interval_json(one.choice),
        "turns": one.turns,
        "arms": {name: interval_json(gain) for name, gain in zip(found.arms, one.gains, strict=True)},
    }
