"""A table of what was observed, with what each column means."""

from __future__ import annotations

from dataclasses import dataclass

Value = str | int | float


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    """Name in the file."""
    unit: str
    """Unit."""
    text: str
    """What it is and through which instrument it is seen, with the instrument's error."""


@dataclass(frozen=True)
class Sheet:
    """A table with named columns."""

    name: str
    """Name of its file without ending."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, name: str) -> tuple[Value, ...]:
        """Return a column's values. Errors: ValueError for a name that it has not."""
        place = [column.name for column in self.columns].index(name)
        return tuple(row[place] for row in self.rows)
