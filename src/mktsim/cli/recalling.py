"""What the call that made a directory of results was about, read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.call import Call


def resolved_call(call: Call) -> ResolvedStudy:
    """Return the study of a call with the arms and worlds that its cells were run in. Errors: InputError."""
    return _RESOLVED.get(call.command, _study)(call)


def _study(call: Call) -> ResolvedStudy:
    from mktsim.study.question.subject import resolved_subject

    return resolved_subject(call.study, _whole(call, "seed"))


def _run(call: Call) -> ResolvedStudy:
    from mktsim.cli.run import resolved_words

    text = {name: str(call.options.get(name) or "") for name in ("arm", "policy", "organisation")}
    return resolved_words(call.study, text["arm"], (text["policy"], text["organisation"]), _whole(call, "seed"))


def _robust(call: Call) -> ResolvedStudy:
    from mktsim.cli.robust import draws_of
    from mktsim.study.question.resolve import NamedWorld
    from mktsim.study.robust.run import Doubt, drawn_worlds
    from mktsim.study.runs.sampling import Design

    study = _study(call)
    doubt = Doubt(draws_of(study, _whole(call, "draws")), Design(str(call.options["design"])))
    worlds = drawn_worlds(study, doubt).worlds
    # Break-evens are looked for in the scenario as it stands, which is no world of its own beside drawn ones.
    plain = NamedWorld(study.scenario.name, 1.0, study.scenario)
    named = {world.name for world in worlds}
    return replace(study, worlds=worlds if plain.name in named else (*worlds, plain))


def _whole(call: Call, name: str) -> int | None:
    value = call.options.get(name)
    return value if isinstance(value, int) else None


_RESOLVED: dict[str, Callable[[Call], ResolvedStudy]] = {"run": _run, "robust": _robust}
"""Commands whose cells are not simply those of the study that they name."""
