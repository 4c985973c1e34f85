"""An optimisation as plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid, paragraphs, stamp
from mktsim.present.numbers import plain, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.optimise.result import Optimisation


def optimise_text(found: Optimisation) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = paragraphs(found.text)
    source = f"{found.cells:,} cells, {found.replications} replications a trial, {stamp(found.heading, found.digest)}"
    return f"{said}\n\n{_variables(found)}\n\n{_finalists(found)}\n\n{source}\n"


def _variables(found: Optimisation) -> str:
    rows: list[Row] = [
        (variable.path, plain(given), plain(value), f"{plain(variable.low)} … {plain(variable.high)}", variable.unit)
        for variable, given, value in zip(found.variables, found.given, found.searches[0].best.values, strict=True)
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
    title = f"Finalists on fresh luck: {label(found.heading.metric)}, {scale.label}"
    return f"{title}\n{grid(('policy', 'runs', 'mean', 'behind by'), rows)}"
