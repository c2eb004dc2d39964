"""What can lie over the stage, as plain data, and the picture with it: for window, beam, files and tests the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

from desktop.classroom.overlays import clock, ink
from desktop.classroom.overlays.card import EDGE, QuestionCard, card_marks
from desktop.classroom.overlays.clock import Countdown
from desktop.classroom.overlays.histogram import HIGHEST, Histogram, histogram_marks
from desktop.classroom.overlays.ink import Stroke
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import Frame

DISC, TAIL = 44.0, 0.3
"""How wide the pointer is, in units, and how many seconds its tail is long."""
TITLE, LONG, LINE = 88.0, 30, 112.0
"""The letters of a title, how many a line has at most, and from one line to the next."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, as it is seen, and where it was: points with their ages in seconds, the oldest first."""

    trail: tuple[tuple[Point, float], ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """What was drawn over a step, and the stroke that is being drawn."""

    strokes: tuple[Stroke, ...]
    drawn: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """What a stop is called, as it opens; `strength` 0..1 tells how much of it is there."""

    words: str
    strength: float = 1.0


Overlay = Pointer | Ink | Title | Countdown | QuestionCard | Histogram


def over(frame: Frame, overlays: Iterable[Overlay]) -> Frame:
    """The picture with all that lies over it, the last on top. Nothing of the picture itself is changed."""
    marks = tuple(mark for each in overlays for mark in _marks(each, frame))
    return replace(frame, marks=(*frame.marks, *marks)) if marks else frame


def beside(histogram: Histogram, card: QuestionCard) -> Histogram:
    """A histogram that leaves a card free."""
    _, top, _, bottom = card.room
    if top > HEIGHT - bottom:
        return replace(histogram, top=EDGE, bottom=top - EDGE)
    return replace(histogram, top=bottom + EDGE, bottom=min(bottom + EDGE + HIGHEST, HEIGHT - EDGE))  # off the caption


def _marks(overlay: Overlay, frame: Frame) -> tuple[AnyMark, ...]:
    match overlay:
        case Ink():
            return ink.marks(overlay.strokes, frame.view, overlay.drawn)
        case Pointer():
            return _pointer(overlay)
        case Title():
            return _title(overlay)
        case Countdown():
            return (Group(marks=tuple(clock.alone(overlay)), pinned=True, name="clock"),)
        case QuestionCard():
            return card_marks(overlay)
        case Histogram():
            return histogram_marks(overlay)


def _pointer(pointer: Pointer) -> tuple[AnyMark, ...]:
    """A disc, and a tail that becomes thin with its age."""
    if not pointer.trail:
        return ()
    tail = [
        Path(points=(before, now), line=DISC * 0.8 * fresh, role=Role.KERNEL)
        for (before, age), (now, _) in pairwise(pointer.trail)
        if (fresh := max(0.0, 1.0 - age / TAIL)) > 0.05 and before != now
    ]
    (x, y), _ = pointer.trail[-1]
    disc = Rect(
        x=x - DISC / 2, y=y - DISC / 2, width=DISC, height=DISC, radius=DISC / 2, fill=1.0, role=Role.KERNEL,
        name="pointer",
    )  # fmt: skip
    edge = replace(disc, fill=0.0, line=4.0, role=Role.SURFACE, name="")
    return (Group(marks=(*tail, disc, edge), pinned=True, name="laser"),)


def _title(title: Title) -> tuple[AnyMark, ...]:
    """The words large across the middle, on a band."""
    lines = wrap(title.words, LONG) or [""]
    high = LINE * len(lines) + 72.0
    top = (HEIGHT - high) / 2
    band = Rect(x=0.0, y=top, width=WIDTH, height=high, fill=1.0, role=Role.SURFACE, name="band")
    words = [
        lettering(WIDTH / 2, top + 36.0 + (row + 0.5) * LINE, line, Role.TEXT, bold=True, size=TITLE, anchor="middle")
        for row, line in enumerate(lines)
    ]
    return (Group(marks=(band, *words), opacity=title.strength, pinned=True, name="title of the stop"),)
