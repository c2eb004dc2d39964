"""The depthwise scene: its worked example, its counts, every number against the reference, gestures and refusals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.convolution import convolution
from scenes.depthwise import depthwise
from scenes.depthwise.computed import Cost, layer
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.gestures import enter, gesture, hit_at, nudge
from scenes.stage.core.knobs import KnobError, change, from_plain, parse, to_plain
from scenes.stage.core.marks import Path, Rect, Text
from scenes.stage.core.timeline import boundaries, within
from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture, pixels

SHEETS = [[[1, 2, 0], [0, 1, 3], [2, 0, 1]], [[0, 1, 1], [2, 0, 0], [1, 1, 2]]]
BETWEEN = [[[2, 5], [0, 2]], [[1, 2], [1, -2]]]
OUTPUT = [[[3, 7], [1, 0]], [[3, 8], [-1, 6]], [[3, 6], [3, -6]]]


def knobs(**words):
    return parse(depthwise.knobs, {name: str(word) for name, word in words.items()})


def at_step(title, current, share=1.0):
    """The frame at a share of the step of that title."""
    steps = plan(depthwise, current)
    index = next(i for i, step in enumerate(steps) if step.title == title)
    return render(depthwise, current, within(steps, index, share))


def marks(frame):
    """The named marks in sight; of several of one name the last, which lies on top."""
    return {each.mark.name: each.mark for each in frame.touched() if each.mark.name and each.opacity > 0.5}


def numbers(frame, name):
    return marks(frame)[name].values.array.tolist()


def text(frame, name):
    return marks(frame)[name].text


def target(frame, name, cell=None):
    each = next(each for each in reversed(list(frame.touched())) if each.mark.name == name)
    return hit_at(each, cell)


def test_it_stands_in_the_catalogue():
    assert catalogue().find("depthwise") is depthwise
    assert (depthwise.chapter, depthwise.order) == ("Going small", 19)


def test_worked_example_of_the_depthwise_part():
    frame = at_step("Slide", knobs())
    for channel in (0, 1):
        assert numbers(frame, f"sheet {channel + 1}") == SHEETS[channel]
        assert numbers(frame, f"depthwise map {channel + 1}") == BETWEEN[channel]
    assert numbers(frame, "kernel 1") == [[1, 0], [0, 1]]
    assert numbers(frame, "kernel 2") == [[1, 1], [0, -1]]
    first = at_step("Multiply and add", knobs())
    assert text(first, "sum 1") == "= 2"
    assert text(first, "formula numbers").split("      ") == [
        "d[0] = 1·1 + 2·0 + 0·0 + 1·1 = 2",
        "d[1] = 0·1 + 1·1 + 2·0 + 0·(−1) = 1",
    ]


@pytest.mark.parametrize(("index", "column"), [(0, (1, 1)), (1, (2, -1)), (2, (0, 3))])
def test_worked_example_of_the_pointwise_part(index, column):
    frame = at_step(f"Weave map {index + 1}", knobs())
    assert numbers(frame, f"output map {index + 1}") == OUTPUT[index]
    assert marks(frame)[f"output map {index + 1}"].shown == 4
    assert [numbers(frame, f"pointwise weight {channel + 1}") for channel in (0, 1)] == [[[w]] for w in column]


def test_worked_example_of_one_needle():
    frame = at_step("The needle", knobs())
    assert [text(frame, f"product {channel + 1}") for channel in (0, 1)] == ["= 2", "= 1"]
    assert text(frame, "formula numbers") == "y[0, 0, 0] = 1·2 + 1·1 = 3"
    assert numbers(frame, "output map 1") == [[3]]


def test_the_standard_layer_makes_the_same_maps():
    of = layer(knobs())
    assert of.filters[1].tolist() == [[[2, 0], [0, 2]], [[-1, -1], [0, 1]]]
    frame = at_step("Standard map 3", knobs())
    for index in range(3):
        assert numbers(frame, f"output map {index + 1}") == OUTPUT[index]
        for channel in range(2):
            name = f"standard filter {index + 1} kernel {channel + 1}"
            assert numbers(frame, name) == of.filters[index, channel].tolist()


def test_the_woven_maps_stand_until_the_standard_layer_begins_again():
    for share in (0.05, 0.1):
        frame = at_step("The standard layer", knobs(), share)
        assert [marks(frame)[f"output map {index}"].shown for index in (1, 2, 3)] == [4, 4, 4]
    frame = at_step("The standard layer", knobs())
    assert [marks(frame)[f"output map {index}"].shown for index in (1, 2, 3)] == [0, 0, 0]


def test_counters_run_up_to_what_the_layers_cost():
    assert text(at_step("Slide", knobs()), "counter separable") == "separable   8 weights   32 MACs"
    assert text(at_step("Weave map 3", knobs()), "counter separable") == "separable   14 weights   56 MACs"
    assert text(at_step("Standard map 3", knobs()), "counter standard") == "standard   24 weights   96 MACs"


def test_counters_never_run_backwards():
    counts = []
    steps = plan(depthwise, knobs())
    last = next(end for end, step in zip(boundaries(steps), steps, strict=True) if step.title == "Standard map 3")
    for t in np.linspace(3.2, last, 300):
        words = text(render(depthwise, knobs(), t), "counter separable").split()
        counts.append((int(words[1]), int(words[3])))
    assert counts == sorted(counts)
    assert counts[-1] == (14, 56)


def test_the_bill_of_the_worked_example():
    frame = at_step("The bill", knobs())
    found = {name: text(frame, name) for name in ("standard MACs", "separable MACs", "standard weights")}
    assert found == {"standard MACs": "96", "separable MACs": "56", "standard weights": "24"}
    assert text(frame, "formula numbers").startswith("56 / 96 = 0.5833 = 1/3 + 1/4")


def test_a_layer_of_mobilenet():
    frame = at_step("At real size", knobs())
    assert text(frame, "standard MACs") == "462,422,016"
    assert text(frame, "separable MACs") == "52,283,392"
    assert text(frame, "standard weights") == "2,359,296"
    assert text(frame, "separable weights") == "266,752"
    assert text(frame, "saving") == "8.84 times fewer"
    cost = Cost(512, 512, 3, 14, 14)
    assert (cost.depthwise_macs, cost.pointwise_macs) == (903_168, 51_380_224)
    assert cost.separable_macs / cost.standard_macs == pytest.approx(0.113064, abs=1e-6)


@given(st.integers(1, 600), st.integers(1, 600), st.integers(1, 7), st.integers(1, 60), st.integers(1, 60))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_the_ratio_is_the_one_of_the_formula(channels, maps, size, height, width):
    cost = Cost(channels, maps, size, height, width)
    ratio = 1 / maps + 1 / size**2
    assert cost.separable_macs / cost.standard_macs == pytest.approx(ratio)
    assert cost.separable_weights / cost.standard_weights == pytest.approx(ratio)


def test_one_map_only_costs_more_and_says_so():
    frame = at_step("The bill", knobs(maps=1))
    assert text(frame, "saving") == "1.25 times as many"
    widths = [each.mark.x + each.mark.width for each in frame.touched() if isinstance(each.mark, Rect)]
    assert max(widths) <= 1544.001


def test_no_line_of_the_depthwise_part_leaves_its_row():
    for title in ("A kernel each", "One window", "Multiply and add", "Slide"):
        frame = at_step(title, knobs(picture="channels"))
        lines = [each.mark for each in frame.touched() if isinstance(each.mark, Path) and not each.mark.closed]
        for line in lines:
            assert len({y for _, y in line.points}) == 1


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
def test_every_number_on_the_stage_is_the_reference(words):
    current = knobs(**words)
    x = pixels(current.picture)
    names = ("red", "green", "blue") if len(x) == 3 else ("1", "2")
    frame = at_step("Slide", current)
    kernels = np.array([numbers(frame, f"kernel {name}") for name in names])
    assert len({kernel.tobytes() for kernel in kernels}) == len(x)
    between = reference.depthwise(x, kernels)
    last = tuple(side - 1 for side in between.shape[1:])
    for channel, name in enumerate(names):
        assert np.array_equal(marks(frame)[f"depthwise map {name}"].values.array, between[channel])
        under = reference.window(x, *last, current.size)[channel]
        assert np.array_equal(marks(frame)[f"under the window {name}"].values.array, under)
    for index in range(current.maps):
        frame = at_step(f"Weave map {index + 1}", current)
        column = [numbers(frame, f"pointwise weight {name}")[0][0] for name in names]
        expected = reference.pointwise(between, [column])[0]
        assert np.array_equal(marks(frame)[f"output map {index + 1}"].values.array, expected)
        frame = at_step(f"Standard map {index + 1}", current)
        assert np.array_equal(marks(frame)[f"output map {index + 1}"].values.array, expected)


def test_typing_a_pixel_changes_only_its_own_sheets_map():
    edited = enter(knobs(), target(at_step("Slide", knobs()), "sheet 2", (0, 0)), 5.0)
    frame = at_step("Slide", edited)
    assert numbers(frame, "depthwise map 1") == BETWEEN[0]
    assert numbers(frame, "depthwise map 2") == [[6, 2], [1, -2]]
    assert numbers(at_step("Weave map 1", edited), "output map 1") == [[8, 7], [1, 0]]


def test_typing_weights_changes_what_they_make():
    edited = enter(knobs(), target(at_step("Slide", knobs()), "kernel 1", (0, 1)), 1.0)
    assert numbers(at_step("Slide", edited), "depthwise map 1") == [[4, 5], [1, 5]]
    frame = at_step("Weave map 2", knobs())
    edited = enter(knobs(), target(frame, "pointwise weight 2", (0, 0)), 0.0)
    assert numbers(at_step("Weave map 2", edited), "output map 2") == [[4, 10], [0, 4]]
    assert numbers(at_step("Weave map 1", edited), "output map 1") == OUTPUT[0]
    assert change(edited, "picture", Picture("sheets")) == knobs()


def test_windows_move_together():
    frame = at_step("One window", knobs())
    moved, _ = nudge(frame, knobs(), frame.t, target(frame, "window 2"), 1, 1)
    assert moved.at == (1, 1)
    frame = at_step("Multiply and add", moved)
    assert numbers(frame, "under the window 1") == [[1, 3], [0, 1]]
    assert text(frame, "sum 2") == "= −2"


def test_clicking_a_size_counts_that_layer():
    frame = at_step("At real size", knobs())
    found = target(frame, "real_maps = 64")
    chosen, _ = gesture(frame, knobs(), frame.t, found, found.point)
    assert chosen == replace(knobs(), real_maps="64")
    assert f"= {1 / 64 + 1 / 9:.4f} = 1/64 + 1/9" in text(at_step("At real size", chosen), "formula numbers")


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
def test_what_cannot_be_shown_is_said_in_a_sentence(words, reason):
    with pytest.raises(KnobError, match=reason):
        knobs(**words)


def test_own_pictures_of_one_channel_are_refused_and_of_three_shown():
    grey = pictures.from_array("grey", np.zeros((1, 4, 4), dtype=np.uint8))
    with pytest.raises(KnobError, match="one channel only: there is nothing to mix"):
        change(knobs(), "picture", grey)
    own = pictures.from_array("own", np.arange(60, dtype=np.uint8).reshape(3, 4, 5))
    current = change(knobs(), "picture", own)
    assert current.kernels == "hand-made"
    assert layer(current).y.shape == (3, 2, 3)
    assert from_plain(depthwise.knobs, to_plain(current)) == current


def test_two_channels_are_no_picture_for_the_convolution_scene():
    with pytest.raises(KnobError, match="not 'sheets'"):
        change(convolution.knobs(), "picture", Picture("sheets"))


def test_what_is_mistaken_is_told_the_right_way_round():
    words = " ".join((*depthwise.mistaken, *(step.caption for step in plan(depthwise, knobs()))))
    for wrong in ("one-dimensional", "converge", "matches Inception"):
        assert wrong not in words
    assert "two-dimensional" in words
    assert "on Stanford Dogs only" in words


def test_batch_norm_and_relu_stand_behind_both_parts():
    frame = at_step("Behind both parts", knobs())
    words = [each.mark.text for each in frame.touched() if isinstance(each.mark, Text)]
    assert (words.count("batch norm"), words.count("ReLU")) == (3, 3)
    boxes = {name: mark.value for name, mark in marks(frame).items() if name.startswith("depthwise separable: ")}
    assert boxes == {
        f"depthwise separable: {layer}": parameters
        for layer, parameters in (("depthwise", 4608), ("norm1", 1024), ("relu1", 0), ("pointwise", 262144),
                                  ("norm2", 1024), ("relu2", 0))
    }  # fmt: skip
    assert text(frame, "formula numbers") == "parameters: 4,608 + 1,024 + 262,144 + 1,024 = 268,800"
    assert "behind the depthwise part and behind the pointwise part" in frame.steps[frame.step].caption


def test_standard_filters_are_written_as_exactly_as_the_weights_they_are_made_of():
    """A kernel of whole numbers times a pointwise weight of 0.25 is not written as 0."""
    halved = enter(knobs(), target(at_step("Weave map 1", knobs()), "pointwise weight 1", (0, 0)), 0.25)
    frame = at_step("The standard layer", halved)
    assert marks(frame)["standard filter 1 kernel 1"].labels == (("+0.25", "0.00"), ("0.00", "+0.25"))
