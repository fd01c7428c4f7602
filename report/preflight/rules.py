"""The types of preflight: rules, checks and findings.

The rules themselves are defined beside their checks, in ``checks/``; ``register`` collects them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from report.findings.diagnostics import Severity

if TYPE_CHECKING:
    from report.preflight.subject import Subject

Profile = Literal["print", "screen"]
#: The default limit for total ink, in per cent.
MOST_INK = 300.0
BOTH: tuple[Profile, ...] = ("print", "screen")
PRINT: tuple[Profile, ...] = ("print",)
SCREEN: tuple[Profile, ...] = ("screen",)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, what it requires (``asks``), the clause it comes from.

    ``cure`` says what to do when a file breaks it; ``chinese`` is ``asks`` for the certificate.
    """

    code: str
    severity: Severity
    asks: str
    clause: str
    profiles: tuple[Profile, ...]
    cure: str
    chinese: str


#: Hints that several rules share.
AGAIN = "the file was damaged or changed after the build: build it again"
TOKENS = "use a colour of the tokens, such as var(--accent), in the stylesheet"
PICTURE = "save the picture again as JPEG, PNG or TIFF in data/images/"
TEMPLATE = "compare the template that writes it with the one that comes with report"
#: The rule that any check may find broken.
SOUND = Rule(
    "P101",
    Severity.ERROR,
    "the file is a valid PDF",
    "ISO 32000-1, 7.5",
    BOTH,
    cure=AGAIN,
    chinese="檔案結構完好",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: the page from 1 (0: the whole file), and the place in mm from the top left."""

    code: str
    message: str
    page: int = 0
    x: float | None = None
    y: float | None = None

    @property
    def where(self) -> str:
        """The place in words: ``page 3, 24 mm from the left, 110 mm from the top``."""
        if not self.page:
            return ""
        if self.x is None or self.y is None:
            return f"page {self.page}"
        return f"page {self.page}, {self.x:.0f} mm from the left, {self.y:.0f} mm from the top"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of preflight: the profile, and the limit for total ink in per cent."""

    profile: Profile
    most_ink: float

    @property
    def box(self) -> str:
        """The box that is the visible page: TrimBox in print, MediaBox on screen."""
        return "/TrimBox" if self.profile == "print" else "/MediaBox"


@dataclass(frozen=True, slots=True)
class Check:
    """A function that finds where a file breaks some rules.

    ``what`` names what is checked, for messages about malformed files. A check with ``drawn``
    renders pages; it is skipped when the content of a page has errors. With ``by_page``, what it
    finds on a page depends on what that page paints and its boxes only, and it looks at the pages
    that ``subject.wanted`` names. ``unavailable`` returns why the check is not possible on this
    machine, or an empty string.
    """

    what: str
    find: Callable[[Subject, Options], Iterator[Finding]]
    drawn: bool = False
    by_page: bool = False
    unavailable: Callable[[], str] | None = None
