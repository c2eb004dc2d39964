"""Where a stage begins the shapes differ: the sum is refused, until the shortcut changes the shape as well."""

from __future__ import annotations

from scenes.residual.computed import Meeting
from scenes.residual.knobs import OPTIONS, STAGES, Knobs
from scenes.residual.view import plus
from scenes.stage.blocks import cuboid, options, shape_text
from scenes.stage.lattice import Point
from scenes.stage.marks import AnyMark, Arrow, Group, Path, Role, Run, Text
from scenes.stage.stage import Stage, ease

FACE = {1: 150.0, 2: 75.0}
"""The side of a volume's front: before, and half of it after."""
DEEP = {1: (58.0, -42.0), 2: (116.0, -84.0)}
"""How deep a volume is drawn: twice as deep with twice the channels."""
INPUT: Point = (76.0, 390.0)
UPPER: Point = (660.0, 276.0)
LOWER: Point = (660.0, 560.0)
MEET: Point = (960.0, 450.0)
RESULT: Point = (1020.0, 430.0)
PANEL = 1264.0


def draw_shapes(stage: Stage, shapes: Meeting, knobs: Knobs, refuse: float, project: float, opacity: float) -> None:
    """Draw both lanes, refused as long as `project` is 0; then the shortcut that makes them fit."""
    if opacity <= 0:
        return
    fits = project > 0.55
    marks: list[AnyMark] = [
        *_volume(INPUT, shapes, 1, Role.INPUT, ""),
        *_way((300, 430), (636, 322), "F", "3×3, stride 2", Role.KERNEL),
        *_volume(UPPER, shapes, 2, Role.PRODUCT, "F(x)", ease(refuse * 3)),
    ]
    marks += _shortcut(shapes, knobs, refuse, project)
    marks += [_arrow((880, 330), (930, 420)), _arrow((880, 590), (930, 480))]
    marks += plus(MEET, Role.OUTPUT if fits else Role.WARNING)
    if fits:
        shown = ease((project - 0.55) * 4)
        arrive = [_arrow((992, 450), (1022, 450)), *_volume(RESULT, shapes, 2, Role.OUTPUT, "", 1.0)]
        marks.append(Group(marks=tuple(arrive), opacity=shown))
    elif refuse > 0.6:
        x, y = MEET
        cross = [
            Path(points=((x - 34, y - sign * 34), (x + 34, y + sign * 34)), line=6.0, role=Role.WARNING)
            for sign in (1, -1)
        ]
        words = Text(x=x + 50, y=y, runs=(Run("shapes differ", Role.WARNING, bold=True),), size=34)
        marks.append(Group(marks=(*cross, words), opacity=ease((refuse - 0.6) * 4) * (1 - ease(project * 4))))
    marks += _panel(knobs, ease((project - 0.2) * 4))
    stage.add(Group(marks=tuple(marks), opacity=opacity))


def _volume(
    corner: Point, shapes: Meeting, kind: int, role: Role, title: str, opacity: float = 1.0
) -> list[AnyMark]:  # fmt: skip
    """A volume before or after, with its shape below it."""
    shape = shapes.before if kind == 1 else shapes.after
    side, deeper = FACE[kind], DEEP[kind]
    marks = list(cuboid(corner, side, side, deeper, role=role, opacity=opacity))
    return [*marks, _label(corner, side, deeper, shape, role, title, opacity)]


def _label(
    corner: Point, side: float, deeper: Point, shape: tuple[int, int, int], role: Role, title: str, opacity: float
) -> Text:  # fmt: skip
    word = shape_text(shape)
    runs = (Run(f"{title}  ", role, bold=True), Run(word, role)) if title else (Run(word, role, bold=True),)
    x, y = corner[0] + (side + deeper[0]) / 2, corner[1] + side + 28
    return Text(x=x, y=y, runs=runs, size=26, anchor="middle", opacity=opacity, name=f"shape {word}")


def _shortcut(shapes: Meeting, knobs: Knobs, refuse: float, project: float) -> list[AnyMark]:
    """The lower lane: the input as it is, or what options A and B make of it."""
    start, end = (300.0, 500.0), (636.0, 610.0)
    same = Group(
        marks=(
            *_way(start, end, "identity", "", Role.INPUT, below=True),
            *_volume((LOWER[0], LOWER[1] - 30), shapes, 1, Role.INPUT, "x", ease(refuse * 3)),
        ),
        opacity=1 - ease(project * 4),
    )
    if project <= 0.2:
        return [same]
    is_a = knobs.option == OPTIONS[1]
    title, note = ("A", "every 2nd pixel, zeros") if is_a else ("W", "1×1, stride 2")
    marks: list[AnyMark] = _way(start, end, title, note, Role.HIGHLIGHT, below=True)
    if is_a:
        half = DEEP[1]
        behind = (LOWER[0] + half[0], LOWER[1] + half[1])
        marks += cuboid(behind, FACE[2], FACE[2], half, role=Role.MUTED, fill=0.05)
        marks += cuboid(LOWER, FACE[2], FACE[2], half, role=Role.INPUT)
        marks.append(_label(LOWER, FACE[2], DEEP[2], shapes.after, Role.INPUT, "x, padded", 1.0))
    else:
        marks += _volume(LOWER, shapes, 2, Role.INPUT, "Wx")
    count = 0 if is_a else round(shapes.parameters * ease((project - 0.3) * 2))
    runs = (Run(f"{count:,}", Role.HIGHLIGHT, bold=True), Run(" parameters", Role.MUTED))
    marks.append(Text(x=76, y=740, runs=runs, size=40, name="parameters"))
    return [same, Group(marks=tuple(marks), opacity=ease((project - 0.2) * 4))]


def _way(start: Point, end: Point, title: str, note: str, role: Role, below: bool = False) -> list[AnyMark]:
    """An arrow with what happens on the way."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    lines = [(title, role, True, 32.0)] + ([(note, Role.MUTED, False, 26.0)] if note else [])
    marks: list[AnyMark] = [_arrow(start, end)]
    first = middle[1] + 64 if below else middle[1] - 64 - 36 * (len(lines) - 1)
    for index, (text, colour, bold, size) in enumerate(lines):
        runs = (Run(text, colour, bold=bold),)
        marks.append(Text(x=middle[0] - 30, y=first + 36 * index, runs=runs, size=size, anchor="middle"))
    return marks


def _arrow(start: Point, end: Point) -> Arrow:
    return Arrow(start=start, end=end, role=Role.MUTED)


def _panel(knobs: Knobs, options_seen: float) -> list[AnyMark]:
    """What a click can change: which stage begins, and once the identity has been refused the shortcut's option."""
    choice: list[AnyMark] = [Text(x=PANEL, y=188, runs=(Run("shortcut", Role.MUTED),), size=24)]
    for index, option in enumerate(OPTIONS[1:]):
        choice += options(PANEL, 212 + 58 * index, 280, "option", [(option, option)], knobs.option)
    marks: list[AnyMark] = [Group(marks=tuple(choice), opacity=options_seen)]
    marks.append(Text(x=PANEL, y=560, runs=(Run("channels", Role.MUTED),), size=24))
    for index, stage in enumerate(STAGES):
        marks += options(PANEL, 584 + 58 * index, 280, "stage", [(stage, stage)], knobs.stage)
    return marks
