"""A file and the files it extends, as one tree whose every value knows the file it came from.

``extends`` stands at the top of any file, and in a policy of a scenario or study, where it names another policy of that
file or, in a study, of its scenario.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mktsim.errors import InputError, Problem, did_you_mean, quoted
from mktsim.inputs.compose import compose
from mktsim.inputs.named_files import file_named, is_category, names
from mktsim.inputs.text import text_of
from mktsim.inputs.tree import Branch, Leaf, Mark, Tree, find, merged, without

KEY = "extends"
"""Key that names what is laid under this: a file relative to this one, something shipped, or another policy."""
POLICIES, SCENARIO = "policies", "scenario"
OF_A_WORLD = ("title", "description", "holidays", "status_quo", "policies", "assumptions", "observed")
"""Keys whose content speaks of one world, so that a file that inherits them should be told."""
LONGEST_CHAIN = 20
"""Files that may be laid on one another."""


def load(path: str | Path) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return the merged tree of a file, and the problems found; None when there is no tree to go on with."""
    return _with_policies(*_load(str(path), ()), Path(path))


def load_text(text: str, name: str) -> tuple[Branch | None, tuple[Problem, ...]]:
    """Return what `load` would of a file `name` that holds the text."""
    return _with_policies(*_grown(text, name, ()), Path(name))


def _with_policies(
    tree: Branch | None, problems: tuple[Problem, ...], path: Path
) -> tuple[Branch | None, tuple[Problem, ...]]:
    if tree is None or not _some_policy_extends(tree):
        return tree, problems
    known = _Policies(tree, _policies_of_scenario(tree, path))
    return known.laid(), (*problems, *known.problems)


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
        if key in OF_A_WORLD and key not in own.keys and not is_category(mark.file)
    )


def _load(name: str, above: tuple[str, ...]) -> tuple[Branch | None, tuple[Problem, ...]]:
    try:
        text = text_of(name)
    except InputError as error:
        return None, error.problems
    return _grown(text, name, above)


def _grown(text: str, name: str, above: tuple[str, ...]) -> tuple[Branch | None, tuple[Problem, ...]]:
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
    base, inner = _base_file(node.value, Path(name).parent)
    chain = (*above, _real(name))
    if len(chain) >= LONGEST_CHAIN:
        return None, (_problem(node.mark, f"more than {LONGEST_CHAIN} files extend one another"),)
    if _real(base) in chain:
        return None, (_problem(node.mark, f"{quoted(node.value)} extends itself in a circle"),)
    tree, problems = _load(base, chain)
    told = tuple(_seen_from(node.mark, problem) for problem in problems)
    if tree is None or not inner:
        return tree, told
    whole, more = load(base)
    policy = find(whole or tree, (POLICIES, inner), absent=False)
    if policy.steps != (POLICIES, inner) or not isinstance(policy.node, Branch):
        return None, (*told, *more, _problem(node.mark, f"no policy is called {quoted(inner)} in {base}"))
    return policy.node, (*told, *more)


def _base_file(text: str, beside: Path) -> tuple[str, str]:
    """Return the file that ``extends`` names, and the policy in it that ``FILE#POLICY`` names."""
    name, _, policy = text.partition("#")
    return os.path.normpath(file_named(name, beside)), policy


def _seen_from(mark: Mark, problem: Problem) -> Problem:
    """Point a problem with a whole file at the line that extends it."""
    if problem.line:
        return problem
    known = names() if not Path(problem.file).suffix else ()
    hint = did_you_mean(Path(problem.file).name, known, 1) if known else ""
    message = f"{problem.file}: {problem.message}{hint}"
    return Problem(mark.file, mark.line, mark.column, KEY, message, problem.choices or known)


def _problem(mark: Mark, message: str) -> Problem:
    return Problem(mark.file, mark.line, mark.column, KEY, message)


def _real(name: str) -> str:
    try:
        return os.path.realpath(name)
    except ValueError:
        return name


def _some_policy_extends(tree: Branch) -> bool:
    policies = tree.items.get(POLICIES)
    found = policies.items.values() if isinstance(policies, Branch) else ()
    return any(isinstance(one, Branch) and KEY in one.items for one in found)


def _policies_of_scenario(tree: Branch, path: Path) -> Mapping[str, Tree]:
    """Return the policies of the scenario that a study names; none where there is no such scenario."""
    named = tree.items.get(SCENARIO)
    if not isinstance(named, Leaf) or not isinstance(named.value, str):
        return {}
    scenario, _ = load(file_named(named.value, path.parent))
    policies = scenario.items.get(POLICIES) if scenario is not None else None
    return policies.items if isinstance(policies, Branch) else {}


@dataclass
class _Policies:
    """Lays policies on those that they extend."""

    tree: Branch
    others: Mapping[str, Tree]
    """Policies of the scenario of a study."""
    problems: list[Problem] = field(default_factory=list)

    def laid(self) -> Branch:
        """Return the tree in which no policy extends another any more."""
        policies = self.tree.items[POLICIES]
        if not isinstance(policies, Branch):
            return self.tree
        whole = {name: self._whole(name, policies, ()) for name in policies.items}
        laid = Branch(policies.mark, whole, policies.keys)
        return Branch(self.tree.mark, {**self.tree.items, POLICIES: laid}, self.tree.keys)

    def _whole(self, name: str, policies: Branch, above: tuple[str, ...]) -> Tree:
        policy = policies.items[name]
        if not isinstance(policy, Branch) or KEY not in policy.items:
            return policy
        node, own = policy.items[KEY], without(policy, KEY)
        wanted = node.value if isinstance(node, Leaf) and isinstance(node.value, str) else ""
        if wanted in (*above, name) and wanted not in self.others:
            return self._refused(node, name, f"{quoted(wanted)} extends itself in a circle", ())
        if wanted in policies.items and wanted not in (*above, name):
            return merged(self._whole(wanted, policies, (*above, name)), own)
        if wanted in self.others:
            return merged(self.others[wanted], own)
        choices = tuple(dict.fromkeys(one for one in (*policies.items, *self.others) if one != name))
        message = f"no policy is called {quoted(wanted)}{did_you_mean(wanted, choices, 1)}"
        return self._refused(node, name, message, choices)

    def _refused(self, node: Tree, name: str, message: str, choices: tuple[str, ...]) -> Tree:
        """Note a problem; return some policy that is whole, so that what is missing here is not told as well."""
        mark = node.mark
        told = Problem(mark.file, mark.line, mark.column, f"{POLICIES}.{name}.{KEY}", message, choices)
        if told not in self.problems:
            self.problems.append(told)
        policies = self.tree.items[POLICIES]
        every = (*self.others.values(), *(policies.items.values() if isinstance(policies, Branch) else ()))
        return next((one for one in every if isinstance(one, Branch) and KEY not in one.items), Leaf(mark, None))
