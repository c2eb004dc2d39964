"""Chains of blocks in a model with one number: the gradient runs back through both, as thick as it is large."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import glide
from scenes.stage.draw.blocks import options
from scenes.stage.draw.kinds import PLAIN, RESIDUAL
from scenes.stage.numbers.values import format_number, power_text, superscript
from scenes.stage.residual.lanes import Line, bed, rounded, stretch

PLAIN_Y, RESIDUAL_Y = 316.0, 742.0
"""The roads of both chains."""
LOOP = 150.0
"""How far over its road a residual block has its F."""
WORDS = (166.0, 464.0)
HEIGHT = 130.0
"""The height of a block."""
THICKEST = 60.0
ROAD = 14.0
LETTERED = 56.0
"""A block so wide has its name in it."""
NEAR = 12
"""Chains of up to so many blocks are looked at from near at first."""
PANEL = 1030.0


@dataclass(frozen=True)
class Chain:
    """One number's gradient on its way back through L blocks of slope f: each tuple has an entry for 0..L blocks."""

    slope: float
    plain: tuple[float, ...]
    residual: tuple[float, ...]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.plain) - 1


@lru_cache(maxsize=64)
def chain(slope: float, blocks: int) -> Chain:
    """Multiply block by block: f for a plain block, 1 + f for a residual one."""
    plain, residual = ([factor**done for done in range(blocks + 1)] for factor in (slope, 1.0 + slope))
    return Chain(slope, tuple(plain), tuple(residual))


def draw_chain(stage: Stage, line: Chain, share: float) -> None:
    """Draw both chains, with the gradient as far back as `share` (0..1) says."""
    done = glide(share) * line.blocks
    most = max(abs(value) for value in (*line.plain, *line.residual))
    marks: list[AnyMark] = []
    for kind in (False, True):
        marks += _roads(line, kind)
        marks += _pulses(line, kind, done, most)
        marks += _blocks(line, kind)
    marks += [_words(line, done, index) for index in range(2)]
    stage.add(*marks, *_plates(line))


def places(line: Chain) -> tuple[float, float]:
    """Where the road ends at the left, and how far it is from block to block."""
    return LEFT + 8.0, (RIGHT - LEFT - 16.0) / line.blocks


def nearest_block(line: Chain) -> Box | None:
    """The part of the stage with the residual block that the gradient comes through first; None in a long chain."""
    if line.blocks > NEAR:
        return None
    top, foot = RESIDUAL_Y - LOOP - HEIGHT / 2, RESIDUAL_Y + THICKEST / 2
    left, right = _gate(line, 0)
    width = min(1600.0, max(1.5 * (right - left), 2.4 * (foot - top)))
    return Box(min((left + right - width) / 2, 1600.0 - width), (top + foot) / 2 - width * 9.0 / 32.0, width)


def _gate(line: Chain, block: int) -> tuple[float, float]:
    """The left and the right end of a block, the last one being at the right."""
    begin, pitch = places(line)
    right = begin + (line.blocks - block) * pitch
    return right - pitch, right


def _loop(line: Chain, block: int) -> Line:
    """The way through F of a residual block, from the right to the left."""
    left, right = _gate(line, block)
    inset, y = 0.06 * (right - left), RESIDUAL_Y - LOOP
    points = ((right - inset, RESIDUAL_Y), (right - inset, y), (left + inset, y), (left + inset, RESIDUAL_Y))
    return rounded(points, 26.0)


def _roads(line: Chain, residual: bool) -> list[AnyMark]:
    y = RESIDUAL_Y if residual else PLAIN_Y
    marks: list[AnyMark] = [bed(((LEFT, y), (RIGHT, y)), width=ROAD)]
    if residual:
        marks += [bed(_loop(line, block), width=ROAD) for block in range(line.blocks)]
    return marks


def _pulses(line: Chain, residual: bool, done: float, most: float) -> list[AnyMark]:
    """The gradient on the road: from the middle of one block to the middle of the next it is of one size."""
    values, y = (line.residual, RESIDUAL_Y) if residual else (line.plain, PLAIN_Y)
    role = RESIDUAL if residual else PLAIN
    begin, pitch = places(line)
    marks: list[AnyMark] = []
    for index, value in enumerate(values):
        at = begin + (line.blocks - index) * pitch
        right, left = min(RIGHT, at + pitch / 2 if index else RIGHT), max(LEFT, at - pitch / 2)
        head = begin + (line.blocks - done) * pitch - pitch / 2 if done < line.blocks else LEFT
        if right > head and value:
            width = THICKEST * abs(value) / most
            ends = ((right, y), (max(left, head), y))
            marks.append(bed(ends, role, width, name=f"{'residual' if residual else 'plain'} gradient {index}"))
        if residual and value and index < line.blocks:
            share = min(1.0, max(0.0, done - index))
            if share > 0.0:
                width = THICKEST * abs(line.slope * value) / most
                marks.append(bed(stretch(_loop(line, index), 0.0, share), role, width))
    return marks


def _blocks(line: Chain, residual: bool) -> list[AnyMark]:
    """A box for each F."""
    y = RESIDUAL_Y - LOOP if residual else PLAIN_Y
    marks: list[AnyMark] = []
    for block in range(line.blocks):
        left, right = _gate(line, block)
        inset = 0.2 * (right - left)
        wide = min(right - left - 2 * inset, 2 * HEIGHT)
        x, height = (left + right - wide) / 2, HEIGHT * (0.84 if residual else 1.0)
        box = Rect(x=x, y=y - height / 2, width=wide, height=height, radius=12.0, fill=1.0, role=Role.SURFACE)
        edge = Rect(
            x=x, y=box.y, width=wide, height=height, radius=12.0, line=4.0, role=Role.KERNEL,
            name="F" if residual and block == line.blocks - 1 else "",
        )  # fmt: skip
        marks += [box, edge]
        if wide >= LETTERED:
            marks.append(lettering(x + wide / 2, y, "F", Role.KERNEL, bold=True, size=44.0, anchor="middle"))
    return marks


def _words(line: Chain, done: float, index: int) -> Text:
    """What is left of the gradient behind the blocks that it has come through."""
    name, role, values = (("plain", PLAIN, line.plain), ("residual", RESIDUAL, line.residual))[index]
    count = int(done + 1e-9)
    factor = _plain_number(line.slope if index == 0 else 1.0 + line.slope)
    base = f"({factor})" if factor.startswith("−") else factor
    value = power_text(values[count])
    return Text(
        x=LEFT + 4.0, y=WORDS[index], size=_fitting(len(f"{name}  {base}{count}  {value}")), name=f"{name} chain",
        runs=(
            TextRun(f"{name}   ", role), TextRun(f"{base}{superscript(count)} = ", Role.TEXT),
            TextRun(value, role, bold=True),
        ),
    )  # fmt: skip


def _fitting(letters: int) -> float:
    """The type size at which so many letters fit beside the plates."""
    return min(72.0, (PANEL - LEFT - 40.0) / (0.6 * letters))


def _plain_number(value: float) -> str:
    return format_number(value, 2).rstrip("0").rstrip(".")


def _plates(line: Chain) -> list[AnyMark]:
    """What a click can change."""
    return [
        *options(PANEL, WORDS[0] - 34.0, 119.0, "slope", SLOPES, line.slope, size=34.0),
        *options(PANEL, WORDS[1] - 34.0, 119.0, "blocks", COUNTS, line.blocks, size=34.0),
    ]


SLOPES = (("−0.1", -0.1), ("0.1", 0.1), ("0.5", 0.5), ("0.9", 0.9))
COUNTS = tuple((str(count), count) for count in (5, 10, 20, 50))
