"""Mappings and lists of a YAML text that have begun and not yet ended."""

from __future__ import annotations

from mktsim.inputs.tree import Branch, Mark, Row, Tree


class OpenRow:
    """A list that is being read."""

    __slots__ = ("anchor", "before", "items", "mark")

    def __init__(self, mark: Mark, anchor: str | None, before: int) -> None:
        """Begin at a place; `before` counts the values read before it."""
        self.mark, self.anchor, self.before = mark, anchor, before
        self.items: list[Tree] = []

    def step(self) -> int:
        """Return the place of the value that comes next."""
        return len(self.items)

    def put(self, tree: Tree) -> None:
        """Add the next value."""
        self.items.append(tree)

    def tree(self) -> Row:
        """Return the list, now that it has ended."""
        return Row(self.mark, tuple(self.items))


class OpenBranch:
    """A mapping that is being read."""

    __slots__ = ("anchor", "before", "items", "key", "keys", "mark")

    def __init__(self, mark: Mark, anchor: str | None, before: int) -> None:
        """Begin at a place; `before` counts the values read before it."""
        self.mark, self.anchor, self.before = mark, anchor, before
        self.items: dict[str, Tree] = {}
        self.keys: dict[str, Mark] = {}
        self.key: str | None = None
        """Key whose value comes next; None while a key is awaited."""

    def step(self) -> str | None:
        """Return the key whose value comes next."""
        return self.key

    def put(self, tree: Tree) -> None:
        """Add the value of the key."""
        if self.key is not None:
            self.items[self.key] = tree
        self.key = None

    def tree(self) -> Branch:
        """Return the mapping, now that it has ended."""
        return Branch(self.mark, self.items, self.keys)
