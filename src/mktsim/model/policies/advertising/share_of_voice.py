"""Share of voice: spending in relation to rivals'."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.advertising.rule import AdvertisingRule, even_spending
from mktsim.model.policies.blend import clamp, is_known
from mktsim.model.seen import AdvertisingSeen
from mktsim.quantities import Source, Unit


class ShareOfVoice(AdvertisingRule):
    """Hold a share of voice above the own market share (Binet & Field 2007; Peckham 1981 for launches)."""

    rule: Literal["share_of_voice"] = "share_of_voice"
    """Name on the table."""
    excess: Annotated[
        float, Ge(-0.5), Le(0.5), Unit("share"), Source("Binet & Field: 0.5-0.7 points a year for 10 points")
    ] = 0.05
    """Share of voice above the market share."""
    launch_weeks: Annotated[int, Ge(0), Le(260), Unit("weeks"), Source("Peckham 1981: first two years")] = 104
    """Weeks after the opening during which the launch rule holds."""
    launch_multiple: Annotated[float, Ge(0), Le(5), Unit("target shares"), Source("Peckham 1981: 1.5-2")] = 1.5
    """Share of voice in target shares during a launch."""
    target_share: Annotated[float, Ge(0), Le(1), Unit("share of units"), Source("given by the policy")] = 0.0
    """Market share aimed at in a launch; zero leaves the launch rule out."""

    def wanted(self, seen: AdvertisingSeen) -> tuple[float, ...]:
        """Return the spending that makes the share of voice; even spending where rivals or share are unknown."""
        if not (is_known(seen.rival_spending) and is_known(seen.share)):
            return even_spending(seen)
        rivals = max(seen.rival_spending.value, 0.0)
        return tuple(rivals * self._odds(seen, week) for week in range(seen.weeks))

    def _odds(self, seen: AdvertisingSeen, week: int) -> float:
        """Return own spending in rivals' spending for the share of voice aimed at."""
        voice = clamp(seen.share.value, 0.0, 1.0) + self.excess
        if seen.week + week < self.launch_weeks:
            voice = max(voice, self.launch_multiple * self.target_share)
        voice = clamp(voice, 0.0, 0.95)
        return voice / (1.0 - voice)
