"""Kinds of histories, told by the columns they have."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.choices import has_choices
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.survey import surveyed


class HistoryKind(Enum):
    """Kinds of histories."""

    SERIES = "series"
    """Sales by period."""
    PANEL = "panel"
    """Sales with the price they were sold at, of one or many stores or accounts."""
    CHOICES = "choices"
    """Which brand households chose at which prices."""


def kind_of(path: str | Path, asked: Asked | None = None) -> tuple[HistoryKind, str]:
    """Return the kind of a file and the reason in words. Errors: InputError when it cannot be read."""
    if has_choices(path):
        return HistoryKind.CHOICES, "it has a choice and a price column for each of several brands"
    survey = surveyed(path, asked)
    if any(one.role is Role.PRICE for one in survey.questions) and survey.all(Role.UNIT, Role.SALES):
        survey.ask(Role.PRICE)
    if survey.one(Role.SALES) is not None and survey.one(Role.PRICE) is not None:
        return HistoryKind.PANEL, "it has sales and the price they were sold at"
    return HistoryKind.SERIES, "it has sales by period, and no price of one's own beside them"
