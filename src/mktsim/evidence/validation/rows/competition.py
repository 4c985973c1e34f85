"""Competition: order of entry and competitive reactions (G34, G37)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mktsim.evidence.validation.experiments.e1_rivals import ATTACK, E1_RIVALS, Reactions
from mktsim.evidence.validation.experiments.e4_entry import E4_ENTRY, Entries
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats


def estimate_g34(table: Entries) -> Mapping[str, float]:
    """Fit share relative to the pioneer's as a power of the order of entry."""
    now, later = _exponent(table.share), _exponent(table.later)
    return {"exponent": now, "later": later, "shrinks": abs(now) - abs(later), "pioneer": float(table.share[0])}


def _exponent(share: Floats) -> float:
    order = np.log(np.arange(2, share.size + 1))
    relative = np.log(share[1:] / share[0])
    return float(order @ relative / (order @ order))


def row_g34(category: Category) -> Row:
    """Return the row for a category."""
    return Row(
        id="G34",
        tier=Tier.A,
        kind="E",
        category=category,
        text="Order of entry",
        source="Urban et al. 1986, Management Science 32:645; Kalyanaram, Robinson & Urban 1995",
        experiment=E4_ENTRY,
        statistics=(
            Statistic("exponent", "exponent of the order of entry, three years after the last", (-0.7, -0.3)),
            Statistic("shrinks", "fall of its size over the next five years", (0.0, 1.0)),
            Statistic("later", "exponent five years on", (-0.7, 0.0), gates=False),
            Statistic("pioneer", "share of the pioneer", (0.25, 0.5), gates=False),
        ),
        estimate=estimate_g34,
    )


G34 = row_g34(Category.STORABLE)
"""Later entrants of equal merit reach less, and catch up slowly."""
G34_DURABLE = row_g34(Category.DURABLE)
Flags = NDArray[np.bool_]
_WINDOW = slice(0, ATTACK + 4)
"""From the attack to four weeks after it."""
_LATE = slice(22, 30)
"""About half a year later."""
_CHANGED = {"price": 0.005, "deal": 0.01, "pressure": 0.10}
"""Change of a lever that counts as a reaction; under common random numbers any change is one."""
_IN_KIND = {"promotion": "deal", "advertising": "pressure"}


def estimate_g37(table: Reactions) -> Mapping[str, float]:
    """Classify each rival's change against its paired run."""
    found = {}
    kind, any_count = 0, 0
    for attack, same in _IN_KIND.items():
        changed = {name: _changed(table, attack, name, _WINDOW) for name in _CHANGED}
        some = np.any(list(changed.values()), axis=0)
        found[f"none_{attack}"] = float(1.0 - some.mean())
        any_count += int(some.sum())
        kind += int((some & changed[same]).sum())
        late = np.any([_changed(table, attack, name, _LATE) for name in _CHANGED], axis=0)
        found[f"late_{attack}"] = float(late.mean())
    found["in_kind"] = kind / any_count if any_count else np.nan
    return found


def _changed(table: Reactions, attack: str, lever: str, weeks: slice) -> Flags:
    """Return whether each rival's lever differs from its paired run in some week."""
    base, moved = table.levers["none"][lever][weeks], table.levers[attack][lever][weeks]
    scale = np.ones_like(base) if lever == "deal" else np.maximum(np.abs(base), 1e-9)
    differs: Flags = np.asarray((np.abs(moved - base) / scale > _CHANGED[lever]).any(axis=0), dtype=np.bool_)
    return differs


G37 = Row(
    id="G37",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Competitors mostly do not react",
    source="Steenkamp, Nijs, Hanssens & Dekimpe 2005, Marketing Science 24:35",
    experiment=E1_RIVALS,
    statistics=(
        Statistic("none_promotion", "share of rivals without a reaction to a promotion", (0.50, 1.0)),
        Statistic("none_advertising", "share of rivals without a reaction to doubled advertising", (0.60, 1.0)),
        Statistic("in_kind", "share of reactions in the same instrument", (0.60, 1.0)),
        Statistic("late_promotion", "share of rivals with changed levers half a year later, promotion", (0.0, 0.10)),
        Statistic("late_advertising", "the same, advertising", (0.0, 0.10)),
    ),
    estimate=estimate_g37,
)
"""Rivals mostly do not react; who does, reacts in kind."""
