"""The residual block forwards: the worked example of the course, every number against torch, and the hands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import window
from scenes.residual import residual
from scenes.residual.draw_roads import PULLED
from scenes.residual.knobs import Knobs
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.core.timeline import within
from scenes.stage.residual.blocks import INPUTS, turned_off
from scenes.stage.residual.two_roads import TwoRoads
from tests.scenes.blocks import IN_PARTS, by_torch, settings_of
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
blocks = settings_of(Knobs(), {"pixels": -3.0})


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(residual, turned(Knobs(), **turns), title, share)


def numbers(seen: Seen, name: str) -> list[float]:
    return [value for row in seen.written(name) for value in row]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    """x = (2, 0, 3), F(x) = (1, −3, −1), their sum (3, −3, 2), after ReLU (3, 0, 2)."""
    assert numbers(step("The input takes"), "x") == [2, 0, 3]
    assert numbers(step("The second"), "F(x)") == [1, -3, -1]
    met = step("They meet")
    assert numbers(met, "F(x)") == [1, -3, -1]
    assert numbers(met, "x on the shortcut") == [2, 0, 3]
    assert numbers(met, "sum") == [3, -3, 2]
    after = step("ReLU after")
    assert numbers(after, "y") == [3, 0, 2]
    assert {"max(0, 3) = 3", "max(0, −3) = 0", "max(0, 2) = 2"} <= set(after.texts)


def test_without_f_the_block_is_the_identity() -> None:
    for seen in (step("Switch F off"), step("Switch F off", zero=True)):
        assert numbers(seen, "F(x)") == [0, 0, 0]
        assert numbers(seen, "y") == numbers(seen, "x") == [2, 0, 3]
        assert "y = x" in seen.texts
    assert numbers(step("ReLU after", zero=True), "y") == [2, 0, 3]
    assert not step("The first", zero=True).grid("kernel 1").values.array.any()


# Every number ---------------------------------------------------------------------------------------------------------


@steadily
@given(blocks)
def test_every_number_of_the_block_is_what_torch_computes(knobs: Knobs) -> None:
    of, met = knobs.block, set()
    wanted, off = by_torch(of), by_torch(turned_off(of))
    for seen in moments(residual, knobs, 0.25, 0.5, 1.0):
        without_f = seen.title == "Switch F off"
        for name, mark in seen.named.items():
            if not isinstance(mark, Grid) or name.startswith(IN_PARTS) or name.endswith("moving"):
                continue
            met.add(name)
            found = mark.values.array
            if name.startswith("kernel"):
                weights = of.first if name.endswith("1") else of.second
                assert close(found, weights[:, 1:2] if of.x.shape[1] == 1 else weights)
            elif name == "copy of x for F":
                assert close(found, of.x)
            elif without_f and name == "F(x)" and found.any():
                assert close(found, wanted[name]), "before the lever is pulled"
            else:
                assert close(found, (off if without_f else wanted)[name]), (seen.title, name)
    forward = {"x", "z", "ReLU(z)", "F(x)", "sum", "y", "kernel 1", "kernel 2"}
    assert met >= forward | ({"x on the shortcut"} if of.shortcut else set())
    assert ("x on the shortcut" in met) == of.shortcut


@steadily
@given(blocks, st.floats(0, 1))
def test_results_are_written_one_after_the_other_and_stay(knobs: Knobs, share: float) -> None:
    wanted = by_torch(knobs.block)
    add = "They meet" if knobs.shortcut else "Nothing to add"
    for title, name in (("The first", "z"), ("ReLU inside", "ReLU(z)"), (add, "sum"), ("ReLU after", "y")):
        seen = at_step(residual, knobs, title, share)
        if name in seen.named:
            written = np.ravel(seen.written(name))
            assert close(written, wanted[name].ravel()[: written.size])


@pytest.mark.parametrize("input_", INPUTS)
@pytest.mark.parametrize(("title", "source"), [("The first", "x"), ("The second", "h")])
def test_a_window_is_multiplied_by_the_kernel_and_added_up(title: str, source: str, input_: str) -> None:
    """What stands between a map and a cell of the result is made of what the window is on."""
    of = turned(Knobs(), input=input_).block
    kernel, result = (of.first, of.z) if source == "x" else (of.second, of.f)
    met = 0
    for share in np.linspace(0.0, 1.0, 90):
        seen = step(title, float(share), input=input_)
        if "products" not in seen.named or seen.named["products"].opacity < 1.0:
            continue
        done = seen.grid("z" if source == "x" else "F(x)").shown
        row, column = divmod(min(done or 0, result.size - 1), result.shape[1])
        if done == result.size and share < 1.0:
            continue
        under = window(getattr(of, source)[None], row, column, 3, padding=1)[0]
        made = under * kernel
        found = seen.grid("products").values.array
        assert close(found, made[:, 1:2] if input_ == "three numbers" else made)
        if input_ == "three numbers":
            assert close(seen.grid("under the window").values.array, under[:, 1:2])
            if "added up" in seen.named:
                assert seen.grid("added up").values.array.item() == result[row, column]
        met += 1
    assert met > 5


# What is drawn --------------------------------------------------------------------------------------------------------


def test_both_copies_leave_the_input_and_each_takes_its_road() -> None:
    roads = TwoRoads((3, 1))
    early, late = step("The input takes", 0.4), step("The input takes")
    copies = early.grid("copy of x for F"), early.grid("x on the shortcut")
    assert copies[0].origin[1] < early.grid("x").origin[1] < copies[1].origin[1] + 3 * copies[1].u[0]
    assert "copy of x for F" not in late.named, "F has it now"
    assert late.grid("x on the shortcut") == replace(
        roads.grid("lower", late.grid("x").values), role=late.grid("x").role, name="x on the shortcut"
    )


def test_at_plus_the_columns_slide_into_one_another_row_by_row() -> None:
    """In the middle of it the first row is a sum already, and the last one is not."""
    seen = step("They meet", 0.42)
    assert numbers(seen, "row 0 of out") == [3]
    assert "row 0 of upper" not in seen.named
    assert numbers(seen, "row 2 of upper") == [-1]
    assert numbers(seen, "row 2 of lower") == [3]
    left, right = (seen.grid(f"row 2 of {slot}").origin[0] for slot in ("upper", "lower"))
    assert left < right


def test_the_lever_stands_where_f_is_on_and_is_pulled_over_by_the_story() -> None:
    def end(seen: Seen) -> float:
        knob = seen.named["lever of F"]
        assert isinstance(knob, Rect)
        return knob.x

    on, off = end(step("They meet")), end(step("They meet", zero=True))
    assert on < off
    assert end(step("Switch F off", 0.0)) == pytest.approx(on)
    assert on < end(step("Switch F off", sum(PULLED) / 2)) < off
    assert end(step("Switch F off")) == pytest.approx(off)


# What if --------------------------------------------------------------------------------------------------------------


def test_identity_kernels_double_the_input() -> None:
    of = turned(Knobs(), weights="identity").block
    assert close(of.y, 2 * of.x)


def test_without_shortcut_and_weights_nothing_gets_through() -> None:
    assert not turned(Knobs(), shortcut=False, zero=True).block.y.any()
    seen = step("Switch F off", shortcut=False)
    assert not any(numbers(seen, "y"))
    assert "hands on nothing" in seen.caption
    assert "y = 0" in seen.texts


def test_without_shortcut_titles_speak_of_one_road() -> None:
    titles = [each.title for each in plan(residual, turned(Knobs(), shortcut=False))]
    assert not any("+" in title or "two" in title for title in titles)
    assert "Nothing to add" in titles
    assert len(titles) == len(plan(residual, Knobs()))


def test_a_negative_input_shows_why_the_last_relu_matters() -> None:
    knobs = step("Switch F off").typed("x", -2.0, (0, 0))
    seen = at_step(residual, knobs, "Switch F off")
    assert numbers(seen, "y") == [0, 0, 3]
    assert "only ReLU(x)" in seen.caption
    assert "y = ReLU(x)" in seen.texts


def test_the_second_relu_says_how_many_it_stops() -> None:
    assert step("ReLU after").caption.endswith("stops 1 number.")
    assert step("ReLU after", zero=True).caption.endswith("all may pass.")
    assert "none is negative" in step("ReLU inside").caption
    assert step("ReLU inside", input="4×4 map").caption == "ReLU turns the 8 negative numbers into 0."


# What hands do --------------------------------------------------------------------------------------------------------


def test_a_changed_input_changes_what_its_windows_reach() -> None:
    knobs = step("They meet", input="4×4 map").typed("x", 9.0, (3, 3))
    before, after = turned(Knobs(), input="4×4 map").block, knobs.block
    assert knobs.pixels == (((3, 3), 9.0),)
    changed = {(int(row), int(column)) for row, column in np.argwhere(before.z != after.z)}
    assert changed == {(3, 2)}
    moved = after.s - before.s
    assert {(int(r), int(c)): moved[r, c] for r, c in np.argwhere(moved)} == {(3, 3): 7, (3, 2): -7, (2, 2): 7}


@pytest.mark.parametrize("input_", INPUTS)
def test_a_typed_weight_is_the_one_that_the_kernel_shows_there(input_: str) -> None:
    """Three numbers show the middle column of a kernel only."""
    seen = step("The first", input=input_)
    for cell in np.ndindex(seen.grid("kernel 1").values.shape):
        knobs = seen.typed("kernel 1", 5.0, cell)
        again = at_step(residual, knobs, "The first")
        assert again.hit("kernel 1", cell).value == 5
        assert (knobs.block.first != seen.knobs.block.first).sum() == 1


def test_weights_that_are_turned_off_can_not_be_typed_over() -> None:
    seen = step("The first", zero=True)
    assert seen.typed("kernel 1", 5.0, (0, 0)) == seen.knobs


def test_a_click_on_a_map_looks_at_another_cell() -> None:
    knobs = step("They meet", input="4×4 map").clicked("sum", (2, 3))
    assert knobs.at == (2, 3)
    seen = at_step(residual, knobs, "They meet")
    f, x, s = (float(values[2, 3]) for values in (knobs.block.f, knobs.block.x, knobs.block.s))
    assert f"{f:g} + {x:g} = {s:g}".replace("-", "−") in seen.texts
    assert seen.grid("F(x)").highlighted == ((2, 3),)


@pytest.mark.parametrize("title", ["The input takes", "They meet"])
def test_levers_switch_f_and_the_shortcut_off_and_on_again(title: str) -> None:
    seen = step(title)
    assert seen.clicked("lever of F").zero
    assert not seen.clicked("lever of the shortcut").shortcut
    assert not step(title, zero=True).clicked("lever of F").zero
    assert at_step(residual, turned(Knobs(), shortcut=False), "The input").clicked("lever of the shortcut").shortcut


def test_where_the_story_pulls_the_lever_a_hand_pulls_it_there_and_back() -> None:
    """The lever is dragged: time follows it, and with time what comes out of F."""
    seen = step("Switch F off")
    found = seen.hit("lever of F")
    (x, y), times = found.point, []
    for dx in (-400.0, 0.0):
        knobs, t = gesture(seen.frame, seen.knobs, seen.frame.t, found, (x + dx, y))
        assert knobs == seen.knobs
        times.append(t)
    steps = plan(residual, Knobs())
    begin, end = (within(steps, len(steps) - 1, share) for share in PULLED)
    assert begin <= times[0] < times[1] <= end
    back = Seen(residual, Knobs(), render(residual, Knobs(), times[0]))
    assert numbers(back, "F(x)") == [1, -3, -1]


def test_a_hand_on_a_result_goes_to_where_it_is_made() -> None:
    seen = step("The first", 0.5)
    found = seen.hit("z", (2, 0))
    _, t = gesture(seen.frame, seen.knobs, seen.frame.t, found, found.point)
    there = Seen(residual, Knobs(), render(residual, Knobs(), t))
    assert there.grid("z").shown == 2


def test_other_weights_bring_f_back() -> None:
    knobs = turned(Knobs(), zero=True, weights="random")
    assert (knobs.zero, knobs.first) == (False, ())


def test_the_scene_keeps_its_name_and_so_does_its_other_half() -> None:
    assert catalogue().find("residual") is residual
    other = catalogue().find("residual_backward")
    assert "residual" in other.names
    old = {"Two lanes", "Turn F off", "Backwards: the gradient arrives", "Gradients over the steps"}
    assert old <= {title for scene in (residual, other) for each in plan(scene, scene.knobs()) for title in each.was}
