"""Comparison as plain text for the terminal: verdict, tables, and why the leader leads."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mktsim.present.language import said
from mktsim.present.layout import Row, filled, grid, paragraph, stamp
from mktsim.present.numbers import Scale, amount, percent, plain, scale_for
from mktsim.present.reading import arm_scale, chance_of_best, how_sure, losses, share_text, unit_of, worlds_scale
from mktsim.present.words import joined, label, replications
from mktsim.study.compare.result import Part

if TYPE_CHECKING:
    from mktsim.study.compare.result import ArmResult, ArmRisk, Comparison
    from mktsim.study.runs.interval import Interval

_MOST = 3
"""Assumptions shown."""
_SMALLEST = 0.005
"""Steps of the bridge below this share of the largest are left to the report."""


def answer_text(comparison: Comparison) -> str:
    """Return the verdict in words, the table of arms, risks and money."""
    parts = (
        paragraph(comparison.verdict.text),
        _results(comparison, arm_scale(comparison)),
        _worlds(comparison),
        _risks(comparison),
        _money(comparison),
        _footer(comparison),
    )
    return _joined(parts)


def why_text(comparison: Comparison) -> str:
    """Return the bridge from runner-up to leader, where they part, losses and the sources of noise."""
    parts = (
        _bridge(comparison),
        _parting(comparison),
        paragraph(comparison.verdict.organisation),
        _losses(comparison, arm_scale(comparison)),
        _variance(comparison),
        _unasked(comparison),
    )
    return _joined(parts)


def assumptions_text(comparison: Comparison) -> str:
    """Return the assumptions that move the difference most."""
    return _joined((_assumptions(comparison),))


def look_text(comparison: Comparison) -> str:
    """Return what a look tells that is not sure yet."""
    planned = comparison.design.planned
    return paragraph(f"So far: {comparison.verdict.text} It goes on, up to {planned} replications.")


PARTS = {Part.LOOK: look_text, Part.ANSWER: answer_text, Part.WHY: why_text, Part.ASSUMPTIONS: assumptions_text}
"""What is printed of a comparison when a part of it is known."""


def _joined(parts: Iterable[str]) -> str:
    found = [part for part in parts if part]
    return "\n\n".join(found) + "\n" if found else ""


def _unasked(comparison: Comparison) -> str:
    """Return which questions there was no time for."""
    left = [f"{one.what} (--why-seconds {one.why_seconds:.0f})" for one in comparison.unasked]
    return paragraph(f"Left out for want of time: {joined(left)}.") if left else ""


def _results(comparison: Comparison, scale: Scale) -> str:
    confidence, in_looks = percent(comparison.heading.confidence), comparison.design.in_looks
    kind = "differences valid at every look" if in_looks else "differences Holm-adjusted"
    title = f"{label(comparison.heading.metric)}, {scale.label}; intervals {confidence}, {kind}"
    header = (
        "arm",
        "mean",
        "interval",
        "vs baseline",
        "interval",
        "known" if in_looks else "p",
        "P(best)",
        "exp. regret",
        "worst 10%",
    )
    rows = [_result(comparison, arm, scale) for arm in comparison.arms]
    return f"{said(title)}\n{grid(*filled(header, rows))}"


def _result(comparison: Comparison, arm: ArmResult, scale: Scale) -> Row:
    interval = f"{scale.bare(arm.interval.low)} … {scale.bare(arm.interval.high)}"
    gap = ("baseline", "", "")
    if arm.difference is not None:
        d = arm.difference.interval
        between = f"{scale.bare(d.low, signed=True)} … {scale.bare(d.high, signed=True)}"
        gap = (scale.bare(d.mean, signed=True), between, how_sure(arm.difference))
    tail = (chance_of_best(comparison, arm), scale.bare(arm.expected_regret), scale.bare(arm.cvar))
    return (arm.name, scale.bare(arm.interval.mean), interval, *gap, *tail)


def _worlds(comparison: Comparison) -> str:
    """Return the worlds side by side; empty where the study names fewer than two."""
    if not comparison.worlds:
        return ""
    scale = worlds_scale(comparison)
    rows: list[Row] = []
    for world in comparison.worlds:
        for place, (arm, found) in enumerate(zip(comparison.arms, world.arms, strict=True)):
            gap = ("baseline", "") if found.difference is None else _gap(found.difference, scale)
            best = ("best" if world.is_sure else "best, not surely") if place == world.best else ""
            name = world.name if place == 0 else ""
            rows.append((name, arm.name, scale.bare(found.interval.mean), *gap, scale.bare(found.regret), best))
    title = (
        f"World by world, {scale.label}, from {replications(comparison.replications)}; intervals "
        f"{percent(comparison.heading.confidence)} for all worlds and arms at once"
    )
    return f"{said(title)}\n{grid(('world', 'arm', 'mean', 'vs baseline', 'interval', 'regret', ''), rows)}"


def _gap(difference: Interval, scale: Scale) -> tuple[str, str]:
    return scale.bare(difference.mean, signed=True), _between(difference, scale)


def _risks(comparison: Comparison) -> str:
    """Return the headline risk of choosing each arm, and when its money is back."""
    known = [(arm, arm.risk) for arm in comparison.arms if arm.risk is not None]
    if not known:
        return ""
    scale = scale_for([x for _, risk in known for x in (risk.from_best.low, risk.from_best.high)], unit_of(comparison))
    rows: list[Row] = [(arm.name, *_risk(risk, scale)) for arm, risk in known]
    title = (
        f"What choosing each arm risks, {scale.label}: expected loss against the best; distance to the best other "
        f"arm (at least {percent(comparison.heading.confidence)} for all at once; ~: rough)"
    )
    apart = ("vs baseline, any time", "skew-corrected")
    header = ("arm", "exp. loss", "to the best", "interval", *apart, "payback", "never")
    return f"{said(title)}\n{grid(*filled(header, rows))}"


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


def _money(comparison: Comparison) -> str:
    """Return what was approved and spent on marketing, and the terminal value, by arm."""
    known = [arm for arm in comparison.arms if math.isfinite(arm.spent)]
    if not known:
        return ""
    scale = scale_for(
        [money for arm in known for money in (arm.approved, arm.spent, arm.terminal)], unit_of(comparison)
    )
    rows: list[Row] = [
        (
            arm.name,
            scale.bare(arm.approved),
            scale.bare(arm.spent),
            percent(arm.spent / arm.approved) if arm.approved > 0.0 else "",
            scale.bare(arm.terminal),
        )
        for arm in known
    ]
    title = f"Marketing money over the horizon and value after it, {scale.label}"
    return f"{said(title)}\n{grid(('arm', 'approved', 'spent', 'share spent', 'terminal value'), rows)}"


def _between(interval: Interval | None, scale: Scale) -> str:
    if interval is None:
        return ""
    rough = "~" if interval.is_rough else ""
    return f"{rough}{scale.bare(interval.low, signed=True)} … {scale.bare(interval.high, signed=True)}"


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
    return f"{said(title)}\n{grid(('arm', 'ideal', 'late', 'misinformed', 'unexecuted', 'lost in all'), rows)}"


def _variance(comparison: Comparison) -> str:
    rows: list[Row] = [(label(row.name), share_text(row)) for row in comparison.variance_by_source]
    if not rows and comparison.noise_replications:
        return (
            f"Where the luck comes from cannot be told from {comparison.noise_replications} replications: "
            "give the question more time."
        )
    title = (
        f"Where the luck comes from, each source alone, from {comparison.noise_replications} replications "
        "(± standard error)"
    )
    return f"{said(title)}\n{grid(('source', 'share'), rows)}" if rows else ""


def _footer(comparison: Comparison) -> str:
    failed = f", {comparison.failed} cells failed" if comparison.failed else ""
    return said(f"{comparison.replications} replications{failed}, {stamp(comparison.heading)}")


def _bridge(comparison: Comparison) -> str:
    if not comparison.bridge:
        return ""
    largest = max(abs(step.amount) for step in comparison.bridge)
    shown = [step for step in comparison.bridge if abs(step.amount) >= _SMALLEST * largest]
    scale = scale_for([step.amount for step in shown], comparison.heading.currency)
    rows: list[tuple[str, ...]] = [(label(step.name), scale.bare(step.amount, signed=True)) for step in shown]
    rest = sum(step.amount for step in comparison.bridge) - sum(step.amount for step in shown)
    if len(shown) < len(comparison.bridge):
        rows.append(("Smaller steps", scale.bare(rest, signed=True)))
    rows.append(("In all", scale.bare(sum(step.amount for step in comparison.bridge), signed=True)))
    verdict = comparison.verdict
    title = f"What makes {verdict.arm} differ from {verdict.runner_up}"
    return f"{said(title)}\n{grid(('step', scale.label), rows)}"


def _parting(comparison: Comparison) -> str:
    parting = comparison.parting
    if parting is None:
        return ""
    text = parting.text.rstrip(".")
    return paragraph(f"Their histories first part on {parting.date}, at {parting.lever} ({parting.duty}): {text}.")


def _assumptions(comparison: Comparison) -> str:
    ordered = sorted(comparison.assumptions, key=lambda e: (-abs(e.difference_high - e.difference_low), e.path))
    rows: list[tuple[str, ...]] = [
        (
            effect.name,
            effect.stated.span if effect.stated is not None else f"{plain(effect.low)} … {plain(effect.high)}",
            amount(effect.difference_low, comparison.heading.currency, signed=True),
            amount(effect.difference_high, comparison.heading.currency, signed=True),
            effect.turning,
        )
        for effect in ordered[:_MOST]
    ]
    if not rows:
        return ""
    title = f"Assumptions that move the difference most, from {replications(comparison.assumption_replications)}"
    return f"{said(title)}\n{grid(('assumption', 'range', 'at low', 'at high', 'verdict'), rows)}"
