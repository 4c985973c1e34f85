"""From YAML text to a tree with places, collecting everything that is wrong on the way.

The tree is grown from the parser's events and not from its own tree of nodes, whose maker calls itself once a level
and overflows the stack on deep nesting; depth and number of values are counted before anything is kept.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NoReturn

import yaml

from mktsim.errors import Problem, quoted
from mktsim.inputs.notation import PREFIX, SCALARS, Parser, tag_of_plain
from mktsim.inputs.open_nodes import OpenBranch, OpenRow
from mktsim.inputs.tree import Branch, Leaf, Mark, Scalar, Step, Tree, dotted

MOST_REPEATED = 10_000
"""Values that aliases may repeat, counted with everything inside them."""
MOST_VALUES = 100_000
"""Values of a file; a large organisation has two thousand."""
DEEPEST = 50
"""Levels of nesting."""
MOST_DIGITS = 300
"""Characters of a number."""
_KEPT = 16
"""Texts whose trees are kept: a check reads a file three times, for its form, its names and its doubts."""


@lru_cache(maxsize=_KEPT)
def compose(text: str, file: str) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text whose top level is a mapping, and the problems found.

    The tree is None when there is none to go on with. A value with a problem stands in the tree as nothing. Trees are
    never changed, so that the same text of the same file has the same one.
    """
    grower = _Grower(file)
    try:
        for event in yaml.parse(text, Loader=Parser):
            grower.take(event)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, file),)
    except yaml.YAMLError as error:
        return None, (_unreadable(text, file, error),)
    except (RecursionError, ValueError) as error:
        return None, (Problem(file, 1, 1, "", f"not valid YAML: {type(error).__name__}"),)
    except _StopError:
        return None, tuple(grower.problems)
    tree = grower.tree
    if isinstance(tree, Branch):
        return tree, tuple(grower.problems)
    return None, (_not_a_mapping(tree, file),)


def _not_a_mapping(tree: Tree | None, file: str) -> Problem:
    if tree is None or (isinstance(tree, Leaf) and tree.value is None):
        return Problem(file, 1, 1, "", "is empty")
    kind = "a single value" if isinstance(tree, Leaf) else "a list"
    message = f"expected a mapping of keys to values, found {kind}"
    return Problem(file, tree.mark.line, tree.mark.column, "", message)


class _StopError(Exception):
    """There is no tree to go on with; its problem is noted already."""


class _Anchored:
    """What an alias stands for: a tree, how many values are in it, and its text where it is a scalar."""

    __slots__ = ("mark", "size", "text", "tree")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.tree: Tree = Leaf(mark, None)
        self.size = 0
        """Zero while its end is not read."""
        self.text = ""

    def close(self, tree: Tree, size: int, text: str = "") -> None:
        """Set what the anchor holds, now that its end is read."""
        self.tree, self.size, self.text = tree, size, text


class _Grower:
    """Turns events into a tree, noting problems; `tree` is the whole once the last event is taken."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.tree: Tree | None = None
        self._open: list[OpenRow | OpenBranch] = []
        self._anchors: dict[str, _Anchored] = {}
        self._values = 0
        self._repeated = 0
        self._documents = 0
        self._pass_over = 0
        """Values still to be passed over: what belongs to a key that is wrong."""
        self._inside = 0
        """Levels open in what is passed over."""

    def take(self, event: yaml.Event) -> None:
        """Take the next event. Raises _StopError where nothing can be made of the rest."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(self._mark(event), (), "not valid YAML: expected one document, found another")
        elif isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            self._pass(event) if self._pass_over else self._grow(event)

    def _pass(self, event: yaml.Event) -> None:
        """Take an event of what is passed over."""
        self._inside += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.NodeEvent):
            self._count(self._mark(event), self._inside + len(self._open))
        self._pass_over -= self._inside == 0

    def _grow(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._close()
            return
        mark = self._mark(event)
        above = self._open[-1] if self._open else None
        if isinstance(above, OpenBranch) and above.key is None:
            self._key(event, mark, above)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, mark)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._count(mark, len(self._open))
            self._start(event, mark)

    def _start(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        """Take a scalar, or the beginning of a mapping or list."""
        anchored = self._anchor(event, mark)
        tag = event.tag if event.tag not in {None, "!"} else None
        if isinstance(event, yaml.ScalarEvent):
            leaf = Leaf(mark, self._scalar(event, tag, mark))
            if anchored:
                anchored.close(leaf, 1, event.value)
            self._put(leaf)
            return
        kind, opened = ("map", OpenBranch) if isinstance(event, yaml.MappingStartEvent) else ("seq", OpenRow)
        if tag not in {None, f"{PREFIX}{kind}"}:
            self._note(mark, self._steps(), f"the tag {_short(tag)} is not allowed")
            self._put(Leaf(mark, None))
            self._pass_over, self._inside = 1, 1
            return
        self._open.append(opened(mark, event.anchor, self._values + self._repeated))

    def _close(self) -> None:
        """Take the end of a mapping or list."""
        closed = self._open.pop()
        tree = closed.tree()
        if closed.anchor:
            self._anchors[closed.anchor].close(tree, 1 + self._values + self._repeated - closed.before)
        self._put(tree)

    def _put(self, tree: Tree) -> None:
        if self._open:
            self._open[-1].put(tree)
        else:
            self.tree = tree

    def _key(self, event: yaml.Event, mark: Mark, branch: OpenBranch) -> None:
        """Take the key of a mapping; a key that is wrong is noted, and its value passed over."""
        if isinstance(event, yaml.CollectionStartEvent):
            kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "a mapping"
            self._note(mark, self._steps(), f"a key must be text, not {kind}")
            self._pass_over, self._inside = 2, 1
            return
        text = self._key_text(event, mark)
        if text in branch.items:
            self._note(mark, (*self._steps(), text), f"is given twice, first in line {branch.keys[text].line}")
            self._pass_over = 1
            return
        name = self._text(text, mark, self._steps())
        branch.key = name
        branch.keys[name] = mark

    def _key_text(self, event: yaml.Event, mark: Mark) -> str:
        """Return the text of a key. Raises _StopError for an alias of nothing."""
        if isinstance(event, yaml.AliasEvent):
            return self._known(event, mark).text
        if isinstance(event, yaml.ScalarEvent):
            if anchored := self._anchor(event, mark):
                anchored.close(Leaf(mark, event.value), 1, event.value)
            return str(event.value)
        return ""

    def _anchor(self, event: yaml.NodeEvent, mark: Mark) -> _Anchored | None:
        """Note the anchor of an event, open until its end is read. Raises _StopError for one given twice."""
        if event.anchor is None:
            return None
        if event.anchor in self._anchors:
            first = self._anchors[event.anchor].mark.line
            self._stop(
                mark, (), f"not valid YAML: the anchor {quoted(event.anchor)} is given twice, first in line {first}"
            )
        anchored = self._anchors[event.anchor] = _Anchored(mark)
        return anchored

    def _known(self, event: yaml.AliasEvent, mark: Mark) -> _Anchored:
        name = event.anchor or ""
        anchored = self._anchors.get(name)
        if anchored is None:
            self._stop(mark, (), f"not valid YAML: nothing above has the anchor {quoted(name)}")
        return anchored

    def _alias(self, event: yaml.AliasEvent, mark: Mark) -> None:
        """Put what an alias stands for in its place."""
        anchored = self._known(event, mark)
        steps = self._steps()
        if not anchored.size:
            self._stop(anchored.mark, steps, "an anchor contains itself")
        self._repeated += anchored.size
        if self._repeated > MOST_REPEATED:
            self._stop(mark, steps, f"aliases repeat more than {MOST_REPEATED} values; use extends instead")
        self._put(anchored.tree)

    def _count(self, mark: Mark, depth: int) -> None:
        """Count a value. Raises _StopError beyond the bounds."""
        self._values += 1
        if depth > DEEPEST:
            self._stop(mark, self._steps()[:3], f"nested deeper than {DEEPEST} levels")
        if self._values > MOST_VALUES:
            self._stop(mark, self._steps()[:3], f"more than {MOST_VALUES} values are in the file")

    def _steps(self) -> tuple[Step, ...]:
        """Return the way to the value that comes next."""
        return tuple(step for one in self._open if (step := one.step()) is not None)

    def _scalar(self, event: yaml.ScalarEvent, tag: str | None, mark: Mark) -> Scalar:
        value = str(event.value)
        found = tag or (tag_of_plain(value) if event.implicit[0] else f"{PREFIX}str")
        if found not in SCALARS:
            self._note(mark, self._steps(), f"the tag {_short(found)} is not allowed")
            return None
        kind = found.removeprefix(PREFIX)
        if kind == "null":
            return None
        if kind == "bool":
            return value.lower() == "true"
        if kind == "str":
            return self._text(value, mark, self._steps())
        try:
            return _number(value, kind)
        except (ValueError, OverflowError):
            self._note(mark, self._steps(), f"expected a finite number, found {value[:40]}")
            return None

    def _text(self, value: str, mark: Mark, steps: tuple[Step, ...]) -> str:
        """Return text that can be written as UTF-8; half of a surrogate pair cannot."""
        if value.isascii() or not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            return value
        self._note(mark, steps, "text contains half of a surrogate pair")
        return ""

    def _mark(self, event: yaml.Event) -> Mark:
        place = event.start_mark
        return Mark(self.file, place.line + 1, place.column + 1) if place else Mark(self.file, 1, 1)

    def _note(self, mark: Mark, steps: tuple[Step, ...], message: str) -> None:
        self.problems.append(Problem(mark.file, mark.line, mark.column, dotted(steps), message))

    def _stop(self, mark: Mark, steps: tuple[Step, ...], message: str) -> NoReturn:
        """Note a problem after which there is no tree. Raises _StopError."""
        self._note(mark, steps, message)
        raise _StopError


def _number(text: str, kind: str) -> float:
    """Return a finite number. Raises ValueError otherwise."""
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    digits = text.replace("_", "")
    number = int(digits) if kind == "int" else float(digits)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


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
