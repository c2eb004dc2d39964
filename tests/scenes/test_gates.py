"""The scene of squeeze and excitation: its worked example, its bill, and what hands can change."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.gates import gates
from scenes.gates.computed import bill, worked
from scenes.gates.knobs import REDUCTIONS, STAGES, Knobs
from scenes.stage.core.knobs import from_plain, to_plain
from scenes.stage.data.networks import network
from tests.scenes.seen import Seen, at_step, turned


def seen(title: str, knobs: Knobs | None = None, share: float = 1.0) -> Seen:
    return at_step(gates, knobs or Knobs(), title, share)


def shown(found: Seen, name: str, count: int = 4) -> list[float]:
    return [round(found.value(f"{name} {index + 1}") or 0.0, 3) for index in range(count)]


def test_the_worked_example() -> None:
    found = seen("Scale")
    assert shown(found, "mean") == [4, 2, 0, 6]
    assert shown(found, "waist", 2) == [2, 3]
    assert shown(found, "score") == [2, -2, -3, 3]
    assert shown(found, "gate") == [0.881, 0.119, 0.047, 0.953]
    for index in range(4):
        dimmed, whole = found.grid(f"dimmed {index + 1}"), found.grid(f"map {index + 1}")
        assert dimmed.values.array == pytest.approx((found.value(f"gate {index + 1}") or 0) * whole.values.array)
        assert dimmed.scale_name == whole.scale_name


def test_the_formulas_have_the_numbers_of_the_example() -> None:
    assert seen("Squeeze").numbers.startswith("sums / 9:  36 / 9 = 4")
    assert seen("The waist").numbers.startswith("ReLU(4 − 2) = ReLU(2) = 2")
    assert "σ(−3) = 0.047" in seen("Excite").numbers
    assert seen("Scale").numbers == "map 4, first cell:  0.9526 · 9 = 8.573"


def test_a_map_drains_before_its_mean_stands_there() -> None:
    half = seen("Squeeze", share=0.3)
    assert "mean 1" in half.named
    assert "mean 4" not in half.named


def test_a_cell_moves_its_mean_and_what_depends_on_it() -> None:
    found = seen("Scale", seen("Scale").typed("map 3", 9, (0, 0)))
    assert found.value("mean 3") == pytest.approx(12 / 9)
    assert found.value("gate 1") == pytest.approx(worked(Knobs()).gates[0])
    assert found.value("gate 3") != pytest.approx(worked(Knobs()).gates[2])


def test_weights_can_be_edited() -> None:
    narrowed = seen("Scale", seen("Scale").typed("weights W₁", 2, (0, 0)))
    assert shown(narrowed, "waist", 2) == [6, 3]
    widened = seen("Scale", seen("Scale").typed("weights W₂", 0, (0, 0)))
    assert widened.value("gate 1") == 0.5


def test_a_gate_is_set_by_hand_and_given_back() -> None:
    by_hand = seen("Scale", seen("Scale").typed("gate 2", 1.0, None))
    assert by_hand.value("gate 2") == 1.0
    assert by_hand.written("dimmed 2") == by_hand.written("map 2")
    assert by_hand.value("gate 1") == pytest.approx(worked(Knobs()).gates[0])
    assert by_hand.clicked("compute the gates") == Knobs()
    assert "compute the gates" not in seen("Scale").named
    assert seen("Scale", seen("Scale").typed("gate 2", 7.0, None)).value("gate 2") == 1.0


def test_gates_are_no_shares() -> None:
    found = seen("Gates are no shares")
    assert sum(shown(found, "instead")) == pytest.approx(1, abs=0.002)
    assert "sum 2.000" in found.texts
    dark = turned(Knobs(), restore=(((0, 0), 0.0), ((1, 0), 0.0), ((2, 1), 0.0), ((3, 1), 0.0)))
    assert shown(seen("Gates are no shares", dark), "gates") == [0.5] * 4


def test_the_bill_of_the_network_is_the_difference_of_the_descriptions() -> None:
    cost = bill(16)
    gated, plain = network("se-resnet-50"), network("resnet-50")
    assert cost.weights == 2_514_944 == gated.macs - plain.macs
    assert cost.biases == 16_048
    assert cost.weights + cost.biases == gated.parameters - plain.parameters
    assert [(row.blocks, row.channels, row.waist) for row in cost.rows] == [
        (3, 256, 16), (4, 512, 32), (6, 1024, 64), (3, 2048, 128),
    ]  # fmt: skip


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_the_reduction_divides_the_weights(reduction: str) -> None:
    found = seen("In ResNet-50", turned(Knobs(), reduction=reduction))
    expected = 2_514_944 * 16 // int(reduction)
    assert f"{expected:,}" in found.texts
    assert f"= {expected:,} weights" in found.numbers


def test_the_papers_own_count_of_what_gates_add_is_told_apart() -> None:
    assert "9.9 % more parameters, but only 0.06 %" in seen("In ResNet-50").caption
    assert "0.26 % count means and scaling too" in seen("In ResNet-50").caption
    assert "0.26" not in seen("In ResNet-50", turned(Knobs(), reduction="8")).caption


def test_quoted_errors_have_their_source_beside_them() -> None:
    line = next(text for text in seen("In ResNet-50").texts if "24.80" in text)
    assert "23.29 / 6.62" in line
    assert seen("In ResNet-50").named["source of the errors"].text.endswith("Hu et al., CVPR 2018, table 2")  # type: ignore[union-attr]
    assert any("single crop, single models" in text for text in seen("In ResNet-50").texts)


@pytest.mark.parametrize("stage", STAGES)
def test_a_bar_for_each_gate_of_the_trained_net(stage: str) -> None:
    found = seen("Gates change", turned(Knobs(), stage=stage))
    bars = [found.value(name) for name in found.named if name.startswith("first, gate")]
    assert len(bars) == network_width(stage)
    assert all(value is not None and 0 <= value <= 1 for value in bars)


def network_width(stage: str) -> int:
    return (16, 16, 32, 32)[int(stage) - 1]


def test_other_digits_have_other_gates_and_equal_ones_have_equal() -> None:
    assert not seen("Gates change").numbers.startswith("0 of")
    same = turned(Knobs(), first="7", second="7")
    assert seen("Gates change", same).numbers.startswith("0 of 32 gates differ by more than 0.1, one by 0.000")


def test_a_click_moves_both_digits() -> None:
    found = seen("Gates change")
    moved = found.clicked("first canvas", (4, 20))
    assert moved.place == (4, 20)
    canvas = seen("Gates change", moved).grid("second canvas").values.array
    assert canvas[:8, 16:].sum() == canvas.sum() > 0


def test_the_table_is_centred_on_each_map() -> None:
    table = seen("Ten digits").grid("gates of ten digits").values.array
    assert table.shape == (30, 32)
    assert np.abs(table.sum(axis=0)).max() < 1e-9


def test_knobs_survive_being_stored() -> None:
    knobs = turned(Knobs(), place=(3, 4), hand=(((1,), 0.25),))
    assert from_plain(Knobs, to_plain(knobs)) == knobs
