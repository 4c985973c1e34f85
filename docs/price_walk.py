"""Count the files that a price passes: `python docs/price_walk.py DIRECTORY` compares the shipped price study there.

A file counts where a function of it that names a price is called, from the study's YAML to its figures; of the compiled
market, which cannot be watched, every file that the week reaches and that names a price.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import CodeType, FrameType

import scoreboard

ROOT = Path(__file__).parents[1] / "src" / "mktsim"
WEEK = "mktsim.model.market.week"
WORDS = ("compare", "packaged_hi_lo", "--replications", "2", "--why-seconds", "0", "--jobs", "1", "--out")
_PRICE = re.compile("price", re.IGNORECASE)


class Walk:
    """Files of which a function that names a price was called."""

    def __init__(self) -> None:
        """Begin with no file."""
        self.files: dict[str, str] = {}
        self._known: set[CodeType] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note a call, as `sys.setprofile` reports it."""
        code = frame.f_code
        if event == "call" and code not in self._known:
            self._known.add(code)
            path = Path(code.co_filename)
            if code.co_name != "<module>" and path.is_relative_to(ROOT) and names_a_price(code):
                self.files.setdefault(path.relative_to(ROOT).as_posix(), code.co_name)


def names_a_price(code: CodeType) -> bool:
    """Tell whether a function names an identifier, or a key, with the word price."""
    keys = (one for one in code.co_consts if isinstance(one, str) and one.isidentifier())
    words = (code.co_name, *code.co_names, *code.co_varnames, *code.co_freevars, *keys)
    return any(_PRICE.search(word) for word in words)


def compiled() -> dict[str, str]:
    """Return the files of the compiled week that name a price."""
    known = scoreboard.modules(ROOT.parents[1])
    waiting, found = [WEEK], set()
    while waiting:
        name = waiting.pop()
        if name not in found and name.startswith("mktsim.model.market."):
            found.add(name)
            waiting += scoreboard.imported(known[name], known)
    return {known[name].path: "compiled" for name in found if scoreboard.names_a_price(known[name])}


def main(directory: str) -> None:
    """Compare, and print the files."""
    from mktsim.cli.main import app

    walk = Walk()
    sys.setprofile(walk)
    try:
        app([*WORDS, directory], standalone_mode=False)
    finally:
        sys.setprofile(None)
    files = {**compiled(), **walk.files}
    lines = [f"{path}: {function}" for path, function in sorted(files.items())]
    sys.stdout.write("\n".join((*lines, f"{len(files)} files that a price passes")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
