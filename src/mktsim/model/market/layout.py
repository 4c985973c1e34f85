"""The market's memory: one structured record each for parameters, state, levers, luck and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.coefficients import coefficients_of
from mktsim.inputs.scenario import Scenario

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from mktsim.model.world import Sizes

SUMMARY = (
    "sold", "paid", "rival_paid", "wanted", "unserved", "listing", "deal", "pressure", "calls", "goodwill", "quality",
)  # fmt: skip
"""Figures of the focal brand over regions and channels (mean weighted by households and traffic, or sum)."""
BASE_STAGES = 3
"""Erlang stages of a durable's life."""

DERIVED = ("durable",)
"""Numbers that follow from several fields of a scenario; `population` works them out."""
COEFFICIENTS = (*(declared.coefficient.name for declared in coefficients_of(Scenario)), *DERIVED)
"""Numbers that hold for the whole market."""


def _dtype(fields: dict[str, tuple[int, ...]], whole: dict[str, tuple[int, ...]]) -> np.dtype[np.void]:
    spec: list[tuple[str, DTypeLike, tuple[int, ...]]] = [(n, np.float64, s) for n, s in fields.items()]
    spec += [(n, np.int64, s) for n, s in whole.items()]
    return np.dtype([(n, t) if s == () else (n, t, s) for n, t, s in spec])


def parameter_dtype(z: Sizes) -> np.dtype[np.void]:
    """Return the record of what a world fixes: types, places, brands and coefficients."""
    n, b, c, p, m, r = z.types, z.brands, z.channels, z.places, z.media, z.regions
    numbers: dict[str, tuple[int, ...]] = {
        "households": (n,), "beta": (n,), "taste": (n, b), "rate": (n,), "habit": (n,), "log_reservation": (n,),
        "base_attraction": (n,), "base_loyalty": (n, b), "stock_weeks": (n,),
        "place_share": (z.segments, p), "channel_share": (z.segments, c), "volume": (p,), "hurdle": (p,),
        "spread": (p,), "listing_speed": (p,), "velocity_speed": (p,), "call_response": (p,), "margin_response": (p,),
        "margin_expected": (p,), "price_adjustment": (c,), "change_cost": (c,), "franchise": (c,),
        "power": (m,), "region_weight": (r,), "traffic": (c,), "quality": (b,), "entry": (b,), "base_log_price": (b,),
        "open_awareness": (b,), "open_distribution": (b,), "open_tried": (b,), "gap": (z.generations,),

    }  # fmt: skip
    numbers |= dict.fromkeys(COEFFICIENTS, ())
    return _dtype(numbers, {"region": (n,), "segment": (n,), "first": (n,), "place_channel": (p,), "generation": (b,)})


def state_dtype(z: Sizes) -> np.dtype[np.void]:
    """Return the record of all that changes from week to week."""
    n, b, c, p, r, g = z.types, z.brands, z.channels, z.places, z.regions, z.generations
    return _dtype(
        {
            "aware": (n, b), "tried": (n, b), "loyal": (n, b), "stock": (n,), "adopted": (n, g),
            "base": (n, g, BASE_STAGES), "reference": (r, b), "expected_deal": (r, b),
            "adstock": (r, b), "wear": (r, b), "goodwill": (r, b),
            "available": (r, b, p), "velocity": (r, b, p), "shelf": (r, b, c), "perceived": (r, b), "users": (r, b),
            "category": (r,), "clock_price": (r,), "clock_ads": (r,), "clock_debt": (r,), "waiting": (r, c),
            "presence": (r, b, c), "doubt": (r, b), "activity": (r,), "renewed": (n, g),
            "occasions": (n, b, c), "quantity": (n, b, c), "flow": (n, g), "paid": (r, b, c), "afford": (n, b),
            "attraction": (n, b, c), "found": (p,), "meant": (n, g), "bought": (n, g),
        },
        {"started": (b,)},
    )  # fmt: skip


def lever_dtype(z: Sizes) -> np.dtype[np.void]:
    """Return the record of one week's levers of all brands."""
    b, c, r = z.brands, z.channels, z.regions
    return _dtype(
        {
            "price": (b, c), "deal": (r, b, c), "feature": (r, b, c), "display": (r, b, c), "gift": (r, b, c),
            "pressure": (r, b, z.media), "calls": (r, b, c), "push": (r, b, c), "margin": (b, c),
            "outlets": (r, c), "build": (r, b), "extra_quality": (b,), "season": (r,), "stock": (r, c), "week": (),
        },
        {},
    )  # fmt: skip


def luck_dtype(z: Sizes) -> np.dtype[np.void]:
    """Return the record of one week's draws: standard normals and uniforms."""
    return _dtype(
        {
            "category": (z.regions,), "brand": (z.regions, z.brands), "cycle": (),
            "count": (z.regions, z.segments, 1 + z.brands * z.channels),
        },
        {},
    )  # fmt: skip


def output_dtype(z: Sizes) -> np.dtype[np.void]:
    """Return the record of what a week leaves behind for books, instruments and history."""
    b, c, r, s = z.brands, z.channels, z.regions, z.segments
    return _dtype(
        {
            "expected": (r, s, b, c), "drawn": (r, s, b, c), "units": (r, b, c), "desired": (r, c), "lost": (r, c),
            "switched_in": (r, c), "adopters": (z.generations,), "using": (z.generations,), "awareness": (b,),
            "distribution": (r, b, c), "paid_value": (r, b, c), "list_value": (r, b, c), "density": (r, b, z.places),
            "by_brand": (b,), "by_channel": (c,), "by_region": (r,), "value_by_channel": (c,),
        }
        | dict.fromkeys(SUMMARY, ()),
        {},
    )  # fmt: skip


def blank(dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Return one record of zeros, shape (1,)."""
    return np.zeros(1, dtype)
