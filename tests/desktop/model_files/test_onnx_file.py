"""What is read of foreign files in the format ONNX, and what is said of those that are broken or made to do harm."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper

from desktop.model_files import onnx_file
from desktop.model_files.errors import FileError
from desktop.model_files.onnx_file import read, tensor
from desktop.model_files.onnx_graphs import graph
from desktop.model_files.words import Contents, Opened, Tensor, encode, read_answer
from scenes.stage.data.networks import Layer
from tests.desktop.model_files.small_onnx import array, classifier, model, node, numbers, picture, saved

CONV = node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3])


def contents(made: ModelProto, folder: Path) -> Contents:
    return read(saved(made, folder))


def only(made: ModelProto, folder: Path, kind: str) -> Layer:
    """The one layer of a kind."""
    (found,) = (layer for layer in contents(made, folder).layers if layer.kind == kind)
    return found


def refusal(made: ModelProto | bytes, folder: Path) -> str:
    """What is said of a file that can't be read: one sentence or two, on one line."""
    path = folder / "model.onnx"
    path.write_bytes(made if isinstance(made, bytes) else made.SerializeToString())
    with pytest.raises(FileError) as caught:
        read(path)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith(".")
    assert len(said) < 250
    return said


def test_layers_with_what_is_their_own(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    found = read(path)
    assert (found.file, found.format, found.bytes) == (str(path), "onnx", path.stat().st_size)
    assert [layer.name for layer in found.layers] == ["first", "relu", "mean", "flat", "last"]
    assert [layer.kind for layer in found.layers] == ["conv", "relu", "global average pool", "flatten", "dense"]
    assert [layer.shape for layer in found.layers] == [(5, 8, 8), (5, 8, 8), (5, 1, 1), (5,), (4,)]
    assert [layer.inputs for layer in found.layers] == [("input",), ("first",), ("relu",), ("mean",), ("flat",)]
    assert [layer.parameters for layer in found.layers] == [5 * 27 + 5, 0, 0, 0, 4 * 5 + 4]
    assert [layer.macs for layer in found.layers] == [5 * 27 * 64, 0, 0, 0, 20]
    assert [layer.r for layer in found.layers] == [3, 3, None, None, None]
    assert found.tensors == {
        "first": (Tensor("w", "F32", (5, 3, 3, 3)), Tensor("b", "F32", (5,))),
        "last": (Tensor("v", "F32", (4, 5)), Tensor("c", "F32", (4,))),
    }
    assert (found.parameters, found.macs) == (164, 5 * 27 * 64 + 20)
    assert (found.shape, found.classes, found.runs, found.why, found.notes) == ((3, 8, 8), 4, "onnx", "", ())


def test_one_array_by_its_name(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    wanted = np.random.default_rng(0).normal(size=(5, 3, 3, 3)).astype(np.float32)
    assert np.array_equal(tensor(path, "w"), wanted)
    with pytest.raises(KeyError):
        tensor(path, "z")


@pytest.mark.parametrize("name", ["classes", "names", "labels"])
def test_labels_out_of_the_metadata(name: str, tmp_path: Path) -> None:
    made = classifier()
    helper.set_model_props(made, {name: json.dumps(["cat", "dog", "a\nhen", "cow"])})
    assert contents(made, tmp_path).labels == ("cat", "dog", "a?hen", "cow")
    helper.set_model_props(made, {name: json.dumps(["cat", "dog"])})
    found = contents(made, tmp_path)
    assert found.labels == ()
    assert found.notes == ("It names 2 classes, and doesn’t give so many numbers: the names are left out.",)
    for broken in ("{'0': 'cat'}", "[1, 2, 3, 4]", "[" * 100_000):
        helper.set_model_props(made, {name: broken})
        assert (contents(made, tmp_path).labels, contents(made, tmp_path).notes) == ((), ())


def test_names_are_made_unique_and_printable(tmp_path: Path) -> None:
    nodes = [
        node("Relu", ["x"], ["a"], name="input"),
        node("Relu", ["a"], ["b"], name="same"),
        node("Relu", ["b"], ["c"], name="same"),
        node("Relu", ["c"], ["d\x1b[31m"]),
        node("Relu", ["d\x1b[31m"], ["y"], name="long" * 1000),
    ]
    found = contents(model(nodes), tmp_path).layers
    assert [layer.name for layer in found[:4]] == ["input (2)", "same", "same (2)", "d?[31m"]
    assert len(found[4].name) == 120
    assert found[1].inputs == ("input (2)",)


# --- What operators are -----------------------------------------------------------------------------------------------


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


def test_groups(tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "a"], ["u"], group=3, kernel_shape=[1, 1]),
        node("Conv", ["u", "b"], ["y"], group=3, kernel_shape=[1, 1]),
    ]
    found = contents(model(nodes, [numbers("a", 6, 1, 1, 1), numbers("b", 9, 2, 1, 1)]), tmp_path).layers
    assert [(layer.kind, layer.groups, layer.parameters, layer.macs) for layer in found] == [
        ("depthwise conv", 3, 6, 6 * 64),
        ("grouped conv", 3, 18, 18 * 64),
    ]


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


@pytest.mark.parametrize(("low", "high", "kind"), [(0.0, 6.0, "relu6"), (-1.0, 1.0, "clip")])
def test_clip(low: float, high: float, kind: str, tmp_path: Path) -> None:
    bounds = [array("low", np.float32(low)), array("high", np.float32(high))]
    assert only(model([node("Clip", ["x", "low", "high"], ["y"])], bounds), tmp_path, kind).r == 1
    old = model([node("Clip", ["x"], ["y"], min=low, max=high)], opset=10)
    assert only(old, tmp_path, kind).inputs == ("input",)


def test_uses_of_the_weights_of_other_layers(tmp_path: Path) -> None:
    nodes = [
        node("ConvTranspose", ["x", "w", "b"], ["a"], strides=[2, 2], kernel_shape=[2, 2]),
        node("Transpose", ["a"], ["t"], perm=[0, 2, 3, 1]),
        node("MatMul", ["t", "v"], ["m"]),
        node("Add", ["m", "c"], ["n"]),
        node("MatMul", ["n", "n"], ["y"]),
    ]
    weights = [numbers("w", 3, 16, 2, 2), numbers("b", 16), numbers("v", 16, 16), numbers("c", 16)]
    up, _, dense, add, product = contents(model(nodes, weights), tmp_path).layers
    assert (up.kind, up.shape, up.parameters, up.macs) == ("transposed conv", (16, 16, 16), 3 * 16 * 4 + 16, 192 * 64)
    assert (dense.kind, dense.parameters, dense.macs) == ("dense", 256, 256 * 16 * 16)
    assert (add.kind, add.parameters, add.macs) == ("add", 16, 0)
    assert (product.kind, product.macs) == ("matmul", 0)


def test_an_array_that_two_layers_share_is_counted_once(tmp_path: Path) -> None:
    nodes = [node("Conv", ["x", "w"], ["a"]), node("Conv", ["a", "w"], ["y"])]
    found = contents(model(nodes, [numbers("w", 3, 3, 1, 1)]), tmp_path)
    assert [(layer.parameters, layer.macs) for layer in found.layers] == [(9, 9 * 64), (0, 9 * 64)]
    assert found.parameters == 9


def test_what_standardises_the_picture_is_not_learned(tmp_path: Path) -> None:
    nodes = [node("Sub", ["x", "m"], ["a"]), node("Mul", ["a", "d"], ["b"]), node("Conv", ["b", "w"], ["y"])]
    constants = [numbers("m", 3, 1, 1), numbers("d", 3, 1, 1), numbers("w", 5, 3, 3, 3)]
    assert [layer.parameters for layer in contents(model(nodes, constants), tmp_path).layers] == [0, 0, 135]


def test_weights_behind_dequantisation(tmp_path: Path) -> None:
    nodes = [
        node("QuantizeLinear", ["x", "s", "z"], ["q"]),
        node("DequantizeLinear", ["q", "s", "z"], ["d"]),
        node("DequantizeLinear", ["w8", "s", "z"], ["w"]),
        node("Conv", ["d", "w"], ["y"], name="conv", kernel_shape=[3, 3]),
    ]
    arrays = [array("w8", np.ones((5, 3, 3, 3), np.int8)), array("s", np.float32(0.1)), array("z", np.int8(0))]
    found = contents(model(nodes, arrays), tmp_path)
    assert [layer.kind for layer in found.layers] == ["quantize linear", "dequantize linear", "conv"]
    assert found.tensors == {"conv": (Tensor("w8", "I8", (5, 3, 3, 3)),)}
    assert (found.parameters, found.macs, found.layers[-1].r) == (135, 135 * 36, 3)


def test_sizes_that_a_graph_computes_itself(tmp_path: Path) -> None:
    """As exporters flatten: the batch is read off the shape, the rest is what is left."""
    nodes = [
        node("Conv", ["x", "w"], ["a"]),
        node("Shape", ["a"], ["shape"]),
        node("Gather", ["shape", "zero"], ["batch"]),
        node("Unsqueeze", ["batch", "axis"], ["first"]),
        node("Concat", ["first", "rest"], ["wanted"], axis=0),
        node("Reshape", ["a", "wanted"], ["y"]),
    ]
    arrays = [numbers("w", 5, 3, 1, 1), array("zero", np.array(0)), array("axis", [0]), array("rest", [-1])]
    found = contents(model(nodes, arrays), tmp_path)
    assert [(layer.kind, layer.shape) for layer in found.layers] == [("conv", (5, 8, 8)), ("flatten", (320,))]


def test_sizes_that_inference_does_not_follow(tmp_path: Path) -> None:
    """Half of the channels, as the graph computes it, twice: the second follows from the first."""
    nodes = [node("Conv", ["x", "w"], ["0"])]
    for at in (0, 1):
        nodes += [
            node("Shape", [str(at)], [f"shape {at}"]),
            node("Gather", [f"shape {at}", "one"], [f"channels {at}"]),
            node("Div", [f"channels {at}", "two"], [f"half {at}"]),
            node("Slice", [str(at), "zero", f"half {at}", "one"], [str(at + 1)], name=f"slice {at}"),
        ]
    nodes.append(node("Conv", ["2", "v"], ["y"], name="last"))
    arrays = [numbers("w", 8, 3, 3, 3), numbers("v", 5, 2, 3, 3)]
    arrays += [array("one", [1]), array("two", [2]), array("zero", [0])]
    found = contents(model(nodes, arrays), tmp_path)
    assert [layer.shape for layer in found.layers] == [(8, 6, 6), (4, 6, 6), (2, 6, 6), (5, 4, 4)]
    assert [layer.r for layer in found.layers] == [3, 3, 3, 5]
    assert found.macs == 8 * 27 * 36 + 5 * 18 * 16


def test_what_it_answers_may_be_told_by_the_file_alone(tmp_path: Path) -> None:
    nodes = [node("Reshape", ["x", "sides"], ["y"])]
    sides = helper.make_tensor_value_info("sides", TensorProto.INT64, [2])
    told = contents(model(nodes, [], inputs=[picture(), sides], output=["batch", 192]), tmp_path)
    assert told.classes == 192
    nodes = [node("NonZero", ["x"], ["places"]), node("Cast", ["places"], ["y"], to=TensorProto.FLOAT)]
    assert contents(model(nodes), tmp_path).why.startswith("What it answers doesn’t follow from the file")


def test_channels_may_stand_last(tmp_path: Path) -> None:
    nodes = [node("Transpose", ["x"], ["t"], perm=[0, 3, 1, 2]), node("Conv", ["t", "w"], ["y"], pads=[1, 1, 1, 1])]
    found = contents(model(nodes, [numbers("w", 5, 3, 3, 3)], inputs=[picture((1, 9, 8, 3))]), tmp_path)
    assert found.shape == (3, 9, 8)
    assert (found.layers[-1].shape, found.layers[-1].field, found.layers[-1].start) == ((5, 9, 8), (3, 3), (-1, -1))


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


# --- What can't run, or is not known ----------------------------------------------------------------------------------


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


def test_loops_are_one_layer(tmp_path: Path) -> None:
    inside = helper.make_graph(
        [node("Relu", ["x"], ["r"])], "inside", [], [helper.make_tensor_value_info("r", TensorProto.FLOAT, None)]
    )
    made = model([node("If", ["yes"], ["y"], then_branch=inside, else_branch=inside)], [array("yes", np.array(True))])
    found = contents(made, tmp_path)
    assert [(layer.kind, layer.inputs) for layer in found.layers] == [("choice", ("input",))]
    assert found.notes == ("Some layers are choices or loops with layers inside, which are not shown.",)


def test_operators_of_others_are_listed_and_run_if_onnx_runtime_knows_them(tmp_path: Path) -> None:
    nodes, weights = list(classifier().graph.node), classifier().graph.initializer
    nodes[1] = node("FancyRelu", ["conv"], ["relu"], domain="my.domain")
    found = contents(model(nodes, weights, output=["batch", 4], domains=["my.domain"]), tmp_path)
    assert (found.layers[1].kind, found.layers[1].shape, found.layers[1].inputs) == ("fancy relu", (), ("first",))
    assert found.runs == ""
    assert found.why == "ONNX Runtime can’t run model.onnx: it has no operator “my.domain:FancyRelu”."
    nodes[1] = node("QuickGelu", ["conv"], ["relu"], domain="com.microsoft")
    found = contents(model(nodes, weights, output=["batch", 4], domains=["com.microsoft"]), tmp_path)
    assert (found.runs, found.why, found.classes, found.macs) == ("onnx", "", 4, 5 * 27 * 64 + 20)
    assert (
        "Some layers are not of ONNX itself but of “com.microsoft”: only what is known of these is counted."
        in found.notes
    )


def test_whole_numbers_of_onnx_runtime_have_shapes_and_costs(tmp_path: Path) -> None:
    steps = ["s", "z"]
    nodes = [
        node("QuantizeLinear", ["x", *steps], ["q"], name="in"),
        node("QLinearConv", ["q", *steps, "w", *steps, *steps, "b"], ["c"], name="conv", kernel_shape=[3, 3]),
        node("QLinearGlobalAveragePool", ["c", *steps, *steps], ["m"], name="mean", domain="com.microsoft"),
        node("Flatten", ["m"], ["f"], name="flat"),
        node("QGemm", ["f", *steps, "v", *steps, "d", *steps], ["g"], name="last", domain="com.microsoft", transB=1),
        node("DequantizeLinear", ["g", *steps], ["y"], name="out"),
    ]
    arrays = [array("s", np.float32(0.1)), array("z", np.int8(0))]
    arrays += [array("w", np.ones((5, 3, 3, 3), np.int8)), array("b", np.ones(5, np.int32))]
    arrays += [array("v", np.ones((4, 5), np.int8)), array("d", np.ones(4, np.int32))]
    found = contents(model(nodes, arrays, domains=["com.microsoft"]), tmp_path)
    told = [(layer.name, layer.kind, layer.shape, layer.parameters, layer.macs) for layer in found.layers]
    assert told == [
        ("in", "quantize linear", (3, 8, 8), 0, 0),
        ("conv", "conv", (5, 6, 6), 140, 135 * 36),
        ("mean", "global average pool", (5, 1, 1), 0, 0),
        ("flat", "flatten", (5,), 0, 0),
        ("last", "dense", (4,), 24, 20),
        ("out", "dequantize linear", (4,), 0, 0),
    ]
    assert (found.runs, found.why, found.classes, found.layers[1].bias) == ("onnx", "", 4, True)


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    with pytest.raises(FileError, match="A file in the format ONNX needs the extra edge: install it with"):
        read(tmp_path / "model.onnx")


# --- Files that are broken, or made to do harm ------------------------------------------------------------------------


def with_array(change: Callable[[TensorProto], None]) -> ModelProto:
    made = classifier()
    change(made.graph.initializer[0])
    return made


def test_files_that_are_cut_off_empty_or_something_else(tmp_path: Path) -> None:
    whole = classifier().SerializeToString()
    assert refusal(b"", tmp_path) == "model.onnx is empty."
    for length in (1, 10, len(whole) // 2, len(whole) - 1):
        assert refusal(whole[:length], tmp_path).endswith("It is another kind of file, cut off, or damaged.")
    assert refusal(os.urandom(5000), tmp_path).endswith("It is another kind of file, cut off, or damaged.")
    assert refusal(b"\x00" * 64, tmp_path).startswith("model.onnx can’t be read as ONNX.")
    assert refusal(model([]), tmp_path).startswith("model.onnx holds no network.")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    whole = classifier().SerializeToString()
    for name in (b"first", b"Relu", b"mean", b"network"):
        broken = whole.replace(name, b"\xff" * len(name))
        assert broken != whole
        assert refusal(broken, tmp_path).startswith("model.onnx is damaged: some of the names in it are no text.")


def test_files_with_changed_bytes_are_read_or_refused(tmp_path: Path) -> None:
    """Whatever bytes stand in a file, what comes out can be sent, or is a sentence."""
    chance, path = random.Random(3), tmp_path / "model.onnx"
    outcomes = {"read": 0, "refused": 0}
    for _ in range(400):
        changed = bytearray(classifier().SerializeToString())
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            found = encode(Opened(read(path)))
        except FileError:
            outcomes["refused"] += 1
        else:
            assert isinstance(read_answer(found), Opened)
            outcomes["read"] += 1
    assert min(outcomes.values()) > 20


@pytest.mark.parametrize(
    ("dims", "said"),
    [
        ([1_000_000, 1_000_000], "claims to hold 1,000,000,000,000 numbers, and doesn’t."),
        ([2**40, 2**40], "claims to hold 1.2e+24 numbers."),
        ([5, 3, 3, 4], "claims to hold 180 numbers, and doesn’t."),
        ([-5, 3, -3, 3], "has a side of less than nothing."),
    ],
)
def test_arrays_that_lie_about_their_sizes(dims: list[int], said: str, tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        del weights.dims[:]
        weights.dims.extend(dims)

    assert said in refusal(with_array(change), tmp_path)


def test_arrays_as_items_are_counted_too(tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        weights.ClearField("raw_data")
        weights.float_data.extend([0.0] * 134)

    assert "“w” of model.onnx claims to hold 135 numbers, and doesn’t." in refusal(with_array(change), tmp_path)
    inside = node("Constant", [], ["k"], value=TensorProto(data_type=TensorProto.INT64, dims=[10**12]))
    made = model([inside, node("Add", ["x", "k"], ["y"])])
    assert "claims to hold 1,000,000,000,000 numbers" in refusal(made, tmp_path)


def test_kinds_of_numbers_that_nobody_knows(tmp_path: Path) -> None:
    def change(weights: TensorProto) -> None:
        weights.data_type = 77

    assert "holds numbers of a kind that Convoscope doesn’t know" in refusal(with_array(change), tmp_path)


def test_a_constant_that_would_become_huge_stays_unmade(tmp_path: Path) -> None:
    nodes = [
        node("ConstantOfShape", ["sides"], ["huge"]),
        node("Concat", ["huge", "huge"], ["twice"], axis=0),
        node("Add", ["x", "twice"], ["y"]),
    ]
    found = contents(model(nodes, [array("sides", [10**6, 10**6])]), tmp_path)
    assert [layer.kind for layer in found.layers] == ["add"]
    assert found.parameters == 0


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([node("Relu", ["nowhere"], ["y"])], "an operation reads “nowhere”, which nothing makes."),
        (
            [node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Relu", ["b"], ["y"])],
            "operations read each other in a circle",
        ),
        ([node("Relu", ["x"], ["y"]), node("Relu", ["x"], ["y"])], "two of its operations make the same value “y”."),
        ([node("Relu", ["x"], ["x"])], "two of its operations make the same value “x”."),
        ([node("Constant", [], ["y"], value_int=1)], "nothing is computed of what comes in"),
    ],
)
def test_graphs_that_no_network_has(nodes: list[object], said: str, tmp_path: Path) -> None:
    assert said in refusal(model(nodes), tmp_path)  # type: ignore[arg-type]


def test_more_operations_than_can_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MOST_NODES", 4)
    assert refusal(classifier(), tmp_path) == (
        "model.onnx has more than 4 operations, which is more than can be shown."
    )
    monkeypatch.setattr(graph, "MOST_BYTES", 100)
    assert refusal(classifier(), tmp_path).startswith("model.onnx is larger than 2 GB.")


def test_nodes_in_another_order_are_put_in_theirs(tmp_path: Path) -> None:
    made = model(list(reversed(classifier().graph.node)), classifier().graph.initializer)
    assert contents(made, tmp_path).layers == contents(classifier(), tmp_path).layers


def outside(location: str, **more: str) -> ModelProto:
    """A network whose first weights lie in another file."""

    def change(weights: TensorProto) -> None:
        weights.ClearField("raw_data")
        weights.data_location = TensorProto.EXTERNAL
        for key, value in {"location": location, **more}.items():
            weights.external_data.add(key=key, value=value)

    return with_array(change)


@pytest.mark.parametrize(
    "location", ["/etc/passwd", "../secret.bin", "sub/../../secret.bin", "..\\secret.bin", "C:\\secret.bin", ""]
)
def test_numbers_outside_the_folder_are_not_read(location: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\x00" * 540)
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    assert "outside its own folder. That is refused" in refusal(outside(location), folder)


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\x00" * 540)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "w.bin").symlink_to(tmp_path / "secret.bin")
    (folder / "sub").symlink_to(tmp_path)
    for location in ("w.bin", "sub/secret.bin"):
        assert "which is a link to another place. That is refused." in refusal(outside(location), folder)


def test_numbers_in_a_file_beside_it(tmp_path: Path) -> None:
    wanted = np.random.default_rng(5).normal(size=(5, 3, 3, 3)).astype(np.float32)
    made = outside("w.bin", offset="16", length="540")
    assert (
        refusal(made, tmp_path)
        == "The numbers of model.onnx lie in a file “w.bin”, which isn’t beside it. Put it there."
    )
    (tmp_path / "w.bin").write_bytes(b"\x00" * 16 + wanted.tobytes()[:-1])
    assert refusal(made, tmp_path) == "The file “w.bin” beside model.onnx is too short for its numbers. Get both again."
    (tmp_path / "w.bin").write_bytes(b"\x00" * 16 + wanted.tobytes())
    found = contents(made, tmp_path)
    assert (found.parameters, found.runs) == (164, "onnx")
    assert np.array_equal(tensor(tmp_path / "model.onnx", "w"), wanted)


@pytest.mark.parametrize(("offset", "length"), [("-8", "540"), ("0", "1"), ("0", str(10**15)), ("zero", "540")])
def test_places_in_a_file_beside_it_that_can_not_be(offset: str, length: str, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(b"\x00" * 600)
    assert "is too short for its numbers" in refusal(outside("w.bin", offset=offset, length=length), tmp_path)


def test_shapes_that_contradict_each_other_are_not_known(tmp_path: Path) -> None:
    nodes = [node("Conv", ["x", "w"], ["a"]), node("Reshape", ["a", "s"], ["y"])]
    found = contents(model(nodes, [numbers("w", 5, 7, 3, 3), array("s", [3, 3, 3])]), tmp_path)
    assert [layer.kind for layer in found.layers] == ["conv", "reshape"]
    assert found.runs == ""
