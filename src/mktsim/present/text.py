"""The verdict and the tables as plain text for the terminal."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from mktsim.present.numbers import Scale, p_value, percent, scale_for
from mktsim.present.reading import unit_of
from mktsim.present.words import label, width_of

if TYPE_CHECKING:
    from mktsim.study.compare.result import ArmResult, ArmRisk, Comparison, Interval, Loss, SourceShare

_TEXT_WIDTH = 100
Row = tuple[str, ...]


def verdict_table(comparison: Comparison) -> str:
    """Return the verdict in words, the table of arms, the losses and the sources of luck."""
    scale = arm_scale(comparison)
    parts = [
        "\n".join(textwrap.wrap(comparison.verdict.text, _TEXT_WIDTH)),
        _results(comparison, scale),
        _risks(comparison),
        _losses(comparison, scale),
        _variance(comparison),
        _footer(comparison),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def arm_scale(comparison: Comparison) -> Scale:
    """Return the scale that all figures of the arms share, fine enough for the narrowest interval."""
    halves = [(a.interval.high - a.interval.low) / 2 for a in comparison.arms]
    narrowest = min((h for h in halves if h > 0), default=0.0)
    return scale_for([a.interval.mean for a in comparison.arms], unit_of(comparison), narrowest)


def grid(header: Row, rows: list[Row]) -> str:
    """Return an aligned table; the first column is flush left, the others flush right."""
    table = [header, *rows]
    widths = [max(width_of(row[i]) for row in table) for i in range(len(header))]
    lines = ["  ".join(_padded(cell, widths[i], left=i == 0) for i, cell in enumerate(row)) for row in table]
    rule = "  ".join("─" * width for width in widths)
    return "\n".join(line.rstrip() for line in (lines[0], rule, *lines[1:]))


def _padded(cell: str, width: int, *, left: bool) -> str:
    blank = " " * (width - width_of(cell))
    return cell + blank if left else blank + cell


def _results(comparison: Comparison, scale: Scale) -> str:
    confidence = percent(comparison.confidence)
    title = f"{label(comparison.metric)}, {scale.label}; intervals {confidence}, differences Holm-adjusted"
    header = (
        "arm",
        "mean",
        "interval",
        "vs baseline",
        "interval",
        "p",
        "P(best)",
        "exp. regret",
        "worst 10%",
    )
    rows = [_result(arm, scale) for arm in comparison.arms]
    return f"{title}\n{grid(header, rows)}"


def _result(arm: ArmResult, scale: Scale) -> Row:
    interval = f"{scale.bare(arm.interval.low)} … {scale.bare(arm.interval.high)}"
    gap = ("baseline", "", "")
    if arm.difference is not None:
        d = arm.difference.interval
        between = f"{scale.bare(d.low, signed=True)} … {scale.bare(d.high, signed=True)}"
        gap = (scale.bare(d.mean, signed=True), between, p_value(arm.difference.p_holm))
    tail = (percent(arm.p_best), scale.bare(arm.expected_regret), scale.bare(arm.cvar))
    return (arm.name, scale.bare(arm.interval.mean), interval, *gap, *tail)


def _risks(comparison: Comparison) -> str:
    """Return the headline risk of choosing each arm, and when its money is back."""
    known = [(arm, arm.risk) for arm in comparison.arms if arm.risk is not None]
    if not known:
        return ""
    scale = scale_for([x for _, risk in known for x in (risk.from_best.low, risk.from_best.high)], unit_of(comparison))
    rows: list[Row] = [(arm.name, *_risk(risk, scale)) for arm, risk in known]
    title = (
        f"What choosing each arm risks, {scale.label}: expected loss against the best; distance to the best other "
        f"arm ({percent(comparison.confidence)} for all at once)"
    )
    apart = ("vs baseline, any time", "skew-corrected")
    header = ("arm", "exp. loss", "to the best", "interval", *apart, "payback", "never")
    return f"{title}\n{grid(header, rows)}"


def _risk(risk: ArmRisk, scale: Scale) -> Row:
    week = risk.payback.quantiles[1]
    return (
        scale.bare(risk.opportunity_cost),
        scale.bare(risk.from_best.mean, signed=True),
        _between(risk.from_best, scale),
        _between(risk.watched, scale),
        _between(risk.corrected, scale),
        f"week {week:.0f}" if math.isfinite(week) else "not yet",
        percent(risk.payback.never),
    )


def _between(interval: Interval | None, scale: Scale) -> str:
    if interval is None:
        return ""
    return f"{scale.bare(interval.low, signed=True)} … {scale.bare(interval.high, signed=True)}"


def _losses(comparison: Comparison, scale: Scale) -> str:
    rows: list[Row] = []
    for arm in comparison.arms:
        if arm.ideal is None or arm.loss is None:
            continue
        rows.append((arm.name, scale.bare(arm.ideal.mean), *losses(arm.loss, scale)))
    if not rows:
        return ""
    title = (
        f"What the organisation costs, {scale.label}, from {comparison.why_replications} replications "
        "(negative: a gain; ± standard error)"
    )
    return f"{title}\n{grid(('arm', 'ideal', 'late', 'misinformed', 'unexecuted', 'lost in all'), rows)}"


def losses(loss: Loss, scale: Scale) -> Row:
    """Return the parts of a loss and the whole, with standard errors where they are known."""
    pairs = zip(loss.parts, loss.errors, strict=True)
    return tuple(scale.bare(x) + (f" ±{scale.bare(se)}" if math.isfinite(se) else "") for x, se in pairs)


def share_text(row: SourceShare) -> str:
    """Return the share of a source of luck, with its standard error where it is known."""
    return percent(row.share) + (f" ±{percent(row.error)}" if math.isfinite(row.error) else "")


def _variance(comparison: Comparison) -> str:
    rows: list[Row] = [(label(row.name), share_text(row)) for row in comparison.variance_by_source]
    if not rows and comparison.why_replications:
        return (
            f"Where the luck comes from cannot be told from {comparison.why_replications} replications: "
            "give the question more time."
        )
    title = (
        f"Where the luck comes from, each source alone, from {comparison.why_replications} replications "
        "(± standard error)"
    )
    return f"{title}\n{grid(('source', 'share'), rows)}" if rows else ""


def _footer(comparison: Comparison) -> str:
    failed = f", {comparison.failed} cells failed" if comparison.failed else ""
    return (
        f"{comparison.replications} replications{failed}, seed {comparison.seed}, "
        f"study {comparison.study_hash[:12]}, model {comparison.model_hash[:12]}, mktsim {comparison.version}"
    )
