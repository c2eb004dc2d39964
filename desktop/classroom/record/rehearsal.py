"""The minutes that a rehearsal has measured, and writing them into its lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.classroom.lessons import editing
from desktop.classroom.lessons.document import Edit
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.reading import StopEntry
from desktop.classroom.lessons.titles import title_of
from desktop.classroom.record.entries import AnyEntry, Cued
from desktop.classroom.record.resuming import spent
from scenes.stage.core.catalogue import catalogue

STEP = 0.5
"""Minutes are written as multiples of this: nobody plans a class in seconds."""
GLANCE = 5.0
"""Whoever stays at a stop for no more seconds than this has only passed it."""


@dataclass(frozen=True)
class MeasuredStop:
    """A stop that was rehearsed: its minutes as planned, the seconds that it took, and the minutes to be written.

    `whole` is False where the rehearsal was broken off in the middle of it.
    """

    id: str
    title: str
    planned: float
    seconds: float
    whole: bool = True

    @property
    def passed(self) -> bool:
        """Whether it was passed too quickly to have been rehearsed."""
        return self.seconds <= GLANCE

    @property
    def differs(self) -> bool:
        """Whether the lesson had better have the measured minutes."""
        return self.whole and not self.passed and self.minutes != self.planned

    @property
    def minutes(self) -> float:
        """What is written: half minutes, rounded up, because a class takes no less than a rehearsal."""
        return max(STEP, -(-round(self.seconds) // round(60 * STEP)) * STEP)


def measured(lesson: Lesson, entries: Sequence[AnyEntry]) -> tuple[MeasuredStop, ...]:
    """The stops that were rehearsed, in the lesson's order."""
    seconds = spent(entries)
    last = [entry.stop for entry in entries if isinstance(entry, Cued)][-1:]
    return tuple(
        MeasuredStop(stop.id, title_of(stop, catalogue()), stop.minutes, seconds[stop.id], stop.id not in last)
        for stop in lesson.stop
        if stop.id in seconds
    )


def written(rows: Sequence[MeasuredStop], entries: Sequence[StopEntry]) -> Edit:
    """The change of a lesson's text that gives stops their measured minutes; `entries` are its stops as they stand."""
    places = {entry.id: entry.index for entry in entries}
    minutes = {places[row.id]: row.minutes for row in rows if row.id in places}
    return lambda text: editing.set_key_of_each(text, "minutes", minutes)


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: 14:20."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
