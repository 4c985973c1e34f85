"""The tables of parts that the readers of files are given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.parts import Parts


@lru_cache(maxsize=1)
def model_parts() -> Parts:
    """Return the rules and mechanisms of the model, as readers and schemas take them."""
    from mktsim.inputs.parts import Parts
    from mktsim.model.organisation.mechanisms.table import MECHANISMS
    from mktsim.model.policies.table import RULES

    return Parts(
        pricing=RULES["pricing"],
        promotion=RULES["promotion"],
        advertising=RULES["advertising"],
        channel=RULES["channel"],
        mechanisms=tuple(MECHANISMS),
    )
