"""Where a stage begins the shapes differ: the sum is refused, until the shortcut changes the shape as well."""

from __future__ import annotations

from scenes.projection.knobs import OPTIONS, STAGES, Knobs
from scenes.projection.places import NETWORKS, Place, Shape, learned
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, options, plus_sign, shape_text

FACE = 132.0
"""The side of the larger front."""
DEEPEST = (102.0, -72.0)
"""How deep the volume with more channels is drawn."""
INPUT: Point = (76.0, 392.0)
HIGH, LOW = 372.0, 638.0
"""Where the fronts of both lanes end below."""
LANE_X = 572.0
MEET: Point = (904.0, 462.0)
RESULT: Point = (980.0, 530.0)
PANEL = 1276.0


def draw_shapes(stage: Stage, meeting: Place, knobs: Knobs, refuse: float, project: float, opacity: float) -> None:
    """Draw both lanes, refused as long as `project` is 0; then the shortcut that makes them fit."""
    if opacity <= 0:
        return
    fits = meeting.fits or project > 0.55
    shown = ease(refuse * 3)
    kernels = ", ".join(f"{side}×{side}" for side in meeting.kernels)
    marks: list[AnyMark] = [
        *_volume((INPUT[0], INPUT[1] + _face(meeting.before, meeting)), meeting.before, meeting, Role.INPUT, "x", 1.0),
        *_way((300, 430), (556, 322), "F", (kernels, f"stride {meeting.stride}"), Role.KERNEL),
        *_volume((LANE_X, HIGH), meeting.after, meeting, Role.PRODUCT, "F(x)", shown),
        *_shortcut(meeting, knobs, refuse, project),
    ]
    low = meeting.before if project <= 0.2 else meeting.after
    marks += [_arrow((_end(meeting.after, meeting), 310), (888, 432)), _arrow((_end(low, meeting), 580), (888, 494))]
    marks += plus_sign(MEET, Role.OUTPUT if fits else Role.WARNING)
    if fits:
        share = refuse * 2 - 1 if meeting.fits and project <= 0 else (project - 0.55) * 4 if not meeting.fits else 1.0
        arrive = [_arrow((MEET[0] + 32, MEET[1]), (RESULT[0] - 8, MEET[1]))]
        arrive += _volume(RESULT, meeting.after, meeting, Role.OUTPUT, "", 1.0)  # type: ignore[arg-type]
        marks.append(Group(marks=tuple(arrive), opacity=ease(share)))
    elif refuse > 0.6:
        marks.append(Group(marks=_refusal(), opacity=ease((refuse - 0.6) * 4) * (1 - ease(project * 4))))
    marks += _panel(knobs, ease((project - 0.2) * 4))
    stage.add(*marks, opacity=opacity)


def _refusal() -> tuple[AnyMark, ...]:
    """A cross over the plus."""
    x, y = MEET
    cross = [
        Path(points=((x - 34, y - sign * 34), (x + 34, y + sign * 34)), line=6.0, role=Role.WARNING) for sign in (1, -1)
    ]
    return (*cross, lettering(x + 50, y, "shapes differ", Role.WARNING, bold=True, size=34))


def _face(shape: Shape, meeting: Place) -> float:
    """The side of a volume's front."""
    return FACE * shape[1] / max(meeting.before[1], meeting.after[1])


def _deeper(channels: int, meeting: Place) -> Point:
    """How deep so many channels are drawn."""
    share = channels / max(meeting.before[0], meeting.after[0])
    return DEEPEST[0] * share, DEEPEST[1] * share


def _end(shape: Shape, meeting: Place) -> float:
    """Where the arrow begins that leads from a volume in a lane to the plus."""
    return LANE_X + _face(shape, meeting) + _deeper(shape[0], meeting)[0] + 14


def _volume(foot: Point, shape: Shape, meeting: Place, role: Role, title: str, opacity: float) -> list[AnyMark]:
    """A volume whose front stands on a foot, with its shape below it."""
    side, deeper = _face(shape, meeting), _deeper(shape[0], meeting)
    marks = list(cuboid((foot[0], foot[1] - side), side, side, deeper, role=role, opacity=opacity))
    return [*marks, _label(foot, shape, meeting, role, title, opacity)]


def _label(foot: Point, shape: Shape, meeting: Place, role: Role, title: str, opacity: float = 1.0) -> Text:
    word, wide = shape_text(shape), _face(shape, meeting) + _deeper(shape[0], meeting)[0]
    runs = (TextRun(f"{title}  ", role, bold=True), TextRun(word, role)) if title else (TextRun(word, role, bold=True),)
    return Text(
        x=foot[0] + wide / 2, y=foot[1] + 28, runs=runs, size=26, anchor="middle", opacity=opacity,
        name=f"shape {word}",
    )  # fmt: skip


def _shortcut(meeting: Place, knobs: Knobs, refuse: float, project: float) -> list[AnyMark]:
    """The lower lane: the input as it is, or what the option makes of it."""
    start, end, foot = (300.0, 500.0), (556.0, 600.0), (LANE_X, LOW)
    changes = not meeting.fits or knobs.kind == "C"
    same = Group(
        marks=(
            *_way(start, end, "identity", (), Role.INPUT, below=True),
            *_volume(foot, meeting.before, meeting, Role.INPUT, "x", ease(refuse * 3)),
        ),
        opacity=1 - ease(project * 4) if changes else 1.0,
    )
    counts = Group(marks=_counts(meeting, knobs, project), opacity=ease((project - 0.2) * 4))
    if not changes or project <= 0.2:
        return [same, counts]
    stride = f"stride {meeting.stride}"
    if knobs.kind == "A":
        pixels = "stride 2, zeros" if meeting.stride > 1 else "zeros"
        marks = [*_way(start, end, "A", (pixels,), Role.HIGHLIGHT, below=True), *_padded(foot, meeting)]
    else:
        marks = _way(start, end, "W", (f"1×1, {stride}",), Role.HIGHLIGHT, below=True)
        marks += _volume(foot, meeting.after, meeting, Role.INPUT, "W x", 1.0)
    return [same, Group(marks=tuple(marks), opacity=ease((project - 0.2) * 4)), counts]


def _padded(foot: Point, meeting: Place) -> list[AnyMark]:
    """The old channels in front of as many zeros as are missing."""
    side, front = _face(meeting.after, meeting), _deeper(meeting.before[0], meeting)
    whole = _deeper(meeting.after[0], meeting)
    rest = (whole[0] - front[0], whole[1] - front[1])
    y = foot[1] - side
    return [
        *cuboid((foot[0] + front[0], y + front[1]), side, side, rest, role=Role.MUTED, fill=0.05),
        *cuboid((foot[0], y), side, side, front, role=Role.INPUT),
        _label(foot, meeting.after, meeting, Role.INPUT, "pad(x)"),
    ]


def _counts(meeting: Place, knobs: Knobs, project: float) -> tuple[AnyMark, ...]:
    """The counter of what the shortcut learns: here, and in the whole network."""
    share = ease((project - 0.3) * 2)
    here = round(meeting.parameters(knobs.kind) * share)
    whole = round(learned(knobs.network, knobs.kind) * share)
    return tuple(
        Text(
            x=66,
            y=y,
            runs=(TextRun(f"{count:,}", Role.HIGHLIGHT, bold=True), TextRun(words, Role.MUTED)),
            size=size,
            name=name,
        )
        for y, count, words, size, name in (
            (720.0, here, " parameters in this shortcut", 40.0, "parameters"),
            (772.0, whole, f" in all shortcuts of {knobs.network}", 28.0, "all parameters"),
        )
    )


def _way(
    start: Point, end: Point, title: str, notes: tuple[str, ...], role: Role, below: bool = False
) -> list[AnyMark]:
    """An arrow with what happens on the way."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    lines = [(title, role, True, 32.0), *((note, Role.MUTED, False, 26.0) for note in notes)]
    marks: list[AnyMark] = [_arrow(start, end)]
    first = middle[1] + 64 if below else middle[1] - 64 - 36 * (len(lines) - 1)
    for index, (text, colour, bold, size) in enumerate(lines):
        runs = (TextRun(text, colour, bold=bold),)
        marks.append(Text(x=middle[0] - 52, y=first + 36 * index, runs=runs, size=size, anchor="middle"))
    return marks


def _arrow(start: Point, end: Point) -> Arrow:
    return Arrow(start=start, end=end, role=Role.MUTED)


def _panel(knobs: Knobs, seen: float) -> list[AnyMark]:
    """What a click can change: network and stage, and once the identity has been refused the shortcut's option."""
    choice: list[AnyMark] = [_title(192, "shortcut")]
    for index, option in enumerate(OPTIONS[1:]):
        choice += options(PANEL, 214 + 58 * index, 272, "option", [(option, option)], knobs.option)
    marks: list[AnyMark] = [Group(marks=tuple(choice), opacity=seen), _title(424, "stage that begins")]
    marks += options(PANEL, 446, 60.5, "stage", [(each, each) for each in STAGES], knobs.stage)
    marks.append(_title(528, "ResNet"))
    for row in (NETWORKS[:3], NETWORKS[3:]):
        chosen = [(name.removeprefix("ResNet-"), name) for name in row]
        y = 550 if row[0] == NETWORKS[0] else 608
        marks += options(PANEL, y, 84, "network", chosen, knobs.network)
    return marks


def _title(y: float, words: str) -> Text:
    return lettering(PANEL, y, words, Role.MUTED, size=24)
