"""Registry of instruments: a new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.model.instruments.household_panel import HouseholdPanel
from mktsim.model.instruments.instrument import Instrument
from mktsim.model.instruments.media_monitor import MediaMonitor
from mktsim.model.instruments.retail_audit import RetailAudit
from mktsim.model.instruments.rival_check import RivalCheck
from mktsim.model.instruments.sales_archive import SalesArchive
from mktsim.model.instruments.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

INSTRUMENTS: dict[str, Instrument] = {
    "survey": Survey(),
    "retail_audit": RetailAudit(),
    "media_monitor": MediaMonitor(),
    "sales_archive": SalesArchive(),
    "rival_check": RivalCheck(),
    "household_panel": HouseholdPanel(),
}
"""Instruments by name, at their default errors."""

_own: dict[str, Instrument] = {}


def use_instruments(instruments: Mapping[str, Instrument]) -> None:
    """Observe with these of the user's own, beside the table or in place of its members, and with no others."""
    _own.clear()
    _own.update(instruments)


def instruments_in_use() -> Mapping[str, Instrument]:
    """Return the table with the user's own, by name."""
    return {**INSTRUMENTS, **_own} if _own else INSTRUMENTS
