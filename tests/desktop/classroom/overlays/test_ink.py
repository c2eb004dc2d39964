"""Ink: strokes sticks to what they were drawn on, are round, and go where a rubber passes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from desktop.classroom.overlays import ink
from desktop.classroom.overlays.ink import Stroke, begun, extended, finished, marks, rubbed
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Inked, Path, Role
from scenes.stage.core.placing import WHOLE, Box

NEAR = Box(400.0, 225.0, 800.0)
"""The middle of the stage, twice as large."""


def drawn(*points: Point, view: Box = WHOLE) -> Stroke:
    stroke = begun(points[0], view)
    for point in points[1:]:
        stroke = extended(stroke, point, view)
    return stroke


def length(stroke: Stroke) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(stroke.points))


def test_a_stroke_is_kept_in_units_of_the_whole_stage() -> None:
    stroke = drawn((800, 450), (900, 450), view=NEAR)
    assert stroke.points == ((800, 450), (850, 450))
    assert stroke.width == ink.WIDTH / 2, "as wide on the screen as any"


def test_it_is_seen_where_it_was_drawn_and_moves_with_what_is_looked_at() -> None:
    stroke = drawn((300, 300), (500, 300), view=NEAR)
    same = marks([stroke], NEAR)[-1]
    assert same.pinned
    assert same.points == ((300, 300), (500, 300))
    elsewhere = marks([stroke], WHOLE)[-1]
    assert not elsewhere.pinned, "the painter's view places it, within the picture's pane"
    assert elsewhere.points == ((550, 375), (650, 375))


@pytest.mark.parametrize("y", [60.0, 860.0])
def test_on_the_title_and_on_the_caption_it_stands_still(y: float) -> None:
    stroke = drawn((300, y), (500, y), view=NEAR)
    for view in (NEAR, WHOLE):
        assert marks([stroke], view)[-1].points == ((300, y), (500, y))
        assert marks([stroke], view)[-1].pinned


def test_a_dot_is_seen() -> None:
    (border, dot) = marks([drawn((300, 300))], WHOLE)
    assert len(dot.points) == 2
    assert border.role == Role.SURFACE
    assert border.line > dot.line


def test_a_hand_that_trembles_adds_no_points() -> None:
    stroke = drawn((300, 300), (301, 300))
    assert len(stroke.points) == 1


def test_a_finished_stroke_is_round_and_has_few_points() -> None:
    corner = finished(drawn((100, 300), (300, 300), (300, 500)))
    assert (300, 300) not in corner.points
    assert corner.points[0] == (100, 300)
    assert corner.points[-1] == (300, 500)
    straight = finished(drawn(*((100 + 5 * index, 300) for index in range(100))))
    assert len(straight.points) == 2
    circle = drawn(*((800 + 200 * math.cos(a / 30), 450 + 200 * math.sin(a / 30)) for a in range(180)))
    kept = finished(circle)
    assert len(kept.points) < 80
    assert all(abs(math.dist(point, (800, 450)) - 200) < 1.0 for point in kept.points)


def test_a_rubber_takes_only_what_it_passes() -> None:
    stroke = drawn((100, 300), (500, 300))
    left, right = rubbed([stroke], (300, 310), 26, WHOLE)
    assert left.points[0] == (100, 300)
    assert right.points[-1] == (500, 300)
    gap = right.points[0][0] - left.points[-1][0]
    assert gap == pytest.approx(2 * math.sqrt((26 + ink.WIDTH / 2) ** 2 - 100))
    assert rubbed([stroke], (300, 400), 26, WHOLE) == (stroke,)
    assert length(left) + length(right) + gap == pytest.approx(400)


def test_a_rubber_takes_the_ends_dots_and_all_of_a_short_stroke() -> None:
    (left,) = rubbed([drawn((100, 300), (500, 300))], (500, 300), 26, WHOLE)
    assert left.points[-1][0] < 480
    assert rubbed([drawn((300, 300))], (310, 300), 26, WHOLE) == ()
    assert rubbed([drawn((300, 300), (310, 300))], (305, 300), 26, WHOLE) == ()


def test_a_rubber_leaves_no_crumbs() -> None:
    stroke = drawn((300, 300), (300 + 26 + ink.WIDTH / 2 + 5, 300))
    assert rubbed([stroke], (300, 300), 26, WHOLE) == ()


def test_a_rubber_is_as_large_as_it_is_seen() -> None:
    stroke = drawn((300, 300), (700, 300), view=NEAR)
    left, right = rubbed([stroke], (500, 300), 26, NEAR)
    assert right.points[0][0] - left.points[-1][0] == pytest.approx((2 * 26 + ink.WIDTH) / 2)


def test_behind_the_pen_marks_stay_as_they_are() -> None:
    """A stroke that grows is drawn anew only at its end: long ones cost no more than short ones."""
    points = [(100.0 + 4 * index, 300.0 + 20 * math.sin(index)) for index in range(200)]
    before, after = (marks([], WHOLE, drawn(*points[:count])) for count in (180, 190))
    assert len(set(after) - set(before)) == 2
    assert all(len(mark.points) <= ink.PIECE + 1 for mark in after)
    assert [type(mark) for mark in marks([drawn(*points)], WHOLE)] == [Inked, Inked], "a finished one is kept whole"
    assert type(after[-1]) is Path
