"""The store of a study: SQLite, one transaction a batch, one writer; a cell is done if its row is committed."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from mktsim.errors import StoreError
from mktsim.study.runs.cell import CellKey, CellName, Finished, Group
from mktsim.study.runs.encoding import names_text, packed_numbers
from mktsim.study.runs.identity import versions
from mktsim.study.runs.specification import Specification
from mktsim.study.runs.store_file import APPLICATION_ID, begun, delete, is_ours, take_lock, translated
from mktsim.study.runs.store_reader import Reader
from mktsim.study.runs.store_schema import DETAILS, READABLE, SCHEMA, SCHEMA_VERSION

_BUSY_SECONDS = 5.0


class Store(Reader):
    """An open store; use it in a `with` statement. Errors: StoreError for whatever SQLite refuses."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: IO[bytes] | None) -> None:
        """Take over an open connection and the writer's lock; use `open_store` or `open_to_read`."""
        super().__init__(path, connection)
        self._lock = lock
        self._groups: dict[Group, int] = {}
        self._layouts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def add(self, *finished: Finished, specifications: Mapping[Group, Specification] | None = None) -> None:
        """Commit cells with their metrics, blocks and timings, all or none; one stored before is replaced.

        `specifications` say by group what the cells were made from; a group keeps the first.
        """
        try:
            with translated(self.path), self._db:
                for one in finished:
                    self._put(one)
                for group, specification in (specifications or {}).items():
                    self._specify(self._groups[group], specification)
        except BaseException:  # what was remembered may have been rolled back
            self._groups.clear()
            self._layouts.clear()
            raise

    def _specify(self, group: int, specification: Specification) -> None:
        insert = "INSERT OR IGNORE INTO specifications VALUES (?, ?)"
        if self._db.execute(insert, (group, specification.text)).rowcount:
            rows = ((hashed, zlib.compress(text.encode())) for hashed, text in specification.parts.items())
            self._db.executemany("INSERT OR IGNORE INTO parts VALUES (?, ?)", rows)

    def _put(self, one: Finished) -> None:
        group, replication = self._group(one.planned, one.named), one.planned.replication
        old = self._db.execute(_CELL, (group, replication)).fetchone()
        for table, column in (*((name, "cell") for name in DETAILS), ("cells", "id")) if old else ():
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", old)
        insert = "INSERT INTO cells (group_id, replication, status) VALUES (?, ?, ?)"
        cell = self._db.execute(insert, (group, replication, one.status.value)).lastrowid
        if one.metrics:
            row = (cell, self._layout(names_text(tuple(one.metrics))), packed_numbers(one.metrics))
            self._db.execute("INSERT INTO outcomes VALUES (?, ?, ?)", row)
        if one.block:
            self._db.execute("INSERT INTO blocks VALUES (?, ?, ?)", (cell, self._layout(one.layout), one.block))
        if one.error:
            self._db.execute("INSERT INTO failures VALUES (?, ?)", (cell, one.error))
        self._db.execute("INSERT INTO timings VALUES (?, ?)", (cell, one.seconds))

    def _group(self, key: CellKey, named: CellName) -> int:
        known = self._groups.get(key[:3])
        if known is None:
            insert = "INSERT OR IGNORE INTO groups (world_hash, arm_hash, seed, arm, world, variant)"
            self._db.execute(f"{insert} VALUES (?, ?, ?, ?, ?, ?)", (*key[:3], *named))
            select = "SELECT id FROM groups WHERE world_hash = ? AND arm_hash = ? AND seed = ?"
            known = self._groups[key[:3]] = int(self._db.execute(select, key[:3]).fetchone()[0])
        return known

    def _layout(self, layout: str) -> int:
        known = self._layouts.get(layout)
        if known is None:
            self._db.execute("INSERT OR IGNORE INTO layouts (layout) VALUES (?)", (layout,))
            found = self._db.execute("SELECT id FROM layouts WHERE layout = ?", (layout,)).fetchone()
            known = self._layouts[layout] = int(found[0])
        return known


_CELL = "SELECT id FROM cells WHERE group_id = ? AND replication = ?"


def note(store: Reader, key: str) -> str | None:
    """Entry of the manifest under a key; None when nothing."""
    rows = store.read("SELECT value FROM manifest WHERE key = ?", (key,))
    return str(rows[0][0]) if rows else None


def forget_failed(store: Store) -> int:
    """Take out the failed cells; return how many there were."""
    failed = "(SELECT id FROM cells WHERE status = 'failed')"
    with translated(store.path), store._db as db:  # noqa: SLF001 - one file, one owner
        for table in DETAILS:
            db.execute(f"DELETE FROM {table} WHERE cell IN {failed}")
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
            _refuse_unfinished(path)
            db = _looked_at(path, "immutable=1")
    return Store(path, db, None)


def _looked_at(path: Path, how: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_BUSY_SECONDS)
    try:
        _refuse_schema(path, dict(db.execute("SELECT key, value FROM manifest").fetchall()), to_read=True)
    except BaseException:
        db.close()
        raise
    return db


def _opened(path: Path, manifest: dict[str, str], *, fresh: bool) -> sqlite3.Connection:
    if fresh:
        delete(path)
    if not path.exists() or path.stat().st_size == 0:
        with begun(path) as place:
            _make(place, manifest)
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        _prepare(db, path, manifest)
    except BaseException:
        db.close()
        raise
    return db


def _make(path: Path, manifest: dict[str, str]) -> None:
    """Make an empty store."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID};{SCHEMA}COMMIT;")
        with db:
            rows = {"schema_version": str(SCHEMA_VERSION), **manifest, **versions()}.items()
            db.executemany("INSERT INTO manifest VALUES (?, ?)", rows)


def _prepare(db: sqlite3.Connection, path: Path, manifest: dict[str, str]) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    found = dict(db.execute("SELECT key, value FROM manifest").fetchall())
    _refuse_schema(path, found, to_read=False)
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


def _refuse_schema(path: Path, manifest: Mapping[str, str], *, to_read: bool) -> None:
    """Refuse a store that another version of this product has laid out; some of them can be looked at."""
    version = manifest.get("schema_version", "unknown")
    if version == str(SCHEMA_VERSION) or (to_read and version in map(str, READABLE)):
        return
    if version in map(str, READABLE):
        told = (
            f"was made by an earlier version (schema {version}, now {SCHEMA_VERSION}) and cannot be continued: mktsim "
            "status and mktsim export read it; to go on, start anew with --fresh or in another directory"
        )
    else:
        told = f"has schema version {version}, not {SCHEMA_VERSION}; start anew with --fresh"
    raise StoreError(str(path), told)


def _refuse_unfinished(path: Path) -> None:
    """Refuse to look past the cells that a store keeps beside it as long as nobody has closed it."""
    beside = path.with_name(path.name + "-wal")
    if beside.exists() and beside.stat().st_size > 0:
        told = "is being written, or was left by a kill, and cannot be read in full where nothing can be written: copy"
        raise StoreError(str(path), f"{told} the directory to where you may write")
