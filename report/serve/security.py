"""Keeps other sites and other machines away from a report that is served.

The server is bound to the loopback address. A request must name that address as its host (a site
whose name leads to this machine, by DNS rebinding, does not), must not come from another site, and
must know the token.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from starlette.datastructures import Headers, QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "report-token"
#: What the page may load and do: nothing but what this server has.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"report-interface": b"1",
}
_NAMES = ("127.0.0.1", "localhost", "[::1]")


def token() -> str:
    """Make a token that cannot be guessed."""
    return secrets.token_urlsafe(24)


@dataclass(slots=True)
class Guard:
    """Passes requests on that come from this machine and know the token."""

    app: ASGIApp
    token: str
    port: int
    #: Paths that hold nothing of the project, and need no token.
    free: tuple[str, ...] = ("/static/",)
    _hosts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._hosts = frozenset(f"{name}:{self.port}" for name in _NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                more = [(name, text) for name, text in _HEADERS.items() if name not in given]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        why = self._refusal(scope)
        if why:
            await JSONResponse({"problem": why}, 403)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused; nothing for one that is not."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return "this server answers only under 127.0.0.1 and localhost"
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return "requests of other sites are refused"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "requests of other sites are refused"
        if scope["path"].startswith(self.free):
            return ""
        given = QueryParams(scope["query_string"]).get("token") or _cookie(headers)
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return "the token is missing or old; use the address that report serve has printed"
        return ""


def _cookie(headers: Headers) -> str:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""
