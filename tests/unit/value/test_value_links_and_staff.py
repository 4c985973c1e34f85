"""What links, approvals and people are worth, on a stand-in whose truth is known."""

from __future__ import annotations

from itertools import pairwise

import fake_office as fake
import pytest

from mktsim.errors import InputError
from mktsim.model.organisation.graph import Graph
from mktsim.outcomes.metrics.reading import discount_factors
from mktsim.study.question.library import archetypes, catalogue
from mktsim.study.runs.options import RunOptions
from mktsim.study.value.experiment import Place
from mktsim.study.value.links import approvals, changes, links, relays, value_links
from mktsim.study.value.options import ValueOptions
from mktsim.study.value.reshape import Blurred, Bypassed, Cut, Leaking, MoreStaff, Slowed, WithoutApproval, path
from mktsim.study.value.staff import value_staff
from mktsim.study.value.traffic import traffic_of
from mktsim.study.value.words import links_words, staff_words

LOOK = RunOptions(simulate=fake.simulate)
EFFORT = ValueOptions(worth=300.0, most=8)
WEEKS = discount_factors(110, fake.resolved().scenario.money.discount_rate_per_year).sum()
WORKING = [name for name, office in archetypes().items() if not office.instant]


@pytest.fixture(scope="module")
def coordination(tmp_path_factory):
    return value_links(fake.resolved(), tmp_path_factory.mktemp("links"), EFFORT, LOOK)


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    return value_staff(fake.resolved(), tmp_path_factory.mktemp("staff"), EFFORT, LOOK)


def test_only_the_link_and_the_approval_that_matter_are_measured(coordination):
    known = {one.change.title: one.finding.effect for one in coordination.links if one.finding.effect is not None}
    assert known.keys() == {
        "sales > planning slowed",
        "sales > planning cut",
        "marketing.08 without approval by planning",
    }
    assert known["sales > planning slowed"].interval.mean == pytest.approx(40.0 * WEEKS)
    assert known["marketing.08 without approval by planning"].interval.mean == pytest.approx(-25.0 * WEEKS)
    text = " ".join(links_words(coordination))
    assert "Slower links: lost by sales > planning" in text
    assert "Approvals dropped: gained by marketing.08" in text
    assert "Blurred links: nothing" in text


@pytest.mark.parametrize("name", WORKING)
def test_traffic_is_counted_on_the_quickest_ways(name):
    office, duties = archetypes()[name], catalogue()
    found = changes(office, duties)[0]
    traffic = dict(zip(found, traffic_of(office, duties, found), strict=True))
    graph = Graph(office)
    ways = [path(graph, a, b) for a in office.agents for b in office.agents if a != b and path(graph, a, b)]
    for change, passing in traffic.items():
        if isinstance(change, WithoutApproval):
            assert passing is None
        elif isinstance(change, Bypassed):
            assert passing.betweenness == sum(change.relay in way[1:-1] for way in ways) / len(ways)
        else:
            over = [way for way in ways if (change.sender, change.receiver) in pairwise(way)]
            assert passing.betweenness == len(over) / len(ways)
    assert sum(one.deliveries for change, one in traffic.items() if isinstance(change, Cut)) > len(duties)


def test_staff_is_worth_something_in_the_bottleneck_alone_and_pay_is_shown(staff):
    gains = {one.pool: one.gain.interval.mean for one in staff.pools}
    assert gains["planning:staff"] == pytest.approx(fake.PERSON * WEEKS)
    assert {name for name, gain in gains.items() if gain == 0.0} == {
        "marketing:staff", "marketing:planner", "sales:staff",
    }  # fmt: skip
    assert staff.bottleneck.pool == "planning:staff"
    assert staff.weeks == 110
    text = " ".join(staff_words(staff))
    assert "The bottleneck is planning:staff" in text
    assert "pays for itself in planning:staff" in text


@pytest.mark.parametrize("what", [value_links, value_staff])
def test_an_instant_organisation_has_neither(tmp_path, what):
    with pytest.raises(InputError, match="instant organisation"):
        what(fake.resolved(), tmp_path, ValueOptions(place=Place(arm="ideal")), LOOK)


def test_changes_touch_their_link_only():
    office = fake.organisation("plain")
    ends = ("sales", "planning")
    for change, field in ((Slowed, "delay_days"), (Blurred, "added_variance"), (Leaking, "leak_per_message")):
        made = change(*ends)(office)
        moved = [pair for pair in zip(office.edges, made.edges, strict=True) if pair[0] != pair[1]]
        assert [(old.sender, old.receiver) for old, _ in moved] == [ends]
        assert all(getattr(new, field) > getattr(old, field) for old, new in moved)
        assert made.agents == office.agents
    assert links(Cut(*ends)(office)) == (("marketing", "planning"), ("planning", "sales"))
    more = MoreStaff("marketing:planner", 1.0)(office)
    assert more.agents["marketing"].roles["planner"].staff_fte == 2.0
    assert more.agents["marketing"].roles["staff"] == office.agents["marketing"].roles["staff"]
    assert WithoutApproval("marketing.08", "planning")(office).approvers == {"marketing.08": ""}


@pytest.mark.parametrize("name", WORKING)
def test_a_relay_bypassed_is_passed_by_none_of_its_pairs(name):
    office, duties = archetypes()[name], catalogue()
    for change in relays(office, duties):
        graph = Graph(change(office))
        assert isinstance(change, Bypassed)
        for edge, receiver in change.pairs:
            assert path(graph, edge.sender, receiver) == (edge.sender, receiver)


@pytest.mark.parametrize("name", WORKING)
def test_every_link_has_every_treatment_and_every_change_has_its_own_title(name):
    office, duties = archetypes()[name], catalogue()
    found, groups = changes(office, duties)
    assert sorted(place for group in groups for place in group) == list(range(len(found)))
    assert len({one.title for one in found}) == len(found)
    assert sum(isinstance(one, Cut) for one in found) == len({(e.sender, e.receiver) for e in office.edges})
    for one in found:
        assert one(office) != office
    assert all(one.approver for one in approvals(office, duties))
