"""What a graph takes and gives, and why some are no networks for one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from tests.desktop.model_files.small_onnx import (
    array,
    classifier,
    contents,
    model,
    node,
    picture,
)


def test_what_it_answers_may_be_told_by_the_file_alone(tmp_path: Path) -> None:
    nodes = [node("Reshape", ["x", "sides"], ["y"])]
    sides = helper.make_tensor_value_info("sides", TensorProto.INT64, [2])
    told = contents(model(nodes, [], inputs=[picture(), sides], output=["batch", 192]), tmp_path)
    assert told.classes == 192
    nodes = [node("NonZero", ["x"], ["places"]), node("Cast", ["places"], ["y"], to=TensorProto.FLOAT)]
    assert contents(model(nodes), tmp_path).why.startswith("What it answers doesn’t follow from the file")


@pytest.mark.parametrize(
    ("steps", "white"),
    [
        ({"Sub": 103.9}, 255),
        ({"Sub": 0.5, "Div": 0.25}, 1),
        ({"Mul": 1 / 255}, 255),
        ({"Mul": 2.0, "Sub": 1.0}, 1),
        ({"Div": 255.0, "Sub": 0.45}, 255),
        ({}, 0),
    ],
)
def test_what_standardises_pictures_itself(steps: dict[str, float], white: int, tmp_path: Path) -> None:
    made, names = classifier(), ["x", *(f"step {step}" for step in steps)]
    before = [node(step, [names[at], f"by {step}"], [names[at + 1]]) for at, step in enumerate(steps)]
    made.graph.node[0].input[0] = names[-1]
    constants = [array(f"by {step}", np.full((3, 1, 1), number, np.float32)) for step, number in steps.items()]
    found = contents(model([*before, *made.graph.node], [*made.graph.initializer, *constants]), tmp_path)
    assert found.deviation == ((1 / white,) if white else ())
    assert found.mean == ((0.0,) if white else ())
    assert found.notes == ((f"It standardises its pictures itself: white is {white} for it.",) if white else ())


def test_pictures_of_any_size(tmp_path: Path) -> None:
    made = classifier()
    made.graph.input[0].CopyFrom(picture(("batch", 3, "height", "width")))
    found = contents(made, tmp_path)
    assert (found.shape, found.macs, found.counted, found.parameters) == ((), None, False, 164)
    assert found.notes == ("It takes pictures of any size, so the sizes of its maps and its MACs aren’t known.",)
    assert (found.layers[0].r, found.layers[0].shape, found.classes, found.runs) == (3, (), 4, "onnx")


def test_a_fixed_batch_is_told(tmp_path: Path) -> None:
    made = classifier()
    made.graph.input[0].CopyFrom(picture((6, 3, 8, 8)))
    found = contents(made, tmp_path)
    assert found.macs == 5 * 27 * 64 + 20
    assert found.layers[0].shape == (5, 8, 8)
    assert found.notes == ("It takes 6 pictures at once; the numbers here are those of one.",)


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ([picture(("batch", 7))], "Its input is no picture with channels, a height and a width, so it can’t run here."),
        ([picture((1, 12, 8, 8))], "Its pictures have 12 channels, and the pictures here have one or three."),
        (
            [picture(), helper.make_tensor_value_info("z", TensorProto.FLOAT, [1])],
            "It takes 2 inputs, and only networks that take one picture can run here.",
        ),
        (
            [picture(kind=TensorProto.INT64)],
            "Its pictures are made of numbers of a kind that pictures don’t have here, so it can’t run.",
        ),
        ([picture()], "It doesn’t answer with one number for each class, so there is no answer to show."),
    ],
)
def test_no_network_for_pictures_is_listed_all_the_same(inputs: list[object], why: str, tmp_path: Path) -> None:
    found = contents(model([node("Relu", ["x"], ["y"])], inputs=inputs), tmp_path)  # type: ignore[arg-type]
    assert (found.runs, found.why) == ("", why)
    assert [layer.kind for layer in found.layers] == ["relu"]
