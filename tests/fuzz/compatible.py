"""The wheel in empty environments: `python tests/fuzz/compatible.py --python python3.11 --python python3.13`.

Builds the wheel, installs it with the newest and with the lowest dependencies that pyproject.toml allows (the lowest
with the first Python alone, since old versions have no wheels for new Pythons), and has the command line check and run
a small world and refuse a file of brackets. `--here` does so with the dependencies of this interpreter alone. Prints a
table; exit code 1 where something fails. That the lowest versions are versions, and that nothing is imported that is
not asked for, is tested in every run of the suite (`tests/unit/test_dependencies.py`).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
TOLD = ("numpy", "numba", "scipy", "pydantic", "pyyaml", "typer", "matplotlib", "pandas")
"""Packages whose versions the table tells."""


@dataclass(frozen=True)
class Environment:
    """One environment."""

    python: str
    lowest: bool

    @property
    def title(self) -> str:
        """What the table calls it."""
        return f"{self.python} | {'lowest' if self.lowest else 'newest'}"


def lowest() -> str:
    """Return constraints that pin every dependency to the lowest version allowed."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return "".join(re.sub(r"^([\w-]+).*?>=([\w.]+).*$", r"\1==\2", one) + "\n" for one in declared)


def called(words: list[str], folder: Path) -> str:
    """Run a command. Raises CalledProcessError where it fails."""
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, timeout=1200).stdout


def wheel(folder: Path) -> Path:
    """Build the wheel."""
    called(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], folder
    )
    return next(folder.glob("*.whl"))


def row_of(asked: Environment, built: Path) -> str:
    """Return the line of one environment. Raises CalledProcessError and AssertionError where something is wrong."""
    import toy_files

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        called([asked.python, "-m", "venv", str(folder / "env")], folder)
        python = str(folder / "env" / "bin" / "python")
        (folder / "lowest.txt").write_text(lowest(), encoding="utf-8")
        more = ["-c", str(folder / "lowest.txt")] if asked.lowest else []
        called([python, "-m", "pip", "install", "--quiet", str(built), *more], folder)
        toy_files.write_files(folder)
        versions = _versions(python, folder)
        return f"| {asked.title} | {versions} | {_used(python, folder)} |"


def row_here(built: Path) -> str:
    """Return the line of the wheel beside the dependencies that are here. Raises as `row_of`."""
    import toy_files

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        site = folder / "site"
        called(
            [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(built)], folder
        )
        os.environ["PYTHONPATH"] = str(site)
        toy_files.write_files(folder)
        found = called([sys.executable, "-c", "import mktsim; print(mktsim.__file__)"], folder)
        assert found.startswith(str(site)), f"another mktsim is used: {found}"
        return f"| {sys.executable} | as here | {_versions(sys.executable, folder)} | {_used(sys.executable, folder)} |"


def _versions(python: str, folder: Path) -> str:
    code = f"from importlib.metadata import version; print(', '.join(f'{{n}} {{version(n)}}' for n in {TOLD!r}))"
    return called([python, "-c", code], folder).strip()


def _used(python: str, folder: Path) -> str:
    mktsim = [python, "-m", "mktsim"]
    assert "nothing wrong" in called([*mktsim, "check", "scenarios/toy.yaml", "experiments/toy_study.yaml"], folder)
    deep = folder / "deep.yaml"
    deep.write_text("a: " + "[" * 60_000, encoding="utf-8")
    refused = subprocess.run([*mktsim, "check", str(deep)], cwd=folder, capture_output=True, text=True, check=False)
    assert refused.returncode == 2, refused.stderr[-300:]
    told = called([*mktsim, "run", "scenarios/toy.yaml", "--out", "out"], folder)
    return next(line for line in told.splitlines() if line.startswith("digest"))


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", help="An interpreter; may be given again.")
    parser.add_argument("--here", action="store_true", help="Only with the dependencies of this interpreter.")
    asked = parser.parse_args()
    pythons = asked.python or [sys.executable]
    environments = [Environment(pythons[0], lowest=True), *(Environment(one, lowest=False) for one in pythons)]
    print(
        "| Python | dependencies | versions | check, refusal of 60,000 brackets, and run |\n|---|---|---|---|",
        flush=True,
    )
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        built = wheel(Path(place))
        if asked.here:
            print(row_here(built))
            return 0
        for one in environments:
            try:
                print(row_of(one, built), flush=True)
            except (subprocess.SubprocessError, AssertionError) as error:
                failed += 1
                why = getattr(error, "stderr", "") or str(error)
                print(f"| {one.title} | | failed: {why.strip().splitlines()[-1]} |", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
