"""A new own world as text: its sums, its files, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mktsim.study.own_world.files import OwnWorld
    from mktsim.study.own_world.sums import Sum


def own_world_text(made: OwnWorld, places: Sequence[Path]) -> str:
    """Return the sums, the files with their lines, and the commands that come next."""
    rows: list[Row] = [(one.text, _value(one), one.unit) for one in made.sums]
    files = "\n".join(f"{place.as_posix()}: {len(_lines(text))} lines" for place, text in _texts(made, places))
    scenario, study = (place.as_posix() for place in places)
    following = "\n".join(
        (
            f"  mktsim check {scenario} {study}",
            f"  mktsim compare {study}",
            f"  mktsim run {scenario} --out results/{made.answers.name}",
        )
    )
    return f"The numbers come to\n{grid(('what', 'value', 'unit'), rows)}\n\n{files}\n\nNext\n{following}"


def _texts(made: OwnWorld, places: Sequence[Path]) -> list[tuple[Path, str]]:
    return list(zip(places, made.files.values(), strict=True))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _value(one: Sum) -> str:
    if one.unit.startswith("share"):
        return f"{one.value:.1%}"
    return f"{one.value:,.2f}" if abs(one.value) < 100.0 else f"{one.value:,.0f}"
