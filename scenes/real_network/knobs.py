"""What the scene about a real network can be asked: a picture, a cell somewhere in the network, and what to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Self

from scenes.real_network.operations import LAYERS
from scenes.real_network.stops import HEAD, STEM, Stop, end, stops
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Knob, cell, choice, hidden, integer, picture, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data import published
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import LITE, GoneError
from scenes.stage.data.reading import Kit, Whose

PHOTOS = ("cat", "coffee", "astronaut", "photographer")
SPOTS, FINE = 112, 1 << 20
"""A place on the picture, and on any map, is one of so many rows and columns: it stays when the layer changes.

The sides of foreign maps don't divide the first of them; the other is fine enough for each of their cells.
"""
SQUARES = 28
"""So many rows and columns of places has the square that covers a part of the picture."""
FACES = (6, 5, 6, 6, 11, 11, 58, 58, 58, 102, 102, 102, 112, 112, 179, 139, 143, 14)
"""The map of each stop that stands on its front: one in which the things of the photos that ship stand apart."""
INNERS = (6, 0, 76, 59, 49, 113, 67, 441, 305, 256, 296, 189, 262, 314, 110, 708, 899, 14)
"""The map of the inside of each block that is looked at first: one that is strong for the photos that ship."""
INNER = INNERS[5]
"""The one of the block that the scene opens with."""
STRONGEST = 0
"""Of a foreign network this map is the strongest one, whichever that is."""
CLASSES, MOST_PROBABLE = 1000, -1
"""How many classes there are, and what stands for the most probable one where none of them was chosen."""
ABOUT = ("block", "layer", "map", "at")
"""The knobs that are about one network: those of a network that is gone say nothing."""


def _to_plain(whose: Whose) -> Any:
    """Whose network it is, as plain data."""
    return {"network": whose.network, "folder": whose.folder} if isinstance(whose, Kit) else whose


def _from_plain(plain: Any) -> Whose:
    """Whose network it is; the one that ships where that is gone, or is none that can be looked into.

    A folder that some file names lies on this computer: nobody is sent to another one by a lesson.
    """
    if plain == LITE or not isinstance(plain, Mapping):
        return LITE
    folder = str(plain["folder"])
    if not PurePath(folder).is_absolute() or folder.startswith(("//", "\\\\")):
        return LITE
    whose = Kit(str(plain["network"]), folder)
    try:
        published.reads(whose)
        return whose if stops(whose) else LITE
    except (GoneError, LookupError, TypeError, ValueError, OSError):
        return LITE


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The picture, the block, the layer of it, the map and the cell that are looked at, and what is changed.

    It is about the network that ships, or `of` a kit that somebody has opened.
    """

    of: Whose = hidden(LITE, to_plain=_to_plain, from_plain=_from_plain)
    picture: Picture = picture("coffee", *PHOTOS, label="Picture", square=True)
    block: int = integer(5, STEM, HEAD, label="Block (0 stem, 17 head)", help="The blocks are 1 to 16.", given=True)
    layer: str = choice(
        "depthwise", *LAYERS, label="Layer of the block", help="The nearest that the block has.", given=True
    )
    map: int = integer(INNER + 1, 1, 1280, label="Map", help="Beyond the last one, it is the last.", given=True)
    folded: bool = toggle(False, label="Fold the batch norm", help="Into the weights, as on phones.")
    cover: int = integer(
        96, 0, 112, label="Covered square", help="The side of the grey square, in pixels; 0 takes it away."
    )
    turn: int = integer(0, -180, 180, label="Turn", help="Degrees, clockwise.")
    shift: int = integer(0, -112, 112, label="Shift", help="Pixels to the right.")
    blur: int = integer(0, 0, 8, label="Blur", help="The deviation of the bell curve, in pixels.")
    noise: int = integer(0, 0, 100, label="Noise", help="Its deviation; the pixels have 0 to 255.")
    grey: bool = toggle(False, label="Without colours")
    off: str = choice("nothing", "nothing", "map", "block", label="Switched off", help="The chosen map, or the block.")
    at: Cell = cell((44, 40), SPOTS, SPOTS)
    square: Cell = cell((9, 9), SQUARES, SQUARES)
    label: int = hidden(MOST_PROBABLE, from_plain=lambda plain: min(max(int(plain), MOST_PROBABLE), CLASSES - 1))

    @property
    def foreign(self) -> bool:
        """Whether the network is none that ships."""
        return self.of != LITE

    @property
    def spots(self) -> int:
        """How many places a side of the picture has."""
        return FINE if self.foreign else SPOTS

    @property
    def stop(self) -> Stop:
        """The stop that is looked at."""
        every = stops(self.of)
        return every[min(max(self.block - every[0].number, 0), len(every) - 1)]

    def follow(self, changed: str) -> Self:
        """Look at the map that stands for a block, or for the inside of it, when another one is chosen."""
        if changed not in ("block", "layer"):
            return self
        if self.foreign:
            kinds = self.stop.kinds
            return replace(self, map=STRONGEST, layer=self.layer if self.layer in kinds else kinds[-1])
        inside = STEM < self.block < HEAD and self.layer in LAYERS[:2]
        return replace(self, map=(INNERS if inside else FACES)[self.block] + 1)

    def formed(self, form: Knob) -> Knob:
        """Return the form of a knob: what there is to be looked at is the network's."""
        if not self.foreign or form.name not in _FORMED:
            return form
        return _FORMED[form.name](self, form)

    def of_the_course(self) -> Self:
        """Return the knobs for the network that ships: another one is told to who comes from its page."""
        return type(self)(picture=self.picture) if self.foreign else self

    @classmethod
    def readable(cls, plain: Mapping[str, Any]) -> Mapping[str, Any]:
        """Leave out what was about a network that is gone."""
        if "of" not in plain or plain["of"] == LITE:
            return plain
        try:
            gone = _from_plain(plain["of"]) == LITE
        except (LookupError, TypeError, ValueError):
            gone = True
        return {name: value for name, value in plain.items() if not gone or name not in ("of", *ABOUT)}


def _blocks(of: Knobs, form: Knob) -> Knob:
    """The number of a stop, and what the first and the last one are called."""
    every = stops(of.of)
    low, high = every[0].number, every[-1].number
    label = f"Block ({low} {every[0].name}, {high} {every[-1].name})"
    return replace(form, low=low, high=high, label=label, help="In the order in which the picture comes to them.")


def _layers(of: Knobs, form: Knob) -> Knob:
    return replace(form, choices=of.stop.kinds, help="They have the names that the network gives them.")


def _maps(of: Knobs, form: Knob) -> Knob:
    high = of.stop.operation(of.layer).channels
    return replace(form, low=STRONGEST, high=high, help="0 is the strongest one, whichever that is.")


def _half_a_side(of: Knobs, form: Knob) -> Knob:
    half = published.reads(of.of).side // 2
    return replace(form, low=-half if form.low < 0 else 0, high=half)


def _place(of: Knobs, form: Knob) -> Knob:
    return replace(form, from_plain=lambda plain: _within(plain, of.spots))


def _label(of: Knobs, form: Knob) -> Knob:
    most = end(of.of).classes - 1
    return replace(form, from_plain=lambda plain: min(max(int(plain), MOST_PROBABLE), most))


def _within(plain: Any, spots: int) -> Cell:
    row, column = (min(max(int(place), 0), spots - 1) for place in plain)
    return row, column


_FORMED = {"block": _blocks, "layer": _layers, "map": _maps, "cover": _half_a_side, "shift": _half_a_side,
           "at": _place, "label": _label}  # fmt: skip
"""What becomes of the forms of knobs that have to do with the network."""


def knobs_for(whose: Whose, picture: Picture | None = None) -> dict[str, Any]:
    """The knobs with which the scene shows a network, and a picture if there is one: a block in its middle.

    Raises GoneError where it can't be read.
    """
    shown = {} if picture is None else {"picture": picture}
    if whose == LITE:
        return {"of": LITE, **shown}
    every, side = stops(whose), published.reads(whose).side
    stop = every[(len(every) - 1) // 2 if len(every) > 2 else 0]
    wanted = next((each for each in stop.operations if each.kind == "depthwise"), stop.operations[0])
    return {
        "of": whose, "block": stop.number, "layer": wanted.kind, "map": STRONGEST, "cover": round(side * 96 / 224),
        "at": tuple(round((place + 0.5) * FINE / SPOTS) for place in (44, 40)), **shown,
    }  # fmt: skip
