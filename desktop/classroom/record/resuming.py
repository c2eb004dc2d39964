"""From what a log says to where its class was left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.classroom.conducting.cues import Cue
from desktop.classroom.conducting.left import Left
from desktop.classroom.conducting.tallies import Tally, Vote
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.record.entries import AnyEntry, Counted, Cued, Inked, LeftOut, Turned, shown_on
from desktop.classroom.record.log import logs
from desktop.classroom.record.reading import ClassRecord, RecordError, read

RECENT = timedelta(hours=12)
"""A class that began longer ago than that is not offered to be gone on with; the list of classes still has it."""


def resumed(record: ClassRecord) -> Left | None:
    """Where a class is to go on; None where it was shown nothing yet."""
    path = tuple(Cue(each.stop, each.kind, each.at, each.ask) for each in record.cued)
    if not path:
        return None
    knobs: dict[str, dict[str, Any]] = {}
    tallies: dict[Vote, Tally] = {}
    left_out = frozenset(stop.id for stop in record.lesson.stop if stop.optional)
    for entry in record.entries:
        match entry:
            case Turned(room=room) if room:
                knobs[room] = entry.knobs
            case Counted(stop=stop) if stop and 0 <= entry.right < len(entry.counts):
                tallies[stop, entry.ask, entry.vote] = Tally(entry.counts, entry.right)
            case LeftOut(stops=stops):
                left_out = frozenset(stops)
    return Left(path, knobs, spent(record.entries), tallies, left_out)


def left_behind(folder: Path, today: datetime) -> ClassRecord | None:
    """The newest class that began not long ago, that nobody ended, and that no living process gives."""
    oldest = f"{today - RECENT:%Y-%m-%dT%H%M}"
    for log in logs(folder):
        if log.path.name < oldest:
            break
        if not log.claim():
            continue
        try:
            record = read(log.path)
        except RecordError:
            record = None
        finally:
            log.release()
        if record is not None and not record.ended and shown_on(record.entries):
            return record
    return None


def ink(record: ClassRecord) -> dict[str, tuple[Stroke, ...]]:
    """What a class has left over each step that it drew on; () where it rubbed all out."""
    return {entry.place: entry.strokes for entry in record.entries if isinstance(entry, Inked)}


def spent(entries: Iterable[AnyEntry], until: float = 0.0) -> dict[str, float]:
    """The seconds spent at each stop, from its cues to those of others, or to the last entry, or `until` if later."""
    found: dict[str, float] = {}
    stop, since = "", 0.0
    for entry in entries:
        if stop:
            found[stop] = found.get(stop, 0.0) + max(0.0, entry.seconds - since)
        since = max(since, entry.seconds)
        if isinstance(entry, Cued):
            stop = entry.stop
    if stop:
        found[stop] = found.get(stop, 0.0) + max(0.0, until - since)
    return found
