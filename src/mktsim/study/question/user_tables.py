"""Tables that a user's file may hold, and what is right in each: rules, mechanisms, metrics, figures, instruments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mktsim.errors import Problem
from mktsim.records import tag_of

if TYPE_CHECKING:
    from mktsim.model.instruments.instrument import Instrument
    from mktsim.outcomes.metrics.metric import Metric
    from mktsim.quantities import Part

LEVERS = ("pricing", "promotion", "advertising", "channel")
FIGURES_OF = (
    "compare",
    "select",
    "robust",
    "sensitivity",
    "optimise",
    "information",
    "duties",
    "links",
    "staff",
    "organisation",
)
"""Kinds of result that figures are made from; `present/figures/registry.py` has the table of each."""
NAMES = ("RULES", "MECHANISMS", "MARKET", "DUTIES", "METRICS", "FIGURES", "INSTRUMENTS")
"""What the tables are called in a file."""
EXAMPLE = "RULES = {'pricing': (MyRule,)}"


@dataclass(frozen=True, eq=False)
class Tables:
    """Parts that one file, or one package, brings."""

    rules: Mapping[str, tuple[type[Part], ...]] = field(default_factory=dict)
    """Rules by lever."""
    mechanisms: tuple[type[Part], ...] = ()
    """Mechanisms of the organisation."""
    market: tuple[type[Part], ...] = ()
    """Market mechanisms."""
    duties: tuple[str, ...] = ()
    """Files of duties, beside the file that names them."""
    metrics: tuple[Metric, ...] = ()
    figures: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Figures by kind of result."""
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    """Instruments by name; one of a shipped name takes its place."""

    @property
    def classes(self) -> tuple[type[Part], ...]:
        """All classes of parts, which files name."""
        return (*(rule for rules in self.rules.values() for rule in rules), *self.mechanisms, *self.market)


def tables_of(offered: Mapping[str, Any]) -> Tables:
    """Return the tables of a file that was checked."""
    rules, figures = offered.get("RULES", {}), offered.get("FIGURES", {})
    return Tables(
        rules={str(lever): _several(classes) for lever, classes in rules.items()},
        mechanisms=_several(offered.get("MECHANISMS", ())),
        market=_several(offered.get("MARKET", ())),
        duties=_several(offered.get("DUTIES", ())),
        metrics=_several(offered.get("METRICS", ())),
        figures={str(kind): _several(specs) for kind, specs in figures.items()},
        instruments=dict(offered.get("INSTRUMENTS", {})),
    )


def _several(one_or_more: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever the user's file holds
    return tuple(one_or_more) if isinstance(one_or_more, tuple | list) else (one_or_more,)


@dataclass(frozen=True)
class Checked:
    """A table under check: which file it is of, and what the others bring."""

    file: str
    others: tuple[Tables, ...]

    def problem(self, place: str, message: str, choices: tuple[str, ...] = ()) -> Problem:
        """Return a problem at a place of the file."""
        return Problem(self.file, 0, 0, place, message, choices)


def problems(offered: Mapping[str, Any], file: str, others: tuple[Tables, ...]) -> Iterator[Problem]:
    """Yield everything that is wrong with the tables of a file; others are those in use beside it."""
    check = Checked(file, others)
    if not offered:
        yield check.problem("", f"has no table {', '.join(NAMES[:-1])} or {NAMES[-1]}, such as {EXAMPLE}")
    for name, table in offered.items():
        yield from _CHECKS[name](table, check)


def _rules(table: object, check: Checked) -> Iterator[Problem]:
    from mktsim.model.policies.registry import RULES

    if not isinstance(table, Mapping):
        yield check.problem("RULES", f"is no table by lever, such as {EXAMPLE}")
        return
    bases = _bases()
    for lever, classes in table.items():
        if lever not in bases:
            yield check.problem(f"RULES.{lever}", "is no lever", LEVERS)
            continue
        taken = {
            tag_of(rule) for known in (RULES, *(one.rules for one in check.others)) for rule in known.get(lever, ())
        }
        words = Wanted(bases[lever], "rule", f"a {lever} rule", f"RULES.{lever}")
        yield from _classes(_several(classes), words, taken, check)


@dataclass(frozen=True)
class Wanted:
    """Requirements of the classes of a table."""

    base: type
    tag: str
    """Field that holds the name."""
    what: str
    place: str


def _classes(classes: tuple[Any, ...], wanted: Wanted, taken: set[str], check: Checked) -> Iterator[Problem]:
    for number, cls in enumerate(classes):
        place = f"{wanted.place}.{number}"
        if not (isinstance(cls, type) and issubclass(cls, wanted.base)):
            yield check.problem(place, f"is no class made from {wanted.base.__name__}")
        elif inspect.isabstract(cls):
            missing = ", ".join(sorted(getattr(cls, "__abstractmethods__", ())))
            yield check.problem(place, f"{cls.__name__} has no method {missing}")
        elif not _has_name(cls, wanted.tag):
            yield check.problem(place, f"{cls.__name__} needs a field such as {wanted.tag}: Literal['mine'] = 'mine'")
        elif tag_of(cls) in taken:
            yield check.problem(place, f"{wanted.what} is already called {tag_of(cls)!r}")


def _has_name(cls: type, tag: str) -> bool:
    fields = getattr(cls, "model_fields", {})
    return tag in fields and isinstance(fields[tag].default, str)


def _mechanisms(table: object, check: Checked) -> Iterator[Problem]:
    from mktsim.model.organisation.mechanism import Mechanism
    from mktsim.model.organisation.mechanisms.registry import MECHANISMS

    taken = {tag_of(cls) for cls in (*MECHANISMS, *(cls for one in check.others for cls in one.mechanisms))}
    yield from _classes(_several(table), Wanted(Mechanism, "kind", "a mechanism", "MECHANISMS"), taken, check)


def _market(table: object, check: Checked) -> Iterator[Problem]:
    from mktsim.inputs.market_mechanism import MarketMechanism

    taken = {tag_of(cls) for one in check.others for cls in one.market}
    yield from _classes(_several(table), Wanted(MarketMechanism, "kind", "a market mechanism", "MARKET"), taken, check)


def _duties(table: object, check: Checked) -> Iterator[Problem]:
    for number, name in enumerate(_several(table)):
        if not isinstance(name, str):
            yield check.problem(f"DUTIES.{number}", "is no path of a file of duties, such as 'my_duties.yaml'")


def _metrics(table: object, check: Checked) -> Iterator[Problem]:
    from mktsim.outcomes.metrics.metric import Metric
    from mktsim.outcomes.metrics.table import shipped_names

    taken = {*shipped_names(), *(metric.name for one in check.others for metric in one.metrics)}
    for number, metric in enumerate(_several(table)):
        place = f"METRICS.{number}"
        if not isinstance(metric, Metric):
            yield check.problem(place, "is no Metric(name, unit, better, text, measure)")
        elif not metric.name.isidentifier():
            yield check.problem(place, f"a metric cannot be called {metric.name!r}: letters, digits and _ only")
        elif metric.name in taken:
            yield check.problem(place, f"a metric is already called {metric.name!r}")
        elif "<" in getattr(metric.measure, "__qualname__", "<"):
            yield check.problem(
                place, f"{metric.name} has to be measured by a function of the file, which workers find"
            )
        taken.add(getattr(metric, "name", ""))


def _figures(table: object, check: Checked) -> Iterator[Problem]:
    if not isinstance(table, Mapping):
        yield check.problem(
            "FIGURES", "is no table by kind of result, such as FIGURES = {'compare': (FIGURE,)}", FIGURES_OF
        )
        return
    for kind, specs in table.items():
        if kind not in FIGURES_OF:
            yield check.problem(f"FIGURES.{kind}", "is no kind of result that figures are made from", FIGURES_OF)
        for number, spec in enumerate(_several(specs)):
            if not all(hasattr(spec, name) for name in ("name", "title", "note", "section", "data", "draw", "alt")):
                yield check.problem(f"FIGURES.{kind}.{number}", "is no FigureSpec of mktsim.present.figures.spec")


def _instruments(table: object, check: Checked) -> Iterator[Problem]:
    from mktsim.model.instruments.instrument import Instrument

    if not isinstance(table, Mapping):
        yield check.problem("INSTRUMENTS", "is no table by name, such as INSTRUMENTS = {'my_survey': MySurvey()}")
        return
    taken = {name for one in check.others for name in one.instruments}
    for name, instrument in table.items():
        if not isinstance(instrument, Instrument):
            yield check.problem(f"INSTRUMENTS.{name}", "is no object of a class made from Instrument")
        elif name in taken:
            yield check.problem(f"INSTRUMENTS.{name}", "another file brings an instrument of this name")


_CHECKS: Mapping[str, Callable[[object, Checked], Iterator[Problem]]] = {
    "RULES": _rules,
    "MECHANISMS": _mechanisms,
    "MARKET": _market,
    "DUTIES": _duties,
    "METRICS": _metrics,
    "FIGURES": _figures,
    "INSTRUMENTS": _instruments,
}


def _bases() -> dict[str, type[Part]]:
    from mktsim.inputs.rules import AdvertisingRule, ChannelRule, PricingRule, PromotionRule

    return {
        "pricing": PricingRule,
        "promotion": PromotionRule,
        "advertising": AdvertisingRule,
        "channel": ChannelRule,
    }
