"""Write a calibration: the scenario, the sidecar with its correlations, and the report."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from mktsim.evidence.calibration.estimates import Calibration
from mktsim.evidence.calibration.overrides import Override, overrides_of
from mktsim.evidence.calibration.regions import region_lines, size_notes
from mktsim.evidence.calibration.report import report_text
from mktsim.evidence.calibration.sidecar import group_of, sidecar_of
from mktsim.evidence.history.lines import refused
from mktsim.evidence.history.series import SalesSeries
from mktsim.evidence.history.spans import Span
from mktsim.inputs.scenario import MOST_ASSUMPTIONS, Scenario
from mktsim.inputs.write import dump, plain_data
from mktsim.study.question.library import read_scenario

_COLUMNS = 44
"""Column at which comments begin."""


@dataclass(frozen=True)
class Base:
    """The scenario that is calibrated."""

    path: Path
    scenario: Scenario


@dataclass(frozen=True)
class Written:
    """Files that were written, and what the report says."""

    scenario: Path
    sidecar: Path
    report: Path
    overrides: tuple[Override, ...]
    text: str
    """The report, Markdown."""


def refuse_taken(base: Base, out: Path, *, fresh: bool) -> tuple[Path, Path, Path]:
    """Return the files that a calibration writes. Errors: InputError when one is there, unless `fresh` replaces it."""
    files = (out, out.with_suffix(".calibration.yaml"), out.with_suffix(".calibration.md"))
    _free(files, base.path, fresh=fresh)
    return files


def write_calibration(
    calibration: Calibration, base: Base, out: Path, series: SalesSeries | None = None, *, fresh: bool = False
) -> Written:
    """Write the scenario and, beside it, its sidecar and report.

    Errors: InputError when a file is already there, unless `fresh` replaces it, or when the scenario that comes out
    is not valid.
    """
    files = refuse_taken(base, out, fresh=fresh)
    overrides, said = overrides_of(calibration, base.scenario)
    text = scenario_text(calibration, base, out, overrides, series)
    report = report_text(calibration, overrides, (*size_notes(calibration, base.scenario), *said))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    try:
        read_scenario(out)
    except Exception:
        out.unlink()
        raise
    sidecar = sidecar_of(calibration, overrides, Path(calibration.file).name)
    files[1].write_text(f"# Estimates behind {out.name}: all that the history told.\n{dump(sidecar)}", encoding="utf-8")
    files[2].write_text(report, encoding="utf-8")
    return Written(*files, overrides, report)


def scenario_text(
    calibration: Calibration, base: Base, out: Path, overrides: tuple[Override, ...], series: SalesSeries | None
) -> str:
    """Return the scenario that extends the base with what was calibrated, every number with its interval."""
    history, beside = Path(calibration.file).name, out.with_suffix(".calibration.yaml").name
    extends = Path(os.path.relpath(base.path, out.parent)).as_posix()
    title = json.dumps(f"{base.scenario.title}; calibrated on {history}", ensure_ascii=False)
    lines = [
        f"# Calibrated on {history} ({calibration.kind}). Intervals are 90%; worlds are drawn from `calibration`.",
        f"# What no scenario has stands in {beside}, checks in the report beside it.",
        f"extends: {extends}",
        f"title: {title}",
    ]
    lines += _nested(overrides, region_lines(calibration, base.scenario, series))
    lines += _assumptions(base.scenario, overrides)
    lines += _calibration(calibration, base.scenario, overrides)
    return "\n".join((*lines, *_observed(series))) + "\n"


def _free(files: tuple[Path, ...], base: Path, *, fresh: bool) -> None:
    if files[0].suffix not in {".yaml", ".yml"}:
        raise refused(str(files[0]), "a scenario's name ends in .yaml")
    if files[0].resolve() == base.resolve():
        raise refused(str(files[0]), "is the scenario that is calibrated; write the new one somewhere else")
    taken = next((file for file in files if file.exists()), None)
    if taken is not None and not fresh:
        raise refused(str(taken), "is already there; name another with --out, or replace it with --fresh")


def _nested(overrides: tuple[Override, ...], regions: list[str]) -> list[str]:
    """Return `market:` with its overridden parameters as indented YAML with comments."""
    if not overrides and not regions:
        return []
    lines = ["market:", *regions]
    for part in dict.fromkeys(one.target.path.split(".")[1] for one in overrides):
        lines.append(f"  {part}:")
        for one in overrides:
            _, owner, name = one.target.path.split(".")
            if owner == part:
                how = f"; {one.target.estimate} {one.target.how}" if one.target.how else ""
                comment = f"# calibrated: 90% {one.low:.4g} to {one.high:.4g}{how}"
                lines.append(f"{f'    {name}: {_number(one.value)}':<{_COLUMNS}}{comment}")
    return lines


def _assumptions(scenario: Scenario, overrides: tuple[Override, ...]) -> list[str]:
    """Return ranges of the calibrated parameters, as many as a scenario may name."""
    room = MOST_ASSUMPTIONS - len(scenario.assumptions)
    lines = []
    for one in overrides:
        known = one.target.path in scenario.assumptions
        if (known or room > 0) and one.low < one.high:
            room -= 0 if known else 1
            lines.append(f"  {one.target.path}: [{_number(one.low)}, {_number(one.high)}]   # calibrated: 90%")
    return ["assumptions:", *lines] if lines else []


def _calibration(calibration: Calibration, base: Scenario, overrides: tuple[Override, ...]) -> list[str]:
    """Return what worlds are drawn from: the groups of the base that still hold, then the new one."""
    new = group_of(calibration, overrides, Path(calibration.file).name)
    mine = frozenset(one.target.path for one in overrides)
    kept = [group for one in base.calibration if (group := one.without(mine)) is not None]
    groups = [*kept, *([new] if new is not None else [])]
    return dump({"calibration": [plain_data(group) for group in groups]}).splitlines() if groups else []


def _observed(series: SalesSeries | None) -> list[str]:
    """Return the history itself where a scenario can hold it: calendar years."""
    if series is None or series.span is not Span.YEAR or series.kind == "number":
        return []
    name = Path(series.file).name
    values = ", ".join(_number(float(value) * series.unit_multiple) for value in series.sales)
    return [
        "observed:",
        f"  title: {json.dumps(f'{series.name} of {name}', ensure_ascii=False)}",
        "  unit: units",
        f"  source: {json.dumps(name, ensure_ascii=False)}",
        f"  first_year: {series.first}",
        f"  per_year: [{values}]",
        f"  fitted_years: {series.sales.size}",
    ]


def _number(value: float) -> str:
    """Return a number with seven figures and without an exponent, which YAML would take for text.

    >>> _number(0.0000123), _number(16500000.0)
    ('0.0000123', '16500000')
    """
    return format(Decimal(f"{value:.7g}"), "f")
