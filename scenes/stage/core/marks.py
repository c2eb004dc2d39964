"""The few kinds of marks that every picture is made of.

All are frozen and comparable by value, in stage units (a stage is 1600 wide and 900 high, y grows downwards). A mark
names a role, never a colour: the theme turns roles into colours. What dragging or typing on it does is its grip.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from numbers import Real
from typing import Literal, get_args

from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.numbers.scales import PIXELS
from scenes.stage.numbers.values import Values, labels, widest_label

WIDTH, HEIGHT = 1600, 900
SMALLEST_TEXT = 20.0
CAPITALS = 0.73
"""The height of capitals and figures, as a share of the type size."""
CELL_GAP = 0.08
"""The space between two cells of a grid, as a share of their side."""
NUMBER, LARGEST_NUMBER = 0.46, 52.0
"""The type size of a number, as a share of its cell's side, and the largest one."""
CROWDED = 0.56
"""The same in cells so small that it could not be read otherwise."""
ASIDE = 0.36
"""The type size of a number that stands aside, as a share of its cell's side."""
READ_AFAR = 26.0
"""The type size from which a number in a cell is read from the last row."""
IN_RING, IN_THIN_RING, IN_TILE = 0.7, 0.86, 0.96
"""How much of a cell's width a number may take: so that a ring has its room; if it could not be read from the last row
else; if it could not be read at all."""


class Role(StrEnum):
    """What a mark means; the same meaning has the same colour in every scene.

    The five ordinals tell kinds apart, and those of nets the contestants of a run.
    """

    INPUT = "input"
    KERNEL = "kernel"
    PRODUCT = "product"
    OUTPUT = "output"
    BIAS = "bias"
    GRADIENT = "gradient"
    HIGHLIGHT = "highlight"
    MUTED = "muted"
    TEXT = "text"
    SURFACE = "surface"
    WARNING = "warning"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    NET_1 = "net-1"
    NET_2 = "net-2"
    NET_3 = "net-3"
    NET_4 = "net-4"
    NET_5 = "net-5"
    NET_6 = "net-6"


KINDS = (Role.FIRST, Role.SECOND, Role.THIRD, Role.FOURTH, Role.FIFTH)
"""Roles of things that only have to be told apart: the weights of one kernel, the branches of a module."""
NETS = (Role.NET_1, Role.NET_2, Role.NET_3, Role.NET_4, Role.NET_5, Role.NET_6)
"""Roles of the contestants of a run, in their order: in the lab and wherever its charts are shown."""


Shade = Literal["value", "pixel", "tint", "grey", "glow", "none"]
"""How a grid colours its cells: as numbers with a sign, as numbers of a picture, as shares 0..1 of the role's colour,
as bytes of a photograph, grey or light of the role's colour, or not at all."""
SHADES = get_args(Shade)

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What all marks share. `opacity` 0..1; a `name` makes the mark readable, pickable and testable.

    The camera passes over a `pinned` mark: it stands where it is, whatever part of the stage is looked at. Only marks
    that are drawn by themselves are pinned, or whole groups; within a group it says nothing.
    """

    role: Role = Role.TEXT
    name: str = ""
    grip: Grip | None = None
    opacity: float = 1.0
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Mark):
    """A box with its top left corner at (x, y). `fill` is the strength of the fill, 0..1; `line` the pen's width.

    `value` is the number the box stands for (the bias, say): it can be read out, and edited by a grip.
    """

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: float = 0.0
    line: float = 0.0
    dashed: bool = False
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Mark):
    """A polyline through `points`, or a polygon where `closed`."""

    points: tuple[Point, ...]
    closed: bool = False
    fill: float = 0.0
    line: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inked(Path):
    """A line with many points that stays as it is for long, as a hand draws it: painters may keep its picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow(Mark):
    """An arrow whose tip is at `end`; `bend` moves its middle sideways, in units (a quadratic curve)."""

    start: Point
    end: Point
    bend: float = 0.0
    line: float = 3.0
    head: float = 14.0


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of text in one role; None takes the mark's role."""

    text: str
    role: Role | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Mark):
    """One line of text. (x, y) is its anchor horizontally and the middle of its line vertically.

    A `note` is what nobody has to read from the last row, a source or a seed: only notes may be smaller than words.
    """

    x: float
    y: float
    runs: tuple[TextRun, ...]
    size: float = 26.0
    anchor: Anchor = "start"
    note: bool = False

    @property
    def text(self) -> str:
        """The whole line without its roles."""
        return "".join(run.text for run in self.runs)


def lettering(
    x: float,
    y: float,
    text: str,
    role: Role | None = None,
    *,
    bold: bool = False,
    size: float = 26.0,
    anchor: Anchor = "start",
    opacity: float = 1.0,
    name: str = "",
    grip: Grip | None = None,
    pinned: bool = False,
    note: bool = False,
) -> Text:
    """One line of text in one role; where a line has several, `Text` takes a run for each."""
    return Text(
        x=x, y=y, runs=(TextRun(text, role, bold),), size=size, anchor=anchor, opacity=opacity, name=name, grip=grip,
        pinned=pinned, note=note,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula(Mark):
    """A formula in LaTeX. `plain` says the same in plain text, for screen readers and where LaTeX can't be set."""

    tex: str
    plain: str
    x: float
    y: float
    size: float = 30.0
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Mark):
    """A matrix as one mark: cell (r, c) spans from origin + c*u + r*v to origin + (c+1)*u + (r+1)*v.

    With slanted u or v it is a face of a volume in oblique projection.

    `values` is (rows, columns). The scene has a `scale` by this name, or one for all: it gives the full colour.
    `shown` cells in reading order have been written; the others stand empty (None: all are written).
    `padding` and `faded` are (rows, columns) masks: zeros around a picture, and cells that no window reaches.
    A grid of more than a few cells has a frame in its role's colour where it is `framed`. Numbers stand `aside`, in the
    upper left of their cells, where something else lies over the rest.
    `first` is the index that cell (0, 0) is read out with, so that padding has negative indices.
    """

    values: Values
    origin: Point
    u: Point
    v: Point
    shade: Shade = "value"
    scale: str = ""
    numbers: bool = True
    decimals: int | None = None
    shown: int | None = None
    highlighted: tuple[tuple[int, int], ...] = ()
    padding: Values | None = None
    faded: Values | None = None
    gap: float = CELL_GAP
    framed: bool = True
    aside: bool = False
    first: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if len(self.values.shape) != 2:
            raise ValueError(f"a grid shows (rows, columns) of numbers, not an array of the shape {self.values.shape}")
        if self.shade not in SHADES:
            raise ValueError(f"there is no shade {self.shade!r}; the shades are {', '.join(SHADES)}")
        if self.shown is not None and not isinstance(self.shown, Real):
            raise TypeError(f"`shown` says how many cells are written, in reading order; {self.shown!r} is no number")

    @property
    def lattice(self) -> Lattice:
        """The cells' geometry."""
        rows, columns = self.values.shape
        return Lattice(self.origin, self.u, self.v, rows, columns)

    @property
    def loose(self) -> bool:
        """Whether cells lie so far apart that one sees, and takes hold of, what is between them."""
        return self.gap > 2 * CELL_GAP

    @property
    def room(self) -> tuple[float, float]:
        """How wide and how high a cell is for its number; where cells lie far apart their tiles are what counts."""
        share = (1.0 - self.gap) / (1.0 - CELL_GAP) if self.loose else 1.0
        return share * abs(self.u[0]), share * abs(self.v[1])

    @property
    def scale_name(self) -> str:
        """The scale that its colours follow: numbers of a picture have their own where the scene has one."""
        return self.scale or (PIXELS if self.shade == "pixel" else "")

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The text of every cell, whether or not it fits; brief where only that fits."""
        return labels(self.values, self.decimals, self._plus, self._brief)

    @property
    def label_width(self) -> float:
        """The width in ems of the widest label."""
        return widest_label(self.values, self.decimals, self._plus, self._brief)

    @property
    def _plus(self) -> bool:
        return self.shade == "value"

    @property
    def _brief(self) -> bool:
        return self._size_of_labels(brief=False) < SMALLEST_TEXT <= self._size_of_labels(brief=True)

    @property
    def number_size(self) -> float:
        """The type size of the numbers in the cells; 0 where they don't fit at a readable size, or aren't wanted."""
        rows, columns = self.values.shape
        if not self.numbers or rows * columns > 1200:
            return 0.0
        size = self._size_of_labels(self._brief)
        return size if size >= SMALLEST_TEXT else 0.0

    def _size_of_labels(self, brief: bool) -> float:
        """The type size at which the widest label fits its cell; 0 where it is certain that none is readable."""
        width, height = self.room
        upright = self.u[1] == 0 and self.v[0] == 0
        if min(width, (CROWDED if upright else 0.75) * height) < SMALLEST_TEXT:
            return 0.0  # no label need be written to know that none fits
        widest = widest_label(self.values, self.decimals, self._plus, brief)
        if upright:
            least = CROWDED * height if self.loose else min(CROWDED * height, SMALLEST_TEXT)
            wanted = max(NUMBER * height, least)
            afar, near = min(READ_AFAR * widest, IN_THIN_RING * width), min(SMALLEST_TEXT * widest, IN_TILE * width)
            room = max(IN_RING * width, afar, near)
            size = min(wanted, room / widest, LARGEST_NUMBER)
            return min(size, ASIDE * height, 2 * ASIDE * width / widest) if self.aside else size
        if self.u[1] == 0:  # the top of a block: the label's corners meet the slanted sides
            lean = abs(self.v[0] / self.v[1]) * CAPITALS
            return min(0.75 * height, 0.93 * width / (widest + lean), 40.0)
        if self.v[0] == 0:  # the side of a block: the label's corners meet the slanted top and bottom
            lean = abs(self.u[1] / self.u[0]) * widest
            return min(0.75 * width, 0.93 * height / (CAPITALS + lean), 0.86 * width / widest, 40.0)
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Mark):
    """A picture: `pixels` is (height, width, 3) uint8; pixel (r, c) is placed like a cell of a grid.

    Its pixels are sharp squares, as things to look at; in a `smooth` one nobody sees them: a slide, with letters.
    """

    pixels: Values
    origin: Point
    u: Point
    v: Point
    smooth: bool = False

    @property
    def lattice(self) -> Lattice:
        """The pixels' geometry."""
        return Lattice(self.origin, self.u, self.v, self.pixels.shape[0], self.pixels.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Mark):
    """Marks that move, grow and fade together: what is at (x, y) in it stands at (dx + scale x, dy + scale y)."""

    marks: tuple[AnyMark, ...]
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0


AnyMark = Rect | Path | Text | Grid | Arrow | Image | Formula | Group
Drawn = Rect | Path | Text | Grid | Arrow | Image | Formula


def curve(arrow: Arrow) -> tuple[Point, Point, Point]:
    """The three control points of an arrow: start, the bent middle, tip."""
    (x0, y0), (x1, y1) = arrow.start, arrow.end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    normal = (-(y1 - y0) / length, (x1 - x0) / length)
    middle = ((x0 + x1) / 2 + normal[0] * arrow.bend, (y0 + y1) / 2 + normal[1] * arrow.bend)
    return arrow.start, middle, arrow.end


def arrow_head(arrow: Arrow) -> tuple[Point, Point, Point]:
    """The triangle at the tip of an arrow, pointing the way the curve arrives."""
    _, (mx, my), (x1, y1) = curve(arrow)
    length = math.hypot(x1 - mx, y1 - my) or 1.0
    ux, uy = (x1 - mx) / length, (y1 - my) / length
    back = (x1 - ux * arrow.head, y1 - uy * arrow.head)
    half = arrow.head * 0.45
    return (x1, y1), (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)


def outline(mark: Rect | Path | Grid | Arrow | Image) -> tuple[float, float, float, float]:
    """The box (left, top, right, bottom) around a mark that has no text to measure."""
    if isinstance(mark, Rect):
        return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    points: tuple[Point, ...]
    if isinstance(mark, Path):
        points = mark.points
    elif isinstance(mark, Arrow):
        points = curve(mark) + arrow_head(mark)
    else:
        points = mark.lattice.corners
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
