"""The whole network: the photo flows from block to block, real maps stand on the fronts, and the costs add up."""

from __future__ import annotations

from functools import lru_cache

from scenes.real_network.stops import in_short, stops
from scenes.real_network.story import PACE
from scenes.real_network.view import View, curtain, feature, map_in
from scenes.stage.charts.shares import ROLES, TITLES, UNITS, Count
from scenes.stage.core.camera import framing
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.reading import Reading, Whose
from scenes.stage.draw.blocks import brief, shape_text
from scenes.stage.draw.road import Block, around, in_view, named, road, solid
from scenes.stage.draw.travel import NOW

CELL = 2.0
"""The side of a cell on the road; the whole of it is seen from afar."""
ROOM = (LEFT, 112.0, RIGHT, 396.0)
"""The room for the road, with a name and a shape under it: left, top, right, bottom."""
WHOLE_ROOM = (LEFT, 112.0, RIGHT, 480.0)
CLOSEST = 1.7
"""So near a camera may come that the map in the corner, which would lie over the costs, isn't there."""
FACE, FACES_Y = 76.0, 506.0
GROWS, FLOWS = (0.25, 0.75), (0.5, 1.0)
"""When in its time a block grows, and when its costs flow."""
BARS: dict[Count, float] = {"macs": 672.0, "parameters": 753.0}
BAR, TITLE = 36.0, 34.0


@lru_cache(maxsize=16)
def blocks(of: Whose) -> tuple[Block, ...]:
    """The stops as blocks of one scale."""
    return road([(stop.name, stop.out.shape) for stop in stops(of)], CELL)


def look(view: View) -> None:
    """Come to one block after another, then draw back; after that look at the whole stage again."""
    step, look_at, every = view.steps.road, view.stage.look_at, blocks(view.of)
    look_at(_near(every[0]), step, lead=-step.lead, seconds=NOW)
    for index, block in enumerate(every):
        look_at(_near(block), step, lead=index * PACE, seconds=PACE)
    look_at(far(view.of), step, lead=len(every) * PACE, seconds=1.4)
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
    row = [mark for index in range(len(every)) for mark in _face(view, reading, index, _share(seconds, index, GROWS))]
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
    stop, x = view.stops[index], LEFT + index * (RIGHT - LEFT - FACE) / max(len(view.stops) - 1, 1)
    words = str(stop.number) if stop.is_block else stop.name
    chosen = index == view.stop.place
    marks = [
        *_map(view, reading, index, (x, FACES_Y), FACE, share, f"map of {stop.name}"),
        lettering(x + FACE / 2, FACES_Y + FACE + 26.0, words, Role.HIGHLIGHT if chosen else Role.MUTED, bold=chosen,
                  size=32.0, anchor="middle", name=f"number of {stop.name}"),
    ]  # fmt: skip
    if chosen:
        marks.append(Rect(x=x - 5.0, y=FACES_Y - 5.0, width=FACE + 10.0, height=FACE + 10.0, line=5.0,
                          role=Role.HIGHLIGHT, radius=4.0, name="chosen block"))  # fmt: skip
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
