"""Every figure on the table is drawn, saved twice to the same bytes, and put into words."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from mktsim.outcomes.history import Event, Table
from mktsim.present.context import Context
from mktsim.present.figures import (
    bridge,
    coordination,
    cumulative_value,
    difference_forest,
    ideal_realised,
    mcb,
    payback,
    published_series,
    registry,
    risk_return,
    spending,
    stages,
    tornado,
    weekly_units,
    workload,
)
from mktsim.present.figures.registry import COMPARISON
from mktsim.present.figures.save import drawn, source_line, write_figures
from mktsim.present.figures.spec import FigureSpec
from mktsim.present.reading import brand_stages

ARMS = 4
ARM_COUNTS = {
    "difference_forest": lambda c, x: len(difference_forest.data(c, x).rows),
    "cumulative_value": lambda c, x: len(cumulative_value.data(c, x).lines),
    "weekly_units": lambda c, x: len(weekly_units.data(c, x).lines),
    "ideal_realised": lambda c, x: len(ideal_realised.data(c, x).rows),
    "spending": lambda c, x: len(spending.data(c, x).panels),
    "risk_return": lambda c, x: len(risk_return.data(c, x).points),
    "workload": lambda c, x: len(workload.data(c, x).lines),
    "mcb": lambda c, x: len(mcb.data(c, x).rows),
    "payback": lambda c, x: len(payback.data(c, x).rows),
}
OF_ONE_ARM = {"bridge", "observed", "coordination", "stages", "tornado", "watched", "worlds"}
NAMES = [spec.name for spec in COMPARISON]


@pytest.fixture(scope="module")
def drawings(comparison, context):
    return {spec.name: drawn(spec, comparison, context) for spec in COMPARISON}


def texts_of(figure):
    import matplotlib.text

    return [t.get_text() for t in figure.findobj(matplotlib.text.Text)]


def test_no_figure_on_the_table_goes_without_a_test():
    assert set(NAMES) == set(ARM_COUNTS) | OF_ONE_ARM
    assert len(set(NAMES)) == len(NAMES)


def test_every_figure_of_a_module_is_on_one_table():
    from importlib import import_module
    from pathlib import Path

    import mktsim.present.figures as package

    files = [f for f in Path(package.__file__).parent.glob("*.py") if "\ndef draw" in f.read_text(encoding="utf-8")]
    made = [
        one
        for file in files
        for one in vars(import_module(f"{package.__name__}.{file.stem}")).values()
        if isinstance(one, FigureSpec)
    ]
    tables = [one for one in vars(registry).values() if isinstance(one, tuple)]
    listed = [spec for table in tables for spec in table if isinstance(spec, FigureSpec)]
    assert len(made) >= len(files) > 25
    assert sorted(one.name for one in made) == sorted(one.name for one in listed)
    assert len({one.name for one in listed}) == len(listed)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_title_source_axes_and_words(drawings, comparison, name):
    drawing = drawings[name]
    shown = texts_of(drawing.figure)
    assert drawing.spec.title in shown
    assert source_line(comparison) in shown
    head = comparison.heading
    for piece in (head.study_hash[:12], str(head.seed), str(comparison.replications), head.version):
        assert piece in source_line(comparison)
    assert len(drawing.alt) > 40
    assert drawing.alt.rstrip().endswith(".")
    assert drawing.spec.note.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_the_same_svg_twice(drawings, comparison, context, name):
    spec = drawings[name].spec
    first = drawings[name].svg()
    drawings[name].png()
    assert first == dataclasses.replace(drawings[name]).svg()
    assert first == drawn(spec, comparison, context).svg()
    assert ET.fromstring(first).tag.endswith("svg")  # noqa: S314 - our own file
    assert b"<dc:date>" not in first


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_outside_the_paper(drawings, name):
    figure = drawings[name].figure
    drawings[name].png()
    width, height = figure.get_size_inches() * figure.dpi
    box = figure.get_tightbbox()
    low = np.array([box.x0, box.y0]) * figure.dpi
    high = np.array([box.x1, box.y1]) * figure.dpi
    assert (low >= -1).all(), f"{name} begins outside the paper"
    assert (high <= np.array([width, height]) + 1).all(), f"{name} ends outside the paper"


@pytest.mark.parametrize("name", sorted(ARM_COUNTS))
def test_all_arms_are_shown(drawings, comparison, context, name):
    assert ARM_COUNTS[name](comparison, context) == ARMS
    shown = " ".join(" ".join(texts_of(drawings[name].figure)).split())
    for arm in comparison.arms:
        assert arm.name.replace("_", " ") in shown
        assert arm.name in drawings[name].alt


def test_the_forest_marks_the_baseline_and_the_intervals(comparison, context):
    rows = difference_forest.data(comparison, context).rows
    assert [row.arm for row in rows if row.difference is None] == [comparison.baseline]


def test_the_bridge_adds_up_to_the_difference_of_means(comparison, context):
    shown = bridge.data(comparison, context)
    assert shown.total == pytest.approx(comparison.arms[3].interval.mean - comparison.arms[1].interval.mean, abs=0.01)


def test_spending_adds_up_to_the_money_of_the_history(comparison, context):
    shown = spending.data(comparison, context)
    history = comparison.examples[2]
    kept = [i for i, name in enumerate(history.money.columns) if name not in spending.NOT_SPENDING]
    paid = -history.money.values[: history.horizon][:, kept].sum()
    assert shown.panels[2].amounts.sum() == pytest.approx(paid)


def test_the_tornado_is_sorted_and_names_what_turns(comparison, context):
    shown = tornado.data(comparison, context)
    spreads = [tornado.spread(effect) for effect in shown.effects]
    assert spreads == sorted(spreads, reverse=True)
    assert "changes its sign with market.adoption.imitation" in tornado.alt(shown)


def test_the_graph_places_every_department_apart(comparison, context):
    shown = coordination.data(comparison, context)
    assert {node.name for node in shown.nodes} == set(context.organisations[3].agents)
    places = [(node.x, node.y) for node in shown.nodes]
    gaps = [abs(a[0] - b[0]) >= 1.06 or abs(a[1] - b[1]) >= 0.56 for i, a in enumerate(places) for b in places[:i]]
    assert all(gaps)
    by_name = {node.name: node for node in shown.nodes}
    assert all(by_name[k.sender].y < by_name[k.receiver].y for k in shown.links if k.reports)


def test_stages_are_read_from_series_and_log(comparison, context):
    rows = {row.name: row.spans for row in stages.data(comparison, context).rows}
    assert [span.stage for span in rows["Brand, true"]] == [0, 1, 2, 3]
    assert [(span.first, span.stage) for span in rows["Production"]] == [(0, 0), (50, 1), (104, 2)]


def test_the_log_may_name_stages_by_number(comparison, context):
    log = (Event(300.0, "stage", "", "", "sales", "1"), Event(400.0, "stage", "", "", "sales", "2"))
    series = Table(("units",), comparison.examples[3].series.values[:, :1])
    seen = dataclasses.replace(comparison.examples[3], log=log, series=series)
    shown = stages.data(dataclasses.replace(comparison, examples=(*comparison.examples[:3], seen)), context)
    assert [(span.first, span.stage) for span in shown.rows[0].spans] == [(42, 1), (57, 2)]
    assert "Sales believes growth from week 42" in stages.alt(shown)


def test_the_error_of_a_perfect_fit_is_none(context):
    fit = context.observed
    perfect = dataclasses.replace(fit, simulated=np.stack([fit.observed] * 3))
    assert published_series.ObservedData(perfect).error == 0
    assert published_series.ObservedData(fit).error > 0.01


def test_the_interval_of_the_worst_tenth_narrows_with_the_root_of_n(comparison, context):
    wide = risk_return.data(comparison, context).points[0].worst
    more = dataclasses.replace(comparison, outcomes=np.repeat(comparison.outcomes, 4, axis=0))
    narrow = risk_return.data(more, context).points[0].worst
    assert (narrow.high - narrow.low) / (wide.high - wide.low) == pytest.approx(0.5, rel=0.02)


def test_a_comparison_without_histories_shows_what_is_left(comparison):
    bare = dataclasses.replace(comparison, examples=(), series=(), assumptions=(), bridge=())
    found = {spec.name for spec in COMPARISON if drawn(spec, bare, Context()) is not None}
    assert found == {"difference_forest", "ideal_realised", "mcb", "payback", "risk_return", "watched", "worlds"}


def test_figures_are_written_and_never_over_something_else(comparison, tmp_path):
    few = dataclasses.replace(comparison, examples=(), series=(), assumptions=(), bridge=())
    paths = write_figures(few, tmp_path / "plots")
    assert sorted(p.suffix for p in paths) == [".png"] * 7 + [".svg"] * 7
    assert write_figures(few, tmp_path / "plots") == paths
    paths[0].write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=paths[0].name):
        write_figures(few, tmp_path / "plots")
    assert paths[0].read_text(encoding="utf-8") == "mine"
    write_figures(few, tmp_path / "plots", replace=True)
    assert paths[0].read_text(encoding="utf-8") != "mine"


def test_a_brand_has_no_stage_before_its_first_sale(comparison):
    found = comparison.examples[0]
    values = found.series.values.copy()
    values[:20, 0] = 0.0
    late = dataclasses.replace(found, series=Table(found.series.columns, values))
    assert brand_stages(found)[0].first == 1.0  # nothing is sold in week 0 of these
    first = brand_stages(late)[0]
    assert (first.first, first.last) == (20.0, brand_stages(found)[0].last)
