"""An organisation: agents with roles, and the coordination between them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import model_validator

from mktsim.inputs.agreement import defined_in, disagreements
from mktsim.quantities import MONEY, Part, Source, Unit
from mktsim.relations import Name, Names, Ref, refuse

ASSUMED = Source("assumption")
ANY_SUM = 1e15
"""Commitment up to which an approval holds that has no limit, money."""


class EdgeKind(StrEnum):
    """Purpose of an edge of the coordination graph."""

    REPORTS = "reports"
    APPROVES = "approves"
    INFORMS = "informs"


class Role(Part):
    """A pool of staff with one queue."""

    staff_fte: Annotated[float, Ge(0.01), Le(1000), Unit("FTE"), ASSUMED]
    """Full-time equivalents; the fraction above whole numbers slows work."""
    skill: Annotated[float, Ge(0.01), Le(1), Unit("level"), ASSUMED] = 0.8
    """Skill in the work of the role."""


class Agent(Part):
    """A department or an outside party."""

    roles: Annotated[dict[Name, Role], Names("role")]
    """Pools of staff by role; the role `staff` takes what names no role."""
    authority_money: Annotated[float, MONEY, Unit("money"), ASSUMED] = 0.0
    """Largest commitment that the agent decides alone."""
    outside: bool = False
    """Whether the agent is outside the firm (agencies, channel members)."""


class Edge(Part):
    """A directed link: `sender` reports to, approves for, or informs `receiver`."""

    sender: Annotated[str, Ref("agent")]
    """Agent that sends."""
    receiver: Annotated[str, Ref("agent")]
    """Agent that receives."""
    kind: EdgeKind
    """What the edge is for."""
    delay_days: Annotated[float, Ge(0), Le(120), Unit("working days"), ASSUMED] = 1.0
    """Mean delay of a message (exponential)."""
    added_variance: Annotated[float, Ge(0), Le(4), Unit("relative variance"), ASSUMED] = 0.0
    """Variance that the hand-over adds to an estimate, relative to its prior variance."""
    attention_days: Annotated[float, Ge(0), Le(5), Unit("person-days"), ASSUMED] = 0.02
    """Work that a message costs its receiver."""
    leak_per_message: Annotated[float, Ge(0), Le(1), Unit("probability"), ASSUMED] = 0.0
    """Probability that a plan sent here becomes known to rivals, at confidentiality zero."""


class Approval(Part):
    """A step of an approval chain: who approves, and up to which commitment that is the last word."""

    by: Annotated[str, Ref("agent")]
    """Agent that approves."""
    up_to_money: Annotated[float, MONEY, Unit("money"), ASSUMED] = ANY_SUM
    """Largest commitment for which its approval is enough; what commits an unknown sum goes through the whole chain."""


class Work(Part):
    """Parameters of work that all roles share."""

    skill_exponent: Annotated[float, Ge(0), Le(3), Unit("exponent"), ASSUMED] = 0.5
    """Exponent of skill in quality (a)."""
    process_exponent: Annotated[float, Ge(0), Le(3), Unit("exponent"), ASSUMED] = 0.3
    """Exponent of the process standard in quality (b)."""
    information_exponent: Annotated[float, Ge(0), Le(3), Unit("exponent"), ASSUMED] = 0.5
    """Exponent of input accuracy in quality (c)."""
    effort_rate: Annotated[float, Ge(0.01), Le(20), Unit("rate"), ASSUMED] = 3.0
    """Saturation of quality in effort spent (k)."""
    duration_sd: Annotated[float, Ge(0), Le(2), Unit("sd of log"), ASSUMED] = 0.4
    """Noise in the duration of work (lognormal, mean one)."""
    rework_probability: Annotated[
        float, Ge(0), Le(1), Unit("probability"), Source("Jin & Levitt 1996; size assumption")
    ] = 0.25
    """Chance that work of zero quality has to be done again."""
    exception_probability: Annotated[
        float, Ge(0), Le(1), Unit("probability"), Source("Galbraith 1974; size assumption")
    ] = 0.10
    """Chance of an exception with no information at all."""
    approval_days: Annotated[float, Ge(0), Le(20), Unit("person-days"), ASSUMED] = 0.25
    """Work of approving one plan."""
    find_probability: Annotated[float, Ge(0), Le(1), Unit("probability"), ASSUMED] = 0.7
    """Chance that an approver finds the error of a weak plan."""
    prior_spread: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("share of the prior's sd"),
        Source("Zarnowitz & Lambros 1987, JPE 95:591: forecasters differ less than each is unsure; size assumption"),
    ] = 0.5
    """How far apart departments are before they have heard anything."""
    advice_weight: Annotated[
        float,
        Ge(0.05),
        Le(0.5),
        Unit("weight"),
        Source("Yaniv & Kleinberger 2000, OBHDP 83:260: about 0.3 where one half would be right"),
    ] = 0.3
    """Weight of what another department says against one's own opinion, both equally precise."""
    advice_spread: Annotated[float, Ge(0), Le(0.3), Unit("weight"), ASSUMED] = 0.1
    """Standard deviation of that weight between departments."""
    level_half_life_weeks: Annotated[float, Ge(4), Le(520), Unit("weeks"), ASSUMED] = 52.0
    """Half-life of levels that are not kept up."""


class Levels(Part):
    """Levels at the opening, zero to one; built by duties, decaying."""

    alignment: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.5
    """Agreement between departments on goals and culture."""
    process: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.6
    """Standard of business processes."""
    identity: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.6
    """Consistency of the company's identity."""
    confidentiality: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.6
    """Care for secrets."""
    agency: Annotated[float, Ge(0), Le(1), Unit("level"), ASSUMED] = 0.5
    """Quality of the agency at work."""


class Organisation(Part):
    """Who does the work, and how they are joined."""

    schema_version: Literal[1] = 1
    name: Name
    """Name used in arms and plots."""
    title: str = ""
    """One line for tables and the report."""
    instant: bool = False
    """Every duty completes at once with the truth; agents and edges then do not matter."""
    agents: Annotated[dict[Name, Agent], Names("agent")] = {}
    """Departments and outside parties by name."""
    edges: tuple[Edge, ...] = ()
    """The coordination graph."""
    approvers: dict[Annotated[str, Ref("duty")], Annotated[str, Ref("agent", optional=True)]] = {}
    """Approver of single duties by id, in place of the catalogue's; empty text for none."""
    approvals: dict[Name, tuple[Approval, ...]] = {}
    """Chains of approval by the id of a duty, or by agent for all that it has to have approved."""
    plays: dict[Name, Annotated[str, Ref("agent")]] = {}
    """Roles of the catalogue by who plays them under another name."""
    duties: dict[Annotated[str, Ref("duty")], Annotated[str, Ref("agent")]] = {}
    """Single duties by who does them, whoever plays their role."""
    work: Work = Work()
    """Parameters of work."""
    levels: Levels = Levels()
    """Levels at the opening."""

    @model_validator(mode="after")
    def _names_agree(self) -> Organisation:
        refuse(disagreements(self, defined_in(self)))
        return self
