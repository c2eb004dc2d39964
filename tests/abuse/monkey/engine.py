"""An engine without a process: it answers when the monkey lets it, with what tapes hold or with made-up numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

import msgspec
from PySide6.QtCore import QObject

import assets
from engine.contract import events, tape
from engine.contract.spec import PRESETS, RunSpec
from tests.desktop import fake_runs

STEPS = 400
"""The length of a run of made-up numbers."""


@cache
def _taped(preset: str) -> tape.Tape | None:
    path = assets.path("recordings", preset + tape.SUFFIX)
    return tape.read(path) if path.is_file() else None


class TapedEngine(fake_runs.FakeClient):
    """What it hears it takes note of; `live` lets it answer, and train some steps of the run in progress."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        self._coming: Iterator[events.Event] | None = None
        self._last: events.Tick | None = None
        self._spec: RunSpec | None = None
        self._paused = False

    def shutdown(self) -> None:
        """End at once, in the midst of whatever goes on."""
        super().shutdown()
        self._coming = None
        self.sent.clear()

    def live(self, steps: int) -> None:
        """Answer everything that was heard, then train so many steps."""
        while self.sent:
            self._answer(self.sent.pop(0))
        if self._coming is not None and not self._paused:
            self._train(steps)

    def _train(self, steps: int) -> None:
        assert self._coming is not None
        for event in islice(self._coming, steps):
            if isinstance(event, events.Tick):
                self._last = event
            self.say(event)
            if isinstance(event, events.Finished):
                self._coming = None
                return

    def _answer(self, command: events.Command) -> None:
        match command:
            case events.Start():
                self._start(command)
            case events.Measure(network, threads):
                self.say(events.Measured(network, 0.0125, 9, threads, "A processor"))
            case _ if self._coming is not None:
                self._obey(command)

    def _obey(self, command: events.Command) -> None:
        """Do what is asked of the run in progress."""
        match command:
            case events.Pause():
                self._pause(True)
            case events.Resume():
                self._pause(False)
            case events.Step():
                self._train(1)
                if self._coming is not None:
                    self._pause(True)
            case events.Stop():
                self._end()
            case _:
                self._set(command)

    def _start(self, command: events.Start) -> None:
        if self._coming is not None:
            self._end()
        spec = command.spec
        found = next((_taped(name) for name, each in PRESETS.items() if each.spec.race == spec.race), None)
        if found is not None:
            started, coming = msgspec.structs.replace(found.started, spec=spec), found.events
        elif spec.contestants == PRESETS["race"].spec.contestants:
            started = fake_runs.started(spec, STEPS)
            coming = (*fake_runs.run_events(STEPS)[1:], fake_runs.finished(STEPS))
        else:
            self.say(events.Failed("There is no tape of this run."))
            return
        self.say(started)
        self._coming, self._last, self._spec, self._paused = iter(coming), None, spec, False
        if command.paused:
            self._pause(True)

    @property
    def _step(self) -> int:
        return self._last.step if self._last is not None else 0

    def _pause(self, paused: bool) -> None:
        self._paused = paused
        self.say(events.Paused(self._step) if paused else events.Resumed(self._step))

    def _end(self) -> None:
        self._coming = None
        epoch, seconds = (self._last.epoch, self._last.seconds) if self._last is not None else (0.0, 0.0)
        self.say(events.Finished("stopped", self._step, epoch, seconds))

    def _set(self, command: events.Command) -> None:
        match command:
            case events.SetLearningRate(lr):
                self._change(lr=lr)
            case events.SetBatch(batch):
                self._change(batch=batch)
            case events.SetProbe(index):
                self._change(probe=index)
            case events.SetStop(stop):
                self._change(stop=stop)

    def _change(self, **new: object) -> None:
        assert self._spec is not None
        self._spec = spec = msgspec.structs.replace(self._spec, **new)
        self.say(events.Changed(self._step, spec.lr, spec.batch, spec.probe, spec.stop, spec.stop.steps or STEPS))
