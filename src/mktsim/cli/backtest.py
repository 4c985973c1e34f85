"""`mktsim backtest`: forecasts of a sales series scored on what they have not seen."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json, Seed
from mktsim.cli.terminal import reported, show, show_json
from mktsim.present.json import number, view_of

if TYPE_CHECKING:
    from mktsim.evidence.backtest import OriginResult, Pooled, Scores
    from mktsim.evidence.history.series import SalesSeries
    from mktsim.present.json import View

EXAMPLES = (
    "mktsim backtest my_sales.csv",
    "mktsim backtest dryers.csv televisions.csv --json",
    "mktsim backtest generations.csv --sales second --sales third",
)
Sales = Annotated[
    list[str] | None,
    typer.Option("--sales", help="Column of sales where a file leaves a choice; may be repeated.", show_default=False),
]


def backtest_command(
    history: Annotated[list[Path], typer.Argument(help="CSV or Parquet files with a period and sales.")],
    *,
    sales: Sales = None,
    seed: Seed = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Forecast a sales series from 50, 60, 67 and 75% of it and score the rest against the naive and a Bass forecast.

    Errors are WAPE, MAPE and MASE; intervals of 80 and 90% are counted. A file has a column of periods (years,
    quarters, months, weeks) and one of sales; the columns taken are named. Nothing after an origin is used at it.
    """
    with reported(debug=debug):
        from mktsim.evidence.backtest import backtest, pooled
        from mktsim.evidence.history.series import read_series

        columns: list[str | None] = [*sales] if sales else [None]
        read = [read_series(path, column) for path in history for column in columns]
        results = [(series, backtest(series, 1 if seed is None else seed)) for series in read]
        together = pooled([one for _, found in results for one in found])
        if as_json:
            items = [_item(series, one) for series, found in results for one in found]
            taken = [{"id": _id(series), "columns": list(series.notes)} for series in read]
            show_json(view_of("backtest", {"series": taken, "items": items, "pooled": _pooled(together)}))
        else:
            show(_text(results, together))


def _text(results: list[tuple[SalesSeries, tuple[OriginResult, ...]]], together: Pooled) -> str:
    from mktsim.present.layout import grid

    notes = [f"{_id(series)}: {note}" for series, _ in results for note in series.notes]
    header = ("series", "known", "held out", "WAPE", "naive", "Bass", "MAPE", "MASE", "in 80%", "in 90%")
    rows: list[tuple[str, ...]] = [
        (
            _id(series),
            f"{one.known} ({one.share:.0%})",
            str(one.actual.size),
            *(_share(x) for x in (one.forecast.wape, one.naive.wape, one.bass.wape, one.forecast.mape)),
            f"{one.forecast.mase:.2f}" if math.isfinite(one.forecast.mase) else "–",
            _share(one.coverage_80),
            _share(one.coverage_90),
        )
        for series, found in results
        for one in found
    ]
    verdict = (
        f"Of {together.series} forecasts {together.better_than_naive} beat the last period carried forward (naive), "
        f"{together.better_than_bass} a plain Bass curve, {together.better_than_both} both.\n"
        f"Of all periods held out {_share(together.coverage_80)} lie in their 80% interval and "
        f"{_share(together.coverage_90)} in their 90% interval."
    )
    return "\n\n".join(("\n".join(notes), grid(header, rows), verdict))


def _id(series: SalesSeries) -> str:
    return f"{Path(series.file).stem}:{series.name}"


def _share(value: float) -> str:
    return f"{value:.1%}" if math.isfinite(value) else "–"


def _item(series: SalesSeries, one: OriginResult) -> View:
    return {
        "id": f"{_id(series)}@{one.share:g}",
        "series": _id(series),
        "origin": one.share,
        "known": one.known,
        "held_out": one.actual.size,
        "forecast": _scores(one.forecast),
        "naive": _scores(one.naive),
        "bass": _scores(one.bass),
        "skill_naive": number(one.skill_naive),
        "skill_bass": number(one.skill_bass),
        "coverage_80": one.coverage_80,
        "coverage_90": one.coverage_90,
        "periods": [
            {
                "period": series.label(one.known + place),
                "actual": float(one.actual[place]),
                "forecast": float(one.quantiles[2, place]),
                "interval_80": [float(one.quantiles[1, place]), float(one.quantiles[3, place])],
                "interval_90": [float(one.quantiles[0, place]), float(one.quantiles[4, place])],
            }
            for place in range(one.actual.size)
        ],
    }


def _scores(scores: Scores) -> View:
    return {"mape": number(scores.mape), "wape": number(scores.wape), "mase": number(scores.mase)}


def _pooled(together: Pooled) -> View:
    return {
        "forecasts": together.series,
        "better_than_naive": together.better_than_naive,
        "better_than_bass": together.better_than_bass,
        "better_than_both": together.better_than_both,
        "coverage_80": number(together.coverage_80),
        "coverage_90": number(together.coverage_90),
    }
