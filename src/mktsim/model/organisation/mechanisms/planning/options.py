"""Options for the year's budget as counsel puts them, and the choice of those who decide."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.model.organisation.plan import Plan


@dataclass(frozen=True)
class Option:
    """A way to split the year's budget within what the policy leaves open."""

    name: str
    moved: float
    """Share of the smaller of the two lines that goes from promotion to advertising; negative the other way."""
    result: float
    """Expected profit of the year beside the policy's own split, as it was worked out, money."""
    se: float
    """Standard error of it, money."""


@dataclass(frozen=True)
class Counsel:
    """Options for the year, the one thought best first."""

    last_day: float
    """Day until which it is worked by."""
    options: tuple[Option, ...]


COUNSEL = Plan("counsel", Counsel)


def best_option(counsel: Counsel) -> Option:
    """Return the option that whoever reads the counsel believes best."""
    return max(counsel.options, key=lambda option: option.result)


def split_by(option: Option, lines: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return a budget's money by line with what the option moves."""
    advertising, promotion, channel, none = lines
    moved = option.moved * min(advertising, promotion)
    return advertising + moved, promotion - moved, channel, none
