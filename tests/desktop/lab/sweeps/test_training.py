"""A sweep in the window: read, trained, stopped and gone on with; nobody waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.sweeps.training import SweepTraining
from engine.contract import events
from engine.contract.sweeps.folder import TABLE, SweepFolder
from engine.contract.sweeps.messages import AllTrained, RunFailed, RunTrained, TrainAll, Training
from tests.desktop.fake_runs import FakeClient
from tests.desktop.lab.sweeps.conftest import Tape


@pytest.fixture
def training(client: FakeClient) -> Iterator[SweepTraining]:
    made = SweepTraining(engine=client)  # type: ignore[arg-type]
    yield made
    made.close()


def asked(client: FakeClient) -> TrainAll:
    found = [command for command in client.sent if isinstance(command, TrainAll)]
    return found[-1]


def test_it_trains_what_is_missing(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder, tape_of: Tape
) -> None:
    folder.add(0, tape_of(folder.runs[0]))
    training.show(SweepFolder(folder.path, folder.sweep))
    training.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    assert training.folder is not None
    assert sorted(training.folder.outcomes) == [0]
    assert asked(client) == TrainAll(folder.runs[1:], "here")
    with qtbot.waitSignal(training.advanced) as told:
        client.say(Training(0.5, (0,)))
    assert told.args == [0.5]
    client.say(*(RunTrained(index, tape_of(folder.runs[index + 1])) for index in range(5)), AllTrained("done"))
    assert not training.running
    assert training.folder.missing == ()
    assert (folder.path / TABLE).read_text().count("\n") == 1 + 2 * 6
    qtbot.waitUntil(lambda: client.stage.name == "DOWN")


def test_stop_keeps_what_is_done_and_start_goes_on(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder, tape_of: Tape
) -> None:
    training.show(folder)
    training.start("ray")
    qtbot.waitUntil(lambda: bool(client.sent))
    client.say(RunTrained(2, tape_of(folder.runs[2])))
    training.stop()
    assert isinstance(client.sent[-1], events.Stop)
    assert not training.running
    client.say(RunTrained(3, tape_of(folder.runs[3])))  # too late
    assert sorted(folder.outcomes) == [2]
    training.start()
    assert asked(client) == TrainAll(tuple(run for index, run in enumerate(folder.runs) if index != 2), "here")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (AllTrained("failed", "There is no cluster."), "There is no cluster."),
        (events.Failed("PyTorch is missing."), "PyTorch is missing."),
    ],
)
def test_why_it_can_t_go_on_is_told(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder, said: events.Event, sentence: str
) -> None:
    training.show(folder)
    training.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    with qtbot.waitSignal(training.told) as told:
        client.say(said)
    assert told.args == [sentence]
    assert not training.running


def test_a_run_that_fails_is_told_by_its_name(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder
) -> None:
    training.show(folder)
    training.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    with qtbot.waitSignal(training.told) as told:
        client.say(RunFailed(1, "No memory."))
    assert told.args == ["learning rate 0.001, seed 2: No memory."]
    assert training.running


def test_a_lost_engine_keeps_what_was_trained(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder, tape_of: Tape
) -> None:
    training.show(folder)
    training.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    client.say(RunTrained(0, tape_of(folder.runs[0])))
    with qtbot.waitSignal(training.told) as told:
        client.fail("The engine ended", "It broke.")
    assert "What was trained is kept" in told.args[0]
    assert sorted(folder.outcomes) == [0]
    assert not training.running


def test_what_is_no_tape_ends_it_with_a_sentence(
    qtbot: QtBot, training: SweepTraining, client: FakeClient, folder: SweepFolder
) -> None:
    training.show(folder)
    training.start()
    qtbot.waitUntil(lambda: bool(client.sent))
    with qtbot.waitSignal(training.told) as told:
        client.say(RunTrained(0, b"nothing"))
    assert "no recording" in told.args[0]
    assert not training.running
