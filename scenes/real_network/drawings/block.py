"""A block from inside: narrow, wide and narrow maps, what ReLU6 leaves of them, and the shortcut."""

from __future__ import annotations

import numpy as np

from scenes.real_network.drawings.figures import figure
from scenes.real_network.drawings.ways import draw_ways
from scenes.real_network.operations import ACTIVATIONS, Operation
from scenes.real_network.stops import Stop, layer_before, nearest_block, with_linear_end, with_shortcut
from scenes.real_network.view import View, curtain, feature, framed, map_in, whole
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer
from scenes.stage.data.reading import Reading
from scenes.stage.draw.blocks import cuboid, plus_sign
from scenes.stage.numbers.values import Values, format_number

DEEPEST, LEAST = 150.0, 14.0
"""How far the back of the widest maps lies to the right of their front, and of the narrowest."""
RISE = 0.6
"""How far it lies above it, of that."""
APART, LARGEST = 50.0, 246.0
CROWDED, CROWDED_DEEPEST, CROWDED_APART = 4, 110.0, 62.0
"""From so many layers on, as where there is a gate, volumes are less deep and stand farther apart."""
FOOT = 560.0
ARC = 742.0
"""The line on which the shortcut runs."""


def draw_inside(view: View) -> None:
    """Draw what a block reads and what each of its layers makes, as deep as there are maps, and the shortcut."""
    step, stop = view.steps.inside, nearest_block(view.knobs.block, view.of)
    if view.knobs.foreign and not stop.inverted:
        draw_ways(view, stop)
        return
    made, reading = stop.made, view.inside(stop)
    counts = [layer_before(stop.reads, view.of).shape[0], *(each.channels for each in made)]
    deepest, apart = (DEEPEST, APART) if len(made) < CROWDED else (CROWDED_DEEPEST, CROWDED_APART)
    depths = [max(LEAST, deepest * count / max(counts)) for count in counts]
    side = min(LARGEST, (RIGHT - LEFT - sum(depths) - apart * len(made)) / len(counts))
    x = (LEFT + RIGHT - sum(depths) - apart * len(made) - side * len(counts)) / 2
    marks: list[AnyMark] = []
    feet: list[float] = []
    for place, (count, depth) in enumerate(zip(counts, depths, strict=True)):
        come = 1.0 if place == 0 else step.part(place - 1, len(counts) - 1)
        feet.append(x + side / 2)
        marks += _volume(view, reading, stop, made[place - 1] if place else None, (x, FOOT - side), side, depth, count,
                         come)  # fmt: skip
        x += side + depth + apart
    view.stage.add(*marks, *_shortcut(stop, feet[0], feet[-1], step.rise(0.75)))


def _volume(
    view: View, reading: Reading | None, stop: Stop, operation: Operation | None, corner: Point, side: float,
    depth: float, count: int, come: float,
) -> list[AnyMark]:  # fmt: skip
    """Maps one behind the other, of which one is seen, and how many there are; above it what made them."""
    if come <= 0.0:
        return []
    layer = layer_before(stop.reads, view.of) if operation is None else operation.out
    index = _read_map(view, stop, reading) if operation is None else view.map_of(stop, operation, reading)
    role = Role.INPUT if operation is None else Role.OUTPUT
    name = "what the block reads" if operation is None else f"{operation.kind} maps"
    grip = view.choosing(stop, operation, index) if operation is not None else None
    x = corner[0]
    title = stop.short if operation is None else operation.kind
    how = "reads" if operation is None else "a number each" if operation.gate else f"{operation.sized}, {_after(layer)}"
    values, scale = map_in(reading, layer.name, index), view.scale_before(layer.name)
    crowded = len(stop.made) >= CROWDED
    letters = (36.0, 32.0, 40.0) if crowded else (44.0, 36.0, 52.0)
    sized = f"{layer.shape[1]} × {layer.shape[2]}"
    return [
        *cuboid(corner, side, side, (depth * come, -RISE * depth * come), role=role, fill=0.4, line=3.0),
        feature(values, corner, side, scale, name, role=role, grip=grip),
        *curtain(corner, side, come),
        lettering(x, 134.0, title, Role.HIGHLIGHT if operation is None else role, bold=True, size=letters[0],
                  opacity=come, name=f"title of {name}"),
        lettering(x, 182.0, how, size=letters[1], opacity=come, name=f"how {name}"),
        lettering(x + side / 2, FOOT + 50.0, f"{count:,} maps", role, bold=True, size=letters[2], anchor="middle",
                  opacity=come, name=f"count of {name}"),
        lettering(x + side / 2, FOOT + 104.0, sized if view.knobs.foreign else f"map {index + 1}, {sized}", Role.MUTED,
                  size=34.0, anchor="middle", opacity=come, name=f"size of {name}"),
    ]  # fmt: skip


def _after(layer: Layer) -> str:
    """What a layer of maps ends with."""
    return ACTIVATIONS.get(layer.kind, "linear")


def _read_map(view: View, stop: Stop, reading: Reading | None) -> int:
    """The map that is shown of what a block reads: the one of the stop before; with a shortcut, the same as its own."""
    if view.knobs.foreign:
        return view.first_of(stop.reads, reading)
    before = view.stops[stop.place - 1]
    last = stop if stop.shortcut else before
    return min(view.map_of(last, last.operations[-1]), before.out.shape[0] - 1)


def _shortcut(stop: Stop, begin: float, end: float, seen: float) -> list[AnyMark]:
    """The way past the layers, where there is one; else why there is none."""
    if not stop.shortcut:
        said = "no shortcut: its input has another shape"
        return [lettering((begin + end) / 2, ARC, said, Role.MUTED, size=38.0, anchor="middle", opacity=seen)]
    top = FOOT + 136.0
    way = Path(points=((begin, top), (begin, ARC), (end - 34.0, ARC)), line=8.0, role=Role.INPUT, opacity=seen,
               name="shortcut")  # fmt: skip
    down = Arrow(start=(end, top - 4.0), end=(end, ARC - 32.0), line=8.0, head=24.0, role=Role.OUTPUT, opacity=seen)
    words = lettering((begin + end) / 2, ARC - 34.0, "shortcut", Role.INPUT, bold=True, size=40.0, anchor="middle",
                      opacity=seen, name="name of the shortcut")  # fmt: skip
    return [way, down, words, *plus_sign((end, ARC), Role.OUTPUT)] if seen > 0.0 else []


# What ReLU6 leaves ----------------------------------------------------------------------------------------------------

COLUMN, WIDE, MAPS_TOP = (RIGHT - LEFT + 46.0) / 3, 446.0, 172.0


def draw_linear(view: View) -> None:
    """Draw a map of each layer of the block, and which share of it is 0, or below it."""
    step, stop = view.steps.linear, with_linear_end(view.knobs.block, view.of)
    assert step is not None
    reading, marks = view.inside(stop), list[AnyMark]()
    made = [each for each in stop.operations if each.conv is not None]
    for place, operation in enumerate(made):
        x, come = LEFT + (place + (3 - len(made)) / 2) * COLUMN, step.part(place, len(made))
        index = view.map_of(stop, operation, reading)
        values = map_in(reading, operation.out.name, index)
        after = _after(operation.out)
        grip = view.choosing(stop, operation, index)
        marks += [
            lettering(x, 138.0, f"{operation.kind}, {after}", Role.OUTPUT, bold=True, size=40.0,
                      name=f"title of {operation.kind} maps"),
            feature(values, (x, MAPS_TOP), WIDE, view.scale_of(operation), f"{operation.kind} maps", grip=grip),
        ]  # fmt: skip
        if values is not None:
            marks += _left_over(values, _all_of(reading, operation), operation, (x, MAPS_TOP + WIDE), come)
        marks += [
            lettering(x + WIDE, MAPS_TOP + WIDE + 44.0, stop.short, Role.HIGHLIGHT, bold=True, size=38.0, anchor="end",
                      name=f"block of {operation.kind}"),
            lettering(x + WIDE, MAPS_TOP + WIDE + 98.0, f"map {index + 1}", Role.MUTED, size=36.0, anchor="end",
                      name=f"number of {operation.kind}"),
        ]  # fmt: skip
    view.stage.add(*marks)


def _all_of(reading: Reading | None, operation: Operation) -> Values | None:
    """All maps of an operation; None where some of them are not at hand."""
    found = reading.maps.get(operation.out.name) if reading is not None else None
    return found if found is not None and whole(found) else None


def _left_over(
    values: Values, maps: Values | None, operation: Operation, corner: Point, come: float
) -> list[AnyMark]:  # fmt: skip
    """Which share of all maps an activation has cut off to 0, or else is below 0; of one map until all come."""
    array, cut = values.array if maps is None else maps.array, operation.activation.startswith("ReLU")
    share = float(np.mean(array == 0) if cut else np.mean(array < 0))
    where = "this map" if maps is None else f"all {operation.channels} maps"
    where = "all maps" if maps is not None and operation.channels >= 1000 else where
    words = f"{'zero' if cut else 'below zero'} in {where}"
    return [
        lettering(corner[0], corner[1] + 66.0, f"{format_number(100 * share)} %", Role.OUTPUT, bold=True, size=76.0,
                  opacity=come, name=f"share of {operation.kind}"),
        lettering(corner[0], corner[1] + 158.0, words, size=36.0, opacity=come,
                  name=f"words of {operation.kind}"),
    ]  # fmt: skip


# The shortcut ---------------------------------------------------------------------------------------------------------

TERM, TERMS_TOP = 420.0, 170.0
TERM_X = (LEFT, LEFT + 534.0, RIGHT - 420.0)


def draw_shortcut(view: View) -> None:
    """Draw a map that came in, what the block has made, and the sum of both, with a cell of each."""
    step, stop = view.steps.shortcut, with_shortcut(view.knobs.block, view.of)
    assert step is not None
    total, reading = stop.operations[-1], view.inside(stop)
    index, cell = view.map_of(stop, total, reading), view.cell_of(total.side)
    made, came = total.reads
    terms = (
        (came, "came in" if came == stop.reads else "shortcut", Role.INPUT),
        (made, "made of it", Role.PRODUCT),
        (total.out.name, f"after {total.activation}" if total.activation else "goes on", Role.OUTPUT),
    )
    marks: list[AnyMark] = []
    for place, ((layer, title, role), x) in enumerate(zip(terms, TERM_X, strict=True)):
        come = 1.0 if place < 2 else ease(2.0 * step.motion - 0.6)
        values = map_in(reading, layer, index)
        marks += [
            lettering(x, 136.0, title, role, bold=True, size=44.0, name=f"title of {title}"),
            feature(values, (x, TERMS_TOP), TERM, view.scale_before(layer), f"map that {title}", role=role,
                    grip=view.pick((x, TERMS_TOP), TERM, total.side) if stop is view.stop
                    else view.choosing(stop, total, index)),
            *curtain((x, TERMS_TOP), TERM, come),
            framed((x, TERMS_TOP), TERM, total.side, cell, f"cell of {title}"),
        ]  # fmt: skip
        if values is not None:
            marks.append(
                figure(x + TERM / 2, 680.0, float(values.array[cell]), role, size=96.0, room=TERM, anchor="middle",
                       opacity=come, name=f"number that {title}")
            )  # fmt: skip
    for x, sign in zip((TERM_X[1] - 57.0, TERM_X[2] - 57.0), "+→" if total.activation else "+=", strict=True):
        marks += [lettering(x, y, sign, bold=True, size=96.0, anchor="middle") for y in (TERMS_TOP + TERM / 2, 680.0)]
    runs = (
        TextRun(stop.title, Role.HIGHLIGHT, bold=True),
        TextRun(f"  map {index + 1} of {total.channels}", Role.MUTED),
    )
    words = Text(x=(LEFT + RIGHT) / 2, y=766.0, runs=runs, size=38.0, anchor="middle", name="what is looked at")
    view.stage.add(*marks, words)
