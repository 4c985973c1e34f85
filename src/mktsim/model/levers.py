"""The levers of the focal firm in force, time-weighted over each week."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.world import WEEK_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.world import Sizes

    Floats = NDArray[np.float64]


class Lever(IntEnum):
    """Levers that duties may change; shapes in regions R, channels C, media M."""

    PRICE = 0
    """(C,) recommended retail price, money; the list price, which is the invoice, is it less the margin."""
    DEAL = 1
    """(R, C) depth × share of outlets that execute it, share of invoice price."""
    FEATURE = 2
    """(R, C) share of outlets featuring."""
    DISPLAY = 3
    """(R, C) share of outlets displaying."""
    GIFT = 4
    """(R, C) share of outlets handing out gift items."""
    PRESSURE = 5
    """(R, M) effective media pressure, multiples of normal spending."""
    CALLS = 6
    """(R, C) sales calls, multiples of one call an outlet a quarter."""
    PUSH = 7
    """(R, C) members' skilled recommendation beside what rivals obtain as a matter of course, level."""
    MARGIN = 8
    """(C,) margin offered, share of the recommended retail price."""
    OUTLETS = 9
    """(R, C) share of the channel's outlets that are open to the brand (own and franchise)."""
    BRAND_BUILD = 10
    """(R,) brand work, goodwill added a week."""
    QUALITY = 11
    """(1,) features added to true quality, utility."""
    EARNED = 12
    """(R,) contacts earned by public relations, multiples of normal spending."""
    ANSWER = 13
    """(R,) completeness of the answer to a crisis, share."""
    DEAL_COVER = 14
    """(R, C) share of outlets that execute a deal."""
    PRICE_STEP = 15
    """(R, C) change of recommended price and invoice in a region and channel, share."""
    MISTAKEN = 16
    """(R, M) contacts taken for those of the leading rival, multiples of normal spending of the own brand."""


def _shape(lever: Lever, sizes: Sizes) -> tuple[int, ...]:
    r, c, m = sizes.regions, sizes.channels, sizes.media
    special = {
        Lever.PRICE: (c,),
        Lever.MARGIN: (c,),
        Lever.PRESSURE: (r, m),
        Lever.MISTAKEN: (r, m),
        Lever.BRAND_BUILD: (r,),
        Lever.QUALITY: (1,),
        Lever.EARNED: (r,),
        Lever.ANSWER: (r,),
    }
    return special.get(lever, (r, c))


class Levers:
    """Values in force and their time integrals over the current week."""

    def __init__(self, sizes: Sizes) -> None:
        """Start with everything at zero on day zero."""
        self._now: list[Floats] = [np.zeros(_shape(lever, sizes)) for lever in Lever]
        self._area: list[Floats] = [np.zeros(_shape(lever, sizes)) for lever in Lever]
        self._since = [0.0] * len(Lever)
        self._start = 0.0

    def snapshot(self) -> tuple[Floats, ...]:
        """Return the values in force, in the order of levers."""
        return tuple(value.copy() for value in self._now)

    def restore(self, state: tuple[Floats, ...]) -> None:
        """Put values in force from day zero on."""
        for lever, value in zip(Lever, state, strict=True):
            self.put(lever, 0.0, value.copy())

    def in_force(self, lever: Lever) -> Floats:
        """Return the value in force; do not write into it."""
        return self._now[lever]

    def put(self, lever: Lever, day: float, value: Floats) -> None:
        """Put `value` in force from `day` on; the array is taken over, not copied."""
        self._area[lever] += self._now[lever] * (day - self._since[lever])
        self._since[lever] = day
        self._now[lever] = value

    def open_week(self, day: float) -> None:
        """Begin a week at `day`."""
        for area, since in zip(self._area, self._since, strict=True):
            if since != self._start:
                area[...] = 0.0
        self._start = day
        self._since = [day] * len(self._since)

    def average(self, lever: Lever, day: float) -> Floats:
        """Return the mean over the week that ends at `day`."""
        if self._since[lever] == self._start:
            return self._now[lever]
        area: Floats = self._area[lever] + self._now[lever] * (day - self._since[lever])
        return area / WEEK_DAYS
