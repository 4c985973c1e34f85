"""Corrections: what supervision found to be off a plan, as those who carry the plans out receive it."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.model.organisation.plan import Plan


@dataclass(frozen=True)
class Correction:
    """Deviations from plans that were found, with what is to be done about them."""

    last_day: float
    """Day until which it is worked by."""
    insertions: float
    """Share of the insertions that are missing in a week which are seen to be missing within it."""
    promotions: tuple[str, ...]
    """Promotions whose missing outlets are visited, by name."""
    reminded: float
    """Share of their missing outlets that join in when reminded."""
    calls: tuple[float, ...]
    """Multiple of sales calls by channel: more where distribution is behind its target."""
    production: float
    """Multiple of the level that production orders up to: sales of plain weeks beside what was ordered for."""


CORRECTION = Plan("correction", Correction)
