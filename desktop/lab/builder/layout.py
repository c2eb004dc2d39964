"""Where all of a row stands, in pixels: blocks left to right, brackets around them, lanes one below the other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from desktop.lab.builder.draft import Draft
from engine.contract.spec.built.parts import (
    TITLES,
    Activate,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Lanes,
    Part,
    Parts,
    Pointwise,
    Pool,
    Residual,
    SqueezeExcite,
)
from engine.contract.spec.built.survey import Block, Place, Survey
from engine.contract.spec.choices import ACTIVATION_TITLES

WIDTH, CARD, COSTS, VOLUME, SHAPE = 88.0, 74.0, 36.0, 46.0, 18.0
"""A block: its width, and from top to bottom the height of its costs, its card, the picture and the words of what it
gives; in pixels for letters of the usual size."""
LEAF = COSTS + CARD + VOLUME + SHAPE
RISE = LEAF / 2 - (COSTS + CARD / 2)
"""How much higher than the middle of a block the middle of its card is, where the wires run."""
GAP, RIM, ARC, SLOT, LINE = 12.0, 10.0, 26.0, 34.0, 16.0
INNER_SLOT = 18.0
"""How wide the end of a row inside of a bracket is, where something stands before it."""
HEADER = 30.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True)
class Line:
    """A line on a card; one with a `field` is a number that can be changed."""

    words: str
    field: str
    box: Box


@dataclass(frozen=True)
class Card:
    """A leaf: the whole of it, its card with title and lines, and the room for costs, volume and shape."""

    block: Block
    title: str
    box: Box
    card: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Frame:
    """A bracket around what is inside of it; `title` says what kind, `lanes` are the boxes of its rows."""

    block: Block
    title: str
    box: Box
    lanes: tuple[Box, ...]


@dataclass(frozen=True)
class Slot:
    """The end of a row, where the next part goes."""

    place: Place
    box: Box


@dataclass(frozen=True)
class Wire:
    """A line from one thing to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Picture:
    """A row as it is drawn."""

    cards: tuple[Card, ...] = ()
    frames: tuple[Frame, ...] = ()
    slots: tuple[Slot, ...] = ()
    wires: tuple[Wire, ...] = ()
    width: float = 0.0
    height: float = 0.0

    def moved(self, dx: float, dy: float) -> Picture:
        """The same picture elsewhere."""
        return replace(
            self,
            cards=tuple(
                replace(
                    each,
                    box=each.box.moved(dx, dy),
                    card=each.card.moved(dx, dy),
                    lines=tuple(replace(line, box=line.box.moved(dx, dy)) for line in each.lines),
                )
                for each in self.cards
            ),
            frames=tuple(
                replace(each, box=each.box.moved(dx, dy), lanes=tuple(lane.moved(dx, dy) for lane in each.lanes))
                for each in self.frames
            ),
            slots=tuple(replace(each, box=each.box.moved(dx, dy)) for each in self.slots),
            wires=tuple(Wire(w.x1 + dx, w.y1 + dy, w.x2 + dx, w.y2 + dy) for w in self.wires),
        )

    def box_of(self, place: Place) -> Box:
        """Where what is at a place stands."""
        things = (
            *((card.block.place, card.box) for card in self.cards),
            *((f.block.place, f.box) for f in self.frames),
        )
        return next(box for at, box in (*things, *((slot.place, slot.box) for slot in self.slots)) if at == place)

    def at(self, x: float, y: float) -> tuple[Place, str] | None:
        """The innermost thing under a point, and the number on its card that is hit, "" for none."""
        for card in self.cards:
            if card.box.holds(x, y):
                return card.block.place, next((line.field for line in card.lines if line.box.holds(x, y)), "")
        for slot in self.slots:
            if slot.box.holds(x, y):
                return slot.place, ""
        inner = sorted(self.frames, key=lambda frame: -len(frame.block.place))
        return next(((frame.block.place, "") for frame in inner if frame.box.holds(x, y)), None)

    def gap_at(self, x: float, y: float) -> Place | None:
        """The place before which something dropped at a point goes; None where there is none near."""
        best: tuple[float, Place] | None = None
        things = [(card.block.place, card.box) for card in self.cards] + [(f.block.place, f.box) for f in self.frames]
        things += [(slot.place, slot.box) for slot in self.slots]
        for place, box in things:
            if box.y <= y < box.y + box.height:
                distance = abs(x - box.x) - 0.01 * len(place)
                if best is None or distance < best[0]:
                    best = distance, place
        return best[1] if best else None


@dataclass(frozen=True)
class Sheet:
    """All rows below each other: the picture of each, where it begins, and how large everything is."""

    rows: tuple[Picture, ...]
    tops: tuple[float, ...]
    width: float
    height: float

    def row_at(self, y: float) -> int:
        """Which row is at a height."""
        return max(index for index, top in enumerate(self.tops) if index == 0 or top <= y)


def sheet(draft: Draft, scale: float) -> Sheet:
    """Arrange all rows; `scale` is how much larger letters are than usual."""
    rows, tops, y = [], [], GAP * scale
    for index, row in enumerate(draft.rows):
        picture = _Arranger(draft.survey(index), scale).row(row.parts, ())
        tops.append(y)
        rows.append(picture.moved(GAP * scale, y + HEADER * scale))
        y += picture.height + (HEADER + 2 * GAP) * scale
    return Sheet(tuple(rows), tuple(tops), max(picture.width for picture in rows) + 2 * GAP * scale, y)


class _Arranger:
    """Arranges one row from left to right."""

    def __init__(self, survey: Survey, scale: float) -> None:
        self._blocks = {block.place: block for block in survey.blocks}
        self._s = scale

    def row(self, parts: Parts, around: Place) -> Picture:
        """Arrange a row with its upper left corner at 0, 0; all middles are at one height."""
        pictures = [self._part(part, (*around, index)) for index, part in enumerate(parts)]
        pictures.append(self._slot((*around, len(parts)), INNER_SLOT if around and parts else SLOT))
        height = max(self._s * LEAF, *(each.height for each in pictures))
        x, found = 0.0, Picture()
        for number, each in enumerate(pictures):
            placed = each.moved(x, (height - each.height) / 2)
            middle = height / 2 - RISE * self._s
            wire = Wire(x - GAP * self._s, middle, x, middle)
            found = _together(found, placed, (wire,) if number else ())
            x += each.width + GAP * self._s
        return replace(found, width=x - GAP * self._s, height=height)

    def _part(self, part: Part, place: Place) -> Picture:
        if isinstance(part, Residual | Lanes):
            return self._bracket(part, place)
        s, block = self._s, self._blocks[place]
        card = Box(0, COSTS * s, WIDTH * s, CARD * s)
        written = lines(part, block)
        boxes = (Box(0, (COSTS + 22 + LINE * n) * s, WIDTH * s, LINE * s) for n in range(len(written)))
        made = tuple(Line(words, name, box) for (words, name), box in zip(written, boxes, strict=False))
        whole = Box(0, 0, WIDTH * s, LEAF * s)
        return Picture(cards=(Card(block, TITLES[type(part)], whole, card, made),), width=whole.width, height=LEAF * s)

    def _slot(self, place: Place, width: float) -> Picture:
        s = self._s
        box = Box(0, COSTS * s, width * s, CARD * s)
        return Picture(slots=(Slot(place, box),), width=width * s, height=LEAF * s)

    def _bracket(self, part: Residual | Lanes, place: Place) -> Picture:
        s = self._s
        rows = (part.parts,) if isinstance(part, Residual) else part.lanes
        inside = [self.row(row, (*place, number)) for number, row in enumerate(rows)]
        width = max((each.width for each in inside), default=0.0)
        y, found, boxes = ARC * s, Picture(), []
        for each in inside:
            wire, end = y + each.height / 2 - RISE * s, width + 2 * RIM * s
            ways = Wire(0, wire, RIM * s, wire), Wire(each.width + RIM * s, wire, end, wire)
            found = _together(found, each.moved(RIM * s, y), ways)
            boxes.append(Box(RIM * s, y, width, each.height))
            y += each.height + RIM * s
        whole = Box(0, 0, width + 2 * RIM * s, y + ARC * s - RIM * s)
        frame = Frame(self._blocks[place], title_of(part), whole, tuple(boxes))
        return replace(found, frames=(frame, *found.frames), width=whole.width, height=whole.height)


def _together(one: Picture, other: Picture, wires: tuple[Wire, ...]) -> Picture:
    return Picture(
        one.cards + other.cards,
        one.frames + other.frames,
        one.slots + other.slots,
        one.wires + wires + other.wires,
    )


def title_of(part: Residual | Lanes) -> str:
    """What kind of bracket it is, in a few words."""
    if isinstance(part, Lanes):
        return f"{len(part.lanes)} lanes, joined"
    return {"identity": "shortcut: x", "projection": "shortcut: W x", "zeros": "shortcut: x and zeros"}[part.shortcut]


def lines(part: Part, block: Block) -> tuple[tuple[str, str], ...]:
    """What a card says below its title, each line with the number that it is of."""
    match part:
        case Conv(filters=filters, kernel=side, stride=stride, padding=padding):
            return (str(filters), "filters"), (f"{side}×{side}", "kernel"), _pace(stride, padding, side)
        case Depthwise(kernel=side, stride=stride, padding=padding):
            return (f"{side}×{side}", "kernel"), _pace(stride, padding, side)
        case Pointwise(filters=filters, stride=stride):
            return (str(filters), "filters"), *(((f"stride {stride}", "stride"),) if stride > 1 else ())
        case Pool(kind=kind, kernel=side, stride=stride):
            return (kind, "kind"), (f"{side}×{side}", "kernel"), (f"stride {stride}", "stride")
        case Activate(kind=kind):
            return ((ACTIVATION_TITLES[kind], "kind"),)
        case Dropout(share=share):
            return ((f"{100 * share:g} %", "share"),)
        case Dense(units=units):
            return (("one a class" if units is None else str(units), "units"),)
        case SqueezeExcite(squeeze=squeeze):
            return ((f"squeeze {squeeze}", "squeeze"),)
        case _:
            return ()


def _pace(stride: int, padding: int, side: int) -> tuple[str, str]:
    if stride > 1:
        return f"stride {stride}", "stride"
    return ("same size", "padding") if 2 * padding == side - 1 else (f"padding {padding}", "padding")


def shape_words(shape: tuple[int, ...]) -> str:
    """A shape under a block: "16×14×14", "64"."""
    return "×".join(str(length) for length in shape)


def counted(number: int) -> str:
    """A number in as few letters as three figures take: 784, 11.3 k, 2.06 M."""
    for limit, letter in ((1_000_000, "M"), (10_000, "k")):
        if number >= limit:
            value = number / (1000 if letter == "k" else limit)
            return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f} {letter}"
    return f"{number:,}"


def volume(shape: tuple[int, ...], scale: float) -> tuple[float, float, float]:
    """Width, height and depth of a shape's cuboid in pixels: sides and depth grow with their logarithms."""
    if len(shape) == 1:
        return 5 * scale, min(40.0, 8 + 4 * math.log2(shape[0] + 1)) * scale, 0.0
    depth = min(22.0, 2.5 * math.log2(shape[0] + 1)) * scale
    height, width = (min(26.0, 3 + 4.6 * math.log2(side + 1)) * scale for side in shape[1:])
    return width, height, depth
