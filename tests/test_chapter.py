"""The shipped chapter, built once: what a reader, a press and an auditor would look for."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from report.engine.build import Outcome, build
from report.engine.finished import Finished
from report.engine.progress import Progress
from report.engine.reading import Content, read
from report.findings.diagnostics import Diagnostic, Severity
from report.ledger.ledger import ledger_of, unexplained_in
from report.measure.glyphs import read_glyphs
from report.measure.measure import measure
from report.measure.register import KINDS as FINDINGS
from report.model.blocks.panel import Claim
from report.model.ledger import printed_facts
from report.model.prose import Prose
from report.model.report import Section
from report.model.target import TARGETS
from report.pages.text import read_pages
from report.project.project import Project
from report.project.shipped import theme_folder
from tests import remembered
from tests.pdf import characters, content_streams, text
from tests.test_geometry import CHECKS, Laid, watched

#: One figure is written in one way: what the manuscript writes in two, and a sign and an
#: abbreviation that the report's readers do not use.
HOUSE_STYLE = {
    "19.1萬次": "19.1萬人次",
    "21.7pp": "21.7個百分點",
    "13.1pp": "13.1個百分點",
    "7*24小時": "7×24小時",
    # The unit of a total stands in its column's head: 捐贈金額（萬元）.
    "637.4萬元": "637.4",
}
FIGURES = Path(__file__).parent / "manuscript_figures.txt"
PT = 72 / 25.4


@dataclass(frozen=True)
class Chapter:
    """What the build gave."""

    project: Project
    content: Content
    print: bytes
    screen: bytes
    found: list[Diagnostic]
    #: Text of each page of the screen PDF, white space removed.
    pages: list[str]
    #: The screen PDF as it was laid out.
    laid: Laid
    finished: Finished


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


@pytest.fixture(
    scope="module",
    params=["", pytest.param("plain", marks=pytest.mark.slow)],
    ids=["", "plain"],
)
def chapter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    """Build the shipped report in every theme."""
    project = Project.at(theme_folder())
    folder = tmp_path_factory.mktemp("build")
    if request.param:
        shutil.copytree(project.data, folder / "data")
        settings = folder / "data" / "report.yaml"
        written = settings.read_text(encoding="utf-8")
        settings.write_text(f"{written}theme: {request.param}\n", encoding="utf-8")
        project = Project.at(folder)
    done: list[Outcome] = []
    with watched() as documents:
        built, found = build(
            *(project, list(TARGETS.values()), folder, silent()), release=True, keep=done.append
        )
    assert [one.path.name for one in built] == ["print.pdf", "screen.pdf"]
    screen = (folder / "screen.pdf").read_bytes()
    pages = [bare(page) for page in text(screen).split("\f")[:-1]]
    laid = Laid(documents[-1], screen)
    assert len(laid.pages) == len(pages)
    paper = (folder / "print.pdf").read_bytes()
    finished = Finished.of(done[0])
    return Chapter(project, read(project), paper, screen, found, pages, laid, finished)


def bare(words: str) -> str:
    """Take out white space and what breaks lines; HK text is compared without either."""
    return re.sub(r"[\s\u2060\u200b]", "", words)


def test_a_release_builds_without_a_single_finding(chapter: Chapter) -> None:
    assert [d for d in chapter.found if d.severity is not Severity.NOTE] == []
    assert chapter.found == []


def test_every_figure_of_the_manuscript_is_printed(chapter: Chapter) -> None:
    wanted = [line.strip() for line in FIGURES.read_text(encoding="utf-8").splitlines()]
    wanted = [bare(line) for line in wanted if line and not line.startswith("#")]
    assert len(wanted) > 80
    # Thousands are parted wherever a figure is printed; the manuscript parts some.
    whole = bare(text(chapter.screen, "-raw")).replace(",", "")
    wanted = [HOUSE_STYLE.get(figure, figure).replace(",", "") for figure in wanted]
    assert [figure for figure in wanted if figure not in whole] == []


def test_the_ledger_has_every_figure_of_the_manuscript_with_its_pages(chapter: Chapter) -> None:
    ledger = ledger_of(chapter.finished, list(TARGETS.values()))
    assert [one for one in ledger.found if one.code == "D215"] == []
    assert [entry.series.id for entry in ledger.entries if not entry.printed] == []
    pages = {bare(one.form).replace(",", "") for entry in ledger.entries for one in entry.printed}
    written = FIGURES.read_text(encoding="utf-8").splitlines()
    wanted = [bare(line) for line in written if line and not line.startswith("#")]
    figures = [HOUSE_STYLE.get(one, one).replace(",", "") for one in wanted]
    names = {bare(name) for name in chapter.content.report.facts.names}
    facts = [one for one in figures if any(one in form or form in one for form in pages)]
    assert len(facts) > 60
    rest = [one for one in figures if one not in facts and one not in names]
    assert [
        one for one in rest if not re.search("年|月|5G|Gⁿ|4G|第|10010|N|2B|×|G20|2.0", one)
    ] == []


def test_what_the_ledger_says_stands_there(chapter: Chapter) -> None:
    """What pdfminer reads in a box is the figure that the ledger says is printed there."""
    ledger = ledger_of(chapter.finished, list(TARGETS.values()))
    screen = [one for entry in ledger.entries for one in entry.printed if one.target == "screen"]
    assert len(screen) > 80
    pages = characters(chapter.screen)
    seen = 0
    for one in screen[::2]:
        x0, y0, x1, y1 = one.box
        top, chars = pages[one.page - 1]
        inside = "".join(
            char.get_text()
            for char in chars
            if x0 - 1 <= (char.x0 + char.x1) / 2 <= x1 + 1
            and y0 - 4 <= top - (char.y0 + char.y1) / 2 <= y1 + 4
        )
        if inside:  # a drawing's text is in a form, which pdfminer sees elsewhere
            assert set(one.form) <= set(inside), (one, inside)
            seen += 1
    assert seen >= 30


@pytest.mark.parametrize("target", TARGETS)
def test_every_number_on_the_pages_is_explained(chapter: Chapter, target: str) -> None:
    pdf = chapter.finished.pdfs[target]
    found = unexplained_in(chapter.finished, pdf, list(read_pages(pdf)), list(TARGETS.values()))
    assert found == ([], [])


def test_every_figure_of_four_digits_is_printed_with_a_comma(chapter: Chapter) -> None:
    names = [re.escape(name) for name in chapter.content.report.facts.names]
    loose = re.compile(r"(?<![\d.,A-Za-z+*/:-])\d{4,}(?:\.\d+)?(?![\d年A-Za-z/:-])")
    raw = re.sub(r"[\u2060\u200b]", "", text(chapter.screen, "-raw"))
    words = re.sub("|".join(names), "", raw)
    assert [one for one in loose.findall(words) if not one.startswith("20")] == []


def test_every_text_of_the_data_is_printed(chapter: Chapter) -> None:
    whole = bare(text(chapter.screen, "-raw"))
    written = [
        part.plain
        for _, block in chapter.content.report.blocks()
        for model in block.models()
        for name in type(model).model_fields
        for part in flat(getattr(model, name))
        if isinstance(part, Prose)
        and not (isinstance(model, Claim) and name == "text" and model.label)
    ]
    assert len(written) > 200
    assert [words for words in written if not in_order(bare(words), whole)] == []


def flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for item in value:
            yield from flat(item)
    else:
        yield value


def in_order(wanted: str, whole: str) -> bool:
    """Whether the words stand in the text; a text parted by a page may have a folio inside."""
    if wanted in whole:
        return True
    half = len(wanted) // 2
    return any(
        wanted[:cut] in whole and wanted[cut:] in whole for cut in range(half, len(wanted))
    ) or any(wanted[:cut] in whole and wanted[cut:] in whole for cut in range(1, half))


def begins(section: Section, page: str) -> bool:
    """Say whether a page is a section's first: its title and its lead, not the running head.

    The number on the tab may stand between them.
    """
    number, lead = f"{section.number:02}", bare(section.data.lead.plain)[:6]
    return bool(re.search(f"{number}{section.data.title}({number})?{lead}", page))


def test_running_heads_have_the_number_of_the_section(chapter: Chapter) -> None:
    sections = chapter.content.report.chapters[0].sections
    starts = [
        next(number for number, page in enumerate(chapter.pages, 1) if begins(one, page))
        for one in sections
    ]
    for section, start, end in zip(
        sections, starts, [*starts[1:], len(chapter.pages)], strict=True
    ):
        for number in range(start + 1, end):
            if number % 2:
                page = chapter.pages[number - 1]
                assert page.startswith(f"{section.number:02}"), number
                assert section.data.title in page, number


def test_contents_give_the_real_pages(chapter: Chapter) -> None:
    opener = chapter.pages[0]
    for section in chapter.content.report.chapters[0].sections:
        title = section.data.title
        starts = [
            number for number, page in enumerate(chapter.pages[1:], 2) if begins(section, page)
        ]
        assert len(starts) == 1, title
        assert f"{title}{starts[0]}" in opener


def test_folios_count_every_page_but_the_plates(chapter: Chapter) -> None:
    for number, page in enumerate(text(chapter.screen).split("\f")[1:-2], 2):
        assert str(number) in page.splitlines(), f"page {number}"


def test_running_heads_name_chapter_and_section_and_spare_openers(chapter: Chapter) -> None:
    head = bare("謀發展　2020")
    starts = {
        number
        for number, page in enumerate(chapter.pages, 1)
        for section in chapter.content.report.chapters[0].sections
        if begins(section, page)
    }
    for number, page in enumerate(chapter.pages[2:-1], 3):
        if number in starts or number == 1:
            assert head not in page[:40], number
        elif number % 2 == 0:
            assert head in page, number


def test_bookmarks_are_the_headings(chapter: Chapter) -> None:
    with pikepdf.open(io.BytesIO(chapter.screen)) as document, document.open_outline() as outline:
        titles = [str(item.title) for item in walk(list(outline.root))]
    for section in chapter.content.report.chapters[0].sections:
        assert section.data.title in titles
        for block in section.blocks:
            if block.type == "heading":
                assert bare(block.text.plain) in [bare(title) for title in titles]  # type: ignore[attr-defined]


def walk(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walk(list(item.children))


def test_links_are_on_screen_only(chapter: Chapter) -> None:
    assert annotations_of(chapter.print) == []
    areas = annotations_of(chapter.screen)
    assert len(areas) >= 4
    # As high as their type, in pt: what is less cannot be hit.
    assert min(min(area) for area in areas) >= 9


def annotations_of(pdf: bytes) -> list[tuple[float, float]]:
    """Give width and height of every annotation."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        rects = [
            [float(edge) for edge in one.Rect]
            for page in document.pages
            for one in page.get("/Annots", [])
        ]
    return [(abs(right - left), abs(top - foot)) for left, foot, right, top in rects]


def test_screen_is_tagged_and_named(chapter: Chapter) -> None:
    with pikepdf.open(io.BytesIO(chapter.screen)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "zh-Hant-HK"
        assert "謀發展" in str(document.docinfo["/Title"])
        figures = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert len(figures) > 20
        assert all(len(str(figure.get("/Alt", ""))) > 3 for figure in figures)


def test_print_has_no_rgb_and_its_text_is_black_ink_alone(chapter: Chapter) -> None:
    spaces: set[str] = set()
    inks: set[tuple[float, ...]] = set()
    for number, operators in content_streams(chapter.print):
        for name, values in operators:
            assert name not in {"rg", "RG", "g", "G"}, f"page {number}: {name} {values}"
            if name in {"scn", "SCN"}:
                inks.add(tuple(values))
    with pikepdf.open(io.BytesIO(chapter.print)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                spaces.add(str(thing.get("/ColorSpace")))
    assert spaces <= {"/DeviceCMYK", "/DeviceGray"}
    assert (0.0, 0.0, 0.0, 1.0) in inks
    palette = {
        tuple(round(part / 100, 4) for part in colour.cmyk)
        for colour in chapter.content.theme.colours.values()
    }
    assert {tuple(round(part, 4) for part in ink) for ink in inks if len(ink) == 4} <= palette
    assert max(sum(ink) for ink in inks) <= 3.0


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_screen_is_archive_and_accessible_at_once(chapter: Chapter, profile: str) -> None:
    """ISO 19005-3 (conformance A) and ISO 14289-1."""
    found = page_validation.validate_pdf_bytes(chapter.screen, profile=profile)
    assert found.is_compliant, str(found)


def test_the_numbers_travel_with_the_screen_pdf_only(chapter: Chapter) -> None:
    with pikepdf.open(io.BytesIO(chapter.print)) as document:
        assert "/AF" not in document.Root
        assert not document.attachments
    with pikepdf.open(io.BytesIO(chapter.screen)) as document:
        (one,) = document.Root.AF
        assert (str(one.AFRelationship), str(one.UF)) == ("/Data", "facts.csv")
        rows = list(csv.DictReader(io.StringIO(one.EF.F.read_bytes().decode("utf-8-sig"))))
    assert [(row["編號"], row["數值"], row["單位"]) for row in rows] == [
        (fact.id, fact.value, fact.unit) for fact in printed_facts(chapter.content.report)
    ]


def test_print_declares_pdf_x_4(chapter: Chapter) -> None:
    """ISO 15930-7: version, identification, output intent, trapping, file identifier."""
    with pikepdf.open(io.BytesIO(chapter.print)) as document:
        assert document.pdf_version == "1.6"
        assert document.docinfo["/Trapped"] == "/False"
        (intent,) = document.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.RegistryName == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4
        packet = document.Root.Metadata.read_bytes().decode()
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
        assert "/ID" in document.trailer
        for page in document.pages:
            assert "/Annots" not in page
        for key in ("/AcroForm", "/OCProperties", "/OpenAction"):
            assert key not in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", pikepdf.Dictionary())


def test_print_boxes(chapter: Chapter) -> None:
    with pikepdf.open(io.BytesIO(chapter.print)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.TrimBox)
            assert right - left == pytest.approx(210 * PT, abs=0.1)
            assert top - bottom == pytest.approx(297 * PT, abs=0.1)
            assert float(page.BleedBox[0]) == pytest.approx(left - 3 * PT, abs=0.1)
            assert float(page.MediaBox[0]) == pytest.approx(left - 10 * PT, abs=0.1)


def test_every_page_is_two_thirds_full_unless_an_opener_follows(chapter: Chapter) -> None:
    """DESIGN: no page less than two thirds full except before an opener."""
    from report.pages.images import render

    starts = [
        number
        for number, page in enumerate(chapter.pages, 1)
        for section in chapter.content.report.chapters[0].sections
        if begins(section, page)
    ]
    theme = chapter.content.theme
    top, bottom = theme.page.top_mm, theme.page.height_mm - theme.bottom_mm
    for number, page in enumerate(render(chapter.screen, 25.4), 1):  # one pixel a millimetre
        if number + 1 in starts or number + 1 >= len(chapter.pages) or number == 1:
            continue
        area = page.convert("L").crop((15, round(top), 195, round(bottom)))
        last = max(
            (y for y in range(area.height) if min(area.crop((0, y, 180, y + 1)).tobytes()) < 200),
            default=0,
        )
        assert last / area.height >= 2 / 3, f"page {number} is {last / area.height:.0%} full"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("test_"))
def test_the_geometry_is_sound(chapter: Chapter, check: Callable[[Laid], None]) -> None:
    check(chapter.laid)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("chapter", [""], indirect=True, ids=["shipped"])
def test_a_draft_in_another_folder_has_the_same_bytes(chapter: Chapter, tmp_path: Path) -> None:
    remembered.forget()
    build(chapter.project, list(TARGETS.values()), tmp_path, silent())
    assert (tmp_path / "print.pdf").read_bytes() == chapter.print
    assert (tmp_path / "screen.pdf").read_bytes() == chapter.screen


def test_no_path_of_this_machine_is_inside(chapter: Chapter) -> None:
    for pdf in (chapter.print, chapter.screen):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            whole = b"".join(
                thing.read_bytes() if isinstance(thing, pikepdf.Stream) else thing.unparse()
                for thing in document.objects
                if thing is not None and not isinstance(thing, int | bool)
            )
        assert str(chapter.project.root).encode() not in whole
        assert b"report.invalid" not in whole


#: What the meter finds on pages alone; junk spaces want the text that the pages were made from.
METER = set(FINDINGS) - {"junk-space"}


@pytest.mark.parametrize("target", [pytest.param("print", marks=pytest.mark.slow), "screen"])
def test_the_meter_finds_nothing(
    chapter: Chapter, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = {chapter.screen: tuple(chapter.laid.printed)}  # the geometry has read it already
    monkeypatch.setattr(
        "report.measure.measure.read_glyphs", lambda pdf: read.get(pdf) or read_glyphs(pdf)
    )
    pdf = chapter.screen if target == "screen" else chapter.print
    found = measure(pdf, theme=chapter.content.theme).findings
    assert [one for one in found if one.kind in METER] == []
