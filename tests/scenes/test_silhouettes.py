"""From edges to animals: a trained CNN against torch, its maps and filters as drawn, and what is said of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from scenes.silhouettes import silhouettes
from scenes.silhouettes.computed import favourites, fields, look, read_by, sums, unit
from scenes.silhouettes.draw_maps import PIXELS
from scenes.silhouettes.knobs import ANIMALS, Knobs
from scenes.silhouettes.layout import DRAWING
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.data import trained
from scenes.stage.draw.fields import FIELD
from tests.scenes.seen import Seen, at_step, turned

LAYERS = ("A trained", "Layer 2", "Layer 3")


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(silhouettes, turned(Knobs(), **turns), title, share)


def text(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


@pytest.mark.parametrize("layer", range(3))
def test_a_unit_sees_its_field_and_nothing_else(layer: int) -> None:
    """Found by changing pixels: only those in the square move the unit's logit, and its corners' pixels can."""
    net, (field, start) = trained.network(), fields()[layer]
    count = 28 // field.jump
    row, side = count // 2, field.size
    x = torch.full((1, 1, 28, 28), 0.3, dtype=torch.float64, requires_grad=True)
    y = x
    for filters, _ in net.convolutions[: layer + 1]:
        weights = torch.ones(filters.shape, dtype=torch.float64)
        if y is not x:
            y = torch.nn.functional.avg_pool2d(y, 2)  # every pixel of a window counts, not the largest alone
        y = torch.conv2d(y, weights, padding=1)
    (slope,) = torch.autograd.grad(y[0, 0, row, row], x)
    reached = torch.nonzero(slope[0, 0])
    low, high = start + row * field.jump, start + row * field.jump + side - 1
    assert reached.min() == max(low, 0)
    assert reached.max() == min(high, 27)


def test_the_maps_of_every_layer_are_drawn_as_computed() -> None:
    for layer, title in enumerate(LAYERS):
        seen = step(title)
        for index, values in enumerate(look("cat", 6).maps[layer]):
            grid = seen.grid(f"map {index + 1}")
            assert np.array_equal(grid.values.array, values)
            assert grid.shown == values.size
    first, _ = trained.network().convolutions[0]
    for index in range(8):
        assert np.array_equal(step("A trained").grid(f"filter {index + 1}").values.array, first[index, 0])


@pytest.mark.parametrize("layer", range(3))
def test_the_window_stands_where_the_unit_sees_that_is_written_next(layer: int) -> None:
    """It comes there from where the unit before sees."""
    (field, start), arrived, pixel = fields()[layer], 0, PIXELS[layer]
    for share in np.linspace(0.1, 0.6, 60):
        seen = step(LAYERS[layer], float(share))
        grid, box = seen.grid("map 1"), seen.named[FIELD]
        assert isinstance(box, Rect)
        assert grid.shown is not None
        columns = grid.values.shape[1]
        (row, column), (above, before) = divmod(grid.shown, columns), divmod(max(grid.shown - 1, 0), columns)
        ends = DRAWING[0] + 28 * pixel, DRAWING[1] + 28 * pixel
        right, bottom = box.x + box.width, box.y + box.height
        sees, saw = (
            tuple(min(DRAWING[axis] + (start + place * field.jump + field.size) * pixel, ends[axis])
                  for axis, place in ((0, cell[1]), (1, cell[0])))
            for cell in ((row, column), (above, before))
        )  # fmt: skip
        assert min(sees[0], saw[0]) - 1e-6 <= right <= max(sees[0], saw[0]) + 1e-6
        assert min(sees[1], saw[1]) - 1e-6 <= bottom <= max(sees[1], saw[1]) + 1e-6
        arrived += (right, bottom) == pytest.approx(sees)
    assert arrived >= 15


def test_in_the_end_the_window_is_that_of_the_chosen_unit() -> None:
    seen, found = step("Layer 2"), unit(look("cat", 6), 1, Knobs().at2)
    box, frame, grid = seen.named[FIELD], seen.named["chosen unit"], seen.grid("map 9")
    assert isinstance(box, Rect)
    assert isinstance(frame, Rect)
    assert (box.x, box.y) == pytest.approx((DRAWING[0] + found.left * PIXELS[1], DRAWING[1] + found.top * PIXELS[1]))
    assert box.width == pytest.approx(8 * PIXELS[1])
    assert grid.lattice.cell((frame.x + frame.width / 2, frame.y + frame.height / 2)) == (found.row, found.column)


@pytest.mark.parametrize("layer", [0, 1])
def test_what_a_small_window_sees_stands_enlarged_beside_the_drawing(layer: int) -> None:
    """At every moment it is what lies under the window, and it is more than twice as large."""
    picture = np.pad(look("cat", 6).picture[0], 28)
    size, pixel = fields()[layer][0].size, PIXELS[layer]
    for share in (0.2, 0.45, 0.7, 1.0):
        seen = step(LAYERS[layer], share)
        box, grid = seen.named[FIELD], seen.grid("seen")
        assert isinstance(box, Rect)
        right, bottom = (round((end - start) / pixel) + 28 for end, start in zip(
            (box.x + box.width, box.y + box.height), DRAWING, strict=True))  # fmt: skip
        if right < 56 and bottom < 56:  # the box ends where the drawing does
            assert np.array_equal(grid.values.array, picture[bottom - size : bottom, right - size : right])
        assert grid.u[0] * size >= 2 * size * pixel


def test_a_click_on_a_map_chooses_the_unit_and_its_field() -> None:
    knobs = step("Layer 2").clicked("map 3", (4, 5))
    assert knobs.at2 == (4, 2 * 14 + 5)
    found = unit(look("cat", 6), 1, knobs.at2)
    assert (found.map, found.row, found.column, found.field.size) == (2, 4, 5, 8)
    assert (found.top, found.left) == (-3 + 4 * 2, -3 + 5 * 2)
    assert f"map 3 at row 4, column 5 is {found.value:.2f}" in at_step(silhouettes, knobs, "Layer 2").more


def test_fields_grow_as_the_scene_says() -> None:
    assert [(field.size, field.jump) for field, _ in fields()] == [(3, 1), (8, 2), (18, 4)]
    assert [text(step(title), "sees") for title in LAYERS] == [
        "sees 3 × 3 pixels", "sees 8 × 8 pixels", "sees 18 × 18 pixels",
    ]  # fmt: skip


@pytest.mark.parametrize("layer", range(3))
@pytest.mark.parametrize("at", [(0, 0), (3, 40), (6, 75), None])
def test_the_sum_over_the_slices_is_the_units_number(layer: int, at: tuple[int, int] | None) -> None:
    """Against torch: bias and slices one by one end at the sum, and ReLU makes the map's number of it."""
    seen, net = look("cat", 6), trained.network()
    found = unit(seen, layer, at or Knobs().chosen[layer])
    filters, biases = (torch.as_tensor(each) for each in net.convolutions[layer])
    x = torch.as_tensor(read_by(seen, layer))[None]
    parts = sums(seen, layer, found)
    for count in range(filters.shape[1] + 1):
        some = torch.zeros_like(filters[found.map : found.map + 1])
        some[:, :count] = filters[found.map, :count]
        y = torch.conv2d(x, some, biases[found.map : found.map + 1], padding=1)
        assert parts[count] == pytest.approx(float(y[0, 0, found.row, found.column]), abs=1e-9)
    assert found.value == pytest.approx(max(0.0, parts[-1]), abs=1e-9)


@pytest.mark.parametrize(("layer", "count", "map_"), [(1, 1, 4), (2, 8, 8), (3, 16, 10)])
def test_a_filter_is_taken_apart_slice_by_slice(layer: int, count: int, map_: int) -> None:
    seen = step("A filter", layer=layer)
    filters, _ = trained.network().convolutions[layer - 1]
    for index in range(count):
        assert np.array_equal(seen.grid(f"slice {index + 1}").values.array, filters[map_, index])
        if layer > 1:
            pooled = seen.grid(f"pooled map {index + 1}")
            assert np.array_equal(pooled.values.array, read_by(look("cat", 6), layer - 1)[index])
    assert f"slice {count + 1}" not in seen.named
    found = unit(look("cat", 6), layer - 1, Knobs().chosen[layer - 1])
    assert text(seen, "sum") == f"{found.value:.2f}"
    parts = sums(look("cat", 6), layer - 1, found)
    added = [text(seen, f"sum of slice {index + 1}") for index in range(count)]
    patch = np.pad(read_by(look("cat", 6), layer - 1), ((0, 0), (1, 1), (1, 1)))
    patch = patch[:, found.row : found.row + 3, found.column : found.column + 3]
    assert [float(each.replace("−", "-")) for each in added] == pytest.approx(
        (patch * filters[map_]).sum(axis=(1, 2)).tolist(), abs=0.0051
    )
    bias = float(text(seen, "bias").removeprefix("bias ").replace("−", "-"))
    rounding = 0.0051 * (count + 2)
    assert bias + sum(float(each.replace("−", "-")) for each in added) == pytest.approx(found.value, abs=rounding)
    assert text(step("A filter", 0.0, layer=layer), "sum").replace("−", "-") == f"{parts[0]:.2f}"


def test_what_excites_a_map_is_in_order_and_as_captions_say() -> None:
    for layer, index in ((0, 4), (1, 8), (2, 10)):
        values = [each.value for each in favourites(layer, index)]
        assert values == pytest.approx(sorted(values, reverse=True), abs=1e-4)
        assert values[0] >= look("cat", 6).maps[layer][index].max() - 1e-4


def test_no_map_is_named_after_its_strongest_parts_alone() -> None:
    """Eight of the ten strongest parts of map 11 are of cats and dogs; a giraffe excites it as much on the mean."""
    shown = [each.animal for each in favourites(2, 10)]
    assert shown.count("cat") + shown.count("dog") >= 8
    assert sum(name.startswith("layer 3, part") for name in step("What excites").named) == 6
    seen = step("No map has a name")
    assert "map 11 of layer 3 peaks at 7.9 (cat), 7.9 (dog) and 7.8 (giraffe)" in seen.more
    assert seen.value("mean peak, giraffe") == pytest.approx(7.8, abs=0.05)
    assert sum(name.startswith("mean peak") for name in seen.named) == 10
    dead = at_step(silhouettes, step("Layer 3").clicked("map 12", (3, 3)), "No map has a name")
    assert "map 12 of layer 3 peaks at 0.1" in dead.more
    captions = [each.caption for each in plan(silhouettes, Knobs())]
    assert not any(word in caption for caption in captions for word in ("ears", "finds legs", "corners"))


def test_a_click_on_a_row_asks_its_map() -> None:
    knobs = step("What excites").clicked("layer = 2")
    assert knobs.layer == 2
    assert "map 9 of layer 2 peaks at 2.9 (cat)" in at_step(silhouettes, knobs, "No map has a name").more


def test_the_network_says_what_its_facts_say() -> None:
    seen = step("What the network says")
    assert seen.value("share of cat") == pytest.approx(float(look("cat", 6).shares[2]))
    assert text(seen, "largest share") == "0.93"
    assert seen.caption == "The network says cat, and it is right."
    assert (
        "It has not learned from this drawing. Of 1,500 that it has not learned from, it gets 93.8 % right."
        in seen.more
    )
    assert "It has learned from this drawing" in step("What the network says", drawing=1).more
    assert seen.clicked("animal = zebra").animal == "zebra"


def test_it_is_said_when_the_network_is_wrong() -> None:
    net = trained.network()
    wrong = next(number for number in range(1, 200) if net.classes[int(look("dog", number).shares.argmax())] != "dog")
    assert step("What the network says", animal="dog", drawing=wrong).caption.endswith("and it is wrong.")


@pytest.mark.parametrize("layer", [1, 2, 3])
@pytest.mark.parametrize("animal", [ANIMALS[0], ANIMALS[5]])
def test_captions_are_one_short_sentence(layer: int, animal: str) -> None:
    for each in plan(silhouettes, turned(Knobs(), layer=layer, animal=animal)):
        assert len(each.caption.split()) <= 14
        assert len(each.caption) <= CAPTION_LETTERS
        assert not {":", ";"} & set(each.caption)
        assert each.more.endswith(".")
