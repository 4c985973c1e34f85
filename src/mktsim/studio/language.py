"""The language of a page: chosen by the user, by the command line, or else by the browser."""

from __future__ import annotations

from flask import current_app, has_request_context, request

from mktsim.present.language import ALSO_CALLED, ENGLISH, LANGUAGES, speak, translated

CHOICE = "mktsim_language"
"""Name of the cookie that holds the user's choice."""
SETTING = "LANGUAGE"
"""Name of the setting that holds the command line's; empty for none."""
_BROWSER = {"en": ENGLISH, **ALSO_CALLED}


def language_now() -> str:
    """Return the language of the page that is being made."""
    if not has_request_context():
        return ENGLISH
    chosen = request.args.get("lang") or request.cookies.get(CHOICE) or current_app.config[SETTING]
    if chosen in LANGUAGES:
        return str(chosen)
    return _BROWSER[request.accept_languages.best_match(_BROWSER, default="en")]


def speak_it() -> None:
    """Speak the language of the page, in what is made for it by others too."""
    speak(language_now())


def speak_no_more(error: BaseException | None) -> None:
    """Speak English again once the page is made."""
    del error
    speak(ENGLISH)


def said(text: str) -> str:
    """Return a text of the studio in the language of the page."""
    return translated(text, language_now())


def tag() -> str:
    """Return the language of the page as HTML names it."""
    return language_now().replace("_", "-")
