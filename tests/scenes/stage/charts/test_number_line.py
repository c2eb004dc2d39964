"""Number lines: numbers have their places, ticks their words under them."""

from __future__ import annotations

import pytest

from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.marks import Rect, Text

LINE = NumberLine(400.0, 1400.0, 70.0, 80.0)


def test_numbers_have_their_places_also_beyond_the_ends() -> None:
    assert [LINE.at(number) for number in (70, 72.5, 80, 81)] == pytest.approx([400, 650, 1400, 1500])


def test_a_tick_stands_at_its_number_with_its_words_in_the_middle_under_it() -> None:
    tick, words, *others = LINE.ticks((75, 80), 200.0, 30.0, words="{} %".format, width=4, below=20)
    assert isinstance(tick, Rect)
    assert isinstance(words, Text)
    assert (tick.x, tick.y, tick.width, tick.height) == (898, 200, 4, 30)
    assert (words.x, words.y, words.anchor, words.text) == (900, 250, "middle", "75 %")
    assert len(others) == 2
