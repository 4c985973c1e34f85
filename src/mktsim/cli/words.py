"""Why an arm wins, as plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mktsim.present.numbers import amount, plain, scale_for
from mktsim.present.text import grid
from mktsim.present.words import label, replications

if TYPE_CHECKING:
    from mktsim.study.compare.result import Comparison

_WIDTH = 100
"""Characters of a line."""
_MOST = 3
"""Assumptions shown."""
_SMALLEST = 0.005
"""Steps of the bridge below this share of the largest are left to the report."""


def why_text(comparison: Comparison) -> str:
    """Return the bridge from runner-up to leader, where they part, and the assumptions that matter most."""
    parts = [_bridge(comparison), _parting(comparison), _assumptions(comparison)]
    return "\n\n".join(part for part in parts if part) + "\n"


def lines(text: str) -> str:
    """Return text in lines of a readable width."""
    return "\n".join(textwrap.wrap(text, _WIDTH))


def _bridge(comparison: Comparison) -> str:
    if not comparison.bridge:
        return ""
    largest = max(abs(step.amount) for step in comparison.bridge)
    shown = [step for step in comparison.bridge if abs(step.amount) >= _SMALLEST * largest]
    scale = scale_for([step.amount for step in shown], comparison.currency)
    rows: list[tuple[str, ...]] = [(label(step.name), scale.bare(step.amount, signed=True)) for step in shown]
    rest = sum(step.amount for step in comparison.bridge) - sum(step.amount for step in shown)
    if len(shown) < len(comparison.bridge):
        rows.append(("Smaller steps", scale.bare(rest, signed=True)))
    rows.append(("In all", scale.bare(sum(step.amount for step in comparison.bridge), signed=True)))
    verdict = comparison.verdict
    title = f"What makes {verdict.arm} differ from {verdict.runner_up}"
    return f"{title}\n{grid(('step', scale.label), rows)}"


def _parting(comparison: Comparison) -> str:
    parting = comparison.parting
    if parting is None:
        return ""
    text = parting.text.rstrip(".")
    return lines(f"Their histories first part on {parting.date}, at {parting.lever} ({parting.duty}): {text}.")


def _assumptions(comparison: Comparison) -> str:
    ordered = sorted(comparison.assumptions, key=lambda e: (-abs(e.difference_high - e.difference_low), e.path))
    rows: list[tuple[str, ...]] = [
        (
            effect.path,
            f"{plain(effect.low)} … {plain(effect.high)}",
            amount(effect.difference_low, comparison.currency, signed=True),
            amount(effect.difference_high, comparison.currency, signed=True),
            "turns the verdict" if effect.turns else "does not turn it",
        )
        for effect in ordered[:_MOST]
    ]
    if not rows:
        return ""
    title = f"Assumptions that move the difference most, from {replications(comparison.assumption_replications)}"
    return f"{title}\n{grid(('assumption', 'range', 'at low', 'at high', 'verdict'), rows)}"
