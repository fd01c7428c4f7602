"""The files that the engine may read: drawings from memory, pictures and styles of the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError
from report.project.project import Project
from report.typesetting.pictures import Printed, prepared

_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".icc": "application/vnd.iccprofile",
}

_BITMAPS = frozenset(("image/png", "image/jpeg", "image/tiff"))

#: Returns an SVG picture in the colours of the target, given its path and its bytes; raises
#: FindingsError for a picture that cannot be printed.
Recolour = Callable[[str, bytes], bytes]


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Reads URLs below ``base``, only from memory and from the project's folders.

    ``figures/<id>.svg`` are the drawings; ``styles/…`` and ``data/images/…`` are files of the
    project or the theme; ``data:`` URLs are allowed. Everything else is refused and reported in
    ``found`` (D602): no network, no ``file:``. ``printed`` has the printed sizes of pictures, by
    path; ``recolour`` returns SVG files in the target's colours.
    """

    def __init__(
        self,
        base: str,
        project: Project,
        figures: Mapping[str, str],
        printed: Mapping[str, Printed] = MappingProxyType({}),
        recolour: Recolour | None = None,
    ) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.base = base
        self.project = project
        self.figures = figures
        self.printed = printed
        self.recolour = recolour
        self.found: list[Diagnostic] = []
        #: Whether a bitmap has been read.
        self.has_bitmaps = False
        #: What has been read: a hash for each path.
        self.reads: dict[str, str] = {}
        #: The hashes of the SVG files that have been read, by URL.
        self.drawn: dict[str, str] = {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the content of ``url``; raises ValueError when it is refused."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = unquote(urlsplit(url).path).lstrip("/") if url.startswith(self.base) else None
        body = self.body(path) if path is not None else None
        if path is not None:
            self.reads[path] = self.digest(path, body)
        if body is None:
            shown = path if path is not None else url
            self.found.append(
                diagnostic(
                    "D602",
                    f"the pages use “{shown}”, which does not exist or must not be read",
                    hint="pictures belong in data/images/, fonts and drawings of the design in "
                    "styles/; nothing is read from the network or from other folders",
                )
            )
            raise ValueError(f"refused: {shown}")
        suffix = Path(path or "").suffix.lower()
        kind = _TYPES.get(suffix, "application/octet-stream")
        if kind == "image/svg+xml" and self.recolour and not (path or "").startswith("figures/"):
            try:
                body = self.recolour(path or "", body)
            except FindingsError as exc:
                self.found.extend(exc.diagnostics)
                raise ValueError(f"refused: {path}") from None
        if kind == "image/svg+xml":
            self.drawn[url] = sha256(body).hexdigest()
        if kind in _BITMAPS:
            self.has_bitmaps = True
            try:
                body, kind = prepared(body, self.printed.get(path or ""))
            except (OSError, SyntaxError, ValueError) as exc:
                message = f"the picture “{path}” cannot be drawn: {exc}"
                hint = "open it in another program; save it again from the original"
                self.found.append(diagnostic("D602", message, hint=hint, place=Place(path or "")))
                raise ValueError(f"refused: {path}") from None
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def digest(self, path: str, body: bytes | None) -> str:
        """Return a hash of what a path gives: its content, and the size at which it is printed."""
        if body is None:
            return ""
        printed = f"{self.printed.get(path)!r}".encode()
        return sha256(printed + b"\0" + body).hexdigest()

    def body(self, path: str) -> bytes | None:
        """Return the content of a path before it is prepared; None when it must not be read."""
        if path.startswith("figures/"):
            text = self.figures.get(path.removeprefix("figures/").removesuffix(".svg"))
            return None if text is None else text.encode()
        if not path.startswith(("styles/", "data/images/")) or ".." in Path(path).parts:
            return None
        try:
            found = self.project.find(path)
        except FindingsError:
            return None
        return found.read_bytes() if found else None
