"""A user's own rules: classes of a Python file, or of an installed package, beside those of the product.

A file is code, so it is only ever run when it is named on the command line (`--rules FILE.py`) or from Python
(`use_rules`), never because a scenario or study asks for it. An installed package offers rules by an entry point of the
group `mktsim.rules`. Either holds a table ``RULES``: lever to classes. The hash of the source is part of the hash of
every arm that uses such a rule, so that a store never mixes two versions of it.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from mktsim.errors import InputError, Problem
from mktsim.inputs.policy import Policy
from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.inputs.parts import Parts

GROUP = "mktsim.rules"
"""Entry points of installed packages."""
TABLE = "RULES"
"""What a file or package calls its table."""
LEVERS = ("pricing", "promotion", "advertising", "channel")
Table = Mapping[str, tuple[type[Part], ...]]

_tables: dict[str, Table] = {}


def use_rules(file: str | Path) -> None:
    """Run a file of the user's and put its rules beside the product's for the rest of this process.

    Errors: InputError for a file that is not there or does not run, and with everything that is wrong with its table.
    """
    path = Path(file)
    if not path.is_file():
        _refuse(path, 0, "no such file")
    module = _module(path)
    source = sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    table = _checked(getattr(module, TABLE, None), str(path), _others(str(path)))
    for classes in table.values():
        for rule in classes:
            rule.source_hash = source
    _tables[str(path.resolve())] = table


def own_rules() -> Table:
    """Return the rules of files in use and of installed packages, by lever. Errors: InputError."""
    tables = [_installed(), *_tables.values()]
    return {lever: tuple(rule for table in tables for rule in table.get(lever, ())) for lever in LEVERS}


def source_hashes(policy: Policy) -> tuple[str, ...]:
    """Return the hashes of the sources of a policy's own rules, by lever; empty for rules of the product only."""
    rules = (getattr(policy, lever, None) for lever in LEVERS)
    return tuple(rule.source_hash for rule in rules if isinstance(rule, Part) and rule.source_hash)


def _module(path: Path) -> ModuleType:
    """Import a file under its own name, so that workers, which are given the same paths, find it."""
    name = path.stem
    place = str(path.resolve().parent)
    known = sys.modules.get(name)
    if known is not None and Path(str(known.__file__ or "")).resolve() == path.resolve():
        return _run(path, lambda: importlib.reload(known))
    found = importlib.util.find_spec(name) if name.isidentifier() and known is None else None
    is_other = found is not None and Path(found.origin or "").resolve() != path.resolve()
    if not name.isidentifier() or known is not None or is_other:
        _refuse(path, 0, f"a module cannot be called {name}, or another one is called so already; rename the file")
    sys.path.append(place)
    importlib.invalidate_caches()
    try:
        return _run(path, lambda: importlib.import_module(name))
    except InputError:
        sys.path.remove(place)
        raise


def _run(path: Path, run: Callable[[], ModuleType]) -> ModuleType:
    """Run the user's code. Errors: InputError for whatever it does, also when it asks the program to end."""
    try:
        return run()
    except (SystemExit, KeyboardInterrupt) as error:
        _refuse(path, _line(error, path), f"ends the program ({type(error).__name__}), which a file of rules may not")
    except Exception as error:  # noqa: BLE001 - whatever the user's code does is told in one line
        _refuse(path, _line(error, path), f"does not run: {type(error).__name__}: {error}")


def _line(error: BaseException, path: Path) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    frames = [f.lineno or 0 for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == path.name]
    return frames[-1] if frames else 0


@lru_cache(maxsize=1)
def _installed() -> Table:
    """Return the rules that installed packages offer. Errors: InputError."""
    from importlib.metadata import entry_points

    found: dict[str, tuple[type[Part], ...]] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            offered = point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a package does is told in one line
            _refuse(Path(point.name), 0, f"entry point {point.value} does not load: {type(error).__name__}: {error}")
        table = _checked(offered, f"entry point {point.name}", ())
        for lever, classes in table.items():
            for rule in classes:
                rule.source_hash = sha256((inspect.getsource(inspect.getmodule(rule) or rule)).encode()).hexdigest()
            found[lever] = (*found.get(lever, ()), *classes)
    return found


def _others(file: str) -> tuple[Table, ...]:
    return tuple(table for place, table in _tables.items() if place != str(Path(file).resolve()))


def _checked(offered: object, file: str, others: tuple[Table, ...]) -> Table:
    """Return a table of rules. Errors: InputError with everything that is wrong with it."""
    if not isinstance(offered, Mapping):
        _refuse(Path(file), 0, f"has no table {TABLE}, such as {TABLE} = {{'pricing': (MyRule,)}}")
    problems = list(_problems(offered, file, others))
    if problems:
        raise InputError(tuple(problems))
    return {str(lever): tuple(classes) for lever, classes in offered.items()}


def _problems(offered: Mapping[Any, Any], file: str, others: tuple[Table, ...]) -> Iterator[Problem]:
    from mktsim.model.policies.registry import RULES
    from mktsim.records import tag_of

    bases = _bases()
    for lever, classes in offered.items():
        if lever not in bases:
            yield Problem(file, 0, 0, f"{TABLE}.{lever}", "is no lever", LEVERS)
            continue
        taken = {tag_of(rule) for table in (RULES, *others) for rule in table.get(lever, ())}
        for place, rule in enumerate(classes if isinstance(classes, tuple | list) else (classes,)):
            field = f"{TABLE}.{lever}.{place}"
            if not (isinstance(rule, type) and issubclass(rule, bases[lever])):
                yield Problem(file, 0, 0, field, f"is no class made from {bases[lever].__name__}")
            elif inspect.isabstract(rule):
                missing = ", ".join(sorted(rule.__abstractmethods__))
                yield Problem(file, 0, 0, field, f"{rule.__name__} has no method {missing}")
            elif "rule" not in rule.model_fields or not isinstance(rule.model_fields["rule"].default, str):
                yield Problem(
                    file, 0, 0, field, f"{rule.__name__} needs a field such as rule: Literal['mine'] = 'mine'"
                )
            elif tag_of(rule) in taken:
                yield Problem(file, 0, 0, field, f"a {lever} rule is already called {tag_of(rule)!r}")


def _bases() -> dict[str, type[Part]]:
    from mktsim.inputs.rules import AdvertisingRule, ChannelRule, PricingRule, PromotionRule

    return {
        "pricing": PricingRule,
        "promotion": PromotionRule,
        "advertising": AdvertisingRule,
        "channel": ChannelRule,
    }


def _refuse(path: Path, line: int, message: str) -> NoReturn:
    raise InputError((Problem(str(path), line, 0, "", message),))


def model_parts() -> Parts:
    """Return the rules and mechanisms of the model and the user's own rules, as readers and schemas take them."""
    from mktsim.study.question.user_rules import LEVERS, own_rules

    own = own_rules()
    return _parts(tuple(own[lever] for lever in LEVERS))


@lru_cache(maxsize=4)
def _parts(own: tuple[tuple[type[Part], ...], ...]) -> Parts:
    """Return the parts with the user's own rules of pricing, promotion, advertising and channel."""
    from mktsim.inputs.parts import Parts
    from mktsim.model.organisation.mechanisms.registry import MECHANISMS
    from mktsim.model.policies.registry import RULES

    pricing, promotion, advertising, channel = own
    return Parts(
        pricing=(*RULES["pricing"], *pricing),
        promotion=(*RULES["promotion"], *promotion),
        advertising=(*RULES["advertising"], *advertising),
        channel=(*RULES["channel"], *channel),
        mechanisms=tuple(MECHANISMS),
    )
