"""The expected value of information as JSON, text and figures; fields in docs/json.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, floor_json, heading_json, interval_json, number, view_of
from mktsim.present.layout import Row, grid, paragraph, paragraphs, stamp, with_ends
from mktsim.present.numbers import p_value, percent, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from pathlib import Path

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
                    "name": found.name_of(one.name),
                    "perfect": interval_json(one.perfect),
                    "perfect_together": interval_json(one.together),
                    "research": number(one.research),
                    "p": number(one.p_value),
                }
                for one in found.parameters
            ],
            "reliability": found.asked.reliability,
            "placebo": floor_json(found.floor),
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


def write_information(found: Information, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    numbers = (directory / "information.json", json_bytes(information_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, figures_of("information"))), replace=True)


def information_text(found: Information) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = paragraphs(found.text)
    source = f"{found.cells:,} cells, {found.replications} replications, {stamp(found.heading, found.digest)}"
    tables = "\n\n".join(table for table in (_work(found), _world(found)) if table)
    return f"{said}\n\n{tables}\n\n{source}\n"


def _work(found: Information) -> str:
    rows = (*found.improvements, *found.ceilings)
    if not rows:
        return ""
    scale = scale_for([x for one in rows for x in (one.choice.low, one.choice.high)], found.heading.unit)
    table: list[Row] = [
        (
            one.name,
            with_ends(one.choice, scale, signed=True),
            *(scale.bare(gain.mean, signed=True) for gain in one.gains),
            "turns" if one.turns else "",
        )
        for one in rows
    ]
    title = (
        f"Within the work: {label(found.heading.metric)} with it less without it, {scale.label}, before its cost "
        f"({percent(found.heading.confidence)} intervals that hold together, same luck; what cannot matter moves "
        f"{scale.text(found.floor.of_mean(found.replications))})"
    )
    return f"{paragraph(title)}\n{grid(('improvement', 'best arm', *found.arms, ''), table)}"


def _world(found: Information) -> str:
    if found.world is None:
        return ""
    scale = scale_for([one.perfect.high for one in found.parameters] + [found.world.mean], found.heading.unit)
    rows: list[Row] = [("all of them", with_ends(found.world, scale), "", "")]
    rows += [
        (found.name_of(one.name), with_ends(one.perfect, scale), scale.bare(one.research), p_value(one.p_value))
        for one in found.parameters
    ]
    half = f"by research ({percent(found.asked.reliability)})"
    title = f"Before choosing: worth of knowing it, {scale.label}, over {found.asked.draws} drawn worlds "
    title += f"({percent(found.heading.confidence)} intervals, each its own; ~: rough; p: of all of them together)"
    return f"{paragraph(title)}\n{grid(('assumption', 'exactly', half, 'p'), rows)}"
