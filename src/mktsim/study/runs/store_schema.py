"""Tables of a store."""

from __future__ import annotations

SCHEMA_VERSION = 3
READABLE = frozenset({2, 3})
"""Versions that can be looked at; 2 had no specifications of cells."""

SCHEMA = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE layouts (id INTEGER PRIMARY KEY, layout TEXT NOT NULL UNIQUE);
CREATE TABLE groups (
  id INTEGER PRIMARY KEY, world_hash TEXT NOT NULL, arm_hash TEXT NOT NULL, seed INTEGER NOT NULL,
  arm TEXT NOT NULL, world TEXT NOT NULL, variant TEXT NOT NULL, UNIQUE (world_hash, arm_hash, seed));
CREATE TABLE cells (
  id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL REFERENCES groups (id),
  replication INTEGER NOT NULL CHECK (typeof(replication) = 'integer' AND replication >= 0),
  status TEXT NOT NULL CHECK (status IN ('done', 'failed')), UNIQUE (group_id, replication));
CREATE TABLE outcomes (
  cell INTEGER PRIMARY KEY REFERENCES cells (id), names INTEGER NOT NULL REFERENCES layouts (id),
  numbers BLOB NOT NULL);
CREATE TABLE blocks (
  cell INTEGER PRIMARY KEY REFERENCES cells (id), layout INTEGER NOT NULL REFERENCES layouts (id),
  block BLOB NOT NULL);
CREATE TABLE parts (hash TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE specifications (
  group_id INTEGER PRIMARY KEY REFERENCES groups (id), specification TEXT NOT NULL);
CREATE TABLE failures (cell INTEGER PRIMARY KEY REFERENCES cells (id), error TEXT NOT NULL);
CREATE TABLE timings (cell INTEGER PRIMARY KEY REFERENCES cells (id), seconds REAL NOT NULL);
"""
"""A group is the replications of one arm in one world under one seed. What the replications of a group have in
common is written once, so that a cell costs three short rows; its weekly series lie apart, where a sweep of the
outcomes does not pass them. Timings are apart, too: they are no outcomes. The
specification of a group is JSON that names parts (scenario, policy, organisation, duties), each compressed JSON."""

DETAILS = ("outcomes", "blocks", "failures", "timings")
"""Tables with a row a cell at most, keyed by it."""

KEY = "groups.world_hash, groups.arm_hash, groups.seed, cells.replication"
"""What a cell is found by, in the order of `CellKey`."""
NAME = "groups.arm, groups.world, groups.variant"
"""What a person calls it, in the order of `CellName`."""
CELLS = "groups CROSS JOIN cells ON cells.group_id = groups.id"
"""Groups first, which is the order of keys by their indices: a sweep in that order sorts nothing."""
IS_KEY = "groups.world_hash = ? AND groups.arm_hash = ? AND groups.seed = ? AND cells.replication = ?"
