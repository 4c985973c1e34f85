"""What an assistant may call: tools read files by name, write only into the directory of results, and end in time.

Every answer is the JSON view that the command line prints with --json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from annotated_types import Ge, Le
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from mktsim.errors import InputError, Interrupted, MktsimError, Problem, unknown_name
from mktsim.inputs.compose import compose
from mktsim.inputs.read import read_text
from mktsim.inputs.tree import plain
from mktsim.inputs.write import plain_data
from mktsim.present.catalogue import items_of
from mktsim.present.compare.context import context_of
from mktsim.present.compare.documents import REPORT_NAME, write_comparison
from mktsim.present.compare.json import comparison_json
from mktsim.present.directory import status_json
from mktsim.present.json import View, list_json, view_of
from mktsim.present.what_if import answer_json
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.directory.status import status_of
from mktsim.study.question.file_kinds import Kind, kind_of, model_of
from mktsim.study.question.find_file import Folder, files_in
from mktsim.study.question.library import Overrides, library_beside, read_scenario, resolved_study
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import STORE_NAME, Call, claim, remember
from mktsim.study.runs.worth import Worth, worth_of
from mktsim.study.what_if.change import Change
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import Basis
from mktsim.study.what_if.run import How
from mktsim.study.what_if.run import what_if as answer

if TYPE_CHECKING:
    from mktsim.study.runs.options import Progress

RESULTS = Path("results")
_DOCUMENTS = frozenset({".html", ".png", ".svg", ".csv", ".json"})
Listed = Literal["scenarios", "studies", "organisations", "metrics", "rules", "duties"]
Seconds = Annotated[float, Ge(1.0), Le(120.0), Field(description="Longest time of the call, seconds.")]
Name = Annotated[str, Field(description="Name of a file without its ending, as `list` gives it.", max_length=64)]
Values = dict[str, float | int | bool | str]


@contextmanager
def told() -> Iterator[None]:
    """Hand an assistant what is wrong with its input: the library tells nothing of any other error."""
    try:
        yield
    except MktsimError as error:
        raise ToolError(str(error)) from error


@told()
def list_items(what: Annotated[Listed, Field(description="What to list.")]) -> dict[str, Any]:
    """List scenarios (worlds), studies, organisations, metrics, rules of policies with their parameters, or duties."""
    return list_json(what, items_of(what))


@told()
def describe(name: Name) -> dict[str, Any]:
    """Describe a scenario or study by name: all that its file says, with what is left to defaults."""
    path = _path(name, Folder.SCENARIOS) or _path(name, Folder.STUDIES)
    if path is None:
        raise InputError(
            (unknown_name("describe", "name", name, [*files_in(Folder.SCENARIOS), *files_in(Folder.STUDIES)]),)
        )
    is_scenario = path == _path(name, Folder.SCENARIOS)
    content = plain_data(read_scenario(path) if is_scenario else resolved_study(name).study)
    return view_of("description", {"of": "scenario" if is_scenario else "study", "name": name, "content": content})


@told()
def check(
    text: Annotated[str, Field(description="A scenario, study, policy or organisation as YAML.")],
) -> dict[str, Any]:
    """Check a file's text: everything that is wrong with it, with line, field and choices; nothing is written."""
    tree, problems = compose(text, "text")
    keys: Any = plain(tree) if tree is not None else {}
    kind = kind_of(keys)
    if not problems:
        problems = _problems(text, kind)
    found = [{"line": one.line, "field": one.field, "text": str(one)} for one in problems]
    return view_of("check", {"file_kind": "" if kind is None else kind.value, "problems": found})


def _problems(text: str, kind: Kind | None) -> tuple[Problem, ...]:
    if kind is None:
        return (Problem("text", 1, 1, "", "is no scenario, study, policy or organisation"),)
    try:
        value: Any = read_text(text, model_of(kind), "text")
        if kind is Kind.STUDY:
            resolve(value, library_beside(Path(Folder.STUDIES.value) / "text.yaml"), "text")
    except InputError as error:
        return error.problems
    return ()


@told()
def what_if(  # noqa: PLR0913 - one parameter an option
    scenario: Name,
    *,
    change: Annotated[
        Values,
        Field(description='Dotted name to value: {"advertising.scale": 0.8}, {"pricing.change": "+5%"}; `list rules`.'),
    ],
    since: Annotated[
        str, Field(description="First day (2024-06-01), week of the run or stage; empty: the opening.")
    ] = "",
    until: Annotated[str, Field(description="Day or week from which it no longer holds; empty for never.")] = "",
    regions: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    organisation: Annotated[str, Field(description="Another organisation, by name.")] = "",
    staff: Annotated[dict[str, float], Field(description="Full-time staff added by department.")] = {},  # noqa: B006 - never changed
    metric: str = "npv",
    worth: Annotated[float, Ge(0.0), Field(description="Differences below this are not worth acting on.")] = 0.0,
    seconds: Seconds = 20.0,
) -> dict[str, Any]:
    """Say what a change of the status quo does: paired differences with intervals that hold at every look, and why."""
    _known(scenario, Folder.SCENARIOS)
    asked = Change(change, since, until, regions=regions, channels=channels, organisation=organisation, staff=staff)
    clock = _Clock(seconds)
    found = answer(Basis(scenario, metric=metric), (asked,), HowHard(seconds, worth), How(on_progress=clock.told))
    return answer_json(found)


@told()
def compare_arms(
    study: Name,
    replications: Annotated[int | None, Ge(2), Le(100_000), Field(description="Most replications of each arm.")] = None,
    why_seconds: Annotated[
        float, Ge(0.0), Le(60.0), Field(description="Time to explain the result; 0 for none.")
    ] = 0.0,
    seconds: Seconds = 60.0,
) -> dict[str, Any]:
    """Compare the arms of a study; what is run is stored, and a call that runs out of time is gone on with by the next.

    Returns the comparison, or how far it came with `finished` false.
    """
    _known(study, Folder.STUDIES)
    resolved = resolved_study(study, Overrides(replications=replications))
    directory = RESULTS / resolved.study.name
    known = claim(directory, f"study {resolved.study.name}", fresh=False)
    said = {"replications": replications, "why_seconds": why_seconds, "worth": str(Worth())}
    call = Call("compare", study, said)
    remember(directory, call)
    clock = _Clock(seconds)
    options = CompareOptions(why_seconds, worth=worth_of(str(Worth())))
    try:
        found = compare(resolved, directory, options, RunOptions(on_progress=clock.told))
    except (Interrupted, KeyboardInterrupt):
        return view_of("unfinished", {"finished": False, "study": study, **clock.so_far})
    stated = {"replications": resolved.study.replications, "seed": resolved.study.seed}
    command = replace(call, options={**call.options, **stated}).line(directory)
    write_comparison(found, context_of(resolved, found, directory, command), directory, replace=known)
    return comparison_json(found)


@told()
def status(study: Name) -> dict[str, Any]:
    """Say what the results of a study hold and what is missing."""
    return status_json(status_of(_results(study)), RESULTS / study)


@told()
def report(study: Name) -> dict[str, Any]:
    """Say where the report of a study is, and which documents lie beside it."""
    directory = _results(study)
    files = sorted(
        path.name for path in directory.iterdir() if path.suffix in {".html", ".png", ".svg", ".csv", ".json"}
    )
    place = (directory / REPORT_NAME).as_posix() if REPORT_NAME in files else None
    return view_of("report", {"study": study, "report": place, "files": files})


TOOLS: dict[str, Callable[..., dict[str, Any]]] = {
    "list": list_items,
    "describe": describe,
    "check": check,
    "what_if": what_if,
    "compare": compare_arms,
    "status": status,
    "report": report,
}
"""Tools by name; the first line of each one's documentation is what assistants are told."""


class _Clock:
    """Stops a run between two cells when its time is over, as Ctrl-C does; what is done stays."""

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds
        self.so_far: View = {}

    def told(self, stage: str, progress: Progress) -> None:
        """Take in how far a run has come."""
        self.so_far = {"stage": stage, "done": progress.done, "total": progress.total, "leader": progress.leader}
        if perf_counter() > self._end:
            raise KeyboardInterrupt


def _path(name: str, folder: Folder) -> Path | None:
    return files_in(folder).get(name)


def _known(name: str, folder: Folder) -> None:
    """Refuse what is no name of a file here: a path may lead anywhere. Errors: InputError."""
    if _path(name, folder) is None:
        raise InputError((unknown_name("call", folder.value, name, files_in(folder)),))


def _results(study: str) -> Path:
    """Return the directory of a study's results. Errors: InputError."""
    known = {path.parent.name: path.parent for path in RESULTS.glob(f"*/{STORE_NAME}")}
    if study not in known:
        raise InputError((unknown_name("call", "study", study, known),))
    return known[study]
