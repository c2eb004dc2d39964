"""What the lab is doing: one recording, one engine, and in which phase the run between them is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from enum import Enum
from importlib import metadata
from itertools import groupby

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.runs import adapter
from desktop.system.paths import sets_folder
from desktop.training.engine_process import Breakdown, EngineProcess
from engine.contract import events, own_data
from engine.contract.events import Command, Device, Event, Weights
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from engine.contract.questions import NoReply, Reply, Waits
from engine.contract.spec import Data, RunSpec, StopAt
from scenes.stage.data.recording import Ending, Recording

MOST_LENT = 60_000_000
"""Bytes of pictures that travel to an engine elsewhere; a message has its limit."""


class Phase(Enum):
    """Where the run is. A run that is over, by itself or not, has left its recording."""

    IDLE = "idle"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


class TrainingSession(QObject):
    """Sends commands, records events, and knows what may be asked next.

    `recording` is replaced by a longer one with every batch of events; nobody is told of that, whoever draws looks
    at it in their own rhythm. `let_go` carries each recording once, when no more steps will come: its run is over, or
    gives way. `told` carries a sentence for the user, `broke` why the engine or a run in it is gone.
    """

    phase_changed = Signal()
    engine_changed = Signal()
    began = Signal()
    settings_changed = Signal()
    let_go = Signal(object)
    told = Signal(str)
    broke = Signal(Breakdown)
    measured = Signal(object)
    """Carries `Measured` or `Unmeasured`, the answer to `measure`."""
    replied = Signal(object)
    """Carries `Reply`, `Waits` or `NoReply`, answers to a `Query`; `desktop.training.questions` knows who asked."""

    def __init__(self, client: EngineProcess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.client = client
        self.recording: Recording | None = None
        self.devices: tuple[Device, ...] = ()
        self.notices: list[str] = []
        self.phase = Phase.IDLE
        self.spec: RunSpec | None = None
        """The settings of the run in progress or of the last one, as they are now."""
        self.pace = AS_FAST_AS_IT_GOES
        """How fast that run is to go."""
        self._versions: dict[str, str] = {}
        self._lent: set[str] = set()
        """The digests of the user's own pictures that the present engine was given."""
        self._awaited = 0
        """How many runs were asked for and have not begun."""
        self._in_run = self._recorded = False
        """Whether the engine is in a run, and whether the recording is of that one or, between runs, of its last."""
        self._growing = False
        """Whether more steps may come to the recording."""
        client.received.connect(self._receive)
        client.broke.connect(self._lose)
        client.stage_changed.connect(self.engine_changed)

    @property
    def active(self) -> bool:
        """Whether there is a run that takes commands."""
        return self.phase in (Phase.RUNNING, Phase.PAUSED)

    @property
    def can_look(self) -> bool:
        """Whether networks can look at another picture: of a run asked for, in progress, or over but still there."""
        return self.present or self.phase is Phase.QUEUED

    @property
    def present(self) -> bool:
        """Whether the engine has the networks of the recording, as they are after its last step."""
        return self._recorded

    def looks_at(self, data: Data) -> bool:
        """Whether networks can look at another picture of a data set."""
        return self.can_look and self.spec is not None and self.spec.data == data

    def start(
        self,
        spec: RunSpec,
        paused: bool = False,
        pace: Pace = AS_FAST_AS_IT_GOES,
        weights: tuple[Weights, ...] = (),
    ) -> None:
        """Begin a run in place of the present one, if need be with weights; the engine is started if it isn't there."""
        self.client.start()
        if not self._lend(spec.data):
            return
        self.client.send(events.Start(spec, paused, pace, weights))
        self._awaited += 1
        self.spec, self.pace = spec, pace
        self._enter(Phase.QUEUED)

    def one_batch(self, spec: RunSpec, pace: Pace = AS_FAST_AS_IT_GOES, weights: tuple[Weights, ...] = ()) -> None:
        """Train one batch and pause; without a run, begin one for it."""
        if not self.active:
            self.start(spec, True, pace, weights)
        self.client.send(events.Step())

    def pause(self) -> None:
        """Ask for a pause after the present step."""
        self.client.send(events.Pause())

    def resume(self) -> None:
        """Go on after a pause."""
        self.client.send(events.Resume())

    def stop(self) -> None:
        """End the run and keep its recording."""
        self.client.send(events.Stop())

    def reset(self) -> None:
        """End the run, if there is one, and show none."""
        self._let_go(stopped=True)
        if self.active or self.phase is Phase.QUEUED:
            self.client.send(events.Stop())
        self.recording = None
        self._recorded = False
        self.notices.clear()
        self._enter(Phase.IDLE)

    def set_lr(self, lr: float) -> None:
        """Change the learning rate of the run in progress."""
        self._send_live(events.SetLearningRate(lr))

    def set_batch(self, batch: int) -> None:
        """Change the batch size of the run in progress."""
        self._send_live(events.SetBatch(batch))

    def set_probe(self, index: int) -> None:
        """Look at another picture in the run in progress, or in the last one if its networks are still there."""
        if self.can_look:
            self.client.send(events.SetProbe(index))

    def set_stop(self, stop: StopAt) -> None:
        """Change where the run in progress ends."""
        self._send_live(events.SetStop(stop))

    def set_pace(self, pace: Pace) -> None:
        """Let the run in progress go at another pace."""
        self.pace = pace
        self._send_live(events.SetPace(pace))

    def follow(self, spec: RunSpec, before: RunSpec) -> None:
        """Let the run take at once what it can of other settings than those before.

        What is set of another race waits for the next run. Networks look at another picture of their data even when
        their run is over.
        """
        if self.looks_at(spec.data) and (spec.data, spec.probe) != (before.data, before.probe):
            self.set_probe(spec.probe)
        if self.spec is None or not self.spec.race == spec.race == before.race:
            return
        if spec.lr != before.lr:
            self.set_lr(spec.lr)
        if spec.batch != before.batch:
            self.set_batch(spec.batch)
        if spec.stop != before.stop:
            self.set_stop(spec.stop)

    def measure(self, network: str, threads: int) -> None:
        """Ask how long a real network takes here; the engine is started if it isn't there. `stop` breaks it off."""
        self.client.start()
        self.client.send(events.Measure(network, threads))

    def _lend(self, data: Data) -> bool:
        """Give an engine elsewhere the user's own pictures, once; tells whether it will have them."""
        if isinstance(data, str) or not self.client.elsewhere or data.digest in self._lent:
            return True
        try:
            file = own_data.path_of(sets_folder(), data).read_bytes()
        except OSError:
            return True  # the engine may have them, or says that nobody has
        if len(file) > MOST_LENT:
            self.told.emit(
                f"The pictures of “{data.title}” take {len(file) / 1e6:.0f} MB, and at most {MOST_LENT / 1e6:.0f} MB "
                "can be sent to an engine elsewhere; train on this computer."
            )
            return False
        self.client.send(events.Lend(data, file))
        self._lent.add(data.digest)
        return True

    def move_engine(self, command: str) -> None:
        """Use the engine that a command starts, "" this computer's; the recording stays."""
        if command != self.client.elsewhere:
            self.client.move(command)
            self.restart_engine()

    def restart_engine(self) -> None:
        """Start a fresh engine; the recording stays."""
        self._forget_engine()
        self._rest()
        self.client.restart()

    def close(self) -> None:
        """End the run, if there is one, and the engine; a later start brings it back."""
        self._let_go(stopped=True)
        self.client.shutdown()

    def _send_live(self, command: Command) -> None:
        if self.active or self.phase is Phase.QUEUED:
            self.client.send(command)

    def _enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit()

    def _receive(self, heard: list[Event]) -> None:
        try:
            for are_steps, some in groupby(heard, lambda event: isinstance(event, events.Tick)):
                if are_steps:
                    self._record(some)
                else:
                    for event in some:
                        self._take(event)
        except ValueError as error:
            self.client.fail("The engine sent something that makes no sense", f"It doesn't fit the run: {error}.")

    def _record(self, steps: Iterable[Event]) -> None:
        """Record many steps at once, which is several times faster; raises ValueError if they don't fit the run."""
        if self._recorded and self.recording is not None:
            self.recording = adapter.add_all(self.recording, steps)

    def _take(self, event: Event) -> None:
        """Follow one event; raises ValueError if it doesn't fit the run."""
        match event:
            case events.Hello():
                self._versions = event.versions
                self._compare_versions(event.versions)
            case events.Ready():
                self.devices = event.devices
                self.engine_changed.emit()
            case events.Started():
                self._begin(event)
            case events.Notice(text):
                self.notices.append(text)
            case events.Failed():
                self._fail(event)
            case events.Measured() | events.Unmeasured():
                self.measured.emit(event)
            case Reply() | Waits() | NoReply():
                self.replied.emit(event)
            case _ if self._recorded and self.recording is not None:
                self.recording = adapter.add(self.recording, event)
                self._follow(event)
        if isinstance(event, events.Finished):
            self._in_run = False
            self._recorded = self._recorded and event.reason != "diverged"

    def _compare_versions(self, theirs: dict[str, str]) -> None:
        """Say where an engine elsewhere has another torch than this computer: its numbers may be others."""
        with contextlib.suppress(metadata.PackageNotFoundError):
            own, other = (each.partition("+")[0] for each in (metadata.version("torch"), theirs.get("torch", "")))
            if self.client.elsewhere and other and own != other:
                self.told.emit(
                    f"The engine elsewhere has torch {other}, and this computer has {own}: "
                    "the same settings may give slightly other numbers."
                )

    def _begin(self, started: events.Started) -> None:
        """Record the run that begins, unless another was asked for, or a reset, before it began."""
        self._let_go(stopped=True)
        self._awaited -= 1
        self._in_run = True
        self._recorded = self._awaited == 0 and self.phase is Phase.QUEUED
        if self._recorded:
            self.recording = adapter.begin(started, self._versions, started.total_steps)
            self._growing = True
            self.spec = started.spec
            self.notices.clear()
            self._enter(Phase.RUNNING)
            self.began.emit()

    def _let_go(self, stopped: bool = False) -> None:
        """Hand the recording out once no more steps will come; `stopped` says that somebody wanted it so."""
        if not self._growing or self.recording is None:
            return
        self._growing = False
        if stopped and self.recording.ending is None and self.recording.step:
            last = self.recording.tick(-1)
            self.recording = self.recording.with_ending(Ending("stopped", last.step, last.epoch, last.seconds))
        self.let_go.emit(self.recording)

    def _follow(self, event: Event) -> None:
        """Let the phase follow an event of the run that is recorded."""
        if isinstance(event, events.Finished):
            self._let_go()
        if isinstance(event, events.Changed):
            if self.spec is not None:
                now = {"lr": event.lr, "batch": event.batch, "probe": event.probe, "stop": event.stop}
                self.spec = msgspec.structs.replace(self.spec, **now)
            self.settings_changed.emit()
        elif self.active:
            phase = _PHASES.get(type(event))
            if phase is not None:
                self._enter(phase)

    def _fail(self, failed: events.Failed) -> None:
        """Pass on what could not be done, and what that means for the run."""
        if failed.fatal and self._in_run:
            self._in_run = self._recorded = False
            self._let_go()
            if self.active:
                self._enter(Phase.OVER)
        elif failed.fatal:
            self._recorded = False
            self._awaited -= 1
            if self._awaited == 0 and self.phase is Phase.QUEUED:
                self._rest()
        if failed.details:
            self.broke.emit(Breakdown("The run failed", failed.message, f"{failed.message}\n\n{failed.details}"))
        else:
            self.told.emit(failed.message)

    def _rest(self) -> None:
        """Go back to where a run can be started, without losing what is recorded."""
        self._enter(Phase.OVER if self.recording is not None else Phase.IDLE)

    def _lose(self, breakdown: Breakdown) -> None:
        """Keep what was recorded when the engine is gone."""
        self.devices = ()
        self._forget_engine()
        self._rest()
        self.broke.emit(breakdown)

    def _forget_engine(self) -> None:
        self._let_go()
        self._awaited = 0
        self._lent.clear()
        self._in_run = self._recorded = False


_PHASES: dict[type, Phase] = {
    events.Paused: Phase.PAUSED,
    events.Resumed: Phase.RUNNING,
    events.Finished: Phase.OVER,
}
