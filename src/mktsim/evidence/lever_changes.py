"""Changes of one week's levers that trials on a bare market are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.evidence.bare_market import Change

if TYPE_CHECKING:
    from mktsim.model.market.layout import Levers

FOCAL = 0
"""Place of the focal brand."""


def dealt(depth: float, *, feature: float = 0.0, display: float = 0.0) -> Change:
    """Return a deal of the focal brand, `depth` a share of the invoice, with shares of outlets that support it."""

    def change(v: Levers) -> None:
        v.deal[:, FOCAL] = depth
        v.deal_cover[:, FOCAL] = 1.0 if depth > 0.0 else 0.0
        v.feature[:, FOCAL] = feature
        v.display[:, FOCAL] = display

    return change


def priced(factor: float, brands: int | slice = FOCAL) -> Change:
    """Return list prices and recommended retail prices times `factor`."""

    def change(v: Levers) -> None:
        v.invoice[brands] *= factor
        v.retail[brands] *= factor

    return change


def pressed(factor: float) -> Change:
    """Return the focal brand's media pressure times `factor`."""

    def change(v: Levers) -> None:
        v.pressure[:, FOCAL] *= factor

    return change


def supported(name: str, share: float) -> Change:
    """Return the focal brand's `feature` or `display` in a share of outlets."""

    def change(v: Levers) -> None:
        getattr(v, name)[:, FOCAL] = share

    return change
