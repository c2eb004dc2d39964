"""A layer's input: its padding and windows, the names of its channels, and its sheets on their way."""

from __future__ import annotations

import numpy as np
import pytest

from scenes import reference
from scenes.stage.core.marks import Role
from scenes.stage.draw.maps import pixel_grip
from scenes.stage.draw.sheets import (
    Channels,
    Sheets,
    arriving,
    channel_grid,
    fading_photo,
    flown,
    underway,
)

X = np.arange(9.0).reshape(1, 3, 3)
COLOURS = np.full((3, 2, 2), 200.0)


def test_an_input_knows_its_padding_and_what_no_window_meets() -> None:
    padded = Sheets(X[:, :1, :2], padding=1, fill=-7.0)
    assert padded.padded[0].array.tolist() == [[-7, -7, -7, -7], [-7, 0, 1, -7], [-7, -7, -7, -7]]
    assert padded.padding_mask is not None
    assert padded.padding_mask.array.astype(int).tolist() == [[1, 1, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1]]
    assert (padded.never_met, Sheets(X).padding_mask) == (None, None)
    left_over = Sheets(X, size=2, stride=2).never_met
    assert left_over is not None
    assert left_over.array.astype(int).tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 1]]


def test_an_input_knows_its_colours() -> None:
    assert (Sheets(X).shade, Sheets(COLOURS, shade="glow").shade) == ("pixel", "glow")
    assert Sheets(COLOURS, padding=1, fill=-np.inf).colours.array[:2, :2, 0].tolist() == [[0, 0], [0, 200]]


@pytest.mark.parametrize(("padding", "stride", "dilation"), [(0, 1, 1), (1, 2, 1), (2, 1, 2), (1, 3, 2)])
def test_what_is_under_a_window_is_what_the_layer_sees(padding: int, stride: int, dilation: int) -> None:
    x = np.arange(98.0).reshape(2, 7, 7)
    source = Sheets(x, padding, 3, stride, dilation)
    seen = reference.window(x, 1, 0, 3, stride, padding, dilation)
    assert [source.under(channel, (1, 0)).array.tolist() for channel in (0, 1)] == seen.tolist()


def test_pixels_are_counted_without_the_padding() -> None:
    source = Sheets(X, padding=1, size=2, stride=2)
    assert (source.pixel((0, 0)), source.pixel((1, 0))) == ((-1, -1), (1, -1))
    assert source.pixel_grip(0).target((1, 3)) == (0, 0, 2)


def test_channels_have_colours_and_names_where_there_are_several() -> None:
    three, two, one = Channels(3), Channels(2), Channels(1)
    assert [three.role(channel, Role.INPUT) for channel in range(3)] == [Role.RED, Role.GREEN, Role.BLUE]
    assert (two.role(1, Role.INPUT), one.role(0, Role.OUTPUT)) == (Role.INPUT, Role.OUTPUT)
    assert (three.word(2), two.word(1), one.word(0)) == ("blue", "channel 2", "channel 1")
    assert (three.name("input", 1), two.name("input", 1), one.name("input", 0)) == ("input green", "input 2", "input")


def test_channels_come_from_a_pile_or_from_a_large_picture() -> None:
    assert arriving((10, 20), 8.0, 2, (4, 4), 90.0, as_picture=False) == ((26, 36), 8)
    assert arriving((10, 20), 10.0, 1, (4, 4), 90.0, as_picture=False, pile=0.5) == ((15, 25), 10)
    assert arriving((10, 20), 8.0, 2, (4, 4), 90.0, as_picture=True) == ((10, 20), 90)
    assert arriving((10, 20), 8.0, 2, (20, 40), 90.0, as_picture=True) == ((10, 20), 15)


def test_a_picture_fades_while_it_shrinks() -> None:
    assert underway(((0, 0), 10.0), ((100, 40), 20.0), 0.25) == ((25, 10), 12.5)
    image = fading_photo(Sheets(COLOURS).colours, ((10, 20), 16.0), 8.0, 0.25)
    assert (image.origin, image.u[0], image.opacity) == ((10, 20), 14, 0.75)


def test_padding_is_told_apart_where_cells_stand_apart() -> None:
    source = Sheets(X, padding=1, size=2, stride=2)
    large = channel_grid(source, 0, ((5, 6), 30.0), highlighted=((0, 0),), name="input")
    small = channel_grid(source, 0, ((5, 6), 4.0), highlighted=((0, 0),))
    assert (large.padding, large.highlighted, small.padding, small.highlighted) == (
        source.padding_mask, ((0, 0),), None, (),
    )  # fmt: skip
    assert (large.origin, large.u, large.first, large.faded) == ((5, 6), (30, 0), (-1, -1), source.never_met)
    assert (large.shade, large.name) == ("pixel", "input")


def test_values_fly_out_of_the_window_and_can_be_changed_on_their_way() -> None:
    grid = flown(Sheets(X, size=2), 0, (1, 0), ((0, 0), 10.0), ((100, 0), 30.0), 0.5)
    assert (grid.values.array.tolist(), grid.origin, grid.u) == ([[3, 4], [6, 7]], (50, 0), (20, 0))
    assert (grid.first, grid.grip) == ((1, 0), pixel_grip(X, 0, (1, 0)))
    spread = flown(Sheets(X, size=2, dilation=2), 0, (0, 0), ((0, 0), 10.0), ((100, 0), 30.0), 1.0)
    assert (spread.values.array.tolist(), spread.first) == ([[0, 2], [6, 8]], (0, 0))
    assert spread.grip == pixel_grip(X, 0, (0, 0), spacing=2)
