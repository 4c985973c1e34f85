"""Write docs/duties.md and docs/coefficients.md: `python docs/generate.py`; tests keep them current."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.inputs.coefficients import coefficients_of
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
        f"`{GOLDEN}[{duty.id}]`",
    )
    return f"| {' | '.join(cells)} |\n"


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
