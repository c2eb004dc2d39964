"""The depthwise scene: its worked example, its counts, every number against the reference, gestures and refusals."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.convolution import convolution
from scenes.depthwise import depthwise
from scenes.depthwise.computed import layer, real_cost
from scenes.depthwise.knobs import Knobs
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import nudge
from scenes.stage.core.knobs import KnobError, change, from_plain, parse, to_plain
from scenes.stage.core.marks import Arrow, Grid, Path, Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.core.timeline import boundaries
from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture, pixels
from tests.audit.aims import OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.scenes import seen

SHEETS = [[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 1], [2, 0, 0], [1, 1, 2]]]
BETWEEN = [[[2, 5], [0, 2]], [[1, 2], [1, -2]]]
OUTPUT = [[[3, 7], [1, 0]], [[3, 8], [-1, 6]], [[3, 6], [3, -6]]]
MANY = [{}, {"maps": 1}, {"maps": 4}, {"picture": "channels", "kernels": "random", "maps": 2},
        {"picture": "cat", "kernels": "hand-made", "size": 3, "real_maps": "16"}]  # fmt: skip


def knobs(**words: object) -> Any:
    return parse(depthwise.knobs, {name: str(word) for name, word in words.items()})


def at_step(title: str, current: Any, share: float = 1.0) -> seen.Seen:
    return seen.at_step(depthwise, current, title, share)


def text(found: seen.Seen, name: str) -> str:
    mark = found.named[name]
    assert isinstance(mark, Text)
    return mark.text


def test_it_stands_in_the_catalogue() -> None:
    assert catalogue().find("depthwise") is depthwise
    assert (depthwise.chapter, depthwise.order) == ("Going small", 19)


def test_worked_example_of_the_depthwise_part() -> None:
    found = at_step("Slide", Knobs())
    for channel in (0, 1):
        assert found.written(f"sheet {channel + 1}") == SHEETS[channel]
        assert found.written(f"depthwise map {channel + 1}") == BETWEEN[channel]
    assert found.written("kernel 1") == [[1, 0], [0, 1]]
    assert found.written("kernel 2") == [[1, 1], [0, -1]]
    assert "d[0, 0, 0] = 1·1 + 2·0 + 0·0 + 1·1 = 2. d[1, 0, 0] = 0·1 + 1·1 + 2·0 + 0·(−1) = 1." in found.more


def test_the_first_window_is_added_product_by_product() -> None:
    first = at_step("Slide", Knobs(), 0.15)
    assert first.written("products 1") == [1.0, 0.0]
    assert first.written("depthwise map 1") == []
    later = at_step("Slide", Knobs(), 0.32)
    assert later.written("products 2") == [[0, 1], [0, 0]]
    assert [later.written(f"sum {channel}") for channel in (1, 2)] == [[[2]], [[1]]]


def test_numbers_travel_to_their_cells_and_keep_their_tile() -> None:
    """A sum leaves its place as the tile that it is, and its cell is written only when it has come."""
    for title, name, goal in (
        ("Slide", "number 1", "depthwise map 1"),
        ("All needles", "number of map 2", "output map 2"),
        ("Two counters", "number of standard", "output map 1"),
    ):
        seen_on_its_way = 0
        for index in range(101):
            found = at_step(title, Knobs(), index / 100)
            if name in found.named:
                seen_on_its_way += 1
                whole, count = found.grid(goal), found.grid(goal).shown
                if name != "number of standard":
                    assert count is not None
                    assert found.written(name) == [[whole.values.array.ravel()[count]]]
        assert seen_on_its_way > 10, title


def test_worked_example_of_the_pointwise_part() -> None:
    found = at_step("All needles at once", Knobs())
    for index, column in enumerate([(1, 1), (2, -1), (0, 3)]):
        assert found.written(f"output map {index + 1}") == OUTPUT[index]
        assert [found.written(f"map {index + 1} weight {channel}") for channel in (1, 2)] == [[[w]] for w in column]


def test_worked_example_of_one_needle() -> None:
    found = at_step("The needle", Knobs())
    for name, numbers in (("value", (2, 1)), ("map 1 weight", (1, 1)), ("product", (2, 1))):
        assert [found.written(f"{name} {channel}") for channel in (1, 2)] == [[[each]] for each in numbers]
    assert text(found, "account") == "2 + 1 = 3"
    assert found.written("output map 1") == [[3]]


def test_the_standard_layer_makes_the_same_maps() -> None:
    of = layer(Knobs())
    assert of.filters[1].tolist() == [[[2, 0], [0, 2]], [[-1, -1], [0, 1]]]
    found = at_step("The standard layer", Knobs())
    for index in range(3):
        assert found.written(f"output map {index + 1}") == OUTPUT[index]
        for channel in range(2):
            name = f"standard filter {index + 1} kernel {channel + 1}"
            assert found.written(name) == of.filters[index, channel].tolist()


def test_every_sheet_has_a_line_to_every_filter_of_the_standard_layer() -> None:
    for current in (Knobs(), knobs(picture="channels", kernels="random", maps=4)):
        of = layer(current)
        named = at_step("The standard layer", current).named
        assert sum(name.startswith("line ") for name in named) == of.maps * of.channels


def test_both_layers_write_the_same_cells_while_their_counters_run() -> None:
    counts = []
    for share in np.linspace(0, 1, 60):
        found = at_step("Two counters", Knobs(), float(share))
        ways = [[found.grid(f"{way}output map {index}").shown for index in (1, 2, 3)] for way in ("", "separable ")]
        assert ways[0] == ways[1]
        count, written = found.value("standard bar"), sum(shown or 0 for shown in ways[0])
        assert count is not None
        assert 8 * written <= count <= 8 * (written + 1)
        counts.append([int(text(found, f"{name} MACs").split()[0]) for name in ("standard", "separable")])
    assert counts == sorted(counts)
    assert counts[0] == [0, 0]
    assert counts[-1] == [96, 56]


def test_what_the_worked_example_costs() -> None:
    cost = layer(Knobs()).cost
    assert (cost.weights, cost.weights.separable) == ((24, 8, 6), 14)
    assert (cost.macs, cost.macs.separable) == ((96, 32, 24), 56)
    found = at_step("A row and a column", Knobs())
    assert (text(found, "depthwise"), text(found, "pointwise"), text(found, "share")) == ("1/3", "+ 1/4", "= 0.58")
    assert "1/3 + 1/4 = 0.5833" in found.more
    assert "32 for the sheets and 24 for the needles: 56, 1.71 times fewer." in at_step("Two counters", Knobs()).more


@pytest.mark.parametrize("title", ["A row and a column", "At real size"])
@pytest.mark.parametrize("words", [{}, {"maps": 4, "real_maps": 16, "real_size": 7}, {"maps": 1, "real_size": 5}])
def test_row_and_column_are_to_scale(title: str, words: dict[str, object]) -> None:
    current = knobs(**words)
    n, k = (
        (current.maps, current.size) if title.startswith("A row") else (int(current.real_maps), int(current.real_size))
    )
    named = at_step(title, current).named
    whole, row, column = (named[name] for name in ("rectangle", "row", "column"))
    assert isinstance(whole, Rect)
    assert isinstance(row, Rect)
    assert isinstance(column, Rect)
    assert (row.width, column.height) == (whole.width, whole.height)
    assert column.width == pytest.approx(whole.width / k**2)
    assert row.height == pytest.approx(max(whole.height / n, 3.0))
    assert row.y + row.height < whole.y
    assert column.x + column.width < whole.x


def test_a_layer_of_mobilenet() -> None:
    found = at_step("At real size", Knobs())
    assert text(found, "saving") == "8.84"
    assert (text(found, "standard"), text(found, "separable")) == ("462 M MACs", "52.3 M MACs")
    assert "52,283,392 / 462,422,016 = 0.1131 = 1/512 + 1/9" in found.more
    assert "266,752 / 2,359,296" in found.more
    assert found.caption == "This layer of MobileNet takes 8.84 times fewer multiplications."
    cost = real_cost(Knobs())
    assert cost.macs == (462_422_016, 903_168, 51_380_224)
    assert cost.share == pytest.approx(0.113064, abs=1e-6)


def test_at_one_pace_the_separable_layer_is_done_long_before_the_other() -> None:
    found = at_step("At real size", Knobs(), 0.35)
    assert (text(found, "standard"), text(found, "separable")) == ("231 M MACs", "52.3 M MACs")
    assert all(round(share) == 1 for share in done_of(found))
    early = at_step("At real size", Knobs(), 0.03)
    assert text(early, "separable") == text(early, "standard")
    row, column = done_of(early)
    assert row == 1
    assert 0.3 < column < 0.6


def done_of(found: seen.Seen) -> tuple[float, float]:
    """How far the row and the column are worked off."""
    row, row_done, column, column_done = (found.named[name] for name in ("row", "row done", "column", "column done"))
    assert isinstance(row, Rect)
    assert isinstance(row_done, Rect)
    assert isinstance(column, Rect)
    assert isinstance(column_done, Rect)
    return row_done.width / row.width, column_done.height / column.height


def test_one_map_only_costs_more_and_says_so() -> None:
    found = at_step("Two counters", knobs(maps=1))
    assert "1.25 times as many" in found.more
    assert found.caption == "For a single map the separable layer multiplies more."
    widths = [each.mark.x + each.mark.width for each in found.placed if isinstance(each.mark, Rect)]
    assert max(widths) <= 1544.001


def test_nothing_of_the_depthwise_part_leaves_its_lane() -> None:
    """Lines are level, and what belongs to a sheet stands within its lane, also on its way."""
    for title in ("A kernel each", "Slide"):
        for share in (0.3, 0.6, 1.0):
            found = at_step(title, knobs(picture="channels"), share)
            arrows = [each.mark for each in found.placed if isinstance(each.mark, Arrow)]
            assert all(arrow.start[1] == arrow.end[1] for arrow in arrows)
            assert not [each for each in found.placed if isinstance(each.mark, Path)]
            for colour in ("red", "green", "blue"):
                lane = found.named[f"lane {colour}"]
                assert isinstance(lane, Rect)
                for name in (f"sheet {colour}", f"kernel {colour}", f"products {colour}", f"depthwise map {colour}"):
                    if name in found.named:
                        ys = [y for _, y in found.grid(name).lattice.corners]
                        assert lane.y < min(ys) <= max(ys) < lane.y + lane.height


settings_drawn = st.fixed_dictionaries(
    {
        "picture": st.sampled_from(["sheets", "channels"]),
        "kernels": st.sampled_from(["hand-made", "random"]),
        "size": st.integers(2, 3),
        "maps": st.integers(1, 4),
    }
)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(settings_drawn)
def test_every_number_on_the_stage_is_the_reference(words: dict[str, object]) -> None:
    current = knobs(**words)
    x = pixels(current.picture)
    names = ("red", "green", "blue") if len(x) == 3 else ("1", "2")
    found = at_step("Slide", current)
    kernels = np.array([found.written(f"kernel {name}") for name in names])
    assert len({kernel.tobytes() for kernel in kernels}) == len(x)
    between = reference.depthwise(x, kernels)
    last = tuple(side - 1 for side in between.shape[1:])
    for channel, name in enumerate(names):
        assert np.array_equal(found.written(f"depthwise map {name}"), between[channel])
        under = reference.window(x, *last, current.size)[channel]
        assert np.array_equal(found.written(f"products {name}"), under * kernels[channel])
        assert found.written(f"sum {name}") == [[between[channel][last]]]
    needles, needle = at_step("All needles at once", current), at_step("The needle", current)
    standard, counters = at_step("The standard layer", current), at_step("Two counters", current)
    for index in range(current.maps):
        column = [needles.written(f"map {index + 1} weight {name}")[0][0] for name in names]
        expected = reference.pointwise(between, [column])[0]
        assert np.array_equal(needles.written(f"output map {index + 1}"), expected)
        assert np.array_equal(standard.written(f"output map {index + 1}"), expected)
        for way in ("", "separable "):
            assert np.array_equal(counters.written(f"{way}output map {index + 1}"), expected)
        if index == 0:
            products = [needle.written(f"product {name}")[0][0] for name in names]
            assert products == [between[channel, 0, 0] * column[channel] for channel in range(len(x))]


def test_typing_a_pixel_changes_only_its_own_sheets_map() -> None:
    edited = at_step("Slide", Knobs()).typed("sheet 2", 5.0, (0, 0))
    found = at_step("Slide", edited)
    assert found.written("depthwise map 1") == BETWEEN[0]
    assert found.written("depthwise map 2") == [[6, 2], [1, -2]]
    assert at_step("All needles", edited).written("output map 1") == [[8, 7], [1, 0]]


def test_typing_weights_changes_what_they_make() -> None:
    edited = at_step("Slide", Knobs()).typed("kernel 1", 1.0, (0, 1))
    assert at_step("Slide", edited).written("depthwise map 1") == [[4, 5], [1, 5]]
    edited = at_step("All needles", Knobs()).typed("map 2 weight 2", 0.0)
    assert at_step("All needles", edited).written("output map 2") == [[4, 10], [0, 4]]
    assert at_step("All needles", edited).written("output map 1") == OUTPUT[0]
    assert change(edited, "picture", Picture("sheets")) == Knobs()
    edited = at_step("The needle", Knobs()).typed("map 1 weight 1", 4.0)
    assert text(at_step("The needle", edited), "account") == "8 + 1 = 9"


def test_windows_move_together_and_the_needle_goes_where_they_are() -> None:
    found = at_step("A kernel each", Knobs())
    moved, _ = nudge(found.frame, Knobs(), found.frame.t, found.hit("window 2"), 1, 1)
    assert moved.at == (1, 1)
    needle = at_step("The needle", moved)
    assert [needle.written(f"value {channel}") for channel in (1, 2)] == [[[2]], [[-2]]]
    assert text(needle, "account") == "2 + (−2) = 0"


def test_a_click_on_a_map_takes_the_needle_there() -> None:
    assert at_step("The needle", Knobs()).clicked("depthwise map 2", (0, 1)).at == (0, 1)
    found = at_step("All needles", Knobs())
    assert found.hit("depthwise map 1", (1, 0)).mark.grip is not None


def test_clicking_a_size_counts_that_layer() -> None:
    chosen = at_step("At real size", Knobs()).clicked("real_maps = 64")
    assert chosen == replace(Knobs(), real_maps="64")
    found = at_step("At real size", chosen)
    assert f"= {1 / 64 + 1 / 9:.4f} = 1/64 + 1/9" in found.more
    assert text(found, "depthwise") == "1/64"
    assert at_step("At real size", Knobs()).clicked("real_size = 5").real_size == "5"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"kernels": "example", "size": 3}, "The example's kernels are 2×2"),
        ({"picture": "channels", "kernels": "example"}, "belong to the worked example Two channels"),
        ({"picture": "digit"}, "picture is one of sheets, channels, cat, coffee, astronaut here"),
        ({"maps": 5}, "maps goes from 1 to 4"),
        ({"real_size": 4}, "real_size is one of 3, 5, 7"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(words: dict[str, object], reason: str) -> None:
    with pytest.raises(KnobError, match=reason):
        knobs(**words)


def test_own_pictures_of_one_channel_are_refused_and_of_three_shown() -> None:
    grey = pictures.from_array("grey", np.zeros((1, 4, 4), dtype=np.uint8))
    with pytest.raises(KnobError, match="one channel only: there is nothing to mix"):
        change(Knobs(), "picture", grey)
    own = pictures.from_array("own", np.arange(60, dtype=np.uint8).reshape(3, 4, 5))
    current = change(Knobs(), "picture", own)
    assert current.kernels == "hand-made"
    assert layer(current).y.shape == (3, 2, 3)
    assert from_plain(depthwise.knobs, to_plain(current)) == current


def test_two_channels_are_no_picture_for_the_convolution_scene() -> None:
    with pytest.raises(KnobError, match="not 'sheets'"):
        change(convolution.knobs(), "picture", Picture("sheets"))


def test_what_is_mistaken_is_told_the_right_way_round() -> None:
    steps = plan(depthwise, Knobs())
    words = " ".join((*depthwise.mistaken, *(f"{step.caption} {step.more}" for step in steps)))
    for wrong in ("one-dimensional", "converge", "matches Inception"):
        assert wrong not in words
    assert "two-dimensional" in words
    assert "on Stanford Dogs only" in words


def test_batch_norm_and_relu_stand_behind_both_parts() -> None:
    found = at_step("At real size", Knobs())
    assert "behind the depthwise part and behind the pointwise part" in found.more
    assert "4,608 + 1,024 + 262,144 + 1,024 = 268,800 parameters" in found.more


def test_standard_filters_are_written_as_exactly_as_the_weights_they_are_made_of() -> None:
    """A kernel of whole numbers times a pointwise weight of 0.25 is not written as 0."""
    halved = at_step("All needles", Knobs()).typed("map 1 weight 1", 0.25)
    found = at_step("The standard layer", halved)
    assert found.grid("standard filter 1 kernel 1").labels == (("+0.25", "0.00"), ("0.00", "+0.25"))


@pytest.mark.parametrize("words", MANY)
def test_captions_are_short_sentences(words: dict[str, object]) -> None:
    for step in plan(depthwise, knobs(**words)):
        assert len(step.caption.split()) <= 14, step.caption
        assert len(step.caption) <= CAPTION_LETTERS, step.caption
        assert not re.search(r"[:;]|\d{4}|\d,\d", step.caption), step.caption
        assert step.caption.endswith(".")
        assert step.more.count(". ") <= 8
        assert len(step.knobs) <= 4


def test_the_maps_themselves_become_the_plates_that_the_needle_goes_through() -> None:
    """In the transition each is drawn between both places and tilts on its way."""
    for current in (Knobs(), knobs(picture="channels", kernels="random")):
        steps = plan(depthwise, current)
        begin = sum(step.seconds for step in steps[: [step.title for step in steps].index("The needle")])
        for name in (name for name in at_step("Slide", current).named if name.startswith("depthwise map")):
            tilted = [each for each in render(depthwise, current, begin + 0.3).placed() if each.mark.name == name]
            assert max(each.opacity for each in tilted) > 0.9
            assert all(isinstance(each.mark, Grid) and each.mark.v[0] < 0 < each.mark.v[1] for each in tilted)


@pytest.mark.parametrize("words", MANY)
def test_something_moves_in_every_step(words: dict[str, object]) -> None:
    current = knobs(**words)
    for step in plan(depthwise, current):
        if not step.live:
            frames = {tuple(at_step(step.title, current, index / 8).placed) for index in range(9)}
            assert len(frames) >= 3, step.title


@pytest.mark.parametrize("words", MANY)
def test_every_step_turns_gently_into_the_next(words: dict[str, object]) -> None:
    current = knobs(**words)
    steps = plan(depthwise, current)
    for step, end in zip(steps[1:], boundaries(steps), strict=False):
        moments = [end + index * FRAME for index in range(math.ceil(step.lead / FRAME) + 1)]
        found = largest_jump([render(depthwise, current, t) for t in moments])
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title


def test_what_is_read_is_large_and_not_much() -> None:
    for found in seen.moments(depthwise, Knobs(), 0.3, 1.0):
        if found.frame.steps[found.frame.step].live:
            continue  # looked at with its run, in the audit
        letters = [each.mark for each in found.placed if isinstance(each.mark, Text) and not each.pinned]
        assert all(mark.size >= (24 if mark.note else 32) for mark in letters), found.title
        words = [word for mark in letters for word in mark.text.split() if re.search("[a-zA-Z]{2}", word)]
        assert len(words) + len(found.caption.split()) <= 40, found.title


@pytest.mark.parametrize(
    "old", ["The sheets", "One window", "Weave map 2", "Standard map 3", "The bill", "Behind both parts"]
)
def test_old_titles_are_still_found(old: str) -> None:
    assert sum(any(title.startswith(old) for title in step.was) for step in plan(depthwise, Knobs())) == 1
