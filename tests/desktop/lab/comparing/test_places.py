"""Where the parts of a network stand: nothing covers anything, and bars can be compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from desktop.lab.comparing.places import LEAST_MAPS, Widths, placed

WIDTHS = Widths(name=65, layer=40, classes=64, percent=52)


@pytest.mark.parametrize("wide", [70, 132, 180, 250, 500])
def test_maps_never_cover_words(wide: int) -> None:
    found = placed(QRectF(100, 20, wide, 80), 13, WIDTHS, 8, 3)
    boxes = [found.name, *([found.layer, *found.maps] if found.maps else [])]
    for place, one in enumerate(boxes):
        assert one.left() >= 100 - 1e-6
        assert one.right() <= 100 + wide + 1e-6
        assert not any(one.intersects(other) for other in boxes[place + 1 :])
    assert not found.maps or LEAST_MAPS <= len(found.maps) <= 8


def test_many_maps_are_shown_where_there_is_room() -> None:
    assert len(placed(QRectF(0, 0, 400, 80), 13, WIDTHS, 8, 3).maps) == 8
    assert len(placed(QRectF(0, 0, 70, 80), 13, WIDTHS, 8, 3).maps) == 0
    assert len(placed(QRectF(0, 0, 400, 80), 13, WIDTHS, 0, 3).maps) == 0


@pytest.mark.parametrize("wide", [132, 250])
def test_a_bar_and_its_number_have_room_at_100_per_cent(wide: int) -> None:
    for bar in placed(QRectF(0, 0, wide, 80), 13, WIDTHS, 8, 3).bars:
        assert bar.left() >= WIDTHS.classes
        assert bar.right() + WIDTHS.percent <= wide
