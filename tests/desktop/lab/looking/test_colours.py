from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from desktop.lab.looking import colours
from desktop.lab.looking.sights import Sight
from scenes.stage.output.shading import flat_colours, hexed
from scenes.stage.output.theme import THEMES, Theme


def at(sight: Sight, limit: float, theme: Theme) -> list[str]:
    image = colours.image(sight, limit, theme)
    return [image.pixelColor(column, 0).name() for column in range(image.width())]


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_signed_numbers_go_two_ways_from_zero_and_what_is_missing_is_ground(theme: Theme) -> None:
    found = at(Sight(np.array([[-2.0, 0.0, 2.0, np.nan]]), signed=True), 2.0, theme)
    expected = [hexed(colour) for colour in flat_colours(np.array([-1.0, 0.0, 1.0]), theme)]
    assert found == [*expected, theme.surface]
    assert len({*expected}) == 3
    two_ways, one_way = (colours.ramp(theme, signed) for signed in (True, False))
    assert [two_ways.pixelColor(x, 0).name() for x in (0, 255)] == [expected[0], expected[2]]
    assert [one_way.pixelColor(x, 0).name() for x in (0, 255)] == expected[1:]


def test_the_outline_goes_between_bright_and_dark_pixels() -> None:
    picture = np.zeros((1, 4, 4), np.uint8)
    picture[0, 1, 2] = 255
    lines = colours.outline(picture, QRectF(0, 0, 40, 40))
    found = {(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines}
    assert found == {(20, 10, 30, 10), (20, 20, 30, 20), (20, 10, 20, 20), (30, 10, 30, 20)}
    assert colours.outline(np.zeros((3, 224, 224), np.uint8), QRectF(0, 0, 40, 40)) == []
