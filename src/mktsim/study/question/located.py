"""Where a field that a later check complains about stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mktsim.errors import Problem
from mktsim.inputs.extends import load
from mktsim.inputs.tree import Branch, Mark, Row, Tree

_STEPS = re.compile(r"[^.\[\]]+")


def located(problems: Iterable[Problem], path: Path) -> tuple[Problem, ...]:
    """Return problems with file, line and column of their field, or of what encloses it where it is not written.

    A problem that has a line already, or is about another file, is returned as it is.
    """
    found = tuple(problems)
    if not any(_is_open(problem, path) for problem in found):
        return found
    tree, _ = load(path)
    return found if tree is None else tuple(_placed(one, tree) if _is_open(one, path) else one for one in found)


def _is_open(problem: Problem, path: Path) -> bool:
    """Tell whether a problem of this file has a field and no line yet."""
    is_here = not problem.file or Path(problem.file).name == path.name
    return problem.line <= 0 and bool(problem.field) and is_here


def _placed(problem: Problem, tree: Tree) -> Problem:
    mark = _mark(tree, _STEPS.findall(problem.field))
    return replace(problem, file=mark.file, line=mark.line, column=mark.column)


def _mark(tree: Tree, steps: list[str]) -> Mark:
    """Return the place of the deepest key on the way; a key may hold dots, and steps not written are passed over."""
    mark = tree.mark
    while steps:
        taken, found = 1, None
        if isinstance(tree, Branch):
            names = {count: ".".join(steps[:count]) for count in range(len(steps), 0, -1)}
            taken = next((count for count, name in names.items() if name in tree.items), 1)
            found = tree.items.get(names[taken])
            mark = tree.keys[names[taken]] if found is not None else mark
        elif isinstance(tree, Row) and steps[0].isdigit() and int(steps[0]) < len(tree.items):
            found = tree.items[int(steps[0])]
            mark = found.mark
        tree = found if found is not None else tree
        steps = steps[taken:]
    return mark
