from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.runs import storage as recordings
from desktop.training.scene_runs import RunSource, SceneRuns
from desktop.training.session import Phase, TrainingSession
from engine.contract import events
from engine.contract.spec import PRESETS
from scenes.stage.data.recording import Recording

SHIPPED, UNRECORDED = "yellow", "race"


@pytest.fixture
def live(session: TrainingSession) -> SceneRuns:
    return SceneRuns(session)


def events_of(preset: str, story: SimpleNamespace, steps: int) -> list[events.Event]:
    """What an engine says of a run of a preset, except that the networks are the story's."""
    chosen = msgspec.structs.replace(PRESETS[preset].spec, threads=1, validate_every=7, snapshot_every=9)
    return [story.started(chosen), *map(story.tick, range(1, steps + 1))]


def shown(live: SceneRuns, preset: str) -> Recording:
    recording = live.recording(preset)
    assert recording is not None
    return recording


def test_a_recording_that_ships_is_there_at_once(live: SceneRuns) -> None:
    assert live.state(SHIPPED) is RunSource.RECORDED
    assert live.recording(SHIPPED) is live.recording(SHIPPED)
    assert shown(live, SHIPPED).ending is not None


def test_a_preset_without_a_recording(live: SceneRuns) -> None:
    assert live.recording(UNRECORDED) is None
    assert live.state(UNRECORDED) is RunSource.MISSING


def test_a_damaged_recording_is_told_once(live: SceneRuns, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    def damaged(name: str) -> None:
        raise recordings.RecordingError(f"{name} is damaged.")

    monkeypatch.setattr(recordings, "bundled", damaged)
    with qtbot.waitSignal(live.told) as told:
        assert live.recording(SHIPPED) is None
    assert told.args == ["yellow is damaged."]
    with qtbot.assertNotEmitted(live.told):
        assert live.state(SHIPPED) is RunSource.MISSING


@pytest.mark.parametrize("preset", [SHIPPED, UNRECORDED])
def test_training_grows_in_place_of_the_recording(
    live: SceneRuns, client: Any, story: SimpleNamespace, qtbot: QtBot, preset: str
) -> None:
    before = live.recording(preset)
    live.train(preset)
    assert live.state(preset) is RunSource.WAITING
    assert live.recording(preset) is before
    client.say(*events_of(preset, story, 3))
    assert live.state(preset) is RunSource.TRAINING
    qtbot.waitUntil(lambda: live.recording(preset) is not before)
    assert shown(live, preset).step == 3
    with qtbot.waitSignal(live.changed, check_params_cb=lambda name: name == preset):
        client.say(story.tick(4))
    assert shown(live, preset).step == 4
    client.say(story.tick(5), events.Finished("steps", 5, 0.1, 1.0))
    assert (live.state(preset), shown(live, preset).step) == (RunSource.TRAINED, 5)
    live.put_back(preset)
    assert live.recording(preset) is before


def test_a_second_run_does_not_pass_off_the_steps_of_the_first(
    live: SceneRuns, client: Any, story: SimpleNamespace
) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 3))
    live.train(SHIPPED)
    client.say(events.Finished("replaced", 3, 0.1, 1.0), *events_of(SHIPPED, story, 0))
    assert (live.state(SHIPPED), shown(live, SHIPPED).step) == (RunSource.WAITING, 3)
    client.say(story.tick(1))
    assert live.state(SHIPPED) is RunSource.TRAINING


def test_stopping_keeps_what_was_measured(
    live: SceneRuns, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 2))
    live.stop()
    assert client.sent[-1] == events.Stop()
    client.say(events.Finished("stopped", 2, 0.1, 1.0))
    assert (live.state(SHIPPED), shown(live, SHIPPED).step) == (RunSource.TRAINED, 2)


def test_stopping_before_the_run_begins(
    live: SceneRuns, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    live.train(SHIPPED)
    live.stop()
    assert (live.state(SHIPPED), session.phase) == (RunSource.RECORDED, Phase.IDLE)
    client.say(*events_of(SHIPPED, story, 2))
    assert live.state(SHIPPED) is RunSource.RECORDED


def test_a_run_of_the_lab_is_not_a_scene_s(
    live: SceneRuns, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 2))
    session.start(story.SPEC)
    client.say(events.Finished("replaced", 2, 0.1, 1.0), *story.run_events(4))
    assert live.state(SHIPPED) is not RunSource.TRAINING
    assert live.recording(UNRECORDED) is None
    assert session.recording is not None
    assert session.recording is not live.recording(SHIPPED)


def test_another_scene_s_run_takes_the_place(live: SceneRuns, client: Any, story: SimpleNamespace) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 2))
    live.train("twins-8")
    assert live.state("twins-8") is RunSource.WAITING
    assert live.state(SHIPPED) is not RunSource.TRAINING
    client.say(*events_of("twins-8", story, 7), events.Finished("steps", 7, 0.1, 1.0))
    assert (live.state("twins-8"), shown(live, "twins-8").step) == (RunSource.TRAINED, 7)


def test_a_lost_engine_is_told_and_costs_nothing(
    live: SceneRuns, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 3))
    with qtbot.waitSignal(live.told) as told:
        client.fail("The engine was ended", "It was killed.")
    assert told.args[0] == "The engine was ended. It was killed. What was recorded is kept; train it again."
    assert (live.state(SHIPPED), shown(live, SHIPPED).step) == (RunSource.TRAINED, 3)


def test_where_nothing_was_recorded_nothing_is_said_to_be_kept(live: SceneRuns, client: Any, qtbot: QtBot) -> None:
    live.train(SHIPPED)
    with qtbot.waitSignal(live.told) as told:
        client.fail("The engine was ended", "It was killed.")
    assert told.args[0] == "The engine was ended. It was killed."


def test_nobody_looks_at_a_run_that_is_over(
    live: SceneRuns, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    live.train(SHIPPED)
    client.say(*events_of(SHIPPED, story, 3))
    assert live._timer.isActive()
    client.say(story.finished(3))
    assert not live._timer.isActive()
