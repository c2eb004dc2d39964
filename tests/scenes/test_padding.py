"""The padding scene: its worked examples come out exactly, and it counts what the reference operations count."""

from __future__ import annotations

import re
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
from scenes.stage.core.catalogue import plan, render
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
    assert at_step(padding, end.knobs, "Every position").grid("feature map").values.shape == (size, size)
    assert layer(end.knobs).left_over == rest


def test_steps_are_counted_in_words() -> None:
    assert "In 4 cells of room there are 2 whole steps" in seen("Steps of 2").more
    assert "In 4 cells of room there is 1 whole step" in seen("Steps of 3", n=7, padding=0, stride=3).more
    assert seen("Steps of 4", n=5, padding=0, stride=4).more.endswith("There is no room for even one step.")
    assert seen("Steps of 4", n=3, padding=0, stride=4).more.endswith("There is no room to move.")
    assert seen("Steps of 2").caption == "The window moves 2 cells at a time and makes 2 steps."
    assert seen("Steps of 3", n=7, padding=0, stride=3).caption.endswith("makes 1 step.")


def test_the_odometer_turns_operation_by_operation() -> None:
    turns = {"n": 7, "padding": 1, "stride": 4}  # 7, 9, 6, 1.5, 1, 2
    steps = ("Padding with zeros", "Room to move", "Steps of 4", "The next", "And the first")
    assert [seen(step, **turns).value("odometer") for step in steps] == [9, 6, 1.5, 1, 2]
    end = seen("The formula", **turns)
    assert [end.value(f"plate {index}") for index in range(5)] == [7, 9, 6, 1.5, 1]
    assert end.value("odometer") == 2
    assert "(7 + 2·1 − 1·2 − 1) / 4 = 1.5, rounded down to 1, and 1 + 1 = 2." in end.more


def test_each_step_begins_with_what_the_one_before_has_come_to() -> None:
    steps = ("Padding with zeros", "Room to move", "Steps of 4", "The next", "And the first")
    lines = [[text for text in seen(step, n=7, stride=4).texts if re.fullmatch(r"[=+−÷ ]*[\d.]+", text)][-3:]
             for step in steps]  # fmt: skip
    assert lines == [
        ["7", "+ 2", "= 9"], ["9", "− 3", "= 6"], ["6", "÷ 4", "= 1.5"], ["1.5", "2", "1"], ["1", "+ 1", "= 2"],
    ]  # fmt: skip


def test_the_numbers_of_the_formula_come_term_by_term() -> None:
    lines = [seen("The formula", share).numbers for share in (0.2, 0.3, 0.45, 1.0)]
    assert lines == [
        "⌊(5 + 2·1", "⌊(5 + 2·1 − 1·2 − 1)", "⌊(5 + 2·1 − 1·2 − 1) / 2", "⌊(5 + 2·1 − 1·2 − 1) / 2⌋ + 1 = 3",
    ]  # fmt: skip


def test_the_ghosts_surround_the_picture() -> None:
    ring = seen("Padding with zeros", padding=2).grid("padded picture")
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
    assert faded.array[:, 6].all()
    assert faded.array.sum() == len(faded.array)
    whole = at_step(padding, end.knobs, "Every position").grid("picture").faded
    assert whole is not None
    assert whole.array.sum() == 7 + 7 - 1
    assert whole.array[6].all()
    assert "The last row and column, faded, are never used" in end.more
    assert "The last 2 rows and columns, faded, are never used" in seen("The next", n=9, padding=0, stride=4).more
    assert seen("The next").grid("picture").faded is None
    assert "ends exactly at the edge" in seen("The next").more


def test_positions_are_counted_by_posts() -> None:
    for turns, count in (({}, 3), ({"stride": 1}, 5), ({"stride": 3}, 2)):
        marks = seen("And the first", **turns).named
        assert [name for name in marks if name.startswith("position ")] == [f"position {i}" for i in range(count)]
        assert [name for name in marks if name.startswith("step ")] == [f"step {i}" for i in range(count - 1)]


def test_the_stride_keeps_every_second_cell_of_the_map_at_stride_1() -> None:
    end = seen("Every second")
    assert end.written("map at stride 1") == SAME
    kept = end.grid("map at stride 1").highlighted
    assert [SAME[row][column] for row, column in kept] == [x for row in EXAMPLES[3][1] for x in row]
    assert end.written("feature map") == EXAMPLES[3][1]
    assert "9 weights" in end.more
    assert all("stride 1" not in name for name in seen("Every position", stride=1).named)


def test_valid_shrinks_same_keeps_and_full_grows() -> None:
    end = seen("Three rules")
    for now in (end, seen("Valid padding")):
        assert now.written("map, valid") == VALID
    for now in (end, seen("Same padding")):
        assert now.written("map, same") == SAME
    for now in (end, seen("Full padding")):
        assert now.grid("map, full").values.shape == (7, 7)
        assert now.grid("map, full").values.array[1:6, 1:6].tolist() == SAME
    for rule, rows, size in (("valid", 5, "5 → 3"), ("same", 7, "5 → 5"), ("full", 9, "5 → 7")):
        alone = seen(f"{rule.title()} padding")
        assert alone.grid(f"picture, {rule}").values.shape[0] == rows
        assert size in alone.texts
    assert {step.title for step in plan(padding, Knobs()) if "Valid, same, full" in step.was} == {"Three rules"}


def test_each_map_of_a_rule_stands_around_a_square_as_large_as_the_picture() -> None:
    for knobs in (Knobs(), turned(Knobs(), n=7, k=2), turned(Knobs(), n=8, dilation=2)):
        end = at_step(padding, knobs, "Three rules")
        for rule in ("valid", "same", "full"):
            square, grid = end.named[f"size of the picture, {rule}"], end.grid(f"map, {rule}")
            assert isinstance(square, Rect)
            cell, (left, top) = grid.u[0], grid.origin
            assert square.width == pytest.approx(knobs.n * cell)
            middle = left + len(grid.values.array) * cell / 2, top + len(grid.values.array) * cell / 2
            assert (square.x + square.width / 2, square.y + square.height / 2) == pytest.approx(middle)


def test_a_window_of_one_cell_needs_no_rule() -> None:
    titles = [step.title for step in plan(padding, turned(Knobs(), k=1))]
    assert not {"Valid padding", "Same padding", "Full padding"} & {*titles}
    assert seen("Three rules", k=1).caption.endswith("all rules agree.")


def test_a_click_on_a_rule_takes_its_padding_over() -> None:
    end = seen("Three rules")
    assert [end.clicked(rule).padding for rule in ("valid", "same", "full")] == [0, 1, 2]


def test_same_without_a_middle_cell_has_its_odd_zero_behind() -> None:
    end = seen("Same padding", k=2)
    assert [end.grid(f"{what}, same").values.shape for what in ("picture", "map")] == [(6, 6), (5, 5)]
    ghosts = end.grid("picture, same").padding
    assert ghosts is not None
    assert ghosts.array[:5, :5].sum() == 0
    assert ghosts.array[5].all()
    assert ghosts.array[:, 5].all()
    assert any("zeros 0 and 1" in text for text in end.texts)
    assert "The window has no middle cell, so the odd zero stands behind the row." in end.more
    assert at_step(padding, end.knobs, "Three rules").clicked("same").padding == Knobs().padding


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
    names, other = ("Keras, TensorFlow", "PyTorch"), layer(knobs).other
    said = (f"both, n = {n}",) if other else names
    for name, starts, rule in zip(said, (keras, torch), layer(knobs).libraries, strict=not other):
        assert [end.value(f"window {index}, {name}") for index in range(len(starts))] == [*starts]
        assert " + ".join(str(side) for side in rule.sides) in end.texts
        row = end.grid(f"row, {name}")
        first, cell = row.origin[0] + rule.sides[0] * row.u[0], row.u[0]
        frames = [end.named[f"window {index}, {name}"] for index in range(len(starts))]
        assert [round((frame.x - first) / cell) for frame in frames if isinstance(frame, Rect)] == [*starts]
        assert row.values.array[0].tolist() == np.pad(layer(knobs).x[0], rule.sides).tolist()
    maps = [rule.y.array for rule in layer(knobs).libraries if rule.y is not None]
    assert [len(each) for each in maps] == [-(-n // stride)] * 2
    for made, starts in zip(maps, (keras, torch), strict=True):
        padded = np.pad(layer(knobs).x, 9)
        places = [[padded[9 + y : 9 + y + k, 9 + x : 9 + x + k] for x in starts] for y in starts]
        assert np.allclose(made, [[(place * layer(knobs).weights).sum() for place in row] for row in places])
    assert (other is not None) == (keras == torch and stride > 1)
    assert ("libraries agree for" in end.caption) == (keras == torch and stride > 1)
    assert ("PyTorch refuses “same”" in end.more) == (stride > 1)
    assert ("Two maps" in [step.title for step in plan(padding, knobs)]) == (keras != torch)
    if keras != torch:
        both = at_step(padding, knobs, "Two maps")
        differ = np.argwhere(~np.isclose(maps[0], maps[1])).tolist()
        for name, made in zip(names, maps, strict=True):
            assert both.written(f"map, {name}") == made.tolist()
            assert [[*cell] for cell in both.grid(f"map, {name}").highlighted] == differ
        assert f"in {len(differ)} of {maps[0].size} cells" in both.caption
        assert "moved over to the other give other numbers" in both.more


def test_where_the_libraries_agree_the_nearest_picture_is_shown_for_which_they_part() -> None:
    end = seen("“Same” in two")
    assert end.caption == "The libraries agree for 5 cells, but not for 6 cells."
    assert {"both, n = 5", "Keras, TensorFlow, n = 6", "PyTorch, n = 6"} <= set(end.texts)
    starts = {"both, n = 5": (-1, 1, 3), "Keras, TensorFlow, n = 6": (0, 2, 4), "PyTorch, n = 6": (-1, 1, 3)}
    for name, places in starts.items():
        assert [end.value(f"window {index}, {name}") for index in range(3)] == [*places]
    assert end.texts.count("1 + 1") == 2
    assert end.texts.count("0 + 1") == 1
    assert "For n = 6 they put 0 and 1 zeros, and 1 and 1." in end.more
    edge = layer(turned(Knobs(), n=11, stride=2)).other
    assert edge is not None
    assert edge.knobs.n == 12
    assert layer(turned(Knobs(), k=1)).other is layer(turned(Knobs(), stride=1)).other is None


def test_what_valid_takes_away_is_said_of_height_and_width() -> None:
    """Not of each edge."""
    for words in (padding.mistaken[0], convolution.mistaken[0]):
        assert "height and width shrink by d (k − 1), that is k − 1 without dilation" in words


def test_a_rule_that_leaves_no_position_says_so() -> None:
    turns = {"k": 5, "padding": 4, "dilation": 2, "n": 3}
    end, alone = seen("Three rules", **turns), seen("Valid padding", **turns)
    assert "No window fits" in end.texts
    assert "No window fits" in alone.texts
    assert "map, full" in end.named
    assert "map, valid" not in end.named
    assert "Valid" not in end.caption
    assert alone.caption.endswith("here no window fits.")


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
