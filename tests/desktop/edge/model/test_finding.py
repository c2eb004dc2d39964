"""What is behind a network that can be chosen: weights that ship, of a kept run, of an opened file, or by chance."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from desktop.edge.measuring.in_torch import subject
from desktop.edge.measuring.words import OfFile, OfKit
from desktop.edge.measuring.words import OfRun as RunSource
from desktop.edge.model.finding import SEED, FindingError, found
from desktop.edge.model.networks import Network, OfRun, all_networks, drawn, has_gates, of_file, of_run, shipped
from desktop.edge.model.subject import Subject
from desktop.runs.library import Library
from engine.contract.questions import Stored
from engine.contract.spec import PRESETS
from scenes.stage.data import networks
from tests.desktop.fake_runs import story

__all__ = ["story"]


@pytest.fixture
def key(library: Library, story: SimpleNamespace, qtbot: QtBot) -> str:
    """The key of a kept run of two networks, with weights after steps 20 and 40."""
    said = [*story.run_events(20), story.checkpoint(20), *story.run_events(40)[-22:], story.checkpoint(40)]
    library.keep(story.recording_of([*said, story.finished(40)]))
    return library.runs[0].key


def test_what_ships_is_a_kit_with_its_own_weights_and_others_have_weights_by_chance(library: Library) -> None:
    assert found(shipped(), library).source == OfKit("efficientnet-lite0")
    (b0,) = (each for each in drawn() if each.title == "EfficientNet-B0")
    assert found(b0, library) == (OfKit("efficientnet-b0", drawn=SEED), True)


def test_of_a_run_the_weights_of_its_step_are_found(library: Library, key: str) -> None:
    for step, kept_at in ((None, 40), (20, 20), (27, 20)):
        source, gates = found(of_run(library.runs[0], 1, step), library)
        assert isinstance(source, RunSource)
        assert source.order.kept is not None
        assert source.order.kept.step == kept_at
        assert source.order.contestant.name == "CNN"
        asked = subject(source)
        assert isinstance(asked, Stored)
        assert asked.weights["fc.weight"].numpy()[0, 0] == kept_at / 2
        assert gates is False


def test_a_run_without_weights_or_that_is_gone_is_refused_in_a_sentence(
    library: Library, story: SimpleNamespace, key: str
) -> None:
    with pytest.raises(FindingError, match="not there any more"):
        found(Network("gone", OfRun("gone", 0), "run"), library)
    library.keep(story.recording_of([*story.run_events(20), story.finished(20)]))
    newest = next(run for run in library.runs if run.key != key and not run.shipped)
    with pytest.raises(FindingError, match="No weights were kept of this run"):
        found(of_run(newest, 0), library)


def test_an_opened_network_is_taken_by_its_description_or_as_its_file(library: Library, tmp_path: Path) -> None:
    onnx = tmp_path / "mine.onnx"
    assert found(of_file(Subject("mine.onnx", onnx=onnx)), library) == (OfFile(str(onnx)), None)
    described = of_file(Subject("mine.onnx", "se-resnet-50", tmp_path, onnx))
    assert found(described, library) == (OfKit("se-resnet-50", str(tmp_path)), True)
    fits = of_file(Subject("mine.onnx", "resnet-18", None, onnx))
    assert found(fits, library) == (OfFile(str(onnx)), None), "its weights are in the file only"
    with pytest.raises(FindingError, match="can’t be run"):
        found(of_file(Subject("mine.pth")), library)


def test_the_list_has_the_users_runs_and_none_that_ship(library: Library, key: str) -> None:
    titles = [each.title for each in all_networks(library.runs) if each.group == "run"]
    assert len(titles) == 2
    assert titles[1].startswith("CNN of “")
    assert any(run.shipped for run in library.runs)


def test_gates_are_found_in_descriptions_and_in_built_networks() -> None:
    gated = {each.name for each in networks.networks() if has_gates(each)}
    assert gated == {"se-resnet-50", *(f"efficientnet-b{size}" for size in range(8))}
    assert PRESETS["gates"].spec.contestants[1].network.squeeze > 0  # type: ignore[union-attr]
