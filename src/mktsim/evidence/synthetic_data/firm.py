"""Synthetic files of a firm: its own sales with their drivers, and its rivals as instruments see them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.synthetic_data.sheet import Column, Sheet, Value
from mktsim.model.instruments.media_monitor import MediaMonitor
from mktsim.model.instruments.retail_audit import RetailAudit
from mktsim.model.instruments.sales_archive import SalesArchive
from mktsim.model.replay import FOCAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.evidence.synthetic_data.scene import Scene

    Floats = NDArray[np.float64]

ARCHIVE, AUDIT, MONITOR = SalesArchive(), RetailAudit(), MediaMonitor()
LEAST_DISTRIBUTION = 0.005
"""Least distribution that an audit reports of a brand on the market: its table has two decimals."""
QUARTER = 13.0


def sales_panel(scene: Scene) -> Sheet:
    """Return the focal brand's weekly sales by region and channel with its levers, in the words of a calibration."""
    media = tuple(medium.name for medium in scene.scenario.media)
    rows: list[tuple[Value, ...]] = []
    for r, region in enumerate(scene.scenario.market.regions):
        money = scene.media_spending[:, r]
        for c, channel in enumerate(scene.scenario.channels):
            columns = [_own(scene, r, c), money.sum(axis=1), *money.T, _calls(scene, r, c), _rival_price(scene, r, c)]
            numbers = np.column_stack(columns).tolist()
            for week, values in enumerate(numbers):
                start = scene.scenario.start + timedelta(days=7 * week)
                account = f"{region.name}/{channel.name}"
                rows.append((week, start.isoformat(), account, region.name, channel.name, *values))
    return Sheet("sales_panel", (*_PLACE, *_OWN, *_media(media), *_FIELD), tuple(rows))


def rivals(scene: Scene) -> Sheet:
    """Return what instruments saw of every rival on the market, weekly by region and channel."""
    rows: list[tuple[Value, ...]] = []
    for b, brand in enumerate(scene.scenario.brands[1:], start=1):
        there = scene.shown.started[: scene.weeks, b] > 0.0
        for r, region in enumerate(scene.scenario.market.regions):
            spending = _rival_spending(scene, b, r)
            for c, channel in enumerate(scene.scenario.channels):
                numbers = np.column_stack([_seen_of_rival(scene, (r, b, c)), spending]).tolist()
                for week in np.flatnonzero(there).tolist():
                    start = scene.scenario.start + timedelta(days=7 * week)
                    rows.append((week, start.isoformat(), brand.name, region.name, channel.name, *numbers[week]))
    return Sheet("rivals", (*_RIVAL_PLACE, *_RIVAL), tuple(rows))


def _own(scene: Scene, r: int, c: int) -> Floats:
    """Return units, prices, depth, feature, display, gift and distribution of one account."""
    weeks, place = scene.weeks, (r, FOCAL, c)
    shown = scene.shown
    units = _relative(scene, "sales.channel", place, shown.units[:weeks, r, FOCAL, c], ARCHIVE.channel)
    prices = [shown.price[:weeks, r, FOCAL, c], shown.regular[:weeks, r, FOCAL, c]]
    asked = [scene.tape.levers("invoice")[:weeks, FOCAL, c], scene.tape.levers("deal")[:weeks, r, FOCAL, c]]
    checked = [_checked(scene, name, place) for name in ("feature", "display", "gift")]
    return np.column_stack([np.round(units), *prices, *asked, *checked, _listing(scene, place)])


def _seen_of_rival(scene: Scene, place: tuple[int, int, int]) -> Floats:
    """Return units, price, feature, display and distribution of a rival in one account."""
    weeks, (r, b, c) = scene.weeks, place
    units = _relative(scene, "sales.channel", place, scene.shown.units[:weeks, r, b, c], AUDIT.channel)
    price = _relative(scene, "rival.price", place, scene.shown.price[:weeks, r, b, c], AUDIT.rival_price)
    checked = [_checked(scene, name, place) for name in ("feature", "display")]
    return np.column_stack([np.round(units), price, *checked, _listing(scene, place)])


def _rival_spending(scene: Scene, b: int, r: int) -> Floats:
    pressure = scene.tape.levers("pressure")[: scene.weeks, r, b].sum(axis=1)
    money = pressure * scene.scenario.brands[b].normal_advertising_money * scene.homes[r]
    return _relative(scene, "rival.spending", (r, b), money, MONITOR.rival_spending)


def _rival_price(scene: Scene, r: int, c: int) -> Floats:
    """Return the mean price of rivals on the market by units seen; NaN without one."""
    total, sold = np.zeros(scene.weeks), np.zeros(scene.weeks)
    for b in range(1, scene.sizes.brands):
        seen = _seen_of_rival(scene, (r, b, c))
        there = np.where(scene.shown.started[: scene.weeks, b] > 0.0, seen[:, 0], 0.0)
        total += there * seen[:, 1]
        sold += there
    return np.where(sold > 0.0, total / np.where(sold > 0.0, sold, 1.0), np.nan)


def _calls(scene: Scene, r: int, c: int) -> Floats:
    """Return the sales calls of a week from the field's own records."""
    outlets = scene.scenario.channels[c].outlets
    calls: Floats = scene.tape.levers("calls")[: scene.weeks, r, FOCAL, c] * outlets / QUARTER
    return calls


def _relative(scene: Scene, what: str, place: tuple[int, ...], true: Floats, error: float) -> Floats:
    """Return what is seen of `true` with a standard error that is a share of it, never below zero."""
    return np.maximum(true * (1.0 + error * scene.errors(what, place)), 0.0)


def _checked(scene: Scene, name: str, place: tuple[int, int, int]) -> Floats:
    """Return the share of outlets in which an audit found a feature, display or gift; none is looked for without."""
    r, b, c = place
    true = scene.support(name)[: scene.weeks, r, b, c]
    seen = np.clip(true + AUDIT.distribution * scene.errors(name, place), 0.0, 1.0)
    return np.where(true > 0.0, seen, 0.0)


def _listing(scene: Scene, place: tuple[int, int, int]) -> Floats:
    r, b, c = place
    true = scene.shown.listing[: scene.weeks, r, b, c]
    return np.clip(true + AUDIT.distribution * scene.errors("distribution.channel", place), LEAST_DISTRIBUTION, 1.0)


_EXACT = "exact, from the firm's books"
_PLACE = (
    Column("week", "week", "week from the opening, the first is 0"),
    Column("date", "date", "first day of the week"),
    Column("account", "name", "region and channel"),
    Column("region", "name", "region"),
    Column("channel", "name", "channel"),
)
_SHELF = f"retail audit, standard error {AUDIT.distribution:g}, looked for only where there is one"
_LISTING = Column("distribution", "share of visits", f"retail audit, standard error {AUDIT.distribution:g}")
_OWN = (
    Column("units", "units", f"sold to consumers; sales archive, standard error {ARCHIVE.channel:.0%}"),
    Column("price", "money", "paid by consumers a unit, value over units as channels report both; exact"),
    Column("regular_price", "money", "regular shelf price, as channels report it; exact"),
    Column("list_price", "money", f"invoice price asked of the channel's members, terms taken off; {_EXACT}"),
    Column("deal_depth", "share of invoice", f"off the invoice of all units sold in the week; {_EXACT}"),
    Column("feature", "share of outlets", _SHELF),
    Column("display", "share of outlets", _SHELF),
    Column("gift", "share of outlets", _SHELF),
    _LISTING,
)
_FIELD = (
    Column("calls", "sales calls", f"of the field force; {_EXACT}"),
    Column("rival_price", "money", "mean of rivals by units, from the table of rivals; empty without one"),
)
_RIVAL_PLACE = (_PLACE[0], _PLACE[1], Column("brand", "name", "rival"), _PLACE[3], _PLACE[4])
_RIVAL = (
    Column("units", "units", f"retail audit, standard error {AUDIT.channel:.0%}"),
    Column("price", "money", f"retail audit, standard error {AUDIT.rival_price:.0%}"),
    Column("feature", "share of outlets", _SHELF),
    Column("display", "share of outlets", _SHELF),
    _LISTING,
    Column("advertising", "money", f"in the region; media monitor, standard error {MONITOR.rival_spending:.0%}"),
)


def _media(names: tuple[str, ...]) -> tuple[Column, ...]:
    total = Column("advertising", "money", f"all media in the region, without the agency's fee; {_EXACT}")
    return (total, *(Column(f"advertising_{name}", "money", f"{name} in the region; {_EXACT}") for name in names))
