"""Networks in 8 bits: the arithmetic that is worked by hand, what is written, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from desktop.edge.measuring.quantising import QuantisingError, quantised
from desktop.model_files.described_onnx import model
from desktop.model_files.needed import by_chance
from scenes.stage.data import networks

Floats = npt.NDArray[np.float32]
X = np.array([[0.5, -0.31, 1.27], [2.04, 0, -1], [0.77, 1.5, 3]], np.float32)
W = np.array([[0.5, 0, -0.5], [1, 0.13, -1], [0.27, -0.04, -0.61]], np.float32)
"""The window that is worked by hand: bytes with the scale .02 and the zero point 100, weights with the scale 1/127."""
NARROW = (1, 3, 3)


def layer(weights: Floats, bias: float | None = None, opset: int = 20) -> onnx.ModelProto:
    """One convolution of a picture as large as its kernels, (filters, channels, height, width)."""
    numbers = [numpy_helper.from_array(weights, "w")]
    if bias is not None:
        numbers.append(numpy_helper.from_array(np.full(len(weights), bias, np.float32), "b"))
    node = helper.make_node("Conv", ["x", *(each.name for each in numbers)], ["y"], name="conv")
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *weights.shape[1:]])
    wanted = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", len(weights), 1, 1])
    versions = [helper.make_opsetid("", opset)]
    made = helper.make_graph([node], "layer", [given], [wanted], numbers)
    return helper.make_model(made, opset_imports=versions, ir_version=helper.find_min_ir_version_for(versions))


def reaching(low: float, high: float) -> Floats:
    """Pictures for the worked window whose bytes and results reach just so far: bytes from -2 to 3.1."""
    pictures = np.stack([np.where(W > 0, end, other) for end, other in ((-2, 3.1), (3.1, -2))]).astype(np.float32)
    pictures *= (np.array([low, high]) / (pictures * W).sum((1, 2)))[:, None, None]
    pictures[:, 0, 1] = -2, 3.1  # whose weight is 0
    return pictures[:, None].astype(np.float32)


def in_int8(made: onnx.ModelProto, pictures: Floats, folder: Path) -> tuple[dict[str, npt.NDArray[np.generic]], Path]:
    """All numbers in the file of the network in 8 bits, and where it is."""
    onnx.save_model(made, folder / "float.onnx")
    quantised(folder / "float.onnx", pictures, folder / "int8.onnx")
    found = onnx.load(folder / "int8.onnx")
    onnx.checker.check_model(found, full_check=True)
    return {each.name: numpy_helper.to_array(each) for each in found.graph.initializer}, folder / "int8.onnx"


def run(path: Path, x: npt.NDArray[np.generic]) -> Floats:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (given,) = session.run(None, {session.get_inputs()[0].name: x.astype(np.float32)})
    return np.asarray(given)


@pytest.mark.parametrize(
    ("low", "high", "scale", "zero"),
    [(-1, 3, 4 / 255, 64), (0, 6, 6 / 255, 0), (-2.5, 2.5, 5 / 255, 128), (1, 6, 6 / 255, 0), (-2, 3.1, 0.02, 100)],
)
def test_ranges_become_scales_and_zero_points(low: float, high: float, scale: float, zero: int, tmp_path: Path) -> None:
    """0 is always in the range, and exact."""
    pictures = np.linspace(low, high, 18, dtype=np.float32).reshape(2, *NARROW)
    numbers, _ = in_int8(layer(W[None, None]), pictures, tmp_path)
    assert numbers["x_scale"] == pytest.approx(scale)
    assert (numbers["x_zero_point"], numbers["x_zero_point"].dtype) == (zero, np.uint8)


def test_the_worked_window_gives_the_worked_number(tmp_path: Path) -> None:
    numbers, path = in_int8(layer(W[None, None]), reaching(-6.4, 6.35), tmp_path)
    assert numbers["w_quantized"].ravel().tolist() == [64, 0, -64, 127, 17, -127, 34, -5, -77]
    assert numbers["w_scale"] == pytest.approx(1 / 127)
    assert (numbers["y_scale"], numbers["y_zero_point"]) == (pytest.approx(0.05), 128)
    assert run(path, X[None, None]).item() == pytest.approx(0.95)
    assert float((X * W).sum()) == pytest.approx(0.9729, abs=1e-4)


def test_a_bias_is_a_whole_number_of_products_of_both_scales(tmp_path: Path) -> None:
    numbers, _ = in_int8(layer(W[None, None], 0.3), reaching(-6.4, 6.35), tmp_path)
    assert numbers["b_quantized"].tolist() == [1905]


def test_each_filter_has_a_scale_of_its_own(tmp_path: Path) -> None:
    weights = np.stack([W, 100 * W])[:, None]
    numbers, path = in_int8(layer(weights, opset=11), reaching(-6.4, 6.35), tmp_path)
    assert numbers["w_scale"].tolist() == pytest.approx([1 / 127, 100 / 127])
    assert numbers["w_quantized"][0].tolist() == numbers["w_quantized"][1].tolist()
    assert onnx.load(path).opset_import[0].version >= 13


def test_normalisation_is_folded_and_weights_are_a_quarter(tmp_path: Path) -> None:
    network = networks.network("resnet-20-cifar")
    path, small = tmp_path / "float.onnx", tmp_path / "int8.onnx"
    path.write_bytes(model(network, by_chance(network), (120,), (60,)))
    pictures = np.random.default_rng(0).integers(0, 256, (12, *network.shape), np.uint8)
    quantised(path, pictures, small)
    kinds = [node.op_type for node in onnx.load(small).graph.node]
    assert "BatchNormalization" not in kinds
    assert kinds.count("Conv") == sum(layer.kind == "conv" for layer in network.layers)
    assert small.stat().st_size < 0.4 * path.stat().st_size
    exact, near = run(path, pictures), run(small, pictures)
    assert exact.shape == near.shape == (12, 10)
    assert 0 < np.abs(exact - near).mean() < 0.1 * np.abs(exact).mean()
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".onnx"] == []


def test_what_can_not_be_made_is_said_in_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wrong, into = tmp_path / "wrong.onnx", tmp_path / "int8.onnx"
    wrong.write_bytes(b"no network")
    good = tmp_path / "good.onnx"
    onnx.save_model(layer(W[None, None]), good)
    of_two = layer(W[None, None])
    of_two.graph.input.append(helper.make_tensor_value_info("z", TensorProto.FLOAT, [1]))
    onnx.save_model(of_two, tmp_path / "two.onnx")
    ones = np.ones((2, *NARROW), np.float32)
    with pytest.raises(QuantisingError, match=r"^ONNX Runtime can’t make 8 bits of wrong\.onnx: [^\n]+\.$"):
        quantised(wrong, ones, into)
    with pytest.raises(QuantisingError, match=r"^ONNX Runtime can’t make 8 bits of good\.onnx: [^\n]+\.$"):
        quantised(good, np.ones((2, 3, 8, 8), np.float32), into)
    with pytest.raises(QuantisingError, match=r"two\.onnx: it takes 2 inputs instead of pictures only\.$"):
        quantised(tmp_path / "two.onnx", ones, into)
    with pytest.raises(QuantisingError, match=r"Choose some pictures\."):
        quantised(good, ones[:0], into)
    with pytest.raises(FileNotFoundError):
        quantised(tmp_path / "nowhere.onnx", ones, into)
    assert not into.exists()
    assert capfd.readouterr() == ("", "")


def test_neither_torch_nor_qt_nor_sympy_is_needed(tmp_path: Path) -> None:
    network = networks.network("lenet-5")
    path, into = tmp_path / "float.onnx", tmp_path / "int8.onnx"
    path.write_bytes(model(network, by_chance(network), (33,), (78,)))
    lines = f"""
import sys
for name in ("torch", "PySide6", "sympy"):
    sys.modules[name] = None
from pathlib import Path
import numpy as np
from desktop.edge.measuring.quantising import quantised
pictures = np.random.default_rng(0).integers(0, 256, (4, 1, 32, 32), np.uint8)
quantised(Path({str(path)!r}), pictures, Path({str(into)!r}))
"""
    ran = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert 0 < into.stat().st_size < path.stat().st_size
