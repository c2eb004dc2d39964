"""The pointwise part: a needle through all maps at one place, then as many as there are output maps."""

from __future__ import annotations

from dataclasses import replace

from scenes.depthwise.view import ARRIVES, BORDER, HEADINGS_Y, LEAVES, View, bordered
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Path, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import bracketed, heading, number
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.draw.plates import Plates
from scenes.stage.draw.sheets import Spot, travelling
from scenes.stage.draw.sliding import goes_to
from scenes.stage.numbers.values import label_width

PLATES, FEWER = Area(100.0, 166.0, 550.0, 600.0), Area(66.0, 120.0, 480.0, 650.0)
"""The maps with one needle, and with all of them."""
THICK, THIN, SPREAD, BESIDE = 12.0, 5.0, 0.28, 0.81
"""How thick needles are, and where in a cell they stand: its number stays in sight."""
TILE, SMALL, COLUMNS_X = 142.0, 60.0, (688.0, 872.0, 1056.0)
OUTPUT, ACCOUNT = Area(1254.0, 186.0, 280.0, 420.0), (1534.0, 712.0)
NEEDLES, NEEDLE_GAP = Area(610.0, 120.0, 934.0, 670.0), 44.0
WOVEN, LARGEST = 300.0, 150.0
"""Below each needle this height is for its map."""
POINT, INSET = 54.0, 16.0


def draw_needle(view: View) -> None:
    """Draw one needle through all maps: its values fly out, are weighed, and meet in a cell of the first output map."""
    layer, cell = view.layer, view.chosen
    down, _, _, added = _shares(view)
    plates = Plates(PLATES, layer.out, layer.channels)
    whole = view.output(0, OUTPUT, LARGEST, shown=0)
    words = (("value", Role.PRODUCT), ("weight", Role.KERNEL), ("product", Role.OUTPUT), ("output map", Role.OUTPUT))
    heads = zip((*(x + TILE / 2 for x in COLUMNS_X), OUTPUT.middle[0]), words, strict=True)
    marks: list[AnyMark] = [
        *_plates(view, plates, cell, ((cell[0], cell[1] + BESIDE),), down, THICK),
        *(heading(x, HEADINGS_Y, word, "", role, anchor="middle", size=40.0) for x, (word, role) in heads),
        *bordered(whole),
    ]
    if added >= 1:
        marks.append(written_first(whole, cell, float(layer.y[(0, *cell)])))
    for channel in range(layer.channels):
        marks += _weighed(view, channel, plates, (whole.lattice.at(*cell), whole.u[0]))
    view.stage.add(*marks, _account(view, cell, ease((added - 1) * 5)))


def _shares(view: View) -> tuple[float, float, float, float]:
    """How far the needle has come down, the values out of the maps, their products, and these to their sum."""
    t = view.steps.needle.t
    return glide(t / 0.22), glide((t - 0.22) / 0.2), ease((t - 0.46) / 0.1), (t - 0.6) / 0.2


def _weighed(view: View, channel: int, plates: Plates, goal: Spot) -> list[AnyMark]:
    """The value of one map at the needle, its weight and their product, which goes to a cell."""
    _, out, multiplied, added = _shares(view)
    cell, name, y = view.chosen, view.channels.name, plates.middle(channel)
    side = min(TILE, 0.6 * PLATES.height / view.layer.channels)
    value, weight, product = (((x + (TILE - side) / 2, y - side / 2), side) for x in COLUMNS_X)
    d, p = float(view.layer.between[(channel, *cell)]), float(view.layer.weights[0, channel])
    marks: list[AnyMark] = [*_signs(y), view.weight(0, channel, weight)]
    if out > 0:
        x, top = plates.lattice(channel).center(*cell)
        start = (x - SMALL / 2, top - SMALL / 2), SMALL
        marks.append(travelling(d, start, value, out, Role.PRODUCT, name("value", channel)))
    if multiplied > 0:
        marks.append(matrix([[d * p]], *product, role=Role.OUTPUT, name=name("product", channel), opacity=multiplied,
                            framed=False))  # fmt: skip
    if 0 < added < 1:
        marks.append(travelling(d * p, product, goal, glide(added), Role.OUTPUT, name("product on its way", channel)))
    return marks


def _signs(y: float) -> list[AnyMark]:
    xs = ((COLUMNS_X[0] + TILE + COLUMNS_X[1]) / 2, (COLUMNS_X[1] + TILE + COLUMNS_X[2]) / 2)
    return [
        lettering(x, y, sign, Role.MUTED, bold=True, size=56.0, anchor="middle")
        for x, sign in zip(xs, "×=", strict=True)
    ]


def _account(view: View, cell: Cell, opacity: float) -> Text:
    """The products and their sum in a line."""
    terms = [float(d * p) for d, p in zip(view.layer.between[:, *cell], view.layer.weights[0], strict=True)]
    said = " + ".join([number(terms[0]), *map(bracketed, terms[1:])]) + " = "
    runs = (TextRun(said, Role.MUTED), TextRun(number(float(view.layer.y[(0, *cell)])), Role.OUTPUT, bold=True))
    size = max(32.0, min(84.0, 420.0 / label_width("".join(run.text for run in runs))))
    return Text(x=ACCOUNT[0], y=ACCOUNT[1], runs=runs, size=size, anchor="end", opacity=opacity, name="account")


def _plates(
    view: View, plates: Plates, cell: Cell, places: tuple[Point, ...], reach: float, half: float
) -> list[AnyMark]:
    """The maps above each other with needles in them; a click on a cell takes the needle there."""
    maps = []
    for channel in range(view.layer.channels):
        grip = goes_to(plates.lattice(channel), view.weave)
        maps.append(view.filtered(channel, ((0.0, 0.0), 1.0), gap=CELL_GAP, highlighted=(cell,), grip=grip))
    return plates.pierced(maps, view.roles, [(row + 0.5, column) for row, column in places], reach, half)


def draw_needles(view: View) -> None:
    """Draw a needle for each output map: the column of its weights, and under it the map that it weaves."""
    layer, now = view.layer, view.weave
    plates = Plates(FEWER, layer.out, layer.channels)
    row, column = now.place
    shifts = [BESIDE + ((n + 0.5) / layer.maps - 0.5) * SPREAD for n in range(layer.maps)]
    marks = _plates(view, plates, now.cell, tuple((row, column + shift) for shift in shifts), 1.0, THIN)
    for index, area in enumerate(NEEDLES.columns(layer.maps, NEEDLE_GAP)):
        marks += _needle(view, index, area)
    view.stage.add(*marks)


def _needle(view: View, index: int, area: Area) -> list[AnyMark]:
    now, m = view.weave, view.layer.channels
    room = NEEDLES.height - WOVEN - POINT - 2 * INSET
    side = min(130.0, room / m, area.width - 2 * INSET)
    x, bottom = area.middle[0], NEEDLES.y + m * side + 2 * INSET
    left, right = x - side / 2 - INSET, x + side / 2 + INSET
    edge = ((left, area.y), (right, area.y), (right, bottom), (x, bottom + POINT), (left, bottom))
    whole = view.output(index, Area(area.x + 10, NEEDLES.y + NEEDLES.height - WOVEN + 22, area.width - 20,
                                    WOVEN - 36), LARGEST, shown=view.written(now), highlighted=(now.cell,))  # fmt: skip
    marks: list[AnyMark] = [
        Path(points=edge, closed=True, fill=0.2, line=BORDER, role=Role.KERNEL, name=f"needle {index + 1}"),
        *(view.weight(index, channel, ((x - side / 2, area.y + INSET + channel * side), side)) for channel in range(m)),
        *bordered(whole),
    ]
    if view.followed and LEAVES < now.inside < ARRIVES:
        marks.append(_flying(view, index, ((x - SMALL / 2, bottom - 10.0), SMALL), whole))
    return marks


def _flying(view: View, index: int, start: Spot, whole: Grid) -> AnyMark:
    """A number on its way from the point of its needle to its cell."""
    now = view.weave
    goal = whole.lattice.at(*now.cell), whole.u[0]
    share = glide((now.inside - LEAVES) / (ARRIVES - LEAVES))
    value = float(view.layer.y[(index, *now.cell)])
    return replace(travelling(value, start, goal, share, Role.OUTPUT), name=f"number of map {index + 1}")
