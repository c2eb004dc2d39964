"""Items on heads, separable layers and gates: the worked examples, and the gates of a real network."""

from __future__ import annotations

from scenes.gates.computed import worked
from scenes.gates.knobs import Knobs
from scenes.questions.concepts.small_networks import SCORES, STAGES, WAIST
from scenes.questions.items import items


def _answers(name: str, **params: float | str) -> dict[str, str]:
    """What each slip answers; the key is the slip ""."""
    return {option.slip: option.text for option in items()[name].question(0, params).options}


def test_a_map_becomes_its_mean() -> None:
    answers = _answers("pooled-mean", side=2, x11=1, x12=3, x21=5, x22=7)
    assert answers == {"": "4", "C18/max": "7", "C18/sum": "16", "E24": "the map stays 2 × 2"}


def test_neither_means_nor_maps_enter_the_softmax_of_a_resnet() -> None:
    answers = _answers("head-length", side=2)
    assert answers == {"": "3", "E23": "4", "E24": "16", "C18/one-number": "1"}


def test_a_head_on_means_has_513_thousand_parameters_and_on_maps_25_million() -> None:
    answers = _answers("head-parameters", channels=512, classes=1000, side=7)
    assert (answers[""], answers["C18/flatten"], answers["C18/no-bias"]) == ("513 k", "25.1 M", "512 k")


def test_a_separable_layer_of_mobilenet_takes_8_84_times_less() -> None:
    answers = _answers("separable-ratio", maps=512, size=3)
    assert (answers[""], answers["C19/no-depthwise"], answers["C19/no-pointwise"]) == ("8.84", "9", "512")


def test_a_depthwise_filter_has_rows_and_columns() -> None:
    answers = _answers("depthwise-kernel", channels=3, size=3)
    assert answers == {"": "9", "E25": "3", "C19/all-channels": "27", "C19/pointwise": "1"}


def test_the_waist_and_the_scores_are_those_of_the_scene() -> None:
    way = worked(Knobs()).way
    assert tuple(way.waist) == WAIST
    assert tuple(way.scores) == SCORES


def test_the_gates_of_resnet_50_have_two_and_a_half_million_weights() -> None:
    each = items()["gate-weights"]
    keys = [each.question(0, {"stage": stage, "reduction": 16}).key.value for stage in STAGES]
    assert sum(map(float, keys)) == 2_514_944
