"""Where a field that a later check complains about stands in its file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from mktsim.errors import Problem
from mktsim.inputs.extends import load
from mktsim.inputs.tree import Step, find

_STEPS = re.compile(r"[^.\[\]]+")


def located(problem: Problem, path: Path) -> Problem:
    """Return the problem with file, line and column of its field, or of what encloses it where it is not written.

    A problem that has a line already, or is about another file, is returned as it is.
    """
    if problem.line > 0 or not problem.field or (problem.file and Path(problem.file).name != path.name):
        return problem
    tree, _ = load(path)
    if tree is None:
        return problem
    steps: tuple[Step, ...] = tuple(int(s) if s.isdigit() else s for s in _STEPS.findall(problem.field))
    mark = find(tree, steps, absent=False).mark
    return replace(problem, file=mark.file, line=mark.line, column=mark.column)
