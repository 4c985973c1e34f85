"""`mktsim value`: which duties, links and people a policy rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.cli.json_view import View
    from mktsim.present.value.shown import Valued
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.value.options import Effort

STAGES = {
    "base": "running the arm as it is",
    "screen": "screening in groups",
    "measure": "measuring one by one",
    "twins": "measuring twins alone",
}
"""What the stages do."""


class Mode(StrEnum):
    """What becomes of the time of a neglected duty."""

    BURNT = "burnt"
    FREED = "freed"


class Scope(StrEnum):
    """When duties are neglected."""

    STAGES = "stages"
    OVERALL = "overall"


Study = Annotated[
    str, typer.Argument(help="Study, or a scenario for its status quo: a file, or a name found here or shipped.")
]
Arm = Annotated[str, typer.Option(help="Arm of the study; its baseline if not given.")]
World = Annotated[str, typer.Option(help="World of the study; its first if not given.")]
Most = Annotated[int, typer.Option("--replications", min=2, max=100_000, help="Most replications of a change.")]
First = Annotated[int, typer.Option("--screen", min=2, max=1000, help="Replications on which groups are screened.")]
Worth = Annotated[
    float | None,
    typer.Option(min=1e-9, help="Effect worth knowing, in units of the metric. [0.5% of the mean]", show_default=False),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")]
MOST = 32
STAGE_SHARE = 0.001
"""Share of the mean below which losses in a stage share a rank, where nothing else is asked for: assumption."""

value_app = typer.Typer(
    no_args_is_help=True, help="What single duties, links and people are worth, under the same luck."
)


def duties_command(  # noqa: PLR0913 - one parameter an option
    study: Study,
    *,
    mode: Annotated[Mode, typer.Option(help="What becomes of the time of a neglected duty.")] = Mode.BURNT,
    scope: Annotated[
        Scope, typer.Option(help="Neglect always and in each stage alone, or always only.")
    ] = Scope.STAGES,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    screen: First = 4,
    worth: Worth = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Fresh = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Neglect each duty, and duties that look alike together: what is lost, overall and in each stage.

    Duties are screened in groups first; what may matter is measured alone until it is known well enough.
    """
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.inputs.study import NeglectMode
        from mktsim.study.compare.run import Looking
        from mktsim.study.value.duties import Neglecting, value_duties

        effort = _effort((replications, screen, worth), arm, world)
        resolved, directory = _begun(study, seed, out, fresh=fresh)
        _remember(directory, "value duties", study, _options(effort, seed) | {"mode": mode.value, "scope": scope.value})
        with progress_shown(STAGES) as update:
            looking = Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            asked = Neglecting(NeglectMode(mode.value), stages=scope is Scope.STAGES)
            found = value_duties(resolved, directory, effort, asked, looking)
        _ended(found, directory, as_json=as_json)


def links_command(  # noqa: PLR0913 - one parameter an option
    study: Study,
    *,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    screen: First = 4,
    worth: Worth = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Fresh = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Slow, blur, leak or cut every link, drop every approval, go round every relay: what is lost or gained."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.study.compare.run import Looking
        from mktsim.study.value.links import value_links

        effort = _effort((replications, screen, worth), arm, world)
        resolved, directory = _begun(study, seed, out, fresh=fresh)
        _remember(directory, "value links", study, _options(effort, seed))
        with progress_shown(STAGES) as update:
            found = value_links(
                resolved, directory, effort, Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            )
        _ended(found, directory, as_json=as_json)


def staff_command(  # noqa: PLR0913 - one parameter an option
    study: Study,
    *,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    worth: Worth = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Fresh = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Add one full-time equivalent to each pool of staff: what it brings, and what is left after its pay."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.study.compare.run import Looking
        from mktsim.study.value.staff import value_staff

        effort = _effort((replications, 4, worth), arm, world)
        resolved, directory = _begun(study, seed, out, fresh=fresh)
        options = {name: value for name, value in _options(effort, seed).items() if name != "screen"}
        _remember(directory, "value staff", study, options)
        with progress_shown(STAGES) as update:
            found = value_staff(
                resolved, directory, effort, Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            )
        _ended(found, directory, as_json=as_json)


def stages_command(  # noqa: PLR0913 - one parameter an option
    studies: Annotated[
        list[str], typer.Argument(help="Studies or scenarios by file or name; each of their worlds is a block.")
    ],
    *,
    mode: Annotated[Mode, typer.Option(help="What becomes of the time of a neglected duty.")] = Mode.BURNT,
    arm: Arm = "",
    replications: Most = 8,
    screen: First = 4,
    worth: Worth = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Annotated[Path, typer.Option("--out", help="Directory; each study has a directory in it.")] = Path("results"),
    fresh: Fresh = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Test which duties matter most in which stage: ranks of losses, worlds as blocks, permutations over duties.

    Losses below --worth (0.1% of the mean if not given) share a rank. A stage that a world does not reach is counted.
    """
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.value_view import stages_json, write_stages
        from mktsim.inputs.study import NeglectMode
        from mktsim.present.value.stages_text import stages_text
        from mktsim.study.compare.run import Looking
        from mktsim.study.value.stages import value_stages

        effort = replace(_effort((replications, screen, worth), arm, ""), share=STAGE_SHARE)
        begun = [_begun(name, seed, out / Path(name).stem, fresh=fresh) for name in studies]
        with progress_shown(STAGES) as update:
            looking = Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            found = value_stages(begun, effort, NeglectMode(mode.value), looking)
        (file,) = write_stages(found, begun[0][1])
        words = f"{stages_text(found)}\nnumbers  {file.as_posix()}\n{found.seconds:.0f} seconds"
        show_json(stages_json(found)) if as_json else show(words)
        if found.failed:
            tell(f"{found.failed} cells failed")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))


VALUE_COMMANDS: dict[str, tuple[Callable[..., None], tuple[str, ...]]] = {
    "duties": (
        duties_command,
        (
            "mktsim value duties packaged_food",
            "mktsim value duties us_color_tv_1963 --scope overall --mode freed --json",
        ),
    ),
    "links": (
        links_command,
        ("mktsim value links packaged_hi_lo", "mktsim value links packaged_organisations --arm matrix --json"),
    ),
    "staff": (
        staff_command,
        ("mktsim value staff packaged_hi_lo", "mktsim value staff us_color_tv_1963 --replications 64 --json"),
    ),
    "stages": (
        stages_command,
        ("mktsim value stages stage_focus", "mktsim value stages stage_focus packaged_hi_lo tea_channels --json"),
    ),
}
"""Commands of the group, each with the examples that its help ends with."""

for _name, (_command, _examples) in VALUE_COMMANDS.items():
    value_app.command(_name, epilog="\n\n".join(("Examples:", *_examples)))(_command)


def _effort(numbers: tuple[int, int, float | None], arm: str, world: str) -> Effort:
    from mktsim.study.value.experiment import Place
    from mktsim.study.value.options import Effort

    most, first, worth = numbers
    return Effort(worth=worth, most=most, first=min(first, most), place=Place(arm, world))


def _begun(study: str, seed: int | None, out: Path | None, *, fresh: bool) -> tuple[ResolvedStudy, Path]:
    """Read the study or scenario and take its directory, which it shares with comparisons."""
    from mktsim.study.question.subject import resolved_subject
    from mktsim.study.runs.results_directory import claim

    resolved = resolved_subject(study, seed)
    directory = out or Path("results") / resolved.study.name
    claim(directory, f"study {resolved.study.name}", fresh=fresh)
    return resolved, directory


def _options(effort: Effort, seed: int | None) -> dict[str, str | float | int | None]:
    return {
        "arm": effort.place.arm or None,
        "world": effort.place.world or None,
        "replications": effort.most,
        "screen": effort.first,
        "worth": effort.worth,
        "seed": seed,
    }


def _remember(directory: Path, command: str, study: str, options: dict[str, str | float | int | None]) -> None:
    from mktsim.study.runs.call import Call, remember

    remember(directory, Call(command, study, options))


def _ended(found: Valued, directory: Path, *, as_json: bool) -> None:
    """Write files, print, and say how many cells failed."""
    from mktsim.cli.value_view import value_json, write_value
    from mktsim.present.value.text import value_text

    files = write_value(found, directory)
    view: View = value_json(found)
    places = "".join(f"\nfigure   {path.as_posix()}" for path in files if path.suffix == ".png")
    show_json(view) if as_json else show(f"{value_text(found)}{places}\n{found.seconds:.0f} seconds")
    if found.failed:
        tell(f"{found.failed} cells failed; mktsim status {directory.as_posix()} shows them")
        raise typer.Exit(int(ExitCode.CELLS_FAILED))
