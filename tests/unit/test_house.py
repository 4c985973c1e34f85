"""The house keeps its own rules: what linters cannot say."""

from __future__ import annotations

import ast
import pkgutil
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
CODE = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".j2",
    ".json",
    ".csv",
    ".cfg",
    "",
}
SKIPPED = {".git", ".venv", "results", "build", "dist", "node_modules", "__pycache__"}
LONG_FILE = 400
LONG_FUNCTION = 40
ANSWERED: dict[str, str] = {}
"""Files, and functions as file:function, that are longer, each with the reason: length is a question, not a crime."""
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def shown(path):
    return path.relative_to(ROOT).as_posix()


def project_files():
    """Every text file of the project outside what tools create."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        made = any(part in SKIPPED or part.endswith(("_cache", ".egg-info")) for part in parts)
        if path.is_file() and not made and parts[0] != ".hypothesis" and path.suffix in TEXT_SUFFIXES:
            yield path


def test_what_is_checked_is_what_is_imported():
    import mktsim

    package = ROOT / "src/mktsim"
    assert Path(mktsim.__file__).resolve().parent == package
    found = {module.name for module in pkgutil.walk_packages([str(package)], "mktsim.")}
    read = {".".join(path.relative_to(package.parent).with_suffix("").parts) for path in SOURCES}
    assert {name.removesuffix(".__init__") for name in read} == found | {"mktsim"}


def long_ones():
    """Files and functions that are longer than what is answered for; a function's docstring does not count."""
    for path in CODE:
        size = len(path.read_text("utf-8").splitlines())
        if size > LONG_FILE:
            yield shown(path), size
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                code = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                size = (node.end_lineno or 0) - code[0].lineno + 1
                if size > LONG_FUNCTION:
                    yield f"{shown(path)}:{node.name}", size


def test_what_is_long_is_answered_for():
    long = dict(long_ones())
    assert not {name: size for name, size in long.items() if name not in ANSWERED}
    assert not ANSWERED.keys() - long.keys(), "an answer to no question"


def test_nobody_imports_the_package_root():
    guilty = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            plain = isinstance(node, ast.Import) and any(alias.name == "mktsim" for alias in node.names)
            below = isinstance(node, ast.ImportFrom) and node.module == "mktsim"
            if plain or below:
                guilty.append(f"{shown(path)}:{node.lineno}")
    assert not guilty


def test_no_file_is_called_utils():
    vague = re.compile(r"(utils?|helpers?|misc|common|tools?|stuff|manager)(_\w+)?|\w+_(utils?|helpers?)")
    assert vague.fullmatch("util_dates")
    assert vague.fullmatch("price_helpers")
    assert not [shown(path) for path in SOURCES if vague.fullmatch(path.stem)]


def test_no_folder_has_a_family_of_one_word():
    """Select, selecting, selection: who looks for one cannot tell them apart."""
    ending = re.compile(r"(ings?|ions?|eds?|ers?|ors?|ments?|es|s|e)$")
    families = defaultdict(set)
    for path in SOURCES:
        families[path.parent, ending.sub("", path.stem)].add(path.stem)
    allowed = {"e0_firm", "e0_firms"}  # an experiment on one firm, and on several
    assert not [names for names in families.values() if len(names) > 1 and not names <= allowed]


def test_nothing_takes_arbitrary_keywords():
    guilty = [
        f"{shown(path)}:{node.name}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.kwarg is not None
    ]
    assert not guilty


def test_annotations_are_lazy_everywhere():
    lazy = "from __future__ import annotations"
    bare = [path for path, tree in TREES.items() if len(tree.body) > 1 and lazy not in path.read_text("utf-8")]
    assert not [shown(path) for path in bare]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w.<])/(?:home|root|Users|tmp|var/folders|work|opt)/\w",  # a place on somebody's machine
        r"[A-Z]:\\Users\\",
        r"file:///",
    ],
)
def test_no_machine_is_named(pattern):
    forbidden = re.compile(pattern)
    guilty = []
    for path in project_files():
        if path == Path(__file__).resolve():
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if forbidden.search(line) and not line.startswith("#!"):
                guilty.append(f"{shown(path)}:{number}")
    assert not guilty


def test_pins_of_dependencies_are_plain_versions():
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    assert lines
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)]


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").split()}
    plain = {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[<>=~! \[]", line)[0]).lower() for line in asked}
    assert names <= plain


def test_one_version_is_named_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_rule_switched_off_is_explained():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("\nignore = [") :].partition("\n]")[0].splitlines()[2:]
    assert block
    assert not [line for line in block if "#" not in line]


def test_the_changelog_speaks_of_results():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = text.split("\n## ")[1:]
    assert releases
    assert not [release.splitlines()[0] for release in releases if "### Results" not in release]


def test_test_files_have_names_of_their_own():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_no_shipped_file_names_a_page_that_readers_do_not_have():
    there = {path.name for path in ROOT.rglob("*.md") if SKIPPED.isdisjoint(path.relative_to(ROOT).parts)}
    page = re.compile(r"\b[A-Z][A-Z_0-9]{2,}\.md\b|\bMARKET_PROTOTYPE\w*|\bEVIDENCE [A-D]\b|\(MODEL \d")
    shipped = [path for path in project_files() if path != Path(__file__).resolve()]
    named = {
        (shown(path), word) for path in shipped for word in page.findall(path.read_text("utf-8")) if word not in there
    }
    assert not sorted(named)
