"""The convolution scene: every number in every cell is computed, and the worked examples come out as in the course."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.convolution import convolution
from scenes.convolution.knobs import Knobs
from scenes.reference import unreached
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Grid
from scenes.stage.data.pictures import Picture
from tests.scenes.reading import (
    COLOURS,
    FIRST_PRODUCTS,
    OWN,
    Expected,
    Seen,
    at_step,
    channel_of,
    filter_of,
    layers,
    look,
    moments,
    turned,
    within,
)

steadily = settings(derandomize=True, deadline=None, max_examples=40)
shares = st.floats(0, 1)
PLAIN = turned(filters=1, bias=0.0)
RGB = turned(picture=Picture("channels"), filters=1)
EDGE = turned(picture=Picture("edge"), filters=1)


def result(seen: Seen, name: str = "feature map") -> list[list[float]]:
    return seen.grid(name).values.array.tolist()


# The worked results of the course -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("knobs", "written"),
    [
        (PLAIN, [[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]),
        (turned(PLAIN, bias=1.0), [[0, 0, 2], [0, 1, 4], [1, 2, 2]]),
        (turned(PLAIN, relu=True), [[0, 0, 1], [0, 0, 3], [0, 1, 1]]),
        (turned(PLAIN, flip=True), [[1, 1, -1], [1, 0, -3], [0, -1, -1]]),
        (EDGE, [[0, -27, -27, 0]] * 4),
        (turned(picture=Picture("counting"), filters=1), [[19, 25], [37, 43]]),
        (RGB, [[4, -1], [-4, 4]]),
        (turned(RGB, bias=0.0), [[6, 1], [-2, 6]]),
        (
            turned(PLAIN, padding="same"),
            [[-3, -2, 1, 1, 2], [-3, -1, -1, 1, 4], [-4, -1, 0, 3, 4], [-4, 0, 1, 1, 3], [-4, -1, 3, 1, 1]],
        ),
        (turned(PLAIN, stride=2), [[-1, 1], [0, 1]]),
        (turned(PLAIN, stride=2, padding="1"), [[-3, 1, 2], [-4, 0, 4], [-4, 3, 1]]),
    ],
)
def test_the_worked_results_come_out_exactly(knobs: Knobs, written: list[list[float]]) -> None:
    slid = at_step(knobs, "Slide")
    assert result(slid, "feature map") == written
    assert slid.grid("feature map").shown == len(written) * len(written[0])
    assert result(at_step(knobs, "The output")) == written


def test_the_worked_example_opens_the_scene_with_a_bias_of_one() -> None:
    assert result(look(Knobs(), 1e9), "feature map 1") == [[0, 0, 2], [0, 1, 4], [1, 2, 2]]


def test_the_first_window_of_the_worked_example_is_made_of_its_nine_products() -> None:
    seen = at_step(PLAIN, "Multiply")
    assert result(seen, "under the window") == [[1, 2, 0], [0, 1, 3], [2, 0, 1]]
    assert result(seen, "products") == [[1, 0, 0], [0, 0, -3], [2, 0, -1]]
    assert at_step(PLAIN, "Add").plates["sum"] == -1


@pytest.mark.parametrize(
    ("cell", "sums"), [((0, 0), (2, 2, 2)), ((0, 1), (0, 1, 0)), ((1, 0), (1, 0, -3)), ((1, 1), (1, 3, 2))]
)
def test_the_partial_maps_of_three_channels_are_those_of_the_course(
    cell: tuple[int, int], sums: tuple[int, int, int]
) -> None:
    knobs = turned(RGB, at=cell)
    for colour, part in zip(COLOURS, sums, strict=True):
        assert at_step(knobs, f"Channel {colour}").plates[f"sum {colour}"] == part
    assert at_step(knobs, "Add across").plates["sum"] == sum(sums)
    assert at_step(knobs, "Add the bias").plates["result"] == sum(sums) - 2


@pytest.mark.parametrize(
    ("stride", "padding", "size", "left"),
    [(1, "0", 5, 0), (1, "1", 7, 0), (2, "0", 3, 0), (2, "1", 4, 0), (3, "0", 2, 1)],
)
def test_the_sizes_of_the_course_come_out_of_seven_cells(stride: int, padding: str, size: int, left: int) -> None:
    knobs = turned(picture=OWN["seven"], filters=1, stride=stride, padding=padding)
    seen = at_step(knobs, "Slide")
    assert seen.grid("feature map").values.shape == (size, size)
    assert f"+ 1 = {size}." in seen.more
    assert ("rounded down" in seen.more) == (left > 0)
    faded = seen.grid("input").faded
    assert (faded.array.all(axis=1).sum() if faded else 0) == left == unreached(7, 3, stride, int(padding))


SAME = [
    (5, 2, 1, 5, (0, 1), [0, 1, 2, 3, 4]), (5, 2, 2, 3, (0, 1), [0, 2, 4]), (5, 3, 2, 3, (1, 1), [-1, 1, 3]),
    (5, 4, 1, 5, (1, 2), [-1, 0, 1, 2, 3]), (5, 4, 2, 3, (1, 2), [-1, 1, 3]), (6, 3, 2, 3, (0, 1), [0, 2, 4]),
    (6, 4, 1, 6, (1, 2), [-1, 0, 1, 2, 3, 4]), (6, 4, 2, 3, (1, 1), [-1, 1, 3]),
]  # fmt: skip
"""n, k, s, and what Keras and TensorFlow make of "same": the size, the zeros, and where the windows begin."""


@pytest.mark.parametrize(("n", "k", "s", "out", "zeros", "starts"), SAME)
def test_same_is_what_keras_makes_of_it(
    n: int, k: int, s: int, out: int, zeros: tuple[int, int], starts: list[int]
) -> None:
    picture = Picture("example" if n == 5 else "edge")
    knobs = turned(picture=picture, filters=1, kernel="vertical edge", size=k, stride=s, padding="same")
    seen = at_step(knobs, "Slide")
    assert seen.grid("feature map").values.shape == (out, out)
    assert Expected(knobs).padding == (zeros, zeros)
    assert f"{zeros[0]} left and {zeros[1]} right." in seen.more
    assert [at_step(knobs, "Slide").grid("input").first[1] + place * s for place in range(out)] == starts


def test_same_is_told_as_the_libraries_have_it() -> None:
    def more(**turns: Any) -> str:
        return plan(convolution, turned(padding="same", **turns))[0].more

    odd = more(size=4)
    assert "zeros around each channel: 1 above, 2 below, 1 left and 2 right." in odd
    assert odd.endswith("A window without a middle cell needs the odd zero on one side alone.")
    assert more(stride=2).endswith("“same” with a stride gives ⌈n / s⌉ in Keras and TensorFlow; PyTorch refuses it.")
    assert more().endswith("Padding lays 1 ring of zeros around each channel.")


def test_one_filter_on_three_channels_makes_one_map() -> None:
    end = at_step(RGB, "The output")
    assert [grid.name for grid in end.grids if grid.name.startswith("feature map")] == ["feature map"]
    assert "1·(4·3 + 1) = 13 parameters" in end.more
    assert "2·2·1·4·3 = 48 MACs" in end.more


def test_more_filters_make_a_volume_of_as_many_maps() -> None:
    knobs = turned(RGB, filters=4)
    end = at_step(knobs, "The output")
    maps = {grid.name: grid.values.array for grid in end.grids if grid.name.startswith("feature map")}
    assert len(maps) == 4
    assert all(np.array_equal(values, Expected(knobs).y[filter_of(name)]) for name, values in maps.items())
    assert "4·(4·3 + 1) = 52 parameters" in end.more


# Every number in every cell -------------------------------------------------------------------------------------------


def wanted(grid: Grid, seen: Seen, of: Expected) -> np.ndarray:
    """What must stand in the cells of a matrix, by its name."""
    name, cell = grid.name, seen.cell(of)
    if name == "picture" or name.startswith("input"):
        return of.padded[channel_of(name)]
    if name == "part of the input":
        (row, column), (above, left), (rows, columns) = grid.first, of.corner, grid.values.shape
        return of.padded[0, row + above : row + above + rows, column + left : column + left + columns]
    if name.startswith("under the window"):
        return of.under(cell)[channel_of(name)]
    if name.startswith("kernel"):
        return of.applied[seen.filter, channel_of(name)]
    if name.startswith("products"):
        return of.products(seen.filter, cell)[channel_of(name)]
    if name == "product on its way":
        made = of.products(seen.filter, cell)
        return grid.values.array if grid.values.array.item() in made else made
    if name == "written":
        return of.y[(seen.filter, *cell)].reshape(1, 1)
    if name.startswith("feature map"):
        return of.y[filter_of(name)]
    raise AssertionError(f"nobody knows what stands in {name!r}")


def allowed(name: str, seen: Seen, of: Expected) -> set[float]:
    """What may stand in the account: an honest intermediate result. What is not known yet is not there."""
    filter_, cell = seen.filter, seen.cell(of)
    sums = of.sums(filter_, cell)
    if name == "bias":
        return {float(of.biases[filter_])}
    if name == "result":
        return {float(of.z[(filter_, *cell)])}
    if name == "after ReLU":
        return {float(of.y[(filter_, *cell)])}
    if name == "sum" and len(sums) > 1:
        return set(sums[:, -1].cumsum().tolist())
    if name.startswith("sum"):
        return set(sums[channel_of(name)].tolist())
    raise AssertionError(f"nobody knows what stands on {name!r}")


def check(seen: Seen, of: Expected) -> None:
    """Compare every matrix and every number of the account with what must stand there."""
    for grid in seen.grids:
        assert np.array_equal(grid.values.array, wanted(grid, seen, of)), (grid.name, seen.frame.t)
    for name, value in seen.plates.items():
        assert value in allowed(name, seen, of), (name, seen.frame.t)


@steadily
@given(layers, st.lists(shares, min_size=6, max_size=6))
def test_every_number_at_any_time_is_the_reference_operations(knobs: Knobs, times: list[float]) -> None:
    of, length = Expected(knobs), sum(step.seconds for step in plan(convolution, knobs))
    for share in times:
        check(look(knobs, share * length), of)


@pytest.mark.parametrize(
    "knobs",
    [
        Knobs(),
        turned(Knobs(), flip=True, relu=True, padding="full", at=(3, 6)),
        turned(RGB, filters=3, relu=True),
        turned(picture=OWN["colours"], channels="3", padding="2", size=5, filters=2),
        turned(picture=Picture("digit"), padding="3", size=7, dilation=2, stride=3),
        turned(picture=OWN["standardised"], stride=3, size=1, kernel="blur", filters=4),
    ],
)
def test_every_number_of_every_step_is_the_reference_operations(knobs: Knobs) -> None:
    of = Expected(knobs)
    for seen in moments(knobs, 0.01, 0.3, 0.55, 0.8, 0.95, 1.0):
        check(seen, of)


@pytest.mark.parametrize(
    "knobs",
    [
        turned(picture=Picture("cat"), channels="3", padding="same"),
        turned(picture=Picture("photographer"), size=5, stride=2, relu=True),
    ],
)
def test_a_photograph_is_shown_whole_with_its_numbers_magnified(knobs: Knobs) -> None:
    of = Expected(knobs)
    for title in ("The input", "One window", "Slide", "The output"):
        check(at_step(knobs, title, 0.9), of)
    for grid in at_step(knobs, FIRST_PRODUCTS[knobs.channels]).grids:
        is_block = grid.values.shape == (knobs.size, knobs.size)
        assert (grid.number_size > 0) == is_block, grid.name


def test_the_largest_window_on_a_photograph_still_shows_its_numbers() -> None:
    making = at_step(turned(picture=Picture("photographer"), size=7), "Multiply")
    assert making.grid("under the window").number_size > 0


@pytest.mark.parametrize("name", ["example", "edge", "counting", "channels", "digit"])
def test_small_pictures_show_every_number(name: str) -> None:
    for seen in moments(turned(picture=Picture(name), filters=1), 1.0):
        for grid in seen.grids:
            assert grid.number_size >= 20 or grid.name == "picture", (grid.name, seen.title)


# Padding and what no window reaches -----------------------------------------------------------------------------------


@steadily
@given(layers)
def test_just_the_cells_that_no_window_reaches_are_faded(knobs: Knobs) -> None:
    of = Expected(knobs)
    for grid in at_step(knobs, "One window").grids:
        if grid.name.startswith("input"):
            faded = np.zeros_like(of.unreached) if grid.faded is None else grid.faded.array
            assert np.array_equal(faded, of.unreached)
        else:
            assert grid.faded is None


@pytest.mark.parametrize(
    "turns", [{"padding": "valid"}, {"padding": "same"}, {"padding": "full"}, {"padding": "3"},
              {"padding": "same", "size": 4}, {"padding": "same", "stride": 2, "picture": Picture("edge")}]
)  # fmt: skip
def test_just_the_padding_is_told_apart_and_counted_from_below_zero(turns: dict[str, Any]) -> None:
    knobs = turned(PLAIN, **turns)
    of, grid = Expected(knobs), at_step(knobs, "The input").grid("input")
    padding = np.zeros(of.padded.shape[1:], dtype=bool) if grid.padding is None else grid.padding.array
    inside = np.pad(np.zeros(of.x.shape[1:], dtype=bool), of.padding, constant_values=True)
    assert np.array_equal(padding, inside)
    assert grid.first == (-of.corner[0], -of.corner[1])


def test_the_floor_is_said_and_shown_where_windows_leave_a_remainder() -> None:
    knobs = turned(picture=OWN["seven"], stride=3)
    assert "rounded down, so 1 row and 1 column at the end are never reached." in at_step(knobs, "Slide").more
    assert any("unused" in text for text in at_step(knobs, "Multiply").texts)
    whole = turned(picture=OWN["seven"], stride=2)
    assert "never reached" not in at_step(whole, "Slide").more
    assert not any("unused" in text for text in at_step(whole, "Multiply").texts)


# A pure function ------------------------------------------------------------------------------------------------------


@steadily
@given(layers, layers, shares)
def test_a_frame_is_the_same_whatever_was_drawn_before(knobs: Knobs, others: Knobs, share: float) -> None:
    t = share * sum(step.seconds for step in plan(convolution, knobs))
    first = render(convolution, knobs, t)
    for seen in moments(others, 0.5):
        assert seen.frame.steps == plan(convolution, others)
    assert render(convolution, replace(knobs), t) == first
    assert first.steps == plan(convolution, knobs)


@steadily
@given(layers)
def test_every_step_says_what_happens(knobs: Knobs) -> None:
    steps = plan(convolution, knobs)
    assert len({step.title for step in steps}) == len(steps)
    for step in steps:
        assert step.title
        assert step.caption.endswith(".")
    assert sum(step.title.startswith(("Slide", "Filter")) for step in steps) == knobs.filters
    assert ("Apply ReLU" in {step.title for step in steps}) == knobs.relu


@pytest.mark.parametrize("at", [(0, 0), (1, 2), (40, 40)])
def test_the_told_cell_is_the_chosen_one_or_the_nearest_there_is(at: tuple[int, int]) -> None:
    knobs = turned(PLAIN, at=at)
    of, made = Expected(knobs), at_step(knobs, "Write")
    assert of.chosen == (min(at[0], 2), min(at[1], 2))
    assert made.map is not None
    assert made.map.highlighted == (of.chosen,)
    assert f"row {of.chosen[0]} and column {of.chosen[1]}, counted from 0." in made.more
    assert within(knobs, "Slide") == within(PLAIN, "Slide")
