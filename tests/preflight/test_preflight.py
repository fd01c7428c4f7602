"""Preflight: every fault found by its own rule, and nothing found in what is sound."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from report.cli.program import main
from report.engine import reading
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN, Target
from report.preflight.checks.ink import ghostscript
from report.preflight.register import _MODULES, RULES, rules_for
from report.preflight.rules import SOUND, Profile
from report.preflight.run import preflight
from report.press.attach import Attachment
from report.press.finish import finish
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet, target_css
from tests.pdf import text
from tests.preflight import faults
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="34">'
    '<path d="M0 0h60v34z" fill="{}"/></svg>'
)
BODY = """
<h1>標題</h1><p>公司服務的用戶達4.4億，見<a href="https://example.org/">網站</a>。</p>
<h2>圖表</h2><figure><img src="figures/one.svg" alt="一塊紅色"><figcaption>圖</figcaption></figure>
<h2>表格</h2><table><tr><th scope=col>項目<th scope=col>數目<tr><th scope=row>甲<td>1</table>
"""
STYLE = """
html { font: 10pt/17pt "Noto Serif CJK HK"; color: INK }
h1, h2 { font: 700 14pt/17pt "Noto Sans CJK HK"; margin: 17pt 0 0 }
img { height: 34pt; image-rendering: crisp-edges; width: 60pt }
a { color: inherit }
"""
BODIES = {
    "everything": BODY,
    "two pages": BODY + '<div style="break-before: page"></div><h2>後</h2><p>後頁。</p>',
    "white on colour": BODY + '<p style="background: DEEP; color: PAPER; padding: 4pt">反白字</p>',
    "colour that bleeds": BODY
    + '<div style="background: DEEP; height: 15mm; position: absolute; right: -23mm; top: -23mm;'
    + ' width: 60mm"></div>',
    "text alone": "<h1>標題</h1><p>正文。</p>",
}


@cache
def sound(target: Target, body: str = "everything") -> bytes:
    from report.typesetting.engine import typeset

    content = shipped()
    ink = target.colour == "cmyk"
    colours = {
        "INK": "device-cmyk(0 0 0 1)" if ink else "#1c1c1e",
        "PAPER": "device-cmyk(0 0 0 0)" if ink else "#ffffff",
        "DEEP": "device-cmyk(1 0.8 0.3 0.3)" if ink else "#0d3764",
    }
    red = "device-cmyk(0 1 0.9 0.05)" if ink else "#cf1430"
    words = BODIES[body].replace('href="', 'data-href="') if not target.links else BODIES[body]
    html = (
        '<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title>'
        '<meta name="dcterms.created" content="2020-12-31">'
        f'<meta name="dcterms.modified" content="2020-12-31"><body>{words}</body></html>'
    )
    style = STYLE + target_css(content.theme, target) + "@page { margin: 20mm }"
    for name, value in colours.items():
        html, style = html.replace(name, value), style.replace(name, value)
    figures = {"one": PICTURE.format(red)}
    done = typeset(html, [Stylesheet("page", "test", style)], figures, target, PROJECT, BASE_URL)
    condition = reading.read_condition(PROJECT, content.theme.press)
    files = (Attachment("a.csv", "甲", "text/csv", b"a"),)
    return finish(done.pdf, target, condition, files)


@pytest.fixture(autouse=True)
def no_ghostscript(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no page for its ink, which takes a while, but where ink is asked for."""
    if "measured" not in request.node.name:
        monkeypatch.setattr("report.preflight.checks.ink.ghostscript", lambda: None)


def names(made: list[tuple[str, str, faults.Change]]) -> list[str]:
    return [f"{code} {what}" for code, what, _ in made]


def codes(pdf: bytes, profile: Profile) -> set[str]:
    return {one.code for one in preflight(pdf, profile).findings}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(("target", "profile"), [(PRINT, "print"), (SCREEN, "screen")])
def test_nothing_is_found_in_what_is_sound(target: Target, profile: Profile, body: str) -> None:
    result = preflight(sound(target, body), profile)
    assert result.findings == ()
    assert result.pages >= 1


@pytest.mark.parametrize(("code", "what", "change"), faults.PRINT, ids=names(faults.PRINT))
def test_every_fault_of_a_print_file_is_found(code: str, what: str, change: faults.Change) -> None:
    found = preflight(faults.faulty(sound(PRINT), change), "print").findings
    assert code in {one.code for one in found}
    others = {one.code for one in found} - {code}
    assert others <= ALSO.get(code, set()), found


@pytest.mark.parametrize(("code", "what", "change"), faults.SCREEN, ids=names(faults.SCREEN))
def test_every_fault_of_a_screen_file_is_found(code: str, what: str, change: faults.Change) -> None:
    found = preflight(faults.faulty(sound(SCREEN), change), "screen").findings
    assert code in {one.code for one in found}
    # The two validators ask most of it again.
    others = {one.code for one in found} - {code, "P314", "P315"}
    assert others <= ALSO.get(code, set()), found


#: What one fault cannot but break as well.
ALSO = {
    "P120": {"P207"},
    "P203": {"P112"},
    "P204": {"P205", "P206"},
    "P205": {"P206", "P207", "P220"},
    "P214": {"P220"},
    "P223": {"P111"},
    "P301": {"P308", "P310"},
    "P306": {"P310"},
    "P212": {"P213"},
    "P105": {"P107"},
}


def test_enough_faults_are_tried() -> None:
    assert len(faults.PRINT) + len(faults.SCREEN) + 4 >= 40
    tried = {code for code, _, _ in faults.PRINT + faults.SCREEN}
    missing = set(RULES) - tried - set(faults.ELSEWHERE)
    assert not missing, f"tests/preflight/faults.py has no fault that breaks {sorted(missing)}"
    assert tried | set(faults.ELSEWHERE) == set(RULES)
    for code, file in faults.ELSEWHERE.items():
        told = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert code in told, f"{file} does not break {code}"


def test_no_two_rules_have_one_code() -> None:
    codes = [SOUND.code, *(rule.code for module in _MODULES for rule in module.RULES)]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    assert not twice, f"a code is taken twice in report/preflight/checks/: {twice}"


@pytest.mark.parametrize("edge", [0, 1, 2, 3])
def test_colour_that_ends_at_the_trim_is_found(edge: int) -> None:
    def change(document: pikepdf.Pdf) -> None:
        left, bottom, right, top = (float(part) for part in document.pages[0].TrimBox)
        areas = [
            (left, bottom, 30, top - bottom),
            (left, bottom, right - left, 30),
            (right - 30, bottom, 30, top - bottom),
            (left, top - 30, right - left, 30),
        ]
        numbers = " ".join(f"{part:.3f}" for part in areas[edge])
        faults.content(f"0 1 1 0 k {numbers} re f")(document)

    found = preflight(faults.faulty(sound(PRINT), change), "print").findings
    assert {one.code for one in found} == {"P207"}


def test_a_file_that_is_none_and_one_that_is_locked() -> None:
    assert codes(b"no PDF at all", "print") == {"P101"}
    assert codes(sound(PRINT)[:2000], "print") == {"P101"}
    for password in ("", "secret"):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(sound(PRINT))) as document:
            document.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
        assert "P102" in codes(out.getvalue(), "print")


@pytest.mark.skipif(ghostscript() is None, reason="Ghostscript is not installed")
def test_ink_that_lies_on_ink_is_measured() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.ExtGState["/Over"] = pikepdf.Dictionary(op=True, OPM=1)
        both = "1 1 0 0 k 100 100 40 40 re f /Over gs 0 0 1 1 k 100 100 40 40 re f"
        faults.content(both)(document)

    assert codes(sound(PRINT), "print") == set()
    (found,) = preflight(faults.faulty(sound(PRINT), change), "print").findings
    assert (found.code, found.page) == ("P220", 1)
    assert "400%" in found.message
    # Its upper left corner is 100 pt from the left and 140 pt from the foot of a page of 297 mm.
    assert found.x == pytest.approx(100 * 25.4 / 72, abs=1)
    assert found.y == pytest.approx(297 - 140 * 25.4 / 72, abs=1)


def test_without_ghostscript_it_is_said(tmp_path: Path) -> None:
    result = preflight(sound(PRINT), "print")
    assert result.unavailable == (("P220", "Ghostscript is not installed"),)
    file = tmp_path / "a.pdf"
    file.write_bytes(sound(PRINT))
    done = CliRunner().invoke(main, ["preflight", str(file)])
    assert "--  P220" in done.stdout
    assert "not checked; Ghostscript is not installed" in done.stdout


def test_a_finding_says_where() -> None:
    change = faults.content("1 0 0 rg 100 100 20 20 re f")
    (found,) = preflight(faults.faulty(sound(PRINT), change), "print").findings
    # The trimmed page starts 10 mm within the MediaBox, whose lower left is at −7 mm.
    assert found.page == 1
    assert found.where.startswith("page 1, ")
    assert found.x is not None
    assert found.y is not None
    assert 0 < found.x < 210
    assert 0 < found.y < 297


def test_the_profile_is_seen_from_the_file() -> None:
    assert preflight(sound(PRINT)).profile == "print"
    assert preflight(sound(SCREEN)).profile == "screen"


def test_the_command(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(sound(PRINT))
    change = faults.content("1 0 0 rg 100 100 20 20 re f")
    bad.write_bytes(faults.faulty(sound(PRINT), change))
    run = CliRunner()
    done = run.invoke(main, ["preflight", str(good)])
    assert done.exit_code == 0
    assert "0 broken" in done.stdout
    done = run.invoke(main, ["preflight", "--profile", "print", str(bad)])
    assert done.exit_code == 1
    assert "NO  P209" in done.stdout
    assert "error P209: page 1, " in done.stderr
    assert "→ use a colour of the tokens" in done.stderr
    done = run.invoke(main, ["--format", "json", "preflight", str(bad)])
    told = json.loads(done.stdout)
    assert [rule["code"] for rule in told["rules"]] == [rule.code for rule in rules_for("print")]
    (broken,) = [rule for rule in told["rules"] if rule["findings"]]
    assert broken["code"] == "P209"
    done = run.invoke(main, ["preflight", str(tmp_path / "none.pdf")])
    assert done.exit_code == 2
    assert "D002" in done.stderr


def test_every_rule_says_what_to_do() -> None:
    assert all(len(rule.cure) > 10 and not rule.cure.endswith(".") for rule in RULES.values())


@pytest.mark.variants(1)
@pytest.mark.parametrize("bad", [False, True])
def test_the_certificate_is_a_page_that_says_it_all(tmp_path: Path, bad: bool) -> None:
    pdf = sound(PRINT)
    if bad:
        pdf = faults.faulty(pdf, faults.content("1 0 0 rg 100 100 20 20 re f"))
    file, out = tmp_path / "年報.pdf", tmp_path / "record.pdf"
    file.write_bytes(pdf)
    done = CliRunner().invoke(main, ["preflight", str(file), "--certificate", str(out)])
    assert done.exit_code == int(bad)
    made = out.read_bytes()
    assert preflight(made, "screen").findings == ()
    words = re.sub(r"\s", "", text(made))
    with pikepdf.open(out) as document:
        assert len(document.pages) == 1
    assert sha256(pdf).hexdigest() in words
    for rule in rules_for("print"):
        assert rule.code in words
        assert re.sub(r"\s", "", rule.chinese) in words
    asked = len(rules_for("print")) - 1  # all but the one that Ghostscript answers
    assert (f"已檢查的{asked}項全部符合" in words) is not bad
    assert ("1處不符" in words) is bad
    if bad:  # with findings it has the same bytes each time
        again = CliRunner().invoke(main, ["preflight", str(file), "--certificate", str(out)])
        assert again.exit_code == 1
        assert out.read_bytes() == made


def test_the_certificate_has_words_for_every_rule() -> None:
    assert all(re.search(r"[\u4e00-\u9fff]{2}", rule.chinese) for rule in RULES.values())
