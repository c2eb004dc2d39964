"""A lesson of what a class was really shown: its own numbers, from the first step that was shown to the last."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop.classroom.authoring.own_pictures import knobs_to_file
from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.knobs import is_beside, picture_files
from desktop.classroom.lessons.model import FORMAT, Ask, Stop
from desktop.classroom.lessons.notes import parts
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.writing import line, said, stop_block
from desktop.classroom.record.reading import ClassRecord
from desktop.export.still import ExportError
from desktop.publishing.pages.class_document import NOTHING
from desktop.publishing.pages.lesson_pages import WHOLE
from desktop.publishing.pages.visits import Shown
from desktop.words.plain import day
from scenes.stage.core.knobs import Knobs, to_plain

HALVES = 0.5
"""Minutes are written as multiples of this."""
LONGEST = 90
"""So many letters of a title are taken over: the day stands behind them."""
COMMENT = "# What the class of {day} was shown, with its own numbers.\n"
Files = dict[Path, bytes]


@dataclass
class _Stretch:
    """The steps of a stop that were shown with the same knobs."""

    stop: Stop
    knobs: Knobs | None
    """None where they stood as the lesson has them."""
    titles: tuple[str, ...]
    """Those of all steps of its scene."""
    shown: set[str] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    seconds: float = 0.0


def class_lesson(record: ClassRecord, folder: Path) -> tuple[str, Files]:
    """The text of a lesson file in a folder, and the picture files that it needs beside it and that aren't there yet.

    Questions are in it that were asked. Raises ExportError where nothing was shown, or a picture can't be put there.
    """
    files: Files = {}
    stops: list[Stop] = []
    try:
        for stretch in _stretches(record):
            stop = _stop(stretch, [each.id for each in stops], record, folder, files)
            if stop is not None:
                stops.append(stop)
    except LessonError as error:
        raise ExportError(str(error)) from error
    if not stops:
        raise ExportError(NOTHING)
    return _text(record, stops), files


def _stretches(record: ClassRecord) -> Sequence[_Stretch]:
    shown = Shown(record, lambda preset: None, {})
    found: dict[tuple[str, str], _Stretch] = {}
    for visit in shown.visits():
        stop = shown.programme.stop(visit.cue)
        if stop is None:
            continue
        knobs, planned = shown.programme.knobs(stop), shown.programme.scene(stop).knobs
        own = knobs if knobs != planned else None
        key = stop.id, json.dumps(to_plain(knobs), sort_keys=True) if own is not None else ""
        stretch = found.setdefault(key, _Stretch(stop, own, tuple(step.title for step in shown.programme.plan(stop))))
        stretch.shown.add(visit.cue.at)
        stretch.seconds += visit.seconds
        if visit.cue.kind == "ask" and visit.cue.ask is not None:
            stretch.asked.add(visit.cue.ask)
    return tuple(found.values())


def _text(record: ClassRecord, stops: Sequence[Stop]) -> str:
    head = msgspec.structs.replace(
        record.lesson,
        title=f"{record.lesson.title[:LONGEST]} · {day(record.at)}",
        minutes=0.0,
        homework=None,
        stop=(),
    )
    lines = (line(name, plain) for name, plain in said(head).items() if name != "stop")
    return COMMENT.format(day=day(record.at)) + "".join(lines) + "".join(f"\n{stop_block(stop)}" for stop in stops)


# --- Stops ----------------------------------------------------------------------------------------------------------


def _stop(stretch: _Stretch, taken: Sequence[str], record: ClassRecord, folder: Path, files: Files) -> Stop | None:
    """The stop that shows the steps of a stretch; None where it can't be shown any more."""
    stop = msgspec.structs.replace(
        stretch.stop,
        id=_free(stretch.stop.id, taken),
        optional=False,
        minutes=max(HALVES, math.ceil(stretch.seconds / 60 / HALVES) * HALVES),
        ask=(),
    )
    if stretch.knobs is not None:
        kept = knobs_to_file(stretch.knobs, folder)
        files.update(kept.missing)
        stop = msgspec.structs.replace(stop, knobs=kept.plain)
    for name in picture_files(stop):
        _copy(name, record.folder, folder, files)
    if stop.kind in WHOLE:
        return _with_questions(stop, stretch, "")
    shown = [title for title in stretch.titles if title in stretch.shown] or [stretch.titles[-1]]
    way = stretch.titles[stretch.titles.index(shown[0]) : stretch.titles.index(shown[-1]) + 1]
    return _with_questions(
        msgspec.structs.replace(
            stop,
            first=shown[0],
            last=shown[-1],
            skip=tuple(title for title in way if title not in shown),
            notes=_notes(stop.notes, shown),
        ),
        stretch,
        shown[-1],
    )


def _with_questions(stop: Stop, stretch: _Stretch, last: str) -> Stop | None:
    """The stop with those of the questions that were asked which fit what it shows by now."""
    if not _is_right(stop):
        return None
    for number in sorted(stretch.asked):
        if number < len(stretch.stop.ask):
            asked = _asked(stretch.stop.ask[number], stretch, last)
            with_it = msgspec.structs.replace(stop, ask=(*stop.ask, asked))
            stop = with_it if _is_right(with_it) else stop
    return stop


def _asked(ask: Ask, stretch: _Stretch, last: str) -> Ask:
    options = tuple(
        each if each.shows in stretch.titles else msgspec.structs.replace(each, shows="") for each in ask.options
    )
    at = ask.at if ask.at in stretch.shown else last
    return msgspec.structs.replace(ask, at=at, options=options)


def _is_right(stop: Stop) -> bool:
    """Whether the checker finds no fault in a stop; pictures, which are copied, it takes for blank ones."""
    text = f'convoscope = {FORMAT}\nid = "stop"\ntitle = "Stop"\n\n{stop_block(stop)}'
    found = read(text, None, steps_of=steps_of(Path(), {}), faults_of=faults_of(Path(), {}))
    return not found.faults


def _free(name: str, taken: Sequence[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name[:58]}-{number}"
    return found


def _notes(notes: str, shown: Sequence[str]) -> str:
    """The notes of a stop without those of steps that were not shown."""
    kept = [part for part in parts(notes) if not part.title or part.title in shown]
    return "\n\n".join(f"[{part.title}]\n{part.text}" if part.title else part.text for part in kept).strip("\n")


def _copy(name: str, source: Path, folder: Path, files: Files) -> None:
    """Have a picture file beside the lesson that lay beside the one that was given.

    Nobody has checked what a log says; what lies elsewhere is neither read nor written.
    """
    if not is_beside(name):
        return
    target = folder / name
    try:
        data = files[target] if target in files else (source / name).read_bytes()
        if target.exists() and target.read_bytes() != data:
            raise ExportError(
                f"There is another picture called {name} in {folder}. Save the lesson in a folder of its own."
            )
    except FileNotFoundError:  # then the class saw a card that said so
        return
    except OSError as error:
        raise ExportError(f"The picture {name} can't be read ({error.strerror}).") from error
    if not target.exists():
        files[target] = data
