"""What stands in the rows of a lesson's stops, as plain values."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.lessons.reading import Read, StopEntry
from desktop.classroom.lessons.titles import title_of
from scenes.stage.core.catalogue import Catalogue

EVEN = 1 / 120
"""Minutes that are no difference."""


@dataclass(frozen=True)
class StopRow:
    """A stop as the panel shows it. `number` counts from 1; without a `stop` it is broken, and `fault` says why."""

    number: int
    id: str
    title: str
    stop: Stop | None
    fault: str = ""
    present: bool = False
    left_out: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """Its minutes, and whether it is optional or is a run."""
        stop = self.stop
        if stop is None:
            return ()
        run = ("live run" if stop.run == "live" else "run",) if stop.lab else ()
        return (f"{stop.minutes:g} min", *run, *(("optional",) if stop.optional else ()))

    @property
    def questions(self) -> int:
        """How many questions it asks."""
        return len(self.stop.ask) if self.stop is not None else 0

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        asks = f"{self.questions} question{'s' * (self.questions > 1)}" if self.questions else ""
        marks = ("shown now" if self.present else "", "left out" if self.left_out else "")
        return ". ".join(filter(None, (f"Stop {self.number}: {self.title}", *self.facts, asks, *marks, self.fault)))


def rows_of(found: Read, scenes: Catalogue, present: str = "", left_out: Container[str] = ()) -> tuple[StopRow, ...]:
    """The rows of a lesson; `present` is the id of the stop that a class sees."""
    return tuple(_row(entry, scenes, present, left_out) for entry in found.entries)


def _row(entry: StopEntry, scenes: Catalogue, present: str, left_out: Container[str]) -> StopRow:
    number, stop = entry.index + 1, entry.stop
    if stop is None:
        fault = entry.faults[0]
        return StopRow(number, entry.id, entry.id or "A stop", None, f"Line {fault.line}: {fault.sentence}")
    return StopRow(number, stop.id, title_of(stop, scenes), stop, "", stop.id == present, stop.id in left_out)


def total(lesson: Lesson) -> tuple[str, bool]:
    """How long a lesson's stops take of what it is planned for, in a sentence, and whether the two differ."""
    stops = sum(stop.minutes for stop in lesson.stop if not stop.optional)
    more = sum(stop.minutes for stop in lesson.stop if stop.optional)
    differs = abs(stops - lesson.planned) > EVEN
    words = f"The stops take {lasting(stops)} minutes"
    words += f", and the lesson is planned for {lasting(lesson.planned)}." if differs else ", as planned."
    return words + (f" Optional stops take {lasting(more)} more." if more else ""), differs


def lasting(minutes: float) -> str:
    """Minutes as 14:30."""
    seconds = round(minutes * 60)
    return f"{seconds // 60}:{seconds % 60:02}"
