"""What was found on the focus of stages, in sentences."""

from __future__ import annotations

from mktsim.study.value.stages import ClaimResult, StageFocus
from mktsim.study.value.words import cells_words


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
        return f"{one.claim.id}: not tested, {worlds}{counted}."
    more = "higher" if one.test.named < one.test.others else "lower"
    return (
        f"{one.claim.id}: the {len(one.claim.duties)} duties named have mean rank {one.test.named:.1f}, all others "
        f"{one.test.others:.1f} (1 is the largest loss), so they rank {more}; {worlds}{counted}."
    )


def holds(one: ClaimResult, confidence: float) -> bool:
    """Tell whether a claim is confirmed at a confidence, adjusted for the others."""
    return one.test is not None and one.p_holm <= 1.0 - confidence
