"""Tuning: the search, its confirmation on hold-out replications, and what budgets buy."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.model.policies.pricing.competitive import HiLo
from mktsim.study.directory.rerun import rerun
from mktsim.study.optimise.frontier import crossing, marginal, reaching
from mktsim.study.optimise.plan import FRESH, OptimiseOptions
from mktsim.study.optimise.run import optimise
from mktsim.study.optimise.sampler import BATCH, Sampler
from mktsim.study.optimise.variables import DecisionVariable, asked_variables, policy_at, rounded, stated_variables
from mktsim.study.optimise.words import optimised_words
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.cell import CellName
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import STORE_NAME
from mktsim.study.runs.store import open_store

LOOK = RunOptions(simulate=fake.simulate)
TUNING = OptimiseOptions(
    arm="low", vary=(("pricing.value", 6.0, 30.0),), trials=24, replications=2, confirm=6, frontier=(0.5, 2.0),
    target=30_000.0,
)  # fmt: skip
ARMS = {"low": {"policy": "low"}, "high": {"policy": "high"}}


def _resolved(**changes):
    return resolve(fake.study(**{"arms": ARMS, **changes}), fake.library(), "studies/toy.yaml")


def _by_budget(cell):
    """Advertising wants money: a year's budget is spent and brings back its square root."""
    history = fake.simulate(cell)
    budget = cell.arm.policy.budget.per_year_money
    money = history.money.values.copy()
    money[:, 4] = 25.0 * np.sqrt(budget) - 0.2 * budget
    return replace(history, money=replace(history.money, values=money))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return optimise(_resolved(), tmp_path_factory.mktemp("optimise"), TUNING, replace(LOOK, simulate=_by_budget))


def test_the_search_finds_the_best_price(found):
    # Units fall with price^-1.5 and a fifth more than unit cost is spent: the best price is 3 k/(1 - 0.3) for this toy.
    best = found.searches[0].best.values[0]
    prices = np.linspace(6.0, 30.0, 481)
    units = 100.0 * (prices / 10.0) ** -1.5
    worth = units * prices * 0.70 - 4.0 * 1.05 * units
    assert best == pytest.approx(float(prices[np.argmax(worth)]), abs=2.0)
    assert found.searches[0].best.good >= max(trial.good for trial in found.searches[0].trials)


def test_the_policy_as_given_is_tried_first_and_beaten_on_fresh_luck(found):
    assert found.searches[0].trials[0].values == found.given == (8.0,)
    assert found.confirmed.gain.low > 0.0
    numbers = found.confirmed.selection.numbers
    assert (numbers >= FRESH).all()
    chosen = found.confirmed.selection.arm
    assert chosen.startswith("trial ")
    trial = found.searches[0].trials[int(chosen.removeprefix("trial "))]
    assert found.confirmed.policy.pricing.value == trial.values[0]
    assert any("On hold-out replications select takes trial" in sentence for sentence in found.text)


def test_budgets_are_searched_from_their_neighbours_and_told_apart(found):
    assert sorted(one.budget for one in found.searches) == [500.0, 1000.0, 2000.0]
    assert found.searches[1].trials[1].values == found.searches[0].best.values
    frontier = found.frontier
    assert frontier.budgets == (500.0, 1000.0, 2000.0)
    assert [one.mean for one in frontier.values] == sorted(one.mean for one in frontier.values)
    assert frontier.marginal[0].mean > frontier.marginal[1].mean > 0.0
    assert 500.0 <= frontier.cheaper.budget < 1000.0
    assert frontier.cheaper.low <= frontier.cheaper.budget <= frontier.cheaper.high
    assert frontier.target.at_least
    assert any("is enough: the least that was tried" in sentence for sentence in found.text)
    assert not any("That saves" in one for one in found.text), "what the stand-in spends does not follow the budget"
    spending = replace(frontier, spent=(450.0, 900.0, 1800.0), given_spent=900.0)
    assert frontier.cheaper.high < 1000.0
    assert any("of what is really spent" in one for one in optimised_words(replace(found, frontier=spending)))


def test_two_workers_and_a_second_call_say_the_same(found, tmp_path):
    look = replace(LOOK, simulate=_by_budget)
    both = optimise(_resolved(), tmp_path, TUNING, replace(look, jobs=2))
    assert (both.digest, both.text) == (found.digest, found.text)
    assert [one.trials for one in both.searches] == [one.trials for one in found.searches]

    def never(cell):
        raise AssertionError(cell)

    assert optimise(_resolved(), tmp_path, TUNING, replace(look, simulate=never)).digest == found.digest


def test_a_search_that_was_cut_off_goes_on_with_the_same_trials(tmp_path):
    begun = optimise(_resolved(), tmp_path, replace(TUNING, trials=8, frontier=(), target=None), LOOK)
    with open_store(tmp_path / STORE_NAME, model_hash(), platform_stamp()) as store:
        before = len(store.statuses())
    longer = optimise(_resolved(), tmp_path, replace(TUNING, trials=16, frontier=(), target=None), LOOK)
    assert longer.searches[0].trials[:BATCH] == begun.searches[0].trials[:BATCH]
    with open_store(tmp_path / STORE_NAME, model_hash(), platform_stamp()) as store:
        assert before < len(store.statuses())


def test_by_default_there_are_trials_enough(tmp_path):
    asked = OptimiseOptions("low", (("pricing.value", 6.0, 30.0),), frontier=(0.5,), replications=2, confirm=4)
    told = optimise(_resolved(), tmp_path, asked, LOOK)
    assert [len(one.trials) for one in told.searches] == [40, 40]
    assert all(one.enough for one in told.searches)
    assert not any("too few" in sentence for sentence in told.text)


def test_a_search_that_still_gains_says_so_first(tmp_path):
    few = replace(TUNING, vary=(("pricing.value", 6.0, 300.0),), trials=3, frontier=(), target=None)
    told = optimise(_resolved(), tmp_path, few, LOOK)
    assert not told.searches[0].converged
    assert told.text[0].startswith("NOT CONVERGED")


def test_the_policy_as_given_is_kept_where_nothing_better_is_found(tmp_path):
    # Above a price of 9 customers stay away, so that nearly all that may be tried is worse than what is given.
    def stays_away(cell):
        history = fake.simulate(cell)
        lost = 1e6 if cell.arm.policy.pricing.value > 9.0 else 0.0
        return replace(history, money=replace(history.money, values=history.money.values - lost))

    asked = OptimiseOptions("low", (("pricing.value", 8.0, 40.0),), trials=8, replications=2, confirm=4)
    told = optimise(_resolved(), tmp_path, asked, replace(LOOK, simulate=stays_away))
    assert told.confirmed.policy.pricing.value <= 9.0


def test_the_frontier_goes_on_with_the_policy_as_given_where_a_search_found_nothing_better(tmp_path):
    def by_luck(cell):
        """In the search a price above 9 seems to earn more; on other replications it earns less."""
        history, seems = fake.simulate(cell), 1.0 if cell.replication < FRESH else -1.0
        more = seems * 1e5 if cell.arm.policy.pricing.value > 9.0 else 0.0
        return replace(history, money=replace(history.money, values=history.money.values + more))

    asked = OptimiseOptions(
        "low", (("pricing.value", 8.0, 40.0),), frontier=(0.5,), trials=8, replications=2, confirm=6
    )
    told = optimise(_resolved(), tmp_path, asked, replace(LOOK, simulate=by_luck))
    assert told.searches[0].best.values[0] > 9.0
    assert told.confirmed.selection.arm == "low"
    assert told.frontier.gains[-1].mean == 0.0, "the very cells of the policy as given"
    assert abs(told.frontier.gains[0].mean) < 1e5, "under the other budget it was chosen as well"


def test_values_to_search_from_stay_as_they_are_and_others_are_rounded():
    pytest.importorskip("optuna")
    variables = (DecisionVariable("budget.promotion_share", 0.315, 1.0, False, "share"),)
    asked = Sampler(variables, 1, ((0.63,),)).ask(BATCH)
    assert asked[0] == (0.63,)
    assert all(round(one / 0.02, 6) == round(one / 0.02) for (one,) in asked[1:])


def test_shares_that_add_up_to_all_of_the_budget_stay_to_the_bit():
    policy = _resolved().arms[0].arm.policy
    shares = {"advertising_share": 0.3, "promotion_share": 0.6, "channel_share": 0.1 + 1e-12}
    assert sum(shares.values()) > 1.0, "by rounding"
    given = policy.model_copy(update={"budget": policy.budget.model_copy(update=shares)})
    assert policy_at(given, (), (), given.budget.per_year_money).budget == given.budget


def test_a_trial_that_cannot_run_is_passed_over(tmp_path):
    def fails_high(cell):
        if cell.arm.policy.pricing.value > 20.0:
            raise RuntimeError("too dear")
        return fake.simulate(cell)

    asked = replace(TUNING, frontier=(), target=None)
    told = optimise(_resolved(), tmp_path, asked, replace(LOOK, simulate=fails_high))
    assert any(trial.good is None for trial in told.searches[0].trials)
    assert told.failed > 0
    assert told.searches[0].best.values[0] <= 20.0


@pytest.mark.parametrize(
    ("tuning", "word"),
    [
        (OptimiseOptions(arm="lo"), "nothing is called 'lo'; did you mean 'low'"),
        (replace(TUNING, vary=(("pricing.valu", 1.0, 2.0),)), "is no number of this policy"),
        (replace(TUNING, vary=(("pricing.value", None, None),)), "needs a range"),
        (replace(TUNING, vary=(("budget.advertising_share", 0.5, 1.5),)), "is not within"),
        (replace(TUNING, budget=-1.0), "budget: must be above 0"),
        (replace(TUNING, frontier=(), target=5.0), "give --frontier"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path, tuning, word):
    with pytest.raises(InputError, match=word):
        optimise(_resolved(), tmp_path / "x", tuning, LOOK)


def test_knobs_are_what_the_policy_states_within_what_is_declared():
    policy = fake.policy(8.0).model_copy(update={"pricing": HiLo(premium=0.8)})
    (knob,) = [one for one in stated_variables(policy) if one.path.startswith("pricing")]
    assert (knob.path, knob.low, knob.high) == ("pricing.premium", 0.4, 1.0)
    (asked,) = asked_variables(policy, [("pricing.premium", None, None)])
    assert (asked.low, asked.high) == (0.0, 1.0)


def test_lines_of_the_budget_never_come_to_more_than_it():
    knobs = (DecisionVariable("budget.advertising_share", 0.0, 1.0, is_whole=False, unit="share"),)
    tuned = policy_at(fake.policy(8.0), knobs, (0.9,), 500.0)
    budget = tuned.budget
    assert budget.per_year_money == 500.0
    assert budget.advertising_share + budget.promotion_share + budget.channel_share == pytest.approx(1.0)
    assert budget.advertising_share == pytest.approx(0.9 / 1.5)


def test_proposals_are_the_same_each_time_and_come_nearer():
    knobs = (
        DecisionVariable("x", 0.0, 1.0, is_whole=False, unit=""),
        DecisionVariable("n", 1.0, 9.0, is_whole=True, unit=""),
    )

    def run():
        proposals, seen = Sampler(knobs, 3, [(0.5, 5.0)]), []
        for _ in range(6):
            asked = proposals.ask(BATCH)
            worth = [-((x - 0.3) ** 2) - 0.01 * (n - 7.0) ** 2 for x, n in asked]
            proposals.tell([None if n == 1.0 else value for (_, n), value in zip(asked, worth, strict=True)])
            seen += list(zip(asked, worth, strict=True))
        return seen

    first = run()
    assert first == run()
    assert first[0][0] == (0.5, 5.0)
    assert all(n == int(n) for (_, n), _ in first)
    assert max(worth for _, worth in first[-16:]) > -0.01


def test_the_budget_that_reaches_a_target_lies_on_the_line():
    budgets, good = (1.0, 2.0, 4.0), np.array([[0.0, 10.0, 12.0], [2.0, 12.0, 14.0], [1.0, 11.0, 13.0]])
    found = reaching(budgets, good, 6.0, 0.95)
    assert found.budget == pytest.approx(1.5)
    assert found.low <= found.budget <= found.high
    never = reaching(budgets, good, 99.0, 0.95)
    assert (never.budget, never.low, never.high) == (None, 4.0, np.inf)
    least = reaching(budgets, good, good[:, 0] - 1.0, 0.95)
    assert (least.budget, least.high, least.at_least) == (1.0, 1.0, True)
    assert crossing(budgets, np.array([0.0, -1.0, 4.0]), 1.5) == pytest.approx(3.0)
    assert [one.mean for one in marginal(budgets, good, 0.95)] == pytest.approx([10.0, 1.0])


def test_the_least_budget_is_not_called_enough_where_luck_explains_it():
    budgets, good = (1.0, 2.0, 4.0), np.array([[9.0, 9.0, 12.0], [-7.0, 9.0, 14.0], [1.0, 11.0, 13.0]])
    found = reaching(budgets, good, 0.0, 0.95)
    assert found.at_least
    assert found.high > 1.0


@pytest.mark.usefixtures("fake_rules")
def test_a_tuned_cell_is_run_again_by_its_name(tmp_path):
    resolved = _resolved()
    quiet = replace(LOOK, simulate=_by_budget)
    optimise(resolved, tmp_path, replace(TUNING, trials=BATCH, frontier=(), target=None), quiet)
    with open_store(tmp_path / STORE_NAME, model_hash(), platform_stamp()) as store:
        rows = store.read("SELECT DISTINCT groups.arm FROM groups WHERE groups.arm LIKE '% a year%'", ())
    names = [name for (name,) in rows]
    assert len(names) > 1
    for name in names:
        again = rerun(tmp_path, CellName(name, "", ""), 1, _by_budget)
        assert again.same, name


def test_a_name_that_no_cell_has_is_refused_with_the_choices(tmp_path):
    optimise(
        _resolved(),
        tmp_path,
        replace(TUNING, trials=BATCH, frontier=(), target=None),
        replace(LOOK, simulate=_by_budget),
    )
    for name in ("low at much a year", "other at 5.0 a year", "low at 5.0 a year with pricing.colour 3.0"):
        with pytest.raises(InputError, match="nothing is called"):
            rerun(tmp_path, CellName(name, "", ""), 1, _by_budget)


def test_values_are_those_that_people_would_write():
    weeks = DecisionVariable("promotion.every_weeks", 3.0, 10.0, is_whole=False, unit="weeks")
    depth = DecisionVariable("promotion.depth", 0.1, 0.35, is_whole=False, unit="share")
    assert [rounded(weeks, value) for value in (3.2, 9.9, 6.5)] == [3.0, 10.0, 6.0]
    assert [rounded(depth, value) for value in (0.2371, 0.0999, 0.36)] == [0.24, 0.1, 0.35]


def test_every_budget_is_searched_and_its_spending_told(tmp_path):
    asked = OptimiseOptions(
        "low", (("pricing.value", 6.0, 30.0),), frontier=(0.5,), trials=16, replications=2, confirm=6
    )
    told = optimise(_resolved(), tmp_path, asked, LOOK)
    first, second = ({trial.values for trial in one.trials} for one in told.searches)
    assert len(second - first) >= 4, "trials of its own"
    assert told.searches[0].best.values in second, "begun from the best before"
    assert len(told.frontier.gains) == len(told.frontier.spent) == 2
    assert any("One more" in sentence for sentence in told.text)
    written = told.confirmed.policy
    if written != _resolved().arms[0].arm.policy:
        assert "tuned: pricing.value" in written.title


def test_a_policy_as_given_that_a_budget_cannot_run_is_no_candidate_there(tmp_path):
    def poor(cell):
        if cell.arm.policy.budget.per_year_money < 600.0 and cell.arm.policy.pricing.value == 8.0:
            raise RuntimeError("too little money for that price")
        return fake.simulate(cell)

    asked = OptimiseOptions(
        "low", (("pricing.value", 8.0, 40.0),), frontier=(0.5,), trials=8, replications=2, confirm=4
    )
    told = optimise(_resolved(), tmp_path, asked, replace(LOOK, simulate=poor))
    assert told.frontier.budgets == (500.0, 1000.0)
    assert all(np.isfinite(one.mean) for one in told.frontier.values)
