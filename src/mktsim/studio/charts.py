"""Figures that answer to the pointer: the same data and colours as the report's, as the plotting library takes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mktsim.present.figures.style import COLOURS, FAINT, INK, LINES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mktsim.present.figures.cumulative_value import ValueData
    from mktsim.present.figures.difference_forest import ForestData
    from mktsim.present.figures.weekly_units import UnitsData
    from mktsim.present.json import View

_DASHES = {"-": "solid", "--": "dash", "-.": "dashdot", ":": "dot"}
_BAND = 0.15
"""Opacity of a band."""


def lines(series: Mapping[str, NDArray[np.float64]], title: str, *, percent: bool) -> View:
    """Return weekly lines by name."""
    traces = [
        _line(name, place, list(range(len(one))), one.tolist()) for place, (name, one) in enumerate(series.items())
    ]
    return {"data": traces, "layout": layout("week", title, percent=percent)}


def fans(named: list[tuple[str, NDArray[np.float64], NDArray[np.float64]]], title: str) -> View:
    """Return the mean of each arm with its band of 80% of outcomes; (arm, weeks, (3, weeks)) each."""
    traces: list[View] = []
    for place, (arm, weeks, band) in enumerate(named):
        colour, at = COLOURS[place % len(COLOURS)], weeks.tolist()
        edges = {"x": [*at, *reversed(at)], "y": [*band[2].tolist(), *reversed(band[0].tolist())]}
        fill = {"type": "scatter", "fill": "toself", "fillcolor": _faded(colour), "mode": "none", "hoverinfo": "skip"}
        traces.append({**fill, **edges, "showlegend": False, "legendgroup": arm})
        traces.append({**_line(arm, place, at, band[1].tolist()), "legendgroup": arm})
    return {"data": traces, "layout": layout("week", title, percent=False)}


def value_chart(shown: ValueData) -> View:
    """Return the value earned so far, week by week."""
    found = [(one.arm, one.weeks, one.value) for one in shown.lines]
    return fans(found, f"Discounted contribution so far ({shown.currency})")


def units_chart(shown: UnitsData) -> View:
    """Return units sold each week."""
    return fans([(one.arm, one.weeks, one.units) for one in shown.lines], "Units sold (units a week)")


def forest_chart(shown: ForestData) -> View:
    """Return paired differences to the baseline with their intervals."""
    rows = [(row.arm, row.difference.interval) for row in shown.rows if row.difference is not None]
    trace: View = {
        "type": "scatter",
        "mode": "markers",
        "x": [one.mean for _, one in rows],
        "y": [arm for arm, _ in rows],
        "marker": {"color": COLOURS[0], "size": 11},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [_finite(one.high - one.mean) for _, one in rows],
            "arrayminus": [_finite(one.mean - one.low) for _, one in rows],
        },
        "showlegend": False,
    }
    found = layout(f"{shown.metric} ({shown.unit})", "", percent=False)
    found["xaxis"] |= {"zeroline": True, "zerolinecolor": INK}
    found["yaxis"] |= {"autorange": "reversed", "automargin": True}
    return {"data": [trace], "layout": {**found, "hovermode": "closest"}}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _line(name: str, place: int, x: list[Any], y: list[float]) -> View:
    """Return one line in the look of its place; what is no number is a gap."""
    dash = LINES[place % len(LINES)]
    style = {"color": COLOURS[place % len(COLOURS)], "dash": _DASHES.get(str(dash), "longdashdot"), "width": 2}
    return {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": [_finite(v) for v in y], "line": style}


def layout(x_title: str, y_title: str, *, percent: bool) -> dict[str, Any]:
    """Return the layout that all figures share."""
    axis = {"gridcolor": FAINT, "zeroline": False, "automargin": True}
    return {
        "xaxis": {**axis, "title": {"text": x_title}},
        "yaxis": {**axis, "title": {"text": y_title}, "tickformat": ".0%" if percent else ""},
        "legend": {"orientation": "h", "y": -0.25},
        "margin": {"l": 10, "r": 16, "t": 10, "b": 48},
        "hovermode": "x unified",
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"color": INK},
    }


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_BAND})"
