"""Shard of a study, for one of several machines that know nothing of each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import InputError, Problem

_FOLDER = re.compile(r"shard-(\d{1,6})-of-(\d{1,6})", re.ASCII)
_FORM = re.compile(r"(\d{1,6})/(\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class Shard:
    """Shard `number` of `of`: every `of`-th replication, so that arms stay paired and share their openings."""

    number: int
    of: int

    def replications(self, count: int) -> range:
        """Replications of the shard among 0 to `count` - 1.

        >>> list(Shard(2, 3).replications(7))
        [1, 4]
        """
        return range(self.number - 1, count, self.of)

    @property
    def folder(self) -> str:
        """Name of the directory that holds its results, inside that of the study."""
        return f"shard-{self.number}-of-{self.of}"

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = Shard(1, 1)


def shard_of(text: str) -> Shard:
    """Return the shard that a text like `2/4` names. Errors: InputError.

    >>> shard_of("2/4")
    Shard(number=2, of=4)
    """
    found = _FORM.fullmatch(text.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        message = f"must be a number and how many there are, as 1/4, 2/4, 3/4 or 4/4; got {text!r}"
        raise InputError((Problem("command line", 0, 0, "--shard", message),))
    return Shard(number, of)


def shard_folders(directory: Path) -> tuple[Path, ...]:
    """Directories of shards inside that of a study, in the order of their numbers."""
    found = [(match, path) for path in _inside(directory) if (match := _FOLDER.fullmatch(path.name))]
    return tuple(path for _, path in sorted(found, key=lambda one: (int(one[0][2]), int(one[0][1]))))


def _inside(directory: Path) -> tuple[Path, ...]:
    return tuple(path for path in directory.iterdir() if path.is_dir()) if directory.is_dir() else ()
