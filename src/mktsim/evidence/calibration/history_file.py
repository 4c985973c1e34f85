"""From a file of history to a calibration, whatever kind of history it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mktsim.evidence.calibration.driven import driven
from mktsim.evidence.calibration.estimates import Calibration
from mktsim.evidence.calibration.files import Base, Written, write_calibration
from mktsim.evidence.calibration.households import calibrate_choices
from mktsim.evidence.calibration.response import calibrate_panel
from mktsim.evidence.calibration.sales_series import calibrate_series
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.choices import read_choices
from mktsim.evidence.history.kind import HistoryKind, kind_of
from mktsim.evidence.history.panel import SalesPanel, read_panel
from mktsim.evidence.history.series import SalesSeries, read_series


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A calibration, with the series where the history is one."""

    calibration: Calibration
    series: SalesSeries | None
    panel: SalesPanel | None = None


def calibrated(path: Path, asked: Asked | None = None, seed: int = 1) -> Calibrated:
    """Read a history and calibrate on it; `asked` says what the file does not show.

    Errors: InputError, with file, line and column, for a history that cannot be used.
    """
    kind, why = kind_of(path, asked)
    panel: SalesPanel | None = None
    series = read_series(path, asked=asked) if kind is HistoryKind.SERIES else None
    if series is not None:
        found = calibrate_series(series, seed)
    elif kind is HistoryKind.PANEL:
        panel = read_panel(path, asked=asked)
        found = calibrate_panel(panel)
    else:
        found = calibrate_choices(read_choices(path))
    read_as = f"read as {kind.value}: {why}"
    return Calibrated(replace(found, notes=(read_as, *found.notes)), series, panel)


def write_all(found: Calibrated, base: Base, out: Path, *, fresh: bool = False) -> Written:
    """Write scenario, sidecar and report. Errors: InputError, as writing does."""
    scored = driven(found.panel, base.scenario) if found.panel is not None else ()
    calibration = replace(found.calibration, checks=(*found.calibration.checks, *scored))
    return write_calibration(calibration, base, out, found.series, fresh=fresh)
