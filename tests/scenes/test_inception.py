"""Inception: the counts of module 3a and of all nine, the small module against torch, what hands change, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.inception import inception
from scenes.inception.knobs import MODULES, Knobs
from scenes.inception.module import NAMES, all_modules, census, googlenet, module
from scenes.inception.small import small
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Arrow, Formula, Rect, Text
from scenes.stage.draw.blocks import brief
from tests.scenes.seen import Seen, at_step, close, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
OFF = {"reductions": False}


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(inception, turned(Knobs(), **turns), title, share)


def line(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


def formulas(seen: Seen) -> list[str]:
    return [each.mark.plain for each in seen.placed if isinstance(each.mark, Formula)]


# The counts of the course ---------------------------------------------------------------------------------------------


def test_module_3a_with_and_without_reductions() -> None:
    of = module(Knobs(), True)
    assert (of.channels, of.side, of.out) == (192, 28, 256)
    assert tuple(lane.out for lane in of.lanes) == (64, 128, 32, 32)
    assert (of.parameters, of.macs) == (163_696, 128_049_152)
    direct = module(Knobs(), False)
    assert (direct.macs, direct.out) == (303_464_448, 64 + 128 + 32 + 192)


def test_the_stage_says_so() -> None:
    real = step("Module 3a")
    assert line(real, "channels in") == "192"
    assert line(real, "channels out") == "256 maps"
    assert "The whole module takes 128,049,152 MACs and has 163,696 weights and biases." in real.more
    assert "H·W·(C·r + k²·r·c) MACs, and C·r + r + k²·r·c + c weights" in real.more
    saved = step("What the 1×1")
    assert line(saved, "module MACs") == "128 M MACs"
    assert [line(saved, f"{name} MACs") for name in NAMES] == ["9.6 M", "101 M", "12.4 M", "4.8 M"]
    assert "5×5 120,422,400 → 12,443,648" in saved.more
    assert "Together they are 303,464,448 and 128,049,152." in saved.more
    assert line(saved, "saving") == "2.4 times less"
    assert saved.caption == "With 1×1 reductions the module takes 2.4 times less work."
    off = step("What the 1×1", **OFF)
    assert line(off, "module MACs") == "303 M MACs"
    assert "hands on 416 maps" in off.more
    assert "saving" not in off.named
    direct = step("Module 3a", **OFF)
    assert line(direct, "channels out") == "416 maps"
    assert "H·W·k²·C·c MACs, and k²·C·c + c weights" in direct.more


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_the_total_is_the_sum_of_the_bars(share: float) -> None:
    seen = step("What the 1×1", share)
    total = sum(seen.value(f"{name} with") or 0 for name in NAMES if f"{name} with" in seen.named)
    assert line(seen, "module MACs") == f"{brief(total)} MACs"
    for name in NAMES:
        whole, first, rest = (seen.named.get(f"{name}{part}") for part in (" without", ", reducing", " with"))
        assert isinstance(whole, Rect)
        assert isinstance(first, Rect)
        assert isinstance(rest, Rect)
        scale = whole.width / whole.value if whole.value else 0
        assert not scale or first.width + rest.width == pytest.approx(scale * (rest.value or 0), abs=1)


@pytest.mark.parametrize("turns", [{}, {"module": "5b"}, {"widths": (((3,), 192.0),)}, {"widths": (((3,), 999.0),)}])
def test_the_area_is_the_work_of_the_5x5_branch(turns: dict[str, Any]) -> None:
    seen = step("A 5×5 window", **turns)
    of, direct = (module(seen.knobs, reductions).lanes[2] for reductions in (True, False))
    marks = [seen.named[name] for name in ("all maps", "maps that are read", "the reduction")]
    areas = [mark.width * mark.height for mark in marks if isinstance(mark, Rect)]
    assert len(areas) == 3
    unit = areas[0] / direct.total
    assert areas[1:] == pytest.approx([unit * of.macs, unit * of.reduce_macs])
    assert line(seen, "MACs of the branch") == brief(of.total)
    assert formulas(seen) == ["H W k² C c", "H W (C r + k² r c)"]


def test_the_formula_of_the_5x5_branch_is_filled_in() -> None:
    seen = step("A 5×5 window")
    assert line(seen, "numbers H W k² C c") == "28²·25·192·32"
    assert line(seen, "numbers H W (C r + k² r c)") == "28²·(192·16 + 25·16·32)"
    assert "28·28·25·192·32 = 120,422,400" in seen.more
    assert "28·28·(192·16 + 25·16·32) = 12,443,648" in seen.more
    assert line(seen, "saving") == "9.7 times less"
    assert formulas(step("A 5×5 window", **OFF)) == ["H W k² C c"]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_counted_as_it_is_described(name: str) -> None:
    of, described = module(Knobs(module=name), True), googlenet().stage(f"inception{name}")
    assert (of.macs, of.parameters) == (described.macs, described.parameters)
    assert (of.out, of.side, of.side) == described.shape
    seen = step("Nine modules", module=name)
    assert line(seen, f"channels of {name}") == str(of.out)
    shares = [seen.value(f"{name}, {lane.name}") for lane in of.lanes]
    assert sum(share or 0 for share in shares) == of.out


def test_googlenet_concatenates_and_never_adds() -> None:
    found = census()
    assert (found.depth, found.convolutions, found.concatenations, found.additions) == (22, 57, 9, 0)
    assert [each.out for each in all_modules()] == [256, 480, 512, 512, 512, 528, 832, 832, 1024]
    nine = step("Nine modules")
    assert "57 convolutions and a dense layer, and the longest way through it has 22 layers" in nine.more
    assert "9 concatenations and 0 additions" in nine.more
    assert "6,998,552 parameters, about 9 times fewer than AlexNet (the paper says 12 times)" in nine.more
    assert {"9 concatenations", "0 additions"} <= set(nine.texts)
    assert nine.caption == "GoogLeNet has nine such modules, and no residual connections."


# The small module -----------------------------------------------------------------------------------------------------


def test_the_worked_spot() -> None:
    where = "At row 3, column 3: "
    assert step("Branch 1").more.endswith(f"{where}1·3 + (−1)·2 + 1·0 = 1, and max(0, 1) = 1.")
    assert step("Branch 2").more.endswith(f"{where}18 products, 4 + 3 = 7, and max(0, 7) = 7.")
    assert step("Branch 3").more.endswith(f"{where}25 products, together 18, and max(0, 18) = 18.")
    assert step("Branch 4").more.endswith(f"{where}1·3 + 1·2 + (−1)·0 = 5, and max(0, 5) = 5.")
    joined = step("Concatenate")
    assert "At row 3, column 3 they hold (1, 7, 0, 18, 5)." in joined.more
    assert [joined.written(f"at the spot {index + 1}")[0][0] for index in range(5)] == [1, 7, 0, 18, 5]
    assert line(joined, "widths") == "1 + 2 + 1 + 1 = 5 maps"


def test_the_sum_is_made_of_what_stands_beside_it() -> None:
    for share in (0.5, 0.7, 1.0):
        two = step("Branch 2", share)
        parts = [int(line(two, f"share {place}")[2:].replace("−", "-")) for place in (1, 2)]
        assert sum(parts) == two.written("sum")[0][0]
    one, four = step("Branch 1"), step("Branch 4")
    assert np.sum(one.written("products")) == one.written("sum")[0][0] == 1
    pooled = [four.written(f"channel {place} of the spot")[0][0] for place in (1, 2, 3)]
    assert np.dot(pooled, np.ravel(four.written("filter 1"))) == four.written("sum")[0][0] == 5
    assert line(four, "largest") == str(int(np.max(four.written("under the pooling"))))


@pytest.mark.parametrize(("title", "share"), [("Branch 1", 0.0), ("Branch 4", 0.243)])
def test_the_numbers_of_the_spot_fly_out_of_all_maps(title: str, share: float) -> None:
    seen, name = step(title, share), "input 1" if title == "Branch 1" else "pooled map 1"
    start, spot = seen.grid("channel 1 of the spot"), seen.grid(name).lattice.at(3, 3)
    assert np.allclose(start.origin, spot, atol=4)
    ends = [step(title).grid(f"channel {place} of the spot").origin for place in (1, 2, 3)]
    assert ends[0][0] == ends[1][0] == ends[2][0]
    assert ends[0][1] < ends[1][1] < ends[2][1]


def test_a_number_travels_from_the_sum_to_its_cell_as_it_is_written() -> None:
    for title in ("Branch 1", "Branch 2", "Branch 3", "Branch 4"):
        travelled = step(title, 0.5).grid("number on its way")
        assert close(travelled.values.array, [[step(title).written("map 1")[3][3]]])
    assert "number on its way" not in step("Branch 4", 0.5, **OFF).named


WIDTHS = {"c1": 3, "r3": 2, "c3": 3, "r5": 2, "c5": 3, "cp": 3}
EDITS = {
    "pixels": (3, 7, 7), "one": (3, 3, 1), "reduce3": (2, 3, 1), "three": (3, 2, 3, 3), "reduce5": (2, 3, 1),
    "five": (3, 2, 5, 5), "project": (3, 3, 1),
}  # fmt: skip


@st.composite
def modules(draw: st.DrawFn) -> Knobs:
    widths = {name: draw(st.integers(1, most)) for name, most in WIDTHS.items()}
    knobs = turned(Knobs(), reductions=draw(st.booleans()), **widths)
    for name, shape in EDITS.items():
        index = tuple(draw(st.integers(0, side - 1)) for side in shape)
        knobs = turned(knobs, **{name: ((index, float(draw(st.integers(0, 9)))),)})
    return knobs  # type: ignore[no-any-return]


@steadily
@given(modules())
def test_the_maps_are_those_of_torch(knobs: Knobs) -> None:
    of = small(knobs)
    x = torch.tensor(of.x)[None]
    found = []
    for branch in of.branches:
        maps = x
        if branch.pools:
            maps = functional.max_pool2d(x, 3, stride=1, padding=1)
        elif branch.reduction is not None:
            maps = functional.relu(functional.conv2d(x, torch.tensor(branch.reduction)[..., None]))
        if branch.weights is not None:
            weights = torch.tensor(branch.weights)
            maps = functional.relu(functional.conv2d(maps, weights, padding=branch.window // 2))
        found.append(maps)
    whole = torch.cat(found, dim=1)[0].numpy()
    assert close(of.y, whole)
    end = at_step(inception, knobs, "Concatenate")
    for index, wanted in enumerate(whole):
        assert close(end.written(f"output {index + 1}"), wanted)
    for title, wanted in zip(("Branch 1", "Branch 2", "Branch 3", "Branch 4"), found, strict=True):
        assert close(at_step(inception, knobs, title).written("map 1"), wanted[0, 0].numpy())


def test_the_widths_add_up_and_without_a_projection_all_pooled_maps_go_on() -> None:
    assert small(turned(Knobs(), c1=3, c3=3, c5=2, cp=2)).y.shape == (10, 7, 7)
    assert small(turned(Knobs(), **OFF)).widths == (1, 2, 1, 3)
    assert line(step("Concatenate", **OFF), "widths") == "1 + 2 + 1 + 3 = 7 maps"


@pytest.mark.parametrize("reductions", [True, False])
@pytest.mark.parametrize("name", ["3a", "4e", "5b"])
def test_the_ways_of_the_real_module_go_from_left_to_right(name: str, reductions: bool) -> None:
    seen = step(f"Module {name}", module=name, reductions=reductions)
    arrows = [each.mark for each in seen.placed if isinstance(each.mark, Arrow)]
    assert len(arrows) >= 4 * 2
    assert all(arrow.end[0] - arrow.start[0] >= 24 for arrow in arrows)
    of, volumes = module(seen.knobs, reductions), [seen.named[f"output of branch {index}"] for index in (1, 2, 3, 4)]
    widths = [volume.width for volume in volumes if isinstance(volume, Rect)]
    assert np.allclose(np.array(widths) / sum(widths), [lane.out / of.out for lane in of.lanes])


def test_the_maps_of_all_branches_stand_one_behind_the_other_at_the_end() -> None:
    seen = step("Concatenate", c1=2)
    corners = [seen.grid(f"output {index + 1}").origin for index in range(6)]
    steps = np.diff(np.array(corners), axis=0)
    assert np.allclose(steps, steps[0])
    assert steps[0][0] > 0 > steps[0][1]


def test_what_a_window_sees_flies_out_of_the_input() -> None:
    seen = step("Four windows")
    for index, side in enumerate((1, 3, 5, 3)):
        found = np.array(seen.written(f"seen by branch {index + 1}"))
        half = side // 2
        assert close(found, small(Knobs()).x[0, 3 - half : 4 + half, 3 - half : 4 + half])
    assert "seen by branch 4" not in step("Four windows", 0.3).named


@pytest.mark.parametrize(("title", "count"), [("Branch 2", 2), ("Branch 3", 1)])
def test_the_maps_of_the_input_become_as_many_as_the_reduction_makes(title: str, count: int) -> None:
    apart = [step(title, 0.0).grid(f"input {index}").origin[0] for index in (1, 2, 3)]
    assert apart[0] < apart[1] < apart[2]
    done = step(title).named
    assert [name for name in done if name.startswith("input ")] == []
    assert len([name for name in done if name.startswith("reduced map ")]) == count
    assert len([name for name in done if name.startswith("filter 1, kernel ")]) == count
    assert (
        f"reads {('one map that a 1×1 filter', 'two maps that 1×1 filters')[count - 1]} made of three"
        in step("Branch 2", r3=count).caption
    )


def test_maps_are_written_only_after_the_window_has_passed() -> None:
    assert step("Branch 3", 0.54).written("map 1") == []
    halfway = step("Branch 3", 0.72)
    assert 0 < len(halfway.written("map 1")) < 49
    row, column = halfway.grid("map 1").highlighted[0]
    assert abs(row * 7 + column - len(halfway.written("map 1"))) <= 1
    assert np.shape(step("Branch 3").written("map 1")) == (7, 7)


# Hands ----------------------------------------------------------------------------------------------------------------


def test_a_click_on_any_map_chooses_the_spot() -> None:
    for title, name in (
        ("Four windows", "input 1"), ("Branch 2", "reduced map 2"), ("Branch 4", "pooled map 1"),
        ("Branch 3", "map 1"), ("Concatenate", "output 1"),
    ):  # fmt: skip
        knobs = step(title).clicked(name, (0, 6))
        assert knobs.at == (0, 6)
    outside = at_step(inception, knobs, "Four windows").grid("seen by branch 3").padding
    assert outside is not None
    assert outside.array.sum() == 25 - 9
    assert "At row 0, column 6: " in at_step(inception, knobs, "Branch 3").more


@pytest.mark.parametrize(
    ("title", "name", "cell", "knob", "index"),
    [
        ("Branch 1", "filter 1", (2, 0), "one", (0, 2, 0)),
        ("Branch 1", "channel 2 of the spot", (0, 0), "pixels", (1, 3, 3)),
        ("Branch 2", "reduction 2", (1, 0), "reduce3", (1, 1, 0)),
        ("Branch 2", "filter 1, kernel 2", (1, 1), "three", (0, 1, 1, 1)),
        ("Branch 3", "reduction 1", (1, 0), "reduce5", (0, 1, 0)),
        ("Branch 3", "filter 1, kernel 1", (4, 4), "five", (0, 0, 4, 4)),
        ("Branch 4", "filter 1", (0, 0), "project", (0, 0, 0)),
    ],
)
def test_numbers_are_typed_over(title: str, name: str, cell: Any, knob: str, index: Any) -> None:
    knobs = step(title).typed(name, 9.0, cell)
    assert getattr(knobs, knob) == ((index, 9.0),)
    assert not close(small(knobs).y, small(Knobs()).y)
    assert at_step(inception, knobs, title).more != step(title).more


def test_what_a_window_sees_can_be_typed_over_where_it_is_no_padding() -> None:
    knobs = step("Four windows").typed("seen by branch 3", 5.0, (1, 1))
    assert knobs.pixels == (((0, 2, 2), 5.0),)
    assert step("Four windows", at=(0, 6)).typed("seen by branch 3", 5.0, (0, 0)).pixels == ()


def test_without_reductions_the_pixels_under_a_window_can_be_changed() -> None:
    knobs = step("Branch 3", **OFF).typed("input 3", 5.0, (1, 2))
    assert knobs.pixels == (((2, 1, 2), 5.0),)
    assert turned(knobs, one=(((0, 0, 0), 1.0),), reductions=True).three == ()


def test_a_real_width_is_typed_over_and_another_module_has_its_own() -> None:
    seen = step("Module 3a")
    knobs = seen.typed("filters of the reduction before 5×5", 192.0)
    assert knobs.widths == (((3,), 192.0),)
    lane = module(knobs, True).lanes[2]
    assert lane.total == 28 * 28 * (192 * 192 + 25 * 192 * 32)
    assert lane.total > module(knobs, False).lanes[2].total
    assert turned(knobs, module="4a").widths == ()
    for wrong in (0.0, 2.5, 1000.0):
        with pytest.raises(KnobError, match="whole number from 1 to 999"):
            change(Knobs(), "widths", (((0,), wrong),))


def test_reductions_that_are_too_wide_cost_more() -> None:
    wide = turned(Knobs(), widths=(((1,), 999.0), ((3,), 999.0)))
    assert module(wide, True).macs > module(wide, False).macs
    assert line(at_step(inception, wide, "What the 1×1"), "saving").endswith("times more")


def test_plates_turn_knobs() -> None:
    assert step("What the 1×1").clicked("reductions = off").reductions is False
    assert step("Nine modules").clicked("module 4e").module == "4e"


def test_drags_do_no_harm() -> None:
    for title in ("Four windows", "Branch 1", "Branch 2", "Branch 3", "Branch 4", "Concatenate"):
        seen = step(title)
        for name in {each.mark.name for each in seen.placed if each.mark.grip}:
            found = seen.hit(name, (0, 0))
            knobs, t = gesture(seen.frame, seen.knobs, seen.frame.t, found, (found.point[0], found.point[1] - 40))
            assert isinstance(knobs, Knobs)
            assert t == seen.frame.t


def test_the_frames_of_windows_stay_near_the_map() -> None:
    knobs = turned(Knobs(), at=(6, 0))
    for name in ("window of branch 1", "window of branch 3"):
        box = at_step(inception, knobs, "Four windows").named[name]
        assert isinstance(box, Rect)
        assert box.x >= 40
        assert box.width > 0
