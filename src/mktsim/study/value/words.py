"""Sentences on value experiments: duties, links, staff, stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mktsim.study.question.duty_title import duty_title
from mktsim.study.runs.wording import amount
from mktsim.study.value.plan import Effect
from mktsim.study.value.reshape import Blurred, Bypassed, Cut, Leaking, Slowed, WithoutApproval
from mktsim.study.value.result import (
    Baseline,
    Cells,
    ClaimResult,
    DutyValues,
    LinkValues,
    StaffValues,
    StageFocus,
    TwinValue,
)

KINDS: tuple[tuple[type, str], ...] = (
    (Slowed, "Slower links"),
    (Blurred, "Blurred links"),
    (Leaking, "Leaking links"),
    (Cut, "Links cut"),
    (WithoutApproval, "Approvals dropped"),
    (Bypassed, "Relays bypassed"),
)
"""Kinds of changes of the coordination, in the order of the text."""


def duties_words(found: DutyValues) -> tuple[str, ...]:
    """Say which duties the arm rests on, which cost more than they bring, and what cannot be told."""
    unit = found.heading.unit
    known = [(duty_title(one.duty), one.overall.effect) for one in found.duties if one.overall.effect is not None]
    told = sorted(((n, e) for n, e in known if e.told), key=lambda pair: -pair[1].interval.mean)
    lost = [pair for pair in told if pair[1].interval.mean > 0.0]
    won = [pair for pair in reversed(told) if pair[1].interval.mean < 0.0]
    open_ones = len(known) - len(told)
    said = [
        _listed(f"{len(lost)} of {len(found.duties)} duties earn their keep: neglecting them loses", lost, unit)
        if lost
        else "No duty's neglect loses anything that can be told from zero.",
        _listed("Neglect earns more than the work does for", won, unit) if won else "",
        _untold(found, open_ones, len(found.duties) - len(known)),
        *(
            twin_words(twin, unit, titles_of(found))
            for twin in found.twins
            if twin.interaction is not None and twin.interaction.told
        ),
        floor_words(found.baseline, unit),
        cells_words(found.cells),
    ]
    return tuple(one for one in said if one)


def titles_of(found: DutyValues) -> dict[str, str]:
    """Return the titles of duties by their codes."""
    return {one.duty.id: duty_title(one.duty) for one in found.duties}


def floor_words(baseline: Baseline, unit: str) -> str:
    """Say what cannot matter moves."""
    return (
        f"A change that cannot matter moves {amount(baseline.floor.spread, unit)} a run; an effect counts as told only "
        "beyond what the mean of such runs shows."
    )


def twin_words(twin: TwinValue, unit: str, titles: Mapping[str, str]) -> str:
    """Say what duties that look alike are to each other."""
    shown = [titles.get(name, name) for name in twin.duties]
    names = " and ".join((", ".join(shown[:-1]), shown[-1]))
    if twin.together is None or twin.interaction is None:
        return f"{names}: neglected together they lose less than the smallest effect of interest."
    both, sums = (_moved(value, unit) for value in (twin.together.interval.mean, twin.singles))
    return f"{names} are {relation(twin)}: neglected together they {both}, one at a time in sum they {sums}."


def _moved(loss: float, unit: str) -> str:
    return f"lose {amount(loss, unit)}" if loss >= 0.0 else f"gain {amount(-loss, unit)}"


def relation(twin: TwinValue) -> str:
    """Return what twins are to each other: substitutes, complements, or neither that can be told."""
    if twin.interaction is None or not twin.interaction.told:
        return "not told apart from independent"
    return "substitutes" if twin.interaction.interval.mean * twin.singles > 0.0 else "complements"


def _untold(found: DutyValues, open_ones: int, out: int) -> str:
    small = amount(found.baseline.worth, found.heading.unit)
    return (
        f"{open_ones} were measured and cannot be told from zero; {out} were screened out, alone or in groups whose "
        f"neglect moves less than {small} on average, or nothing at all."
    )


def cells_words(cells: Cells) -> str:
    """Say what it cost."""
    spared = "" if cells.run < cells.full else ", so groups spared nothing"
    return (
        f"{cells.run:,} cells were enough; every change alone for the most replications would have been "
        f"{cells.full:,}{spared}."
    )


def _listed(lead: str, found: Sequence[tuple[str, Effect]], unit: str) -> str:
    shown = [f"{name} {amount(abs(effect.interval.mean), unit)}" for name, effect in found[:5]]
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"{lead} {', '.join(shown)}{more}."


def links_words(found: LinkValues) -> tuple[str, ...]:
    """Say which link, relay and approval matter most, and which would better not be there."""
    unit = found.heading.unit
    known = [(one.change, one.finding.effect) for one in found.links if one.finding.effect is not None]
    told = [(change, effect) for change, effect in known if effect.told]
    said = []
    for kind, name in KINDS:
        chosen = sorted(
            ((change.title, effect) for change, effect in told if isinstance(change, kind)),
            key=lambda pair: -abs(pair[1].interval.mean),
        )
        loses = [pair for pair in chosen if pair[1].interval.mean > 0.0]
        gains = [pair for pair in chosen if pair[1].interval.mean < 0.0]
        if loses:
            said.append(_listed(f"{name}: lost by", loses, unit))
        if gains:
            said.append(_listed(f"{name}: gained by", gains, unit))
        if not chosen:
            said.append(f"{name}: nothing that can be told from zero.")
    out = len(found.links) - len(known)
    small = amount(found.baseline.worth, unit)
    return (
        *said,
        f"{out} of {len(found.links)} changes were screened out at less than {small}.",
        floor_words(found.baseline, unit),
        cells_words(found.cells),
    )


def staff_words(found: StaffValues) -> tuple[str, ...]:
    """Say where one more person is worth most, and whether any is worth their pay."""
    unit = found.heading.unit
    best = found.bottleneck
    worth = [one for one in found.pools if one.gain.interval.low > 0.0]
    first = (
        "No pool is a bottleneck: nowhere does one more person bring anything that can be told from zero."
        if best is None
        else f"The bottleneck is {best.pool}: one full-time equivalent more brings "
        f"{amount(best.gain.interval.mean + found.pay, unit)} before pay, "
        f"{amount(best.gain.interval.mean, unit)} after."
    )
    paid = ", ".join(one.pool for one in worth)
    weeks = f"One full-time equivalent is {found.weeks} person-weeks over the horizon"
    return (
        first,
        f"One more pays for itself in {paid}." if worth else "One more pays for itself nowhere that can be told.",
        f"{weeks}; its discounted pay is {amount(found.pay, unit)}.",
        floor_words(found.baseline, unit),
        cells_words(found.cells),
    )


def stages_words(found: StageFocus) -> tuple[str, ...]:
    """Say how many claims hold, and what it cost."""
    tested = [one for one in found.claims if one.test is not None]
    held = [one.claim.stage for one in tested if holds(one, found.confidence)]
    if not tested:
        first = "No world reaches a stage that a claim is about, so nothing can be said."
    elif held:
        first = f"The claim holds in {' and '.join(held)}, {len(held)} of {len(tested)} stages tested."
    else:
        first = f"The claim cannot be confirmed in any of the {len(tested)} stages tested."
    return first, cells_words(found.cells)


def claim_words(one: ClaimResult) -> str:
    """Say whether the named duties rank higher than the others in their stage."""
    worlds = f"{len(one.reached)} of {len(one.blocks)} worlds reach it often enough"
    missed = [block.name for block in one.blocks if block.losses is None]
    counted = f"; not counted: {', '.join(missed)}" if missed else ""
    if one.test is None:
        return f"In {one.claim.stage} nothing is tested: {worlds}{counted}."
    more = "higher" if one.test.named < one.test.others else "lower"
    return (
        f"In {one.claim.stage} the {len(one.claim.duties)} named have mean rank {one.test.named:.1f}, all others "
        f"{one.test.others:.1f} (1 is the largest loss), so they rank {more}; {worlds}{counted}."
    )


def holds(one: ClaimResult, confidence: float) -> bool:
    """Tell whether a claim is confirmed at a confidence, adjusted for the others."""
    return one.test is not None and one.p_holm <= 1.0 - confidence
