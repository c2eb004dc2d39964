from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from desktop.lab.looking.maps import Half, MapsView, Pair, arranged
from desktop.lab.looking.sights import Sight
from desktop.theme.appearance import Appearance


@pytest.mark.parametrize("count", [1, 2, 3, 6])
@pytest.mark.parametrize("room", [(900, 420), (480, 300), (1800, 800)])
@pytest.mark.parametrize("ratio", [1.0, 0.5])
def test_pairs_stand_apart_in_the_room_that_there_is(count: int, room: tuple[int, int], ratio: float) -> None:
    cells = arranged(count, QRectF(0, 0, *room), 13.0, ratio)
    assert len(cells) == count
    boxes = [box for _, *pair in cells for box in pair]
    assert len({(box.width(), box.height()) for box in boxes}) == 1
    assert boxes[0].height() == pytest.approx(ratio * boxes[0].width())
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert all(cell.x() <= box.x() and box.right() <= cell.right() for cell, *pair in cells for box in pair)
    for cell, *pair in cells:
        assert all(cell.top() < box.top() for box in pair), "the name stands above"


def sight(value: float) -> Sight:
    return Sight(np.array([[value, 0.0], [0.0, -value / 2]]), signed=True)


def test_both_halves_are_on_one_scale_or_each_is_on_its_own() -> None:
    pair = Pair(0, "CNN", ("explains bear",), (Half("step 3", sight(5.0)), Half("untrained", sight(0.5))))
    assert pair.limits(one_scale=True) == (6.0, 6.0)
    assert pair.limits(one_scale=False) == (6.0, 0.6)
    assert pair.likeness == pytest.approx(1.0)
    assert Pair(0, "CNN", ("",), (Half("", sight(5.0)), Half("", None))).likeness is None


def test_what_is_seen_is_told_in_words(looks: Appearance) -> None:
    view = MapsView(looks)
    pairs = (
        Pair(0, "CNN", ("explains bear", "bear"), (Half("step 3", sight(5.0)), Half("untrained", sight(-0.5)))),
        Pair(1, "Dense net", ("",), (Half("", None), Half("", None)), "It has left."),
    )
    view.show_pairs(np.zeros((1, 2, 2), np.uint8), pairs, "logits", one_scale=True)
    assert view.accessibleDescription() == (
        "CNN explains bear, rank correlation with the untrained network 1.00. Dense net: It has left."
    )
    assert view.reading((0.1, 0.1)) == "CNN +5.00, untrained −0.50 logits"
    assert view.reading((0.9, 0.9)) == "CNN −2.50, untrained +0.25 logits"
