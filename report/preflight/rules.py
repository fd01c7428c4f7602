"""The rules of preflight: what a rule is, a check that asks some, and what breaks one.

The rules themselves stand with their checks, in ``checks/``; the register has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from report.findings.diagnostics import Severity

if TYPE_CHECKING:
    from report.preflight.subject import Subject

Profile = Literal["print", "screen"]
#: The most ink on one spot, in per cent, unless a condition takes more or less.
MOST_INK = 300.0
BOTH: tuple[Profile, ...] = ("print", "screen")
PRINT: tuple[Profile, ...] = ("print",)
SCREEN: tuple[Profile, ...] = ("screen",)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, what it asks for, the clause it comes from.

    ``cure`` says what to do when it is broken; ``chinese`` what it asks, for the certificate.
    """

    code: str
    severity: Severity
    asks: str
    clause: str
    profiles: tuple[Profile, ...]
    cure: str
    chinese: str


#: What to do, where several rules say the same.
AGAIN = "the file was damaged or changed after it was made: build it again"
TOKENS = "give it a colour of the tokens, such as var(--accent), in the stylesheet"
PICTURE = "save the picture again as JPEG, PNG or TIFF, and put that into data/images/"
TEMPLATE = "see which template writes it, and follow the shipped one"
#: The rule that every check may find broken.
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
    """A rule that is broken: on which page from 1 (0: the file), where in mm from the top left."""

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
class Asked:
    """For which profile a file is asked, and the most ink on one spot in per cent."""

    profile: Profile
    most_ink: float

    @property
    def box(self) -> str:
        """The box that is the page: TrimBox for the press, MediaBox on screen."""
        return "/TrimBox" if self.profile == "print" else "/MediaBox"


@dataclass(frozen=True, slots=True)
class Check:
    """A way to find what breaks some rules.

    ``what`` names what is looked at, for a file in which it is not as the standard says. A check
    that is ``drawn`` has pages drawn, and is left out for a file whose content is not sound.
    ``unasked`` gives why the rules of its module cannot be asked on this machine, if so.
    """

    what: str
    find: Callable[[Subject, Asked], Iterator[Finding]]
    drawn: bool = False
    unasked: Callable[[], str] | None = None
