"""Files of the studio: found by name, written inside the chosen directory only, never over another's."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import yaml

from mktsim.errors import InputError, Problem
from mktsim.inputs.compose import compose
from mktsim.inputs.extends import load
from mktsim.inputs.named_files import shipped
from mktsim.inputs.notation import Dumper
from mktsim.inputs.tree import plain
from mktsim.relations import name_problem
from mktsim.study.question.check_file import Checked, checked
from mktsim.study.question.file_kinds import Kind, kind_of
from mktsim.study.question.find_file import Folder, files_in
from mktsim.study.runs.results_directory import STORE_NAME

QUEUE = "mktsim.queue"
"""Name of the queue among the extensions of the application."""
RESULTS = Path("results")
LARGEST_BYTES = 1_000_000
"""Of a file that is opened in the browser: a hundred times the largest shipped."""
_FOLDERS = {Kind.SCENARIO: Folder.SCENARIOS, Kind.STUDY: Folder.STUDIES}
_ELSEWHERE = frozenset({"extends", "scenario", "organisation"})
"""Keys whose values may be paths."""
_one_at_a_time = Lock()
Tree = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A file by name."""

    name: str
    path: Path

    @property
    def own(self) -> bool:
        """Whether it lies in the chosen directory, and not in what is shipped."""
        return not self.path.is_absolute()


def found_in(folder: Folder) -> tuple[Found, ...]:
    """Return the files of a folder, those of the chosen directory first."""
    return tuple(Found(name, path) for name, path in files_in(folder).items() if not name.startswith("."))


def file_named(name: str, folder: Folder) -> Path | None:
    """Return the file of a name; None for a name that no file has, however it is spelt."""
    return files_in(folder).get(name)


def results_named(name: str) -> Path | None:
    """Return the directory of results of a name; None for a name that no directory of results has."""
    return next((one for one in result_directories() if one.name == name), None)


def result_directories() -> tuple[Path, ...]:
    """Return the directories of results, the newest first."""
    if not RESULTS.is_dir():
        return ()
    found = [path for path in RESULTS.iterdir() if (path / STORE_NAME).is_file() and not path.is_symlink()]
    return tuple(sorted(found, key=lambda path: -(path / STORE_NAME).stat().st_mtime))


def stamp_of(path: Path) -> str:
    """Return a stamp of a file's content."""
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def tree_of(path: Path) -> Tree:
    """Return what a file says as plain values, with what it extends. Errors: InputError."""
    tree, problems = load(path)
    if tree is None or problems:
        raise InputError(problems)
    found: Any = plain(tree)
    return dict(found)


def text_of(tree: Tree) -> str:
    """Return plain values as a file says them."""
    return yaml.dump(tree, Dumper=Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=100)


def opened(text: str) -> tuple[Checked, str]:
    """Put a study or scenario that the user opened beside the others, under the name that it gives itself.

    Returns what was found about it, and its name; a file with problems is not kept. Errors: InputError for what is no
    file of these, has no name to be kept under, leads out of the directory, or has a name that is taken.
    """
    tree, problems = compose(text, "opened file")
    if tree is None:
        raise InputError(problems)
    known: Any = plain(tree)
    kind, name = kind_of(known), known.get("name")
    if kind not in _FOLDERS:
        raise InputError((_problem("", "is no study and no scenario: only these can be opened here"),))
    if not isinstance(name, str):
        raise InputError((_problem("name", "is missing"),))
    return kept(name, text, kind, ""), name


def kept(name: str, text: str, kind: Kind, replacing: str) -> Checked:
    """Keep a checked text as the file of a name; `replacing` is the stamp of what it replaces, empty for a new file.

    A file with problems is not kept. Errors: InputError for a name that is taken or a file that was changed meanwhile.
    """
    if why := name_problem(name):
        raise InputError((_problem("name", why),))
    path = Path(_FOLDERS[kind].value) / f"{name}.yaml"
    with _one_at_a_time:
        _refuse_changed(path, replacing)
        _refuse_outside(text, path.parent)
        path.parent.mkdir(exist_ok=True)
        trial = path.with_name(f".{name}.trial.yaml")
        trial.write_text(text, encoding="utf-8")
        try:
            result = checked(str(trial))
            if not result.problems:
                trial.replace(path)
        finally:
            with suppress(FileNotFoundError):
                trial.unlink()
    told = tuple(replace(one, file=str(path)) if one.file == str(trial) else one for one in result.problems)
    return replace(result, file=str(path), problems=told)


def _refuse_changed(path: Path, replacing: str) -> None:
    """Refuse to write over a file that is not the one that the user looked at."""
    if path.exists() and not replacing:
        raise InputError((_problem("name", f"{path.as_posix()} is there already; choose another name"),))
    if path.exists() and stamp_of(path) != replacing:
        message = f"{path.as_posix()} was changed meanwhile, here or elsewhere; open it again"
        raise InputError((_problem("name", message),))


def _refuse_outside(text: str, folder: Path) -> None:
    """Refuse a file that names files outside the chosen directory and what is shipped."""
    tree, _ = compose(text, "file")
    roots = (Path.cwd(), shipped().resolve(), shipped().parent.parent.resolve() / "scenarios")
    for key, value in _strings(plain(tree) if tree is not None else {}):
        is_path = Path(value).suffix in {".yaml", ".yml"} or "/" in value or "\\" in value
        place = (folder / value).resolve()
        if key in _ELSEWHERE and is_path and not any(place.is_relative_to(root) for root in roots):
            raise InputError((_problem(key, "leads out of the studio's directory"),))


def _strings(value: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - whatever a file holds
    """Return every (key, text) of a tree, whatever its depth."""
    if isinstance(value, dict):
        own = [(str(key), one) for key, one in value.items() if isinstance(one, str)]
        return own + [pair for one in value.values() for pair in _strings(one)]
    return [pair for one in value for pair in _strings(one)] if isinstance(value, list) else []


def _problem(field: str, message: str) -> Problem:
    return Problem("studio", 0, 0, field, message)
