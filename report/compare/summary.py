"""The preview in Markdown, for a pull request: figures first, then pages, then findings.

In: a preview. Out: Markdown. ``picture`` says where a page's thumbnail is: within the preview's
folder, or at an address at which CI publishes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from report.compare.markdown import cell
from report.compare.markdown import summary as of_comparison
from report.compare.preview import Preview
from report.compare.result import Page, counted
from report.findings.diagnostics import Severity

_MOST = 30


def summary(preview: Preview, picture: Callable[[Page], str] | None = None) -> str:
    """Return the preview as Markdown."""
    lines = [f"## {_state(preview)}", ""]
    if preview.comparison is not None:
        text = of_comparison(preview.comparison, picture or thumbnail)
        lines += [text.rstrip("\n"), ""]
    lines += _findings(preview)
    return "\n".join(lines).rstrip("\n") + "\n"


def comment(preview: Preview, url: str | None) -> str:
    """Return the summary for a place outside of the folder: with pictures only from ``url``."""
    if not url:
        return summary(preview, lambda _: "")

    def there(page: Page) -> str:
        path = thumbnail(page)
        return f"{url.rstrip('/')}/{path}" if path else ""

    return summary(preview, there)


def _state(preview: Preview) -> str:
    if not preview.built:
        return f"The report does not build ({preview.name})"
    return f"{counted(preview.pages, 'page')}, built from {preview.name}"


def thumbnail(page: Page) -> str:
    """Return where the thumbnail of a page is, in the folder; empty for a removed page."""
    return f"pages/thumb-{page.head:02}.webp" if page.head else ""


def _findings(preview: Preview) -> Iterator[str]:
    yield "### Findings"
    yield ""
    if not preview.found:
        yield "None."
        return
    for level in Severity:
        found = [one for one in preview.found if one.severity is level]
        if not found:
            continue
        yield f"**{counted(len(found), str(level))}**"
        yield ""
        for one in found[:_MOST]:
            place = f"`{one.place}` " if one.file else ""
            yield f"- {place}{one.code}: {cell(one.message)}"
        if len(found) > _MOST:
            yield f"- and {len(found) - _MOST} more"
        yield ""
