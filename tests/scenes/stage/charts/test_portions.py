"""Bars of a whole with a share of it filled."""

from __future__ import annotations

import pytest

from scenes.stage.charts.portions import portion
from scenes.stage.core.marks import Rect, Role, Text
from scenes.stage.draw.areas import Area

PLACE = Area(100.0, 200.0, 1000.0, 120.0)


@pytest.mark.parametrize(("share", "grown"), [(0.0, 1.0), (0.084, 1.0), (0.92, 1.0), (0.92, 0.5), (1.0, 1.0)])
def test_the_share_is_filled_and_its_per_cent_stand_beside_its_end(share: float, grown: float) -> None:
    whole, filled, words = portion(PLACE, share, Role.OUTPUT, "found", grown)
    assert isinstance(whole, Rect)
    assert isinstance(filled, Rect)
    assert isinstance(words, Text)
    assert (whole.x, whole.width, filled.x, filled.value) == (100.0, 1000.0, 100.0, share)
    assert filled.width == pytest.approx(max(3.0, 1000 * share * grown))
    assert words.text == f"{100 * share * grown:.1f} %"
    assert words.anchor == ("end" if filled.width > 500 else "start")
    end = filled.x + filled.width
    assert (words.x < end) == (words.anchor == "end")
