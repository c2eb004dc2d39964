"""MobileNet as a whole in the depthwise scene: thinner, for smaller pictures, and beside what else is quoted."""

from __future__ import annotations

import pytest

from scenes.depthwise import depthwise
from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES, Knobs
from scenes.depthwise.mobile import DOGS, TOP_1, one, reached, variant
from scenes.stage.data.networks import network
from tests.scenes.seen import Seen, at_step, turned

THINNER, REACH = "Thinner", "What MobileNet"


def seen(title: str, **turns: str) -> Seen:
    return at_step(depthwise, turned(Knobs(), **turns), title)


def test_half_the_width_on_160_pixels() -> None:
    found = seen(THINNER)
    assert found.value("parameters, α 0.5, 160 px") == 1_331_592
    assert found.value("multiply–accumulates, α 0.5, 160 px") == 76_524_800
    assert found.numbers.startswith("0.5² · (160 / 224)² = 0.128")
    assert found.numbers.endswith("76,524,800 / 568,740,352 = 0.135")
    assert {"70.6 %", "60.2 %", "10.4 points lower"} <= set(found.texts)
    assert any("Howard et al., 2017, tables 6 and 9" in text and "crop not stated" in text for text in found.texts)


@pytest.mark.parametrize("side", PICTURE_SIDES)
def test_smaller_pictures_change_no_parameter(side: str) -> None:
    found = at_step(depthwise, Knobs(alpha="1", picture_side=side), THINNER)
    parameters = {found.value(name) for name in found.named if name.startswith("parameters, ")}
    assert parameters == {4_231_976}
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
    assert found.value("parameters, α 0.25, 160 px") == 470_072
    assert variant("0.25", 160).top1 is None
    assert "not in the paper's tables quoted here" in found.texts
    assert at_step(depthwise, found.clicked("picture_side = 224"), THINNER).texts.count("50.6 %") == 1


def test_the_whole_mobilenet_is_not_compared_with_itself() -> None:
    found = at_step(depthwise, Knobs(alpha="1", picture_side="224"), THINNER)
    assert not any("times fewer" in text or "points" in text for text in found.texts)


def test_mobilenet_comes_near_googlenet_and_not_near_inception_v3() -> None:
    found = seen(REACH)
    quoted = {each.label: found.value(f"top-1 of {each.label}") for each in reached()}
    assert quoted["MobileNet"] == TOP_1["1", 224][0] == 70.6
    assert (quoted["GoogLeNet"], quoted["VGG-16"], quoted["Conv MobileNet"]) == (69.8, 71.5, 71.7)
    assert (quoted["AlexNet"], quoted["SqueezeNet"], quoted["Inception v3"]) == (57.2, 57.5, 78.8)
    assert list(quoted.values()) == sorted(v for v in quoted.values() if v is not None)
    assert "8.2 points ahead" in found.caption
    assert "= 27.2" in found.numbers
    assert found.numbers.endswith("2.78")
    assert DOGS == {"MobileNet": 83.3, "Inception v3": 84.0}
    assert any("Stanford Dogs" in text and "table 10" in text for text in found.texts)
    assert any("crop not stated" in text and "Szegedy et al., CVPR 2016, 1 crop" in text for text in found.texts)


def test_counts_beside_quoted_accuracies_are_ours() -> None:
    assert one("Conv MobileNet").network.macs == 4_867_293_184
    assert one("SqueezeNet").network.macs == network("squeezenet-1.0").macs == 818_924_576
    assert one("0.5 MobileNet, 160 px").network.macs == 76_524_800
