"""Number lines: numbers have their places, ticks their words under them."""

from __future__ import annotations

import pytest

from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.marks import Rect, Role, Text

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


def test_a_dot_runs_along_its_track_and_its_number_is_written_when_it_is_there() -> None:
    plate, dot, *written = LINE.track(300.0, 75.0, 0.5, "75.0", "one", Role.FIRST)
    assert not written
    assert isinstance(dot, Rect)
    assert (dot.x + dot.width / 2, dot.y + dot.height / 2, dot.value) == (650.0, 300.0, 75.0)
    assert isinstance(plate, Rect)
    assert plate.x < LINE.left < LINE.right < plate.x + plate.width
    beside, over, near_the_end = (
        LINE.track(300.0, number, 1.0, "here", "one", Role.FIRST, loud=loud)[-1]
        for number, loud in ((75.0, False), (75.0, True), (79.5, False))
    )
    for text in (beside, over, near_the_end):
        assert isinstance(text, Text)
    assert (beside.anchor, over.anchor, near_the_end.anchor) == ("start", "middle", "end")  # type: ignore[union-attr]
    assert over.size > beside.size  # type: ignore[union-attr]
