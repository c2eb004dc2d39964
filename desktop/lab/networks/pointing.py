"""What lies under the pointer in the picture of networks: the links of a map, in lines and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop.lab.networks.layout import Band, Tile
from desktop.lab.networks.links import Known, Link, Place, Window, abreast, into, kernel_of, out_of, window_of
from desktop.lab.networks.net import FILTERS, Net, operation
from desktop.lab.networks.state import Gradients, Moment
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import number_text
from scenes.stage.numbers.values import format_number

MOST = 64
"""Of more links only the strongest are drawn."""
COLOURS = ("red", "green", "blue")
"""The channels of a colour picture, in their order."""


@dataclass(frozen=True)
class Pointed:
    """A map that is looked at closely, and the cell of it: of a unit that is (0, 0).

    `behind` are layers that share its column and come behind it, where it is spoken of what the column begins with.
    """

    contestant: int
    place: Place
    row: int
    column: int
    behind: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """The links of a map: those that make it, those to maps that see it, and the window that its cell looks through."""

    pointed: Pointed
    made_of: tuple[Link, ...]
    seen_by: tuple[Link, ...]
    window: Window | None

    @property
    def strongest(self) -> float:
        """The length of the weights that all others are compared with; 0 where none are known."""
        return max((abs(link.strength or 0.0) for link in self.made_of), default=0.0)


def pointed_at(net: Net, band: Band, tile: Tile, x: float, y: float) -> Pointed:
    """The cell of a map under a point of its tile."""
    shape = net.shape(tile.place.layer)
    if len(shape) == 1:
        return Pointed(band.contestant, tile.place, 0, 0)
    row = int((y - tile.box.y) / tile.box.height * shape[1])
    column = int((x - tile.box.x) / tile.box.width * shape[2])
    return Pointed(band.contestant, tile.place, min(max(row, 0), shape[1] - 1), min(max(column, 0), shape[2] - 1))


def middle_of(net: Net, contestant: int, place: Place) -> Pointed:
    """A map, and its cell in the middle."""
    shape = net.shape(place.layer)
    return Pointed(contestant, place, *((shape[1] // 2, shape[2] // 2) if len(shape) == 3 else (0, 0)))


def began_with(band: Band, pointed: Pointed) -> Pointed:
    """The map that the column of a map begins with, and what stands behind it there."""
    stand = band.stand_of(pointed.place.layer)
    if stand is None:
        return pointed
    place = Place(stand.column.head, pointed.place.index)
    return replace(pointed, place=place, behind=stand.column.layers[1:])


def made_by(net: Net, place: Place) -> Place:
    """The map that a filter makes; any other map itself."""
    return Place(net.contestant.first, place.index) if place.layer == FILTERS else place


def found(moment: Moment, band: Band, pointed: Pointed) -> Found:
    """Follow the links of a map to those that are shown."""
    net, known = moment.nets[pointed.contestant], moment.known[pointed.contestant]
    place = made_by(net, pointed.place)
    if pointed.place.layer == FILTERS:
        shown = next((stand.column.shown for stand in band.stands if stand.before == (PICTURE, FILTERS)), place.layer)
        return Found(pointed, (), (Link(pointed.place, Place(shown, place.index)),), None)
    made_of = list(into(net, place, band.shown, known)) if place.layer != PICTURE else []
    seen_by = list(out_of(net, place, band.shown, known))
    boxes = band.boxes
    return Found(
        pointed,
        _strongest([link for link in made_of if link.source in boxes]),
        _strongest([link for link in seen_by if link.target in boxes]),
        seen_through(net, band, pointed),
    )


def seen_through(net: Net, band: Band, pointed: Pointed) -> Window | None:
    """What the cell sees of the maps before it: the window of the layer that its column begins with."""
    stand = band.stand_of(pointed.place.layer)
    if stand is None or len(net.shape(pointed.place.layer)) != 3:
        return None
    return window_of(net, stand.column.head, pointed.row, pointed.column)


def _strongest(links: Sequence[Link]) -> tuple[Link, ...]:
    """The strongest of links, the strongest of all last."""
    return tuple(sorted(links, key=lambda link: abs(link.strength or 0.0))[-MOST:])


def value_of(moment: Moment, pointed: Pointed) -> float | None:
    """The number of the cell that is pointed at."""
    view = moment.view(pointed.contestant)
    if view is None:
        return None
    if pointed.place.layer == PICTURE:
        return float(moment.snapshot.picture.array[0, pointed.row, pointed.column]) if moment.snapshot else None
    if pointed.place.layer == FILTERS:
        return float(abreast(view.filters.array[pointed.place.index])[pointed.row, pointed.column])
    numbers = view.maps[pointed.place.layer].array[pointed.place.index]
    return float(numbers[pointed.row, pointed.column] if numbers.ndim else numbers)


def words(moment: Moment, links: Found, does: str) -> str:
    """What there is to say of the cell under the pointer and of the links to it; `does` says what a click does."""
    pointed = links.pointed
    net, known = moment.nets[pointed.contestant], moment.known[pointed.contestant]
    value = value_of(moment, pointed)
    if value is None:
        return moment.missing(pointed.contestant)
    if pointed.place.layer == PICTURE:
        return _of_picture(moment, pointed)
    if pointed.place.layer == FILTERS:
        return _of_filter(moment, pointed, value, does)
    layer = net.layers[pointed.place.layer]
    said = format_number(value, 3, plus=True)
    number = pointed.place.index + 1
    where = f"map {number}, row {pointed.row}, column {pointed.column}" if len(layer.shape) == 3 else f"unit {number}"
    parts_ = [f"{layer.name} ({operation(layer)}), {where}: {said}", *_made_of(net, links, known)]
    return ".   ".join([*parts_, does] if does else parts_)


def _of_picture(moment: Moment, pointed: Pointed) -> str:
    """What there is to say of a pixel, in colour of its three numbers."""
    assert moment.snapshot is not None
    pixel = [f"{value:.0f}" for value in moment.snapshot.picture.array[:, pointed.row, pointed.column]]
    said = ", ".join(map(" ".join, zip(COLOURS, pixel, strict=True))) if len(pixel) == len(COLOURS) else pixel[0]
    return f"picture, row {pointed.row}, column {pointed.column}: {said} of 255"


def _of_filter(moment: Moment, pointed: Pointed, value: float, does: str) -> str:
    """What there is to say of a weight of the first layer."""
    net, view = moment.nets[pointed.contestant], moment.view(pointed.contestant)
    assert view is not None
    first = net.layers[net.contestant.first]
    what = "filter" if first.kind == "conv" else "unit"
    bias = format_number(float(view.biases.array[pointed.place.index]), 3, plus=True)
    number, said = pointed.place.index + 1, format_number(value, 3, plus=True)
    channel, column = divmod(pointed.column, net.filter_shape[2])
    colour = f"{COLOURS[channel]}, " if net.filter_shape[0] == len(COLOURS) else ""
    told = f"{first.name}, {what} {number}, {colour}row {pointed.row}, column {column}: weight {said}, bias {bias}"
    return f"{told}.   {does}" if does else told


def _made_of(net: Net, links: Found, known: Known) -> list[str]:
    """Which maps make it, the strongest by name, and of which step the weights are."""
    if len(links.made_of) < 2:
        return []
    strong = links.made_of[-1]
    what = "map" if strong.source.layer == PICTURE or len(net.shape(strong.source.layer)) == 3 else "unit"
    count = counted(len(links.made_of), what)
    name = net.name(strong.source.layer)
    if strong.strength is None:
        weighed = net.layers[strong.target.layer].kind in ("conv", "dense")
        return [f"It sees {count}"] + ["no weights are kept of this run"] * weighed
    length = number_text(abs(strong.strength))
    of_step = f"weights of step {known.step:,}" if known.step is not None else "weights of this step"
    return [
        f"It sees {count}, most of all {what} {strong.source.index + 1} of {name} (weights of length {length})",
        of_step,
    ]


def layer_words(net: Net, layers: Sequence[int], gradients: Gradients, contestant: int) -> str:
    """What there is to say of a column: its layers with their shapes, parameters and gradient norms."""
    told = []
    for number in layers:
        layer = net.layers[number]
        shape = " × ".join(map(str, layer.shape))
        text = f"{layer.name}: {layer.text}, gives {shape}"
        if layer.parameters:
            text += f", {layer.parameters:,} parameters"
            norm = gradients.norm(contestant, layer.name)
            text += f", gradient norm {number_text(norm)} at step {gradients.step:,}" if norm is not None else ""
        told.append(text)
    return ".   ".join(told)


def kernels_of(moment: Moment, links: Found) -> list[tuple[Link, np.ndarray]]:
    """The kernels that slide over the sources of a map, with their links."""
    net, known = moment.nets[links.pointed.contestant], moment.known[links.pointed.contestant]
    found_ = []
    for link in links.made_of:
        kernel = kernel_of(net, link, known)
        if kernel is not None and kernel.ndim == 2:
            found_.append((link, kernel))
    return found_
