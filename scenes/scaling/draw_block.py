"""A block of layers gets longer, thicker and larger on its way to its factors, beside what that costs."""

from __future__ import annotations

from math import log2

from scenes.reference.scaling import Factors
from scenes.scaling.knobs import Knobs
from scenes.scaling.words import BLOCK, times
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import options
from scenes.stage.draw.slabs import largest_zoom, slabs
from scenes.stage.numbers.values import format_number

COLOURS = {"depth": Role.FIRST, "width": Role.KERNEL, "resolution": Role.INPUT}
FOOT = 690.0
FACE, THICK = 96.0, 34.0
"""The height of a map and the thickness of all channels, before they are scaled."""
ROOM = (960.0, 560.0)
"""The space for the whole block."""
GAP, LEAST_GAP = 40.0, 5.0
LARGEST = 4.0
COST_X = 1090.0
SQUARE, SQUARE_Y = 208.0, 290.0
"""The work of the block at the start is a square of this side."""
DOUBLINGS = 9
PHIS = (0.0, 1.0, 2.0, 3.0, 5.0, 7.0)
REASONS = {"width": ("reads twice as many,", "writes twice as many"), "resolution": ("twice as wide,", "twice as high")}
"""Why the work grows in two directions."""


def one_factor(span: Span, end: Factors) -> list[AnyMark]:
    """The block on its way to one factor that is doubled, and the work that it takes as an area."""
    here = _on_the_way(end, span.motion)
    name = next(name for name, factor in end._asdict().items() if factor != 1)
    return [*_block(here, end, whole=span.motion >= 1), _count(LEFT, name, end, span.motion), *_area(here, name, end)]


def all_factors(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The block on its way to all three factors, and their product."""
    end = knobs.factors
    here = _on_the_way(end, span.motion)
    return [
        *_block(here, end, whole=span.motion >= 1),
        *(
            _count(x, name, end, span.motion, arrow=False)
            for x, name in zip((LEFT, LEFT + 270, LEFT + 640), COLOURS, strict=True)
        ),
        *_product(here),
        *_gauge(here),
        lettering(RIGHT, 764, f"{times(BLOCK.scaled(here).macs / BLOCK.macs)} in whole layers", Role.MUTED, size=36,
                  anchor="end", name="cost as built"),
        lettering(COST_X, 694, "φ", bold=True, size=44),
        *options(COST_X + 46, 662, 58, "phi", [(f"{phi:g}", phi) for phi in PHIS],
                 knobs.phi if knobs.compound else None, size=32),
    ]  # fmt: skip


def _on_the_way(end: Factors, share: float) -> Factors:
    return Factors(*(between(1.0, factor, share) for factor in end))


def _block(here: Factors, end: Factors, *, whole: bool) -> list[AnyMark]:
    """The layers, of which the last fades in unless only `whole` ones are there; dashed, one as it is at the start."""
    zoom = _zoom(end)
    count = BLOCK.scaled(here).layers if whole else BLOCK.layers * here.depth
    height, thick, foot = zoom * FACE * here.resolution, zoom * THICK * here.width, (LEFT + 4, FOOT)
    start = Rect(
        x=foot[0], y=FOOT - zoom * FACE, width=zoom * THICK, height=zoom * FACE, line=4.0, dashed=True,
        role=Role.TEXT, name="layer at the start",
    )  # fmt: skip
    return [*slabs(foot, ROOM[0], count, thick, height, gap=zoom * GAP, role=Role.INPUT, name="layer"), start]


def _zoom(end: Factors) -> float:
    """How large the block can be drawn to fit, with its layers close together if need be."""
    count, height, thick = BLOCK.scaled(end).layers, FACE * end.resolution, THICK * end.width
    return min(LARGEST, largest_zoom(count, thick, height, ROOM, LEAST_GAP))


def _count(x: float, name: str, end: Factors, share: float, *, arrow: bool = True) -> AnyMark:
    """What a factor counts, before and after; without the `arrow` only what there is now."""
    after = BLOCK.scaled(end)
    before, more, unit = {
        "depth": (f"{BLOCK.layers}", f"{after.layers}", " layers"),
        "width": (f"{BLOCK.channels}", f"{after.channels}", " channels"),
        "resolution": (f"{BLOCK.side}×{BLOCK.side}", f"{after.side}×{after.side}", ""),
    }[name]
    grown = share > 0.5 and more != before
    words = f"{before} → {more}{unit}" if grown and arrow else f"{more if grown else before}{unit}"
    runs = (TextRun(words, COLOURS[name], bold=True),)
    return Text(x=x, y=748, runs=runs, size=44, name=f"{name} counted")


def _area(here: Factors, name: str, end: Factors) -> list[AnyMark]:
    """The work as an area: twice as long for a factor that counts once, twice as long and high for one that is squared.

    The part that is filled is the work at the start.
    """
    factor, squared = max(here), name in REASONS
    width, height = SQUARE * factor, SQUARE * (factor if squared else 1.0)
    reasons = REASONS.get(name, ("twice the layers",))
    return [
        Text(x=COST_X, y=160, runs=(TextRun(times(here.cost), Role.OUTPUT, bold=True),), size=112, name="cost"),
        lettering(COST_X, 252, "the work", Role.OUTPUT, size=44, name="what costs"),
        Rect(x=COST_X, y=SQUARE_Y, width=width, height=height, fill=0.35, line=4.0, role=Role.OUTPUT, name="gauge",
             value=here.cost),
        Rect(x=COST_X, y=SQUARE_Y, width=SQUARE, height=SQUARE, fill=0.85, role=Role.OUTPUT, name="work at the start"),
        *(
            lettering(COST_X, SQUARE_Y + height + 36 + 44 * index, words, COLOURS[name], size=38)
            for index, words in enumerate(reasons if factor == max(end) else ())
        ),
    ]  # fmt: skip


def _product(here: Factors) -> list[AnyMark]:
    """The factors with their powers, and what they make."""
    marks: list[AnyMark] = []
    for index, (name, factor) in enumerate(here._asdict().items()):
        y, letter, role = 142.0 + 66 * index, "dwr"[index], COLOURS[name]
        power, product = ("", factor) if name == "depth" else ("²", factor**2)
        runs = (TextRun(format_number(product, 2), role, bold=True),)
        marks += [
            lettering(COST_X, y, name, role, bold=True, size=40),
            lettering(COST_X + 254, y, f"{letter}{power}", Role.MUTED, size=40),
            Text(x=RIGHT, y=y, runs=runs, size=44, anchor="end", name=f"factor of {name}"),
        ]
    rule = Rect(x=COST_X, y=316, width=RIGHT - COST_X, height=3, fill=0.7, role=Role.MUTED)
    what = lettering(RIGHT, 490, "the work", Role.OUTPUT, size=40, anchor="end", name="what costs")
    hero = Text(
        x=RIGHT, y=388, runs=(TextRun(times(here.cost), Role.OUTPUT, bold=True),), size=112, anchor="end", name="cost"
    )
    return [*marks, rule, hero, what]


def _gauge(here: Factors) -> list[AnyMark]:
    """A bar of the work on which every mark is eight times the one before."""
    bar, length = NumberLine(COST_X, RIGHT, 0, DOUBLINGS), (RIGHT - COST_X) / DOUBLINGS * log2(here.cost)
    return [
        Rect(x=COST_X, y=536.0, width=RIGHT - COST_X, height=40, radius=4, fill=0.15, role=Role.MUTED),
        Rect(x=COST_X, y=536.0, width=max(length, 3.0), height=40, radius=4, fill=0.85, role=Role.OUTPUT,
             name="gauge", value=here.cost),
        *bar.ticks(range(0, DOUBLINGS, 3), 576.0, 10, words=lambda power: str(2**power), fill=1, size=32, below=24,
                   width=3),
    ]  # fmt: skip
