"""Survey: asking consumers."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.instruments.instrument import ASSUMED, AbsoluteError, Instrument, RelativeError
from mktsim.quantities import Source, Unit


class Survey(Instrument):
    """A consumer survey of standard size (about 500 interviews); errors are sampling plus question wording."""

    instrument: Literal["survey"] = "survey"
    """Name on the table."""
    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 1.0
    """Cost of one observation of standard size, in consumer surveys."""
    elasticity: AbsoluteError = 0.3
    """Error of the own-price elasticity (a conjoint of standard size)."""
    willingness: RelativeError = 0.1
    """Error of the median reservation price."""
    quality: AbsoluteError = 0.15
    """Error of perceived quality."""
    awareness: AbsoluteError = 0.022
    """Error of awareness: sampling error of a share near one half among 500."""
    share: RelativeError = 0.12
    """Error of the claimed market share."""
    promotion: AbsoluteError = 0.8
    """Error of the stated response to deals."""
    advertising: AbsoluteError = 0.1
    """Error of the stated response to advertising."""
    agency: AbsoluteError = 0.1
    """Error of judging an agency by tests of its work."""
    skill: AbsoluteError = 0.1
    """Error of judging members by mystery shopping."""
    willingness_bias: Annotated[
        float,
        Ge(-0.9),
        Le(3),
        Unit("share of value"),
        Source("Murphy et al. 2005: hypothetical bias; size after calibration assumption"),
    ] = 0.1
    """What people say they would pay above what they pay, after calibration."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic."""
        return {
            "insight.elasticity": self.elasticity,
            "insight.willingness": self.willingness,
            "insight.quality": self.quality,
            "market.awareness": self.awareness,
            "market.share": self.share,
            "response.promotion": self.promotion,
            "response.advertising": self.advertising,
            "agency.quality": self.agency,
            "channel.skill": self.skill,
        }

    def biases(self) -> dict[str, float]:
        """Return the bias by topic."""
        return {"insight.willingness": self.willingness_bias}
