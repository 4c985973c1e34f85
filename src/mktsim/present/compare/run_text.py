"""Run of one arm as plain text for the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.model.organisation.project import PREFIX, READY
from mktsim.present.layout import grid
from mktsim.present.numbers import scale_for

if TYPE_CHECKING:
    from mktsim.outcomes.history import History
    from mktsim.study.compare.single_arm import RunResult


def run_text(result: RunResult, directory: Path, files: tuple[Path, ...]) -> str:
    """Return the metrics as a table and where the files are."""
    several = len(result.replications) > 1
    rows = []
    for metric in result.metrics:
        i = metric.interval
        scale = scale_for([i.mean], metric.unit, (i.high - i.low) / 2 if several else 0.0)
        interval = (f"{scale.bare(i.low)} … {scale.bare(i.high)}",) if several else ()
        rows.append((metric.name, scale.bare(i.mean), *interval, scale.label))
    header = ("metric", "mean", "95% interval", "unit") if several else ("metric", "value", "unit")
    count = f"{len(result.replications)} replications" if several else f"replication {result.replications[0]}"
    title = (
        f"{result.scenario}: policy {result.policy}, organisation {result.organisation}, {count}, seed {result.seed}"
    )
    place = f"series, events, ledger and decisions of replication {result.replications[0]} in {directory.as_posix()}"
    seen = (f"what a firm would have in its files, and the answer key: {', '.join(map(Path.as_posix, files))}",)
    told = (*_development(result.history), f"digest {result.digest}", place, *(seen if files else ()))
    return "\n".join((title, grid(header, rows), "", *told))


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
