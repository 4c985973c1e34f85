"""A market mechanism of a user's own: what a scenario adds to a week of its market, between two closings."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from mktsim.errors import quoted
from mktsim.quantities import Part

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class MarketWeek:
    """A week of the market as a mechanism is given it, before it closes; brand 0 is the focal one."""

    number: int
    """Week of the run; 0 opens the counted part, burn-in is negative."""
    brands: tuple[str, ...]
    """Names in the order of the arrays' brands; regions and channels alike."""
    regions: tuple[str, ...]
    channels: tuple[str, ...]
    minds: Mapping[str, Floats]
    """What people think, which a mechanism may write into, in place: see `OPEN_STATES`."""
    state: Mapping[str, Floats]
    """All states of the market as the last week left them, read only; `model/market/layout.py` says what they are."""
    levers: Mapping[str, Floats]
    """All levers of the week, read only; the same file."""
    units: Floats
    """Units that the last week sold, shape (regions, brands, channels), read only."""
    memory: Floats
    """Numbers that are carried from week to week, as many as the mechanism says in `remembers`; zeros at first."""
    uniforms: Callable[[int], Floats]
    """Return that many random numbers in (0, 1) of this week, from a stream of the mechanism's own."""
    spend: Callable[[float], None]
    """Book a cost of the focal brand, money, as advertising of the week."""


OPEN_STATES = {
    "aware": (0.0, 1.0),
    "goodwill": (0.0, np.inf),
    "perceived": (-np.inf, np.inf),
    "doubt": (0.0, np.inf),
}
"""States that a market mechanism may write, each with its ends.

`aware`: share of a consumer class that has a brand in mind, shape (brands, classes); `goodwill`, `perceived` quality
and `doubt` about it, utility, shape (regions, brands). Units, stocks, prices and money are the market's own.
"""


class MarketMechanism(Part):
    """Base of market mechanisms; a subclass has a field `kind: Literal["name"] = "name"` and parameters.

    A mechanism is a function of its parameters, the week and its memory. It works in burn-in, in the counted weeks and
    in the run-out alike, for all arms.
    """

    @model_validator(mode="before")
    @classmethod
    def _is_brought(cls, values: object) -> object:
        if cls is MarketMechanism:
            kind = values.get("kind", "") if isinstance(values, dict) else ""
            raise ValueError(
                f"no market mechanism is called {quoted(str(kind))}; bring the file that has it by --rules"
            )
        return values

    @property
    def remembers(self) -> int:
        """How many numbers it carries from week to week."""
        return 0

    @abstractmethod
    def before_close(self, week: MarketWeek) -> None:
        """Move what people think, in place, before the week closes."""
