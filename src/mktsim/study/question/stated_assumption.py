"""Assumptions as people read them: name, unit, present value, range and source, and a change as percent from today."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.inputs.paths import get_path
from mktsim.quantities import Declared, declared

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.study.question.resolve import ResolvedStudy

_ROW = re.compile(r"\[[^\]]*\]")
_SUFFIXES = ("_money", "_share", "_years", "_weeks", "_per_year", "_per_week", "_days")
"""Ends of field names that say the unit, which stands beside the value."""
_PLAIN = {
    "market.choice.price_coefficient": "how strongly buyers react to price",
    "market.choice.taste_concentration": "how alike buyers' tastes are",
    "market.choice.reference_coefficient": "how much buyers compare with the price they are used to",
    "market.choice.feature_coefficient": "pull of a retailer's feature advertising",
    "market.choice.untried_risk": "how wary buyers are of a brand they never tried",
    "market.choice.word_of_mouth": "strength of word of mouth",
    "market.repeat.incidence_elasticity": "how much cheaper prices make people buy more of the category",
    "market.repeat.stock_reaction": "how much a full cupboard puts off the next purchase",
    "market.repeat.life_years": "years until a set is replaced",
    "market.advertising.immediate": "pull of advertising in the same week",
    "market.advertising.lasting": "pull of advertising that lasts",
    "market.advertising.wear_out": "how fast an advertisement wears out",
    "market.advertising.awareness_reach": "how fast advertising makes a new brand known",
    "market.adoption.q_per_year": "speed at which buyers follow other buyers",
    "market.adoption.potential_share": "share of households that will ever buy",
    "market.adoption.upgrade_share": "share of owners who upgrade",
    "supply.progress_ratio": "what is left of unit cost after each doubling of output",
    "supply.capacity_growth_per_year": "yearly growth of plant capacity",
    "money.feature_money": "what a chain asks for a feature",
    "money.opening_money": "cost of opening an outlet",
    "money.royalty_share": "royalty of franchisees",
}
"""Names of assumptions whose field says little to who does not know the model."""
_PLAIN_ROWS = {
    "price_change_cost": "what a price change costs {}",
    "reservation_price_money": "most that {} buyers would pay",
    "reaction_threshold": "loss of sales from which {} reacts",
    "listing_speed": "speed at which {} take the brand in",
}
"""The same of fields of a row, which has a name of its own."""
_BARE_UNITS = frozenset(
    {"utility", "exponent", "slope", "multiple", "Dirichlet S", "per price value", "per log price", "per normal week"}
)
"""Units of the model's own scale, which say nothing beside a number: what counts is the distance from today."""
_UNITS = {"1/week": "a week", "1/year": "a year"}


@dataclass(frozen=True)
class StatedAssumption:
    """One assumption of a scenario."""

    path: str
    name: str
    """In words."""
    text: str
    """One line on what it is, as it is declared."""
    unit: str
    now: float
    low: float
    high: float
    source: str
    """Of its range, as the scenario's file says; else of the parameter; or the word assumption."""

    def value(self, at: float) -> str:
        """Return a value with its unit and its distance from today.

        >>> StatedAssumption("x", "unit cost", "", "USD", 1.02, 0.9, 1.15, "").value(1.03)
        '1.03 USD (1.0% above today)'
        """
        return f"{self.bare(at)} ({self.from_today(at)})"

    def bare(self, at: float) -> str:
        """Return a value with its unit; a share in percent.

        >>> StatedAssumption("x", "royalty", "", "share of shelf price", 0.04, 0.02, 0.06, "").bare(0.045)
        '4.5% of shelf price'
        """
        kind, _, rest = self.unit.partition(" ")
        if kind == "share":
            return f"{100.0 * at:.3g}% {rest}".strip()
        return f"{_digits(at)} {self.unit}".strip()

    @property
    def span(self) -> str:
        """Return the range of values that are possible."""
        if self.unit.startswith("share"):
            return f"{100.0 * self.low:.3g}% to {100.0 * self.high:.3g}%"
        return f"{_digits(self.low)} to {_digits(self.high)}"

    def from_today(self, at: float) -> str:
        """Return how far a value is from the present one."""
        if math.isclose(at, self.now, rel_tol=1e-9):
            return "as today"
        if self.now == 0.0:
            return f"{abs(at):.3g} {'above' if at > 0 else 'below'} today's zero"
        change = 100.0 * (at - self.now) / abs(self.now)
        return f"{abs(change):.{1 if abs(change) < 10 else 0}f}% {'above' if change > 0 else 'below'} today"


def _digits(value: float) -> str:
    """Return a number to three digits, thousands written out."""
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def stated_assumption(resolved: ResolvedStudy, path: str) -> StatedAssumption:
    """Return the assumption at a dotted path of the scenario."""
    return stated_assumptions(resolved, (path,))[0]


def stated_assumptions(resolved: ResolvedStudy, paths: tuple[str, ...] = ()) -> tuple[StatedAssumption, ...]:
    """Return the assumptions of a study's scenario in its order, or those at some paths."""
    scenario = resolved.scenario
    comments = _comments(resolved)
    return tuple(_stated(scenario, path, comments) for path in paths or tuple(scenario.assumptions))


def plain_names(resolved: ResolvedStudy) -> dict[str, str]:
    """Return the name in words of each assumption by its path."""
    return {one.path: one.name for one in stated_assumptions(resolved)}


def _stated(scenario: Scenario, path: str, comments: dict[str, str]) -> StatedAssumption:
    one = declaration(type(scenario), path)
    value = get_path(scenario, path)
    now = float(value) if isinstance(value, int | float) else math.nan
    low, high = scenario.assumptions.get(path, (math.nan, math.nan))
    source = comments.get(path) or (one.source if one is not None else "") or "given by the scenario"
    unit = "" if one is None else _unit(one.unit, scenario.money.currency)
    return StatedAssumption(path, name_of(path), "" if one is None else one.text, unit, now, low, high, source)


def _unit(declared_as: str, currency: str) -> str:
    """Return a unit as people read it; none for numbers on the model's own scale."""
    return "" if declared_as in _BARE_UNITS else _UNITS.get(declared_as, declared_as.replace("money", currency))


def name_of(path: str) -> str:
    """Return a dotted path in words.

    >>> name_of("brands.leader.reaction_threshold"), name_of("supply.unit_cost_money")
    ('loss of sales from which leader reacts', 'unit cost')
    """
    if path in _PLAIN:
        return _PLAIN[path]
    steps = path.split(".")
    last = steps[-1]
    for suffix in _SUFFIXES:
        last = last.removesuffix(suffix)
    words = (last or steps[-1]).replace("_", " ")
    is_row = len(steps) >= 3 and steps[-3] in {"brands", "channels", "segments", "regions", "media"}
    return _PLAIN_ROWS.get(steps[-1], f"{words} of {{}}").format(steps[-2].replace("_", " ")) if is_row else words


def _comments(resolved: ResolvedStudy) -> dict[str, str]:
    """Return what stands after the range of each assumption in the scenario's file, or in one that it extends.

    None where no file is at hand.
    """
    lines = _lines(Path(resolved.file).parent / str(resolved.study.scenario))
    found = {}
    for path in resolved.scenario.assumptions:
        match = re.compile(rf"^\s*{re.escape(path)}\s*:[^#]*#\s*(.+)$")
        told = next((hit.group(1).strip() for line in lines if (hit := match.match(line))), "")
        found[path] = told.removeprefix("source:").strip()
    return found


def _lines(file: Path) -> list[str]:
    """Return the lines of a scenario's file, then those of the files that it extends."""
    lines: list[str] = []
    seen: set[Path] = set()
    while file not in seen:
        seen.add(file)
        try:
            more = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            break
        lines += more
        further = next((one.partition(":")[2] for one in more if one.startswith("extends:")), "")
        file = file.parent / further.partition("#")[0].strip() if further else file
    return lines


def declaration(cls: type, path: str) -> Declared | None:
    """Return how the parameter at a dotted path is declared; None for what is no declared number.

    A step that is the name or place of a row, or a key, stands for any row.
    """
    wanted = path.split(".")
    return next((one for one in declared(cls) if _fits(one.path.split("."), wanted)), None)


def _fits(pattern: list[str], steps: list[str]) -> bool:
    """Tell whether steps follow a declared path, whose `[]` takes a step of its own and whose `[tag]` takes none."""
    if not pattern:
        return not steps or (len(steps) == 1 and steps[0].isdigit())
    if not steps:
        return False
    name = _ROW.sub("", pattern[0])
    if name != steps[0]:
        return False
    rest = steps[1:]
    if pattern[0].endswith("[]"):
        if len(pattern) == 1:
            return len(rest) <= 1
        return bool(rest) and _fits(pattern[1:], rest[1:])
    return _fits(pattern[1:], rest)
