"""Roads: bends are round, numbers go along them evenly, and both roads of a block meet where they should."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.core.marks import Grid, Rect, Role, Text, outline
from scenes.stage.core.stage import LEFT, PICTURE, RIGHT
from scenes.stage.residual.joining import BESIDE, JOINED, LEAVES, Term, joining, passing
from scenes.stage.residual.lanes import BEND, Lever, along, arrow, length, rounded, stretch
from scenes.stage.residual.two_roads import LOW, UP, Slot, TwoRoads

CORNERS = ((0.0, 0.0), (200.0, 0.0), (200.0, 300.0))
shapes = st.sampled_from([(3, 1), (4, 4)])
SLOTS: tuple[Slot, ...] = ("x", "upper", "lower", "out")


def test_along_a_line_things_move_evenly() -> None:
    road = ((0.0, 0.0), (30.0, 0.0), (30.0, 10.0))
    assert [along(road, share) for share in (-1, 0, 0.375, 0.75, 0.875, 1, 2)] == [
        (0, 0), (0, 0), (15, 0), (30, 0), (30, 5), (30, 10), (30, 10)
    ]  # fmt: skip


def test_corners_are_rounded_off_and_ends_stay() -> None:
    road = rounded(CORNERS)
    assert (road[0], road[-1]) == (CORNERS[0], CORNERS[-1])
    assert CORNERS[1] not in road
    assert (200.0 - BEND, 0.0) in road
    assert (200.0, BEND) in road
    turns = [
        abs(math.remainder(math.atan2(c[1] - b[1], c[0] - b[0]) - math.atan2(b[1] - a[1], b[0] - a[0]), math.tau))
        for a, b, c in zip(road, road[1:], road[2:], strict=False)
    ]
    assert max(turns) < math.radians(25)


def test_where_there_is_no_room_bends_are_smaller() -> None:
    road = rounded(((0.0, 0.0), (20.0, 0.0), (20.0, 300.0)))
    assert all(x <= 20.0 and y >= 0.0 for x, y in road)


@given(st.floats(0, 1), st.floats(0, 1))
def test_parts_of_a_line_are_as_long_as_they_say_and_lie_on_it(one: float, other: float) -> None:
    road = rounded(CORNERS)
    begin, end = sorted((one, other))
    part = stretch(road, begin, end)
    assert length(part) == pytest.approx((end - begin) * length(road), abs=1e-6)
    assert part[-1] == pytest.approx(along(road, end))
    assert part[0] == pytest.approx(along(road, begin))
    assert len(part) >= 2


def test_an_arrow_points_where_things_go() -> None:
    (x0, _), (x1, _), (x2, _) = arrow((100.0, 100.0), (-1.0, 0.0)).points
    assert x1 < x0 == x2


@given(st.floats(0, 1))
def test_a_lever_leans_from_one_side_to_the_other(on: float) -> None:
    lever = Lever((500.0, 300.0), on)
    left, right = lever.reach
    assert left[0] <= lever.knob[0] <= right[0]
    assert lever.knob[1] > 300.0
    words = {mark.text: mark for mark in lever.draw("lever", None) if isinstance(mark, Text)}
    assert words["on"].runs[0].bold == (on > 0.5)
    assert words["off"].runs[0].bold == (on <= 0.5)
    assert any(isinstance(mark, Rect) and mark.name == "lever" for mark in lever.draw("lever", None))


@given(shapes, st.booleans(), st.booleans())
def test_maps_stand_on_their_roads_beside_one_another_in_the_picture(
    shape: tuple[int, int], back: bool, at_fork: bool
) -> None:
    roads = TwoRoads(shape, back=back, at_fork=at_fork)
    boxes = {slot: outline(roads.grid(slot, np.zeros(shape))) for slot in SLOTS}
    for left, top, right, bottom in boxes.values():
        assert LEFT <= left < right <= RIGHT
        assert PICTURE[1] <= top < bottom <= PICTURE[3]
    ordered = ("x", "upper", "out")
    assert all(boxes[one][2] < boxes[other][0] for one, other in pairwise(ordered))
    assert boxes["x"][2] < roads.fork[0] < roads.plus[0] < boxes["out"][0]
    (begin, end), (lane, _, lane_end, _) = roads.box, boxes["upper"]
    assert end < lane or lane_end < begin
    slots: tuple[tuple[Slot, float], ...] = (("upper", UP), ("lower", LOW))
    for slot, y in slots:
        road = roads.upper if slot == "upper" else roads.lower
        assert along(road, roads.lane_share(slot)) == pytest.approx((roads.places[slot][0], y))


@pytest.mark.parametrize("shape", [(3, 1), (4, 4)])
@pytest.mark.parametrize("back", [False, True])
def test_terms_slide_into_one_another_where_roads_meet(shape: tuple[int, int], back: bool) -> None:
    roads = TwoRoads(shape, back=back, at_fork=back)
    upper, lower = (Term(slot, np.full(shape, value), Role.INPUT) for slot, value in (("upper", 1.0), ("lower", 2.0)))
    total = Term("x" if back else "out", np.full(shape, 3.0), Role.OUTPUT)
    meet = (roads.fork if back else roads.plus)[0]

    def at(t: float) -> list[Grid]:
        return [mark for mark in joining(roads, (upper, lower), total, t) if isinstance(mark, Grid)]

    def middle(grid: Grid) -> float:
        left, _, right, _ = outline(grid)
        return (left + right) / 2

    assert [middle(grid) for grid in at(0.0)] == pytest.approx([roads.places[slot][0] for slot in ("upper", "lower")])
    beside = at(BESIDE)
    assert {value for grid in beside for value in grid.values.array.ravel().tolist()} == {1.0, 2.0}
    assert {middle(grid) < meet for grid in beside if grid.values.array[0, 0] == 1.0} == {True}
    between = at((BESIDE + JOINED) / 2)
    assert {1.0, 2.0, 3.0} == {value for grid in between for value in grid.values.array.ravel().tolist()}
    one = at(LEAVES - 1e-6)
    assert all(grid.values.array[0, 0] == 3.0 for grid in one)
    (gone,) = at(1.0)
    assert middle(gone) == pytest.approx(roads.places[total.slot][0])
    assert gone.values.array.tolist() == total.values.tolist()


def test_what_is_alone_goes_on_alone() -> None:
    roads = TwoRoads((3, 1))
    term = Term("upper", np.ones((3, 1)), Role.PRODUCT)
    start, end = (outline(passing(roads, term, "out", t)) for t in (0.0, 1.0))
    assert (start[0] + start[2]) / 2 == pytest.approx(roads.places["upper"][0])
    assert (end[0] + end[2]) / 2 == pytest.approx(roads.places["out"][0])
