"""What is measured in pictures, on pictures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Rect, Role, lettering
from scenes.stage.output.theme import DARK
from tests.audit.pictures import BLOCK, Pixels, Screen, changed, in_use
from tests.desktop.painted import frame_of

BLOCKS = 40 * 20
"""So many blocks stand under the title."""


def plain(level: int = 50) -> Pixels:
    return np.full((HEIGHT, WIDTH, 4), level, np.uint8)


def use(top: int, left: int, height: int, width: int, level: int) -> float:
    """How many blocks are in use where a box of one level stands on an empty stage of 50."""
    picture = plain()
    picture[top : top + height, left : left + width, 1] = level
    return in_use(picture, plain()) * BLOCKS


def test_an_empty_stage_is_not_in_use() -> None:
    assert in_use(plain(), plain()) == 0


def test_one_pixel_uses_its_block() -> None:
    assert use(104, 0, 1, 1, 69) == pytest.approx(1)
    assert use(899, 1599, 1, 1, 31) == pytest.approx(1)


def test_what_is_fainter_than_18_levels_is_not_seen() -> None:
    assert use(104, 0, 400, 400, 68) == 0
    assert use(104, 0, 400, 400, 32) == 0


def test_the_title_does_not_count() -> None:
    assert use(0, 0, 104, WIDTH, 255) == 0


@pytest.mark.parametrize(("top", "left", "height", "width", "blocks"), [(104, 0, 400, 800, 200), (123, 20, 40, 40, 4)])
def test_a_box_uses_the_blocks_that_it_touches(top: int, left: int, height: int, width: int, blocks: int) -> None:
    assert use(top, left, height, width, 255) == pytest.approx(blocks)


def test_everything_is_in_use_with_a_mark_in_each_block() -> None:
    picture = plain()
    picture[104::BLOCK, ::BLOCK] = 255
    assert in_use(picture, plain()) == 1


def test_pixels_change_by_more_than_32_levels_of_any_colour() -> None:
    after = plain()
    after[:90, :, 0] = 83
    after[90:180, :, 2] = 17
    after[180:, :, :3] = 82
    assert changed(plain(), after) == changed(after, plain()) == pytest.approx(180 / HEIGHT)


def use_of(*marks: AnyMark) -> float:
    screen = Screen(DARK)
    return in_use(screen.picture(frame_of(*marks)), screen.picture(frame_of())) * BLOCKS


def test_painted_marks_use_the_stage_where_they_can_be_seen(qapp: object) -> None:
    box = Rect(x=400, y=144, width=400, height=240, fill=1.0, role=Role.OUTPUT)
    assert use_of(box) == pytest.approx(60)
    assert use_of(Rect(x=400, y=144, width=400, height=240, fill=0.02, role=Role.OUTPUT)) == 0
    assert use_of(lettering(56, 56, "Title", size=44)) == 0


def test_a_picture_stays_when_the_next_one_is_painted(qapp: object) -> None:
    screen = Screen(DARK, (160, 90))
    empty = screen.picture(frame_of())
    full = screen.picture(frame_of(Rect(x=0, y=0, width=1600, height=900, fill=1.0, role=Role.TEXT)))
    assert changed(empty, full) == 1
    assert screen.cost > 0
