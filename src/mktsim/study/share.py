"""A share of a study, for one of several machines that know nothing of each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mktsim.errors import InputError, Problem

_FORM = re.compile(r"(\d{1,6})/(\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class Share:
    """Share `number` of `of`: every `of`-th replication, so that arms stay paired and share their openings."""

    number: int
    of: int

    def replications(self, count: int) -> range:
        """Replications of the share among 0 to `count` - 1.

        >>> list(Share(2, 3).replications(7))
        [1, 4]
        """
        return range(self.number - 1, count, self.of)

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = Share(1, 1)


def share_of(text: str) -> Share:
    """Return the share that a text like `2/4` names. Errors: InputError.

    >>> share_of("2/4")
    Share(number=2, of=4)
    """
    found = _FORM.fullmatch(text.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        message = f"must be a number and how many there are, as 1/4, 2/4, 3/4 or 4/4; got {text!r}"
        raise InputError((Problem("command line", 0, 0, "--shard", message),))
    return Share(number, of)
