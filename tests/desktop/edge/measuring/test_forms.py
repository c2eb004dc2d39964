"""Networks measured in ONNX Runtime: relations that hold whatever the machine, and what can't be had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from desktop.edge.measuring import forms, preparing
from desktop.edge.measuring.cutouts import cutouts
from desktop.edge.measuring.pictures import NO_SUCH, OTHER_CHANNELS
from desktop.edge.measuring.process import Bench
from desktop.edge.measuring.session import NO_CLASSES, Network
from desktop.edge.measuring.words import (
    Answer,
    Done,
    Fault,
    Measure,
    OfFile,
    OfKit,
    OfRun,
    Prepare,
    Progress,
    Ready,
    Source,
    Told,
    encode,
    read_answer,
    read_wish,
)
from desktop.model_files.onnx_graphs import onnx_file
from engine.contract.edge.timing import CLOSELY, processor
from engine.contract.spec import about
from scenes.stage.data.networks import network
from tests.desktop.edge.measuring.small_nets import (
    CHANNELS,
    CLASSES,
    SIDE,
    node,
    numbers,
    of_run,
    three_layers,
    written,
)


def carried_out(bench: Bench, wish: Prepare | Measure) -> list[Answer]:
    """All that is said, as it comes through the pipe."""
    return [read_answer(encode(answer)) for answer in bench.carry_out(read_wish(encode(wish)))]


def measured(
    source: Source, folder: Path, *, pictures: str = "", answers: tuple[int, ...] = ()
) -> tuple[Ready, list[Told], Done]:
    bench = Bench()
    ready = carried_out(bench, Prepare(source, str(folder), pictures))[-1]
    assert isinstance(ready, Ready), ready
    *parts, done = carried_out(bench, Measure("Net", ("onnx", "int8"), 1, answers))
    assert isinstance(done, Done), done
    return ready, [part for part in parts if isinstance(part, Told)], done


def test_a_run_of_the_lab_is_judged_on_its_validation_pictures(tmp_path: Path) -> None:
    source = of_run()
    ready, told, done = measured(source, tmp_path)
    data = about(source.order.spec.data)
    assert (ready.shape, ready.count, ready.classes) == (data.shape, data.validation, data.classes)
    assert ready.said == "The 1,500 validation pictures of its run"
    assert len(ready.which) == 64
    assert done == Done()
    whole, eight = (each.measurement for each in told)
    assert (whole.form, eight.form) == ("onnx", "int8")
    for one in (whole, eight):
        assert 0 < one.median <= one.p95
        assert CLOSELY.fewest <= one.runs <= CLOSELY.most
        assert (one.threads, one.processor, one.network) == (1, processor(), "Net")
        assert one.runtime.startswith("ONNX Runtime ")
        assert one.judged == one.answered == data.validation
        assert one.right is not None
        assert 0 < one.right < one.judged
        assert one.layers
    assert eight.file < whole.file
    assert eight.memory is not None
    assert whole.memory is not None
    assert eight.memory < whole.memory
    assert whole.changed is None
    assert eight.changed is not None
    assert eight.changed_names == tuple(ready.names[place] for place in eight.changed)


def test_pictures_that_changed_do_so_when_asked_alone(tmp_path: Path) -> None:
    source = of_run()
    ready, (whole, eight), _ = measured(source, tmp_path)
    with np.load(ready.pictures) as arrays:
        pictures, labels = arrays["pictures"], arrays["labels"]
    before, after = Network(Path(ready.file), 1), Network(tmp_path / forms.INT8, 1)
    assert eight.measurement.changed, "weights by chance are unsure of some"
    for place in eight.measurement.changed[:20]:
        (old,), (new,) = before.judge(pictures[[place]]), after.judge(pictures[[place]])
        assert old.argmax() != new.argmax()
    others = set(range(len(pictures))) - set(eight.measurement.changed)
    for place in sorted(others)[:20]:
        (old,), (new,) = before.judge(pictures[[place]]), after.judge(pictures[[place]])
        assert old.argmax() == new.argmax()
    for told in (whole, eight):
        assert told.logits is not None
        said = told.logits.numpy().argmax(1)
        assert told.measurement.right == (said == labels).sum()


def test_the_answers_of_an_earlier_form_are_compared_with(tmp_path: Path) -> None:
    _, (first, _), _ = measured(of_run(), tmp_path)
    assert first.logits is not None
    said = first.logits.numpy().argmax(1)
    another = ((said + 1) % 10).tolist()
    _, (same, eight), _ = measured(of_run(), tmp_path, answers=tuple(said.tolist()))
    assert same.measurement.changed == ()
    _, (other, _), _ = measured(of_run(), tmp_path, answers=tuple(another))
    assert other.measurement.changed == tuple(range(len(said)))
    assert eight.measurement.changed is not None


def test_somebody_elses_network_answers_the_photos_that_ship(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    ready, (whole, eight), done = measured(OfFile(str(path)), tmp_path)
    assert (ready.file, ready.shape, ready.classes) == (str(path), (CHANNELS, SIDE, SIDE), ())
    assert (whole.measurement.answered, whole.measurement.judged, whole.measurement.right) == (60, 0, None)
    assert whole.measurement.file == path.stat().st_size
    assert preparing.STANDARD in whole.measurement.notes
    assert forms.SHARED in eight.measurement.notes
    assert forms.SHARED not in whole.measurement.notes
    assert eight.logits is not None
    assert eight.logits.shape == (60, CLASSES)
    assert done == Done()


def test_a_file_that_standardises_pictures_itself_gets_what_it_wants(tmp_path: Path) -> None:
    nodes = [
        node("Sub", "centred", "x", "mean"),
        node("Div", "standardised", "centred", "deviation"),
        node("GlobalAveragePool", "pooled", "standardised"),
        node("Flatten", "flat", "pooled"),
        node("Gemm", "logits", "flat", "v", transB=1),
    ]
    level = np.array([[[100.0]], [[110.0]], [[120.0]]], np.float32)
    weights = {"mean": level, "deviation": level / 2, "v": numbers(CLASSES, CHANNELS)}
    path = written(tmp_path / "net.onnx", nodes, weights, [1, CHANNELS, SIDE, SIDE])
    ready, (whole, *_), _ = measured(OfFile(str(path)), tmp_path)
    pictures = cutouts((CHANNELS, SIDE, SIDE)).pixels
    expected = ((pictures - level) / (level / 2)).mean((2, 3)) @ weights["v"].T
    assert whole.logits is not None
    np.testing.assert_allclose(whole.logits.numpy(), expected, rtol=1e-3, atol=1e-3)
    assert preparing.STANDARD not in ready.notes


def test_a_network_without_classes_is_timed_and_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "maps.onnx", [node("Relu", "logits", "x")], {}, ["batch", CHANNELS, SIDE, SIDE])
    _, told, _ = measured(OfFile(str(path)), tmp_path)
    whole = told[0]
    assert whole.logits is None
    assert (whole.measurement.answered, whole.measurement.changed) == (0, None)
    assert NO_CLASSES.format("maps.onnx") in whole.measurement.notes
    assert all(forms.INT8 not in sentence for each in told for sentence in each.measurement.notes), (
        "it is a file of ours"
    )


def of_channels(path: Path, channels: int, batch: int = 1, kind: type[np.floating[Any]] = np.float32) -> Path:
    """A convolution and a dense layer for pictures of so many channels, in float32 or float16."""
    nodes = [
        node("Conv", "conv", "x", "w", pads=[1] * 4),
        node("GlobalAveragePool", "pooled", "conv"),
        node("Flatten", "flat", "pooled"),
        node("Gemm", "logits", "flat", "v", transB=1),
    ]
    weights = {"w": numbers(4, channels, 3, 3).astype(kind), "v": numbers(CLASSES, 4).astype(kind)}
    written(path, nodes, weights, [batch, channels, SIDE, SIDE])
    model = onnx.load(path)
    for each in (*model.graph.input, *model.graph.output):
        each.type.tensor_type.elem_type = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(kind))
    onnx.save(model, path)
    return path


def test_a_network_for_grey_pictures_answers_grey_photos(tmp_path: Path) -> None:
    ready, told, done = measured(OfFile(str(of_channels(tmp_path / "grey.onnx", 1))), tmp_path)
    assert (ready.shape, ready.count) == ((1, SIDE, SIDE), 60)
    assert [each.measurement.form for each in told] == ["onnx", "int8"]
    assert preparing.GREY in ready.notes
    assert preparing.STANDARD not in ready.notes
    assert done == Done()
    with np.load(ready.pictures) as arrays:
        pictures = arrays["pictures"]
    assert pictures.shape == (60, 1, SIDE, SIDE)
    (first, *_) = Network(Path(ready.file), 1, (0.1307,), (0.3081,)).judge(pictures)
    assert told[0].logits is not None
    np.testing.assert_allclose(told[0].logits.numpy()[0], first)


def test_pictures_of_other_channels_are_numbers_by_chance_and_that_is_said(tmp_path: Path) -> None:
    path = of_channels(tmp_path / "five.onnx", 5)
    ready, told, done = measured(OfFile(str(path)), tmp_path)
    assert ready.count == 0
    assert NO_SUCH.format(5) in ready.notes
    assert [(each.measurement.form, each.logits) for each in told] == [("onnx", None), ("int8", None)]
    assert done == Done()
    fault = carried_out(Bench(), Prepare(OfFile(str(path)), str(tmp_path), str(tmp_path)))[-1]
    assert fault == Fault(OTHER_CHANNELS.format(5))


def test_a_batch_that_the_file_demands_is_measured_in_all_forms(tmp_path: Path) -> None:
    ready, told, done = measured(OfFile(str(of_channels(tmp_path / "eight.onnx", 3, 8))), tmp_path)
    assert done == Done()
    assert preparing.AT_ONCE.format(8, 8) in ready.notes
    assert [(each.measurement.form, each.measurement.at_once) for each in told] == [("onnx", 8), ("int8", 8)]
    assert all(each.measurement.answered == 60 for each in told)


def test_float16_is_called_so_and_not_made_int8(tmp_path: Path) -> None:
    _, (half,), done = measured(OfFile(str(of_channels(tmp_path / "half.onnx", 3, kind=np.float16))), tmp_path)
    assert (half.measurement.numbers, half.measurement.title) == ("float16", "float16, ONNX Runtime")
    assert done.missing == forms.OTHER_NUMBERS.format("half.onnx", "float16")


def test_the_layers_of_a_network_are_as_many_as_it_is_listed_with(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    _, told, _ = measured(OfFile(str(path)), tmp_path)
    listed = [layer.name for layer in onnx_file.read(path).layers]
    for each in told:
        assert each.measurement.depth == len(listed)
        assert {name for name, _ in each.measurement.layers} <= set(listed)
    described, (kit, _), _ = measured(OfKit("efficientnet-b0", drawn=1), tmp_path)
    assert described.count == 0
    listed = [layer.name for layer in network("efficientnet-b0").inference]
    assert kit.measurement.depth == len(listed) == 239
    assert {name for name, _ in kit.measurement.layers} <= set(listed)
    assert {"laying numbers out anew", "standardising the picture"} <= dict(kit.measurement.own).keys()


def test_weights_by_chance_answer_nothing(tmp_path: Path) -> None:
    ready, told, done = measured(OfKit("lenet-5", drawn=0), tmp_path, pictures=str(tmp_path))
    assert ready.count == 0
    assert [each.logits for each in told] == [None, None]
    assert all(each.measurement.changed is None and each.measurement.right is None for each in told)
    assert all(each.measurement.notes[0] == preparing.DRAWN for each in told)
    assert done == Done()


@pytest.mark.parametrize("lacks", ["onnx", "onnxruntime"])
def test_without_the_extra_a_sentence_says_how_to_get_it(
    tmp_path: Path, lacks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = preparing.find_spec
    monkeypatch.setattr(preparing, "find_spec", lambda name: None if name == lacks else find(name))
    ready, told, done = measured(of_run(), tmp_path)
    assert (ready.file, ready.shape, ready.count) == ("", (1, 28, 28), 1500)
    assert not told
    assert "needs the extra edge" in done.missing


def test_a_file_runs_without_what_reads_its_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = preparing.find_spec
    monkeypatch.setattr(preparing, "find_spec", lambda name: None if name == "onnx" else find(name))
    _, (told,), done = measured(OfFile(str(three_layers(tmp_path / "net.onnx"))), tmp_path)
    assert told.measurement.memory is None
    assert forms.NO_GRAPH in told.measurement.notes
    assert "int8 needs the extra edge" in done.missing


@pytest.mark.parametrize(
    ("source", "pictures", "sentence"),
    [
        (OfFile("no.onnx"), "", "no.onnx can’t be read"),
        (OfKit("resnet-50"), "", "No weights of ResNet-50 ship"),
        (OfKit("lenet-5", "nowhere"), "", "can't be read"),
        (OfRun(of_run().order), "nowhere", "The folder nowhere is not there"),
    ],
)
def test_what_cannot_be_prepared_is_a_sentence(
    tmp_path: Path, source: Source, pictures: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bench = Bench()
    fault = carried_out(bench, Prepare(source, str(tmp_path), pictures))[-1]
    assert isinstance(fault, Fault)
    assert sentence in fault.sentence
    assert not fault.details
    (nothing,) = carried_out(bench, Measure("Net", ("onnx",)))
    assert isinstance(nothing, Fault), "what could not be prepared is not measured"


def test_an_error_of_ours_is_told_with_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a slip")

    monkeypatch.setattr(forms, "_taken", broken)
    bench = Bench()
    carried_out(bench, Prepare(of_run(), str(tmp_path)))
    fault = carried_out(bench, Measure("Net", ("onnx",)))[-1]
    assert isinstance(fault, Fault)
    assert "a slip" in fault.details
    assert "a slip" not in fault.sentence


def test_it_tells_what_it_does(tmp_path: Path) -> None:
    bench = Bench()
    first, *_ = carried_out(bench, Prepare(of_run(), str(tmp_path)))
    assert isinstance(first, Progress)
    said = [each.words for each in carried_out(bench, Measure("Net", ("int8",))) if isinstance(each, Progress)]
    assert said[:2] == [
        "int8, ONNX Runtime: finding the ranges of its numbers",
        "int8, ONNX Runtime: how long one picture takes",
    ]
