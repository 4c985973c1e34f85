"""News from outside: `sales` hear it first, and it reaches those whose work it sets off over the graph."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mktsim.model.organisation.work import Work

if TYPE_CHECKING:
    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.flow import Flow
    from mktsim.model.organisation.post import Post
    from mktsim.model.organisation.triggers import Triggers


class News:
    """Takes news to those who wait for it."""

    def __init__(self, parts: EngineParts, post: Post, flow: Flow, triggers: Triggers) -> None:
        """Use the engine's own post, flow of work and triggers."""
        self._parts = parts
        self._post = post
        self._flow = flow
        self._triggers = triggers

    def hear(self, name: str, subject: str) -> None:
        """Set off all that waits for news `name` about `subject`, once it has got there."""
        parts = self._parts
        now = parts.env.now
        for card in self._triggers.waiting_for(name):
            begin = partial(self._flow.begin, card, subject, name)
            if parts.everybody_near or not parts.graph.reaches(parts.ear, card.owner):
                begin()
            else:
                self._post.carry(Work(card.duty, subject, now, now, name), (parts.ear, card.owner), begin)
        self._flow.drain()
