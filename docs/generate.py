"""Write docs/duties.md from the catalogue: `python docs/generate.py`; a test keeps it current."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.outcomes.metrics.table import METRICS
from mktsim.study.question.library import catalogue

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty

PAGE = Path(__file__).with_name("duties.md")
LAW = "tests/laws/test_neglect.py"
HEAD = f"""# The duties of the organisation

Written by `python docs/generate.py` from the catalogue (`src/mktsim/data/duties`); do not edit.
Each row is a responsibility that an agent performs inside the simulation. Its neglect is seen in the observable,
which `{LAW}` shows by runs with and without it under the same luck.
Arrows say which way neglect moves the observable, in which scenario.

| id | what it is | owner | tasks | mechanism | gives | looks like | observable under neglect | test |
|---|---|---|---|---|---|---|---|---|
"""


def page(duties: tuple[Duty, ...]) -> str:
    """Return the page: one row a duty, in the order of ids."""
    return HEAD + "".join(_row(duty) for duty in sorted(duties, key=lambda d: d.id))


def _row(duty: Duty) -> str:
    seen = duty.seen_in
    metric = METRICS[seen.metric]
    arrow = "↑" if seen.direction.value == "up" else "↓"
    owner = duty.owner if duty.role == "staff" else f"{duty.owner}: {duty.role}"
    cells = (
        duty.id,
        duty.text,
        owner.replace("_", " "),
        "; ".join(duty.tasks),
        f"`{duty.mechanism.model_dump()['kind']}`: {_first_line(duty)}",
        ", ".join(f"`{name}`" for name in duty.gives),
        ", ".join(f"{twin.relation.value.replace('_', ' ')} of {twin.of}" for twin in duty.twins) or "none other",
        f"`{metric.name}` {arrow} ({metric.unit}; {seen.scenario})",
        f"`{LAW}[{duty.id}]`",
    )
    return f"| {' | '.join(cells)} |\n"


def _first_line(duty: Duty) -> str:
    return (type(duty.mechanism).__doc__ or "").strip().splitlines()[0]


if __name__ == "__main__":
    PAGE.write_text(page(catalogue()), encoding="utf-8")
