"""The studio in a real browser: from a world to the documents, in two languages and at two widths.

The short path runs a stand-in for the model and takes seconds; with MKTSIM_E2E=whole the model itself runs. Skipped
where there is no playwright or no Chromium (CHROMIUM names another). Pictures go to build/studio.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import toy_files

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no Chromium here", allow_module_level=True)

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "studio"
WHOLE = os.environ.get("MKTSIM_E2E") == "whole"
WORLDS = ("packaged_food", "us_color_tv_1963") if WHOLE else ("toy",)
WAIT = 600_000 if WHOLE else 60_000
TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing
GRAVE = {"serious", "critical"}
WORDS = {
    "en": {"ask": "Ask", "run": "Save and run", "stop": "Stop;", "on": "Go on", "answer": "See the answer"},
    "zh-CN": {"ask": "提问", "run": "保存并运行", "stop": "停止", "on": "继续", "answer": "查看答案"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("studio")
    toy_files.write_files(place)
    return place


@pytest.fixture(scope="module")
def address(folder):
    """Serve the studio for the tests: of the toy in this process, of the model by the command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if WHOLE:
        yield from _by_command(folder, port)
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
        patch.setattr("mktsim.study.question.find_file._roots", lambda: (Path(),))
        yield from _in_thread(port)


def _in_thread(port):
    from waitress import create_server

    from mktsim.studio.app import close, create_app

    app = create_app(TOKEN, jobs=1)
    server = create_server(app, host="127.0.0.1", port=port, threads=16)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/?token={TOKEN}"
    close(app)
    server.close()


def _by_command(folder, port):
    words = [sys.executable, "-m", "mktsim", "studio", "--no-browser", "--port", str(port)]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True) as running:
        yield next(found.group() for line in running.stdout if (found := re.search(r"http://\S+", line)))
        running.terminate()


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as found:
        browser = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """One visitor: a page in a language, which notes what goes wrong and where requests go."""

    def __init__(self, chromium, address, language):
        self.context = chromium.new_context(locale=language, viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.words, self.language = WORDS[language], language
        self.wrong, self.hosts = [], set()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda one: self.hosts.add(one.url.partition("//")[2].partition("/")[0]))
        self.base = address.partition("/?")[0]
        self.page.goto(address)

    def go(self, path):
        self.page.goto(self.base + path)

    def button(self, name):
        return self.page.get_by_role("button", name=self.words[name]).first

    def looked_at(self, name):
        """Take the page's pictures at both widths; nothing may stick out, and nothing grave be found by the audit."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(600)
        for width in (1280, 400):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.wait_for_timeout(200)
            assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (name, width)
            self.page.screenshot(path=PICTURES / f"{name}-{self.language}-{width}.png", full_page=True)
            assert not self.audit(), (name, width)
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def audit(self):
        """Return what axe finds that is serious or critical; nothing where axe is not installed."""
        try:
            from axe_playwright_python.sync_playwright import Axe
        except ImportError:
            return []
        found = Axe().run(self.page).response["violations"]
        return [(one["id"], [node["target"] for node in one["nodes"][:3]]) for one in found if one["impact"] in GRAVE]


@pytest.fixture(params=["en", "zh-CN"])
def visit(request, chromium, address):
    found = Visit(chromium, address, request.param)
    yield found
    assert not found.wrong
    assert found.hosts == {found.base.removeprefix("http://")}, "something was asked of another machine"
    found.context.close()


def paint(page):
    return page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")


@pytest.mark.parametrize("world", WORLDS)
def test_from_a_world_to_the_documents(visit, folder, world):
    page, tag = visit.page, visit.language.replace("-", "_").lower()
    visit.looked_at("start")
    print(f"first paint {paint(page):.0f} ms")
    visit.go(f"/world/{world}")
    visit.looked_at(f"world-{world}")

    visit.go(f"/what-if/{world}")
    page.fill("[name='pricing.change']", "-200%")
    visit.button("ask").click()
    assert page.get_by_role("alert").count()
    assert page.locator(".problem").first.is_visible()
    visit.looked_at(f"wrong-question-{world}")
    page.fill("[name='pricing.change']", "5%")
    visit.button("ask").click()
    page.wait_for_selector(".verdict tbody tr", timeout=WAIT)
    print("first look", page.evaluate("Math.round(performance.now())"), "ms")
    page.wait_for_selector(".verdict .answer", timeout=WAIT)
    visit.looked_at(f"what-if-{world}")

    visit.go(f"/study/new/{world}")
    page.fill("#own-name", f"{world}_{tag}")
    page.fill("#own-title", "<b>A price</b> \u202eمنتج & more")
    page.fill("#own-replications", "many")
    visit.button("run").click()
    assert page.locator("#own-replications[aria-invalid]").count() == 1
    visit.looked_at(f"wrong-study-{world}")
    page.fill("#own-replications", "6" if WHOLE else "30")
    visit.button("run").click()
    page.wait_for_selector(f"text={world}_{tag}")
    if WHOLE:
        page.wait_for_selector(".leader", timeout=WAIT)
        visit.button("stop").click()
        visit.button("on").wait_for(timeout=WAIT)
        visit.looked_at(f"stopped-{world}")
        visit.button("on").click()
    page.locator(f".job a[href$='/answer/{world}_{tag}']", has_text=visit.words["answer"]).wait_for(timeout=WAIT)
    visit.looked_at(f"runs-{world}")
    visit.go(f"/answer/{world}_{tag}")
    page.wait_for_selector(".chart.drawn", timeout=WAIT)
    visit.looked_at(f"answer-{world}")
    taken = {}
    for name in ("file/report.html", "study.yaml"):
        with page.expect_download() as found:
            page.locator(f"#take-away a[href$='{name}']").first.click()
        taken[name] = Path(found.value.path()).read_bytes()
    with page.expect_download() as found:
        page.locator("button[form=workbook]").click()
    assert Path(found.value.path()).read_bytes()[:2] == b"PK"
    assert taken["study.yaml"] == (folder / "experiments" / f"{world}_{tag}.yaml").read_bytes()
    assert taken["file/report.html"] == (folder / "results" / f"{world}_{tag}" / "report.html").read_bytes()


def test_another_rule_brings_its_parameters_and_keeps_the_focus(visit):
    page = visit.page
    visit.go(f"/study/new/{WORLDS[0]}")
    rule = page.locator("[name='arms.1.pricing.rule']")
    if not rule.is_visible():
        page.locator("section.column").nth(1).locator("summary").first.click()
    rule.select_option("cost_plus")
    page.wait_for_selector("[name='arms.1.pricing.markup']")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.name") == "arms.1.pricing.rule"


def test_every_control_is_reached_by_the_keyboard(visit):
    page = visit.page
    visit.go(f"/what-if/{WORLDS[0]}")
    wanted = page.evaluate("[...document.querySelectorAll('main input:not([type=hidden]), main button')].length")
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.textContent"))
    assert {"pricing.change", "since", "until"} <= seen
    assert wanted > 5
