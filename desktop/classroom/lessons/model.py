"""What a lesson file says, as frozen data, in words that a teacher sees: scenes, knobs, titles of steps.

A lesson is an ordered list of stops. Each shows some steps of a scene, the charts of one of the lab's runs, or a card
of words or of a picture, and may ask questions at the ends of steps.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from scenes.stage.output.theme import ThemeName

FORMAT = 1
"""The version of the format, which is raised only when an old file would be read wrongly."""
ENDING = ".lesson.toml"
MOST_STOPS = 200

Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Mode = Literal["quick", "predict", "peer", "exit"]
"""How a question is put: asked and answered; foretold, then shown; voted, discussed, voted again; or for the log."""
Param = int | float | str


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer of a question that the file itself words. `shows` is the title of a step that shows it."""

    text: str
    right: bool = False
    why: str = ""
    slip: str = ""
    shows: str = ""


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"params": "with"}):
    """A question at the end of the step `at`; "" is the last step of the stop.

    Exactly one of `item`, `stem` and `mark` says what it is: an item by name, with the numbers `params` given and the
    others drawn by `seed`; a question in the file's own words, with 2 to 6 options, one of them right; or the number
    that the next step writes into the mark of that name, in `cell` if it is a grid. `seconds` are those to think.
    """

    item: str = ""
    stem: str = ""
    options: tuple[Choice, ...] = ()
    mark: str = ""
    cell: tuple[int, int] | None = None
    at: str = ""
    mode: Mode = "quick"
    params: dict[str, Param] = {}
    seed: int | None = None
    seconds: Annotated[int, Meta(ge=5, le=900)] = 45


class Stop(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"first": "from", "last": "to"},
):
    """A stretch of the lesson: exactly one of `scene`, `lab` (a preset), `card` (CommonMark) and `picture`.

    `picture` is a file beside the lesson. `knobs` are as `scenes.stage.core.knobs.to_plain` writes them, `shows` those
    that stay in sight (None: all). The stop opens at the end of the step titled `first`, ends with the step `last`,
    and passes over those titled in `skip`; "" are the scene's first and last. A run is the `recorded` one, or trained
    `live`; after `patience` seconds the recorded one is offered. An `optional` stop is left out unless there is time.
    `notes` are CommonMark, in which a line "[Title of a step]" begins that step's.
    """

    id: Name
    scene: str = ""
    lab: str = ""
    card: str = ""
    picture: str = ""
    title: str = ""
    knobs: dict[str, Any] = {}
    shows: tuple[str, ...] | None = None
    first: str = ""
    last: str = ""
    skip: tuple[str, ...] = ()
    speed: Annotated[float, Meta(ge=0.25, le=4)] = 1.0
    run: Literal["recorded", "live"] = "recorded"
    patience: Annotated[float, Meta(ge=5, le=600)] = 40.0
    minutes: Annotated[float, Meta(ge=0, le=180)] = 3.0
    optional: bool = False
    notes: str = ""
    ask: tuple[Ask, ...] = ()

    @property
    def kind(self) -> Literal["scene", "lab", "card", "picture"]:
        """What it shows."""
        return "scene" if self.scene else "lab" if self.lab else "card" if self.card else "picture"


class Homework(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes home: `each` variants of some items."""

    id: Name
    title: str
    items: tuple[str, ...]
    closes: date | None = None
    each: Annotated[int, Meta(ge=1, le=20)] = 1
    points: Annotated[float, Meta(gt=0)] = 1.0


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class as a list of stops. `minutes` 0 is the sum of those of the stops that are not optional."""

    convoscope: Literal[1]
    id: Name
    title: str
    by: str = ""
    language: str = "en"
    minutes: Annotated[float, Meta(ge=0, le=600)] = 0.0
    seed: int = 0
    objectives: tuple[str, ...] = ()
    theme: ThemeName | None = None
    stop: Annotated[tuple[Stop, ...], Meta(min_length=1, max_length=MOST_STOPS)]
    homework: Homework | None = None

    @property
    def planned(self) -> float:
        """The minutes that the lesson is planned for."""
        return self.minutes or sum(stop.minutes for stop in self.stop if not stop.optional)
