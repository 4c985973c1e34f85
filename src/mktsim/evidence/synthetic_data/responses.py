"""The true response of a week's units to that week's levers, over the range in which they moved.

A regression on the firm's files sees deals and features come and go; so the truth beside it is what each alone did in
the weeks in which it ran, everything else as it was. Responses are not constant: they fall as the share grows.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.synthetic_data.sheet import Column, Sheet, Value
from mktsim.model.replay import FOCAL, Change, MarketWeeks

if TYPE_CHECKING:
    from mktsim.evidence.synthetic_data.scene import Scene
    from mktsim.model.market.layout import Levers

STEP = 0.10
"""Deal where none ever ran, share of the invoice: shallower ones are not worth a change of label to outlets."""
SHELF_STEP = 0.05
"""Change of features and displays where none ever ran, share of outlets; a numerical choice."""
MEDIA_STEP = 0.10
"""Change of media pressure, share (G13's experiment)."""
MOST_WEEKS = 12
"""Weeks that are tried, evenly spread over the horizon: a numerical choice."""


def responses(scene: Scene) -> Sheet:
    """Return the mean and spread over weeks of each response of the focal brand."""
    priced, featured, displayed, spread = (_weeks(scene, name) for name in ("deal", "feature", "display", ""))
    rows: list[tuple[Value, ...]] = [
        _row("price_elasticity", "elasticity", [_price(scene, week) for week in priced or spread]),
        _row("feature", "log of units", [_shelf(scene, week, "feature") for week in featured or spread]),
        _row("display", "log of units", [_shelf(scene, week, "display") for week in displayed or spread]),
        _row("advertising_elasticity", "elasticity", [_media(scene, week) for week in spread]),
        _row("advertising_elasticity_long", "elasticity", [_media_long(scene)]),
    ]
    return Sheet("true_responses", _COLUMNS, tuple(rows))


def _weeks(scene: Scene, lever: str) -> list[int]:
    """Return some weeks in which a lever was used, evenly spread; of all weeks without a name."""
    weeks = np.arange(scene.weeks)
    if lever:
        weeks = weeks[scene.tape.levers(lever)[: scene.weeks, :, FOCAL].any(axis=(1, 2))]
    if weeks.size == 0:
        return []
    return sorted({int(weeks[place]) for place in np.linspace(0, weeks.size - 1, MOST_WEEKS).astype(int)})


def _row(name: str, unit: str, values: list[float]) -> tuple[Value, ...]:
    known = np.array([value for value in values if math.isfinite(value)])
    if known.size == 0:
        return (name, unit, math.nan, math.nan, 0)
    return (name, unit, float(known.mean()), float(known.std()), int(known.size))


def _pair(scene: Scene, week: int, up: Change, down: Change) -> tuple[MarketWeeks, MarketWeeks]:
    more, less = (scene.tape.replayed(change, week, week + 1) for change in (up, down))
    return more, less


def _log_ratio(pair: tuple[MarketWeeks, MarketWeeks], week: int) -> float:
    more, less = (float(one.own_units[week]) for one in pair)
    return math.log(more / less) if more > 0.0 and less > 0.0 else math.nan


def _price(scene: Scene, week: int) -> float:
    """Return the elasticity between the price paid and the regular one, or about the latter without a deal."""
    if scene.tape.levers("deal")[week, :, FOCAL].any():
        pair = _pair(scene, week, _as_it_was, _no_deal)
    else:
        pair = _pair(scene, week, _dealt, _as_it_was)
    logs = [np.log(one.price[week, :, FOCAL]) for one in pair]
    weight = pair[1].units[week, :, FOCAL]
    moved = float((weight * (logs[0] - logs[1])).sum() / max(float(weight.sum()), 1.0))
    return _log_ratio(pair, week) / moved if moved != 0.0 else math.nan


def _shelf(scene: Scene, week: int, name: str) -> float:
    """Return the effect of a full feature or display: what there was over its share of outlets, weighted by sales."""
    ran = scene.support(name)[week, :, FOCAL]
    if not ran.any():
        return _log_ratio(_pair(scene, week, partial(_added, name, SHELF_STEP), _as_it_was), week) / SHELF_STEP
    pair = _pair(scene, week, _as_it_was, partial(_none, name))
    weight = pair[1].units[week, :, FOCAL]
    return _log_ratio(pair, week) / float((weight * ran).sum() / max(float(weight.sum()), 1.0))


def _media(scene: Scene, week: int) -> float:
    if not scene.tape.levers("pressure")[week, :, FOCAL].any():
        return math.nan
    return _log_ratio(_pair(scene, week, _pressed(1.0 + MEDIA_STEP), _pressed(1.0 - MEDIA_STEP)), week) / _WIDTH


def _media_long(scene: Scene) -> float:
    """Return the elasticity of a year's units to media that were higher all the time before and in it."""
    year = slice(max(scene.weeks - 52, 0), scene.weeks)
    more, less = (
        scene.tape.replayed(_pressed(1.0 + sign * MEDIA_STEP), 0, scene.weeks).own_units[year].sum()
        for sign in (1.0, -1.0)
    )
    return math.log(more / less) / _WIDTH if more > 0.0 and less > 0.0 else math.nan


_WIDTH = math.log((1.0 + MEDIA_STEP) / (1.0 - MEDIA_STEP))


def _as_it_was(_levers: Levers) -> None:
    """Change nothing."""


def _no_deal(levers: Levers) -> None:
    levers.deal[:, FOCAL] = 0.0
    levers.deal_cover[:, FOCAL] = 0.0


def _dealt(levers: Levers) -> None:
    levers.deal[:, FOCAL] = STEP
    levers.deal_cover[:, FOCAL] = 1.0


def _none(name: str, levers: Levers) -> None:
    getattr(levers, name)[:, FOCAL] = 0.0


def _added(name: str, amount: float, levers: Levers) -> None:
    getattr(levers, name)[:, FOCAL] += amount


def _pressed(factor: float) -> Change:
    def change(levers: Levers) -> None:
        levers.pressure[:, FOCAL] *= factor

    return change


_COLUMNS = (
    Column("response", "name", "as a calibration calls it"),
    Column("unit", "text", "unit of the response"),
    Column("value", "as named", "mean over weeks tried, by counterfactual with common random numbers; true"),
    Column("spread", "as named", "standard deviation over these weeks"),
    Column("weeks", "weeks", "weeks tried"),
)
