"""A real network: what one unit sees of a photo, and how the receptive field grows from layer to layer."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, pairwise

import numpy as np

from scenes.receptive.computed import Path, field_on_picture, name_of, unit_at
from scenes.receptive.draw_field import field
from scenes.receptive.knobs import Knobs
from scenes.receptive.layout import BARS, BARS_BOTTOM, BARS_TOP, ROOM, SPOTS, on_photo, photo_scale
from scenes.receptive.story import Steps
from scenes.stage.core import marks as kit
from scenes.stage.core.grips import PickCell, SetValue
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.data.networks import Layer
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

LINE_ROOM = 18.0
"""A number keeps so far away from the line of the picture's side."""
NUMBER_EVERY = 3
"""Numbers of other bars stay so many bars away from that of the chosen one."""


def draw_net(stage: Stage, paths: tuple[Path, Path], steps: Steps, knobs: Knobs) -> None:
    """Draw the network of the present step: the photo at the left, a bar for each layer at the right."""
    for path, (step, after) in zip(paths, pairwise((*steps.networks, steps.maps[0])), strict=True):
        opacity = steps.seen(step, after)
        if opacity > 0:
            grown = step.even
            marks = [*_photo(path, knobs), *_fields(path, knobs, grown), *_bars(path, grown)]
            stage.add(*marks, opacity=opacity)


@lru_cache(maxsize=8)
def _image(picture: Picture) -> Values:
    return Values(np.moveaxis(pixels(picture), 0, -1).astype(np.uint8))


def _photo(path: Path, knobs: Knobs) -> list[AnyMark]:
    """The photo, as large as the network's input, and the spot that the unit is near."""
    left, top = on_photo(path, 0, 0)
    image, shown = _image(knobs.photo), path.side * photo_scale(path)
    pitch = shown / SPOTS
    grid = squares((left, top), pitch, SPOTS, SPOTS)
    rows, columns, _ = image.shape
    return [
        Image(
            pixels=image, origin=(left, top), u=(shown / columns, 0.0), v=(0.0, shown / rows), name="photo",
            grip=PickCell("spot", grid), role=Role.INPUT,
        )
    ]  # fmt: skip


def _fields(path: Path, knobs: Knobs, grown: float) -> list[AnyMark]:
    """The receptive fields of the units at the spot: that of the layer reached, and faintly those where j changed."""
    reached, marks = path.reached(grown), list[AnyMark]()
    for index, layer in enumerate(path.layers[: reached + 1]):
        last = index == reached
        if not last and path.layers[index + 1].j == layer.j:
            continue
        x, y, side = field_on_picture(layer, knobs.spot, SPOTS)
        ends = on_photo(path, x, y), on_photo(path, x + side, y + side)
        marks += field(*ends, ROOM, line=5.0 if last else 2.0, filled=last)
    return marks


def _bars(path: Path, grown: float) -> list[AnyMark]:
    """A bar for each layer, as high as r; under them the jumps."""
    pitch = (BARS[1] - BARS[0]) / len(path.layers)
    largest = max(path.side, *(layer.r or 0 for layer in path.layers))
    unit = (BARS_BOTTOM - BARS_TOP) / largest
    reached = path.reached(grown)
    marks = _whole(path, unit)
    for index, layer in enumerate(path.layers):
        assert layer.r is not None
        x, height, here = BARS[0] + index * pitch, layer.r * unit, index == reached
        role = Role.HIGHLIGHT if here else Role.PRODUCT if layer.convolves else Role.MUTED
        marks.append(Rect(
            x=x + 0.12 * pitch, y=BARS_BOTTOM - height, width=0.76 * pitch, height=height, radius=3, role=role,
            fill=0.9 if index <= reached else 0.25, name=f"r of {layer.name}", value=float(layer.r),
            grip=SetValue("depth", index + 1),
        ))  # fmt: skip
        near = 0 < abs(index - reached) < NUMBER_EVERY
        last = index + 1 == len(path.layers)
        ends = last or (path.layers[index + 1].j != layer.j and index + 2 < len(path.layers))
        if here or (ends and not near):
            words = (TextRun(str(layer.r), role, bold=here),)
            size = 34 if here else 22
            y = BARS_BOTTOM - height - (24 if here else 16)
            if abs(y - (BARS_BOTTOM - path.side * unit)) < LINE_ROOM:
                y -= LINE_ROOM
            marks.append(Text(x=x + pitch / 2, y=y, runs=words, size=size, anchor="middle"))
    return [*marks, *_jumps(path, pitch), *_title(path, path.layers[reached])]


def _whole(path: Path, unit: float) -> list[AnyMark]:
    """The side of the picture, as a line to compare with."""
    y = BARS_BOTTOM - path.side * unit
    words = (TextRun(f"picture: {path.side}×{path.side}", Role.INPUT),)
    return [
        kit.Path(points=((BARS[0], y), (BARS[1], y)), line=2.0, dashed=True, role=Role.INPUT),
        kit.Path(points=((BARS[0], BARS_BOTTOM), (BARS[1], BARS_BOTTOM)), line=2.0, role=Role.MUTED),
        Text(x=BARS[0], y=y - 18, runs=words, size=22),
    ]


def _jumps(path: Path, pitch: float) -> list[AnyMark]:
    """The jump of every run of layers that share one."""
    label = lettering(BARS[0] - 16, BARS_BOTTOM + 34, "j", Role.OUTPUT, size=24, anchor="end")
    marks: list[AnyMark] = [label]
    start = 0
    for jump, group in groupby(path.layers, key=lambda layer: layer.j):
        count = len(tuple(group))
        left, right = BARS[0] + start * pitch, BARS[0] + (start + count) * pitch
        marks += [
            kit.Path(points=((left + 4, BARS_BOTTOM + 14), (right - 4, BARS_BOTTOM + 14)), line=4.0, role=Role.OUTPUT),
            lettering((left + right) / 2, BARS_BOTTOM + 38, str(jump), Role.OUTPUT, bold=True, size=26,
                      anchor="middle"),
        ]  # fmt: skip
        start += count
    note = (TextRun("convolution ", Role.PRODUCT, bold=True), TextRun("  max pooling", Role.MUTED, bold=True),
            TextRun("     j: pixels from unit to unit", Role.MUTED))  # fmt: skip
    return [*marks, Text(x=BARS[0], y=BARS_BOTTOM + 86, runs=note, size=22)]


def _title(path: Path, layer: Layer) -> list[AnyMark]:
    """Which layer it is, with r, j and the shape of its maps."""
    shape = "×".join(str(side) for side in layer.shape)
    numbers = (
        TextRun("r = ", Role.MUTED), TextRun(f"{layer.r}", Role.HIGHLIGHT, bold=True),
        TextRun("     j = ", Role.MUTED), TextRun(f"{layer.j}", Role.OUTPUT, bold=True),
        TextRun(f"     {shape}", Role.MUTED),
    )  # fmt: skip
    return [
        heading(BARS[0], 180, name_of(layer), layer.kind, Role.TEXT),
        Text(x=BARS[0], y=218, runs=numbers, size=30, name="layer numbers"),
    ]


def place(layer: Layer, knobs: Knobs) -> str:
    """The unit of a layer that is looked at, as [row, column] of its map."""
    row, column = unit_at(layer, knobs.spot, SPOTS)
    return f"[{row}, {column}]"
