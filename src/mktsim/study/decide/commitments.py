"""What to commit now, and what later: what the arms that may still be best have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktsim.study.decide.rules_in_words import described
from mktsim.study.question.resolve import NamedArm

LEVERS = ("pricing", "promotion", "advertising", "channel", "budget")


@dataclass(frozen=True)
class Commitment:
    """One lever of the policies."""

    lever: str
    arms: tuple[tuple[str, str], ...]
    """(arm, what it does there); one entry where all do the same."""

    @property
    def kinds(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (what is done, arms that do it), in the order of the arms."""
        found: dict[str, list[str]] = {}
        for arm, told in self.arms:
            found.setdefault(told, []).append(arm)
        return tuple((told, tuple(arms)) for told, arms in found.items())


@dataclass(frozen=True)
class Commitments:
    """What is the same in every arm that may be best, and what is not."""

    contenders: tuple[str, ...]
    """Arms that may still be best, the choice first."""
    now: tuple[Commitment, ...]
    later: tuple[Commitment, ...]


def commitments(arms: Sequence[NamedArm], currency: str = "") -> Commitments:
    """Compare the policies of the arms that may still be best, the choice first."""
    found = [_of_lever(lever, arms, currency) for lever in LEVERS]
    organisations = {arm.name: arm.organisation for arm in arms}
    who = tuple((name, organisation.replace("_", " ")) for name, organisation in organisations.items())
    found.append(Commitment("organisation", who[:1] if len(set(organisations.values())) == 1 else who))
    return Commitments(
        contenders=tuple(arm.name for arm in arms),
        now=tuple(one for one in found if len(one.arms) == 1),
        later=tuple(one for one in found if len(one.arms) > 1),
    )


def _of_lever(lever: str, arms: Sequence[NamedArm], currency: str) -> Commitment:
    parts = {arm.name: getattr(arm.arm.policy, lever) for arm in arms}
    told = tuple((name, described(lever, part, currency)) for name, part in parts.items())
    first = next(iter(parts.values()))
    return Commitment(lever, told[:1] if all(part == first for part in parts.values()) else told)
