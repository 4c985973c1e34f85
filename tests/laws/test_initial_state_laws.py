"""What an arm inherits from the burn-in: every stateful part goes on as it was; one that is forgotten is found."""

from __future__ import annotations

from types import FunctionType, MethodType

import numpy as np
import pytest
from simpy import Environment

from mktsim.inputs.scenario import GoingConcern
from mktsim.model.initial_state import burnt_in, inherit
from mktsim.model.market.record import Record
from mktsim.model.snapshot import restore, snapshot_of
from mktsim.model.world_inputs import world_inputs
from mktsim.model.world_run import WorldRun
from support.real_world import real_cell, world

SCENARIO = world()[0].model_copy(update={"opening": GoingConcern(kind="going_concern", burn_in_weeks=104)})
BEGINS_ANEW = {
    "organisation.parts.inbox.knowledge._opinions._minds": "drawn by name, the same whenever first asked for",
    "organisation.parts.inbox.knowledge._priors": "what an agent holds before it has heard anything, made anew",
    "desk.week": "number of the week, set when it opens",
    "desk.orders_this_week": "set when members order, at the end of the week",
    "desk.started_this_week": "set to nothing when a week opens",
    "levers._since": "day from which a value holds in the week, set when it opens",
    "levers._start": "first day of the week",
    "ledger": "the books of an arm begin with its first day",
    "market.levers": "written before every close",
    "market.output": "written by every close",
    "truth._asked": "room for what-if questions",
    "truth.state": "the market's state, which a preview moves on",
    "rivals.first": "first week of the run",
    "rivals.noise": "random inputs from the first week of the run",
    "rivals._pressure_now": "media of the week, set when rivals post theirs",
    "rivals._posted": "whether terms are in the record of levers, which is new",
    "rivals._promoted": "what is in the record of levers, which is new",
    "crises._first": "first week of the run",
    "rivals.heard": "a leak counts in its own week only",
    "recorder": "the rows of an arm begin with its first week",
    "instruments": "figures of the week",
    "organisation.context.first_week": "first week of the organisation",
    "organisation.context.weeks": "weeks that it works",
    "organisation.parts.luck": "random inputs from the first week of the organisation",
    "organisation.parts.staffing": "queues are empty and counts begin anew",
    "organisation.parts.tally": "counts begin anew",
    "organisation.parts.observations": "sums begin anew",
    "organisation.parts.graph": "counts of links begin anew",
    "organisation.parts.scheduler": "what is due is scheduled again from the plans in hand",
    "organisation.parts.levels._day": "day from which levels decay; the levels themselves are handed on as they stand",
    "organisation.parts.levels._decay": "share left since that day",
    "organisation.parts.levels._effects": "effects of the week",
    "organisation.parts.levels._values": "levels over the share left, which begins anew",
    "organisation.parts.levels._skill": "the same of channel members' skill",
    "organisation.parts.inbox.knowledge._held": "news that nobody has looked at is weighed when it is handed on",
    "organisation.parts.inbox.knowledge._topics": "what is known beforehand of topics asked for",
    "organisation.parts.levels._effects_until": "day until which these hold",
    "organisation.parts.inbox.awaited": "who waits for what, from the duties",
    "organisation.parts.inbox.archive._reported": "room for weeks to come",
    "organisation.parts.inbox.archive._filed": "room for weeks to come",
    "organisation.parts.stages._error": "error of what was filed last; the archive is filed every week",
    "organisation.parts.stages._readings": "readings of an archive, made again",
    "organisation.office._outbox": "mail and queues are empty",
    "organisation.office.first_day": "first day of the organisation",
    "organisation._triggers": "the calendar of an arm begins with its first day",
}
"""What differs between a world at the end of the burn-in and an arm that goes on from it, and why that is right."""


def within(thing):
    """Return (path, value) of what something consists of; None for what is a value of its own."""
    if isinstance(thing, dict):
        return [(f"[{key!r}]", value) for key, value in thing.items()]
    if isinstance(thing, list | tuple):
        return [(f"[{index}]", value) for index, value in enumerate(thing)]
    module = type(thing).__module__
    if not module.startswith("mktsim.model") or module.startswith("mktsim.model.organisation.mechanisms"):
        return None  # plans are values, which several agents share
    slots = [name for name in getattr(type(thing), "__slots__", ()) if hasattr(thing, name)]
    return [(f".{name}", getattr(thing, name)) for name in (*slots, *getattr(thing, "__dict__", ()))]


def parts_of(thing, path, found, seen):
    """Collect every value that can be reached, by the path to it."""
    if isinstance(thing, FunctionType | MethodType | type | Environment) or id(thing) in seen:
        return
    inner = within(thing)
    if inner is None:
        found[path] = thing.tobytes() if isinstance(thing, np.ndarray) else repr(thing)
        return
    seen[id(thing)] = thing
    if isinstance(thing, dict | list | tuple):
        found[path] = len(thing)
    for name, value in inner:
        parts_of(value, path + name, found, seen)


def values(run):
    found, seen = {}, {}
    for name, value in vars(run).items():
        if name not in {"inputs", "world", "env"}:
            parts_of(value, name, found, seen)
    return found


@pytest.fixture(scope="module")
def handed_on():
    """A world at the end of its burn-in, and an arm that has inherited its state."""
    cell = real_cell(scenario=SCENARIO)
    inputs = world_inputs(cell)
    before = burnt_in(cell, inputs)
    after = WorldRun(inputs, cell.arm, (0, SCENARIO.horizon_weeks), keep_log=False)
    inherit(after, snapshot_of(before.stateful()))
    return before, after


def explained(path):
    return next((name for name in BEGINS_ANEW if path == name or path.startswith((f"{name}.", f"{name}["))), None)


def forgotten(before, after):
    """Return the paths that differ for no reason that is known."""
    one, other = values(before), values(after)
    differing = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    return differing, sorted(path for path in differing if explained(path) is None)


def same(one, other):
    """Tell whether two states are equal, whatever they are made of."""
    if isinstance(one, np.ndarray):
        return one.tobytes() == other.tobytes()
    if isinstance(one, Record):
        return all(same(getattr(one, name), getattr(other, name)) for name in ("floats", "wholes", "numbers"))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)
    return repr(one) == repr(other)  # not a number is itself


def test_whatever_a_burn_in_has_moved_goes_on_or_is_known_to_begin_anew(handed_on):
    differing, missed = forgotten(*handed_on)
    assert not missed, f"neither handed on nor known to begin anew: {missed[:10]}"
    stale = set(BEGINS_ANEW) - {explained(path) for path in differing}
    assert not stale, f"said to begin anew, but no different: {stale}"


def test_what_is_handed_on_again_is_what_was_handed_on(handed_on):
    before, after = (snapshot_of(run.stateful()) for run in handed_on)
    assert before.keys() == after.keys()
    assert all(same(before[name], after[name]) for name in before)


PARTS = ("market", "supply", "rivals", "crises", "levers", "sales")
WITHIN = ("knowledge", "plans", "levels", "archive", "stages", "budget")


@pytest.mark.parametrize("name", [*PARTS, *(f"organisation.{name}" for name in WITHIN)])
def test_every_part_that_is_left_out_is_found(name, handed_on):
    before, _ = handed_on
    state = dict(snapshot_of(before.stateful()))
    after = WorldRun(before.inputs, before.organisation.context.arm, (0, SCENARIO.horizon_weeks), keep_log=False)
    parts = dict(after.stateful())
    if name in PARTS:
        state.pop(name), parts.pop(name)
    else:
        inner, of = dict(after.organisation.stateful()), dict(state.pop("organisation"))
        parts.pop("organisation")
        inner.pop(name.removeprefix("organisation.")), of.pop(name.removeprefix("organisation."))
        restore(inner, of)
    restore(parts, state)
    after.look(0)
    moved = {"crises", "organisation.levels", "organisation.knowledge", "organisation.budget"}
    if name in moved:  # where the path itself is one that begins anew, or nothing has moved it, the value tells
        whole = (snapshot_of(run.stateful()) for run in (before, after))
        assert name == "crises" or not same(*whole)
    else:
        assert forgotten(before, after)[1]


def test_states_and_parts_have_to_match(handed_on):
    before, _ = handed_on
    parts = before.stateful()
    with pytest.raises(ValueError, match="cannot go on from states of"):
        restore(parts, {name: None for name in parts if name != "supply"})
