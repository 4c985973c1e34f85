"""Culture spread over the coordination graph, and levels that work builds and time wears down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.advertising.brand import paid_for
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.programmes import CULTURE, Standing, reach_of
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CULTURE_MESSAGE = Plan("culture_message", Standing)


class SpreadCulture(Part, Mechanism[float]):
    """Tell every department what the company stands for; alignment grows by the share that has heard and read it."""

    kind: Literal["spread_culture"] = "spread_culture"
    gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.15
    """Share of the gap that a message closes which all have read and a programme stands behind."""
    unplanned_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 0.3
    """What a message does without a culture programme, relative to one with it."""
    reading_days: Annotated[float, Ge(0), Le(120), Unit("days"), Source("assumption")] = 21.0
    """Days after which it is counted who has read the message."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the share of the gap that this message can close."""
        programme = reach_of(office, work.duty.owner, CULTURE)
        weight = self.unplanned_share + (1.0 - self.unplanned_share) * programme
        return self.gain * weight * executed_share(office, work)

    def apply(self, office: Office, work: Work, draft: float) -> None:
        """Send the message, and count later who has it."""
        message = Standing(office.now)
        office.put_plan(work, CULTURE_MESSAGE, message, work.duty.informs)
        office.at(office.now + self.reading_days, partial(_settle, office, work, message, draft))


def _settle(office: Office, work: Work, message: Standing, gain: float) -> None:
    """Raise alignment by the share of departments that have the message, the sender among them."""
    agents = (work.duty.owner, *work.duty.informs)
    reached = sum(office.plan(agent, CULTURE_MESSAGE) == message for agent in agents)
    office.levels.build(Level.ALIGNMENT, gain * reached / len(agents))


class BuildLevel(Part, Mechanism[float]):
    """Close part of the gap between one or more levels and one."""

    kind: Literal["build_level"] = "build_level"
    levels: tuple[str, ...]
    """Levels by name."""
    gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.2
    """Share of the gap that a complete piece of work closes."""
    events_share: Annotated[float, Ge(0), Le(0.2), Unit("share of the advertising line"), Source("assumption")] = 0.0
    """Money spent each time on events."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the share of the programme that is carried out."""
        return executed_share(office, work)

    def apply(self, office: Office, work: Work, draft: float) -> None:
        """Pay for the programme and raise the levels."""
        wanted = self.events_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        money = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        share = draft * (min(paid_for(office, money, self.events_share), 1.0) if self.events_share > 0.0 else 1.0)
        office.ledger.book(office.now, Activity.EVENTS, work.duty.owner, -money)
        for name in self.levels:
            office.levels.build(name, self.gain * share)
