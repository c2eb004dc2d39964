"""Items on scaling and on accuracies: the worked examples, and what the map of networks says."""

from __future__ import annotations

import pytest

from scenes.questions.draws import DrawError
from scenes.questions.items import items
from scenes.questions.moments import Moment, Target
from scenes.reference import scaled_channels


def _answers(name: str, **params: float) -> dict[str, str]:
    """What each slip answers; the key is the slip ""."""
    return {option.slip: option.text for option in items()[name].question(0, params).options}


def test_width_and_resolution_are_squared_and_depth_is_not() -> None:
    assert _answers("compound-cost", d=2, w=2, r=3) == {
        "": "72 ×", "C21/all-once": "12 ×", "C21/depth-squared": "144 ×", "C21/one-side": "24 ×", "C21/one-end": "36 ×",
        "C21/added": "7 ×",
    }  # fmt: skip


def test_channels_are_rounded_as_the_reference_does() -> None:
    each = items()["channels-in-eights"]
    for seed in range(200):
        question = each.question(seed)
        channels, width = (question.params[name] for name in ("channels", "width"))
        assert question.key.value == scaled_channels(int(channels), float(width))
    assert _answers("channels-in-eights", channels=40, width=1.1)["C21/plain-product"] == "44"


def test_channels_that_need_no_rounding_are_not_asked() -> None:
    with pytest.raises(DrawError):
        items()["channels-in-eights"].question(0, {"channels": 40, "width": 1.4})


def test_the_rank_of_a_class_is_the_first_k_that_counts_it() -> None:
    logits = {"cat": 5, "dog": 3, "fox": 2, "owl": 4, "hen": -1, "bee": 1}
    answers = _answers("top-k-hit", label=3, **logits)
    assert (answers[""], answers["C22/only-the-first"], answers["C22/from-below"]) == ("top-4", "top-1", "top-3")


def test_mobilenet_is_nearest_to_googlenet_on_imagenet_and_not_to_inception_v3() -> None:
    question = items()["mobilenet-near"].question(0)
    frame = Moment("tradeoff", {}, "The networks on the map").frame()
    accuracy = {name: Target(name).found(frame) for name in ("MobileNet v1", *(each.text for each in question.options))}
    far = {name: abs(float(value or 0) - 70.6) for name, value in accuracy.items()}
    assert accuracy["MobileNet v1"] == 70.6
    assert question.key.text == min((each.text for each in question.options), key=lambda name: far[name])
    for option in question.options:
        for told in (part for part in option.why.split() if part.replace(".", "").isdigit() and "." in part):
            assert accuracy[option.text] == float(told)
    assert {each.slip for each in question.options if each.text == "Inception v3"} == {"E28"}
