"""The engine as the window meets it: a process with two pipes."""

import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract import events, wire
from engine.contract.questions import Forward, NoReply, Present, Query, Reply, Stored
from engine.contract.spec import DENSE, PRESETS, RunSpec, StopAt
from engine.process import server
from engine.process.pipe import GRACE, INTERVAL
from engine.queries import latency
from engine.training import train
from engine.training.racer import Racer

RUN = replace(PRESETS["digits"].spec, stop=StopAt(steps=20), threads=1, by_heart=False)
COLD = (
    "import sys; from engine.contract import events; from engine.process import server; "
    "server.warm_up = lambda: events.Ready((), 1, 0.0)\n"
)
LONG = replace(RUN, stop=StopAt(steps=100_000))


class Engine:
    """A child process and the wire to it."""

    def __init__(self, code: str | None = None) -> None:
        command = ["-m", "engine"] if code is None else ["-c", code]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        self.events = self._read()

    def _read(self) -> Iterator[events.Event]:
        decoder = wire.event_decoder()
        while data := os.read(self.stdout.fileno(), 65536):
            yield from decoder.feed(data)

    def send(self, *commands: events.Command) -> None:
        self.stdin.write(b"".join(wire.frame(command) for command in commands))

    def until(self, kind: type[events.Event]) -> list[events.Event]:
        """Return the events up to and with the first one of that kind."""
        happened: list[events.Event] = []
        for event in self.events:
            happened.append(event)
            if isinstance(event, kind):
                return happened
        raise AssertionError(f"the engine ended before {kind.__name__}: {happened}")

    def end(self) -> int:
        """Wait for the process to end by itself and return its exit status."""
        return self.process.wait(timeout=30)

    def clear_away(self) -> bytes:
        """End the process if it still lives, close the pipes, and return what was written to stderr."""
        assert self.process.stderr is not None
        self.process.kill()
        self.process.wait()
        written = b"" if self.process.stderr.closed else self.process.stderr.read()
        for pipe in (self.stdin, self.stdout, self.process.stderr):
            pipe.close()
        return written


@pytest.fixture(scope="module")
def shared() -> Iterator[Engine]:
    """An engine that is warm and idle; a test leaves it so."""
    engine = Engine()
    engine.until(events.Ready)
    yield engine
    engine.stdin.close()
    status = engine.end()
    engine.clear_away()
    assert status == 0, "an idle engine outlives its window"


@pytest.fixture
def start() -> Iterator[Callable[..., Engine]]:
    started: list[Engine] = []

    def start_one(code: str | None = None) -> Engine:
        started.append(Engine(code))
        return started[-1]

    yield start_one
    for engine in started:
        engine.clear_away()


def test_it_greets_before_it_loads_torch_and_serves_what_was_sent_meanwhile(start: Callable[..., Engine]) -> None:
    engine = start()
    engine.send(events.Ping(1), events.Start(RUN), events.Ping(2))
    hello, ready = engine.until(events.Ready)
    assert isinstance(hello, events.Hello)
    assert wire.greet(hello).versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert hello.versions["torch"].startswith("2.")
    assert isinstance(ready, events.Ready)
    assert [device.name for device in ready.devices] == ["cpu", "cuda", "mps"]
    happened = engine.until(events.Finished)
    assert [type(event).__name__ for event in happened[:2]] == ["Pong", "Started"]
    assert events.Pong(2) in happened
    assert [event.step for event in happened if isinstance(event, events.Tick)] == list(range(1, 21))
    engine.send(events.Ping(3))
    assert engine.until(events.Pong) == [events.Pong(3)]
    engine.send(events.Quit())
    assert engine.end() == 0


def test_a_run_is_steered_and_replaced_by_the_next(shared: Engine) -> None:
    engine = shared
    engine.send(events.Start(LONG, paused=True), events.Step())
    assert engine.until(events.Tick)[-1].step == 1  # type: ignore[union-attr]
    engine.send(events.Resume())
    engine.until(events.Resumed)
    engine.until(events.Tick)
    engine.send(events.Start(RUN))
    stopped = engine.until(events.Finished)[-1]
    assert isinstance(stopped, events.Finished)
    assert stopped.reason == "stopped"
    assert isinstance(next(engine.events), events.Started)
    ended = engine.until(events.Finished)[-1]
    assert isinstance(ended, events.Finished)
    assert ended.step == 20


def test_what_cannot_be_trained_is_one_sentence_and_the_engine_stays(shared: Engine) -> None:
    shared.send(events.Start(replace(RUN, lr=0.0)), events.Start(replace(RUN, device="cuda:99")), events.Ping(5))
    wrong_rate, wrong_device, pong = shared.until(events.Pong)
    assert isinstance(wrong_rate, events.Failed)
    assert wrong_rate.message.startswith("The learning rate 0 ")
    assert wrong_rate.fatal
    assert isinstance(wrong_device, events.Failed)
    assert wrong_device.message.endswith(".")
    assert pong == events.Pong(5)


@pytest.mark.parametrize("stopped", [False, True])
def test_the_networks_of_the_last_run_look_at_other_pictures_until_the_next(shared: Engine, stopped: bool) -> None:
    shared.send(events.Start(LONG if stopped else RUN))
    if stopped:
        shared.until(events.Tick)
        shared.send(events.Stop())
    finished = shared.until(events.Finished)[-1]
    assert isinstance(finished, events.Finished)
    shared.send(events.SetProbe(7), events.SetProbe(500), events.SetLearningRate(0.1), events.Resume(), events.Ping(6))
    changed, snapshot, refused, pong = shared.until(events.Pong)
    assert isinstance(changed, events.Changed)
    assert isinstance(snapshot, events.Snapshot)
    assert isinstance(refused, events.Failed)
    assert (changed.step, changed.probe) == (snapshot.step, snapshot.probe) == (finished.step, 7)
    assert not refused.fatal
    assert pong == events.Pong(6)
    shared.send(events.Start(replace(RUN, lr=0.0)), events.SetProbe(7), events.Ping(7))
    assert [type(event).__name__ for event in shared.until(events.Pong)] == ["Failed", "Pong"]


def test_networks_that_diverged_look_at_nothing(shared: Engine) -> None:
    explosion = PRESETS["explosion"].spec
    shared.send(events.Start(replace(explosion, contestants=explosion.contestants[:1], threads=1)))
    finished = shared.until(events.Finished)[-1]
    assert isinstance(finished, events.Finished)
    assert finished.reason == "diverged"
    shared.send(events.SetProbe(7), events.Ping(8))
    assert shared.until(events.Pong) == [events.Pong(8)]


class Dictation:
    """An inbox and a writer in one: commands come when a run is over, events are kept."""

    def __init__(self, *commands: events.Command) -> None:
        self.commands = list(commands)
        self.sent: list[events.Event] = []
        self.send = self.sent.append

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        return self.commands.pop(0) if wait else None

    def play(self) -> None:
        server.serve(self, self)  # type: ignore[arg-type]


def test_the_next_run_has_the_memory_of_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[train.Run]] = []
    alive: list[int] = []

    class Counted(train.Run):
        def __init__(
            self, wanted: RunSpec, clock: train.Clock, paused: bool, weights: Sequence[events.Weights] = ()
        ) -> None:
            alive.append(sum(run() is not None for run in made))
            made.append(weakref.ref(self))
            super().__init__(wanted, clock, paused, weights)

    monkeypatch.setattr(train, "Run", Counted)
    Dictation(events.Start(RUN), events.SetProbe(7), events.Start(RUN), events.Quit()).play()
    assert alive == [0, 0]


@pytest.mark.parametrize("error", [MemoryError(), ZeroDivisionError()])
def test_an_error_in_a_measurement_is_a_sentence_and_the_engine_stays(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(latency, "measure", broken)
    engine = Dictation(events.Measure("vgg-16"), events.Ping(1), events.Quit())
    engine.play()
    failed, pong = engine.sent
    assert isinstance(failed, events.Unmeasured)
    assert ("memory" in failed.message) == isinstance(error, MemoryError)
    assert type(error).__name__ in failed.details
    assert pong == events.Pong(1)


def test_an_error_in_a_late_look_is_a_sentence_and_the_engine_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Dictation):
        def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
            command = super().get(wait)
            if isinstance(command, events.SetProbe):
                monkeypatch.setattr(Racer, "view", lambda *_: 1 // 0)
            return command

    engine = Broken(events.Start(RUN), events.SetProbe(7), events.Ping(1), events.Quit())
    engine.play()
    *_, finished, _changed, failed, pong = engine.sent
    assert isinstance(finished, events.Finished)
    assert isinstance(failed, events.Failed)
    assert not failed.fatal
    assert "ZeroDivisionError" in failed.details
    assert pong == events.Pong(1)


def test_a_network_is_measured_and_the_engine_answers_meanwhile(shared: Engine) -> None:
    shared.send(events.Measure("lenet-5"))
    (measured,) = shared.until(events.Measured)  # another one would break it off
    shared.send(events.Measure("nothing"), events.Ping(9))
    unknown, pong = shared.until(events.Pong)
    assert isinstance(measured, events.Measured)
    assert (measured.network, measured.threads) == ("lenet-5", 1)
    assert 0 < measured.seconds < 1
    assert measured.machine
    assert isinstance(unknown, events.Unmeasured)
    assert unknown.message.endswith("`convoscope networks` lists them.")
    assert pong == events.Pong(9)
    begun = time.monotonic()
    shared.send(events.Measure("efficientnet-b7"), events.Ping(10), events.Stop(), events.Ping(11))
    assert [*shared.until(events.Pong), *shared.until(events.Pong)] == [events.Pong(10), events.Pong(11)]
    assert time.monotonic() - begun < 20, "a pass of seconds is broken off in its middle"


def test_a_run_is_not_disturbed_by_a_measurement_but_ends_one(shared: Engine) -> None:
    shared.send(events.Measure("efficientnet-b7"), events.Start(LONG), events.Measure("lenet-5"))
    happened = shared.until(events.Unmeasured)
    assert isinstance(happened[0], events.Started)
    assert "while another is trained" in happened[-1].message  # type: ignore[union-attr]
    shared.until(events.Tick)
    shared.send(events.Stop())
    shared.until(events.Finished)


@pytest.mark.parametrize("state", ["warming up", "training", "paused"])
def test_no_orphan_survives_its_window(start: Callable[..., Engine], state: str) -> None:
    engine = start()
    if state != "warming up":
        engine.send(events.Start(LONG, paused=state == "paused"))
        engine.until(events.Paused if state == "paused" else events.Tick)
    engine.stdin.close()
    for _ in engine.events:
        pass
    assert engine.end() == 0


def test_an_engine_whose_loop_hangs_ends_all_the_same(start: Callable[..., Engine]) -> None:
    engine = start(COLD + "import time; server.serve = lambda *_: time.sleep(60); server.main()")
    engine.until(events.Ready)
    closed = time.monotonic()
    engine.stdin.close()
    assert engine.end() == 0
    assert GRACE <= time.monotonic() - closed < GRACE + 10
    assert GRACE < 0.5, "a second is what it may take in all"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process that its parent is gone")
def test_an_engine_that_is_loading_torch_ends_with_who_started_it() -> None:
    """While a library is loaded no thread of Python runs; here it would take a minute."""
    loading = COLD + "import ctypes; server.warm_up = lambda: ctypes.PyDLL(None).sleep(60); server.main()"
    parent = (
        "import subprocess, sys\n"
        f"words, pipe = [sys.executable, '-c', {loading!r}], subprocess.PIPE\n"
        "engine = subprocess.Popen(words, stdin=pipe, stdout=pipe)\n"
        "engine.stdout.read(1)\n"
        "print(engine.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    words = [sys.executable, "-c", parent]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        status = Path(f"/proc/{int(started.stdout.readline())}/stat")
        time.sleep(0.2)  # now it is loading
        assert not _is_over(status)
        started.kill()
    deadline = time.monotonic() + 30
    while not _is_over(status):
        assert time.monotonic() < deadline, "it waits for the end of what it loads"
        time.sleep(0.01)


def _is_over(status: Path) -> bool:
    """Whether a process is gone, or waits only for somebody to take notice of its end."""
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_an_engine_that_nobody_listens_to_ends(start: Callable[..., Engine]) -> None:
    engine = start()
    engine.send(events.Start(LONG))
    engine.until(events.Tick)
    engine.events.close()  # type: ignore[attr-defined]
    engine.stdout.close()
    assert engine.end() == 0


def test_garbage_is_answered_with_a_sentence(start: Callable[..., Engine]) -> None:
    engine = start(COLD + "sys.exit(server.main())")
    engine.send(events.Ping(1))
    engine.stdin.write(b"train faster!\n")
    *_, pong, failed = engine.until(events.Failed)
    assert pong == events.Pong(1)
    assert isinstance(failed, events.Failed)
    assert failed.message.endswith(".")
    assert failed.details == ""
    assert engine.end() == 1


def test_a_stray_print_does_not_corrupt_the_stream(start: Callable[..., Engine]) -> None:
    engine = start(
        COLD + "import os; quiet = server.warm_up\n"
        "def loud():\n"
        "    print('hello from Python'); os.write(1, b'hello from C')\n"
        "    assert sys.stdin.read() == ''\n"
        "    return quiet()\n"
        "server.warm_up = loud; server.main()"
    )
    assert len(engine.until(events.Ready)) == 2
    engine.stdin.close()
    engine.end()
    stray = engine.clear_away()
    assert b"hello from Python" in stray
    assert b"hello from C" in stray


def test_an_error_inside_is_a_sentence_with_details_and_the_engine_stays(start: Callable[..., Engine]) -> None:
    engine = start(
        "from engine.process import server; warm = server.warm_up\n"
        "def broken():\n"
        "    ready = warm()\n"
        "    from engine.training.racer import Racer\n"
        "    Racer.view = lambda *_: 1 // 0\n"
        "    return ready\n"
        "server.warm_up = broken; server.main()"
    )
    engine.send(events.Start(RUN), events.Ping(1))
    *_, failed, pong = engine.until(events.Pong)
    assert isinstance(failed, events.Failed)
    assert "ZeroDivisionError" in failed.details
    assert "ZeroDivisionError" not in failed.message
    assert pong == events.Pong(1)


def test_what_was_loaded_is_never_searched_for_garbage(start: Callable[..., Engine]) -> None:
    """All of torch is many objects: going through them stopped training for 80 ms now and then."""
    told = "server.serve = lambda *_: sys.exit(7 * (gc.get_freeze_count() > 0)); server.main()"
    engine = start(COLD + f"import gc; {told}")
    engine.until(events.Ready)
    assert engine.end() == 7


def test_a_torch_that_cannot_be_loaded_is_a_sentence(start: Callable[..., Engine]) -> None:
    torchless = "import sys; sys.modules['torch'] = None; from engine.process import server; "
    engine = start(torchless + "sys.exit(server.main())")
    failed = engine.until(events.Failed)[-1]
    assert isinstance(failed, events.Failed)
    assert failed.message.startswith("PyTorch could not be loaded")
    assert engine.end() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
def test_an_interrupt_is_left_to_the_window(shared: Engine) -> None:
    shared.process.send_signal(signal.SIGINT)
    shared.send(events.Ping(4))
    assert shared.until(events.Pong) == [events.Pong(4)]


def test_questions_are_answered_before_in_and_after_a_run(shared: Engine) -> None:
    asked = Forward(events.Array.of(np.zeros((1, 8, 8), np.uint8)))
    shared.send(events.Start(LONG, paused=True))
    *_, checkpoint = shared.until(events.Checkpoint)
    assert isinstance(checkpoint, events.Checkpoint)
    shared.send(Query(1, Present(0), asked))
    *_, reply = shared.until(Reply)
    assert isinstance(reply, Reply)
    assert (reply.token, reply.step) == (1, 0)
    weights = checkpoint.weights[0]
    assert weights is not None
    shared.send(events.Resume())
    shared.until(events.Tick)
    shared.send(Query(2, Present(0), asked))
    *_, reply = shared.until(Reply)
    assert isinstance(reply, Reply)
    assert reply.step
    shared.send(events.Stop())
    *_, finished = shared.until(events.Finished)
    assert isinstance(finished, events.Finished)
    shared.send(Query(3, Present(0), asked), Query(4, Present(9), asked))
    *_, reply = shared.until(Reply)
    assert isinstance(reply, Reply)
    assert reply.step == finished.step
    assert "not in training any more" in shared.until(NoReply)[-1].message  # type: ignore[union-attr]
    entrant = LONG.contestants[0]
    shared.send(Query(5, Stored(entrant.network, 10, 70.0, 90.0, weights), asked))
    *_, reply = shared.until(Reply)
    assert isinstance(reply, Reply)
    assert (reply.token, reply.step) == (5, None)


def test_ticks_travel_together(shared: Engine) -> None:
    spec: RunSpec = replace(
        RUN, contestants=(DENSE,), batch=2, validate_every=1000, snapshot_every=1000, stop=StopAt(steps=200)
    )
    begun = time.monotonic()
    shared.send(events.Start(spec))
    ticks, reads, decoder = 0, 0, wire.event_decoder()
    while True:
        arrived = list(decoder.feed(os.read(shared.stdout.fileno(), 1 << 20)))
        reads += 1
        ticks += sum(isinstance(event, events.Tick) for event in arrived)
        if any(isinstance(event, events.Finished) for event in arrived):
            break
    assert ticks == 200
    at_once = 8  # all but the ticks: the start, two validations, two snapshots, twice the weights, the end
    assert reads <= (time.monotonic() - begun) / INTERVAL + 2 * at_once
