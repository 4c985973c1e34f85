"""`mktsim new`: a scenario and a study of the own product from the numbers that a manager knows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mktsim.cli.options import Debug, Json
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import InputError, Problem
from mktsim.study.own_world.typed import EVERYWHERE, number_of, numbers_of, regions_of, rivals_of

if TYPE_CHECKING:
    from mktsim.study.own_world.files import OwnWorld

EXAMPLES = (
    "mktsim new yoghurt",
    "mktsim new bubble --from tea_chain --price 18",
    "mktsim new photos --category subscription --households 3e6 --price 5 --cost 1.5 --share 0.2 --budget 5e6",
)
R = TypeVar("R")
Asked = tuple[str, str, str, Callable[[str], object]]


def _option(text: str, *names: str) -> object:
    return typer.Option(*names, help=text, show_default=False)


Number = float | None
Many = list[str] | None
Start = Annotated[str | None, _option("First day, such as 2026-01-05.")]


def new_command(  # noqa: PLR0913 - one parameter an option
    name: Annotated[str, typer.Argument(help="Name of the product, and of its files.", show_default=False)],
    *,
    like: Annotated[str, _option("Begin with the numbers of a scenario, by name or file.", "--from")] = "",
    category: Annotated[str, _option("storable, perishable, drink_shop, durable or subscription.")] = "",
    title: Annotated[str, _option("One line for tables and the report.")] = "",
    currency: Annotated[str, _option("Currency of every amount; USD if not given.")] = "",
    start: Start = None,
    years: Annotated[int | None, _option("Years that count; 3 if not given.")] = None,
    opening: Annotated[str, _option("launch or going_concern; by default as the category usually is.")] = "",
    region: Annotated[Many, _option("NAME=HOUSEHOLDS; may be repeated.")] = None,
    households: Annotated[Number, _option("Households, where there is one region.")] = None,
    season: Annotated[str, _option("Twelve multipliers of demand, January first, with commas.")] = "",
    purchases: Annotated[Number, _option("Purchases of a household and year, all brands.")] = None,
    units: Annotated[Number, _option("Units bought at a time; 1 if not given.")] = None,
    term: Annotated[Number, _option("Months of a subscription's term; 1 if not given.")] = None,
    churn: Annotated[Number, _option("Share of our subscribers who leave in a month; 0.025 if not given.")] = None,
    subscribing: Annotated[Number, _option("Share of the households that have such a subscription, any brand.")] = None,
    life: Annotated[Number, _option("Years until a durable is replaced.")] = None,
    potential: Annotated[Number, _option("Share of households that could ever own such a durable.")] = None,
    price: Annotated[Number, _option("Usual shelf price of a unit, taxes left out.")] = None,
    cost: Annotated[Number, _option("Cost of making a unit.")] = None,
    share: Annotated[Number, _option("Our share of units; of a launch, once everybody knows and finds it.")] = None,
    rival: Annotated[Many, _option("NAME=PRICE:SHARE; may be repeated. Two at our price if none.")] = None,
    budget: Annotated[Number, _option("Marketing money a year.")] = None,
    advertising: Annotated[Number, _option("Share of it for advertising.")] = None,
    promotion: Annotated[Number, _option("Share of it for promotions.")] = None,
    margin: Annotated[Number, _option("Margin of the shops, share of the shelf price.")] = None,
    outlets: Annotated[Number, _option("Shops of all channels in a region.")] = None,
    capacity: Annotated[Number, _option("Most units made in a week.")] = None,
    organisation: Annotated[str, _option("Archetype, or file of your own organisation.")] = "",
    staff: Annotated[Number, _option("Posts of that organisation.")] = None,
    pay: Annotated[Number, _option("Pay and overhead of a post a year.")] = None,
    out: Annotated[Path, typer.Option(help="Directory for the files.")] = Path(),
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace files of that name.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a scenario and a study of your own product from the numbers that you know, and do the sums with them.

    What is required and not given is asked for on a terminal. Everything else comes from the product's category; each
    number in the files says where it comes from.
    """
    with reported(debug=debug):
        values = {
            "name": name,
            "category": category,
            "title": title,
            "currency": currency,
            "start": start,
            "years": years,
            "opening": opening,
            "regions": _typed(regions_of, region or (), households),
            "season": _typed(numbers_of, season),
            "purchases_per_year": purchases,
            "units_per_purchase": units,
            "term_months": term,
            "churn_per_month": churn,
            "subscribing_share": subscribing,
            "life_years": life,
            "potential_share": potential,
            "price_money": price,
            "unit_cost_money": cost,
            "share": share,
            "rivals": _typed(rivals_of, rival or ()),
            "budget_money": budget,
            "advertising_share": advertising,
            "promotion_share": promotion,
            "trade_margin_share": margin,
            "outlets": outlets,
            "capacity_per_week": capacity,
            "organisation": organisation,
            "staff_fte": staff,
            "pay_money": pay,
        }
        given = {key: value for key, value in values.items() if value not in (None, "", [], {})}
        made = _made({**_like(like), **given}, asks=on_a_terminal() and not as_json)
        places = _written(made, out, replaces=fresh)
        show_json(_view(made, places)) if as_json else _tell(made, places)


def on_a_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty()


def _like(name: str) -> dict[str, object]:
    """Return the answers that a scenario gives; none without one. Errors: InputError."""
    if not name:
        return {}
    from mktsim.study.own_world.answers import answers_like
    from mktsim.study.question.find_file import Folder, find
    from mktsim.study.question.library import read_scenario

    return answers_like(read_scenario(find(name, Folder.SCENARIOS)))


_OPTION_OF = {
    "regions": "--region",
    "purchases_per_year": "--purchases",
    "units_per_purchase": "--units",
    "term_months": "--term",
    "churn_per_month": "--churn",
    "subscribing_share": "--subscribing",
    "life_years": "--life",
    "potential_share": "--potential",
    "price_money": "--price",
    "unit_cost_money": "--cost",
    "budget_money": "--budget",
    "advertising_share": "--advertising",
    "promotion_share": "--promotion",
    "trade_margin_share": "--margin",
    "capacity_per_week": "--capacity",
    "staff_fte": "--staff",
    "pay_money": "--pay",
    "rivals": "--rival",
    "name": "NAME",
}


def _made(values: dict[str, object], *, asks: bool) -> OwnWorld:
    """Return the world of the answers, asking for what is missing. Errors: InputError with the options."""
    from mktsim.study.own_world.files import answered, own_world

    if asks:
        values = _asked(values)
    try:
        answers = answered(values)
    except InputError as error:
        raise InputError(tuple(_at_option(one) for one in error.problems)) from error
    return own_world(answers)


def _at_option(problem: Problem) -> Problem:
    field, dot, rest = problem.field.partition(".")
    option = _OPTION_OF.get(field, f"--{field}")
    message = f"{rest}: {problem.message}" if dot else problem.message
    return replace(problem, file="new", field=option, message=message)


def _asked(values: dict[str, object]) -> dict[str, object]:
    """Return the answers with those that were missing typed in."""
    answers = dict(values)
    for field, words, shown, read in _QUESTIONS:
        if field in answers or (
            field == "purchases_per_year" and answers.get("category") in {"durable", "subscription"}
        ):
            continue
        while field not in answers:
            text = typer.prompt(f"{words} ({shown})", err=True)
            try:
                answers[field] = read(text)
            except (ValueError, InputError) as error:
                tell(f"{text!r} cannot be read: {error}")
    return answers


def _typed(read: Callable[..., R], *given: object) -> R:
    """Return answers as they are typed on the command line. Errors: InputError with the option."""
    try:
        return read(*given)
    except InputError as error:
        raise InputError(tuple(_at_option(one) for one in error.problems)) from error


_QUESTIONS: tuple[Asked, ...] = (
    ("category", "What kind of product is it?", "storable, perishable, drink_shop, durable, subscription", str),
    (
        "regions",
        "How many households could buy it?",
        "700000, or north=400000 south=300000",
        lambda text: regions_of(text.split()) if "=" in text else {EVERYWHERE: number_of(text)},
    ),
    ("purchases_per_year", "How often a year does a household buy such a product, any brand?", "40", number_of),
    ("price_money", "What does a unit cost on the shelf, taxes left out?", "0.90", number_of),
    ("unit_cost_money", "What does a unit cost you?", "0.30", number_of),
    ("share", "What is your share of units, or for a launch the share that you hope for?", "0.30", number_of),
    ("budget_money", "How much money a year for marketing?", "1200000", number_of),
)
"""(answer, question, an example, how it is read) of what is required."""


def _written(made: OwnWorld, directory: Path, *, replaces: bool) -> list[Path]:
    """Write the files. Errors: InputError for one that is there with other content."""
    places = {directory / name: text for name, text in made.files.items()}
    taken = [place for place, text in places.items() if place.exists() and place.read_text("utf-8") != text]
    if taken and not replaces:
        words = "is there already; --fresh replaces it, --out DIR writes elsewhere"
        raise InputError(tuple(Problem(str(place), 0, 0, "", words) for place in taken))
    directory.mkdir(parents=True, exist_ok=True)
    for place, text in places.items():
        place.write_text(text, encoding="utf-8")
    return list(places)


def _view(made: OwnWorld, places: list[Path]) -> dict[str, object]:
    from mktsim.present.json import number, view_of

    rows = [
        {"id": one.field, "text": one.text, "value": number(one.value), "unit": one.unit, "doubt": one.doubt}
        for one in made.sums
    ]
    return view_of("new", {"files": [place.as_posix() for place in places], "sums": rows})


def _tell(made: OwnWorld, places: list[Path]) -> None:
    from mktsim.present.own_world import own_world_text

    show(own_world_text(made, places))
    for one in made.sums:
        if one.doubt:
            option = _OPTION_OF.get(one.field, f"--{one.field}")
            tell(f"warning: {option}: {one.text}, {one.value:,.4g}, {one.doubt}")
