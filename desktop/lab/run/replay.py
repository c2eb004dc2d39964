"""A recording that is played again, at the pace that is wished."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from engine.contract.pace import SLOW_STEPS, Pace
from scenes.stage.data.recording import Recording

FRAME = 33
"""Milliseconds between two steps that are shown."""
WITHOUT_TIME = 60.0
"""Steps a second of a recording that says of no time what it took."""


def events_of(recording: Recording) -> tuple[int, ...]:
    """The steps after which a setting was another, or a contestant was gone."""
    found, before = [each.step for each in recording.divergences], (recording.plan.lr, recording.plan.batch)
    for change in recording.changes:
        if (change.lr, change.batch) != before:
            found.append(change.step)
        before = change.lr, change.batch
    return tuple(sorted(found))


def advanced(recording: Recording, position: float, seconds: float, pace: Pace) -> tuple[float, bool]:
    """Where a replay is so many seconds later, in steps, and whether it goes on from there.

    As fast as it goes means: as fast as the run was trained.
    """
    near = pace.slow_at_events and any(abs(position - step) <= SLOW_STEPS for step in events_of(recording))
    rate = pace.steps_a_second(max(1, recording.total_steps), near)
    if rate is None:
        took = float(recording.column("seconds")[-1]) if len(recording.ticks) else 0.0
        rate = recording.step / took if took else WITHOUT_TIME
    reached = min(position + rate * seconds, float(recording.step))
    stop = _epoch_between(recording, position, reached) if pace.stop_at_epochs else None
    if stop is not None:
        return float(stop), False
    return reached, reached < recording.step


def _epoch_between(recording: Recording, position: float, reached: float) -> int | None:
    """The first step after a position, up to another, that ends an epoch."""
    first, last = recording.rows_upto(math.floor(position)), recording.rows_upto(math.floor(reached))
    epochs = recording.column("epoch")
    for row in range(first, last):
        if math.floor(epochs[row]) > (math.floor(epochs[row - 1]) if row else 0):
            return int(recording.steps[row])
    return None


class Replay(QObject):
    """Plays. `moved` carries the step to look at, None at the end; `playing_changed` whether it plays."""

    moved = Signal(object)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording: Recording | None = None
        self.pace = Pace()
        self._position = 0.0
        self._watch = QElapsedTimer()
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(lambda: self.go_on(self._watch.restart() / 1000))

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def play(self, recording: Recording, step: int | None, pace: Pace) -> None:
        """Play from a step on, from the beginning where None is the end."""
        self.recording, self.pace = recording, pace
        self._position = 0.0 if step is None or step >= recording.step else float(step)
        self._watch.start()
        self._timer.start()
        self.playing_changed.emit(True)
        self.moved.emit(int(self._position))

    def pause(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def seek(self, step: int) -> None:
        """Go on from another step."""
        if step != int(self._position):
            self._position = float(step)

    def go_on(self, seconds: float) -> None:
        """Show what so many seconds later is shown."""
        recording = self.recording
        if recording is None:
            return
        before = int(self._position)
        self._position, goes_on = advanced(recording, self._position, seconds, self.pace)
        if not goes_on:
            self.pause()
        if self._position >= recording.step:
            self.moved.emit(None)
        elif int(self._position) != before:
            self.moved.emit(int(self._position))
