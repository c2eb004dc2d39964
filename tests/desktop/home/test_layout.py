from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect

from desktop.home.layout import LISTED, Measures, Plan, arrange, neighbour

COURSE = (7, 4, 8, 4)


def room(page: int, height: int) -> Measures:
    return Measures(page, page - 80, height, heading=36, name=28, gap=9, between=28)


@pytest.mark.parametrize("chapters", [COURSE, (1,), (11, 8, 4), (9, 9, 9, 9), (1, 12, 1, 1, 1)])
@pytest.mark.parametrize("page", [900, 1024, 1279, 1280, 1920, 3440])
@pytest.mark.parametrize("height", [430, 590, 1300])
def test_every_poster_is_in_the_page_and_none_lies_on_another(
    chapters: tuple[int, ...], page: int, height: int
) -> None:
    plan = arrange(chapters, room(page, height))
    whole = QRect(0, 0, page - 80, height)
    assert (len(plan.headings), len(plan.posters)) == (len(chapters), sum(chapters))
    assert all(whole.contains(place) for place in plan.posters)
    assert plan.height <= height
    assert not any(one.intersects(other) for one, other in combinations((*plan.posters, *plan.headings), 2))
    assert plan.picture[1] == pytest.approx(plan.picture[0] * 9 / 16, abs=1)


def rows(plan: Plan) -> int:
    return len({place.y() for place in plan.headings})


def test_chapters_stand_side_by_side_then_in_two_rows_then_in_a_list() -> None:
    assert rows(arrange(COURSE, room(1280, 590))) == 1
    assert rows(arrange(COURSE, room(1279, 590))) == 2
    listed = arrange(COURSE, room(899, 500))
    assert listed.listed
    assert listed.picture == LISTED == (160, 90)
    assert len({place.y() for place in listed.posters}) == sum(COURSE)
    assert listed.height > 500, "it is scrolled"


def test_on_a_wide_page_too_chapters_stand_in_two_rows_where_posters_become_larger_by_it() -> None:
    fuller = (9, 4, 9, 4)
    for page, height in ((1280, 590), (1600, 735)):
        wide = arrange(fuller, room(page, height))
        assert rows(wide) == 2
        assert wide.picture[0] > 150
    assert rows(arrange(COURSE, room(1600, 735))) == 1


def test_posters_are_as_large_as_in_the_target_picture() -> None:
    assert arrange(COURSE, Measures(1600, 1488, 735, 43, 34, 18, 38)).picture[0] == pytest.approx(217, abs=6)


def test_arrows_go_straight_on_before_aslant_and_stop_at_the_edge() -> None:
    places = [QRect(x * 100, y * 60, 90, 50) for y in range(3) for x in range(4)]
    right, down = QPoint(1, 0), QPoint(0, 1)
    assert neighbour(places, 5, right) == 6
    assert neighbour(places, 5, -right) == 4
    assert neighbour(places, 5, down) == 9
    assert neighbour(places, 5, -down) == 1
    assert neighbour(places, 0, -right) == 0
    assert neighbour(places, 11, down) == 11
    without = [place for index, place in enumerate(places) if index != 6]
    assert without[neighbour(without, 5, right)] == places[7], "over a gap in the row"


def test_a_course_without_scenes_has_no_places() -> None:
    assert arrange((), room(1280, 590)).posters == ()
