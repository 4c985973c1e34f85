"""What made a store: versions of the product and of its libraries, and the commit of its sources."""

from __future__ import annotations

import platform
import subprocess
from functools import lru_cache
from pathlib import Path

from mktsim.study.runs.stamp import product_version

VERSIONS = ("version", "python", "commit")
"""Keys of the manifest that tell versions, beside model hash and platform."""
_WAIT_SECONDS = 5.0


def versions() -> dict[str, str]:
    """Version of the product, of Python, and the commit of the sources where they lie in a checkout."""
    return {"version": product_version(), "python": platform.python_version(), "commit": commit()}


@lru_cache(maxsize=1)
def commit() -> str:
    """Commit of the checkout that the sources lie in, with a star where they were changed; empty without one."""
    root = Path(__file__).parent.parent
    if not _git(root, "ls-files", "--error-unmatch", "__init__.py"):  # lies in somebody else's checkout, or in none
        return ""
    changed = "*" if _git(root, "status", "--porcelain", "--untracked-files=no", ".") else ""
    return _git(root, "rev-parse", "HEAD") + changed


def _git(place: Path, *words: str) -> str:
    """What git says of a directory; empty where it says nothing or is not there."""
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(place), *words],  # noqa: S607 - whichever git the user has
            capture_output=True,
            text=True,
            timeout=_WAIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""
