"""Snapshot and restore, one protocol of all stateful parts: what a run hands on to those that begin where it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

S = TypeVar("S")


class Stateful(Protocol[S]):
    """A part of a run that others may go on from."""

    def snapshot(self) -> S:
        """Return its state as a value, which nothing that happens later changes."""

    def restore(self, state: S) -> None:
        """Go on from a state; nothing that happens later changes it."""


Parts = Mapping[str, Stateful[Any]]
"""Stateful parts by name."""
Snapshot = Mapping[str, object]
"""Their states by the same names."""


def snapshot_of(parts: Parts) -> Snapshot:
    """Return the states of all parts."""
    return {name: part.snapshot() for name, part in parts.items()}


def restore(parts: Parts, snapshot: Snapshot) -> None:
    """Have all parts go on from their states; ValueError where a part has none, or a state has no part."""
    if parts.keys() != snapshot.keys():
        raise ValueError(f"parts {sorted(parts)} cannot go on from states of {sorted(snapshot)}")
    for name, part in parts.items():
        part.restore(snapshot[name])
