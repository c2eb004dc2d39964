"""The eight released networks as boxes: as long as they are deep, as thick as wide, as high as their pictures."""

from __future__ import annotations

from scenes.scaling.draw_block import COLOURS
from scenes.scaling.words import times
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.data.efficientnets import MODELS, EfficientNet, efficientnet, family
from scenes.stage.draw.blocks import cuboid

FOOT, NAME_Y, TOP_1_Y = 640.0, 690.0, 744.0
UNIT = 79.0
"""The length, height and thickness of B0."""
LEAN = (0.3, -0.24)
"""Where the back of a box is, as shares of its thickness."""
COLUMNS = (LEFT, 480.0, 690.0)
"""Where the names of the factors begin, and where their powers and what was released end."""


def networks(span: Span, chosen: str) -> list[AnyMark]:
    """Each network grows out of the size of B0 to its own; over them the chosen one's factors and what it costs."""
    marks, x, gap = list[AnyMark](), LEFT, _gap()
    for index, each in enumerate(family()):
        marks += _network(each, x, span.part(index, len(MODELS)), each.name == chosen)
        x += _length(each) + gap
    model = efficientnet(chosen)
    source = "under each: top-1 on ImageNet in per cent, single crop and model; Tan and Le, ICML 2019, table 2"
    return [*marks, *_factors(model), *_cost(model), lettering(LEFT, 794, source, Role.MUTED, size=24, note=True)]


def _length(model: EfficientNet, share: float = 1.0) -> float:
    """The room that a box takes from left to right on its way from the size of B0."""
    return UNIT * (between(1.0, model.depth, share) + LEAN[0] * between(1.0, model.width, share))


def _gap() -> float:
    return (RIGHT - LEFT - sum(_length(each) for each in family())) / (len(MODELS) - 1)


def _network(model: EfficientNet, x: float, share: float, lit: bool) -> list[AnyMark]:
    """A box and its accuracy; a click on it chooses the network."""
    d, w, r = (between(1.0, factor, share) for factor in (model.depth, model.width, model.side / family()[0].side))
    role = Role.HIGHLIGHT if lit else Role.OUTPUT
    *body, front = cuboid(
        (x, FOOT - UNIT * r), UNIT * d, UNIT * r, (LEAN[0] * UNIT * w, LEAN[1] * UNIT * w),
        role=role, fill=0.6, line=4.0 if lit else 2.0, name=f"box {model.name}", solid=True,
    )  # fmt: skip
    middle = x + UNIT * d / 2
    plate = Rect(
        x=middle - UNIT * d / 2 - 4, y=FOOT - UNIT * r, width=UNIT * d + 8, height=TOP_1_Y + 22 - FOOT + UNIT * r,
        name=f"model = {model.name}", grip=SetValue("model", model.name), role=Role.MUTED, line=0.0,
    )  # fmt: skip
    marks = [
        *body, front,
        lettering(middle, NAME_Y, model.name, Role.TEXT, bold=lit, size=40, anchor="middle", name=f"name {model.name}"),
        lettering(middle, TOP_1_Y, f"{model.top_1:.1f}", Role.TEXT if lit else Role.MUTED, bold=lit, size=36,
                  anchor="middle", name=f"top-1 {model.name}"),
        plate,
    ]  # fmt: skip
    return [Group(marks=tuple(marks), opacity=max(share, 0.02), name=f"network {model.name}")]


def _factors(model: EfficientNet) -> list[AnyMark]:
    """The powers of phi, and what was released instead of them."""
    depth, width, side = model.powers
    rows = (
        ("depth", f"{depth:.2f}", f"{model.depth:.1f}"),
        ("width", f"{width:.2f}", f"{model.width:.1f}"),
        ("picture", f"{side:.0f}", f"{model.side}"),
    )
    marks: list[AnyMark] = [
        lettering(COLUMNS[0], 138, f"{model.name}", bold=True, size=52, name="chosen"),
        lettering(COLUMNS[1], 138, f"φ = {model.phi:g}", Role.MUTED, size=40, anchor="end", name="phi"),
        lettering(COLUMNS[2], 138, "released", Role.MUTED, size=40, anchor="end"),
    ]
    for index, ((name, power, value), role) in enumerate(zip(rows, COLOURS.values(), strict=True)):
        y = 214.0 + 70 * index
        marks += [
            lettering(COLUMNS[0], y, name, role, bold=True, size=40),
            lettering(COLUMNS[1], y, power, Role.MUTED, size=44, anchor="end", name=f"power of {name}"),
            Arrow(start=(COLUMNS[1] + 20, y), end=(COLUMNS[1] + 76, y), role=Role.MUTED),
            lettering(COLUMNS[2], y, value, role, bold=True, size=44, anchor="end", name=f"released {name}"),
        ]
    return marks


def _cost(model: EfficientNet) -> list[AnyMark]:
    """What the network takes, counted and by the formula."""
    hero = (TextRun(times(model.times), Role.OUTPUT, bold=True),)
    return [
        Text(x=800.0, y=194, runs=hero, size=112, name="times counted"),
        lettering(800, 300, "the work of B0, counted", Role.OUTPUT, size=40),
        lettering(800, 356, f"d · w² · r² says {times(model.cost)}", Role.MUTED, size=36, name="times by the formula"),
    ]
