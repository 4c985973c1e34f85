"""What `mktsim optimise` prints and leaves in its directory; documented in docs/decisions.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mktsim.cli.json_view import View, number, view_of
from mktsim.cli.select_view import selection_json
from mktsim.cli.sensitivity_view import interval_json
from mktsim.present.csv_text import csv_bytes
from mktsim.present.files import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.decision.frontier import Reaching
    from mktsim.study.optimisation import Frontier, Optimisation, Searched


def optimise_json(found: Optimisation) -> View:
    """Return all that an optimisation says; single trials stay in files."""
    confirmed = found.confirmed
    return view_of(
        "optimisation",
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
            "delta": number(found.delta),
            "arm": found.arm,
            "given_budget": number(found.given_budget),
            "knobs": [
                {"path": knob.path, "low": knob.low, "high": knob.high, "unit": knob.unit, "given": number(given)}
                for knob, given in zip(found.knobs, found.given, strict=True)
            ],
            "verdict": {"converged": all(one.converged for one in found.searches), "text": list(found.text)},
            "searches": [_search(found, one) for one in found.searches],
            "confirmed": {
                "gain": interval_json(confirmed.gain),
                "flattered": number(confirmed.flattered),
                "terminal_value": number(confirmed.terminal),
                "selection": {**selection_json(confirmed.selection), "seconds": None},
            },
            "frontier": None if found.frontier is None else _frontier(found.frontier),
            "cells": found.cells,
            "failed": found.failed,
            "digest": found.digest,
            "seconds": number(found.seconds),
        },
    )


def write_optimisation(found: Optimisation, directory: Path) -> tuple[Path, ...]:
    """Write numbers, trials, the best policy and figures; return the paths. Files of an earlier call are replaced."""
    from mktsim.inputs.write import dump
    from mktsim.present.context import Context
    from mktsim.present.decisions.optimise_figures import OPTIMISE_FIGURES
    from mktsim.present.plots.save import drawings_of, figure_files

    view = {**optimise_json(found), "seconds": None}
    text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    files = (
        (directory / "optimise.json", text.encode()),
        (directory / "optimise_trials.csv", _trials(found)),
        (directory / "best_policy.yaml", dump(found.confirmed.policy).encode()),
        *figure_files(drawings_of(found, Context(), OPTIMISE_FIGURES), directory),
    )
    return write_bytes(files, replace=True)


def _search(found: Optimisation, one: Searched) -> View:
    return {
        "budget": number(one.budget),
        "trials": len(one.trials),
        "best": {
            "trial": one.best.number,
            "values": {knob.path: value for knob, value in zip(found.knobs, one.best.values, strict=True)},
            "searched_value": number(one.best.good),
        },
        "converged": one.converged,
        "gained_late": number(one.gained_late),
        "at_bound": list(one.at_bound),
    }


def _frontier(frontier: Frontier) -> View:
    return {
        "points": [
            {"budget": number(budget), "value": interval_json(value)}
            for budget, value in zip(frontier.budgets, frontier.values, strict=True)
        ],
        "marginal": [interval_json(one) for one in frontier.marginal],
        "target": None if frontier.target is None else _reaching(frontier.target),
        "cheaper": _reaching(frontier.cheaper),
    }


def _reaching(one: Reaching) -> View:
    return {
        "value": number(one.value),
        "budget": number(one.budget),
        "interval": [number(one.low), number(one.high)],
        "reached_share": number(one.reached_share),
        "at_least": one.at_least,
    }


def _trials(found: Optimisation) -> bytes:
    """Return a row a trial: budget, values, mean of the search."""
    rows = (
        (one.budget, trial.number, *trial.values, "" if trial.good is None else trial.good)
        for one in found.searches
        for trial in one.trials
    )
    return csv_bytes(("budget", "trial", *(knob.path for knob in found.knobs), "value"), rows)
