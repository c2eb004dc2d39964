"""A block of MobileNet layer by layer: what stands behind both of its parts, and behind a standard convolution."""

from __future__ import annotations

from scenes.depthwise.mobile import CONV, NAME, block
from scenes.depthwise.story import Steps
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import heading, shape_text

WIDTH, HEIGHT, GAP = 206.0, 150.0, 48.0
ROWS = (
    (CONV, "standard", "the same layer with a standard convolution, and the parameters of each part", 244.0),
    (NAME, "depthwise separable", "a layer of MobileNet, for {shape} numbers", 520.0),
)
"""The networks, the words over their rows, and the tops of these."""
WORDS = {"conv": "convolution", "depthwise conv": "depthwise", "batch norm": "batch norm", "relu": "ReLU"}
PARTS = 10
"""The layers of both blocks come one after the other in so many parts of the step, and rest in the last."""
KINDS = {"depthwise conv": Role.PRODUCT, "conv": Role.OUTPUT, "batch norm": Role.BIAS, "relu": Role.HIGHLIGHT}
RULE = (
    r"\textcolor{product}{d} = \mathrm{ReLU}(\mathrm{BN}(\mathrm{depthwise}(\textcolor{input}{x}))) \qquad"
    r" \textcolor{output}{y} = \mathrm{ReLU}(\mathrm{BN}(\mathrm{pointwise}(\textcolor{product}{d})))",
    "d = ReLU(BN(depthwise(x))), y = ReLU(BN(pointwise(d)))",
)


def draw_block(stage: Stage, steps: Steps) -> None:
    """Draw the layers of both blocks one after the other."""
    if not steps.block.active:
        return
    marks: list[AnyMark] = []
    come = 0
    for name, title, note, top in ROWS:
        layers = block(name)
        marks.append(heading(LEFT, top - 40, title, note.format(shape=shape_text(layers[0].shape)), Role.TEXT))
        for index, layer in enumerate(layers):
            seen, come = steps.block.part(come, PARTS), come + 1
            if seen > 0.01:
                at = (LEFT + index * (WIDTH + GAP), top)
                marks += _layer(layer, at, f"{title}: {layer.label}", min(1.0, 2 * seen), last=layer is layers[-1])
    stage.add(*marks, opacity=ease(steps.block.t * 8))
    separable = block(NAME)
    sizes = [layer.parameters for layer in separable if layer.parameters]
    stage.formula(*RULE, f"parameters: {' + '.join(f'{size:,}' for size in sizes)} = {sum(sizes):,}")


def _layer(layer: Layer, at: Point, name: str, opacity: float, *, last: bool) -> list[AnyMark]:
    """One layer as a box with its parameters, and the way to the next."""
    (x, y), role = at, KINDS[layer.kind]
    middle = x + WIDTH / 2
    side = "" if layer.kernel is None else f"{layer.kernel[0]}×{layer.kernel[1]}"
    words = "pointwise" if side == "1×1" else WORDS[layer.kind]
    marks: list[AnyMark] = [
        Rect(
            x=x, y=y, width=WIDTH, height=HEIGHT, radius=12, fill=0.25, line=2.5, role=role, opacity=opacity,
            name=name, value=float(layer.parameters),
        ),
        lettering(middle, y + 40, words, role, bold=True, size=26, anchor="middle", opacity=opacity),
        lettering(middle, y + 112, f"{layer.parameters:,}", Role.MUTED, size=24, anchor="middle", opacity=opacity),
    ]  # fmt: skip
    if side:
        marks.append(lettering(middle, y + 76, side, role, size=26, anchor="middle", opacity=opacity))
    if not last:
        end = (x + WIDTH + GAP - 6, y + HEIGHT / 2)
        marks.append(Arrow(start=(x + WIDTH + 6, y + HEIGHT / 2), end=end, role=Role.MUTED, opacity=opacity))
    return marks
