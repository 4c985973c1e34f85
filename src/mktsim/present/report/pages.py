"""Contents of the report: tables and sentences ready for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.tornado import spread
from mktsim.present.layout import Row, filled
from mktsim.present.numbers import percent, plain, scale_for
from mktsim.present.reading import arm_scale, chance_of_best, how_sure, losses, share_text, unit_of, worlds_scale
from mktsim.present.words import label, replications

if TYPE_CHECKING:
    from mktsim.present.context import Context, ParameterRow
    from mktsim.study.compare.result import Comparison


_ONCE = (
    "intervals of differences are widened for the number of arms in step with Holm's correction. p is the chance of a "
    "difference this large if there were none."
)
_IN_LOOKS = (
    "intervals of differences are widened so that they hold for all pairs of arms at every look that was taken while "
    "replications came in."
)


@dataclass(frozen=True)
class PageTable:
    """A table of the report; the first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: int | None = None
    """Row that is set in bold."""


def arms_table(comparison: Comparison) -> PageTable:
    """Return the table of arms."""
    scale = arm_scale(comparison)
    header = (
        "Arm",
        f"Mean, {scale.label}",
        "Interval",
        "Beyond baseline",
        "Interval of that",
        "Known" if comparison.design.in_looks else "p",
        "Policy",
        "Organisation",
    )
    rows = []
    for arm in comparison.arms:
        i = arm.interval
        gap = ("baseline", "", "")
        if arm.difference is not None:
            d = arm.difference.interval
            between = f"{scale.bare(d.low, signed=True)} to {scale.bare(d.high, signed=True)}"
            gap = (scale.bare(d.mean, signed=True), between, how_sure(arm.difference))
        interval = f"{scale.bare(i.low)} to {scale.bare(i.high)}"
        rows.append((arm.name, scale.bare(i.mean), interval, *gap, label(arm.policy), label(arm.organisation)))
    sure = percent(comparison.heading.confidence)
    caption = (
        f"{label(comparison.heading.metric)} by arm, in {scale.label}, from {comparison.replications} replications. An "
        f"interval holds the true mean with {sure} confidence; {_IN_LOOKS if comparison.design.in_looks else _ONCE}"
    )
    return PageTable(caption, header, tuple(rows), _leader_row(comparison))


def worlds_table(comparison: Comparison) -> PageTable | None:
    """Return the worlds side by side; None where the study names fewer than two."""
    if not comparison.worlds:
        return None
    scale = worlds_scale(comparison)
    header = ("World", "Arm", f"Mean, {scale.label}", "Beyond baseline", "Interval of that", "Regret", "Best there")
    rows = []
    for world in comparison.worlds:
        for place, (arm, found) in enumerate(zip(comparison.arms, world.arms, strict=True)):
            gap = ("baseline", "")
            if found.difference is not None:
                low, high = (scale.bare(end, signed=True) for end in (found.difference.low, found.difference.high))
                gap = (scale.bare(found.difference.mean, signed=True), f"{low} to {high}")
            best = ("yes" if world.is_sure else "not surely") if place == world.best else ""
            rows.append((world.name, arm.name, scale.bare(found.interval.mean), *gap, scale.bare(found.regret), best))
    caption = (
        f"{label(comparison.heading.metric)} of each arm in each world, in {scale.label}, from "
        f"{comparison.replications} replications. The intervals of all pairs of arms in all worlds hold together. "
        "Regret is what an arm's mean lacks to the best mean of the same world."
    )
    return PageTable(caption, header, tuple(rows))


def risk_table(comparison: Comparison) -> PageTable:
    """Return the table of risks."""
    scale = arm_scale(comparison)
    header: Row = (
        "Arm",
        "Chance of being best",
        f"Expected regret, {scale.label}",
        "Worst 10%",
        "Low",
        "Middle",
        "High",
    )
    header, rows = filled(
        header,
        [
            (
                arm.name,
                chance_of_best(comparison, arm),
                scale.bare(arm.expected_regret),
                scale.bare(arm.cvar),
                *(scale.bare(q) for q in arm.quantiles),
            )
            for arm in comparison.arms
        ],
    )
    caption = (
        f"Risk by arm, in {scale.label}. Expected regret is what choosing the arm loses on average against the arm "
        "that is best in the same replication. Worst 10% is the mean of the worst tenth of outcomes (CVaR). One "
        "outcome in ten is below the low value, one in ten above the high one."
    )
    return PageTable(caption, header, tuple(rows), _leader_row(comparison))


def loss_table(comparison: Comparison) -> PageTable | None:
    """Return what the organisation costs each arm; None when it was not run."""
    known = [(arm, arm.ideal, arm.loss) for arm in comparison.arms if arm.ideal is not None and arm.loss is not None]
    if not known:
        return None
    scale = arm_scale(comparison)
    header = ("Arm", f"Ideal, {scale.label}", "Lost: late", "Lost: misinformed", "Lost: not executed", "Lost in all")
    rows = tuple((arm.name, scale.bare(i.mean), *losses(loss, scale)) for arm, i, loss in known)
    caption = (
        f"Ideal value and what the organisation loses of it, in {scale.label}, from {comparison.why_replications} "
        "replications (± standard error). Ideal: every decision at once, with the truth, carried out in full. A "
        "negative loss is a gain."
    )
    return PageTable(caption, header, rows)


def bridge_table(comparison: Comparison) -> PageTable | None:
    """Return the bridge to the cent; None without one."""
    if not comparison.bridge:
        return None
    rows = [(label(step.name), f"{step.amount:+,.2f}") for step in comparison.bridge]
    rows.append(("Whole difference", f"{sum(step.amount for step in comparison.bridge):+,.2f}"))
    said = tuple((name, money.replace(",", "\N{NARROW NO-BREAK SPACE}").replace("-", "−")) for name, money in rows)
    verdict = comparison.verdict
    caption = f"From {verdict.runner_up} to {verdict.arm}, step by step, in {comparison.heading.currency}."
    return PageTable(caption, ("Step", comparison.heading.currency), said, len(said) - 1)


def variance_table(comparison: Comparison) -> PageTable | None:
    """Return the variance by source; None when it was not run."""
    if not comparison.variance_by_source:
        return None
    rows = tuple((label(row.name), share_text(row)) for row in comparison.variance_by_source)
    caption = (
        "What each source of the leader's luck makes alone, the others at their expectation: its share of these "
        f"variances, from {comparison.noise_replications} replications (± standard error). A source with a large share "
        "is worth learning more about before the money is spent."
    )
    return PageTable(caption, ("Source of luck", "Share"), rows)


def assumption_table(comparison: Comparison, context: Context) -> PageTable | None:
    """Return the assumptions that were tested, the one that moves most first; None without any."""
    if not comparison.assumptions:
        return None
    declared = {row.name: row for row in context.assumption_sources}
    ordered = sorted(comparison.assumptions, key=lambda e: (-spread(e), e.path))
    scale = scale_for([x for e in ordered for x in (e.difference_low, e.difference_high)], unit_of(comparison))
    rows = []
    for effect in ordered:
        row = declared.get(effect.path)
        span = f"{plain(effect.low)} to {plain(effect.high)} {row.unit if row else ''}".strip()
        lead = f"{scale.bare(effect.difference_low, signed=True)} to {scale.bare(effect.difference_high, signed=True)}"
        known = (row.value, row.source) if row else ("", "")
        source = known[1] if effect.stated is None else effect.stated.source
        rows.append((effect.name, row.text if row else "", known[0], span, lead, effect.turning, source))
    verdict = comparison.verdict
    caption = (
        f"What happens to the lead of {verdict.arm} over {verdict.runner_up} (in {scale.label}) when one assumption "
        "takes its lowest and its highest plausible value and all else stays; "
        f"{replications(comparison.assumption_replications)}."
    )
    header = ("Assumption", "What it is", "Assumed", "Tried from … to …", "Lead from … to …", "Turns verdict", "Source")
    return PageTable(caption, header, tuple(rows))


def parameter_table(rows: tuple[ParameterRow, ...]) -> PageTable | None:
    """Return the parameters that matter with their sources; None without any."""
    if not rows:
        return None
    said = tuple((row.name, row.text, row.value, row.unit, row.source) for row in rows)
    return PageTable(
        "Parameters of the study, with unit and source.", ("Parameter", "What it is", "Value", "Unit", "Source"), said
    )


def _leader_row(comparison: Comparison) -> int | None:
    names = [arm.name for arm in comparison.arms]
    return names.index(comparison.verdict.arm) if comparison.verdict.arm in names else None
