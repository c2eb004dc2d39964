"""Slabs: they fill their room and no more, and one that isn't there yet is faint."""

from __future__ import annotations

import pytest

from scenes.stage.core.marks import Group, Rect, Role
from scenes.stage.draw.slabs import LEAN, largest_zoom, slabs


def drawn(count: float, room: float) -> list[tuple[Rect, float]]:
    groups = slabs((100.0, 700.0), room, count, 30.0, 200.0, gap=40.0, role=Role.OUTPUT, name="layer")
    return [
        (mark, group.opacity)
        for group in groups
        if isinstance(group, Group)
        for mark in group.marks
        if isinstance(mark, Rect)
    ]


def test_slabs_stand_on_one_line_and_have_names() -> None:
    found = [front for front, _ in drawn(3, 2000.0)]
    assert [front.name for front in found] == ["layer 1", "layer 2", "layer 3"]
    assert [(front.y, front.width, front.height) for front in found] == [(500, 30, 200)] * 3
    assert [front.x for front in found] == pytest.approx([100, 230, 360])


def test_in_a_narrow_room_they_stand_closer() -> None:
    last, _ = drawn(5, 400.0)[-1]
    assert last.x + 30 + LEAN[0] * 200 == pytest.approx(500)


def test_a_slab_that_comes_is_faint() -> None:
    assert [opacity for _, opacity in drawn(2.5, 900.0)] == [1, 1, 0.5]
    assert [opacity for _, opacity in drawn(2.01, 900.0)] == [1, 1, 0.15]
    assert len(drawn(2 + 1e-12, 900.0)) == 2


def test_the_zoom_makes_them_fill_the_room_in_one_direction() -> None:
    assert largest_zoom(1, 50.0, 100.0, (300.0, 1000.0), 10.0) == pytest.approx(3.0)
    assert largest_zoom(1, 50.0, 100.0, (3000.0, 276.0), 10.0) == pytest.approx(2.0)
    assert largest_zoom(6, 50.0, 100.0, (400.0, 1000.0), 10.0) == pytest.approx(1.0)
