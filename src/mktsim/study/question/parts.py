"""The tables of parts that the readers of files are given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.parts import Parts
    from mktsim.quantities import Part


def model_parts() -> Parts:
    """Return the rules and mechanisms of the model and the user's own rules, as readers and schemas take them."""
    from mktsim.study.question.user_rules import LEVERS, own_rules

    own = own_rules()
    return _parts(tuple(own[lever] for lever in LEVERS))


@lru_cache(maxsize=4)
def _parts(own: tuple[tuple[type[Part], ...], ...]) -> Parts:
    """Return the parts with the user's own rules of pricing, promotion, advertising and channel."""
    from mktsim.inputs.parts import Parts
    from mktsim.model.organisation.mechanisms.table import MECHANISMS
    from mktsim.model.policies.table import RULES

    pricing, promotion, advertising, channel = own
    return Parts(
        pricing=(*RULES["pricing"], *pricing),
        promotion=(*RULES["promotion"], *promotion),
        advertising=(*RULES["advertising"], *advertising),
        channel=(*RULES["channel"], *channel),
        mechanisms=tuple(MECHANISMS),
    )
