"""YAML as people write it: which plain words are numbers, truth values and nothing; all else is text.

YAML 1.1 reads ``NO`` as false, ``12:30`` as 750, ``010`` as 8 and ``1e-3`` as text. Here ``true`` and ``false``
are the only truth values, numbers are decimal, and dates stay text until a field asks for a date.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

PREFIX = "tag:yaml.org,2002:"
_DIGITS = r"(?:0|[1-9](?:_?[0-9])*)"

RESOLVERS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), tuple("tTfF")),
    ("int", re.compile(rf"^[-+]?{_DIGITS}$"), tuple("-+0123456789")),
    (
        "float",
        re.compile(
            rf"^(?:[-+]?(?:{_DIGITS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
        tuple("-+0123456789."),
    ),
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$"), ("~", "n", "N", "")),
)
"""(short tag, pattern, first characters) in order of precedence."""

SCALARS = frozenset(f"{PREFIX}{name}" for name in ("str", *(name for name, _, _ in RESOLVERS)))
"""Tags that a scalar may carry."""

Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What makes events of a text; nothing else of it is used, so nothing is ever constructed."""


def tag_of_plain(text: str) -> str:
    """Return the tag of a plain scalar, full form."""
    for name, pattern, first in RESOLVERS:
        if text[:1] in first and pattern.match(text):
            return f"{PREFIX}{name}"
    return f"{PREFIX}str"


class Dumper(yaml.SafeDumper):
    """A safe dumper that quotes what our loader would not read as text, with short lists on one line."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML asks about one value
        """Write repeated values out."""
        return True


for _name, _pattern, _first in RESOLVERS:
    Dumper.add_implicit_resolver(f"{PREFIX}{_name}", _pattern, list(_first))


def _row(dumper: Dumper, data: list[object]) -> yaml.SequenceNode:
    """Represent a list; on one line when it holds scalars only."""
    flat = not any(isinstance(item, list | dict) for item in data)
    return dumper.represent_sequence(f"{PREFIX}seq", data, flow_style=flat)


def _text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    """Represent text; with escapes when it holds what does not print, since PyYAML folds rare line ends."""
    escaped = not text.replace("\n", "").isprintable()
    return dumper.represent_scalar(f"{PREFIX}str", text, style='"' if escaped else None)


Dumper.add_representer(list, _row)
Dumper.add_representer(str, _text)
