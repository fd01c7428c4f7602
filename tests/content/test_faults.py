"""Every kind of validation error has a message in plain words, at its place."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, StringConstraints, ValidationError

from report.content.faults import MOST, explain
from report.content.words import LIMITS, NEEDED, OWN
from report.content.yaml import parse
from report.findings.diagnostics import Diagnostic
from report.model.base import Model
from report.model.drawing import Drawing, kinds
from report.model.report import Day

#: Technical words that no message may use.
JARGON = ["tuple", "dict", "string", "int ", "float", "instance", "validation", "Input", "None"]


class Part(Model):
    name: Annotated[str, StringConstraints(min_length=1, max_length=5)]
    width: Literal["column", "full"] = "column"


class Sample(Model):
    text: str = ""
    number: int = Field(default=1, ge=0, lt=10)
    size: float = Field(default=1, gt=0, le=10)
    flag: bool = False
    day: Day | None = None
    parts: tuple[Part, ...] = Field(default=(), min_length=1, max_length=2)
    pair: tuple[int, int] = (1, 2)
    named: dict[Annotated[str, StringConstraints(pattern=r"^[a-z]+$")], Part] = Field(
        default_factory=dict
    )


def faults(text: str) -> list[Diagnostic]:
    tree = parse(text, "a.yaml")
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(tree)
    found = explain(caught.value, tree, "a.yaml")
    for one in found:
        assert one.hint
        for word in JARGON:
            assert word not in one.message, one.message
    return found


CASES = [
    ("text: [a]", "D102", "1:7", "“text” must be text, not a list"),
    ("text:", "D102", "1:6", "“text” must be text, not nothing"),
    ("text: {a: b}", "D102", "1:7", "“text” must be text, not a group of keys"),
    ("number: x", "D102", "1:9", "“number” must be a whole number, not “x”"),
    ("number: 1.5", "D102", "1:9", "“number” must be a whole number, not “1.5”"),
    ("number: nan", "D102", "1:9", "“number” must be a whole number, not “nan”"),
    ("number: [1]", "D102", "1:9", "“number” must be a whole number, not a list"),
    (
        f"number: {'9' * 5000}",
        "D102",
        "1:9",
        f"“number” must be a whole number, not “{'9' * 40}…”",
    ),
    ("number: -1", "D105", "1:9", "“number” must be 0 or more"),
    ("number: 10", "D105", "1:9", "“number” must be less than 10"),
    ("size: x", "D102", "1:7", "“size” must be a number, not “x”"),
    ("size: {}", "D102", "1:7", "“size” must be a number, not a group of keys"),
    ("size: inf", "D102", "1:7", "“size” must be a number, not “inf”"),
    ("size: 1e999", "D102", "1:7", "“size” must be a number, not “1e999”"),
    ("size: 0", "D105", "1:7", "“size” must be more than 0"),
    ("size: 10.5", "D105", "1:7", "“size” must be 10 or less"),
    ("flag: maybe", "D102", "1:7", "“flag” must be true or false, not “maybe”"),
    ("flag: []", "D102", "1:7", "“flag” must be true or false, not a list"),
    ("day: 2020-2-1", "D102", "1:6", "“day” must be a date like 2020-12-31, not “2020-2-1”"),
    ("day: [2020]", "D102", "1:6", "“day” must be a date like 2020-12-31, not a list"),
    ("parts: x", "D102", "1:8", "“parts” must be a list, not “x”"),
    ("parts: []", "D105", "1:8", "“parts” has too few entries: at least 1"),
    ("parts: [{name: a}, {name: b}, {name: c}]", "D105", "1:8", "at most 2"),
    ("parts: [x]", "D102", "1:9", "entry 1 of “parts” must be keys and values, not “x”"),
    ("parts: [{name: a}, {}]", "D103", "1:20", "the key “name” is missing here"),
    ("parts:\n  - name: ''", "D105", "2:11", "“name” is empty"),
    ("parts:\n  - name: abcdef", "D105", "2:11", "“name” is longer than 5 characters"),
    ("parts:\n  - {name: a, widht: full}", "D101", "2:15", "the key “widht” is unknown here"),
    ("parts:\n  - {name: a, width: ful}", "D105", "2:22", "“width” cannot be “ful”"),
    ("pair: [1, x]", "D102", "1:11", "entry 2 of “pair” must be a whole number, not “x”"),
    ("pair: [1]", "D105", "1:7", "“pair” has too few entries"),
    ("pair: [1, 2, 3]", "D105", "1:7", "“pair” has too many entries"),
    ("named: x", "D102", "1:8", "“named” must be keys and values, not “x”"),
    ("named:\n  A1: {name: a}", "D105", "2:3", "an id cannot be written like this: “A1”"),
    ("named:\n  a: {name: [x]}", "D102", "2:13", "“name” must be text, not a list"),
    ("txet: a", "D101", "1:1", "the key “txet” is unknown here"),
]


@pytest.mark.parametrize(("text", "code", "place", "message"), CASES)
def test_faults(text: str, code: str, place: str, message: str) -> None:
    (found,) = faults(text)
    assert (found.code, f"{found.line}:{found.column}") == (code, place)
    assert message in found.message


def test_a_misspelt_required_key_is_one_fault() -> None:
    (found,) = faults("parts: [{nmae: a}]")
    assert found.code == "D101"
    assert "did you mean “name”?" in found.hint


def test_an_unknown_key_beside_a_missing_one_are_two() -> None:
    assert [one.code for one in faults("parts: [{colour: a}]")] == ["D101", "D103"]


def test_many_faults_are_cut_short() -> None:
    found = faults("parts:\n" + "  - {nmae: a}\n" * 250)
    assert len(found) == MOST + 1
    assert found[-1].message == "and 150 more findings in this file"


def test_an_unknown_kind_of_error_still_has_a_message() -> None:
    class Odd(Model):
        even: int = Field(multiple_of=2)

    tree = parse("even: 3", "a.yaml")
    with pytest.raises(ValidationError) as caught:
        Odd.model_validate(tree)
    (found,) = explain(caught.value, tree, "a.yaml")
    assert (found.code, found.line, found.column) == ("D105", 1, 7)
    assert "“even” (“3”)" in found.message
    assert found.hint


def test_the_tables_of_messages_are_complete() -> None:
    for wanted, hint in NEEDED.values():
        assert wanted
        assert hint
    for words, hint in LIMITS.values():
        assert words
        assert hint
    assert all(code.startswith("D") for code, _ in OWN.values())


@pytest.mark.parametrize("kind", kinds())
def test_every_drawing_says_how_many_facts_it_takes(kind: str) -> None:
    class Binding:
        def fact(self, name: str) -> Any:
            raise LookupError(f"there is no fact “{name}”", "none at all")

        series = fact

        def prose(self, text: str) -> Any:
            return text

    fewest = kinds()[kind].fewest
    text = f"kind: {kind}\nfacts: [{', '.join(['a.b'] * 9)}]"
    tree = parse(text if not fewest else f"kind: {kind}", "a.yaml")
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate(tree, context=Binding())
    found = explain(caught.value, tree, "a.yaml")
    if fewest:
        assert [one.code for one in found] == ["D207"]
        assert f"“{kind}” takes {fewest}" in found[0].message
        assert "docs/blocks.md" in found[0].hint
    else:
        assert {one.code for one in found} == {"D201"}
        assert found[0].hint == "none at all"
