"""Who may talk to the studio: this machine's own browser, from the studio's own pages, with the token of the start."""

from __future__ import annotations

import hmac
import re
import secrets  # noqa: TID251 - a key must not be guessable, and moves no result
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, redirect, request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content policy of every page: scripts and styles of the studio's own, nothing inline, nothing from elsewhere."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all browsers hide the origin of our own forms too
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TOKEN = "token"  # noqa: S105 - the name of a parameter, not what it holds
"""Parameter of the start address."""
_OWN = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")
_SAFE = frozenset({"GET", "HEAD"})


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(24)


def guard(app: Flask, token: str) -> None:
    """Let nobody in but who has the token, and no other page's requests; put the headers on every answer."""

    @app.before_request
    def _checked() -> AnyResponse | None:
        return _entered(token)

    @app.after_request
    def _headed(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _entered(token: str) -> AnyResponse | None:
    """Refuse strangers; take the token from the start address into a cookie, so that it stands in no page's address."""
    host = request.host
    if not _OWN.fullmatch(host):
        abort(403, "this address is not the studio's own")
    origin = request.headers.get("Origin")
    other_site = request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}
    if (origin is not None and origin != f"http://{host}") or (other_site and request.method not in _SAFE):
        abort(403, "the request comes from another page")
    given = request.args.get(TOKEN)
    if given is not None and request.method in _SAFE and _same(given, token):
        answer = redirect(request.path)
        answer.set_cookie(_cookie(host), token, httponly=True, samesite="Strict", path="/")
        return answer
    if not _same(request.cookies.get(_cookie(host), ""), token):
        abort(403, "open the address that `mktsim studio` printed: it holds the key of this session")
    return None


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _cookie(host: str) -> str:
    """Return the name of the cookie; ports of one machine share their cookies, so that each has its own name."""
    return f"mktsim_studio_{host.rpartition(':')[2]}"
