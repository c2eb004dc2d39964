"""What the window tells of what it shows to whoever exports it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.places import over_scene, over_stop
from desktop.classroom.record.log import logs
from desktop.classroom.record.reading import ClassRecord, RecordError, read
from desktop.publishing.asking.exports import Exports, Shown

if TYPE_CHECKING:
    from desktop.window.workspace import Workspace


def exports_of(window: Workspace) -> Exports:
    """The exports of one window, and of its past classes."""
    seen, live = _Seen(window), window.live
    shown = Shown(
        session=window.session,
        at_scene=lambda: window.places.at_scene,
        stop=seen.stop,
        lesson=seen.lesson,
        record=seen.record,
        ready=window.classroom.conducting.ready,
        over=window.classroom.lasting,
        inked=seen.inked,
        trained=lambda: live.trained,
        recorded=live.recording,
        covered=lambda: window.full_screen.on,
    )
    exports = Exports(shown, window.appearance, window.say, window.desk.open, window)
    records = window.shown.records
    records.handout_wanted.connect(exports.handout)
    records.lesson_wanted.connect(exports.class_lesson)
    window.full_screen.changed.connect(exports.strip.follow)
    return exports


class _Seen:
    """What is shown in a window."""

    def __init__(self, window: Workspace) -> None:
        self._workspace = window

    def stop(self) -> tuple[Stop, Path] | None:
        conducting = self._workspace.classroom.conducting
        stop = conducting.stop
        is_shown = stop is not None and self._workspace.session.stop == stop.id
        return (stop, conducting.folder) if stop is not None and is_shown else None

    def lesson(self) -> tuple[Lesson, Path] | None:
        lesson = self._workspace.desk.lesson
        if lesson.lesson is None or lesson.document is None:
            return None
        return lesson.lesson, lesson.document.path.parent

    def record(self) -> ClassRecord | None:
        """The class that is given, or the last one that can be read."""
        records = self._workspace.shown.records
        log = records.recorder.log
        for path in [log.path] if log is not None else (each.path for each in logs(records.folder)):
            try:
                return read(path)
            except RecordError:
                continue
        return None

    def inked(self) -> Mapping[str, tuple[Stroke, ...]]:
        """What is drawn over steps of what is shown, by their titles."""
        session, overlays = self._workspace.session, self._workspace.classroom.overlays
        place, of = (over_stop, session.stop) if session.stop else (over_scene, session.scene.name)
        found = {step.title: overlays.inked.get(place(of, step.title), ()) for step in session.steps}
        return {title: strokes for title, strokes in found.items() if strokes}
