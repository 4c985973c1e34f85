from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import pytest

from mktsim.errors import InputError
from mktsim.inputs.cell import Execution, LuckSource
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.study import Arm, EdgeChange, Neglect
from mktsim.study.question.resolve import approved_budget, resolve
from mktsim.study.runs.cell import arm_hash, world_hash
from mktsim.study.runs.identity import code_hash
from mktsim.study.runs.planner import Planner, Variant


def _arms(**arm):
    return {"low": Arm(policy="low"), "other": Arm(**{"policy": "high", **arm})}


def _problem(**changes):
    with pytest.raises(InputError) as raised:
        resolve(fake.study(**changes), fake.library(), "toy_study.yaml")
    return str(raised.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("supply.unit_cost_money", 5.0),
        ("market.luck.brand_sd", 0.5),
        ("brands.Acme.price_money", 12.0),
        ("brands.1.quality", -1.0),
        ("policies.low.pricing.value", 7.0),
        ("market.luck.counts", False),
    ],
)
def test_a_path_sets_its_parameter_and_nothing_else(path, value):
    scenario = fake.scenario()
    changed = set_path(scenario, path, value)
    assert get_path(changed, path) == value
    assert get_path(scenario, path) != value
    assert set_path(changed, path, get_path(scenario, path)) == scenario


def test_a_whole_float_may_stand_for_an_integer():
    assert set_path(fake.scenario(), "market.types_per_segment", 64.0).market.types_per_segment == 64


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("suply.unit_cost_money", 1.0, "did you mean 'supply'"),
        ("supply.unit_cost", 1.0, "did you mean 'unit_cost_money'"),
        ("brands.Acne.quality", 1.0, "did you mean 'Acme'"),
        ("brands.7.quality", 1.0, "no parameter is called '7'"),
        ("supply.unit_cost_money.more", 1.0, "single value"),
        ("supply.unit_cost_money", -1.0, "must be at least 1e-06, found -1"),
        ("supply.unit_cost_money", "dear", "expected a number, found the text"),
        ("market.segments.all.share", 0.5, "sums to 0.5"),
        ("market.types_per_segment", 3.5, "expected a whole number, found 3.5"),
    ],
)
def test_a_wrong_path_or_value_says_what_is_wrong(path, value, words):
    with pytest.raises(InputError) as raised:
        set_path(fake.scenario(), path, value, "study.yaml")
    assert str(raised.value).startswith(f"study.yaml: {path}: ")
    assert words in str(raised.value)


def test_unknown_names_are_refused_with_the_nearest():
    assert "did you mean 'high'" in _problem(arms=_arms(policy="hihg"))
    assert "did you mean 'npv'" in _problem(metric="nvp")
    assert "did you mean 'marketing.08'" in _problem(arms=_arms(neglect=(Neglect(duty="marketing.8"),)))
    assert "no edge planning > marketing" in _problem(
        arms=_arms(edges=(EdgeChange(sender="planning", receiver="marketing"),))
    )
    assert "no pool is called 'planning:brand'" in _problem(arms=_arms(staff={"planning:brand": 1.0}))
    assert "no agent is called 'planing'; did you mean 'planning'?" in _problem(
        arms=_arms(edges=(EdgeChange(sender="planing", receiver="marketing"),))
    )
    assert "did you mean 'observed.forecast_units'?" in _problem(metric="observed.forcast_units")


def test_unequal_budgets_are_refused_unless_said():
    rich = fake.policy(9.0).model_copy(
        update={"budget": fake.policy(9.0).budget.model_copy(update={"per_year_money": 2e3})}
    )
    arms = {"low": Arm(policy="low"), "rich": Arm(policy="rich")}
    text = _problem(arms=arms, policies={"rich": rich})
    assert "unequal approved budgets" in text
    assert "rich 4,230.77" in text
    resolved = resolve(fake.study(arms=arms, policies={"rich": rich}, equal_budget=False), fake.library())
    assert len(resolved.arms) == 2


def test_budgets_grow_by_year():
    growing = fake.policy(9.0).budget.model_copy(update={"growth_per_year": 0.1})
    policy = fake.policy(9.0).model_copy(update={"budget": growing})
    assert approved_budget(policy, 130) == pytest.approx(1000.0 * (1.0 + 1.1 + 0.5 * 1.21))


def test_edges_and_staff_change_the_organisation_of_their_arm_only():
    change = EdgeChange(sender="marketing", receiver="planning", delay_factor=3.0, leak_factor=20.0)
    resolved = resolve(fake.study(arms=_arms(edges=(change,), staff={"planning": 1.5})), fake.library())
    plain, changed = (arm.arm.organisation for arm in resolved.arms)
    assert changed.edges[0].delay_days == 3.0 * plain.edges[0].delay_days
    assert changed.edges[0].leak_per_message == 1.0
    assert changed.agents["planning"].roles["staff"].staff_fte == 3.5
    assert changed.agents["marketing"] == plain.agents["marketing"]
    assert resolved.arms[1].organisation == "plain*"
    cut = EdgeChange(sender="marketing", receiver="planning", cut=True)
    assert resolve(fake.study(arms=_arms(edges=(cut,))), fake.library()).arms[1].arm.organisation.edges == ()


def test_staff_cannot_fall_below_nothing():
    assert "must be at least 0.01, found -3" in _problem(arms=_arms(staff={"planning": -5.0}))


def test_an_arm_is_named_by_what_it_is_not_by_its_name():
    arms = {"low": Arm(policy="low"), "again": Arm(policy="low"), "high": Arm(policy="high")}
    low, again, high = (arm_hash(arm.arm) for arm in resolve(fake.study(arms=arms), fake.library()).arms)
    assert low == again != high
    arm = resolve(fake.study(), fake.library()).arms[0].arm
    assert arm_hash(replace(arm, execution=Execution(late=False))) != arm_hash(arm)


def test_a_world_is_named_by_what_moves_it():
    resolved = resolve(fake.study(), fake.library())
    cell = Planner(resolved, 1).cell(resolved.arms[0], 0, 0).cell
    base = world_hash(cell)

    def with_scenario(**changes):
        return world_hash(replace(cell, scenario=cell.scenario.model_copy(update=changes)))

    assert with_scenario(title="Another title", assumptions={}) == base
    policies = cell.scenario.policies
    assert with_scenario(policies={**policies, "new": fake.policy(3.0)}) == base
    assert with_scenario(policies={**policies, "rival": fake.policy(3.0)}) != base
    assert with_scenario(horizon_weeks=52) != base
    assert world_hash(replace(cell, silenced=frozenset({LuckSource.COUNTS}))) != base
    assert world_hash(replace(cell, label="toy/1")) != base
    assert world_hash(replace(cell, keep_log=True, seed=5, replication=9)) == base


def test_variants_and_arms_never_share_a_key():
    resolved = resolve(fake.study(), fake.library())
    planner = Planner(resolved, 1)
    variants = [
        Variant(),
        Variant("ideal", Execution(late=False, misinformed=False, unexecuted=False)),
        Variant("quiet", silenced=frozenset({LuckSource.BRAND})),
        Variant("dear", scenario=set_path(resolved.scenario, "supply.unit_cost_money", 6.0)),
    ]
    keys = [planner.cell(arm, 0, r, variant).key for arm in resolved.arms for r in (0, 1) for variant in variants]
    assert len(set(keys)) == len(keys)
    assert {key.seed for key in keys} == {1}


def test_sources_are_hashed_by_name_and_content(tmp_path):
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_bytes(b"x = 1\n")
    second.write_bytes(b"y = 2\n")
    before = code_hash({"a": first, "b": second})
    assert code_hash({"b": second, "a": first}) == before
    first.write_bytes(b"x = 1\r\n")
    assert code_hash({"a": first, "b": second}) == before
    first.write_bytes(b"x = 2\n")
    assert code_hash({"a": first, "b": second}) != before
