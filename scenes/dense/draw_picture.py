"""The three layers of a picture side by side: which numbers an output sees, which weights are the same, how many."""

from __future__ import annotations

from scenes.dense.computed import Counts, picture
from scenes.dense.knobs import Knobs
from scenes.dense.view import MODES
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import KINDS, AnyMark, Arrow, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import LARGER_LETTERS, cuboid, heading, options

PITCH, WIDTH = 513.0, 440.0
FRONT = 190.0
TOP = 212.0
SIZES_Y = TOP + FRONT + 34
TERMS_Y, COUNT_Y, MEMORY_Y = 540.0, 592.0, 644.0
CHOICES_Y = 724.0
OUTPUT_X = 310.0
OUTPUT_FRONT = 84.0
UNIT = 20.0
UNITS = ((0.12, 0.1), (0.7, 0.35), (0.3, 0.72))
"""Where three of the outputs lie on the front of the output, as shares of it (across, down)."""


def draw_picture(stage: Stage, knobs: Knobs, share: float, leave: float) -> None:
    """Draw the three layers one after the other, and the plates to choose another picture and kernel."""
    if share <= 0 or leave >= 1:
        return
    counts = picture(knobs)
    marks: list[AnyMark] = []
    for index in range(3):
        panel = _panel(knobs, counts, index, LEFT + index * PITCH)
        marks.append(Group(marks=tuple(panel), opacity=ease(share * 3.4 - index - 0.4)))
    marks += _choices(knobs, ease(share * 4))
    stage.add(*marks, opacity=1.0 - leave)


def _panel(knobs: Knobs, counts: Counts, index: int, left: float) -> list[AnyMark]:
    """One layer: input and output as boxes, what three of the outputs see, and the count."""
    note = ("sees everything", "each its own window", "the same weights")[index]
    marks: list[AnyMark] = [heading(left, HEADING_Y, MODES[index], note, Role.KERNEL)]
    marks += cuboid((left, TOP), FRONT, FRONT, (30.0, -24.0), role=Role.INPUT, name=f"input of {MODES[index]}")
    out = (left + OUTPUT_X, TOP + (FRONT - OUTPUT_FRONT) / 2)
    marks += cuboid(out, OUTPUT_FRONT, OUTPUT_FRONT, (52.0, -40.0), role=Role.OUTPUT, name=f"output of {MODES[index]}")
    for unit, (across, down) in enumerate(UNITS):
        kind = KINDS[0 if index == 2 else unit]
        place = (out[0] + across * OUTPUT_FRONT, out[1] + down * OUTPUT_FRONT)
        marks += _sight((left, TOP), place, _window(knobs, index, across, down), kind)
    for x, shape, count, role in (
        (left + FRONT / 2, f"{knobs.channels}×{counts.side}×{counts.side}", counts.inputs, Role.INPUT),
        (left + OUTPUT_X + OUTPUT_FRONT / 2, f"{knobs.filters}×{counts.out}×{counts.out}", counts.outputs, Role.OUTPUT),
    ):
        marks.append(lettering(x, SIZES_Y, shape, role, bold=True, size=24, anchor="middle"))
        words = (TextRun(f"{count:,}", Role.MUTED),)
        marks.append(Text(x=x, y=SIZES_Y + 34, runs=words, size=22, anchor="middle"))
    return [*marks, *_count(knobs, counts, index, left)]


def _window(knobs: Knobs, index: int, across: float, down: float) -> tuple[float, float, float]:
    """What an output sees of the front of the input: corner and side."""
    if index == 0:
        return 0.0, 0.0, FRONT
    side = max(FRONT * int(knobs.window) / knobs.side, 16.0)
    reach = (FRONT - side) / (1.0 - UNIT / OUTPUT_FRONT)
    return across * reach, down * reach, side


def _sight(front: Point, unit: Point, window: tuple[float, float, float], kind: Role) -> list[AnyMark]:
    """One output, the window that it sees, and lines from one to the other."""
    x, y, side = front[0] + window[0], front[1] + window[1], window[2]
    middle = unit[1] + UNIT / 2
    fan = ((x + side, y), (unit[0], middle), (x + side, y + side))
    return [
        Rect(x=x, y=y, width=side, height=side, line=4.0, role=kind, fill=0.25 if side < FRONT else 0.0),
        Path(points=fan, line=2.5, role=kind, fill=0.06, closed=True),
        Rect(x=unit[0], y=unit[1], width=UNIT, height=UNIT, line=4.0, fill=0.6, role=kind),
    ]


def _count(knobs: Knobs, counts: Counts, index: int, left: float) -> list[AnyMark]:
    """The parameters, how they come about, and the room that they take."""
    k, c, f = knobs.window, knobs.channels, knobs.filters
    per_output = f"({k}·{k}·{c} + 1)"
    dense, local = f"{counts.outputs:,} · ({counts.inputs:,} + 1)", f"{counts.outputs:,} · {per_output}"
    terms = (dense, local, f"{f} · {per_output}")[index]
    count = counts.all[index]
    words = f"{count:,}"
    size = min(52.0, WIDTH / LARGER_LETTERS / (0.56 * len(words)))
    marks: list[AnyMark] = [
        lettering(left, TERMS_Y, f"{terms} =", Role.MUTED, size=24),
        lettering(left, COUNT_Y, words, Role.KERNEL, bold=True, size=size, name=f"{MODES[index]} count"),
        lettering(left, MEMORY_Y, f"{memory(count)} at 4 bytes each", Role.MUTED, size=24),
    ]
    if index:
        share = counts.all[index - 1] / count
        fewer = f"÷ {share:,.0f}" if share >= 9.95 else f"÷ {share:.1f}"
        x = left - (PITCH - WIDTH) / 2
        marks += [
            Arrow(start=(x - 30, MEMORY_Y), end=(x + 18, MEMORY_Y), role=Role.HIGHLIGHT),
            lettering(x, MEMORY_Y + 34, fewer, Role.HIGHLIGHT, bold=True, size=26, anchor="middle"),
        ]
    return marks


def memory(count: int) -> str:
    """The room that so many numbers of 4 bytes take, in decimal units."""
    size = 4.0 * count
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if size < 999.5 or unit == "TB":
            break
        size /= 1000
    return f"{size:.3g} {unit}" if size < 999.5 else f"{size:,.0f} {unit}"


def _choices(knobs: Knobs, opacity: float) -> tuple[AnyMark, ...]:
    """Plates to choose the picture's side and the kernel's size."""
    sides = [(str(side), side) for side in (28, 64, 112, 227, 512)]
    sizes = [(size, size) for size in ("3", "5", "7", "11")]
    return (
        lettering(LEFT, CHOICES_Y + 24, "H", Role.MUTED, size=26, opacity=opacity),
        *options(LEFT + 40, CHOICES_Y, 96, "side", sides, knobs.side, opacity=opacity),
        lettering(LEFT + 640, CHOICES_Y + 24, "k", Role.MUTED, size=26, opacity=opacity),
        *options(LEFT + 680, CHOICES_Y, 80, "window", sizes, knobs.window, opacity=opacity),
    )
