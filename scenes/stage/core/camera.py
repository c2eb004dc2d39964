"""The camera: which part of the stage is seen at a time. A pure function of time, like all else on the stage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import WIDTH, AnyMark, Drawn, Formula, Text, outline
from scenes.stage.core.placing import WHOLE, Box, placed
from scenes.stage.core.timeline import glide

CLOSEST, FARTHEST = 6.0, 0.5
"""How much larger and smaller than on the whole stage a scene may show its things."""
MOVE, FAR_MOVE = 0.9, 1.4
"""Seconds that a move of the camera takes; those that change the width more than threefold take the longer time."""
FAR = 3.0
Room = tuple[float, float, float, float]
"""A part of the stage: left, top, right, bottom."""
LETTER = 0.55
"""The width of a letter in ems, near enough to leave room for words."""


@dataclass(frozen=True, slots=True)
class Look:
    """From a time on, within some seconds, look at a box of the stage."""

    begin: float
    seconds: float
    target: Box


def view_at(looks: Sequence[Look], t: float) -> Box:
    """What the camera shows at time t: the whole stage, and from each look on its box, eased from the one before."""
    view = WHOLE
    for look in sorted(looks, key=lambda each: each.begin):
        if t <= look.begin:
            break
        view = moved(view, look.target, glide((t - look.begin) / look.seconds))
    return view


def seconds_between(start: Box, goal: Box) -> float:
    """How long a move of the camera takes."""
    return FAR_MOVE if max(start.width / goal.width, goal.width / start.width) > FAR else MOVE


def moved(start: Box, goal: Box, share: float) -> Box:
    """The box between two: its width grows evenly in its logarithm, and the zoom's fixed point stands still.

    The line of centres is that of van Wijk and Nuij, Smooth and efficient zooming and panning (2003), without its rise.
    """
    if share <= 0.0 or start == goal:
        return start
    if share >= 1.0:
        return goal
    width = start.width * math.exp(share * math.log(goal.width / start.width))
    # The share of the way that keeps the fixed point still; where both are as wide, the limit of it: the even share.
    change = goal.width - start.width
    way = (width - start.width) / change if abs(change) > 1e-6 * start.width else share
    return Box(start.x + way * (goal.x - start.x), start.y + way * (goal.y - start.y), width)


def box_around(marks: Sequence[AnyMark], name: str, room: Room, margin: float = 0.0) -> Box | None:
    """The box that shows all marks of a name as large as there is room, with a margin as a share of their longer side.

    None where no mark of that name is seen.
    """
    boxes = [room_of(each.mark, each.dx, each.dy) for each in placed(marks) if each.mark.name == name]
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    more = margin * max(right - left, bottom - top)
    return framing((left - more, top - more, right + more, bottom + more), room)


def framing(part: Room, room: Room, closest: float = CLOSEST) -> Box:
    """The box through which a part of the stage fills the room that there is for the picture, not closer than that."""
    zoom = min((room[2] - room[0]) / (part[2] - part[0]), (room[3] - room[1]) / (part[3] - part[1]))
    zoom = max(FARTHEST, min(zoom, closest))
    (x, y), (goal_x, goal_y) = _middle(part), _middle(room)
    return Box(x - goal_x / zoom, y - goal_y / zoom, WIDTH / zoom)


def room_of(mark: Drawn, dx: float, dy: float) -> Room:
    """The room that a mark takes where it is drawn, moved by (dx, dy); that of words is estimated by their letters."""
    if isinstance(mark, Text | Formula):
        width = LETTER * mark.size * len(mark.text if isinstance(mark, Text) else mark.plain)
        left = mark.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
        return left + dx, mark.y - mark.size / 2 + dy, left + width + dx, mark.y + mark.size / 2 + dy
    left, top, right, bottom = outline(mark)
    return left + dx, top + dy, right + dx, bottom + dy


def _middle(room: Room) -> Point:
    return (room[0] + room[2]) / 2, (room[1] + room[3]) / 2
