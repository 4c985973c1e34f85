"""Mutations of files: of their bytes, and of their grammar. The same number makes the same file on every machine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mktsim.inputs.compose import compose
from mktsim.inputs.tree import Plain, plain

Rng = np.random.Generator
Way = Callable[[bytes, Rng, tuple[bytes, ...]], bytes]
"""A mutation: of a file, with luck, and what else there is to splice in."""
LARGEST = 200_000
"""Bytes of a file that a mutation makes; larger ones are made on purpose, by `HUGE`."""
NASTY_NUMBERS = (
    "0", "-0.0", "1e308", "-1e308", "1e-308", "1e400", ".nan", ".inf", "-.inf", "1e15", "-1", "0.5", "1", "2", "7",
    "99999999999999999999999999", "1_000", "0x10", "010", "1e", "١٢", "1,5", "9" * 400,
)  # fmt: skip
NASTY_TEXTS = (
    "''", "' '", "~", "null", "true", "no", "'../../etc/x'", "/etc/passwd", "CON", "'a\\b'", '"a\\0b"', '"\\e[31mx"',
    '"\\u202Ex"', '"\\uD800"', "'=1+1'", "'-rf'", "é", "e\u0301", "茶", "😀", "'" + "x" * 5000 + "'", "0000-00-00",
    "9999-12-31", "0001-01-01", "2024-02-30", "!!python/object/apply:os.system ['x']", "!!binary aGk=", "!x y",
    "&a [*a]", "*nothing", "<<", "{}", "[]", "[[[[[[]]]]]]", "{a: {b: {c: {d: 1}}}}", "- 1", "? x", "|", ">-", "@x",
    "`x", "%x", "\t", "# x", "[1, 2", "{a: 1", "'x", '"x', ": :", "a: b: c", "\x00", "\x07", "\ufeff", "\u2028",
)  # fmt: skip
DEEP = 3000
"""Levels of a nest that a mutation makes."""


def mutated(number: int, seeds: tuple[bytes, ...], ways: tuple[Way, ...]) -> bytes:
    """Return the file of a number, made from one of some seeds by one to four mutations of some ways."""
    rng = np.random.default_rng([number, len(seeds), len(ways)])
    content = seeds[int(rng.integers(len(seeds)))]
    for _ in range(int(rng.integers(1, 5))):
        content = ways[int(rng.integers(len(ways)))](content, rng, seeds)[:LARGEST]
    return HUGE[int(rng.integers(len(HUGE)))](content) if rng.random() < 0.01 else content


# ---------------------------------------------------------------- bytes
def _at(content: bytes, rng: Rng) -> int:
    return int(rng.integers(len(content) + 1))


def _flip(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    if not content:
        return content
    found = bytearray(content)
    for _ in range(int(rng.integers(1, 8))):
        found[int(rng.integers(len(found)))] ^= 1 << int(rng.integers(8))
    return bytes(found)


def _insert(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    place = _at(content, rng)
    return content[:place] + rng.bytes(int(rng.integers(1, 40))) + content[place:]


def _delete(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    place = _at(content, rng)
    return content[:place] + content[place + int(rng.integers(1, 200)) :]


def _truncate(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    return content[: _at(content, rng)]


def _double(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    place, length = _at(content, rng), int(rng.integers(1, 400))
    return content[:place] + content[place : place + length] * int(rng.integers(2, 6)) + content[place + length :]


def _splice(content: bytes, rng: Rng, seeds: tuple[bytes, ...]) -> bytes:
    other = seeds[int(rng.integers(len(seeds)))]
    return content[: _at(content, rng)] + other[_at(other, rng) :]


def _encode(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    text = content.decode("utf-8", "replace")
    code = ("utf-16", "utf-32", "utf-8-sig", "latin-1", "cp037")[int(rng.integers(5))]
    return text.encode(code, "replace")


def _lines(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    ending = (b"\r\n", b"\r", b"\n\n", b"\x00\n", b"", b"\t\n", b" \n")[int(rng.integers(7))]
    return content.replace(b"\n", ending)


def _swap_lines(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = rng.integers(len(lines), size=2)
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


BYTES: tuple[Way, ...] = (_flip, _insert, _delete, _truncate, _double, _splice, _encode, _lines, _swap_lines)
HUGE: tuple[Callable[[bytes], bytes], ...] = (
    lambda content: content + b"\nmore: " + b"[" * 60_000,
    lambda content: content + b"\nmore: [" + b"1," * 900_000 + b"1]",
    lambda content: content + b"\n" + b"".join(b"k%d: 1\n" % place for place in range(150_000)),
    lambda content: content + b"\n#" + b"x" * 6_000_000,
    lambda content: content + b"\nmore: '" + b"y" * 3_000_000 + b"'",
    lambda content: b"".join(b" " * level + b"a:\n" for level in range(DEEP)) + content,
)
"""What makes a file large or deep."""


# ---------------------------------------------------------------- grammar
def _tree(content: bytes) -> Plain:
    """Return the values of a file; nothing when it has no tree any more."""
    try:
        found, _ = compose(content.decode("utf-8"), "seed")
    except UnicodeDecodeError:
        return None
    return None if found is None else plain(found)


def _places(tree: Plain, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the ways to all values but the whole."""
    found: list[tuple[str | int, ...]] = []
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in rows:
        found += [(*steps, step), *_places(value, (*steps, step))]
    return found


def _get(tree: Plain, steps: tuple[str | int, ...]) -> Plain:
    for step in steps:
        tree = tree[step]  # type: ignore[index,call-overload]
    return tree


class Raw(str):
    """Text that is written as it stands, whatever it means to the grammar."""

    __slots__ = ()


def written(tree: object, indent: int = 0) -> str:
    """Return values as YAML, raw texts as they stand; values that are the same object twice are written twice."""
    pad = "  " * indent
    if isinstance(tree, Raw):
        return f" {tree}\n"
    if isinstance(tree, dict) and tree:
        return "\n" + "".join(f"{pad}{_key(key)}:{written(value, indent + 1)}" for key, value in tree.items())
    if isinstance(tree, list) and tree:
        return "\n" + "".join(f"{pad}-{written(value, indent + 1)}" for value in tree)
    return f" {_scalar(tree)}\n"


def _key(key: object) -> str:
    return str(key) if isinstance(key, Raw) else _scalar(key)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return repr(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def _edited(content: bytes, rng: Rng, edit: Callable[[Plain, tuple[str | int, ...]], None]) -> bytes:
    """Return a file with an edit at one of its places; bytes are changed where it has no tree any more."""
    tree = _tree(content)
    places = _places(tree)
    if not places:
        return _flip(content, rng, ())
    edit(tree, places[int(rng.integers(len(places)))])
    return written(tree).lstrip("\n").encode("utf-8", "surrogatepass")


def _put(tree: Plain, steps: tuple[str | int, ...], value: object) -> None:
    above = _get(tree, steps[:-1])
    above[steps[-1]] = value  # type: ignore[index,call-overload]


def _number(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    value = Raw(NASTY_NUMBERS[int(rng.integers(len(NASTY_NUMBERS)))])
    return _edited(content, rng, lambda tree, at: _put(tree, at, value))


def _text(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    value = Raw(NASTY_TEXTS[int(rng.integers(len(NASTY_TEXTS)))])
    return _edited(content, rng, lambda tree, at: _put(tree, at, value))


def _scale(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    factor = float(10.0 ** rng.integers(-12, 13)) * (-1.0 if rng.random() < 0.2 else 1.0)

    def edit(tree: Plain, at: tuple[str | int, ...]) -> None:
        value = _get(tree, at)
        if isinstance(value, int | float) and not isinstance(value, bool):
            _put(tree, at, type(value)(value * factor))

    return _edited(content, rng, edit)


def _drop(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    def edit(tree: Plain, at: tuple[str | int, ...]) -> None:
        above = _get(tree, at[:-1])
        del above[at[-1]]  # type: ignore[union-attr,arg-type]

    return _edited(content, rng, edit)


def _rename(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    """Misspell a key or a text, as people do: a letter twice, left out, or in capitals."""
    way = int(rng.integers(4))

    def misspelt(text: str) -> str:
        place = int(rng.integers(len(text) + 1))
        ways = (text[:place] + text[place + 1 :], text[:place] + text[max(place - 1, 0) :], text.upper(), text + " ")
        return ways[way]

    def edit(tree: Plain, at: tuple[str | int, ...]) -> None:
        above, value = _get(tree, at[:-1]), _get(tree, at)
        if isinstance(above, dict) and rng.random() < 0.5:
            rows = [(misspelt(key) if key == at[-1] else key, one) for key, one in above.items()]
            above.clear()
            above.update(rows)
        elif isinstance(value, str):
            _put(tree, at, misspelt(value))

    return _edited(content, rng, edit)


def _exchange(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    tree = _tree(content)
    places = _places(tree)
    if len(places) < 2:
        return _flip(content, rng, ())
    one, other = (places[int(rng.integers(len(places)))] for _ in range(2))
    if one == other[: len(one)] or other == one[: len(other)]:
        return _number(content, rng, _seeds)
    first, second = _get(tree, one), _get(tree, other)
    _put(tree, one, second)
    _put(tree, other, first)
    return written(tree).lstrip("\n").encode("utf-8", "surrogatepass")


def _wrap(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    way = int(rng.integers(3))
    return _edited(content, rng, lambda tree, at: _put(tree, at, _wrapped(_get(tree, at), way)))


def _wrapped(value: Plain, way: int) -> object:
    if way == 0:
        return [value]
    return {"value": value} if way == 1 else [value, value]


def _repeat(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    times = int(rng.choice([2, 3, 12, 13, 200]))

    def edit(tree: Plain, at: tuple[str | int, ...]) -> None:
        value = _get(tree, at)
        if isinstance(value, list):
            _put(tree, at, value * times)

    return _edited(content, rng, edit)


def _nest(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    opened = "[" if rng.random() < 0.5 else "{a: "
    return _edited(content, rng, lambda tree, at: _put(tree, at, Raw(opened * int(rng.choice([10, 60, DEEP])))))


def _again(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    """Give a key twice."""

    def edit(tree: Plain, at: tuple[str | int, ...]) -> None:
        above = _get(tree, at[:-1])
        if isinstance(above, dict) and isinstance(at[-1], str):
            above[Raw(f"{at[-1]} ")] = above[at[-1]]  # a plain key is read without the space after it

    return _edited(content, rng, edit)


def _extend(content: bytes, rng: Rng, _seeds: tuple[bytes, ...]) -> bytes:
    """Lay the file on another: itself, its folder, a device, a file that is not there."""
    names = ("fuzzed.yaml", ".", "/dev/null", "/dev/zero", "missing.yaml", "../missing/../fuzzed.yaml", "[]", "''", "3")
    return b"extends: " + names[int(rng.integers(len(names)))].encode() + b"\n" + content


GRAMMAR: tuple[Way, ...] = (
    _number, _number, _text, _text, _scale, _scale, _drop, _rename, _rename, _exchange, _wrap, _repeat, _nest, _again,
    _extend,
)  # fmt: skip
