"""Where everything of the picture of networks stands: columns of maps from left to right, a band for each contestant.

It depends on the run, the room and what is opened, never on the numbers, so nothing moves while it trains.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from desktop.lab.networks.links import Place, sources_of
from desktop.lab.networks.net import FILTERS, THIN, Abreast, Column, Line, Net, columns, group_of, line, operations
from desktop.widgets.box import Box
from engine.contract.spec.built.wiring import PICTURE

# All in letters, the size of type.
TITLE, GROUP, GRADIENT, WORDS, ROAD, FOOT = 1.8, 1.4, 2.2, 1.2, 1.2, 0.3
"""Over the columns, from above: name, names of groups, gradient bars, a line of words, shortcuts; and under them."""
GAP, TIGHT, NARROWEST, APART = 2.7, 1.4, 5.6, 0.8
"""Between two columns at ease and at least, the least width of one, and between two bands."""
SMALLEST, EASY, LARGEST, FINER = 1.35, 2.4, 8.0, 0.1
"""The side of a map: the least, one that is read easily, the most, and how closely it is chosen."""
SPREAD = 4.0
"""So much more than usual lies between columns at most, where there is room."""
UNIT, CLASS = 0.8, 1.7
"""The side of a unit, and of a unit of the last layer at most."""
CHANCES, CLASS_ROW, ROWS = 12.0, 1.08, 10
"""The width of the classes with their bars, the least height of one, and so many of them have room in any band."""
LOWEST = TITLE + ROWS * CLASS_ROW + FOOT
"""How low a band may be, without names of groups: below it there is no room for the classes."""
LOW = 16.0
"""In lower bands gradient bars are shorter, for the sake of the maps."""
LEGEND, NAME, STEP = 25.0, 11.0, 6.5
"""The width of what explains the colours, of a name before it, and of the step between these."""
OF_NAME, OF_WORDS, WIDEST = 0.75, 0.56, 11.0
"""How wide a letter of a name is and one of the words over a column, near enough; and the most that those words get."""
INTO_GAP = 0.6
"""So far words over a column reach into the gaps beside it."""
BETWEEN, UNITS_BETWEEN = 0.22, 0.12
ABREAST = (12, 8, 4)
"""So many maps of a layer stand side by side, where not all have room, until the others are asked for."""
STRIP = 1.3
"""The height of what asks for more units."""
OF_LANE = 2
"""Columns that lie above each other have so many lines of words."""


Flow = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
"""A line from a column to its neighbour: where it begins, where it turns, and where it ends."""


@dataclass(frozen=True)
class Tile:
    """The room of one map or unit."""

    place: Place
    box: Box


@dataclass(frozen=True)
class Slots:
    """Places for tiles, in columns of so many `rows`: the first one at the upper left, and how far apart they are."""

    first: Box
    rows: int
    gap: float

    def at(self, number: int) -> Box:
        """The place of a tile."""
        across, down = divmod(number, self.rows)
        x, y, width, height = self.first.x, self.first.y, self.first.width, self.first.height
        return Box(x + across * (width + self.gap), y + down * (height + self.gap), width, height)


@dataclass(frozen=True)
class Stand:
    """A column in its place: words and gradient bar over it, tiles, and the room that opens or closes the others.

    `shown` maps or units have a tile each, and `hidden` ones have none.
    """

    column: Column
    before: tuple[int, ...]
    head: Box
    bar: Box
    maps: Box
    lines: int
    slots: Slots
    shown: int
    more: Box | None = None
    hidden: int = 0

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        """What stands in it; most stands are only tried out, and nobody looks at their tiles."""
        return tuple(Tile(Place(self.column.shown, index), self.slots.at(index)) for index in range(self.shown))


@dataclass(frozen=True)
class Road:
    """From a column to one that is not its neighbour, above what lies between: corners of a line."""

    source: int
    target: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Group:
    """A name that several columns share, and the line under it."""

    name: str
    box: Box


@dataclass(frozen=True)
class Band:
    """One contestant."""

    contestant: int
    box: Box
    title: Box
    picture: Box
    stands: tuple[Stand, ...]
    flows: tuple[Flow, ...]
    roads: tuple[Road, ...]
    groups: tuple[Group, ...]
    chances: Box

    @cached_property
    def shown(self) -> frozenset[int]:
        """The layers whose maps are shown."""
        return frozenset(stand.column.shown for stand in self.stands if not stand.column.filters)

    @cached_property
    def boxes(self) -> dict[Place, Box]:
        """The room of every map that is shown, with the picture."""
        found = {tile.place: tile.box for stand in self.stands for tile in stand.tiles}
        return {Place(PICTURE, 0): self.picture, **found}

    def stand_of(self, layer: int) -> Stand | None:
        """The column that a layer stands in, shown or not."""
        stands = (stand for stand in self.stands if not stand.column.filters)
        return next((stand for stand in stands if layer in stand.column.layers), None)


@dataclass(frozen=True)
class Sheet:
    """All contestants, one below the other."""

    bands: tuple[Band, ...] = ()
    width: float = 0.0
    height: float = 0.0
    letter: float = 1.0

    def at(self, x: float, y: float) -> tuple[Band, Stand | None, Tile | None] | None:
        """What stands at a point: the band, and there the column and the tile."""
        band = next((each for each in self.bands if each.box.y <= y < each.box.y + each.box.height), None)
        if band is None:
            return None
        if band.picture.holds(x, y):
            return band, None, Tile(Place(PICTURE, 0), band.picture)
        for stand in band.stands:
            right = max(stand.head.right, stand.maps.right)
            if stand.head.x <= x < right and stand.head.y <= y < stand.maps.y + stand.maps.height:
                return band, stand, next((tile for tile in stand.tiles if tile.box.holds(x, y)), None)
        return band, None, None


def sheet(
    nets: Sequence[Net],
    room: tuple[float, float],
    letter: float,
    *,
    folded: bool,
    opened: Collection[tuple[int, int]] = (),
    only: int | None = None,
) -> Sheet:
    """Arrange contestants, all or one, in a room of (width, height) pixels; `letter` is the size of type in pixels.

    Maps are as large as lets all be seen; where even small ones don't fit the sheet is wider or higher than the room.
    `opened` are layers, (contestant, layer), of which all maps are shown.
    """
    drawn = [index for index in range(len(nets)) if only in (None, index)]
    lines = {index: line(nets[index], folded) for index in drawn}
    share = (room[1] - APART * letter * (len(drawn) - 1)) / max(1, len(drawn))
    bands: list[Band] = []
    top = 0.0
    for index in drawn:
        lanes = max((_lanes(node) for node in lines[index]), default=1)
        least = max(LOWEST + GROUP * nets[index].is_grouped, lanes * (GRADIENT + 4.6) + TITLE)
        high = max(share, least * letter)
        whole = {layer for contestant, layer in opened if contestant == index}
        placing = _fitting(nets[index], lines[index], letter, whole, (room[0], high))
        bands.append(placing.band(index, top, high))
        top += high + APART * letter
    width = max((band.box.width for band in bands), default=0.0)
    return Sheet(tuple(bands), width, max(0.0, top - APART * letter), letter)


def _lanes(node: Column | Abreast) -> int:
    """How many columns lie above each other at most."""
    if isinstance(node, Column):
        return 1
    return sum(max((_lanes(each) for each in row), default=1) for row in node.rows)


def _fitting(net: Net, row: Line, letter: float, whole: Collection[int], room: tuple[float, float]) -> _Placing:
    """What places a network with maps as large as fit into a room, and with what is left between the columns."""

    def width(side: float, most: int | None, gap: float) -> float:
        return _Placing(net, row, letter, side * letter, gap * letter, most, whole).width(room[1])

    few = ABREAST[-1]
    for most, least in ((None, SMALLEST), *((each, EASY) for each in ABREAST), (few, SMALLEST)):
        for gap in (GAP, TIGHT):
            if width(least, most, gap) > room[0]:
                continue
            side, too_large = least, LARGEST + FINER
            while too_large - side > FINER:
                middle = (side + too_large) / 2
                side, too_large = (middle, too_large) if width(middle, most, gap) <= room[0] else (side, middle)
            spare = (room[0] - width(side, most, gap)) / (sum(1 for _ in columns(row)) + 1)
            spread = gap * letter + min((SPREAD + GAP - gap) * letter, spare)
            return _Placing(net, row, letter, side * letter, spread, most, whole)
    return _Placing(net, row, letter, EASY * letter, GAP * letter, few, whole)


@dataclass(frozen=True)
class _Grid:
    """Tiles of a side in columns of so many rows; `more` says whether others than those `shown` can be asked for."""

    side: float
    rows: int
    shown: int
    more: bool


def _grid(
    count: int, room: float, side: float, gap: float, most: int | None, smallest: float, strip: float, whole: bool
) -> _Grid:
    """Put tiles below each other in a height, `most` columns of them at most; a little smaller where all fit then.

    What asks for the others takes a tile's place, or a strip of its own under the tiles.
    """

    def rows_in(height: float) -> int:
        return max(1, int((height + gap + 1e-6) // (side + gap)))

    rows = rows_in(room)
    if most is None or count <= rows * most:
        return _Grid(side, rows, count, False)
    smaller = (room + gap) / -(-count // most) - gap
    if smaller >= smallest:
        return _Grid(smaller, -(-count // most), count, False)
    rows = rows_in(room - strip)
    return _Grid(side, rows, count if whole else rows * most - (not strip), True)


@dataclass
class _Placing:
    """Puts one contestant's columns in their places, from left to right."""

    net: Net
    line: Line
    letter: float
    side: float
    gap: float
    most: int | None
    whole: Collection[int] = ()
    stands: list[Stand] = field(default_factory=list)
    _low: bool = False

    def width(self, height: float) -> float:
        """How wide all is in a height."""
        _, chances = self._place(0.0, height)
        return self._whole(chances)

    def _whole(self, chances: Box) -> float:
        """How wide a band is that ends in the classes: no narrower than what explains its colours."""
        name = max(NAME, OF_NAME * len(self.net.contestant.name))
        return max(chances.right, (name + STEP + LEGEND) * self.letter)

    def band(self, contestant: int, top: float, height: float) -> Band:
        picture, chances = self._place(top, height)
        box = Box(0.0, top, self._whole(chances), height)
        title = Box(0.0, top, box.width, TITLE * self.letter)
        return Band(
            contestant, box, title, picture, tuple(self.stands), self._flows(picture), self._roads(picture),
            self._groups(top + title.height), chances,
        )  # fmt: skip

    def _place(self, top: float, height: float) -> tuple[Box, Box]:
        """Put all columns in their places, between the picture and the chances; returns the boxes of these two."""
        letter = self.letter
        self._low = height < LOW * letter
        groups = GROUP * letter * self.net.is_grouped
        begin = top + TITLE * letter + groups
        rest = top + height - FOOT * letter - begin
        head = self._head(3)
        picture_side = min(rest - head, max(4.5 * letter, 1.4 * self.side))
        middle = begin + head + (rest - head) / 2
        picture_width = picture_side * self.net.picture[2] / self.net.picture[1]
        picture = Box(0.0, middle - picture_side / 2, picture_width, picture_side)
        x, _ = self._row(self.line, picture.right + self.gap, begin, rest, 3, (PICTURE,))
        return picture, Box(x, begin, CHANCES * letter, rest)

    def _head(self, lines: int) -> float:
        return self._bar(lines) + (WORDS * lines + self._road) * self.letter

    def _bar(self, lines: int) -> float:
        return GRADIENT * (1.0 if lines > OF_LANE and not self._low else 0.6) * self.letter

    @cached_property
    def _road(self) -> float:
        """The room for shortcuts, where there are any."""
        return ROAD if any(kind in ("add", "scale") for kind in (each.kind for each in self.net.layers)) else 0.4

    def _row(
        self, row: Line, x: float, y: float, height: float, lines: int, before: tuple[int, ...]
    ) -> tuple[float, tuple[int, ...]]:
        """Place a row from x on; returns where the next column begins, and the layers that stand before it."""
        for node in row:
            if isinstance(node, Column):
                stand = self._stand(node, x, y, height, lines, before)
                self.stands.append(stand)
                right = max(stand.head.right, stand.maps.right)
                x = right + (0.5 * min(self.gap, GAP * self.letter) if node.filters else self.gap)
                before = (*before, FILTERS) if node.filters else (node.shown,)
                continue
            shares = [max(1, max((_lanes(each) for each in lane), default=1)) for lane in node.rows]
            gap = 0.6 * self.letter
            each = (height - gap * (len(shares) - 1)) / sum(shares)
            ends: list[int] = []
            right, lane_y = x, y
            for lane, share in zip(node.rows, shares, strict=True):
                lane_x, last = self._row(lane, x, lane_y, each * share, OF_LANE, before)
                ends += last
                right, lane_y = max(right, lane_x), lane_y + each * share + gap
            x, before = right, tuple(ends)
        return x, before

    def _stand(self, column: Column, x: float, y: float, height: float, lines: int, before: tuple[int, ...]) -> Stand:
        letter = self.letter
        shape = self.net.shape(column.shown)
        head = self._head(lines)
        room = max(letter, height - head)
        maps = len(shape) == 3
        if column.shown == len(self.net.layers) - 1 and not maps:
            return self._classes(column, x, y, height, lines, before)
        gap = letter * (BETWEEN if maps else UNITS_BETWEEN)
        ratio = shape[2] / shape[1] if maps else 1.0
        side = min(room, self.side if maps else UNIT * letter)
        most = None if self.most is None else self.most if maps else 3 * self.most
        strip = 0.0 if maps else STRIP * letter
        smallest = SMALLEST * letter if maps else side
        grid = _grid(shape[0], room, side, gap, most, smallest, strip, column.shown in self.whole)
        side, count = grid.side, grid.shown
        slots = count + (grid.more and maps)
        abreast = -(-slots // grid.rows)
        rows = -(-slots // abreast)
        wide = abreast * (side * ratio + gap) - gap
        width = max(wide, self._words(column, lines) * letter)
        left = x + (width - wide) / 2
        free = room - (0.0 if maps or not grid.more else STRIP * letter)
        top = y + head + (free - rows * (side + gap) + gap) / 2
        places = Slots(Box(left, top, side * ratio, side), rows, gap)
        bar = Box(x, y, width, self._bar(lines))
        more = places.at(count) if grid.more else None
        if more is not None and not maps:  # a unit is too small for words
            more = Box(x, y + height - STRIP * letter, width, STRIP * letter)
        return Stand(
            column, before, Box(x, y, width, head), bar, Box(x, y + head, width, room), lines, places, count,
            more, shape[0] - count,
        )  # fmt: skip

    def _words(self, column: Column, lines: int) -> float:
        """How wide a column is at least, in letters: as its words are, but for what reaches into the gaps."""
        if column.filters or lines <= OF_LANE:
            return NARROWEST
        does = operations([self.net.layers[layer] for layer in column.layers])
        letters = sum(0.4 if letter == THIN else 1.0 for letter in does)
        return min(WIDEST, max(NARROWEST, OF_WORDS * letters - 2 * INTO_GAP))

    def _classes(self, column: Column, x: float, y: float, height: float, lines: int, before: tuple[int, ...]) -> Stand:
        """The units of the classes, as far apart as the whole height allows: what is said of them stands before."""
        letter, (count,) = self.letter, self.net.shape(column.shown)
        gap, wide = letter * UNITS_BETWEEN, NARROWEST * letter
        side = min(CLASS * letter, (height + gap) / count - gap)
        left, top = x + wide + 0.4 * letter, y + (height - count * (side + gap) + gap) / 2
        places = Slots(Box(left, top, side, side), count, gap)
        head, bar = Box(x, y, wide, self._head(lines)), Box(x, y, wide, self._bar(lines))
        return Stand(column, before, head, bar, Box(left, y, side, height), lines, places, count)

    def _edges(self) -> Iterator[tuple[int, Stand, bool]]:
        """Each source of each column, and whether it is the column's neighbour."""
        shown = {stand.column.shown for stand in self.stands}
        for stand in (each for each in self.stands if not each.column.filters):
            for source in sources_of(self.net, stand.column.head, shown):
                yield source, stand, source in stand.before

    def _flows(self, picture: Box) -> tuple[Flow, ...]:
        """Lines between neighbours, from middle to middle of their tiles."""
        found: list[Flow] = []
        for source, stand, near in self._edges():
            if near:
                start, goal = self._around(source, picture), self._around(stand.column.shown, picture)
                x, y = start.right, start.y + start.height / 2
                turn = max(x, goal.x - self.gap)
                found.append(((x, y), (turn, y), (goal.x, goal.y + goal.height / 2)))
        return tuple(found)

    def _around(self, layer: int, picture: Box) -> Box:
        """The box around the tiles of a layer."""
        if layer == PICTURE:
            return picture
        stand = next(each for each in self.stands if each.column.shown == layer)
        first, last = stand.slots.first, stand.slots.at(stand.shown - 1)
        right = max(first.right, last.right)
        return Box(first.x, stand.maps.y, right - first.x, stand.maps.height)

    def _roads(self, picture: Box) -> tuple[Road, ...]:
        """Lines that lead over columns between their ends; those that overlap lie above each other."""
        levels: list[float] = []
        found = []
        for source, stand, near in self._edges():
            if near:
                continue
            start, goal = self._around(source, picture), stand.slots.first
            level = next((number for number, end in enumerate(levels) if end <= start.x), len(levels))
            levels[level : level + 1] = [goal.x]
            y = stand.head.y + stand.head.height - (0.3 + 0.3 * min(level, 2)) * self.letter
            last = self._around(stand.column.shown, picture)
            x, end = start.x + 0.75 * start.width, last.x + 0.25 * last.width
            bottom = picture.y if source == PICTURE else self._top(source)
            found.append(Road(source, stand.column.shown, ((x, bottom), (x, y), (end, y), (end, goal.y))))
        return tuple(found)

    def _top(self, layer: int) -> float:
        """Where the tiles of a layer begin."""
        return next(each.slots.first.y for each in self.stands if each.column.shown == layer)

    def _groups(self, y: float) -> tuple[Group, ...]:
        """Names over neighbours that belong together."""
        found: list[Group] = []
        for stand in self.stands:
            name = group_of(self.net.layers[stand.column.head].name)
            if found and found[-1].name == name:
                box = found[-1].box
                found[-1] = replace(found[-1], box=replace(box, width=max(box.right, stand.head.right) - box.x))
            else:
                found.append(Group(name, Box(stand.head.x, y, stand.head.width, GROUP * self.letter)))
        return tuple(group for group in found if group.name)


def all_columns(nets: Sequence[Net], folded: bool) -> int:
    """How many columns the longest network has."""
    return max((sum(1 for _ in columns(line(net, folded))) for net in nets), default=0)


def is_long(nets: Sequence[Net], room: float, letter: float) -> bool:
    """Whether a column for each layer would be more than a width holds."""
    return all_columns(nets, folded=False) * (NARROWEST + GAP) * letter + CHANCES * letter > math.floor(room)
