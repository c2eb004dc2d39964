"""What stands above the network: the parameters, a head from inside, and the whole loss."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, layers_inside, loss, parameters, present, short, trunk
from scenes.auxiliary.draw_network import ROLES, TITLES
from scenes.auxiliary.knobs import INSIDE, Knobs
from scenes.auxiliary.layout import LEFT, RIGHT, TOP
from scenes.auxiliary.story import Steps
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


def draw_account(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Draw what belongs to the present step alone."""
    match steps.present:
        case steps.classifiers | steps.inference:
            marks = _parameters(steps, knobs)
        case steps.inside:
            marks = _inside(steps, knobs)
        case steps.loss:
            marks = _loss(steps, knobs)
        case _:
            return
    stage.add(*marks, opacity=steps.alone(steps.present))


def _parameters(steps: Steps, knobs: Knobs) -> list[AnyMark]:
    """A bar of all parameters, to scale, and their number; the auxiliary heads' shares fall off at inference."""
    googlenet, fallen = trunk(), steps.inference.motion
    scale = (RIGHT - LEFT) / googlenet.training
    count = round(parameters(knobs) + (googlenet.parameters - parameters(knobs)) * fallen)
    when = "at inference" if fallen >= 1 else "while it trains"
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 30, "parameters", when),
        lettering(LEFT, TOP + 30, f"{count:,}", Role.KERNEL, bold=True, size=56, name="parameters"),
        *_share(LEFT, googlenet.parameters * scale, "trunk and main head", googlenet.parameters, Role.KERNEL),
    ]
    x = LEFT + googlenet.parameters * scale
    for head in SIDES:
        count = googlenet.heads[head].parameters
        width = count * scale
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


def _inside(steps: Steps, knobs: Knobs) -> list[AnyMark]:
    """The layers of one head in a row: what each is, what comes out, how many parameters it has."""
    head = SIDES[INSIDE.index(knobs.inside)]
    layers, read = layers_inside(head), trunk().parts[trunk().behind[head]]
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 24, TITLES[head], f"reads {_shape(read.shape)}", ROLES[head]),
        *options(1200, TOP - 48, 160, "inside", [(name.removesuffix(" head"), name) for name in INSIDE], knobs.inside),
    ]
    room = (RIGHT - LEFT - PLATE) / (len(layers) - 1)
    for index, layer in enumerate(layers):
        seen = ease(steps.inside.motion * len(layers) * 1.2 - index)
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


def _loss(steps: Steps, knobs: Knobs) -> list[AnyMark]:
    """The whole loss as a bar of its three terms, each as long as what it adds, and the weight at a click."""
    whole, share = loss(knobs), steps.loss.even
    weights = [(f"{weight:g}", weight) for weight in (0.0, 0.3, 0.5, 1.0)]
    longest = max(whole.total, LONGEST)
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 30, "whole loss"),
        lettering(LEFT, TOP + 30, short(whole.total), bold=True, size=56, name="whole loss"),
        lettering(1160, TOP + 18, "weight", Role.MUTED, size=24, anchor="end"),
        *options(1180, TOP - 6, 80, "weight", weights, knobs.weight),
    ]
    x = LEFT
    for index, (head, value) in enumerate(zip(("main", *SIDES), (whole.values[0], *whole.added), strict=True)):
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
