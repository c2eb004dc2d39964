"""Lessons follow from measurements: each in both directions, and none where the numbers don't support it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from desktop.edge.measuring.words import Measurement
from desktop.edge.model.forms import Asked, Forms, compared
from desktop.edge.model.lessons import About, Lesson, lessons
from tests.desktop.edge.fake_measures import measured

PHOTOS = Asked("photos", 400, ("cat", "dog"))


def forms(*measurements: Measurement, gates: bool | None = None, asked: Asked | None = None) -> Forms:
    return Forms(measurements[0].network, measurements, gates, asked)


def about(what: About, of: Forms, *others: Forms) -> Lesson | None:
    return next((each for each in lessons(of, others) if each.about == what), None)


def told(what: About, of: Forms, *others: Forms) -> str:
    found = about(what, of, *others)
    assert found is not None
    return f"{found.heading}. {found.words}"


def test_the_framework_costs_time_where_pytorch_is_slower() -> None:
    words = told("framework", forms(measured("torch", 0.171), measured("onnx", 0.033)))
    assert "The framework costs time." in words
    assert "0.171 ms in PyTorch and 0.0330 ms in ONNX Runtime: 5.2 times as long in PyTorch" in words


def test_where_pytorch_is_faster_that_is_said() -> None:
    words = told("framework", forms(measured("torch", 20), measured("onnx", 30)))
    assert "PyTorch is the faster one here" in words
    assert "1.50 times as long in ONNX Runtime" in words


def test_int8_is_told_slower_or_faster_as_it_was_measured() -> None:
    slower = told("int8", forms(measured("onnx", 0.033), measured("int8", 0.047)))
    assert "int8 is slower here" in slower
    assert "0.0470 ms in int8 and 0.0330 ms in float32: 1.42 times as long in int8" in slower
    faster = told("int8", forms(measured("onnx", 12), measured("int8", 4.8)))
    assert "int8 is faster here" in faster
    assert "float32 takes 2.5 times as long" in faster


def of_layers(whole: dict[str, float], eight: dict[str, float]) -> str:
    """What is told of a network that is slower in int8, with microseconds by layer."""
    timed = [
        replace(measured(form, ms), layers=tuple((name, each / 1e6) for name, each in layers.items()))
        for form, ms, layers in (("onnx", 0.033, whole), ("int8", 0.076, eight))
    ]
    return told("int8", forms(*timed))


def test_the_layer_that_got_slower_is_told_from_the_layer_times() -> None:
    words = of_layers({"conv1": 9, "conv2": 12, "dense": 3}, {"conv1": 31, "conv2": 19, "dense": 3, "input": 5})
    assert words.endswith("conv1 alone takes 31 µs in int8 and 9 µs in float32, timed layer by layer.")


@pytest.mark.parametrize(
    "eight",
    [
        {"conv1": 8, "conv2": 12, "turned": 30},
        {"conv1": 19, "conv2": 22, "turned": 30},
        {"conv1": 12, "conv2": 3},
        {"other": 50},
        {},
    ],
    ids=["none", "no one mostly", "all together faster", "other names", "not timed"],
)
def test_no_reason_is_given_that_the_layer_times_do_not_support(eight: dict[str, float]) -> None:
    words = of_layers({"conv1": 9, "conv2": 12}, eight)
    assert words.endswith("times as long in int8.")


@pytest.mark.parametrize("what", ["framework", "int8"])
def test_a_difference_within_the_spread_is_none(what: About) -> None:
    alike = [measured("torch", 1.0, spread=1.5), measured("onnx", 1.2, spread=1.5), measured("int8", 1.1, spread=1.5)]
    assert about(what, forms(*alike)) is None
    sharp = [measured("torch", 1.0, spread=1.05), measured("onnx", 1.2), measured("int8", 1.0, spread=1.05)]
    assert about(what, forms(*sharp)) is not None


def test_the_slower_ones_median_must_lie_beyond_the_faster_ones_p95() -> None:
    assert compared(measured("onnx", 1.0, spread=1.2), measured("int8", 1.2)) is None
    found = compared(measured("int8", 1.21), measured("onnx", 1.0, spread=1.2))
    assert found is not None
    assert found.shorter.form == "onnx"
    assert found.factor == pytest.approx(1.21)


def small(network: str = "Small net", faster: bool = False, file: int = 54_000) -> Forms:
    return forms(measured("onnx", 2, network, file=file), measured("int8", 1 if faster else 3, network, file=file // 2))


def test_sizes_are_told_once_int8_is_faster_with_one_and_slower_with_another() -> None:
    large = small("Large net", faster=True, file=13_000_000)
    assert about("sizes", small()) is None
    assert about("sizes", small(), small("Other", file=70_000)) is None
    words = told("sizes", small(), large)
    assert "faster with Large net (13.0 MB), and slower with Small net (54.0 kB)" in words
    assert told("sizes", small(), large) == told("sizes", large, small())


def test_one_network_of_each_kind_makes_no_rule() -> None:
    large, tiny = small("Large net", faster=True, file=13_000_000), small("Tiny net", file=9_000)
    for found in (told("sizes", small(), large), told("sizes", small(), large, tiny)):
        assert "too few" in found
        assert "is large" not in found
    larger = small("Larger net", faster=True, file=40_000_000)
    assert "int8 pays where a network is large" in told("sizes", small(), large, tiny, larger)


def test_where_small_networks_gain_or_the_sizes_mix_that_is_said() -> None:
    large, larger = small("Large net", file=13_000_000), small("Larger net", file=40_000_000)
    gaining, too = small("Small net", faster=True), small("Smaller net", faster=True, file=30_000)
    assert "pays where a network is small" in told("sizes", gaining, too, large, larger)
    tiny = small("Tiny net", file=9_000)
    assert "The size alone doesn’t tell" in told("sizes", gaining, large, tiny)


def judged(
    network: str, gates: bool | None, changed: int, right: int | None = None, asked: Asked | None = PHOTOS
) -> Forms:
    count = 400
    known = count if right is not None else 0
    return forms(
        measured("onnx", 1, network, right=None if right is None else 390, judged=known),
        measured("int8", 1, network, right=right, judged=known, changed=tuple(range(changed)), answered=count),
        gates=gates,
        asked=asked,
    )


def test_gates_cost_more_where_int8_changes_more_of_their_answers() -> None:
    words = told("gates", judged("Gated", True, 40, 372), judged("Plain", False, 4, 389))
    assert "costs the network with gates more" in words
    assert "10.0 % of the answers of Gated, which has gates, and 1.0 % of the answers of Plain, which has none" in words
    assert "Of 400 answers of Gated, 390 were right before and 372 are right now." in words


def test_gates_that_cost_less_are_told_to_cost_less() -> None:
    words = told("gates", judged("Plain", False, 40), judged("Gated", True, 4))
    assert "costs the network with gates less here" in words
    assert "were right" not in words


def test_gates_are_told_of_only_if_both_kinds_are_measured_and_chance_can_not_be_why() -> None:
    assert about("gates", judged("Gated", True, 40)) is None
    assert about("gates", judged("Gated", True, 40), judged("Other", True, 2)) is None
    assert about("gates", judged("Gated", True, 40), judged("Unknown", None, 2)) is None
    assert about("gates", judged("Gated", True, 8), judged("Plain", False, 5)) is None


@pytest.mark.parametrize(
    "asked", [None, PHOTOS._replace(which="others"), PHOTOS._replace(pictures=60), PHOTOS._replace(classes=("cat",))]
)
def test_gates_are_not_blamed_where_the_networks_answered_different_pictures(asked: Asked | None) -> None:
    other = judged("Plain", False, 4, asked=asked)
    assert about("gates", judged("Gated", True, 40), other) is None
    fair = judged("Fair", False, 4)
    assert "Fair" in told("gates", judged("Gated", True, 40), other, fair)
    assert about("gates", judged("Gated", True, 40, asked=None), judged("Plain", False, 4, asked=None)) is None


def test_a_loss_that_is_not_known_leaves_no_gap_in_the_sentences() -> None:
    assert "  " not in told("gates", judged("Gated", True, 40), judged("Plain", False, 4, 389))


@pytest.mark.parametrize(
    ("before", "after", "heading", "why"),
    [
        (13_900_000, 3_900_000, "A quarter of the file", "28 % of it. A weight takes one byte in place of four."),
        (
            54_000,
            23_000,
            "More than a quarter is left",
            "43 % of it. A weight takes one byte in place of four, but names",
        ),
        (13_900_000, 9_000_000, "More than a quarter is left", "65 % of it"),
        (9_000, 12_000, "The file became larger", "133 % of it"),
    ],
)
def test_the_file_is_a_quarter_only_where_it_is(before: int, after: int, heading: str, why: str) -> None:
    words = told("file", forms(measured("onnx", file=before), measured("int8", file=after)))
    assert heading in words
    assert why in words


def test_without_int8_only_the_framework_can_be_told_of() -> None:
    assert lessons(forms(measured("torch"))) == ()
    assert [each.about for each in lessons(forms(measured("torch", 5), measured("onnx", 1)))] == ["framework"]
