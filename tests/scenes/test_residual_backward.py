"""The residual block backwards: the worked example of the course, every number against torch, and the hands."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.residual_backward import residual_backward
from scenes.residual_backward.draw_chain import THICKEST, chain, nearest_block
from scenes.residual_backward.knobs import Knobs
from scenes.residual_backward.view import THICKEST as ROAD
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Grid, Path, Text
from scenes.stage.core.placing import WHOLE
from scenes.stage.core.timeline import within
from scenes.stage.residual.blocks import INPUTS
from tests.scenes.blocks import IN_PARTS, by_torch, settings_of
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
blocks = settings_of(Knobs(), {"upstream": -1.0})


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(residual_backward, turned(Knobs(), **turns), title, share)


def numbers(seen: Seen, name: str) -> list[float]:
    return [value for row in seen.written(name) for value in row]


def width(seen: Seen, name: str) -> float:
    road = seen.named[name]
    assert isinstance(road, Path)
    return math.dist(road.points[0], road.points[-1])


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_gradient_splits_and_both_copies_add() -> None:
    """By hand: (1, 1, 2) passes the ReLU as (1, 0, 2); through F comes (1, 0, −1); the sum is (2, 0, 1)."""
    arrives = step("The gradient arrives")
    assert numbers(arrives, "gradient at y") == [1, 1, 2]
    assert numbers(arrives, "gradient at the sum") == [1, 0, 2]
    assert [text for text in arrives.texts if text in ("passes", "stops")] == ["passes", "stops", "passes"]
    split = step("At +")
    assert numbers(split, "gradient at F(x)") == numbers(split, "gradient on the shortcut") == [1, 0, 2]
    assert numbers(step("Back through the second"), "gradient at h") == [-3, -1, -6]
    assert numbers(step("Back through the ReLU"), "gradient at z") == [0, -1, 0]
    assert numbers(step("Back through the first"), "gradient through F") == [1, 0, -1]
    both = step("Both")
    assert numbers(both, "gradient on the shortcut") == [1, 0, 2]
    assert numbers(both, "gradient through F") == [1, 0, -1]
    assert numbers(both, "gradient at x") == [2, 0, 1]


def test_roads_are_as_thick_as_their_gradients_are_large_and_say_how_large() -> None:
    """(1, 0, −1) is 2 large, (1, 0, 2) and (2, 0, 1) are 3."""
    both = step("Both")
    assert width(both, "gradient behind F") == pytest.approx(ROAD * 2 / 3)
    for name in ("gradient before F", "gradient on the lower road", "gradient at the fork"):
        assert width(both, name) == pytest.approx(ROAD)
    assert {"2", "through F", "straight  3"} <= set(both.texts)
    half = step("Both", 0.2)
    assert "gradient behind F" not in half.named
    assert "straight  3" in half.texts


@pytest.mark.parametrize(
    ("slope", "plain", "through"), [(0.1, "10⁻¹⁰", "2.59"), (-0.1, "10⁻¹⁰", "0.349")]
)  # fmt: skip
def test_the_chain_of_ten_blocks(slope: float, plain: str, through: str) -> None:
    found = chain(slope, 10)
    assert found.plain[-1] == pytest.approx(1e-10)
    assert found.residual[-1] == pytest.approx((1 + slope) ** 10)
    seen = step("A chain", slope=slope)
    words = [seen.named[name] for name in ("plain chain", "residual chain")]
    assert [text.text.split(" = ")[-1] for text in words if isinstance(text, Text)] == [plain, through]


def test_the_numbers_of_the_paper_are_quoted_with_where_they_are_from() -> None:
    seen = step("What ResNet")
    found = {name: seen.value(name) for name in seen.named if name.endswith("layers")}
    assert found == {
        "plain, 18 layers": 27.94,
        "plain, 34 layers": 28.54,
        "residual, 18 layers": 27.88,
        "residual, 34 layers": 25.03,
    }
    words = " ".join(seen.texts)
    for said in ("ImageNet validation", "top-1 error in %", "10-crop", "single models", "table 2"):
        assert said in words
    assert "training error" in seen.more
    assert "unlikely to be the cause" in seen.more


# Every number ---------------------------------------------------------------------------------------------------------


@steadily
@given(blocks)
def test_every_number_of_the_block_is_what_torch_computes(knobs: Knobs) -> None:
    of, met = knobs.block, set()
    wanted = by_torch(of)
    for seen in moments(residual_backward, knobs, 0.3, 1.0):
        if seen.title == "A chain of blocks":
            break
        for name, mark in seen.named.items():
            if not isinstance(mark, Grid) or name.startswith(IN_PARTS) or name.endswith("moving"):
                continue
            met.add(name)
            found = mark.values.array
            if name.startswith("kernel"):
                weights = (of.first if name.endswith("1") else of.second)[::-1, ::-1]
                assert close(found, weights[:, 1:2] if of.x.shape[1] == 1 else weights)
            else:
                assert close(found, of.ds if name == "copy for F" else wanted[name]), (seen.title, name)
    gradients = {name for name in wanted if name.startswith("gradient")}
    assert met >= gradients - (set() if knobs.shortcut else {"gradient on the shortcut"})
    assert ("gradient on the shortcut" in met) == knobs.shortcut


@steadily
@given(blocks, st.floats(0, 1))
def test_results_are_written_one_after_the_other_and_stay(knobs: Knobs, share: float) -> None:
    wanted = by_torch(knobs.block)
    for title, name in (
        ("The gradient arrives", "gradient at the sum"), ("Back through the second", "gradient at h"),
        ("Back through the ReLU", "gradient at z"), ("Back through the first", "gradient through F"),
    ):  # fmt: skip
        written = np.ravel(at_step(residual_backward, knobs, title, share).written(name))
        assert close(written, wanted[name].ravel()[: written.size])


@steadily
@given(st.sampled_from([-1.0, -0.5, -0.1, 0.0, 0.1, 0.9, 1.0]), st.integers(1, 50), st.floats(0, 1))
def test_the_roads_of_a_chain_are_as_thick_as_its_powers(slope: float, count: int, share: float) -> None:
    found = chain(slope, count)
    assert found.plain == pytest.approx([slope**done for done in range(count + 1)])
    assert found.residual == pytest.approx([(1 + slope) ** done for done in range(count + 1)])
    seen = at_step(residual_backward, turned(Knobs(), slope=slope, blocks=count), "A chain", share)
    most = max(abs(value) for value in (*found.plain, *found.residual))
    for kind, values in (("plain", found.plain), ("residual", found.residual)):
        drawn = [name for name in seen.named if name.startswith(f"{kind} gradient ")]
        for name in drawn:
            drawn_width = width(seen, name) * seen.frame.view.width / WHOLE.width
            assert drawn_width == pytest.approx(THICKEST * abs(values[int(name.split()[-1])]) / most)
        if share == 1.0:
            assert len(drawn) == sum(value != 0 for value in values)


@pytest.mark.parametrize("slope", [1e-5, 5e-324, -1.0, 1.0])
def test_a_chain_of_any_slope_can_be_drawn(slope: float) -> None:
    for share in (0.0, 0.5, 1.0):
        assert at_step(residual_backward, replace(Knobs(), slope=slope, blocks=50), "A chain", share).placed


def test_the_block_shrinks_into_a_chain_of_ten() -> None:
    """From near the first block of the chain the camera goes back, before the gradient sets off."""
    steps = plan(residual_backward, Knobs())
    index = next(i for i, each in enumerate(steps) if each.title == "A chain of blocks")
    near = nearest_block(chain(0.1, 10))
    assert near is not None
    begin, later = (render(residual_backward, Knobs(), within(steps, index, share)) for share in (0.0, 0.24))
    assert begin.view.width == pytest.approx(near.width)
    assert later.view == WHOLE
    assert nearest_block(chain(0.1, 50)) is None


# What if --------------------------------------------------------------------------------------------------------------


def test_without_shortcut_and_weights_no_gradient_gets_back() -> None:
    assert not turned(Knobs(), shortcut=False, zero=True).block.dx.any()
    assert not any(numbers(step("What reaches", shortcut=False, zero=True), "gradient at x"))


def test_with_the_shortcut_and_no_weights_the_gradient_comes_straight() -> None:
    of = turned(Knobs(), zero=True).block
    assert close(of.dx, of.ds)
    assert not of.through.any()
    seen = step("Both", zero=True)
    assert width(seen, "gradient behind F") == 0.0
    assert numbers(seen, "gradient at x") == of.dx.ravel().tolist()


def test_without_shortcut_titles_speak_of_one_way() -> None:
    titles = [each.title for each in plan(residual_backward, turned(Knobs(), shortcut=False))]
    assert not any("+" in title or "copies" in title for title in titles)
    assert "All of it goes back through F" in titles
    assert len(titles) == len(plan(residual_backward, Knobs()))


def test_a_chain_is_said_to_be_a_model() -> None:
    assert "A model with one number" in step("A chain").more
    assert "factors are matrices" in step("A chain").more


# What hands do --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "index"), [("Back through the first", 0), ("Back through the second", 1)])
@pytest.mark.parametrize("input_", INPUTS)
def test_a_typed_weight_is_the_one_that_the_turned_kernel_shows_there(title: str, index: int, input_: str) -> None:
    seen, name = step(title, input=input_), f"kernel {index + 1}"
    for cell in np.ndindex(seen.grid(name).values.shape):
        knobs = seen.typed(name, 5.0, cell)
        assert at_step(residual_backward, knobs, title).hit(name, cell).value == 5
        (new, old) = ((of.first, of.second)[index] for of in (knobs.block, seen.knobs.block))
        assert (new != old).sum() == 1


def test_weights_that_are_turned_off_can_not_be_typed_over() -> None:
    seen = step("Back through the first", zero=True)
    assert seen.typed("kernel 1", 5.0, (0, 0)) == seen.knobs


def test_the_gradient_that_arrives_can_be_dragged() -> None:
    knobs = step("The gradient arrives").dragged("gradient at y", 0, -28, (2, 0))
    assert knobs.block.upstream.ravel().tolist() == [1, 1, 4]
    assert numbers(at_step(residual_backward, knobs, "Both"), "gradient at x")[2] == knobs.block.dx[2, 0]


def test_a_click_on_a_map_looks_at_another_cell() -> None:
    knobs = step("Both", input="4×4 map").clicked("gradient at x", (2, 3))
    assert knobs.at == (2, 3)
    assert at_step(residual_backward, knobs, "Both").grid("gradient at the sum").highlighted == ((2, 3),)


@pytest.mark.parametrize(
    ("title", "plate", "knob", "value"),
    [
        ("Both", "lever of F", "zero", True),
        ("Both", "lever of the shortcut", "shortcut", False),
        ("At +", "lever of F", "zero", True),
        ("A chain", "slope = 0.9", "slope", 0.9),
        ("A chain", "blocks = 50", "blocks", 50),
    ],
)
def test_levers_and_plates_turn_knobs(title: str, plate: str, knob: str, value: object) -> None:
    assert getattr(step(title).clicked(plate), knob) == value
