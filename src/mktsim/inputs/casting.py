"""Who does a duty in an own organisation: the catalogue's roles taken by agents of other names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mktsim.inputs.duty import Duty


def cast(duties: Iterable[Duty], plays: Mapping[str, str], owners: Mapping[str, str]) -> tuple[Duty, ...]:
    """Return duties with the catalogue's agents replaced by who plays them.

    `plays` is from role to agent, `owners` from the id of a duty to the agent that does it whoever plays its role.
    """
    if isinstance(duties, tuple) and not plays and not owners:
        return duties
    return tuple(_cast(duty, plays, owners) for duty in duties)


def _cast(duty: Duty, plays: Mapping[str, str], owners: Mapping[str, str]) -> Duty:
    changes = {
        "owner": owners.get(duty.id) or plays.get(duty.owner, duty.owner),
        "informs": tuple(dict.fromkeys(plays.get(one, one) for one in duty.informs)),
        "approver": plays.get(duty.approver, duty.approver),
        "joint": tuple(dict.fromkeys(_pool(one, plays) for one in duty.joint)),
    }
    same = all(getattr(duty, name) == value for name, value in changes.items())
    return duty if same else duty.model_copy(update=changes)


def _pool(name: str, plays: Mapping[str, str]) -> str:
    """Return `agent` or `agent:role` with the agent replaced."""
    agent, colon, role = name.partition(":")
    return f"{plays.get(agent, agent)}{colon}{role}"
