"""The rules of preflight: what each is called, whose rule it is, and for which files it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from report.findings.diagnostics import Severity

Profile = Literal["print", "screen"]
#: The most ink on one spot, in per cent, unless a condition takes more or less.
MOST_INK = 300.0
E, W = Severity.ERROR, Severity.WARNING
BOTH: tuple[Profile, ...] = ("print", "screen")
PRINT: tuple[Profile, ...] = ("print",)
SCREEN: tuple[Profile, ...] = ("screen",)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable code, what it asks for, the clause it comes from."""

    code: str
    severity: Severity
    asks: str
    clause: str
    profiles: tuple[Profile, ...]


_ALL = (
    Rule("P101", E, "the file is sound", "ISO 32000-1, 7.5", BOTH),
    Rule(
        "P102", E, "the file is not encrypted", "ISO 15930-7 (encryption); ISO 19005-3, 6.1.3", BOTH
    ),
    Rule("P103", E, "every font is embedded", "ISO 15930-7 (fonts); ISO 19005-3, 6.2.11", BOTH),
    Rule("P104", W, "embedded fonts are subsets", "house rule", BOTH),
    Rule(
        "P105",
        E,
        "the document has a title",
        "ISO 14289-1, 7.1; ISO 15930-7 (identification)",
        BOTH,
    ),
    Rule("P106", E, "no JavaScript, no actions", "ISO 15930-7 (actions); ISO 19005-3, 6.5", BOTH),
    Rule("P107", W, "metadata and document information agree", "ISO 19005-3, 6.6.3", BOTH),
    Rule("P108", E, "no hidden layers", "ISO 15930-7 (optional content); house rule", BOTH),
    Rule("P109", E, "every stream is whole", "ISO 32000-1, 7.4", BOTH),
    Rule("P110", E, "every font program is whole", "ISO 32000-1, 9.9", BOTH),
    Rule("P111", E, "every picture is whole", "ISO 32000-1, 8.9.5", BOTH),
    Rule("P112", E, "every colour profile is whole", "ICC.1:2022, 7", BOTH),
    Rule("P113", E, "all pages have one size", "house rule", BOTH),
    Rule("P114", E, "no page transitions, no forms to fill in", "house rule", BOTH),
    Rule("P120", E, "no text stands off the trimmed page", "house rule", BOTH),
    Rule("P121", E, "no text is printed over other text", "house rule", BOTH),
    Rule("P122", E, "all text is seen, whole and told from its ground", "house rule", BOTH),
    Rule("P201", E, "the file declares PDF/X-4", "ISO 15930-7 (identification)", PRINT),
    Rule("P202", E, "it says whether it is trapped", "ISO 15930-7 (trapping)", PRINT),
    Rule(
        "P203",
        E,
        "one output intent with its profile or registry",
        "ISO 15930-7 (output intent)",
        PRINT,
    ),
    Rule(
        "P204",
        E,
        "every page has a TrimBox or an ArtBox, not both",
        "ISO 15930-7 (page boxes)",
        PRINT,
    ),
    Rule("P205", E, "MediaBox holds BleedBox holds TrimBox", "ISO 15930-7 (page boxes)", PRINT),
    Rule("P206", E, "the bleed is 3 mm on every side", "house rule", PRINT),
    Rule("P207", E, "what bleeds is filled to the bleed's edge", "house rule", PRINT),
    Rule("P208", E, "no annotations in the printed area", "ISO 15930-7 (annotations)", PRINT),
    Rule("P209", E, "nothing is painted in RGB", "house rule (CMYK printing condition)", PRINT),
    Rule("P210", E, "no picture is RGB", "house rule (CMYK printing condition)", PRINT),
    Rule("P211", E, "colours are DeviceCMYK, gray or spot", "house rule", PRINT),
    Rule("P212", E, "pictures have at least 150 ppi", "house rule", PRINT),
    Rule("P213", W, "pictures have at least 300 ppi", "house rule", PRINT),
    Rule(
        "P214",
        E,
        "no colour has more ink than 300%, or the limit that is given",
        "ISO Coated v2 300%; house rule",
        PRINT,
    ),
    Rule("P215", E, "black text is black ink alone", "house rule", PRINT),
    Rule("P216", W, "black text overprints", "house rule", PRINT),
    Rule("P217", W, "no line is thinner than 0.25 pt", "house rule", PRINT),
    Rule("P218", W, "no text is smaller than 5 pt", "house rule", BOTH),
    Rule("P219", E, "transparency is blended in CMYK", "ISO 15930-7 (transparency)", PRINT),
    Rule(
        "P220",
        E,
        "nowhere lies more ink than 300%, or the limit that is given; measured",
        "ISO Coated v2 300%; house rule",
        PRINT,
    ),
    Rule("P221", E, "a spot colour has one definition", "ISO 15930-7 (spot colours)", PRINT),
    Rule("P222", W, "large areas of black have more than black ink", "house rule", PRINT),
    Rule(
        "P223",
        E,
        "no transfer functions, PostScript, LZW, pictures kept elsewhere",
        "ISO 15930-7 (forbidden features)",
        PRINT,
    ),
    Rule("P301", E, "the file is tagged", "ISO 14289-1, 7.1", SCREEN),
    Rule("P302", E, "every figure has an alternative text", "ISO 14289-1, 7.3", SCREEN),
    Rule("P303", E, "the document has a language", "ISO 14289-1, 7.2", SCREEN),
    Rule("P304", E, "readers show the title, not the file's name", "ISO 14289-1, 7.1", SCREEN),
    Rule("P305", E, "every link says in words where it leads", "ISO 14289-1, 7.18.5", SCREEN),
    Rule(
        "P306", E, "headings start with the first level and skip none", "ISO 14289-1, 7.4.2", SCREEN
    ),
    Rule("P307", E, "heads of tables say for which direction", "ISO 14289-1, 7.5", SCREEN),
    Rule("P308", E, "everything is tagged or an artifact", "ISO 14289-1, 7.1", SCREEN),
    Rule("P309", E, "every link leads somewhere", "ISO 32000-1, 12.3.2; house rule", SCREEN),
    Rule("P310", W, "bookmarks are the headings", "ISO 14289-1, 7.17; house rule", SCREEN),
    Rule("P311", E, "text has contrast of 4.5 : 1, large text 3 : 1", "WCAG 2.1, 1.4.3", SCREEN),
    Rule("P312", E, "the file declares PDF/A-3a", "ISO 19005-3, 6.6.4", SCREEN),
    Rule("P313", E, "the file declares PDF/UA-1", "ISO 14289-1, 5", SCREEN),
    Rule("P314", E, "the file keeps PDF/A-3a", "ISO 19005-3, as page-validation checks it", SCREEN),
    Rule("P315", E, "the file keeps PDF/UA-1", "ISO 14289-1, as page-validation checks it", SCREEN),
    Rule("P316", W, "what is read later does not stand above", "ISO 14289-1, 7.1", SCREEN),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}


def rules_for(profile: Profile) -> list[Rule]:
    """Give the rules that hold for a profile, in order."""
    return [rule for rule in _ALL if profile in rule.profiles]


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
