"""All tables of observed data of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.evidence.synthetic_data.answer_key import answer_key, effects, weekly_key
from mktsim.evidence.synthetic_data.firm import rivals, sales_panel
from mktsim.evidence.synthetic_data.households import choices, household_panel, panel_key
from mktsim.evidence.synthetic_data.responses import responses
from mktsim.evidence.synthetic_data.scene import filmed
from mktsim.evidence.synthetic_data.sheet import Column, Sheet, Value

if TYPE_CHECKING:
    from mktsim.inputs.cell import Cell


def observed_tables(cell: Cell) -> tuple[Sheet, ...]:
    """Run a cell and return the firm's files, a household panel, the true effects, and what every column means."""
    scene = filmed(cell)
    found = effects(scene)
    panel = household_panel(scene, scene.shown)
    tables = (
        sales_panel(scene),
        rivals(scene),
        choices(scene, panel),
        answer_key(scene, found),
        weekly_key(scene, found),
        responses(scene),
        panel_key(scene, panel, found),
    )
    return (*tables, _meanings(tables))


def _meanings(tables: tuple[Sheet, ...]) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (f"{table.name}.csv", column.name, column.unit, column.text) for table in tables for column in table.columns
    ]
    columns = (
        Column("file", "name", "file"),
        Column("column", "name", "column"),
        Column("unit", "text", "unit"),
        Column("text", "text", "what it is and how it is seen"),
    )
    return Sheet("columns", columns, tuple(rows))
