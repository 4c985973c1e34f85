"""Attribution: whose people take a contact to be, by how alike everything about the brand looks."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from mktsim.quantities import Source, Unit

UNIDENTIFIED_SHARE: Annotated[float, Ge(0), Le(1), Unit("share of contacts"), Source("assumption")] = 0.7
"""Contacts that are taken for the brand's own where nothing about it looks alike."""


TO_LEADER: Annotated[
    float,
    Ge(0),
    Le(1),
    Unit("share of misattributed contacts"),
    Source("Kent & Allen 1994, J Mktg 58:97; size assumption"),
] = 0.5
"""Contacts not taken for the brand's own that people credit to the leading rival; the others build nobody."""


def attributed_share(identity: float) -> float:
    """Return the share of contacts that people take for the brand's own at a level of identity."""
    return UNIDENTIFIED_SHARE + (1.0 - UNIDENTIFIED_SHARE) * identity


def mistaken_multiple(identity: float) -> float:
    """Return contacts credited to the leading rival, beyond what is usual, for each that is taken for the own brand."""
    return TO_LEADER * max(USUALLY_ATTRIBUTED / attributed_share(identity) - 1.0, 0.0)


USUALLY_ATTRIBUTED = attributed_share(0.6)
"""The same at the level of identity at which pressure is counted as normal."""
