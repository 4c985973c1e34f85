"""The store of a study: SQLite, one transaction a cell, one writer; a cell is done if its row is committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import StoreError
from mktsim.study.block import Weekly, unpacked
from mktsim.study.cells import CellKey, CellStatus, Finished
from mktsim.study.lock import take_lock
from mktsim.study.store_file import APPLICATION_ID, delete, is_ours, translated

SCHEMA_VERSION = 1
_BUSY_SECONDS = 5.0
_FEW = 500
"""Cells up to which each is looked up by its key: a sweep costs as much as the store is large."""
_SCHEMA = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE layouts (id INTEGER PRIMARY KEY, layout TEXT NOT NULL UNIQUE);
CREATE TABLE cells (
  id INTEGER PRIMARY KEY, world_hash TEXT NOT NULL, arm_hash TEXT NOT NULL, seed INTEGER NOT NULL,
  replication INTEGER NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
  rerun TEXT NOT NULL, layout INTEGER REFERENCES layouts (id), block BLOB,
  UNIQUE (world_hash, arm_hash, seed, replication));
CREATE TABLE outcomes (
  cell INTEGER NOT NULL REFERENCES cells (id), metric TEXT NOT NULL, value REAL,
  PRIMARY KEY (cell, metric)) WITHOUT ROWID;
CREATE TABLE timings (cell INTEGER PRIMARY KEY REFERENCES cells (id), seconds REAL NOT NULL);
"""


@dataclass(frozen=True)
class Failure:
    """A cell that failed."""

    title: str
    error: str
    """Traceback."""
    rerun: str
    """Command that runs it alone."""


class Store:
    """An open store; use it in a `with` statement. Errors: StoreError for whatever SQLite refuses."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: IO[bytes] | None) -> None:
        """Take over an open connection and the writer's lock; use `open_store` or `open_to_read`."""
        self.path = path
        self._db = connection
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def add(self, finished: Finished) -> None:
        """Commit one cell with its metrics, block and timing; a cell stored before is replaced."""
        with translated(self.path), self._db:
            layout = self._layout(finished.layout) if finished.layout else None
            key = tuple(finished.planned)
            old = self._db.execute(_CELL, key).fetchone()
            for table, column in (("outcomes", "cell"), ("timings", "cell"), ("cells", "id")) if old else ():
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", old)  # noqa: S608 - fixed names
            row = (*key, finished.title, finished.status, finished.error, finished.rerun, layout)
            cell = self._db.execute(
                "INSERT INTO cells (world_hash, arm_hash, seed, replication, title, status, error, rerun, layout, "
                "block) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, finished.block or None),
            ).lastrowid
            values = [(cell, name, value) for name, value in finished.metrics.items()]
            self._db.executemany("INSERT INTO outcomes VALUES (?, ?, ?)", values)
            self._db.execute("INSERT INTO timings VALUES (?, ?)", (cell, finished.seconds))

    def statuses(self, keys: Collection[CellKey] | None = None) -> dict[CellKey, CellStatus]:
        """Status of every stored cell, or of those among `keys`."""
        if keys is not None and len(keys) <= _FEW:
            found = ((key, self.read(f"SELECT status FROM cells WHERE {_KEY}", tuple(key))) for key in keys)  # noqa: S608 - fixed text
            return {key: CellStatus(rows[0][0]) for key, rows in found if rows}
        rows = self.read("SELECT world_hash, arm_hash, seed, replication, status FROM cells")
        every = {CellKey(*row[:4]): CellStatus(row[4]) for row in rows}
        return every if keys is None else {key: every[key] for key in keys if key in every}

    def done(self, keys: Collection[CellKey]) -> set[CellKey]:
        """Those of `keys` whose cells are done."""
        return {key for key, status in self.statuses(set(keys)).items() if status is CellStatus.DONE}

    def outcomes(self, keys: Sequence[CellKey], metrics: Sequence[str]) -> NDArray[np.float64]:
        """Metrics of cells, shape (keys, metrics); NaN where a cell is missing, failed or has none such."""
        rows = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        table = np.full((len(rows), len(metrics)), np.nan)
        for column, name in enumerate(metrics):
            for row in self._values(name, rows):
                place = rows.get(CellKey(*row[:4]))
                if place is not None:
                    table[place, column] = row[4]
        # Arms that are equal share their cells, so a key may be asked for twice.
        return np.asarray(table[[rows[key] for key in keys]])

    def metrics(self) -> tuple[str, ...]:
        """Names of all metrics that the store holds, sorted."""
        return tuple(row[0] for row in self.read("SELECT DISTINCT metric FROM outcomes ORDER BY metric"))

    def weekly(self, key: CellKey) -> Weekly:
        """Weekly series and money of a cell; StoreError where it has none or it is damaged."""
        rows = self.read(
            "SELECT layouts.layout, block FROM cells JOIN layouts ON layouts.id = cells.layout "
            "WHERE world_hash = ? AND arm_hash = ? AND seed = ? AND replication = ?",
            tuple(key),
        )
        if not rows or rows[0][1] is None:
            raise StoreError(str(self.path), f"holds no weekly series of replication {key.replication}")
        try:
            return unpacked(rows[0][0], rows[0][1])
        except ValueError as error:
            raise StoreError(str(self.path), f"{error}; start anew with --fresh") from error

    def seconds(self, keys: Iterable[CellKey]) -> float:
        """Sum of the measured times of cells, seconds; missing ones count zero."""
        wanted = set(keys)
        rows = self.read(
            "SELECT world_hash, arm_hash, seed, replication, seconds FROM timings JOIN cells ON cells.id = cell"
        )
        return float(sum(row[4] for row in rows if CellKey(*row[:4]) in wanted))

    def failures(self, keys: Iterable[CellKey]) -> tuple[Failure, ...]:
        """Failed cells among `keys`, in the order of their keys."""
        wanted = set(keys)
        rows = self.read(
            "SELECT world_hash, arm_hash, seed, replication, title, error, rerun FROM cells WHERE status = ? "
            "ORDER BY world_hash, arm_hash, seed, replication",
            (CellStatus.FAILED,),
        )
        return tuple(Failure(*row[4:]) for row in rows if CellKey(*row[:4]) in wanted)

    def _values(self, metric: str, keys: Collection[CellKey]) -> list[tuple[Any, ...]]:
        """Keys and values of a metric: of a few cells one by one, of many in one sweep of the store."""
        select = (
            "SELECT world_hash, arm_hash, seed, replication, value FROM outcomes "
            "JOIN cells ON cells.id = outcomes.cell WHERE metric = ? AND value IS NOT NULL"
        )
        if len(keys) > _FEW:
            return self.read(select, (metric,))
        return [row for key in keys for row in self.read(f"{select} AND {_KEY}", (metric, *key))]

    def _layout(self, layout: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO layouts (layout) VALUES (?)", (layout,))
        return int(self._db.execute("SELECT id FROM layouts WHERE layout = ?", (layout,)).fetchone()[0])

    def read(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with translated(self.path):
            return self._db.execute(sql, values).fetchall()

    def sweep(self, sql: str) -> sqlite3.Cursor:
        """Rows of a query, one at a time."""
        return self._db.execute(sql)


_KEY = "world_hash = ? AND arm_hash = ? AND seed = ? AND replication = ?"
_CELL = f"SELECT id FROM cells WHERE {_KEY}"  # noqa: S608 - fixed text


def note(store: Store, key: str) -> str | None:
    """What the manifest says under a key; None when nothing."""
    rows = store.read("SELECT value FROM manifest WHERE key = ?", (key,))
    return str(rows[0][0]) if rows else None


def forget_failed(store: Store) -> int:
    """Take out the failed cells; return how many there were."""
    failed = "(SELECT id FROM cells WHERE status = 'failed')"
    with translated(store.path), store._db as db:  # noqa: SLF001 - one file, one owner
        for table in ("outcomes", "timings"):
            db.execute(f"DELETE FROM {table} WHERE cell IN {failed}")  # noqa: S608 - fixed names
        return db.execute("DELETE FROM cells WHERE status = 'failed'").rowcount


def put_note(store: Store, key: str, value: str) -> None:
    """Write into the manifest."""
    with translated(store.path), store._db as db:  # noqa: SLF001 - one file, one owner
        db.execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", (key, value))


def open_store(path: Path, model_hash: str, stamp: str, *, fresh: bool = False) -> Store:
    """Open a store for writing, or make one.

    Results of another model or platform are never mixed in; `fresh` deletes the store first. Errors: StoreError
    for a file that is no store, is damaged, cannot be written, is in use, or holds other results.
    """
    if path.exists() and (path.is_dir() or path.stat().st_size > 0) and not is_ours(path):
        reason = "so it is not deleted" if fresh else "name another directory with --out"
        raise StoreError(str(path), f"is not a result store; {reason}")
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(path)
        try:
            db = _opened(path, {"model_hash": model_hash, "platform": stamp}, fresh=fresh)
        except BaseException:
            lock.close()
            raise
    return Store(path, db, lock)


def open_to_read(path: Path) -> Store:
    """Open a store of any model and platform to look at it, while another process may be writing.

    Errors: StoreError when there is none, or it is damaged.
    """
    if not path.is_file():
        raise StoreError(str(path), "there are no results here")
    if not is_ours(path):
        raise StoreError(str(path), "is not a result store")
    with translated(path):
        try:
            db = _looked_at(path, "mode=ro")
        except sqlite3.OperationalError:  # in a directory that cannot be written SQLite cannot share with a writer
            db = _looked_at(path, "immutable=1")
    return Store(path, db, None)


def _looked_at(path: Path, how: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_BUSY_SECONDS)
    try:
        db.execute("SELECT count(*) FROM manifest").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _opened(path: Path, manifest: dict[str, str], *, fresh: bool) -> sqlite3.Connection:
    if fresh:
        delete(path)
    is_new = not path.exists() or path.stat().st_size == 0
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        _prepare(db, path, manifest, is_new=is_new)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, manifest: dict[str, str], *, is_new: bool) -> None:
    if is_new:  # before WAL, so that the file's own header names it ours even if this process is killed
        db.executescript(f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID};{_SCHEMA}COMMIT;")
        with db:
            rows = {"schema_version": str(SCHEMA_VERSION), **manifest}.items()
            db.executemany("INSERT INTO manifest VALUES (?, ?)", rows)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    found = dict(db.execute("SELECT key, value FROM manifest").fetchall())
    if found.get("schema_version") != str(SCHEMA_VERSION):
        version = found.get("schema_version", "unknown")
        raise StoreError(str(path), f"has schema version {version}, not {SCHEMA_VERSION}; start anew with --fresh")
    for key, is_called in (("model_hash", "version of the model"), ("platform", "platform")):
        if found.get(key) != manifest[key]:
            raise StoreError(
                str(path),
                f"holds results of another {is_called} ({found.get(key)}, now {manifest[key]}); results are never "
                "mixed: start anew with --fresh or name another directory with --out",
            )
    # A statement that writes nothing but needs the right to write: better now than after the first cell.
    with db:
        db.execute("INSERT OR REPLACE INTO manifest VALUES ('schema_version', ?)", (str(SCHEMA_VERSION),))
