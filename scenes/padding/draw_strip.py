"""Counting along one row: the first rows of the picture, the window that moves over them, and its track below."""

from __future__ import annotations

import math
from dataclasses import replace

from scenes.padding.computed import Layer
from scenes.padding.draw_account import account
from scenes.padding.layout import BESIDE, TRACK_Y, WHOLE, Strip, strip
from scenes.padding.story import Steps
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Path, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.matrices import SEPARATE, matrix
from scenes.stage.draw.sliding import lattice_of_windows
from scenes.stage.numbers.values import Values

POST = 28.0
"""The radius of the posts that stand for positions."""
SMALLEST_POST = 32.0
"""A post narrower than this has no room for a number."""
FLASHES = 3


def draw_ghosts(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the whole picture while rings of zeros come around it, and how long its rows are then."""
    p = layer.knobs.padding
    (x, y), cell = WHOLE.spot((layer.row, layer.row), 140.0)
    marks: list[AnyMark] = []
    rows = strip(layer).rows
    if steps.ghosts.t > 0.6 and rows < layer.row:  # under the whole, so that the next step grows out of them
        first = rows_of(layer, rows, (x, y), cell, fading=False)
        marks += [replace(grid, framed=False, grip=None) for grid in first]
    for ring in range(p, 0, -1):
        share = ease(steps.ghosts.t / 0.5 * p - ring + 1)
        inset = (p - ring) * cell
        grid = padded(layer, layer.padded(ring), layer.ghost(ring), (x + inset, y + inset), cell, ring)
        marks.append(replace(grid, opacity=share, framed=ring == p))
        if share >= 1.0:  # it covers those within
            break
    marks.append(picture(layer, layer.picture, (x + p * cell, y + p * cell), cell))
    stage.add(*marks, *account(layer, steps, BESIDE.rows(3, 20.0)))


def padded(
    layer: Layer, values: Values, ghost: Values, corner: Point, cell: float, rings: int, faded: Values | None = None
) -> Grid:  # fmt: skip
    """The picture with so many rings of zeros around it, or the first rows of that."""
    return matrix(
        values, corner, cell, role=Role.INPUT, shade="pixel", padding=ghost if cell > SEPARATE else None,
        first=(-rings, -rings), name="padded picture", faded=faded,
    )  # fmt: skip


def picture(layer: Layer, values: Values, corner: Point, cell: float, faded: Values | None = None) -> Grid:
    """The picture itself, or its first rows; a number in it can be changed by hand."""
    n = layer.knobs.n
    return matrix(
        values, corner, cell, role=Role.INPUT, shade="pixel", faded=faded, name="picture",
        grip=EditCell("pixels", (), (0, 0), (n, n), -99.0, 99.0),
    )  # fmt: skip


def rows_of(layer: Layer, rows: int, corner: Point, cell: float, *, fading: bool) -> list[Grid]:
    """The first rows of the picture with its padding; `fading` says that what no window reaches is faded."""
    p, n = layer.knobs.padding, layer.knobs.n
    own = min(rows - p, n)
    unseen = layer.unseen if fading else None
    faded = None if unseen is None else Values(unseen.array[:rows])
    inner = None if unseen is None else Values(unseen.array[p : p + own, p : p + n])
    around, ghost = (Values(each.array[:rows]) for each in (layer.padded(p), layer.ghost(p)))
    marks = [padded(layer, around, ghost, corner, cell, p, faded)] if p else []
    inside = (corner[0] + p * cell, corner[1] + p * cell)
    return [*marks, picture(layer, Values(layer.x[:own]), inside, cell, inner)]


def draw_strip(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the rows that the first windows see, the window, its track and the account."""
    place = strip(layer, layer.too_far if steps.misfit.active else 0)
    stage.add(
        *rows_of(layer, place.rows, place.corner, place.cell, fading=steps.misfit.begun),
        *_window(layer, steps, place), *_track(layer, steps, place),
        *account(layer, steps),
    )  # fmt: skip


def _column(layer: Layer, steps: Steps) -> float:
    """Where the window is, in positions from the first."""
    if steps.misfit.active:
        return layer.out - 1 + glide(steps.misfit.t / 0.3)
    return steps.along.place[1] if steps.stride.begun else 0.0


def _window(layer: Layer, steps: Steps, place: Strip) -> list[AnyMark]:
    """The frame of the window and the places of its weights, which dilation moves apart."""
    k, d, cell = layer.knobs.k, layer.knobs.dilation, place.cell
    apart = between(1.0, d, ease((steps.room.t - 0.12) / 0.2))
    side = ((k - 1) * apart + 1) * cell
    hangs = steps.misfit.active and steps.misfit.t > 0.15
    shown = ease(steps.room.t / 0.1) * (_flash(steps) if hangs else 1.0)
    x, y = place.x(_column(layer, steps) * layer.knobs.stride), place.corner[1]
    weights = [
        Rect(
            x=x + v * apart * cell + 3, y=y + u * apart * cell + 3, width=cell - 6, height=cell - 6,
            radius=min(8.0, cell / 6), line=4.0, role=Role.KERNEL, opacity=shown, name=f"weight {u}, {v}",
        )
        for u in range(k) for v in range(k)
        if d > 1 and cell > SEPARATE + 6
    ]  # fmt: skip
    frame = Rect(
        x=x, y=y, width=side, height=side, radius=min(14.0, side / 6), line=8.0, dashed=hangs,
        role=Role.WARNING if hangs else Role.KERNEL, opacity=shown, name="window", grip=_grip(layer, steps, place),
    )  # fmt: skip
    return [*weights, frame, *_over_the_edge(layer, steps, place)]


def _grip(layer: Layer, steps: Steps, place: Strip) -> Scrub | None:
    """Dragging the window moves the time along its walk."""
    when = steps.along.when
    if when is None or steps.misfit.active:
        return None
    k = layer.knobs
    return Scrub(lattice_of_windows(place.corner, place.cell, k.span, k.stride, 1, layer.out), *when)


def _flash(steps: Steps) -> float:
    """The window's opacity: it flashes when it does not fit."""
    share = (steps.misfit.t - 0.3) / 0.4
    return 0.6 + 0.4 * math.cos(2 * math.pi * FLASHES * share) if 0 < share < 1 else 1.0


def _over_the_edge(layer: Layer, steps: Steps, place: Strip) -> list[AnyMark]:
    """What of the window lies beyond the picture and its padding."""
    if not steps.misfit.active:
        return []
    return [
        Rect(
            x=place.x(layer.row) + 4, y=place.corner[1], width=layer.too_far * place.cell - 4,
            height=layer.knobs.span * place.cell, fill=0.35, role=Role.WARNING, name="over the edge",
            opacity=ease((steps.misfit.t - 0.2) / 0.12),
        )
    ]  # fmt: skip


def _track(layer: Layer, steps: Steps, place: Strip) -> list[AnyMark]:
    """What the window's right edge moves over: first the room, then the steps in it and a post for each position."""
    start, end = place.x(layer.knobs.span), place.x(layer.row)
    room = ease((steps.room.t - 0.45) / 0.2)
    edge = Path(points=((end, TRACK_Y - 30), (end, TRACK_Y + 30)), line=8.0, role=Role.INPUT, opacity=room, name="end")
    if steps.room.active:
        if layer.room == 0 or room == 0.0:
            return [edge]
        head = min(36.0, 0.6 * (end - start))
        tip = (between(start + head, end - 4, room), TRACK_Y)
        return [edge, Arrow(start=(start, TRACK_Y), end=tip, line=10.0, head=head, role=Role.HIGHLIGHT, name="room")]
    column = _column(layer, steps) if steps.stride.active else layer.out - 1
    marks: list[AnyMark] = [
        edge, Path(points=((start, TRACK_Y), (end, TRACK_Y)), line=4.0, role=Role.MUTED, name="track")
    ]  # fmt: skip
    marks += [_hop(layer, place, index, column - index) for index in range(layer.out - 1) if column > index]
    posts = [_post(layer, place, index) for index in range(layer.out)]
    marks += [replace(post, opacity=_come(column, index)) for index, post in enumerate(posts)]
    if steps.misfit.active:
        beyond, last = _column(layer, steps), layer.out - 1
        marks += [replace(_hop(layer, place, last, beyond - last), role=Role.WARNING)] if beyond > last else []
        post = replace(_post(layer, place, layer.out), role=Role.WARNING, name="no position", fill=0.0, line=6.0)
        marks.append(replace(post, opacity=_come(beyond, layer.out)))
    if steps.first.active and posts[0].width >= SMALLEST_POST:
        column = _column(layer, steps)
        marks += [_number(post, index + 1, _come(column, index)) for index, post in enumerate(posts)]
    return marks


def _come(column: float, index: int) -> float:
    """How visible what belongs to a position is: it comes with the window."""
    return ease((column - index + 0.2) / 0.2)


def _post(layer: Layer, place: Strip, index: int) -> Rect:
    """A post for a position: where the right edge of its window is."""
    s = layer.knobs.stride
    x, radius = place.x(layer.knobs.span + index * s), min(POST, 0.42 * s * place.cell)
    return Rect(
        x=x - radius, y=TRACK_Y - radius, width=2 * radius, height=2 * radius, radius=radius, fill=1.0,
        role=Role.OUTPUT, name=f"position {index}",
    )  # fmt: skip


def _number(post: Rect, number: int, opacity: float) -> AnyMark:
    """The number of a position, in its post."""
    x, size = post.x + post.width / 2, 0.64 * post.width
    return lettering(
        x, TRACK_Y, str(number), Role.SURFACE, bold=True, size=size, anchor="middle", opacity=opacity
    )  # fmt: skip


def _hop(layer: Layer, place: Strip, index: int, share: float) -> Arrow:
    """A share of a step of the window, from post to post."""
    post = _post(layer, place, index)
    start, end = post.x + post.width, _post(layer, place, index + 1).x - 2
    head = min(30.0, 0.8 * (end - start))
    tip = between(start + head, end, min(share, 1.0))
    return Arrow(
        start=(start, TRACK_Y), end=(tip, TRACK_Y), line=10.0, head=head, role=Role.HIGHLIGHT, name=f"step {index}"
    )
