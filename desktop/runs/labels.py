"""What a list of runs says of each: a small JSON file beside its tape, so that no tape must be read for the list."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.runs.guess import Guess
from desktop.runs.readings import spec_of
from engine.contract.files import write_atomically
from engine.contract.spec import PRESETS, OwnData, RunSpec, about, preset_of
from scenes.stage.data.recording import Plan, Recording

LONGEST_NAME = 80
"""A run's name has so many characters at most."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One run in a few words and numbers.

    `named` tells that the name is the user's own. `accuracies` (0..1) are the last validation's, None for a
    contestant without one. `size` is the tape's, in bytes. `broken_off` tells that it has no end: the engine or the
    whole program ended before it. `digest` is that of pictures of the user's own, `guess` what was expected of it.
    """

    name: str
    named: bool = False
    when: datetime | None = None
    networks: tuple[str, ...] = ()
    data: str = ""
    steps: int = 0
    accuracies: tuple[float | None, ...] = ()
    size: int = 0
    broken_off: bool = False
    digest: str = ""
    guess: Guess | None = None


def title(plan: Plan) -> str:
    """What a run is called before anybody names it: its preset's title, else its networks and its data."""
    spec = spec_of(plan)
    preset = preset_of(msgspec.structs.replace(spec, origin=None))
    own = PRESETS[preset].title if preset else f"{', '.join(each.name for each in plan.contestants)}: {_data(spec)}"
    return f"{own}, from step {spec.origin.step:,}" if spec.origin else own


def labelled(recording: Recording, name: str, when: datetime | None, size: int = 0) -> Label:
    """The label of a run."""
    scores = recording.validations[-1].scores if recording.validations else ()
    spec = spec_of(recording.plan)
    return Label(
        name=name,
        when=when,
        networks=tuple(each.name for each in recording.plan.contestants),
        data=_data(spec),
        digest=spec.data.digest if isinstance(spec.data, OwnData) else "",
        steps=recording.step,
        accuracies=tuple(score.accuracy if score else None for score in scores),
        size=size,
        broken_off=recording.ending is None,
    )


def expected(spec: RunSpec, name: str) -> Label:
    """The label of a run as far as its settings tell."""
    return Label(name=name, networks=tuple(each.name for each in spec.contestants), data=_data(spec))


def _data(spec: RunSpec) -> str:
    known = about(spec.data)
    return ", ".join([known.title, *spec.altered.words(known.classes)])


def file_name(name: str) -> str:
    """A run's name as the name of a file, without an ending."""
    return re.sub(r"[^\w.+-]+", "-", name).strip("-")


def read(path: Path) -> Label | None:
    """Read a label; None if there is none, or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Label)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def write(path: Path, label: Label) -> None:
    """Write a label in one piece; raises OSError if that can't be done."""
    with write_atomically(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(label)))


def when_words(when: datetime, now: datetime) -> str:
    """A moment in words: "today, 14:05", "3 March, 14:05", with the year where it is another."""
    when = when.astimezone(now.tzinfo)
    time = f"{when.hour}:{when.minute:02}"
    if when.date() == now.date():
        return f"today, {time}"
    year = f" {when.year}" if when.year != now.year else ""
    return f"{when.day} {_MONTHS[when.month - 1]}{year}, {time}"
