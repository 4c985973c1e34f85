"""A user's own parts: what a Python file or an installed package brings beside the parts of the product.

A file is code, so it is only ever run when it is named on the command line (`--rules FILE.py`) or from Python
(`use_rules`), never because a scenario or study asks for it. An installed package offers parts by an entry point of the
group `mktsim.rules`. Either holds tables (`user_tables.py`): rules, mechanisms of the organisation and of the market,
duties, metrics, figures, instruments. A file of duties alone (`--rules FILE.yaml`) is data. The hash of the source is
part of the hash of every arm or world that uses such a part, so that a store never mixes two versions of it.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from mktsim.errors import InputError, Problem
from mktsim.inputs.policy import Policy
from mktsim.quantities import Part
from mktsim.study.question.user_tables import LEVERS, NAMES, Tables, problems, tables_of

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty
    from mktsim.inputs.parts import Parts
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.instruments.instrument import Instrument
    from mktsim.outcomes.metrics.metric import Metric

GROUP = "mktsim.rules"
"""Entry points of installed packages."""
_DATA = (".yaml", ".yml")


@dataclass(frozen=True, eq=False)
class Brought:
    """Tables that one file or package brings, and the hash of its source."""

    tables: Tables
    source: str
    folder: Path = Path()
    """Where the files of duties that it names lie."""


@dataclass(frozen=True, eq=False)
class InUse:
    """Metrics and instruments of the user's own, which workers need beside a cell."""

    metrics: tuple[Metric, ...] = ()
    instruments: Mapping[str, Instrument] = field(default_factory=dict)

    def put_in_use(self) -> None:
        """Have this process measure and observe with them, and with no others of the user's."""
        from mktsim.outcomes.metrics.table import use_metrics

        use_metrics(self.metrics)
        if self.instruments or "mktsim.model.instruments.registry" in sys.modules:
            from mktsim.model.instruments.registry import use_instruments

            use_instruments(self.instruments)


NOTHING = InUse()
_tables: dict[str, Brought] = {}


def use_rules(file: str | Path) -> None:
    """Run a file of the user's and put its parts beside the product's for the rest of this process.

    Errors: InputError for a file that is not there or does not run, and with everything that is wrong with its tables.
    """
    path = Path(file)
    if not path.is_file():
        _refuse(path, 0, "no such file")
    source = sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    if path.suffix in _DATA:
        tables = Tables(duties=(path.name,))
    else:
        tables = _checked(_offered(vars(_module(path))), str(path), _others(str(path)))
    _bring(str(path.resolve()), Brought(tables, source, path.resolve().parent))


def _bring(place: str, brought: Brought) -> None:
    """Put what is brought in use; what names files of duties is taken back when one of them is wrong."""
    for cls in brought.tables.classes:
        cls.source_hash = brought.source
    before = _tables.get(place)
    _tables[place] = brought
    try:
        if brought.tables.duties:
            from mktsim.study.question.duty_rows import all_rows

            all_rows(model_parts(), duty_files())
    except InputError:
        _tables.pop(place)
        if before is not None:
            _tables[place] = before
        raise
    in_use().put_in_use()


def _all() -> tuple[Brought, ...]:
    return (*_installed(), *_tables.values())


def sources_in_use() -> tuple[str, ...]:
    """Return the hashes of the sources of all files in use and installed packages. Errors: InputError."""
    return tuple(one.source for one in _all())


def own_rules() -> Mapping[str, tuple[type[Part], ...]]:
    """Return the rules of files in use and of installed packages, by lever. Errors: InputError."""
    brought = _all()
    return {lever: tuple(rule for one in brought for rule in one.tables.rules.get(lever, ())) for lever in LEVERS}


def in_use() -> InUse:
    """Return the metrics and instruments of files in use and of installed packages. Errors: InputError."""
    brought = _all()
    metrics = tuple(metric for one in brought for metric in one.tables.metrics)
    instruments = {name: tool for one in brought for name, tool in one.tables.instruments.items()}
    return InUse(metrics, instruments) if metrics or instruments else NOTHING


def own_figures(kind: str) -> tuple[Any, ...]:
    """Return the figures of files in use and of installed packages for a kind of result. Errors: InputError."""
    return tuple(spec for one in _all() for spec in one.tables.figures.get(kind, ()))


def duty_files() -> tuple[Path, ...]:
    """Return the files of duties that are in use beside the shipped ones. Errors: InputError."""
    return tuple(one.folder / name for one in _all() for name in one.tables.duties)


def source_hashes(policy: Policy) -> tuple[str, ...]:
    """Return the hashes of the sources of a policy's own rules, those of phases too; empty for the product's only."""
    return _hashes(getattr(part, lever, None) for part in (policy, *policy.phases) for lever in LEVERS)


def arm_sources(policy: Policy, duties: tuple[Duty, ...]) -> tuple[str, ...]:
    """Return the hashes of all own sources that an arm's outcomes rest on; empty for the product's parts only."""
    measured = tuple(one.source for one in _all() if one.tables.metrics or one.tables.instruments)
    return (*source_hashes(policy), *_hashes(duty.mechanism for duty in duties), *measured)


def world_sources(scenario: Scenario) -> tuple[str, ...]:
    """Return the hashes of the sources of a scenario's market mechanisms."""
    return _hashes(scenario.market_mechanisms)


def _hashes(parts: Iterator[object] | tuple[object, ...]) -> tuple[str, ...]:
    return tuple(part.source_hash for part in parts if isinstance(part, Part) and part.source_hash)


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
def _installed() -> tuple[Brought, ...]:
    """Return what installed packages offer. Errors: InputError."""
    from importlib.metadata import entry_points

    found: list[Brought] = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            offered = point.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a package does is told in one line
            _refuse(Path(point.name), 0, f"entry point {point.value} does not load: {type(error).__name__}: {error}")
        found.append(_package(offered, f"entry point {point.name}"))
    return tuple(found)


def _package(offered: object, name: str) -> Brought:
    """Return what an entry point stands for: a module with tables, or a table of rules alone."""
    held = _offered(vars(offered)) if isinstance(offered, ModuleType) else {"RULES": offered}
    tables = _checked(held, name, ())
    module = offered if isinstance(offered, ModuleType) else inspect.getmodule(next(iter(tables.classes), None))
    text = inspect.getsource(module) if module is not None else ""
    brought = Brought(tables, sha256(text.encode()).hexdigest(), Path(str(getattr(module, "__file__", ""))).parent)
    for cls in tables.classes:
        cls.source_hash = brought.source
    return brought


def _others(file: str) -> tuple[Tables, ...]:
    return tuple(one.tables for place, one in _tables.items() if place != str(Path(file).resolve()))


def _offered(module: Mapping[str, Any]) -> dict[str, Any]:
    return {name: module[name] for name in NAMES if name in module}


def _checked(offered: Mapping[str, Any], file: str, others: tuple[Tables, ...]) -> Tables:
    """Return the tables of a file. Errors: InputError with everything that is wrong with them."""
    wrong = tuple(problems(offered, file, others))
    if wrong:
        raise InputError(wrong)
    return tables_of(offered)


def _refuse(path: Path, line: int, message: str) -> NoReturn:
    raise InputError((Problem(str(path), line, 0, "", message),))


def model_parts() -> Parts:
    """Return the rules and mechanisms of the model and the user's own, as readers and schemas take them."""
    own, brought = own_rules(), _all()
    mechanisms = tuple(cls for one in brought for cls in one.tables.mechanisms)
    market = tuple(cls for one in brought for cls in one.tables.market)
    return _parts(tuple(own[lever] for lever in LEVERS), mechanisms, market)


@lru_cache(maxsize=4)
def _parts(
    own: tuple[tuple[type[Part], ...], ...], mechanisms: tuple[type[Part], ...], market: tuple[type[Part], ...]
) -> Parts:
    """Return the parts with the user's own: rules of pricing, promotion, advertising and channel, and mechanisms."""
    from mktsim.inputs.parts import Parts
    from mktsim.model.organisation.mechanisms.registry import MECHANISMS
    from mktsim.model.policies.registry import RULES

    pricing, promotion, advertising, channel = own
    return Parts(
        pricing=(*RULES["pricing"], *pricing),
        promotion=(*RULES["promotion"], *promotion),
        advertising=(*RULES["advertising"], *advertising),
        channel=(*RULES["channel"], *channel),
        mechanisms=(*MECHANISMS, *mechanisms),
        market=market,
    )
