from __future__ import annotations

from itertools import pairwise

import pytest

from desktop.lab.looking import lens
from desktop.lab.looking.lens import Classes, Square
from scenes.stage.data.recording import Contestant, Layer


def layer(name: str, kind: str, *shape: int, macs: int = 0) -> Layer:
    return Layer(name, kind, "", shape, 0, macs)


CNN = Contestant(
    "CNN",
    (
        layer("conv1", "conv", 8, 28, 28, macs=100_000),
        layer("relu1", "relu", 8, 28, 28),
        layer("pool1", "pool", 8, 14, 14),
        layer("conv2", "conv", 16, 14, 14, macs=600_000),
        layer("relu2", "relu", 16, 14, 14),
        layer("pool2", "pool", 16, 7, 7),
        layer("fc", "dense", 10, macs=7_840),
    ),
)
DENSE = Contestant("Dense net", (layer("fc1", "dense", 64), layer("relu1", "relu", 64), layer("fc2", "dense", 10)))


def test_one_class_is_explained_or_how_far_the_first_of_two_is_above_the_second() -> None:
    none = Classes()
    assert none.explained(7) == (7, None)
    one = none.toggled(3)
    assert one.explained(7) == (3, None)
    two = one.toggled(5)
    assert two.explained(7) == (3, 5)
    assert two.toggled(1) == Classes(3, 1), "a third one takes the place of the second"
    assert two.toggled(5) == one
    assert two.toggled(3) == Classes(5)
    assert one.toggled(3) == none


@pytest.mark.parametrize(
    ("shape", "expected"), [((1, 28, 28), (3, 5, 9)), ((1, 8, 8), (1, 3, 5)), ((3, 224, 224), (23, 41, 71))]
)
def test_squares_fit_the_picture(shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert lens.sides(shape) == expected
    assert lens.sides((1, 2, 40))[-1] <= 2


def test_a_square_follows_the_hand_and_stays_on_the_picture() -> None:
    square = Square(5, 0, 0)
    assert square.moved(14.2, 14.9, (1, 28, 28)) == (5, 12, 12)
    assert square.moved(-3, 99, (1, 28, 28)) == (5, 0, 23)


def test_a_picture_is_covered_everywhere_or_at_places_evenly_spread() -> None:
    assert lens.corners(28, 5) == tuple(range(24))
    spread = lens.corners(224, 41)
    assert len(spread) <= lens.MOST
    assert len({after - before for before, after in pairwise(spread)}) == 1
    assert spread[-1] + 41 <= 224
    assert lens.corners(5, 5) == (0,)


def test_what_takes_more_than_a_moment_is_a_long_answer() -> None:
    assert not lens.takes_long(CNN, 576)
    assert lens.takes_long(CNN, 1000)


def test_grad_cam_weighs_the_maps_before_the_last_pooling_at_first() -> None:
    assert [each.name for each in lens.maps(CNN)] == ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"]
    assert lens.last_maps(CNN) == "relu2"
    deep = Contestant("Deep", (*CNN.layers[:6], layer("conv3", "conv", 8, 1, 1), layer("fc", "dense", 10)))
    assert lens.last_maps(deep) == "relu2", "a map of one cell says nothing of where"
    assert lens.maps(DENSE) == ()
    assert lens.last_maps(DENSE) is None
