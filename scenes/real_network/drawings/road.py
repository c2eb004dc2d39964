"""The whole network: the photo flows from block to block, real maps stand on the fronts, and the costs add up."""

from __future__ import annotations

from functools import lru_cache

from scenes.real_network.stops import in_short, stops
from scenes.real_network.story import PACE
from scenes.real_network.view import View, curtain, feature, map_in
from scenes.stage.charts.shares import ROLES, TITLES, UNITS, Count
from scenes.stage.core.camera import FARTHEST, framing
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import WIDTH, AnyMark, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.reading import Reading, Whose
from scenes.stage.draw.blocks import brief, shape_text
from scenes.stage.draw.road import Block, around, in_view, named, road, solid
from scenes.stage.draw.travel import NOW

CELL = 2.0
"""The side of a cell on the road, less for one that would be too long; the whole of it is seen from afar."""
ROOM = (LEFT, 112.0, RIGHT, 396.0)
"""The room for the road, with a name and a shape under it: left, top, right, bottom."""
WHOLE_ROOM = (LEFT, 112.0, RIGHT, 452.0)
CLOSEST = 1.7
"""So near a camera may come that the map in the corner, which would lie over the costs, isn't there."""
FACE, FACES_Y, BETWEEN = 76.0, 506.0, 10.0
"""The side of a map in the row at most, where the row stands, and the least room between two of them."""
LINKS = (0.1, 0.7)
"""When lines from the boxes to these maps come: so many seconds after the camera has drawn back."""
DRAWS_BACK = 1.4
GROWS, FLOWS = (0.25, 0.75), (0.5, 1.0)
"""When in its time a block grows, and when its costs flow."""
BARS: dict[Count, float] = {"macs": 672.0, "parameters": 753.0}
BAR, TITLE = 36.0, 34.0


@lru_cache(maxsize=16)
def blocks(of: Whose) -> tuple[Block, ...]:
    """The stops as blocks of one scale, such that the camera can see the whole road."""
    layers = [(stop.name, stop.out.shape) for stop in stops(of)]
    found = road(layers, CELL)
    (left, top, right, bottom), room = around(found), WHOLE_ROOM
    zoom = min((room[2] - room[0]) / (right - left), (room[3] - room[1]) / (bottom - top))
    return found if zoom >= FARTHEST else road(layers, CELL * zoom / FARTHEST)


def look(view: View) -> None:
    """Come to one block after another, then draw back; after that look at the whole stage again."""
    step, look_at, every = view.steps.road, view.stage.look_at, blocks(view.of)
    look_at(_near(every[0]), step, lead=-step.lead, seconds=NOW)
    for index, block in enumerate(every):
        look_at(_near(block), step, lead=index * PACE, seconds=PACE)
    look_at(far(view.of), step, lead=len(every) * PACE, seconds=DRAWS_BACK)
    look_at(None, view.steps.sizes, lead=-view.steps.sizes.lead, seconds=NOW)


def far(of: Whose) -> Box:
    """What shows the whole road."""
    return framing(around(blocks(of)), WHOLE_ROOM, CLOSEST)


def _near(block: Block) -> Box:
    return framing(around((block,)), ROOM, CLOSEST)


def draw_road(view: View) -> None:
    """Draw the blocks that the photo has come to, a row of their maps, and what they cost."""
    seconds, reading = view.steps.road.t * view.steps.road.seconds, view.fronts()
    every = blocks(view.of)
    zoom, back = view.stage.view.zoom, ease((seconds / PACE - len(every)) / 1.5)
    marks: list[AnyMark] = []
    for index, block in enumerate(every):
        grown = _share(seconds, index, GROWS)
        if grown > 0.0 and in_view(block, view.stage.view):
            marks += _block(view, reading, index, ease(grown), zoom)
        named_by = ease(grown) * (1.0 - ease(_share(seconds, index + 1, GROWS) * 2.0)) * (1.0 - back)
        if named_by > 0.0:
            marks.append(named(block, (view.stops[index].title, shape_text(block.shape)), Role.OUTPUT, zoom, named_by))
    view.stage.add(*marks)
    since = seconds - len(every) * PACE - DRAWS_BACK
    linked = ease((since - LINKS[0]) / (LINKS[1] - LINKS[0]))
    row = [*_links(view, linked)] if linked > 0.0 else []
    row += [mark for index in range(len(every)) for mark in _face(view, reading, index, _share(seconds, index, GROWS))]
    passed = [_share(seconds, index, FLOWS) for index in range(len(every))]
    view.stage.add(Group(marks=(*row, *costs(view.of, passed)), pinned=True))


def _share(seconds: float, index: int, part: tuple[float, float]) -> float:
    """How far a part of a block's time has come, from 0 to 1."""
    return max(0.0, min((seconds / PACE - index - part[0]) / (part[1] - part[0]), 1.0))


def _block(view: View, reading: Reading | None, index: int, grown: float, zoom: float) -> list[AnyMark]:
    """A block with a map on its front, which comes in from the left."""
    block = blocks(view.of)[index]
    chosen = index == view.stop.place
    role = Role.HIGHLIGHT if chosen else Role.OUTPUT
    marks = list(solid(block, role, grown=grown, line=(4.0 if chosen else 2.5) / zoom))
    return [*marks, *_map(view, reading, index, (block.x, block.y), block.height, grown, f"front of {block.name}")]


def _map(
    view: View, reading: Reading | None, index: int, corner: Point, side: float, written: float, name: str
) -> list[AnyMark]:
    """The map that stands for a stop, as it comes in from the left; a click on it chooses the stop."""
    stop = view.stops[index]
    operation = stop.operations[-1]
    values = map_in(reading, operation.out.name, view.map_of(stop, operation, reading))
    found = feature(values, corner, side, view.scale_of(operation), name, grip=SetValue("block", stop.number))
    return [found, *curtain(corner, side, written)]


def _face(view: View, reading: Reading | None, index: int, share: float) -> list[AnyMark]:
    """The same map in the row, where all are as large, with its number under it."""
    if share <= 0.0:
        return []
    stop, (side, places) = view.stops[index], row_of(view.of)
    x = places[index]
    words = str(stop.number) if stop.is_block else stop.name
    chosen = index == view.stop.place
    marks = [
        *_map(view, reading, index, (x, FACES_Y), side, share, f"map of {stop.name}"),
        lettering(x + side / 2, FACES_Y + side + 26.0, words, Role.HIGHLIGHT if chosen else Role.MUTED, bold=chosen,
                  size=32.0, anchor="middle", name=f"number of {stop.name}"),
    ]  # fmt: skip
    if chosen:
        marks.append(Rect(x=x - 5.0, y=FACES_Y - 5.0, width=side + 10.0, height=side + 10.0, line=5.0,
                          role=Role.HIGHLIGHT, radius=4.0, name="chosen block"))  # fmt: skip
    return marks


@lru_cache(maxsize=16)
def row_of(of: Whose) -> tuple[float, tuple[float, ...]]:
    """The side of the maps in the row, and where each begins: under its block, or as near to that as there is room."""
    wanted = [_foot(of, block)[0] for block in blocks(of)]
    side = min(FACE, (RIGHT - LEFT + BETWEEN) / len(wanted) - BETWEEN)
    pitch, last = side + BETWEEN, RIGHT - side
    groups = list[tuple[float, int]]()  # of maps that stand side by side: where the first would be best, and how many
    for x in wanted:
        groups.append((x - side / 2, 1))
        while len(groups) > 1 and groups[-2][0] + groups[-2][1] * pitch > groups[-1][0]:
            (left, many), (right, more) = groups[-2:]
            together = (left * many + (right - many * pitch) * more) / (many + more)
            groups[-2:] = [(together, many + more)]
    places = [x + index * pitch for x, many in groups for index in range(many)]
    first = [max(x, LEFT + index * pitch) for index, x in enumerate(places)]
    return side, tuple(min(x, last - (len(first) - 1 - index) * pitch) for index, x in enumerate(first))


def _foot(of: Whose, block: Block) -> Point:
    """The middle of the lower edge of a front, as it is seen from afar."""
    view, (x, y) = far(of), block.foot
    return (x - view.x) * WIDTH / view.width, (y - view.y) * WIDTH / view.width


def _links(view: View, seen: float) -> list[AnyMark]:
    """A line from each box to its map in the row, straight down first: so none crosses a box or another line."""
    side, places = row_of(view.of)
    feet = [_foot(view.of, block) for block in blocks(view.of)]
    bend, marks = max(y for _, y in feet) + 8.0, list[AnyMark]()
    for (x, y), left, stop in zip(feet, places, view.stops, strict=True):
        role, line = (Role.HIGHLIGHT, 4.0) if stop is view.stop else (Role.MUTED, 2.5)
        points = ((x, y + 6.0), (x, bend), (left + side / 2, FACES_Y - 10.0))
        marks.append(Path(points=points, line=line, role=role, opacity=seen, name=f"link of {stop.name}"))
    return marks


def costs(of: Whose, passed: list[float]) -> list[AnyMark]:
    """Two long tanks that fill from the left, stop by stop; the dense layer flows in with the head."""
    marks: list[AnyMark] = []
    net = in_short(of)
    for kind, y in BARS.items():
        counts = [getattr(layer, kind) for layer in net.layers]
        shares = [*passed, passed[-1]]
        whole, x = sum(counts), LEFT
        so_far = sum(round(count * share) for count, share in zip(counts, shares, strict=True))
        runs = (
            TextRun(TITLES[kind], ROLES[kind], bold=True),
            TextRun(f"  {UNITS[kind]}" * (kind == "macs"), Role.MUTED),
        )
        marks += [
            Text(x=LEFT, y=y - 24.0, runs=runs, size=TITLE, name=f"title of {kind}"),
            lettering(RIGHT, y - 24.0, brief(so_far), bold=True, size=38.0, anchor="end", name=f"{kind} so far"),
            Rect(x=LEFT, y=y, width=RIGHT - LEFT, height=BAR, radius=4.0, fill=0.14, line=2.0, role=Role.MUTED,
                 name=f"tank of {kind}"),
        ]  # fmt: skip
        for place, (layer, count, share) in enumerate(zip(net.layers, counts, shares, strict=True)):
            width = (RIGHT - LEFT) * count / whole
            if share > 0.0:
                marks.append(
                    Rect(x=x, y=y, width=width * share, height=BAR, fill=0.85 if place % 2 == 0 else 0.6, line=1.5,
                         role=ROLES[kind], value=count, name=f"{kind} of {layer.name}")
                )  # fmt: skip
            x += width * share
    return marks
