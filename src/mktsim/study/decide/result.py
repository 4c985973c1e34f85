"""What a decision says: the frozen result that the memo, its text and its JSON are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.decide.commitments import Commitments
    from mktsim.study.decide.plan import DecideOptions
    from mktsim.study.information.evppi import ParameterValue
    from mktsim.study.information.result import Information
    from mktsim.study.optimise.result import Optimisation
    from mktsim.study.robust.result import Robustness
    from mktsim.study.runs.heading import Heading
    from mktsim.study.select.result import Selection


@dataclass(frozen=True)
class Research:
    """Whether it pays to find something out before choosing."""

    parameter: ParameterValue | None
    """What is most worth knowing beyond chance; None where nothing is."""
    name: str
    """Of it, in words."""
    most_worth: float
    """What finding it out may cost at most, delay included, money: worth of research into it."""
    a_week: float
    """What a week of waiting costs: the lead of the choice over what is done now, spread over the horizon; zero where
    the choice is what is done now, or its lead is not sure."""

    @property
    def is_first(self) -> bool:
        """Whether research may come first."""
        return self.parameter is not None and self.most_worth > 0.0

    @property
    def weeks(self) -> float:
        """Weeks of waiting that use up what research is worth; infinite where waiting costs nothing."""
        return self.most_worth / self.a_week if self.a_week > 0.0 else float("inf")


@dataclass(frozen=True, eq=False)
class Decision:
    """All that a decision says."""

    heading: Heading
    question: str
    asked: DecideOptions
    titles: tuple[tuple[str, str], ...]
    """(arm, its policy in words), in arm order."""
    years: float
    """Of the horizon."""
    choice: str
    """Arm of choice; empty where no arm keeps the limits."""
    baseline: str
    delta: float
    selection: Selection
    """Among the arms as things are."""
    robustness: Robustness
    """Over many worlds, with what turns the choice."""
    information: Information
    """Worth of knowing the world and each of its parameters."""
    optimisation: Optimisation | None
    research: Research
    commitments: Commitments
    text: tuple[tuple[str, tuple[str, ...]], ...]
    """(heading, sentences) of the memo."""
    cells: int
    """Cells in the store that the answer rests on."""
    failed: int
    digest: str
    seconds: float

    @property
    def replications(self) -> int:
        """Of each arm in each world."""
        return self.robustness.replications

    def title_of(self, arm: str) -> str:
        """Return an arm in words; empty where that is but its name."""
        title = dict(self.titles).get(arm, "")
        return "" if title.lower() == arm.replace("_", " ").lower() else title
