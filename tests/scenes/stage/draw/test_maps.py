"""Feature maps as scenes show them: scales, colours, padding and cells that no weight meets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import output_size, window_span
from scenes.stage.draw import maps

steadily = settings(derandomize=True, deadline=None, max_examples=80)


@pytest.mark.parametrize(
    ("picture", "shade"),
    [
        ([[[0.0, 17.0]]], "pixel"),
        ([[[-1.0, 200.0]]], "value"),
        ([[[0.0, 200.0]]], "grey"),
        ([[[0.0, 200.0]]] * 3, "glow"),
        ([[[0.0, 0.0]]], "pixel"),
    ],
)
def test_photographs_and_pictures_of_numbers_are_coloured_differently(picture: object, shade: str) -> None:
    assert maps.shade_of(np.array(picture)) == shade


def test_whole_weights_are_dragged_by_ones() -> None:
    weights = np.arange(18.0).reshape(2, 1, 3, 3)
    whole, fractions = maps.weight_grip("weights", (1, 0), weights), maps.weight_grip("weights", (1, 0), weights / 4)
    assert (whole.shape, whole.step, fractions.step) == ((3, 3), 1.0, 0.05)
    assert maps.weight_grip("weights", (1, 0), weights, turned=True).target((0, 2)) == (1, 0, 2, 0)


def test_a_picture_is_drawn_in_bytes() -> None:
    picture = np.array([[[0.0, 300.0]], [[-4.0, 128.0]], [[7.9, 255.0]]])
    found = maps.in_colours(picture)
    assert found.array.dtype == np.uint8
    assert found.array.tolist() == [[[0, 0, 7], [255, 128, 255]]]
    image = maps.photo(found, (10, 20), 5.0, opacity=0.5)
    assert (image.lattice.rows, image.lattice.columns, image.lattice.at(1, 2)) == (1, 2, (20, 25))


def test_sheets_are_the_maps_one_by_one() -> None:
    assert [sheet.array.tolist() for sheet in maps.sheets(np.arange(4.0).reshape(2, 1, 2))] == [[[0, 1]], [[2, 3]]]


def test_pixels_of_photographs_are_dragged_in_larger_steps() -> None:
    counts, photo = (maps.pixel_grip(np.full((3, 4, 5), value), 2, (-1, 2)) for value in (9.0, 200.0))
    assert (counts.step, photo.step) == (1, 8)
    assert (counts.knob, counts.target((1, 0))) == ("pixels", (2, 0, 2))


def test_the_padding_surrounds_the_map() -> None:
    assert maps.padding_mask(np.ones((2, 1, 2)), 0) is None
    mask = maps.padding_mask(np.ones((2, 1, 2)), 1)
    assert mask is not None
    assert mask.array.astype(int).tolist() == [[1, 1, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1]]


@steadily
@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 2), st.integers(1, 2), st.integers(0, 6), st.integers(0, 6))
def test_never_met_are_exactly_the_cells_under_no_weight(
    kernel: int, stride: int, padding: int, dilation: int, down: int, right: int
) -> None:
    height, width = (max(1, window_span(kernel, dilation) - 2 * padding) + more for more in (down, right))
    rows, columns = (output_size(side, kernel, stride, padding, dilation) for side in (height, width))
    met = np.zeros((height + 2 * padding, width + 2 * padding), dtype=bool)
    for i, j, u, v in np.ndindex(rows, columns, kernel, kernel):
        met[i * stride + u * dilation, j * stride + v * dilation] = True
    found = maps.never_met(np.ones((2, height, width)), kernel, stride, padding, dilation)
    missed = np.zeros_like(met) if found is None else found.array
    assert np.array_equal(missed, ~met)
    assert (found is None) == bool(met.all())
