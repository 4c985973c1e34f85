"""The focus of stages as plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid, paragraph, paragraphs
from mktsim.present.numbers import amount, p_value, scale_for
from mktsim.present.words import label
from mktsim.study.value.words import claim_words, stages_words

if TYPE_CHECKING:
    from mktsim.study.value.stages import ClaimResult, StageFocus

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
    rows: list[Row] = [
        (
            f"{duty}{' *' if duty in named else ''}",
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
