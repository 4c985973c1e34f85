"""Mutants of a source: all the changes that can be made at one place each."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Site:
    """One mutant: the place of a node in the walk over its file, and which of its changes."""

    file: str
    line: int
    place: int
    way: int
    words: str


COMPARED: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}  # fmt: skip
COMPUTED: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,), ast.Pow: (ast.Mult,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip


def changes(node: ast.AST) -> list[ast.AST]:  # noqa: PLR0911 - one line a kind of node
    """Return what a node may be changed to."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return [_with(node, ops=[op()]) for op in COMPARED.get(type(node.ops[0]), ())]
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return [_with(node, op=op()) for op in COMPUTED.get(type(node.op), ())]
    if isinstance(node, ast.BoolOp):
        return [_with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return [node.operand]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [ast.Constant(not node.value)]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return [ast.Constant(node.value + 1), *([ast.Constant(node.value * 2)] if node.value else [])]
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return [_with(node, test=ast.UnaryOp(ast.Not(), node.test))]
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        return [ast.Return(ast.Constant(None))]
    return []


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def walked(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int, ast.AST]]:
    """Yield (parent, field, index, node) of all that is run: no annotations, decorators, messages or tests of types."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "bases", "keywords"} and not isinstance(tree, ast.Call):
            continue
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST) and not _silent(node):
                yield tree, name, index if isinstance(value, list) else -1, node
                yield from walked(node)


def _silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Assert | ast.Import | ast.ImportFrom):
        return True
    is_typing = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return is_typing or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Unit", "Source", "TypeVar"})


def sites_of(root: Path, file: str) -> list[Site]:
    """Return all mutants of a file."""
    tree = ast.parse((root / file).read_text("utf-8"))
    return [
        Site(file, node.lineno, place, way, f"{_words(node)}  →  {_words(new)}")
        for place, (_, _, _, node) in enumerate(walked(tree))
        for way, new in enumerate(changes(node))
    ]


def _words(node: ast.AST) -> str:
    shown = node.test if isinstance(node, ast.If | ast.While) else node
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(shown))).split())[:70]


def mutated(text: str, site: Site) -> str:
    """Return the text of a file with one change."""
    tree = ast.parse(text)
    parent, name, index, node = next(one for place, one in enumerate(walked(tree)) if place == site.place)
    new = changes(node)[site.way]
    if index < 0:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new
    return ast.unparse(ast.fix_missing_locations(tree))
