from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from desktop.model_files.words import Look, Looked, Tensor
from desktop.opened.model.names import usual
from desktop.opened.model.opened import Opened
from engine.contract.questions import Published
from tests.desktop.opened.fakes import FakeOpener, contents, fitting


def test_what_was_open_stays_while_another_is_read_and_when_that_fails(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path
) -> None:
    told: list[str] = []
    opened.failed.connect(told.append)
    opened.open(tmp_path / "first.onnx")
    assert opened.reading == tmp_path / "first.onnx"
    first = contents(tmp_path)
    openers[0].opened.emit(first)
    assert opened.contents is first
    assert opened.reading is None
    opened.open(tmp_path / "second.onnx")
    assert opened.contents is first
    openers[1].failed.emit("second.onnx is damaged.")
    assert told == ["second.onnx is damaged."]
    assert opened.contents is first
    assert opened.reading is None
    assert openers[1].closed
    assert not openers[0].closed, "it still answers"


def test_the_process_of_what_was_open_ends_when_another_is_read(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path
) -> None:
    for place in range(2):
        opened.open(tmp_path / "net.onnx")
        openers[place].opened.emit(contents(tmp_path))
    assert [each.closed for each in openers] == [True, False]


def test_reading_can_be_called_off(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "net.onnx")
    opened.cancel()
    assert opened.reading is None
    assert openers[0].closed


def test_one_that_the_engine_runs_is_laid_out_first(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    assert not opened.runs
    assert opened.subject is None
    openers[0].answer()
    assert opened.runs
    assert opened.kit is not None
    assert opened.subject == Published("lenet-5-modern", folder=str(opened.kit))
    assert opened.standard is not None
    assert opened.standard.title == "As for MNIST", "as its description is taken to read pictures"


def test_another_standard_is_another_kit(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer()
    first = opened.kit
    opened.use_standard(next(each for each in opened.standards if each.title == "−1 to 1"))
    assert opened.kit not in (None, first)
    assert first is not None
    assert opened.kit is not None
    said = [json.loads((kit / "lenet-5-modern.reads.json").read_text()) for kit in (first, opened.kit)]
    assert [each["mean"] for each in said] == [[0.0], [127.5]]
    assert said[1]["deviation"] == [127.5]
    opened.use_names(tuple("abcdefghij"))
    assert (opened.kit / "lenet-5-modern.labels.txt").read_text().split() == list("abcdefghij")
    assert not (first / "lenet-5-modern.labels.txt").exists(), "nothing of a kit that there is may change"


def test_why_it_can_t_be_laid_out_is_told(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer("The disk is full.")
    assert not opened.runs
    assert opened.trouble == "The disk is full."


def test_names_are_those_of_the_file_or_numbers(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    assert [opened.class_name(place) for place in (0, 2, 3)] == ["ant", "cat", "class 4"]
    assert not opened.assumed
    assert usual(10) == ()
    assert usual(1000)[1] == "goldfish"


def test_all_that_was_laid_out_goes_in_the_end(opened: Opened, openers: list[FakeOpener], tmp_path: Path) -> None:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer()
    kit = opened.kit
    assert kit is not None
    assert kit.is_dir()
    opened.close()
    assert not kit.exists()
    assert openers[0].closed


def test_orders_go_one_by_one_and_of_a_kind_the_newest_counts(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path
) -> None:
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    orders, heard = opened.orders, list[str]()
    assert orders is not None
    for name in ("conv1.weight", "conv2.weight", "fc.weight"):
        orders.ask(Look(name), lambda answer: heard.append(answer.tensor if isinstance(answer, Looked) else ""))
    assert openers[0].asked == [("look", "conv1.weight")]
    openers[0].answer_all()
    assert heard == ["conv1.weight", "fc.weight"]


def test_a_process_that_ends_says_so_and_leaves_the_table(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path
) -> None:
    told: list[str] = []
    opened.failed.connect(told.append)
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    openers[0].failed.emit("net.onnx is no longer open.")
    assert told == ["net.onnx is no longer open."]
    assert opened.contents is not None
    assert not opened.runs


@pytest.mark.parametrize("runs", ["", "onnx"])
def test_what_is_not_for_the_engine_has_no_kit(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path, runs: str
) -> None:
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path, runs))
    assert opened.whose is None
    assert openers[0].asked == []
    assert opened.runs is bool(runs)


@pytest.mark.parametrize(("channels", "shape"), [(3, (3, 224, 224)), (1, (1, 224, 224)), (4, (3, 224, 224))])
def test_one_that_takes_any_size_is_tried_with_a_usual_one(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path, channels: int, shape: tuple[int, ...]
) -> None:
    found = contents(tmp_path)
    tensors = {"conv1": (Tensor("conv1.weight", "F32", (4, channels, 3, 3)),)}
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(msgspec.structs.replace(found, shape=(), tensors=tensors))
    assert opened.shape == shape
    assert opened.standard is not None
    assert len(opened.standard.mean) == shape[0]


@pytest.mark.parametrize("kept", [False, True])
def test_weights_of_another_network_are_removed_unless_they_are_read_elsewhere(
    opened: Opened, openers: list[FakeOpener], tmp_path: Path, kept: bool
) -> None:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer()
    kit = opened.kit
    assert kit is not None
    if kept:
        opened.keep_kit()
    opened.open(tmp_path / "net.onnx")
    assert kit.is_dir()
    openers[1].opened.emit(contents(tmp_path))
    assert kit.is_dir() is kept
