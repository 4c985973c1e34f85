"""Crises of the focal brand: they strike at random, lower perceived quality, and fade, faster when answered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.inputs.cell import LuckSource
from mktsim.model.world import WEEK_DAYS
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from mktsim.model.world import WorldContext

YEAR_DAYS = 365.25


class Crises:
    """The crises of one run; `depth` is by how much people think less of the product now."""

    def __init__(self, world: WorldContext, span: tuple[int, int]) -> None:
        """Draw the crises of `span` = (first week, weeks); without noise in brand shocks they are a steady fall."""
        self._parameters = world.scenario.market.crisis
        self._first = span[0]
        self._falls = self._drawn(world, span)
        self.depth = 0.0
        """Fall of perceived quality, utility."""
        self.felt = 0.0
        """What of it is in the market's state."""

    def snapshot(self) -> tuple[float, float]:
        """Return the fall of perceived quality by crises that go on, and what of it the market has."""
        return self.depth, self.felt

    def restore(self, state: tuple[float, float]) -> None:
        """Go on from crises that go on."""
        self.depth, self.felt = state

    def strike(self, week: int) -> bool:
        """Let a crisis of this week strike; tell whether one did."""
        place = week - self._first
        fall = self._falls[place] if 0 <= place < len(self._falls) else 0.0
        self.depth += fall
        return fall > 0.0

    def fade(self, answered: float) -> None:
        """Let a week pass with an answer that has reached the share `answered` of people."""
        if self.depth > 0.0:
            weeks = self._parameters
            slow, fast = 1.0 / weeks.forgotten_weeks, 1.0 / weeks.answered_weeks
            self.depth *= 0.5 ** (slow + max(fast - slow, 0.0) * answered)

    def _drawn(self, world: WorldContext, span: tuple[int, int]) -> list[float]:
        """Return the fall that begins in each week, zero where nothing strikes; empty without crises."""
        if self._parameters.strikes_per_year == 0.0:
            return []
        chance = -math.expm1(-self._parameters.strikes_per_year * WEEK_DAYS / YEAR_DAYS)
        if LuckSource.BRAND in world.silenced:
            return [chance * self._parameters.size] * span[1]
        u = uniforms(world.address, "market.crisis", world.scenario.brands[0].stream_id, span[0], span[1], 2)
        size = self._parameters.size
        return [size * (0.5 + how_hard) if strikes < chance else 0.0 for strikes, how_hard in u.tolist()]
