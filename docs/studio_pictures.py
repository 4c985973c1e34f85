"""Pictures of the studio for the documentation, from the studio itself in the system's Chromium.

python docs/studio_pictures.py          writes docs/images/studio_*.png

Needs the extras app and e2e. A question about packaged food is really asked, and its answer waited for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parent / "images"
WORLD = "packaged_food"
SIZES = {1280: 960, 400: 800}
"""Height of the picture by its width, pixels."""
PAGES = {"start": "/", "policies": "/study/packaged_hi_lo", "what_if": f"/what-if/{WORLD}"}
LONGEST_MS = 600_000


def pictures(browser: Browser, address: str, language: str) -> None:
    """Take the pictures of one language."""
    context = browser.new_context(locale=language)
    page = context.new_page()
    page.goto(address)
    base = address.partition("/?")[0]
    asked = asked_question(page, base)
    for name, path in {**PAGES, "what_if": asked}.items():
        page.goto(f"{base}{path}")
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if name == "what_if":
                page.wait_for_selector(".drawn")
            page.wait_for_timeout(800)
            page.screenshot(path=IMAGES / f"studio_{name}_{language}_{width}.png")
    context.close()


def asked_question(page: Page, base: str) -> str:
    """Ask for a fifth less advertising and return the place of its answer."""
    page.goto(f"{base}/what-if/{WORLD}")
    page.fill("[name='advertising.change']", "-20%")
    page.locator("main form .primary").click()
    page.wait_for_selector(".verdict .answer", timeout=LONGEST_MS)
    return page.url.removeprefix(base)


def main() -> None:
    """Serve the studio in an empty directory and take its pictures."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as found:
        words = [sys.executable, "-m", "mktsim", "studio", "--no-browser", "--port", "8499"]
        with subprocess.Popen(words, cwd=place, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own
            told = running.stdout or ()
            address = next(one.group() for line in told if (one := re.search(r"http://\S+", line)))
            browser = found.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for language in ("en", "zh-CN"):
                pictures(browser, address, language)
            browser.close()
            running.terminate()


if __name__ == "__main__":
    main()
