"""What the engine may read: drawings made in this run, pictures and styles of the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

#: Gives an SVG picture in the colours of the target, from its path and its file; raises
#: FindingsError for what cannot be printed.
Recolour = Callable[[str, bytes], bytes]


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Answers addresses below ``base`` from memory and from the project's folders only.

    ``figures/<id>.svg`` are the drawings; ``styles/…`` and ``data/images/…`` files of the
    project or the theme; ``data:`` is taken as it is. Everything else is refused, noted in
    ``found`` (D602), and never opened: no network, no ``file:``. ``printed`` says how large
    pictures are printed, by path; ``recolour`` gives SVG files in the target's colours.
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
        #: Whether a picture of pixels has been asked for.
        self.has_bitmaps = False

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Give what stands at ``url``; raises ValueError for what is refused."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = unquote(urlsplit(url).path).lstrip("/") if url.startswith(self.base) else None
        body = self._body(path) if path is not None else None
        if body is None:
            shown = path if path is not None else url
            self.found.append(
                diagnostic(
                    "D602",
                    f"the pages ask for “{shown}”, which may not be read or does not exist",
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

    def _body(self, path: str) -> bytes | None:
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
