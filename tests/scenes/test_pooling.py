"""The pooling scene: its worked examples, every number against the reference, its gestures and its refusals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.pooling import pooling
from scenes.pooling.computed import pool
from scenes.pooling.knobs import PICTURES
from scenes.stage.core import knobs as knob_kit
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import enter, gesture, hit_at, nudge, targets
from scenes.stage.core.grips import SetValue
from scenes.stage.core.knobs import KnobError, change, parse
from scenes.stage.core.marks import Text
from scenes.stage.core.timeline import boundaries, within
from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture, pixels

X = [[1, 2, 0, 1, 2], [0, 1, 3, 1, 0], [2, 0, 1, 2, 1], [1, 3, 0, 1, 0], [0, 1, 2, 0, 1]]


def knobs(**words):
    return parse(pooling.knobs, {name: str(word) for name, word in words.items()})


def at_end_of(title, settings):
    """The frame at the end of the step of that title."""
    steps = plan(pooling, settings)
    index = next(i for i, step in enumerate(steps) if step.title == title)
    return render(pooling, settings, boundaries(steps)[index])


def marks(frame):
    """The named marks in sight; of several of one name the last, which lies on top."""
    return {each.mark.name: each.mark for each in frame.touched() if each.mark.name and each.opacity > 0.5}


def numbers(frame, name):
    return marks(frame)[name].values.array.tolist()


def text(frame, name):
    return marks(frame)[name].text


def test_it_stands_in_the_catalogue():
    assert catalogue().find("pooling") is pooling
    assert (pooling.chapter, pooling.order) == ("Seeing with filters", 6)


def test_worked_example_of_the_largest():
    frame = at_end_of("Every window", knobs())
    assert numbers(frame, "input") == [[1, 3, 2, 0], [4, 2, 1, 5], [0, 1, 8, 2], [6, 2, 3, 3]]
    assert numbers(frame, "pooled") == [[4, 5], [6, 8]]
    assert marks(frame)["pooled"].shown == 4
    assert text(frame, "formula numbers") == "y[1, 1] = max(8, 2, 3, 3) = 8"


def test_worked_example_of_the_mean():
    frame = at_end_of("Every window", knobs(kind="average"))
    assert numbers(frame, "pooled") == [[2.5, 2], [2.25, 4]]
    assert text(at_end_of("Write the cell", knobs(kind="average")), "formula numbers") == (
        "y[0, 0] = (1 + 3 + 4 + 2) / 4 = 2.50"
    )


def test_worked_example_of_overlapping_windows():
    settings = knobs(picture="example")
    assert (settings.size, settings.stride) == (3, 2)
    frame = at_end_of("Every window", settings)
    assert numbers(frame, "input") == X
    assert numbers(frame, "pooled") == [[3, 3], [3, 2]]


def test_the_gradient_goes_to_the_winners():
    frame = at_end_of("The way back", knobs())
    assert numbers(frame, "gradient at the output") == [[1, 2], [3, 4]]
    assert numbers(frame, "gradient at the input") == [[0, 0, 0, 0], [1, 0, 0, 2], [0, 0, 4, 0], [3, 0, 0, 0]]
    assert text(frame, "formula numbers").split() == ["arrived", "in", "all:", "10", "gone", "back", "in", "all:", "10"]


def test_the_gradient_of_a_mean_goes_to_all_alike():
    frame = at_end_of("The way back", knobs(kind="average"))
    rows = [[0.25, 0.25, 0.5, 0.5]] * 2 + [[0.75, 0.75, 1, 1]] * 2
    assert numbers(frame, "gradient at the input") == rows


def test_a_cell_that_wins_two_windows_gets_the_sum():
    settings = knobs(picture="example")
    back = numbers(at_end_of("The way back", settings), "gradient at the input")
    assert back[1][2] == 1 + 2
    assert back[2][3] == 4, "of two equal values the first in reading order wins"
    steps = plan(pooling, settings)
    back = next(index for index, step in enumerate(steps) if step.title == "The way back")
    frame = render(pooling, settings, within(steps, back, 0.92 * 1.5 / 4))
    assert text(frame, "formula numbers").endswith("which has won before: 1 + 2 = 3")


def test_shifts_of_the_worked_example():
    of = pool(knobs())
    one, two = of.shifted(1), of.shifted(2)
    assert one.y.tolist() == [[[4, 3], [6, 8]]]
    assert (one.differ, one.cells, one.moved) == (1, 4, None)
    assert two.y.tolist() == [[[0, 4], [0, 6]]]
    assert (two.differ, two.moved, two.moved_cells) == (4, 0, 2)
    assert pool(knobs(kind="average")).shifted(1).differ == 3


@pytest.mark.parametrize("kind", ["max", "average"])
@pytest.mark.parametrize("picture", [name for name in PICTURES if name != "channels"])
def test_the_map_follows_shifts_by_the_stride_and_only_those(picture, kind):
    of = pool(knobs(picture=picture, kind=kind, size=2, stride=2))
    for by in of.shifts:
        shifted = of.shifted(by)
        assert (shifted.moved == 0) if by % 2 == 0 else (shifted.moved is None)
        assert shifted.differ > 0


settings_drawn = st.fixed_dictionaries(
    {
        "picture": st.sampled_from(["tiles", "example", "digit"]),
        "kind": st.sampled_from(["max", "average"]),
        "size": st.integers(2, 4),
        "stride": st.integers(1, 5),
        "padding": st.integers(0, 1),
        "shift": st.integers(1, 3),
    }
)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(settings_drawn)
def test_every_number_on_the_stage_is_the_reference(words):
    current = knobs(**words)
    x = pixels(current.picture)
    how = (current.size, current.stride, current.padding)
    operation = reference.max_pool if current.kind == "max" else reference.average_pool
    y = operation(x, *how)

    frame = at_end_of("Every window", current)
    assert np.array_equal(marks(frame)["pooled"].values.array, y[0])
    assert marks(frame)["result"].value == y[0, -1, -1]
    padded = reference.pad(x, current.padding, -np.inf if current.kind == "max" else 0.0)
    corner = (y.shape[1] - 1) * current.stride, (y.shape[2] - 1) * current.stride
    under = padded[0, corner[0] : corner[0] + current.size, corner[1] : corner[1] + current.size]
    if current.kind == "max":
        assert np.array_equal(marks(frame)["under the window"].values.array, under)
        assert marks(frame)["largest so far"].value == y[0, -1, -1]
    else:
        assert marks(frame)["sum"].value == pytest.approx(under.sum())

    frame = at_end_of("The way back", current)
    upstream = marks(frame)["gradient at the output"].values.array[None]
    if current.kind == "max":
        expected = reference.max_pool_gradient(x, upstream, *how)
    else:
        expected = reference.average_pool_gradient(x.shape, upstream, *how)
    assert np.array_equal(marks(frame)["gradient at the input"].values.array, expected[0])

    frame = at_end_of("What has changed?", current)
    after = operation(reference.shift(x, current.shift), *how)
    assert np.array_equal(marks(frame)["pooled after"].values.array, after[0])
    assert np.array_equal(marks(frame)["difference"].values.array, after[0] - y[0])
    assert marks(frame)[f"shift by {current.shift}"].value == int((~np.isclose(after, y)).sum())


def test_channels_are_pooled_one_by_one_and_stay_three():
    frame = at_end_of("Every window", knobs(picture="channels"))
    x = pixels(Picture("channels"))
    for channel, colour in enumerate(("red", "green", "blue")):
        alone = reference.max_pool(x[channel : channel + 1], 2, 1)[0]
        assert np.array_equal(marks(frame)[f"pooled {colour}"].values.array, alone)


def test_a_walk_writes_one_cell_after_the_other():
    settings = knobs()
    steps = plan(pooling, settings)
    slide = next(i for i, step in enumerate(steps) if step.title == "Every window")
    shown = [
        marks(render(pooling, settings, within(steps, slide, share)))["pooled"].shown
        for share in np.linspace(0.01, 1.0, 60)
    ]
    assert shown == sorted(shown)
    assert shown[0] == 0
    assert set(shown) == {0, 1, 2, 3, 4}


def target(frame, name, cell=None):
    each = next(each for each in reversed(list(frame.touched())) if each.mark.name == name)
    return hit_at(each, cell)


def test_typing_a_pixel_changes_what_depends_on_it():
    frame = at_end_of("Every window", knobs())
    edited = enter(knobs(), target(frame, "input", (0, 1)), 9.0)
    assert numbers(at_end_of("Every window", edited), "pooled") == [[9, 5], [6, 8]]
    assert numbers(at_end_of("The way back", edited), "gradient at the input")[0] == [0, 1, 0, 0]
    assert pool(change(edited, "picture", Picture("tiles"))).y.tolist() == [[[4, 5], [6, 8]]]


def test_typing_a_gradient_changes_what_goes_back():
    frame = at_end_of("A gradient arrives", knobs())
    edited = enter(knobs(), target(frame, "gradient at the output", (1, 1)), -7.0)
    assert numbers(at_end_of("The way back", edited), "gradient at the input")[2][2] == -7
    assert change(edited, "size", 3).upstream == ()


def test_padding_cannot_be_edited():
    settings = knobs(picture="example", padding=1)
    frame = at_end_of("One window", settings)
    assert enter(settings, target(frame, "input", (0, 0)), 9.0) == settings


def test_the_window_goes_where_it_is_dragged():
    settings = knobs()
    frame = at_end_of("One window", settings)
    moved, _ = nudge(frame, settings, frame.t, target(frame, "window"), 1, 1)
    assert moved.at == (1, 1)
    assert numbers(at_end_of("The largest wins", moved), "under the window") == [[8, 2], [3, 3]]
    picked, _ = gesture(frame, settings, frame.t, target(frame, "pooled", (0, 1)), (1380.0, 230.0))
    assert picked.at == (0, 1)


def test_clicking_a_shift_chooses_it():
    frame = at_end_of("What has changed?", knobs())
    found = target(frame, "shift by 2")
    assert found.mark.grip == SetValue("shift", 2)
    chosen, _ = gesture(frame, knobs(), frame.t, found, found.point)
    assert chosen == replace(knobs(), shift=2)


def test_on_the_digit_shifts_by_1_2_and_4_can_be_clicked_and_only_whole_strides_move_the_map():
    frame = at_end_of("What has changed?", knobs(picture="digit"))
    assert {f"shift by {by}" for by in (1, 2, 4)} <= set(marks(frame))
    words = [each.mark.text for each in frame.touched() if isinstance(each.mark, Text)]
    assert "with the old map moved" in words
    assert {"by 1 cell: 0 of 12", "by 2 cells: 0 of 8"} <= set(words)


def test_a_map_pooled_again_is_written_as_exactly_as_the_map_before():
    """Before the shift all means are whole numbers, after it they are not; and the other way round."""
    settings = knobs(picture="example", kind="average", size=2, stride=4, shift=1)
    frame = at_end_of("What has changed?", settings)
    assert (numbers(frame, "pooled before"), numbers(frame, "pooled after")) == ([[1]], [[0.25]])
    assert marks(frame)["pooled before"].labels == (("1.00",),)
    assert marks(frame)["pooled after"].labels == (("0.25",),)
    assert marks(frame)["difference"].labels == (("−0.75",),)
    halved = enter(settings, target(frame, "input before", (0, 4)), 0.5)
    frame = at_end_of("What has changed?", halved)
    assert marks(frame)["input before"].labels[0] == ("1.00", "2.00", "0.00", "1.00", "0.50")
    assert marks(frame)["shifted input"].labels[0] == ("0.00", "1.00", "2.00", "0.00", "1.00")


def test_what_has_changed_is_said_in_sentences_that_agree():
    def caption(**words):
        frame = at_end_of("What has changed?", knobs(**words))
        return frame.steps[frame.step].caption

    same = "No pooled cell differs: in every window {}. That is not so for every shift of every picture."
    assert caption(picture="channels", channels=1, stride=1) == same.format("the largest is as large as before")
    assert caption(size=2, stride=5) == same.format("the largest is as large as before")
    assert caption().startswith("1 of 4 pooled cells differs, so pooling is not blind to a shift. The windows stand 2 ")
    assert caption(kind="average").startswith("3 of 4 pooled cells differ, so")
    assert caption(stride=1).endswith("1 is a multiple of the stride 1, so the map has only moved, by 1 cell.")
    assert caption(picture="example", size=2, stride=4, kind="average").startswith("1 of 1 pooled cell differs, so")


def test_on_the_first_example_a_mean_is_less_than_the_largest_in_every_window():
    largest, mean = pool(knobs()).y, pool(knobs(kind="average")).y
    assert (mean < largest).all()


def test_nothing_has_gone_back_before_the_way_back():
    settings = knobs(picture="astronaut")
    assert text(at_end_of("A gradient arrives", settings), "formula numbers") == "arrived in all: 12,544"
    assert text(at_end_of("The way back", settings), "formula numbers").endswith("gone back in all: 12,544")


def test_relu_and_the_largest_can_change_places_and_relu_and_the_mean_can_not():
    frame = at_end_of("Before or after ReLU?", knobs())
    rows = [numbers(frame, f"{first} first: after {second}") for first, second in (("ReLU", "max"), ("max", "ReLU"))]
    assert rows == [[[1, 2], [3, 5]]] * 2
    assert text(frame, "verdict") == "the same"
    found = target(frame, "kind = average")
    chosen, _ = gesture(frame, knobs(), frame.t, found, found.point)
    frame = at_end_of("Before or after ReLU?", chosen)
    assert numbers(frame, "ReLU first: after average") == [[0.25, 0.5], [0.75, 1.25]]
    assert numbers(frame, "average first: after ReLU") == [[0, 0], [0, 1]]
    assert text(frame, "verdict") == "4 of 4"
    assert text(frame, "formula numbers").split() == ["y[0,", "0]:", "ReLU", "first", "0.25", "pooling", "first", "0"]


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 3), st.integers(1, 3), st.integers(0, 1))
def test_both_orders_of_relu_and_pooling(seed, size, stride, padding):
    x = np.random.default_rng(seed).normal(size=(1, 6, 6))
    how = (size, stride, padding)
    relu = reference.relu
    assert np.array_equal(reference.max_pool(relu(x), *how), relu(reference.max_pool(x, *how)))
    assert (reference.average_pool(relu(x), *how) >= relu(reference.average_pool(x, *how)) - 1e-12).all()


def test_everything_with_a_grip_can_be_reached_by_keys():
    names = {found.name for found in targets(at_end_of("What has changed?", knobs()))}
    assert {"input before", "shift by 1", "shift by 2", "shift by 3"} <= names


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"picture": "digit", "channels": "3"}, "one channel only"),
        ({"size": 5}, "The window is 5 cells wide, but the picture has only 4"),
        ({"padding": 2}, "Padding goes up to half the window, here 1"),
        ({"shift": 4}, "would push all 4 columns of this picture out of sight"),
        ({"stride": 6}, "stride goes from 1 to 5"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(words, reason):
    with pytest.raises(KnobError, match=reason):
        knobs(**words)


def test_knobs_follow_each_other():
    assert change(knobs(picture="cat", channels=3, shift=4), "picture", Picture("tiles")) == replace(knobs(), shift=3)
    assert change(knobs(picture="digit", size=4, padding=2), "size", 2).padding == 1


def test_own_pictures_are_pooled_too():
    own = pictures.from_array("own", np.arange(24, dtype=np.uint8).reshape(1, 4, 6))
    settings = change(knobs(), "picture", own)
    assert numbers(at_end_of("Every window", settings), "pooled") == [[7, 9, 11], [19, 21, 23]]
    assert knob_kit.from_plain(pooling.knobs, knob_kit.to_plain(settings)) == settings


@pytest.mark.parametrize("picture", PICTURES)
def test_all_pictures_all_the_way_through(picture):
    settings = knobs(picture=picture)
    steps = plan(pooling, settings)
    for end, step in zip(boundaries(steps), steps, strict=True):
        for t in (end - step.seconds / 2, end):
            frame = render(pooling, settings, t)
            assert frame.steps == steps
            assert frame == render(pooling, settings, t)
            assert all(each.mark.size >= 20 for each in frame.touched() if isinstance(each.mark, Text))
