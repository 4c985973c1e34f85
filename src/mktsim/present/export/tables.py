"""The tables of an export, row by row: cells, failures, weekly series, the data dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.outcomes.metrics.table import metric_named
from mktsim.study.runs.cell import CellStatus
from mktsim.study.runs.identity import VERSIONS
from mktsim.study.runs.store import note
from mktsim.study.runs.store_reader import stored_cells, stored_metrics, stored_weekly

if TYPE_CHECKING:
    from mktsim.study.runs.cell import CellKey, CellName
    from mktsim.study.runs.store import Store

Value = str | int | float | None
Row = tuple[Value, ...]

_CELL_COLUMNS = (
    ("arm", "", "Name of the arm; arms that are equal share their cells, under the name that was run first."),
    ("world", "", "Name of the world."),
    ("variant", "", "What is otherwise than as it is, as an execution or a source of luck alone; empty for nothing."),
    ("seed", "", "Root seed."),
    ("replication", "", "Number of the replication; the same number means the same luck for every arm."),
    ("world_hash", "", "Hash of all that the arm does not choose."),
    ("arm_hash", "", "Hash of what the arm is."),
)
_WEEKLY_UNITS = {
    "units": "units/week",
    "desired": "units/week",
    "lost": "units/week",
    "price": "money/unit",
    "list_price": "money/unit",
    "cost": "money/unit",
    "category_units": "units/week",
    "share": "share",
    "awareness": "share",
    "distribution": "share",
    "stock_firm": "units",
    "stock_channel": "units",
    "production": "units/week",
    "orders": "units/week",
    "adopters": "units/week",
    "installed": "units",
    "forecast": "units/week",
    "rival_price": "money/unit",
    "shelf_price": "money/unit",
    "overdrawn": "0 or 1",
}
_ABOUT = ("owner", "model_hash", "platform", *VERSIONS, "mixed_platforms", "schema_version")


@dataclass(frozen=True)
class ExportTable:
    """One table; `rows` starts anew at each call."""

    name: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def export_tables(store: Store, *, weekly: bool) -> tuple[ExportTable, ...]:
    """Return the tables of a store; `weekly` adds a row for every week of every cell that keeps its series."""
    metrics = store.metrics()
    found = [_outcomes(store, metrics), _failures(store)]
    columns: tuple[str, ...] = ()
    if weekly:
        columns = _weekly_columns(store)
        found.append(_weekly(store, columns))
    return (*found, _dictionary(metrics, columns), _about(store))


def _name(key: CellKey, named: CellName) -> Row:
    return (*named, key.seed, key.replication, key.world, key.arm)


_NAMES = tuple(column for column, _, _ in _CELL_COLUMNS)


def _outcomes(store: Store, metrics: tuple[str, ...]) -> ExportTable:
    def rows() -> Iterator[Row]:
        for key, named, values in stored_metrics(store):
            yield (*_name(key, named), *(_number(values.get(name)) for name in metrics))

    return ExportTable("outcomes", (*_NAMES, *metrics), rows)


def _failures(store: Store) -> ExportTable:
    def rows() -> Iterator[Row]:
        for cell in stored_cells(store, CellStatus.FAILED):
            yield (*_name(cell.key, cell.named), cell.error, cell.rerun)

    return ExportTable("failures", (*_NAMES, "error", "rerun"), rows)


def _weekly_columns(store: Store) -> tuple[str, ...]:
    """Columns of all series, in the order of their first appearance."""
    found: dict[str, None] = {}
    for _, _, one in stored_weekly(store):
        found.update(dict.fromkeys(column for column in one.series.columns if column != "week"))
        found.update(dict.fromkeys(f"money.{column}" for column in one.money.columns))
    return tuple(found)


def _weekly(store: Store, columns: tuple[str, ...]) -> ExportTable:
    def rows() -> Iterator[Row]:
        for key, named, one in stored_weekly(store):
            both = {name: one.series.column(name).tolist() for name in one.series.columns}
            both |= {f"money.{name}": one.money.column(name).tolist() for name in one.money.columns}
            name = _name(key, named)
            for week in range(len(one.series.values)):
                yield (*name, week, *(_number(both[c][week]) if c in both else None for c in columns))

    return ExportTable("weekly", (*_NAMES, "week", *columns), rows)


def _dictionary(metrics: tuple[str, ...], weekly: tuple[str, ...]) -> ExportTable:
    tables = ("outcomes", "failures", *(("weekly",) if weekly else ()))

    def rows() -> Iterator[Row]:
        for table in tables:
            for column, unit, text in _CELL_COLUMNS:
                yield (table, column, unit, "", text)
        for name in metrics:
            yield ("outcomes", name, *_metric_words(name))
        yield ("failures", "error", "", "", "Traceback.")
        yield ("failures", "rerun", "", "", "Command that runs this cell alone.")
        if weekly:
            yield ("weekly", "week", "week", "", "Week from the opening, 0 the first; later than the horizon: run-out.")
        for column in weekly:
            yield ("weekly", column, _weekly_unit(column), "", _weekly_text(column))

    return ExportTable("dictionary", ("table", "column", "unit", "better", "text"), rows)


def _metric_words(name: str) -> tuple[str, str, str]:
    """Return unit, which way is good and question of a metric; a user's own may not be in use now."""
    try:
        metric = metric_named(name)
    except LookupError:
        return "", "", "A metric of your own; name its file with --rules for its unit and question."
    return metric.unit, metric.better.value, metric.text


def _about(store: Store) -> ExportTable:
    def rows() -> Iterator[Row]:
        for key in _ABOUT:
            yield (key, note(store, key) or "")

    return ExportTable("about", ("key", "value"), rows)


def _weekly_unit(column: str) -> str:
    if column.startswith("money."):
        return "money/week"
    return _WEEKLY_UNITS.get(
        column.partition(".")[0].replace("units_channel", "units").replace("units_region", "units"), ""
    )


def _weekly_text(column: str) -> str:
    name = column.removeprefix("money.").replace("_", " ")
    return f"Money of the week: {name}; receipts positive." if column.startswith("money.") else f"Of the week: {name}."


def _number(value: float | None) -> float | None:
    """Return a number, or nothing for what is no number."""
    return None if value is None or value != value else value  # noqa: PLR0124 - NaN alone differs from itself
