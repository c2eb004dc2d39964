"""A road of blocks: what each layer of a network gives, all drawn to one scale, side by side in oblique projection.

A block is as high and as wide as its maps and as deep as it has channels. Deep ones reach back over the blocks at their
right, so that the road stays short and nothing lies over anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from scenes.stage.core.camera import Room, framing
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Group, Image, Path, Role, lettering
from scenes.stage.core.placing import Box
from scenes.stage.draw.blocks import cuboid
from scenes.stage.numbers.values import Values

DEEPER = (0.3, -0.22)
"""How far the next channel lies behind: to the right and up, in sides of a cell."""
NOTCH = 64
"""There is a line round a block after so many channels."""
FOLDED = 64
"""The units of a dense layer have no place in the picture: their row is folded into a sheet of so many rows."""
CLEAR, LEAST = 10.0, 14.0
"""The room between a block and one that reaches back above it, and the least one between two fronts, in cells."""

BESIDE = (56.0, 112.0, 1046.0, 702.0)
"""The room for a part of the road beside two tanks, with names under it: left, top, right, bottom."""
ROW = (56.0, 108.0, 1046.0, 496.0)
"""The same for many blocks, where under the names it is said what they have of both totals."""
CLOSEST = 1.7
"""So near a camera may come that the map in the corner, which would lie over the tanks, isn't there."""
NAME, SIZE = 36.0, 32.0
"""The type sizes of a block's name and of its shape, as they are seen."""
LETTER = 25.0
"""The room that a letter of a name takes, as it is seen, in the theme with the largest letters."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """What a layer gives, on the stage: its front has the top left corner (x, y), its back is `deeper` behind that."""

    name: str
    shape: Shape
    x: float
    y: float
    width: float
    height: float
    deeper: Point

    @property
    def cell(self) -> float:
        """The side of a cell: the scale of the road."""
        return self.height / sides(self.shape)[1]

    @property
    def middle(self) -> Point:
        """The middle of its front."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def foot(self) -> Point:
        """The middle of the lower edge of its front."""
        return self.x + self.width / 2, self.y + self.height

    @property
    def bounds(self) -> Room:
        """The box around all of it."""
        (dx, dy), right, bottom = self.deeper, self.x + self.width, self.y + self.height
        return self.x, self.y + dy, right + dx, bottom

    def half(self, second: bool) -> Block:
        """The half of its channels in front, or the one behind; of a folded row the left or the right half."""
        shift = (self.deeper[0] / 2, self.deeper[1] / 2) if len(self.shape) == 3 else (self.width / 2, 0.0)
        shape = (self.shape[0] // 2, *self.shape[1:])
        cut = (
            replace(self, shape=shape, deeper=shift) if len(shape) == 3 else replace(self, shape=shape, width=shift[0])
        )
        return cut.moved(*shift) if second else cut

    def moved(self, dx: float, dy: float) -> Block:
        """The same block elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


def sides(shape: Shape) -> tuple[int, int, int]:
    """The channels, the rows and the columns of a block; a dense layer's units are folded into one channel."""
    if len(shape) == 3:
        return shape[0], shape[1], shape[2]
    rows = min(FOLDED, shape[0])
    return 1, rows, ceil(shape[0] / rows)


def road(
    layers: Sequence[tuple[str, Shape]], cell: float, begin: Point = (0.0, 0.0), least: float = LEAST
) -> tuple[Block, ...]:
    """The blocks of layers (name, shape), the middles of their fronts on one line that begins at a point.

    Between two fronts are at least so many cells, twice as many where a block reaches back above the next one.
    """
    blocks: list[Block] = []
    for name, shape in layers:
        channels, rows, columns = sides(shape)
        height, deeper = rows * cell, (DEEPER[0] * channels * cell, DEEPER[1] * channels * cell)
        x = max((_clear_of(block, height, cell, least * cell) for block in blocks), default=begin[0])
        blocks.append(Block(name, shape, x, begin[1] - height / 2, columns * cell, height, deeper))
    return tuple(blocks)


def _clear_of(block: Block, height: float, cell: float, least: float) -> float:
    """Where a front of a height may begin: behind all of a block, or under the part of it that is high enough."""
    back = block.deeper[0]
    rises = (block.height / 2 + height / 2 + CLEAR * cell) * DEEPER[0] / -DEEPER[1]
    return block.x + block.width + min(back + least, max(rises, 2 * least))


def around(blocks: Sequence[Block]) -> Room:
    """The box around some blocks."""
    lefts, tops, rights, bottoms = zip(*(block.bounds for block in blocks), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def solid(
    block: Block,
    role: Role,
    *,
    face: Values | None = None,
    grown: float = 1.0,
    line: float = 2.0,
    clear: bool = True,
    notch: int = NOTCH,
) -> tuple[AnyMark, ...]:
    """A block with a picture on its front; while it grows it gets deeper, and the picture comes in from the left.

    `face` is (rows, columns, 3): the picture at the resolution of the maps. Nothing shines through a block that
    does not stand `clear` of the others. There is a line round it after every `notch` channels.
    """
    (dx, dy), back = block.deeper, min(max(grown, 0.0), 1.0)
    deeper = (dx * back, dy * back)
    marks = list(
        cuboid((block.x, block.y), block.width, block.height, deeper, role=role, fill=0.45, line=line,
               solid=not clear,
               name=f"maps of {block.name}")
    )  # fmt: skip
    channels = sides(block.shape)[0]
    for behind in range(notch, channels, notch):
        share = behind / channels
        if share < back:
            marks.append(_notch(block, (dx * share, dy * share), role, line / 2))
    if face is not None and (seen := wiped(face, back)) is not None:
        cell = block.cell
        marks.append(
            Image(pixels=seen, origin=(block.x, block.y), u=(cell, 0.0), v=(0.0, cell), name=f"photo on {block.name}")
        )
    return tuple(marks)


def in_view(block: Block, view: Box) -> bool:
    """Whether anything of a block is seen."""
    left, top, right, bottom = block.bounds
    return (
        view.x < right and left < view.x + view.width and view.y < bottom and top < view.y + view.width * HEIGHT / WIDTH
    )


def beside(blocks: Sequence[Block]) -> Box:
    """What the camera looks at to show some blocks beside two tanks."""
    return framing(around(blocks), BESIDE, CLOSEST)


def named(block: Block, lines: Sequence[str], role: Role, zoom: float, opacity: float = 1.0) -> Group:
    """What a block is called, and its shape if it is said, under its front; as large from near as from far."""
    (x, y), marks = block.foot, []
    for index, words in enumerate(lines):
        size = SIZE if index else NAME
        marks.append(
            lettering(x, y + (38.0 + 44.0 * index) / zoom, words, None if index else role, bold=not index,
                      size=size / zoom, anchor="middle", name=f"{'shape' if index else 'name'} of {block.name}")
        )  # fmt: skip
    return Group(marks=tuple(marks), opacity=opacity)


def spaced(blocks: Sequence[Block], words: Sequence[str], zoom: float) -> tuple[Block, ...]:
    """The blocks under which there is room for some words of theirs, as near as the camera is; the first has it."""
    found: list[tuple[Block, str]] = []
    for block, said in zip(blocks, words, strict=True):
        room = LETTER * (len(found[-1][1]) + len(said)) / 2 if found else 0.0
        if not found or (block.middle[0] - found[-1][0].middle[0]) * zoom > room:
            found.append((block, said))
    return tuple(block for block, _ in found)


def _notch(block: Block, behind: Point, role: Role, line: float) -> Path:
    """A line over the top and down the side, so far behind the front."""
    left, top = block.x + behind[0], block.y + behind[1]
    right, bottom = left + block.width, top + block.height
    return Path(points=((left, top), (right, top), (right, bottom)), line=line, role=role, opacity=0.7)


@lru_cache(maxsize=512)
def wiped(pixels: Values, share: float) -> Values | None:
    """The left part of a picture (rows, columns, 3), a share of its columns; None where that is none."""
    columns = round(share * pixels.shape[1])
    return Values(pixels.array[:, :columns]) if 0 < columns < pixels.shape[1] else pixels if columns else None
