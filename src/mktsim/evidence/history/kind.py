"""What kind of history a file is, told by its columns."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from mktsim.evidence.history.columns import Role, alternatives, column_for
from mktsim.evidence.history.lines import opened


class HistoryKind(Enum):
    """Kinds of histories."""

    SERIES = "series"
    """Sales by period."""
    PANEL = "panel"
    """Sales by store or account with price and other drivers."""
    CHOICES = "choices"
    """Which brand households chose at which prices."""


def kind_of(path: str | Path) -> tuple[HistoryKind, str]:
    """Return the kind of a file and the reason in words. Errors: InputError when it cannot be read."""
    with opened(path) as (header, _):
        if column_for(Role.CHOICE, header) is not None and len(alternatives(header, Role.PRICE)) > 1:
            return HistoryKind.CHOICES, "it has a choice and a price column for each of several brands"
        if column_for(Role.UNIT, header) is not None and column_for(Role.PRICE, header) is not None:
            return HistoryKind.PANEL, "it has a column of stores or accounts and one of prices"
        return HistoryKind.SERIES, "it has a period and sales, without accounts that have prices"
