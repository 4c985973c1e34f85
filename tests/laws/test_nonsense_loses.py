"""No absurd policy beats the status quo by a hole in the market, in every shipped scenario.

Each shipped scenario has a study of policies that ought to lose; the searching adversary is a long test.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from mktsim.inputs.cell import Cell
from mktsim.inputs.paths import set_path
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.value import npv, terminal_value
from mktsim.study.question.library import resolved_study

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
REPLICATIONS = 2


@dataclass(frozen=True)
class Exploit:
    """An absurd policy of a study, and the share of the status quo's value that it may reach at most."""

    study: str
    arm: str
    most: float


EXPLOITS = (
    Exploit("packaged_exploits", "free_gifts", 1.0),
    Exploit("packaged_exploits", "no_margin", 1.02),
    Exploit("packaged_exploits", "double_price", 0.8),
    Exploit("packaged_exploits", "dear_at_the_end", 1.0),
    Exploit("packaged_exploits", "always_on_deal", 1.02),
    Exploit("packaged_exploits", "silent", 1.0),
    Exploit("packaged_exploits", "all_tricks", 0.5),
    Exploit("tea_exploits", "free_gifts", 1.02),
    Exploit("tea_exploits", "double_price", 0.8),
    Exploit("tea_exploits", "no_margin", 1.0),
    Exploit("tea_exploits", "dear_at_the_end", 1.0),
    Exploit("tea_exploits", "all_tricks", 0.5),
    Exploit("us_color_tv_exploits", "free_gifts", 1.0),
    Exploit("us_color_tv_exploits", "double_price", 0.8),
    Exploit("us_color_tv_exploits", "no_margin", 1.0),
    Exploit("us_color_tv_exploits", "dear_at_the_end", 1.0),
    Exploit("us_color_tv_exploits", "all_tricks", 0.5),
    Exploit("software_subscription_exploits", "free_gifts", 1.02),
    Exploit("software_subscription_exploits", "double_price", 0.8),
    Exploit("software_subscription_exploits", "no_margin", 1.02),
    Exploit("software_subscription_exploits", "dear_at_the_end", 1.0),
    # A trial all year is what many such firms offer; it must not be a gold mine.
    Exploit("software_subscription_exploits", "always_on_trial", 1.15),
    Exploit("software_subscription_exploits", "silent", 1.0),
    Exploit("software_subscription_exploits", "all_tricks", 0.5),
    Exploit("portable_player_exploits", "free_gifts", 1.02),
    Exploit("portable_player_exploits", "double_price", 0.8),
    # The same recommended price with a fifth more of it invoiced: a rise of price, which the scenario's text
    # says would pay, since what players brought in beside their own margin is not in the model.
    Exploit("portable_player_exploits", "no_margin", 1.15),
    Exploit("portable_player_exploits", "dear_at_the_end", 1.02),
    Exploit("portable_player_exploits", "all_tricks", 0.6),
)
"""Two percent are left to policies that change little, because two replications tell no smaller difference."""

THIRTEEN_YEARS = ("portable_player_exploits",)
"""Studies whose replications take some five seconds of processor each."""


@lru_cache(maxsize=8)
def resolved(study):
    return resolved_study(str(EXPERIMENTS / f"{study}.yaml"))


@lru_cache(maxsize=64)
def value(study, arm):
    """Return the net present value of an arm, money, mean over replications."""
    question = resolved(study)
    named = next(one for one in question.arms if one.name == arm)
    cells = (
        Cell(question.scenario, question.incumbent, named.arm, 1, number, question.label)
        for number in range(REPLICATIONS)
    )
    return float(np.mean([npv(simulate(cell)) for cell in cells]))


def _parameter(exploit):
    marks = [pytest.mark.long] if exploit.study in THIRTEEN_YEARS else []
    return pytest.param(exploit, marks=marks, id=f"{exploit.study}-{exploit.arm}")


@pytest.mark.parametrize("exploit", [_parameter(one) for one in EXPLOITS])
def test_an_absurd_policy_does_not_pay(exploit):
    baseline = value(exploit.study, resolved(exploit.study).study.baseline)
    assert baseline > 0.0
    assert value(exploit.study, exploit.arm) <= exploit.most * baseline


def test_every_absurd_arm_of_every_study_is_judged():
    for study in {one.study for one in EXPLOITS}:
        question = resolved(study)
        judged = {one.arm for one in EXPLOITS if one.study == study}
        assert judged | {question.study.baseline} == {arm.name for arm in question.arms}


def test_every_scenario_has_absurd_policies():
    scenarios = {path.stem for path in (EXPERIMENTS.parent / "scenarios").glob("*.yaml")}
    covered = {Path(resolved(one.study).study.scenario).stem for one in EXPLOITS}
    assert scenarios - covered <= {"us_color_tv_from_idea"}  # the television market, with development before it


def test_who_can_make_nothing_earns_nothing_after_the_horizon_either():
    question = resolved("packaged_exploits")
    scenario = set_path(question.scenario, "supply.capacity_per_week", 1.0)
    scenario = scenario.model_copy(update={"horizon_weeks": 52})
    history = simulate(Cell(scenario, question.incumbent, question.incumbent, 1, 0, question.label))
    assert terminal_value(history) < 0.0
