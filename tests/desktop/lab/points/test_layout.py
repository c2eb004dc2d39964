"""Where maps stand: in rows of networks, as large as can be, and never over each other."""

from itertools import combinations

import pytest

from desktop.lab.points.layout import FOOT, HEAD, placed
from desktop.lab.points.wanted import Place

PIXELS = Place(None, "")
RACE = (PIXELS, Place(0, "a"), Place(0, "b"), Place(1, "a"), Place(1, "b"), Place(1, "c"))


@pytest.mark.parametrize("places", [RACE, RACE[1:], RACE[:3], (PIXELS,), (Place(0, "a"), Place(1, "a"))])
@pytest.mark.parametrize(("width", "height"), [(980, 400), (400, 900), (1860, 900)])
def test_maps_have_room_of_their_own_inside_the_whole(places: tuple[Place, ...], width: int, height: int) -> None:
    found = placed(places, width, height, 12)
    assert len(found) == len(places)
    for each in found:
        cell, square = each.cell, each.square
        assert cell.x >= 0
        assert cell.y >= 0
        assert cell.right <= width
        assert cell.y + cell.height <= height
        assert square.width == square.height >= 60
        assert square.y == pytest.approx(cell.y + HEAD * 12)
        assert cell.y + cell.height == pytest.approx(square.y + square.height + FOOT * 12)
    for one, two in combinations((each.cell for each in found), 2):
        beside = one.right <= two.x + 0.01 or two.right <= one.x + 0.01
        assert beside or one.y + one.height <= two.y + 0.01 or two.y + two.height <= one.y + 0.01
    assert len({round(each.square.width) for each in found}) == 1


def test_each_network_has_a_row_and_the_pixels_stand_before_both() -> None:
    pixels, a, b, c, d, e = placed(RACE, 980, 400, 12)
    assert a.square.y == b.square.y < c.square.y == d.square.y == e.square.y
    assert (a.square.x, b.square.x) == (c.square.x, d.square.x)
    assert pixels.square.right < a.square.x
    assert a.square.y < pixels.square.y < c.square.y


def test_one_map_of_each_network_stand_side_by_side() -> None:
    one, two = placed((Place(0, "a"), Place(1, "b")), 980, 400, 12)
    assert one.square.y == two.square.y
    assert one.square.width > 300
    assert placed((), 980, 400, 12) == ()
