"""A file and the files it extends, as one tree whose every value knows the file it came from."""

from __future__ import annotations

import os
from pathlib import Path

from mktsim.errors import InputError, Problem, quoted
from mktsim.inputs.compose import compose
from mktsim.inputs.text import text_of
from mktsim.inputs.tree import Branch, Leaf, Mark, Tree, merged, without

KEY = "extends"
"""Key that names the file laid under this one, relative to it."""
LONGEST_CHAIN = 20
"""Files that may be laid on one another."""


def load(path: str | Path) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the merged tree of a file, and the problems found; None when there is no tree to go on with."""
    return _load(str(path), ())


def _load(name: str, above: tuple[str, ...]) -> tuple[Branch | None, tuple[Problem, ...]]:
    try:
        text = text_of(name)
    except InputError as error:
        return None, error.problems
    tree, problems = compose(text, name)
    if tree is None or KEY not in tree.items:
        return tree, problems
    base, more = _base(tree.items[KEY], name, above)
    if base is None:
        return None, (*problems, *more)
    whole = merged(base, without(tree, KEY))
    return (whole if isinstance(whole, Branch) else None), (*problems, *more)


def _base(node: Tree, name: str, above: tuple[str, ...]) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the tree of the file that is extended, and its problems."""
    if not isinstance(node, Leaf) or not isinstance(node.value, str) or not node.value.strip():
        return None, (_problem(node.mark, "expected the path of one file"),)
    base = os.path.normpath(Path(name).parent / node.value)
    chain = (*above, _real(name))
    if len(chain) >= LONGEST_CHAIN:
        return None, (_problem(node.mark, f"more than {LONGEST_CHAIN} files extend one another"),)
    if _real(base) in chain:
        return None, (_problem(node.mark, f"{quoted(node.value)} extends itself in a circle"),)
    tree, problems = _load(base, chain)
    return tree, tuple(_seen_from(node.mark, problem) for problem in problems)


def _seen_from(mark: Mark, problem: Problem) -> Problem:
    """Point a problem with a whole file at the line that extends it."""
    if problem.line:
        return problem
    message = f"{problem.file}: {problem.message}"
    return Problem(mark.file, mark.line, mark.column, KEY, message, problem.choices)


def _problem(mark: Mark, message: str) -> Problem:
    return Problem(mark.file, mark.line, mark.column, KEY, message)


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:
        return name
