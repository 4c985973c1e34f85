"""Server-sent events: a page is told what changes while it is open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flask import Response, stream_with_context

if TYPE_CHECKING:
    from mktsim.present.json import View

_LONGEST_SILENCE = 2.0
"""Seconds after which a view is looked at again, though nobody said that it changed."""
_LOOKS = 300
"""Looks of one stream; the browser then asks for another, so that one that went away holds no thread for long."""


def stream(view: Callable[[], View], wait: Callable[[int, float], int]) -> Response:
    """Return a stream of a view: at once, and whenever it is another; `wait` as of the queue."""
    answer = Response(stream_with_context(_lines(view, wait)), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _lines(view: Callable[[], View], wait: Callable[[int, float], int]) -> Iterator[str]:
    version, before = -1, ""
    for _ in range(_LOOKS):
        version = wait(version, _LONGEST_SILENCE)
        told = json.dumps(view(), ensure_ascii=False)
        yield ": still here\n\n" if told == before else f"data: {told}\n\n"
        before = told
