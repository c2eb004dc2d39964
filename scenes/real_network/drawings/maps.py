"""Maps of the real network: those of the stem, one of each size, and the cell that is chosen with what it sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from scenes.real_network.drawings.figures import figure
from scenes.real_network.operations import Operation
from scenes.real_network.stops import MOST_SIZES, Stop, sizes
from scenes.real_network.view import FILTER, WEIGHTS, View, curtain, feature, framed, map_in, sheet, strongest, whole
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data import published
from scenes.stage.data.published import GoneError
from scenes.stage.data.reading import Whose
from scenes.stage.draw.answers import photo
from scenes.stage.draw.fields import field
from scenes.stage.numbers.values import Values

STEM_PHOTO: tuple[Point, float] = (LEFT, 112.0), 500.0
MAPS_LEFT, MAPS_TOP = 596.0, 110.0
ROOMS = {32: (7, 5, 128.0)}
"""So many maps stand in rows of so many, in so many rows, and each is so large; there is room for words behind them."""
LARGEST, BETWEEN, WORDS = 240.0, 6.0, 84.0
"""The side of a few maps, the room between many, and the height of the words under them."""
KERNEL = 6
"""The filter of the stem that is shown, from 0."""
WINDOW = 34.0
"""The window is a few pixels wide, and is drawn larger, so that it is seen."""
SLICES, SLICE, SLICES_Y = 148.0, 126.0, 656.0
"""From one slice of a filter to the next, how large each is, and where they stand."""
COLOURS = (Role.RED, Role.GREEN, Role.BLUE)


@dataclass(frozen=True)
class Wall:
    """Many maps in rows: how many stand in one, in how many rows, how large each is, and where the last row ends."""

    across: int
    down: int
    side: float
    bottom: float

    def place(self, index: int) -> Point:
        """The corner of a map."""
        row, column = divmod(index, self.across)
        right = (RIGHT - MAPS_LEFT - self.side) / max(self.across - 1, 1)
        below = (self.bottom - MAPS_TOP - self.side) / max(self.down - 1, 1)
        return MAPS_LEFT + column * right, MAPS_TOP + row * below


@lru_cache(maxsize=16)
def wall_of(count: int) -> Wall:
    """The wall in which so many maps are as large as they can be."""
    if count in ROOMS:
        return Wall(*ROOMS[count], BOTTOM)
    width, height = RIGHT - MAPS_LEFT, BOTTOM - WORDS - MAPS_TOP

    def side(across: int) -> float:
        down = -(-count // across)
        return min((width + BETWEEN) / across, (height + BETWEEN) / down, LARGEST + BETWEEN) - BETWEEN

    across = max(range(1, count + 1), key=side)
    return Wall(across, -(-count // across), side(across), BOTTOM - WORDS)


def draw_stem(view: View) -> None:
    """Draw the photo with the window on it, one filter of the stem, and its maps as far as they are written."""
    stop = view.stops[0]
    step, operation = view.steps.stem, stop.operations[0]
    reading, count = view.ask((operation.out.name,)), operation.channels
    written, wall = min(1.0, step.even / 0.9), wall_of(count)
    shown = view.first_of(operation.out.name, reading) if view.knobs.foreign else KERNEL
    corner, side = STEM_PHOTO
    marks: list[AnyMark] = [photo(view.picture, corner, side), *_kernel(view, operation, shown)]
    marks += _window(written, operation, side / view.picture.shape[1])
    for index in range(count):
        values = map_in(reading, operation.out.name, index)
        grip = view.choosing(stop, operation, index)
        scale = view.scale_of(operation)
        marks.append(
            _written(feature(values, wall.place(index), wall.side, scale, f"map {index + 1}", grip=grip), written)
        )
    x, y = wall.place(shown)
    marks.append(Rect(x=x - 5.0, y=y - 5.0, width=wall.side + 10.0, height=wall.side + 10.0, radius=4.0, line=6.0,
                      role=Role.KERNEL, name="map of the filter"))  # fmt: skip
    view.stage.add(*marks, *_how_many(operation, wall))


def _how_many(operation: Operation, wall: Wall) -> list[AnyMark]:
    """How many maps there are and how large: behind them where there is room, else under them."""
    maps, size = f"{operation.channels} maps", f"{operation.side} × {operation.side}"
    if operation.channels in ROOMS:
        x, y = wall.place(operation.channels)
        return [
            lettering(x + 24.0, y + 40.0, maps, Role.OUTPUT, bold=True, size=72.0, name="maps"),
            lettering(x + 24.0, y + 114.0, size, size=44.0, name="size of maps"),
        ]
    return [
        lettering(MAPS_LEFT, BOTTOM - 34.0, maps, Role.OUTPUT, bold=True, size=60.0, name="maps"),
        lettering(RIGHT, BOTTOM - 34.0, size, size=44.0, anchor="end", name="size of maps"),
    ]


def _written(mark: AnyMark, share: float) -> AnyMark:
    """A map as far as the window has come, in reading order."""
    return replace(mark, shown=int(share * mark.values.array.size)) if isinstance(mark, Grid) and share < 1 else mark


def _window(written: float, operation: Operation, pixel: float) -> list[AnyMark]:
    """The window on the photo, as long as it slides."""
    if not 0.0 < written < 1.0:
        return []
    (corner, side), cells = STEM_PHOTO, operation.side
    row, column = divmod(int(written * cells * cells), cells)
    x, y = corner[0] + (column + 0.5) * side / cells, corner[1] + (row + 0.5) * side / cells
    size = max(WINDOW, operation.kernel * pixel)
    left = min(max(x - size / 2, corner[0]), corner[0] + side - size)
    top = min(max(y - size / 2, corner[1]), corner[1] + side - size)
    return [Rect(x=left, y=top, width=size, height=size, line=8.0, role=Role.KERNEL, name="window")]


def _kernel(view: View, operation: Operation, shown: int) -> list[AnyMark]:
    """One filter with its slices, under the photo."""
    slices = _slices(view.of, operation, shown)
    cell, scale = SLICE / operation.kernel, FILTER if view.knobs.foreign else WEIGHTS
    roles = COLOURS if len(slices) == len(COLOURS) else (Role.KERNEL,)
    return [
        Grid(values=values, origin=(LEFT + 8.0 + index * SLICES, SLICES_Y), u=(cell, 0.0), v=(0.0, cell), role=role,
             scale=scale, numbers=False, name=f"filter {index + 1}")
        for index, (values, role) in enumerate(zip(slices, roles, strict=False))
    ]  # fmt: skip


@lru_cache(maxsize=16)
def _slices(of: Whose, operation: Operation, shown: int) -> tuple[Values, ...]:
    """The slices of a filter; none where they can't be read any more."""
    assert operation.conv is not None
    try:
        return tuple(Values(each) for each in published.unit_weights(of, operation.conv.name, shown))
    except GoneError:
        return ()


# One map of each size -------------------------------------------------------------------------------------------------

SAMPLE, SAMPLES_Y, TALLEST = 274.0, 190.0, 150.0


def draw_sizes(view: View) -> None:
    """Draw a map of each size, all as large, how many there are of it, and how many numbers that makes."""
    step, reading, shown = view.steps.sizes, view.fronts(), [view.stops[at] for at in sizes(view.of)]
    apart, most = (RIGHT - LEFT - MOST_SIZES * SAMPLE) / (MOST_SIZES - 1), max(_numbers(stop) for stop in shown)
    letters = 46.0 if view.knobs.foreign else 52.0
    left = LEFT + (MOST_SIZES - len(shown)) * (SAMPLE + apart) / 2
    marks: list[AnyMark] = []
    for place, stop in enumerate(shown):
        x, come = left + place * (SAMPLE + apart), ease(2.5 * step.motion - 0.35 * place)
        operation, what = stop.operations[-1], "" if view.knobs.foreign and place else " numbers"
        index = view.map_of(stop, operation, reading)
        values = map_in(reading, operation.out.name, index)
        middle, height = x + SAMPLE / 2, TALLEST * _numbers(stop) / most * come
        marks += [
            lettering(middle, 144.0, f"{operation.side} × {operation.side}", bold=True, size=46.0, anchor="middle",
                      opacity=come, name=f"size {place + 1}"),
            feature(values, (x, SAMPLES_Y), SAMPLE, view.scale_of(operation), f"map of {stop.name}",
                    grip=view.choosing(stop, operation, index)),
            *curtain((x, SAMPLES_Y), SAMPLE, come),
            lettering(middle, 512.0, f"{operation.channels:,} maps", Role.OUTPUT, bold=True, size=letters,
                      anchor="middle", opacity=come, name=f"maps {place + 1}"),
            Rect(x=x, y=BOTTOM - height, width=SAMPLE, height=height, radius=4.0, fill=0.85, role=Role.OUTPUT,
                 value=_numbers(stop), name=f"numbers of {stop.name}"),
            lettering(middle, BOTTOM - height - 28.0, f"{_numbers(stop):,}{what}", Role.MUTED, size=32.0,
                      anchor="middle", opacity=come, name=f"numbers {place + 1}"),
        ]  # fmt: skip
    view.stage.add(*marks)


def _numbers(stop: Stop) -> int:
    """How many numbers all maps of a stop hold."""
    channels, height, width = stop.out.shape
    return channels * height * width


# A cell, and what it sees ---------------------------------------------------------------------------------------------

SIGHT = 488.0
"""The side of the photo and of the map."""
SEEN, CHOSEN = (LEFT, 112.0), (RIGHT - SIGHT, 112.0)
LETTERS = 20
"""So many letters of the name of a layer have room: its end says more than its beginning."""
BOTH = 34
"""So many have that and the number and the name of its block together; beyond that the number has to do."""
STRIP, STRIP_Y, IN_A_ROW = 66.0, 654.0, 16
"""The side of a map in the wall of the strongest, where that begins, and how many stand in each of its two rows."""


def draw_sight(view: View) -> None:
    """Draw the map with its cell, and the photo with the square that the cell sees."""
    operation, step = view.operation, view.steps.sight
    values = map_in(view.inside(view.stop), operation.out.name, view.index)
    (x, y), side = SEEN, SIGHT
    corner, large = CHOSEN, SIGHT
    middle = (x + side + corner[0]) / 2
    marks: list[AnyMark] = [
        photo(view.picture, (x, y), side, view.pick((x, y), side, operation.side)),
        *field_of(view, operation, (x, y), side, step.rise(0.2, 0.8)),
        feature(values, corner, large, view.scale_of(operation), f"map of {view.stop.name}",
                grip=view.pick(corner, large, operation.side)),
        framed(corner, large, operation.side, view.cell, "cell"),
        Arrow(start=(x + side + 60.0, 160.0), end=(corner[0] - 60.0, 160.0), line=10.0, head=40.0, role=Role.OUTPUT),
        lettering(middle, 244.0, str(operation.out.r), Role.HIGHLIGHT, bold=True, size=104.0, anchor="middle",
                  name="field"),
        lettering(middle, 338.0, "pixels wide", size=36.0, anchor="middle"),
        Text(x=RIGHT, y=628.0, runs=title_of(view, operation, view.index), size=36.0, anchor="end",
             name="what is looked at"),
        *_wall(view, operation),
    ]  # fmt: skip
    if covers_all(view, operation):
        marks.append(lettering(middle, 396.0, "the whole photo", Role.HIGHLIGHT, bold=True, size=33.0, anchor="middle",
                               name="all is seen"))  # fmt: skip
        marks.append(Rect(x=x - 4.0, y=y - 4.0, width=side + 8.0, height=side + 8.0, line=8.0, role=Role.HIGHLIGHT,
                          opacity=step.rise(0.2, 0.8), name="all of the photo"))  # fmt: skip
    if values is not None:
        marks += [
            figure(middle, 486.0, float(values.array[view.cell]), Role.OUTPUT, size=84.0,
                   room=corner[0] - x - side - 24.0, anchor="middle", name="number in the cell"),
            lettering(middle, 556.0, "in the cell", size=36.0, anchor="middle"),
        ]  # fmt: skip
    view.stage.add(*marks)


def _wall(view: View, operation: Operation) -> list[AnyMark]:
    """The strongest maps of the layer, each to be chosen; none until all are at hand."""
    reading = view.inside(view.stop)
    maps = reading.maps.get(operation.out.name) if reading is not None else None
    if maps is None or not whole(maps):
        return []
    words = "the strongest maps" if view.knobs.foreign else f"the strongest maps of {operation.channels}"
    marks: list[AnyMark] = [lettering(LEFT, 628.0, words, Role.MUTED, size=36.0, name="title of the wall")]
    pitch = (RIGHT - LEFT - STRIP) / (IN_A_ROW - 1)
    for place, index in enumerate(strongest(maps)[: 2 * IN_A_ROW]):
        row, column = divmod(place, IN_A_ROW)
        at = LEFT + column * pitch, STRIP_Y + row * (STRIP + 4.0)
        marks.append(feature(sheet(maps, index), at, STRIP, view.scale_of(operation), f"strong map {index + 1}",
                             grip=view.choosing(view.stop, operation, index)))  # fmt: skip
        if index == view.index:
            marks.append(framed(at, STRIP, 1, (0, 0), "chosen map", line=4.0))
    return marks


def covers_all(view: View, operation: Operation) -> bool:
    """Whether the chosen cell sees all of the photo."""
    left, top, size = _sees(view, operation)
    return max(left, top) <= 0.0 and min(left, top) + size >= view.picture.shape[1]


def _sees(view: View, operation: Operation) -> tuple[float, float, float]:
    """The left, the top and the side of the square of the photo that the chosen cell sees, in pixels."""
    layer, (row, column) = operation.out, view.cell_of(operation.side)
    assert layer.start is not None
    assert layer.jump is not None
    assert layer.r is not None
    return layer.start[1] + column * layer.jump[1], layer.start[0] + row * layer.jump[0], layer.r


def field_of(view: View, operation: Operation, corner: Point, side: float, grown: float = 1.0) -> list[AnyMark]:
    """The square on the photo that the chosen cell sees, as it grows; it is open where it goes on beyond the edge."""
    (left, top, whole), pixel = _sees(view, operation), side / view.picture.shape[1]
    size, inset = whole * grown, whole * (1.0 - grown) / 2
    start = corner[0] + (left + inset) * pixel, corner[1] + (top + inset) * pixel
    room = (corner[0], corner[1], corner[0] + side, corner[1] + side)
    if size <= 0.0:
        return []
    return field(start, size * pixel, room, line=8.0)


def title_of(view: View, operation: Operation, index: int) -> tuple[TextRun, ...]:
    """Where a map is: its block, its layer, and its number among the maps of that."""
    name = operation.kind if len(operation.kind) <= LETTERS else f"…{operation.kind[1 - LETTERS :]}"
    kind, stop = "" if operation.kind in ("convolution", view.stop.name) else f", {name}", view.stop
    where = stop.title if len(stop.title) + len(name) <= BOTH else stop.short
    return (
        TextRun(f"{where}{kind} ", bold=True),
        TextRun(f"map {index + 1} of {operation.channels}", Role.MUTED),
    )
