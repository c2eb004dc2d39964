"""From dense to convolution: the worked counts, every number against plain sums, what hands change, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.dense import dense
from scenes.dense.computed import layer, picture
from scenes.dense.draw_chart import in_words
from scenes.dense.draw_picture import memory
from scenes.dense.knobs import SIDES, Knobs
from scenes.stage.core.catalogue import render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import KINDS, Path, Rect, Text
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
TITLES = ("Every input", "Look only nearby", "Share", "Fold", "Slide")


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(dense, turned(Knobs(), **turns), title, share)


def tiles(seen: Seen) -> dict[tuple[int, int], Rect]:
    """The weights of the matrix by row and column."""
    found = {}
    for each in seen.placed:
        if isinstance(each.mark, Rect) and each.mark.name.startswith("weight ["):
            row, column = each.mark.name[8:-1].split(", ")
            found[int(row), int(column)] = each.mark
    return found


# The worked results of the course -------------------------------------------------------------------------------------


def test_fifteen_weights_become_nine_become_three() -> None:
    assert layer(Knobs()).counts == (15, 9, 3)
    assert step("Every input").value("dense weights") == 15
    assert step("Look only nearby").value("local weights") == 9
    assert step("Share").value("shared weights") == 3
    assert [len(tiles(step(title))) for title in TITLES[:2]] == [15, 9]
    assert len({mark.role for mark in tiles(step("Share")).values()}) == 3


def test_the_first_layer_of_alexnet() -> None:
    assert picture(Knobs()).all == (44_892_355_200, 105_705_600, 34_944)
    seen = step("The same for a picture")
    assert {"44,892,355,200", "105,705,600", "34,944", "3×227×227", "96×55×55", "154,587", "290,400"} <= set(seen.texts)
    assert "first layer of AlexNet" in seen.caption
    assert "AlexNet" not in step("The same for a picture", side=224).caption


def test_the_sums_are_written_out() -> None:
    assert step("Every input").numbers == "y[0] = 1·1 + 0·2 + (−1)·0 + 2·1 + 1·2 = 5"
    assert step("Look only nearby").numbers == "y[0] = 1·1 + 0·2 + (−1)·0 = 1"
    assert step("Slide").numbers == "y[2] = 1·0 + 0·1 + (−1)·2 = −2"


# Every number ---------------------------------------------------------------------------------------------------------

sizes = st.tuples(st.integers(3, 8), st.integers(1, 5), st.integers(1, 2)).filter(lambda found: found[1] <= found[0])


@steadily
@given(sizes)
def test_outputs_are_what_torch_makes_of_the_weights_on_the_stage(chosen: tuple[int, int, int]) -> None:
    inputs, size, stride = chosen
    knobs = turned(Knobs(), inputs=inputs, size=size, stride=stride)
    for title in TITLES[:3]:
        seen = at_step(dense, knobs, title)
        matrix = np.zeros((layer(knobs).outputs, inputs))
        for place, mark in tiles(seen).items():
            assert mark.value is not None
            matrix[place] = mark.value
        x = seen.grid("input").values.array[0]
        assert close(seen.grid("outputs").values.array[:, 0], matrix @ x)
    kernel = [seen.value(f"weight [0, {place}]") for place in range(size)]
    expected = torch.nn.functional.conv1d(
        torch.tensor(x)[None, None], torch.tensor(kernel)[None, None].double(), stride=stride
    )
    assert close(at_step(dense, knobs, "Slide").grid("outputs").values.array[:, 0], expected[0, 0].numpy())


@steadily
@given(sizes, st.integers(1, 2))
def test_a_convolution_shifts_along(chosen: tuple[int, int, int], shift: int) -> None:
    inputs, size, stride = chosen
    knobs = turned(Knobs(), inputs=inputs, size=size, stride=stride, shift=shift)
    of, seen = layer(knobs), at_step(dense, knobs, "Shift")
    before, after = (
        [seen.grid(f"output of the {which}convolution {row}").values.array.item() for row in range(of.outputs)]
        for which in ("", "shifted ")
    )
    assert close(before, of.y[2])
    for row, to in of.pairs:
        assert before[row] == after[to]
    assert (f"{len(of.pairs)} of {len(of.pairs)}" if of.pairs else "no pair") in seen.texts
    assert bool(of.pairs) == (shift % stride == 0 and shift // stride < of.outputs)


def test_a_stride_shifts_by_its_multiples_only() -> None:
    assert "only shifts by its multiples" in step("Shift", inputs=7, stride=2).caption
    assert "equivariance" in step("Shift", inputs=7, stride=2, shift=2).caption


def test_the_chart_shows_the_counts_of_its_side() -> None:
    for side in (16, 64, 512):
        seen = step("Larger", side=side)
        found = [seen.value(f"{mode} parameters") for mode in ("dense", "local", "shared")]
        assert tuple(found) == picture(turned(Knobs(), side=side)).all
    assert step("Larger", side=16).value("shared parameters") == step("Larger", side=512).value("shared parameters")


def test_every_curve_ends_where_it_should() -> None:
    curves = {mark.role: mark for each in step("Larger").placed if isinstance(mark := each.mark, Path)}
    assert all(len(curves[kind].points) == len(SIDES) for kind in KINDS[:3])
    flat = {y for _, y in curves[KINDS[2]].points}
    assert len(flat) == 1


def test_the_chart_says_how_much_memory_the_weights_take() -> None:
    named = step("Larger").named
    assert [named[f"{mode} memory"].text for mode in ("dense", "local", "shared")] == ["180 GB", "423 MB", "140 kB"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("count", "words"),
    [(34_944, "34,944"), (999_999, "999,999"), (105_705_600, "106 million"), (44_892_355_200, "44.9 billion"),
     (999_999_999, "1.00 billion"), (4_534_935_936, "4.53 billion")],
)  # fmt: skip
def test_large_counts_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


def test_memory_in_decimal_units() -> None:
    assert [memory(count) for count in (1, 34_944, 105_705_600, 44_892_355_200)] == [
        "4 bytes", "140 kB", "423 MB", "180 GB",
    ]  # fmt: skip


# Hands ----------------------------------------------------------------------------------------------------------------


def test_a_weight_of_its_own_changes_one_output_and_a_shared_one_all() -> None:
    own = layer(step("Every input").typed("weight [1, 0]", 5.0, None))
    assert [bool(a != b) for a, b in zip(own.y[0], layer(Knobs()).y[0], strict=True)] == [False, True, False]
    for title, name in (("Share", "weight [2, 4]"), ("Slide", "kernel [2]")):
        shared = layer(step(title).typed(name, 5.0, None))
        assert shared.kernel.tolist() == [1, 0, 5]
        assert all(shared.shared[row, row + 2] == 5 for row in range(3))


def test_an_input_can_be_changed_on_either_side() -> None:
    for name in ("input", "input of the matrix"):
        assert layer(step("Every input").typed(name, 7.0, (0, 3))).x.tolist() == [1, 2, 0, 7, 2]


def test_dragging_over_the_chart_changes_the_picture() -> None:
    knobs = step("Larger").dragged("picture's side", -5000.0, 0.0)
    assert (knobs.side, knobs.picked) == (SIDES[0], (0, 0))
    assert turned(Knobs(), side=30).picked == (0, SIDES.index(28))


def test_clicking_an_output_goes_to_its_window() -> None:
    seen, at = step("Slide"), []
    for row in range(3):
        found = seen.hit("outputs", (row, 0))
        t = gesture(seen.frame, seen.knobs, seen.frame.t, found, found.point)[1]
        at.append(Seen(dense, seen.knobs, render(dense, seen.knobs, t)).grid("outputs").highlighted)
    assert at == [((0, 0),), ((1, 0),), ((2, 0),)]


def test_plates_choose_another_picture_and_kernel() -> None:
    seen = step("The same for a picture")
    assert seen.clicked("side = 64").side == 64
    assert seen.clicked("window = 3").window == "3"


def test_impossible_windows_are_refused() -> None:
    with pytest.raises(KnobError, match="does not fit"):
        change(turned(Knobs(), size=5), "inputs", 4)


def test_a_weight_never_shows_two_numbers_at_once() -> None:
    for title in TITLES[:3]:
        for share in range(1, 20):
            seen = step(title, share / 20)
            places = [(each.mark.x, each.mark.y) for each in seen.placed if isinstance(each.mark, Text)]
            assert len(places) == len(set(places)), (title, share)


def test_an_arrow_leads_from_each_row_to_its_output() -> None:
    for title, share, rows in (("Every input", 1.0, [0, 1, 2]), ("Fold", 1.0, [0]), ("Slide", 1.0, [2])):
        seen = step(title, share)
        outputs = seen.grid("outputs")
        ys = sorted(each.mark.y for each in seen.placed if isinstance(each.mark, Text) and each.mark.text == "→")
        assert ys == [outputs.origin[1] + (row + 0.5) * outputs.v[1] for row in rows]


def test_what_moves_is_eased_and_inside() -> None:
    for seen in moments(dense, Knobs(), 0.2, 0.6):
        assert all(0 <= each.opacity <= 1 for each in seen.placed)
