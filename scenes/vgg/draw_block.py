"""One block of VGG: its convolutions keep the size, the pooling behind them halves it."""

from __future__ import annotations

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Group, Image, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import HEADING, cuboid, options, shape_text
from scenes.stage.draw.maps import photograph
from scenes.vgg.computed import Build
from scenes.vgg.knobs import BLOCKS, Knobs
from scenes.vgg.story import Steps

MIDDLE = 376.0
GAP = 112.0
"""At least so much room is between two boxes, for an arrow and what the layer does."""
DEEP = 0.075
NAME_Y, SHAPE_Y = 588.0, 622.0
CHOICES_Y = 706.0


def draw_block(stage: Stage, of: Build, knobs: Knobs, now: Steps) -> None:
    """Draw what the block reads, then each of its layers as time goes on."""
    layers = of.blocks[knobs.block]
    before = of.network.read_by(layers[0])[0]
    shapes = [before, *(layer.shape for layer in layers)]
    pitch = (RIGHT - LEFT) / len(shapes)
    scale = (pitch - GAP - DEEP * layers[0].shape[0]) / before[1]
    marks: list[AnyMark] = []
    for index, shape in enumerate(shapes):
        came = 1.0 if index == 0 else ease(now.spans["block"].t * 1.25 * len(layers) - (index - 1) - 0.25)
        if came > 0.01:
            x = LEFT + (index + 0.5) * pitch
            layer = layers[index - 1] if index else None
            marks.append(Group(marks=_stop(x, pitch, shape, layer, scale, knobs), opacity=came))
    names = [(f"block {index + 1}", index) for index in range(BLOCKS)]
    marks += options(LEFT, CHOICES_Y, 150, "block", names, knobs.block)
    stage.add(*marks, opacity=1.0 - ease(now.spans["strip"].t / 0.05))


def _stop(
    x: float, pitch: float, shape: tuple[int, ...], layer: Layer | None, scale: float, knobs: Knobs
) -> tuple[AnyMark, ...]:
    """The maps at one place, with the arrow of the layer that made them."""
    channels, height, width = shape
    w, h, deep = width * scale, height * scale, DEEP * channels
    first_name = "picture" if knobs.block == 0 else f"pool{knobs.block}"
    name = layer.label if layer else first_name
    role = Role.INPUT if layer is None else Role.OUTPUT
    corner = (x - (w + deep) / 2, MIDDLE - (h - 0.6 * deep) / 2)
    marks: list[AnyMark] = [
        *cuboid(corner, w, h, (deep, -0.6 * deep), role=role, name=f"maps of {name}"),
        lettering(x, NAME_Y, name, role, bold=True, size=HEADING, anchor="middle"),
        lettering(x, SHAPE_Y, shape_text(shape), size=22, anchor="middle", name=f"shape of {name}"),
    ]
    if name == "picture":
        marks.append(face(corner, w, width))
    if layer is not None:
        marks += _operation(x - pitch / 2, layer)
    return tuple(marks)


def face(corner: Point, side: float, cells: int) -> Image:
    """The photograph on the face of the input's box."""
    u = side / cells
    return Image(pixels=photograph("coffee", cells), origin=corner, u=(u, 0.0), v=(0.0, u), name="photograph")


def _operation(x: float, layer: Layer) -> tuple[AnyMark, ...]:
    """The arrow to a layer's maps, and around it what the layer does."""
    assert layer.kernel is not None
    role = Role.KERNEL if layer.convolves else Role.HIGHLIGHT
    below = ("padding", f"{layer.padding[0]} cell") if layer.convolves else ("max", f"stride {layer.stride[0]}")
    notes = [
        lettering(x, MIDDLE + 28 + 28 * line, word, Role.MUTED, size=21, anchor="middle")
        for line, word in enumerate(below)
    ]
    words = (TextRun(f"{layer.kernel[0]}×{layer.kernel[1]}", role, bold=True),)
    return (
        Text(x=x, y=MIDDLE - 32, runs=words, size=28, anchor="middle"),
        Arrow(start=(x - 34, MIDDLE), end=(x + 34, MIDDLE), role=role),
        *notes,
    )
