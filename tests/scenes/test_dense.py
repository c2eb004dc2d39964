"""From dense to convolution: the worked counts, every number against plain sums, what hands change, refusals."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.dense import dense
from scenes.dense.computed import layer, picture
from scenes.dense.draw_picture import in_words, memory
from scenes.dense.knobs import SIDES, Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import KINDS, Grid, Path, Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from tests.audit.aims import NUMBERS, OPACITY, PLACE, WORDS
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
TITLES = ("A matrix", "Look only nearby", "Share", "Fold", "Slide")


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
    assert step("A matrix").value("dense weights") == 15
    assert step("Look only nearby").value("local weights") == 9
    assert step("Share").value("shared weights") == 3
    assert [len(tiles(step(title))) for title in TITLES[:2]] == [15, 9]
    assert len({mark.role for mark in tiles(step("Share")).values()}) == 3


def test_the_first_layer_of_alexnet() -> None:
    assert picture(Knobs()).all == (44_892_355_200, 105_705_600, 34_944)
    seen = step("The same for a picture")
    assert {"44,892,355,200", "105,705,600", "34,944", "3×227×227", "96×55×55", "1.28 million"} <= set(seen.texts)
    assert "Local has 425 times fewer parameters than dense, and shared 3,025 times fewer than local." in seen.more
    assert "between 154,587 numbers and 290,400 outputs" in seen.more
    assert "290,400 · (154,587 + 1) = 44,892,355,200 parameters" in seen.more
    assert "96 · (11·11·3 + 1) = 34,944." in seen.more
    assert "AlexNet's first layer" in seen.caption
    assert "AlexNet" not in step("The same for a picture", side=224).caption


@pytest.mark.parametrize("turns", [{}, {"side": 16}, {"side": 28, "window": "3", "filters": 4}, {"side": 512}])
def test_how_many_times_fewer_parameters_is_the_one_large_number(turns: dict[str, Any]) -> None:
    seen = step("The same for a picture", **turns)
    dense_, _, shared = picture(seen.knobs).all
    hero = seen.named["times fewer"]
    assert isinstance(hero, Text)
    assert hero.text == in_words(round(dense_ / shared))
    others = [each.mark.size for each in seen.placed if isinstance(each.mark, Text) and each.mark is not hero]
    assert hero.size >= 1.5 * max(others)


def test_ghosts_show_where_the_rows_were_folded_from() -> None:
    seen, matrix = step("Fold"), tiles(step("Share"))
    faint = [each for each in seen.placed if isinstance(each.mark, Rect) and 0.1 < each.opacity < 0.5]
    for (row, column), weight in matrix.items():
        found = [each for each in faint if (each.mark.x, each.mark.y) == pytest.approx((weight.x, weight.y))]  # type: ignore[union-attr]
        assert len(found) == (row > 0), (row, column)
        assert all(each.mark.value == weight.value for each in found)  # type: ignore[union-attr]


def test_the_sums_are_written_out() -> None:
    assert "y[0] = 1·1 + 0·2 + (−1)·0 + 2·1 + 1·2 = 5." in step("A matrix").more
    assert "y[0] = 1·1 + 0·2 + (−1)·0 = 1." in step("Look only nearby").more
    assert "y[2] = 1·0 + 0·1 + (−1)·2 = −2." in step("Slide").more
    assert "(1, 1, −2) becomes (−2, 1, 1)." in step("Shift").more
    assert "(5, −4, 1) becomes (−1, −3, −3)." in step("A dense layer").more


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
def test_a_convolution_shifts_along_and_a_dense_layer_does_not(chosen: tuple[int, int, int], shift: int) -> None:
    inputs, size, stride = chosen
    knobs = turned(Knobs(), inputs=inputs, size=size, stride=stride, shift=shift)
    of = layer(knobs)
    for title, name, weights in (("Shift", "convolution", of.shared), ("A dense layer", "dense layer", of.dense)):
        seen = at_step(dense, knobs, title)
        assert close(seen.grid("input").values.array[0], of.moved)
        before, after = (
            [at.grid(f"output of the {which}{name} {row}").values.array.item() for row in range(of.outputs)]
            for at, which in ((at_step(dense, knobs, title, 0.2), ""), (seen, "shifted "))
        )
        assert close(before, weights @ of.x)
        assert close(after, weights @ of.moved)
        same = sum(before[row] == after[to] for row, to in of.pairs)
        assert (f"{same} of {len(of.pairs)}" if of.pairs else "no pair") in seen.texts
        assert (seen.texts.count("="), seen.texts.count("≠")) == (same, len(of.pairs) - same)
        assert same == len(of.pairs) or name == "dense layer"
    assert bool(of.pairs) == (shift % stride == 0 and shift // stride < of.outputs)


@pytest.mark.parametrize(("stride", "shift"), [(1, 1), (1, 2), (2, 2)])
def test_old_outputs_stand_under_the_new_ones_that_they_are_compared_with(stride: int, shift: int) -> None:
    seen = step("Shift", inputs=7, stride=stride, shift=shift)
    for row, to in layer(seen.knobs).pairs:
        old, new = seen.grid(f"output of the convolution {row}"), seen.grid(f"output of the shifted convolution {to}")
        assert old.origin[0] == pytest.approx(new.origin[0])
        assert old.origin[1] > new.origin[1]


def test_a_stride_shifts_by_its_multiples_only() -> None:
    assert "only shifts by its multiples" in step("Shift", inputs=7, stride=2).more
    assert "equivariance" in step("Shift", inputs=7, stride=2, shift=2).more


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
    own = layer(step("A matrix").typed("weight [1, 0]", 5.0, None))
    assert [bool(a != b) for a, b in zip(own.y[0], layer(Knobs()).y[0], strict=True)] == [False, True, False]
    for title, name in (("Share", "weight [2, 4]"), ("Slide", "kernel [2]")):
        shared = layer(step(title).typed(name, 5.0, None))
        assert shared.kernel.tolist() == [1, 0, 5]
        assert all(shared.shared[row, row + 2] == 5 for row in range(3))


def test_an_input_can_be_changed_over_the_net_and_over_the_matrix() -> None:
    for title in ("Every input", *TITLES):
        assert layer(step(title).typed("input", 7.0, (0, 3))).x.tolist() == [1, 2, 0, 7, 2]


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
    for title, share, rows in (("A matrix", 1.0, [0, 1, 2]), ("Fold", 1.0, [0]), ("Slide", 1.0, [2])):
        seen = step(title, share)
        outputs = seen.grid("outputs")
        arrows = [each for each in seen.placed if isinstance(each.mark, Text) and each.mark.text == "→"]
        ys = sorted(each.mark.y for each in arrows if each.opacity > 0.5)  # type: ignore[union-attr]
        assert ys == [outputs.origin[1] + (row + 0.5) * outputs.v[1] for row in rows]


def test_what_moves_is_eased_and_inside() -> None:
    for seen in moments(dense, Knobs(), 0.2, 0.6):
        assert all(0 <= each.opacity <= 1 for each in seen.placed)


def test_the_net_draws_a_line_for_each_weight_and_counts_them() -> None:
    for share in (0.2, 0.5, 1.0):
        seen = step("Every input", share)
        lines = [each for each in seen.placed if isinstance(each.mark, Path)]
        assert seen.value("dense weights") == pytest.approx(len(lines), abs=1)
    assert len(lines) == 15


MANY = [
    Knobs(),
    turned(Knobs(), inputs=8, size=1, shift=2),
    turned(Knobs(), inputs=7, stride=2, side=16),
    turned(Knobs(), inputs=4, size=2, window="1", filters=512),
]


@pytest.mark.parametrize("knobs", MANY)
def test_every_step_turns_gently_into_the_next_and_has_motion(knobs: Knobs) -> None:
    begin = 0.0
    for step in plan(dense, knobs):
        frames = [render(dense, knobs, begin + index * FRAME) for index in range(math.ceil(step.lead / FRAME) + 1)]
        found = largest_jump(frames)
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title
        begin += step.seconds
        length = step.seconds - step.lead
        moved = {tuple(render(dense, knobs, begin - share / 12 * length).placed()) for share in range(13)}
        assert len(moved) >= 3, step.title


@pytest.mark.parametrize("knobs", MANY)
def test_all_of_it_can_be_read_in_the_back_row(knobs: Knobs) -> None:
    for seen in moments(dense, knobs, 0.0, 0.5, 1.0):
        texts = [each.mark for each in seen.placed if isinstance(each.mark, Text) and not each.pinned]
        assert all(text.size >= WORDS for text in texts), [text.text for text in texts]
        assert all(not grid.number_size or grid.number_size >= NUMBERS for grid in grids(seen)), seen.title


def grids(seen: Seen) -> list[Grid]:
    return [each.mark for each in seen.placed if isinstance(each.mark, Grid)]


# Words ----------------------------------------------------------------------------------------------------------------


@steadily
@given(sizes, st.integers(1, 2), st.sampled_from([16, 64, 227, 512]))
def test_captions_are_one_short_sentence_and_the_rest_whole_ones(
    chosen: tuple[int, int, int], shift: int, side: int
) -> None:
    inputs, size, stride = chosen
    for each in plan(dense, turned(Knobs(), inputs=inputs, size=size, stride=stride, shift=shift, side=side)):
        assert len(each.caption.split()) <= 14, each.caption
        assert len(each.caption) <= CAPTION_LETTERS, each.caption
        assert re.fullmatch(r"[A-Z][^:;.]*\.", each.caption), each.caption
        assert not re.search(r"\d{4}|\d,\d", each.caption), each.caption
        assert each.more.endswith("."), each.more
        assert not re.search(r"\.[A-Z]|  ", each.more), each.more
        assert len(each.more) < 600, each.more
