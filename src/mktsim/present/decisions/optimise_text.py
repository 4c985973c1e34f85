"""An optimisation as plain text for the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mktsim.present.numbers import plain, scale_for
from mktsim.present.text import Row, grid
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.optimise.result import Optimisation

_WIDTH = 100


def optimise_text(found: Optimisation) -> str:
    """Return what is said, the tables, and what stands under every table."""
    said = "\n".join("\n".join(textwrap.wrap(sentence, _WIDTH)) for sentence in found.text)
    source = (
        f"{found.cells:,} cells, {found.replications} replications a trial, seed {found.seed}, study "
        f"{found.study_hash[:12]}, model {found.model_hash[:12]}, mktsim {found.version}, digest {found.digest[:12]}"
    )
    return f"{said}\n\n{_knobs(found)}\n\n{_finalists(found)}\n\n{source}\n"


def _knobs(found: Optimisation) -> str:
    rows: list[Row] = [
        (knob.path, plain(given), plain(value), f"{plain(knob.low)} … {plain(knob.high)}", knob.unit)
        for knob, given, value in zip(found.knobs, found.given, found.searches[0].best.values, strict=True)
    ]
    return grid(("parameter", "given", "best", "range", "unit"), rows)


def _finalists(found: Optimisation) -> str:
    selection = found.confirmed.selection
    finest = min((abs(arm.behind.mean) for arm in selection.arms if arm.behind), default=0.0)
    scale = scale_for([arm.interval.mean for arm in selection.arms], found.unit, finest)
    rows: list[Row] = []
    for arm in selection.arms:
        name = f"{arm.name} (as given)" if arm.name == found.arm else arm.name
        behind = "choice" if arm.behind is None else scale.bare(arm.behind.mean, signed=True)
        rows.append((name, str(arm.replications), scale.bare(arm.interval.mean), behind))
    title = f"Finalists on fresh luck: {label(found.metric)}, {scale.label}"
    return f"{title}\n{grid(('policy', 'runs', 'mean', 'behind by'), rows)}"
