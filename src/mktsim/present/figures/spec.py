"""Specification of a figure: data from a result, drawing from the data, and words for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.runs.heading import Heading

D = TypeVar("D")


class Section(StrEnum):
    """Part of the report that a figure belongs to."""

    RESULT = "result"
    MARKET = "market"
    WHY = "why"
    RISK = "risk"
    ORGANISATION = "organisation"
    ASSUMPTIONS = "assumptions"


class Headed(Protocol):
    """A result that figures can be made from: it says what it rests on."""

    @property
    def heading(self) -> Heading:
        """Study, hashes, seed and version."""

    @property
    def replications(self) -> int:
        """Replications that it rests on."""


@dataclass(frozen=True)
class FigureSpec(Generic[D]):
    """One row of the table of figures."""

    name: str
    """File name without suffix."""
    title: str
    """Title above the figure; a full thought."""
    note: str
    """How to read it, one or two sentences for who does not read such figures every day."""
    section: Section
    data: Callable[[Any, Context], D | None]
    """Pure, from the kind of result that its table is for; None when that lacks what the figure shows."""
    draw: Callable[[Figure, D], None]
    """Draws on an empty figure; decides only its height."""
    alt: Callable[[D], str]
    """What the figure shows, in one to three sentences."""
