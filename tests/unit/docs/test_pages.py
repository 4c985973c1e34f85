"""The documentation builds without a warning, hangs together, and needs no network to be read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx")

ROOT = Path(__file__).parents[3]
OWN_ASSETS = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


class Links(HTMLParser):
    """What a page links to, which anchors it has, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.loads = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.anchors.add(found.get("id"))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if found.get(OWN_ASSETS.get(tag)):
            self.loads.append(found[OWN_ASSETS[tag]])


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    place = tmp_path_factory.mktemp("pages")
    words = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", "2", "-d", str(place / "doctrees")]
    done = subprocess.run(
        [*words, str(ROOT / "docs"), str(place / "html")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    html = place / "html"
    return {path.relative_to(html).as_posix(): Links(path.read_text("utf-8")) for path in html.rglob("*.html")}, html


def within(page, link):
    """Return the file and anchor that a link within the documentation leads to, or nothing for others."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = (Path("/") / page).parent / unquote(parts.path) if parts.path else Path("/") / page
    return Path(*path.parts[1:]), unquote(parts.fragment)


def test_every_page_is_reached_from_the_index(pages):
    found, html = pages
    goes = defaultdict(set)
    for page, links in found.items():
        goes[page] = {(html / to[0]).resolve() for link in links.links if (to := within(page, link))}
    reached, front = set(), {"index.html"}
    while front:
        reached |= front
        front = {page for page in found for one in front if (html / page).resolve() in goes[one]} - reached
    sources = {path.with_suffix(".html").name for path in (ROOT / "docs").glob("*.md")}
    assert sources <= reached


def test_no_link_within_is_broken(pages):
    found, html = pages
    broken = []
    for page, links in found.items():
        for link in links.links:
            to = within(page, link)
            if to is None:
                continue
            path = (html / to[0]).resolve()
            other = found.get(path.relative_to(html.resolve()).as_posix())
            if not path.exists() or (to[1] and other and to[1] not in other.anchors):
                broken.append(f"{page}: {link}")
    assert not broken


def test_pages_load_nothing_from_elsewhere(pages):
    found, html = pages
    away = [f"{page}: {link}" for page, links in found.items() for link in links.loads if urlsplit(link).netloc]
    styles = [
        path
        for path in html.rglob("*.css")
        if re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", path.read_text("utf-8"))
    ]
    assert found["index.html"].loads
    assert not away
    assert not styles


def test_the_index_lists_every_page_once():
    trees = re.findall(r"```\{toctree\}(.*?)```", (ROOT / "docs/index.md").read_text("utf-8"), re.DOTALL)
    rows = [line for tree in trees for line in tree.splitlines() if line and not line.startswith(":")]
    named = [re.sub(r".*<(.*)>", r"\1", row) for row in rows]
    assert len(trees) == 4
    assert sorted(named) == sorted(path.stem for path in (ROOT / "docs").glob("*.md") if path.stem != "index")
