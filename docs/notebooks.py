"""Execute the notebooks of docs/notebooks, each from top to bottom in a process of its own.

python docs/notebooks.py                 executes all and writes what they show
python docs/notebooks.py --check         executes them, writes nothing, and tells where the text shown has changed

Needs the extra notebooks. Pictures are not compared, because another version of matplotlib draws other bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "notebooks"
LONGEST_SECONDS = 1_800


def executed(path: Path) -> Any:  # noqa: ANN401 - nbformat declares no type
    """Return a notebook with what its cells show now. Errors: CellExecutionError, with the cell."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=LONGEST_SECONDS, resources={"metadata": {"path": folder}})
        client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def shown(notebook: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """Yield (cell, text) of all text that code cells show; how long something took is left out."""
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            yield place, re.sub(r"[\d.]+ s\b", "… s", "".join(text))


def main() -> int:
    """Execute all notebooks; return 1 where a check finds another text."""
    words = argparse.ArgumentParser(description="Execute the notebooks of the documentation.")
    words.add_argument("--check", action="store_true", help="write nothing; tell what changed")
    asked = words.parse_args()
    changed = 0
    for path in sorted(FOLDER.glob("*.ipynb")):
        sys.stderr.write(f"{path.name} …\n")
        now = executed(path)
        if not asked.check:
            nbformat.write(now, path)
            continue
        before = list(shown(nbformat.read(path, as_version=4)))
        for place, text in set(before) ^ set(shown(now)):
            changed += 1
            sys.stdout.write(f"{path.name}, cell {place}: {text[:300]}\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
