"""Paths are drawn at once, with the same result as the engine's step-by-step drawing."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import svg

from report.typesetting.svg import drawings
from report.typesetting.svg.paths import draw_path, plain_commands


class Stream(list[tuple[Any, ...]]):
    """What was drawn."""

    def move_to(self, *places: float) -> None:
        self.append(("m", *places))

    def line_to(self, *places: float) -> None:
        self.append(("l", *places))

    def curve_to(self, *places: float) -> None:
        self.append(("c", *places))

    def close(self) -> None:
        self.append(("h",))


class Picture:
    """The part of the engine's picture that a path needs."""

    inner_width = inner_height = 100.0
    point = svg.SVG.point

    def __init__(self) -> None:
        self.stream = Stream()


class Node:
    """An element ``path``."""

    def __init__(self, text: str, **more: str) -> None:
        self.attrib = {"d": text, **{key.replace("_", "-"): value for key, value in more.items()}}
        self.vertices: deque[Any] = deque()

    def get(self, key: str, default: Any = None) -> Any:
        return self.attrib.get(key, default)


def engines(text: str) -> Stream:
    picture = Picture()
    drawings._path(picture, Node(text), 10)
    return picture.stream


def ours(text: str) -> Stream | None:
    picture = Picture()
    return picture.stream if draw_path(picture, Node(text)) else None


def alike(one: Stream, other: Stream) -> bool:
    return len(one) == len(other) and all(
        a[0] == b[0] and a[1:] == pytest.approx(b[1:], abs=1e-6)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "M0 0L10 10",
        "M 0 0 L 10 10 20 20 z",
        "m1 2 3 4 5 6z",
        "M0,0h10v10h-10z m5 5 l1 1z",
        "M-1-1h628.84v860.9h-628.84z",
        "M.5.5-.5-.5",
        "M1e1 1E-1L2 3",
        "M0 0C1 2 3 4 5 6 7 8 9 10 11 12S1 2 3 4s1 2 3 4",
        "M0 0c1 2 3 4 5 6s7 8 9 10 1 1 2 2L0 0S1 1 2 2",
        "M0 0zM1 1z",
        "M0 0L1 1zL2 2z",
        "M5 5h1 2 3v1 2 3H1V1",
        "\nM 1 2\n\tL 3 4\n",
        "M1 2L3 4M5 6",
    ],
)
def test_simple_paths_are_the_same_as_the_engines(text: str) -> None:
    mine = ours(text)
    assert mine is not None
    assert alike(mine, engines(text)), (mine, engines(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "L0 0",
        "M0 0L1",
        "M0 0L1 2 3",
        "M0",
        "M",
        "M0 0z1",
        "M0 0A1 1 0 0 1 2 2",
        "M0 0Q1 1 2 2",
        "M0 0T1 1",
        "M0 0L1mm 2",
        "M0 0L1% 2",
        "M0 0L1 2-",
        "M0 0L1..2e",
        "M0 0L nan 1",
        "x M0 0",
        "M0 0#",
    ],
)
def test_other_paths_are_left_to_the_engine(text: str) -> None:
    assert ours(text) is None


def test_paths_with_markers_are_left_to_the_engine() -> None:
    for name in ("marker", "marker_start", "marker_mid", "marker_end"):
        assert not draw_path(Picture(), Node("M0 0L1 1", **{name: "url(#a)"}))


_NUMBER = st.floats(-999, 999, allow_nan=False).map(lambda one: f"{one:.3f}")
_PART = st.sampled_from("MmLlHhVvCcSsZz").flatmap(
    lambda letter: st.lists(
        _NUMBER,
        min_size={"m": 2, "l": 4, "h": 2, "v": 1, "c": 12, "s": 4, "z": 0}[letter.lower()],
        max_size={"m": 2, "l": 4, "h": 2, "v": 1, "c": 12, "s": 4, "z": 0}[letter.lower()],
    ).map(lambda numbers: letter + " ".join(numbers))
)


@given(st.lists(_PART, max_size=8))
def test_any_simple_path_is_the_same_as_the_engines(parts: list[str]) -> None:
    text = "M1 1L2 2" + "".join(parts)
    if plain_commands(text) is None:
        return
    mine = ours(text)
    assert mine is not None
    assert alike(mine, engines(text)), text
