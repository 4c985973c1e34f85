"""The message of advertising by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.creatives import MESSAGE_PLAN, MessagePlan
from mktsim.model.organisation.mechanisms.plan_advertising import advertising_seen
from mktsim.model.organisation.mechanisms.timing import Window
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.rules import AdvertisingRule
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class ChooseMessage(Part):
    """Choose by the policy's rule what advertising says in the stage perceived."""

    kind: Literal["choose_message"] = "choose_message"
    ahead_days: Annotated[float, Ge(14), Le(366), Unit("days"), Source("assumption")] = 91.0
    """Days that the choice looks ahead."""

    def draft(self, office: Office, work: Work) -> MessagePlan:
        """Return the rule's message on what the owner believes."""
        rule = cast("AdvertisingRule", office.policy.advertising)
        window = Window(office.now, office.now + self.ahead_days)
        return MessagePlan(office.now, rule.decide(advertising_seen(office, work.duty.owner, window)).message)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Brief those who run the campaigns."""
        if isinstance(draft, MessagePlan):
            office.put_item(work, MESSAGE_PLAN, draft, work.duty.informs)
