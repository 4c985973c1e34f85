"""A sensitivity analysis as JSON, text and figures; fields in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, floor_json, heading_json, interval_json, number, view_of
from mktsim.present.layout import Row, grid, paragraph, paragraphs, stamp, with_ends
from mktsim.present.numbers import Scale, percent, plain, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.runs.interval import Interval
    from mktsim.study.sensitivity.one_at_a_time import Swing
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
                    "strength": number(one.strength.mean),
                    "interval": [number(one.strength.low), number(one.strength.high)],
                    "rough": one.strength.is_rough,
                    "mean": number(one.mean),
                    "spread": number(one.spread),
                }
                for one in found.screened
            ],
            "shares": [
                {"factor": one.name, "first": interval_json(one.first), "total": interval_json(one.total)}
                for one in found.shares
            ],
            "untried": list(found.untried),
            "placebo": floor_json(found.floor),
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
            "name": found.name_of(one.name),
            "kind": one.kind.value,
            "low": number(one.low),
            "high": number(one.high),
            "base": number(one.base),
            "at_low": interval_json(one.change_low),
            "at_high": interval_json(one.change_high),
            "turns": one.turns,
            "turns_surely": one.turns_surely,
            "gone_at": None if one.gone is None else number(one.gone.value),
        }
        for one in found.swings
    ]


def write_sensitivity(found: Sensitivity, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    numbers = (directory / "sensitivity.json", json_bytes(sensitivity_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, figures_of("sensitivity"))), replace=True)


_MOST = 20
"""Rows shown; all are in the files."""


def sensitivity_text(found: Sensitivity) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = paragraphs(found.text)
    source = f"{found.cells:,} cells, {found.replications} replications a point, {stamp(found.heading, found.digest)}"
    tables = "\n\n".join(table for table in (_swings_text(found), _screened(found), _shares(found)) if table)
    return f"{said}\n\n{tables}\n\n{source}\n"


def _swings_text(found: Sensitivity) -> str:
    shown = found.swings[:_MOST]
    scale = scale_for([x for one in shown for x in (one.change_low.mean, one.change_high.mean)], found.heading.unit)
    rows: list[Row] = [
        (
            found.name_of(one.name),
            _end(one, one.low),
            _end(one, one.high),
            _change(one.change_low, scale),
            _change(one.change_high, scale),
            "turns" if one.turns_surely else "may turn" if one.turns else "",
        )
        for one in shown
    ]
    rest = len(found.swings) - len(shown)
    more = f"; {rest} that move less are in the files" if rest else ""
    sure = f"{percent(found.heading.confidence)} intervals that hold together"
    least = f"what cannot matter moves {scale.text(found.least)}"
    title = f"One at a time: change of {_answer(found)}, {scale.label} ({sure}; {least}){more}"
    return f"{paragraph(title)}\n{grid(('factor', 'low', 'high', 'at low', 'at high', ''), rows)}"


def _screened(found: Sensitivity) -> str:
    if not found.screened:
        return ""
    shown = found.screened[:_MOST]
    scale = scale_for([one.strength.mean for one in shown], found.heading.unit)
    rows: list[Row] = [
        (
            found.name_of(one.name),
            with_ends(one.strength, scale),
            scale.bare(one.mean, signed=True),
            scale.bare(one.spread),
        )
        for one in shown
    ]
    count = found.asked.trajectories
    title = f"All together (Morris, {count} trajectories): effect over the whole range, {scale.label} "
    title += f"({percent(found.heading.confidence)} intervals that hold together; ~: rough)"
    return f"{paragraph(title)}\n{grid(('factor', 'strength', 'mean effect', 'spread'), rows)}"


def _shares(found: Sensitivity) -> str:
    if not found.shares:
        return ""
    rows: list[Row] = [(found.name_of(one.name), _share(one.first), _share(one.total)) for one in found.shares]
    title = f"Shares of variance over the ranges (Sobol, {found.asked.base_points} rows; "
    title += f"intervals of at least {percent(found.heading.confidence)}, each its own; ~: rough)"
    return f"{paragraph(title)}\n{grid(('factor', 'alone', 'with all that it acts on'), rows)}"


def _answer(found: Sensitivity) -> str:
    return f"{label(found.heading.metric)} of {' over '.join(found.arms)}"


def _end(one: Swing, value: float) -> str:
    return f"{plain(value)} (as is)" if value == one.base else plain(value)


def _change(interval: Interval, scale: Scale) -> str:
    if interval.mean == interval.low == interval.high == 0.0:
        return "0"
    mean = scale.bare(interval.mean, signed=True)
    return f"{mean} ({scale.bare(interval.low, signed=True)} … {scale.bare(interval.high, signed=True)})"


def _share(interval: Interval) -> str:
    rough = "~" if interval.is_rough else ""
    return f"{percent(interval.mean)} ({rough}{percent(interval.low)} … {percent(interval.high)})"
