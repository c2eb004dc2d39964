"""A sweep on this computer, in this process: one group of runs after the other."""

import time
import traceback
from collections.abc import Callable, Iterator, Sequence

from engine.contract import tape
from engine.contract.events import PROTOCOL, Checkpoint, Event, Finished, Hello, Tick
from engine.contract.spec import RunSpec, SpecError
from engine.contract.sweeps.messages import RunFailed, RunTrained, SweepEvent, Training
from engine.contract.sweeps.sweep import steps
from engine.contract.tape import Tape
from engine.machine import versions
from engine.machine.device import DeviceError
from engine.sweeping import company
from engine.sweeping.grouping import groups, pays
from engine.training.train import Run

TELL_EVERY = 0.1
"""Seconds between two words on how far a sweep is."""
QUICK = 1
"""How hard a tape is compressed."""
BROKEN = "The run stopped because of an error inside the engine; report the details."


def train_all(runs: Sequence[RunSpec], look: Callable[[], None]) -> Iterator[SweepEvent]:
    """Train runs, those of one shape together where that pays; `look` is called after every step, and may raise."""
    progress = _Progress(runs)
    for group in groups(runs):
        ready: dict[int, Run] = {}
        for index in group:
            try:
                ready[index] = Run(runs[index], time.perf_counter, paused=False)
            except (SpecError, DeviceError) as error:
                yield progress.failed(index, str(error))
        together = len(ready) > 1 and all(map(pays, ready.values()))
        for each in [ready] if together else [{index: run} for index, run in ready.items()]:
            yield from _trained(each, progress, look)


def _trained(runs: dict[int, Run], progress: "_Progress", look: Callable[[], None]) -> Iterator[SweepEvent]:
    """Train runs together, and tell of each when it is over."""
    hello = Hello(PROTOCOL, versions.found())
    said: dict[int, list[Event]] = {index: [hello] for index in runs}
    try:
        for index, event in company.play(runs):
            said[index].append(event)
            if isinstance(event, Tick):
                look()
                if progress.stepped(index):
                    yield progress.told(tuple(said))
            elif isinstance(event, Finished):
                yield progress.over(index, tape.packed(_slim(tape.tape(said.pop(index))), QUICK))
    except (ArithmeticError, RuntimeError, MemoryError, ValueError):
        for index in said:
            yield progress.failed(index, BROKEN, traceback.format_exc())


def _slim(full: Tape) -> Tape:
    """A tape with the weights at the beginning and at the end only: there will be many tapes."""
    weights = [event for event in full.events if isinstance(event, Checkpoint)]
    dropped = {id(event) for event in weights[1:-1]}
    return full._replace(events=tuple(event for event in full.events if id(event) not in dropped))


class _Progress:
    """How far a sweep is, in steps; a run that ended early is done as a whole."""

    def __init__(self, runs: Sequence[RunSpec]) -> None:
        self._lengths = [steps(run) for run in runs]
        self._done = [0] * len(runs)
        self._told = -TELL_EVERY

    def stepped(self, index: int) -> bool:
        """Count a step of a run; returns whether it is time to tell."""
        self._done[index] = min(self._done[index] + 1, self._lengths[index])
        return time.monotonic() - self._told >= TELL_EVERY

    def told(self, running: tuple[int, ...]) -> Training:
        """Tell how far the sweep is."""
        self._told = time.monotonic()
        return Training(sum(self._done) / sum(self._lengths), running)

    def over(self, index: int, data: bytes) -> RunTrained:
        """Tell that a run is over."""
        self._done[index] = self._lengths[index]
        return RunTrained(index, data)

    def failed(self, index: int, message: str, details: str = "") -> RunFailed:
        """Tell that a run can't be trained, or not to its end."""
        self._done[index] = self._lengths[index]
        return RunFailed(index, message, details)
