"""`mktsim export`: the results of a directory as tidy tables with a data dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.status import Place
from mktsim.cli.terminal import Debug, Json, reported, show, show_json
from mktsim.present.export.formats import Format

EXAMPLES = (
    "mktsim export results/us_color_tv_1963 --to csv",
    "mktsim export results/us_color_tv_1963 --to parquet --weekly",
    "mktsim export results/us_color_tv_1963 --to xlsx --into shared/tv",
)


def export_command(  # noqa: PLR0913 - one parameter an option
    directory: Place,
    *,
    to: Annotated[Format, typer.Option("--to", help="Format of the tables.")],
    into: Annotated[Path | None, typer.Option("--into", help="Directory for them; DIR/export if not given.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="With a row for every week of every cell.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Write one row a cell with all metrics, the failures, and what every column means and in which unit."""
    with reported(debug=debug):
        from mktsim.cli.json_view import view_of
        from mktsim.present.export.tables import export_tables
        from mktsim.present.export.write import write_export
        from mktsim.present.files import check_writable
        from mktsim.study.comparing import STORE_NAME
        from mktsim.study.store import open_to_read

        place = into or directory / "export"
        check_writable(place / "outcomes.csv")
        with open_to_read(directory / STORE_NAME) as store:
            files = write_export(export_tables(store, weekly=weekly), place, to)
        if as_json:
            show_json(view_of("export", {"format": to.value, "files": [path.as_posix() for path in files]}))
        else:
            show("\n".join(path.as_posix() for path in files))
