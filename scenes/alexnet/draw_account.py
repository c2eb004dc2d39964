"""One layer's account: its weights, at how many places each of them works, and the work that this makes."""

from __future__ import annotations

from math import prod

from scenes.alexnet.view import PHOTO, View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import brief, heading, options
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.walk import at_work

TOP, SIDE = 172.0, 512.0
WORDS_X = 640.0
PLATES_Y, PLATE = 716.0, 177.25
HERO = 112.0


def draw_account(view: View) -> None:
    """Draw the places of a layer's maps, each with the weights at it, and beside it the product; then the layers."""
    layer = view.of.layers[view.knobs.layer]
    choices = [(each.label, index) for index, each in enumerate(view.of.layers)]
    view.stage.add(
        *_places(view, layer),
        *_product(view, layer),
        *options(LEFT, PLATES_Y, PLATE, "layer", choices, view.knobs.layer, size=34.0),
    )


def _places(view: View, layer: Layer) -> list[AnyMark]:
    """The places in reading order, as they are passed: the photo at the resolution of the maps, or one place."""
    share = view.steps.account.even
    if not layer.convolves:
        return [
            heading(LEFT, TOP - 36, "places", "1", Role.OUTPUT, size=40.0),
            Rect(x=LEFT, y=TOP, width=SIDE, height=SIDE, fill=0.45 * share, line=4.0, role=Role.OUTPUT, name="places"),
        ]
    _, rows, columns = layer.shape
    cell = SIDE / rows
    marks: list[AnyMark] = [
        heading(LEFT, TOP - 36, "places", f"{rows}×{columns}", Role.OUTPUT, size=40.0),
        Image(pixels=photograph(PHOTO, rows), origin=(LEFT, TOP), u=(cell, 0), v=(0, cell), name="places"),
    ]
    done = int(share * rows * columns) // columns
    marks.append(Rect(x=LEFT, y=TOP, width=SIDE, height=done * cell, fill=0.25, role=Role.OUTPUT))
    for row, column in at_work(share, rows, columns):
        wide = max(cell, 22.0)
        marks.append(
            Rect(x=LEFT + (column + 0.5) * cell - wide / 2, y=TOP + (row + 0.5) * cell - wide / 2, width=wide,
                 height=wide, line=8.0, role=Role.KERNEL, name="place at work")
        )  # fmt: skip
    return marks


def _product(view: View, layer: Layer) -> list[AnyMark]:
    """Weights times places, the product as far as the places are passed."""
    factors = view.of.weights(layer)
    weights, share = prod(factors), view.steps.account.even
    places = prod(layer.shape[1:])
    lines = (
        (TOP + 40, TextRun("·".join(str(n) for n in factors) + " =", Role.MUTED), 44.0, "factors"),
        (TOP + 116, TextRun(f"{weights:,} weights", Role.KERNEL, bold=True), 72.0, "weights"),
        (TOP + 222, TextRun(f"× {places:,} {'place' if places == 1 else 'places'}", bold=True), 72.0, "times"),
        (TOP + 348, TextRun(f"= {brief(between(0.0, layer.macs, share))}", Role.OUTPUT, bold=True), HERO, "product"),
        (TOP + 452, TextRun(f"{layer.macs:,} multiply–accumulates", Role.OUTPUT), 44.0, "macs"),
    )
    return [Text(x=WORDS_X, y=y, runs=(run,), size=size, name=name) for y, run, size, name in lines]
