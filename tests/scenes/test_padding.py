"""The padding scene: its worked examples come out exactly, and it counts what the reference operations count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.convolution import convolution
from scenes.padding import padding
from scenes.padding.computed import layer
from scenes.padding.knobs import Knobs
from scenes.reference import convolve, output_size, unreached, window_span
from scenes.stage.core.catalogue import render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.core.marks import Rect
from tests.scenes.seen import Seen, at_step, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=60)

VALID = [[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]
SAME = [[-3, -2, 1, 1, 2], [-3, -1, -1, 1, 4], [-4, -1, 0, 3, 4], [-4, 0, 1, 1, 3], [-4, -1, 3, 1, 1]]
EXAMPLES = (
    ({"padding": 0, "stride": 1}, VALID),
    ({"padding": 1, "stride": 1}, SAME),
    ({"padding": 0, "stride": 2}, [[-1, 1], [0, 1]]),
    ({"padding": 1, "stride": 2}, [[-3, 1, 2], [-4, 0, 4], [-4, 3, 1]]),
)


def seen(step: str, share: float = 1.0, **turns: Any) -> Seen:
    """The scene at a share of a step, with knobs turned."""
    return at_step(padding, turned(Knobs(), **turns), step, share)


@pytest.mark.parametrize(("turns", "expected"), EXAMPLES)
def test_worked_examples_come_out_exactly(turns: dict[str, int], expected: list[list[int]]) -> None:
    assert seen("Every position", **turns).written("feature map") == expected


def test_the_default_is_the_worked_example_with_stride_and_padding() -> None:
    assert (Knobs().n, Knobs().k, Knobs().stride, Knobs().padding) == (5, 3, 2, 1)
    assert at_step(padding, Knobs(), "Every position").written("feature map") == EXAMPLES[3][1]


@pytest.mark.parametrize(
    ("stride", "zeros", "size", "rest"), [(1, 0, 5, 0), (1, 1, 7, 0), (2, 0, 3, 0), (2, 1, 4, 0), (3, 0, 2, 1)]
)
def test_sizes_of_the_course(stride: int, zeros: int, size: int, rest: int) -> None:
    end = seen("And the first", n=7, padding=zeros, stride=stride)
    assert end.value("odometer") == size
    assert end.grid("feature map").values.shape == (size, size)
    assert layer(end.knobs).left_over == rest


def test_steps_are_counted_in_words() -> None:
    assert seen("Steps of 2").caption.endswith("In 4 cells of room there are 2 whole steps.")
    assert seen("Steps of 3", n=7, padding=0, stride=3).caption.endswith("In 4 cells of room there is 1 whole step.")
    assert seen("Steps of 4", n=5, padding=0, stride=4).caption.endswith("There is no room for even one.")
    assert seen("Steps of 4", n=3, padding=0, stride=4).caption.endswith("There is no room to move.")


def test_the_odometer_turns_operation_by_operation() -> None:
    turns = {"n": 7, "padding": 1, "stride": 4}  # 7, 9, 6, 1.5, 1, 2
    steps = ("The picture", "Ghost zeros", "Room to move", "Steps of 4", "The next", "And the first")
    assert [seen(step, **turns).value("odometer") for step in steps] == [7, 9, 6, 1.5, 1, 2]
    assert seen("And the first", **turns).numbers == "(7 + 2·1 − 1·2 − 1) / 4 = 6 / 4 = 1.5, rounded down to 1, + 1 = 2"


def test_what_the_formula_says_grows_with_the_odometer() -> None:
    steps = ("Ghost zeros", "Room to move", "Steps of 2")
    assert [seen(step).numbers for step in steps] == [
        "5 + 2·1 = 7", "5 + 2·1 − 1·2 − 1 = 4", "(5 + 2·1 − 1·2 − 1) / 2 = 4 / 2 = 2",
    ]  # fmt: skip


def test_the_ghosts_surround_the_picture() -> None:
    ring = seen("Ghost zeros", padding=2).grid("padded picture")
    assert ring.values.shape == (9, 9)
    assert ring.values.array[2:7, 2:7].tolist() == layer(Knobs()).x.tolist()
    assert ring.padding is not None
    assert (ring.values.array[ring.padding.array] == 0).all()
    assert not ring.padding.array[2:7, 2:7].any()
    assert "padded picture" not in seen("No padding", padding=0).named
    assert "padded picture" not in seen("The picture").named


def test_the_position_that_does_not_fit_hangs_over_by_what_is_missing() -> None:
    for turns, missing in (({}, 2), ({"stride": 3}, 2), ({"n": 7, "padding": 0, "stride": 3}, 2), ({"stride": 1}, 1)):
        end = seen("The next", **turns)
        over, frame, picture = end.named["over the edge"], end.named["window"], end.grid("picture")
        assert isinstance(over, Rect)
        assert isinstance(frame, Rect)
        cell = picture.u[0]
        assert frame.x + frame.width == pytest.approx(over.x + over.width)
        assert round(over.width / cell) == missing == layer(end.knobs).too_far
        assert frame.dashed
        assert "no position" in end.named


def test_cells_after_the_last_window_fade() -> None:
    end = seen("The next", n=7, padding=0, stride=3)
    faded = end.grid("picture").faded
    assert faded is not None
    assert faded.array.sum() == 7 + 7 - 1
    assert "the last 2 rows and columns, faded, are never used" in seen("The next", n=9, padding=0, stride=4).caption
    assert faded.array[6].all()
    assert "the last row and column, faded, are never used" in end.caption
    assert seen("The next").grid("picture").faded is None
    assert "ends exactly at the edge" in seen("The next").caption


def test_positions_are_counted_by_bricks() -> None:
    for turns, count in (({}, 3), ({"stride": 1}, 5), ({"stride": 3}, 2)):
        marks = seen("And the first", **turns).named
        assert [name for name in marks if name.startswith("position ")] == [f"position {i}" for i in range(count)]


def test_the_stride_keeps_every_second_cell_of_the_map_at_stride_1() -> None:
    end = seen("Every second")
    assert end.written("map at stride 1") == SAME
    kept = end.grid("map at stride 1").highlighted
    assert [SAME[row][column] for row, column in kept] == [x for row in EXAMPLES[3][1] for x in row]
    assert "9 weights" in end.caption
    assert all("stride 1" not in name for name in seen("Every position", stride=1).named)


def test_valid_shrinks_same_keeps_and_full_grows() -> None:
    end = seen("Valid, same")
    assert end.written("map, valid") == VALID
    assert end.written("map, same") == SAME
    assert end.grid("map, full").values.shape == (7, 7)
    assert end.grid("map, full").values.array[1:6, 1:6].tolist() == SAME
    assert [end.grid(f"picture, {rule}").values.shape[0] for rule in ("valid", "same", "full")] == [5, 7, 9]


def test_a_click_on_a_rule_takes_its_padding_over() -> None:
    end = seen("Valid, same")
    assert [end.clicked(rule).padding for rule in ("valid", "same", "full")] == [0, 1, 2]


def test_same_without_a_middle_cell_has_its_odd_zero_behind() -> None:
    end = seen("Valid, same", k=2)
    assert [end.grid(f"{what}, same").values.shape for what in ("picture", "map")] == [(6, 6), (5, 5)]
    ghosts = end.grid("picture, same").padding
    assert ghosts is not None
    assert ghosts.array[:5, :5].sum() == 0
    assert ghosts.array[5].all()
    assert ghosts.array[:, 5].all()
    assert any("zeros 0 and 1" in text for text in end.texts)
    assert "“same” keeps the size (with its odd zero behind: the window has no middle cell)" in end.caption
    assert end.clicked("same").padding == Knobs().padding


@pytest.mark.parametrize(
    ("n", "k", "stride", "keras", "torch"),
    [(6, 3, 2, (0, 2, 4), (-1, 1, 3)), (5, 2, 2, (0, 2, 4), (-1, 1, 3)), (5, 3, 2, (-1, 1, 3), (-1, 1, 3)),
     (5, 4, 2, (-1, 1, 3), (-2, 0, 2)), (6, 2, 2, (0, 2, 4), (0, 2, 4)), (6, 4, 2, (-1, 1, 3), (-1, 1, 3)),
     (5, 4, 1, (-1, 0, 1, 2, 3), (-1, 0, 1, 2, 3))],
)  # fmt: skip
def test_same_in_two_libraries(n: int, k: int, stride: int, keras: tuple[int, ...], torch: tuple[int, ...]) -> None:
    knobs = turned(Knobs(), n=n, k=k, stride=stride)
    end = at_step(padding, knobs, "“Same” in two")
    assert [rule.starts for rule in layer(knobs).libraries] == [keras, torch]
    maps = [end.grid(f"map, {name}").values.array for name in ("Keras, TensorFlow", "PyTorch")]
    assert [len(each) for each in maps] == [-(-n // stride)] * 2
    for made, starts in zip(maps, (keras, torch), strict=True):
        padded = np.pad(layer(knobs).x, 9)
        places = [[padded[9 + y : 9 + y + k, 9 + x : 9 + x + k] for x in starts] for y in starts]
        assert np.allclose(made, [[(place * layer(knobs).weights).sum() for place in row] for row in places])
    assert ("The windows are the same." in end.texts) == (keras == torch)
    assert ("PyTorch refuses the word" in end.caption) == (stride > 1)
    if keras != torch:
        assert "weights moved over give other numbers" in end.caption


def test_what_valid_takes_away_is_said_of_height_and_width() -> None:
    """Not of each edge."""
    for words in (padding.mistaken[0], convolution.mistaken[0]):
        assert "height and width shrink by d (k − 1), that is k − 1 without dilation" in words


def test_a_rule_that_leaves_no_position_says_so() -> None:
    end = seen("Valid, same", k=5, padding=4, dilation=2, n=3)
    assert "No window fits" in end.texts
    assert "map, full" in end.named


def test_the_stairs_are_the_output_sizes() -> None:
    end = seen("Other pictures", n=7, padding=0, stride=3)
    bars = {name: end.value(name) for name in end.named if name.startswith("n = ")}
    assert bars == {f"n = {n}": output_size(n, 3, 3) for n in range(3, 17)}
    assert end.clicked("n = 9").n == 9
    assert end.clicked("stride = 2").stride == 2
    assert end.clicked("dilation = 3") == turned(end.knobs, dilation=3)
    assert seen("Other pictures", n=3, padding=0).clicked("dilation = 2").dilation == 1  # refused: no window would fit


def test_numbers_and_weights_can_be_changed_by_hand() -> None:
    before = seen("Every position")
    pixel = before.typed("picture", 9, (0, 0))
    assert at_step(padding, pixel, "Every position").written("feature map")[0][0] == -3  # weight 0: K[1][1]
    weight = before.typed("kernel", 5, (1, 1))
    assert at_step(padding, weight, "Every position").written("feature map")[0][0] == -3 + 5
    assert turned(weight, k=5).weights == ()
    assert turned(weight, kernel="blur").weights == ()
    assert turned(pixel, k=2).pixels == pixel.pixels


def test_the_window_can_be_dragged_while_it_walks() -> None:
    knobs = Knobs()
    start = at_step(padding, knobs, "Every position", 0.02)
    found = start.hit("window")
    cell = start.grid("picture").u[0]
    _, t = gesture(start.frame, knobs, start.frame.t, found, (found.point[0] + 4 * cell, found.point[1] + 2 * cell))
    assert Seen(padding, knobs, render(padding, knobs, t)).grid("feature map").highlighted == ((1, 2),)


@pytest.mark.parametrize(
    ("turns", "knob", "value", "words"),
    [
        ({"n": 3, "padding": 0}, "dilation", 2, "spans 5 cells, but a row has only 3"),
        ({}, "stride", 5, "from 1 to 4"),
        ({"k": 1}, "kernel", "vertical edge", "difference between neighbours"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_reason(
    turns: dict[str, Any], knob: str, value: Any, words: str
) -> None:
    reason = refusal(turned(Knobs(), **turns), knob, value)
    assert reason is not None
    assert words in reason


def test_a_kernel_of_one_cell_is_the_identity() -> None:
    assert turned(Knobs(), k=1).kernel == "identity"
    assert turned(Knobs(), k=2).kernel == "vertical edge"


@st.composite
def possible(draw: st.DrawFn) -> Knobs:
    """Knobs that show something."""
    found = Knobs()
    for name, low, high in (("n", 3, 12), ("k", 1, 5), ("padding", 0, 4), ("stride", 1, 4), ("dilation", 1, 3)):
        try:
            found = change(found, name, draw(st.integers(low, high)))
        except KnobError:
            continue
    return found


@steadily
@given(possible())
def test_every_number_is_that_of_the_reference(knobs: Knobs) -> None:
    of = layer(knobs)
    sizes = (knobs.n, knobs.k, knobs.stride, knobs.padding, knobs.dilation)
    assert of.out == output_size(*sizes)
    assert of.left_over == unreached(*sizes)
    assert 1 <= of.too_far <= knobs.stride
    assert of.row == knobs.span + of.room == window_span(knobs.k, knobs.dilation) + of.room
    expected = convolve(of.x[None], of.weights[None, None], None, knobs.stride, knobs.padding, knobs.dilation)[0]
    assert (of.y == expected).all()
    assert (of.dense[:: knobs.stride, :: knobs.stride] == of.y).all()
    assert np.isclose(of.products(of.out - 1, 0).sum(), of.y[-1, 0])
    for rule in of.rules:
        if rule.y is not None:
            change_of_size = {"valid": 1 - knobs.span, "same": 0, "full": knobs.span - 1}[rule.name]
            assert len(rule.y.array) == knobs.n + change_of_size


@steadily
@given(possible())
def test_the_map_is_written_cell_by_cell(knobs: Knobs) -> None:
    counts = [
        each.grid("feature map").shown or 0
        for each in moments(padding, knobs, 0.3, 0.6, 1.0)
        if each.title == "Every position"
    ]
    assert counts == sorted(counts)
    assert counts[-1] == layer(knobs).out ** 2
