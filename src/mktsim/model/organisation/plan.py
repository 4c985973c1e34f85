"""Typed keys of what agents hold: plans, programmes and reports, by the names that the duty table gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, get_origin

T = TypeVar("T")


class Dated(Protocol):
    """A plan that holds until a day."""

    @property
    def last_day(self) -> float:
        """Day until which it holds."""


@dataclass(frozen=True)
class Plan(Generic[T]):
    """A name under `gives` and `needs` of the duty table, with the type of what is given under it.

    Types are checked when a plan is given and when it is read, since a duty of a user's file may give anything under
    any name: a wrong one is an error, never a plan that nobody finds.
    """

    name: str
    """Name in the duty table."""
    kind: type[T]
    """Type of the plan, which must be frozen; of a collection only the collection's own type is checked."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", get_origin(self.kind) or self.kind)

    def checked(self, value: object) -> T:
        """Return `value`; TypeError where it is not of the plan's type."""
        if isinstance(value, self.kind):
            return value
        raise TypeError(f"plan {self.name!r} is a {self.kind.__name__}, not a {type(value).__name__}")
