"""Crises of the focal brand: they strike at random, lower perceived quality, and fade, faster when answered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.inputs.cell import LuckSource
from mktsim.model.world import WEEK_DAYS
from mktsim.streams import uniforms

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.streams import Address

YEAR_DAYS = 365.25


class Crises:
    """The crises of one run; `depth` is by how much people think less of the product now."""

    def __init__(
        self, scenario: Scenario, address: Address, span: tuple[int, int], silenced: frozenset[LuckSource]
    ) -> None:
        """Draw the crises of `span` = (first week, weeks); without luck in brand shocks they are a steady fall."""
        self._parameters = scenario.market.crisis
        self._first = span[0]
        self._falls = self._drawn(scenario, address, span, silenced)
        self.depth = 0.0
        """Fall of perceived quality, utility."""

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

    def _drawn(
        self, scenario: Scenario, address: Address, span: tuple[int, int], silenced: frozenset[LuckSource]
    ) -> list[float]:
        """Return the fall that begins in each week, zero where nothing strikes; empty without crises."""
        if self._parameters.strikes_per_year == 0.0:
            return []
        chance = -math.expm1(-self._parameters.strikes_per_year * WEEK_DAYS / YEAR_DAYS)
        if LuckSource.BRAND in silenced:
            return [chance * self._parameters.size] * span[1]
        u = uniforms(address, "market.crisis", scenario.brands[0].name, span[0], span[1], 2)
        size = self._parameters.size
        return [size * (0.5 + how_hard) if strikes < chance else 0.0 for strikes, how_hard in u.tolist()]
