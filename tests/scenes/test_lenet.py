"""The LeNet-5 scene: its counts, every map against torch's operations, what hands change, and the table of 1998."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from scenes.lenet import lenet
from scenes.lenet.computed import account, connections, flow, modern, on_canvas, published
from scenes.lenet.draw_layers import CELL
from scenes.lenet.knobs import BLANK, EVERY_MAP, TABLE_1998, Knobs
from scenes.stage.core.catalogue import catalogue, render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.grips import Brush
from scenes.stage.core.marks import Role
from scenes.stage.data.handwritten import DIGITS, SAMPLES, handwritten
from scenes.stage.data.weights import trained
from tests.scenes.seen import Seen, at_step, close, moments, turned


def through(x):
    """What each layer gives, computed by torch."""
    known = {name: torch.from_numpy(array.copy()) for name, array in trained("lenet-5-modern").arrays.items()}

    def both(name):
        return known[f"{name}.weight"], known[f"{name}.bias"]

    c1 = functional.relu(functional.conv2d(torch.from_numpy(x.copy()), *both("features.C1")))
    s2 = functional.max_pool2d(c1, 2)
    c3 = functional.relu(functional.conv2d(s2, *both("features.C3")))
    s4 = functional.max_pool2d(c3, 2)
    c5 = functional.relu(functional.linear(s4.flatten(), *both("classifier.C5")))
    f6 = functional.relu(functional.linear(c5, *both("classifier.F6")))
    return c1, s2, c3, s4, c5, f6, functional.linear(f6, *both("classifier.output"))


def test_it_stands_in_the_catalogue():
    assert catalogue().find("lenet") is lenet
    assert (lenet.chapter, lenet.order) == ("First networks", 8)


def test_the_worked_example_of_the_counts():
    assert "6·(5·5·1 + 1) = 156" in at_step(lenet, Knobs(), "C1").more
    assert "16·(5·5·6 + 1) = 2,416" in at_step(lenet, Knobs(), "C3").more
    dense = at_step(lenet, Knobs(), "C5").more
    assert "120·(16·5·5 + 1) = 48,120" in dense
    assert "84·(120 + 1) = 10,164" in dense
    now = at_step(lenet, Knobs(), "Who reads whom")
    assert "6·(3·25 + 1) + 9·(4·25 + 1) + 1·(6·25 + 1) = 456 + 909 + 151 = 1,516 parameters" in now.more
    assert now.named["parameters of C3"].text == "1,516"
    assert now.named["parameters of the picked map"].text == "3·25 + 1 = 76"


def test_both_networks_are_counted_layer_by_layer():
    now = at_step(lenet, Knobs(), "Two networks")
    assert (now.named["total 1998"].text, now.named["total today"].text) == ("60,000", "61,706")
    assert [name for name, _, _ in account()] == ["C1", "S2", "C3", "S4", "C5", "F6", "output"]
    assert [then for _, then, _ in account()] == [156, 12, 1516, 32, 48120, 10164, 0]
    assert [today for _, _, today in account()] == [156, 0, 2416, 0, 48120, 10164, 850]
    more = {name: now.named[f"{name} more"].text for name in ("S2", "C3", "S4", "output", "total")}
    assert more == {"S2": "−12", "C3": "+900", "S4": "−32", "output": "+850", "total": "+1,706"}
    assert not {f"{name} more" for name in ("C1", "C5", "F6")} & set(now.named)
    assert "156 + 12 + 1,516 + 32 + 48,120 + 10,164 = 60,000" in now.more
    assert "60,000 − 12 + 900 − 32 + 850 = 61,706" in now.more


def test_the_stair_goes_from_the_one_count_to_the_other_on_one_scale():
    now = at_step(lenet, Knobs(), "Two networks")
    level = {when: now.named[f"level {when}"] for when in ("1998", "today")}
    rise = level["1998"].y - level["today"].y
    for name in ("C3", "output"):
        bar = now.named[f"bar {name}"]
        assert bar.height / rise == pytest.approx(bar.value / 1706)
    assert now.named["bar C3"].y - 900 / 1706 * rise < now.named["bar S4"].y
    assert now.named["bar output"].y == pytest.approx(level["today"].y + level["today"].height / 2)


def test_shapes_stand_under_blocks_to_one_scale():
    now = at_step(lenet, Knobs(), "S4")
    for name, side, maps in (("input", 32, 1), ("C1", 28, 6), ("S2", 14, 6), ("C3", 10, 16), ("S4", 5, 16)):
        assert now.named[f"side of {name}"].text == f"{side}×{side}"
        assert now.named[f"maps of {name}"].text == f"× {maps}"
        front = now.grid("input" if name == "input" else f"{name} map 1")
        assert front.values.shape == (side, side)
        assert front.u[0] == pytest.approx(CELL)
    dense = at_step(lenet, Knobs(), "C5")
    assert [dense.named[f"count of {name}"].text for name in ("S4", "C5", "F6")] == ["400", "120", "84"]


@pytest.mark.parametrize("knobs", [Knobs(), Knobs(digit="7", sample=12, shift=5), Knobs(pixels=(((0, 0), 16.0),))])
def test_every_map_is_what_torch_computes(knobs):
    of = flow(knobs)
    for found, wanted in zip((of.c1, of.s2, of.c3, of.s4, of.c5, of.f6, of.logits), through(of.x), strict=True):
        assert close(found, wanted.numpy())
    assert close(of.probabilities, torch.softmax(torch.from_numpy(of.logits), 0).numpy())


def test_the_maps_on_the_stage_are_the_computed_ones():
    of = flow(Knobs())
    for step, name, maps in (
        ("C1", "C1", of.c1), ("S2", "C1", of.c1), ("S2", "S2", of.s2), ("C3", "S2", of.s2), ("C3", "C3", of.c3),
        ("C5", "S4", of.s4), ("Who reads whom", "S2", of.s2),
    ):  # fmt: skip
        now = at_step(lenet, Knobs(), step)
        for index, values in enumerate(maps):
            assert close(now.written(f"{name} map {index + 1}"), values)
    dense = at_step(lenet, Knobs(), "C5")
    assert close(np.ravel(dense.written("C5 units")), of.c5)
    assert close(np.ravel(dense.written("F6 units")), of.f6)
    now = at_step(lenet, Knobs(), "The answer")
    assert [now.value(f"probability of {digit}") for digit in range(10)] == of.probabilities.tolist()


def test_the_digits_are_those_that_the_network_never_learned_from_and_it_is_as_good_as_is_told():
    right = 0
    for digit in map(int, DIGITS):
        assert len(handwritten(digit)) == SAMPLES
        right += sum(flow(Knobs(digit=str(digit), sample=sample)).said == digit for sample in range(1, SAMPLES + 1))
    known = trained("lenet-5-modern")
    assert right / known.count == pytest.approx(known.accuracy, abs=0.005)
    assert (
        f"reads {100 * known.accuracy:.1f} % of {known.count} digits right"
        in at_step(lenet, Knobs(), "The answer").more
    )


def test_the_canvas_is_linear_interpolation_with_a_border():
    ink = handwritten(3)[0]
    wanted = functional.interpolate(torch.from_numpy(ink)[None, None] / 16, scale_factor=3, mode="bilinear")
    canvas = on_canvas(ink)
    assert canvas.shape == (1, 32, 32)
    assert close(canvas[0, 6:26, 6:26], wanted[0, 0, 2:22, 2:22].numpy())


def test_drawing_changes_every_layer_and_is_dropped_with_the_digit():
    before = Knobs()
    now = at_step(lenet, before, "A digit")
    after = now.typed("handwritten digit", 16, (4, 0))
    assert flow(after).ink[4, 0] == 16
    assert not np.allclose(flow(after).logits, flow(before).logits)
    assert turned(after, digit="8").pixels == ()


def test_what_is_drawn_by_hand_is_called_neither_right_nor_wrong():
    for pixels in (BLANK, (((0, 0), 16.0),)):
        now = at_step(lenet, Knobs(pixels=pixels), "The answer")
        assert now.caption == f"The network says {flow(now.knobs).said}."
        assert "wrong" not in now.more
        assert Role.WARNING not in {mark.role for name, mark in now.named.items() if name.startswith("probability")}


def test_a_digit_written_by_hand_with_one_stroke_is_read():
    start = at_step(lenet, Knobs(pixels=BLANK), "The answer")
    middle = start.hit("handwritten digit", (0, 4))
    lattice = start.grid("handwritten digit").lattice
    from_top = replace(middle, point=lattice.at(0.5, 4.0))
    knobs, _ = gesture(start.frame, start.knobs, start.frame.t, from_top, lattice.at(7.5, 4.0))
    assert (flow(knobs).ink[:, 3:5] > 8).all()
    assert flow(knobs).said == 1


def test_a_filters_weight_changes_its_own_map_of_c1_and_all_maps_after():
    before = flow(Knobs())
    after = flow(at_step(lenet, Knobs(), "C1").typed("filter 2", 1.5, (2, 2)))
    changed = [not np.allclose(a, b) for a, b in zip(after.c1, before.c1, strict=True)]
    assert changed == [False, True, False, False, False, False]
    assert not np.allclose(after.c3, before.c3)


def test_a_picked_column_shows_which_maps_it_reads():
    now = at_step(lenet, Knobs(), "Who reads whom")
    knobs = now.clicked("table", (3, 9))
    assert knobs.column == (3, 9)
    assert at_step(lenet, knobs, "Who reads whom").grid("table").highlighted == ((0, 9), (3, 9), (4, 9), (5, 9))
    assert now.clicked(f"table = {EVERY_MAP}").table == EVERY_MAP


def test_the_table_of_1998_and_the_one_of_today():
    then, now = connections(TABLE_1998), connections(EVERY_MAP)
    assert then.total == published().layer("C3").parameters == 1516
    assert now.total == modern().layer("C3").parameters == 2416
    assert [then.parameters(column) for column in (0, 6, 15)] == [76, 101, 151]
    knobs = turned(Knobs(), table=EVERY_MAP)
    seen = at_step(lenet, knobs, "Who reads whom")
    assert "16·(6·25 + 1) = 2,416 parameters" in seen.more
    assert seen.named["parameters of C3"].text == "2,416"


def test_a_wrong_answer_is_called_wrong():
    wrong = next(
        knobs for knobs in (Knobs(digit=digit, shift=12) for digit in DIGITS) if flow(knobs).said != int(knobs.digit)
    )
    now = at_step(lenet, wrong, "The answer")
    assert "wrong" in now.caption
    assert "12 pixels to the right" in now.more
    assert Role.WARNING in {mark.role for name, mark in now.named.items() if name.startswith("probability")}


def test_a_block_comes_when_the_one_before_it_has_come():
    for share, there in ((0.05, {"C1"}), (0.3, {"C1", "S2"}), (0.5, {"C1", "S2", "C3"})):
        now = at_step(lenet, Knobs(), "S4", share)
        assert {name for name in ("C1", "S2", "C3", "S4") if f"{name} map 1" in now.named} == there


def test_the_filter_in_the_middle_is_the_first_one_of_c3_and_its_map_is_framed():
    now = at_step(lenet, Knobs(), "C3")
    for index, kernel in enumerate(trained("lenet-5-modern").arrays["features.C3.weight"][0]):
        assert close(now.written(f"kernel {index + 1}"), kernel)
    frame, (x, y) = now.named["map of the filter"], now.grid("C3 map 1").origin
    assert (frame.x + frame.width / 2, frame.y + frame.height / 2) == pytest.approx((x + 72.5, y + 72.5))
    half = at_step(lenet, Knobs(), "C3", 0.3)
    assert 0 < len(half.written("C3 map 1")) < 100
    assert half.written("C3 map 2") == []


@pytest.mark.parametrize("shift", [0, 3, 12])
def test_the_copy_of_the_digit_ends_where_it_lies_in_the_picture(shift):
    knobs = Knobs(shift=shift)
    now = at_step(lenet, knobs, "A digit", 0.699)
    copy, goal = now.grid("copy on its way"), now.grid("input")
    rows, columns = copy.values.shape
    x, y = (round((copy.origin[axis] - goal.origin[axis]) / goal.u[0]) for axis in (0, 1))
    assert x + columns <= 32
    whole = 255 * flow(knobs).x[0]
    assert close(copy.values.array, whole[y : y + rows, x : x + columns])
    assert whole.sum() - copy.values.array.sum() == pytest.approx(0.0)


def test_a_copy_comes_from_where_the_digit_is_written():
    now = at_step(lenet, Knobs(), "A digit", 0.1)
    copy, digit = now.grid("copy on its way"), now.grid("handwritten digit")
    assert copy.lattice.at(1, 1) == pytest.approx(digit.origin)
    assert copy.lattice.at(25, 25) == pytest.approx(digit.lattice.at(8, 8))


def test_the_digit_can_be_drawn_on_in_the_first_step_and_beside_the_answer():
    for title in ("A digit", "The answer"):
        now = at_step(lenet, Knobs(), title)
        assert isinstance(now.grid("handwritten digit").grip, Brush)
        assert now.clicked("pixels = clear").pixels == BLANK
        assert now.clicked("pixels = as written").pixels == ()


def test_scrubbing_on_a_map_moves_the_window():
    now = at_step(lenet, Knobs(), "C1", 0.5)
    found = now.hit("C1 map 4", (20, 3))
    _, t = gesture(now.frame, now.knobs, now.frame.t, found, found.point)
    window = Seen(lenet, Knobs(), render(lenet, Knobs(), t)).named["window"]
    assert (window.x, window.y) == pytest.approx(now.grid("input").lattice.at(20, 3))
    assert all("window" not in seen.named for seen in moments(lenet, Knobs(), 1.0) if seen.title != now.title)
