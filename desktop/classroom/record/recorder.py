"""Writes down what a class is shown, as it happens."""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

import assets
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.posed import Posed
from desktop.classroom.conducting.tallies import Tally, Vote
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.record import log as logs
from desktop.classroom.record.entries import (
    AnyEntry,
    Began,
    Counted,
    Cued,
    Dark,
    Ended,
    Inked,
    LeftOut,
    Ran,
    Revised,
    Turned,
    WentOn,
    shown_on,
)
from desktop.classroom.record.log import ClassLog
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.record.resuming import resumed
from desktop.player.session import SceneSession
from scenes.stage.core.knobs import Knobs, to_plain

QUIET_MS = 300
"""Knobs are written down so long after their last change: a gesture is one entry."""
DIGITS = 2
"""Decimals of a unit that points of ink are kept with."""

Purpose = Literal["class", "rehearsal", "replay"]
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Recorder(QObject):
    """Follows a conducting, and keeps a log in `folder` of each class.

    Of a rehearsal or a replay it keeps none, nor of a lesson that was opened and left at its first cue. `kept` says
    that there is another log, or that one has ended; `told` carries a sentence for the teacher, and `ended` what a
    class was for, its lesson and what happened.
    """

    kept = Signal()
    told = Signal(str)
    ended = Signal(str, object, object)

    def __init__(
        self,
        session: SceneSession,
        conducting: Conducting,
        folder: Path,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._conducting, self._folder = session, conducting, folder
        self._now, self._today = now, today
        self.purpose: Purpose = "class"
        """What the class that is given is for; the next one is a class again."""
        self.file: Callable[[], str] = lambda: ""
        """Tells the name of the file whose lesson is given."""
        self.log: ClassLog | None = None
        """The log that is written, while one is."""
        self.entries: list[AnyEntry] = []
        """What has happened in the class that is given."""
        self._is_closed = False
        self._lesson: Lesson | None = None
        self._before, self._since = 0.0, 0.0
        self._cue: object = None
        self._left_out: frozenset[str] = frozenset()
        self._tallies: dict[Vote, Tally] = {}
        self._dark = "no"
        self._knobs: dict[tuple[str, str], Knobs] = {}
        self._turned: tuple[str, str, Knobs] | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._settle)
        conducting.cued.connect(self._follow)
        conducting.changed.connect(self._follow)
        conducting.run_wanted.connect(lambda preset, patience: self._add(Ran(seconds=self.seconds, preset=preset)))
        session.turned.connect(self._turn)

    @property
    def seconds(self) -> float:
        """How long the class has been going on."""
        return round(self._before + self._now() - self._since, 2) if self._lesson is not None else 0.0

    def go_on(self, log: ClassLog, record: ClassRecord) -> None:
        """Write on in the log of a class that is about to be gone on with, and is this process's own."""
        self._begin_at(record.entries[-1].seconds if record.entries else 0.0)
        self.log, self.entries = log, list(record.entries)
        try:
            log.mend()
        except OSError as error:
            self._give_up(error)
        self._lesson = record.lesson
        left = resumed(record)
        if left is not None:
            self._left_out, self._tallies = left.left_out, dict(left.tallies)
        self._add(WentOn(seconds=self.seconds))

    def cover(self, colour: Literal["no", "black", "white"]) -> None:
        """Take note that the class's screen is covered, or isn't any more."""
        if self._lesson is not None and colour != self._dark:
            self._dark = colour
            self._add(Dark(seconds=self.seconds, colour=colour))

    def ink(self, place: str, strokes: tuple[Stroke, ...]) -> None:
        """Take note of the ink of a step."""
        if self._lesson is not None:
            short = tuple(replace(each, points=tuple(map(_rounded, each.points))) for each in strokes)
            self._add(Inked(seconds=self.seconds, place=place, strokes=short))

    def close(self) -> None:
        """Leave the log as it is, and follow no more: a class that isn't at its end can be gone on with."""
        self._settle()
        if self._lesson is not None and self._conducting.kind == "end":
            self._add(Ended(seconds=self.seconds))
        self._lesson, self._is_closed = None, True
        self._let_go()

    # --- Following ----------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Write down what is another than before."""
        if self._is_closed:
            return
        conducting = self._conducting
        lesson, cue = conducting.lesson, conducting.cue
        if not conducting.active or lesson is None or cue is None:
            self._end()
            return
        self._settle()
        if self._lesson is None:
            self._begin(lesson)
        elif lesson != self._lesson:
            self._lesson = lesson
            self._add(Revised(seconds=self.seconds, lesson=msgspec.to_builtins(lesson)))
        if conducting.left_out != self._left_out:
            self._left_out = conducting.left_out
            self._add(LeftOut(seconds=self.seconds, stops=tuple(sorted(self._left_out))))
        if cue != self._cue:
            self._cue = cue
            self._add(Cued(seconds=self.seconds, stop=cue.stop, kind=cue.kind, at=cue.at, ask=cue.ask))
        self._count()
        room = self._session.stop, self._session.scene.name
        self._knobs.setdefault(room, self._session.knobs)

    def _count(self) -> None:
        """Write down what has been counted since the last time."""
        before, self._tallies = self._tallies, dict(self._conducting.tallies)
        for vote, tally in self._tallies.items():
            if before.get(vote) != tally:
                self._add(_counted(vote, tally, self._conducting.question, self.seconds))

    def _turn(self) -> None:
        """Wait until knobs that are turned come to rest."""
        if self._lesson is None:
            return
        session = self._session
        turned = session.stop, session.scene.name, session.knobs
        if self._turned is not None and self._turned[:2] != turned[:2]:
            self._settle()
        known = self._knobs.setdefault(turned[:2], session.knobs)
        if known != session.knobs or self._turned is not None:
            self._turned = turned
            self._quiet.start()

    def _settle(self) -> None:
        """Write down how knobs have come to stand."""
        self._quiet.stop()
        turned, self._turned = self._turned, None
        if turned is None or self._lesson is None:
            return
        room, scene, knobs = turned
        if self._knobs.get((room, scene)) != knobs:
            self._knobs[room, scene] = knobs
            plain: dict[str, Any] = to_plain(knobs)
            self._add(Turned(seconds=self.seconds, room=room, scene=scene, knobs=plain))

    # --- Beginning, writing and ending --------------------------------------------------------------------------------

    def _begin_at(self, seconds: float) -> None:
        self._before, self._since = seconds, self._now()
        self.entries, self._cue, self._dark = [], None, "no"
        self._left_out, self._tallies = frozenset(), {}
        self._knobs.clear()
        self._turned = None

    def _begin(self, lesson: Lesson) -> None:
        self._begin_at(0.0)
        self._lesson = lesson
        self._left_out = frozenset(stop.id for stop in lesson.stop if stop.optional)
        if self.purpose != "class":
            return
        began = Began(
            at=self._today().isoformat(timespec="seconds"),
            title=lesson.title,
            lesson=msgspec.to_builtins(lesson),
            folder=_nameless(self._conducting.folder),
            file=self.file(),
            version=assets.version(),
        )
        try:
            self.log = logs.begin(self._folder, began, lesson.id)
        except OSError as error:
            self._give_up(error)
        self.kept.emit()

    def _add(self, entry: AnyEntry) -> None:
        """Take down what has happened; in the log, as long as that can be written."""
        if self._lesson is None:
            return
        self.entries.append(entry)
        if self.log is not None:
            try:
                self.log.add(entry)
            except OSError as error:
                self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Go on without a log, and say so once."""
        self._let_go()
        why = "The disk is full" if error.errno in _FULL else f"The system says: {error.strerror}"
        self.told.emit(
            f"The log of this class can't be written in {self._folder}. {why}. The class goes on without a log."
        )

    def _let_go(self) -> None:
        if self.log is not None:
            self.log.release()
            self.log = None

    def _end(self) -> None:
        if self._lesson is None:
            return
        self._settle()
        self._add(Ended(seconds=self.seconds))
        purpose, lesson, entries = self.purpose, self._lesson, tuple(self.entries)
        self.purpose, self._lesson = "class", None
        self.entries = []
        if self.log is not None and not shown_on(entries):
            with contextlib.suppress(OSError):  # then there is a short class more in the list
                self.log.remove()
        self._let_go()
        self.kept.emit()
        self.ended.emit(purpose, lesson, entries)


def _counted(vote: Vote, tally: Tally, question: Posed | None, seconds: float) -> Counted:
    """The entry of a vote on the question that lies over the stage."""
    answers = question.answers if question is not None else ()
    return Counted(
        seconds=seconds,
        stop=vote[0],
        ask=vote[1],
        vote=2 if vote[2] == 2 else 1,
        counts=tally.counts,
        right=tally.right,
        stem=question.stem if question is not None else "",
        answers=tuple(each.text for each in answers),
        slips=tuple(each.slip for each in answers),
    )


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], DIGITS), round(point[1], DIGITS)


def _nameless(folder: Path) -> str:
    """A folder without the name of whoever works here."""
    try:
        return (Path("~") / folder.absolute().relative_to(Path.home())).as_posix()
    except (ValueError, RuntimeError):
        return str(folder)
