"""The pooling scene: its worked examples, every number against the reference, its gestures and its refusals."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from scenes import reference
from scenes.pooling import pooling
from scenes.pooling.computed import pool
from scenes.pooling.knobs import PICTURES
from scenes.pooling.view import COMPARED
from scenes.stage.core import knobs as knob_kit
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import enter, gesture, hit_at, nudge, targets
from scenes.stage.core.grips import SetValue
from scenes.stage.core.knobs import KnobError, change, parse
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.core.timeline import COUNTING, boundaries, within
from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.output.theme import THEMES
from tests.audit.aims import OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.desktop.metrics import text_boxes

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


def texts(frame):
    return [each.mark.text for each in frame.touched() if isinstance(each.mark, Text)]


def more(title, settings):
    """What is said beside the caption of the step of that title."""
    return next(step.more for step in plan(pooling, settings) if step.title == title)


def caption(title, settings):
    """The caption of the step of that title."""
    return next(step.caption for step in plan(pooling, settings) if step.title == title)


def test_it_stands_in_the_catalogue():
    assert catalogue().find("pooling") is pooling
    assert (pooling.chapter, pooling.order) == ("Seeing with filters", 6)


def test_worked_example_of_the_largest():
    frame = at_end_of("Every window", knobs())
    assert numbers(frame, "input") == [[1, 3, 2, 0], [4, 2, 1, 5], [0, 1, 8, 2], [6, 2, 3, 3]]
    assert numbers(frame, "pooled") == [[4, 5], [6, 8]]
    assert marks(frame)["pooled"].shown == 4
    assert "max(8, 2, 3, 3) =" in texts(frame)
    assert marks(frame)["result"].value == 8
    assert "y[1, 1] = max(8, 2, 3, 3) = 8." in more("Write the cell", replace(knobs(), at=(1, 1)))


def test_worked_example_of_the_mean():
    frame = at_end_of("Every window", knobs(kind="average"))
    assert numbers(frame, "pooled") == [[2.5, 2], [2.25, 4]]
    assert "y[0, 0] = (1 + 3 + 4 + 2) / 4 = 2.50." in more("Write the cell", knobs(kind="average"))
    frame = at_end_of("Write the cell", knobs(kind="average"))
    assert "10 / 4 =" in texts(frame)
    assert marks(frame)["result"].value == 2.5


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
    assert more("The way back", knobs()).endswith("10 arrives in all, and 10 goes back in all.")


def test_the_gradient_of_a_mean_goes_to_all_alike():
    frame = at_end_of("The way back", knobs(kind="average"))
    rows = [[0.25, 0.25, 0.5, 0.5]] * 2 + [[0.75, 0.75, 1, 1]] * 2
    assert numbers(frame, "gradient at the input") == rows


def test_a_cell_that_wins_two_windows_gets_the_sum():
    settings = knobs(picture="example")
    back = numbers(at_end_of("The way back", settings), "gradient at the input")
    assert back[1][2] == 1 + 2
    assert back[2][3] == 4, "of two equal values the first in reading order wins"
    assert "The cell x[1, 2] wins 2 windows and gets 1 + 2 = 3." in more("The way back", settings)


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

    if current.kind == "average":
        steps, work = plan(pooling, current), 2
        summed = marks(render(pooling, current, within(steps, work, COUNTING * COMPARED)))["sum"]
        first = padded[0, : current.size, : current.size]
        assert summed.value == pytest.approx(first.sum())

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
    found = target(frame, "pooled", (0, 1))
    picked, _ = gesture(frame, settings, frame.t, found, found.point)
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
    said = more("What has changed?", knobs(picture="digit"))
    assert "After a shift by 2, compared with the old map moved by 1 cell, 0 of 12 cells differ." in said
    assert "After a shift by 4, compared with the old map moved by 2 cells, 0 of 8 cells differ." in said
    assert "After a shift by 1" not in said


def test_a_map_pooled_again_is_written_as_exactly_as_the_map_before():
    """Before the shift all means are whole numbers, after it they are not; and the other way round."""
    settings = knobs(picture="example", kind="average", size=2, stride=4, shift=1)
    frame = at_end_of("What has changed?", settings)
    assert (numbers(frame, "pooled before"), numbers(frame, "pooled after")) == ([[1]], [[0.25]])
    assert marks(frame)["pooled before"].labels == (("1.00",),)
    assert marks(frame)["pooled after"].labels == (("0.25",),)
    assert marks(frame)["difference"].labels == (("−0.75",),)
    halved = enter(settings, target(at_end_of("Shift the input", settings), "shifted input", (0, 4)), 0.5)
    assert halved.pixels == (((0, 0, 3), 0.5),), "what is seen at the right is the pixel before"
    assert marks(at_end_of("Shift the input", halved))["shifted input"].labels[0] == (
        "0.00", "1.00", "2.00", "0.00", "0.50",
    )  # fmt: skip


def test_what_has_changed_is_said_in_sentences_that_agree():
    def said(**words):
        return caption("What has changed?", knobs(**words)), more("What has changed?", knobs(**words))

    none, same = "No pooled cell differs after this shift.", "In every window the largest is as large as before."
    for words in ({"picture": "channels", "channels": 1, "stride": 1}, {"size": 2, "stride": 5}):
        assert said(**words)[0] == none
        assert said(**words)[1].startswith(same)
    short, long = said()
    assert short == "After this shift, 1 of 4 pooled cells differs."
    assert long.startswith("So pooling is not blind to a shift. The windows stand 2 ")
    assert "a cell of the input changes by 2.62, and one of the pooled map by 0.50." in long
    assert said(kind="average")[0] == "After this shift, 3 of 4 pooled cells differ."
    assert "1 is a multiple of the stride 1, so the map has only moved." in said(stride=1)[1]
    assert (
        said(picture="example", size=2, stride=4, kind="average")[0] == "After this shift, 1 of 1 pooled cell differs."
    )
    assert said(picture="astronaut")[0].startswith("About ")


def test_on_the_first_example_a_mean_is_less_than_the_largest_in_every_window():
    largest, mean = pool(knobs()).y, pool(knobs(kind="average")).y
    assert (mean < largest).all()


def test_nothing_has_gone_back_before_the_way_back():
    settings = knobs(picture="astronaut")
    assert more("A gradient arrives", settings).endswith("They add up to 12,544.")
    assert more("The way back", settings).endswith("12,544 arrives in all, and 12,544 goes back in all.")


def test_what_is_left_is_a_quarter_and_grows_to_the_size_of_the_map():
    frame = at_end_of("What is left", knobs())
    assert {"25 %", "0 weights"} <= set(texts(frame))
    rest, whole = marks(frame)["pooled"], marks(frame)["input"]
    assert rest.u[0] == pytest.approx(2 * whole.u[0])
    assert whole.faded.array.sum() == 12
    assert "16 numbers on each channel have become 4, which is 25 %." in more("What is left", knobs())


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
    assert "At y[0, 0] ReLU first makes 0.25 and pooling first 0." in more("Before or after ReLU?", chosen)


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
    assert {"shift by 1", "shift by 2", "shift by 3"} <= names
    assert "shifted input" in {found.name for found in targets(at_end_of("Shift the input", knobs()))}


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
            read = [each for each in frame.touched() if isinstance(each.mark, Text) and not each.mark.note]
            assert all(each.mark.size >= 32 for each in read), step.title


@settings(derandomize=True, deadline=None, max_examples=40)
@given(settings_drawn)
def test_captions_are_one_short_sentence_and_what_is_beside_them_is_whole(words):
    for step in plan(pooling, knobs(**words)):
        assert len(step.caption.split()) <= 14, step.caption
        assert len(step.caption) <= CAPTION_LETTERS, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;.]*[.]", step.caption), step.caption
        assert step.more.endswith(".")
        assert "  " not in step.more
        assert len(step.more) < 600, step.more


@pytest.mark.parametrize("words", [{}, {"kind": "average"}, {"picture": "channels"}, {"picture": "digit"}])
def test_values_travel_to_the_number_and_the_number_to_its_cell(words):
    """What is compared or added flies to the account, and what comes out flies to the pooled map."""
    current = knobs(**words)
    steps = plan(pooling, current)
    for title in ("One window", steps[2].title, "Write the cell", "A gradient arrives", "The way back"):
        index = next(number for number, step in enumerate(steps) if step.title == title)
        assert sum(moves(current, within(steps, index, share)) for share in np.linspace(0.05, 0.6, 12)) >= 4, title


def moves(current, t):
    """Whether numbers are on their way at a time."""
    before, after = (
        {each.mark.origin for each in render(pooling, current, t + later).touched() if isinstance(each.mark, Grid)}
        for later in (0.0, 0.02)
    )
    return before != after and len(before) == len(after)


MANY = [
    {},
    {"kind": "average"},
    {"picture": "example"},
    {"picture": "channels"},
    {"picture": "digit", "kind": "average", "padding": 1},
    {"picture": "astronaut", "size": 5, "stride": 3},
    {"picture": "cat", "channels": 3, "kind": "average"},
]


@pytest.mark.parametrize("words", MANY)
def test_every_step_turns_gently_into_the_next_and_moves(words):
    current = knobs(**words)
    steps = plan(pooling, current)
    for index, end in enumerate(boundaries(steps)[:-1]):
        step = steps[index + 1]
        found = largest_jump([render(pooling, current, end + at * FRAME) for at in range(round(step.lead / FRAME) + 1)])
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title
    for index, step in enumerate(steps):
        frames = (render(pooling, current, within(steps, index, share)) for share in np.linspace(0.0, 1.0, 13))
        assert len({tuple(frame.placed()) for frame in frames}) >= 3, step.title


@pytest.mark.parametrize("words", MANY)
def test_chips_hold_their_words(words, qapp):
    seen = at_end_of("What has changed?", knobs(**words))
    for theme in THEMES.values():
        chips = [marks(seen)[name] for name in marks(seen) if name.startswith("shift by ")]
        for words in (r"shift by \d", r"(\d+ of \d+|\d+ %) changed"):
            letters = [box for label, box in text_boxes(seen, theme) if re.fullmatch(words, label)]
            assert len(letters) == len(chips)
            for box, chip in zip(letters, chips, strict=True):
                assert QRectF(chip.x, chip.y, chip.width, chip.height).contains(box)


@pytest.mark.parametrize("words", MANY)
def test_zeros_that_came_in_and_cells_that_changed_are_framed_as_soon_as_they_are_there(words):
    current = knobs(**words)
    seen, of = at_end_of("Shift the input", current), pool(current).shifted(current.shift)
    frame, grid = marks(seen)["zeros that came in"], marks(seen)["shifted input"]
    assert frame.x == pytest.approx(grid.origin[0])
    assert frame.width == pytest.approx(current.shift * grid.u[0])
    assert not grid.values.array[:, : current.shift].any()
    changed = [tuple(cell) for cell in np.argwhere(~np.isclose(of.y[0], pool(current).y[0])).tolist()]
    if len(changed) <= 150:
        assert list(marks(seen)["pooled after"].highlighted) == changed
    assert text(seen, "how far").startswith(f"{current.shift} pixel")


@pytest.mark.parametrize("words", MANY)
def test_the_formula_of_every_window_is_large_and_plain_and_the_exact_one_is_in_the_words(words):
    formula = marks(at_end_of("Every window", knobs(**words)))["formula"]
    assert formula.size >= 52
    assert "_" not in formula.tex
    assert "x[c, i·s + u − p, j·s + v − p]" in more("Every window", knobs(**words))
