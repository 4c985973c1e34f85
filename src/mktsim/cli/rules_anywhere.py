"""The option --rules may stand before or after the command that it is for."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

_OPTION = "--rules"


class RulesAnywhere(TyperGroup):
    """A group of commands that takes --rules FILE.py wherever it stands."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put every --rules FILE before the command; what follows a lone -- is left alone."""
        return super().parse_args(ctx, moved(args))


def moved(args: list[str]) -> list[str]:
    """Return arguments with every --rules FILE in front.

    >>> moved(["run", "tea", "--rules", "mine.py", "--seed", "2"])
    ['--rules', 'mine.py', 'run', 'tea', '--seed', '2']
    """
    end = args.index("--") if "--" in args else len(args)
    front: list[str] = []
    rest: list[str] = []
    waiting = False
    for word in args[:end]:
        if waiting or word == _OPTION or word.startswith(f"{_OPTION}="):
            front.append(word)
            waiting = word == _OPTION and not waiting
        else:
            rest.append(word)
    return [*front, *rest, *args[end:]]
