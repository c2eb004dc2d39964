"""What the convolution scene can be asked: what follows from a turn, what is refused, what is kept."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.convolution import convolution
from scenes.convolution.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.knobs import change, from_plain, knob, parse, refusal, to_plain
from scenes.stage.data.kernels import EXAMPLES
from scenes.stage.data.pictures import Picture, from_array
from tests.scenes.reading import OWN, Expected, at_step, layers, look, map_name, turn_lists, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)

HAND_EDITS: dict[str, Any] = {
    "pixels": (((0, 0, 0), 5.0),),
    "learned": (((1, 0, 0, 0), 7.0),),
    "weights": (((0, 0, 0, 0), 2.0),),
    "biases": (((1,), 3.0),),
}


@steadily
@given(layers)
def test_knobs_survive_being_stored(knobs: Knobs) -> None:
    assert from_plain(Knobs, json.loads(json.dumps(to_plain(knobs)))) == knobs


@steadily
@given(turn_lists)
def test_every_turn_is_possible_or_refused_with_a_reason(turns: list[tuple[str, Any]]) -> None:
    knobs = Knobs()
    for name, value in turns:
        reason = refusal(knobs, name, value)
        if reason is None:
            knobs = change(knobs, name, value)
            assert knobs.problem() is None
            assert getattr(knobs, name) == value
        else:
            assert reason[0].isupper() or reason[0] == "“"
            assert reason.endswith(".")
            assert "\n" not in reason
    assert np.isfinite(Expected(knobs).y).all()


@steadily
@given(st.permutations(["picture", "channels", "kernel", "size", "padding"]), st.sampled_from(["1", "3"]))
def test_the_order_of_words_does_not_matter(order: list[str], channels: str) -> None:
    words = {"picture": "channels", "channels": channels, "kernel": "blur", "size": "3", "padding": "2"}
    expected = turned(picture=Picture("channels"), channels=channels, kernel="blur", size=3, padding="2")
    assert parse(Knobs, {name: words[name] for name in order}) == expected


@pytest.mark.parametrize(
    ("words", "knobs"),
    [
        ({"size": "3", "picture": "counting"}, turned(picture=Picture("counting"), size=3)),
        ({"channels": "1", "picture": "channels"}, turned(picture=Picture("channels"), channels="1")),
        ({"kernel": "example", "picture": "counting"}, turned(picture=Picture("counting"))),
        (
            {"picture": "giraffe", "kernel": "trained", "size": "5"},
            turned(picture=Picture("giraffe"), size=5, kernel="trained"),
        ),
    ],
)
def test_words_do_what_turning_the_knobs_does(words: dict[str, str], knobs: Knobs) -> None:
    assert parse(Knobs, words) == knobs


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "name", "value", "said"),
    [
        (Knobs(), "channels", "3", "one channel only"),
        (Knobs(), "size", 6, "spans 6 cells, but the picture has only 5"),
        (turned(size=4), "dilation", 2, "spans 7 cells, but the picture has only 5"),
        (Knobs(), "kernel", "example", "no filter of its own"),
        (turned(picture=Picture("channels")), "kernel", "trained", "one channel"),
        (Knobs(), "picture", OWN["one pixel"], "spans 3 cells, but the picture has only 1"),
        (turned(picture=OWN["tall"]), "size", 5, "spans 5 cells, but the picture has only 4"),
        (Knobs(), "size", 8, "from 1 to 7"),
        (Knobs(), "padding", "4", "one of"),
        (Knobs(), "stride", 0, "from 1 to 3"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(before: Knobs, name: str, value: object, said: str) -> None:
    reason = refusal(before, name, value)
    assert reason is not None
    assert said in reason


@pytest.mark.parametrize(
    ("before", "name", "value"),
    [
        (Knobs(), "size", 5),
        (turned(padding="3"), "size", 7),
        (turned(padding="same"), "dilation", 2),
        (turned(padding="same"), "stride", 2),
        (turned(stride=3), "padding", "same"),
        (turned(size=2), "padding", "same"),
        (turned(padding="same"), "size", 4),
        (turned(padding="same"), "picture", OWN["one pixel"]),
        (turned(size=2, dilation=1, padding="valid"), "dilation", 2),
        (turned(size=1), "stride", 3),
        (turned(padding="full"), "stride", 3),
        (turned(size=1), "picture", OWN["one pixel"]),
        (turned(picture=Picture("giraffe"), size=7), "dilation", 2),
    ],
)
def test_what_can_be_is_not_refused(before: Knobs, name: str, value: object) -> None:
    assert refusal(before, name, value) is None
    knobs = change(before, name, value)
    assert look(knobs, 1e9).grid(map_name(knobs)).values.shape == Expected(knobs).y.shape[1:]


# What follows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [each.name for each in knob(Knobs, "picture").choices])
def test_every_picture_can_be_chosen_from_where_the_scene_begins(name: str) -> None:
    knobs = turned(picture=Picture(name))
    assert knobs.problem() is None
    assert plan(convolution, knobs)


@pytest.mark.parametrize("name", [*EXAMPLES, "edge", "example"])
def test_a_worked_example_comes_with_its_settings_whatever_was_set_before(name: str) -> None:
    before = turned(picture=Picture("cat"), channels="3", size=5, stride=2, padding="full", relu=True, flip=True)
    edited = replace(before, at=(3, 3), **HAND_EDITS)
    assert change(edited, "picture", Picture(name)) == replace(turned(picture=Picture(name)), filters=before.filters)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_after_a_worked_example_gets_no_filter_and_no_edits_of_it(name: str) -> None:
    edited = replace(turned(picture=Picture(name)), **HAND_EDITS)
    knobs = change(edited, "picture", Picture("giraffe"))
    assert (knobs.kernel, knobs.size, knobs.channels, knobs.bias) == ("vertical edge", 3, "1", 0.0)
    assert (knobs.pixels, knobs.learned, knobs.weights, knobs.biases) == ((), (), (), ())


def test_another_picture_keeps_the_kernel_that_was_edited_and_drops_the_pixels() -> None:
    edited = replace(turned(picture=Picture("giraffe")), at=(2, 2), **HAND_EDITS)
    knobs = change(edited, "picture", Picture("elephant"))
    assert (knobs.learned, knobs.weights, knobs.biases) == (edited.learned, edited.weights, edited.biases)
    assert (knobs.pixels, knobs.at) == ((), (0, 0))


def test_a_grey_picture_after_colours_has_one_channel_and_no_edits_of_three() -> None:
    edited = turned(picture=Picture("cat"), channels="3", weights=(((0, 2, 0, 0), 5.0),))
    knobs = change(edited, "picture", Picture("photographer"))
    assert (knobs.channels, knobs.weights) == ("1", ())
    assert not any("edited" in text for text in at_step(knobs, "One window", 0.1).texts)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("kernel", "blur", {"pixels", "biases"}),
        ("size", 2, {"pixels", "biases"}),
        ("bias", 2.0, {"pixels", "learned", "weights"}),
        ("stride", 2, set(HAND_EDITS)),
        ("padding", "same", set(HAND_EDITS)),
        ("flip", True, set(HAND_EDITS)),
        ("relu", True, set(HAND_EDITS)),
        ("filters", 4, set(HAND_EDITS)),
        ("dilation", 2, set(HAND_EDITS)),
    ],
)
def test_just_the_edits_of_numbers_that_are_gone_are_dropped(name: str, value: object, kept: set[str]) -> None:
    knobs = change(replace(Knobs(), **HAND_EDITS), name, value)
    assert {each for each in HAND_EDITS if getattr(knobs, each)} == kept


def test_other_channels_are_other_pixels_and_weights() -> None:
    knobs = turned(replace(turned(picture=OWN["colours"]), **HAND_EDITS), channels="3")
    assert (knobs.pixels, knobs.learned, knobs.weights, knobs.biases) == ((), (), (), HAND_EDITS["biases"])


def test_edits_come_back_with_the_filter_they_belong_to() -> None:
    knobs = turned(filters=4, biases=(((3,), 5.0),))
    back = turned(turned(knobs, filters=1), filters=4)
    assert Expected(back).biases.tolist() == [1, 1, 1, 5]
    assert back == knobs


@pytest.mark.parametrize(
    ("before", "kernel", "size"),
    [
        (turned(size=1), "vertical edge", 3),
        (turned(size=2), "vertical edge", 2),
        (turned(size=2), "sharpen", 3),
        (turned(size=4), "sharpen", 5),
        (turned(picture=Picture("giraffe"), size=7), "trained", 5),
        (turned(picture=Picture("giraffe"), size=3), "trained", 3),
        (turned(size=5), "blur", 5),
    ],
)
def test_a_kernel_keeps_the_size_if_it_can_and_else_takes_the_nearest(before: Knobs, kernel: str, size: int) -> None:
    knobs = change(turned(before, kernel="identity"), "kernel", kernel)
    assert (knobs.kernel, knobs.size) == (kernel, size)


@pytest.mark.parametrize(("kernel", "size"), [("sharpen", 4), ("trained", 4), ("vertical edge", 1)])
def test_a_size_that_the_kernel_cannot_have_makes_it_the_identity(kernel: str, size: int) -> None:
    knobs = turned(picture=Picture("giraffe"), kernel=kernel, size=size)
    assert (knobs.kernel, knobs.size) == ("identity", size)


def test_a_worked_filter_can_be_chosen_again() -> None:
    knobs = turned(picture=Picture("channels"), kernel="blur", channels="1", size=3)
    assert change(knobs, "kernel", "example").size == 2
    assert change(knobs, "kernel", "example").channels == "3"


def test_an_own_picture_with_the_name_of_a_worked_example_is_none() -> None:
    counting = from_array("counting", np.ones((1, 3, 3), np.uint8))
    assert turned(picture=counting).kernel == "vertical edge"
    assert refusal(turned(picture=counting, size=2), "kernel", "example") is not None


@pytest.mark.parametrize("at", [(-3, 0), (0, -1), (999, 999)])
def test_a_stored_cell_that_does_not_exist_does_no_harm(at: tuple[int, int]) -> None:
    knobs = from_plain(Knobs, {"at": list(at)})
    for t in (6.0, 18.0, 25.0):
        assert render(convolution, knobs, t).steps == plan(convolution, knobs)


# Filters out of the lab -----------------------------------------------------------------------------------------------


def learned(x: np.ndarray, weights: np.ndarray, biases: np.ndarray, **more: Any) -> Knobs:
    """Knobs that show learned filters (F, C, k, k) on a standardised picture (C, H, W), as a click in the lab does."""
    return replace(
        Knobs(),
        picture=from_array("probe", x),
        channels=str(len(x)),
        filters=len(weights),
        size=weights.shape[-1],
        kernel="identity",
        bias=0.0,
        weights=tuple((index, float(weights[index])) for index in np.ndindex(weights.shape)),
        biases=tuple(((index,), float(bias)) for index, bias in enumerate(biases)),
        **more,
    )


@steadily
@given(st.sampled_from([1, 3]), st.integers(1, 4), st.sampled_from([1, 3, 5]), st.integers(1, 3), st.booleans(),
       st.integers(0, 2**32 - 1))  # fmt: skip
def test_a_learned_filter_gives_what_torch_gives(
    channels: int, filters: int, size: int, stride: int, relu: bool, seed: int
) -> None:
    random = np.random.default_rng(seed)
    x = random.normal(size=(channels, 7, 6)).astype(np.float32)
    weights = random.normal(size=(filters, channels, size, size)).astype(np.float32)
    biases = random.normal(size=filters).astype(np.float32)
    knobs = learned(x, weights, biases, stride=stride, padding=str(size // 2), relu=relu)
    assert knobs.problem() is None
    probe, kernels, bias = (torch.tensor(each, dtype=torch.float64) for each in (x[None], weights, biases))
    expected = torch.nn.functional.conv2d(probe, kernels, bias, stride, size // 2)[0]
    end = look(knobs, 1e9)
    for index, feature_map in enumerate(torch.relu(expected) if relu else expected):
        shown = end.grid(map_name(knobs, index)).values.array
        np.testing.assert_allclose(shown, feature_map.numpy(), atol=1e-12)


def test_a_learned_layer_survives_being_stored_and_is_called_edited() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(1, 28, 28)).astype(np.float32)
    knobs = learned(x, random.normal(size=(4, 1, 5, 5)).astype(np.float32), np.ones(4, np.float32))
    assert from_plain(Knobs, json.loads(json.dumps(to_plain(knobs)))) == knobs
    assert any("edited" in text for text in at_step(knobs, "One window", 0.1).texts)
    assert look(knobs, 0.0).grid("input").shade == "value"


def test_every_knob_that_can_be_turned_is_named_and_explained_by_its_form() -> None:
    shown = [field for field in fields(Knobs) if field.metadata["kind"] != "hidden"]
    assert len(shown) == 11
    assert all(field.metadata["label"] for field in shown)
