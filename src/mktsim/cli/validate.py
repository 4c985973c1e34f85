"""`mktsim validate`: published generalisations measured on simulated data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import cores, reported, show, show_json, tell
from mktsim.evidence.validation.row import Category
from mktsim.present.json import view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.evidence.validation.drivers import Drivers, Searching
    from mktsim.evidence.validation.measuring import Plan
    from mktsim.inputs.scenario import Scenario
    from mktsim.present.json import View

EXAMPLES = ("mktsim validate --only G20", "mktsim validate --category storable --seeds 4", "mktsim validate --json")
_CATEGORY = Annotated[Category | None, typer.Option("--category", help="Only this category.", show_default=False)]
_ONLY = Annotated[str | None, typer.Option("--only", help="Only this row, such as G20.", show_default=False)]
_SEEDS = Annotated[
    int | None, typer.Option("--seeds", min=1, max=200, help="Replications of every experiment.", show_default=False)
]


_DRIVERS = Annotated[
    bool, typer.Option("--drivers", help="Instead perturb every parameter of the market: what moves each row most.")
]


_JOBS = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Worker processes; one a core if not given.", show_default=False)
]
_OUT = Annotated[Path, typer.Option("--out", help="File that keeps what a search for drivers found; it goes on there.")]


def validate_command(  # noqa: PLR0913 - one parameter an option
    *,
    category: _CATEGORY = None,
    only: _ONLY = None,
    seeds: _SEEDS = None,
    drivers: _DRIVERS = False,
    jobs: _JOBS = None,
    out: _OUT = Path("results") / "drivers.jsonl",
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure the published empirical generalisations on simulated data, with the literature's own estimators."""
    with reported(debug=debug):
        from mktsim.evidence.validation.drivers import Searching
        from mktsim.evidence.validation.kept import Kept
        from mktsim.evidence.validation.measuring import Plan, chosen
        from mktsim.evidence.validation.rows.registry import ROWS
        from mktsim.present.documents import check_writable

        rows = chosen(ROWS, category, None if only is None else only.upper())
        _refuse_nothing(len(rows), only, tuple(dict.fromkeys(row.id for row in ROWS)))
        if drivers:
            check_writable(out)
            view = driven(Plan(rows, seeds or 1), Searching(_progress(), jobs or cores(), Kept(out)))
        else:
            view = validation(Plan(rows, seeds, jobs or cores()), _progress())
        if as_json:
            show_json(view)
        else:
            show(drivers_text(view) if drivers else validation_text(view))


def _refuse_nothing(found: int, only: str | None, ids: tuple[str, ...]) -> None:
    """Raise InputError when no row was asked for."""
    from mktsim.errors import InputError, Problem, did_you_mean

    if not found:
        message = f"no row {only or ''} in this category{did_you_mean((only or '').upper(), ids)}"
        raise InputError((Problem("command line", 0, 0, "--only", message, ids),))


def _progress() -> Callable[[str, int, int], None]:
    """Return a callback that writes a line to standard error for every tenth of the runs."""
    last = [-1]

    def told(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if tenth > last[0]:
            last[0] = tenth
            tell(f"validating: {done} of {total} runs ({what})")

    return told


def validation(plan: Plan, told: Callable[[str, int, int], None]) -> View:
    """Measure a plan's rows and return what is printed: score and items."""
    from mktsim.evidence.validation.drivers import known_kinds
    from mktsim.evidence.validation.measuring import measure
    from mktsim.evidence.validation.report import item_view, items_of, score
    from mktsim.study.runs.identity import model_hash

    found = sorted(measure(plan, _scenarios(plan), told), key=lambda one: plan.rows.index(one.row))
    items = [item_view(item) for item in items_of(found, known_kinds())]
    return view_of("validation", {"model_hash": model_hash(), "score": score(items), "items": items})


def driven(plan: Plan, how: Searching) -> View:
    """Perturb every parameter of each category's market and return what moves its rows, but those typed in."""
    from mktsim.evidence.validation.drivers import drivers_view, movements, ranked

    found: list[Drivers] = []
    searched = replace(plan, rows=tuple(row for row in plan.rows if not row.typed))
    for category, scenario in _scenarios(searched).items():
        moved = dict(movements(searched, category, scenario, how))
        found += ranked(moved)
    return drivers_view(found)


def _scenarios(plan: Plan) -> dict[Category, Scenario]:
    """Return the scenario of each category of a plan."""
    from mktsim.evidence.validation.categories import BASES, scenario_of
    from mktsim.study.question.find_file import Folder, find
    from mktsim.study.question.library import read_scenario

    needed = dict.fromkeys(row.category for row in plan.rows)
    found = {category: read_scenario(find(BASES[category], Folder.SCENARIOS)) for category in needed}
    return {category: scenario_of(category, scenario) for category, scenario in found.items()}


def drivers_text(view: View) -> str:
    """Return a table: each row's kind and the parameters that move it most."""
    from mktsim.present.layout import left_grid

    rows: list[tuple[str, ...]] = [
        (
            item["id"],
            item["kind"],
            ", ".join(f"{one['parameter']} {one['share']:.0%}" for one in item["drivers"][:3]),
        )
        for item in view["items"]
    ]
    return left_grid(("row", "kind", "moved most by"), rows)


def validation_text(view: View) -> str:
    """Return a table: every figure beside its published range."""
    from mktsim.evidence.validation.page import number
    from mktsim.present.layout import left_grid

    rows: list[tuple[str, ...]] = []
    for item in view["items"]:
        rows.append((item["id"], item["category"], item["text"], "", "", item["kind"], item["verdict"].upper()))
        for one in item["figures"]:
            low, high = one["interval"]
            value = "-" if one["value"] is None else f"{number(one['value'])} [{number(low)}, {number(high)}]"
            band = " to ".join(number(edge) for edge in one["range"])
            told = one["verdict"] if one["gates"] else f"({one['verdict']})"
            rows.append(("", "", f"  {one['text']}", value, band, "", told))
    score = view["score"]
    hard = f"tier A: {score['tier_a_in_range']} of {score['tier_a']}"
    last = f"{score['in_range']} of {score['measured']} measured are in range; {hard}"
    header = ("row", "category", "figure", "value [95%]", "range", "kind", "verdict")
    return f"{left_grid(header, rows)}\n\n{last}"
