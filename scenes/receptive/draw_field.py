"""A receptive field: a square on a picture, open where it goes on beyond what can be drawn."""

from __future__ import annotations

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Path, Rect, Role


def field(
    start: Point, end: Point, room: tuple[float, float, float, float], *, line: float = 5.0, filled: bool = True
) -> list[AnyMark]:
    """The square from one corner to the other as far as it lies in the room (left, top, right, bottom)."""
    left, top = max(start[0], room[0]), max(start[1], room[1])
    right, bottom = min(end[0], room[2]), min(end[1], room[3])
    marks: list[AnyMark] = []
    if filled:
        marks.append(Rect(
            x=left, y=top, width=right - left, height=bottom - top, fill=0.16, role=Role.HIGHLIGHT,
            name="receptive field",
        ))  # fmt: skip
    for inside, points in (
        (left == start[0], ((left, top), (left, bottom))), (right == end[0], ((right, top), (right, bottom))),
        (top == start[1], ((left, top), (right, top))), (bottom == end[1], ((left, bottom), (right, bottom))),
    ):  # fmt: skip
        if inside:
            marks.append(Path(points=points, line=line, role=Role.HIGHLIGHT))
    return marks
