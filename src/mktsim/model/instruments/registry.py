"""Registry of instruments: a new one is one file and one line here."""

from __future__ import annotations

from mktsim.model.instruments.household_panel import HouseholdPanel
from mktsim.model.instruments.instrument import Instrument
from mktsim.model.instruments.media_monitor import MediaMonitor
from mktsim.model.instruments.retail_audit import RetailAudit
from mktsim.model.instruments.rival_check import RivalCheck
from mktsim.model.instruments.sales_archive import SalesArchive
from mktsim.model.instruments.survey import Survey

INSTRUMENTS: dict[str, Instrument] = {
    "survey": Survey(),
    "retail_audit": RetailAudit(),
    "media_monitor": MediaMonitor(),
    "sales_archive": SalesArchive(),
    "rival_check": RivalCheck(),
    "household_panel": HouseholdPanel(),
}
"""Instruments by name, at their default errors."""
