"""Training from the shell: the engine's events as a table or as JSON lines, and a progress bar beside them."""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

import msgspec

from desktop.cli.streams import printable_json, say, silence
from desktop.training.blocking_engine import BlockingEngine, running_engine
from engine.contract.events import (
    Diverged,
    Event,
    Failed,
    Finished,
    Notice,
    Ready,
    Start,
    Started,
    Stop,
    Tick,
    Validated,
)
from engine.contract.spec import RunSpec, about

BAR = 30
"""Letters of the progress bar."""
REDRAW_S = 0.1
REFUSED = 2
"""The exit status where what was asked for can't be done, as for other wrong input."""
INTERRUPTED = 130
"""The exit status of a program that Ctrl+C has ended."""


def train(spec: RunSpec, as_json: bool, heading: Sequence[str] = ()) -> int:
    """Train a run and print what happens; returns the exit status. Ctrl+C stops the run after its present step.

    `heading` are lines that people read above the table. Raises EngineError where the engine can't be used.
    """
    writer: Table | JsonLines = JsonLines(sys.stdout) if as_json else Table(sys.stdout, heading)
    bar = ProgressBar(sys.stderr)
    ready = started = False
    with running_engine() as engine, stopped_by_interrupt(engine):
        engine.send(Start(spec))
        for event in engine.events():
            ready = ready or isinstance(event, Ready)
            started = started or isinstance(event, Started)
            bar.clear()
            writer.write(event)
            bar.follow(event)
            if isinstance(event, Finished):
                return INTERRUPTED if event.reason == "stopped" else 0
            if isinstance(event, Failed):
                say(event.message)
                if event.fatal or not started:
                    return REFUSED if ready and not started else 1
    return 1


@contextmanager
def stopped_by_interrupt(engine: BlockingEngine) -> Iterator[None]:
    """Let the first Ctrl+C stop a run or a sweep, so that its end is told; a second one ends the program."""

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        engine.send(Stop())

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class JsonLines:
    """Every event as one line of JSON."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, event: Event) -> None:
        """Write an event at once, for whoever reads along."""
        print(printable_json(msgspec.json.encode(event).decode("utf-8")), file=self._out, flush=True)


class Table:
    """What a person wants to read: the contestants, and a row for each measurement."""

    def __init__(self, out: TextIO, heading: Sequence[str]) -> None:
        self._out = out
        self._heading = heading

    def write(self, event: Event) -> None:
        """Write what there is to say about an event."""
        if isinstance(event, Started):
            self._begin(event)
        elif isinstance(event, Validated):
            scores = [
                "diverged".rjust(18) if score is None else f"{score.loss:9.4f} {score.accuracy:7.1%} "
                for score in event.scores
            ]
            self._say(f"{event.step:6d} {event.epoch:7.2f}  {'  '.join(scores)}")
        elif isinstance(event, Diverged):
            self._say(event.reason)
        elif isinstance(event, Notice):
            self._say(event.text)
        elif isinstance(event, Finished):
            self._say(
                f"Ended by {event.reason} after {event.step} step{'s' * (event.step != 1)}, {event.epoch:.2f} epochs, "
                f"{event.seconds:.1f} s."
            )

    def _begin(self, started: Started) -> None:
        for line in self._heading:
            self._say(line)
        for each in started.contestants:
            self._say(f"{each.name}: {each.parameters:,} parameters, {each.macs:,} multiply-accumulates a picture")
        spec = started.spec
        self._say(
            f"{about(spec.data).title}: {started.train_count} training and {started.validation_count} validation "
            f"pictures; {spec.optimiser.name}, learning rate {spec.lr:g}, batch {spec.batch}, seed {spec.seed}; "
            f"{started.total_steps} step{'s' * (started.total_steps != 1)} on {started.device} with "
            f"{started.threads} thread(s)"
        )
        self._say(f"{'':16}{'  '.join(each.name[:18].center(18) for each in started.contestants)}")
        columns = "  ".join(f"{'val loss':>9} {'val acc':>7} " for _ in started.contestants)
        self._say(f"{'step':>6} {'epoch':>7}  {columns}")

    def _say(self, line: str) -> None:
        print(line.rstrip(), file=self._out, flush=True)


class ProgressBar:
    """How far a run is and how long it will take; on a terminal one line that changes, else a line now and then.

    Where it can't be shown the run goes on without it.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._told = -1
        self._last = 0.0
        self._shown = False
        self._lost = False

    def follow(self, event: Event) -> None:
        """Show how far a step has brought the run."""
        if not isinstance(event, Tick):
            return
        now = time.monotonic()
        if self._terminal and (now - self._last >= REDRAW_S or event.progress >= 1):
            self._last = now
            self._write(f"\r{progress_line(event)}")
            self._shown = True
        elif not self._terminal and math.floor(event.progress * 10) > self._told:
            self._told = math.floor(event.progress * 10)
            self._write(f"{progress_line(event)}\n")

    def clear(self) -> None:
        """Take the bar away from where the next line will be written."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False

    def _write(self, text: str) -> None:
        if self._lost:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._lost = True
            silence(self._out)


def progress_line(tick: Tick) -> str:
    """How far a run is: a bar, the share, the step, and the time that is left."""
    filled = round(tick.progress * BAR)
    left = tick.seconds / tick.progress * (1 - tick.progress) if tick.progress > 0 else 0.0
    bar = "#" * filled + "." * (BAR - filled)
    return f"[{bar}] {tick.progress:4.0%}  step {tick.step}  {left:.0f} s left"
