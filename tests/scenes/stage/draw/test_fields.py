"""Receptive fields on pictures: the square as far as there is room, what is cut out, and the sum behind its size."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenes import reference
from scenes.reference import Layer
from scenes.stage.core.marks import Path, Rect, Role
from scenes.stage.draw.fields import FIELD, cut_out, field, inside, widening

ROOM = (100.0, 100.0, 500.0, 500.0)


def lines(start: tuple[float, float], side: float) -> list[Path]:
    return [mark for mark in field(start, side, ROOM) if isinstance(mark, Path) and mark.role is Role.HIGHLIGHT]


def test_a_square_within_its_room_is_closed() -> None:
    (box, *_) = field((200.0, 150.0), 100.0, ROOM)
    assert isinstance(box, Rect)
    assert (box.name, box.x, box.y, box.width, box.height) == (FIELD, 200.0, 150.0, 100.0, 100.0)
    assert len(lines((200.0, 150.0), 100.0)) == 4


def test_a_square_is_open_where_it_goes_on_beyond_its_room() -> None:
    left, top, right, bottom = inside((50.0, 300.0), 400.0, ROOM)
    assert (left, top, right, bottom) == (100.0, 300.0, 450.0, 500.0)
    assert {line.points for line in lines((50.0, 300.0), 400.0)} == {
        ((450.0, 300.0), (450.0, 500.0)), ((100.0, 300.0), (450.0, 300.0)),
    }  # fmt: skip


def test_every_line_has_a_wider_one_under_it() -> None:
    marks = [mark for mark in field((200.0, 200.0), 100.0, ROOM, filled=False) if isinstance(mark, Path)]
    under, over = marks[:4], marks[4:]
    assert [each.points for each in under] == [each.points for each in over]
    assert all(one.line > other.line for one, other in zip(under, over, strict=True))


@given(st.integers(-4, 7), st.integers(-4, 7), st.integers(1, 5))
def test_what_is_cut_out_is_the_picture_and_dark_beyond_its_edge(top: int, left: int, size: int) -> None:
    picture = np.arange(1, 129).reshape(8, 8, 2)
    found = cut_out(picture, top, left, size) if top + size >= 0 <= left + size else None
    if found is None:
        return
    assert found.shape == (size, size, 2)
    for row in range(size):
        for column in range(size):
            y, x = top + row, left + column
            wanted = picture[y, x] if 0 <= y < 8 and 0 <= x < 8 else np.zeros(2)
            assert (found[row, column] == wanted).all()


def test_the_sum_is_that_of_the_recurrence() -> None:
    layers = [Layer(3, 2), Layer(5, 1, 3)]
    before, after = reference.receptive_fields(layers)[1:]
    words = "".join(run.text for run in widening(before.size, layers[1], before.jump, after.size))
    assert words == "3 + (5 − 1) · 3 · 2 = 27"
    assert "".join(run.text for run in widening(before.size, layers[1], before.jump, None)) == "3 + (5 − 1) · 3 · 2 = "
