"""A lesson as a document: all that a class is shown where nobody turns a knob."""

from __future__ import annotations

from pathlib import Path

from desktop.classroom.conducting.programme import Programme
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.stops.foreign import Ready
from desktop.classroom.stops.planned_ink import planned_ink
from desktop.classroom.stops.scene_of import NOTHING_READ
from desktop.export.pages import Document, Page
from desktop.publishing.pages.lesson_pages import Key, LessonPages, document
from desktop.publishing.pages.pictures import Showing


def lesson_document(
    lesson: Lesson, folder: Path, showing: Showing, optional: bool = True, ready: Ready = NOTHING_READ
) -> Document:
    """The stops of a lesson in their order with their questions; the `optional` ones too, or not.

    A stop that can't be shown is a card that says why. Pictures that are not `ready` are read here.
    """
    programme = Programme(lesson, folder, lambda stop: None, showing.recorded, ready)
    ink = planned_ink(lesson)
    made = LessonPages(programme, showing, lambda place: ink.get(place, ()))
    left_out = frozenset(stop.id for stop in lesson.stop if stop.optional and not optional)
    pages: dict[Key, Page] = {}
    for cue in programme.cues({}, left_out):
        page = made.page(cue)
        if page is not None:
            pages[made.key(cue)] = page
    return document(lesson, pages.values())
