"""An answer: a frozen result that shows itself as text, as a table, as figures, and in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import pandas as pd

    from mktsim.present.context import Context
    from mktsim.present.figures.save import Drawing
    from mktsim.present.figures.spec import FigureSpec

R = TypeVar("R")


@dataclass(frozen=True)
class Page(Generic[R]):
    """How a kind of result is shown."""

    text: Callable[[R], str]
    """As the command line prints it."""
    view: Callable[[R], Mapping[str, Any]]
    """As its JSON."""
    rows: str
    """Key of the view's list, or table by name, that makes its table."""
    figures: Callable[[], tuple[FigureSpec[Any], ...]]
    """Its figures."""


class Picture:
    """One figure; a notebook shows it."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self.alt = drawing.alt
        """What it shows, in words."""

    @property
    def figure(self) -> object:
        """The matplotlib figure, to be changed or saved by hand."""
        return self._drawing.figure

    def svg(self) -> bytes:
        """Return it as SVG."""
        return self._drawing.svg()

    def png(self) -> bytes:
        """Return it as PNG."""
        return self._drawing.png()

    def _repr_svg_(self) -> str:
        return self.svg().decode()

    def __repr__(self) -> str:
        return self.alt


class Plots:
    """The figures of one answer, each by its name: ``answer.plot.tornado()``."""

    def __init__(self, result: Any, context: Context, specs: tuple[FigureSpec[Any], ...]) -> None:  # noqa: ANN401
        self._result, self._context = result, context
        self._specs = {spec.name.replace("-", "_"): spec for spec in specs}

    def __dir__(self) -> Iterator[str]:
        """Return the names of the figures."""
        return iter(self._specs)

    def __getattr__(self, name: str) -> Callable[[], Picture]:
        """Return what draws a figure. Errors: AttributeError, with the choices, for a figure that there is not."""
        spec = self.__dict__.get("_specs", {}).get(name)
        if spec is None:
            raise AttributeError(f"no figure is called {name!r}; choices: {', '.join(self.__dict__.get('_specs', ()))}")
        return lambda: self._drawn(spec)

    def _drawn(self, spec: FigureSpec[Any]) -> Picture:
        from mktsim.present.figures.save import drawn

        drawing = drawn(spec, self._result, self._context)
        if drawing is None:
            raise ValueError(f"{spec.name}: the result lacks what this figure shows")
        return Picture(drawing)


class Answer(Generic[R]):
    """A result with its page; whatever the result holds can be asked of the answer too."""

    def __init__(self, result: R, page: Page[R], context: Callable[[], Context]) -> None:
        self.result = result
        """The frozen result."""
        self._page, self._context = page, context

    def frame(self) -> pd.DataFrame:
        """Return its main table: a row an arm, metric, factor or effect."""
        import pandas as pd

        rows = self._page.view(self.result)[self._page.rows]
        named = [{"name": name, **row} for name, row in rows.items()] if isinstance(rows, Mapping) else list(rows)
        return pd.json_normalize(named)

    def summary(self) -> str:
        """Return it in words and numbers, as the command line prints it."""
        return self._page.text(self.result)

    @property
    def plot(self) -> Plots:
        """Its figures by name."""
        return Plots(self.result, self._context(), self._page.figures())

    def json(self) -> dict[str, Any]:
        """Return it as the command's --json."""
        return dict(self._page.view(self.result))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the result holds
        """Return what the result holds."""
        return getattr(self.__dict__["result"], name)

    def __dir__(self) -> list[str]:
        """Return its own calls and what the result holds."""
        held = [name for name in dir(self.result) if not name.startswith("_")]
        return sorted({"frame", "summary", "plot", "json", "result", *held})

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>{self.frame().to_html(index=False, max_cols=12)}"
