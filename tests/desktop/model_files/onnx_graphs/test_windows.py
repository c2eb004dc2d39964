"""What a unit sees of the picture through windows, paddings and gates of ONNX."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.model_files.small_onnx import (
    array,
    contents,
    model,
    node,
    numbers,
    only,
    picture,
)


@pytest.mark.parametrize(
    ("pads", "padding", "behind", "start"),
    [
        ({"pads": [1, 1, 1, 1]}, (1, 1), None, (-1, -1)),
        ({"pads": [0, 1, 1, 2]}, (0, 1), (1, 2), (0, -1)),
        ({"auto_pad": "SAME_UPPER"}, (0, 0), (1, 1), (0, 0)),
        ({"auto_pad": "SAME_LOWER"}, (1, 1), (0, 0), (-1, -1)),
        ({"auto_pad": "VALID"}, (0, 0), None, (0, 0)),
    ],
)
def test_paddings(
    pads: dict[str, object],
    padding: tuple[int, int],
    behind: tuple[int, int] | None,
    start: tuple[int, int],
    tmp_path: Path,
) -> None:
    nodes = [node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3], strides=[2, 2], **pads)]
    found = only(model(nodes, [numbers("w", 5, 3, 3, 3)]), tmp_path, "conv")
    assert (found.padding, found.behind, found.start) == (padding, behind, start)
    assert (found.field, found.jump) == ((3, 3), (2, 2))


def test_a_padding_of_its_own_moves_what_is_seen(tmp_path: Path) -> None:
    nodes = [node("Pad", ["x", "pads"], ["padded"]), node("Conv", ["padded", "w"], ["y"], strides=[2, 2])]
    made = model(nodes, [array("pads", [0, 0, 1, 0, 0, 0, 2, 3]), numbers("w", 5, 3, 3, 3)])
    pad, conv = contents(made, tmp_path).layers
    assert (pad.kind, pad.padding, pad.behind, pad.kernel) == ("pad", (1, 0), (2, 3), None)
    assert (conv.shape, conv.start, conv.kernel) == ((5, 5, 5), (-1, 0), (3, 3))


def test_dilation_and_the_last_window_that_does_not_fit(tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "w"], ["a"], dilations=[2, 2], pads=[2, 2, 2, 2]),
        node("MaxPool", ["a"], ["y"], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1),
    ]
    conv, pool = contents(model(nodes, [numbers("w", 5, 3, 3, 3)]), tmp_path).layers
    assert (conv.dilation, conv.field) == ((2, 2), (5, 5))
    assert (pool.kind, pool.ceil, pool.shape, pool.field, pool.jump) == ("max pool", True, (5, 4, 4), (7, 7), (2, 2))


def test_gates_are_passed_over_and_silu_is_one_layer(tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "w"], ["a"], name="conv"),
        node("Sigmoid", ["a"], ["s"]),
        node("Mul", ["a", "s"], ["silu"], name="silu"),
        node("ReduceMean", ["silu"], ["mean"], axes=[2, 3], name="mean"),
        node("Conv", ["mean", "v"], ["t"], name="gates"),
        node("Sigmoid", ["t"], ["gate"], name="gate"),
        node("Mul", ["gate", "silu"], ["y"], name="scale"),
    ]
    found = contents(model(nodes, [numbers("w", 5, 3, 3, 3), numbers("v", 5, 5, 1, 1)]), tmp_path).layers
    assert [(layer.name, layer.kind) for layer in found] == [
        ("conv", "conv"),
        ("silu", "silu"),
        ("mean", "global average pool"),
        ("gates", "conv"),
        ("gate", "sigmoid"),
        ("scale", "scale"),
    ]
    assert found[1].inputs == ("conv",)
    assert found[5].inputs == ("gate", "silu")
    assert [layer.r for layer in found] == [3, 3, None, None, None, 3]


def test_channels_may_stand_last(tmp_path: Path) -> None:
    nodes = [node("Transpose", ["x"], ["t"], perm=[0, 3, 1, 2]), node("Conv", ["t", "w"], ["y"], pads=[1, 1, 1, 1])]
    found = contents(model(nodes, [numbers("w", 5, 3, 3, 3)], inputs=[picture((1, 9, 8, 3))]), tmp_path)
    assert found.shape == (3, 9, 8)
    assert (found.layers[-1].shape, found.layers[-1].field, found.layers[-1].start) == ((5, 9, 8), (3, 3), (-1, -1))
