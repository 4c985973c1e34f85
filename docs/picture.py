"""Draw docs/images/house.svg, the floors of the house as its import contracts say: `python docs/picture.py`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).with_name("images") / "house.svg"
CONTAINERS = ("mktsim", "mktsim.study", "mktsim.model", "mktsim.model.organisation.mechanisms")
"""What is drawn, each beside the floor that it enlarges."""
TITLES = ("wings", "study: rooms", "model: rooms", "mechanisms: subjects")
WORDS = {
    "cli": "parse, call, print",
    "present": "figures, reports, JSON",
    "evidence": "validation, calibration",
    "study": "questions, runs, procedures",
    "model": "the running world",
    "inputs": "waist 1: frozen parts, reader",
}
NOTE = "Imports go downwards only. Side by side are strangers; on a dashed floor, rooms that may know each other."
ROW = 0.62
GAP = 0.14
WIDTH = 5.2
STEP = WIDTH + 0.5
COLOURS = ("#e8eef4", "#f5efe3")


@dataclass(frozen=True)
class Floor:
    """A floor: its rooms, and whether they are strangers."""

    rooms: tuple[str, ...]
    strangers: bool

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Rooms as they are drawn, three in a row."""
        return [self.rooms[start : start + 3] for start in range(0, len(self.rooms), 3)]


def floors(container: str) -> list[Floor]:
    """Return the floors of a container from top to bottom, as the contracts in pyproject say."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one.get("containers") == [container] and one.get("exhaustive")]
    return [_floor(layer) for layer in layers if not layer.startswith("(__")]


def _floor(layer: str) -> Floor:
    return Floor(tuple(room.strip(" ()") for room in re.split(r"[|:]", layer)), ":" not in layer)


def draw(path: Path = PICTURE) -> None:
    """Draw the picture: a column a container, imports go downwards only."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "house", "font.family": "sans-serif"})
    columns = [floors(container) for container in CONTAINERS]
    height = ROW * max(sum(len(floor.rows) for floor in column) for column in columns)
    figure, axes = plt.subplots(figsize=(14, 14 * (height + 1.2) / (len(columns) * STEP)))
    for place, (title, column) in enumerate(zip(TITLES, columns, strict=True)):
        _column(axes, place * STEP, title, column)
    axes.text(0, -height - 0.35, NOTE, fontsize=9)
    axes.set(xlim=(-0.1, len(columns) * STEP - 0.4), ylim=(-height - 0.5, 0.7))
    axes.axis("off")
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None, "Creator": "docs/picture.py"})
    plt.close(figure)


def _column(axes: Axes, left: float, title: str, column: list[Floor]) -> None:
    axes.text(left, 0.25, title, fontsize=12, weight="bold")
    top = 0.0
    for number, floor in enumerate(column):
        size = len(floor.rows) * ROW
        axes.add_patch(_box((left, top - size + GAP), size - GAP, COLOURS[number % 2], floor.strangers))
        for row in floor.rows:
            _row(axes, left, top, row)
            top -= ROW


def _box(corner: tuple[float, float], height: float, colour: str, is_solid: bool) -> Patch:  # noqa: FBT001 - a look
    from matplotlib.patches import FancyBboxPatch

    style = "solid" if is_solid else "dashed"
    return FancyBboxPatch(
        corner, WIDTH, height, "round,pad=0.02", facecolor=colour, edgecolor="#6b7885", linewidth=0.8, linestyle=style
    )


def _row(axes: Axes, left: float, top: float, row: tuple[str, ...]) -> None:
    middle = top - (ROW - GAP) / 2
    for place, name in enumerate(row):
        axes.text(left + place * WIDTH / len(row) + 0.12, middle, name, fontsize=8.5, va="center")
    if row[0] in WORDS and left == 0.0:
        axes.text(left + 1.5, middle, WORDS[row[0]], fontsize=7.5, va="center", color="#55606b")


if __name__ == "__main__":
    draw()
