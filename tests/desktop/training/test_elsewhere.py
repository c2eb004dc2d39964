"""An engine elsewhere: the same one behind a command, whose line may break."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.runs.library import Library
from desktop.training import session as sessions
from desktop.training.engine_process import Breakdown, EngineProcess
from desktop.training.session import Phase, TrainingSession
from engine.contract import events, own_data
from engine.contract.spec import CNN, PRESETS, RunSpec, StopAt
from tests.desktop.fake_runs import FakeClient
from tests.own_pictures import own_data as described
from tests.own_pictures import prepared

LINE = """
import os, subprocess, sys, threading

environment = {name: value for name, value in os.environ.items() if name != "CONVOSCOPE_SETS"}
both = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
engine = subprocess.Popen([sys.executable, "-m", "engine"], env=environment, **both)

def there():
    while data := os.read(0, 65536):
        engine.stdin.write(data)
        engine.stdin.flush()
    engine.stdin.close()

threading.Thread(target=there, daemon=True).start()
while data := os.read(engine.stdout.fileno(), 65536):
    if os.path.exists(sys.argv[1]):
        engine.kill()
        os._exit(255)
    os.write(1, data)
"""
LONG: RunSpec = msgspec.structs.replace(PRESETS["digits"].spec, stop=StopAt(steps=100_000), threads=1)
MINE = described()


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """The file that breaks the line when it is there."""
    return tmp_path / "cut"


@pytest.fixture
def session(qapp: object, tmp_path: Path, cut: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrainingSession]:
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path / "home"))
    script = tmp_path / "line.py"
    script.write_text(LINE)
    made = TrainingSession(EngineProcess())
    made.move_engine(shlex.join([sys.executable, str(script), str(cut)]))
    yield made
    made.close()


@pytest.mark.slow
def test_a_broken_line_keeps_what_was_recorded(
    qtbot: QtBot, session: TrainingSession, cut: Path, tmp_path: Path
) -> None:
    library = Library(tmp_path / "runs")
    session.let_go.connect(library.keep)
    session.start(LONG)
    qtbot.waitUntil(lambda: session.recording is not None and session.recording.step >= 10, timeout=120_000)
    with qtbot.waitSignal(session.broke, timeout=60_000) as broke:
        cut.touch()
    found = broke.args[0]
    assert isinstance(found, Breakdown)
    assert found.headline == "The line to the engine is broken"
    assert "255" in found.sentence
    assert session.phase is Phase.OVER
    assert session.recording is not None
    assert session.recording.step >= 10
    (run, *_) = library.runs
    assert run.label.steps == session.recording.step
    assert run.label.broken_off
    library.close()
    cut.unlink()
    session.start(LONG)
    qtbot.waitUntil(lambda: session.active, timeout=120_000)


@pytest.mark.slow
def test_pictures_of_one_s_own_travel(qtbot: QtBot, session: TrainingSession, tmp_path: Path) -> None:
    own_data.write(tmp_path / "home" / "pictures", MINE, prepared())
    session.start(RunSpec(contestants=(CNN,), data=MINE, batch=4, stop=StopAt(steps=5), threads=1))
    qtbot.waitUntil(lambda: session.phase is Phase.OVER, timeout=120_000)
    assert session.recording is not None
    assert session.recording.step == 5


def elsewhere(client: FakeClient) -> TrainingSession:
    client.elsewhere = "ssh far convoscope engine"
    return TrainingSession(client)  # type: ignore[arg-type]


@pytest.fixture
def client(qapp: object) -> FakeClient:
    return FakeClient()


def test_pictures_are_sent_once_to_each_engine(
    client: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path))
    own_data.write(tmp_path / "pictures", MINE, prepared())
    session, spec = elsewhere(client), RunSpec(contestants=(CNN,), data=MINE, batch=4)
    for _ in range(2):
        session.start(spec)
    lent = own_data.path_of(tmp_path / "pictures", MINE).read_bytes()
    assert client.sent == [events.Lend(MINE, lent), events.Start(spec), events.Start(spec)]
    session.restart_engine()
    session.start(spec)
    assert client.sent[3:] == [events.Lend(MINE, lent), events.Start(spec)]


def test_what_is_too_large_to_send_is_told(
    qtbot: QtBot, client: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path))
    monkeypatch.setattr(sessions, "MOST_LENT", 100)
    own_data.write(tmp_path / "pictures", MINE, prepared())
    session = elsewhere(client)
    with qtbot.waitSignal(session.told) as told:
        session.start(RunSpec(contestants=(CNN,), data=MINE, batch=4))
    assert "train on this computer" in told.args[0]
    assert client.sent == []
    assert session.phase is Phase.IDLE


def test_another_torch_is_told(qtbot: QtBot, client: FakeClient) -> None:
    session = elsewhere(client)
    with qtbot.waitSignal(session.told) as told:
        client.say(events.Hello(events.PROTOCOL, {"torch": "1.0.0"}))
    assert "torch 1.0.0" in told.args[0]
    client.elsewhere = ""
    with qtbot.assertNotEmitted(session.told):
        client.say(events.Hello(events.PROTOCOL, {"torch": "1.0.0"}))


def test_moving_starts_the_engine_there_and_keeps_the_recording(client: FakeClient) -> None:
    session = TrainingSession(client)  # type: ignore[arg-type]
    session.move_engine("ssh far convoscope engine")
    assert client.elsewhere == "ssh far convoscope engine"
    assert client.starts == 1
    session.move_engine("ssh far convoscope engine")
    assert client.starts == 1


@pytest.mark.parametrize(
    ("command", "headline", "sentence"),
    [
        ("no-such-program-here", "The command under Where can't be started", "no program “no-such-program-here” here"),
        ("echo Welcome to the cluster", "No engine of Convoscope answers", "it says “Welcome to the cluster”"),
        ("echo hi", "The line to the engine is broken", "starts no engine of Convoscope: it says “hi”"),
        (
            "sh -c 'echo Host key verification failed. >&2; exit 255'",
            "The line to the engine is broken",
            "ended with status 255: Host key verification failed.",
        ),
    ],
)
def test_a_command_that_starts_no_engine_is_told_with_what_it_says(
    qtbot: QtBot, command: str, headline: str, sentence: str
) -> None:
    process = EngineProcess()
    process.move(command)
    found: list[Breakdown] = []
    process.broke.connect(found.append)
    process.start()
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    assert len(found) == 1
    assert found[0].headline == headline
    assert sentence in found[0].sentence
    assert "execve" not in found[0].sentence
