"""From YAML text to a tree with places, collecting everything that is wrong on the way."""

from __future__ import annotations

import math

import yaml

from mktsim.errors import Problem
from mktsim.inputs.notation import PREFIX, SCALARS, Loader
from mktsim.inputs.tree import Branch, Leaf, Mark, Row, Scalar, Tree, dotted

MOST_REPEATED = 10_000
"""Nodes that aliases may repeat, counted with everything inside them."""
DEEPEST = 50
"""Levels of nesting."""
MOST_DIGITS = 300
"""Characters of a number."""


def compose(text: str, file: str) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text whose top level is a mapping, and the problems found.

    The tree is None when there is none to go on with. A value with a problem stands in the tree as nothing.
    """
    try:
        node = _node(text)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, file),)
    except yaml.YAMLError as error:
        return None, (_unreadable(text, file, error),)
    except (RecursionError, ValueError) as error:
        return None, (Problem(file, 1, 1, "", f"not valid YAML: {type(error).__name__}"),)
    if not isinstance(node, yaml.MappingNode):
        return None, (_not_a_mapping(node, file),)
    grower = _Grower(file)
    try:
        tree = grower.grow(node, ())
    except _TooMuchError:
        tree = None
    return (tree if isinstance(tree, Branch) else None), tuple(grower.problems)


def _node(text: str) -> yaml.Node | None:
    loader = Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _not_a_mapping(node: yaml.Node | None, file: str) -> Problem:
    if node is None:
        return Problem(file, 1, 1, "", "is empty")
    mark = _mark(file, node.start_mark)
    message = f"expected a mapping of keys to values, found {_kind(node)}"
    return Problem(file, mark.line, mark.column, "", message)


class _TooMuchError(Exception):
    """The text expands beyond the bounds; its problem is noted already."""


class _Grower:
    """Turns nodes into a tree, noting problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._seen: set[int] = set()
        self._open: set[int] = set()
        self._repeated = 0

    def grow(self, node: yaml.Node, steps: tuple[str | int, ...]) -> Tree:
        """Return the tree of one node. Raises _TooMuchError beyond the bounds."""
        mark = _mark(self.file, node.start_mark)
        self._enter(node, mark, steps)
        tree = self._grown(node, mark, steps)
        self._open.discard(id(node))
        return tree

    def _enter(self, node: yaml.Node, mark: Mark, steps: tuple[str | int, ...]) -> None:
        if id(node) in self._open:
            self._note(mark, steps, "an anchor contains itself")
            raise _TooMuchError
        if id(node) in self._seen:
            self._repeated += 1
        if self._repeated > MOST_REPEATED:
            self._note(mark, steps, f"aliases repeat more than {MOST_REPEATED} values; use extends instead")
            raise _TooMuchError
        if len(steps) > DEEPEST:
            self._note(mark, steps[:3], f"nested deeper than {DEEPEST} levels")
            raise _TooMuchError
        self._seen.add(id(node))
        self._open.add(id(node))

    def _grown(self, node: yaml.Node, mark: Mark, steps: tuple[str | int, ...]) -> Tree:
        if isinstance(node, yaml.MappingNode) and node.tag == f"{PREFIX}map":
            return self._branch(node, mark, steps)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{PREFIX}seq":
            return Row(mark, tuple(self.grow(item, (*steps, place)) for place, item in enumerate(node.value)))
        if isinstance(node, yaml.ScalarNode) and node.tag in SCALARS:
            return Leaf(mark, self._scalar(node, mark, steps))
        self._note(mark, steps, f"the tag {_short(node.tag)} is not allowed")
        return Leaf(mark, None)

    def _branch(self, node: yaml.MappingNode, mark: Mark, steps: tuple[str | int, ...]) -> Branch:
        items: dict[str, Tree] = {}
        keys: dict[str, Mark] = {}
        for key, value in node.value:
            place = _mark(self.file, key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self._note(place, steps, f"a key must be text, not {_kind(key)}")
            elif key.value in items:
                first = keys[key.value].line
                self._note(place, (*steps, key.value), f"is given twice, first in line {first}")
            else:
                name = self._text(key.value, place, steps)
                keys[name] = place
                items[name] = self.grow(value, (*steps, name))
        return Branch(mark, items, keys)

    def _scalar(self, node: yaml.ScalarNode, mark: Mark, steps: tuple[str | int, ...]) -> Scalar:
        value = str(node.value)
        kind = node.tag.removeprefix(PREFIX)
        if kind == "null":
            return None
        if kind == "bool":
            return value.lower() == "true"
        if kind == "str":
            return self._text(value, mark, steps)
        try:
            return self._number(value, kind)
        except (ValueError, OverflowError):
            self._note(mark, steps, f"expected a finite number, found {value[:40]}")
            return None

    @staticmethod
    def _number(text: str, kind: str) -> float:
        """Return a finite number. Raises ValueError otherwise."""
        if len(text) > MOST_DIGITS:
            raise ValueError(text)
        digits = text.replace("_", "")
        number = int(digits) if kind == "int" else float(digits)
        if not math.isfinite(number):
            raise ValueError(text)
        return number

    def _text(self, value: str, mark: Mark, steps: tuple[str | int, ...]) -> str:
        """Return text that can be written as UTF-8; half of a surrogate pair cannot."""
        if value.isascii() or not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            return value
        self._note(mark, steps, "text contains half of a surrogate pair")
        return ""

    def _note(self, mark: Mark, steps: tuple[str | int, ...], message: str) -> None:
        self.problems.append(Problem(mark.file, mark.line, mark.column, dotted(steps), message))


def _mark(file: str, mark: yaml.Mark) -> Mark:
    return Mark(file, mark.line + 1, mark.column + 1)


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "a mapping" if isinstance(node, yaml.MappingNode) else "a single value"


def _short(tag: str) -> str:
    return tag.replace(PREFIX, "!!")[:60]


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    context = f" {error.context}" if error.context else ""
    message = f"not valid YAML: {error.problem or 'unreadable text'}{context}"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(file, line, column, "", message)


def _unreadable(text: str, file: str, error: yaml.YAMLError) -> Problem:
    """Return the problem of a text with characters that YAML refuses; such errors have no mark."""
    before = text[: getattr(error, "position", 0)]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    reason = getattr(error, "reason", None) or "unreadable text"
    return Problem(file, line, column, "", f"not valid YAML: {reason}")
