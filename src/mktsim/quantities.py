"""Numbers that know their unit, range and source, declared once where they are used.

A parameter reads ``depth: Annotated[float, Ge(0), Le(0.6), Unit("share"), Source("G23")] = 0.15`` with a
line of text under it, on a ``Part`` (what files are read into) or on a frozen dataclass (rules, mechanisms).
Schema, help, the table of parameters, documentation and forms are generated from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast, get_args, get_origin

from annotated_types import Ge, Gt, Interval, Le, Lt
from pydantic import BaseModel, ConfigDict

from mktsim.records import RecordField, fields_of, is_record, metadata_within, records_in, split

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

PRICE = Interval(ge=1e-6, le=1e12)
"""Range of a price or cost of one thing in any currency: what is smaller or larger has another unit."""
MONEY = Interval(ge=0.0, le=1e15)
"""Range of an amount of money: sums of thousands of weeks stay far from what a float holds."""
UNITS = Interval(ge=1e-6, le=1e15)
"""Range of a quantity of goods."""
ASSUMPTION = "assumption"
_STRICT_SCALARS = frozenset({"int", "float", "bool", "str"})


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number, such as ``share``, ``weeks`` or ``money per unit``."""

    text: str
    """The unit in words."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Carry the unit into the JSON schema as ``x-unit``."""
        return {**handler(core), "x-unit": self.text}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a default comes from: an evidence id, a citation, or ``assumption`` with or without ``: reason``."""

    text: str
    """The source in words."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Carry the source into the JSON schema as ``x-source``."""
        return {**handler(core), "x-source": self.text}


def is_assumption(source: str) -> bool:
    """Tell whether a source is the word ``assumption``, with or without a reason after a colon."""
    return source.partition(":")[0].strip().lower() == ASSUMPTION


def _make_scalars_strict(schema: object) -> None:
    """Set ``strict`` on every scalar inside a pydantic core schema, in place."""
    if isinstance(schema, dict):
        if schema.get("type") in _STRICT_SCALARS:
            schema["strict"] = True
        for key, value in schema.items():
            if key not in {"metadata", "default", "serialization"}:
                _make_scalars_strict(value)
    elif isinstance(schema, list | tuple):
        for item in schema:
            _make_scalars_strict(item)


def _hashable(value: object) -> object:
    """Return a value with mappings and lists, whatever their depth, made hashable."""
    if isinstance(value, dict):
        return frozenset((key, _hashable(item)) for key, item in value.items())
    return tuple(_hashable(item) for item in value) if isinstance(value, tuple | list) else value


class Part(BaseModel):
    """The base of everything read from files: frozen, exact about keys and types, finite.

    Scalars are never converted silently (text ``"3"`` is not the number 3, ``true`` is not 1); whole numbers
    may stand for floats, lists for tuples. Declare tuples rather than lists; tables by name are dicts, which
    nobody changes.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        allow_inf_nan=False,
        validate_default=True,
    )

    retired: ClassVar[Mapping[str, str]] = {}
    """Fields that older files give and this class no longer has, each with what replaces it."""
    uncounted_by_default: ClassVar[frozenset[str]] = frozenset()
    """Fields that came later: at their defaults they do not count in hashes of content, so that older ones hold."""
    source_hash: ClassVar[str] = ""
    """Hash of the source of a class that is the user's own; empty for the product's."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Make the scalars of this class strict, leaving its containers and dates lenient."""
        schema = handler(source)
        _make_scalars_strict(schema)
        return schema

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe every field by the text under it."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for field in fields_of(cls):
            if field.text and field.written in properties:
                properties[field.written].setdefault("description", field.text)
        return schema

    def __hash__(self) -> int:
        """Hash by content, so that equal parts, with tables in any order, have equal hashes."""
        return hash((type(self), _hashable({name: getattr(self, name) for name in type(self).model_fields})))


@dataclass(frozen=True, slots=True)
class Declared:
    """One parameter as its class declares it."""

    name: str
    """Name of the field."""
    path: str
    """Dotted path from the class asked; ``[]`` is any row, ``[tag]`` one member of a union."""
    unit: str
    """Unit in words; empty when none is declared."""
    default: Any
    """Default value; None when the field is required (see ``required``)."""
    required: bool
    """Whether the field has no default."""
    low: float | None
    """Lowest value; None when unbounded."""
    high: float | None
    """Highest value; None when unbounded."""
    low_open: bool
    """Whether ``low`` itself is excluded."""
    high_open: bool
    """Whether ``high`` itself is excluded."""
    source: str
    """Where the default comes from; empty when none is declared."""
    text: str
    """The line of documentation under the field."""

    @property
    def is_assumption(self) -> bool:
        """Whether the default is assumed and not taken from a source."""
        return is_assumption(self.source)

    @property
    def range(self) -> str:
        """The range as text, such as ``[0, 0.6]`` or ``(0, ∞)``."""
        left = "(-∞" if self.low is None else f"{'(' if self.low_open else '['}{self.low:g}"
        right = "∞)" if self.high is None else f"{self.high:g}{')' if self.high_open else ']'}"
        return f"{left}, {right}"


def declared(cls: type) -> tuple[Declared, ...]:
    """Return the parameters of a class and the classes in it: the numeric, and all with a unit or source.

    ``cls`` is a pydantic model or a dataclass; raises TypeError for anything else.
    """
    if not is_record(cls):
        msg = f"{cls!r} is neither a pydantic model nor a dataclass"
        raise TypeError(msg)
    return tuple(_walk(cls, "", ()))


def _walk(cls: type, prefix: str, above: tuple[type, ...]) -> Iterator[Declared]:
    """Yield the parameters of one class, depth first; a class within itself is walked once."""
    for field in fields_of(cls):
        path = f"{prefix}{field.written}"
        inner = tuple(records_in(field.annotation))
        metadata = (*field.metadata, *metadata_within(field.annotation))
        if not inner and (_is_numeric(field.annotation) or any(isinstance(m, Unit | Source) for m in metadata)):
            yield _declared(field, path, metadata)
        for suffix, nested in inner:
            if nested not in (*above, cls):
                yield from _walk(nested, f"{path}{suffix}.", (*above, cls))


def _declared(field: RecordField, path: str, metadata: tuple[Any, ...]) -> Declared:
    """Return the declaration of one leaf."""
    low, low_open = _low(metadata)
    high, high_open = _high(metadata)
    return Declared(
        name=field.name,
        path=path,
        unit=next((m.text for m in metadata if isinstance(m, Unit)), ""),
        default=field.default,
        required=field.required,
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        source=next((m.text for m in metadata if isinstance(m, Source)), ""),
        text=field.text,
    )


def _low(metadata: tuple[Any, ...]) -> tuple[float | None, bool]:
    """Return the lower bound and whether it is excluded; (None, False) without one."""
    for item in metadata:
        if isinstance(item, Gt):
            return cast("float", item.gt), True
        if isinstance(item, Ge):
            return cast("float", item.ge), False
    return None, False


def _high(metadata: tuple[Any, ...]) -> tuple[float | None, bool]:
    """Return the upper bound and whether it is excluded; (None, False) without one."""
    for item in metadata:
        if isinstance(item, Lt):
            return cast("float", item.lt), True
        if isinstance(item, Le):
            return cast("float", item.le), False
    return None, False


def _is_numeric(annotation: object) -> bool:
    """Tell whether an annotation holds numbers, alone, optional or in tuples."""
    annotation, _ = split(annotation)
    return annotation in (int, float) or (
        get_origin(annotation) is not Literal and any(_is_numeric(a) for a in get_args(annotation))
    )
