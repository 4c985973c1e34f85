"""What has a name that keys its random numbers, and an id that keeps them when the name is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from mktsim.errors import quoted
from mktsim.quantities import Part
from mktsim.relations import Finding, Name, NameRule

Id = Annotated[str, NameRule(optional=True)]
"""What keys random numbers instead of a name; empty for the name."""


class Named(Part):
    """A thing with streams of random numbers of its own."""

    name: Name
    """Name used in policies, plots and errors; it keys the random numbers of what has no id."""
    id: Id = ""
    """What keys the random numbers instead of the name, so that a new name keeps them; empty for the name."""

    uncounted_by_default: ClassVar[frozenset[str]] = frozenset({"id"})

    @property
    def stream_id(self) -> str:
        """Entity of its streams."""
        return self.id or self.name


def shared_luck(field: str, rows: Sequence[Named]) -> Iterator[Finding]:
    """Yield rows of a field that have the random numbers of an earlier one."""
    first: dict[str, str] = {}
    for place, row in enumerate(rows):
        before = first.setdefault(row.stream_id, row.name)
        if before != row.name:
            words = f"{quoted(row.stream_id)} keys the random numbers of {quoted(before)} already"
            yield Finding((*field.split("."), place, "id" if row.id else "name"), words)
