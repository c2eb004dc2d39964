from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.take_away import kept_weights, onnx_file
from desktop.lab.take_away.kept_weights import EDGE, KeptWeights, Shown
from desktop.lab.take_away.taken import Order, metadata
from desktop.lab.take_away.writing import Writing
from engine.contract import events
from engine.contract.spec import StopAt
from scenes.stage.data.recording import Checkpoint, Recording

FORMS = ["PyTorch code with these weights…", "Weights as safetensors…", "Network as ONNX…"]


class Window(QWidget):
    """A window whose menu offers what a run has kept, and which notes what is ordered and told."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.ordered: list[Order] = []
        self.said: list[str] = []
        writing = Writing(self)
        writing.write = self.ordered.append  # type: ignore[method-assign]
        self.weights = KeptWeights(lambda: shown, lambda recording: "“Mine”", writing, self)
        self.weights.told.connect(self.said.append)
        self.measured: list[tuple[Recording, Checkpoint, int]] = []
        self.weights.edge_wanted.connect(lambda *asked: self.measured.append(asked))
        self.menu = QMenu(self)
        self.weights.add_to(self.menu)

    def words(self) -> list[str]:
        return [action.text() for action in self.menu.actions()]

    def choose(self, contestant: str, form: str) -> None:
        inside = next(action.menu() for action in self.menu.actions() if action.text() == contestant)
        assert isinstance(inside, QMenu)
        assert [action.text() for action in inside.actions() if action.text()] == [*FORMS, EDGE]
        next(action for action in inside.actions() if action.text() == form).trigger()


@pytest.fixture
def window(qtbot: QtBot) -> Callable[[Shown], Window]:
    def made(shown: Shown) -> Window:
        widget = Window(shown)
        qtbot.addWidget(widget)
        return widget

    return made


@pytest.fixture
def said(story: SimpleNamespace) -> list[events.Event]:
    """A run of 40 steps that has kept weights after steps 20 and 40."""
    return [*story.run_events(20), story.checkpoint(20), *story.run_events(40)[-22:], story.checkpoint(40)]


def test_each_network_is_offered_with_the_weights_of_the_step_that_is_looked_at(
    window: Callable[[Shown], Window], said: list[events.Event], story: SimpleNamespace
) -> None:
    recording = story.recording_of(said)
    for step, headline in (
        (None, "With the weights after step 40:"),
        (20, "With the weights after step 20:"),
        (27, "With the weights after step 20, the last that are kept before:"),
    ):
        assert window((recording, step)).words() == ["From “Mine”", headline, "Dense net", "CNN"]


def test_what_is_chosen_is_ordered(
    window: Callable[[Shown], Window],
    said: list[events.Event],
    story: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def name(_parent: object, title: str, suggested: str, kind: str) -> tuple[str, str]:
        asked.append(f"{title}, {Path(suggested).name}")
        return str(tmp_path / "mine"), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    made = window((story.recording_of(said), 20))
    for form in FORMS:
        made.choose("CNN", form)
    assert asked == [
        "CNN: PyTorch code with these weights, cnn.py",
        "CNN: Weights as safetensors, cnn.safetensors",
        "CNN: Network as ONNX, cnn.onnx",
    ]
    assert [order.file.name for order in made.ordered] == ["mine.py", "mine.safetensors", "mine.onnx"]
    order = made.ordered[2]
    assert (order.form, order.contestant, order.spec) == ("onnx", story.SPEC.contestants[1], story.SPEC)
    assert order.kept is not None
    assert (order.kept.step, order.kept.layers) == (20, ("conv1", "relu1", "fc"))
    assert order.kept.weights == story.checkpoint(20).weights[1]
    assert (order.kept.mean, order.kept.deviation) == (30.0, 60.0)


def test_what_a_network_costs_is_asked_with_its_run_and_its_weights(
    window: Callable[[Shown], Window], said: list[events.Event], story: SimpleNamespace
) -> None:
    recording = story.recording_of(said)
    made = window((recording, 27))
    made.choose("CNN", EDGE)
    ((of, checkpoint, index),) = made.measured
    assert of is recording
    assert checkpoint is recording.checkpoints[0]
    assert index == 1
    assert not made.ordered


def test_a_network_that_had_left_has_no_weights(window: Callable[[Shown], Window], story: SimpleNamespace) -> None:
    kept = replace(story.checkpoint(20), weights=(None, story.checkpoint(20).weights[1]))
    made = window((story.recording_of([*story.run_events(20), kept]), None))
    assert made.words()[2:] == ["Dense net had left by then. Look at a step before.", "CNN"]
    assert [action.isEnabled() for action in made.menu.actions()] == [False, False, False, True]


def test_why_there_are_none_is_said(window: Callable[[Shown], Window], story: SimpleNamespace) -> None:
    going_on = story.run_events(20)
    large = replace(going_on[0], contestants=tuple(
        replace(each, layers=tuple(replace(layer, parameters=10**6) for layer in each.layers))
        for each in going_on[0].contestants
    ))  # fmt: skip
    for shown, words in (
        (None, kept_weights.NO_RUN),
        (story.recording_of(going_on), kept_weights.NOT_YET),
        (story.recording_of([*going_on, story.finished(20)]), kept_weights.NOT_KEPT),
        (story.recording_of([large]), kept_weights.TOO_LARGE),
    ):
        made = window((shown, None))
        assert made.words() == ([words] if shown is None else ["From “Mine”", words])
        assert not made.menu.actions()[0].isEnabled()


def test_without_the_extra_it_is_said_how_to_get_it(
    window: Callable[[Shown], Window],
    said: list[events.Event],
    story: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(onnx_file, "find_spec", lambda name: None)
    made = window((story.recording_of(said), None))
    made.choose("CNN", FORMS[2])
    assert made.ordered == []
    assert len(made.said) == 1
    assert "needs the extra edge" in made.said[0]


def test_what_was_changed_during_the_run_goes_along(
    window: Callable[[Shown], Window], story: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lr, batch, stop = 2 * story.SPEC.lr, story.SPEC.batch, StopAt(steps=400)
    changed = events.Changed(20, lr, batch, 0, stop, 400)
    said = [*story.run_events(20), story.checkpoint(20), changed, *story.run_events(40)[-22:], story.checkpoint(40)]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(tmp_path / "mine"), asked[-1]))
    made = window((story.recording_of(said), None))
    for form in FORMS:
        made.choose("CNN", form)
    for order in made.ordered:
        assert [(each.step, each.lr, each.batch) for each in order.alterings] == [(20, lr, batch)]
    order = made.ordered[2]
    assert order.kept is not None
    assert '"step":20,"lr":' in metadata(order, order.kept)["changes"]
