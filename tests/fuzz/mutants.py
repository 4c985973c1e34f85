"""Mutation testing by sample: `python tests/fuzz/mutants.py --group statistics --count 100`.

A mutant is one change of a source: a comparison, an operator, a number, a truth value, a condition or what is returned.
The tree is copied to a folder of its own. There the tests of the group run once and tell which lines each reaches; then
each mutant, drawn by seed among all that there are, meets the tests that reach its line, cheapest first, until one
fails. The market runs uncompiled, and tests that look at sources or at pinned numbers are left out, since they would
find any change. Prints a line for each mutant and the share found, with a 95% interval (Wilson); exit code 1 below 85%.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from mutant_sites import Site, mutated, sites_of

ROOT = Path(__file__).parents[2]
COPIED = ("src", "tests", "scenarios", "experiments", "organisations", "docs", "pyproject.toml", "README.md")
WANTED = 0.85
LONGEST_TEST = 4.0
"""Seconds beyond which a test is left out, since it would be run for each mutant."""
LONGEST_WAIT = 90
"""Seconds by the clock after which a test is given up."""
MOST_SECONDS = 12.0
"""Seconds of tests that a mutant meets."""
SPARE = 15
"""Seconds of the processor that a mutant may take beyond three times what its tests took."""
ASLEEP = 8
"""Times that by the clock, after which it hangs."""


@dataclass(frozen=True)
class Group:
    """Sources that are mutated together."""

    sources: tuple[str, ...]
    """Patterns below src/mktsim."""
    tests: tuple[str, ...]
    """Files or folders below tests."""
    marks: str = "not slow and not long"
    """Which tests are run."""
    plain: bool = False
    """Whether the market runs as Python, so that a mutant of it need not be compiled."""


GROUPS = {
    "plans": Group(
        ("study/*/plan.py", "study/select/ocba.py", "study/select/selection_confidence.py", "study/robust/regret.py",
         "study/robust/turning.py", "study/compare/ranking.py", "study/compare/stopping.py", "study/compare/worlds.py"),
        (*(f"unit/study/test_{name}.py" for name in (
            "select_plan", "selecting", "robust", "robust_decisions", "sensitivity", "optimise", "information",
            "decide", "study_comparing", "study_decisions", "compare_in_looks", "what_if", "worlds_side_by_side",
            "plans_by_hand", "claims", "arm_risks", "reported_intervals", "compare_spending")),
         "unit/value/test_value_plans.py"),
    ),
    "statistics": Group(("science/statistics/*.py", "outcomes/metrics/*.py", "outcomes/stages.py"),
                        ("unit/science", "unit/outcomes", "laws/test_credit.py", "laws/test_project_laws.py",
                         "laws/test_unfinished_work.py", "unit/study/test_study_decisions.py")),
    "market": Group(
        ("model/market/*.py",),
        ("unit/market", "laws/test_market_laws.py", "laws/test_market_mechanisms.py", "laws/test_crises.py",
         "laws/test_response_closed_forms.py", "laws/test_diffusion_closed_forms.py", "laws/test_generalised_bass.py",
         "laws/test_buying_closed_forms.py", "laws/test_store_cost.py", "laws/test_household_panel.py",
         "laws/test_price_ceiling_and_margins.py", "laws/test_conservation_laws.py"),
        marks="not long",
        plain=True,
    ),
    "supply": Group(
        ("model/supply/*.py", "model/ledger.py", "model/levers.py"),
        ("laws/test_stock_closed_forms.py", "laws/test_conservation_laws.py", "laws/test_credit.py",
         "laws/test_work_reaches_the_market.py", "laws/test_project_laws.py"),
        marks="not long",
    ),
}  # fmt: skip


# ---------------------------------------------------------------- tests in a process of their own
@dataclass(eq=False)
class Watch:
    """A plugin of pytest: the market as Python where asked for, what is reached, and how long each test took."""

    plain: bool
    covered: Any = None
    """Measures which lines are reached, or None."""
    took: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    begun: float = 0.0

    def pytest_configure(self, config: Any) -> None:
        """Run the steps of the market as Python."""
        if not self.plain:
            return
        from mktsim.model.market import kernel

        kernel.compiled = lambda name: next(one for one in kernel.STEPS if one.__name__ == name)  # type: ignore[assignment]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Have what follows counted for a test."""
        self.begun = time.process_time()
        if self.covered is not None:
            self.covered.switch_context(nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Note what a test took of the processor."""
        self.took[nodeid] = time.process_time() - self.begun

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note that a test failed."""
        if report.failed:
            self.failed.append(report.nodeid)


ONLY_BITS = ("test_model_identity", "test_kernel_laws", "test_library_independence", "golden", "test_compiled_cache")


def in_child(words: list[str], seconds: int, watch: Watch, told: Path, measured: Path | None = None) -> int:
    """Run pytest in a fork; return its exit code, negative where the processor ran for too long.

    What it saw is written to `told`, and what it reached to `measured`.
    """
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        code = 99
        try:
            quiet = os.open(root_log(), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            watch.covered = _measuring(measured)
            code = int(pytest.main(words, plugins=[watch]))
            if watch.covered is not None:
                watch.covered.stop()
                watch.covered.save()
            told.write_text(json.dumps({"took": watch.took, "failed": watch.failed}), "utf-8")
        except BaseException:  # noqa: BLE001 - a fork must never return
            traceback.print_exc()
        finally:
            os._exit(code)
    asleep = time.monotonic() + ASLEEP * seconds
    while time.monotonic() < asleep:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -1


def root_log() -> str:
    """Return where children write what pytest prints."""
    return os.environ.get("MUTANTS_LOG", os.devnull)


def options(root: Path) -> list[str]:
    """Return what pytest is always told."""
    without = ("cacheprovider", "xdist", "cov")
    return [
        "-q",
        "-o",
        "addopts=",
        "--import-mode=importlib",
        "--doctest-modules",
        f"--rootdir={root}",
        *(word for name in without for word in ("-p", f"no:{name}")),
    ]


def _measuring(file: Path | None) -> Any:
    """Return a measurement of coverage that has begun; None where none is wanted."""
    if file is None:
        return None
    import coverage

    covered = coverage.Coverage(str(file), source=[str(Path.cwd() / "src" / "mktsim")], config_file=False)
    covered.start()
    return covered


@dataclass(frozen=True)
class Reached:
    """Which tests reach which line of a file, and what they take."""

    by_line: dict[tuple[str, int], frozenset[str]]
    by_file: dict[str, frozenset[str]]
    took: dict[str, float]

    def tests_for(self, site: Site) -> list[str]:
        """Return the tests that a mutant meets: those that reach its line, then the rest of their files."""
        direct = self.by_line.get((site.file, site.line)) or self.by_file.get(site.file, frozenset())
        files = {one.partition("::")[0] for one in direct}
        others = [one for one in self.took if one.partition("::")[0] in files and one not in direct]
        chosen, total = [], 0.0
        for one in (*sorted(direct, key=self.took.__getitem__), *sorted(others, key=self.took.__getitem__)):
            total += self.took[one]
            if total > MOST_SECONDS and chosen:
                break
            chosen.append(one)
        return chosen


def reached(root: Path, group: Group, files: list[str]) -> Reached:
    """Run the tests of a group once and return what they reach."""
    import coverage

    told = root / "told.json"
    data = root / "coverage.sqlite"
    words = [*(str(root / "tests" / one) for one in group.tests), *(str(root / file) for file in files)]
    words += ["-m", group.marks, f"--timeout={LONGEST_WAIT}", *options(root)]
    words += [f"--ignore-glob=*{one}*" for one in ONLY_BITS]
    in_child(words, 1800, Watch(group.plain), told, data)
    sys.dont_write_bytecode = True
    seen = json.loads(told.read_text("utf-8"))
    fine = {name: took for name, took in seen["took"].items() if name not in seen["failed"] and took <= LONGEST_TEST}
    print(f"{len(seen['took'])} tests, {len(seen['failed'])} fail or take too long, {len(fine)} are used", flush=True)
    found = coverage.CoverageData(str(data))
    found.read()
    by_line: dict[tuple[str, int], frozenset[str]] = {}
    by_file: dict[str, set[str]] = {}
    for file in files:
        for line, contexts in found.contexts_by_lineno(str(root / file)).items():
            names = frozenset(contexts) & fine.keys()
            by_line[file, line] = names
            by_file.setdefault(file, set()).update(names)
    return Reached(by_line, {file: frozenset(names) for file, names in by_file.items()}, fine)


def fate(root: Path, group: Group, site: Site, seen: Reached) -> tuple[str, float]:
    """Return what became of a mutant, and the seconds it took: ``killed``, ``late``, ``survived`` or ``unreached``."""
    tests = seen.tests_for(site)
    if not tests:
        return "unreached", 0.0
    path, begun = root / site.file, time.monotonic()
    text = path.read_text("utf-8")
    path.write_text(mutated(text, site), "utf-8")
    try:
        allowed = SPARE + int(3.0 * sum(seen.took[one] for one in tests))
        code = in_child([*tests, "-x", *options(root)], allowed, Watch(group.plain), root / "told.json")
    finally:
        path.write_text(text, "utf-8")
    return "survived" if code == 0 else "late" if code < 0 else "killed", time.monotonic() - begun


def wilson(found: int, count: int) -> tuple[float, float]:
    """Return the 95% score interval of a share."""
    z, share = 1.959964, found / count
    middle, half = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def copied() -> Path:
    """Return a copy of the tree in a folder of its own, and have Python import from it."""
    root = Path(tempfile.mkdtemp(prefix="mutants-"))
    for name in COPIED:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb"))
        elif here.exists():
            shutil.copy(here, root / name)
    os.environ["PYTHONPATH"] = str(root / "src")
    sys.path[:0] = [str(root / "src"), str(root / "tests"), str(root / "tests" / "support")]
    os.chdir(root)
    for heavy in ("scipy.optimize", "scipy.stats", "scipy.special", "numba", "networkx", "pandas"):
        __import__(heavy)
    return root


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", choices=sorted(GROUPS), required=True)
    parser.add_argument("--count", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--places", type=Path, help="Only mutants whose 'file:line: change' is in this file.")
    asked = parser.parse_args()
    given = asked.places.read_text("utf-8").splitlines() if asked.places else []
    root, group = copied(), GROUPS[asked.group]
    files = sorted({str(one.relative_to(root)) for like in group.sources for one in (root / "src/mktsim").glob(like)})
    sites = [site for file in files for site in sites_of(root, file)]
    order = np.random.default_rng([asked.seed, 13]).permutation(len(sites))[: asked.count]
    chosen = [site for site in sites if title(site) in given] if given else [sites[place] for place in order]
    print(f"{asked.group}: {len(files)} files, {len(sites)} mutants, {len(chosen)} drawn", flush=True)
    seen = reached(root, group, files)
    found: dict[str, int] = {}
    for number, site in enumerate(chosen, start=1):
        what, seconds = fate(root, group, site, seen)
        found[what] = found.get(what, 0) + 1
        print(f"{number:4d} {what:9s} {seconds:5.1f} s  {title(site)}", flush=True)
    shutil.rmtree(root)
    killed = found.get("killed", 0) + found.get("late", 0)
    low, high = wilson(killed, len(chosen))
    print(
        f"{asked.group}: {killed} of {len(chosen)} found, {killed / len(chosen):.1%} ({low:.1%} to {high:.1%}); {found}"
    )
    return int(killed < WANTED * len(chosen))


def title(site: Site) -> str:
    """Return a mutant in words, the same wherever its file stands."""
    return f"{site.file.removeprefix('src/mktsim/')}:{site.line}: {site.words}"


if __name__ == "__main__":
    sys.exit(main())
