"""Examining and approving the plans that departments submit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class ExaminePlans(Part):
    """Guide and examine plans; the engine's approval of each plan is this work, so nothing is left to do here."""

    kind: Literal["examine_plans"] = "examine_plans"

    def draft(self, office: Office, work: Work) -> None:
        """Propose nothing of its own."""

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Change nothing of its own."""
