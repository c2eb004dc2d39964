"""The map in the corner: where one is, as long as the stage is looked at from near."""

from __future__ import annotations

from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Group, Rect, Role
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import BOTTOM, RIGHT, Frame

SCALE = 0.18
NEAR = 1.8
"""How much larger than on the whole stage things are seen when the map is there; it comes in a little before."""
COMES = 0.1
MAP = Box(RIGHT - SCALE * WIDTH, BOTTOM - SCALE * HEIGHT, SCALE * WIDTH)
"""Where it lies: in the lower right corner of what a scene fills."""


def minimap(frame: Frame) -> tuple[AnyMark, ...]:
    """The whole stage made small, with a frame around what is seen of it; nothing where all of it is seen."""
    shown = frame if frame.coming is None else frame.coming
    opacity = min(1.0 + (shown.view.zoom - NEAR) / COMES, 1.0)
    if opacity <= 0.0:
        return ()
    view = shown.view
    plate = Rect(x=0.0, y=0.0, width=WIDTH, height=HEIGHT, radius=24.0, fill=1.0, line=9.0, role=Role.SURFACE)
    edge = Rect(
        x=view.x, y=view.y, width=view.width, height=view.width * HEIGHT / WIDTH, radius=24.0, line=18.0,
        role=Role.HIGHLIGHT,
    )  # fmt: skip
    whole = (plate, *(mark for mark in shown.marks if not mark.pinned), edge)
    return (Group(marks=whole, dx=MAP.x, dy=MAP.y, scale=SCALE, opacity=opacity),)
