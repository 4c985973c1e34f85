"""`mktsim list`: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json, Listed
from mktsim.cli.terminal import reported, show, show_json
from mktsim.present.json import list_json

if TYPE_CHECKING:
    from mktsim.present.json import View

EXAMPLES = ("mktsim list rules", "mktsim list duties --json", "mktsim list studies")


def list_command(
    what: Annotated[Listed, typer.Argument(help="What to list.", show_default=False)],
    *,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """List rules, duties, mechanisms, metrics, scenarios, studies or organisations."""
    with reported(debug=debug):
        from mktsim.cli.tables import items_of

        items = items_of(what)
        if as_json:
            show_json(list_json(what.value, items))
        else:
            show(listed_text(items))


def listed_text(items: list[View]) -> str:
    """Return one line an item: its id, its unit if it has one, and its text."""
    if not items:
        return "nothing found"
    rows = [(str(item["id"]), str(item.get("unit", "")), str(item.get("text", ""))) for item in items]
    with_unit = any(unit for _, unit, _ in rows)
    width = max(len(row[0]) for row in rows)
    if not with_unit:
        return "\n".join(f"{name:{width}}  {text}".rstrip() for name, _, text in rows)
    wide = max(len(row[1]) for row in rows)
    return "\n".join(f"{name:{width}}  {unit:{wide}}  {text}".rstrip() for name, unit, text in rows)
