"""The text of a file as a tree of plain values, each with the place where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
Tree: TypeAlias = "Leaf | Row | Branch"
Step: TypeAlias = str | int

_LONGEST_KEY = 60

TAGS = ("kind", "rule", "on")
"""Keys that say which member of a family a mapping is; where they differ, ``extends`` replaces the mapping."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar."""

    mark: Mark
    value: Scalar


@dataclass(frozen=True, slots=True)
class Row:
    """A list."""

    mark: Mark
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, with the place of each key."""

    mark: Mark
    items: Mapping[str, Tree]
    keys: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Found:
    """Content of a location that validation complains about."""

    mark: Mark
    """Where to point at: the value, or the key of a mapping or list."""
    steps: tuple[Step, ...]
    """The way to it, without the tags of unions."""
    node: Tree
    """The value, or the mapping that lacks it."""


def plain(tree: Tree) -> Plain:
    """Return the values without their places."""
    if isinstance(tree, Leaf):
        return tree.value
    if isinstance(tree, Row):
        return [plain(item) for item in tree.items]
    return {key: plain(item) for key, item in tree.items.items()}


def merged(base: Tree, over: Tree) -> Tree:
    """Return ``base`` with ``over`` laid on it.

    Mappings merge key by key, nothing (``null``) removes what it is laid on, and a mapping laid on a list of named rows
    merges with these by name; everything else is replaced.
    """
    if isinstance(base, Row) and isinstance(over, Branch) and base.items and all(map(_name_of, base.items)):
        return _merged_rows(base, over)
    if not (isinstance(base, Branch) and isinstance(over, Branch)) or _differ_in_kind(base, over):
        return over
    items = {**base.items, **over.items}
    for key in base.items.keys() & over.items.keys():
        if _is_nothing(over.items[key]):
            del items[key]
        else:
            items[key] = merged(base.items[key], over.items[key])
    keys = {**base.keys, **over.keys}
    return Branch(over.mark, items, {key: keys[key] for key in items})


def _merged_rows(base: Row, over: Branch) -> Row:
    """Return named rows with a mapping by name laid on them; names that no row has come after them."""
    rows = {_name_of(row): row for row in base.items}
    for name, item in over.items.items():
        if _is_nothing(item):
            rows.pop(name, None)
        elif name in rows:
            rows[name] = merged(rows[name], item)
        else:
            rows[name] = _named(item, name, over.keys[name])
    return Row(over.mark, tuple(rows.values()))


def _named(item: Tree, name: str, mark: Mark) -> Tree:
    """Return a row with its name as its first value."""
    if not isinstance(item, Branch):
        return item
    return Branch(item.mark, {"name": Leaf(mark, name), **item.items}, {"name": mark, **item.keys})


def _name_of(row: Tree) -> str:
    """Return the name of a row; empty for one without."""
    name = row.items.get("name") if isinstance(row, Branch) else None
    return name.value if isinstance(name, Leaf) and isinstance(name.value, str) else ""


def _is_nothing(tree: Tree) -> bool:
    return isinstance(tree, Leaf) and tree.value is None


def without(branch: Branch, key: str) -> Branch:
    """Return the branch without one key."""
    items = {name: item for name, item in branch.items.items() if name != key}
    return Branch(branch.mark, items, {name: branch.keys[name] for name in items})


def find(tree: Tree, location: tuple[Step, ...], *, absent: bool) -> Found:
    """Return what stands at a location as pydantic reports it.

    Steps that name a member of a union are no part of the file and are dropped. With ``absent`` the last step is
    a key that the mapping lacks.
    """
    node, steps = tree, list[Step]()
    mark = tree.mark
    for place, step in enumerate(location):
        last = place == len(location) - 1
        if isinstance(node, Branch) and isinstance(step, str):
            if step in node.items:
                mark = node.keys[step]
                node = node.items[step]
                steps.append(step)
            elif last and absent:
                return Found(mark, (*steps, step), node)
        elif isinstance(node, Row) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
            steps.append(step)
    return Found(node.mark if isinstance(node, Leaf) else mark, tuple(steps), node)


def key_mark(tree: Tree, steps: tuple[Step, ...]) -> Mark:
    """Return the place of the key that the last step names; of its value when it is a row."""
    above = find(tree, steps[:-1], absent=False).node
    if isinstance(above, Branch) and isinstance(steps[-1], str) and steps[-1] in above.keys:
        return above.keys[steps[-1]]
    return find(tree, steps, absent=False).mark


def dotted(steps: tuple[Step, ...] | list[Step]) -> str:
    """Return steps as text, such as ``brands[0].price``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{_one_line(step)}" for step in steps)
    return text.removeprefix(".")


def _one_line(key: str) -> str:
    """Return a key short and on one line, whatever a file has for a key."""
    text = key if key and key.isprintable() else ascii(key)
    return text if len(text) <= _LONGEST_KEY else f"{text[:_LONGEST_KEY]}…"


def _differ_in_kind(base: Branch, over: Branch) -> bool:
    """Tell whether two mappings say that they are different members of a family."""
    for tag in TAGS:
        old, new = base.items.get(tag), over.items.get(tag)
        if isinstance(old, Leaf) and isinstance(new, Leaf) and old.value != new.value:
            return True
    return False
