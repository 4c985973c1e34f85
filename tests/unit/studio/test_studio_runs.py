from __future__ import annotations

import asyncio
import json
from contextlib import closing
from dataclasses import replace
from threading import Event

import openpyxl
import pytest
import toy_files

import mktsim
from mktsim.assistant.server import server
from mktsim.studio.jobs import Asked, State

HELD = Event()


@pytest.fixture
def queue(app):
    return app.extensions["mktsim.queue"]


def until(queue, state):
    """Wait for the last study to come into a state."""
    version = -1
    for _ in range(200):
        jobs = queue.jobs()
        if jobs and jobs[0].state is state:
            return jobs[0]
        assert not jobs or jobs[0].state is not State.FAILED, jobs[0].error
        version = queue.wait(version, 5.0)
    pytest.fail(f"{queue.jobs()} never {state}")


@pytest.mark.slow
def test_the_studio_and_the_command_line_give_the_same_numbers(browser, queue, folder, monkeypatch):
    from typer.testing import CliRunner

    from mktsim.cli.main import app as command

    queue.add(Asked("experiments/toy_study.yaml", why_seconds=0.0))
    until(queue, State.DONE)
    said = CliRunner().invoke(
        command, ["compare", "toy_study", "--out", "other", "--json", "--jobs", "1", "--why-seconds", "0"]
    )
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    stored = json.loads((folder / "results/toy_study/comparison.json").read_text("utf-8"))
    assert {**told, "seconds": None} == stored
    page = browser.get("/answer/toy_study").text
    assert told["digest"] in page
    assert told["verdict"]["text"].split(";")[0] in page
    forest = browser.get("/answer/toy_study/chart/difference_forest.json").json
    assert forest["data"][0]["x"] == [arm["difference"]["mean"] for arm in told["arms"] if arm["difference"]]


def test_a_study_is_stopped_and_gone_on_with(queue, monkeypatch):
    seen = Event()

    def slow(cell):
        if cell.replication >= 3:
            seen.set()
            HELD.wait(20)
        return toy_files.simulate(cell)

    HELD.clear()
    monkeypatch.setattr("mktsim.model.simulate.simulate", slow)
    job = queue.add(Asked("toy_study", why_seconds=0.0))
    assert seen.wait(60)
    queue.stop(job.number)
    HELD.set()
    stopped = until(queue, State.STOPPED)
    assert 0 < stopped.done < stopped.total
    queue.resume(job.number)
    assert until(queue, State.DONE).verdict


def test_a_study_that_waits_is_stopped_before_it_begins(queue, monkeypatch):
    HELD.clear()
    monkeypatch.setattr("mktsim.model.simulate.simulate", lambda cell: HELD.wait(20) and toy_files.simulate(cell))
    first, second = queue.add(Asked("toy_study", why_seconds=0.0)), queue.add(Asked("toy_study"))
    queue.stop(second.number)
    assert queue.jobs()[0].state is State.STOPPED
    queue.stop(first.number)
    HELD.set()


def test_a_defect_is_told_and_the_queue_goes_on(queue, browser, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("mktsim.studio.jobs.compare", lambda *_: 1 / 0)
        queue.add(Asked("toy_study", why_seconds=0.0))
        version = -1
        while queue.jobs()[0].state is not State.FAILED:
            version = queue.wait(version, 5.0)
    assert "ZeroDivisionError" in browser.get("/runs/").text
    queue.resume(1)
    until(queue, State.DONE)


@pytest.mark.slow
def test_what_the_command_line_began_appears_and_is_gone_on_with(browser, queue):
    from typer.testing import CliRunner

    from mktsim.cli.main import app as command

    words = ["compare", "toy_study", "--replications", "5", "--jobs", "1", "--why-seconds", "0"]
    assert CliRunner().invoke(command, words).exit_code == 0
    assert "results/toy_study" in browser.get("/runs/").text
    assert "another session" in browser.get("/answer/toy_study").text
    assert "sandbox" in browser.get("/answer/toy_study/report").headers["Content-Security-Policy"]
    browser.post("/runs/stored/toy_study/resume")
    job = until(queue, State.DONE)
    assert job.asked == replace(Asked("toy_study", replications=5, why_seconds=0.0), worth=job.asked.worth)


def test_the_stream_tells_what_changes(browser, queue):
    queue.add(Asked("toy_study", why_seconds=0.0))
    until(queue, State.DONE)
    answer = browser.client.get("/runs/events", base_url="http://127.0.0.1:8477", buffered=False)
    first = next(iter(answer.response))
    assert answer.mimetype == "text/event-stream"
    assert "toy_study" in json.loads(first.decode().removeprefix("data: "))["html"]
    answer.close()


@pytest.mark.slow
def test_everything_is_taken_away(browser, queue, folder):
    queue.add(Asked("toy_study", why_seconds=0.0))
    until(queue, State.DONE)
    report = browser.get("/answer/toy_study/file/report.html")
    assert report.data == (folder / "results/toy_study/report.html").read_bytes()
    book = browser.post("/answer/toy_study/workbook", code=200)
    assert book.data[:2] == b"PK"
    study = browser.get("/answer/toy_study/study.yaml")
    assert study.data == (folder / "experiments/toy_study.yaml").read_bytes()
    browser.get("/answer/toy_study/file/results.sqlite", 404)
    browser.get("/answer/toy_study/file/..%2f..%2fexperiments%2ftoy_study.yaml", 404)


def from_workbook(path, metric):
    """A metric by arm and replication, from the sheet of outcomes as another program reads it."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        header, *rows = book["outcomes"].iter_rows(values_only=True)
    at = {name: header.index(name) for name in ("arm", "variant", "replication", metric)}
    values = {}
    for row in sorted(rows, key=lambda one: one[at["replication"]]):
        if not row[at["variant"]]:
            values.setdefault(row[at["arm"]], []).append(row[at[metric]])
    return values


@pytest.mark.slow
def test_all_faces_show_the_same_numbers(browser, queue, folder):
    queue.add(Asked("toy_study", why_seconds=0.0))
    until(queue, State.DONE)
    python = mktsim.compare("toy_study", why_seconds=0.0, out="third")
    told = json.loads((folder / "results/toy_study/comparison.json").read_text("utf-8"))
    means = {arm.name: arm.interval.mean for arm in python.arms}
    assert {arm["name"]: arm["mean"] for arm in told["arms"]} == means
    (folder / "book.xlsx").write_bytes(browser.post("/answer/toy_study/workbook", code=200).data)
    table = {arm.name: python.outcomes[:, place].tolist() for place, arm in enumerate(python.arms)}
    book = from_workbook(folder / "book.xlsx", python.heading.metric)
    assert book.keys() == table.keys()
    for arm, values in table.items():
        assert book[arm] == [float(f"{one:.16G}") for one in values]  # the digits that a workbook holds
    report = (folder / "results/toy_study/report.html").read_text("utf-8")
    assert python.digest in report
    assert python.digest in browser.get("/answer/toy_study").text
    assistant = asyncio.run(server().call_tool("compare", {"study": "toy_study"}))
    assert python.digest in str(assistant)
