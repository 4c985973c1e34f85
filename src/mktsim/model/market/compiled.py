"""How compiled code sees the market's records: their buffers by value, their fields as views made on access.

Sizes are data, so that one compiled kernel serves every market. Uses numba's extension interface (a type, its model,
attributes, unboxing); imported only by what compiles.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array

from mktsim.model.market.record import MOST_DIMENSIONS, Array, Record

WORD = 8
"""Bytes of a float or whole number."""
BUFFERS = {
    "floats": types.float64[::1], "wholes": types.int64[::1], "numbers": types.float64[::1],
    "starts": types.int64[::1], "shapes": types.int64[:, ::1],
}  # fmt: skip
"""What a record consists of, with the type of each array."""


class RecordType(types.Type):
    """The numba type of one kind of record."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.index = {one.name: i for i, one in enumerate(record.arrays)}
        super().__init__(name=f"mktsim.{record.__name__}")


@typeof_impl.register(Record)
def _type_of(record: Record, _context: Any) -> RecordType:
    return RecordType(type(record))


@register_model(RecordType)
class _RecordModel(models.StructModel):
    def __init__(self, manager: Any, kind: RecordType) -> None:
        super().__init__(manager, kind, list(BUFFERS.items()))


def _array_type(one: Array) -> Any:
    return types.Array(types.int64 if one.whole else types.float64, len(one.dims), "C")


@infer_getattr
class _Fields(AttributeTemplate):
    key = RecordType

    def generic_resolve(self, kind: RecordType, name: str) -> Any:  # type: ignore[override]
        if name in kind.record.number_index:
            return types.float64
        return _array_type(kind.record.arrays[kind.index[name]]) if name in kind.index else None


@lower_getattr_generic(RecordType)
def _field(context: Any, builder: Any, kind: RecordType, value: Any, name: str) -> Any:
    """Load a number, or make the view on a record's buffer that is the array `name`."""
    record = cgutils.create_struct_proxy(kind)(context, builder, value=value)

    def buffer(which: str) -> Any:
        return make_array(BUFFERS[which])(context, builder, getattr(record, which))

    def load(which: str, at: int) -> Any:
        return builder.load(builder.gep(buffer(which).data, [ir.Constant(ir.IntType(64), at)]))

    if name in kind.record.number_index:
        return load("numbers", kind.record.number_index[name])
    number = kind.index[name]
    one = kind.record.arrays[number]
    base = buffer("wholes" if one.whole else "floats")
    lengths = [load("shapes", number * MOST_DIMENSIONS + d) for d in range(len(one.dims))]
    stride = context.get_constant(types.intp, WORD)
    strides = [stride]
    for length in reversed(lengths[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    view = make_array(_array_type(one))(context, builder)
    start = builder.gep(base.data, [load("starts", number)])
    populate_array(view, data=start, shape=lengths, strides=strides, itemsize=stride, meminfo=base.meminfo)
    return impl_ret_borrowed(context, builder, _array_type(one), view._getvalue())


@unbox(RecordType)
def _unbox(kind: RecordType, record: Any, c: Any) -> NativeValue:
    """Take over the arrays of a Python record; they outlive the call."""
    native = cgutils.create_struct_proxy(kind)(c.context, c.builder)
    cleanups = []
    for name, array in BUFFERS.items():
        held = c.pyapi.object_getattr_string(record, name)
        part = c.unbox(array, held)
        setattr(native, name, part.value)
        cleanups.append((held, part.cleanup))

    def cleanup() -> None:
        for held, one in cleanups:
            if one is not None:
                one()
            c.pyapi.decref(held)

    return NativeValue(native._getvalue(), cleanup=cleanup)
