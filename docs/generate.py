"""Write docs/duties.md and docs/coefficients.md: `python docs/generate.py`; tests keep them current."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.inputs.coefficients import coefficients_of
from mktsim.inputs.duty import OnMessage
from mktsim.inputs.scenario import Scenario
from mktsim.outcomes.metrics.table import METRICS
from mktsim.quantities import declared
from mktsim.study.question.library import catalogue

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty

PAGE = Path(__file__).with_name("duties.md")
GOLDEN = "tests/golden/test_neglect_golden.py"
HEAD = f"""# The duties of the organisation

Written by `python docs/generate.py` from the catalogue (`src/mktsim/data/duties`); do not edit.
Each row is a responsibility that an agent performs inside the simulation. Its neglect is seen in the observable,
which `{GOLDEN}` shows by runs with and without it under the same luck,
on seeds and lengths that are pinned.
Arrows say which way neglect moves the observable, in which scenario. What a row gives is read by rows that need it or
wait for it, and by standing work (calls, goods, books) that goes on by the latest plan. The way to the market is the
shortest such chain to a lever, a level of the organisation or standing work; quality of work enters it as
`tests/laws/test_work_reaches_the_market.py` lists. Staff time is paid for every row; what else is booked stands beside
it.

"""
COLUMNS = (
    "id", "what it is", "owner", "tasks", "reads", "mechanism", "gives", "read by", "ledger", "way to the market",
    "looks like", "observable under neglect", "test",
)  # fmt: skip
BOOKED = {
    "agree_terms": "incentives",
    "build_brand": "events",
    "classify_rivals": "research",
    "develop_product": "research",
    "evaluate_members": "research",
    "hold_events": "events",
    "observe": "research",
    "organise_promotions": "leakage; by the market: discount, trade spending",
    "order_items": "commits promotion money; by the market: items",
    "research_life_cycle": "research",
    "run_campaigns": "advertising, agency fee",
    "run_franchise": "openings",
    "run_public_relations": "events",
    "set_targets": "approves all lines",
    "train_channels": "training",
    "watch_rivals": "research",
    "configure_channels": "calls, by standing work",
    "control_funds": "caps what promotions commit",
    "move_resources": "releases commitments",
}
"""Entries of the ledger by kind of mechanism, beside staff time."""
STANDING = {
    "budget": "money of the year's lines",
    "call_plan": "calls made",
    "correction": "outlets reminded, calls, goods made",
    "dispatch": "goods shipped",
    "franchise_inspection": "outlets that stay",
    "launch_plan": "calls made",
    "positioning": "features that consumers learn of",
    "production_order": "goods made",
    "region_support": "calls made",
    "stock_control": "goods made",
    "approval": "plans that go into force",
    "stage": "what departments do first",
    "staff": "queues that are worked off",
}
"""What standing work or the engine does by a plan."""


def page(duties: tuple[Duty, ...]) -> str:
    """Return the page: one row a duty, in the order of ids."""
    head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"
    return HEAD + head + "".join(_row(duty, duties) for duty in sorted(duties, key=lambda d: d.id))


def _row(duty: Duty, duties: tuple[Duty, ...]) -> str:
    seen = duty.seen_in
    metric = METRICS[seen.metric]
    arrow = "↑" if seen.direction.value == "up" else "↓"
    owner = duty.owner if duty.role == "staff" else f"{duty.owner}: {duty.role}"
    kind = str(duty.mechanism.model_dump()["kind"])
    readers = [*(other.id for other in duties if other is not duty and _read(other, duty)), *_acts(duty)]
    cells = (
        duty.id,
        duty.text,
        owner.replace("_", " "),
        "; ".join(duty.tasks),
        ", ".join(f"`{name}`" for name in duty.needs) or "the market, through its instruments",
        f"`{kind}`: {_first_line(duty)}",
        ", ".join(f"`{name}`" for name in duty.gives),
        ", ".join(readers) or "the market",
        f"staff{'; ' + BOOKED[kind] if kind in BOOKED else ''}{_events(duty)}",
        way(duty, duties),
        ", ".join(f"{twin.relation.value.replace('_', ' ')} of {twin.of}" for twin in duty.twins) or "none other",
        f"`{metric.name}` {arrow} ({metric.unit}; {seen.scenario})",
        f"`{GOLDEN}[{duty.id}]`",
    )
    return f"| {' | '.join(cells)} |\n"


def _events(duty: Duty) -> str:
    return "; events" if duty.mechanism.model_dump().get("events_share", 0.0) > 0.0 else ""


def _stem(name: str) -> str:
    head, _, tail = name.rpartition(".")
    return head if tail.isdigit() else name


def _read(reader: Duty, giver: Duty) -> bool:
    """Tell whether a duty needs what another gives, or waits for it."""
    waits = {t.topic for t in (reader.trigger, *reader.also) if isinstance(t, OnMessage)}
    wanted = waits | {_stem(name) for name in reader.needs}
    return any(_stem(name) in wanted for name in giver.gives)


def _acts(duty: Duty) -> list[str]:
    """Return what a duty moves itself: levers, levels, and what standing work does by its plans."""
    moved = [f"`{name}`" for name in duty.gives if name.startswith(("lever.", "level."))]
    return moved + [STANDING[name] for name in duty.gives if name in STANDING]


def way(duty: Duty, duties: tuple[Duty, ...]) -> str:
    """Return the shortest chain of rows from a duty to something that acts; LookupError where there is none."""
    chains, seen = [(duty,)], {duty.id}
    while chains:
        chain = chains.pop(0)
        acts = _acts(chain[-1])
        if acts:
            return " → ".join([*(one.id for one in chain[1:]), ", ".join(acts)])
        for other in duties:
            if other.id not in seen and _read(other, chain[-1]):
                seen.add(other.id)
                chains.append((*chain, other))
    raise LookupError(f"{duty.id} reaches nothing")


def _first_line(duty: Duty) -> str:
    return (type(duty.mechanism).__doc__ or "").strip().splitlines()[0]


COEFFICIENTS = Path(__file__).with_name("coefficients.md")
COEFFICIENTS_HEAD = """# Coefficients of the market

Written by `python docs/generate.py` from the fields of a scenario that declare one (`Coefficient`); do not edit.
The name is the one in the kernel's record of parameters; where the kernel takes another figure than the field's value,
the conversion stands beside it.

| name | field of the scenario | what it is | unit | default | range | source |
|---|---|---|---|---|---|---|
"""


def coefficients() -> str:
    """Return the page of coefficients: one row each, in the order of the record."""
    numbers = {one.path: one for one in declared(Scenario)}
    rows = []
    for coefficient, path, field in coefficients_of(Scenario):
        number = numbers.get(".".join(path))
        conversion = getattr(coefficient.of, "__name__", "")
        cells = (
            f"`{coefficient.name}`" + (f" ({conversion})" if conversion != "float" else ""),
            f"`{'.'.join(path)}`",
            field.text,
            number.unit if number else "yes or no",
            "given" if field.required else str(field.default),
            number.range if number else "yes, no",
            number.source if number else "a switch",
        )
        rows.append(f"| {' | '.join(cells)} |\n")
    return COEFFICIENTS_HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(catalogue()), encoding="utf-8")
    COEFFICIENTS.write_text(coefficients(), encoding="utf-8")
