"""Validation report: one verdict per row and category, as plain data and as a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mktsim.evidence.validation.row import Category, Figure, Kind, Measurement, Tier, Verdict

View = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One generalisation in one category: all its rows together."""

    id: str
    category: Category
    kind: Kind
    parts: tuple[Measurement, ...]

    @property
    def verdict(self) -> Verdict:
        """In range when all parts that gate are; a part that nothing could be learnt from leaves it unmeasured."""
        gating = [one.verdict for one in self.parts if any(f.statistic.gates for f in one.figures)]
        if not gating or Verdict.NOT_MEASURED in gating:
            return Verdict.NOT_MEASURED
        return Verdict.IN_RANGE if set(gating) == {Verdict.IN_RANGE} else Verdict.OUT_OF_RANGE

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, the headline first."""
        return tuple(figure for part in self.parts for figure in part.figures)


def items_of(found: Sequence[Measurement], kinds: Mapping[str, Kind]) -> tuple[Item, ...]:
    """Group measurements by id and category, in order of id; `kinds` is by "id category"."""
    groups: dict[tuple[str, Category], list[Measurement]] = {}
    for one in found:
        groups.setdefault((one.row.id, one.row.category), []).append(one)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0][0], list(Category).index(pair[0][1])))
    return tuple(
        Item(name, category, _kind(f"{name} {category}", parts, kinds), tuple(parts))
        for (name, category), parts in ordered
    )


def _kind(key: str, parts: Sequence[Measurement], kinds: Mapping[str, Kind]) -> Kind:
    """Return an item's kind: an echo where a parameter outside the market is its statistic, else as it was found."""
    if any(part.row.typed for part in parts):
        return Kind.ECHO
    return kinds.get(key, Kind.NOT_CLASSIFIED)


def item_view(item: Item) -> View:
    """Return an item as plain data."""
    row, headline = item.parts[0].row, item.figures[0]
    return {
        "id": item.id,
        "category": str(item.category),
        "tier": str(row.tier),
        "text": row.text,
        "source": row.source,
        **figure_view(headline),
        "kind": str(item.kind),
        "verdict": str(item.verdict),
        "reason": "; ".join(dict.fromkeys(part.reason for part in item.parts if part.reason)),
        "figures": [
            {"name": f.statistic.name, "text": f.statistic.text, **figure_view(f), "gates": f.statistic.gates,
             "verdict": str(f.verdict), "experiment": part.row.experiment.name, "seeds": f.seeds}
            for part in item.parts for f in part.figures
        ],
    }  # fmt: skip


def figure_view(figure: Figure) -> View:
    """Return value, interval and published range of a figure; null for what is not finite."""
    low, high = figure.statistic.band
    return {
        "value": _finite(figure.value),
        "interval": [_finite(figure.low), _finite(figure.high)],
        "range": [_finite(low), _finite(high)],
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def score(items: Sequence[View]) -> View:
    """Return how many rows were measured and are in range; echoes are never counted as evidence."""
    measured = [one for one in items if one["verdict"] != Verdict.NOT_MEASURED]
    emergent = [one for one in measured if one["kind"] == Kind.EMERGENT]
    return {
        "rows": len({one["id"] for one in items}),
        "rows_measured": len({one["id"] for one in measured}),
        "items": len(items),
        "measured": len(measured),
        "in_range": sum(one["verdict"] == Verdict.IN_RANGE for one in measured),
        "tier_a": sum(one["tier"] == Tier.A for one in measured),
        "tier_a_in_range": sum(one["tier"] == Tier.A and one["verdict"] == Verdict.IN_RANGE for one in measured),
        "emergent": len(emergent),
        "emergent_in_range": sum(one["verdict"] == Verdict.IN_RANGE for one in emergent),
    }
