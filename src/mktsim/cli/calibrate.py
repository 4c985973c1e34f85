"""`mktsim calibrate`: a user's own history becomes a scenario with intervals and correlations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.history import Columns, Dates, Gaps, Numbers, asked
from mktsim.cli.options import Debug, Json, Seed
from mktsim.cli.terminal import reported, show, show_json
from mktsim.present.json import number, view_of

if TYPE_CHECKING:
    from mktsim.evidence.calibration.estimates import Calibration
    from mktsim.evidence.calibration.files import Written
    from mktsim.present.json import View

EXAMPLES = (
    "mktsim calibrate my_sales.csv --scenario us_color_tv_1963 --out my_market.yaml",
    "mktsim calibrate store_panel.csv --scenario packaged_food --out my_food.yaml --json",
    "mktsim calibrate till.csv --columns price=shelf_price,promo=none --scenario packaged_food --out my_food.yaml",
)


def calibrate_command(  # noqa: PLR0913 - the options of a command
    history: Annotated[Path, typer.Argument(help="CSV or Parquet file.", show_default=False)],
    *,
    scenario: Annotated[str, typer.Option("--scenario", help="Scenario to start from.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Scenario file to write.", show_default=False)],
    sales: Annotated[str | None, typer.Option("--sales", help="Column of sales.", show_default=False)] = None,
    columns: Columns = None,
    gaps: Gaps = None,
    numbers: Numbers = None,
    dates: Dates = None,
    seed: Seed = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace files that are already there.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Fit a scenario to your history: a sales series, a panel of stores with prices, or choices of households.

    Which of the three it is, is told by the columns, and said. Writes the scenario, beside it its estimates with
    correlations (.calibration.yaml) and the report (.calibration.md), which is also printed.
    """
    with reported(debug=debug):
        from mktsim.evidence.calibration.files import Base, refuse_taken
        from mktsim.evidence.calibration.history_file import calibrated, write_all
        from mktsim.present.documents import check_writable
        from mktsim.study.question.find_file import Folder, find
        from mktsim.study.question.library import read_scenario

        check_writable(out)
        path = find(scenario, Folder.SCENARIOS)
        base = Base(path, read_scenario(path))
        refuse_taken(base, out, fresh=fresh)
        wishes = asked([*(columns or ()), *([f"sales={sales}"] if sales else ())], gaps, numbers, dates)
        found = calibrated(history, wishes, 1 if seed is None else seed)
        written = write_all(found, base, out, fresh=fresh)
        if as_json:
            show_json(view_of("calibration", _view(found.calibration, written)))
        else:
            files = ", ".join(str(file) for file in (written.scenario, written.sidecar, written.report))
            show(f"{written.text}\nwritten: {files}")


def _view(calibration: Calibration, written: Written) -> View:
    return {
        "history": calibration.file,
        "of": calibration.kind,
        "files": [str(file) for file in (written.scenario, written.sidecar, written.report)],
        "items": [
            {
                "id": one.name,
                "unit": one.unit,
                "value": number(one.value),
                "interval": [number(one.low), number(one.high)],
                "learnt": number(one.learnt),
                "prior": one.prior,
            }
            for one in calibration.estimates
        ],
        "correlations": [[number(float(x)) for x in row] for row in calibration.correlations],
        "overrides": [
            {"path": one.target.path, "value": one.value, "interval": [one.low, one.high]} for one in written.overrides
        ],
        "checks": {one.name: {"value": number(one.value), "text": one.text} for one in calibration.checks},
        "unknown": list(calibration.unknown),
        "notes": list(calibration.notes),
    }
