"""Reading a lesson in three passes, each of which tells all that it finds: syntax, shape, and meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path as FilePath
from typing import Any

import msgspec

from desktop.classroom.lessons.faults import Fault, Findings, Place, quoted
from desktop.classroom.lessons.layout import Path, lines_with
from desktop.classroom.lessons.meaning import FaultsOf, Known, StepsOf, StopCheck, check_item, steps_in
from desktop.classroom.lessons.model import FORMAT, MOST_STOPS, Lesson, Stop
from desktop.classroom.lessons.notes import MARKER
from desktop.classroom.lessons.shape import shaped
from desktop.classroom.lessons.source import Source, read_source
from scenes.stage.core.catalogue import Catalogue, catalogue

UPGRADES: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()
"""For each older format, from 1 on, what makes the next one of its plain data."""


@dataclass(frozen=True)
class StopEntry:
    """A stop as it stands in the file, whole or broken: `stop` is None then.

    `index` is its place, `id` its name as far as it can be read, and `lines` are its first and its last.
    """

    index: int
    id: str
    lines: tuple[int, int]
    stop: Stop | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Read:
    """What a text says: a lesson of the stops that are right, None where there are none; all faults; all stops."""

    lesson: Lesson | None
    faults: tuple[Fault, ...]
    entries: tuple[StopEntry, ...] = ()

    @property
    def broken(self) -> tuple[StopEntry, ...]:
        """The stops that can't be shown."""
        return tuple(entry for entry in self.entries if entry.stop is None)


def read(
    text: str,
    folder: FilePath | None = None,
    *,
    scenes: Catalogue | None = None,
    steps_of: StepsOf | None = None,
    faults_of: FaultsOf | None = None,
    name: str = "This file",
) -> Read:
    """Read the text of a lesson whose pictures lie in `folder`; None: they are not looked for.

    `steps_of` gives the steps of a stop, in whichever scene it is shown; without it they are those of scenes in the
    catalogue, and the titles of other stops are not checked. `faults_of` tells what else is wrong with a stop. `name`
    is what sentences call the file.
    """
    scenes = scenes or catalogue()
    source = read_source(text)
    alien = _alien(source, text, name)
    if alien is not None:
        return Read(None, (alien,))
    findings = Findings(source.place)
    plain = upgraded(source.plain)
    head = _head(plain, source, findings)
    world = Known(scenes, steps_of or steps_in(scenes), folder, faults_of or _nothing_more)
    stops = _stops(plain.get("stop"), source, world, findings)
    faults = sorted((*source.faults, *findings.faults), key=lambda fault: (fault.line, fault.column or 0))
    entries = tuple(_entry(index, stop, source, faults) for index, stop in enumerate(stops))
    good = tuple(entry.stop for entry in entries if entry.stop is not None)
    return Read(msgspec.structs.replace(head, stop=good) if good else None, tuple(faults), entries)


def outline(text: str) -> Read:
    """What the keys of a text say, without a look at scenes and pictures: quick, for a list of many files.

    The lesson has all its stops, also those that `read` would refuse; what is wrong stands at its default.
    """
    source = read_source(text)
    findings = Findings(source.place)
    plain = upgraded(source.plain)
    return Read(shaped(Lesson, plain, (), findings), (*source.faults, *findings.faults))


def _nothing_more(stop: Stop) -> tuple[()]:
    return ()


def upgraded(plain: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a lesson in the format of this version."""
    version = plain.get("convoscope")
    for upgrade in UPGRADES[version - 1 :] if isinstance(version, int) and version >= 1 else ():
        plain = upgrade(plain)
    return plain


def _alien(source: Source, text: str, name: str) -> Fault | None:
    """Why a file is no lesson that can be read here at all."""
    if not text.strip("\ufeff \t\r\n"):
        return Fault(1, None, f"{name} is empty. `convoscope lesson new` writes a lesson to begin with.")
    version = source.plain.get("convoscope")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        formats = f"its format is {quoted(version)}, and this one reads {FORMAT}"
        sentence = f"{name} was written by a newer Convoscope ({formats}): install that one to open it."
        return Fault(*source.place(("convoscope",)), sentence)
    if version is None and not source.plain.get("stop") and not (source.headless and "convoscope" in text):
        sentence = f"{name} is no lesson: that begins with convoscope = {FORMAT}, and has stops below lines [[stop]]."
        return Fault(1, None, sentence)
    return None


def _head(plain: Mapping[str, Any], source: Source, findings: Findings) -> Lesson:
    """The lesson without its stops."""
    if source.headless:
        for field in msgspec.structs.fields(Lesson):
            findings.doubt((field.encode_name,))
    elif plain.get("convoscope") != FORMAT or isinstance(plain["convoscope"], bool):
        findings.add(("convoscope",), f"A lesson begins with the line convoscope = {FORMAT}, which is its format.")
    head = shaped(Lesson, {**plain, "convoscope": FORMAT, "stop": []}, (), findings)
    for number, name in enumerate(head.homework.items if head.homework is not None else ()):
        check_item(name, ("homework", "items", number), findings)
    wrong = head.homework is not None and not findings.clean("homework")
    return msgspec.structs.replace(head, homework=None) if wrong else head


def _stops(plain: Any, source: Source, world: Known, findings: Findings) -> list[tuple[Stop | None, str]]:
    """All stops with their names, as far as they can be read; None for one of which nothing can."""
    if not isinstance(plain, list) or not plain:
        begin = "Begin each with a line [[stop]], in double brackets" if plain else "Write a line [[stop]]"
        findings.add(("stop",), f"A lesson is made of stops. {begin}, and below it its id and its scene.")
        return []
    if len(plain) > MOST_STOPS:
        findings.add(("stop", MOST_STOPS), f"A lesson has at most {MOST_STOPS} stops, and here begins one more.")
    found: list[tuple[Stop | None, str]] = []
    taken: dict[str, int] = {}
    for index, each in enumerate(plain[:MOST_STOPS]):
        path: Path = ("stop", index)
        if not isinstance(each, dict):
            if each is not None:
                findings.add(path, f"A stop is a table with keys of its own, not {quoted(each)}.")
            found.append((None, ""))
            continue
        stop = shaped(Stop, each, path, findings)
        if stop.id in taken and findings.sure(path, "id"):
            line = source.place(("stop", taken[stop.id], "id"))[0]
            findings.add(
                (*path, "id"), f"Another stop has the id {quoted(stop.id)} already (line {line}): give it another."
            )
        taken.setdefault(stop.id, index)
        StopCheck(stop, path, world, findings).check(partial(_marker, source, path))
        found.append((stop, str(each.get("id", ""))))
    return found


def _marker(source: Source, path: Path, title: str) -> Place | None:
    """Where in the notes of a stop a line [title] stands."""
    piece, inside = source.piece((*path, "notes"))
    entry = piece.layout.by_path.get(inside) if piece.layout is not None else None
    if piece.layout is None or entry is None:
        return None
    for found, at in lines_with(piece.layout.text, MARKER, entry.value):
        if found[1].strip() == title:
            return piece.above + piece.layout.line(at), piece.layout.column(at)
    return None


def _entry(index: int, stop: tuple[Stop | None, str], source: Source, faults: Sequence[Fault]) -> StopEntry:
    own = tuple(fault for fault in faults if fault.stop == index)
    return StopEntry(index, stop[1], source.lines(index), None if own else stop[0], own)
