"""The application: its pages, its templates, who may enter, and the server that it runs on."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from flask import Flask, Response, render_template
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from werkzeug.exceptions import HTTPException

from mktsim.errors import InputError, MktsimError
from mktsim.present.language import LANGUAGES
from mktsim.present.numbers import amount, percent, plain
from mktsim.present.words import label
from mktsim.studio.guard import guard
from mktsim.studio.jobs import Queue
from mktsim.studio.language import SETTING, said, speak_it, speak_no_more, tag
from mktsim.studio.pages import answer, own_product, policies, runs, start, what_if, world
from mktsim.studio.places import LARGEST_BYTES, QUEUE
from mktsim.studio.questions import Questions
from mktsim.study.runs.identity import product_version

PAGES = (start.pages, own_product.pages, world.pages, policies.pages, what_if.pages, runs.pages, answer.pages)
_A_DAY = 86_400


def create_app(token: str, *, jobs: int = 0, language: str = "") -> Flask:
    """Return the application for the present directory; `token` lets the browser in.

    `jobs` worker processes run studies, one a core for 0; `language` is spoken where the user chooses none, the
    browser's where it is empty.
    """
    app = Flask("mktsim.studio", template_folder=None, static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BYTES
    app.config["MAX_FORM_PARTS"] = 5_000
    app.config[SETTING] = language
    app.extensions[QUEUE] = Queue(jobs)
    app.extensions[what_if.QUESTIONS] = Questions()
    _templates(app)
    guard(app, token)
    app.before_request(speak_it)
    app.teardown_request(speak_no_more)
    for pages in PAGES:
        app.register_blueprint(pages)
    app.add_url_rule("/report.css", view_func=_report_style)
    app.add_url_rule("/plotly.js", view_func=_plotly)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(MktsimError, _wrong)
    return app


def _templates(app: Flask) -> None:
    """Let pages find the studio's templates, then those of the report."""
    environment = app.jinja_env
    places = [PackageLoader("mktsim.studio", "templates"), PackageLoader("mktsim.present.report", "")]
    environment.loader = ChoiceLoader(places)
    environment.autoescape = True  # whatever the ending of a template's name
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(zip=_zipped, label=_labelled, percent=percent, plain=plain, amount=amount)
    environment.globals.update({"_": said, "tag": tag, "languages": LANGUAGES, "version": product_version()})


def _labelled(identifier: str) -> str:
    return said(label(identifier))


def _zipped(one: Iterable[object], other: Iterable[object]) -> list[tuple[object, object]]:
    return list(zip(one, other, strict=True))


def _report_style() -> Response:
    """The report's own style, which the studio's pages share."""
    return _kept(files("mktsim.present.report").joinpath("report.css").read_text(encoding="utf-8"), "text/css")


def _plotly() -> Response:
    """The library of interactive figures, from the package that is installed."""
    from plotly.offline import get_plotlyjs

    return _kept(get_plotlyjs(), "text/javascript")


def _kept(text: str, kind: str) -> Response:
    answer = Response(text, mimetype=kind)
    answer.headers["Cache-Control"] = f"private, max-age={_A_DAY}"
    return answer


def _refused(error: HTTPException) -> tuple[str, int]:
    """Say on a page why the server refused."""
    text = said(error.description or "")
    return render_template("refused.html.j2", title=said(error.name), text=text, problems=()), error.code or 500


def _wrong(error: MktsimError) -> tuple[str, int]:
    """Say on a page what is wrong with files."""
    problems = tuple(map(str, error.problems)) if isinstance(error, InputError) else (str(error),)
    title, text = said("This cannot be done"), said("Nothing was changed.")
    return render_template("refused.html.j2", title=title, text=text, problems=problems), 422


def serve(app: Flask, port: int) -> None:
    """Serve on this machine alone, until Ctrl-C. Errors: OSError when the port is taken."""
    from waitress import create_server

    try:
        create_server(app, host="127.0.0.1", port=port, threads=48, ident="mktsim").run()
    finally:
        close(app)


def close(app: Flask) -> None:
    """Stop what runs; what is stored stays."""
    queue: Queue = app.extensions[QUEUE]
    questions: Questions = app.extensions[what_if.QUESTIONS]
    questions.close()
    queue.close()
