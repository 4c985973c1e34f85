"""Files by name: scenarios and studies of the working directory, then those that are shipped."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem, did_you_mean
from mktsim.inputs.named_files import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUFFIXES = frozenset({".yaml", ".yml"})


class Folder(StrEnum):
    """Folders that hold files by name."""

    SCENARIOS = "scenarios"
    STUDIES = "experiments"


_MEMBERS = {Folder.SCENARIOS: "scenario", Folder.STUDIES: "study"}


def files_in(folder: Folder) -> dict[str, Path]:
    """Return the files of a folder by name: the working directory's own first, shipped ones after them."""
    found: dict[str, Path] = {}
    for root in _roots():
        place = root / folder.value
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.suffix in _SUFFIXES:
                found.setdefault(path.stem, path)
    return found


def find(name: str, folder: Folder) -> Path:
    """Return the file that a name or path stands for; a path is returned as it is, also when nothing is there.

    ``scenarios/NAME`` and ``experiments/NAME`` also find what is shipped, with or without the ending.

    Errors: InputError for a name that no file has, with the nearest.
    """
    path = _from_folder(name)
    if path.suffix in _SUFFIXES or len(path.parts) > 1 or path.is_file():
        return path
    known = files_in(folder)
    if name in known:
        return known[name]
    message = f"no such file, and nothing in {folder.value} is called so{_hint(name, folder, known)}"
    raise InputError((Problem(name, 0, 0, "", message, tuple(known)),))


def _hint(name: str, folder: Folder, known: Iterable[str]) -> str:
    """Return what may have been meant: the nearest names, or what stands in the other folder under this one."""
    words = did_you_mean(name, known)
    other = next(one for one in Folder if one is not folder)
    place = files_in(other).get(name)
    return words if place is None else f"; {place.as_posix()} is a {_MEMBERS[other]}, not a {_MEMBERS[folder]}{words}"


def path_of(name: str) -> Path:
    """Return the file that a path, or the name of a study or else of a scenario, stands for; the path if nothing."""
    path = _from_folder(name)
    if not path.is_file():
        for folder in (Folder.STUDIES, Folder.SCENARIOS):
            known = files_in(folder)
            if name in known:
                return known[name]
    return path


def _from_folder(name: str) -> Path:
    """Return the file that ``FOLDER/NAME`` stands for where no file is called so; otherwise the path as it is."""
    path = Path(name)
    folder, stem = path.parent.as_posix(), path.stem if path.suffix in _SUFFIXES else path.name
    if path.is_file() or folder not in set(Folder):
        return path
    return files_in(Folder(folder)).get(stem, path)


def _roots() -> tuple[Path, ...]:
    """Return where folders are looked for: here, in the installed package, in the checkout it runs from."""
    checkout = shipped().parent.parent
    return (Path(), shipped("library"), checkout)
