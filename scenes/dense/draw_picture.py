"""The three layers of a picture one after the other: which numbers an output sees, and how many weights it takes."""

from __future__ import annotations

from scenes.dense.computed import Counts, picture
from scenes.dense.knobs import Knobs
from scenes.dense.view import MODES
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import KINDS, AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import LARGER_LETTERS, cuboid, options

FRONT, TOP = 380.0, 196.0
OUTPUT, OUTPUT_FRONT = (640.0, 330.0), 170.0
SIZES_Y = 624.0
CHOICES_Y, CHOICE = 716.0, 32.0
UNIT = 36.0
UNITS = ((0.08, 0.06), (0.72, 0.38), (0.3, 0.74))
"""Where three of the outputs lie on the front of the output, as shares of it (across, down)."""
COUNTS_X = 956.0
COUNTS_TOP, PITCH = 136.0, 142.0
COUNT = 46.0
HERO_Y, HERO, HERO_WORDS = 620.0, 104.0, 40.0
SMALLEST_WINDOW = 30.0
POWERS = ((0, "1"), (3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion"))


def draw_picture(stage: Stage, knobs: Knobs, share: float) -> None:
    """Draw input and output as boxes, what an output sees in each of the layers, and the count of each."""
    counts = picture(knobs)
    stage.add(
        *cuboid((LEFT, TOP), FRONT, FRONT, (70.0, -56.0), role=Role.INPUT, name="input of the layer"),
        *cuboid(OUTPUT, OUTPUT_FRONT, OUTPUT_FRONT, (110.0, -86.0), role=Role.OUTPUT, name="output of the layer"),
    )
    come = [ease(share * 3.4 - index) for index in range(3)] + [0.0]
    for index in range(3):
        stage.add(*_sights(knobs, index), opacity=come[index] * (1.0 - come[index + 1]))
        stage.add(*_count(counts, index), opacity=come[index])
    for x, shape, role in (
        (LEFT + FRONT / 2, f"{knobs.channels}×{counts.side}×{counts.side}", Role.INPUT),
        (OUTPUT[0] + OUTPUT_FRONT / 2, f"{knobs.filters}×{counts.out}×{counts.out}", Role.OUTPUT),
    ):
        stage.add(lettering(x, SIZES_Y, shape, role, bold=True, size=40.0, anchor="middle"))
    stage.add(*_fewer(counts), opacity=ease(share * 3.4 - 2.4))
    stage.add(*_choices(knobs))


def _sights(knobs: Knobs, index: int) -> list[AnyMark]:
    """Three of the outputs and what each of them sees; the same weights have the same colour."""
    marks: list[AnyMark] = []
    for unit, (across, down) in enumerate(UNITS):
        place = (OUTPUT[0] + across * OUTPUT_FRONT, OUTPUT[1] + down * OUTPUT_FRONT)
        marks += _sight(place, _window(knobs, index, across, down), KINDS[0 if index == 2 else unit])
    return marks


def _window(knobs: Knobs, index: int, across: float, down: float) -> tuple[float, float, float]:
    """What an output sees of the front of the input: corner and side."""
    if index == 0:
        return LEFT, TOP, FRONT
    side = max(FRONT * int(knobs.window) / knobs.side, SMALLEST_WINDOW)
    reach = (FRONT - side) / (1.0 - UNIT / OUTPUT_FRONT)
    return LEFT + across * reach, TOP + down * reach, side


def _sight(unit: Point, window: tuple[float, float, float], kind: Role) -> list[AnyMark]:
    """One output, the window that it sees, and lines from one to the other."""
    x, y, side = window
    middle = unit[1] + UNIT / 2
    fan = ((x + side, y), (unit[0], middle), (x + side, y + side))
    return [
        Rect(x=x, y=y, width=side, height=side, line=6.0, role=kind, fill=0.3 if side < FRONT else 0.0),
        Path(points=fan, line=4.0, role=kind, fill=0.08, closed=True),
        Rect(x=unit[0], y=unit[1], width=UNIT, height=UNIT, line=5.0, fill=0.6, role=kind),
    ]


def _count(counts: Counts, index: int) -> tuple[AnyMark, ...]:
    """The parameters of a layer, and the room that they take."""
    top, count = COUNTS_TOP + index * PITCH, counts.all[index]
    size = min(COUNT, (RIGHT - COUNTS_X) / LARGER_LETTERS / (0.6 * len(f"{counts.dense:,}")))
    marks: list[AnyMark] = [
        lettering(COUNTS_X, top, MODES[index], Role.TEXT, bold=True, size=40.0),
        lettering(RIGHT, top, memory(count), Role.MUTED, size=36.0, anchor="end", name=f"{MODES[index]} memory"),
        lettering(COUNTS_X, top + 60, f"{count:,}", Role.KERNEL, bold=True, size=size, name=f"{MODES[index]} count"),
    ]
    return (Group(marks=tuple(marks)),)


def _fewer(counts: Counts) -> tuple[AnyMark, ...]:
    """How many times fewer parameters the shared weights are than the dense ones: what all of this comes to."""
    factor = in_words(round(counts.dense / counts.shared))
    size = min(HERO, (RIGHT - COUNTS_X) / LARGER_LETTERS / (0.5 * len(factor)))
    return (
        lettering(COUNTS_X, HERO_Y, factor, Role.HIGHLIGHT, bold=True, size=size, name="times fewer"),
        lettering(COUNTS_X, HERO_Y + 104.0, "times fewer parameters", Role.TEXT, size=HERO_WORDS),
    )


def in_words(count: int) -> str:
    """A count to three digits with the word for its thousands; small ones exactly."""
    if count < 1_000_000:
        return f"{count:,}"
    power, word = next((power, word) for power, word in reversed(POWERS) if count >= 0.9995 * 10**power)
    digits = count / 10**power
    return f"{digits:.{2 if digits < 9.995 else 1 if digits < 99.95 else 0}f} {word}"


def memory(count: int) -> str:
    """The room that so many numbers of 4 bytes take, in decimal units."""
    size = 4.0 * count
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if size < 999.5 or unit == "TB":
            break
        size /= 1000
    return f"{size:.3g} {unit}" if size < 999.5 else f"{size:,.0f} {unit}"


def _choices(knobs: Knobs) -> tuple[AnyMark, ...]:
    """Plates to choose the picture's side and the kernel's size."""
    sides = [(str(side), side) for side in (28, 64, 112, 227, 512)]
    sizes = [(size, size) for size in ("3", "5", "7", "11")]
    middle = CHOICES_Y + CHOICE
    return (
        lettering(LEFT, middle, "H", Role.MUTED, size=36.0),
        *options(LEFT + 40, CHOICES_Y, 82, "side", sides, knobs.side, size=CHOICE),
        lettering(LEFT + 540, middle, "k", Role.MUTED, size=36.0),
        *options(LEFT + 576, CHOICES_Y, 66, "window", sizes, knobs.window, size=CHOICE),
    )
