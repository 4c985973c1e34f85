"""Organisations made worse on purpose: fewer staff, slower links, none at all."""

from __future__ import annotations


def fewer_staff(organisation, share):
    """Return the organisation with `share` of each role's staff."""
    agents = {
        name: agent.model_copy(
            update={
                "roles": {
                    role: staff.model_copy(update={"staff_fte": max(share * staff.staff_fte, 0.01)})
                    for role, staff in agent.roles.items()
                }
            }
        )
        for name, agent in organisation.agents.items()
    }
    return organisation.model_copy(update={"agents": agents})


def slower_links(organisation, factor):
    """Return the organisation with the mean delay of each link `factor` times as long."""
    edges = tuple(edge.model_copy(update={"delay_days": factor * edge.delay_days}) for edge in organisation.edges)
    return organisation.model_copy(update={"edges": edges})


def no_links(organisation):
    """Return the organisation with all links cut."""
    return organisation.model_copy(update={"edges": ()})
