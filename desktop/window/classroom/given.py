"""The lesson that is given, as the presenter's column shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.coming import what_comes
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.lessons.model import Lesson
from scenes.stage.core.stage import Frame


class GivenLesson(QObject):
    """Tells of stops by their places in the lesson; at its end the last one is the present one.

    `is_private` tells whether the class doesn't see what is told.
    """

    changed = Signal()

    def __init__(self, conducting: Conducting, is_private: Callable[[], bool]) -> None:
        super().__init__(conducting)
        self._conducting, self._is_private = conducting, is_private
        for moved in (conducting.cued, conducting.changed):
            moved.connect(self.changed)

    @property
    def active(self) -> bool:
        """Whether a lesson is being given."""
        return self._conducting.active

    @property
    def lesson(self) -> Lesson | None:
        """The lesson."""
        return self._conducting.lesson

    @property
    def stop(self) -> int:
        """Where it is."""
        stop = self._conducting.stop
        return self._ids.index(stop.id) if stop is not None else len(self._ids) - 1

    @property
    def at(self) -> str:
        """The title of the step that the present cue shows, or asks a question at."""
        return self._conducting.cue.at if self._conducting.cue is not None else ""

    @property
    def elapsed(self) -> tuple[float, ...]:
        """The seconds spent on each stop."""
        spent = self._conducting.elapsed
        return tuple(spent.get(name, 0.0) for name in self._ids)

    @property
    def left_out(self) -> frozenset[int]:
        """The stops that are passed over."""
        return frozenset(index for index, name in enumerate(self._ids) if name in self._conducting.left_out)

    def coming(self) -> Frame | str | None:
        """What the next press shows, or in words what it brings."""
        return what_comes(self._conducting, self._is_private())

    def toggle_stop(self, stop: int) -> None:
        """Leave a stop out, or take it in."""
        name = self._ids[stop]
        if name in self._conducting.left_out:
            self._conducting.take_in(name)
        else:
            self._conducting.leave_out(name)

    @property
    def _ids(self) -> tuple[str, ...]:
        lesson = self._conducting.lesson
        return tuple(stop.id for stop in lesson.stop) if lesson is not None else ()
