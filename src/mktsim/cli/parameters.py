"""`mktsim parameters`: every number with value, unit, range and source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show, show_json
from mktsim.present.json import view_of

if TYPE_CHECKING:
    from mktsim.present.json import View

EXAMPLES = ("mktsim parameters --summary", "mktsim parameters", "mktsim parameters --json")
_POLICIES = "policies[]"
_MARKET = "scenario.market."
_SUMMARY = Annotated[bool, typer.Option("--summary", help="Show only how many there are and how many are assumed.")]


def parameters_command(*, summary: _SUMMARY = False, as_json: Json = False, debug: Debug = False) -> None:
    """Show value, unit, range and source of every number that inputs, rules, mechanisms and instruments declare."""
    with reported(debug=debug):
        items = all_parameters()
        counts = counted(items)
        if as_json:
            show_json(view_of("parameters", {**counts, "items": [] if summary else items}))
        else:
            show(f"{'' if summary else parameters_text(items)}{summary_text(counts)}")


def all_parameters() -> list[View]:
    """Return every declared number, its `id` beginning with the group it belongs to."""
    from mktsim.cli.listing import parameter
    from mktsim.quantities import declared

    found: dict[str, View] = {}
    for group, prefix, cls in _declaring():
        for one in declared(cls):
            if one.path.startswith(_POLICIES):
                continue  # a policy's own numbers are told once, under `policy`
            if not (one.unit or one.source):
                continue  # a year, or values for other parameters
            found.setdefault(f"{prefix}.{one.path}", {"group": group, **parameter(one, f"{prefix}.{one.path}")})
    return list(found.values())


def _declaring() -> list[tuple[str, str, type]]:
    """Return (group, prefix, class) of everything that declares numbers."""
    from mktsim.inputs.duty import Duty
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.policy import Policy
    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Study
    from mktsim.model.instruments.table import INSTRUMENTS
    from mktsim.records import tag_of
    from mktsim.study.question.user_rules import LEVERS, model_parts

    inputs = (Scenario, Policy, Organisation, Duty, Study)
    return [
        *(("inputs", cls.__name__.lower(), cls) for cls in inputs),
        *(("rules", f"{lever}.{tag_of(rule)}", rule) for lever in LEVERS for rule in getattr(model_parts(), lever)),
        *(("mechanisms", f"mechanism.{tag_of(cls)}", cls) for cls in model_parts().mechanisms),
        *(("instruments", f"instrument.{name}", type(tool)) for name, tool in INSTRUMENTS.items()),
    ]


def counted(items: list[View]) -> View:
    """Return how many numbers there are, by group, and how many of them are assumptions."""
    every = Counter(str(item["group"]) for item in items)
    assumed = Counter(str(item["group"]) for item in items if item["assumption"])
    total = sum(assumed.values())
    market = [item for item in items if str(item["id"]).startswith(_MARKET)]
    return {
        "count": len(items),
        "assumptions": total,
        "assumption_share": total / len(items) if items else 0.0,
        "groups": {name: {"count": count, "assumptions": assumed[name]} for name, count in every.items()},
        "market": {"count": len(market), "assumptions": sum(bool(item["assumption"]) for item in market)},
    }


def parameters_text(items: list[View]) -> str:
    """Return the table of all numbers, grouped."""
    parts = []
    for group in dict.fromkeys(str(item["group"]) for item in items):
        rows: list[tuple[str, ...]] = [
            (str(item["id"]), value_text(item), str(item["unit"]), str(item["range"]), str(item["source"]))
            for item in items
            if item["group"] == group
        ]
        parts.append(f"{group}\n{left_grid(('parameter', 'value', 'unit', 'range', 'source'), rows)}")
    return "\n\n".join(parts) + "\n\n"


def left_grid(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return an aligned table, every column flush left."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    ruler = tuple("─" * width for width in widths)
    lines = (header, ruler, *rows)
    return "\n".join("  ".join(f"{cell:{widths[i]}}" for i, cell in enumerate(row)).rstrip() for row in lines)


def value_text(item: View) -> str:
    """Return a default as it is written in a file; the word `required` where there is none."""
    if item["required"]:
        return "required"
    value = item["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "none" if value in (None, "", [], {}) else str(value)
    return f"{value:g}"


def summary_text(counts: View) -> str:
    """Return count and share of assumptions, in all, by group, and of the market, which is among the inputs."""
    named = {**counts["groups"], "of the inputs, the market": counts["market"]}
    rows = [
        (name, str(group["count"]), str(group["assumptions"]), f"{group['assumptions'] / max(group['count'], 1):.0%}")
        for name, group in named.items()
    ]
    total = ("all", str(counts["count"]), str(counts["assumptions"]), f"{counts['assumption_share']:.0%}")
    return left_grid(("group", "numbers", "assumptions", "share"), [*rows, total])
