"""An opener and an engine at the seams: they note what is asked, and answer when a test says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.model_files.looking import look
from desktop.model_files.words import Contents, Prepared, Ran, Tensor
from desktop.training.questions import Answered, Waiting
from engine.contract.numbers import Array
from engine.contract.questions import Explain, Explained, MapsRead, NoReply, Question, ReadMaps, Reply, Subject
from scenes.stage.data.networks import Layer, network

SIDE = 8
LAYERS = (
    Layer("conv1", "conv", ("input",), (4, 8, 8), 108 + 4, 6912, (3, 3), (1, 1), (1, 1), field=(3, 3), jump=(1, 1)),
    Layer("relu1", "relu", ("conv1",), (4, 8, 8), field=(3, 3), jump=(1, 1)),
    Layer("conv2", "conv", ("relu1",), (6, 4, 4), 216, 3456, (3, 3), (2, 2), (1, 1), field=(5, 5), jump=(2, 2)),
    Layer("wide", "conv", ("conv2",), (2, 4, 4), 1452, 23232, (11, 11), (1, 1), (5, 5), field=(25, 25), jump=(2, 2)),
    Layer("fc", "dense", ("wide",), (3,), 99, 96),
)
TENSORS = {
    "conv1": (Tensor("conv1.weight", "F32", (4, 3, 3, 3)), Tensor("conv1.bias", "F32", (4,))),
    "conv2": (Tensor("conv2.weight", "F32", (6, 4, 3, 3)),),
    "wide": (Tensor("wide.weight", "F32", (2, 6, 11, 11)),),
    "fc": (Tensor("fc.weight", "F32", (3, 32)), Tensor("fc.bias", "F32", (3,))),
}
LABELS = ("ant", "bee", "cat")


def contents(folder: Path, runs: str = "onnx", name: str = "net.onnx") -> Contents:
    """What a file of a small network holds, which is run by ONNX Runtime, or by nothing."""
    why = "" if runs else "It fits nothing."
    shape = (3, SIDE, SIDE) if runs else ()
    macs, parameters = (sum(getattr(layer, each) for layer in LAYERS) for each in ("macs", "parameters"))
    return Contents(
        str(folder / name), "onnx", 12_345, LAYERS, TENSORS, parameters, macs if runs else None,
        runs=runs, why=why, shape=shape, classes=3, labels=LABELS if runs else (), notes=("One thing.", "Another."),
    )  # fmt: skip


def fitting(folder: Path) -> Contents:
    """What a file of LeNet-5's weights holds, which the engine runs."""
    found = network("lenet-5-modern")
    tensors = {
        layer.name: (Tensor(f"{layer.name}.weight", "F32", (layer.shape[0], 1, 5, 5)),)
        for layer in found.layers
        if layer.convolves
    }
    return Contents(
        str(folder / "lenet.safetensors"), "safetensors", 2_000, found.layers, tensors, found.parameters, found.macs,
        "lenet-5-modern", "engine", "", found.shape, 10,
    )  # fmt: skip


class FakeOpener(QObject):
    """What `desktop.model_files.opener` is to the page."""

    opened = Signal(object)
    failed = Signal(str)
    looked = Signal(object)
    prepared = Signal(object)
    ran = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.closed = False
        self.asked: list[tuple[object, ...]] = []

    def open(self, path: Path) -> None:
        self.path = path

    def look(self, tensor: str) -> None:
        self.asked.append(("look", tensor))

    def prepare(self, folder: Path, labels: Sequence[str] = ()) -> None:
        self.asked.append(("prepare", folder, tuple(labels)))

    def run(self, picture: Array, layers: Sequence[str], mean: Sequence[float], deviation: Sequence[float]) -> None:
        self.asked.append(("run", picture, tuple(layers), tuple(mean), tuple(deviation)))

    def close(self) -> None:
        self.closed = True

    def answer(self, refusal: str = "") -> None:
        """Answer what was asked first."""
        what, *words = self.asked.pop(0)
        if refusal:
            self.refused.emit(refusal)
        elif what == "look":
            self.looked.emit(look(str(words[0]), numbers(str(words[0]))))
        elif what == "prepare":
            folder = words[0]
            assert isinstance(folder, Path)
            kit(folder)
            self.prepared.emit(Prepared(str(folder)))
        else:
            self.ran.emit(ran(*words))

    def answer_all(self) -> None:
        """Answer until nothing is asked any more."""
        while self.asked:
            self.answer()


def numbers(tensor: str) -> np.ndarray:
    """The numbers of an array of the small network."""
    found = next((each for some in TENSORS.values() for each in some if each.name == tensor), None)
    shape = found.shape if found is not None else (6, 1, 5, 5)
    return np.random.default_rng(len(tensor)).normal(size=shape).astype(np.float32)


def kit(folder: Path) -> None:
    """Lay out a network of which only what is said beside its weights is read."""
    (folder / "lenet-5-modern.reads.json").write_text('{"mean": [0.0], "deviation": [255.0]}')
    (folder / "lenet-5-modern.safetensors").write_bytes(b"weights")


def ran(picture: Array, layers: tuple[str, ...], mean: tuple[float, ...], deviation: tuple[float, ...]) -> Ran:
    """Logits that say how light each channel is, as the network sees it; maps that are the picture's rows."""
    seen = (picture.numpy() / 255 - np.reshape(mean, (-1, 1, 1))) / np.reshape(deviation, (-1, 1, 1))
    logits = seen.mean((1, 2))[:3]
    shapes = {layer.name: layer.shape for layer in LAYERS}
    maps = [np.full(shapes[name], place + 1.0, np.float32) for place, name in enumerate(layers)]
    return Ran(Array.of(logits.astype(np.float32)), tuple(map(Array.of, maps)))


class Asked(NamedTuple):
    token: int
    about: Subject
    question: Question
    answered: Answered


class FakeEngine:
    """What `Questions` is to the page: it gives ten logits, of which that of class 7 is the largest."""

    def __init__(self) -> None:
        self._tokens = count()
        self.asked: list[Asked] = []
        self.heard: list[Asked] = []

    def ask(
        self, about: Subject, question: Question, answered: Answered, waits: Waiting = lambda sentence: None
    ) -> int:
        asked = Asked(next(self._tokens), about, question, answered)
        self.asked.append(asked)
        self.heard.append(asked)
        return asked.token

    def stop(self, token: int) -> None:
        self.asked = [each for each in self.asked if each.token != token]

    def answer(self, refusal: str = "") -> None:
        asked = self.asked.pop(0)
        if refusal:
            asked.answered(NoReply(asked.token, refusal))
        elif isinstance(asked.question, ReadMaps):
            shapes = {layer.name: layer.shape for layer in network("lenet-5-modern").layers}
            maps = tuple(Array.of(np.ones(shapes[name], np.float32)) for name in asked.question.layers)
            logits = np.eye(10, dtype=np.float32)[7] * 3
            asked.answered(Reply(asked.token, 0, 1, MapsRead(Array.of(logits), maps)))
        else:
            assert isinstance(asked.question, Explain)
            values = Array.of(np.full((1, 2, 2), 0.5, np.float32))
            asked.answered(Reply(asked.token, 0, 1, Explained(values, values)))

    def answer_all(self) -> None:
        while self.asked:
            self.answer()
