from __future__ import annotations

from desktop.opened.model.standards import Standard, standards, with_own


def test_pictures_in_colour_have_imagenet_s_first() -> None:
    assert [each.title for each in standards(3)] == [
        "ImageNet’s mean and deviation",
        "From 0 to 1",
        "From −1 to 1",
    ]
    assert [each.title for each in standards(1)] == ["From 0 to 1", "From −1 to 1"]


def test_a_way_is_told_in_numbers() -> None:
    first, second, third = standards(3)
    assert first.words == "(pixel / 255 − (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)"
    assert second.words == "(pixel / 255 − 0) / 1"
    assert third.words == "(pixel / 255 − 0.5) / 0.5"


def test_a_usual_way_that_is_the_network_s_own_is_offered_once() -> None:
    own = Standard("Own", (0.5,), (0.5,))
    assert with_own(own, 1) == (own, standards(1)[0])
