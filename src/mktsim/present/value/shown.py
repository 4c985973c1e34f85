"""Results of value experiments, stamped as figures need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from mktsim.study.value.duties import DutyValues
from mktsim.study.value.links import LinkValues
from mktsim.study.value.staff import StaffValues

if TYPE_CHECKING:
    from mktsim.study.value.options import Stamp

Valued = DutyValues | LinkValues | StaffValues
"""Results of value experiments."""


R = TypeVar("R", bound=Valued)


@dataclass(frozen=True)
class Shown(Generic[R]):
    """A result with what figures are stamped with."""

    found: R

    @property
    def _stamp(self) -> Stamp:
        return self.found.stamp

    @property
    def study(self) -> str:
        """Name of the study."""
        return self._stamp.study

    @property
    def study_hash(self) -> str:
        """Hash of the study."""
        return self._stamp.study_hash

    @property
    def seed(self) -> int:
        """Root seed."""
        return self._stamp.seed

    @property
    def replications(self) -> int:
        """Most replications of a change."""
        return self._stamp.replications

    @property
    def version(self) -> str:
        """Version of the product."""
        return self._stamp.version
