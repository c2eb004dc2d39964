"""What the drawing functions of the scene share: one moment, what is asked of the network, and maps as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Image, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.data import published
from scenes.stage.data.published import LITE, Guess
from scenes.stage.data.reading import EXPLAINED, SIDE, Explanation, Inquiry, Lens, Maps, Question, Reading
from scenes.stage.draw.answers import LONGEST, empty, shortened
from scenes.stage.numbers.values import Values
from scenes.where_it_looks.computed import LAST, class_map, places
from scenes.where_it_looks.knobs import HEAD, Knobs
from scenes.where_it_looks.story import Steps

TOP, LARGE = 106.0, 636.0
ONE: Point = (LEFT, TOP)
OTHER: Point = (RIGHT - LARGE, TOP)
MIDDLE = (LEFT + RIGHT) / 2
BY_CHANCE = 1
"""The seed of the weights that are drawn by chance."""
SQUARE, STRIDE = 56, 12
"""The side of the square that goes everywhere, and how far it goes from place to place, in pixels."""
ASKED: dict[str, Lens] = {"Grad-CAM": "grad-cam", "gradient": "gradient", "smoothed": "smoothed"}
"""What the knob's lenses are called where they are asked for."""
IN_CELLS = 14
"""Maps of more rows are pictures without lines between their cells."""


@dataclass(frozen=True)
class View:
    """One moment of the scene."""

    stage: Stage
    knobs: Knobs
    steps: Steps
    asks: bool = True
    """Whether what has not come is asked for."""

    @property
    def picture(self) -> Values:
        """The picture as the network reads it."""
        return published.read_as(self.knobs.picture)

    def ask(self, question: Question, drawn: int | None = None) -> Reading | None:
        """What the network makes of a question, or what ships of the answer; None as long as there is neither."""
        inquiry = inquiry_of(question, drawn)
        found = self.stage.reading(inquiry) if self.asks else self.stage.come_of(inquiry)
        return found or published.kept(inquiry)

    def answer(self) -> Reading | None:
        """The logits and the last maps."""
        return self.ask(Maps(self.picture, (LAST,)))

    def guess(self, place: int) -> Guess | None:
        """One of the most probable classes by its place from 1, once they are known."""
        reading = self.answer()
        return published.guesses(reading)[place - 1] if reading is not None else None

    @property
    def explained(self) -> Guess | None:
        """The class that is explained."""
        return self.guess(self.knobs.of)

    def seen(self, lens: Lens, block: int = HEAD, drawn: int | None = None) -> Values | None:
        """What a lens shows of the class, (channels, height, width); Grad-CAM by the maps of a block."""
        guess = self.explained
        if guess is None:
            return None
        layer = places()[block].layer if lens == "grad-cam" else ""
        reading = self.ask(Explanation(self.picture, lens, guess.label, None, layer), drawn)
        return reading.maps.get(EXPLAINED) if reading is not None else None

    def cam(self, place: int) -> Values | None:
        """The class activation map of one of the most probable classes; None as long as no maps have come."""
        reading = self.answer()
        if reading is None or LAST not in reading.maps:
            return None
        return class_map(reading.maps[LAST], published.guesses(reading)[place - 1].label)


@lru_cache(maxsize=64)
def inquiry_of(question: Question, drawn: int | None = None) -> Inquiry:
    """A question to the network; the same one again costs no digest."""
    return Inquiry(LITE, question, drawn)


def sheet(
    values: Values | None, corner: Point, side: float, scale: str, name: str, *, numbers: bool = False,
    cell: float = 0.0, come: float = 1.0,
) -> AnyMark:  # fmt: skip
    """A map (rows, columns) as a picture of a side; a dashed square where it has not come.

    Where some rows of it have come only, their cells have a side of their own. It is written as far as it has `come`.
    """
    if values is None:
        return empty(corner, side, name)
    rows = values.shape[1]
    cell = cell or side / rows
    return Grid(
        values=values, origin=corner, u=(cell, 0.0), v=(0.0, cell), role=Role.OUTPUT, scale=scale, numbers=numbers,
        gap=0.06 if rows <= IN_CELLS else 0.0, framed=False, name=name, decimals=2 if numbers else None,
        shown=None if come >= 1.0 else int(come * values.array.size),
    )  # fmt: skip


def picture(pixels: Values, corner: Point, side: float, name: str) -> Image:
    """A picture (224, 224, 3) so large."""
    pixel = side / SIDE
    return Image(
        pixels=pixels, origin=corner, u=(pixel, 0.0), v=(0.0, pixel), role=Role.INPUT, name=name
    )  # fmt: skip


def under(corner: Point, side: float, words: str, role: Role = Role.TEXT, name: str = "") -> AnyMark:
    """A line of words under a picture."""
    return lettering(corner[0] + side / 2, corner[1] + side + 30.0, words, role, bold=True, size=38.0,
                     anchor="middle", name=name)  # fmt: skip


def figure(y: float, text: str, words: str, role: Role, name: str, *, size: float = 84.0) -> list[AnyMark]:
    """A number between both pictures, with what it is under it."""
    return [
        lettering(MIDDLE, y, text, role, bold=True, size=size, anchor="middle", name=name),
        lettering(MIDDLE, y + 0.62 * size + 26.0, words, size=34.0, anchor="middle"),
    ]


def named(guess: Guess | None, letters: int = LONGEST) -> str:
    """What a class is called, cut off where it has more letters than there is room."""
    return shortened(guess.name, letters) if guess is not None else ""
