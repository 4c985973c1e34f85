"""Options of the commands that read a history: what a user says that the file does not show."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mktsim.evidence.history.asked import Asked


class GapsWord(StrEnum):
    """Choices of `--gaps`."""

    ZERO = "zero"
    MISSING = "missing"


class NumbersWord(StrEnum):
    """Choices of `--numbers`."""

    POINT = "point"
    COMMA = "comma"


class DatesWord(StrEnum):
    """Choices of `--dates`."""

    DMY = "dmy"
    MDY = "mdy"


Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help="Columns by role: sales=revenue,price=PRICE,week=WEEK,account=store; media=tv+radio; promo=none.",
        show_default=False,
    ),
]
Gaps = Annotated[
    GapsWord | None,
    typer.Option("--gaps", help="Periods without a row: nothing sold, or not known.", show_default=False),
]
Numbers = Annotated[
    NumbersWord | None, typer.Option("--numbers", help="Decimal sign of the file's numbers.", show_default=False)
]
Dates = Annotated[
    DatesWord | None, typer.Option("--dates", help="Order in dates such as 03/04/2021.", show_default=False)
]


def asked(
    columns: list[str] | None, gaps: GapsWord | None, numbers: NumbersWord | None, dates: DatesWord | None
) -> Asked:
    """Return what the options say. Errors: InputError for a role that does not exist."""
    from mktsim.evidence.history.asked import Asked, asked_columns
    from mktsim.evidence.history.asked import Gaps as Meaning
    from mktsim.evidence.history.moments import DayOrder
    from mktsim.evidence.history.numbers import Decimal

    return Asked(
        columns=asked_columns(columns or ()),
        gaps=Meaning(gaps.value) if gaps else None,
        decimal=Decimal(numbers.value) if numbers else None,
        dates=DayOrder(dates.value) if dates else None,
    )
