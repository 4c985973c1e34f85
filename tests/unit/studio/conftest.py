"""The studio in a folder of small files, with a stand-in for the model, and a browser that has its key."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

import toy_files

TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing
AT = "http://127.0.0.1:8477"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a working directory with small files that the stand-in runs."""
    toy_files.write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.simulate)
    monkeypatch.setattr("mktsim.study.question.find_file._roots", lambda: (Path(),))
    return tmp_path


@pytest.fixture
def app(folder):
    """Return the studio of that directory."""
    from mktsim.studio.app import close, create_app

    app = create_app(TOKEN, jobs=1)
    yield app
    close(app)


@pytest.fixture
def browser(app):
    """Return a browser that was let in."""
    client = app.test_client()
    assert client.get(f"/?token={TOKEN}", base_url=AT).status_code == 302
    return Browser(client)


class Browser:
    """Asks for pages at the studio's address."""

    def __init__(self, client):
        self.client = client

    def get(self, path, code=200, **given):
        """Return a page; it must have a code."""
        answer = self.client.get(path, base_url=AT, **given)
        assert answer.status_code == code, answer.text
        answer.get_data()
        answer.close()
        return answer

    def post(self, path, data=None, code=303, **given):
        """Send a form as a page of the studio does."""
        given = {"base_url": AT, "headers": {"Origin": AT}, **given}
        answer = self.client.post(path, data=data or {}, **given)
        assert answer.status_code == code, answer.text
        answer.get_data()
        answer.close()
        return answer
