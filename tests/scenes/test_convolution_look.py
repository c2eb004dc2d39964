"""How the convolution scene looks and moves: sizes, weights that ride on their cells, what turns into what."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QRectF

from scenes.convolution import convolution
from scenes.convolution.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import CELL_GAP, WIDTH, Formula, Grid, Rect, Text, outline
from scenes.stage.core.placing import WHOLE
from scenes.stage.core.stage import TITLE_Y, Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.pictures import Picture
from scenes.stage.output.theme import THEMES, Theme
from tests.audit.aims import MEAN_USE, OPACITY, PLACE
from tests.audit.figures import FRAME, measured
from tests.audit.marks import largest_jump
from tests.desktop.metrics import overlaps, text_boxes, tiles
from tests.scenes.reading import COLOURS, Seen, at_step, look, moments, turned

WORDS, NUMBERS, NOTES = 32.0, 26.0, 24.0
FLOOR, LARGE = 800.0, 52.0
MANY = [
    Knobs(),
    turned(picture=Picture("channels"), filters=3, relu=True),
    turned(picture=Picture("photographer"), size=5, stride=2),
    turned(picture=Picture("digit"), padding="1", filters=4),
    turned(picture=Picture("cat"), channels="3", size=7),
    turned(at=(2, 1), dilation=2, relu=True),
    turned(padding="full", flip=True, filters=1),
]


@pytest.fixture(autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand."""
    request.getfixturevalue("qapp")


def test_all_of_it_can_be_read_in_the_back_row() -> None:
    for seen in moments(Knobs(), 0.0, 0.3, 0.7, 1.0):
        for each in seen.placed:
            if isinstance(each.mark, Text):
                is_legend = each.pinned and each.mark.y < TITLE_Y
                assert each.mark.size >= (NOTES if is_legend else WORDS), each.mark.text
        for grid in seen.grids:
            assert grid.number_size >= NUMBERS or grid.name == "picture", (seen.title, grid.name)


def test_the_steps_fill_the_stage_on_average() -> None:
    used = [step.use for step in measured(convolution).steps]
    assert sum(used) / len(used) >= MEAN_USE


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("knobs", MANY)
def test_weights_ride_on_their_cells_and_leave_the_pixels_in_sight(knobs: Knobs, theme: Theme) -> None:
    """Every number of the window stands in its own cell, and no weight lies over it."""
    seen = at_step(knobs, "Write")
    channel = f" {COLOURS[-1]}" if knobs.channels == "3" else ""
    under, kernel = seen.grid(f"under the window{channel}"), seen.grid(f"kernel{channel}")
    assert under.aside
    weights = list(tiles(kernel))
    numbers = [(label, box) for label, box in boxes(seen, theme) if label.startswith(f"under the window{channel}[")]
    assert len(weights) == len(numbers) == knobs.size**2
    for index, ((label, box), weight) in enumerate(zip(numbers, weights, strict=True)):
        (x, y), pitch = under.lattice.at(*divmod(index, knobs.size)), under.u[0]
        middle, side = pitch / 2, 0.5 * pitch * (1.0 - under.gap) / (1.0 - CELL_GAP)
        assert QRectF(x + middle - side, y + middle - side, 2 * side, 2 * side).contains(box), label
        assert QRectF(x, y, pitch, pitch).contains(weight), label
    covered = [(label, f"weight {index}") for index, weight in enumerate(weights) for label, box in numbers
               if weight.intersects(box.adjusted(1, 1, -1, -1))]  # fmt: skip
    assert not covered


def boxes(seen: Seen, theme: Theme) -> list[tuple[str, QRectF]]:
    """Where texts and numbers stand."""
    return text_boxes(seen.frame, theme)


@pytest.mark.parametrize("knobs", MANY)
def test_numbers_in_the_window_do_not_overlap(knobs: Knobs) -> None:
    for theme in THEMES.values():
        seen = at_step(knobs, "Slide")
        assert not overlaps(boxes(seen, theme))


@pytest.mark.parametrize("knobs", MANY)
def test_every_step_turns_gently_into_the_next(knobs: Knobs) -> None:
    for step, end in zip(plan(convolution, knobs)[1:], boundaries(plan(convolution, knobs)), strict=False):
        frames = [look(knobs, end + index * FRAME).frame for index in range(math.ceil(step.lead / FRAME) + 1)]
        found = largest_jump(frames)
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title


@pytest.mark.parametrize("knobs", MANY)
def test_something_moves_in_every_step(knobs: Knobs) -> None:
    for step in range(len(plan(convolution, knobs))):
        assert len({tuple(frame.placed()) for frame in frames_within(knobs, step)}) >= 3


def frames_within(knobs: Knobs, step: int) -> list[Frame]:
    """Frames of a step after its transition."""
    steps = plan(convolution, knobs)
    begin = sum(each.seconds for each in steps[:step]) + steps[step].lead
    length = steps[step].seconds - steps[step].lead
    return [render(convolution, knobs, begin + share / 12 * length) for share in range(13)]


@pytest.mark.parametrize("knobs", MANY)
def test_at_one_window_all_of_it_is_in_sight_with_its_kernel_and_the_count_of_cells(knobs: Knobs) -> None:
    seen = at_step(knobs, "One window")
    assert seen.frame.view == WHOLE
    channels = [f" {colour}" for colour in COLOURS] if knobs.channels == "3" else [""]
    kernel = seen.grid("kernel beside")
    assert kernel.values.array.shape == (knobs.size, knobs.size)
    assert any(text.startswith("kernel") for text in seen.texts)
    for each in seen.placed:
        if isinstance(each.mark, Grid | Rect) and each.mark.name.startswith(("window", "kernel beside", "input")):
            left, top, right, bottom = outline(each.mark)
            assert min(left, top) >= 0, each.mark.name
            assert right <= WIDTH, each.mark.name
            assert bottom <= FLOOR, each.mark.name
    (count,) = [each.mark for each in seen.placed if isinstance(each.mark, Text) and each.mark.name == "cells"]
    assert count.text == str(knobs.size**2 * len(channels))
    assert count.size == max(each.mark.size for each in seen.placed if isinstance(each.mark, Text))


@pytest.mark.parametrize("knobs", MANY)
def test_the_formula_on_the_stage_is_large_and_has_no_indices_and_the_exact_one_is_in_the_words(knobs: Knobs) -> None:
    seen = at_step(knobs, "The output")
    (formula,) = [each.mark for each in seen.placed if isinstance(each.mark, Formula)]
    assert formula.size >= LARGE
    assert "_" not in formula.tex
    assert formula.plain.startswith("y = max(0, b + ") == knobs.relu
    exact = "w[c, k − 1 − u, k − 1 − v]" if knobs.flip else "w[c, u, v]"
    assert f"{exact} · x[c, i·s + u·d − p, j·s + v·d − p]" in plan(convolution, knobs)[-1].more


def test_the_window_alone_is_looked_at_much_larger_than_on_the_input() -> None:
    whole, close = at_step(Knobs(), "One window", 0.05), at_step(Knobs(), "One window")
    sides = [next(each.mark.width for each in seen.placed if each.mark.name == "window") for seen in (whole, close)]  # type: ignore[union-attr]
    assert sides[1] > 1.5 * sides[0]


def test_two_numbers_that_meet_are_never_read_as_one() -> None:
    for index in range(101):
        seen = at_step(Knobs(), "Add the bias", index / 100)
        going = [e.mark.x for e in seen.placed if e.mark.name.endswith("on its way") and e.opacity > 0.1]  # type: ignore[union-attr]
        assert len(going) < 2 or max(going) - min(going) > 100.0


def test_what_is_said_of_a_window_waits_until_it_has_come() -> None:
    along = 0
    for index in range(201):
        seen = at_step(Knobs(), "Slide", index / 200)
        frame = next(each.mark for each in seen.placed if each.mark.name == "window")
        assert isinstance(frame, Rect)
        assert seen.map is not None
        row, column = seen.map.highlighted[0]
        (x, y), side = seen.grid("input").lattice.at(row, column), seen.grid("input").u[0]
        if frame.y == pytest.approx(y) and frame.x != pytest.approx(x):
            along += 1
            assert -0.31 <= (frame.x - x) / side <= 0.71, "the cell before is told of until the window is nearly there"
    assert along > 5
