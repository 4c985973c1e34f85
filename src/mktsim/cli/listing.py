"""`mktsim list` and `mktsim parameters`: what there is, and every number with value, unit, range and source."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show, show_json
from mktsim.present.json import list_json, view_of


class Listed(StrEnum):
    """Kinds of things that can be listed."""

    RULES = "rules"
    DUTIES = "duties"
    MECHANISMS = "mechanisms"
    METRICS = "metrics"
    SCENARIOS = "scenarios"
    STUDIES = "studies"
    ORGANISATIONS = "organisations"
    CATEGORIES = "categories"


LIST_EXAMPLES = ("mktsim list rules", "mktsim list rules hi_lo", "mktsim list duties marketing.08 --json")


def list_command(
    what: Annotated[Listed, typer.Argument(help="What to list.", show_default=False)],
    name: Annotated[str, typer.Argument(help="The one to tell all about, by its id or the end of it.")] = "",
    *,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """List what there is to choose from; with a name, tell all about one: a rule's parameters with unit and range."""
    with reported(debug=debug):
        from mktsim.present.catalogue import items_of, listed_text, named, told_text

        items = named(items_of(what.value), name, what.value) if name else items_of(what.value)
        if as_json:
            show_json(list_json(what.value, items))
        else:
            show(told_text(items) if name else listed_text(items))


PARAMETERS_EXAMPLES = ("mktsim parameters --summary", "mktsim parameters", "mktsim parameters --json")
_SUMMARY = Annotated[bool, typer.Option("--summary", help="Show only how many there are and how many are assumed.")]


def parameters_command(*, summary: _SUMMARY = False, as_json: Json = False, debug: Debug = False) -> None:
    """Show value, unit, range and source of every number that inputs, rules, mechanisms and instruments declare."""
    with reported(debug=debug):
        from mktsim.present.catalogue import all_parameters, counted, parameters_text, summary_text

        items = all_parameters()
        counts = counted(items)
        if as_json:
            show_json(view_of("parameters", {**counts, "items": [] if summary else items}))
        else:
            show(f"{'' if summary else parameters_text(items)}{summary_text(counts)}")
