"""The engine as a program: it greets, loads torch, and then carries out commands until its stdin closes.

Torch is imported by functions here, because the greeting has to be out before the seconds that the import
takes.
"""

import gc
import signal
import time
import traceback
from typing import TYPE_CHECKING

from engine.contract import events, wire
from engine.contract.questions import BreakOff, NoReply, Query
from engine.contract.spec import SpecError
from engine.contract.sweeps.messages import AllTrained, TrainAll
from engine.machine import runtime, versions
from engine.process.answering import Answering, out_of_memory
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


def run_one(start: events.Start, commands: Answering, writer: Writer) -> tuple["Run | None", events.Command | None]:
    """Train one run and send its events.

    Returns the run if it came to its end with a network left, and the command that ended it if the engine has
    to carry that out.
    """
    from engine.machine import device
    from engine.training import train

    try:
        run = commands.run = train.Run(start.spec, time.perf_counter, start.paused, start.weights)
        run.pacer.pace = start.pace
        run.between = commands.listen
        playing = train.play(run, commands)
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

    def __init__(self, writer: Writer, commands: Answering, sentence: str) -> None:
        self._writer, self._commands, self._sentence = writer, commands, sentence
        self._looked = time.monotonic()

    def __call__(self) -> None:
        """Answer for the engine; raises `_BrokenOffError` for a command that ends the work."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        while (command := self._commands.next(wait=False)) is not None:
            if isinstance(command, events.Ping):
                self._writer.send(events.Pong(command.token))
            elif isinstance(command, Query):
                self._writer.send(NoReply(command.token, self._sentence))
            elif isinstance(command, BreakOff):
                self._commands.break_off(command.token)
            elif isinstance(command, _BREAKS_OFF):
                raise _BrokenOffError(command)


def measure(wanted: events.Measure, ear: _Ear, writer: Writer) -> events.Command | None:
    """Measure a network and send the answer; return the command that broke it off, if there is one to carry out."""
    from engine.queries import latency

    try:
        writer.send(latency.measure(wanted.network, wanted.threads, ear))
    except _BrokenOffError as end:
        return None if isinstance(end.command, events.Stop) else end.command
    except latency.LatencyError as error:
        writer.send(events.Unmeasured(wanted.network, str(error)))
    except (wire.WireError, HungUpError):
        raise
    except Exception as error:
        sentence = f"{wanted.network} can't be measured because of an error inside the engine; report its details."
        if out_of_memory(error):
            sentence = f"There is not enough memory for {wanted.network}; close other programs and measure again."
        writer.send(events.Unmeasured(wanted.network, sentence, traceback.format_exc()))
    return None


def train_all(wanted: TrainAll, ear: _Ear, writer: Writer) -> events.Command | None:
    """Train many runs and send what comes of each; return the command that broke it off, if there is one to carry out.

    What works on them hears as often as it can whether it is to go on.
    """
    from engine.sweeping import places

    try:
        for event in places.train_all(wanted.runs, wanted.on, ear):
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
        if out_of_memory(error):
            sentence = "There is not enough memory for these runs; close other programs and go on with the sweep."
        writer.send(AllTrained("failed", sentence, traceback.format_exc()))
    return None


def _sentence(error: Exception) -> str:
    """Say in one sentence what ended a run that should have gone on."""
    if out_of_memory(error):
        return "There is not enough memory for this run; choose a smaller batch or smaller networks."
    return "The run stopped because of an error inside the engine; start it again, and report the details if it recurs."


def serve(inbox: Inbox, writer: Writer) -> None:
    """Carry out commands until `Quit`.

    Outside a run only `Start`, `Measure`, `TrainAll` and `Ping` have anything to do, and `SetProbe` after a run, whose
    networks stay until the next `Start`. Questions are answered all the time.
    """
    command: events.Command | None = None
    commands = Answering(inbox, writer)
    while not isinstance(command, events.Quit):
        match command:
            case events.Start():
                commands.run = None  # Two runs at once may not fit into the memory.
                commands.run, command = run_one(command, commands, writer)
                continue
            case events.Measure():
                command = measure(command, _Ear(writer, commands, MEASURING), writer)
                if command is not None:
                    continue
            case TrainAll():
                command = train_all(command, _Ear(writer, commands, SWEEPING), writer)
                if command is not None:
                    continue
            case events.SetProbe() if commands.run is not None:
                look(commands.run, command, writer)
            case events.Ping(token):
                writer.send(events.Pong(token))
        command = commands.get(wait=True)


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
            ready = warm_up()
            gc.freeze()  # all this stays: looking through it for garbage now and then would stop training for long
            writer.send(ready)
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
