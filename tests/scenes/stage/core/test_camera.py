"""The camera and the places of marks: groups that grow, a view that looks closer, posters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenes.stage.core.camera import (
    CLOSEST,
    FAR_MOVE,
    FARTHEST,
    MOVE,
    Look,
    Room,
    framing,
    moved,
    seconds_between,
    view_at,
)
from scenes.stage.core.catalogue import CHAPTERS, Scene, entry, plan, poster, render
from scenes.stage.core.gestures import gesture, hit
from scenes.stage.core.grips import PickCell
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import Grid, Group, Rect, Text, lettering, outline
from scenes.stage.core.placing import WHOLE, Box, placed
from scenes.stage.core.stage import PICTURE, Frame, Stage
from scenes.stage.core.timeline import boundaries
from scenes.stage.numbers.values import Values

CLOSE = Box(400.0, 225.0, 800.0)


def rect(x: float, y: float = 0.0, *, pinned: bool = False) -> Rect:
    return Rect(x=x, y=y, width=10.0, height=20.0, line=2.0, name="box", pinned=pinned)


def test_a_group_grows_about_its_own_corner_and_groups_multiply() -> None:
    inner = Group(marks=(rect(10.0, 5.0),), dx=1.0, dy=2.0, scale=2.0)
    [found] = placed((Group(marks=(inner,), dx=100.0, dy=200.0, scale=3.0),))
    assert isinstance(found.mark, Rect)
    assert found.mark.x + found.dx == 100.0 + 3.0 * (1.0 + 2.0 * 10.0)
    assert found.mark.y + found.dy == 200.0 + 3.0 * (2.0 + 2.0 * 5.0)
    assert (found.mark.width, found.mark.line) == (60.0, 12.0)


def test_a_view_shows_its_box_as_large_as_the_stage_and_leaves_what_is_pinned() -> None:
    seen, pinned = placed((rect(400.0, 225.0), rect(400.0, 225.0, pinned=True)), view=CLOSE)
    assert isinstance(seen.mark, Rect)
    assert isinstance(pinned.mark, Rect)
    assert (seen.mark.x + seen.dx, seen.mark.y + seen.dy, seen.mark.width) == (0.0, 0.0, 20.0)
    assert (pinned.mark.x + pinned.dx, pinned.mark.width) == (400.0, 10.0)


@pytest.mark.parametrize(("size", "opacity"), [(20.0, 1.0), (17.0, 0.5)])
def test_words_made_small_fade_before_they_can_not_be_read(size: float, opacity: float) -> None:
    [found] = placed((Group(marks=(lettering(0.0, 0.0, "word", size=2 * size),), scale=0.5),))
    assert isinstance(found.mark, Text)
    assert found.mark.size == size
    assert found.opacity == pytest.approx(opacity)


def test_words_that_would_be_unreadable_are_left_out() -> None:
    assert list(placed((Group(marks=(lettering(0.0, 0.0, "word", size=28.0),), scale=0.5),))) == []


class Picked(Knobs):
    """A knob that a click on a cell sets."""


def test_a_hand_finds_the_cell_that_it_sees_through_the_view() -> None:
    places = squares((400.0, 225.0), 100.0, 2, 2)
    grip = PickCell("at", places)
    values = Values(np.array([[1.0, 2.0], [3.0, 4.0]]))
    cells = Grid(values=values, origin=(400.0, 225.0), u=(100.0, 0.0), v=(0.0, 100.0), name="cells", grip=grip)
    found = hit(Frame((cells,), (), 0.0, CLOSE), (250.0, 90.0))
    assert found is not None
    assert (found.cell, found.value) == ((0, 1), 2.0)
    assert isinstance(found.mark.grip, PickCell)
    assert found.mark.grip.lattice.moved(*found.shift).cell((250.0, 90.0)) == (0, 1)
    assert gesture(Frame((), (), 0.0), Picked(), 0.0, found, (250.0, 90.0)) == (Picked(), 0.0)


def test_the_camera_stays_until_a_look_begins_and_has_arrived_when_it_ends() -> None:
    looks = [Look(1.0, 0.9, CLOSE), Look(4.0, 0.9, WHOLE)]
    assert view_at(looks, 1.0) == WHOLE
    assert view_at(looks, 1.9) == view_at(looks, 4.0) == CLOSE
    assert view_at(looks, 4.9) == WHOLE
    assert 800.0 < view_at(looks, 1.45).width < 1600.0


def test_widths_grow_evenly_in_their_logarithm_about_a_point_that_stands_still() -> None:
    start, goal = Box(0.0, 0.0, 1600.0), Box(300.0, 150.0, 400.0)
    assert moved(start, goal, 0.5).width == pytest.approx(800.0)
    still = 300.0 / (1.0 - 400.0 / 1600.0)  # the x that is seen at the same share of the width in both
    for share in (0.2, 0.5, 0.8):
        box = moved(start, goal, share)
        assert (still - box.x) / box.width == pytest.approx(still / 1600.0)
    assert moved(start, Box(160.0, 0.0, 1600.0), 0.5) == Box(80.0, 0.0, 1600.0)


def test_a_far_move_takes_longer() -> None:
    assert seconds_between(WHOLE, CLOSE) == MOVE
    assert seconds_between(WHOLE, Box(0.0, 0.0, 500.0)) == FAR_MOVE


@pytest.mark.parametrize("part", [(0, 0, 400, 100), (300, 200, 320, 800), (700, 400, 701, 401), (-900, 0, 5000, 900)])
def test_a_part_of_the_stage_fills_the_room_for_the_picture_as_far_as_the_camera_goes(part: Room) -> None:
    box = framing(part, PICTURE)
    left, top = ((part[0] - box.x) * box.zoom, (part[1] - box.y) * box.zoom)
    right, bottom = ((part[2] - box.x) * box.zoom, (part[3] - box.y) * box.zoom)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((800.0, 447.0))
    assert FARTHEST <= box.zoom <= CLOSEST
    if FARTHEST < box.zoom < CLOSEST:
        assert min(PICTURE[2] - PICTURE[0] - right + left, PICTURE[3] - PICTURE[1] - bottom + top) == pytest.approx(0.0)


def test_the_camera_may_be_kept_farther_away() -> None:
    part = (700.0, 400.0, 701.0, 401.0)
    assert framing(part, PICTURE, 1.7).zoom == pytest.approx(1.7)
    assert framing((0.0, 0.0, 1488.0, 600.0), PICTURE, 1.7) == framing((0.0, 0.0, 1488.0, 600.0), PICTURE)


def test_a_box_within_a_box_is_a_part_of_that_part() -> None:
    assert CLOSE.within(WHOLE) == CLOSE
    assert Box(800.0, 450.0, 800.0).within(CLOSE) == Box(800.0, 450.0, 400.0)
    assert WHOLE.within(CLOSE) == CLOSE


def _scene(stage: Stage, knobs: Knobs) -> None:
    near = stage.step("Near", "One box.", 2.0)
    far = stage.step("Far", "All boxes.", 2.0)
    stage.look_at("box", near, margin=0.0)
    stage.look_at("nobody", near, lead=0.1)
    stage.look_at(None, far)
    stage.poster(near, CLOSE)
    stage.add(Rect(x=800.0, y=450.0, width=400.0, height=225.0, name="box"))


SCENE = Scene("near", "Near", CHAPTERS[0], 1, "", (), (), (), _scene, Knobs)


def test_a_scene_looks_at_marks_by_their_name_and_back_at_the_whole() -> None:
    assert render(SCENE, Knobs(), 0.0).view == WHOLE
    [box] = (each for each in render(SCENE, Knobs(), 2.0).placed() if each.mark.name == "box")
    left, top, right, bottom = outline(box.mark)  # type: ignore[arg-type]
    room = ((PICTURE[0] + PICTURE[2]) / 2, (PICTURE[1] + PICTURE[3]) / 2)
    assert ((left + right) / 2 + box.dx, (top + bottom) / 2 + box.dy) == pytest.approx(room)
    assert bottom - top == pytest.approx(PICTURE[3] - PICTURE[1])  # as high as there is room
    assert right - left < PICTURE[2] - PICTURE[0]
    assert render(SCENE, Knobs(), 4.0).view == WHOLE


def test_who_brings_numbers_comes_in_where_the_scene_says_or_at_its_key_picture() -> None:
    def other(stage: Stage, knobs: Knobs) -> None:
        _scene(stage, knobs)
        stage.enter(stage.step("Beside", "And once more.", 2.0))

    def within(stage: Stage, knobs: Knobs) -> None:
        other(stage, knobs)
        stage.enter(stage.step("Last", "And half of this.", 2.0), 0.5)

    assert entry(SCENE, Knobs()) == 2.0
    assert entry(replace(SCENE, build=other), Knobs()) == boundaries(plan(replace(SCENE, build=other), Knobs()))[2]
    *_, begin, end = boundaries(plan(replace(SCENE, build=within), Knobs()))
    assert begin < entry(replace(SCENE, build=within), Knobs()) < end


def test_the_poster_is_the_end_of_its_step_seen_in_its_box() -> None:
    found = poster(SCENE)
    assert (found.t, found.view) == (2.0, CLOSE)
