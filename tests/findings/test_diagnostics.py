"""Findings as people and programs get them: one line each, in order, nothing lost."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.findings.diagnostics import (
    CODES,
    Diagnostic,
    Place,
    Severity,
    diagnostic,
    escalate,
    in_order,
    parted_cell,
    worst,
)
from report.findings.formats import FORMATS
from report.findings.formats.github import write as as_github
from report.findings.formats.json import write as as_json
from report.findings.formats.junit import write as as_junit
from report.findings.formats.sarif import write as as_sarif
from report.findings.formats.text import write as as_text

PLACE = Place("data/a.yaml", 3, 7)
ERROR = diagnostic("D101", "the key “x” is unknown here", hint="remove it", place=PLACE)
WARNING = diagnostic("D301", "the picture is missing", place=Place("data/a.yaml", 2, 1))
NOTE = diagnostic("D202", "never used", hint="print it")

FINDINGS = st.builds(
    Diagnostic,
    st.sampled_from(sorted(CODES)),
    st.sampled_from(Severity),
    st.text(),
    st.text(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)


def test_every_code_is_well_formed() -> None:
    for code, (severity, about) in CODES.items():
        assert re.fullmatch(r"D[0-9]{3}", code)
        assert severity in Severity
        assert about
        assert about[0].islower() or about.startswith(("YAML", "CSS"))
    assert len({about for _, about in CODES.values()}) == len(CODES)
    assert list(CODES) == sorted(CODES)


def test_an_unknown_css_property_fails_the_build() -> None:
    assert CODES["D502"][0] is Severity.ERROR


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place("", 3, 4), ""),
        (Place("a"), "a"),
        (Place("a", 3), "a:3"),
        (Place("a", 3, 4), "a:3:4"),
        (Place("a", 0, 4), "a"),
    ],
)
def test_places(place: Place, text: str) -> None:
    assert str(place) == text


def test_severity_is_the_codes_unless_given() -> None:
    assert WARNING.severity is Severity.WARNING
    assert diagnostic("D301", "x", severity=Severity.NOTE).severity is Severity.NOTE
    assert ERROR.place == PLACE


def test_escalation_and_the_worst() -> None:
    assert worst([]) is None
    assert worst([NOTE]) is Severity.NOTE
    assert worst([NOTE, WARNING]) is Severity.WARNING
    assert worst(escalate([NOTE, WARNING], frozenset({"D301"}))) is Severity.ERROR
    assert escalate([NOTE], frozenset({"D301"})) == (NOTE,)


def test_order_is_that_of_the_files_and_lines_each_finding_once() -> None:
    other = diagnostic("D101", "x", place=Place("data/a/b.yaml", 1, 1))
    assert in_order([other, ERROR, WARNING, NOTE, ERROR]) == [NOTE, other, WARNING, ERROR]


def test_text() -> None:
    assert as_text([ERROR, WARNING, NOTE]) == (
        "note D202: never used\n"
        "    → print it\n"
        "data/a.yaml:2:1: warning D301: the picture is missing\n"
        "data/a.yaml:3:7: error D101: the key “x” is unknown here\n"
        "    → remove it"
    )


def test_a_finding_can_neither_break_its_line_nor_command_the_terminal() -> None:
    nasty = diagnostic("D101", "a\nb\x1b[2J\u202ec\u3000d", place=Place("e\nf", 1, 1))
    assert as_text([nasty]) == "e⏎f:1:1: error D101: a⏎b<U+001B>[2J<U+202E>c\u3000d"


@given(st.lists(FINDINGS, max_size=5))
def test_text_has_a_line_for_each_finding(found: list[Diagnostic]) -> None:
    heads = [line for line in as_text(found).split("\n") if line and not line.startswith("    ")]
    assert len(heads) == len(set(found))


def test_json() -> None:
    (told,) = json.loads(as_json([ERROR]))
    assert told == {
        "code": "D101",
        "severity": "error",
        "message": "the key “x” is unknown here",
        "hint": "remove it",
        "file": "data/a.yaml",
        "line": 3,
        "column": 7,
    }
    assert json.loads(as_json([])) == []


@given(st.lists(FINDINGS, max_size=5))
def test_json_loses_nothing(found: list[Diagnostic]) -> None:
    told = json.loads(as_json(found))
    again = [Diagnostic(**{**one, "severity": Severity(one["severity"])}) for one in told]
    assert again == in_order(found)


def test_github() -> None:
    assert as_github([ERROR, WARNING, NOTE]) == (
        "::notice title=D202::never used%0A→ print it\n"
        "::warning file=data/a.yaml,line=2,col=1,title=D301::the picture is missing\n"
        "::error file=data/a.yaml,line=3,col=7,title=D101::"
        "the key “x” is unknown here%0A→ remove it"
    )


@given(FINDINGS)
def test_github_is_one_command_whatever_is_said(found: Diagnostic) -> None:
    told = as_github([found])
    assert "\n" not in told
    assert "\r" not in told
    match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", told, re.DOTALL)
    assert match
    fields = dict(part.split("=", 1) for part in match[2].split(","))
    assert set(fields) <= {"file", "line", "col", "title"}
    assert fields["title"] == found.code


def test_every_format_is_named() -> None:
    assert {"text", "json", "github", "sarif", "junit"} <= set(FORMATS)


@given(st.lists(FINDINGS, max_size=5))
def test_sarif_has_every_finding_with_its_place(found: list[Diagnostic]) -> None:
    log = json.loads(as_sarif(found))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {d.code for d in found}
    for told, d in zip(run["results"], in_order(found), strict=True):
        assert (told["ruleId"], told["level"]) == (d.code, str(d.severity))
        assert told["message"]["text"].startswith(d.message)
        assert ("locations" in told) == bool(d.file)
        if d.file and d.line:
            region = told["locations"][0]["physicalLocation"]["region"]
            assert region["startLine"] == d.line


@given(st.lists(FINDINGS, max_size=5))
def test_junit_is_xml_and_fails_for_errors(found: list[Diagnostic]) -> None:
    suite = ElementTree.fromstring(as_junit(found).encode())
    shown = in_order(found)
    assert int(suite.get("tests", "")) == len(shown) == len(suite.findall("testcase"))
    errors = [d for d in shown if d.severity is Severity.ERROR]
    assert int(suite.get("failures", "")) == len(errors) == len(suite.findall(".//failure"))
    assert [case.get("classname") for case in suite] == [d.code for d in shown]


def test_a_cell_of_a_spreadsheet_is_in_its_file() -> None:
    at = Place("sources/x.xlsx:環境!D14")
    found = [diagnostic("D223", "this cell is empty", place=at)]
    assert as_text(found).startswith("sources/x.xlsx:環境!D14: error D223: ")
    (place,) = json.loads(FORMATS["sarif"](found))["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "sources/x.xlsx"
    assert place["logicalLocations"] == [{"fullyQualifiedName": "環境!D14"}]
    assert "file=sources/x.xlsx,title=D223::環境!D14: this cell" in FORMATS["github"](found)
    assert parted_cell("data/a.yaml") == ("data/a.yaml", "")
