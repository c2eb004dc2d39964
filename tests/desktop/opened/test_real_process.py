"""Real files through the real process, and the engine behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from desktop.model_files.opener import Opener
from desktop.opened.page import OpenedPage
from desktop.theme.appearance import Appearance
from desktop.training.engine_process import EngineProcess
from desktop.training.questions import Questions
from desktop.training.session import TrainingSession
from scenes.real_network.knobs import Knobs as WalkKnobs
from scenes.stage.data.reading import Kit
from tests.desktop.opened.fakes import FakeEngine


def shown(qtbot: QtBot, page: OpenedPage) -> OpenedPage:
    qtbot.addWidget(page)
    page.resize(1280, 690)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, engine: FakeEngine) -> Iterator[OpenedPage]:
    made = shown(qtbot, OpenedPage(looks, engine, Opener))
    yield made
    made.shutdown()


def test_bare_arrays_are_looked_at(page: OpenedPage, qtbot: QtBot, tmp_path: Path) -> None:
    weights = np.random.default_rng(1).normal(size=(5, 3, 3, 3)).astype(np.float32)
    weights[0, 0, 0, 0] = np.inf
    save_file({"enc.weight": weights, "enc.bias": np.zeros(5, np.float32)}, tmp_path / "net.safetensors")
    page.open(tmp_path / "net.safetensors")
    qtbot.waitUntil(lambda: page.numbers.histogram is not None, timeout=20_000)
    assert page.numbers.values is not None
    assert np.array_equal(page.numbers.values, weights)
    assert "134 numbers" in page.card.counts.text()
    assert "1 number can’t be drawn" in page.card.counts.text()
    assert not page.tries.isVisible()


def test_what_is_no_network_is_a_sentence(page: OpenedPage, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[str] = []
    page.message.connect(told.append)
    (tmp_path / "net.safetensors").write_bytes(b"nothing of the kind")
    page.open(tmp_path / "net.safetensors")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert len(told) == 1
    assert told[0].startswith("net.safetensors")
    assert page.intro.isVisible()


def test_an_onnx_network_answers(page: OpenedPage, qtbot: QtBot, tmp_path: Path) -> None:
    weights = np.zeros((4, 3, 3, 3), np.float32)
    weights[1, 0, 1, 1] = 1  # class 2 is how red the picture is
    nodes = [
        helper.make_node("Conv", ["picture", "w"], ["maps"], "conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("GlobalAveragePool", ["maps"], ["means"], "gap"),
        helper.make_node("Flatten", ["means"], ["logits"], "flat"),
    ]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("picture", [1, 3, 16, 16]), ("logits", [1, 4]))
    ]
    graph = helper.make_graph(nodes, "net", ends[:1], ends[1:], [numpy_helper.from_array(weights, "w")])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(made, str(tmp_path / "net.onnx"))
    page.open(tmp_path / "net.onnx")
    qtbot.waitUntil(lambda: len(page.trial.guesses) == 4, timeout=30_000)
    page.opened.use_standard(next(each for each in page.opened.standards if each.title == "From 0 to 1"))
    page.tries.sources.show_pixels(np.full((3, 20, 20), [[[255]], [[0]], [[0]]], np.uint8))
    qtbot.waitUntil(lambda: not page.trial.stale and page.trial.guesses[0].place == 1, timeout=20_000)
    powers = np.exp([0.0, 1.0, 0.0, 0.0])
    assert page.trial.guesses[0].share == pytest.approx(powers[1] / powers.sum(), abs=1e-5)
    assert page.trial.maps is not None
    assert page.trial.maps[1].shape == (4, 16, 16)


@pytest.mark.slow
def test_the_network_that_ships_knows_the_coffee_and_can_be_walked_through(
    qapp: object, qtbot: QtBot, looks: Appearance
) -> None:
    client = EngineProcess()
    client.start()
    session = TrainingSession(client)
    page = shown(qtbot, OpenedPage(looks, Questions(session), Opener))
    wanted: list[object] = []
    page.scene_wanted.connect(wanted.append)
    page.open_example()
    qtbot.waitUntil(lambda: page.trial.sight is not None, timeout=90_000)
    assert page.trial.guesses[0].name == "espresso"
    assert page.trial.guesses[0].share > 0.8
    assert page.trial.sight is not None
    assert page.trial.sight.shape == (7, 7)
    page.walk.click()
    knobs = WalkKnobs(**dict(wanted[0].values))  # type: ignore[attr-defined]
    assert isinstance(knobs.of, Kit)
    assert knobs.problem() is None
    page.shutdown()
    session.close()
