"""From what pydantic reports to problems a person can act on: where, what, and the choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mktsim.errors import Problem, did_you_mean, quoted
from mktsim.inputs.expected import annotation_at, choices_of, keys_of, retired_in, tags_of
from mktsim.inputs.tree import Found, Leaf, Mark, Step, Tree, dotted, find, key_mark
from mktsim.relations import DISAGREEMENT, FOUND

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ABSENT = frozenset({"missing", "missing_argument"})
_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_EXPECTED = {
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "string_type": "expected text",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "set_type": "expected a list",
    "frozen_set_type": "expected a list",
    "model_type": "expected a mapping of keys to values",
    "model_attributes_type": "expected a mapping of keys to values",
    "dataclass_type": "expected a mapping of keys to values",
    "dict_type": "expected a mapping of keys to values",
    "date_type": "expected a date such as 1963-01-31",
    "date_parsing": "expected a date such as 1963-01-31",
    "date_from_datetime_parsing": "expected a date such as 1963-01-31",
    "date_from_datetime_inexact": "expected a date such as 1963-01-31",
    "greater_than_equal": "must be at least {ge:g}",
    "greater_than": "must be more than {gt:g}",
    "less_than_equal": "must be at most {le:g}",
    "less_than": "must be less than {lt:g}",
    "multiple_of": "must be a multiple of {multiple_of:g}",
    "finite_number": "must be finite",
    "too_short": "expected at least {min_length} in number",
    "too_long": "expected at most {max_length} in number",
    "string_too_short": "needs at least {min_length} characters",
    "string_too_long": "takes at most {max_length} characters",
    "string_pattern_mismatch": "must match the pattern {pattern}",
}
_PLACED = re.compile(r"^(?P<path>[A-Za-z_]\w*(?:\.[\w-]+|\[\d+\])*): (?P<text>.+)$")
_LONGEST = 40
VERSION = "schema_version"
_OTHER_SCHEMA = (
    "another version of mktsim reads it; CHANGELOG.md says, by schema, which fields went or mean something else since"
)


def explain(error: ErrorDetails, tree: Tree, model: object) -> Iterator[Problem]:
    """Yield the problems behind one error of pydantic, placed in the tree that was validated against ``model``.

    A validator of a model may raise ``ValueError`` with one line a problem; a line ``path: text``, where the path
    is relative to the model and exists in the file, points there.
    """
    kind, location = error["type"], tuple(error["loc"])
    if kind in _ABSENT:
        found = find(tree, location, absent=True)
        last = location[-1] if location else ""
        short = f"expected at least {last + 1} in number, found {last}" if isinstance(last, int) else ""
        yield _problem(found.mark, found.steps, short or "is required, but missing")
    elif kind in _UNKNOWN:
        yield _unknown_key(tree, location, model)
    elif kind in {"union_tag_invalid", "union_tag_not_found"}:
        yield _wrong_tag(error, tree, model)
    elif kind in {"literal_error", "enum"}:
        yield _wrong_word(error, tree, model)
    elif kind == "too_short" and _is_long_enough(error):
        return
    elif kind == DISAGREEMENT:
        yield from _disagreements(error, tree)
    elif kind in {"value_error", "assertion_error"}:
        yield from _broken_rules(error, find(tree, location, absent=False), tree)
    else:
        found = find(tree, location, absent=False)
        yield _problem(found.mark, found.steps, _message(error))


def in_words(error: ErrorDetails) -> str:
    """Return what is wrong by one error of pydantic, without its place."""
    if error["type"] in {DISAGREEMENT, "value_error", "assertion_error"}:
        return "; ".join(_lines(error))
    return _message(error)


def shown(value: object) -> str:
    """Return what was found, in the words of the file."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"the text {text!r}" if isinstance(value, str) else text


def _is_long_enough(error: ErrorDetails) -> bool:
    """Tell whether a list is short only because pydantic does not count its wrong entries, told on their own."""
    given, needed = error["input"], error.get("ctx", {}).get("min_length", 0)
    return isinstance(given, list | tuple | dict) and len(given) >= needed


def _message(error: ErrorDetails) -> str:
    template = _EXPECTED.get(error["type"])
    if template is None:
        return f"{error['msg'][:1].lower()}{error['msg'][1:]}"
    context = error.get("ctx", {})
    found = context.get("actual_length") if error["type"] in {"too_short", "too_long"} else shown(error["input"])
    return f"{template.format(**context)}, found {found}"


def _unknown_key(tree: Tree, location: tuple[Step, ...], model: object) -> Problem:
    found = find(tree, location, absent=False)
    annotation, name = annotation_at(model, location[:-1]), str(location[-1])
    if replacement := retired_in(annotation, name):
        return _problem(key_mark(tree, found.steps), found.steps, f"no longer exists: {replacement}")
    known = keys_of(annotation)
    return _problem(key_mark(tree, found.steps), found.steps, f"unknown key{did_you_mean(name, known, 1)}", known)


def _wrong_tag(error: ErrorDetails, tree: Tree, model: object) -> Problem:
    context = error.get("ctx", {})
    key = str(context.get("discriminator", "")).strip("'").removesuffix("()")
    tags = tags_of(annotation_at(model, tuple(error["loc"])))
    location = (*error["loc"], key)
    if error["type"] == "union_tag_not_found":
        found = find(tree, location, absent=True)
        return _problem(found.mark, found.steps, "is required, but missing", tags)
    found = find(tree, location, absent=False)
    name = str(context.get("tag", ""))
    return _problem(found.mark, found.steps, f"unknown name {quoted(name)}{did_you_mean(name, tags, 1)}", tags)


def _wrong_word(error: ErrorDetails, tree: Tree, model: object) -> Problem:
    found = find(tree, tuple(error["loc"]), absent=False)
    choices = choices_of(annotation_at(model, tuple(error["loc"])))
    if found.steps[-1:] == (VERSION,):
        words = f"files of schema {', '.join(choices)} are read here, found {shown(error['input'])}: {_OTHER_SCHEMA}"
        return _problem(found.mark, found.steps, words)
    hint = did_you_mean(error["input"], choices, 1) if isinstance(error["input"], str) else ""
    return _problem(
        found.mark, found.steps, f"expected one of the choices, found {shown(error['input'])}{hint}", choices
    )


def _broken_rules(error: ErrorDetails, found: Found, tree: Tree) -> Iterator[Problem]:
    """Yield one problem a line of a validator's message."""
    for line in _lines(error):
        placed = _PLACED.match(line)
        steps = (*found.steps, *_steps(placed["path"])) if placed else ()
        if placed and (there := find(tree, steps, absent=False)).steps == steps:
            mark = there.mark if isinstance(there.node, Leaf) else key_mark(tree, steps)
            yield _problem(mark, steps, placed["text"])
        else:
            yield _problem(found.mark, found.steps, line)


def _lines(error: ErrorDetails) -> Iterator[str]:
    """Yield the lines of a message, without pydantic's own words before it."""
    text = re.sub(r"^(?:Value|Assertion) (?:error|failed), ", "", error["msg"])
    yield from filter(None, map(str.strip, text.splitlines()))


def _disagreements(error: ErrorDetails, tree: Tree) -> Iterator[Problem]:
    """Yield the problems that a declared relation found, each at its own place."""
    loc = tuple(error["loc"])
    above = find(tree, loc, absent=False).steps
    for one in error["ctx"][FOUND]:
        steps = (*above, *one.steps)
        there = find(tree, steps, absent=False)
        of_key = one.of_key or loc[-1:] == ("[key]",)
        mark = there.mark if isinstance(there.node, Leaf) and not of_key else key_mark(tree, there.steps)
        yield _problem(mark, there.steps, one.message, one.choices)


def _steps(path: str) -> tuple[Step, ...]:
    """Return the steps of a dotted path such as ``edges[3].sender``."""
    return tuple(int(row) if row else name for name, row in re.findall(r"([A-Za-z_][\w-]*)|\[(\d+)\]", path))


def _problem(mark: Mark, steps: tuple[Step, ...], message: str, choices: tuple[str, ...] = ()) -> Problem:
    return Problem(mark.file, mark.line, mark.column, dotted(steps), message, choices)
