"""How one cell of the convolution scene comes to be: product by product, sum by sum, and then the map cell by cell."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.convolution.draw_input import SMALLEST_FRAME
from scenes.convolution.knobs import Knobs
from scenes.stage.core.marks import Rect
from scenes.stage.data.pictures import Picture
from tests.scenes.reading import COLOURS, OWN, Expected, Seen, at_step, channel_of, layers, moments, share_of, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)
shares = st.floats(0, 1)
PLAIN = turned(filters=1, bias=0.0)
RGB = turned(picture=Picture("channels"), filters=1)


def told(knobs: Knobs, title: str, plate: str) -> list[float | None]:
    """What a number of the account says during a step, each once."""
    found = [at_step(knobs, title, index / 150).plates.get(plate) for index in range(1, 151)]
    return [value for value, _ in groupby(found)]


def once(values: np.ndarray) -> list[float]:
    return [value for value, _ in groupby(values.tolist())]


@pytest.mark.parametrize("at", [(0, 0), (1, 2)])
def test_the_running_sum_adds_one_product_after_another(at: tuple[int, int]) -> None:
    knobs = turned(PLAIN, at=at)
    of = Expected(knobs)
    assert told(knobs, "Add", "sum") == [None, *once(of.sums(0, at)[0])]


def test_the_sums_of_the_channels_are_added_one_after_another() -> None:
    of = Expected(RGB)
    assert told(RGB, "Add across", "sum") == [None, *once(of.sums(0, (0, 0))[:, -1].cumsum())]
    begun, ended = (at_step(RGB, "Add across", share).plates for share in (0.0, 1.0))
    assert begun == {f"sum {colour}": part for colour, part in zip(COLOURS, of.sums(0, (0, 0))[:, -1], strict=True)}
    assert ended == {"sum": of.sums(0, (0, 0))[:, -1].sum()}


def test_large_kernels_on_colours_are_told_channel_by_channel() -> None:
    knobs = turned(picture=OWN["colours"], channels="3", padding="2", size=5, filters=1)
    of = Expected(knobs)
    for channel, colour in enumerate(COLOURS):
        said = [value for value in told(knobs, f"Channel {colour}", f"sum {colour}") if value is not None]
        assert said == once(of.sums(0, (0, 0))[channel])


def test_the_result_appears_after_the_bias_and_relu_last() -> None:
    knobs = turned(PLAIN, relu=True)
    assert told(knobs, "Add the bias", "result") == [None, -1.0]
    assert told(knobs, "Apply ReLU", "after ReLU") == [None, 0.0]
    assert told(knobs, "Add the bias", "bias") == [None, 0.0]
    assert at_step(knobs, "Add the bias").plates.keys() == {"sum", "bias", "result"}
    assert at_step(knobs, "Multiply").plates == {}


@pytest.mark.parametrize("knobs", [PLAIN, RGB, turned(PLAIN, size=1, kernel="blur"), turned(PLAIN, size=4)])
def test_products_appear_one_by_one_in_reading_order(knobs: Knobs) -> None:
    blocks = (
        {"Multiply": "products"}
        if knobs.channels == "1"
        else {f"Channel {each}": f"products {each}" for each in COLOURS}
    )
    for title, name in blocks.items():
        frames = [at_step(knobs, title, index / 100) for index in range(101)]
        counts = [seen.grid(name).shown for seen in frames]
        assert counts == sorted(counts)
        assert set(counts) == set(range(knobs.size**2 + 1))
        for seen, count in zip(frames, counts, strict=True):
            assert seen.grid(name).highlighted == (
                (divmod(count - 1, knobs.size),) if 0 < count < knobs.size**2 else ()
            )


def _shown(seen: Seen, name: str) -> int:
    return next((grid.shown or 0 for grid in seen.grids if grid.name == name), 0)


@pytest.mark.parametrize("knobs", [PLAIN, turned(picture=Picture("digit"), filters=1)])
def test_a_product_leaves_its_window_and_arrives_where_it_is_written_next(knobs: Knobs) -> None:
    of, size = Expected(knobs), knobs.size
    for share in np.linspace(0.01, 0.99, 99):
        seen = at_step(knobs, "Multiply", float(share))
        products, flying = seen.grid("products"), [each for each in seen.grids if each.name == "product on its way"]
        for tile in flying:
            place = divmod(products.shown or 0, size)
            assert tile.values.array.item() == of.products(0, of.chosen)[0][place]
            start = seen.grid("under the window").lattice.at(*place)
            goal = products.lattice.at(*place)
            assert min(start[0], goal[0]) - 1 <= tile.origin[0] <= max(start[0], goal[0]) + 1
            assert tile.origin[1] <= max(start[1], goal[1]) + 1


@pytest.mark.parametrize("knobs", [Knobs(), turned(RGB, relu=True, filters=2), turned(PLAIN, relu=True, at=(1, 2))])
def test_no_number_stands_there_without_its_reason(knobs: Knobs) -> None:
    """At rest: no sum before all of its products, no result before sum and bias, no cell before the result."""
    of = Expected(knobs)
    channels = [f" {colour}" for colour in COLOURS] if len(of.x) > 1 else [""]
    for seen in moments(knobs, 0.0, 0.2, 0.4, 0.6, 0.8, 0.99, 1.0):
        if seen.title.startswith(("Slide", "Filter", "The output")):
            continue
        plates = seen.plates
        for index, word in enumerate(channels):
            if f"sum{word}" in plates and channel_at_work(seen) == index:
                assert _shown(seen, f"products{word}") == knobs.size**2
        if "bias" in plates:
            assert plates["sum"] == of.sums(0, of.chosen)[:, -1].sum()
        if "result" in plates:
            assert {"sum", "bias"} <= plates.keys()
        if "after ReLU" in plates:
            assert "result" in plates
        if any(grid.name == "written" for grid in seen.grids):
            assert plates["after ReLU" if knobs.relu else "result"] == of.y[(0, *of.chosen)]
        assert all(grid.shown == 0 for grid in seen.grids if grid.name.startswith("feature map"))


def channel_at_work(seen: Seen) -> int:
    """The channel whose products are seen."""
    return channel_of(next(grid.name for grid in seen.grids if grid.name.startswith("products")))


def test_the_feature_map_is_written_cell_by_cell() -> None:
    knobs = turned(filters=3)
    for title, name in (("Slide", "feature map 1"), ("Filter 2", "feature map 2"), ("Filter 3", "feature map 3")):
        counts = [at_step(knobs, title, index / 100).grid(name).shown or 0 for index in range(1, 101)]
        assert counts == sorted(counts)
        assert counts[-1] == 9
        assert set(counts) >= set(range(1, 10))
    maps = {grid.name: grid.shown for grid in at_step(knobs, "Filter 2", 0.2).grids if grid.name.startswith("feature")}
    assert maps["feature map 1"] == 9
    assert maps["feature map 2"] < 9
    assert maps.keys() == {"feature map 1", "feature map 2"}


def test_before_the_window_slides_only_the_made_cell_is_written() -> None:
    knobs = turned(PLAIN, at=(1, 2))
    assert at_step(knobs, "Add the bias").grid("feature map").shown == 0
    whole, single = (at_step(knobs, "Write").grid(name) for name in ("feature map", "written"))
    assert whole.shown == 0
    assert (single.values.array.tolist(), single.first) == ([[3.0]], (1, 2))
    assert single.origin == whole.lattice.at(1, 2)
    assert at_step(knobs, "Write", 0.3).grid("written").labels == (("+3",),)


def test_a_number_is_written_when_its_window_has_arrived() -> None:
    slow, quick = 0, 0
    for share in np.linspace(0.08, 1, 300):  # at the first cell it stands already
        seen = at_step(PLAIN, "Slide", float(share))
        grid, frame = seen.grid("input"), next(each.mark for each in seen.placed if each.mark.name == "window")
        row, column = seen.cell(Expected(PLAIN))
        index = row * 3 + column
        assert isinstance(frame, Rect)
        arrived = (frame.x, frame.y) == pytest.approx(grid.lattice.at(row, column))
        if index in (1, 2):  # made closely: its number flies to its cell
            made = _shown(seen, "products") == 9 and "result" in seen.plates
            written = {index, index + 1} if made or not arrived else {index}
            slow += 1
        else:
            written = {index + 1} if arrived else {index, index + 1}
            quick += 1
        assert seen.grid("feature map").shown in written
    assert min(slow, quick) > 50


def test_while_kernels_change_the_window_goes_back_and_nothing_is_written_yet() -> None:
    begun = at_step(Knobs(), "Filter 2", 0.01)
    corner = begun.grid("input").lattice.at(2, 2)
    for share in (0.01, 0.05, 0.09):
        seen = at_step(Knobs(), "Filter 2", share)
        maps = [grid for grid in seen.grids if grid.name == "feature map 2"]
        assert [grid.shown for grid in maps] == [0]
        frame = next(each.mark for each in seen.placed if each.mark.name == "window")
        assert isinstance(frame, Rect)
        assert frame.x < corner[0]
        corner = (frame.x, frame.y)
    back = next(each.mark for each in at_step(Knobs(), "Filter 2", 0.15).placed if each.mark.name == "window")
    assert isinstance(back, Rect)
    assert (back.x, back.y) == pytest.approx(begun.grid("input").origin)


@steadily
@given(layers, shares)
def test_the_window_stands_where_its_values_come_from(knobs: Knobs, share: float) -> None:
    """The frame on each channel encloses exactly the cells that the output cell is made of, if they are not tiny."""
    of = Expected(knobs)
    rows, columns = of.z.shape[1:]
    index = int(share * (rows * columns - 1))
    # In the middle of its share of the step a window has come to rest.
    seen = at_step(knobs, "Slide", share_of(knobs, index))
    cell = seen.cell(of)
    assert cell == divmod(index, columns)
    frames = [each.mark for each in seen.placed if isinstance(each.mark, Rect) and each.mark.name.startswith("window")]
    inputs = [grid for grid in seen.grids if grid.name.startswith("input")]
    assert len(frames) == len(inputs) == len(of.x)
    for frame, grid in zip(frames, inputs, strict=True):
        side = of.span * grid.u[0]
        (x, y), more = grid.lattice.at(*(place * knobs.stride for place in cell)), max(0.0, SMALLEST_FRAME - side)
        assert (frame.x, frame.y) == pytest.approx((x - more / 2, y - more / 2))
        assert (frame.width, frame.height) == pytest.approx((side + more, side + more))


def test_what_other_maps_add_comes_with_the_bias() -> None:
    knobs = turned(PLAIN, bias=1.0, others=(((0, 0, 0), 2.5),), at=(0, 0))
    assert told(knobs, "Add the bias", "other maps") == [None, 2.5]
    assert told(PLAIN, "Add the bias", "other maps") == [None]
    (result,) = told(knobs, "Write the cell", "result")
    (before,) = told(turned(PLAIN, bias=1.0, at=(0, 0)), "Write the cell", "result")
    assert result is not None
    assert before is not None
    assert result == pytest.approx(before + 2.5)
