"""The scene of squeeze and excitation: its worked example, its bill, and what hands can change."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.gates import gates
from scenes.gates.computed import bill, worked
from scenes.gates.knobs import REDUCTIONS, STAGES, Knobs
from scenes.gates.layout import net_middle
from scenes.gates.trained import Digits, answer, digits, from_means, looked_at
from scenes.stage.core.gestures import hit
from scenes.stage.core.knobs import from_plain, to_plain
from scenes.stage.core.marks import Path, Rect, Role, Text
from scenes.stage.data.networks import network
from tests.scenes.seen import Seen, at_step, turned


def seen(title: str, knobs: Knobs | None = None, share: float = 1.0) -> Seen:
    return at_step(gates, knobs or Knobs(), title, share)


def numbers(found: Seen, name: str, count: int = 4) -> list[float]:
    """The numbers on tiles in a row."""
    return [float(found.grid(f"{name} {index + 1}").values.array[0, 0]) for index in range(count)]


def boxes(found: Seen, name: str, count: int = 4) -> list[float]:
    """The numbers that bars or dimmers in a row stand for."""
    return [round(found.value(f"{name} {index + 1}") or 0.0, 3) for index in range(count)]


def test_the_worked_example() -> None:
    assert numbers(seen("Means in numbers"), "z") == [4, 2, 0, 6]
    waist = seen("The waist")
    assert numbers(waist, "z") == [4, 2, 0, 6]
    assert numbers(waist, "sum", 2) == numbers(waist, "h", 2) == [2, 3]
    excite = seen("Excite")
    assert numbers(excite, "h", 2) == [2, 3]
    assert numbers(excite, "score") == [2, -2, -3, 3]
    assert boxes(excite, "gate") == [0.881, 0.119, 0.047, 0.953]
    found, of = seen("Scale: the maps"), worked(Knobs())
    for index in range(4):
        dimmed, whole = found.grid(f"scaled {index + 1}"), found.grid(f"numbers {index + 1}")
        assert dimmed.values.array == pytest.approx(of.way.gates[index] * whole.values.array)
        assert dimmed.scale_name == whole.scale_name
        assert f"× {of.way.gates[index]:.3f}" in found.texts


def test_more_has_the_numbers_of_the_example() -> None:
    assert "36 / 9 = 4" in seen("Means in numbers").more
    assert "ReLU(4 − 2) = ReLU(2) = 2" in seen("The waist").more
    assert "σ(−3) = 0.047" in seen("Excite").more
    assert "0.9526 · 9 = 8.573" in seen("Scale: the maps").more


def test_numbers_on_their_way_are_those_that_arrive() -> None:
    half = seen("Means in numbers", share=0.3)
    assert "z 1" in half.named
    assert "z 4" not in half.named
    waist = seen("The waist", share=0.2)
    assert waist.grid("number on its way").values.array in (4, 2, 0, 6, -2)
    assert "sum 2" not in waist.named


def test_a_cell_moves_its_mean_and_what_depends_on_it() -> None:
    knobs = seen("Means in numbers").typed("numbers 3", 9, (0, 0))
    assert numbers(seen("Means in numbers", knobs), "z")[2] == pytest.approx(12 / 9)
    before, after = boxes(seen("Excite"), "gate"), boxes(seen("Excite", knobs), "gate")
    assert after[0] == before[0]
    assert after[2] != before[2]


def test_weights_can_be_edited() -> None:
    narrowed = seen("The waist", seen("The waist").typed("weights W₁", 2, (0, 0)))
    assert numbers(narrowed, "h", 2) == [6, 3]
    widened = seen("Excite", seen("Excite").typed("weights W₂", 0, (0, 0)))
    assert boxes(widened, "gate")[0] == 0.5


@pytest.mark.parametrize("stage", STAGES)
def test_eight_maps_of_the_trained_net_their_means_and_their_gates(stage: str) -> None:
    knobs = turned(Knobs(), stage=stage)
    which, of = looked_at(int(stage)), answer(0, 1, (12, 12))
    maps, way = of.maps[int(stage) - 1], of.ways[int(stage) - 1]
    assert len(set(which)) == 8
    squeezed, dimmed = seen("Squeeze", knobs), seen("A dimmer", knobs)
    assert boxes(squeezed, "mean", 8) == [round(float(maps[index].mean()), 3) for index in which]
    assert boxes(dimmed, "gate", 8) == [round(float(way.gates[index]), 3) for index in which]
    for place, index in enumerate(which, 1):
        assert (dimmed.grid(f"map {place}").values.array == maps[index]).all()
        assert dimmed.grid(f"dimmed {place}").values.array == pytest.approx(way.gates[index] * maps[index])
        assert f"× {way.gates[index]:.2f}" in dimmed.texts


def test_a_level_is_as_high_as_its_mean_and_a_dimmer_as_its_gate() -> None:
    found = seen("A small net")
    for name in ("mean", "gate"):
        heights = []
        for place in range(1, 9):
            part = found.named[f"{name} {place} {'level' if name == 'mean' else 'light'}"]
            assert isinstance(part, Rect)
            heights.append(part.height / (found.value(f"{name} {place}") or 1.0))
        assert heights == pytest.approx([heights[0]] * 8)


def test_the_glow_of_a_dimmer_is_as_large_as_its_gate() -> None:
    found = seen("A dimmer")
    glows = [found.named[f"gate {place} glow"] for place in range(1, 9)]
    gates = boxes(found, "gate", 8)
    assert gates == sorted(gates, reverse=True)
    for mark, gate in zip(glows, gates, strict=True):
        assert isinstance(mark, Rect)
        assert mark.fill == pytest.approx(0.25 * gate, abs=1e-3)
        assert mark.width == pytest.approx((1 + 0.4 * gate) * 94, abs=0.1)


def test_no_number_stands_there_before_it_is_made() -> None:
    begin, end = seen("A small net", share=0.1), seen("A small net")
    assert "waist 1" not in begin.named
    assert [text for text in begin.texts if text == "0.78"] == []
    assert "0.78" in end.texts
    assert numbers(end, "waist", 8) == pytest.approx(answer(0, 1, (12, 12)).ways[2].waist)


def test_an_eight_has_its_article() -> None:
    assert "an 8" in seen("Eight maps", turned(Knobs(), first="8")).texts
    assert "an 8 as 8" in seen("Another digit", turned(Knobs(), first="8")).more


def test_a_pulled_mean_moves_other_dimmers() -> None:
    before, after = boxes(seen("A small net"), "gate", 8), boxes(seen("Pull one mean"), "gate", 8)
    assert sum(abs(one - other) > 0.02 for one, other in zip(before, after, strict=True)) >= 6
    assert "other dimmers move" in seen("Pull one mean").caption
    assert "hardly another dimmer" in seen("Pull one mean", turned(Knobs(), stage="4")).caption


def test_the_weights_of_the_pulled_mean_are_lit() -> None:
    found = seen("Pull one mean")
    lit = [each.mark for each in found.placed if isinstance(each.mark, Path) and each.mark.role is Role.HIGHLIGHT]
    assert len(lit) == len(answer(0, 1, (12, 12)).ways[2].waist)
    assert {mark.points[0][0] for mark in lit} == {net_middle(3)}


def test_another_mean_is_pulled_by_hand_and_given_back() -> None:
    found = seen("Pull one mean")
    knobs = found.typed("mean 2", 1.0, None)
    assert [index for (index,), _ in knobs.means] == [looked_at(3)[1]]
    by_hand = seen("Pull one mean", knobs)
    assert by_hand.value("mean 2") == 1.0
    assert by_hand.value("mean 4") == pytest.approx(answer(0, 1, (12, 12)).ways[2].means[looked_at(3)[3]])
    expected = answer(0, 1, (12, 12)).ways[2].means.copy()
    expected[looked_at(3)[1]] = 1.0
    gates_ = from_means(3, expected).gates
    assert boxes(by_hand, "gate", 8) == [round(float(gates_[index]), 3) for index in looked_at(3)]
    assert by_hand.clicked("as it was") == Knobs()
    assert found.dragged("mean 2", 0, -40).means
    assert "as it was" not in found.named


def test_a_gate_is_set_by_hand_and_given_back() -> None:
    found = seen("A dimmer")
    by_hand = seen("A dimmer", found.typed("gate 2", 1.0, None))
    assert by_hand.value("gate 2") == 1.0
    assert by_hand.written("dimmed 2") == by_hand.written("map 2")
    assert by_hand.value("gate 1") == found.value("gate 1")
    assert by_hand.clicked("compute again") == Knobs()
    assert by_hand.named["compute again"].pinned, "what isn't pinned is hidden in the line of the title"
    assert "compute again" not in found.named
    assert seen("A dimmer", found.typed("gate 2", 7.0, None)).value("gate 2") == 1.0
    assert turned(by_hand.knobs, stage="2").hand == ()


def test_gates_are_no_shares() -> None:
    found = seen("Gates are no shares")
    assert sum(boxes(found, "share")) == pytest.approx(1, abs=0.002)
    assert sum(boxes(found, "gate")) == pytest.approx(2, abs=0.002)
    assert {"gates, sum 2.00", "softmax, sum 1.00"} <= set(found.texts)
    dark = turned(Knobs(), restore=(((0, 0), 0.0), ((1, 0), 0.0), ((2, 1), 0.0), ((3, 1), 0.0)))
    assert boxes(seen("Gates are no shares", dark), "gate") == [0.5] * 4


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
    assert f"= {expected:,} weights" in found.more


def test_the_papers_own_count_of_what_gates_add_is_told_apart() -> None:
    found = seen("In ResNet-50")
    assert "9.9 % more parameters, but only 0.06 %" in found.more
    assert {"+9.9 %", "+0.06 %"} <= set(found.texts)
    assert "0.26 % count means and scaling too" in found.more
    assert "0.26" not in seen("In ResNet-50", turned(Knobs(), reduction="8")).more


def test_quoted_errors_have_their_source_beside_them() -> None:
    assert "ResNet-50 24.80 / 7.48 %, with gates 23.29 / 6.62 % (ImageNet validation" in seen("In ResNet-50").more
    assert "single crop, single models, both trained by Hu et al., CVPR 2018, table 2)" in seen("In ResNet-50").more


@pytest.mark.parametrize("stage", STAGES)
def test_two_rows_of_dimmers_for_two_digits(stage: str) -> None:
    found = seen("Another digit", turned(Knobs(), stage=stage))
    for name, digit in (("first", 0), ("second", 7)):
        gates_ = answer(digit, 1, (12, 12)).gates[int(stage) - 1]
        assert boxes(found, f"{name}, gate", 8) == [round(float(gates_[index]), 3) for index in looked_at(int(stage))]


def test_the_lower_dimmers_move_from_the_first_digits_gates() -> None:
    begin = seen("Another digit", share=0.0)
    assert boxes(begin, "second, gate", 8) == boxes(begin, "first, gate", 8)


def test_other_digits_have_other_gates_and_equal_ones_have_equal() -> None:
    assert seen("Another digit").more.startswith("20 of 32 gates differ by more than 0.1, one by 0.585")
    same = seen("Another digit", turned(Knobs(), first="7", second="7"))
    assert same.more.startswith("0 of 32 gates differ by more than 0.1, one by 0.000")
    assert "same" in same.caption


def test_a_click_moves_both_digits() -> None:
    found = seen("Another digit")
    moved = found.clicked("first canvas", (4, 20))
    assert moved.place == (4, 20)
    canvas = seen("Another digit", moved).grid("second canvas").values.array
    assert canvas[:8, 16:].sum() == canvas.sum() > 0


@pytest.mark.parametrize(
    "turns", [{}, {"first": "3", "second": "8", "stage": "4"}, {"first": "7"}, {"first": "5", "second": "5"}]
)
def test_three_handwritings_of_two_digits_stand_beside_each_other_with_their_gates(turns: dict[str, str]) -> None:
    knobs = turned(Knobs(), **turns)
    found, stage = seen("Ten digits", knobs), int(knobs.stage) - 1
    all_of_them = [[answer(digit, sample, (12, 12)).gates[stage] for sample in (1, 2, 3)] for digit in range(10)]
    compared = [int(text) for text in found.texts if text in "0123456789"]
    assert compared[0] == int(knobs.first)
    assert len(set(compared)) == 2
    for block, digit in enumerate(compared, 1):
        rows = found.grid(f"gates of {block}").values.array
        assert rows == pytest.approx(np.array(all_of_them[digit]) - np.mean(all_of_them, axis=(0, 1)))
        for sample in (1, 2, 3):
            ink = found.grid(f"handwriting {sample} of {block}").values.array
            assert ink == pytest.approx(answer(digit, sample, (12, 12)).canvas.array[8:16, 8:16])


def test_the_share_of_the_variance_is_told_beside_that_of_shuffled_digits() -> None:
    found = seen("Ten digits")
    assert {"92 %", "31 %", "if the digits", "are shuffled"} <= set(found.texts)
    assert "(10 − 1) / (30 − 1)" in found.more
    gates_ = digits(3, (12, 12)).gates
    rows, generator = gates_.reshape(30, -1), np.random.default_rng(1)
    shares = [Digits(rows[generator.permutation(30)].reshape(gates_.shape)).between for _ in range(400)]
    assert np.mean(shares) == pytest.approx(digits(3, (12, 12)).by_chance, abs=0.01)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("step", ["A small net", "Pull one mean"])
def test_the_rows_of_the_net_say_how_many_numbers_there_are_and_how_many_are_drawn(stage: str, step: str) -> None:
    found, way = seen(step, turned(Knobs(), stage=stage)), answer(0, 1, (12, 12)).ways[int(stage) - 1]
    for name, numbers_ in (("means", way.means), ("waist", way.waist), ("gates", way.gates)):
        count = found.named[f"count of {name}"]
        assert isinstance(count, Text)
        assert count.text == str(len(numbers_))
        assert name in found.texts
    assert found.texts.count("8 are shown") == 2


def test_knobs_survive_being_stored() -> None:
    knobs = turned(Knobs(), place=(3, 4), hand=(((1,), 0.25),), means=(((2,), 0.5),))
    assert from_plain(Knobs, to_plain(knobs)) == knobs


@pytest.mark.parametrize(("title", "name"), [("Pull one mean", "mean 4"), ("A dimmer for each map", "gate 1")])
def test_a_bar_can_be_taken_hold_of_at_every_height(title: str, name: str) -> None:
    found = at_step(gates, Knobs(), title)
    bar = found.named[name]
    assert isinstance(bar, Rect)
    for share in (0.05, 0.3, 0.6, 0.95):
        under = hit(found.frame, (bar.x + bar.width / 2, bar.y + share * bar.height))
        assert under is not None
        assert (under.name, under.mark.grip is not None) == (name, True), share
