"""Structure of the source as figures: size, imports, stubs, rooms of the study, long functions, reach of a price.

python docs/scoreboard.py [CHECKOUT] [--json]      figures of this checkout, or of another

How it counts. Files and lines: Python files under src/mktsim, every line. Wing: a folder directly under the package;
lone modules beside them are counted as (root). Import share: lines that an import statement spans, wherever it
stands, among all lines, and among lines that are not blank. Stub: a file of at most 60 lines that exactly one other
module imports. Room: a folder directly under study/, or a lone module there; an arrow is an ordered pair of rooms of
which one imports from the other. Function: its body after the docstring, nested functions on their own. Parameters:
all that a caller can give but self and cls; functions that take command-line options (`noqa: PLR0913` marks them) are
left out. Mixed tuple: a parameter annotated as a tuple of fixed length whose elements have different types. A price
passes a file that names an identifier, or a string used as a key, with the word price or prices in it: an upper bound,
as a file may speak of a price that is not on the way from a scenario's file to a figure.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "mktsim"
SHORT_FILE = 60
"""Lines up to which a file with one importer is a stub."""
MOST_PARAMETERS = 5
MOST_METHODS = 7
LONG_FUNCTION = 40
LONG_FILE = 400
SHOWN = 5
"""Longest files and functions that are listed."""
_PRICE = re.compile(r"(^|_)prices?(_|$)")


@dataclass(frozen=True)
class Module:
    """A module of the package, parsed."""

    name: str
    path: str
    """Below the package's folder."""
    source: str
    tree: ast.Module

    @cached_property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.source.splitlines())

    @cached_property
    def full_lines(self) -> int:
        """Lines that are not blank."""
        return sum(bool(line.strip()) for line in self.source.splitlines())

    @property
    def wing(self) -> str:
        """Folder directly under the package."""
        return self.path.split("/", 1)[0] if "/" in self.path else "(root)"

    @property
    def room(self) -> str:
        """Folder or lone module directly under the wing."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else ""

    @cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Import statements, wherever they stand."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom)]

    @property
    def import_lines(self) -> int:
        """Lines that imports span."""
        return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in self.imports)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Functions and methods, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def modules(checkout: Path) -> dict[str, Module]:
    """Return the modules of a checkout by name."""
    package = checkout / "src" / PACKAGE
    found = {}
    for path in sorted(package.rglob("*.py")):
        below = path.relative_to(package)
        parts = below.with_suffix("").parts
        name = ".".join((PACKAGE, *(parts[:-1] if parts[-1] == "__init__" else parts)))
        source = path.read_text("utf-8")
        found[name] = Module(name, below.as_posix(), source, ast.parse(source))
    return found


def imported(module: Module, known: dict[str, Module]) -> set[str]:
    """Return the modules of the package that a module imports."""
    names: set[str] = set()
    for node in module.imports:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif node.module:
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in known else node.module for name in below}
    return (names & known.keys()) - {module.name}


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body after its docstring."""
    code = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - code[0].lineno + 1


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """Return what a caller can give."""
    given = function.args
    found = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return [one for one in found if one.arg not in {"self", "cls"}]


def is_mixed_tuple(annotation: ast.expr | None) -> bool:
    """Tell whether an annotation is a tuple of fixed length with elements of different types."""
    if not (isinstance(annotation, ast.Subscript) and isinstance(annotation.value, ast.Name)):
        return False
    elements = annotation.slice
    if annotation.value.id != "tuple" or not isinstance(elements, ast.Tuple):
        return False
    texts = [ast.unparse(one) for one in elements.elts]
    return "..." not in texts and len(set(texts)) > 1


def names_a_price(module: Module) -> bool:
    """Tell whether a module names an identifier, or a key, with the word price."""
    return any(_PRICE.search(word) for word in _words(module.tree))


def _words(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word) | ast.FunctionDef(name=word):
                yield word
            case ast.Constant(value=str(word)) if word.isidentifier():
                yield word
            case _:
                pass


def public_methods(module: Module) -> Iterator[tuple[str, int]]:
    """Yield each class with the number of its public methods; properties are read, not called."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield f"{module.path}:{node.name}", sum(_is_public_method(one) for one in node.body)


def _is_public_method(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    return not any("property" in ast.unparse(one) for one in node.decorator_list)


def _longest(sizes: dict[str, int]) -> dict[str, int]:
    return dict(sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:SHOWN])


def scoreboard(checkout: Path = ROOT) -> dict[str, object]:
    """Return the figures of a checkout, by name."""
    known = modules(checkout)
    all_modules = known.values()
    arrows = {name: imported(module, known) for name, module in known.items()}
    importers = Counter(target for targets in arrows.values() for target in targets)
    functions = {
        f"{module.path}:{function.name}": (module, function) for module in all_modules for function in module.functions
    }
    lengths = [body_length(function) for module in all_modules for function in module.functions]
    return {
        "files": len(known),
        "lines": sum(module.lines for module in all_modules),
        "lines a file, mean": round(sum(module.lines for module in all_modules) / len(known), 1),
        "imports, percent of lines": _import_share(all_modules, "lines"),
        "imports by wing, percent of lines": import_shares(known, "lines"),
        "imports by wing, percent of lines that are not blank": import_shares(known, "full_lines"),
        "stubs": sum(is_stub(module, importers[name]) for name, module in known.items()),
        "fmt: skip": sum(module.source.count("# fmt: skip") for module in all_modules),
        "mixed tuples": sum(
            is_mixed_tuple(one.annotation) for _, function in functions.values() for one in parameters(function)
        ),
        "functions of more than 5 parameters": sum(
            len(parameters(function)) > MOST_PARAMETERS and not _takes_options(module, function)
            for module, function in functions.values()
        ),
        "functions with **keywords": sum(function.args.kwarg is not None for _, function in functions.values()),
        "classes of more than 7 public methods": sum(
            count > MOST_METHODS for module in all_modules for _, count in public_methods(module)
        ),
        "function length, median": median(lengths),
        "function length, 95th percentile": quantiles(lengths, n=20)[-1],
        "functions of more than 40 lines": sum(length > LONG_FUNCTION for length in lengths),
        "longest functions": _longest({name: body_length(function) for name, (_, function) in functions.items()}),
        "files of more than 400 lines": sum(module.lines > LONG_FILE for module in all_modules),
        "longest files": _longest({module.path: module.lines for module in all_modules}),
        "rooms of study": len(study_rooms(known)),
        "imports between rooms of study": len(study_arrows(known, arrows)),
        "files that name a price, percent": round(100 * sum(map(names_a_price, all_modules)) / len(known), 1),
    }


def _import_share(inside: Collection[Module], of: str) -> float:
    return round(100 * sum(one.import_lines for one in inside) / sum(getattr(one, of) for one in inside), 1)


def _takes_options(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "noqa: PLR0913" in module.source.splitlines()[function.lineno - 1]


def is_stub(module: Module, importers: int) -> bool:
    """Tell whether a file is short and there for one other alone."""
    return importers == 1 and module.lines <= SHORT_FILE and not module.path.endswith("__init__.py")


def import_shares(known: dict[str, Module], of: str) -> dict[str, float]:
    """Return the share of import lines by wing, in percent of `lines` or of `full_lines`."""
    wings: dict[str, list[Module]] = defaultdict(list)
    for module in known.values():
        wings[module.wing].append(module)
    return {wing: _import_share(inside, of) for wing, inside in sorted(wings.items())}


def study_rooms(known: dict[str, Module]) -> set[str]:
    """Return the rooms of the study."""
    return {module.room for module in known.values() if module.wing == "study" and module.room}


def study_arrows(known: dict[str, Module], arrows: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Return which room of the study imports from which."""
    rooms = {name: module.room for name, module in known.items() if module.wing == "study" and module.room}
    return {
        (rooms[source], rooms[target])
        for source in rooms
        for target in arrows[source]
        if target in rooms and rooms[source] != rooms[target]
    }


def main(words: list[str]) -> None:
    """Print the figures."""
    places = [word for word in words if not word.startswith("-")]
    figures = scoreboard(Path(places[0]) if places else ROOT)
    sys.stdout.write((json.dumps(figures, indent=2) if "--json" in words else "\n".join(_lines(figures))) + "\n")


def _lines(figures: dict[str, object]) -> Iterator[str]:
    width = max(map(len, figures))
    for name, figure in figures.items():
        if isinstance(figure, dict):
            yield f"{name}:"
            yield from (f"  {value:>6}  {key}" for key, value in figure.items())
        else:
            yield f"{name:<{width}}  {figure}"


if __name__ == "__main__":
    main(sys.argv[1:])
