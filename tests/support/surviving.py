"""One small study run in every way, and its outcomes table as bytes."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import fake_market as fake

from mktsim.present.export.tables import export_tables
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.store import open_store, open_to_read

SUPPORT = Path(__file__).parent
REPLICATIONS = 12
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SUPPORT), *(path for path in sys.path if path)])}


def resolved():
    return resolve(fake.study(replications=REPLICATIONS), fake.library())


def planner():
    return Planner(resolved(), 1)


def driven(path, **how):
    with open_store(path, model_hash(), platform_stamp()) as store:
        drive(planner().grid(REPLICATIONS), store, RunOptions(**{"simulate": fake.simulate, **how}))
    return table(path)


def table(path):
    """Return the outcomes table of a store as the bytes of its CSV, and its digest."""
    with open_to_read(path) as store:
        outcomes = export_tables(store, weekly=False)[0]
        held = io.StringIO()
        csv.writer(held).writerows([outcomes.header, *outcomes.rows()])
        return held.getvalue().encode(), digest(store, planner().grid(REPLICATIONS).keys)
