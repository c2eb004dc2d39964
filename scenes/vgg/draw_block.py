"""One block of VGG: its convolutions keep the size, the pooling behind them halves it."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Group, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options, shape_text
from scenes.stage.draw.road import Block, named
from scenes.stage.draw.travel import front, what_is_on_fronts
from scenes.vgg.knobs import BLOCKS
from scenes.vgg.view import PHOTO, View

CHOICES_Y, CHOICE, LETTERS = 718.0, 289.6, 36.0


def draw_block(view: View) -> None:
    """Draw what the block reads, then each of its layers as time goes on."""
    blocks, layers, zoom = view.block, view.of.blocks[view.knobs.block], view.stage.view.zoom
    marks: list[AnyMark] = []
    for index, block in enumerate(blocks):
        grown = 1.0 if index == 0 else ease(view.steps.block.t * 1.25 * len(layers) - (index - 1) - 0.1)
        if grown > 0.0:
            role = Role.OUTPUT if index else Role.INPUT
            marks += front(block, role, PHOTO, zoom, grown)
            marks.append(named(block, (block.name, shape_text(block.shape)), role, zoom, grown))
        if grown > 0.0 and index:
            marks.append(_window(block, layers[index - 1].kernel, layers[index - 1].convolves, zoom, grown))
    names = [(f"block {index + 1}", index) for index in range(BLOCKS)]
    plates = options(LEFT, CHOICES_Y, CHOICE, "block", names, view.knobs.block, size=LETTERS)
    seen = view.stage.view
    view.stage.add(*marks, what_is_on_fronts(), Group(marks=plates, dx=seen.x, dy=seen.y, scale=1.0 / zoom))


def _window(block: Block, kernel: tuple[int, int] | None, convolves: bool, zoom: float, opacity: float) -> AnyMark:
    """Under a layer's name and shape, the windows that it has made its maps with."""
    assert kernel is not None
    x, y = block.foot
    words, role = f"{kernel[0]}×{kernel[1]}", Role.KERNEL
    if not convolves:
        words, role = f"max {words}", Role.HIGHLIGHT
    return lettering(x, y + 130.0 / zoom, words, role, bold=True, size=36.0 / zoom, anchor="middle", opacity=opacity,
                     name=f"window of {block.name}")  # fmt: skip
