"""A network's totals as tanks that fill, and as bars of the same pieces."""

import pytest

from scenes.stage.charts.shares import BARS, TANKS, Total, bars, tanks
from scenes.stage.core.marks import Rect, Text
from scenes.stage.core.placing import placed
from scenes.stage.data.networks import network

NETWORKS = ["alexnet", "vgg-16", "lenet-5-modern"]
KINDS = ["parameters", "macs"]


def drawn(marks):
    return {each.mark.name: each.mark for each in placed(marks) if each.mark.name}


def pieces(of, kind, marks):
    found = drawn(marks)
    return [found[f"{kind} of {layer.label}"] for layer in of.weighted]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("kind", KINDS)
def test_pieces_of_a_bar_lie_side_by_side_and_are_as_wide_as_their_shares(name, kind):
    of, bar = network(name), BARS[kind]
    x = bar.x
    for piece, layer in zip(pieces(of, kind, bars(of, 1.0)), of.weighted, strict=True):
        assert piece.value == getattr(layer, kind)
        assert piece.x == pytest.approx(x)
        assert piece.width == pytest.approx(bar.width * piece.value / getattr(of, kind))
        assert (piece.y, piece.height) == (bar.y, bar.height)
        x += piece.width
    assert x == pytest.approx(bar.x + bar.width)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_full_tank_holds_all_layers_one_on_the_other(name, kind):
    of = network(name)
    marks = [tanks(of, [1.0] * len(of.weighted))]
    tank, bottom = drawn(marks)[f"tank of {kind}"], None
    for piece in pieces(of, kind, marks):
        assert piece.height == pytest.approx(tank.height * piece.value / getattr(of, kind))
        assert bottom is None or piece.y + piece.height == pytest.approx(bottom)
        bottom = piece.y
    assert bottom == pytest.approx(tank.y)


def test_a_tank_says_what_has_flowed_in():
    of = network("alexnet")
    passed = [1.0, 0.5, *[0.0] * 6]
    found = drawn([tanks(of, passed)])
    assert found["macs so far"].text == "217 M"  # 105,415,200 and half of 223,948,800
    assert "macs of conv3" not in found
    level = sum(found[f"macs of {name}"].height for name in ("conv1", "conv2"))
    assert level / found["tank of macs"].height == pytest.approx((105415200 + 223948800 / 2) / of.macs)


def test_one_tank_turns_after_the_other():
    of = network("vgg-16")
    begun, halfway, whole = (drawn(bars(of, share)) for share in (0.0, 0.45, 1.0))
    assert halfway["parameters of fc6"] == begun["parameters of fc6"]
    assert halfway["macs of conv1_2"].width > 0.7 * whole["macs of conv1_2"].width


def test_the_tanks_turn_into_the_bars_without_a_jump():
    of = network("vgg-16")
    full, begun = drawn([tanks(of, [1.0] * 16)]), drawn(bars(of, 0.0))
    for name, mark in full.items():
        if isinstance(mark, Rect):
            there = begun[name]
            assert (there.x, there.y) == pytest.approx((mark.x, mark.y))
            assert (there.width, there.height) == pytest.approx((mark.width, mark.height))
        else:
            assert begun[name] == mark


def test_the_shares_of_both_kinds_of_layers_stand_under_the_bars():
    found = drawn(bars(network("vgg-16"), 1.0))
    assert found["parameters of convolutions"].text == "convolutions  10.6 %"
    assert found["parameters of dense layers"].text == "dense layers  89.4 %"
    assert found["parameters of dense layers"].size > found["parameters of convolutions"].size
    assert Total(network("vgg-16"), "macs").share(convolutions=True) == pytest.approx(15346630656 / 15470264320)
    assert not any(
        isinstance(each, Text) and "dense" in each.text for each in drawn(bars(network("vgg-16"), 0.5)).values()
    )


def test_a_name_stands_only_where_it_has_room():
    found = drawn(bars(network("vgg-16"), 1.0))
    assert {"parameters name of fc6", "parameters name of fc7"} <= set(found)
    assert "parameters name of conv1_1" not in found
    assert TANKS["macs"].width < BARS["macs"].width
