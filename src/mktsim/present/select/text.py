"""A selection as plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid, paragraph, stamp
from mktsim.present.numbers import Scale, percent, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.select.result import SelectedArm, Selection


def selection_text(found: Selection) -> str:
    """Return the verdict, the table of arms, the limits and what the answer cost."""
    parts = [paragraph(found.text), _arms(found), _limits(found), _cost(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


def selection_scale(found: Selection) -> Scale:
    """Return the scale that the means share, fine enough for delta."""
    return scale_for([arm.interval.mean for arm in found.arms], found.heading.unit, found.delta)


def _arms(found: Selection) -> str:
    scale = selection_scale(found)
    apart = scale_for([arm.behind.high for arm in found.arms if arm.behind] + [found.delta], found.heading.unit)
    sure = percent(1.0 - found.alpha)
    title = (
        f"{label(found.heading.metric)}, {scale.label}; behind the choice, {apart.label} "
        f"(each with its own {sure} interval, an estimate at the stop)"
    )
    header = ("arm", "runs", "mean", "behind by", "interval", "within delta", "exp. loss")
    return f"{title}\n{grid(header, [_arm(arm, found, (scale, apart)) for arm in found.arms])}"


def _arm(arm: SelectedArm, found: Selection, scales: tuple[Scale, Scale]) -> Row:
    scale, apart = scales
    runs, mean = f"{arm.replications:,}", scale.bare(arm.interval.mean)
    if arm.behind is None:
        return (arm.name, runs, mean, "choice" if arm.name == found.arm else "out: limit", "", "", "")
    between = f"{apart.bare(arm.behind.low, signed=True)} … {apart.bare(arm.behind.high, signed=True)}"
    tail = (percent(arm.p_within), apart.bare(arm.loss))
    return (arm.name, runs, mean, apart.bare(arm.behind.mean, signed=True), between, *tail)


def _limits(found: Selection) -> str:
    rows: list[Row] = [
        (arm.name, limit.limit, percent(limit.share), f"{percent(limit.lower)} … {percent(limit.upper)}", limit.keeping)
        for arm in found.arms
        for limit in arm.limits
    ]
    return f"Limits\n{grid(('arm', 'limit', 'seen', 'bounds', 'verdict'), rows)}" if rows else ""


def _cost(found: Selection) -> str:
    cost = found.cost
    failed = f", {found.failed} cells failed" if found.failed else ""
    own = f"with luck of its own for every arm about {cost.independent:,} for the same precision{_two_stage(found)}"
    told = f"{cost.cells:,} cells{failed}; with equal replications {cost.equal:,}; {own}"
    return f"{told}\n{stamp(found.heading, found.digest)}"


def _two_stage(found: Selection) -> str:
    """Return what a textbook's two stages would take, where the answer has the same guarantee."""
    if not found.cost.two_stage or found.budget is not None:
        return ""
    return f", {found.cost.two_stage:,} for the same guarantee (Rinott)"
