"""Identity of the model: hash of the code and data that decide a stored cell; prose does not count.

Which code that is follows from imports: all that the modules of `ENTRIES` reach. Code is hashed as syntax trees without
docstrings and comments, data as what its files say, so that words can be mended without voiding a store, a pin or a
measurement. Names of modules count, because two files that exchange their contents are another model.
"""

from __future__ import annotations

import ast
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

_DIGEST_BYTES = 16
_DATA = "data"
PACKAGE = "mktsim"
ENTRIES = (
    "mktsim.model.simulate",
    "mktsim.outcomes.metrics.table",
    "mktsim.model.policies.registry",
    "mktsim.model.organisation.mechanisms.registry",
)
"""What a worker calls, the simulation and its metrics, and what files name: rules and mechanisms."""


@lru_cache(maxsize=1)
def model_hash() -> str:
    """Hash of the model that is installed, 32 hexadecimal digits.

    Parsing takes most of a second, so the result is cached by the bytes that it was made from, in MKTSIM_CACHE_DIR or
    ~/.cache/mktsim; where nothing can be written it is made anew by every process.
    """
    root = Path(__file__).parents[2]
    cached = cache_directory() / f"model-{_bytes_hash(root)}"
    try:
        known = cached.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        known = ""
    if len(known) == 2 * _DIGEST_BYTES and set(known) <= set("0123456789abcdef"):
        return known
    made = package_hash(root)
    _write(cached, made)
    return made


def package_hash(root: Path) -> str:
    """Hash of the model in a copy of the package in directory `root`."""
    data = {f"{_DATA}/{path.relative_to(root / _DATA).as_posix()}": _data_hash(path) for path in _data_files(root)}
    return _digest({**{name: module.code for name, module in reached(root).items()}, **data})


def code_hash(files: Mapping[str, Path]) -> str:
    """Hash of the code of Python files by name, whatever their order, line ends, comments and docstrings."""
    return _digest({name: module_of(path.read_bytes()).code for name, path in files.items()})


@dataclass(frozen=True)
class Module:
    """Code and imports of a Python file, without prose."""

    code: str
    """Hash of its syntax tree without docstrings and comments."""
    imports: tuple[str, ...]
    """Names that it imports wherever they stand, in functions and for types only too."""


def module_of(content: bytes) -> Module:
    """Return what counts of a Python file with this content."""
    tree = ast.parse(content)
    return Module(_hash(repr(_code(tree)).encode()), tuple(dict.fromkeys(_imported(tree))))


def reached(root: Path, entries: Iterable[str] = ENTRIES) -> dict[str, Module]:
    """Return the modules of the package in `root` that some of them import, directly or not, by name.

    The package's own `__init__` offers calls to users and is not followed.
    """
    found: dict[str, Module] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        file = _file(root, name)
        if name not in found and file is not None:
            found[name] = module_of(file.read_bytes())
            waiting += [parent for one in found[name].imports for parent in _with_parents(one)]
    return found


def _file(root: Path, name: str) -> Path | None:
    """Return the file of a module; None for what is no module of the package."""
    package, *steps = name.split(".")
    if package != PACKAGE or not steps:
        return None
    place = root.joinpath(*steps)
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield what a module imports; `from a import b` may mean the module `a.b` or something in `a`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _with_parents(name: str) -> Iterator[str]:
    """Yield a module's name and those of the packages around it, whose `__init__` is run before it."""
    steps = name.split(".")
    return (".".join(steps[:count]) for count in range(2, len(steps) + 1))


def _code(node: object) -> object:
    """Return a syntax tree as nested tuples without places and docstrings; alike on every version of Python.

    Fields that are empty are left out, since newer versions of Python know more of them, and so is whether a name is
    read or written, which its place says.
    """
    if isinstance(node, ast.AST):
        fields = ((name, getattr(node, name, None)) for name in node._fields if name != "ctx")
        return (type(node).__name__, *((name, _code(value)) for name, value in fields if value not in (None, [])))
    if isinstance(node, list):
        return tuple(_code(one) for one in node if not _is_prose(one))
    return repr(node)


def _is_prose(node: object) -> bool:
    """Tell whether a statement is a text that stands alone: a docstring of whatever stands before or around it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _data_hash(path: Path) -> str:
    """Hash of what a data file says: of YAML its values without comments, of anything else its bytes."""
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return _hash(repr(_values(content)).encode() if path.suffix == ".yaml" else content)


def _values(content: bytes) -> object:
    import yaml

    return yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader


def _data_files(root: Path) -> Iterator[Path]:
    return (path for path in (root / _DATA).rglob("*") if path.is_file() and not path.name.startswith("."))


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=_DIGEST_BYTES, person=b"mktsim.model.2").hexdigest()


def _digest(parts: Mapping[str, str]) -> str:
    return _hash("".join(f"{len(name)}:{name}{parts[name]}" for name in sorted(parts)).encode())


def _bytes_hash(root: Path) -> str:
    """Hash of all that the hash of the model may be made from, this file included."""
    paths = sorted((*root.rglob("*.py"), *_data_files(root)))
    return _digest({path.relative_to(root).as_posix(): _hash(path.read_bytes()) for path in paths})


def cache_directory() -> Path:
    """Return where this user's caches lie. Raises RuntimeError where there is no home directory."""
    return Path(os.environ.get("MKTSIM_CACHE_DIR") or Path.home() / ".cache" / "mktsim")


def _write(path: Path, text: str) -> None:
    """Write a file of the cache, whole or not at all; a cache that cannot be written is done without."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "ascii")
        beside.replace(path)


_LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose arithmetic may differ between versions."""
PRODUCT = "mktsim"


@lru_cache(maxsize=1)
def platform_stamp() -> str:
    """Python, arithmetic libraries, machine and processor features, as one line of text."""
    python = f"python {'.'.join(platform.python_version_tuple()[:2])}"
    libraries = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return "; ".join([python, *libraries, f"{platform.system()} {platform.machine()}", _features()])


def product_version() -> str:
    """Version of this product."""
    return _version(PRODUCT)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _features() -> str:
    """Vector instructions of the processor that numpy uses, which decide how sums are split."""
    import numpy as np

    known = cast("dict[str, dict[str, list[str]]]", np.show_config(mode="dicts"))
    extensions = known.get("SIMD Extensions", {})
    return "+".join([*extensions.get("baseline", []), *extensions.get("found", [])]) or "no vector instructions"


VERSIONS = ("version", "python", "commit")
"""Keys of the manifest that tell versions, beside model hash and platform."""
_WAIT_SECONDS = 5.0


def versions() -> dict[str, str]:
    """Version of the product, of Python, and the commit of the sources where they lie in a checkout."""
    return {"version": product_version(), "python": platform.python_version(), "commit": commit()}


@lru_cache(maxsize=1)
def commit() -> str:
    """Commit of the checkout that the sources lie in, with a star where they were changed; empty without one."""
    root = Path(__file__).parents[2]
    if not _git(root, "ls-files", "--error-unmatch", "__init__.py"):  # lies in somebody else's checkout, or in none
        return ""
    changed = "*" if _git(root, "status", "--porcelain", "--untracked-files=no", ".") else ""
    return _git(root, "rev-parse", "HEAD") + changed


def sources_changed_since(file: Path) -> tuple[str, ...]:
    """Return sources of the model that differ from what they were when a file was last committed, by their paths.

    Empty where the file and the sources do not lie in one checkout, or nothing changed.
    """
    root = Path(__file__).parents[2]
    top = _git(root, "rev-parse", "--show-toplevel")
    if not top or _git(file.parent, "rev-parse", "--show-toplevel") != top:
        return ()
    since = _git(file.parent, "log", "-1", "--format=%H", "--", file.name)
    if not since:
        return ()
    listed = _git(root, "diff", "--name-only", "--relative", since, "--", ".").splitlines()
    modules = {_module_path(root, name) for name in reached(root)}
    return tuple(one for one in listed if one in modules or one.startswith(f"{_DATA}/"))


def _module_path(root: Path, name: str) -> str:
    file = _file(root, name)
    return "" if file is None else file.relative_to(root).as_posix()


def _git(place: Path, *words: str) -> str:
    """What git says of a directory; empty where it says nothing or is not there."""
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(place), *words],  # noqa: S607 - whichever git the user has
            capture_output=True,
            text=True,
            timeout=_WAIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
