"""What the units of a network see of a photo: squares on it, and what is in them, enlarged to one size."""

from __future__ import annotations

from scenes.sight.computed import Path, cut, field_on_picture, short_name
from scenes.sight.knobs import Knobs
from scenes.sight.layout import APART, LINE, ROOM, SPOTS, on_photo, photo_scale, slots
from scenes.stage.core.grips import PickCell, SetValue
from scenes.stage.core.lattice import Point, between, midway, squares
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.fields import field, inside
from scenes.stage.draw.maps import photograph

FLIGHT = 2.4
"""A cut-out flies while the field grows by so many layers; so much later the last one has come to its place."""


def draw_photo(stage: Stage, path: Path, step: Span, knobs: Knobs) -> None:
    """Draw the photo with the field that grows on it, and beside it what some of the layers see."""
    clock = step.even * (path.chosen + 1 + FLIGHT)
    stage.add(_photo(path, knobs), *_fields(path, knobs, clock))
    stage.add(*_cuts(path, knobs, clock))


def _photo(path: Path, knobs: Knobs) -> Image:
    """The photo as the network reads it; a click on it chooses a spot."""
    image, corner, scale = photograph(knobs.photo.name, path.side), on_photo(path, 0, 0), photo_scale(path)
    grid = squares(corner, path.side * scale / SPOTS, SPOTS, SPOTS)
    return Image(
        pixels=image, origin=corner, u=(scale, 0.0), v=(0.0, scale), name="photo", grip=PickCell("spot", grid),
        role=Role.INPUT,
    )  # fmt: skip


def _square(path: Path, index: int, knobs: Knobs) -> tuple[Point, float]:
    """Where the field of the unit at the spot lies on the stage: its corner, and its side."""
    x, y, side = field_on_picture(path.layers[index], knobs.spot, SPOTS)
    return on_photo(path, x, y), side * photo_scale(path)


def _fields(path: Path, knobs: Knobs, clock: float) -> list[AnyMark]:
    """The fields of the layers that were looked at, faintly, and that of the layer that is reached, on its way."""
    reached = min(int(clock), path.chosen)
    marks: list[AnyMark] = []
    for index in path.stops:
        if index < reached:
            marks += field(*_square(path, index, knobs), ROOM, line=3.0, filled=False)
    (start, side), share = _square(path, reached, knobs), ease((clock - reached) / 0.7)
    if reached and share < 1:
        before, smaller = _square(path, reached - 1, knobs)
        start, side = midway(before, start, share), between(smaller, side, share)
    return [*marks, *field(start, side, ROOM, line=8.0)]


def _cuts(path: Path, knobs: Knobs, clock: float) -> list[AnyMark]:
    """What some layers see, cut out, flown to its place and enlarged; under it the side in pixels and the layer."""
    marks: list[AnyMark] = []
    for index, place in zip(path.stops, slots(len(path.stops)), strict=True):
        share = glide((clock - index - 0.7) / FLIGHT)
        if share < 1:
            marks.append(_empty(place))
        if share > 0:
            marks += _cut(path, index, place, knobs, share)
            marks += _words(path, index, place, ease((share - 0.7) / 0.3))
    return marks


def _empty(place: Area) -> Rect:
    """A place that nothing has come to yet."""
    return Rect(
        x=place.x, y=place.y, width=place.width, height=place.height, radius=4, line=3.0, dashed=True, role=Role.MUTED
    )


def _cut(path: Path, index: int, place: Area, knobs: Knobs, share: float) -> list[AnyMark]:
    box = field_on_picture(path.layers[index], knobs.spot, SPOTS)
    values = cut(knobs.photo, path.side, box)
    left, top, right, bottom = inside(*_square(path, index, knobs), ROOM)
    x, y = midway((left, top), (place.x, place.y), share)
    side = between(min(right - left, bottom - top), place.width, share)
    here = index == path.chosen
    return [
        Image(
            pixels=values, origin=(x, y), u=(side / box[2], 0.0), v=(0.0, side / box[2]), role=Role.INPUT,
            name=f"seen by {path.layers[index].name}", grip=SetValue("depth", index + 1),
        ),
        Rect(x=x, y=y, width=side, height=side, radius=4, line=8.0 if here else 4.0,
             role=Role.HIGHLIGHT if here else Role.MUTED),
    ]  # fmt: skip


def _words(path: Path, index: int, place: Area, shown: float) -> list[AnyMark]:
    layer, y = path.layers[index], place.y + place.height + LINE / 2 + APART / 4
    return [
        lettering(place.x, y, str(layer.r), Role.HIGHLIGHT, bold=True, size=44, opacity=shown,
                  name=f"field of {layer.name}"),
        lettering(place.x + place.width, y, short_name(layer), Role.TEXT, size=32, anchor="end", opacity=shown),
    ]  # fmt: skip
