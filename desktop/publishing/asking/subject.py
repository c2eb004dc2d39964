"""What the window offers to export: the step, the scene, the lesson, the class, and how much that comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.classroom.conducting.programme import Programme
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.stops.foreign import Ready, without_reading
from desktop.classroom.stops.scene_of import NOTHING_READ
from desktop.export.films.film import film_of
from desktop.publishing.order import OfClass, OfLesson, OfScene, What
from desktop.publishing.pages.lesson_pages import LessonPages
from desktop.publishing.pages.pictures import Showing, scene_in
from desktop.publishing.pages.visits import Shown
from desktop.words.plain import day
from scenes.stage.core.catalogue import plan
from scenes.stage.data.recording import Recorded


@dataclass(frozen=True)
class Subject:
    """Something to export: what it is called, the name that its files begin with, and the order's part about it.

    `pages` counts the pages of a document of it, without or with its optional stops; `seconds` is how long a film of
    it plays, 0 where there is none.
    """

    title: str
    stem: str
    what: What
    pages: Callable[[bool], int]
    asking: Callable[[bool], tuple[bool, ...]] = lambda optional: ()
    """Of each of those pages whether the next one answers it."""
    seconds: float = 0.0
    has_optional: bool = False


def of_scene(what: OfScene, recorded: Recorded, ready: Ready = NOTHING_READ) -> Subject:
    """A scene, or some of its steps. Raises ExportError."""
    scene, knobs = scene_in(what, ready)
    steps = plan(scene, knobs, scene.run(knobs, recorded))
    wanted = [step for step in what.steps if step < len(steps)] or range(len(steps))
    seconds = film_of(scene, knobs, scene.run(knobs, recorded), [step + 1 for step in wanted]).seconds
    alone = len(what.steps) == 1
    title = f"{scene.title} · {steps[wanted[0]].title}" if alone else scene.title
    stem = f"{scene.name}-step-{wanted[0] + 1}" if alone else scene.name
    return Subject(title, stem.replace(" ", "-"), what, lambda optional: len(wanted), seconds=seconds)


def of_lesson(lesson: Lesson, folder: Path, recorded: Recorded, ready: Ready) -> Subject:
    """A lesson whose pictures lie in a folder."""

    def asking(optional: bool) -> tuple[bool, ...]:
        programme = Programme(lesson, folder, lambda stop: None, recorded, _unread(lesson, folder, ready))
        left_out = frozenset(stop.id for stop in lesson.stop if stop.optional and not optional)
        return LessonPages(programme, Showing(recorded)).asking(programme.cues({}, left_out))

    has_optional = any(stop.optional for stop in lesson.stop)
    what = OfLesson(lesson=lesson, folder=str(folder.absolute()), optional=has_optional)
    return Subject(
        lesson.title, lesson.id, what, lambda optional: len(asking(optional)), asking, has_optional=has_optional
    )


def of_class(record: ClassRecord, recorded: Recorded, ready: Ready) -> Subject:
    """What was shown in a class."""

    def pages(optional: bool) -> int:
        shown = Shown(record, recorded, _unread(record.lesson, record.folder, ready))
        made = LessonPages(shown.programme, Showing(recorded))
        asked = {(visit.cue, number) for visit in shown.visits() for number in range(len(visit.votes))}
        return made.count(visit.cue for visit in shown.visits()) + len(asked)

    stem = record.path.name.removesuffix(record.path.suffix)
    return Subject(f"{record.lesson.title} · {day(record.at)}", stem, OfClass(log=str(record.path)), pages)


def _unread(lesson: Lesson, folder: Path, ready: Ready) -> Ready:
    """The pictures of a lesson, with blank ones for those that aren't read yet: a window doesn't wait for them."""
    return {each: found for stop in lesson.stop for each, found in without_reading(stop, folder, ready).items()}
