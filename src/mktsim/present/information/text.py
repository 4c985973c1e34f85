"""The worth of information as plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid, paragraphs, stamp
from mktsim.present.numbers import Scale, p_value, percent, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.information.result import Information
    from mktsim.study.runs.interval import Interval


def information_text(found: Information) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = paragraphs(found.text)
    source = f"{found.cells:,} cells, {found.replications} replications, {stamp(found.heading, found.digest)}"
    tables = "\n\n".join(table for table in (_work(found), _world(found)) if table)
    return f"{said}\n\n{tables}\n\n{source}\n"


def _work(found: Information) -> str:
    rows = (*found.improvements, *found.ceilings)
    scale = scale_for([x for one in rows for x in (one.choice.low, one.choice.high)], found.heading.unit)
    table: list[Row] = [
        (one.name, _with_ends(one.choice, scale), *(scale.bare(gain.mean, signed=True) for gain in one.gains),
         "turns" if one.turns else "")
        for one in rows
    ]  # fmt: skip
    title = (
        f"Within the work: {label(found.heading.metric)} with it less without it, {scale.label}, before its cost "
        f"({percent(found.heading.confidence)} intervals, same luck)"
    )
    return f"{title}\n{grid(('improvement', 'best arm', *found.arms, ''), table)}"


def _world(found: Information) -> str:
    if found.world is None:
        return ""
    scale = scale_for([one.perfect.high for one in found.parameters] + [found.world.mean], found.heading.unit)
    rows: list[Row] = [("all of them", _with_ends(found.world, scale), "", "")]
    rows += [
        (one.name, _with_ends(one.perfect, scale), scale.bare(one.research), p_value(one.p_value))
        for one in found.parameters
    ]
    half = f"by research ({percent(found.asked.reliability)})"
    title = f"Before choosing: worth of knowing it, {scale.label}, over {found.asked.draws} drawn worlds"
    return f"{title}\n{grid(('parameter', 'exactly', half, 'p'), rows)}"


def _with_ends(interval: Interval, scale: Scale) -> str:
    mean = scale.bare(interval.mean, signed=True)
    return f"{mean} ({scale.bare(interval.low, signed=True)} … {scale.bare(interval.high, signed=True)})"
