"""The lab with the real engine, in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.networks import opening
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import nets
from desktop.lab.networks.pointing import Pointed
from desktop.training.engine_process import EngineProcess, EngineState
from desktop.training.scene_runs import RunSource, SceneRuns
from desktop.training.session import Phase, TrainingSession
from engine.contract.spec import PRESETS, RunSpec, StopAt, parameters
from scenes.convolution.computed import layer
from scenes.convolution.knobs import Knobs
from scenes.stage.data.recording import Recording

pytestmark = pytest.mark.slow
LONG: RunSpec = msgspec.structs.replace(PRESETS["race"].spec, stop=StopAt(steps=100_000), threads=1)


@pytest.fixture(scope="module")
def client(qapp: object) -> Iterator[EngineProcess]:
    made = EngineProcess()
    made.start()
    yield made
    made.shutdown()


@pytest.fixture
def session(client: EngineProcess) -> Iterator[TrainingSession]:
    made = TrainingSession(client)
    yield made
    made.reset()
    client.received.disconnect(made._receive)


def wait_for(qtbot: QtBot, session: TrainingSession, step: int) -> Recording:
    qtbot.waitUntil(lambda: session.recording is not None and session.recording.step >= step, timeout=60_000)
    assert session.recording is not None
    return session.recording


def wait_phase(qtbot: QtBot, session: TrainingSession, phase: Phase) -> None:
    qtbot.waitUntil(lambda: session.phase is phase, timeout=60_000)


def test_start_pause_one_batch_change_and_stop(session: TrainingSession, qtbot: QtBot) -> None:
    session.start(LONG)
    wait_for(qtbot, session, 3)
    session.pause()
    wait_phase(qtbot, session, Phase.PAUSED)
    assert session.recording is not None
    paused_at = session.recording.step
    session.one_batch(LONG)
    recording = wait_for(qtbot, session, paused_at + 1)
    assert recording.step == paused_at + 1
    session.set_lr(0.0005)
    session.set_batch(20)
    session.set_probe(7)
    session.one_batch(LONG)
    recording = wait_for(qtbot, session, paused_at + 2)
    assert recording.column("batch")[-1] == 20
    assert [change.lr for change in recording.changes][-1] == 0.0005
    assert recording.snapshots[-1].probe == 7
    session.stop()
    wait_phase(qtbot, session, Phase.OVER)
    assert session.recording is not None
    assert session.recording.ending is not None
    assert session.recording.ending.reason == "stopped"
    session.set_probe(8)
    qtbot.waitUntil(
        lambda: session.recording is not None and session.recording.snapshots[-1].probe == 8, timeout=60_000
    )
    assert session.recording.snapshots[-1].step == paused_at + 2


def test_the_parameters_told_beforehand_are_those_of_the_networks(session: TrainingSession, qtbot: QtBot) -> None:
    for preset in PRESETS.values():
        session.one_batch(msgspec.structs.replace(preset.spec, threads=1))
        recording = wait_for(qtbot, session, 1)
        told = [parameters(each.network, preset.spec.data) for each in preset.spec.contestants]
        assert [each.parameters for each in recording.plan.contestants] == told
        session.reset()


def test_the_scene_makes_the_same_map_as_the_network(session: TrainingSession, qtbot: QtBot) -> None:
    session.one_batch(LONG)
    recording = wait_for(qtbot, session, 1)
    snapshot = recording.snapshots[0]
    view = snapshot.views[1]
    assert view is not None
    net = nets(recording.plan)[1]
    for index in range(8):
        opened = opening.opened(recording, snapshot, net, Pointed(1, Place(0, index), 0, 0))
        found = layer(Knobs(**opened.knobs))
        np.testing.assert_allclose(found.maps[0], view.maps[0].array[index], rtol=6e-4, atol=2e-5)


def test_a_scene_s_run_is_followed_from_its_start_to_its_end(session: TrainingSession, qtbot: QtBot) -> None:
    live = SceneRuns(session)
    shipped = live.recording("yellow")
    live.train("yellow")
    qtbot.waitUntil(lambda: live.state("yellow") is RunSource.TRAINED, timeout=60_000)
    own = live.recording("yellow")
    assert own is not None
    assert own is not shipped
    assert own.step == PRESETS["yellow"].spec.stop.steps


def test_kill_9_in_the_middle_of_a_run(session: TrainingSession, client: EngineProcess, qtbot: QtBot) -> None:
    session.start(LONG)
    recording = wait_for(qtbot, session, 3)
    assert client._process is not None
    with qtbot.waitSignal(session.broke, timeout=20_000) as broke:
        os.kill(client._process.processId(), signal.SIGKILL)
    assert "signal 9" in broke.args[0].sentence
    assert session.phase is Phase.OVER
    assert session.recording is not None
    assert session.recording.step >= recording.step
    session.restart_engine()
    session.one_batch(LONG)
    wait_phase(qtbot, session, Phase.PAUSED)
    qtbot.waitUntil(lambda: session.recording is not None and session.recording.step == 1, timeout=60_000)
    assert client.stage is EngineState.READY
