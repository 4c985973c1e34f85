"""A run as text: ten headline metrics in plain words, or all, and where the files are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.model.organisation.project import PREFIX, READY
from mktsim.present.layout import Row, grid
from mktsim.present.numbers import percent, scale_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mktsim.outcomes.history import History
    from mktsim.study.compare.single_arm import MetricResult, RunResult

HEADLINES = {
    "npv": "Net present value",
    "terminal_value": "  of it after the horizon",
    "revenue": "Revenue",
    "contribution": "Contribution",
    "units": "Units sold",
    "market_share": "Market share",
    "price_mean": "Mean shelf price",
    "marketing_money": "Marketing money spent",
    "staff_money": "Pay of the staff",
    "lost_sales_share": "Sales lost for want of stock",
}
"""Metrics that are shown without being asked for, in plain words."""
MUCH_LATER = 1.0 / 3.0
"""Part of net present value after the horizon from which it is told."""
FEW = 8
"""Replications below which an interval says little."""


def run_text(result: RunResult, directory: Path, files: tuple[Path, ...], *, every: bool) -> str:
    """Return the headline metrics, or `every` one by its name, what to mind about them, and where the files are."""
    count = f"{len(result.replications)} replications"
    one = f"replication {result.replications[0]}"
    title = (
        f"{result.scenario}: policy {result.policy}, organisation {result.organisation}, "
        f"{count if len(result.replications) > 1 else one}, seed {result.seed}"
    )
    names = {metric.name: metric.name for metric in result.metrics} if every else HEADLINES
    place = f"series, events, ledger and decisions of {one} in {directory.as_posix()}"
    seen = (f"what a firm would have in its files, and the answer key: {', '.join(map(Path.as_posix, files))}",)
    told = (*_to_mind(result), *_development(result.history), f"digest {result.digest}", place)
    hint = () if every else (f"{len(result.metrics) - len(HEADLINES)} more metrics: --all",)
    return "\n".join((title, _table(result, names), *hint, "", *told, *(seen if files else ())))


def _table(result: RunResult, names: Mapping[str, str]) -> str:
    found = {metric.name: metric for metric in result.metrics}
    several = len(result.replications) > 1
    rows = [_row(found[name], words, several=several) for name, words in names.items() if name in found]
    header = ("metric", "mean", "95% interval", "unit") if several else ("metric", "value", "unit")
    return grid(header, rows)


def _row(metric: MetricResult, words: str, *, several: bool) -> Row:
    i = metric.interval
    scale = scale_for([i.mean], metric.unit, (i.high - i.low) / 2 if several else 0.0)
    interval = (f"{scale.bare(i.low)} … {scale.bare(i.high)}",) if several else ()
    return (words, scale.bare(i.mean), *interval, scale.label)


def _to_mind(result: RunResult) -> tuple[str, ...]:
    """Return what a reader should mind: how few runs there are, how much of the value comes later."""
    count = len(result.replications)
    few = "one replication is one draw of luck" if count == 1 else f"{count} replications say little"
    lines = [f"{few}; `--replications 30` says how far another may lie"] if count < FEW else []
    value = {metric.name: metric.interval.mean for metric in result.metrics}
    if (weeks := value.get("overdrawn_weeks", 0.0)) > 0.0:
        lines.append(
            f"{weeks:.0f} weeks beyond the credit line: marketing money is refused meanwhile, interest is paid"
        )
    later = value.get("terminal_value", 0.0) / value["npv"] if value.get("npv", 0.0) > 0.0 else 0.0
    if later > MUCH_LATER:
        lines.append(f"{percent(later)} of net present value comes after the horizon, under the status quo's rules")
    return tuple(lines)


def _development(history: History) -> tuple[str, ...]:
    """Return a line on the project that led to the launch; nothing where the product was finished."""
    steps = [event for event in history.log if event.duty.startswith(PREFIX)]
    if not steps:
        return ()
    done = [event for event in steps if event.kind == "done"]
    if done and done[-1].duty == READY:
        return (
            f"the product was developed in {len(done)} steps; its launch was decided in week {done[-1].day / 7:.0f}",
        )
    last = f"the last step done was {done[-1].duty} in week {done[-1].day / 7:.0f}" if done else "no step was done"
    return (f"the product was not through its development within {history.horizon} weeks: {last}",)
