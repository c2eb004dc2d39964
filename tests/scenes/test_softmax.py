"""Logits, softmax, loss: the worked examples of the course, every number against the reference, and the hands."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.softmax import softmax
from scenes.softmax.computed import LOGITS, example
from scenes.softmax.knobs import CLASSES, SCORES, Knobs
from scenes.softmax.words import brief, logit, plain, probability, share_text, signed
from scenes.stage.core.gestures import DRAG_PER_STEP
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Formula, Path, Rect, Text
from scenes.stage.core.stage import LEFT, RIGHT
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=30)


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(softmax, turned(Knobs(), **turns), title, share)


def shares(seen: Seen, of: str = "share of") -> list[float]:
    return [seen.value(f"{of} {name}") or 0.0 for name in CLASSES[: seen.knobs.classes]]


def rect(seen: Seen, name: str) -> Rect:
    found = seen.named[name]
    assert isinstance(found, Rect)
    return found


def text(seen: Seen, name: str) -> Text:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found


def rounded(seen: Seen) -> list[float]:
    return [round(share, 3) for share in shares(seen)]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    seen = step("Cut")
    assert rounded(seen) == [0.665, 0.245, 0.090]
    assert "cat  7.39 / 11.11 = 0.665" in seen.texts
    assert "7.39 / 11.11 = 0.665 for cat, 2.72 / 11.11 = 0.245 for dog, 1 / 11.11 = 0.090 for owl" in seen.more
    terms = [text(step("Line"), name).text for name in ("number of cat", "number of dog", "number of owl", "sum")]
    assert terms == ["7.39", "2.72", "1", "= 11.11"]
    assert "7.39 + 2.72 + 1 = 11.11" in step("Line").more


def test_adding_ten_moves_nothing() -> None:
    """(12, 11, 10) has the shares of (2, 1, 0)."""
    assert rounded(step("Add")) == [0.665, 0.245, 0.090]
    assert "softmax(12, 11, 10) = (0.665, 0.245, 0.090)" in step("Add").more
    assert "multiplied by e^(10) = 22,026" in step("Add").more
    for share in (0.1, 0.3, 0.5, 1.0):
        assert close(shares(step("Add", share)), shares(step("Cut")))
        assert step("Add", share).more == step("Add").more


def test_doubling_sharpens() -> None:
    """(4, 2, 0) gives (0.867, 0.117, 0.016)."""
    seen = step("Multiply")
    assert rounded(seen) == [0.867, 0.117, 0.016]
    assert "cat and dog were as 2.72 to 1, and become 7.39 to 1" in seen.more


def test_a_temperature_of_two_flattens() -> None:
    """(1, 1/2, 0) gives (0.506, 0.307, 0.186)."""
    assert rounded(step("Temperature")) == [0.506, 0.307, 0.186]
    for share in (0.1, 0.5, 1.0):
        assert "softmax(1, 0.5, 0) = (0.506, 0.307, 0.186)" in step("Temperature", share).more


def test_logarithms_give_whole_ratios() -> None:
    """(ln 1, ln 2, ln 5) gives (1, 2, 5) / 8."""
    assert close(shares(step("Cut", scores="ln 1, ln 2, ln 5")), [0.125, 0.25, 0.625])
    seen = step("Line", scores="ln 1, ln 2, ln 5")
    assert close([seen.value(f"e^z of {name}") for name in CLASSES[:3]], [1, 2, 5])


def test_the_loss_of_the_worked_example_and_of_equal_shares() -> None:
    assert round(step("The loss").value("loss") or 0.0, 3) == 0.408
    assert text(step("The loss"), "loss in words").text == "0.408"
    assert "−log 0.665 = −2 + log 11.11 = 0.408" in step("The loss").more
    assert "it is ln K: 1.099 for K = 3, 6.908 for K = 1000" in step("The loss").more
    for count in range(2, len(CLASSES) + 1):
        seen = step("The loss", classes=count, scores="all equal")
        assert seen.value("loss") == pytest.approx(math.log(count))
        assert seen.value("guess") == pytest.approx(math.log(count))
        assert f"{math.log(count):.3f} for K = {count}" in seen.more


def test_the_gradient_is_what_softmax_says_less_the_truth() -> None:
    seen = step("Its gradient")
    assert "∂L/∂z = (0.665, 0.245, 0.090) − (1, 0, 0) = (−0.335, +0.245, +0.090)" in seen.more
    assert [text(seen, f"slope of {name}").text for name in CLASSES[:3]] == ["−0.335", "+0.245", "+0.090"]
    assert sum(shares(seen, "gradient of")) == pytest.approx(0)


def test_dividing_logits_by_their_sum_gives_no_shares() -> None:
    """(2, 1, 0) gives (2/3, 1/3, 0), and another vector when 1 is added; a sum of 0 can't be divided by."""
    more = step("Logits").more
    assert (
        "they give (0.667, 0.333, 0.000). With 1 added to each, the same division gives (0.500, 0.333, 0.167)" in more
    )
    other = step("Logits", values=(((0,), -1.0),)).more
    assert (
        "they give nothing, for it is 0. With 1 added to each, the same division gives (0.000, 0.667, 0.333)" in other
    )


@pytest.mark.parametrize(
    ("scores", "wholes"), [("2, 1, 0", (0, 1, 2)), ("below zero", (-3, -2, -1, 0)), ("sure of one", (0, 2, 4, 6, 8))]
)
def test_the_ruler_goes_from_whole_numbers_to_their_exponentials(scores: str, wholes: tuple[int, ...]) -> None:
    """On the even ruler their lines are evenly apart, on the stretched one they stand at heights of e^z."""
    even, stretched = (step("Stretch", share, scores=scores) for share in (0.0, 1.0))

    def heights(seen: Seen) -> list[float]:
        lines = (seen.named[f"line {whole}"] for whole in wholes)
        return [line.points[0][1] for line in lines if isinstance(line, Path)]

    assert close(np.diff(heights(even), 2), 0)
    floor = rect(stretched, "e^z of cat").y + rect(stretched, "e^z of cat").height
    up, powers = floor - np.array(heights(stretched)), np.exp(np.array(wholes, dtype=float))
    assert close(up / up[-1], powers / powers[-1])
    assert text(stretched, f"stretched {wholes[-1]}").text == brief(math.exp(wholes[-1]))


def test_the_factor_on_the_stage_is_that_of_the_caption() -> None:
    for scores, size, factor in (("2, 1, 0", 1, "2.72"), ("sure of one", 2, "7.39")):
        seen = step("Stretch", scores=scores)
        assert seen.caption == f"The exponential turns each step of {size} into a factor of {factor}."
        assert f"× {factor}" in seen.texts


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
    assert close(shares(at_step(softmax, knobs, "Logits"), "logit of"), of.before.z)
    assert close(shares(at_step(softmax, knobs, "Stretch"), "e^z of"), of.before.stretched)
    drawn = [(rect(cut, f"share of {name}").width + 10, p) for name, p in zip(of.names, of.before.p, strict=True)]
    assert all(width == pytest.approx(p * (RIGHT - LEFT)) for width, p in drawn if width > 12)
    assert close(shares(at_step(softmax, knobs, "Its gradient"), "gradient of"), of.gradient)
    end = at_step(softmax, knobs, "One step")
    assert close(shares(end), of.after.p)
    assert close(shares(end, "bar of"), of.after.z)
    assert close(end.value("loss"), of.loss_after)


def test_every_share_lies_between_0_and_1_at_every_moment() -> None:
    for seen in moments(softmax, turned(Knobs(), classes=5, scores="below zero"), 0.1, 0.5, 0.9):
        found = [seen.value(name) or 0.0 for name in (f"share of {each}" for each in CLASSES) if name in seen.named]
        assert all(0 < share < 1 for share in found)
        assert len(found) in ((1,) if seen.title == "The loss" else (0, 5))
        assert len(found) < 5 or sum(found) == pytest.approx(1)


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


@pytest.mark.parametrize("others", [(0.0, 0.0), (4.0, 0.0), (15.0, -15.0)])
def test_a_dragged_bar_stays_within_its_track(others: tuple[float, float]) -> None:
    seen = step("Logits", values=(((0,), others[0]), ((1,), others[1])))
    track = rect(seen, "track of cat")
    for name in CLASSES[:2]:
        for mark in (rect(seen, f"bar of {name}"), rect(seen, f"logit of {name}")):
            assert track.y <= mark.y
            assert mark.y + mark.height <= track.y + track.height


def test_bars_that_a_step_has_changed_are_edited_by_their_plates_only() -> None:
    seen = step("Add")
    assert seen.value("bar of cat") == 12.0
    assert seen.named["bar of cat"].grip is None
    assert example(seen.typed("logit of cat", 3.0, None)).before.z[0] == 3.0


@pytest.mark.parametrize(
    ("title", "plate", "knob", "value"),
    [("Add", "shift = −10", "shift", -10.0), ("Multiply", "factor = 0.5", "factor", 0.5),
     ("Temperature", "temperature = 0.25", "temperature", 0.25), ("One step", "rate = 5", "rate", 5.0),
     ("The loss", "label = dog", "label", "dog"), ("Its gradient", "label = owl", "label", "owl")],
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
    [({"factor": 1.0}, "Multiply", "no share moves"),
     ({"factor": 0.5}, "Multiply", "get flatter"), ({"factor": 4.0}, "Multiply", "get sharper"),
     ({"scores": "all equal"}, "Multiply", "Equal logits stay equal"),
     ({"scores": "all equal"}, "Temp", "Equal logits have equal shares"),
     ({"temperature": 1.0}, "Temp", "changes nothing"),
     ({"temperature": 0.5}, "Temp", "sharper"), ({"shift": 0.0}, "Add", "multiplied by e^(0) = 1,")],
)  # fmt: skip
def test_captions_say_what_these_knobs_do(turns: dict[str, Any], title: str, words: str) -> None:
    seen = step(title, **turns)
    assert words in f"{seen.caption} {seen.more}"


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
    assert [brief(value) for value in (1e-5, 7.389, 59874.1, 3.27e6)] == ["1·10⁻⁵", "7.39", "59,874", "3·10⁶"]


# The pictures ---------------------------------------------------------------------------------------------------------


def test_bars_are_laid_end_to_end_from_margin_to_margin() -> None:
    """They keep their lengths, begin at the margin one under the other, and end as one bar."""
    names = [f"e^z of {name}" for name in CLASSES[:3]]
    before, after = ([rect(step("Line", share), name) for name in names] for share in (0.0, 1.0))
    assert [bar.width for bar in before] == [bar.width for bar in after]
    assert {bar.x for bar in before} == {LEFT + 1}
    assert all(one.y + one.height <= other.y for one, other in pairwise(before))
    assert close([one.x + one.width + 2 for one in after[:-1]], [other.x for other in after[1:]])
    assert len({(bar.y, bar.height) for bar in after}) == 1
    assert after[-1].x + after[-1].width == pytest.approx(RIGHT - 1)
    assert "sum" not in step("Line", 0.3).named


def test_numbers_travel_from_the_bars_into_their_sum() -> None:
    """The same marks end one step and begin the next, so that the kit moves them."""
    stretched, lined_up = step("Stretch"), step("Line", 0.0)
    for name in CLASSES[:3]:
        assert text(stretched, f"number of {name}").runs == text(lined_up, f"number of {name}").runs


def test_bands_lead_from_each_share_to_the_same_share_now() -> None:
    for title, straight in (("Add", True), ("Multiply", False), ("Temperature", False)):
        found = step(title).named["band of dog"]
        assert isinstance(found, Path)
        (left, _), (right, _), (right_now, _), (left_now, _) = found.points
        assert (abs(left_now - left) < 2 and abs(right - right_now) < 2) is straight


def test_the_loss_is_read_where_the_end_of_the_share_meets_the_curve() -> None:
    seen = step("The loss")
    share, dot, way, curve = rect(seen, "share of cat"), rect(seen, "loss"), seen.named["way"], seen.named["curve"]
    assert isinstance(way, Path)
    assert isinstance(curve, Path)
    assert way.points[0][0] == pytest.approx(share.x + share.width)
    assert way.points[1] == pytest.approx((dot.x + dot.width / 2, dot.y + dot.height / 2))
    assert way.points[2][0] == pytest.approx(share.x)
    nearest = min(curve.points, key=lambda point: abs(point[0] - way.points[1][0]))
    assert nearest[1] == pytest.approx(way.points[1][1], abs=6)


@pytest.mark.parametrize("label", CLASSES[:3])
def test_a_gradient_reaches_from_what_is_true_to_what_softmax_says(label: str) -> None:
    seen = step("Its gradient", label=label)
    for name in CLASSES[:3]:
        track, truth = rect(seen, f"track of {name}"), rect(seen, f"truth of {name}")
        slope, share = rect(seen, f"gradient of {name}"), rect(seen, f"share of {name}")
        true = truth.y + truth.height / 2
        assert [slope.y, slope.y + slope.height] == pytest.approx(sorted((true, share.y)))
        assert true == pytest.approx(track.y if name == label else track.y + track.height)
        assert slope.height / track.height == pytest.approx(abs(slope.value or 0))


def test_a_formula_stands_where_it_is_the_subject() -> None:
    found = {seen.title for seen in moments(softmax, Knobs(), 1.0) if "formula" in seen.named}
    assert found == {"Cut into shares", "The loss", "Its gradient"}
    assert isinstance(step("Cut").named["formula"], Formula)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_words_on_the_stage_are_few(count: int) -> None:
    for seen in moments(softmax, turned(Knobs(), classes=count), 1.0):
        words = [word for line in seen.texts for word in line.split() if any(sign.isalpha() for sign in word)]
        assert len(words) <= 40, seen.title
