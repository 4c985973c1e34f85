"""What an empty environment gets is what the sources import, and the lowest versions are versions."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))

import compatible

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ALWAYS = [Requirement(one) for one in PROJECT["dependencies"]]
COMES_WITH = {"_typeshed": "mypy", "llvmlite": "numba", "pydantic_core": "pydantic", "werkzeug": "flask"}
"""Packages that are a part of another, at the version that it asks for itself."""
EXTRAS = [Requirement(one) for extra in PROJECT["optional-dependencies"].values() for one in extra]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(tree):
    """Yield the top-level package of each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.fixture(scope="module")
def imports():
    """Return where each package of others is imported, by name."""
    found = {}
    for file in sorted((ROOT / "src").rglob("*.py")):
        for name in imported(ast.parse(file.read_text("utf-8"))):
            if name not in sys.stdlib_module_names and name != "mktsim":
                found.setdefault(name, str(file.relative_to(ROOT)))
    return found


def test_whatever_is_imported_is_declared(imports):
    sold = packages_distributions() | {part: [whole] for part, whole in COMES_WITH.items()}
    declared = {normal(one.name) for one in (*ALWAYS, *EXTRAS)}
    strangers = {
        f"{name} in {file}"
        for name, file in imports.items()
        if not declared & {normal(one) for one in sold.get(name, [name])}
    }
    assert not strangers
    assert {"numpy", "yaml", "pydantic"} <= imports.keys(), "the search finds what is there"


def test_the_lowest_versions_pin_each_dependency_and_none_is_above_what_is_tested_with():
    pins = dict(line.split("==") for line in compatible.lowest().splitlines())
    assert pins.keys() == {one.name for one in ALWAYS}
    for name, lowest in pins.items():
        assert Version(lowest) <= Version(version(name)), name


def test_pythons_are_named_from_the_lowest_on():
    named = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    assert PROJECT["requires-python"] == f">={named[0]}"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in named
