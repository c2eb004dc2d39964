"""Orders: what is to be exported, into which file and how, as plain data that another process can read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from desktop.classroom.lessons.model import ENDING, Lesson, Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.export.pages import Beside, PerPage
from scenes.stage.output.theme import ThemeName

Ink = dict[str, tuple[Stroke, ...]]
Side = Annotated[int, Meta(ge=1)]
LONG_ENDINGS = (ENDING,)
"""Endings with two dots."""


class OfScene(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="scene"):
    """A scene by its name, or that of a stop of a lesson in `folder`; `knobs` as `to_plain` writes them.

    It is the picture at the time `t` in seconds, or some `steps`, counted from 0; else all of them. `ink` lies over
    steps, by their titles.
    """

    scene: str = ""
    stop: Stop | None = None
    folder: str = ""
    knobs: dict[str, Any] = {}
    steps: tuple[Annotated[int, Meta(ge=0)], ...] = ()
    t: float | None = None
    ink: Ink = {}


class OfLesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="lesson"):
    """A lesson whose pictures lie in `folder`; its `optional` stops are left out unless they are wanted."""

    lesson: Lesson
    folder: str
    optional: bool = True


class OfClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="class"):
    """What was shown in the class of a log."""

    log: str


class OfCards(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="cards"):
    """Cards with large letters that students hold up to answer."""


What = OfScene | OfLesson | OfClass | OfCards


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a file is made; None is what suits its kind.

    `size` is that of a picture in pixels, `fps` the frames of a film in a second. `per_page` and `beside` are of
    handouts; `notes` takes the teacher's along in files that can hide them. `more` is said under single pictures; `ppi`
    are the pixels an inch of pages for a printer.
    """

    theme: ThemeName | None = None
    size: tuple[Side, Side] | None = None
    per_page: PerPage = 2
    beside: Beside = "nothing"
    notes: bool = True
    fps: Annotated[int, Meta(ge=1)] | None = None
    more: bool = False
    ppi: Annotated[float, Meta(ge=36, le=1200)] = 150.0


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file to be made at `path`, whose ending says of which kind it is.

    `runs` are the tapes of runs that were trained on this machine, by the names of the presets in whose place they are
    shown.
    """

    what: What
    path: str
    options: Options = Options()
    runs: dict[str, str] = {}

    @property
    def ending(self) -> str:
        """The ending that says what kind of file it is."""
        return ending_of(Path(self.path))


def ending_of(path: Path) -> str:
    """The ending of a file's name, in small letters; "" where it has none."""
    name = path.name.lower()
    return next((each for each in LONG_ENDINGS if name.endswith(each)), path.suffix.lower())


def to_json(order: Order) -> bytes:
    """An order as the process reads it that carries it out."""
    return msgspec.json.encode(order)


def from_json(data: bytes) -> Order:
    """An order as it was written. Raises ValueError where it is none."""
    return msgspec.json.decode(data, type=Order)
