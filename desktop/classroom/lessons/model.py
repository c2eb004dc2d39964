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
Words = Annotated[str, Meta(max_length=255)]
"""A name or a title. All that a file says has bounds, since it is read while a window waits."""
Title = Annotated[str, Meta(max_length=120)]
Text = Annotated[str, Meta(max_length=1000)]
MOST_ASKS = 20
"""Questions of a stop."""
MOST_INK = 1000
"""Lines that are drawn over a stop."""
MOST_NUMBERS = 10_000
"""Numbers of a drawn line: two a point."""
MOST_NAMES = 100
"""Names in a list."""
Names = Annotated[tuple[Words, ...], Meta(max_length=MOST_NAMES)]


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer of a question that the file itself words. `shows` is the title of a step that shows it."""

    text: Text
    right: bool = False
    why: Text = ""
    slip: Words = ""
    shows: Words = ""


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"params": "with"}):
    """A question at the end of the step `at`; "" is the last step of the stop.

    Exactly one of `item`, `stem` and `mark` says what it is: an item by name, with the numbers `params` given and the
    others drawn by `seed`; a question in the file's own words, with 2 to 6 options, one of them right; or the number
    that the next step writes into the mark of that name, in `cell` if it is a grid. `seconds` are those to think.
    """

    item: Words = ""
    stem: Text = ""
    options: Annotated[tuple[Choice, ...], Meta(max_length=MOST_ASKS)] = ()
    mark: Words = ""
    cell: tuple[int, int] | None = None
    at: Words = ""
    mode: Mode = "quick"
    params: Annotated[dict[str, Param], Meta(max_length=MOST_NAMES)] = {}
    seed: int | None = None
    seconds: Annotated[int, Meta(ge=5, le=900)] = 45


Place = Annotated[float, Meta(ge=-100_000, le=100_000)]
"""A place on the stage, in its units."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line that lies over the step `at` from the beginning; the class draws on.

    `points` are x and y of one point after the other, and `width` how wide the line is, in units of the stage. `view`
    is x, y and width of what was seen of the stage when it was drawn; () is all of it. A `pinned` line is moved by no
    camera.
    """

    at: Words
    points: Annotated[tuple[Place, ...], Meta(max_length=MOST_NUMBERS)]
    width: Annotated[float, Meta(ge=0.01, le=100)] = 7.0
    view: Annotated[tuple[Place, ...], Meta(max_length=3)] = ()
    pinned: bool = False


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
    `ink` lies over steps, as a class has drawn it.
    """

    id: Name
    scene: Words = ""
    lab: Words = ""
    card: Annotated[str, Meta(max_length=4000)] = ""
    picture: Words = ""
    title: Title = ""
    knobs: Annotated[dict[str, Any], Meta(max_length=MOST_NAMES)] = {}
    shows: Names | None = None
    first: Words = ""
    last: Words = ""
    skip: Names = ()
    speed: Annotated[float, Meta(ge=0.25, le=4)] = 1.0
    run: Literal["recorded", "live"] = "recorded"
    patience: Annotated[float, Meta(ge=5, le=600)] = 40.0
    minutes: Annotated[float, Meta(ge=0, le=180)] = 3.0
    optional: bool = False
    notes: Annotated[str, Meta(max_length=20_000)] = ""
    ink: Annotated[tuple[Drawn, ...], Meta(max_length=MOST_INK)] = ()
    ask: Annotated[tuple[Ask, ...], Meta(max_length=MOST_ASKS)] = ()

    @property
    def kind(self) -> Literal["scene", "lab", "card", "picture"]:
        """What it shows."""
        return "scene" if self.scene else "lab" if self.lab else "card" if self.card else "picture"


class Homework(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes home: `each` variants of some items."""

    id: Name
    title: Title
    items: Names
    closes: date | None = None
    each: Annotated[int, Meta(ge=1, le=20)] = 1
    points: Annotated[float, Meta(gt=0)] = 1.0


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class as a list of stops. `minutes` 0 is the sum of those of the stops that are not optional."""

    convoscope: Literal[1]
    id: Name
    title: Title
    by: Words = ""
    language: Words = "en"
    minutes: Annotated[float, Meta(ge=0, le=600)] = 0.0
    seed: int = 0
    objectives: Names = ()
    theme: ThemeName | None = None
    stop: Annotated[tuple[Stop, ...], Meta(min_length=1, max_length=MOST_STOPS)]
    homework: Homework | None = None

    @property
    def planned(self) -> float:
        """The minutes that the lesson is planned for."""
        return self.minutes or sum(stop.minutes for stop in self.stop if not stop.optional)
