from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from desktop.training import blocking_engine
from desktop.training.blocking_engine import EngineError, engine_command, running_engine
from engine.contract.events import Event, Hello, Ping, Pong, Quit

Use = Callable[[str], None]


def heard(count: int) -> list[Event]:
    with running_engine() as engine:
        engine.send(Ping(7))
        events = engine.events()
        return [next(events) for _ in range(count)]


def test_the_engine_is_this_python_beside_us(monkeypatch: pytest.MonkeyPatch, root: os.PathLike[str]) -> None:
    monkeypatch.delenv("CONVOSCOPE_ENGINE", raising=False)
    monkeypatch.setenv("PYTHONPATH", f"/elsewhere{os.pathsep}{root}")
    command = engine_command()
    assert (command.program, command.arguments) == (sys.executable, ["-m", "engine"])
    assert command.environment["PYTHONPATH"] == f"{root}{os.pathsep}/elsewhere"
    assert command.environment["PYTHONSAFEPATH"] == "1"


def test_another_engine_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOSCOPE_ENGINE", "ssh gpu-box 'my python' -m engine")
    command = engine_command()
    assert (command.program, command.arguments) == ("ssh", ["gpu-box", "my python", "-m", "engine"])


def test_commands_go_out_and_events_come_in(use_engine: Use) -> None:
    use_engine(
        "say(hello)\nfor command in hear():\n    say(Pong(command.token)) if isinstance(command, Ping) else sys.exit()"
    )
    greeting, pong = heard(2)
    assert isinstance(greeting, Hello)
    assert pong == Pong(7)


def test_an_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVOSCOPE_ENGINE", "/nowhere/python -m engine")
    with pytest.raises(EngineError, match="can't be started"):
        heard(1)


@pytest.mark.parametrize("words", ["'", "a 'b"])
def test_a_quotation_without_an_end_is_no_program(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setenv("CONVOSCOPE_ENGINE", words)
    with pytest.raises(EngineError, match=f"can't be started \\({words}: "):
        heard(1)


def test_another_program_than_an_engine_is_given_up(use_engine: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking_engine, "GREETING", 0.3)
    use_engine("time.sleep(60)")
    with pytest.raises(EngineError, match=r"has said nothing for 0\.3 seconds; see whether CONVOSCOPE_ENGINE"):
        heard(1)


def test_a_place_without_room_for_a_log_is_none_for_a_failure(use_engine: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    use_engine("say(hello)\nfor command in hear():\n    sys.exit()")
    assert isinstance(heard(1)[0], Hello)


def test_an_engine_that_dies_says_what_it_wrote_last(use_engine: Use) -> None:
    use_engine("say(hello)\nsys.exit('the roof is on fire')")
    with pytest.raises(EngineError, match=r"status 1 \(the roof is on fire\)") as error:
        heard(2)
    assert "the roof is on fire" in error.value.details


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill an engine that doesn't end by itself after a moment."""
    monkeypatch.setattr(blocking_engine, "PATIENCE", 0.2)


@pytest.mark.usefixtures("impatient")
def test_an_engine_that_prints_garbage(use_engine: Use) -> None:
    use_engine("print('hello world, this is no message', flush=True)\ntime.sleep(60)")
    with pytest.raises(EngineError, match="no message"):
        heard(1)


@pytest.mark.usefixtures("impatient")
def test_an_engine_that_does_not_introduce_itself(use_engine: Use) -> None:
    use_engine("say(Pong(1))\ntime.sleep(60)")
    with pytest.raises(EngineError, match="did not introduce itself"):
        heard(1)


@pytest.mark.usefixtures("impatient")
def test_an_engine_that_does_not_end_is_ended(use_engine: Use) -> None:
    use_engine("say(hello)\ntime.sleep(60)")
    with running_engine() as engine:
        next(engine.events())
        process = engine._process
    assert process.returncode == -9


def test_an_engine_that_has_gone_can_not_be_told_anything(use_engine: Use) -> None:
    use_engine("say(hello)\nos._exit(3)")
    with running_engine() as engine:
        next(engine.events())
        engine._process.wait(10)
        with pytest.raises(EngineError, match="status 3"):
            engine.send(Quit())
