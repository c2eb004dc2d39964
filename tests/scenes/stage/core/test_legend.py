"""The legend: there while colours carry values, for each scale one, and as visible as they are."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.legend import ROOM, legend
from scenes.stage.core.marks import AnyMark, Grid, Group, Text
from scenes.stage.core.placing import placed
from scenes.stage.core.stage import RIGHT
from scenes.stage.numbers.scales import Scales
from scenes.stage.numbers.values import Values

FOUR = Scales(4.0)


def grid(side: float = 60.0, **more: object) -> Grid:
    values = Values(np.array([[1.0, -2.0], [0.0, 3.0]]))
    return Grid(values=values, origin=(100.0, 200.0), u=(side, 0.0), v=(0.0, side), **more)  # type: ignore[arg-type]


def tiles(*marks: AnyMark, scales: Scales = FOUR) -> list[list[float]]:
    found = (each.mark for each in placed(legend(marks, scales)))
    return [mark.values.array[0].tolist() for mark in found if isinstance(mark, Grid)]


def words(*marks: AnyMark, scales: Scales = FOUR) -> list[str]:
    return [each.mark.text for each in placed(legend(marks, scales)) if isinstance(each.mark, Text)]


def test_without_values_there_is_no_legend() -> None:
    assert legend((), Scales()) == ()
    assert legend((grid(shade="grey"), grid(shade="tint"), grid(opacity=0.0)), Scales()) == ()


def test_both_ends_zero_and_a_number_between() -> None:
    assert tiles(grid()) == [[-4, -1, 0, 1, 4]]
    assert tiles(grid(), scales=Scales(15.0)) == [[-15, -4, 0, 4, 15]]
    assert tiles(grid(), scales=Scales(0.3)) == [[-0.3, -0.1, 0, 0.1, 0.3]]
    assert tiles(grid(), scales=Scales(1.0)) == [[-1, -0.5, 0, 0.5, 1]]
    assert words(grid()) == []


def test_of_several_layers_with_a_scale_each_that_is_said_once() -> None:
    scales = Scales(1.0, (("block1.relu", 4.0), ("block2.relu", 6.0), ("weights", 2.0)))
    first, second = (grid(2.0, numbers=False, scale=name) for name in ("block1.relu", "block2.relu"))
    assert words(first, scales=scales) == ["−4", "+4"]
    assert words(first, grid(2.0, numbers=False, scale="weights"), scales=scales)[0] == "−2"
    assert "relu" in words(first, grid(2.0, numbers=False, scale="weights"), scales=scales)
    assert words(first, second, scales=scales) == ["each layer has a scale of its own"]
    assert tiles(first, second, grid(scale="weights"), scales=scales) == [[-2, -1, 0, 1, 2]]


def test_every_number_of_it_can_be_read() -> None:
    for limit in (0.03, 0.1, 0.3, 1.0, 4.0, 15.0, 300.0, 4000.0):
        (shown,) = (each.mark for each in placed(legend((grid(),), Scales(limit))) if isinstance(each.mark, Grid))
        assert shown.number_size >= 20


def test_maps_without_numbers_have_a_ramp_with_its_ends() -> None:
    (row,) = tiles(grid(numbers=False), scales=Scales(15.0))
    assert (row[0], row[-1]) == (-15, 15)
    assert len(row) > 20
    assert words(grid(numbers=False), scales=Scales(15.0)) == ["−15", "+15"]


def test_each_scale_has_its_own_with_a_word_pixels_at_the_right() -> None:
    marks = grid(scale="weights"), grid(), grid(shade="pixel")
    scales = Scales(15.0, (("weights", 2.0),))
    assert words(*marks, scales=scales) == ["pixels", "weights", "values"]
    pixels, weights, values = legend(marks, scales)
    assert isinstance(values, Group)
    assert isinstance(weights, Group)
    assert isinstance(pixels, Group)
    assert values.dx < weights.dx < pixels.dx < RIGHT


def test_several_are_shorter() -> None:
    weights, scales = grid(scale="weights"), Scales(15.0, (("weights", 1.0),))
    assert tiles(weights, grid(), scales=scales) == [[-1, 0, 1], [-15, 0, 15]]
    one, two = (len(legend(marks, scales)) for marks in ((grid(),), (grid(), weights)))
    assert (one, two) == (1, 2)


def test_a_scale_that_is_not_named_is_the_one_for_all() -> None:
    assert tiles(grid(scale="weights"), grid()) == [[-4, -1, 0, 1, 4]]


def test_it_is_as_visible_as_what_it_is_about() -> None:
    faint, fainter = grid(opacity=0.4), Group(marks=(grid(opacity=0.4),), opacity=0.5)
    assert [mark.opacity for mark in legend((fainter, faint), Scales())] == [0.4]


def test_limits_below_a_thousandth_are_written_with_a_power_of_ten() -> None:
    small = Scales(0.00003, (("weights", 0.06),))
    assert words(grid(20.0), scales=small) == ["−3·10⁻⁵", "+3·10⁻⁵"]
    assert words(grid(), scales=small) == ["±3·10⁻⁵"]
    assert words(grid(), grid(scale="weights"), scales=small) == ["weights", "±3·10⁻⁵", "values"]


def test_several_that_would_reach_into_the_title_are_shorter() -> None:
    names = ("products", "weights", "gates", "means")
    scales = Scales(1.0, tuple((name, 0.06) for name in names))
    found = legend(tuple(grid(scale=name) for name in names), scales)
    assert len(found) == len(names)
    assert all(isinstance(each, Group) and each.dx >= RIGHT - ROOM for each in found)
    assert words(*(grid(scale=name) for name in names), scales=scales).count("±0.06") == len(names)
    assert "±0.06" not in words(*(grid(scale=name) for name in names[:2]), scales=scales)


def test_pixels_beside_values_take_nothing_from_their_legend() -> None:
    assert tiles(grid(), grid(shade="pixel")) == [[0, 2, 4], [-4, -1, 0, 1, 4]]
