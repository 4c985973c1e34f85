"""Names in files made into words on paper."""

from __future__ import annotations

import re
import textwrap
import unicodedata

from mktsim.present.language import said

_SPECIAL = {
    "npv": "Net present value",
    "rnd": "R&D",
    "stage": "Stage",
}


_CLOSING = frozenset(",。;:、)!?")
"""Signs that begin no line."""


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
    return "\n".join(folded(text, width)) or text


def said_in_lines(text: str) -> str:
    """Return a text in the language that is spoken; one that was wrapped to a width is wrapped to it again."""
    lines, found = text.split("\n"), said(text)
    whole = " ".join(lines)
    again = said(whole)
    if len(lines) > 1 and again != whole and found.count("\n") == len(lines) - 1 and not _is_all_said(lines):
        return "\n".join(folded(again, max(map(width_of, lines))))
    return found


def _is_all_said(lines: list[str]) -> bool:
    return all(said(line) != line or not any(map(str.isalpha, line)) for line in lines)


def folded(text: str, width: int) -> list[str]:
    """Return lines of at most so many columns; text without spaces is broken between wide letters.

    >>> folded("one two", 4), folded("一二三", 4)
    (['one', 'two'], ['一二', '三'])
    """
    if text.isascii() or width_of(text) == len(text):
        return textwrap.wrap(text, width)
    lines = [""]
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text):
        if width_of(lines[-1] + word.rstrip()) > width and word not in _CLOSING:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


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
