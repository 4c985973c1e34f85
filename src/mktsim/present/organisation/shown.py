"""How an organisation worked, stamped as figures need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.directory.organisation_report import Workings


@dataclass(frozen=True)
class ShownWorkings:
    """Workings with what figures are stamped with."""

    found: Workings

    @property
    def study(self) -> str:
        """Name of the scenario."""
        return self.found.scenario

    @property
    def study_hash(self) -> str:
        """Hash of what was run."""
        return self.found.hash

    @property
    def seed(self) -> int:
        """Root seed."""
        return self.found.seed

    @property
    def replications(self) -> int:
        """One run."""
        return 1

    @property
    def version(self) -> str:
        """Version of the product."""
        return self.found.version
