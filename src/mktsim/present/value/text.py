"""Value experiments as plain text for the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.inputs.study import NeglectMode
from mktsim.present.layout import Row, grid, paragraph, paragraphs, stamp
from mktsim.present.numbers import MISSING, Scale, amount, p_value, percent, scale_for
from mktsim.present.words import label, pool_title
from mktsim.study.question.duty_title import duty_title
from mktsim.study.question.library import catalogue
from mktsim.study.value.plan import Fate
from mktsim.study.value.result import DutyValues, LinkValues
from mktsim.study.value.words import (
    claim_words,
    duties_words,
    links_words,
    relation,
    staff_words,
    stages_words,
    titles_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mktsim.study.runs.heading import Heading
    from mktsim.study.value.plan import Effect
    from mktsim.study.value.result import (
        ClaimResult,
        DutyValue,
        Finding,
        LinkValue,
        StaffValues,
        StageFocus,
        Valued,
        Window,
    )

_SHOWN = 25
"""Rows of changes of the coordination shown; all are in the file."""
_TRAFFIC = paragraph(
    "Betweenness: share of all pairs of agents whose quickest way leads over it; deliveries: what duties send that "
    "way. Neither says what it is worth, the loss does."
)
UNTOLD = "°"
"""Marks what cannot be told from zero."""
_MODES = {NeglectMode.BURNT: "its time spent without result", NeglectMode.FREED: "its time free for other work"}
_OUT = "none, small: screened out, with a single interval at 90% in brackets"
"""What stands beside what was screened out."""


def value_text(found: Valued) -> str:
    """Return a result in words and tables."""
    if isinstance(found, DutyValues):
        return duties_text(found)
    return links_text(found) if isinstance(found, LinkValues) else staff_text(found)


def duties_text(found: DutyValues) -> str:
    """Return what is said of duties, their table by loss, stages and twins."""
    parts = [
        paragraphs(duties_words(found)),
        _duties(found),
        _stages(found),
        _twins(found),
        _source(found),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def links_text(found: LinkValues) -> str:
    """Return what is said of coordination and the changes that matter most."""
    known = [one for one in found.links if one.finding.effect is not None]
    ordered = sorted(known, key=lambda one: -abs(mean_of(one.finding)))
    scale = _scale((mean_of(one.finding) for one in ordered), found.heading.unit)
    rows = [_link(one, scale) for one in ordered[:_SHOWN]]
    title = f"{label(found.heading.metric)} lost by a change, {scale.label}; {_together(found.heading)}"
    header = ("change", "loss", "interval", "runs", "betweenness", "deliveries")
    table = f"{title}\n{grid(header, rows)}\n{_TRAFFIC}" if rows else ""
    more = f"{len(ordered) - _SHOWN} more in the file." if len(ordered) > _SHOWN else ""
    parts = [paragraphs(links_words(found)), table, more, _source(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _link(one: LinkValue, scale: Scale) -> Row:
    lies = one.traffic
    passes = (MISSING, MISSING) if lies is None else (percent(lies.betweenness), str(lies.deliveries))
    return (one.change.title, _number(one.finding, scale), _ends(one.finding, scale), _runs(one.finding), *passes)


def staff_text(found: StaffValues) -> str:
    """Return what is said of staff and the table of pools."""
    ordered = sorted(found.pools, key=lambda one: -one.gain.interval.mean)
    scale = _scale((one.gain.interval.mean for one in ordered), found.heading.unit)
    rows: list[Row] = [
        (
            pool_title(one.pool),
            f"{one.staff_fte:g}",
            percent(one.utilisation) if math.isfinite(one.utilisation) else MISSING,
            scale.bare(one.gain.interval.mean + found.pay, signed=True),
            _mark(one.gain, scale),
            f"{scale.bare(one.gain.interval.low, signed=True)} … {scale.bare(one.gain.interval.high, signed=True)}",
            scale_for([one.gain.interval.mean / found.weeks], found.heading.unit).text(
                one.gain.interval.mean / found.weeks, signed=True
            ),
            str(one.gain.replications),
        )
        for one in ordered
    ]
    header = ("pool", "staff", "busy", "before pay", "net of pay", "interval", "net, a person-week", "runs")
    gained = f"{label(found.heading.metric)} gained by one full-time equivalent more, {scale.label}"
    title = f"{gained}; {_together(found.heading)}"
    parts = [paragraphs(staff_words(found)), f"{title}\n{grid(header, rows)}", _source(found)]
    return "\n\n".join(parts) + "\n"


def mean_of(finding: Finding) -> float:
    """Return the mean effect; zero where a change was screened out."""
    return finding.effect.interval.mean if finding.effect is not None else 0.0


def _duties(found: DutyValues) -> str:
    ordered = sorted(found.duties, key=lambda one: -mean_of(one.overall))
    scale = _scale((mean_of(one.overall) for one in ordered), found.heading.unit)
    rows: list[Row] = [
        (
            duty_title(one.duty),
            one.duty.owner.replace("_", " "),
            _number(one.overall, scale),
            _ends(one.overall, scale),
            f"{one.effort_days:,.0f}",
            _per_day(one, found.heading.unit),
            _runs(one.overall),
        )
        for one in ordered
    ]
    title = paragraph(
        f"{label(found.heading.metric)} lost by neglect ({_MODES[found.mode]}), {scale.label}; "
        f"{_together(found.heading)}; {_OUT}"
    )
    header = ("duty", "owner", "loss", "interval", "person-days", "a person-day", "runs")
    return f"{title}\n{grid(header, rows)}"


def _stages(found: DutyValues) -> str:
    """Return the losses of neglect while in a stage, per year of the stage."""
    reached = [(place, window) for place, window in enumerate(found.windows) if window.weeks]
    shown = [pair for pair in reached if any(one.stages[pair[0]] is not None for one in found.duties)]
    lines = [_reached(window) for window in found.windows]
    if not shown:
        return "\n".join(lines)
    values = [_yearly(one, place, window) for one in found.duties for place, window in shown]
    scale = _scale(values, found.heading.unit)
    ordered = sorted(found.duties, key=lambda one: -max(abs(_yearly(one, p, w)) for p, w in shown))
    rows: list[Row] = [
        (duty_title(one.duty), *(_cell(one, place, window, scale) for place, window in shown))
        for one in ordered
        if any(one.stages[place] is not None and one.stages[place].effect is not None for place, _ in shown)  # type: ignore[union-attr]
    ]
    title = f"Lost a year by neglect only while in a stage, {scale.label} a year; {_together(found.heading)}, by stage"
    return "\n".join([*lines, "", title, grid(("duty", *(window.name for _, window in shown)), rows)])


def _yearly(one: DutyValue, place: int, window: Window) -> float:
    finding = one.stages[place]
    return mean_of(finding) / window.years if finding is not None else 0.0


def _cell(one: DutyValue, place: int, window: Window, scale: Scale) -> str:
    finding = one.stages[place]
    if finding is None:
        return MISSING
    if finding.effect is None:
        return _fate(finding)
    mark = "" if finding.effect.told else UNTOLD
    return f"{scale.bare(_yearly(one, place, window), signed=True)}{mark}"


def _reached(window: Window) -> str:
    if not window.weeks:
        return f"{label(window.name)} is reached in none of {window.looked_at} replications."
    return (
        f"{label(window.name)} is reached in {len(window.weeks)} of {window.looked_at} replications, for "
        f"{window.years:.1f} years on average."
    )


def _twins(found: DutyValues) -> str:
    measured = [twin for twin in found.twins if twin.together is not None and twin.interaction is not None]
    if not measured:
        return ""
    scale = _scale((twin.singles for twin in measured), found.heading.unit)
    rows: list[Row] = [
        (
            " + ".join(titles_of(found)[name] for name in twin.duties),
            _mark(twin.together, scale),
            scale.bare(twin.singles, signed=True),
            _mark(twin.interaction, scale),
            relation(twin),
        )
        for twin in measured
        if twin.together is not None and twin.interaction is not None
    ]
    header = ("duties that look alike", "together", "sum of singles", "difference", "they are")
    return f"Duties that look alike, neglected together, {scale.label}\n{grid(header, rows)}"


def _per_day(one: DutyValue, unit: str) -> str:
    if one.overall.effect is None or one.effort_days <= 0.0:
        return MISSING
    value = one.overall.effect.interval.mean / one.effort_days
    return scale_for([value], unit).text(value, signed=True)


def _number(finding: Finding, scale: Scale) -> str:
    return _fate(finding) if finding.effect is None else _mark(finding.effect, scale)


def _fate(finding: Finding) -> str:
    return "none" if finding.fate is Fate.SAME else "small"


def _mark(effect: Effect, scale: Scale) -> str:
    return f"{scale.bare(effect.interval.mean, signed=True)}{'' if effect.told else UNTOLD}"


def _ends(finding: Finding, scale: Scale) -> str:
    if finding.effect is not None:
        low, high = finding.effect.interval.low, finding.effect.interval.high
        return f"{scale.bare(low, signed=True)} … {scale.bare(high, signed=True)}"
    if finding.fate is Fate.SAME or finding.judged is None:
        return "same to the bit"
    count = len(finding.judged.group)
    ends = f"[{scale.bare(finding.judged.low, signed=True)} … {scale.bare(finding.judged.high, signed=True)}]"
    return f"{ends} ({count} together)" if count > 1 else ends


def _runs(finding: Finding) -> str:
    return str(finding.effect.replications) if finding.effect is not None else "screened"


def _scale(values: Iterable[float], unit: str) -> Scale:
    return scale_for(list(values), unit)


def _together(heading: Heading) -> str:
    return (
        f"{percent(heading.confidence)} intervals that hold together; {UNTOLD} cannot be told from zero, or from what "
        "cannot matter"
    )


def _source(found: Valued) -> str:
    baseline = found.baseline
    worth = scale_for([baseline.worth], found.heading.unit).text(baseline.worth)
    return (
        f"arm {baseline.arm} under {baseline.organisation} in {baseline.world}; at most {baseline.replications} "
        f"replications, smallest effect of interest {worth}; {stamp(found.heading, found.digest)}"
    )


_FIRST = 10
"""Duties shown of each stage beside those that are named."""


def stages_text(found: StageFocus) -> str:
    """Return the verdict on each claim with its table of ranks, and what it rests on."""
    claims = [_claim(one) for one in found.claims]
    worlds = [
        f"{one.heading.study}, {one.baseline.world}: seed {one.heading.seed}, at most {one.baseline.replications} "
        f"replications, losses below {amount(one.baseline.worth, one.heading.unit)} count as none, "
        f"study {one.heading.study_hash[:12]}"
        for one in found.worlds
    ]
    heading = found.worlds[0].heading
    model = f"model {heading.model_hash[:12]}, mktsim {heading.version}"
    return "\n\n".join((paragraphs(stages_words(found)), *claims, "\n".join((*worlds, model)))) + "\n"


def _claim(one: ClaimResult) -> str:
    said = paragraph(claim_words(one))
    if one.test is None:
        return said
    named = set(one.claim.duties)
    shown = [pair for place, pair in enumerate(one.ranked) if place < _FIRST or pair[0] in named]
    scales = [scale_for(block.losses.tolist() if block.losses is not None else [], block.unit) for block in one.reached]
    titles = {duty.id: duty_title(duty) for duty in catalogue()}
    rows: list[Row] = [
        (
            f"{titles.get(duty, duty)}{' *' if duty in named else ''}",
            f"{rank:.1f}",
            *(
                scale.bare(float(block.losses[one.duties.index(duty)]), signed=True) if block.losses is not None else ""
                for block, scale in zip(one.reached, scales, strict=True)
            ),
        )
        for duty, rank in shown
    ]
    header = ("duty", "mean rank", *(f"{b.name}, {s.label}" for b, s in zip(one.reached, scales, strict=True)))
    title = f"{label(one.claim.stage)}: p = {p_value(one.test.p_value)}, with Holm {p_value(one.p_holm)}; * named"
    return f"{said}\n{title}\n{grid(header, rows)}"
