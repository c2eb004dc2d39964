"""What a class was really shown, by its log: one visit after the other, each as the class has left it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.classroom.conducting.cues import Cue
from desktop.classroom.conducting.programme import Programme
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.record.entries import AnyEntry, Counted, Cued, Inked, Turned
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.stops.foreign import Ready
from desktop.classroom.stops.scene_of import NOTHING_READ
from desktop.player.remembered import fitting
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.data.recording import Recorded

Votes = dict[int, Counted]
"""The last count of each vote on a question."""


@dataclass(frozen=True)
class Visit:
    """A cue that was shown for some `seconds`, and the votes meanwhile on questions that no lesson had planned."""

    cue: Cue
    seconds: float
    votes: tuple[Votes, ...] = ()


class Shown:
    """Goes through a class log. While it is at a visit, `programme` and `ink` are as the class left that cue.

    The lesson is the one at the end of the class: what its file said before was mended.
    """

    def __init__(self, record: ClassRecord, recorded: Recorded, ready: Ready = NOTHING_READ) -> None:
        self._record = record
        self._turned: dict[str, Turned] = {}
        self._ink: dict[str, tuple[Stroke, ...]] = {}
        self.programme = Programme(record.lesson, record.folder, self._left_at, recorded, ready)

    def ink(self, place: str) -> tuple[Stroke, ...]:
        """What lies over a place."""
        return self._ink.get(place, ())

    def visits(self) -> Iterator[Visit]:
        """The cues in the order in which they were shown."""
        cue: Cue | None = None
        since = last = 0.0
        votes: list[Counted] = []
        for entry in self._record.entries:
            last = entry.seconds
            if isinstance(entry, Cued):
                if cue is not None:
                    yield self._visit(cue, last - since, votes)
                cue, since, votes = Cue(entry.stop, entry.kind, entry.at, entry.ask), last, []
            elif isinstance(entry, Counted) and not entry.stop:
                votes.append(entry)
            else:
                self._follow(entry)
        if cue is not None:
            yield self._visit(cue, last - since, votes)

    def votes(self, cue: Cue) -> Votes:
        """What was counted of a cue's question, in the whole class."""
        found = (entry for entry in self._record.entries if isinstance(entry, Counted))
        return {count.vote: count for count in found if cue.stop and (count.stop, count.ask) == (cue.stop, cue.ask)}

    def _visit(self, cue: Cue, seconds: float, votes: list[Counted]) -> Visit:
        asked: dict[tuple[object, ...], Votes] = {}
        for count in votes:
            asked.setdefault((count.stem, count.answers), {})[count.vote] = count
        return Visit(cue, max(0.0, seconds), tuple(asked.values()))

    def _follow(self, entry: AnyEntry) -> None:
        match entry:
            case Turned(room=room) if room:
                self._turned[room] = entry
            case Inked():
                self._ink[entry.place] = entry.strokes

    def _left_at(self, room: str) -> Knobs | None:
        turned = self._turned.get(room)
        if turned is None:
            return None
        try:
            kind = catalogue().find(turned.scene).knobs
        except KeyError:  # a scene of another version
            return None
        return fitting(kind, turned.knobs)[0]
