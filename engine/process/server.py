"""The engine as a program: it greets, loads torch, and then carries out commands until its stdin closes.

Torch is imported by functions here, because the greeting has to be out before the seconds that the import
takes.
"""

import signal
import time
import traceback
from typing import TYPE_CHECKING

from msgspec.structs import replace

from engine.contract import events, wire
from engine.contract.questions import NoReply, Present, Query
from engine.contract.spec import SpecError
from engine.contract.sweeps.messages import AllTrained, TrainAll
from engine.machine import runtime, versions
from engine.process.pipe import HungUpError, Inbox, Writer, take_stdio

if TYPE_CHECKING:
    from engine.training.train import Run

MEASURING = "A network is being measured, which a question would disturb; ask again when that is done."
SWEEPING = "Many runs are being trained, which a question would disturb; ask again when that is done."
LOOK_EVERY = 0.2
"""Seconds between two looks at the commands while a network is measured, or many runs are trained."""


def warm_up() -> events.Ready:
    """Import torch and train one step of a small run, so that the first real step finds everything loaded."""
    begun = time.perf_counter()
    from engine.contract.spec import CNN, RunSpec, StopAt
    from engine.machine import device, threads
    from engine.training import train

    run = train.train(RunSpec(contestants=(CNN,), stop=StopAt(steps=1)))
    next(event for event in run if isinstance(event, events.Tick))
    run.close()
    return events.Ready(device.devices(), threads.choose(), time.perf_counter() - begun)


def run_one(start: events.Start, inbox: Inbox, writer: Writer) -> tuple["Run | None", events.Command | None]:
    """Train one run and send its events.

    Returns the run if it came to its end with a network left, and the command that ended it if the engine has
    to carry that out.
    """
    from engine.machine import device
    from engine.training import train

    try:
        run = train.Run(start.spec, time.perf_counter, start.paused, start.weights)
        run.pacer.pace = start.pace
        playing = train.play(run, _Answering(run, inbox, writer))
        while True:
            writer.send(next(playing))
    except StopIteration as end:
        return run if run.ended_by() != "diverged" else None, end.value
    except (SpecError, device.DeviceError) as error:
        writer.send(events.Failed(str(error)))
    except (wire.WireError, HungUpError):
        raise
    except Exception as error:
        writer.send(events.Failed(_sentence(error), traceback.format_exc()))
    return None, None


class _Answering:
    """The commands for a run, which leave questions out: they are answered between two of its steps."""

    def __init__(self, run: "Run", inbox: Inbox, writer: Writer) -> None:
        self._run, self._inbox, self._writer = run, inbox, writer

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        """Return the next command for the run, as `Inbox.get` does; answers are part of the wait."""
        until = None if limit is None else time.monotonic() + limit
        while isinstance(command := self._inbox.get(wait, limit), Query):
            answer(command, self._run, self._writer)
            limit = None if until is None else max(0.0, until - time.monotonic())
        return command


def answer(query: Query, run: "Run | None", writer: Writer) -> None:
    """Answer a question, for which the networks of a run may be there."""
    from engine.queries import answers

    try:
        for reply in answers.replies(query, run.trained if run else lambda _: None):
            writer.send(replace(reply, step=run.step) if run and isinstance(query.about, Present) else reply)
    except answers.QuestionError as error:
        writer.send(NoReply(query.token, str(error)))
    except (wire.WireError, HungUpError):
        raise
    except Exception as error:
        sentence = "The question can't be answered because of an error inside the engine; report its details."
        if _out_of_memory(error):
            sentence = "There is not enough memory to answer; close other programs and ask again."
        writer.send(NoReply(query.token, sentence, traceback.format_exc()))


def look(run: "Run", command: events.SetProbe, writer: Writer) -> None:
    """Let the networks of a run that is over look at another picture."""
    try:
        for event in run.obey(command):
            writer.send(event)
    except HungUpError:
        raise
    except Exception as error:
        writer.send(events.Failed(_sentence(error), traceback.format_exc(), fatal=False))


_BREAKS_OFF = events.Stop | events.Start | events.Measure | TrainAll | events.Quit


class _BrokenOffError(Exception):
    """A command that breaks a measurement off, or a sweep."""

    def __init__(self, command: events.Command) -> None:
        self.command = command


class _Ear:
    """Listens now and then to what comes in during work that may take longer than the window's patience.

    A question meanwhile is answered by a `sentence` on why it can't be.
    """

    def __init__(self, inbox: Inbox, writer: Writer, sentence: str) -> None:
        self._inbox, self._writer, self._sentence = inbox, writer, sentence
        self._looked = time.monotonic()

    def __call__(self) -> None:
        """Answer for the engine; raises `_BrokenOffError` for a command that ends the work."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        while (command := self._inbox.get(wait=False)) is not None:
            if isinstance(command, events.Ping):
                self._writer.send(events.Pong(command.token))
            elif isinstance(command, Query):
                self._writer.send(NoReply(command.token, self._sentence))
            elif isinstance(command, _BREAKS_OFF):
                raise _BrokenOffError(command)


def measure(wanted: events.Measure, inbox: Inbox, writer: Writer) -> events.Command | None:
    """Measure a network and send the answer; return the command that broke it off, if there is one to carry out."""
    from engine.queries import latency

    try:
        writer.send(latency.measure(wanted.network, wanted.threads, _Ear(inbox, writer, MEASURING)))
    except _BrokenOffError as end:
        return None if isinstance(end.command, events.Stop) else end.command
    except latency.LatencyError as error:
        writer.send(events.Unmeasured(wanted.network, str(error)))
    except (wire.WireError, HungUpError):
        raise
    except Exception as error:
        sentence = f"{wanted.network} can't be measured because of an error inside the engine; report its details."
        if _out_of_memory(error):
            sentence = f"There is not enough memory for {wanted.network}; close other programs and measure again."
        writer.send(events.Unmeasured(wanted.network, sentence, traceback.format_exc()))
    return None


def train_all(wanted: TrainAll, inbox: Inbox, writer: Writer) -> events.Command | None:
    """Train many runs and send what comes of each; return the command that broke it off, if there is one to carry out.

    What works on them hears as often as it can whether it is to go on.
    """
    from engine.sweeping import places

    try:
        for event in places.train_all(wanted.runs, wanted.on, _Ear(inbox, writer, SWEEPING)):
            writer.send(event)
        writer.send(AllTrained("done"))
    except _BrokenOffError as end:
        writer.send(AllTrained("stopped"))
        return None if isinstance(end.command, events.Stop) else end.command
    except places.PlaceError as error:
        writer.send(AllTrained("failed", str(error)))
    except (wire.WireError, HungUpError):
        raise
    except Exception as error:
        sentence = "The sweep stopped because of an error inside the engine; report its details."
        if _out_of_memory(error):
            sentence = "There is not enough memory for these runs; close other programs and go on with the sweep."
        writer.send(AllTrained("failed", sentence, traceback.format_exc()))
    return None


def _out_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or "out of memory" in str(error) or "can't allocate memory" in str(error)


def _sentence(error: Exception) -> str:
    """Say in one sentence what ended a run that should have gone on."""
    if _out_of_memory(error):
        return "There is not enough memory for this run; choose a smaller batch or smaller networks."
    return "The run stopped because of an error inside the engine; start it again, and report the details if it recurs."


def serve(inbox: Inbox, writer: Writer) -> None:
    """Carry out commands until `Quit`.

    Outside a run only `Start`, `Measure`, `TrainAll`, `Query` and `Ping` have anything to do, and `SetProbe` after a
    run, whose networks stay until the next `Start`.
    """
    command: events.Command | None = None
    last: Run | None = None
    while not isinstance(command, events.Quit):
        match command:
            case events.Start():
                last = None  # Two runs at once may not fit into the memory.
                last, command = run_one(command, inbox, writer)
                continue
            case events.Measure():
                command = measure(command, inbox, writer)
                if command is not None:
                    continue
            case TrainAll():
                command = train_all(command, inbox, writer)
                if command is not None:
                    continue
            case Query():
                answer(command, last, writer)
            case events.SetProbe() if last is not None:
                look(last, command, writer)
            case events.Ping(token):
                writer.send(events.Pong(token))
        command = inbox.get(wait=True)


def main() -> int:
    """Run the engine on stdin and stdout; return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    commands, out = take_stdio()
    writer = Writer(out)
    try:
        writer.send(events.Hello(events.PROTOCOL, versions.found()))
        inbox = Inbox(commands, writer)
        runtime.wait_quietly()
        runtime.keep_pages()
        try:
            runtime.end_with_parent(True)
            writer.send(warm_up())
            runtime.end_with_parent(False)
        except (ImportError, OSError, RuntimeError):
            sentence = "PyTorch could not be loaded or doesn't work here; install it again to train networks."
            writer.send(events.Failed(sentence, traceback.format_exc()))
            return 1
        serve(inbox, writer)
    except wire.WireError as error:
        writer.send(events.Failed(str(error)))
        return 1
    except HungUpError:
        return 0
    return 0
