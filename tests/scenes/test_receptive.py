"""Receptive fields: the worked example of the course, the cone against torch's gradients, what hands change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.receptive import receptive
from scenes.receptive.computed import chain
from scenes.receptive.knobs import CHAINS, Knobs
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Grid, Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from tests.scenes.seen import Seen, at_step, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(receptive, turned(Knobs(), **turns), title, share)


def column(seen: Seen, letter: str) -> list[int]:
    """The numbers of the rows, from the input up."""
    found = [seen.named.get(f"{letter} of map {row}") for row in range(9)]
    return [int(mark.text) for mark in found if isinstance(mark, Text)]


def boxes(seen: Seen, name: str) -> list[Rect]:
    return [each.mark for each in seen.placed if isinstance(each.mark, Rect) and each.mark.name == name]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    """3×3, 3×3, pool 2/2, 3×3: r = 3, 5, 6, 10 and j = 1, 1, 2, 2."""
    seen = step("Layer by layer")
    assert column(seen, "r") == [1, 3, 5, 6, 10]
    assert seen.numbers == "6 + (3 − 1) · 1 · 2 = 10"
    jumps = step("Strides and the jump")
    assert column(jumps, "j") == [1, 1, 1, 2, 2]
    assert jumps.numbers == "2 · 1 = 2"


@pytest.mark.parametrize(
    ("name", "r", "j"),
    [("three 3×3", [3, 5, 7], [1, 1, 1]), ("one 7×7", [7], [1]), ("strides of 2", [3, 7, 15], [2, 4, 8]),
     ("dilations 1, 2, 4", [3, 7, 15], [1, 1, 1]), ("3×3, then 1×1 twice", [3, 3, 3], [1, 1, 1])],
)  # fmt: skip
def test_other_chains(name: str, r: list[int], j: list[int]) -> None:
    assert column(step("Layer by layer", chain=name), "r") == [1, *r]
    assert column(step("Strides and the jump", chain=name), "j") == [1, *j]


@pytest.mark.parametrize("name", list(CHAINS))
def test_the_blocks_are_as_long_as_their_cells_and_make_up_the_field(name: str) -> None:
    """What is added are k − 1 blocks of d · j cells each, and they begin where the field before ends."""
    line, seen = chain(turned(Knobs(), chain=name)), step("Layer by layer", chain=name)
    cell = seen.grid("input").u[0]
    added, known = boxes(seen, "added"), boxes(seen, "seen")
    assert len(known) == line.last + 1
    assert len(added) == sum(layer.kernel - 1 for layer in line.layers)
    for row, layer in enumerate(line.layers, start=1):
        own = [box for box in added if abs(box.y - known[row].y) < 1e-6]
        assert round((known[row].width + 4) / cell) == line.fields[row - 1].size
        assert [round((box.width + 4) / cell) for box in own] == [layer.dilation * line.fields[row - 1].jump] * (
            layer.kernel - 1
        )
        ends = max(box.x + box.width for box in [known[row], *own]) + 2 - seen.grid("input").origin[0]
        assert round(ends / cell, 6) == line.fields[row].size


def test_rows_are_made_one_after_the_other_from_the_input_up() -> None:
    assert [column(step("Layer by layer", share), "r") for share in (0.0, 0.3, 1.0)] == [
        [1], [1, 3], [1, 3, 5, 6, 10],
    ]  # fmt: skip
    assert [len(column(step("Strides and the jump", share), "j")) for share in (0.0, 0.45, 1.0)] == [1, 3, 5]


# The cone -------------------------------------------------------------------------------------------------------------


@steadily
@given(st.sampled_from(list(CHAINS)), st.integers(0, 5), st.integers(0, 20), st.integers(16, 20))
def test_the_cone_holds_the_cells_that_have_a_gradient(name: str, row: int, index: int, size: int) -> None:
    line = chain(turned(Knobs(), chain=name, size=size, unit=(row, index)))
    x = y = torch.zeros(1, 1, size, requires_grad=True)
    for layer in line.layers[: line.unit[0]]:
        y = torch.nn.functional.conv1d(y, torch.ones(1, 1, layer.kernel), stride=layer.stride, dilation=layer.dilation)
    (slope,) = torch.autograd.grad(y[0, 0, line.unit[1]], x)
    reached = set(torch.nonzero(slope[0, 0]).flatten().tolist())
    assert set(line.cone[0]) == reached
    assert max(reached) - min(reached) + 1 == line.fields[line.unit[0]].size
    assert (max(reached) + min(reached) + 1) / 2 == line.middle(*line.unit)


def test_the_cone_opens_from_the_unit_down_to_the_input() -> None:
    filled = [[int(step("The cone", share).grid(name).values.array.sum()) for name in ("layer 3", "layer 1", "input")]
              for share in (0.05, 0.35, 1.0)]  # fmt: skip
    assert filled == [[0, 0, 0], [3, 0, 0], [3, 8, 10]]
    seen = step("The cone")
    assert [seen.named[f"cells of map {row}"].text for row in (4, 3, 2, 1)] == ["1", "3", "6", "8"]  # type: ignore[union-attr]
    assert seen.named["r"].text == "r = 10"  # type: ignore[union-attr]
    assert "r" not in step("The cone", 0.5).named


def test_a_click_on_any_cell_makes_it_the_unit() -> None:
    knobs = step("One unit").clicked("layer 2", (0, 5))
    assert knobs.unit == (2, 5)
    seen = at_step(receptive, knobs, "The cone")
    assert sorted(np.flatnonzero(seen.grid("input").values.array)) == [5, 6, 7, 8, 9]
    assert seen.caption == "This unit sees 5 cells of the input."
    assert change(knobs, "chain", "one 7×7").unit == (1, 5)


def test_the_neighbour_sees_the_same_a_jump_further_on() -> None:
    seen = step("The unit next")
    assert "2 cells further on" in seen.caption
    assert "share 8 cells" in seen.more
    assert seen.named["j"].text == "j = 2"  # type: ignore[union-attr]
    assert seen.named["shared"].text == "8 shared"  # type: ignore[union-attr]
    unit, other = (seen.named[name] for name in ("unit", "neighbour"))
    assert isinstance(unit, Rect)
    assert isinstance(other, Rect)
    placed = {each.mark.name: each.dx for each in seen.placed}
    assert other.x + placed["neighbour"] - unit.x == pytest.approx(2 * seen.grid("input").u[0])
    assert "one unit only" in step("The unit next", chain="strides of 2", size=15).caption
    alone = [each.mark for each in seen.placed if each.mark.name == "seen by the neighbour alone"]
    bottom = seen.grid("input")
    found = {bottom.lattice.cell(mark.lattice.center(0, 0)) for mark in alone if isinstance(mark, Grid)} - {None}
    assert found == {(0, 12), (0, 13)}
    line = chain(Knobs())
    reached = line.reached(line.neighbour or (0, 0))[0]
    assert {cell + 2 for cell in line.cone[0]} == set(reached)


def test_kernel_stride_and_dilation_are_typed_over() -> None:
    knobs = step("Strides and the jump", size=20).typed("stride of layer 1", 2, None)
    assert [field.jump for field in chain(knobs).fields] == [1, 2, 2, 4, 4]
    assert chain(knobs).sizes == (20, 9, 7, 3, 1)
    with pytest.raises(KnobError, match="A kernel here is a whole number from 1 to 7"):
        step("Layer by layer").typed("kernel of layer 1", 2.5, None)
    assert chain(step("Layer by layer", size=20).typed("dilation of layer 2", 3, None)).fields[2].size == 9


def test_a_chain_that_does_not_fit_is_refused() -> None:
    with pytest.raises(KnobError, match="The window of layer 2 spans 3 cells, but its input has only 2"):
        step("Layer by layer", chain="three 3×3", size=8).typed("kernel of layer 1", 7, None)
    with pytest.raises(KnobError, match="layer 3 spans 9 cells"):
        turned(Knobs(), chain="dilations 1, 2, 4", size=8)


def test_rows_stand_over_what_they_see() -> None:
    seen = step("One unit")
    low, top = seen.grid("input"), seen.grid("layer 4")
    line = chain(Knobs())
    middle = top.lattice.center(0, 1)[0]
    width = low.u[0]
    assert middle == pytest.approx(low.origin[0] + line.middle(4, 1) * width)


def test_far_strides_stay_on_the_stage() -> None:
    """Cells as wide as they lie apart stick out where the stride is longer than the kernel."""
    knobs = turned(Knobs(), size=20)
    for layer in range(1, 5):
        knobs = at_step(receptive, knobs, "Layer by layer").typed(f"kernel of layer {layer}", 1, None)
    for layer in range(1, 5):
        knobs = at_step(receptive, knobs, "Strides and").typed(f"stride of layer {layer}", 3, None)
    for title in ("One unit", "The cone", "Strides"):
        for row in range(5):
            left, right = (at_step(receptive, knobs, title).grid(f"layer {row}" if row else "input").lattice.corners[i]
                           for i in (0, 1))  # fmt: skip
            assert 230 <= left[0] < right[0] <= 1545


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(CHAINS))
@pytest.mark.parametrize("unit", [(0, 0), (1, 2), (2, 1), (9, 0)])
def test_captions_are_one_short_sentence(name: str, unit: tuple[int, int]) -> None:
    for each in plan(receptive, turned(Knobs(), chain=name, unit=unit)):
        assert len(each.caption.split()) <= 14
        assert len(each.caption) <= CAPTION_LETTERS
        assert not {":", ";"} & set(each.caption)
        assert each.more.endswith(".")
        assert set(each.knobs) <= {"chain", "size"}


def test_both_parts_that_were_split_off_are_found_by_the_old_name() -> None:
    found = catalogue()
    assert found.find("receptive") is receptive
    names = [scene.name for scene in found.scenes]
    assert [name for name in names if "receptive" in found.find(name).names] == ["receptive", "sight", "silhouettes"]
    titles = {title for name in ("receptive", "sight", "silhouettes") for each in plan(found.find(name),
              found.find(name).knobs()) for title in (each.title, *each.was)}  # fmt: skip
    before = ("One unit", "The cone opens", "Layer by layer", "The unit next to it", "VGG-16", "ResNet-18",
              "A trained CNN: layer 1", "Layer 2", "Layer 3", "What excites them", "What it says")  # fmt: skip
    assert set(before) <= titles
