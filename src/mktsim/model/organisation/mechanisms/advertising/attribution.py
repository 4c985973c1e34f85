"""Attribution: whose people take a contact to be, by how alike everything about the brand looks."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from mktsim.quantities import Source, Unit

UNIDENTIFIED_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of contacts"), Source("assumption")] = 0.7
"""Contacts that are taken for the brand's own where nothing about it looks alike."""


def attributed_share(identity: float) -> float:
    """Return the share of contacts that people take for the brand's own at a level of identity."""
    return UNIDENTIFIED_SHARE + (1.0 - UNIDENTIFIED_SHARE) * identity


USUALLY_ATTRIBUTED = attributed_share(0.6)
"""The same at the level of identity at which pressure is counted as normal."""
