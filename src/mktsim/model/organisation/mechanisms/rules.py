"""What mechanisms ask of a policy's rules."""

from __future__ import annotations

from typing import Protocol

from mktsim.model.seen import (
    AdvertisingDecision,
    AdvertisingSeen,
    ChannelDecision,
    ChannelSeen,
    PriceDecision,
    PricingSeen,
    PromotionDecision,
    PromotionSeen,
)


class PricingRule(Protocol):
    """A rule of the list price."""

    def decide(self, seen: PricingSeen) -> PriceDecision:
        """Return the price for what is seen."""


class PromotionRule(Protocol):
    """A rule of the promotion calendar."""

    def decide(self, seen: PromotionSeen) -> PromotionDecision:
        """Return the promotions of the window seen."""


class AdvertisingRule(Protocol):
    """A rule of the media plan."""

    def decide(self, seen: AdvertisingSeen) -> AdvertisingDecision:
        """Return spending, mix and message for the window seen."""


class ChannelRule(Protocol):
    """A rule of channel targets and terms."""

    def decide(self, seen: ChannelSeen) -> ChannelDecision:
        """Return the terms by channel for what is seen."""
