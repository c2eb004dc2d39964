"""Pictures through foreign networks in ONNX Runtime."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, external_data_helper

from desktop.model_files.onnx_graphs.running import Runner
from desktop.model_files.words import Ran, Refused, Run
from engine.contract.numbers import Array
from tests.desktop.model_files.small_onnx import array, classifier, model, node, picture, saved

PICTURE = np.random.default_rng(7).integers(0, 256, (3, 8, 8), dtype=np.uint8)
MEAN, DEVIATION = (0.4, 0.5, 0.6), (0.2, 0.3, 0.4)


def order(*layers: str, shown: NDArray[np.uint8] = PICTURE) -> Run:
    return Run(Array.of(shown), layers, MEAN, DEVIATION)


def ran(path: Path, *layers: str, shown: NDArray[np.uint8] = PICTURE) -> Ran:
    answer = Runner(path).run(order(*layers, shown=shown))
    assert isinstance(answer, Ran), answer
    return answer


def refused(path: Path, asked: Run) -> str:
    answer = Runner(path).run(asked)
    assert isinstance(answer, Refused)
    return answer.sentence


def standardised() -> NDArray[np.float32]:
    mean, deviation = np.array(MEAN)[:, None, None], np.array(DEVIATION)[:, None, None]
    return np.asarray((PICTURE / 255 - mean) / deviation, np.float32)


def weights(name: str, seed: int, *shape: int) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32).astype(np.float64)


def expected() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the small classifier makes of the picture: its first maps, and its logits, in plain numpy."""
    w, b = weights("w", 0, 5, 3, 3, 3), weights("b", 1, 5)
    v, c = weights("v", 2, 4, 5), weights("c", 3, 4)
    padded = np.pad(standardised().astype(np.float64), ((0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2))
    maps = np.einsum("chwij,ocij->ohw", windows, w) + b[:, None, None]
    return maps, v @ np.maximum(maps, 0).mean((1, 2)) + c


def test_a_picture_is_standardised_and_goes_through(tmp_path: Path) -> None:
    maps, logits = expected()
    found = ran(saved(classifier(), tmp_path), "first", "relu", "first")
    assert np.allclose(found.logits.numpy(), logits, atol=1e-4)
    assert [each.shape for each in found.maps] == [(5, 8, 8)] * 3
    assert np.allclose(found.maps[0].numpy(), maps, atol=1e-4)
    assert np.allclose(found.maps[1].numpy(), np.maximum(maps, 0), atol=1e-4)
    assert found.maps[0] == found.maps[2]


def test_vectors_and_the_last_layer_can_be_looked_at(tmp_path: Path) -> None:
    found = ran(saved(classifier(), tmp_path), "mean", "flat", "last")
    assert [each.shape for each in found.maps] == [(5, 1, 1), (5,), (4,)]
    assert found.maps[2] == found.logits


def test_one_runner_answers_again_and_again(tmp_path: Path) -> None:
    """First without a look into its layers, then with one, and back."""
    runner = Runner(saved(classifier(), tmp_path), threads=2)
    answers = [runner.run(order(*layers)) for layers in ((), ("first",), ("mean", "first"), (), ("first",))]
    logits = [answer.logits.numpy() for answer in answers if isinstance(answer, Ran)]
    assert len(logits) == len(answers)
    assert all(np.allclose(each, expected()[1], atol=1e-4) for each in logits)
    assert answers[1] == answers[-1]


def with_input(shape: list[int | str], kind: int) -> ModelProto:
    made = classifier()
    made.graph.input[0].CopyFrom(picture(shape, kind))
    return made


def test_half_numbers(tmp_path: Path) -> None:
    made = with_input(["batch", 3, 8, 8], TensorProto.FLOAT16)
    made.graph.node.insert(0, node("Cast", ["x"], ["whole"], to=TensorProto.FLOAT))
    made.graph.node[1].input[0] = "whole"
    assert np.allclose(ran(saved(made, tmp_path)).logits.numpy(), expected()[1], atol=2e-2)


def test_pixels_as_they_are(tmp_path: Path) -> None:
    """A network that takes bytes standardises them itself."""
    made = with_input([1, 3, 8, 8], TensorProto.UINT8)
    before = [
        node("Cast", ["x"], ["cast"], to=TensorProto.FLOAT),
        node("Sub", ["cast", "m"], ["centred"]),
        node("Div", ["centred", "d"], ["whole"]),
    ]
    made.graph.node[0].input[0] = "whole"
    nodes = [*before, *made.graph.node]
    del made.graph.node[:]
    made.graph.node.extend(nodes)
    made.graph.initializer.extend(
        array(name, (255 * np.array(values, np.float32))[:, None, None])
        for name, values in (("m", MEAN), ("d", DEVIATION))
    )
    assert np.allclose(ran(saved(made, tmp_path)).logits.numpy(), expected()[1], atol=1e-4)


def test_channels_last_and_several_pictures_at_once(tmp_path: Path) -> None:
    made = with_input([4, 8, 8, 3], TensorProto.FLOAT)
    made.graph.node.insert(0, node("Transpose", ["x"], ["turned"], perm=[0, 3, 1, 2]))
    made.graph.node[1].input[0] = "turned"
    found = ran(saved(made, tmp_path), "first")
    assert np.allclose(found.logits.numpy(), expected()[1], atol=1e-4)
    assert np.allclose(found.maps[0].numpy(), expected()[0], atol=1e-4)


def test_the_logits_of_a_softmax(tmp_path: Path) -> None:
    """Their softmax gives what the network gives."""
    made = classifier()
    made.graph.node[-1].output[0] = "z"
    made.graph.node.append(node("Softmax", ["z"], ["y"], axis=1))
    logits = ran(saved(made, tmp_path)).logits.numpy()
    wanted = expected()[1]
    assert np.exp(logits).sum() == pytest.approx(1, abs=1e-5)
    assert np.allclose(logits - logits[0], wanted - wanted[0], atol=1e-4)


def test_whole_numbers_are_shown_as_what_they_stand_for(tmp_path: Path) -> None:
    nodes = [node("QuantizeLinear", ["x", "s", "z"], ["q"], name="q"), node("DequantizeLinear", ["q", "s", "z"], ["d"])]
    nodes += [node("GlobalAveragePool", ["d"], ["m"]), node("Flatten", ["m"], ["y"])]
    path = saved(model(nodes, [array("s", np.float32(0.05)), array("z", np.uint8(128))]), tmp_path)
    shown = ran(path, "q").maps[0].numpy()
    assert np.abs(shown - standardised()).max() <= 0.05 / 2 + 1e-6
    assert np.allclose(shown / 0.05, np.rint(shown / 0.05), atol=1e-3)


def test_weights_in_a_file_beside_it(tmp_path: Path) -> None:
    made = classifier()
    external_data_helper.convert_model_to_external_data(made, location="w.bin", size_threshold=0)
    path = tmp_path / "model.onnx"
    external_data_helper.write_external_data_tensors(made, str(tmp_path))
    path.write_bytes(made.SerializeToString())
    assert np.allclose(ran(path, "first").logits.numpy(), expected()[1], atol=1e-4)


# --- What can't be done -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(3, 9, 8), (1, 8, 8), (8, 8)])
def test_pictures_of_another_size(shape: tuple[int, ...], tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    got = "×".join(map(str, shape))
    assert refused(path, order(shown=np.zeros(shape, np.uint8))) == (
        f"The network takes pictures of 3×8×8 (channels, height, width), and this one is {got}."
    )


def test_orders_that_are_wrong(tmp_path: Path) -> None:
    path = saved(classifier(), tmp_path)
    assert refused(path, order("second")) == "The network has no layer “second”."
    said = "The mean and the deviation must be one number for each channel, and none of them 0."
    assert refused(path, Run(Array.of(PICTURE), (), (0.0, 0.0), (1.0,))) == said
    assert refused(path, Run(Array.of(PICTURE), (), (), (0.0,))) == said
    no_classes = saved(model([node("Relu", ["x"], ["y"])]), tmp_path)
    assert refused(no_classes, order()).startswith("It doesn’t answer with one number for each class")


def test_one_number_or_none_standardises_all_channels(tmp_path: Path) -> None:
    runner = Runner(saved(classifier(), tmp_path))
    plain = runner.run(Run(Array.of(PICTURE), (), (), ()))
    assert plain == runner.run(Run(Array.of(PICTURE), (), (0.0,), (1.0,)))
    assert plain == runner.run(Run(Array.of(PICTURE), (), (0.0,) * 3, (1.0,) * 3))
    assert plain != runner.run(order())


def test_what_onnx_runtime_says_is_a_sentence_and_nothing_else(tmp_path: Path) -> None:
    """Also on the streams of the process, where its own messages would go."""
    nodes = list(classifier().graph.node)
    nodes[1] = node("FancyRelu", ["conv"], ["relu"], domain="my.domain")
    saved(model(nodes, classifier().graph.initializer, output=["batch", 4], domains=["my.domain"]), tmp_path, "a.onnx")
    nodes[1] = node("Reshape", ["conv", "sides"], ["relu"])
    wrong = [*classifier().graph.initializer, array("sides", [1, 5, 7, 7])]
    saved(model(nodes, wrong, output=["batch", 4]), tmp_path, "b.onnx")
    code = """
import sys, numpy as np
from pathlib import Path
from desktop.model_files.onnx_graphs.running import Runner
from desktop.model_files.words import Run
from engine.contract.numbers import Array
order = Run(Array.of(np.zeros((3, 8, 8), np.uint8)), ("first",), (), ())
for name in ("a.onnx", "b.onnx"):
    print(Runner(Path(sys.argv[1]) / name).run(order).sentence)
assert not {"PySide6", "torch"} & {name.partition(".")[0] for name in sys.modules}
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    unknown, broken = done.stdout.splitlines()
    assert unknown == "ONNX Runtime can’t run a.onnx: it has no operator “my.domain:FancyRelu”."
    assert broken.startswith("ONNX Runtime can’t run b.onnx. It says: ")
