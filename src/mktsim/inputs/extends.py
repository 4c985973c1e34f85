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
OF_A_WORLD = ("title", "description", "holidays", "status_quo", "policies", "assumptions", "observed")
"""Keys whose content speaks of one world, so that a file that inherits them should be told."""
LONGEST_CHAIN = 20
"""Files that may be laid on one another."""


def load(path: str | Path) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the merged tree of a file, and the problems found; None when there is no tree to go on with."""
    return _load(str(path), ())


def inherited(path: str | Path) -> tuple[Problem, ...]:
    """Return, for a file that extends another, what it takes from there that says whose world it is."""
    name = str(path)
    own, _ = compose(text_of(name), name)
    tree, _ = load(name)
    if own is None or tree is None or KEY not in own.keys:
        return ()
    place = own.keys[KEY]
    return tuple(
        Problem(name, place.line, place.column, key, f"is inherited from {mark.file}:{mark.line}")
        for key, mark in tree.keys.items()
        if key in OF_A_WORLD and key not in own.keys
    )


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
