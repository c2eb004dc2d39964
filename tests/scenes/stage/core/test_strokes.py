"""Strokes of a pen, and what a brush makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.core import knobs
from scenes.stage.core.gestures import gesture, hit
from scenes.stage.core.grips import Brush
from scenes.stage.core.knobs import Edits, edits
from scenes.stage.core.lattice import Lattice, Point, squares
from scenes.stage.core.marks import Grid, Group
from scenes.stage.core.stage import Frame
from scenes.stage.core.strokes import covered
from scenes.stage.core.timeline import Step
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.values import Values

CELLS = squares((100.0, 200.0), 20.0, 12, 16)
PLACES = st.tuples(st.floats(90.0, 430.0), st.floats(190.0, 450.0))


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    pixels: Edits = edits()


PICTURE = np.full((12, 16), 2.0)


def frame(now: Knobs, dx: float = 0.0) -> Frame:
    """The picture with what has been drawn, moved sideways."""
    picture = Grid(
        values=Values(edited(PICTURE, now.pixels)), origin=CELLS.origin, u=CELLS.u, v=CELLS.v, name="picture",
        grip=Brush("pixels", shape=PICTURE.shape, low=0.0, high=8.0, radius=1.0),
    )  # fmt: skip
    return Frame((Group(marks=(picture,), dx=dx),), (Step("", "", 1.0),), 0.0)


def drawn(now: Knobs, start: Point, end: Point, dx: float = 0.0, *, rubbing: bool = False) -> Knobs:
    picture = frame(now, dx)
    found = hit(picture, CELLS.moved(dx, 0).center(0, 0))
    assert found is not None
    return gesture(picture, now, 0.0, replace(found, point=start), end, rubbing=rubbing)[0]


def ink(now: Knobs) -> np.ndarray:
    return edited(PICTURE, now.pixels)


def distance(lattice: Lattice, cell: tuple[int, int], start: Point, end: Point) -> float:
    """How far the middle of a cell is from a line, in cells, tried out at many of its points."""
    middle, shares = lattice.center(*cell), np.linspace(0, 1, 4001)
    xs, ys = (a + (b - a) * shares - m for a, b, m in zip(start, end, middle, strict=True))
    return float(np.hypot(xs, ys).min() / 20.0)


@given(PLACES, PLACES, st.sampled_from([0.0, 0.7, 2.0]), st.data())
def test_ink_is_full_near_the_line_and_fades_at_the_edge(
    start: Point, end: Point, radius: float, data: st.DataObject
) -> None:
    cell = data.draw(st.tuples(st.integers(0, 11), st.integers(0, 15)))
    wanted = np.clip(radius + 0.5 - distance(CELLS, cell, start, end), 0.0, 1.0)
    assert abs(covered(CELLS, start, end, radius)[cell] - wanted) < 0.01


@given(PLACES, PLACES, st.floats(-300.0, 300.0))
def test_a_stroke_lies_under_the_hand_wherever_the_picture_stands(start: Point, end: Point, dx: float) -> None:
    there = (start[0] + dx, start[1]), (end[0] + dx, end[1])
    moved, still = ink(drawn(Knobs(), *there, dx)), ink(drawn(Knobs(), start, end))
    assert np.abs(moved - still).max() <= 1, "but for the rounding of a share"


@given(PLACES, PLACES)
def test_the_same_stroke_again_adds_nothing(start: Point, end: Point) -> None:
    for rubbing in (False, True):
        once = drawn(Knobs(), start, end, rubbing=rubbing)
        assert drawn(once, start, end, rubbing=rubbing) == once


@given(PLACES, PLACES)
def test_drawing_adds_whole_steps_of_ink_and_rubbing_out_takes_them(start: Point, end: Point) -> None:
    more, less = ink(drawn(Knobs(), start, end)), ink(drawn(Knobs(), start, end, rubbing=True))
    assert ((more >= PICTURE) & (more <= 8)).all()
    assert ((less <= PICTURE) & (less >= 0)).all()
    assert (more == np.rint(more)).all()
    full = covered(CELLS, start, end, 1.0) == 1.0
    assert (more[full] == 8).all()
    assert (less[full] == 0).all()


def test_only_cells_that_change_become_edits() -> None:
    assert drawn(Knobs(), (0.0, 0.0), (20.0, 0.0)) == Knobs()
    assert all(value > 2 for _, value in drawn(Knobs(), (150.0, 250.0), (300.0, 250.0)).pixels)
