"""Relations between fields, declared where the field is: references, names, lengths, sums, order.

``channel: Annotated[str, Ref("channel")]`` refers to what ``channels: Annotated[..., Names("channel")]`` defines. Rules
that need only their own value check it wherever it is validated; those that need the names of others are checked by
`mktsim.inputs.agreement` on the whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic_core import PydanticCustomError, core_schema

from mktsim.errors import quoted

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Step = str | int
DISAGREEMENT = "disagreement"
"""Type of the errors that this module raises; their context holds the findings under `FOUND`."""
FOUND = "found"
RUN_WEEK = "week of the run"
"""Kind of what the weeks of a run are counted by."""
LONGEST_NAME = 64
"""Bytes of a name in UTF-8: three of them and a number fit into the name of a file."""
LONGEST_TEXT = 10_000
"""Characters of a text that people read."""
_WRONG_FIRST = ".-~=+@"
"""A hidden file, an option, a home directory, a formula."""
_RESERVED = frozenset('/\\:*?"<>|')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_SUM_TOLERANCE = 1e-6


_NAME_RULES: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda name: not name, "a name has at least one character"),
    (lambda name: len(name.encode("utf-8", "replace")) > LONGEST_NAME, f"a name has at most {LONGEST_NAME} bytes"),
    (lambda name: not name.isprintable(), "a name holds no control or invisible characters"),
    (lambda name: _RESERVED & set(name), "a name holds none of " + " ".join(sorted(_RESERVED))),
    (lambda name: name[0] in _WRONG_FIRST or name[0].isspace(), f"a name begins with none of {' '.join(_WRONG_FIRST)}"),
    (lambda name: name[-1] == "." or name[-1].isspace(), "a name does not end with a dot or a space"),
    (lambda name: name.partition(".")[0].casefold() in _DEVICES, "the name belongs to a device on some systems"),
)
"""(what makes a name wrong, in words), in the order in which they are looked at."""


class Finding(NamedTuple):
    """One thing that does not fit, at a place below where it was looked for."""

    steps: tuple[Step, ...]
    message: str
    choices: tuple[str, ...] = ()
    of_key: bool = False
    """Whether the key there is wrong, and not its value."""


def refuse(findings: Iterable[Finding]) -> None:
    """Raise what pydantic reports for findings; do nothing without any."""
    found = tuple(findings)
    if found:
        lines = "\n".join(_line(one) for one in found)
        raise PydanticCustomError(DISAGREEMENT, "{text}", {"text": lines, FOUND: found})


def _line(one: Finding) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in one.steps).removeprefix(".")
    return f"{path}: {one.message}" if path else one.message


def folded(name: str) -> str:
    r"""Return what file systems may take a name for: composed letters, no difference of case.

    >>> folded("CAFE\u0301") == folded("caf\u00e9")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def name_problem(name: str) -> str:
    """Return why a text cannot be a name, in words; empty when it can.

    A name may become the name of a file, a column or a row: it holds no control or invisible characters, nothing
    that means a place, a pattern or a device to a file system, and is at most 64 bytes long.

    >>> name_problem("planning_hub"), name_problem(".hub")
    ('', 'a name begins with none of . - ~ = + @')
    """
    return next((words for is_wrong, words in _NAME_RULES if is_wrong(name)), "")


_PATTERN = r'^[^/\\:*?"<>|\x00-\x1f]*$'
"""Of a name, for editors."""


class _Checked:
    """A rule about a value alone, checked wherever the value is validated."""

    __slots__ = ()

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - whatever the field holds
        """Yield what is wrong with a value."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the value once its type is right."""
        return core_schema.no_info_after_validator_function(self._passed, handler(source))

    def _passed(self, value: Any) -> Any:  # noqa: ANN401 - see findings
        refuse(self.findings(value))
        return value


@dataclass(frozen=True, slots=True)
class NameRule(_Checked):
    """The rule of `Name`."""

    optional: bool = False
    """Whether empty text, for none, is allowed."""

    def findings(self, value: str) -> Iterator[Finding]:
        """Yield why a text cannot be a name."""
        why = name_problem(value)
        if why and (value or not self.optional):
            yield Finding((), f"{why}, found {quoted(value)}")

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tell editors what a name looks like."""
        return {**handler(core), "minLength": int(not self.optional), "maxLength": LONGEST_NAME, "pattern": _PATTERN}


Name = Annotated[str, NameRule()]
"""What may become the name of a file: one type for all of them."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A text that names something of a kind, such as ``channel``."""

    kind: str
    optional: bool = False
    """Whether empty text, for none, is allowed."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Carry the kind into the JSON schema as ``x-refers-to``."""
        return {**handler(core), "x-refers-to": self.kind}


@dataclass(frozen=True, slots=True)
class Index:
    """A whole number that counts things of a kind from zero."""

    kind: str


@dataclass(frozen=True, slots=True)
class InRun:
    """A week from the opening that the run should meet; one that it never meets is no mistake, but told."""

    kind: str = RUN_WEEK


@dataclass(frozen=True, slots=True)
class PerEach:
    """A list with one value for each thing of a kind, in their order; or empty."""

    kind: str


@dataclass(frozen=True, slots=True)
class Counts:
    """A list that says how many things of a kind there are: its length and `beyond`."""

    kind: str
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Names(_Checked):
    """Rows or a table that define the names of a kind, each once, also where a file system takes two for one."""

    kind: str

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - rows or a table
        """Yield names that were given before."""
        first: dict[str, str] = {}
        for step, name in _named(value):
            steps = (step,) if isinstance(value, Mapping) else (step, "name")
            before = first.get(folded(name))
            first.setdefault(folded(name), name)
            if before == name:
                yield Finding(steps, f"the name {quoted(name)} occurs twice")
            elif before is not None:
                yield Finding(steps, f"{quoted(name)} and {quoted(before)} are one name to some file systems")


def _named(value: Any) -> Iterator[tuple[Step, str]]:  # noqa: ANN401 - rows or a table
    """Yield (step, name) of what rows or a table define."""
    if isinstance(value, Mapping):
        yield from ((key, key) for key in value)
    else:
        yield from ((place, row.name) for place, row in enumerate(value))


def names_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - rows or a table
    """Return the names that rows or a table define, in order."""
    return tuple(name for _, name in _named(value))


@dataclass(frozen=True, slots=True)
class Lengths(_Checked):
    """A list that has one of a few lengths."""

    allowed: tuple[int, ...]

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - any list
        """Yield that the length is another."""
        if len(value) not in self.allowed:
            words = " or ".join("none" if number == 0 else str(number) for number in self.allowed)
            yield Finding((), f"expected {words} in number, found {len(value)}")


@dataclass(frozen=True, slots=True)
class Rising(_Checked):
    """Numbers that rise from each to the next; of lists, their first numbers do."""

    strictly: bool = True

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - numbers, or lists of them
        """Yield each number that does not rise."""
        numbers = [one[0] if isinstance(one, tuple) else one for one in value]
        for place, (before, after) in enumerate(pairwise(numbers), start=1):
            if after < before or (self.strictly and after == before):
                words = "more than" if self.strictly else "at least"
                yield Finding((place,), f"must be {words} the one before it ({before:g}), found {after:g}")


@dataclass(frozen=True, slots=True)
class SumsTo(_Checked):
    """Numbers, or one field of rows, that add up to a total; an empty list adds to nothing."""

    total: float
    field: str = ""
    """Field of the rows; empty for a list of numbers."""

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - numbers or rows
        """Yield that the sum is another."""
        found = sum(getattr(one, self.field) if self.field else one for one in value)
        if value and not abs(found - self.total) <= _SUM_TOLERANCE:
            what = f"{self.field} sums" if self.field else "sums"
            yield Finding((), f"{what} to {found:g}, not {self.total:g}")


@dataclass(frozen=True, slots=True)
class AllOrNone(_Checked):
    """Rows of which either each gives at least so much in one field, or none gives anything."""

    field: str
    least: float

    def findings(self, value: Any) -> Iterator[Finding]:  # noqa: ANN401 - rows
        """Yield rows that leave out what others give."""
        given = [getattr(one, self.field) for one in value]
        for place, number in enumerate(given):
            if any(given) and number < self.least:
                words = f"{self.field} must be at least {self.least:g} unless it is 0 for all, found {number:g}"
                yield Finding((place, self.field), words)
