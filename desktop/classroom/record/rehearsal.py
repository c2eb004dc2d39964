"""The minutes that a rehearsal has measured, and writing them into its lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.classroom.lessons import editing
from desktop.classroom.lessons.document import Edit
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.reading import StopEntry
from desktop.classroom.lessons.titles import title_of
from scenes.stage.core.catalogue import catalogue

STEP = 0.5
"""Minutes are written as multiples of this: nobody plans a class in seconds."""


@dataclass(frozen=True)
class MeasuredStop:
    """A stop that was rehearsed: its minutes as planned, the seconds that it took, and the minutes to be written."""

    id: str
    title: str
    planned: float
    seconds: float

    @property
    def minutes(self) -> float:
        """What is written: half minutes, rounded up, because a class takes no less than a rehearsal."""
        return max(STEP, -(-round(self.seconds) // round(60 * STEP)) * STEP)


def measured(lesson: Lesson, spent: Mapping[str, float]) -> tuple[MeasuredStop, ...]:
    """The stops that were rehearsed, in the lesson's order."""
    return tuple(
        MeasuredStop(stop.id, title_of(stop, catalogue()), stop.minutes, spent[stop.id])
        for stop in lesson.stop
        if stop.id in spent
    )


def written(rows: Sequence[MeasuredStop], entries: Sequence[StopEntry]) -> Edit:
    """The change of a lesson's text that gives stops their measured minutes; `entries` are its stops as they stand."""
    places = {entry.id: entry.index for entry in entries}

    def edit(text: str) -> str:
        for row in rows:
            if row.id in places:
                text = editing.set_key(text, places[row.id], "minutes", row.minutes)
        return text

    return edit


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: 14:20."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
