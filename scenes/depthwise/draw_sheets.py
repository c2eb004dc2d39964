"""The depthwise part: a brick is sliced into sheets, and each has a lane of its own that nothing leaves."""

from __future__ import annotations

from scenes.depthwise.view import ARRIVES, HEADINGS_Y, LEAVES, View, bordered
from scenes.stage.core.grips import Grip
from scenes.stage.core.marks import AnyMark, Arrow, Rect, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import backed, counted, cuboid, heading
from scenes.stage.draw.maps import photo
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, channel_grid, travelling, underway

Place = tuple[float, float]
"""A left edge, and a width."""
SHEETS, GAP = Area(66.0, 184.0, 1468.0, 596.0), 70.0
BRICK, SLICE = Area(380.0, 184.0, 780.0, 596.0), (92.0, -58.0)
"""The sheets side by side, and before that as a brick; how far back a slice of it reaches."""
LANES = Area(56.0, 160.0, 1488.0, 630.0)
LANE_GAP, INSET = 22.0, 24.0
SHEET, KERNEL, PRODUCTS, SUM, MAP = (96.0, 270.0), (424.0, 210.0), (702.0, 210.0), (994.0, 110.0), (1134.0, 270.0)
TIMES_X, EQUALS_X, ARROW_X = 391.0, 668.0, 956.0
FAR_KERNEL, COUNT_X = (640.0, 280.0), 1060.0
"""Where things stand along a lane."""
OFF = 16.0
SMALLEST_WINDOW = 26.0
ADDED = 0.45
"""The share of the first window's time in which its products come."""


def draw_brick(view: View) -> None:
    """Draw the input as a brick that comes apart; a picture comes apart into its colours."""
    layer, share = view.layer, glide(view.steps.sheets.t / 0.8)
    shape = layer.x.shape[1:]
    brick = BRICK.stack(shape, layer.channels, SLICE)
    goals = [area.spot(shape) for area in SHEETS.columns(layer.channels, GAP)]
    for channel in reversed(range(layer.channels)):
        (x, y), cell = spot = underway(brick[channel], goals[channel], share)
        width, height = shape[1] * cell + 2 * OFF, shape[0] * cell + 2 * OFF
        thick = SLICE[0] * (1.0 - 0.7 * share), SLICE[1] * (1.0 - 0.7 * share)
        grip = layer.input.pixel_grip(channel) if layer.readable and share >= 1 else None
        view.stage.add(
            *cuboid((x - OFF, y - OFF), width, height, thick, role=view.role(channel), fill=0.4, line=4.0, solid=True),
            _sheet(view, channel, spot, grip),
        )  # fmt: skip
    if not layer.readable and share < 1:
        at = underway(brick[0], goals[0], share)
        view.stage.add(photo(layer.input.colours, *at, opacity=1.0 - ease(share * 2)))


def _sheet(view: View, channel: int, spot: Spot, grip: Grip | None) -> AnyMark:
    name = view.channels.name("sheet", channel)
    return channel_grid(view.layer.input, channel, spot, role=view.role(channel), framed=False, name=name, grip=grip)


def _lanes(view: View) -> tuple[Area, ...]:
    """A lane for each sheet."""
    return LANES.rows(view.layer.channels, LANE_GAP)


def _inside(lane: Area, place: Place) -> Area:
    """A part of a lane: from a left edge on so wide."""
    return Area(place[0], lane.y + INSET, place[1], lane.height - 2 * INSET)


def _map(view: View, lane: Area) -> Area:
    """Where a lane's map stands: as near to the next step's place as it can, so that it can go there."""
    area = _inside(lane, MAP)
    return area._replace(width=min(area.width, area.height * view.layer.out[1] / view.layer.out[0]))


def _lane(view: View, channel: int) -> tuple[list[AnyMark], Spot]:
    """A lane with its sheet and the window on it, which the hand can move; and where the sheet stands."""
    lane, layer = _lanes(view)[channel], view.layer
    spot = _inside(lane, SHEET).spot(layer.x.shape[1:])
    windows = view.windows(channel, spot)
    grip = layer.input.pixel_grip(channel) if layer.readable else windows.grip()
    box = Rect(
        x=lane.x, y=lane.y, width=lane.width, height=lane.height, radius=24.0, fill=0.13, line=4.0,
        role=view.role(channel), name=view.channels.name("lane", channel),
    )  # fmt: skip
    frame = windows.frame(view.channels.name("window", channel), smallest=SMALLEST_WINDOW)
    return [box, _sheet(view, channel, spot, grip), frame], spot


def draw_kernels(view: View) -> None:
    """Draw the lanes, and the kernels as they come into them one after the other."""
    span, layer = view.steps.kernels, view.layer
    view.stage.add(_over("sheets", SHEET, Role.INPUT), _over("kernels", FAR_KERNEL, Role.KERNEL))
    for channel, lane in enumerate(_lanes(view)):
        marks, ((x, _), cell) = _lane(view, channel)
        share, y = span.part(channel, layer.channels), lane.middle[1]
        goal = _inside(lane, FAR_KERNEL).spot((layer.size, layer.size))
        start = (goal[0][0] + 420.0, goal[0][1]), goal[1]
        end = x + layer.x.shape[2] * cell + 3 * OFF, y
        way = Arrow(start=(goal[0][0] - 3 * OFF, y), end=end, role=Role.KERNEL, line=8.0, head=28.0,
                    opacity=ease(4 * share - 3))  # fmt: skip
        words = lettering(COUNT_X, y, counted(layer.size**2, "weight"), Role.KERNEL, bold=True, size=72.0,
                          opacity=ease(4 * share - 3), name=view.channels.name("weights", channel))  # fmt: skip
        view.stage.add(*marks, way, words, *view.kernel(channel, underway(start, goal, share), ease(4 * share)))


def _over(words: str, place: Place, role: Role) -> AnyMark:
    """A word over a part of the lanes."""
    return heading(place[0] + place[1] / 2, HEADINGS_Y, words, "", role, anchor="middle", size=40.0)


def draw_slide(view: View) -> None:
    """Draw each lane as its window slides: the products, their sum, and the map as far as it is written."""
    maps = _map(view, _lanes(view)[0])
    view.stage.add(
        _over("sheets", SHEET, Role.INPUT), _over("kernels", KERNEL, Role.KERNEL),
        _over("products", PRODUCTS, Role.PRODUCT), _over("sum", SUM, Role.PRODUCT),
        _over("maps", (maps.x, maps.width), Role.PRODUCT),
    )  # fmt: skip
    for channel in range(view.layer.channels):
        marks, _ = _lane(view, channel)
        view.stage.add(*marks, *_making(view, channel))


def _making(view: View, channel: int) -> list[AnyMark]:
    """What becomes of the numbers under the window of a lane."""
    layer, now, lane = view.layer, view.slide, _lanes(view)[channel]
    size, name, y = (layer.size, layer.size), view.channels.name, lane.middle[1]
    place, spot = _inside(lane, PRODUCTS).spot(size), _map(view, lane).spot(layer.out)
    products = layer.products(channel, now.cell)
    come = min(now.inside / ADDED, 1.0) if now.slow else 1.0
    total, tile = float(layer.between[(channel, *now.cell)]), min(SUM[1], lane.height - 2 * INSET)
    here = (SUM[0], y - tile / 2), tile
    marks: list[AnyMark] = [
        *view.kernel(channel, _inside(lane, KERNEL).spot(size)),
        *backed(matrix(products, *place, role=Role.PRODUCT, shown=int(come * products.size),
                       name=name("products", channel)), Role.PRODUCT, ground=False, line=4.0),
        *(lettering(x, y, sign, Role.MUTED, bold=True, size=48.0, anchor="middle")
          for x, sign in ((TIMES_X, "×"), (EQUALS_X, "="), (ARROW_X, "→"))),
        *bordered(view.filtered(channel, spot, shown=view.written(now), highlighted=(now.cell,),
                                grip=view.windows(channel, spot).goes_to(*spot))),
    ]  # fmt: skip
    if come >= 1:
        marks.append(matrix([[total]], *here, role=Role.PRODUCT, name=name("sum", channel), framed=False))
    if view.followed and LEAVES < now.inside < ARRIVES:
        (left, top), cell = spot
        goal = (left + now.cell[1] * cell, top + now.cell[0] * cell), cell
        marks.append(travelling(total, here, goal, glide((now.inside - LEAVES) / (ARRIVES - LEAVES)), Role.PRODUCT,
                                name("number", channel)))  # fmt: skip
    return marks
