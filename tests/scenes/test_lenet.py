"""The LeNet-5 scene: its counts, every map against torch's operations, what hands change, and the table of 1998."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from scenes.lenet import lenet
from scenes.lenet.computed import flow, modern, on_canvas, published, table
from scenes.lenet.knobs import BLANK, EVERY_MAP, TABLE_1998, Knobs
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.gestures import gesture
from scenes.stage.core.marks import Role
from scenes.stage.data.handwritten import DIGITS, SAMPLES, handwritten
from scenes.stage.data.weights import trained
from tests.scenes.seen import at_step, close, moments, turned


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
    assert "6·(5·5·1 + 1) = 156" in at_step(lenet, Knobs(), "C1").numbers
    assert "16·(5·5·6 + 1) = 2,416" in at_step(lenet, Knobs(), "C3").numbers
    assert "120·(16·5·5 + 1) = 48,120" in at_step(lenet, Knobs(), "C5").numbers
    now = at_step(lenet, Knobs(), "Who reads whom")
    assert now.numbers == "6·(3·25 + 1) + 9·(4·25 + 1) + 1·(6·25 + 1) = 456 + 909 + 151 = 1,516"
    assert now.named["parameters of C3"].text == "1,516"


def test_both_networks_are_counted_layer_by_layer():
    now = at_step(lenet, Knobs(), "Two networks")
    assert (now.named["total 1998"].text, now.named["total today"].text) == ("60,000", "61,706")
    then = [now.named[f"{name} 1998"].text for name in ("C1", "S2", "C3", "S4", "C5", "F6", "output")]
    assert then == ["156", "12", "1,516", "32", "48,120", "10,164", "0"]
    today = [now.named[f"{name} today"].text for name in ("C1", "S2", "C3", "S4", "C5", "F6", "output")]
    assert today == ["156", "0", "2,416", "0", "48,120", "10,164", "850"]
    more = [now.named[f"{name} more"].text for name in ("C1", "S2", "C3", "S4", "C5", "F6", "output", "total")]
    assert more == ["0", "−12", "+900", "−32", "0", "0", "+850", "+1,706"]
    assert now.numbers.split("        ") == [
        "156 + 12 + 1,516 + 32 + 48,120 + 10,164 = 60,000",
        "60,000 − 12 + 900 − 32 + 850 = 61,706",
    ]


def test_shapes_stand_under_the_layers():
    texts = at_step(lenet, Knobs(), "The answer").texts
    for shape in ("1×32×32", "6×28×28", "6×14×14", "16×10×10", "16×5×5", "120", "84", "10"):
        assert shape in texts


@pytest.mark.parametrize("knobs", [Knobs(), Knobs(digit="7", sample=12, shift=5), Knobs(pixels=(((0, 0), 16.0),))])
def test_every_map_is_what_torch_computes(knobs):
    of = flow(knobs)
    for found, wanted in zip((of.c1, of.s2, of.c3, of.s4, of.c5, of.f6, of.logits), through(of.x), strict=True):
        assert close(found, wanted.numpy())
    assert close(of.probabilities, torch.softmax(torch.from_numpy(of.logits), 0).numpy())


def test_the_maps_on_the_stage_are_the_computed_ones():
    of = flow(Knobs())
    now = at_step(lenet, Knobs(), "C3")
    for index in range(16):
        assert close(now.written(f"C3 large {index + 1}"), of.c3[index])
        assert close(now.written(f"C3 map {index + 1}"), of.c3[index])
    now = at_step(lenet, Knobs(), "The answer")
    assert [now.value(f"probability of {digit}") for digit in range(10)] == of.probabilities.tolist()


def test_the_digits_are_those_that_the_network_never_learned_from_and_it_is_as_good_as_is_told():
    right = 0
    for digit in map(int, DIGITS):
        assert len(handwritten(digit)) == SAMPLES
        right += sum(flow(Knobs(digit=str(digit), sample=sample)).said == digit for sample in range(1, SAMPLES + 1))
    known = trained("lenet-5-modern")
    assert right / known.count == pytest.approx(known.accuracy, abs=0.005)
    assert f"{100 * known.accuracy:.1f} % right" in at_step(lenet, Knobs(), "The answer").caption


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
        assert "the network says" in now.caption
        assert not {"right.", "wrong."} & set(now.caption.partition("Of 500")[0].split())
        assert any("changed by hand" in text for text in now.texts)
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
    then, now = table(TABLE_1998), table(EVERY_MAP)
    assert then.total == published().layer("C3").parameters == 1516
    assert now.total == modern().layer("C3").parameters == 2416
    assert [then.parameters(column) for column in (0, 6, 15)] == [76, 101, 151]
    knobs = turned(Knobs(), table=EVERY_MAP)
    assert at_step(lenet, knobs, "Who reads whom").numbers == "16·(6·25 + 1) = 2,416"


def test_a_wrong_answer_is_called_wrong():
    wrong = next(
        knobs for knobs in (Knobs(digit=digit, shift=12) for digit in DIGITS) if flow(knobs).said != int(knobs.digit)
    )
    now = at_step(lenet, wrong, "The answer")
    assert "wrong" in now.caption
    assert "12 pixels to the right" in now.caption


def test_a_layer_joins_the_strip_when_it_is_made():
    for title, name in (("C1", "C1 map 1"), ("S2", "S2 map 1"), ("C3", "C3 map 1"), ("C5", "F6 units")):
        assert name not in at_step(lenet, Knobs(), title, 0.5).named
        assert name in at_step(lenet, Knobs(), title).named


def test_scrubbing_on_a_map_moves_the_window():
    now = at_step(lenet, Knobs(), "C1", 0.5)
    assert "window" in now.named
    assert all("window" not in seen.named for seen in moments(lenet, Knobs(), 1.0) if seen.title != now.title)
