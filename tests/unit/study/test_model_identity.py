"""The hash of the model: what decides a stored cell moves it, whatever reaches it; prose moves nothing."""

from __future__ import annotations

import ast
import inspect
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import mktsim
from mktsim.model.organisation.mechanisms.table import MECHANISMS
from mktsim.model.policies.table import RULES
from mktsim.records import tag_of
from mktsim.study.runs import identity as hashing

SOURCE = Path(mktsim.__file__).parent


def file_of(part):
    """The file of a class, relative to the package."""
    return Path(inspect.getfile(part)).relative_to(SOURCE).as_posix()


SKIMMING, RULE = (
    file_of(next(rule for rule in RULES["pricing"] if tag_of(rule) == name)) for name in ("skimming", "optimal_logit")
)


@pytest.fixture(scope="module", autouse=True)
def read_once():
    """Files that were not edited are not read again: what is made of one follows from its content alone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hashing, "module_of", cache(hashing.module_of))
        patched.setattr(hashing, "_values", cache(hashing._values))
        yield


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package, and the hash that it has as it is."""
    root = tmp_path_factory.mktemp("copied") / "mktsim"
    shutil.copytree(SOURCE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root, hashing.package_hash(root)


def edited(copy, name, change):
    """Whether the hash is another after `change` of the text of a file, which is put back."""
    root, before = copy
    path = root / name
    old = path.read_bytes() if path.exists() else None
    path.write_bytes(change(old or b""))
    try:
        assert path.read_bytes() != old, f"{name} was not edited"
        return hashing.package_hash(root) != before
    finally:
        path.write_bytes(old) if old is not None else path.unlink()


def appended(text):
    return lambda old: old + text.encode()


def test_the_copy_has_the_hash_of_the_package_that_is_installed(copy):
    assert copy[1] == hashing.model_hash()


@pytest.mark.parametrize(
    "name",
    [
        "model/market/purchase.py",
        SKIMMING,
        RULE,
        file_of(MECHANISMS[0]),
        "model/policies/pricing/__init__.py",
        "science/theory/logit_price.py",
        "outcomes/metrics/table.py",
        "outcomes/history.py",
        "inputs/scenario.py",
        "streams.py",
        "sums.py",
    ],
)
def test_code_that_a_cell_is_made_by_moves_the_hash(copy, name):
    assert edited(copy, name, appended("\n_ONE_MORE = 1\n"))


@pytest.mark.parametrize(
    "name",
    [
        "science/statistics/kim_nelson.py",
        "study/runs/identity.py",
        "present/compare/text.py",
        "cli/main.py",
        "evidence/backtest.py",
        "inputs/read.py",
        "__init__.py",
    ],
)
def test_code_that_no_cell_reaches_does_not(copy, name):
    assert not edited(copy, name, appended("\n_ONE_MORE = 1\n"))


def test_science_that_a_rule_reaches_counts_down_to_a_number(copy):
    def another_number(old):
        tree = ast.parse(old)
        number = next(
            node
            for function in tree.body
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        )
        lines = old.decode().splitlines(keepends=True)
        line = lines[number.lineno - 1]
        lines[number.lineno - 1] = f"{line[: number.col_offset]}7{line[number.end_col_offset :]}"
        return "".join(lines).encode()

    assert edited(copy, "science/theory/logit_price.py", another_number)


@pytest.mark.parametrize("name", ["model/market/purchase.py", RULE, "science/theory/logit_price.py"])
def test_docstrings_comments_and_line_ends_are_prose(copy, name):
    def other_words(old):
        text = old.decode()
        tree = ast.parse(text)
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, _DOCUMENTED)}
        for doc in filter(None, docs):
            text = text.replace(doc, f"Otherwise put: {doc}", 1)
        return ("# A remark.\n" + text + "\n# Another.\n").replace("\n", "\r\n").encode()

    assert not edited(copy, name, other_words)


_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef


def test_the_line_under_a_field_is_prose(copy):
    assert not edited(copy, RULE, appended('\n"""One more word on what stands above."""\n'))
    assert not edited(copy, "inputs/scenario.py", lambda old: old.replace(b'"""', b'"""Also: ', 1))


def test_data_count_by_their_values(copy):
    name = "data/duties/planning.yaml"
    assert not edited(copy, name, lambda old: b"# A remark.\n" + old.replace(b"\n", b"\r\n"))
    assert edited(copy, name, lambda old: old.replace(b"direction: down", b"direction: up", 1))
    assert edited(copy, "data/archetypes/another.yaml", appended("schema_version: 1\n"))


def test_two_files_that_exchange_their_contents_are_another_model(copy):
    root, before = copy
    first, second = root / "model" / "levers.py", root / SKIMMING
    contents = first.read_bytes(), second.read_bytes()
    try:
        second.write_bytes(contents[0])
        first.write_bytes(contents[1])
        assert hashing.package_hash(root) != before
    finally:
        first.write_bytes(contents[0])
        second.write_bytes(contents[1])


def test_a_module_that_is_imported_inside_a_function_counts(copy):
    root, _ = copy
    simulate, extra = root / "model" / "simulate.py", root / "model" / "extra.py"
    old = simulate.read_text("utf-8")
    try:
        simulate.write_text(f"{old}\n\ndef late():\n    from mktsim.model import extra\n    return extra\n", "utf-8")
        extra.write_text("ONE = 1\n", "utf-8")
        before = hashing.package_hash(root)
        extra.write_text("ONE = 2\n", "utf-8")
        assert hashing.package_hash(root) != before
    finally:
        simulate.write_text(old, "utf-8")
        extra.unlink()


def test_all_that_running_a_cell_loads_was_reached():
    code = (
        "import sys\n"
        "from mktsim.study.question.library import resolved_run\n"
        "from mktsim.study.runs.planner import Planner\n"
        "from mktsim.study.question.run_request import RunRequest\n"
        "resolved = resolved_run(RunRequest('packaged_food'))\n"
        "cell = Planner(resolved, 1).cell(resolved.arms[0], 0, 0).cell\n"
        "before = set(sys.modules)\n"
        "from mktsim.model.simulate import simulate\n"
        "from mktsim.outcomes.metrics.table import measure_all\n"
        "measure_all(simulate(cell))\n"
        "late = {name for name in set(sys.modules) - before if name.startswith('mktsim.')}\n"
        "print('\\n'.join(late))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "mktsim.model.simulate" in loaded
    assert loaded <= set(hashing.reached(SOURCE))


def test_importing_what_is_reached_loads_nothing_that_is_not():
    names = sorted(hashing.reached(SOURCE))
    code = f"import sys, importlib\n[importlib.import_module(name) for name in {names}]\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("mktsim.")}
    assert loaded == set(names)


def test_nothing_that_is_reached_imports_by_a_name_made_at_run_time():
    hidden = {"import_module", "__import__", "exec", "eval", "find_spec"}
    for name in hashing.reached(SOURCE):
        tree = ast.parse(hashing._file(SOURCE, name).read_bytes())
        called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        called |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & hidden, name


def test_the_hash_of_code_is_alike_on_every_version_of_python(tmp_path):
    # Golden: syntax of each kind whose tree has gained fields between versions.
    file = tmp_path / "kinds.py"
    file.write_text(
        '"""Words."""\nfrom a import b as c\n\n\nclass A(B, metaclass=C):\n    """Words."""\n\n    x: int = 1\n'
        '    """Words."""\n\n    def f(self, *a: int, y: float = 2.5, **k) -> str:\n'
        '        return f"{y:>{self.x}.3f}{a!r}"\n\n\nasync def g():\n    async with h as (i, *j):\n'
        "        match i:\n            case [1, *_] | {'k': v} if v:\n                yield lambda: (b'', ..., 1j)\n",
        "utf-8",
    )
    assert hashing.code_hash({"kinds": file}) == "14ba185374782e5bcc713965662bf450"


def test_a_name_is_part_of_the_hash_of_code(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("x = 1\n", "utf-8")
    assert hashing.code_hash({"a": file}) != hashing.code_hash({"b": file})


@pytest.mark.parametrize("stored", ["", "nonsense", "0" * 31 + "x", "\u00e9"])
def test_a_damaged_cache_is_made_anew(tmp_path, monkeypatch, stored):
    known = hashing.model_hash()
    monkeypatch.setenv("MKTSIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(hashing, "package_hash", lambda root: known)
    fresh = hashing.model_hash.__wrapped__
    assert fresh() == known
    (file,) = tmp_path.iterdir()
    assert file.read_text("ascii") == known
    file.write_text(stored, "utf-8")
    assert fresh() == known
    assert file.read_text("ascii") == known


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    known = hashing.model_hash()
    blocked = tmp_path / "file"
    blocked.write_text("no directory", "utf-8")
    monkeypatch.setenv("MKTSIM_CACHE_DIR", str(blocked))
    monkeypatch.setattr(hashing, "package_hash", lambda root: known)
    assert hashing.model_hash.__wrapped__() == known
