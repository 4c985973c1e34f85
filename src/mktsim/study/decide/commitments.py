"""What to commit now, and what later: what the arms that may still be best have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pydantic import BaseModel

from mktsim.study.question.resolve import NamedArm

LEVERS = ("pricing", "promotion", "advertising", "channel", "budget")
_SHOWN = 4
"""Numbers of a rule that are shown."""


@dataclass(frozen=True)
class Commitment:
    """One lever of the policies."""

    lever: str
    arms: tuple[tuple[str, str], ...]
    """(arm, what it does there); one entry where all do the same."""


@dataclass(frozen=True)
class Commitments:
    """What is the same in every arm that may be best, and what is not."""

    contenders: tuple[str, ...]
    """Arms that may still be best, the choice first."""
    now: tuple[Commitment, ...]
    later: tuple[Commitment, ...]


def commitments(arms: Sequence[NamedArm]) -> Commitments:
    """Compare the policies of the arms that may still be best, the choice first."""
    found = [_of_lever(lever, arms) for lever in LEVERS]
    organisations = {arm.name: arm.organisation for arm in arms}
    who = tuple(organisations.items())
    found.append(Commitment("organisation", who[:1] if len(set(organisations.values())) == 1 else who))
    return Commitments(
        contenders=tuple(arm.name for arm in arms),
        now=tuple(one for one in found if len(one.arms) == 1),
        later=tuple(one for one in found if len(one.arms) > 1),
    )


def _of_lever(lever: str, arms: Sequence[NamedArm]) -> Commitment:
    parts = {arm.name: getattr(arm.arm.policy, lever) for arm in arms}
    told = tuple((name, described(part)) for name, part in parts.items())
    first = next(iter(parts.values()))
    return Commitment(lever, told[:1] if all(part == first for part in parts.values()) else told)


def described(part: BaseModel) -> str:
    """Return a rule in words: its name and what it states."""
    stated = part.model_dump(exclude_unset=True, exclude={"rule"})
    rule = str(getattr(part, "rule", "")).replace("_", " ")
    numbers = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in list(stated.items())[:_SHOWN]]
    return ", ".join(part for part in (rule, *numbers) if part) or "as usual"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        first, *rest = value.items()
        inner = ", ".join(f"{name.replace('_', ' ')} {_shown(one)}" for name, one in rest)
        return f"{_shown(first[1])} ({inner})" if inner else _shown(first[1])
    if isinstance(value, Enum):
        return _shown(value.value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return (
            ", ".join(_shown(one) for one in value) if isinstance(value, list | tuple) else str(value).replace("_", " ")
        )
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:g}"
