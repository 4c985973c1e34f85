"""`mktsim value`: which duties, links and people a policy rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing, sized
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Where, epilog_of
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call, run_options, stop_if_failed
from mktsim.cli.terminal import progress_shown, reported, show, show_json

if TYPE_CHECKING:
    from mktsim.inputs.study import NeglectMode
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.options import RunOptions
    from mktsim.study.value.options import ValueOptions
    from mktsim.study.value.result import Valued

STAGES = {
    "pace": "seeing how long a cell takes",
    "base": "running the arm as it is",
    "placebo": "running what cannot matter",
    "screen": "screening in groups",
    "measure": "measuring one by one",
    "twins": "measuring twins alone",
}
"""What the stages do."""


class Mode(StrEnum):
    """Use of the time of a neglected duty."""

    SPENT = "spent"
    FREED = "freed"

    @property
    def neglect(self) -> NeglectMode:
        """The same in the words of a run."""
        from mktsim.inputs.study import NeglectMode

        return NeglectMode.BURNT if self is Mode.SPENT else NeglectMode.FREED


NeglectedTime = Annotated[
    Mode, typer.Option(help="Whether the time of a neglected duty is spent for nothing, or freed for other work.")
]


class Scope(StrEnum):
    """When duties are neglected."""

    STAGES = "stages"
    OVERALL = "overall"


Subject = Annotated[
    str, typer.Argument(help="Study, or a scenario for its status quo: a file, or a name found here or shipped.")
]
Arm = Annotated[str, typer.Option(help="Arm of the study; its baseline if not given.")]
World = Annotated[str, typer.Option(help="World of the study; its first if not given.")]
Most = Annotated[int, typer.Option("--replications", min=2, max=100_000, help="Most replications of a change.")]
First = Annotated[int, typer.Option("--screen", min=2, max=1000, help="Replications on which groups are screened.")]
Worth = Annotated[
    float | None,
    typer.Option(
        min=1e-9, help="Smallest effect of interest, in units of the metric. [0.5% of the mean]", show_default=False
    ),
]
MOST = 32
SCREENED = 4
STAGE_SHARE = 0.001
"""Share of the mean below which losses in a stage share a rank, where nothing else is asked for: assumption."""

value_app = typer.Typer(
    no_args_is_help=True, help="What single duties, links and people are worth, under the same luck."
)


def duties_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Subject,
    *,
    mode: NeglectedTime = Mode.SPENT,
    scope: Annotated[
        Scope, typer.Option(help="Neglect always and in each stage alone, or always only.")
    ] = Scope.STAGES,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    screen: First = SCREENED,
    worth: Worth = None,
    seconds: Seconds = None,
    quick: Quick = False,
    share: Share = None,
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
        from mktsim.study.value.duties import number_of_changes, value_duties

        asked = replace(_asked(arm, world, worth, replications, screen), by_stage=scope is Scope.STAGES)
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        experiment = _Asked(
            study,
            seed,
            lambda asked: (
                lambda given, directory, options: value_duties(given, directory, asked, mode.neglect, options)
            ),
            number_of_changes,
            asked,
        )
        _carry_out(experiment, where, Limits(seconds, quick, share), as_json=as_json)


def links_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Subject,
    *,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    screen: First = SCREENED,
    worth: Worth = None,
    seconds: Seconds = None,
    quick: Quick = False,
    share: Share = None,
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
        from mktsim.study.value.links import number_of_changes, value_links

        asked = _asked(arm, world, worth, replications, screen)
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        experiment = _Asked(
            study,
            seed,
            lambda asked: lambda given, directory, options: value_links(given, directory, asked, options),
            number_of_changes,
            asked,
        )
        _carry_out(experiment, where, Limits(seconds, quick, share), as_json=as_json)


def staff_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Subject,
    *,
    arm: Arm = "",
    world: World = "",
    replications: Most = MOST,
    worth: Worth = None,
    seconds: Seconds = None,
    quick: Quick = False,
    share: Share = None,
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
        from mktsim.study.value.staff import number_of_changes, value_staff

        asked = _asked(arm, world, worth, replications)
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        experiment = _Asked(
            study,
            seed,
            lambda asked: lambda given, directory, options: value_staff(given, directory, asked, options),
            number_of_changes,
            asked,
        )
        _carry_out(experiment, where, Limits(seconds, quick, share), as_json=as_json)


def stages_command(  # noqa: PLR0913 - one parameter an option
    studies: Annotated[
        list[str], typer.Argument(help="Studies or scenarios by file or name; each of their worlds is a block.")
    ],
    *,
    mode: NeglectedTime = Mode.SPENT,
    arm: Arm = "",
    replications: Most = 8,
    screen: First = SCREENED,
    worth: Worth = None,
    seconds: Seconds = None,
    quick: Quick = False,
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
        from mktsim.present.value.json import stages_json, write_stages
        from mktsim.present.value.text import stages_text
        from mktsim.study.value.experiment import Place
        from mktsim.study.value.options import ValueOptions, scaled
        from mktsim.study.value.stages import cells_of, value_stages

        asked = ValueOptions(worth, STAGE_SHARE, replications, min(screen, replications), Place(arm))
        claimed = [_claimed(name, seed, out / Path(name).stem, fresh=fresh) for name in studies]
        sizing = Sizing(asked, lambda _, given: cells_of([one for one, _ in claimed], given), scaled)
        where = Where(jobs, cluster, mixed)
        with progress_shown(STAGES) as update:
            size = sized(sizing, *claimed[0], run_options(where, update), Limits(seconds, quick))
        with progress_shown(STAGES, size.cells) as update:
            options = run_options(where, update)
            found = value_stages(claimed, size.asked, mode.neglect, options)
        (file,) = write_stages(found, claimed[0][1])
        words = f"{stages_text(found)}\nnumbers  {file.as_posix()}\n{found.seconds:.0f} seconds"
        show_json(stages_json(found)) if as_json else show(words)
        stop_if_failed(found.failed, out)


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
    value_app.command(_name, epilog=epilog_of(_examples))(_command)


def _asked(arm: str, world: str, worth: float | None, most: int, first: int = SCREENED) -> ValueOptions:
    """Return what is asked of an experiment on one arm in one world."""
    from mktsim.study.value.experiment import Place
    from mktsim.study.value.options import ValueOptions

    return ValueOptions(worth=worth, most=most, first=min(first, most), place=Place(arm, world))


Run = Callable[["ResolvedStudy", "Path", "RunOptions"], "Valued"]


@dataclass(frozen=True)
class _Asked:
    """A value experiment that is asked for."""

    study: str
    """Study or scenario by file or name."""
    seed: int | None
    run: Callable[[ValueOptions], Run]
    """What runs it with some options."""
    changes: Callable[[ResolvedStudy, ValueOptions], int]
    """Changes that it makes."""
    options: ValueOptions


def _carry_out(asked: _Asked, where: Where, limits: Limits, *, as_json: bool) -> None:
    """Say what a value experiment on a study or scenario costs, and carry it out."""
    from mktsim.present.value.json import value_json, write_value
    from mktsim.present.value.text import value_text
    from mktsim.study.question.library import resolved_subject
    from mktsim.study.value.options import cells_for, scaled

    procedure = lambda options: Procedure(  # noqa: E731
        stages=STAGES,
        run=asked.run(options),
        write=write_value,
        json=value_json,
        text=value_text,
        seconds=lambda found: found.seconds,
        failed=lambda found: found.failed,
    )
    sizing = Sizing(asked.options, lambda given, options: cells_for(asked.changes(given, options), options), scaled)
    carry_out_sized(sizing, procedure, resolved_subject(asked.study, asked.seed), where, limits, as_json=as_json)


def _claimed(study: str, seed: int | None, directory: Path, *, fresh: bool) -> tuple[ResolvedStudy, Path]:
    """Read a study or scenario and take its directory, which it shares with comparisons."""
    from mktsim.study.question.library import resolved_subject
    from mktsim.study.runs.results_directory import claim

    resolved = resolved_subject(study, seed)
    claim(directory, f"study {resolved.study.name}", fresh=fresh)
    return resolved, directory
