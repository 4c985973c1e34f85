"""The command `mktsim`."""

from __future__ import annotations

import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from mktsim.cli import (
    backtest,
    calibrate,
    check,
    compare,
    decide,
    directory,
    information,
    listing,
    mcp,
    new,
    optimise,
    organisation,
    pin,
    robust,
    run,
    select,
    sensitivity,
    studio,
    validate,
    value,
    whatif,
)
from mktsim.cli.options import epilog_of
from mktsim.cli.terminal import leave_closed_pipe, reported, speak_as_asked

_HELP = """Compare marketing policies on a simulated market, carried out by a simulated organisation.

Start here:

  mktsim compare us_color_tv_1963    a shipped question, answered

  mktsim whatif packaged_food --set pricing.change=+5%    one change

  mktsim new yoghurt    your own product from the numbers that you know

  mktsim list scenarios    what is shipped; also studies, rules, metrics

Exit codes: 0 done, 1 a check found differences, 2 the input is wrong, 3 cells failed, 130 interrupted and resumable,
141 whoever read the output closed it.
"""

_ANYWHERE = ("--rules", "--lang")


class Anywhere(TyperGroup):
    """A group of commands that takes --rules FILE.py and --lang LANGUAGE wherever they stand."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put every --rules and --lang before the command; what follows a lone -- is left alone."""
        return super().parse_args(ctx, moved(args))


def moved(args: list[str]) -> list[str]:
    """Return arguments with every --rules FILE and --lang LANGUAGE in front.

    >>> moved(["run", "tea", "--rules", "mine.py", "--seed", "2"])
    ['--rules', 'mine.py', 'run', 'tea', '--seed', '2']
    """
    end = args.index("--") if "--" in args else len(args)
    front: list[str] = []
    rest: list[str] = []
    waiting = False
    for word in args[:end]:
        if waiting or word.partition("=")[0] in _ANYWHERE:
            front.append(word)
            waiting = word in _ANYWHERE and not waiting
        else:
            rest.append(word)
    return [*front, *rest, *args[end:]]


app = typer.Typer(
    name="mktsim",
    cls=Anywhere,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)

COMMANDS: dict[str, tuple[Callable[..., None], tuple[str, ...]]] = {
    "decide": (decide.decide_command, decide.EXAMPLES),
    "new": (new.new_command, new.EXAMPLES),
    "whatif": (whatif.whatif_command, whatif.EXAMPLES),
    "compare": (compare.compare_command, compare.EXAMPLES),
    "select": (select.select_command, select.EXAMPLES),
    "robust": (robust.robust_command, robust.EXAMPLES),
    "optimise": (optimise.optimise_command, optimise.EXAMPLES),
    "sensitivity": (sensitivity.sensitivity_command, sensitivity.EXAMPLES),
    "information": (information.information_command, information.EXAMPLES),
    "studio": (studio.studio_command, studio.EXAMPLES),
    "mcp": (mcp.mcp_command, mcp.EXAMPLES),
    "status": (directory.status_command, directory.STATUS_EXAMPLES),
    "resume": (directory.resume_command, directory.RESUME_EXAMPLES),
    "gather": (directory.gather_command, directory.GATHER_EXAMPLES),
    "rerun": (directory.rerun_command, directory.RERUN_EXAMPLES),
    "export": (directory.export_command, directory.EXPORT_EXAMPLES),
    "run": (run.run_command, run.EXAMPLES),
    "organisation": (organisation.organisation_command, organisation.EXAMPLES),
    "pin": (pin.pin_command, pin.EXAMPLES),
    "list": (listing.list_command, listing.LIST_EXAMPLES),
    "parameters": (listing.parameters_command, listing.PARAMETERS_EXAMPLES),
    "check": (check.check_command, check.CHECK_EXAMPLES),
    "backtest": (backtest.backtest_command, backtest.EXAMPLES),
    "calibrate": (calibrate.calibrate_command, calibrate.EXAMPLES),
    "schema": (check.schema_command, check.SCHEMA_EXAMPLES),
    "validate": (validate.validate_command, validate.EXAMPLES),
}
"""Commands in the order of the help, each with the examples that its help ends with."""


def _show_version(asked: bool) -> None:  # noqa: FBT001 - the shape that typer calls back with
    """Print the version and stop."""
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"mktsim {version('mktsim')}")
        except PackageNotFoundError:
            print("mktsim, not installed")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules",
            help="Python file with rules, duties, metrics ... of your own (docs/extend.md); here or after a command.",
        ),
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", help="Language of what is shown and of reports: en or zh; here or after a command.")
    ] = "",
) -> None:
    """Carry the options of the program itself."""
    del version
    speak_as_asked(lang)
    if rules:
        with reported(debug=False):
            from mktsim.study.question.user_rules import use_rules

            for file in rules:
                use_rules(file)


for _name, (_command, _examples) in COMMANDS.items():
    _shape = whatif.Alternatives if _name == "whatif" else None
    app.command(_name, cls=_shape, epilog=epilog_of(_examples))(_command)
app.add_typer(value.value_app, name="value")


def _as_line(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """Return a warning as a person reads it, without the place in the code that gives it."""
    del category, filename, lineno, line
    return f"warning: {message}\n"


def app_entry() -> None:
    """Run the command line; the entry point of the script `mktsim`.

    A batch system's SIGTERM before it kills is a Ctrl-C: what is finished is stored, and the same call continues.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.formatwarning = _as_line
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal without a sign shows another one, and never a traceback
    try:
        app()
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            leave_closed_pipe()
