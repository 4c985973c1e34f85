"""Figures of an organisation at work and of value experiments: drawn, explained, put into words."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

import fake_office as fake

from mktsim.present.context import Context
from mktsim.present.figures.registry import DUTIES, LINKS, ORGANISATION, STAFF
from mktsim.present.figures.save import drawings_of
from mktsim.present.organisation import organisation_text
from mktsim.present.value.text import value_text
from mktsim.study.directory.organisation_report import OrganisationReport, relays_of, tasks_of, waits_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.value.duties import value_duties
from mktsim.study.value.links import value_links
from mktsim.study.value.options import ValueOptions
from mktsim.study.value.result import DutyValues, LinkValues, StaffValues
from mktsim.study.value.staff import value_staff
from support.headings import heading
from support.real_world import real_cell, world

VALUE_FIGURES = {DutyValues: DUTIES, LinkValues: LINKS, StaffValues: STAFF}
TABLES = (*ORGANISATION, *(spec for figures in VALUE_FIGURES.values() for spec in figures))
LOOK, EFFORT = RunOptions(simulate=fake.simulate), ValueOptions(worth=300.0, most=8)


@pytest.fixture(scope="module")
def workings():
    from dataclasses import replace

    from mktsim.model.simulate import simulate

    history = simulate(replace(real_cell(), keep_log=True))
    _, incumbent = world()
    tasks = tasks_of(history.log)
    return OrganisationReport(
        heading=heading(study="packaged_food"), scenario="packaged_food", policy="hi_lo",
        organisation=incumbent.organisation, replication=0, history=history, tasks=tasks,
        waits=waits_of(tasks, history.log),
        relays=relays_of(incumbent.organisation, history.log), launch_day=21.0,
        duties=tuple((duty.id, duty.owner, duty.text) for duty in incumbent.duties),
    )  # fmt: skip


@pytest.fixture(scope="module")
def valued(tmp_path_factory):
    place = tmp_path_factory.mktemp("valued")
    return {
        DutyValues: value_duties(fake.resolved(), place / "duties", EFFORT, options=LOOK),
        LinkValues: value_links(fake.resolved(), place / "links", EFFORT, LOOK),
        StaffValues: value_staff(fake.resolved(), place / "staff", EFFORT, LOOK),
    }


def test_all_figures_of_an_organisation_are_drawn_and_put_into_words(workings):
    drawn = drawings_of(workings, Context(), ORGANISATION)
    assert [one.spec.name for one in drawn] == ["graph", "latency", "waits", "gantt"]
    for one in drawn:
        assert one.alt.endswith(".")
        assert b"<svg" in one.svg()[:400]
    gantt = drawn[-1]
    labels = [text.get_text() for text in gantt.figure.axes[0].get_yticklabels()]
    assert len(labels) == len(set(labels)) > 15
    assert "week of the launch" in {text.get_text() for text in gantt.figure.axes[0].texts}


def test_the_text_of_an_organisation_has_load_decisions_relays_and_waits(workings):
    text = organisation_text(workings)
    for words in ("Load", "Slowest duties", "Decisions", "Relays", "Who waits for whom", "an answer of planning"):
        assert words in text


@pytest.mark.parametrize("kind", list(VALUE_FIGURES))
def test_every_measured_effect_has_a_row(valued, kind):
    found = valued[kind]
    (drawn,) = drawings_of(found, Context(), VALUE_FIGURES[kind])
    rows = [text.get_text().replace("\n", " ") for text in drawn.figure.axes[0].get_yticklabels()]
    assert rows
    assert drawn.alt.count("USD") >= 1
    hollow = [line for line in drawn.figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    untold = {
        DutyValues: lambda: sum(e is not None and not e.told for e in (one.overall.effect for one in found.duties)),
        LinkValues: lambda: sum(e is not None and not e.told for e in (one.finding.effect for one in found.links)),
        StaffValues: lambda: sum(not one.gain.told for one in found.pools),
    }[kind]()
    assert len(hollow) == untold


@pytest.mark.parametrize("kind", list(VALUE_FIGURES))
def test_the_text_says_what_cannot_be_told_and_what_it_cost(valued, kind):
    text = value_text(valued[kind])
    for words in (
        "cannot be told from zero",
        "cells were enough",
        "intervals that hold together",
        "smallest effect of interest",
    ):
        assert words in " ".join(text.split())
    assert not math.isnan(valued[kind].baseline.worth)


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_figures_are_explained(spec):
    assert spec.title
    assert spec.note.endswith(".")
