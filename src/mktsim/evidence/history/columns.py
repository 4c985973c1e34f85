"""Roles of the columns of a history, and a column that has one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """Role of a column; the value is the name by which `--columns` asks for it."""

    PERIOD = "period"
    """When: dates, years, quarters, months, weeks or running numbers."""
    PART = "part"
    """Part of the year, beside a column of years."""
    SALES = "sales"
    """Own sales of a period, in units or, where nothing else is there, in money."""
    REVENUE = "revenue"
    """Own sales in money, beside those in units."""
    UNIT = "account"
    """Store, account, region, product: whatever has several rows in one period."""
    HOUSEHOLD = "household"
    """Who chose, in a panel of choices."""
    CHOICE = "choice"
    """What was chosen, in a panel of choices."""
    PRICE = "price"
    """Own price that buyers pay for a unit."""
    DISPLAY = "display"
    """Own in-store display, a flag or a share."""
    FEATURE = "feature"
    """Own feature or promotion, a flag or a share."""
    ADVERTISING = "advertising"
    """Own spending on media, one column for each medium."""
    DISTRIBUTION = "distribution"
    """Share or number of outlets that carry the product."""
    RIVAL_PRICE = "rival price"
    """Price of another brand, one column for each."""
    RIVAL_FEATURE = "rival feature"
    """Feature, display or promotion of another brand, one column for each."""
    STOCK = "stock"
    """What there is at the end of a period; its changes are read as sales."""
    CUMULATED = "cumulated"
    """Sales since a start or since the beginning of the year; its changes are read as sales."""


SEVERAL = frozenset({Role.ADVERTISING, Role.RIVAL_PRICE, Role.RIVAL_FEATURE, Role.UNIT})
"""Roles that more than one column can have together."""

ASKED_AS: dict[str, Role] = {
    **{role.value.replace(" ", "_"): role for role in Role},
    **dict.fromkeys(("date", "year", "month", "quarter", "week", "day", "time"), Role.PERIOD),
    **dict.fromkeys(("store", "shop", "region", "unit", "retailer"), Role.UNIT),
    **dict.fromkeys(("units", "volume", "quantity"), Role.SALES),
    **dict.fromkeys(("promo", "promotion", "deal"), Role.FEATURE),
    **dict.fromkeys(("media", "ads"), Role.ADVERTISING),
    "cumulative": Role.CUMULATED,
}
"""Words by which `--columns` asks for a role."""


@dataclass(frozen=True)
class Taken:
    """A column that was taken, and why."""

    role: Role
    name: str
    """Name in the file."""
    place: int
    """Place in the file, from 0."""
    why: str
    """The reason in words."""
    scale: float = 1.0
    """What one unit of the column stands for."""

    @property
    def text(self) -> str:
        """One sentence for people."""
        return f"{self.role.value}: column {self.name!r} ({self.why})"
