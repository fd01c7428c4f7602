"""The interface of the live page: its paths, and what they answer; docs/serve.md describes it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from report.content.tokens import TokenError
from report.model.target import TARGETS
from report.pages.viewer import WIDEST, ClosedError
from report.serve import answers, tokens
from report.serve.book import Book
from report.serve.live import Live
from report.serve.overlays import OVERLAYS, overlay
from report.serve.security import COOKIE, Guard
from report.serve.sources import Sources
from report.serve.versions import Versions

A = TypeVar("A")

PAGE = Path(__file__).parent / "page"
_NARROWEST = 64
#: A picture that is as wide, in pixels, is looked at; others are thumbnails.
_LARGE = 256
_YEAR = 31536000


@dataclass(frozen=True, slots=True)
class Interface:
    """The answers to requests."""

    live: Live
    sources: Sources
    versions: Versions
    token: str

    async def page(self, _: Request) -> Response:
        """Send the page, and a cookie with the token for its pictures."""
        answer = FileResponse(PAGE / "index.html", headers={"cache-control": "no-store"})
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
        return answer

    async def state(self, request: Request) -> Response:
        """Send the state, by wish without what needs all pages drawn."""
        known = self.versions.known()
        drawn = request.query_params.get("sha256") != "no"
        return JSONResponse(
            await _of_now(lambda: answers.state(self.live, self.sources, known, drawn=drawn))
        )

    async def events(self, _: Request) -> Response:
        """Send events as they happen."""
        return StreamingResponse(
            self.live.events.stream(),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    async def picture(self, request: Request) -> Response:
        """Send the picture of a page."""
        return await _of_now(lambda: self._picture(request))

    async def _picture(self, request: Request) -> Response:
        given = request.path_params
        of = given.get("of") or request.query_params.get("of", "")
        book = await self._book(of, whole=False)
        number = _within(book, given["number"])
        width = request.query_params.get("width")
        pixels = None if width is None else _number(width, _NARROWEST, WIDEST)
        if pixels and pixels >= _LARGE and not of:
            self.live.seen.append(number)
        lasting = given.get("mark") == book.mark(number)
        cache = f"private, max-age={_YEAR}, immutable" if lasting else "no-store"
        return Response(
            await book.picture(number, pixels),
            media_type="image/png",
            headers={"cache-control": cache},
        )

    async def at(self, request: Request) -> Response:
        """Send what stands at a point."""
        book = await self._book()
        asked = request.query_params
        number = _within(book, _number(asked.get("page", "")))
        point = (number, _length(asked.get("x", "")), _length(asked.get("y", "")))
        return JSONResponse(await answers.at(self.live, book, self.sources, point))

    async def boxes(self, request: Request) -> Response:
        """Send the blocks of a page."""
        book = await self._book()
        number = _within(book, _number(request.query_params.get("page", "")))
        return JSONResponse(answers.boxes(number, book, self.sources))

    async def overlay(self, request: Request) -> Response:
        """Send what an overlay shows on a page."""
        book = await self._book()
        number = _within(book, _number(request.query_params.get("page", "")))
        what = request.query_params.get("what", "")
        if what not in OVERLAYS:
            raise HTTPException(404, f"there is no overlay “{what}”")
        return JSONResponse(await overlay(what, self.live, book, number))

    async def find(self, request: Request) -> Response:
        """Send the places of a text."""
        text = request.query_params.get("q", "")[:200]
        return JSONResponse(await answers.find(await self._book(), text))

    async def goto(self, request: Request) -> Response:
        """Scroll open pages to where a line of a file is printed."""
        return await self._point(request, "goto")

    async def editing(self, request: Request) -> Response:
        """Outline on open pages the block that is being edited."""
        return await self._point(request, "editing")

    async def _point(self, request: Request, event: str) -> Response:
        asked = {**request.query_params, **(await _body(request))}
        file, line = str(asked.get("file", "")), _number(str(asked.get("line", "1")))
        found = await answers.goto(self.live, await self._book(), self.sources, file, line)
        if found is None:
            return JSONResponse({"problem": f"nothing of {file}:{line} is printed"}, 404)
        self.live.events.tell(event, found)
        return JSONResponse(found)

    async def of_version(self, request: Request) -> Response:
        """Send the pages of an earlier version."""
        of = request.query_params.get("of", "")
        code, found = await self.versions.told(of, await self._book())
        return JSONResponse(found, code)

    async def tokens(self, _: Request) -> Response:
        """Send the tokens."""
        return JSONResponse(tokens.told(self.sources, self.live.design))

    async def change_token(self, request: Request) -> Response:
        """Write another value of a token."""
        asked = await _body(request)
        path, value = str(asked.get("path", "")), str(asked.get("value", ""))
        try:
            tokens.change(self.sources, self.live.design, path, value)
        except TokenError as exc:
            return JSONResponse({"problem": str(exc)}, 422)
        return JSONResponse({"ok": True})

    async def show(self, request: Request) -> Response:
        """Show another target."""
        target = str((await _body(request)).get("target", ""))
        if target not in TARGETS:
            raise HTTPException(422, f"there is no target “{target}”")
        self.live.show(target)
        return JSONResponse({"ok": True})

    async def open(self, request: Request) -> Response:
        """Open a file in the editor."""
        asked = await _body(request)
        path = self.sources.find(str(asked.get("file", "")))
        if path is None or not self.sources.editor.is_command:
            raise HTTPException(404, "this file cannot be opened")
        line, column = _number(str(asked.get("line", 1))), _number(str(asked.get("column", 0)))
        try:
            self.sources.editor.run(path, line, column)
        except OSError as exc:
            return JSONResponse({"problem": f"the editor cannot be started: {exc}"}, 422)
        return JSONResponse({"ok": True})

    async def _book(self, of: str = "", *, whole: bool = True) -> Book:
        """Return the pages now, or of an earlier version; there may be none yet.

        With ``whole`` these are finished: what is known of them is of the same pages.
        """
        if whole:
            await self.live.whole.wait()
        book = self.live.book if not of else await self.versions.book(of)
        if book is None:
            raise HTTPException(404, "there are no pages yet")
        return book


async def _of_now(ask: Callable[[], Awaitable[A]]) -> A:
    """Ask for something of the pages that are shown; again, if these are replaced meanwhile."""
    while True:
        with contextlib.suppress(ClosedError):
            return await ask()


def _within(book: Book, number: int) -> int:
    if not 1 <= number <= len(book.leaves):
        raise HTTPException(404, f"there is no page {number}")
    return number


def _number(text: str, least: int = 0, most: int = 10**9) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise HTTPException(422, f"“{text[:40]}” is no number from {least} to {most}")
    return int(text)


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e6:
        raise HTTPException(422, f"“{text[:40]}” is no length")
    return value


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request; an empty one without a body."""
    if request.method != "POST":
        return {}
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > 65536:
            raise HTTPException(413, "the request is too long")
    if not raw:
        return {}
    try:
        found = answers.read(bytes(raw))
    except ValueError:
        raise HTTPException(422, "the request is no JSON") from None
    if not isinstance(found, dict):
        raise HTTPException(422, "the request is no JSON object")
    return found


async def _refused(_: Request, exc: Exception) -> Response:
    code = exc.status_code if isinstance(exc, HTTPException) else 500
    why = exc.detail if isinstance(exc, HTTPException) else f"{type(exc).__name__}: {exc}"
    return JSONResponse({"problem": why}, code)


def app(live: Live, sources: Sources, token: str, port: int) -> Guard:
    """Return the application; its live state begins and ends with it."""
    versions = Versions(live)
    told = Interface(live, sources, versions, token)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        live.begin()
        try:
            yield
        finally:
            await versions.end()
            await live.end()

    inner = Starlette(
        routes=[
            Route("/", told.page),
            Route("/pages/{number:int}", told.picture),
            Route("/pages/{number:int}/{mark:str}.png", told.picture),
            Route("/pages/{of:str}/{number:int}/{mark:str}.png", told.picture),
            Route("/api/state", told.state),
            Route("/api/events", told.events),
            Route("/api/at", told.at),
            Route("/api/boxes", told.boxes),
            Route("/api/overlay", told.overlay),
            Route("/api/find", told.find),
            Route("/api/versions", told.of_version),
            Route("/api/tokens", told.tokens),
            Route("/api/tokens", told.change_token, methods=["POST"]),
            Route("/api/target", told.show, methods=["POST"]),
            Route("/api/open", told.open, methods=["POST"]),
            Route("/api/editing", told.editing, methods=["POST"]),
            Route("/goto", told.goto, methods=["GET", "POST"]),
            Mount("/static", StaticFiles(directory=PAGE)),
        ],
        exception_handlers={HTTPException: _refused, Exception: _refused},
        lifespan=lifespan,
    )
    return Guard(inner, token, port)
