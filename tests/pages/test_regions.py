"""Regions are frames around what differs between two pictures."""

from __future__ import annotations

import numpy as np

from report.pages.regions import regions
from tests.timing import takes_at_most

WHITE = np.full((160, 240, 3), 255, np.uint8)


def changed(*areas: tuple[int, int, int, int], value: int = 0) -> np.ndarray:
    """Return a white picture with areas (left, top, right, foot) in px of another gray."""
    pixels = WHITE.copy()
    for left, top, right, foot in areas:
        pixels[top:foot, left:right] = value
    return pixels


def test_equal_pictures_have_none() -> None:
    assert regions(WHITE, WHITE.copy(), 1) == []


def test_antialiasing_is_no_difference() -> None:
    assert regions(WHITE, changed((10, 10, 90, 90), value=240), 1) == []


def test_two_places_far_apart_are_two_regions_from_the_top() -> None:
    found = regions(WHITE, changed((200, 120, 210, 130), (16, 8, 40, 24)), 1)
    assert found == [(16, 8, 24, 16), (200, 120, 16, 16)]


def test_close_places_are_one_region() -> None:
    found = regions(WHITE, changed((16, 16, 20, 20), (32, 16, 36, 20), (16, 32, 20, 36)), 0.5)
    assert found == [(8, 8, 12, 12)]


def test_what_meets_only_further_down_is_one_region() -> None:
    shape = changed((16, 16, 24, 96), (160, 16, 168, 96), (16, 96, 168, 104))
    assert regions(WHITE, shape, 1) == [(16, 16, 152, 88)]


def test_pictures_of_another_size_differ_as_a_whole() -> None:
    assert regions(WHITE, np.zeros((80, 80, 3), np.uint8), 0.75) == [(0, 0, 60, 60)]


def test_noise_on_a_whole_page_is_quick() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1123, 794, 3), np.uint8)
    noise[::16] = 255
    noise[:, ::16] = 255
    with takes_at_most(2):
        assert regions(np.full_like(noise, 255), noise, 1)
