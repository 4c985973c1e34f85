"""Finds the sentences that a module's code is made of, as a catalogue has them: a hole for what is not constant."""

from __future__ import annotations

import ast
import re
from pathlib import Path

WORD = re.compile(r"[A-Za-z]{2}")


def messages_of(path: Path) -> set[str]:
    """Every string of a module that a person may read; documentation, and parts of other strings, apart."""
    tree = ast.parse(path.read_text("utf-8"))
    not_said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            not_said.update(node.values)
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            not_said.add(node.format_spec)
        if isinstance(node, ast.Subscript):  # types, and names of columns
            not_said.add(node.slice)
        if isinstance(node, ast.Dict):
            not_said.update(key for key in node.keys if key is not None)
    found = {shape_of(node) for node in ast.walk(tree) if node not in not_said}
    return {one for one in found if WORD.search(one.replace("{}", ""))}


def shape_of(node: ast.AST) -> str:
    """A constant or formatted string with a hole for every value; empty for what is neither."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
