"""Margins, incentives and control of channel members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.plan_channels import latest_terms
from mktsim.model.organisation.mechanisms.plans import ChannelControl
from mktsim.model.organisation.mechanisms.push import CHANNEL_CONTROL, drive, push
from mktsim.model.seen import ChannelDecision
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CHANNEL_TERMS = "channel_terms"


class AgreeTerms(Part):
    """Agree margins with members and keep up their drive by incentives and control."""

    kind: Literal["agree_terms"] = "agree_terms"
    drive_gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.5
    """Share of the gap to full drive that one review closes."""

    def draft(self, office: Office, work: Work) -> ChannelDecision | None:
        """Return the terms planned; None before any channel plan has arrived."""
        return latest_terms(office, work.duty.owner)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Put margins and drive in force."""
        if not isinstance(draft, ChannelDecision):
            return
        owner = work.duty.owner
        margins = np.array([term.margin_share for term in draft.terms])
        if not np.array_equal(margins, office.levers.in_force(Lever.MARGIN)):
            topic = "distribution.channel.0"
            office.decided(work, Lever.MARGIN, topic, office.believe(owner, topic), float(margins[0]))
            office.levers.put(Lever.MARGIN, office.now, margins)
        office.put_item(work, CHANNEL_TERMS, draft, work.duty.informs)
        before = drive(office, owner)
        after = before + self.drive_gain * executed_share(office, work) * (1.0 - before)
        office.put_item(work, CHANNEL_CONTROL, ChannelControl(office.now, after), work.duty.informs)
        office.levers.put(Lever.PUSH, office.now, push(office, owner))
