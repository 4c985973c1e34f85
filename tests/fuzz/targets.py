"""Kinds of files that are mutated: seeds, how a file is read, and what every refusal must say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import numpy as np
import stores
import toy_files
from mutations import BYTES, GRAMMAR, Way

from mktsim.errors import InputError, Problem
from mktsim.evidence.calibration.history_file import calibrated
from mktsim.evidence.history.kind import HistoryKind, kind_of
from mktsim.evidence.history.series import read_series
from mktsim.present.organisation_plan import plan_json, plan_text
from mktsim.study.directory.pins import read_pin
from mktsim.study.question.check_file import checked
from mktsim.study.question.organisation_plan import organisation_plan

ROOT = Path(__file__).parents[2]
WHOLE = (
    "not valid YAML", "is empty", "is not UTF-8", "is larger than", "expected a mapping", "is no scenario",
    "a key must be", "no such file", "is a directory", "is not a regular file", "cannot be read", "may not be read",
    "more problems",
    "nested deeper", "more than", "aliases repeat", "there is no pin", "surrogate",
)  # fmt: skip
"""Beginnings or parts of messages about a text or file as a whole, which have no field."""
PLACELESS = ("is empty", "is larger than", "no such file", "is a directory", "is not a regular file", "cannot be read",
             "may not be read", "more problems", "there is no pin", "reading stopped here")  # fmt: skip
"""Those that have no line either."""


@dataclass(frozen=True)
class Target:
    """One kind of file."""

    name: str
    """Name of the kind; names the stream of its mutations."""
    seeds: Callable[[], tuple[bytes, ...]]
    """Files that are right, to mutate."""
    read: Callable[[Path], tuple[Problem, ...]]
    """Read a file as the product does; what is wrong with it."""
    file: str
    """Name of the file that is mutated, in a folder with what it names."""
    edits: tuple[Way, ...] = GRAMMAR
    """Mutations of every other file, which keep its grammar; the others are mutated by bytes."""
    fields: bool = True
    """Whether every refusal names a field."""
    lines: bool = True
    """Whether every refusal names a line."""


def _texts(*paths: Path) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in paths)


def _shipped(folder: str, *names: str) -> tuple[bytes, ...]:
    return _texts(*(ROOT / folder / name for name in names))


@lru_cache(maxsize=1)
def _scenarios() -> tuple[bytes, ...]:
    events = (
        "events:\n- {kind: rival_price, brand: Rival, change: -0.1, from: 2024-06-01, for_weeks: 26}\n"
        "- {kind: demand, change: -0.2, regions: [north], weeks: [40, 60], probability: 0.3}\n"
    )
    own = tuple(f"{toy_files.SCENARIO}{more}".encode() for more in ("", events, events))
    return (*own, *_shipped("scenarios", "packaged_food.yaml", "us_color_tv_1963.yaml", "tea_chain.yaml"))


@lru_cache(maxsize=1)
def _studies() -> tuple[bytes, ...]:
    worlds = (
        "worlds:\n- name: dear\n  set: {supply.unit_cost_money: 5}\nrequire:\n- {metric: npv, below: 0, at_most: 0.2}\n"
    )
    arms = "  weak: {policy: low, neglect: [{duty: marketing.08, from_week: 3, to_week: 9}]}\n"
    own = f"policies:\n  own:\n{''.join('    ' + line for line in toy_files.POLICY.splitlines(keepends=True))}"
    rich = toy_files.STUDY.replace("baseline: low", f"{arms}baseline: low") + worlds + own
    return (toy_files.STUDY.encode(), rich.encode())


@lru_cache(maxsize=1)
def _policies() -> tuple[bytes, ...]:
    dated = "phases:\n  - {from: 2024-06-01, pricing: {change: -0.1}, advertising: {scale: 1.5, regions: [north]}}\n"
    believed = "  - when: {market_share: {below: 0.2}}\n    for_weeks: 8\n    pricing: {change: 0.05}\n"
    return tuple(f"{toy_files.POLICY}{phases}".encode() for phases in ("", dated, dated + believed))


@lru_cache(maxsize=1)
def _organisations() -> tuple[bytes, ...]:
    """Return one in the long notation, one in the short with rules and chains, and the shipped ones."""
    page = (ROOT / "docs" / "own_organisation.md").read_text("utf-8")
    short = page.partition("```yaml\n")[2].partition("```")[0].encode()
    other = b"name: our_hub\nextends: planning_hub\nagents:\n  rnd: null\n  board: {plays: [rnd], staff: 2}\n"
    return (toy_files.ORGANISATION.encode(), short, short, other)


def _pins() -> tuple[bytes, ...]:
    return _texts(*sorted((ROOT / "scenarios" / "pins").glob("*.json")))


def _histories() -> tuple[bytes, ...]:
    """Return a series by year, by week and by date, a panel of stores and choices of households."""
    years = "year,sales\n" + "".join(f"{2001 + k},{5 + k}\n" for k in range(12))
    weeks = "week,units sold,price\n" + "".join(f"{k},{10 + k % 7},{1 + k % 3}\n" for k in range(60))
    months = "date;sales\n" + "".join(f"{2020 + k // 12}-{1 + k % 12:02d}-01;{1000 + k}.5\n" for k in range(40))
    rows = (f"s{k % 3},{k // 3},{10 + k},{1 + k % 4},0.{k % 2}\n" for k in range(60))
    panel = "store,week,sales,price,display\n" + "".join(rows)
    luck = np.random.default_rng(1).integers(3, size=60)
    picks = (f"{k // 8},{'aab'[luck[k]]},{1 + k % 3},{2 - k % 2},{k % 2},0\n" for k in range(60))
    choices = "hid,choice,price.a,price.b,feat.a,feat.b\n" + "".join(picks)
    return tuple(text.encode() for text in (years, weeks, months, panel, choices))


def _checked(path: Path) -> tuple[Problem, ...]:
    return checked(str(path)).problems


def _drawn(path: Path) -> tuple[Problem, ...]:
    """Check an organisation, and draw it whatever the check says."""
    found = _checked(path)
    try:
        plan = organisation_plan(path)
    except InputError as error:
        return (*found, *error.problems)
    plan_text(plan)
    plan_json(plan)
    return (*found, *plan.problems)


def _pin(path: Path) -> tuple[Problem, ...]:
    try:
        read_pin(path)
    except InputError as error:
        return error.problems
    return ()


def _history(path: Path) -> tuple[Problem, ...]:
    """Read a history; calibrate on panels and choices, which takes no time."""
    try:
        if kind_of(path)[0] is HistoryKind.SERIES:
            read_series(path, None)
        else:
            calibrated(path)
    except InputError as error:
        return error.problems
    return ()


TARGETS: tuple[Target, ...] = (
    Target("scenario", _scenarios, _checked, "scenarios/fuzzed.yaml"),
    Target("study", _studies, _checked, "experiments/fuzzed.yaml"),
    Target("policy", _policies, _checked, "policies/fuzzed.yaml"),
    Target("organisation", _organisations, _drawn, "organisations/fuzzed.yaml"),
    Target("pin", _pins, _pin, "scenarios/pins/fuzzed.json"),
    Target("history", _histories, _history, "history.csv", edits=BYTES, fields=False),
    Target("store", stores.whole, stores.looked_at, "out/results.sqlite", stores.EDITS, fields=False, lines=False),
)
"""In turns: the number of a case, modulo their count, says which."""


def complaints(problems: tuple[Problem, ...], target: Target) -> list[str]:
    """Return refusals that do not say file, line and field."""
    found = []
    for one in problems:
        is_placeless = any(words in one.message for words in PLACELESS)
        is_whole = any(words in one.message for words in WHOLE)
        if not one.file:
            found.append(f"no file: {one}")
        elif target.lines and one.line <= 0 and not is_placeless and not one.message.startswith("and "):
            found.append(f"no line: {one}")
        elif target.fields and not one.field and not is_whole:
            found.append(f"no field: {one}")
        elif len(str(one)) > 3000 or "\n" in str(one):
            found.append(f"no single line: {str(one)[:300]}")
    return found
