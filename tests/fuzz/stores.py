"""Stores of results as files to damage: one that is whole, edits of its tables, and all that looks at one."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import fake_market
import toy_files

from mktsim.errors import MktsimError, Problem
from mktsim.present.directory import status_json, status_text
from mktsim.present.export.tables import export_tables
from mktsim.study.directory.status import status_of
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import STORE_NAME, Call, claim, open_results, open_to_look, recalled, remember

Rng = np.random.Generator
TEXTS = (
    "",
    "x",
    "[]",
    "{}",
    "null",
    "3",
    "[1, 2",
    '{"weeks": -1}',
    "[" * 5000,
    "é",
    "\x00",
    "9" * 400,
    '["npv"]',
    "1e400",
    '{"weeks": 1e9, "horizon": 1, "discount_rate": 0, "series": ["a"], "money": []}',
    '{"command": []}',
    "failed",
)
BLOBS = (b"", b"\x00", b"\xff" * 8, b"x\x9c", b"\xed\xa0\x80", b"PK")
NUMBERS = (0, -1, 1, 2**31, 2**63 - 1, -(2**63), 0.5, 1e308, float("inf"))


@lru_cache(maxsize=1)
def whole() -> tuple[bytes, ...]:
    """Return a store with two replications of a comparison of three arms by the stand-in."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        toy_files.write_files(place)
        claim(place / "out", "study toy", fresh=False)
        remember(place / "out", Call("compare", "experiments/toy_study.yaml", {"replications": 2}))
        with open_results(place / "out") as store:
            drive(_planned(), store, RunOptions(simulate=fake_market.simulate))
        with closing(sqlite3.connect(place / "out" / STORE_NAME, isolation_level=None)) as db:
            db.execute("UPDATE timings SET seconds = 0.5")
            db.execute("PRAGMA journal_mode = DELETE")  # so that it can be edited in memory
        return ((place / "out" / STORE_NAME).read_bytes(),)


def _planned():
    return Planner(resolve(fake_market.study(replications=2), fake_market.library()), 1).grid(2)


def looked_at(path: Path) -> tuple[Problem, ...]:
    """Do all with a directory of results that commands do; return what is refused. Whatever else comes out is wrong."""
    found = []
    for look in LOOKS:
        try:
            look(path.parent)
        except MktsimError as error:
            found.append(Problem(str(path) if str(path) in str(error) else "", 0, 0, "", str(error)))
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    return tuple(found)


def _status(folder: Path) -> None:
    found = status_of(folder)
    status_text(found, folder)
    status_json(found, folder)


def _exported(folder: Path) -> None:
    with open_to_look(folder) as store:
        for table in export_tables(store, weekly=True):
            list(table.rows())


def _read(folder: Path) -> None:
    keys = _planned().keys
    with open_to_look(folder) as store:
        store.statuses(set(keys))
        store.statuses()
        store.seconds(keys)
        store.failures(keys)
        digest(store, keys)
        for group in {key[:3] for key in keys}:
            store.specification(group)


def _gone_on_with(folder: Path) -> None:
    keys = _planned().keys
    with open_results(folder) as store:
        store.outcomes(list(keys), ["npv", "units"])
        drive(_planned(), store, RunOptions(simulate=fake_market.simulate))


LOOKS: tuple[Callable[[Path], object], ...] = (_status, recalled, _exported, _read, _gone_on_with)


def edited(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    """Return a store one of whose tables was edited by a statement; bytes as they are where SQLite refuses them."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(content)
            db.execute("PRAGMA ignore_check_constraints = ON")
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            table = tables[int(rng.integers(len(tables)))]
            statement, values = _statement(db, table, rng)
            with db:
                db.execute(statement, values)
            return db.serialize()
        except (sqlite3.Error, ValueError):
            return content


def _statement(db: sqlite3.Connection, table: str, rng: Rng) -> tuple[str, tuple[object, ...]]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    column = columns[int(rng.integers(len(columns)))]
    way = rng.random()
    if way < 0.06:
        return f"DROP TABLE {table}", ()
    if way < 0.1:
        return f"ALTER TABLE {table} RENAME COLUMN {column} TO other", ()
    rows = [row[0] for row in db.execute(f"SELECT {column} FROM {table}")]
    if not rows:
        return f"DELETE FROM {table}", ()
    place = int(rng.integers(len(rows)))
    if way < 0.2:
        return f"DELETE FROM {table} WHERE {column} IS ?", (rows[place],)
    return f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} IS ?", (_value(rows[place], rng), rows[place])


def _value(old: object, rng: Rng) -> object:
    """Return another value: of any kind, or the old one a little damaged."""
    ways = list(_damaged(old, rng))
    if ways and rng.random() < 0.5:
        return ways[int(rng.integers(len(ways)))]
    kinds: tuple[tuple[object, ...], ...] = (TEXTS, BLOBS, NUMBERS, (None,))
    kind = kinds[int(rng.integers(len(kinds)))]
    return kind[int(rng.integers(len(kind)))]


def _damaged(old: object, rng: Rng) -> Iterator[object]:
    if isinstance(old, str | bytes) and old:
        place = int(rng.integers(len(old)))
        yield old[:place]
        yield old + old[place:]
        yield old[place:]
    if isinstance(old, bytes) and old:
        flipped = bytearray(old)
        flipped[int(rng.integers(len(old)))] ^= 1 << int(rng.integers(8))
        yield bytes(flipped)
    if isinstance(old, str) and old:
        place = int(rng.integers(len(old)))
        yield old[:place] + '0"[{x'[int(rng.integers(5))] + old[place + 1 :]


EDITS = (edited,)
