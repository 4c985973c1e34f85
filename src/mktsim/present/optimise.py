"""A simulation optimisation as JSON, text, trials and figures; fields in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.write import dump
from mktsim.present.csv_text import csv_bytes
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, heading_json, interval_json, number, view_of
from mktsim.present.layout import Row, grid, paragraphs, stamp
from mktsim.present.numbers import plain, scale_for
from mktsim.present.select import selection_json
from mktsim.present.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.optimise.frontier import Reaching
    from mktsim.study.optimise.result import Frontier, Optimisation, SearchResult


def optimise_json(found: Optimisation) -> View:
    """Return all that an optimisation says; single trials stay in files."""
    confirmed = found.confirmed
    return view_of(
        "optimisation",
        {
            **heading_json(found.heading),
            "replications": found.replications,
            "delta": number(found.delta),
            "arm": found.arm,
            "given_budget": number(found.given_budget),
            "knobs": [
                {"path": one.path, "low": one.low, "high": one.high, "unit": one.unit, "given": number(given)}
                for one, given in zip(found.variables, found.given, strict=True)
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


def _search(found: Optimisation, one: SearchResult) -> View:
    return {
        "budget": number(one.budget),
        "trials": len(one.trials),
        "best": {
            "trial": one.best.number,
            "values": {variable.path: value for variable, value in zip(found.variables, one.best_values, strict=True)},
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
        "gains": [interval_json(one) for one in frontier.gains],
        "spent": [number(one) for one in frontier.spent],
        "given_spent": number(frontier.given_spent),
        "target": None if frontier.target is None else _reaching(frontier.target),
        "cheaper": _reaching(frontier.cheaper),
    }


def _reaching(one: Reaching) -> View:
    return {
        "value": number(one.value),
        "budget": number(one.budget),
        "interval": [number(one.low), number(one.high)],
        "at_least": one.at_least,
    }


def write_optimisation(found: Optimisation, directory: Path) -> tuple[Path, ...]:
    """Write numbers, trials, the best policy and figures; return the paths. Files of an earlier call are replaced."""
    header = ("budget", "trial", *(variable.path for variable in found.variables), "value")
    trials = (
        (one.budget, trial.number, *trial.values, "" if trial.good is None else trial.good)
        for one in found.searches
        for trial in one.trials
    )
    files = (
        (directory / "optimise.json", json_bytes(optimise_json(found))),
        (directory / "optimise_trials.csv", csv_bytes(header, trials)),
        (directory / "best_policy.yaml", dump(found.confirmed.policy).encode()),
        *figures_in(directory, found, figures_of("optimise")),
    )
    return write_bytes(files, replace=True)


def optimise_text(found: Optimisation) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = paragraphs(found.text)
    source = f"{found.cells:,} cells, {found.replications} replications a trial, {stamp(found.heading, found.digest)}"
    return f"{said}\n\n{_variables(found)}\n\n{_finalists(found)}\n\n{source}\n"


def _variables(found: Optimisation) -> str:
    rows: list[Row] = [
        (variable.path, plain(given), plain(value), f"{plain(variable.low)} … {plain(variable.high)}", variable.unit)
        for variable, given, value in zip(found.variables, found.given, found.searches[0].best_values, strict=True)
    ]
    return grid(("parameter", "given", "best", "range", "unit"), rows)


def _finalists(found: Optimisation) -> str:
    selection = found.confirmed.selection
    finest = min((abs(arm.behind.mean) for arm in selection.arms if arm.behind), default=0.0)
    scale = scale_for([arm.interval.mean for arm in selection.arms], found.heading.unit, finest)
    rows: list[Row] = []
    for arm in selection.arms:
        name = f"{arm.name} (as given)" if arm.name == found.arm else arm.name
        behind = "choice" if arm.behind is None else scale.bare(arm.behind.mean, signed=True)
        rows.append((name, str(arm.replications), scale.bare(arm.interval.mean), behind))
    title = f"Finalists on hold-out replications: {label(found.heading.metric)}, {scale.label}"
    return f"{title}\n{grid(('policy', 'runs', 'mean', 'behind by'), rows)}"
