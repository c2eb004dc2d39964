from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.training.engine_process import EngineState
from desktop.training.session import Phase, TrainingSession
from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from scenes.stage.data.recording import Ending, Recording


def begin(session: TrainingSession, client: Any, story: SimpleNamespace, steps: int = 5) -> None:
    session.start(story.SPEC)
    client.say(*story.run_events(steps))


def test_a_run_from_start_to_finish(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    assert session.phase is Phase.IDLE
    session.start(story.SPEC)
    assert (session.phase, client.sent) == (Phase.QUEUED, [events.Start(story.SPEC)])
    client.say(*story.run_events(5))
    assert session.phase is Phase.RUNNING
    session.pause()
    client.say(events.Paused(5))
    assert session.phase is Phase.PAUSED
    session.resume()
    client.say(events.Resumed(5), story.tick(6), events.Finished("steps", 6, 0.1, 1.0))
    assert session.phase is Phase.OVER
    assert session.recording is not None
    assert session.recording.step == 6


def test_starting_starts_the_engine(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    session.start(story.SPEC)
    assert client.starts == 1


def test_one_batch_begins_a_paused_run_where_there_is_none(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.one_batch(story.SPEC)
    assert client.sent == [events.Start(story.SPEC, paused=True), events.Step()]
    client.say(story.started(), events.Paused(0), story.tick(1), events.Paused(1))
    session.one_batch(story.SPEC)
    assert client.sent[2:] == [events.Step()]
    assert session.phase is Phase.PAUSED


def test_settings_go_to_a_run_in_progress_only(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    session.set_lr(0.1)
    assert client.sent == []
    begin(session, client, story)
    session.set_lr(0.1)
    session.set_batch(32)
    session.set_probe(4)
    session.set_stop(StopAt(steps=9))
    assert client.sent[1:] == [
        events.SetLearningRate(0.1),
        events.SetBatch(32),
        events.SetProbe(4),
        events.SetStop(StopAt(steps=9)),
    ]
    client.say(events.Changed(5, 0.1, 32, 4, StopAt(steps=9), 9))
    assert session.spec is not None
    assert (session.spec.lr, session.spec.batch, session.spec.probe) == (0.1, 32, 4)


def test_of_other_settings_a_run_takes_at_once_what_it_can(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    begin(session, client, story)
    changed = replace(story.SPEC, lr=0.1, batch=32, probe=4, stop=StopAt(steps=9), seed=8)
    session.follow(changed, story.SPEC)
    assert client.sent[1:] == [
        events.SetProbe(4),
        events.SetLearningRate(0.1),
        events.SetBatch(32),
        events.SetStop(StopAt(steps=9)),
    ]
    client.sent.clear()
    session.follow(changed, changed)
    digits = PRESETS["digits"].spec
    session.follow(digits, changed)
    session.follow(replace(digits, lr=0.2, probe=5), digits)
    session.follow(replace(story.SPEC, lr=0.2, probe=4), digits)
    assert client.sent == [events.SetProbe(4)], "the picture of its own data only"


def test_a_run_that_is_over_looks_at_other_pictures(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    begin(session, client, story)
    client.say(events.Finished("steps", 5, 0.1, 1.0))
    session.set_lr(0.1)
    session.set_probe(4)
    assert client.sent[1:] == [events.SetProbe(4)]
    client.say(events.Changed(5, 0.003, 64, 4, StopAt(steps=5), 5), story.snapshot(5, probe=4))
    assert session.phase is Phase.OVER
    assert session.spec is not None
    assert session.spec.probe == 4
    assert session.recording is not None
    assert session.recording.snapshots[-1].probe == 4
    assert session.recording.upto(5).snapshots[-1].probe == 4
    assert session.recording.ending is not None


@pytest.mark.parametrize("loss", ["diverged", "failed", "refused", "lost", "reset"])
def test_networks_that_are_gone_are_not_asked(
    session: TrainingSession, client: Any, story: SimpleNamespace, loss: str
) -> None:
    begin(session, client, story)
    assert session.can_look
    if loss == "failed":
        client.say(events.Failed("Out of memory.", fatal=True))
    else:
        client.say(events.Finished("diverged" if loss == "diverged" else "steps", 5, 0.1, 1.0))
    if loss == "refused":
        session.start(story.SPEC)
        assert session.can_look
        client.say(events.Failed("There is no GPU here.", fatal=True))
    elif loss == "lost":
        client.fail("The engine was ended", "It was killed.")
    elif loss == "reset":
        session.reset()
    before = list(client.sent)
    session.set_probe(4)
    assert not session.can_look
    assert client.sent == before
    client.say(story.snapshot(5, probe=4))
    assert session.recording is None or session.recording.snapshots[-1].probe == 0


def test_reset_forgets_and_ignores_what_still_comes(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    begin(session, client, story)
    session.reset()
    client.say(story.tick(6), events.Finished("stopped", 6, 0.1, 1.0))
    assert (session.phase, session.recording) == (Phase.IDLE, None)
    assert client.sent[-1] == events.Stop()


def test_a_run_that_was_replaced_before_it_began_is_not_recorded(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    begin(session, client, story)
    session.start(story.SPEC)
    session.reset()
    session.start(story.SPEC)
    client.say(story.tick(6), events.Finished("stopped", 6, 0.1, 1.0))
    client.say(*story.run_events(3), events.Finished("stopped", 3, 0.1, 1.0))
    assert (session.phase, session.recording) == (Phase.QUEUED, None)
    client.say(*story.run_events(2))
    assert session.phase is Phase.RUNNING
    assert session.recording is not None
    assert session.recording.step == 2


def test_a_new_run_replaces_one_in_progress(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    begin(session, client, story)
    session.start(story.SPEC)
    client.say(story.tick(6), events.Finished("stopped", 6, 0.1, 1.0))
    assert session.phase is Phase.QUEUED
    assert session.recording is not None
    assert session.recording.ending is not None
    client.say(*story.run_events(1))
    assert (session.phase, session.recording.step) == (Phase.RUNNING, 1)


def test_a_run_that_was_refused_leaves_the_old_recording(
    session: TrainingSession, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(session, client, story)
    client.say(events.Finished("steps", 5, 0.1, 1.0))
    session.start(story.SPEC)
    with qtbot.waitSignal(session.told) as told:
        client.say(events.Failed("There is no GPU here.", fatal=True))
    assert told.args == ["There is no GPU here."]
    assert session.phase is Phase.OVER
    assert session.recording is not None
    session.start(story.SPEC)
    client.say(*story.run_events(1))
    assert session.phase is Phase.RUNNING


def test_a_refused_setting_does_not_end_the_run(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    begin(session, client, story)
    client.say(events.Failed("The learning rate is out of range.", fatal=False))
    assert session.phase is Phase.RUNNING


def test_a_run_that_failed_is_over(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    begin(session, client, story)
    client.say(events.Failed("Out of memory.", fatal=True))
    assert session.phase is Phase.OVER
    begin(session, client, story)
    assert session.phase is Phase.RUNNING


def test_an_error_inside_the_engine_comes_with_its_details(
    session: TrainingSession, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    begin(session, client, story)
    with qtbot.assertNotEmitted(session.told), qtbot.waitSignal(session.broke) as broke:
        client.say(events.Failed("Something broke inside.", "Traceback ...", fatal=True))
    assert broke.args[0].sentence == "Something broke inside."
    assert "Traceback" in broke.args[0].details
    assert session.phase is Phase.OVER


def test_events_that_do_not_fit_the_run_are_a_breakdown(
    session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    begin(session, client, story)
    client.say(story.tick(3))
    assert client.failures[0][0] == "The engine sent something that makes no sense"
    assert session.phase is Phase.OVER
    assert session.recording is not None
    assert session.recording.step == 5


@pytest.mark.parametrize("steps", [0, 5])
def test_a_lost_engine_leaves_the_recording(
    session: TrainingSession, client: Any, story: SimpleNamespace, steps: int
) -> None:
    if steps:
        begin(session, client, story, steps)
    else:
        session.start(story.SPEC)
    client.fail("The engine was ended", "It was killed.")
    assert session.phase is (Phase.OVER if steps else Phase.IDLE)
    assert (session.recording is not None) == bool(steps)
    session.restart_engine()
    assert client.stage is EngineState.READY
    begin(session, client, story, 2)
    assert session.recording is not None
    assert (session.phase, session.recording.step) == (Phase.RUNNING, 2)


def test_restarting_a_live_engine_ends_the_run(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    begin(session, client, story)
    session.restart_engine()
    assert session.phase is Phase.OVER


def test_devices_and_notices_are_kept(session: TrainingSession, client: Any, story: SimpleNamespace) -> None:
    cpu = events.Device("cpu", "CPU", True)
    client.say(events.Ready((cpu,), 1, 0.5))
    begin(session, client, story)
    client.say(events.Notice("One thread from here on."))
    assert session.devices == (cpu,)
    assert session.notices == ["One thread from here on."]


@pytest.mark.parametrize("end", ["reset", "begin"])
def test_notices_are_those_of_the_run(session: TrainingSession, client: Any, story: SimpleNamespace, end: str) -> None:
    begin(session, client, story)
    client.say(events.Notice("One thread from here on."), events.Finished("steps", 5, 0.1, 1.0))
    if end == "reset":
        session.reset()
    else:
        begin(session, client, story)
    assert session.notices == []


@pytest.fixture
def let_go(session: TrainingSession) -> list[Recording]:
    found: list[Recording] = []
    session.let_go.connect(found.append)
    return found


def test_a_finished_run_is_let_go_once(
    session: TrainingSession, client: Any, story: SimpleNamespace, let_go: list[Recording]
) -> None:
    begin(session, client, story)
    assert let_go == []
    client.say(story.finished(5), story.snapshot(5, probe=2))
    assert [each.ending is not None and each.ending.reason for each in let_go] == ["steps"]
    session.reset()
    begin(session, client, story, 3)
    assert len(let_go) == 1


@pytest.mark.parametrize("end", ["reset", "close"])
def test_a_run_that_the_user_ends_is_let_go_as_stopped(
    session: TrainingSession, client: Any, story: SimpleNamespace, let_go: list[Recording], end: str
) -> None:
    begin(session, client, story)
    getattr(session, end)()
    getattr(session, end)()
    (found,) = let_go
    assert found.ending == Ending("stopped", 5, 5 / 133, 0.05)


def test_a_run_that_gives_way_is_let_go(
    session: TrainingSession, client: Any, story: SimpleNamespace, let_go: list[Recording]
) -> None:
    begin(session, client, story)
    session.start(story.SPEC)
    client.say(story.tick(6), events.Finished("stopped", 6, 0.1, 1.0))
    assert [each.step for each in let_go] == [6]
    client.say(*story.run_events(1))
    assert len(let_go) == 1


@pytest.mark.parametrize("how", ["engine", "run", "restart"])
def test_a_run_that_breaks_off_is_let_go_without_an_end(
    session: TrainingSession, client: Any, story: SimpleNamespace, let_go: list[Recording], how: str
) -> None:
    begin(session, client, story)
    if how == "engine":
        client.fail("The engine was ended", "It was killed.")
    elif how == "run":
        client.say(events.Failed("It broke.", fatal=True, details="details"))
    else:
        session.restart_engine()
    assert [(each.step, each.ending) for each in let_go] == [(5, None)]
    session.close()
    assert len(let_go) == 1
