from __future__ import annotations

import pytest

from desktop.lab.builder.draft import drafted, places
from desktop.lab.builder.layout import Box, counted, sheet, volume
from engine.contract.spec import PRESETS


@pytest.mark.parametrize("name", ["race", "inception", "twins-8"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_everything_has_its_place_and_nothing_overlaps(name: str, scale: float) -> None:
    spec = PRESETS[name].spec
    draft = drafted(spec.contestants, spec.data)
    found = sheet(draft, scale)
    for index, picture in enumerate(found.rows):
        assert [picture.box_of(place) for place in places(draft.rows[index].parts)]
        boxes = [card.box for card in picture.cards] + [slot.box for slot in picture.slots]
        for number, a in enumerate(boxes):
            assert a.x >= 0
            assert a.right <= found.width
            assert a.y + a.height <= found.height
            assert all(_apart(a, b) for b in boxes[number + 1 :])
        for card in picture.cards:
            assert picture.at(card.card.x + 2, card.card.y + 2) == (card.block.place, "")
            for line in card.lines:
                assert picture.at(line.box.x + 5, line.box.y + 5) == (card.block.place, line.field)


def _apart(a: Box, b: Box) -> bool:
    return a.right <= b.x or b.right <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


def test_numbers_have_three_figures() -> None:
    assert [counted(n) for n in (9, 9999, 11_274, 792_064, 2_060_000, 138_357_544)] == [
        *("9", "9,999", "11.3 k", "792 k", "2.06 M", "138 M")
    ]


def test_larger_maps_have_larger_cuboids_and_more_of_them_deeper_ones() -> None:
    small, large, deep = (volume(shape, 1) for shape in ((8, 7, 7), (8, 28, 28), (64, 7, 7)))
    assert small[0] < large[0]
    assert small[2] < deep[2]
