"""Files that another file may name without saying where they are: beside it, or shipped."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

ENDINGS = (".yaml", ".yml")
SCENARIOS, STUDIES = "scenarios", "experiments"
CATEGORIES, ARCHETYPES = "data/categories", "data/archetypes"


def shipped(*parts: str) -> Path:
    """Return a path inside the installed package."""
    return Path(str(files("mktsim"))).joinpath(*parts)


def is_category(file: str) -> bool:
    """Tell whether a file is a shipped category: what it gives is meant for every world that extends it."""
    return Path(file).parent == shipped(CATEGORIES)


def categories() -> dict[str, Path]:
    """Return the shipped categories by name."""
    return {path.stem: path for path in sorted(shipped(CATEGORIES).glob("*.yaml"))}


def file_named(name: str, beside: Path) -> Path:
    """Return the file that a name or path in a file of folder `beside` stands for; it need not be there.

    A path, with its ending, is relative to the folder. A name without ending is a file of the folder, or else a
    category, an archetype, a scenario or a study, the working directory's own before the shipped.
    """
    path = Path(name)
    if path.suffix in ENDINGS or len(path.parts) != 1:
        return beside / name
    places = (beside, shipped(CATEGORIES), shipped(ARCHETYPES), *_libraries())
    found = (place / f"{name}{ending}" for place in places for ending in ENDINGS)
    return next((file for file in found if file.is_file()), beside / name)


def names() -> tuple[str, ...]:
    """Return what is shipped by name, categories first."""
    places = (shipped(CATEGORIES), shipped(ARCHETYPES), *_libraries())
    return tuple(dict.fromkeys(path.stem for place in places for path in sorted(place.glob("*.yaml"))))


def _libraries() -> tuple[Path, ...]:
    """Return the folders of scenarios and studies: here, in the installed package, in the checkout it runs from."""
    roots = (Path(), shipped("library"), shipped().parent.parent)
    return tuple(root / folder for root in roots for folder in (SCENARIOS, STUDIES))
