"""The network from the side: its trunk in a row, the auxiliary heads below; a head from inside."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, layers_inside, parameters, present, trunk
from scenes.auxiliary.knobs import INSIDE, Knobs
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import brief, options

ROLES = {"main": Role.OUTPUT, "aux1": Role.FIRST, "aux2": Role.THIRD}
TITLES = {"main": "main head", "aux1": "auxiliary head 1", "aux2": "auxiliary head 2"}
ROW, HEIGHT, GAP = 290.0, 190.0, 12.0
HEADS_Y, HEADS_WIDTH, HEADS_HEIGHT = 572.0, 360.0, 206.0
FALL, LATE = 30.0, 0.7
"""How far the heads fall, and after which share of it the main head's answer comes."""
WORDS = {"average pool": "pooling", "conv": "convolution", "dense": "dense", "dropout": "dropout"}
BARS_FOOT, BARS_HIGH = 656.0, 356.0


def pitch() -> float:
    """How far apart the parts of the trunk are."""
    return (RIGHT - LEFT) / len(trunk().parts)


def middle(part: float) -> float:
    """The middle of a part of the trunk."""
    return LEFT + (part + 0.5) * pitch()


def head_column(head: str) -> float:
    """Where a head stands: "main", "aux1" or "aux2"."""
    googlenet = trunk()
    return middle(googlenet.modules) if head == "main" else middle(googlenet.behind[head])


def growing(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The trunk, out of which the heads grow; the parameters are counted as they come."""
    came = {"aux1": span.part(0, 2), "aux2": span.part(1, 2)}
    missing = sum((1.0 - came[head]) * trunk().heads[head].parameters for head in SIDES if present(head, knobs))
    marks = _counter(parameters(knobs) - missing, "parameters in training")
    for head in SIDES:
        marks += _side(head, knobs, came[head])
    return [*marks, *draw_trunk(ROW, HEIGHT)]


def falling(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The auxiliary heads leave the stage, and only the parameters that predict stay."""
    fallen = span.motion
    count = parameters(knobs) + (trunk().parameters - parameters(knobs)) * fallen
    marks = _counter(count, "parameters are left" if fallen >= 1 else "parameters in training")
    if fallen < 1:
        sides = [mark for head in SIDES for mark in _side(head, knobs, 1.0)]
        marks.append(Group(marks=tuple(sides), dy=FALL * fallen, opacity=max(0.0, 1.0 - fallen / LATE), name="fallen"))
    if fallen > LATE:
        marks += _prediction((fallen - LATE) / (1.0 - LATE))
    return [*marks, *draw_trunk(ROW, HEIGHT)]


def draw_trunk(top: float, height: float) -> list[AnyMark]:
    """The parts of the trunk from the stem to the main head."""
    googlenet, width = trunk(), pitch() - GAP
    marks: list[AnyMark] = []
    for index, part in enumerate(googlenet.parts):
        x, last = middle(index) - width / 2, index == googlenet.modules
        role = Role.OUTPUT if last else Role.KERNEL
        marks += [
            Rect(
                x=x, y=top, width=width, height=height, radius=12, fill=0.35, line=3.0, role=role, name=part.name,
                value=float(part.parameters),
            ),
            lettering(middle(index), top + height / 2, part.name.removeprefix("inception"), bold=True, size=40,
                      anchor="middle", name=f"part {part.name}"),
        ]  # fmt: skip
    return marks


def _counter(count: float, words: str) -> list[AnyMark]:
    return [
        lettering(LEFT, 182, brief(count), Role.KERNEL, bold=True, size=112, name="parameters"),
        lettering(LEFT + 440, 204, words, Role.KERNEL, size=44, name="what is counted"),
    ]


def _side(head: str, knobs: Knobs, grown: float) -> list[AnyMark]:
    """An auxiliary head below its module; a faint one, that a click puts back, where it is left out."""
    if grown <= 0:
        return []
    x, there, role = head_column(head), present(head, knobs), ROLES[head]
    top = HEADS_Y - (HEADS_Y - ROW) * (1.0 - grown)
    box = Rect(
        x=x - HEADS_WIDTH / 2, y=top, width=HEADS_WIDTH, height=HEADS_HEIGHT, radius=14, fill=0.35 if there else 0.0,
        line=3.0, role=role, name=f"{TITLES[head]}, on or off", grip=SetValue("heads", _switched(head, knobs)),
        dashed=not there, opacity=1.0 if there else 0.6,
    )  # fmt: skip
    shade = role if there else Role.MUTED
    marks: list[AnyMark] = [
        box,
        lettering(x, top + 56, TITLES[head], shade, bold=True, size=38, anchor="middle", name=f"title of {head}"),
        lettering(x, top + 130, f"+ {brief(trunk().heads[head].parameters)}", Role.TEXT if there else Role.MUTED,
                  bold=True, size=64, anchor="middle", name=f"{TITLES[head]}, parameters"),
    ]  # fmt: skip
    if there and grown >= 1:
        marks.insert(0, Arrow(start=(x, ROW + HEIGHT + 6), end=(x, top - 6), role=role, line=6.0))
    return [Group(marks=tuple(marks), opacity=min(1.0, 2 * grown), name=f"group of {head}")]


def _prediction(share: float) -> list[AnyMark]:
    """The main head's answer is the only one."""
    x = head_column("main")
    words = lettering(RIGHT, HEADS_Y + HEADS_HEIGHT / 2, "the main head alone predicts", Role.OUTPUT, bold=True,
                      size=92, anchor="end", opacity=share, name="prediction of the main head")  # fmt: skip
    foot = ROW + HEIGHT + 6
    arrow = Arrow(start=(x, foot), end=(x, foot + 20 + 100 * share), role=Role.OUTPUT, line=6.0, opacity=share)
    return [words, arrow]


def _switched(head: str, knobs: Knobs) -> str:
    """What the knob of the heads becomes when one is switched."""
    there = {side: present(side, knobs) != (side == head) for side in SIDES}
    if all(there.values()):
        return "both"
    return "first" if there["aux1"] else "second" if there["aux2"] else "none"


def inside(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The layers of one head in a row, each with a bar as high as it has parameters."""
    head = SIDES[INSIDE.index(knobs.inside)]
    layers = layers_inside(head)
    width = (RIGHT - LEFT) / len(layers)
    most = max(layer.parameters for layer in layers)
    counted = round(sum(layer.parameters * span.part(index, len(layers)) for index, layer in enumerate(layers)))
    marks: list[AnyMark] = [
        Text(x=LEFT, y=176, runs=(TextRun(brief(counted), ROLES[head], bold=True),), size=112, name="counted"),
        lettering(LEFT + 370, 198, f"parameters in {TITLES[head]}", ROLES[head], size=44, name="of which head"),
        *options(1236, 132, 149, "inside", [(name.removesuffix(" head"), name) for name in INSIDE], knobs.inside,
                 size=34),
    ]  # fmt: skip
    for index, layer in enumerate(layers):
        share = span.part(index, len(layers))
        marks += _layer(LEFT + index * width, width, layer, ROLES[head], BARS_HIGH * layer.parameters / most, share)
    return marks


def _layer(x: float, width: float, layer: Layer, role: Role, height: float, share: float) -> list[AnyMark]:
    """One layer of a head: its bar, what it is, and its parameters."""
    name = WORDS[layer.kind]
    kernel = f"{layer.kernel[0]}×{layer.kernel[1]} " if layer.kernel is not None else ""
    shape = "×".join(f"{side:,}" for side in layer.shape)
    centre, high = x + width / 2, max(height * share, 4.0)
    return [
        Rect(x=x + 20, y=BARS_FOOT - high, width=width - 40, height=high, radius=8, fill=0.75, role=role,
             name=layer.name, value=float(layer.parameters)),
        lettering(centre, BARS_FOOT - high - 34, brief(layer.parameters * share), role, bold=True, size=48,
                  anchor="middle", name=f"parameters of {layer.name}"),
        lettering(centre, BARS_FOOT + 42, f"{kernel}{name}", bold=True, size=35, anchor="middle",
                  name=f"words of {layer.name}"),
        lettering(centre, BARS_FOOT + 92, shape, Role.MUTED, size=34, anchor="middle", name=f"shape of {layer.name}"),
    ]  # fmt: skip
