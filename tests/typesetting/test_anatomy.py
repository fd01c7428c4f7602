"""Boxes say where the elements of a part are on its pages, and how their text is set."""

from __future__ import annotations

import pytest

from report.model.target import SCREEN
from report.pdf.kept import from_bytes, to_bytes
from report.pdf.parts import Box, Look, Part, Start
from report.project.project import Project
from report.typesetting.stylesheets import Stylesheet
from report.typesetting.typesetter import Typesetter
from tests.small_report import write_report

SHEET = """
@page { size: 100pt 100pt; margin: 10pt }
body, p { margin: 0 }
p { font: 8pt/10pt "Noto Sans CJK HK"; color: #cf1430 }
b { font-weight: 700; color: device-cmyk(0 1 0.9 0.05) }
.turned { position: absolute; left: 40pt; top: 60pt; width: 20pt; height: 10pt;
  transform: rotate(90deg) }
.more { break-before: page; line-height: 1.5 }
"""
HTML = (
    "<html><head></head><body><p>一<b>二三</b></p><div class=turned></div>"
    "<div><p class=more>四</p></div></body></html>"
)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Part:
    project = Project.at(write_report(tmp_path_factory.mktemp("anatomy") / "report"))
    sheets = [Stylesheet("base", "test", SHEET)]
    typesetter = Typesetter(HTML, sheets, {}, SCREEN, project, "http://report.invalid/")
    return typesetter.lay_out(0, Start(), {}).write()


def boxes(part: Part, element: int) -> list[Box]:
    return [box for box in part.boxes if box.element == element]


def test_a_block_is_where_it_is_printed(part: Part) -> None:
    (box,) = boxes(part, 0)
    assert box.page == 0
    assert box.area == pytest.approx((10, 10, 90, 20), abs=0.02)
    assert part.looks[box.look] == Look(8, 10, "Noto Sans CJK HK", 400, "#cf1430")


def test_an_element_within_a_line_has_its_own_place_and_look(part: Part) -> None:
    (box,) = boxes(part, 1)
    assert box.area[0] == pytest.approx(18, abs=0.02)
    assert box.area[2] == pytest.approx(34, abs=0.02)
    look = part.looks[box.look]
    assert (look.weight, look.colour) == (700, "device-cmyk(0% 100% 90% 5%)")


def test_a_turned_element_has_the_frame_around_it(part: Part) -> None:
    (box,) = boxes(part, 2)
    assert box.area == pytest.approx((55, 65, 65, 85), abs=0.02)


def test_pages_count_within_the_part_and_leading_is_a_length(part: Part) -> None:
    (box,) = boxes(part, 4)
    assert box.page == 1
    assert part.looks[box.look].leading == 12


def test_boxes_are_kept_with_the_part(part: Part) -> None:
    assert from_bytes(to_bytes(part)) == part
