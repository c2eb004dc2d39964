"""Which kept run is looked at in place of the session's own, and which others are laid over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.lab.charts.overlays import DASHES, Look, Overlay
from desktop.runs.folder import Run
from desktop.runs.library import Library
from desktop.runs.readings import spec_of
from desktop.runs.storage import RecordingError
from desktop.training.session import TrainingSession
from engine.contract.spec import RunSpec
from scenes.stage.data.recording import Recording

MOST = len(DASHES)
"""So many runs can be laid over at once: there are no more strokes that the eye tells apart."""
PATIENCE_MS = 300
"""So long nobody needs to be told that a run is still being read."""


class RunSelection(QObject):
    """Takes runs from the library and puts them back. What the session trains comes first: a new run is shown at once.

    `moved` says that another run is looked at, `changed` that or that others are laid over it; `told` carries a
    sentence for the user, and `taken_back` one that is true no more.
    """

    moved = Signal()
    changed = Signal()
    told = Signal(str)
    taken_back = Signal(str)

    def __init__(self, session: TrainingSession, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._library = session, library
        self._opened: tuple[str, Recording] | None = None
        self._overlays: dict[str, Overlay] = {}
        self._awaited: tuple[str, Callable[[str], None]] | None = None
        """A long run that is being read, and what is to be done with it then."""
        self._waiting = ""
        """What is told while that is read."""
        self._impatience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._impatience.timeout.connect(lambda: self.told.emit(self._waiting))
        self._seen: Run | None = None
        """The opened run, under the name that it had last."""
        session.began.connect(self._forget)
        session.began.connect(self._keep_alike)
        session.began.connect(self.close)
        library.fetched.connect(self._take)
        library.told.connect(self._stop_waiting)  # for what can't be read
        library.changed.connect(self._follow)

    @property
    def opened(self) -> Run | None:
        """The kept run that is looked at; None where it is the session's own, or none."""
        return self._library.find(self._opened[0]) if self._opened else None

    @property
    def recording(self) -> Recording | None:
        """What is looked at."""
        return self._opened[1] if self._opened else self._session.recording

    @property
    def spec(self) -> RunSpec | None:
        """The settings of what is looked at: those that a kept run began with, or those of the session's own now."""
        return spec_of(self._opened[1].plan) if self._opened else self._session.spec

    @property
    def key(self) -> str:
        """The key of the run that is looked at; "" where it is none of the library's yet."""
        return self._opened[0] if self._opened else self._library.key_of(self._session.recording)

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """The runs that are laid over, in the order in which they were."""
        return tuple(self._overlays.values())

    @property
    def compared(self) -> frozenset[str]:
        """The keys of the runs that are laid over."""
        return frozenset(self._overlays)

    def open(self, key: str) -> None:
        """Look at a run, a long one as soon as it is read; the session's own is looked at where it is."""
        if self._is_awaited(key, self.open):
            return
        recording = self._read(key)
        if recording is None:
            return
        own = self._session.recording
        self._overlays.pop(key, None)
        self._look_at(None if own is not None and recording.plan is own.plan else (key, recording))

    def close(self) -> None:
        """Look at the session's own run again, or at none."""
        if self._opened is not None:
            self._look_at(None)

    def _look_at(self, opened: tuple[str, Recording] | None) -> None:
        self._opened = opened
        self._seen = self.opened
        self.moved.emit()
        self.changed.emit()

    def compare(self, key: str) -> None:
        """Lay a run over the one that is looked at, or take it away; without one to lie over it is opened instead."""
        if self._overlays.pop(key, None) is not None:
            self.changed.emit()
        elif self.recording is None:
            self.open(key)
        elif key == self.key:
            self.told.emit("This run is the one that the charts show; tick others to lay them over it.")
        elif len(self._overlays) >= MOST:
            self.told.emit(f"{MOST} runs can be laid over at once; untick one of them first.")
        elif not self._is_awaited(key, self.compare):
            recording = self._read(key)
            run = self._library.find(key)
            if recording is not None and run is not None:
                self._overlays[key] = Overlay(run.label.name, recording, self._free_look())
                self.changed.emit()

    def _keep_alike(self) -> None:
        """Take off what a run that begins can't be compared with: runs of other pictures."""
        spec = self._session.spec
        if spec is None:
            return
        kept = {key: each for key, each in self._overlays.items() if spec_of(each.recording.plan).data == spec.data}
        if kept != self._overlays:
            self._overlays = kept
            self.told.emit("The runs that were laid over are of other pictures, so they are taken off.")
            self.changed.emit()

    def _free_look(self) -> Look:
        """A stroke that no run has yet."""
        used = {each.look for each in self._overlays.values()}
        return next(look for look in DASHES if look not in used)

    def _is_awaited(self, key: str, then: Callable[[str], None]) -> bool:
        """Whether a run is long and must be read first, behind the window; only what was wanted last is done then."""
        self._forget()
        self._awaited = (key, then) if self._library.is_long(key) else None
        run = self._library.find(key)
        if self._awaited is None or run is None:
            return False
        self._waiting = f"“{run.label.name}” is being read. It is shown as soon as that is done."
        self._impatience.start()
        self._library.fetch(key)
        return True

    def _take(self, key: str) -> None:
        """Go on with a long run that has been read, if it is still wanted."""
        if self._awaited is not None and self._awaited[0] == key:
            _, then = self._awaited
            self._forget()
            then(key)

    def _forget(self) -> None:
        self._awaited = None
        self._stop_waiting()

    def _stop_waiting(self) -> None:
        """Say no more that a run is being read."""
        self._impatience.stop()
        waiting, self._waiting = self._waiting, ""
        if waiting:
            self.taken_back.emit(waiting)

    def _read(self, key: str) -> Recording | None:
        if self._library.find(key) is None:
            return None
        try:
            return self._library.recording(key)
        except RecordingError as error:
            self.told.emit(str(error))
            return None

    def _follow(self) -> None:
        """Let go of runs that are deleted, and take over new names."""
        before = (self._seen, self.overlays)
        for key, overlay in list(self._overlays.items()):
            run = self._library.find(key)
            if run is None:
                del self._overlays[key]
            elif run.label.name != overlay.name:
                self._overlays[key] = replace(overlay, name=run.label.name)
        if self._opened is not None and self.opened is None:
            self._look_at(None)
        self._seen = self.opened
        if before != (self._seen, self.overlays):
            self.changed.emit()
