"""`mktsim studio`: ask in the browser, on this machine alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.options import Debug, Jobs
from mktsim.cli.terminal import cores, reported, show
from mktsim.errors import InputError, Problem

EXAMPLES = ("mktsim studio", "mktsim studio --in my_company --port 8400", "mktsim studio --lang zh_Hans --no-browser")


def studio_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    *,
    place: Annotated[Path, typer.Option("--in", help="Directory whose files are shown and written.")] = Path(),
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port on this machine.")] = 8477,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    jobs: Jobs = None,
    debug: Debug = False,
) -> None:
    """Open the studio: see a world, put policies side by side, run them and read the answer; needs the extra app.

    It speaks the language of --lang, or else the browser's.
    """
    with reported(debug=debug):
        _refuse_absent()
        from mktsim.present.language import language_named
        from mktsim.studio.app import create_app, serve
        from mktsim.studio.guard import TOKEN, new_token

        if not place.is_dir():
            raise InputError((Problem("command line", 0, 0, "--in", f"{place} is no directory"),))
        os.chdir(place)
        token = new_token()
        address = f"http://127.0.0.1:{port}/?{TOKEN}={token}"
        app = create_app(
            token, jobs=jobs or cores(), language=language_named(context.find_root().params.get("lang", "")) or ""
        )
        show(f"The studio of {Path.cwd().name} is at\n{address}\nCtrl-C ends it; what was run is kept in results.")
        if browser:
            typer.launch(address)
        serve(app, port)


def _refuse_absent() -> None:
    """Refuse to begin without the libraries. Errors: InputError that says how to get them."""
    from importlib.util import find_spec

    absent = [name for name in ("flask", "waitress", "plotly", "babel") if find_spec(name) is None]
    if absent:
        message = f"needs {', '.join(absent)}: pip install 'mktsim[app]'"
        raise InputError((Problem("studio", 0, 0, "", message),))
