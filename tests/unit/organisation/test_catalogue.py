"""The shipped catalogue of duties and the archetypes fit together."""

from __future__ import annotations

from collections import Counter

import pytest

from mktsim.inputs.duty import OnMessage
from mktsim.model.instruments.topics import TOPICS
from mktsim.model.organisation.graph import Graph
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.registry import MECHANISMS
from mktsim.study.question.library import archetypes, catalogue

RESPONSIBILITIES = (
    *(f"marketing.{n:02d}" for n in range(1, 16)),
    *(f"planning_duty.{n}" for n in range(1, 8)),
    *(f"planning_function.{n:02d}" for n in range(1, 13)),
    *(f"planning_role.{name}" for name in ("strategist", "operator", "supervisor")),
    *(f"part.{name}" for name in ("product_marketing", "market_development", "communications", "sales_support")),
    *(f"business_planner.{n}" for n in range(1, 10)),
    *(f"product_planner.{n}" for n in range(1, 5)),
    *(f"advertising_planner.{n}" for n in range(1, 8)),
    *(f"promotion_planner.{n}" for n in range(1, 7)),
)
"""The founding document's 67 responsibilities."""
LEVERS = {
    "price", "deal", "deal_cover", "feature", "display", "gift", "pressure", "calls", "push", "margin", "outlets",
    "brand_build", "quality", "earned", "answer", "mistaken",
}  # fmt: skip
ARCHETYPES = ("functional_silos", "planning_hub", "matrix", "flat_team", "instant")
CATALOGUE = catalogue()
GIVEN = {name for duty in CATALOGUE for name in duty.gives}
REAL = tuple(name for name in ARCHETYPES if name != "instant")


def stem(topic):
    """Return a topic without its index."""
    head, _, tail = topic.rpartition(".")
    return head if tail.isdigit() else topic


def test_every_founding_responsibility_is_there_and_no_row_twice():
    """The catalogue may grow; what it was founded on stays."""
    rows = Counter(duty.id for duty in CATALOGUE)
    assert len(RESPONSIBILITIES) == len(set(RESPONSIBILITIES)) == 67
    assert not [name for name in RESPONSIBILITIES if name not in rows]
    assert not [name for name, count in rows.items() if count > 1]


@pytest.mark.parametrize("duty", CATALOGUE, ids=lambda d: d.id)
class TestRow:
    @pytest.mark.parametrize("name", ARCHETYPES)
    def test_its_people_exist_in_every_archetype(self, duty, name):
        agents = archetypes()[name].agents
        assert duty.role in agents[duty.owner].roles
        for pool in duty.joint:
            agent, _, role = pool.partition(":")
            assert (role or "staff") in agents[agent].roles
        assert set(duty.informs) <= set(agents)

    def test_what_it_needs_is_given_by_some_row(self, duty):
        assert {stem(need) for need in duty.needs} <= GIVEN

    def test_what_sets_it_off_by_message_is_given_or_the_engines_own(self, duty):
        topics = {t.topic for t in (duty.trigger, *duty.also) if isinstance(t, OnMessage)}
        assert topics <= GIVEN | {"plan_submitted", "crisis"}

    def test_it_reaches_everybody_it_informs_and_its_approver(self, duty):
        for name in REAL:
            organisation = archetypes()[name]
            graph = Graph(organisation)
            approver = organisation.approvers.get(duty.id, duty.approver)
            for other in (*duty.informs, *((approver,) if approver else ())):
                assert graph.reaches(duty.owner, other), f"{name}: {duty.owner} does not reach {other}"

    def test_it_is_not_approved_by_its_own_department(self, duty):
        for name in REAL:
            assert archetypes()[name].approvers.get(duty.id, duty.approver) != duty.owner

    def test_twins_are_rows(self, duty):
        assert {twin.of for twin in duty.twins} <= {row.id for row in CATALOGUE} - {duty.id}

    def test_its_approver_is_known_everywhere(self, duty):
        for name in REAL:
            organisation = archetypes()[name]
            approver = organisation.approvers.get(duty.id, duty.approver)
            assert not approver or approver in organisation.agents


def test_each_lever_level_topic_and_plan_has_exactly_one_duty():
    """But for twins: an earlier step, a check or an independent estimate says whose twin it is."""
    givers = {name: [d for d in CATALOGUE if name in d.gives] for name in GIVEN}
    for name, rows in givers.items():
        ids = {row.id for row in rows}
        alone = [row.id for row in rows if not ids & {twin.of for twin in row.twins}]
        assert len(alone) == 1, f"{name} is given by {sorted(ids)}"
        assert len(rows) == 1 or not name.startswith("lever."), name


def test_every_lever_has_a_deciding_duty():
    assert {name.removeprefix("lever.") for name in GIVEN if name.startswith("lever.")} == LEVERS


def test_levels_given_are_levels_of_the_engine():
    given = {name.removeprefix("level.") for name in GIVEN if name.startswith("level.")}
    assert given <= {level.value for level in Level} | {"channel_skill"}


def test_topics_observed_are_what_the_row_gives():
    for duty in CATALOGUE:
        observed = getattr(duty.mechanism, "topics", ())
        assert set(observed) <= set(duty.gives)
        assert set(observed) <= set(TOPICS)


def test_every_mechanism_on_the_table_is_used_by_some_row():
    assert {type(duty.mechanism) for duty in CATALOGUE} == set(MECHANISMS)


@pytest.mark.parametrize("name", ARCHETYPES)
def test_archetypes_have_equal_headcount_payroll_and_skill(name):
    here, hub = archetypes()[name], archetypes()["planning_hub"]
    assert here.agents == hub.agents
    assert here.work == hub.work
    assert here.levels == hub.levels


def test_archetypes_of_the_design_are_shipped():
    assert set(ARCHETYPES) <= set(archetypes())


def test_archetypes_differ_in_their_edges():
    edges = {archetypes()[name].edges for name in ARCHETYPES}
    assert len(edges) == len(ARCHETYPES)


def test_approvers_of_archetypes_name_rows():
    for name in ARCHETYPES:
        assert set(archetypes()[name].approvers) <= {row.id for row in CATALOGUE}


def test_whoever_takes_part_in_joint_work_keeps_a_whole_person():
    resources = next(duty for duty in CATALOGUE if duty.id == "planning_function.01")
    agents = archetypes()["planning_hub"].agents
    joint = {name for duty in CATALOGUE if duty.joint for name in (duty.owner, *duty.joint)}
    inside = {name.partition(":")[0] for name in joint if not agents[name.partition(":")[0]].outside}
    assert inside <= set(resources.mechanism.tied)
    assert set(resources.mechanism.tied) <= set(agents)
