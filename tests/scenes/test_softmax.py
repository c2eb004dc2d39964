"""Logits, softmax, loss: the worked examples of the course, every number against the reference, and the hands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.softmax import softmax
from scenes.softmax.computed import LOGITS, example
from scenes.softmax.knobs import CLASSES, SCORES, Knobs
from scenes.softmax.layout import APART, BOTTOM, TOP, label_places, stacked
from scenes.softmax.words import logit, loss_text, on_bar, plain, probability, share_text, signed
from scenes.stage.core.gestures import DRAG_PER_STEP
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Rect
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=30)


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(softmax, turned(Knobs(), **turns), title, share)


def shares(seen: Seen, of: str = "share of") -> list[float]:
    return [seen.value(f"{of} {name}") or 0.0 for name in CLASSES[: seen.knobs.classes]]


def rounded(seen: Seen) -> list[float]:
    return [round(share, 3) for share in shares(seen)]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    assert rounded(step("Cut")) == [0.665, 0.245, 0.090]
    assert step("Cut").numbers == "cat: 7.39 / 11.11 = 0.665"
    assert step("Line").numbers == "7.39 + 2.72 + 1 = 11.11"


def test_adding_ten_moves_nothing() -> None:
    """(12, 11, 10) has the shares of (2, 1, 0)."""
    assert rounded(step("Add")) == [0.665, 0.245, 0.090]
    assert step("Add").numbers == "c = 10:  softmax(12, 11, 10) = (0.665, 0.245, 0.090)"
    for share in (0.1, 0.3, 0.5, 1.0):
        assert close(shares(step("Add", share)), shares(step("Cut")))
        assert step("Add", share).numbers == step("Add").numbers


def test_doubling_sharpens() -> None:
    """(4, 2, 0) gives (0.867, 0.117, 0.016)."""
    seen = step("Multiply")
    assert rounded(seen) == [0.867, 0.117, 0.016]
    assert "cat to dog was 2.72 to 1, and becomes 7.39 to 1" in seen.caption


def test_a_temperature_of_two_flattens() -> None:
    """(1, 1/2, 0) gives (0.506, 0.307, 0.186)."""
    assert rounded(step("Temperature")) == [0.506, 0.307, 0.186]
    for share in (0.1, 0.5, 1.0):
        assert step("Temperature", share).numbers == "T = 2:  softmax(1, 0.5, 0) = (0.506, 0.307, 0.186)"


def test_logarithms_give_whole_ratios() -> None:
    """(ln 1, ln 2, ln 5) gives (1, 2, 5) / 8."""
    seen = step("Cut", scores="ln 1, ln 2, ln 5")
    assert close(shares(seen), [0.125, 0.25, 0.625])
    assert close([seen.value(f"e^z of {name}") for name in CLASSES[:3]], [1, 2, 5])


def test_the_loss_of_the_worked_example_and_of_equal_shares() -> None:
    assert round(step("The loss").value("loss") or 0.0, 3) == 0.408
    assert step("The loss").numbers == "−log 0.665 = −2 + log 11.11 = 0.408"
    assert "K = 3: 1.099      K = 1000: 6.908" in step("The loss").texts
    for count in range(2, len(CLASSES) + 1):
        seen = step("The loss", classes=count, scores="all equal")
        assert seen.value("loss") == pytest.approx(math.log(count))
        assert any(text.startswith(f"K = {count}: {math.log(count):.3f}") for text in seen.texts)


def test_the_gradient_is_what_softmax_says_less_the_truth() -> None:
    seen = step("Its gradient")
    assert seen.numbers == "∂L/∂z = (0.665, 0.245, 0.090) − (1, 0, 0) = (−0.335, +0.245, +0.090)"
    assert sum(shares(seen, "gradient of")) == pytest.approx(0)


def test_dividing_logits_by_their_sum_gives_no_shares() -> None:
    """(2, 1, 0) gives (2/3, 1/3, 0), and another vector when 1 is added; a sum of 0 can't be divided by."""
    seen = step("Logits")
    assert {"cat  2 / 3 = 0.667", "dog  1 / 3 = 0.333", "owl  0 / 3 = 0.000"} <= set(seen.texts)
    assert "0.500, 0.333, 0.167" in seen.texts
    without = step("Logits", values=(((0,), -1.0),))
    assert {"cat  −1 / 0 = not defined", "0.000, 0.667, 0.333"} <= set(without.texts)


def test_the_even_ruler_has_whole_numbers() -> None:
    for turns, whole in (({}, ("2", "1", "0")), ({"scores": "below zero"}, ("0", "−1", "−2", "−3"))):
        assert set(whole) <= {text for text in step("Stretch", **turns).texts if len(text) <= 2}


# Against torch --------------------------------------------------------------------------------------------------------


@steadily
@given(
    st.sampled_from(SCORES), st.integers(2, 5), st.integers(0, 4), st.lists(st.floats(-15, 15), min_size=5, max_size=5)
)
def test_shares_loss_and_gradient_are_torchs(scores: str, count: int, label: int, by_hand: list[float]) -> None:
    edits = tuple(((index,), value) for index, value in enumerate(by_hand) if index % 2)
    knobs = Knobs(classes=count, scores=scores, label=CLASSES[label % count], values=edits)
    of = example(knobs)
    z = torch.tensor(of.before.z, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([label % count]))
    (slope,) = torch.autograd.grad(loss, z)
    assert close(of.before.p, torch.softmax(z, 0).detach().numpy())
    assert close(of.loss, loss.item())
    assert close(of.gradient, slope)
    assert close(of.after.z, of.before.z - knobs.rate * slope.numpy())


@pytest.mark.parametrize("scores", SCORES)
@pytest.mark.parametrize("count", [2, 3, 5])
def test_what_is_drawn_is_what_is_computed(scores: str, count: int) -> None:
    knobs = turned(Knobs(), classes=count, scores=scores)
    of = example(knobs)
    cut = at_step(softmax, knobs, "Cut")
    assert close(shares(cut), of.before.p)
    assert close(shares(cut, "logit of"), of.before.z)
    heights = [cut.named[f"share of {name}"] for name in of.names]
    tops = [box.y for box in heights if isinstance(box, Rect)]
    assert close(tops, [top for top, _ in stacked(of.before.p)])
    assert close(shares(at_step(softmax, knobs, "Its gradient"), "gradient of"), of.gradient)
    end = at_step(softmax, knobs, "One step")
    assert close(shares(end, "p of"), of.after.p)
    assert close(end.value("loss"), of.loss_after)


def test_every_share_lies_between_0_and_1_at_every_moment() -> None:
    for seen in moments(softmax, turned(Knobs(), classes=5, scores="below zero"), 0.1, 0.5, 0.9):
        found = [mark for name, mark in seen.named.items() if name.startswith("share of")]
        assert not found or sum(mark.value or 0.0 for mark in found if isinstance(mark, Rect)) == pytest.approx(1)


def test_a_step_downhill_lowers_the_loss_where_it_is_short() -> None:
    for scores in SCORES:
        of = example(Knobs(scores=scores, label="dog", rate=1.0))
        assert of.loss_after < of.loss


# Hands ----------------------------------------------------------------------------------------------------------------


def test_a_logit_is_typed_on_its_plate_and_dragged_at_its_bar() -> None:
    seen = step("Logits")
    assert example(seen.typed("logit of dog", 4.0, None)).before.z[1] == 4.0
    assert example(seen.typed("logit of dog", 99.0, None)).before.z[1] == 15.0
    dragged = seen.dragged("bar of cat", 0, -5 * DRAG_PER_STEP)
    assert example(dragged).before.z[0] == pytest.approx(2.5)


def test_a_dragged_bar_follows_the_hand() -> None:
    seen = step("Logits")
    before = seen.named["bar of dog"]
    after = at_step(softmax, seen.dragged("bar of dog", 0, -28.0), "Logits").named["bar of dog"]
    assert isinstance(before, Rect)
    assert isinstance(after, Rect)
    assert before.y - after.y == pytest.approx(28.0)


def test_bars_that_a_step_has_changed_are_edited_by_their_plates_only() -> None:
    seen = step("Add")
    assert seen.value("bar of cat") == 12.0
    assert seen.named["bar of cat"].grip is None
    assert example(seen.typed("logit of cat", 3.0, None)).before.z[0] == 3.0


@pytest.mark.parametrize(
    ("title", "plate", "knob", "value"),
    [("Add", "shift = −10", "shift", -10.0), ("Multiply", "factor = 0.5", "factor", 0.5),
     ("Temperature", "temperature = 0.25", "temperature", 0.25), ("One step", "rate = 5", "rate", 5.0),
     ("The loss", "true class = dog", "label", "dog")],
)  # fmt: skip
def test_plates_turn_knobs(title: str, plate: str, knob: str, value: object) -> None:
    assert getattr(step(title).clicked(plate), knob) == value


def test_the_true_class_decides_the_loss() -> None:
    seen = step("The loss", label="owl")
    assert seen.value("loss") == pytest.approx(2 + math.log(math.exp(-2) + math.exp(-1) + 1))
    assert step("Its gradient", label="owl").value("gradient of owl") < 0  # type: ignore[operator]


# What if --------------------------------------------------------------------------------------------------------------


def test_a_class_that_is_not_there_is_refused_with_the_names() -> None:
    with pytest.raises(KnobError, match="With 3 classes there is no hen: they are cat, dog and owl"):
        change(Knobs(), "label", "hen")


def test_fewer_classes_take_the_true_one_along_and_another_preset_drops_edits() -> None:
    knobs = turned(Knobs(), classes=5, label="hen")
    assert change(knobs, "classes", 3).label == "cat"
    edited = step("Logits").typed("logit of cat", 7.0, None)
    assert change(edited, "scores", "all equal").values == ()


@pytest.mark.parametrize(
    ("turns", "title", "words"),
    [({"factor": 1.0}, "Multiply", "nothing moves"),
     ({"factor": 0.5}, "Multiply", "grow flatter"),
     ({"scores": "all equal"}, "Multiply", "equal logits stay equal"),
     ({"temperature": 1.0}, "Temp", "changes nothing"),
     ({"temperature": 0.5}, "Temp", "sharper"), ({"shift": 0.0}, "Add", "multiplied by 1,")],
)  # fmt: skip
def test_captions_say_what_these_knobs_do(turns: dict[str, Any], title: str, words: str) -> None:
    assert words in step(title, **turns).caption


@pytest.mark.parametrize("count", range(2, 6))
def test_every_preset_has_a_logit_for_every_class(count: int) -> None:
    assert all(LOGITS[name](count).shape == (count,) for name in SCORES)


# Words and places -----------------------------------------------------------------------------------------------------


def test_numbers_are_written_as_they_are_read() -> None:
    assert [plain(value) for value in (2.0, 0.5, 54.598, 162754.79, 4.85e8, 0.0001)] == [
        "2", "0.5", "54.6", "162,755", "4.8 × 10⁸", "10⁻⁴",
    ]  # fmt: skip
    assert [logit(value) for value in (0.0, -0.0003, 0.6931, 12.0, -1.5)] == ["0", "0", "0.69", "12", "−1.5"]
    assert [probability(value) for value in (0.6652, 0.00091, 7.0)] == ["0.665", "9.1 × 10⁻⁴", "7.000"]
    assert [share_text(value) for value in (0.0001, 0.5, 0.99999, 1.0)] == ["<0.001", "0.500", ">0.999", "1.000"]
    assert [signed(value) for value in (0.245, -0.335, 1e-5, -1e-5)] == [
        "+0.245", "−0.335", "+0.000", "−0.000",
    ]  # fmt: skip
    assert [loss_text(value) for value in (1e-5, 1.0986)] == ["<0.001", "1.099"]
    assert [on_bar(value, 5)[0] for value in (0.001, 7.389, 59874.1)] == ["<0.01", "7.39", "6·10⁴"]
    assert on_bar(59874.1, 3) == ("59,874", 26.0)


@steadily
@given(st.lists(st.floats(0, 1), min_size=2, max_size=5))
def test_labels_stay_apart_within_the_bar(parts: list[float]) -> None:
    p = (np.array(parts) + 1e-6) / (sum(parts) + 1e-6 * len(parts))
    places = label_places(p)
    assert min(np.diff(places)) >= APART - 1e-9
    assert places[0] >= TOP
    assert places[-1] <= BOTTOM
