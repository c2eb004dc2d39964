from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.opened.model.opened import Opened
from desktop.opened.model.trial import Trial
from engine.contract.questions import Explain, ReadMaps
from tests.desktop.opened.fakes import LAYERS, SIDE, FakeEngine, FakeOpener, contents, fitting


def picture(light: int, side: int = SIDE, channels: int = 3) -> np.ndarray:
    found = np.zeros((channels, side, side), np.uint8)
    found[light % channels] = 200
    return found


@pytest.fixture
def trial(opened: Opened, engine: FakeEngine) -> Trial:
    return Trial(opened, engine)


@pytest.fixture
def by_onnx(opened: Opened, openers: list[FakeOpener], trial: Trial, tmp_path: Path) -> FakeOpener:
    opened.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    return openers[0]


@pytest.fixture
def by_engine(opened: Opened, openers: list[FakeOpener], trial: Trial, tmp_path: Path) -> FakeOpener:
    opened.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer()
    return openers[0]


def test_onnx_answers_with_classes_and_maps(trial: Trial, by_onnx: FakeOpener) -> None:
    trial.read(LAYERS[0])
    trial.look(picture(1))
    by_onnx.answer()
    assert trial.guesses[0].name == "bee"
    assert sum(guess.share for guess in trial.guesses) == pytest.approx(1)
    assert trial.maps is not None
    layer, maps = trial.maps
    assert (layer.name, maps.shape) == ("conv1", (4, 8, 8))
    assert trial.sight is None
    assert trial.looker is None


def test_of_pictures_that_come_meanwhile_the_last_counts(trial: Trial, by_onnx: FakeOpener) -> None:
    for light in range(3):
        trial.look(picture(light))
    assert len(by_onnx.asked) == 1
    by_onnx.answer()
    assert trial.stale, "it is an answer about the first one"
    by_onnx.answer()
    assert not trial.stale
    assert trial.guesses[0].name == "cat"
    assert by_onnx.asked == []


def test_maps_of_another_layer_are_gone_at_once(trial: Trial, by_onnx: FakeOpener) -> None:
    trial.read(LAYERS[0])
    trial.look(picture(0))
    by_onnx.answer()
    trial.read(LAYERS[2])
    assert trial.maps is None
    assert trial.stale
    by_onnx.answer()
    assert trial.maps is not None
    assert trial.maps[0] is LAYERS[2]


def test_another_standard_asks_anew(opened: Opened, trial: Trial, by_onnx: FakeOpener) -> None:
    trial.look(picture(0))
    by_onnx.answer()
    first = trial.guesses[0].share
    opened.use_standard(opened.standards[1])
    assert trial.stale
    by_onnx.answer()
    assert trial.guesses[0].share < first, "the differences are less there"


def test_a_refusal_is_told_and_not_asked_again(trial: Trial, by_onnx: FakeOpener) -> None:
    trial.look(picture(0))
    by_onnx.answer("The operator is not known.")
    assert trial.refused == "The operator is not known."
    assert trial.guesses == ()
    assert by_onnx.asked == []


def test_a_picture_of_another_shape_is_not_asked_about(trial: Trial, by_onnx: FakeOpener) -> None:
    trial.look(picture(0, SIDE + 1))
    assert by_onnx.asked == []


def test_the_engine_answers_and_then_tells_where_it_looks(
    trial: Trial, by_engine: FakeOpener, engine: FakeEngine
) -> None:
    assert by_engine.asked == []
    trial.look(picture(0, 32, 1))
    assert isinstance(engine.asked[0].question, ReadMaps)
    engine.answer()
    assert trial.guesses[0].place == 7
    question = engine.asked[0].question
    assert isinstance(question, Explain)
    assert trial.looker is not None
    assert (question.of, question.layer, question.lens) == (7, trial.looker.name, "grad-cam")
    assert trial.sight is None
    engine.answer()
    assert trial.sight is not None
    assert trial.sight.shape == (2, 2)


def test_another_class_can_be_explained_and_the_first_one_again(
    trial: Trial, by_engine: FakeOpener, engine: FakeEngine
) -> None:
    trial.look(picture(0, 32, 1))
    engine.answer_all()
    trial.explain(2)
    assert trial.place == 2
    assert trial.sight is None, "what is known is about another class"
    engine.answer_all()
    assert trial.sight is not None
    trial.explain(2)
    assert trial.place == 7


def test_another_network_forgets_all(
    opened: Opened, openers: list[FakeOpener], trial: Trial, by_onnx: FakeOpener, tmp_path: Path
) -> None:
    trial.look(picture(0))
    by_onnx.answer()
    opened.open(tmp_path / "other.onnx")
    openers[1].opened.emit(contents(tmp_path, name="other.onnx"))
    assert trial.guesses == ()
    openers[1].answer_all()
    assert trial.guesses
