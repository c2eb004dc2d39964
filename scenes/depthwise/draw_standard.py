"""The standard layer beside the separable one: a kernel for every sheet and every map, and two counters that race."""

from __future__ import annotations

from scenes.depthwise.computed import Layer
from scenes.depthwise.view import BORDER, HEADINGS_Y, View, bordered
from scenes.stage.core.lattice import Point, between, midway
from scenes.stage.core.marks import AnyMark, Arrow, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import backed, heading
from scenes.stage.draw.kinds import MACS
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, channel_grid, travelling

SHEETS, FILTERS = Area(70.0, 166.0, 290.0, 618.0), Area(600.0, 164.0, 600.0, 624.0)
MAPS = Area(1310.0, 164.0, 228.0, 624.0)
GAP, APART, OFF = 34.0, 56.0, 22.0
"""Between rows, between kernels of a filter, and how far off them lines end."""
RACERS, COUNTER, BAR, LETTER, GROWS = Area(56.0, 116.0, 1488.0, 674.0), 580.0, 64.0, 0.64, 0.45


def draw_standard(view: View) -> None:
    """Draw the standard layer: every sheet has a line to every filter, and each filter makes a map."""
    layer, span = view.layer, view.steps.standard
    spots = [area.spot(layer.x.shape[1:]) for area in SHEETS.rows(layer.channels, 2 * GAP)]
    marks: list[AnyMark] = [
        heading(area.middle[0], HEADINGS_Y - 6, words, "", role, anchor="middle", size=40.0)
        for area, words, role in ((SHEETS, "sheets", Role.INPUT), (FILTERS, "kernels", Role.KERNEL),
                                  (MAPS, "maps", Role.OUTPUT))
    ]  # fmt: skip
    rows = zip(FILTERS.rows(layer.maps, GAP), MAPS.rows(layer.maps, GAP), strict=True)
    for index, (row, goal) in enumerate(rows):
        share, places = span.part(index, layer.maps), _packed(view, row)
        for channel, ((x, y), cell) in enumerate(spots):
            high, wide = layer.x.shape[1:]
            start, end = (x + wide * cell + OFF, y + high * cell / 2), (places[0][0][0] - OFF, row.middle[1])
            way = midway(start, end, ease(3 * share))
            marks.append(Path(points=(start, way), role=view.role(channel), line=6.0, opacity=ease(6 * share),
                              name=f"line {index + 1} {channel + 1}"))  # fmt: skip
        shown, tip = int(ease(2 * share - 1) * layer.windows), (MAPS.x - OFF, row.middle[1])
        marks += [*_filter(view, index, places, ease(3 * share - 1)), *bordered(
            matrix(layer.standard_outputs[index], *goal.spot(layer.out, 124.0), role=Role.OUTPUT, shown=shown,
                   name=f"output map {index + 1}"))]  # fmt: skip
        marks.append(Arrow(start=(FILTERS.x + FILTERS.width + OFF, tip[1]), end=tip, role=Role.OUTPUT, line=6.0,
                           head=24.0, opacity=ease(3 * share - 1)))  # fmt: skip
    for channel, spot in enumerate(spots):
        grid = channel_grid(layer.input, channel, spot, role=view.role(channel),
                            name=view.channels.name("sheet", channel))  # fmt: skip
        marks += backed(grid, view.role(channel), line=BORDER)
    view.stage.add(*marks)


def _packed(view: View, row: Area) -> list[Spot]:
    """Where the kernels of a filter stand: close to each other at the right end of their row."""
    layer = view.layer
    side = min(row.height, (row.width - (layer.channels - 1) * APART) / layer.channels)
    left = row.x + row.width - layer.channels * (side + APART) + APART
    return [((left + c * (side + APART), row.middle[1] - side / 2), side / layer.size) for c in range(layer.channels)]


def _filter(view: View, index: int, places: list[Spot], opacity: float) -> list[AnyMark]:
    """One filter: a kernel for each sheet, added up."""
    layer, marks = view.layer, list[AnyMark]()
    for channel, spot in enumerate(places):
        grid = matrix(
            layer.filters[index, channel], *spot, role=Role.KERNEL, scale="weights", decimals=layer.decimals[1],
            name=f"standard filter {index + 1} {view.channels.name('kernel', channel)}", opacity=opacity,
        )  # fmt: skip
        marks += backed(grid, view.role(channel), line=BORDER)
        if channel:
            (x, y), cell = spot
            marks.append(lettering(x - APART / 2, y + layer.size * cell / 2, "+", Role.MUTED, bold=True, size=48.0,
                                   anchor="middle", opacity=opacity))  # fmt: skip
    return marks


def draw_counters(view: View) -> None:
    """Draw both layers as they write the same cells at the same time, with what each has spent so far."""
    layer, cost = view.layer, view.layer.cost
    count = layer.windows * layer.maps
    even = view.steps.counters.even * count + 1e-9
    done, inside = int(even), even % 1
    spent = [_spent(layer, each) for each in (done, min(done + 1, count))]
    for index, (name, lane) in enumerate(zip(("standard", "separable"), RACERS.rows(2, 24.0), strict=True)):
        before, after = (each[index] for each in spent)
        total, x = _spent(layer, count)[index], lane.x + 28
        now = round(between(before, after, glide(inside / GROWS)))
        runs = (TextRun(f"{now:,}", MACS, bold=True), TextRun(" MACs", Role.MUTED))
        size = min(112.0, COUNTER / (LETTER * (len(f"{total:,}") + 5)))
        bar = COUNTER * now / max(cost.macs.standard, cost.macs.separable)
        marks: list[AnyMark] = [
            Rect(x=lane.x, y=lane.y, width=lane.width, height=lane.height, radius=24.0, fill=0.1, line=3.0,
                 role=Role.MUTED, name=f"lane {name}"),
            lettering(x, lane.y + 50, name, bold=True, size=52.0),
            Text(x=x, y=lane.y + 150, runs=runs, size=size, name=f"{name} MACs"),
            Rect(x=x, y=lane.y + lane.height - BAR - 26, width=bar, height=BAR, radius=8, fill=0.85, role=MACS,
                 name=f"{name} bar", value=float(now)),
        ]  # fmt: skip
        area = Area(720.0, lane.y + 24, 800.0, lane.height - 48)
        marks += _racing(view, name, area, done, inside, (max(x, x + bar - BAR), lane.y + lane.height - BAR - 26))
        view.stage.add(*marks)


def _spent(layer: Layer, done: int) -> tuple[int, int]:
    """The multiply-accumulates for so many numbers, in both ways; the maps are written side by side, cell by cell."""
    windows, begun = layer.size**2 * layer.channels, -(-done // layer.maps)
    return done * windows, begun * windows + done * layer.channels


def _racing(view: View, name: str, area: Area, done: int, inside: float, start: Point) -> list[AnyMark]:
    """The maps of a layer with so many numbers written, and the next one on its way from the end of the bar."""
    layer, marks = view.layer, list[AnyMark]()
    cell, at = divmod(done, layer.maps)
    values = layer.standard_outputs if name == "standard" else layer.outputs
    for index, place in enumerate(area.columns(layer.maps, 44.0)):
        grid = matrix(values[index], *place.spot(layer.out, 124.0), role=Role.OUTPUT, shown=cell + (index < at),
                      name=f"{'separable ' * (name == 'separable')}output map {index + 1}")  # fmt: skip
        marks += bordered(grid)
        if view.followed and index == at and inside > GROWS:
            where = divmod(cell, layer.out[1])
            goal = grid.lattice.at(*where), grid.u[0]
            value, share = float(values[index].array[where]), glide((inside - GROWS) / (1 - GROWS))
            marks.append(travelling(value, (start, BAR), goal, share, Role.OUTPUT, f"number of {name}"))
    return marks
