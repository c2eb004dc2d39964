"""The map in the corner says where one is, and only while one is near."""

from __future__ import annotations

import pytest

from scenes.stage.core.marks import Group, Rect, lettering
from scenes.stage.core.minimap import MAP, minimap
from scenes.stage.core.placing import Box, placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step
from scenes.stage.core.transition import between

THING = Rect(x=800, y=450, width=160, height=90, fill=1, name="thing")
TITLE = lettering(56, 62, "Title", size=52, pinned=True)
WHOLE_FRAME = Frame((THING, TITLE), (Step("Step", "It stands.", 1.0),), 0.5)


@pytest.mark.parametrize(("zoom", "there"), [(1.0, False), (1.5, False), (0.5, False), (1.8, True), (4.0, True)])
def test_it_is_there_from_a_zoom_of_1_8_on(zoom: float, there: bool) -> None:
    found = minimap(WHOLE_FRAME.through(Box(0, 0, 1600 / zoom)))
    assert bool(found) == there
    assert not there or found[0].opacity == pytest.approx(1.0)


def test_it_shows_the_stage_at_18_percent_with_a_frame_around_what_is_seen() -> None:
    frame = WHOLE_FRAME.through(Box(400, 225, 400))
    marks = list(placed(minimap(frame)))
    boxes = [(each.mark.x + each.dx, each.mark.y + each.dy, each.mark.width) for each in marks]
    assert boxes[0] == pytest.approx((1256, 628, 288)), "its plate"
    assert boxes[1] == pytest.approx((1256 + 800 * 0.18, 628 + 450 * 0.18, 160 * 0.18)), "the thing"
    assert boxes[-1] == pytest.approx((1256 + 400 * 0.18, 628 + 225 * 0.18, 400 * 0.18)), "what is seen"
    assert len(boxes) == 3, "the title is pinned, and no part of the stage"
    assert (MAP.x, MAP.y, MAP.width) == pytest.approx((1256, 628, 288))


def test_nobody_can_take_hold_of_it() -> None:
    frame = WHOLE_FRAME.through(Box(0, 0, 400))
    assert not any(isinstance(mark, Group) for mark in frame.marks)
    assert [each.mark.name for each in frame.touched()] == ["thing", ""]


def test_on_the_way_to_another_picture_it_is_that_of_the_later_one() -> None:
    near = WHOLE_FRAME.through(Box(0, 0, 400))
    assert minimap(between(WHOLE_FRAME, near, 0.5)) == minimap(near)
    assert minimap(between(near, WHOLE_FRAME, 0.5)) == ()
