from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.training.blocking_engine import EngineCommand
from desktop.training.engine_process import LOG_SIZE, Breakdown, EngineProcess, EngineState, Patience
from engine.contract import events

Script = Callable[[str], EngineCommand]
OBEDIENT = """
say(hello, ready)
for command in listen():
    if isinstance(command, events.Ping):
        say(events.Pong(command.token))
    if isinstance(command, events.Pause):
        say(events.Paused(7))
    if isinstance(command, events.Quit):
        break
"""


@pytest.fixture
def start(qtbot: QtBot, script: Script) -> Iterator[Callable[..., EngineProcess]]:
    """Return ``start(body, **patience)``, a client whose engine is a script; every second is 20 milliseconds."""
    made: list[EngineProcess] = []

    def begin(body: str, **patience: int) -> EngineProcess:
        client = EngineProcess(script(body), Patience(**{"starting": 500, "loading": 500, "ready": 500} | patience), 20)
        made.append(client)
        client.start()
        return client

    yield begin
    for client in made:
        client.shutdown()


def breakdown(qtbot: QtBot, client: EngineProcess) -> Breakdown:
    """Wait until the client gives its engine up, and return why."""
    with qtbot.waitSignal(client.broke, timeout=10_000) as caught:
        pass
    assert client.stage is EngineState.DOWN
    found = caught.args[0]
    assert isinstance(found, Breakdown)
    return found


def ready(qtbot: QtBot, client: EngineProcess) -> None:
    qtbot.waitUntil(lambda: client.stage is EngineState.READY, timeout=10_000)


def test_it_goes_through_its_stages_and_answers(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    client = start(OBEDIENT)
    heard: list[events.Event] = []
    client.received.connect(heard.extend)
    client.send(events.Pause())  # at once: commands wait for the engine
    qtbot.waitUntil(lambda: events.Paused(7) in heard, timeout=10_000)
    assert client.stage is EngineState.READY
    assert isinstance(heard[0], events.Hello)
    assert isinstance(heard[1], events.Ready)


def test_shutdown_is_no_breakdown(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    client = start(OBEDIENT)
    ready(qtbot, client)
    with qtbot.assertNotEmitted(client.broke, wait=100):
        client.shutdown()
    assert client.stage is EngineState.DOWN


def test_an_engine_that_does_not_quit_is_killed(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    client = start("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay(hello, ready)\ntime.sleep(600)", quitting=0)
    ready(qtbot, client)
    client.shutdown()
    assert client.stage is EngineState.DOWN


def test_kill_9(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    found = breakdown(qtbot, start("say(hello, ready)\nos.kill(os.getpid(), signal.SIGKILL)"))
    assert found.headline == "The engine was ended"
    assert "signal 9" in found.sentence


def test_a_crash_is_called_one(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    found = breakdown(qtbot, start("say(hello, ready)\nos.kill(os.getpid(), signal.SIGSEGV)"))
    assert "It crashed" in found.sentence


def test_what_was_said_before_the_end_is_heard(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    client = start("say(hello, ready, events.Paused(3))\nsys.exit(3)")
    heard: list[events.Event] = []
    client.received.connect(heard.extend)
    found = breakdown(qtbot, client)
    assert heard[-1] == events.Paused(3)
    assert "status 3" in found.sentence


def test_the_details_hold_what_the_engine_wrote(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    found = breakdown(qtbot, start("say(hello)\nraise RuntimeError('the dog ate the weights')"))
    assert "the dog ate the weights" in found.details
    assert found.headline in found.details


def test_the_details_hold_the_end_of_a_long_log(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    talk = "for number in range(20_000): print('warning', number, file=sys.stderr)\n"
    found = breakdown(qtbot, start("say(hello)\n" + talk + "raise RuntimeError('the dog ate the weights')"))
    assert "warning 19999" in found.details
    assert "the dog ate the weights" in found.details
    assert len(found.details) < LOG_SIZE + 2000 < 100_000


@pytest.mark.parametrize(
    "garbage",
    [
        "say(hello, ready)\nos.write(1, b'Traceback (most recent call last):')",
        "say(hello, ready)\nos.write(1, b'\\0\\0\\0\\2\\xc1\\xc1')",
        "os.write(1, b'bash: python: command not found\\n')",
        "say(ready)",
        "say(events.Hello(99, {}))",
        "say(hello, hello)",
    ],
)
def test_garbage(qtbot: QtBot, start: Callable[..., EngineProcess], garbage: str) -> None:
    found = breakdown(qtbot, start(garbage + "\ntime.sleep(600)"))
    assert found.headline == "The engine sent something that is no message"
    assert found.sentence


@pytest.mark.parametrize(
    ("body", "stage"),
    [("", "starting"), ("say(hello)", "loading"), ("say(hello, ready)", "ready")],
)
def test_a_hang(qtbot: QtBot, start: Callable[..., EngineProcess], body: str, stage: str) -> None:
    found = breakdown(qtbot, start(body + "\ntime.sleep(600)", **{stage: 5}))
    assert found.headline == "The engine hangs"
    assert "5 seconds" in found.sentence


def test_patience_is_counted_in_beats_of_silence_and_begins_anew(qtbot: QtBot, script: Script) -> None:
    client = EngineProcess(script("time.sleep(600)"), Patience(starting=3), beat=3_600_000)
    for _ in range(2):
        client.start()
        for _ in range(3):
            client._beat()
        assert client.stage is EngineState.STARTING
        with qtbot.waitSignal(client.broke):
            client._beat()
        assert client.stage is EngineState.DOWN


def test_an_engine_that_answers_does_not_hang(qtbot: QtBot, start: Callable[..., EngineProcess]) -> None:
    client = start(OBEDIENT, ready=25)
    ready(qtbot, client)
    with qtbot.assertNotEmitted(client.broke, wait=1200):
        pass


def test_a_program_that_is_not_there(qtbot: QtBot) -> None:
    client = EngineProcess(EngineCommand("/nowhere/python", [], {}))
    with qtbot.waitSignal(client.broke) as caught:
        client.start()
    assert caught.args[0].headline == "The engine can't be started"
    assert "/nowhere/python" in caught.args[0].sentence


def test_it_can_be_restarted_after_a_breakdown(qtbot: QtBot, start: Callable[..., EngineProcess], home: object) -> None:
    mark = f"{home}/second"
    body = f"""
say(hello, ready)
if not os.path.exists({mark!r}):
    open({mark!r}, "w").close()
    os.kill(os.getpid(), signal.SIGKILL)
for command in listen():
    say(events.Paused(7))
"""
    client = start(body)
    breakdown(qtbot, client)
    client.restart()
    ready(qtbot, client)
    with qtbot.waitSignal(client.received, timeout=10_000):
        client.send(events.Pause())


def test_sending_without_an_engine_is_harmless(qtbot: QtBot) -> None:
    client = EngineProcess()
    client.send(events.Pause())
    client.shutdown()
    assert client.stage is EngineState.DOWN
