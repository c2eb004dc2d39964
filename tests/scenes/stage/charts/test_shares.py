"""The bar of a network's total, cut by layer."""

import pytest

from scenes.stage.charts.shares import LEFT, RIGHT, shares
from scenes.stage.core.marks import Rect, Text
from scenes.stage.data.networks import network


@pytest.mark.parametrize("name", ["alexnet", "vgg-16", "lenet-5-modern"])
@pytest.mark.parametrize("kind", ["parameters", "macs"])
def test_pieces_lie_side_by_side_and_are_as_wide_as_their_shares(name, kind):
    of = network(name)
    pieces = [mark for mark in shares(of, kind, 300.0, 1.0) if isinstance(mark, Rect)]
    assert [piece.value for piece in pieces] == [getattr(layer, kind) for layer in of.weighted]
    x = LEFT
    for piece in pieces:
        assert piece.x == pytest.approx(x)
        assert piece.width == pytest.approx((RIGHT - LEFT) * piece.value / getattr(of, kind))
        x += piece.width
    assert x == pytest.approx(RIGHT)


def test_both_sums_stand_under_the_bar_once_it_is_whole():
    of = network("vgg-16")
    words = [mark.text for mark in shares(of, "parameters", 300.0, 1.0) if isinstance(mark, Text)]
    assert "convolution  10.6 %   14,714,688" in words
    assert "dense  89.4 %   123,642,856" in words
    assert not any("dense" in mark.text for mark in shares(of, "parameters", 300.0, 0.5) if isinstance(mark, Text))


def test_a_name_stands_only_where_it_has_room():
    words = [mark.text for mark in shares(network("vgg-16"), "parameters", 300.0, 1.0) if isinstance(mark, Text)]
    assert {"fc6", "fc7"} <= set(words)
    assert "conv1_1" not in words
