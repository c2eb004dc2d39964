"""The residual block: the worked examples of the course, every number against torch's autograd, and the hands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.residual import residual
from scenes.residual.computed import block, chain
from scenes.residual.knobs import INPUTS, WEIGHTS, Knobs
from scenes.residual.layout import along
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Grid, Path, Role
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(residual, turned(Knobs(), **turns), title, share)


def numbers(seen: Seen, name: str) -> list[float]:
    return [value for row in seen.written(name) for value in row]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    """x = (2, 0, 3), F(x) = (1, −3, −1), their sum (3, −3, 2), after ReLU (3, 0, 2)."""
    assert numbers(step("Two lanes"), "x") == [2, 0, 3]
    assert numbers(step("The second"), "F(x)") == [1, -3, -1]
    met = step("They meet")
    assert numbers(met, "x on the shortcut") == [2, 0, 3]
    assert numbers(met, "sum") == [3, -3, 2]
    assert met.numbers == "(1, −3, −1) + (2, 0, 3) = (3, −3, 2)"
    assert numbers(step("ReLU after"), "y") == [3, 0, 2]


@pytest.mark.parametrize("title", ["Turn F off", "ReLU after"])
def test_with_all_weights_of_f_at_0_the_block_is_the_identity(title: str) -> None:
    seen = step(title, zero=title != "Turn F off")
    assert numbers(seen, "F(x)") == [0, 0, 0]
    assert numbers(seen, "y") == numbers(seen, "x") == [2, 0, 3]
    assert not seen.grid("kernel 1").values.array.any()


def test_the_gradient_splits_and_both_copies_add() -> None:
    """By hand: (1, 1, 2) passes the ReLU as (1, 0, 2); through F comes (1, 0, −1); the sum is (2, 0, 1)."""
    assert numbers(step("Backwards"), "gradient at the sum") == [1, 0, 2]
    split = step("At +")
    assert numbers(split, "gradient at F(x)") == numbers(split, "gradient on the shortcut") == [1, 0, 2]
    assert numbers(step("Back through the second", 0.35), "gradient at h") == [-3, -1, -6]
    assert numbers(step("Back through the second"), "gradient at z") == [0, -1, 0]
    assert numbers(step("Back through the first"), "gradient through F") == [1, 0, -1]
    both = step("Both")
    assert numbers(both, "gradient at x") == [2, 0, 1]
    assert both.numbers == "(1, 0, 2) + (1, 0, −1) = (2, 0, 1)"


@pytest.mark.parametrize(
    ("slope", "plain", "through"), [(0.1, "10⁻¹⁰", "2.59"), (-0.1, "10⁻¹⁰", "0.349")]
)  # fmt: skip
def test_the_chain_of_ten_blocks(slope: float, plain: str, through: str) -> None:
    found = chain(slope, 10)
    assert found.plain[-1] == pytest.approx(1e-10)
    assert found.residual[-1] == pytest.approx((1 + slope) ** 10)
    seen = step("A chain", slope=slope)
    assert {plain, through} <= set(seen.texts)
    assert seen.numbers.endswith(f" = {through}")


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
    assert "training error" in seen.caption
    assert "unlikely to be the cause" in seen.caption


# Every number ---------------------------------------------------------------------------------------------------------


def edits(draw: Any, rows: int, columns: int, low: float) -> Any:
    index = st.tuples(st.integers(0, rows), st.integers(0, columns))
    values = st.sampled_from([low, 0.0, 0.5, 2.0, 7.25])
    return tuple(sorted(draw(st.dictionaries(index, values, max_size=3)).items()))


@st.composite
def blocks(draw: Any) -> Knobs:
    knobs: Knobs = turned(
        Knobs(), input=draw(st.sampled_from(INPUTS)), weights=draw(st.sampled_from(WEIGHTS)),
        shortcut=draw(st.booleans()), zero=draw(st.booleans()), at=draw(st.tuples(*[st.integers(0, 4)] * 2)),
    )  # fmt: skip
    if draw(st.booleans()):
        knobs = turned(knobs, pixels=edits(draw, 4, 4, -3.0), upstream=edits(draw, 4, 4, -1.0))
        knobs = turned(knobs, first=edits(draw, 3, 3, -2.0), second=edits(draw, 3, 3, -2.0))
    return knobs


def by_torch(knobs: Knobs) -> dict[str, Any]:
    """Every number of the block, forwards and backwards, by another library."""
    of = block(knobs)
    x = torch.tensor(of.x[None, None], requires_grad=True)
    kernels = [torch.tensor(weights[None, None]) for weights in (of.first, of.second)]
    z = torch.nn.functional.conv2d(x, kernels[0], padding=1)
    h = z.relu()
    f = torch.nn.functional.conv2d(h, kernels[1], padding=1)
    straight = x * 1.0
    s = f + straight if knobs.shortcut else f * 1.0
    y = s.relu()
    for each in (z, h, f, s, straight):
        each.retain_grad()
    y.backward(torch.tensor(of.upstream[None, None]), retain_graph=True)
    found = {
        "x": x, "x on the shortcut": x, "z": z, "ReLU(z)": h, "F(x)": f, "sum": s, "y": y,
        "gradient at the sum": s.grad, "gradient at F(x)": f.grad, "gradient on the shortcut": straight.grad,
        "gradient at h": h.grad, "gradient at z": z.grad, "gradient at x": x.grad,
    }  # fmt: skip
    arrays = {name: value.detach().numpy()[0, 0].copy() for name, value in found.items() if value is not None}
    through = torch.autograd.grad(f, x, torch.tensor(arrays["gradient at F(x)"])[None, None])[0]
    arrays["gradient through F"] = through.numpy()[0, 0]
    return arrays | {"gradient at y": of.upstream}


@steadily
@given(blocks())
def test_every_number_of_the_block_is_what_torch_computes(knobs: Knobs) -> None:
    wanted, off = by_torch(knobs), by_torch(turned(knobs, zero=True))
    of, met = block(knobs), set()
    for seen in moments(residual, knobs, 0.35, 1.0):
        if seen.title == "A chain of blocks":
            break
        turned_off = seen.title == "Turn F off" and not seen.grid("kernel 1").values.array.any()
        for name, mark in seen.named.items():
            if not isinstance(mark, Grid):
                continue
            met.add(name)
            found = mark.values.array
            if name.startswith("kernel"):
                weights = of.first if name.endswith("1") else of.second
                weights = np.zeros((3, 3)) if turned_off else weights
                weights = weights[::-1, ::-1] if "turned" in " ".join(seen.texts) else weights
                assert close(found, weights[:, 1:2] if of.single else weights)
            else:
                assert close(found, (off if turned_off else wanted)[name]), (seen.title, name)
    assert met >= set(wanted) - ({"x on the shortcut", "gradient on the shortcut"} if not knobs.shortcut else set())
    assert ("gradient on the shortcut" in met) == knobs.shortcut


@steadily
@given(blocks())
def test_the_gradient_is_that_of_small_changes_of_the_input(knobs: Knobs) -> None:
    """Where no ReLU is at its corner, y changes by the Jacobian: the definition, without any backward pass."""
    of = block(knobs)
    if min(np.abs(of.z).min(), np.abs(of.s).min()) < 1e-3:
        return
    small = 1e-6
    for place in np.ndindex(of.x.shape):
        nudged = of.x.copy()
        nudged[place] += small
        changed = type(of)(nudged, of.first, of.second, of.upstream, of.shortcut)
        slope = ((changed.y - of.y) * of.upstream).sum() / small
        assert of.dx[place] == pytest.approx(slope, abs=1e-4)


@steadily
@given(blocks(), st.floats(0, 1))
def test_results_are_written_one_after_the_other_and_stay(knobs: Knobs, share: float) -> None:
    wanted = by_torch(knobs)
    add = "They meet" if knobs.shortcut else "Nothing to add"
    for title, name in (("The first", "z"), ("ReLU inside", "ReLU(z)"), (add, "sum"), ("ReLU after", "y")):
        seen = at_step(residual, knobs, title, share)
        if name in seen.named:
            written = np.ravel(seen.written(name))
            assert close(written, wanted[name].ravel()[: written.size])


def test_the_line_of_numbers_follows_the_cell_being_made() -> None:
    assert step("The first", 0.3).numbers == "z[1] = (−1)·2 + 1·3 = 1"
    assert step("The first", 0.7).numbers == "z[2] = (−1)·0 = 0"
    assert step("The second", 0.3).numbers == "F[1] = (−1)·0 + (−3)·1 + 1·0 = −3"
    assert step("They meet", input="4×4 map", at=(0, 3)).numbers == "[0, 3]   0 + 3 = 3"


@steadily
@given(st.sampled_from([-1.0, -0.5, -0.1, 0.0, 0.1, 0.9, 1.0]), st.integers(1, 50), st.floats(0, 1))
def test_the_chart_shows_the_powers_on_its_axis(slope: float, count: int, share: float) -> None:
    found = chain(slope, count)
    assert found.plain == pytest.approx([slope**done for done in range(count + 1)])
    assert found.residual == pytest.approx([(1 + slope) ** done for done in range(count + 1)])
    seen = at_step(residual, turned(Knobs(), slope=slope, blocks=count), "A chain", share)
    lines = [each.mark for each in seen.placed if isinstance(each.mark, Path) and each.mark.role is Role.OUTPUT]
    assert all(186 - 0.5 <= y <= 716 + 18.5 for line in lines for _, y in line.points)


# What if --------------------------------------------------------------------------------------------------------------


def test_identity_kernels_double_the_input() -> None:
    of = block(turned(Knobs(), weights="identity"))
    assert close(of.y, 2 * of.x)


def test_without_shortcut_and_weights_nothing_gets_through_in_either_direction() -> None:
    of = block(turned(Knobs(), shortcut=False, zero=True))
    assert not of.y.any()
    assert not of.dx.any()
    seen = step("Turn F off", shortcut=False)
    assert not any(numbers(seen, "y"))
    assert "passes nothing on" in seen.caption


def test_without_shortcut_titles_speak_of_one_way() -> None:
    titles = [each.title for each in plan(residual, turned(Knobs(), shortcut=False))]
    assert not any("+" in title or "copies" in title for title in titles)
    assert "All of it goes back through F" in titles
    assert len(titles) == len(plan(residual, Knobs()))


def test_with_the_shortcut_and_no_weights_the_gradient_comes_straight() -> None:
    of = block(turned(Knobs(), zero=True))
    assert close(of.dx, of.ds)
    assert not of.through.any()


def test_a_negative_input_shows_why_the_last_relu_matters() -> None:
    knobs = step("Turn F off").typed("x", -2.0, (0, 0))
    seen = at_step(residual, knobs, "Turn F off")
    assert numbers(seen, "y") == [0, 0, 3]
    assert "only ReLU(x)" in seen.caption


def test_a_chain_without_shortcuts_is_said_to_be_a_model() -> None:
    assert "A model with one number" in step("A chain").caption
    assert "factors are matrices" in step("A chain").caption


# What hands do --------------------------------------------------------------------------------------------------------


def test_a_changed_input_changes_what_its_windows_reach() -> None:
    knobs = step("ReLU after", input="4×4 map").typed("x", 9.0, (3, 3))
    before, after = block(turned(Knobs(), input="4×4 map")), block(knobs)
    assert knobs.pixels == (((3, 3), 9.0),)
    changed = {(int(row), int(column)) for row, column in np.argwhere(before.z != after.z)}
    assert changed == {(3, 2)}
    moved = after.s - before.s
    assert {(int(r), int(c)): moved[r, c] for r, c in np.argwhere(moved)} == {(3, 3): 7, (3, 2): -7, (2, 2): 7}


@pytest.mark.parametrize("title", ["The first", "Back through the first"])
@pytest.mark.parametrize("input_", INPUTS)
def test_a_typed_weight_is_the_one_that_the_kernel_shows_there(title: str, input_: str) -> None:
    """On the way back the kernel is turned, and three numbers show its middle column only."""
    seen = step(title, input=input_)
    shape = seen.grid("kernel 1").values.shape
    for cell in np.ndindex(shape):
        knobs = seen.typed("kernel 1", 5.0, cell)
        again = at_step(residual, knobs, title)
        assert again.hit("kernel 1", cell).value == 5
        assert (block(knobs).first != block(seen.knobs).first).sum() == 1


def test_weights_that_are_turned_off_can_not_be_typed_over() -> None:
    seen = step("The first", zero=True)
    assert seen.typed("kernel 1", 5.0, (0, 0)) == seen.knobs


def test_the_gradient_that_arrives_can_be_dragged() -> None:
    knobs = step("Backwards").dragged("gradient at y", 0, -28, (2, 0))
    assert block(knobs).upstream.ravel().tolist() == [1, 1, 4]
    assert numbers(at_step(residual, knobs, "Both"), "gradient at x")[2] == block(knobs).dx[2, 0]


def test_a_click_on_a_map_looks_at_another_cell() -> None:
    knobs = step("They meet", input="4×4 map").clicked("sum", (2, 3))
    assert knobs.at == (2, 3)
    assert at_step(residual, knobs, "They meet").numbers.startswith("[2, 3]")
    assert at_step(residual, knobs, "They meet").grid("F(x)").highlighted == ((2, 3),)


@pytest.mark.parametrize(
    ("title", "plate", "knob", "value"),
    [
        ("ReLU after", "zero = all 0", "zero", True),
        ("Both", "shortcut = off", "shortcut", False),
        ("A chain", "slope = 0.9", "slope", 0.9),
        ("A chain", "blocks = 50", "blocks", 50),
    ],
)
def test_plates_turn_knobs(title: str, plate: str, knob: str, value: object) -> None:
    assert getattr(step(title).clicked(plate), knob) == value


def test_other_weights_bring_f_back() -> None:
    knobs = turned(Knobs(), zero=True, weights="random")
    assert (knobs.zero, knobs.first) == (False, ())


def test_along_a_road_things_move_evenly() -> None:
    road = ((0.0, 0.0), (30.0, 0.0), (30.0, 10.0))
    assert [along(road, share) for share in (-1, 0, 0.375, 0.75, 0.875, 1, 2)] == [
        (0, 0), (0, 0), (15, 0), (30, 0), (30, 5), (30, 10), (30, 10)
    ]  # fmt: skip


@pytest.mark.parametrize("slope", [1e-5, 5e-324, -1.0, 1.0])
def test_a_chain_of_any_slope_can_be_drawn(slope: float) -> None:
    """Its axis has as many lines as it needs: the gradient falls by hundreds of powers of ten."""
    for share in (0.0, 0.5, 1.0):
        assert at_step(residual, replace(Knobs(), slope=slope, blocks=50), "A chain", share).placed
