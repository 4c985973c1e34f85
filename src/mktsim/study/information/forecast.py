"""A forecast that rests on finer and fresher sales figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.duty import Duty, OnCalendar, Period
from mktsim.model.organisation.mechanisms.forecast import ForecastSales
from mktsim.model.organisation.mechanisms.keep_archive import KeepArchive
from mktsim.study.runs.factor import FactorKind, Setting

_WEEKS = {Period.WEEK: 1.0, Period.MONTH: 52.0 / 12.0, Period.QUARTER: 13.0, Period.YEAR: 52.0}


@dataclass(frozen=True)
class Forecast:
    """Error of the sales figures that come in, divided; the forecast made anew each week by the same work in all."""

    high: float
    """Divides the error."""
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"forecast every week, from figures with {1.0 / self.high:.0%} of the error"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with the better forecast."""
        arm = setting.arm.arm
        duties = tuple(_better(duty, value) for duty in arm.duties)
        return setting.with_arm(replace(arm, duties=duties), f"forecast {value!r}")


def _better(duty: Duty, times: float) -> Duty:
    mechanism, trigger = duty.mechanism, duty.trigger
    if isinstance(mechanism, KeepArchive):
        return duty.model_copy(update={"mechanism": mechanism.model_copy(update={"error": mechanism.error / times})})
    if isinstance(mechanism, ForecastSales) and isinstance(trigger, OnCalendar):
        weekly = OnCalendar(on="calendar", every=Period.WEEK, lead_days=trigger.lead_days)
        effort = duty.effort_days / _WEEKS[trigger.every]
        return duty.model_copy(update={"trigger": weekly, "effort_days": effort})
    return duty
