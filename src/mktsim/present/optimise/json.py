"""JSON view of an optimisation; documented in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.json import View, heading_json, interval_json, number, view_of
from mktsim.present.select.json import selection_json

if TYPE_CHECKING:
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
            "values": {variable.path: value for variable, value in zip(found.variables, one.best.values, strict=True)},
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
