"""Files that are cut off or something else, and graphs that no network has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.model_files.onnx_graphs import graph
from tests.desktop.model_files.small_onnx import (
    classifier,
    contents,
    model,
    node,
    refusal,
)


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
