"""What stands above the network: the parameters, a head from inside, and the whole loss."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, loss, parameters, present, short, steps_inside, trunk
from scenes.auxiliary.draw_network import ROLES, TITLES
from scenes.auxiliary.knobs import INSIDE, Knobs
from scenes.auxiliary.layout import LEFT, RIGHT, TOP
from scenes.auxiliary.story import Moment
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import heading, options

BAR = 64.0
BAR_Y = 284.0
WORDS = {"average pool": "average pooling", "conv": "convolution", "dense": "dense layer", "dropout": "dropout"}
PLATE = 236.0
LONGEST = 5.0
"""A loss as long as the whole bar, unless the losses are larger."""


def draw_account(stage: Stage, now: Moment, knobs: Knobs) -> None:
    """Draw what belongs to the present step alone."""
    draw = {"two": _parameters, "fall": _parameters, "inside": _inside, "loss": _loss}.get(now.name)
    if draw is not None:
        stage.add(*draw(now, knobs), opacity=now.alone(now.name))


def _parameters(now: Moment, knobs: Knobs) -> list[AnyMark]:
    """A bar of all parameters, to scale, and their number; the auxiliary heads' shares fall off at inference."""
    of, fallen = trunk(), now.share("fall") if now.name == "fall" else 0.0
    scale = (RIGHT - LEFT) / of.training
    count = round(parameters(knobs) + (of.parameters - parameters(knobs)) * fallen)
    when = "at inference" if fallen >= 1 else "while it trains"
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 30, "parameters", when),
        lettering(LEFT, TOP + 30, f"{count:,}", Role.KERNEL, bold=True, size=56, name="parameters"),
        *_share(LEFT, of.parameters * scale, "trunk and main head", of.parameters, Role.KERNEL),
    ]
    x = LEFT + of.parameters * scale
    for head in SIDES:
        width, count = of.heads[head].parameters * scale, of.heads[head].parameters
        if present(head, knobs) and fallen < 1:
            piece = _share(x, width, TITLES[head], count, ROLES[head])
            marks.append(Group(marks=tuple(piece), dy=60 * ease(fallen * 1.4), opacity=1.0 - ease(fallen * 1.4)))
            x += width
    return marks


def _share(x: float, width: float, name: str, count: int, role: Role) -> list[AnyMark]:
    words = (TextRun(name, role),)
    return [
        Rect(x=x + 2, y=BAR_Y, width=width - 4, height=BAR, radius=8, fill=0.45, role=role, name=name, value=count),
        lettering(x + width / 2, BAR_Y + BAR / 2, f"{count:,}", bold=True, size=26, anchor="middle"),
        Text(x=x + width / 2, y=BAR_Y + BAR + 26, runs=words, size=22, anchor="middle"),
    ]


def _inside(now: Moment, knobs: Knobs) -> list[AnyMark]:
    """The layers of one head in a row: what each is, what comes out, how many parameters it has."""
    head = SIDES[INSIDE.index(knobs.inside)]
    layers, of = steps_inside(head), trunk()
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 24, TITLES[head], f"reads {_shape(of.parts[of.behind[head]].shape)}", ROLES[head]),
        *options(1200, TOP - 48, 160, "inside", [(name.removesuffix(" head"), name) for name in INSIDE], knobs.inside),
    ]
    room = (RIGHT - LEFT - PLATE) / (len(layers) - 1)
    for index, layer in enumerate(layers):
        seen = ease(now.share("inside") * len(layers) * 1.2 - index)
        if seen > 0:
            x = LEFT + index * room
            piece = _layer(x, layer, ROLES[head])
            if index:
                piece.append(Arrow(start=(x - room + PLATE + 4, TOP + 116), end=(x - 4, TOP + 116), role=Role.MUTED))
            marks.append(Group(marks=tuple(piece), opacity=seen))
    return marks


def _layer(x: float, layer: Layer, role: Role) -> list[AnyMark]:
    """One layer of a head."""
    words = WORDS[layer.kind]
    detail = _shape(layer.shape)
    if layer.kernel is not None:
        words = f"{layer.kernel[0]}×{layer.kernel[1]} {words.removesuffix('ing')}"
    if layer.kind == "average pool":
        detail = f"stride {layer.stride[0]}, {detail}"
    if layer.rate:
        detail = f"drops {100 * layer.rate:.0f} %"
    rows = ((words, Role.TEXT, 22.0, True), (detail, Role.MUTED, 22.0, False))
    counted = f"{layer.parameters:,}" if layer.parameters else "0"
    return [
        Rect(
            x=x, y=TOP + 40, width=PLATE, height=152, radius=12, fill=0.2, role=role, name=layer.name,
            value=float(layer.parameters),
        ),
        *(
            lettering(x + PLATE / 2, TOP + 70 + 38 * index, text, shade, bold=bold, size=size, anchor="middle")
            for index, (text, shade, size, bold) in enumerate(rows)
        ),
        lettering(x + PLATE / 2, TOP + 158, counted, role, bold=True, size=28, anchor="middle"),
    ]  # fmt: skip


def _loss(now: Moment, knobs: Knobs) -> list[AnyMark]:
    """The whole loss as a bar of its three terms, each as long as what it adds, and the weight at a click."""
    of, share = loss(knobs), now.even("loss")
    weights = [(f"{weight:g}", weight) for weight in (0.0, 0.3, 0.5, 1.0)]
    longest = max(of.total, LONGEST)
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 30, "whole loss"),
        lettering(LEFT, TOP + 30, short(of.total), bold=True, size=56, name="whole loss"),
        lettering(1160, TOP + 18, "weight", Role.MUTED, size=24, anchor="end"),
        *options(1180, TOP - 6, 80, "weight", weights, knobs.weight),
    ]
    x = LEFT
    for index, (head, value) in enumerate(zip(("main", *SIDES), (of.values[0], *of.added), strict=True)):
        grown = ease(share * 4 - index)
        width = (RIGHT - LEFT) * value / longest
        if value > 0 and grown > 0:
            marks.append(
                Rect(
                    x=x, y=BAR_Y, width=width * grown, height=BAR, radius=8, fill=0.5, role=ROLES[head],
                    name=f"{TITLES[head]} adds", value=value,
                )
            )  # fmt: skip
            if width > 90 and grown >= 1:
                words = (TextRun(short(value), bold=True),)
                marks.append(Text(x=x + width / 2, y=BAR_Y + BAR / 2, runs=words, size=28, anchor="middle"))
        x += width
    return marks


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(f"{side:,}" for side in shape) if len(shape) > 1 else f"{shape[0]:,} numbers"
