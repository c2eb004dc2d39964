"""Runs that nobody trained and engines that are scripts of a few lines, for the lab's tests."""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs import adapter
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.training.blocking_engine import EngineCommand
from desktop.training.engine_process import Breakdown, EngineState
from desktop.training.session import TrainingSession
from engine.contract import events
from engine.contract.spec import CNN, DENSE, PRESETS, RunSpec, about
from scenes.stage.data.recording import Recording

SPEC = PRESETS["race"].spec
DENSE_LAYERS = (
    events.Layer("fc1", "dense", "784 to 64", (64,), 50240, 50176),
    events.Layer("relu1", "relu", "ReLU", (64,), 0, 0),
    events.Layer("fc2", "dense", "64 to 10", (10,), 650, 640),
)
CNN_LAYERS = (
    events.Layer("conv1", "conv", "8 filters 5x5, padding 2", (8, 28, 28), 208, 156800),
    events.Layer("relu1", "relu", "ReLU", (8, 28, 28), 0, 0),
    events.Layer("fc", "dense", "6272 to 10", (10,), 62730, 62720),
)


def started(spec: RunSpec = SPEC, total: int = 400) -> events.Started:
    data = about(spec.data)
    return events.Started(
        spec=spec,
        contestants=(
            events.ContestantInfo("Dense net", DENSE.network, DENSE_LAYERS, 50890, 50816),
            events.ContestantInfo("CNN", CNN.network, CNN_LAYERS, 62938, 219520),
        ),
        classes=data.classes,
        train_count=data.train,
        validation_count=data.validation,
        mean=30.0,
        deviation=60.0,
        steps_per_epoch=133,
        total_steps=total,
        threads=1,
        device="cpu",
        labels=events.Array.of(labels(data.validation, len(data.classes))),
    )


def labels(count: int, classes: int = 10) -> np.ndarray:
    """The classes take turns."""
    return np.resize(np.arange(classes, dtype=np.uint8), count)


def predicted(step: int, *wrong: dict[int, tuple[int, float]] | None, count: int = 500) -> events.Predicted:
    """Each contestant is right but for some pictures, which it takes for a class with a loss; None has left."""

    def said(mistakes: dict[int, tuple[int, float]]) -> events.Predictions:
        classes, losses = labels(count), np.full(count, 0.125, np.float16)
        for index, (taken, loss) in mistakes.items():
            classes[index], losses[index] = taken, loss
        sure = np.full(count, 204, np.uint8)
        return events.Predictions(*map(events.Array.of, (classes, sure, losses)))

    return events.Predicted(step, tuple(said(each) if each is not None else None for each in wrong))


def tick(step: int, lr: float = 0.003, loss: float | None = None) -> events.Tick:
    """The dense net's loss falls as 2.3 / step; the CNN's norms are 1/step and 10/step."""
    dense = events.StepResult(2.3 / step if loss is None else loss, 0.5, (1.0, 2.0))
    cnn = events.StepResult(2.0 / step, 0.75, (1.0 / step, 10.0 / step))
    return events.Tick(step, step / 133, lr, 64, min(1.0, step / 400), step * 0.01, (dense, cnn))


def validated(step: int) -> events.Validated:
    return events.Validated(step, step / 133, 500, (events.Score(1.0, 0.4), events.Score(0.5, 0.8)))


def finished(step: int) -> events.Finished:
    return events.Finished("steps", step, step / 133, step * 0.01)


def view(layers: tuple[events.Layer, ...], filters: tuple[int, ...], seed: int) -> events.View:
    rng = np.random.default_rng(seed)

    def numbers(shape: tuple[int, ...]) -> events.Array:
        return events.Array.of(rng.normal(size=shape).astype(np.float32))

    odds = rng.random(10).astype(np.float32)
    maps = tuple(numbers(layer.shape) for layer in layers)
    return events.View(numbers(filters), numbers(filters[:1]), maps, numbers((10,)), events.Array.of(odds / odds.sum()))


def snapshot(step: int, probe: int = 0, label: int = 3) -> events.Snapshot:
    picture = np.random.default_rng(probe).integers(0, 256, (1, 28, 28)).astype(np.uint8)
    views = (view(DENSE_LAYERS, (64, 1, 28, 28), step), view(CNN_LAYERS, (8, 1, 5, 5), step))
    return events.Snapshot(step, step / 133, probe, events.Array.of(picture), label, views)


def checkpoint(step: int) -> events.Checkpoint:
    """The dense net's weights are all `step`, the CNN's half of it."""

    def weights(value: float) -> events.Weights:
        return {"fc.weight": events.Array.of(np.full((10, 4), value, np.float32))}

    return events.Checkpoint(step, (weights(step), weights(step / 2)))


def run_events(steps: int, every: int = 20) -> list[events.Event]:
    """What an engine says of a run of so many steps, from its start on."""
    said: list[events.Event] = [started(), validated(0), snapshot(0)]
    for step in range(1, steps + 1):
        said.append(tick(step))
        if step % every == 0:
            said += [validated(step), snapshot(step)]
    return said


def recording_of(said: list[events.Event]) -> Recording:
    first = said[0]
    assert isinstance(first, events.Started)
    recording = adapter.begin(first)
    for event in said[1:]:
        recording = adapter.add(recording, event)
    return recording


class FakeClient(QObject):
    """A client without a process: it notes what is sent, and says what a test makes it say."""

    received = Signal(list)
    stage_changed = Signal()
    broke = Signal(Breakdown)

    def __init__(self) -> None:
        super().__init__()
        self.stage = EngineState.DOWN
        self.sent: list[events.Command] = []
        self.failures: list[tuple[str, str]] = []
        self.starts = 0

        self.elsewhere = ""

    def move(self, command: str) -> None:
        self.elsewhere = command

    def start(self) -> None:
        if self.stage is EngineState.DOWN:
            self.starts += 1
            self.stage = EngineState.READY
            self.stage_changed.emit()

    def restart(self) -> None:
        self.shutdown()
        self.start()

    def shutdown(self) -> None:
        self.stage = EngineState.DOWN

    def send(self, command: events.Command) -> None:
        self.sent.append(command)

    def fail(self, headline: str, sentence: str) -> None:
        self.failures.append((headline, sentence))
        self.stage = EngineState.DOWN
        self.broke.emit(Breakdown(headline, sentence, "details"))

    def say(self, *said: events.Event) -> None:
        self.received.emit(list(said))


@pytest.fixture
def story() -> types.SimpleNamespace:
    """The makers of synthetic runs in this file, by name."""
    makers = (started, tick, validated, predicted, snapshot, checkpoint, finished, view, run_events, recording_of)
    return types.SimpleNamespace(SPEC=SPEC, **{maker.__name__: maker for maker in makers})


@pytest.fixture
def client(qapp: object) -> FakeClient:
    return FakeClient()


@pytest.fixture
def session(client: FakeClient) -> TrainingSession:
    return TrainingSession(client)  # type: ignore[arg-type]


@pytest.fixture
def library(session: TrainingSession, tmp_path: Path) -> Iterator[Library]:
    """A library in a folder that isn't there yet, which keeps what the session lets go of."""
    made = Library(tmp_path / "home" / "runs")
    session.let_go.connect(made.keep)
    yield made
    made.close()


@pytest.fixture
def looks(qapp: object) -> Appearance:
    return Appearance()


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library) -> Iterator[LabPage]:
    """The lab at 1280x720, in view; there is no run yet."""
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


@pytest.fixture
def script(root: Path) -> Callable[[str], EngineCommand]:
    """Return ``script(body)``: the command line of an engine whose life is `body`, with `say` and `listen` at hand."""
    prelude = """
import os, signal, sys, time
from engine.contract import events, wire

def say(*messages):
    for message in messages:
        os.write(1, wire.frame(message))

def listen():
    decoder = wire.command_decoder()
    while data := os.read(0, 65536):
        yield from decoder.feed(data)

hello = events.Hello(events.PROTOCOL, {})
ready = events.Ready((events.Device("cpu", "CPU", True),), 1, 0.1)
"""

    def command(body: str) -> EngineCommand:
        environment = {**os.environ, "PYTHONPATH": str(root)}
        return EngineCommand(sys.executable, ["-c", prelude + body], environment)

    return command
