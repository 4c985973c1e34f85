"""A file of what a search for drivers found, one line a parameter, so that a search that was stopped goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mktsim.study.runs.identity import model_hash


@dataclass(frozen=True)
class Kept:
    """Movements found with this very model; lines of other models are passed over."""

    path: Path

    def found(self, key: str) -> dict[str, dict[str, float]]:
        """Return movements by parameter of one search; a line that was cut short is passed over."""
        found = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if row.get("model") == model_hash() and row.get("search") == key:
                found[row["parameter"]] = row["moved"]
        return found

    def keep(self, key: str, parameter: str, moved: Mapping[str, float]) -> None:
        """Add what one parameter moves."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        row = {"model": model_hash(), "search": key, "parameter": parameter, "moved": dict(moved)}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
