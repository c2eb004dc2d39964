from __future__ import annotations

from pathlib import Path

import pytest
from onnx import ModelProto

from desktop.opened.model.words import line_of_an_output, weight_place
from tests.desktop.model_files.small_onnx import contents, model, node, numbers, picture
from tests.desktop.opened import fakes


def multiplied(inputs: int, outputs: int) -> ModelProto:
    """A matrix (inputs, outputs), as programs for tables of numbers write it."""
    given = [picture(("batch", inputs))]
    return model([node("MatMul", ["x", "w"], ["y"])], [numbers("w", inputs, outputs)], inputs=given)


def gemm(inputs: int, outputs: int) -> ModelProto:
    """A matrix (outputs, inputs), as PyTorch writes it."""
    given = [picture(("batch", inputs))]
    return model([node("Gemm", ["x", "w"], ["y"], transB=1)], [numbers("w", outputs, inputs)], inputs=given)


@pytest.mark.parametrize(
    ("made", "line"),
    [(multiplied(4, 3), "column"), (gemm(4, 3), "row"), (multiplied(3, 3), ""), (gemm(3, 3), "")],
)
def test_shapes_tell_which_lines_have_the_weights_of_an_output(made: ModelProto, line: str, tmp_path: Path) -> None:
    found = contents(made, tmp_path)
    layer = next(each for each in found.layers if each.kind == "dense")
    assert line_of_an_output(found.tensors[layer.name][0], layer, found) == line


def test_matrices_of_pytorch_have_a_row_for_each_output(tmp_path: Path) -> None:
    found = fakes.fitting(tmp_path)
    assert line_of_an_output(fakes.TENSORS["fc"][0], fakes.LAYERS[4], found) == "row"


def test_a_weight_is_told_by_output_and_input() -> None:
    assert weight_place("row", 0, 6) == "Output 1, input 7"
    assert weight_place("column", 0, 6) == "Output 7, input 1"
    assert weight_place("", 0, 6) == "Row 1, column 7"
