"""Names in files made into words on paper."""

from __future__ import annotations

import textwrap
import unicodedata

_SPECIAL = {
    "npv": "Net present value",
    "rnd": "R&D",
    "stage": "Stage",
}


def label(identifier: str) -> str:
    """Return an identifier as words.

    >>> label("planning_function"), label("npv")
    ('Planning function', 'Net present value')
    """
    if identifier in _SPECIAL:
        return _SPECIAL[identifier]
    words = identifier.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def wrap(text: str, width: int) -> str:
    """Return `text` in lines of at most `width` characters; a longer word is broken."""
    return "\n".join(textwrap.wrap(text, width=width)) or text


def replications(count: int) -> str:
    """Return a number of replications as words.

    >>> replications(1), replications(20)
    ('1 replication', '20 replications')
    """
    return f"{count} replication" + ("" if count == 1 else "s")


def joined(names: tuple[str, ...] | list[str]) -> str:
    """Return names as a phrase.

    >>> joined(("a", "b", "c"))
    'a, b and c'
    """
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def width_of(text: str) -> int:
    """Return columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    marks = sum(unicodedata.combining(c) > 0 for c in text)
    return len(text) + wide - marks


def pool_title(pool: str) -> str:
    """Return a pool of staff in words.

    >>> pool_title("sales_support:staff"), pool_title("marketing:creative")
    ('Sales support', 'Marketing, creative')
    """
    agent, _, role = pool.partition(":")
    return label(agent) if role in {"", "staff"} else f"{label(agent)}, {role.replace('_', ' ')}"
