"""MobileNet as a whole in the depthwise scene: thinner, for smaller pictures, and beside others that are quoted."""

from __future__ import annotations

import pytest

from scenes.depthwise import depthwise
from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES, Knobs
from scenes.depthwise.mobile import DOGS, QUOTED, TOP_1, variant
from scenes.stage.core.marks import Rect, Text
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import brief
from tests.scenes.seen import Seen, at_step, turned

THINNER = "Thinner"


def text(found: Seen, name: str) -> str:
    mark = found.named[name]
    assert isinstance(mark, Text)
    return mark.text


def seen(title: str, **turns: str) -> Seen:
    return at_step(depthwise, turned(Knobs(), **turns), title)


def test_half_the_width_on_160_pixels() -> None:
    found = seen(THINNER)
    of = variant("0.5", 160).network
    assert (of.parameters, of.macs) == (1_331_592, 76_524_800)
    for name, words in (("MACs", "76.5 M"), ("weights", "1.3 M"), ("top-1", "60.2 %")):
        assert text(found, f"{name}, smaller") == words
    for name, words in (("MACs", "149 M"), ("weights", "1.3 M"), ("top-1", "63.7 %")):
        assert text(found, f"{name}, thinner") == words
    for name, words in (("MACs", "569 M"), ("weights", "4.2 M"), ("top-1", "70.6 %")):
        assert text(found, f"{name}, before") == words
    assert {"before", "α = 0.5", "160 pixels"} <= set(found.texts)
    assert (text(found, "outlines"), text(found, "solid")) == ("before", "now")
    assert "0.5² · (160 / 224)² = 0.128" in found.more
    assert "76,524,800 / 568,740,352 = 0.135" in found.more
    assert "Howard et al., 2017, tables 4 and 6 to 10" in found.more
    assert "crop not stated" in found.more


def test_it_gets_thinner_first_and_its_pictures_smaller_then() -> None:
    """After the first half of the motion only the width has changed: what then stands there is a network, too."""
    half = at_step(depthwise, Knobs(), THINNER, 0.38)
    assert text(half, "MACs, thinner") == brief(variant("0.5", FULL).network.macs) == "149 M"
    assert text(half, "weights, thinner") == text(seen(THINNER), "weights, smaller")
    assert text(at_step(depthwise, Knobs(), THINNER, 0.0), "MACs, before") == "569 M"
    opacity = {each.mark.name: each.opacity for each in half.placed}
    assert opacity["MACs, thinner"] == 1.0
    assert not opacity.get("MACs, smaller")


def test_smaller_pictures_move_the_work_alone() -> None:
    """While the pictures get smaller, the weights of their column stand still and the multiplications fall."""
    found = [at_step(depthwise, Knobs(), THINNER, share) for share in (0.45, 0.5, 0.55, 0.6, 1.0)]
    assert len({text(each, "weights, smaller") for each in found}) == 1
    assert len({text(each, "MACs, smaller") for each in found}) > 3


def test_boxes_are_as_thick_and_high_as_there_are_maps_and_pixels() -> None:
    named, picked = seen(THINNER).named, variant("0.5", 160)
    assert picked.maps == ((16, 80), (32, 80), (64, 40), (128, 20), (256, 10), (512, 5))
    for index, ((maps, side), (fewer, less)) in enumerate(zip(variant("1", FULL).maps, picked.maps, strict=True), 1):
        whole, now = named[f"whole {index}"], named[f"now {index}"]
        assert isinstance(whole, Rect)
        assert isinstance(now, Rect)
        assert now.width / whole.width == pytest.approx(fewer / maps)
        assert now.height / whole.height == pytest.approx(less / side)


@pytest.mark.parametrize("side", PICTURE_SIDES)
def test_smaller_pictures_change_no_parameter(side: str) -> None:
    found = at_step(depthwise, Knobs(alpha="1", picture_side=side), THINNER)
    assert variant("1", int(side)).network.parameters == 4_231_976
    assert text(found, "weights, smaller") == "4.2 M"
    assert variant("1", int(side)).network.macs == pytest.approx(568_740_352 * (int(side) / FULL) ** 2, rel=0.01)


def test_the_rule_of_thumb_comes_near_what_is_counted() -> None:
    whole = variant("1", FULL).network.macs
    for alpha in ALPHAS:
        for side in PICTURE_SIDES:
            of = variant(alpha, int(side))
            assert of.network.macs / whole == pytest.approx(of.expected, rel=0.2), (alpha, side)


def test_plates_choose_and_what_is_not_quoted_is_not_made_up() -> None:
    knobs = seen(THINNER).clicked("alpha = 0.25")
    found = at_step(depthwise, knobs, THINNER)
    assert text(found, "weights, smaller") == brief(variant("0.25", 160).network.parameters) == brief(470_072)
    assert variant("0.25", 160).top1 is None
    assert text(found, "top-1, smaller") == "not quoted"
    assert text(at_step(depthwise, found.clicked("picture_side = 224"), THINNER), "top-1, smaller") == "50.6 %"


def test_mobilenet_comes_near_googlenet_and_not_near_inception_v3() -> None:
    more = seen(THINNER).more
    assert TOP_1["1", 224][0] == 70.6
    assert {name: right for name, _, right in QUOTED} == {
        "MobileNet with standard convolutions": 71.7, "VGG-16": 71.5, "GoogLeNet": 69.8, "Inception v3": 78.8,
    }  # fmt: skip
    assert (
        "the whole MobileNet has 70.6 % top-1 accuracy, MobileNet with standard convolutions 71.7 % with 8.56 times "
        "the MACs" in more
    )
    assert "VGG-16 71.5 % with 27.2 times the MACs, GoogLeNet 69.8 % with 2.78 times" in more
    assert "Inception v3 78.8 %" in more
    assert DOGS == {"MobileNet": 83.3, "Inception v3": 84.0}
    assert "on Stanford Dogs only, 83.3 % of MobileNet against 84 % of Inception v3" in more
    assert "one network, crop not stated; Inception v3 on ImageNet: Szegedy et al., CVPR 2016, 1 crop" in more


def test_counts_beside_quoted_accuracies_are_ours() -> None:
    assert network("mobilenet-v1-conv").macs == 4_867_293_184
    assert variant("0.5", 160).network.macs == 76_524_800
    assert f"{4_867_293_184 / 568_740_352:.3g} times the MACs" in seen(THINNER).more
