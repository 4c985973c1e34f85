"""Read what names and paths stand for, ready to run: the one way from files to a resolved study."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mktsim.errors import InputError, Problem, did_you_mean, quoted, unknown_name
from mktsim.inputs.agreement import Among, defined_in, disagreements
from mktsim.inputs.duty import Duty
from mktsim.inputs.extends import load
from mktsim.inputs.named_files import shipped
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.organisation_file import OrganisationFile
from mktsim.inputs.parts import policy_type, scenario_type, study_type
from mktsim.inputs.phases import BELIEFS
from mktsim.inputs.policy import Policy
from mktsim.inputs.read import read
from mktsim.inputs.required import unsaid
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Study
from mktsim.inputs.tree import dotted, plain
from mktsim.quantities import Part
from mktsim.study.question.duty_rows import all_rows
from mktsim.study.question.feasibility import casting_problems, reach_problems
from mktsim.study.question.file_kinds import USED_BY, Kind, kind_of
from mktsim.study.question.find_file import Folder, find, path_of
from mktsim.study.question.located import located
from mktsim.study.question.resolve import Library, ResolvedStudy, resolve
from mktsim.study.question.run_request import RunRequest, resolve_run
from mktsim.study.question.skeleton import Skeleton, skeleton_in, skeleton_of_file
from mktsim.study.question.user_rules import duty_files, model_parts

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy

P = TypeVar("P", bound=Part)

_YAML = "*.yaml"


@dataclass(frozen=True)
class Overrides:
    """Settings that the caller of a study gives instead of the study."""

    replications: int | None = None
    seed: int | None = None


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario. Errors: InputError."""
    return _read_as(path, Kind.SCENARIO, scenario_type(model_parts()))


def read_study(path: str | Path) -> Study:
    """Read a study. Errors: InputError."""
    return _read_as(path, Kind.STUDY, study_type(model_parts()))


def read_policy(path: str | Path) -> Policy:
    """Read a policy. Errors: InputError."""
    return _read_as(path, Kind.POLICY, policy_type(model_parts()))


def _read_as(path: str | Path, kind: Kind, model: type[P]) -> P:
    """Read a file of a kind; a file of another kind is answered with that alone. Errors: InputError."""
    try:
        return read(path, model)
    except InputError:
        tree, _ = load(path)
        found = kind_of(tree.items) if tree is not None else None
        if found is None or found is kind:
            raise
        message = f"is a {found}, where a {kind} is asked for; {USED_BY[found]}"
        raise InputError((Problem(str(path), 1, 1, "", message),)) from None


def catalogue() -> tuple[Duty, ...]:
    """Return the catalogue of duties: those shipped, by owner and id, and those of the user's own files.

    Errors: InputError.
    """
    return all_rows(model_parts(), duty_files())


@lru_cache(maxsize=1)
def archetypes() -> dict[str, Organisation]:
    """Return the organisations that are shipped, by name. Errors: InputError."""
    paths = sorted(shipped("data", "archetypes").glob(_YAML))
    return {path.stem: read(path, OrganisationFile).organisation() for path in paths}


def read_organisation(path: str | Path) -> Organisation:
    """Read an organisation and check that it can do the catalogue's work.

    Errors: InputError with everything that is wrong, figures and names at once, with file and line.
    """
    place = Path(path)
    try:
        file = read(path, OrganisationFile)
    except InputError as error:
        raise InputError((*error.problems, *_unfit(_names_in(place), place, error.problems))) from error
    problems = _unfit(skeleton_of_file(file), place)
    if problems:
        raise InputError(problems)
    return file.organisation()


def _names_in(path: Path) -> Skeleton | None:
    """Return the names in a file whose figures are wrong; None when it is no YAML."""
    try:
        tree, _ = load(path)
    except InputError:
        return None
    return None if tree is None else skeleton_in(plain(tree))


def _unfit(skeleton: Skeleton | None, path: Path, told: tuple[Problem, ...] = ()) -> tuple[Problem, ...]:
    """Return, with their lines, problems of names in fields that none of those `told` is about."""
    fields = {problem.field for problem in told}
    found: tuple[Problem, ...] = ()
    if skeleton is not None:
        wrong = casting_problems(skeleton, catalogue())
        found = (*wrong, *reach_problems(skeleton, skeleton.cast(catalogue())))
    return located((problem for problem in found if problem.field not in fields), path)


def find_organisation(name: str, beside: tuple[Path, ...]) -> Organisation:
    """Return an organisation by the name of an archetype, or by path, relative to one of some folders.

    Errors: InputError for a name or path that is not there.
    """
    known = archetypes()
    if name in known:
        return known[name]
    if Path(name).suffix:
        places = [folder / name for folder in beside] or [Path(name)]
        return read_organisation(next((path for path in places if path.exists()), places[0]))
    message = f"no organisation is called {quoted(name)}{did_you_mean(name, known)}"
    raise InputError((Problem("", 0, 0, "organisation", message, tuple(known)),))


def library_beside(file: Path) -> Library:
    """Return what the names in a file are looked up in; paths are relative to the file."""

    def scenario_path(path: str) -> Path:
        is_name = not Path(path).suffix and len(Path(path).parts) == 1
        return find(path, Folder.SCENARIOS) if is_name else file.parent / path

    places = [file.parent]
    known: dict[Path, Scenario] = {}

    def scenario(path: str) -> Scenario:
        place = scenario_path(path)
        if place not in known:
            places.append(place.parent)
            found = read_scenario(place)
            with placed(place):
                _said(found)
            with placed(place), pointed(place, "organisation"):
                find_organisation(found.organisation, tuple(places))
            known[place] = found
        return known[place]

    def organisation(name: str) -> Organisation:
        return find_organisation(name, tuple(places))

    return Library(scenario=scenario, organisation=organisation, duties=catalogue())


def _said(scenario: Scenario) -> None:
    """Check that a scenario says what no default can. Errors: InputError with all that is missing."""
    found = tuple(Problem("", 0, 0, dotted(one.steps), one.message) for one in unsaid(scenario))
    if found:
        raise InputError(found)


def library_of(scenario: str | Scenario) -> tuple[Library, Scenario, str]:
    """Return where names are looked up, the scenario, and where it stands; one made in memory is taken as it is.

    Errors: InputError.
    """
    if isinstance(scenario, Scenario):
        library = library_beside(Path(f"{scenario.name}.yaml").resolve())
        return replace(library, scenario=lambda _path: scenario), scenario, scenario.name
    path = find(scenario, Folder.SCENARIOS)
    library = library_beside(path)
    return library, library.scenario(path.name), path.name


def resolved_study(name: str | Study, overrides: Overrides | None = None) -> ResolvedStudy:
    """Read a study by name or path and look up all that it names; one made in memory looks from the working directory.

    Errors: InputError, with file and line.
    """
    if isinstance(name, Study):
        return resolve(overridden(name, overrides), library_beside(Path(f"{name.name}.yaml").resolve()), name.name)
    path = find(name, Folder.STUDIES)
    study = overridden(read_study(path), overrides)
    library = library_beside(path)
    with placed(path):
        with pointed(path, "scenario"):
            library.scenario(study.scenario)
        _check_organisations(study, library, path)
        return resolve(study, library, str(path))


def overridden(study: Study, overrides: Overrides | None) -> Study:
    """Return a study with what its caller sets instead."""
    asked = overrides or Overrides()
    changes = {"replications": asked.replications, "seed": asked.seed}
    return study.model_copy(update={key: value for key, value in changes.items() if value is not None})


def _check_organisations(study: Study, library: Library, file: Path) -> None:
    """Check that the organisation of every arm is there. Errors: InputError for all that are not, by arm."""
    problems: list[Problem] = []
    for name, arm in study.arms.items():
        field = f"arms.{name}.organisation"
        try:
            with pointed(file, field):
                library.organisation(arm.organisation) if arm.organisation else None
        except InputError as error:
            problems += [replace(p, field=field) if not p.file else p for p in error.problems]
    if problems:
        raise InputError(tuple(problems))


def resolved_run(asked: RunRequest) -> ResolvedStudy:
    """Read what a run names: scenario by name or path, policy and organisation by name or file.

    Errors: InputError, with file and line.
    """
    path = find(asked.scenario, Folder.SCENARIOS)
    # Paths given by the user are relative to the working directory, those in the file to the file.
    library = _with_own_files(library_beside(path), asked)
    policy = Path(asked.policy).stem if _is_file(asked.policy) else asked.policy
    found = library.scenario(path.name)
    if asked.policy:
        _known("policy", policy, list(found.policies))
    if asked.organisation and not _is_file(asked.organisation):
        _known("organisation", asked.organisation, list(archetypes()))
    with placed(path):
        return resolve_run(replace(asked, scenario=path.name, policy=policy), library)


def _known(field: str, name: str, names: list[str]) -> None:
    """Refuse a name that nothing has. Errors: InputError with the nearest."""
    if name not in names:
        raise InputError((unknown_name("run", field, name, names),))


def _with_own_files(library: Library, asked: RunRequest) -> Library:
    """Return the library with the files that the user names beside the scenario."""

    def scenario(path: str) -> Scenario:
        found = library.scenario(path)
        if not _is_file(asked.policy):
            return found
        policies = {**found.policies, Path(asked.policy).stem: _policy_for(found, asked.policy)}
        return found.model_copy(update={"policies": policies})

    def organisation(name: str) -> Organisation:
        if name == asked.organisation and _is_file(name):
            return read_organisation(name)
        return library.organisation(name)

    return Library(scenario=scenario, organisation=organisation, duties=library.duties)


def _policy_for(scenario: Scenario, file: str) -> Policy:
    """Read a policy and check that it fits a scenario's media, channels, regions and holidays. Errors: InputError."""
    policy = read_policy(file)
    found = disagreements(policy, {**defined_in(scenario), "belief": Among("belief", tuple(BELIEFS))})
    problems = tuple(Problem(file, 0, 0, dotted(one.steps), one.message, one.choices) for one in found)
    if problems:
        raise InputError(located(problems, Path(file)))
    return policy


def _is_file(name: str) -> bool:
    return Path(name).suffix in {".yaml", ".yml"}


@contextmanager
def pointed(file: Path, field: str) -> Iterator[None]:
    """Point problems with the whole of another file, such as that it is not there, at the field that names it."""
    try:
        yield
    except InputError as error:
        raise InputError(tuple(_pointed(one, str(file), field) for one in error.problems)) from error


def _pointed(problem: Problem, file: str, field: str) -> Problem:
    if problem.line or problem.field or not problem.file:
        return problem
    return Problem(file, 0, 0, field, f"{problem.file}: {problem.message}", problem.choices)


@contextmanager
def placed(path: Path) -> Iterator[None]:
    """Give problems that know their field but not their line the line where the field stands in a file."""
    try:
        yield
    except InputError as error:
        raise InputError(located(error.problems, path)) from error


def resolved_subject(name: str, seed: int | None = None) -> ResolvedStudy:
    """Read a study or a scenario by name or path; a study comes first where both are called so.

    Errors: InputError, with file and line; for a name that neither has, the studies to choose from.
    """
    if _is_scenario(name):
        return resolved_run(RunRequest(name) if seed is None else RunRequest(name, seed=seed))
    return resolved_study(name, Overrides(seed=seed))


def _is_scenario(name: str) -> bool:
    try:
        tree, _ = load(path_of(name))
    except InputError:  # whoever reads it says what is wrong
        return False
    return tree is not None and kind_of(tree.items) is Kind.SCENARIO
