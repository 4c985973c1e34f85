"""The report is one page that holds the verdict, every arm and the record, and asks nobody for anything."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from mktsim.outcomes.history import WorkTable
from mktsim.present.compare.text import answer_text
from mktsim.present.context import Context
from mktsim.present.figures.save import drawings
from mktsim.present.figures.spec import Section
from mktsim.present.report.bottleneck import bottleneck
from mktsim.present.report.build import render, write_report
from mktsim.present.report.first_page import memo
from mktsim.present.report.pages import arms_table, bridge_table, risk_table
from mktsim.study.compare.result import Status

VOID = {"meta", "img", "br", "hr", "wbr", "link", "input"}


class Page(HTMLParser):
    """Checks that tags close, and collects headings, pictures, addresses and text."""

    def __init__(self):
        super().__init__()
        self.open, self.headings, self.pictures, self.addresses, self.text = [], [], [], [], []
        self.tables, self.captions, self.ids = 0, 0, []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.addresses += [v for k, v in attrs if k in {"src", "href", "action", "data", "srcset"}]
        self.ids += [values["id"]] if "id" in values else []
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag == "img":
            self.pictures.append(values)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        assert tag in VOID

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


@pytest.fixture(scope="module")
def html(comparison, context):
    return render(comparison, context, drawings(comparison, context))


@pytest.fixture(scope="module")
def page(html):
    page = Page()
    page.feed(html)
    page.close()
    return page


def test_the_page_is_well_formed(page, html):
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)


def test_the_page_says_all_that_it_must(page, comparison, context):
    text = "".join(page.text)
    said = [
        comparison.question, comparison.verdict.text, comparison.heading.study_hash, comparison.heading.model_hash,
        comparison.digest, str(comparison.heading.seed), comparison.heading.version,
        context.command, "marketing.08", comparison.parting.date,
        *(arm.name for arm in comparison.arms),
        *(row.source for row in (*context.assumption_sources, *context.parameters)),
    ]  # fmt: skip
    for words in said:
        assert words in text


def test_the_page_asks_nobody_for_anything(page, html):
    for address in page.addresses:
        assert address.startswith(("data:image/svg+xml;base64,", "#"))
        if address.startswith("#"):
            assert address[1:] in page.ids
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert re.search(r"url\(|@import|https?://", re.sub(r"base64,[^\"]*", "", html)) is None


def test_every_figure_is_on_the_page_with_words(page, comparison, context):
    drawn = drawings(comparison, context)
    assert [p["alt"] for p in page.pictures] != []
    assert sorted(p["alt"] for p in page.pictures) == sorted(d.alt for d in drawn)
    assert {d.spec.section for d in drawn} == set(Section)


def test_headings_come_in_order_and_tables_have_captions(page):
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert page.tables == page.captions >= 6


def test_names_cannot_write_markup(comparison, context, html):
    assert "<very>" not in html
    heading = dataclasses.replace(comparison.heading, title="<script>alert(1)</script>")
    nasty = dataclasses.replace(comparison, heading=heading, examples=(), series=())
    assert "<script" not in render(nasty, context, ())


def test_the_page_is_written_once(comparison, context, tmp_path):
    bare = dataclasses.replace(comparison, examples=(), series=(), bridge=(), assumptions=(), variance_by_source=())
    path = write_report(bare, tmp_path / "out" / "report.html")
    assert write_report(bare, path) == path
    with pytest.raises(FileExistsError):
        write_report(dataclasses.replace(bare, heading=dataclasses.replace(bare.heading, seed=2)), path)


def test_a_tie_and_a_turning_terminal_value_are_said(comparison):
    verdict = dataclasses.replace(
        comparison.verdict,
        status=Status.TIED,
        without_terminal="penetration",
        ranking_changed_by_organisation=True,
    )
    text = said(dataclasses.replace(comparison, verdict=verdict, failed=3, assumptions=()))
    for words in ("More replications", "Without the terminal value", "ideal organisation", "3 runs failed"):
        assert words in text
    assert "with probability" not in text
    assert "More replications" not in said(comparison)


def test_a_chance_of_being_best_stands_nowhere_beside_a_tie(comparison):
    tie = dataclasses.replace(comparison, verdict=dataclasses.replace(comparison.verdict, status=Status.TIED))
    assert "Chance of being best" in risk_table(comparison).header
    assert "Chance of being best" not in risk_table(tie).header
    assert "P(best)" in answer_text(comparison)
    assert "P(best)" not in answer_text(tie)


def said(comparison):
    return " ".join(sentence for line in memo(comparison) for sentence in line.sentences)


def test_the_memo_says_what_a_decision_needs(comparison):
    assert [line.heading for line in memo(comparison)] == [
        "How sure",
        "If it is wrong",
        "What would change it",
        "What is committed",
        "Next step",
    ]
    text = said(comparison)
    for words in (
        "with probability",
        "worst tenth",
        "leads in a rival cuts its price",
        "Until 1963-04-03",
        "mktsim decide",
    ):
        assert words in text
    alike = dataclasses.replace(comparison.verdict, status=Status.ALIKE)
    assert "easier to carry out" in said(dataclasses.replace(comparison, verdict=alike))


def test_the_bottleneck_names_the_fullest_pool_and_the_slowest_duty(comparison, context):
    history = comparison.examples[3]
    busy = history.roles.values.copy()
    busy[:, 1] = 100.0
    busy[4, 1] = 1490.0
    slow = history.duties.values.copy()
    slow[:, 6] = slow[:, 1]
    slow[1, 6] = 99.0 * slow[1, 1]
    roles = WorkTable(history.roles.rows, history.roles.columns, busy)
    duties = WorkTable(history.duties.rows, history.duties.columns, slow)
    jammed = dataclasses.replace(history, roles=roles, duties=duties)
    said = " ".join(bottleneck(dataclasses.replace(comparison, examples=(*comparison.examples[:3], jammed)), context))
    assert "Promotion planner is the busiest: 99" in said
    assert "tasks missed their deadline" in said
    assert "The slowest decision is marketing.08 (sets the list price): 99.0 days" in said


def test_an_instant_organisation_has_no_bottleneck(comparison, context):
    nothing = WorkTable((), ("staff_fte", "busy_days", "available_days", "queue_days", "jobs"), np.zeros((0, 5)))
    idle = tuple(dataclasses.replace(h, roles=nothing) for h in comparison.examples)
    still = dataclasses.replace(comparison, examples=idle)
    assert bottleneck(still, context) == ()
    assert "nothing waits in it" in render(still, Context(), ())


def test_tables_mark_the_leader_and_close_to_the_cent(comparison):
    table = arms_table(comparison)
    assert table.rows[table.marked][0] == comparison.verdict.arm
    steps = bridge_table(comparison)

    def cents(text):
        return round(100 * float(text.replace("\N{NARROW NO-BREAK SPACE}", "").replace("−", "-")))

    amounts = [cents(row[1]) for row in steps.rows]
    assert abs(sum(amounts[:-1]) - amounts[-1]) <= 1
