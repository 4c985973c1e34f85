"""A wrong organisation file is refused with file, line and field, everything at once."""

from __future__ import annotations

import re

import pytest

from mktsim.errors import InputError
from mktsim.inputs.named_files import shipped
from mktsim.study.question.check_file import checked
from mktsim.study.question.feasibility import reach_problems
from mktsim.study.question.library import archetypes, catalogue, read_organisation
from mktsim.study.question.organisation_plan import organisation_plan
from mktsim.study.question.skeleton import skeleton_of

HUB = shipped("data", "archetypes") / "planning_hub.yaml"


@pytest.fixture
def organisation(tmp_path):
    """Return a maker of files: the planning hub with changes of its text."""
    staff = (HUB.parent / "common" / "staff.yaml").read_text("utf-8")

    def write(*changes, staffing=()):
        (tmp_path / "common").mkdir(exist_ok=True)
        texts = {"own.yaml": (HUB.read_text("utf-8"), changes), "common/staff.yaml": (staff, staffing)}
        for name, (text, replaced) in texts.items():
            for old, new in replaced:
                assert old in text
                text = text.replace(old, new, 1)  # noqa: PLW2901 - one change after the other
            (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / "own.yaml"

    return write


def problems_of(path):
    with pytest.raises(InputError) as caught:
        read_organisation(path)
    return caught.value.problems


def line_of(path, pattern):
    lines = path.read_text("utf-8").splitlines()
    return next(place for place, line in enumerate(lines, start=1) if re.search(pattern, line))


def test_the_shipped_ones_are_right():
    for name, found in archetypes().items():
        assert reach_problems(skeleton_of(found), catalogue()) == (), name


def test_an_unchanged_copy_is_right(organisation):
    assert read_organisation(organisation()).name == "planning_hub"


def test_an_unknown_end_of_an_edge(organisation):
    path = organisation(("sender: sales_support, receiver: sales,", "sender: sales_support, receiver: [sales, rdn],"))
    (problem, *_) = problems_of(path)
    assert problem.line == line_of(path, "rdn")
    assert problem.field.endswith(".receiver")
    assert "no agent is called 'rdn'; did you mean 'rnd'?" in problem.message


def test_a_circle_of_reporting_lines(organisation):
    circle = "  - {sender: senior_management, receiver: rnd, kind: reports}\n"
    path = organisation(("edges:\n", "edges:\n" + circle))
    (problem,) = problems_of(path)
    assert problem.line == line_of(path, "sender: senior_management, receiver: rnd")
    assert problem.field == "edges[0]"
    assert problem.message == "reporting lines go in a circle: senior_management > rnd > senior_management"


def test_an_approver_that_is_nobody_and_a_duty_that_does_not_exist(organisation):
    path = organisation(("  marketing.08: planning\n", "  marketing.08: planing\n  marketing.80: planning\n"))
    nobody, nothing = problems_of(path)
    assert (nobody.line, nobody.field) == (line_of(path, "planing"), "approvers.marketing.08")
    assert "no agent is called 'planing'; did you mean 'planning'?" in nobody.message
    assert (nothing.line, nothing.field) == (line_of(path, "marketing.80"), "approvers.marketing.80")
    assert "no duty is called 'marketing.80'; did you mean 'marketing." in nothing.message


def test_an_owner_that_is_missing(organisation):
    path = organisation(staffing=(("  finance:", "  accounts:"),))
    assert any(p.field == "agents" and "nobody plays finance" in p.message and p.line > 0 for p in problems_of(path))


def test_a_receiver_that_nothing_reaches(organisation):
    path = organisation(
        (
            "sender: sales, receiver: channel_members,",
            "sender: sales, receiver: sales_support,",
        )
    )
    messages = [p.message for p in problems_of(path) if p.field == "edges"]
    assert any("no path of edges leads from" in message and "channel_members" in message for message in messages)


def test_negative_staff(organisation):
    path = organisation(staffing=(("rnd: {roles: {staff: {staff_fte: 1", "rnd: {roles: {staff: {staff_fte: -1"),))
    (problem,) = problems_of(path)
    assert problem.field == "agents.rnd.roles.staff.staff_fte"
    assert problem.file.endswith("staff.yaml")
    assert problem.line == line_of(path.parent / "common" / "staff.yaml", "rnd:")


def test_everything_at_once(organisation):
    path = organisation(
        ("edges:\n", "edges:\n  - {sender: senior_management, receiver: rnd, kind: reports}\n"),
        ("  marketing.08: planning\n", "  marketing.08: planing\n"),
        (
            "sender: sales_support, receiver: sales,",
            "sender: produktion, receiver: sales,",
        ),
        staffing=(("rnd: {roles: {staff: {staff_fte: 1", "rnd: {roles: {staff: {staff_fte: -1"),),
    )
    fields = {problem.field.rstrip("0123456789[]") for problem in problems_of(path)}
    assert fields >= {"agents.rnd.roles.staff.staff_fte", "approvers.marketing.", "edges"}
    assert any(problem.field.endswith(".sender") for problem in problems_of(path))
    assert all(problem.line > 0 for problem in problems_of(path))
    assert set(checked(str(path)).problems) == set(problems_of(path))


def test_a_file_that_is_no_organisation_at_all(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("name: [unfinished", "utf-8")
    assert problems_of(path)


WRONG_NAMES = {
    "a role that is no name": ("agents: {planning: {staff: 5, plays: ['mark/eting']}}", "agents.planning.plays[0]"),
    "a role with a space": ("agents: {planning: {staff: 5, plays: ['rnd ']}}", "agents.planning.plays[0]"),
    "its own superior": ("agents: {planning: {staff: 5, reports_to: planning}}", "agents.planning.reports_to"),
    "a chain of nobody": ("agents: {planning: {staff: 5}}\napprovals: {'a/b': [{by: planning}]}", "approvals.a/b"),
    "an outside party again": ("agents: {AGENCY: {staff: 1}, planning: {staff: 5}}", "agents.AGENCY"),
    "an agent as long as a page": (
        f"agents: {{planning: {{staff: 5}}}}\nedges: [{{sender: {'x' * 5000}, receiver: planning}}]",
        "edges[0].sender"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_wrong_name_is_told_with_its_place_by_whoever_reads_the_file(name, tmp_path):
    """Drawing an organisation looks past what stops a run; what stops both is told by both."""
    text, field = WRONG_NAMES[name]
    path = tmp_path / "own.yaml"
    path.write_text(f"name: own\n{text}\n", "utf-8")
    for problems in (checked(str(path)).problems, drawn_problems(path)):
        (wrong,) = [problem for problem in problems if problem.field == field]
        assert wrong.line > 1
        assert len(str(wrong)) < 600


def drawn_problems(path):
    try:
        return organisation_plan(path).problems
    except InputError as error:
        return error.problems
