"""Logs for the tests: of a short class, in a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desktop.classroom.lessons.model import Ask, Choice, Lesson, Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.record.entries import AnyEntry, Began, Counted, Cued, Dark, Ended, Inked, LeftOut, Turned
from desktop.classroom.record.log import ClassLog, begin

ASK = Ask(stem="What stays?", options=(Choice(text="the size", right=True), Choice(text="nothing")), mode="peer")
LESSON = Lesson(
    convoscope=1,
    id="short",
    title="Short",
    stop=(
        Stop(id="by-hand", scene="convolution", knobs={"bias": 2.0}, last="Add", minutes=2),
        Stop(id="extra", scene="pooling", optional=True, minutes=4),
        Stop(id="again", scene="convolution", title="Once more", first="Multiply", last="Add", ask=(ASK,)),
    ),
)
STROKE = Stroke(((100.0, 200.0), (130.0, 240.0)))


def began(at: str = "2026-11-29T08:30:00", lesson: Lesson = LESSON, folder: str = "~/lessons", file: str = "") -> Began:
    plain = msgspec.to_builtins(lesson)
    return Began(at=at, title=lesson.title, lesson=plain, folder=folder, file=file, version="1")


def counted(seconds: float, counts: tuple[int, ...], vote: int = 1, slip: str = "E25") -> Counted:
    return Counted(
        seconds=seconds,
        stop="again",
        ask=0,
        vote=2 if vote == 2 else 1,
        counts=counts,
        right=0,
        stem="What stays?",
        answers=("the size", "nothing"),
        slips=("", slip),
    )


ENTRIES: tuple[AnyEntry, ...] = (
    LeftOut(seconds=0, stops=()),
    Cued(seconds=0, stop="by-hand", kind="open", at="The input"),
    Turned(seconds=20, room="by-hand", scene="convolution", knobs={"bias": 3.5, "stride": 2}),
    Dark(seconds=30, colour="black"),
    Cued(seconds=60, stop="again", kind="open", at="Multiply"),
    Inked(seconds=70, place="stop again · Multiply", strokes=(STROKE,)),
    Cued(seconds=100, stop="again", kind="ask", at="Add", ask=0),
    counted(130, (3, 9)),
    counted(160, (10, 2), vote=2),
    Ended(seconds=180),
)


def written(folder: Path, *entries: AnyEntry, start: Began | None = None) -> Path:
    """A log with entries, left by whoever wrote it."""
    log: ClassLog = begin(folder, start or began(), "short")
    for entry in entries:
        log.add(entry)
    log.release()
    return log.path
