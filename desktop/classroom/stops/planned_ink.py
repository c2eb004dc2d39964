"""Ink that a lesson brings along: strokes as its file has them, and as they lie over the stage."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.classroom.lessons.model import Drawn, Lesson
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.places import over_stop
from scenes.stage.core.placing import WHOLE, Box

DIGITS = 1
"""Digits of a unit that are written."""


def planned_ink(lesson: Lesson) -> dict[str, tuple[Stroke, ...]]:
    """The ink that lies over a lesson's steps when it begins, by their places."""
    found: dict[str, tuple[Stroke, ...]] = {}
    for stop in lesson.stop:
        for drawn in stop.ink:
            place = over_stop(stop.id, drawn.at)
            found[place] = (*found.get(place, ()), _stroke(drawn))
    return found


def written(title: str, strokes: Iterable[Stroke]) -> tuple[Drawn, ...]:
    """Strokes over a step as a lesson's file has them."""
    return tuple(
        Drawn(
            at=title,
            points=tuple(round(number, DIGITS) for point in each.points for number in point),
            width=round(each.width, DIGITS + 1),
            view=() if each.view == WHOLE else (each.view.x, each.view.y, each.view.width),
            pinned=each.pinned,
        )
        for each in strokes
    )


def _stroke(drawn: Drawn) -> Stroke:
    points = tuple(zip(drawn.points[::2], drawn.points[1::2], strict=False))
    return Stroke(points, Box(*drawn.view) if drawn.view else WHOLE, drawn.pinned, width=drawn.width)
