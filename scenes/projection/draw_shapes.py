"""Where a stage begins the shapes differ: the sum is refused, until the shortcut changes the shape as well."""

from __future__ import annotations

from scenes.projection.knobs import OPTIONS, STAGES, Knobs
from scenes.projection.places import NETWORKS, Place, Shape
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import cuboid, options, plus_sign, shape_text

FACE = 185.0
"""The side of the larger front."""
DEEPEST = (132.0, -93.0)
"""How deep the volume with more channels is drawn."""
INPUT: Point = (LEFT + 4, 566.0)
HIGH, LOW = 392.0, 694.0
"""Where the fronts of both lanes end below."""
LANE_X = 596.0
MEET: Point = (1206.0, 448.0)
RESULT_X = 1272.0
CHIPS_Y = 722.0


def refused(span: Span, meeting: Place, knobs: Knobs) -> list[AnyMark]:
    """Both lanes reach the plus; where their shapes differ they are refused there."""
    came, met = ease(span.t / 0.35), ease((span.t - 0.45) / 0.25)
    marks = [
        *_lanes(meeting, came),
        *_shortcut_as_it_is(meeting, came),
        *plus_sign(MEET, Role.OUTPUT if meeting.fits else Role.WARNING),
        *_chips(knobs),
    ]
    if meeting.fits:
        marks.append(Group(marks=tuple(_result(meeting)), opacity=met, name="result"))
    elif met > 0:
        marks.append(Group(marks=_refusal(), opacity=met, name="refusal"))
    return marks


def projected(span: Span, meeting: Place, knobs: Knobs) -> list[AnyMark]:
    """The option changes the shape on the shortcut, and the sum comes about; what it learns is counted."""
    changes = not meeting.fits or knobs.kind == "C"
    share = ease(span.t / 0.45)
    marks = [*_lanes(meeting, 1.0), *plus_sign(MEET, Role.OUTPUT)]
    if changes:
        before = Group(marks=tuple(_shortcut_as_it_is(meeting, 1.0)), opacity=1.0 - share, name="as it is")
        after = Group(marks=tuple(_changed(meeting, knobs)), opacity=share, name="changed")
        marks += [before, after] if share < 1 else [after]
    else:
        marks += _shortcut_as_it_is(meeting, 1.0)
    summed = ease((span.t - 0.5) / 0.2)
    if summed > 0:
        marks.append(Group(marks=tuple(_result(meeting)), opacity=summed, name="result"))
    here = round(meeting.parameters(knobs.kind) * ease((span.t - 0.2) / 0.5))
    return [
        *marks,
        lettering(RIGHT, 690, f"{here:,}", Role.HIGHLIGHT, bold=True, size=76, anchor="end", name="parameters"),
        lettering(RIGHT, 768, "parameters learned here", Role.MUTED, size=36, anchor="end", name="what is counted"),
        *options(LEFT, CHIPS_Y, 316, "option", [(each, each) for each in OPTIONS[1:]], knobs.option, size=32),
    ]


def _lanes(meeting: Place, came: float) -> list[AnyMark]:
    """The input, F over the upper road, and what comes of it."""
    kernels = ", ".join(f"{side}×{side}" for side in meeting.kernels)
    x, y = INPUT
    label = [
        lettering(x, y + 46, "x", Role.INPUT, bold=True, size=44, name="name of the input"),
        lettering(x, y + 98, shape_text(meeting.before), Role.INPUT, bold=True, size=40, name="shape of the input"),
    ]
    return [
        *_volume(INPUT, meeting.before, meeting, Role.INPUT, "input"),
        *label,
        Arrow(start=(392, 410), end=(LANE_X - 24, 310), role=Role.MUTED, line=6.0, head=22.0),
        lettering(460, 200, "F", Role.KERNEL, bold=True, size=64, anchor="middle", name="F"),
        lettering(460, 266, kernels, Role.KERNEL, size=36, anchor="middle", name="kernels of F"),
        Group(
            marks=(
                *_volume((LANE_X, HIGH), meeting.after, meeting, Role.PRODUCT, "f"),
                *_label("F(x)", (LANE_X, HIGH), meeting.after, meeting, Role.PRODUCT),
            ),
            opacity=came,
            name="upper lane",
        ),
        Arrow(start=(1140, HIGH - 46), end=(MEET[0] - 30, MEET[1] - 34), role=Role.MUTED, line=6.0, head=22.0),
        Arrow(start=(1140, LOW - 128), end=(MEET[0] - 30, MEET[1] + 34), role=Role.MUTED, line=6.0, head=22.0),
    ]


def _shortcut_as_it_is(meeting: Place, came: float) -> list[AnyMark]:
    """The lower lane: the input goes on as it is."""
    return [
        *_low_road("identity", "", Role.INPUT),
        Group(
            marks=(
                *_volume((LANE_X, LOW), meeting.before, meeting, Role.INPUT, "same"),
                *_label("x", (LANE_X, LOW), meeting.before, meeting, Role.INPUT),
            ),
            opacity=came,
            name="lower lane",
        ),
    ]


def _changed(meeting: Place, knobs: Knobs) -> list[AnyMark]:
    """The lower lane: what the option makes of the input."""
    foot = (LANE_X, LOW)
    if knobs.kind != "A":
        return [
            *_low_road("W", f"1×1, stride {meeting.stride}", Role.HIGHLIGHT),
            *_volume(foot, meeting.after, meeting, Role.INPUT, "projected"),
            *_label("W x", foot, meeting.after, meeting, Role.INPUT),
        ]
    side, front = _face(meeting.after, meeting), _deeper(meeting.before[0], meeting)
    whole = _deeper(meeting.after[0], meeting)
    rest, y = (whole[0] - front[0], whole[1] - front[1]), LOW - side
    return [
        *_low_road("zeros", "stride 2" if meeting.stride > 1 else "", Role.HIGHLIGHT),
        *cuboid((foot[0] + front[0], y + front[1]), side, side, rest, role=Role.MUTED, fill=0.05, line=3.0),
        *cuboid((foot[0], y), side, side, front, role=Role.INPUT, line=3.0),
        *_label("pad(x)", foot, meeting.after, meeting, Role.INPUT),
    ]


def _low_road(title: str, note: str, role: Role) -> list[AnyMark]:
    """The road to the lower lane, with what happens on it."""
    return [
        Arrow(start=(392, 490), end=(LANE_X - 24, 588), role=Role.MUTED, line=6.0, head=22.0),
        lettering(478, 624, title, role, bold=True, size=50, anchor="middle", name="shortcut"),
        *([lettering(470, 682, note, role, size=36, anchor="middle", name="how the shortcut works")] if note else []),
    ]


def _result(meeting: Place) -> list[AnyMark]:
    """The sum."""
    wide = _face(meeting.after, meeting) + _deeper(meeting.after[0], meeting)[0]
    foot = (min(RESULT_X + 20, RIGHT - wide), MEET[1] + _face(meeting.after, meeting) / 2)
    word = lettering(RIGHT, foot[1] + 44, shape_text(meeting.after), Role.OUTPUT, bold=True, size=44, anchor="end",
                     name="shape of y")  # fmt: skip
    return [*_volume(foot, meeting.after, meeting, Role.OUTPUT, "sum"), word]


def _refusal() -> tuple[AnyMark, ...]:
    """A cross over the plus."""
    x, y = MEET
    cross = [
        Path(points=((x - 48, y - sign * 48), (x + 48, y + sign * 48)), line=12.0, role=Role.WARNING)
        for sign in (1, -1)
    ]
    words = [
        lettering(x + 76, y + 44 * sign, word, Role.WARNING, bold=True, size=68, name=f"refused {word}")
        for word, sign in (("shapes", -1), ("differ", 1))
    ]
    return (*cross, *words)


def _chips(knobs: Knobs) -> list[AnyMark]:
    """What a click can change."""
    nets = [(name.removeprefix("ResNet-"), name) for name in NETWORKS]
    return [
        lettering(LEFT, CHIPS_Y + 34, "stage", Role.MUTED, size=38),
        *options(LEFT + 124, CHIPS_Y, 84, "stage", [(each, each) for each in STAGES], knobs.stage, size=34),
        lettering(730, CHIPS_Y + 34, "ResNet", Role.MUTED, size=38, anchor="middle"),
        *options(826, CHIPS_Y, 134, "network", nets, knobs.network, size=34),
    ]


def _face(shape: Shape, meeting: Place) -> float:
    """The side of a volume's front."""
    return FACE * shape[1] / max(meeting.before[1], meeting.after[1])


def _deeper(channels: int, meeting: Place) -> Point:
    """How deep so many channels are drawn."""
    share = channels / max(meeting.before[0], meeting.after[0])
    return DEEPEST[0] * share, DEEPEST[1] * share


def _volume(foot: Point, shape: Shape, meeting: Place, role: Role, name: str) -> list[AnyMark]:
    """A volume whose front stands on a foot."""
    side, deeper = _face(shape, meeting), _deeper(shape[0], meeting)
    return list(cuboid((foot[0], foot[1] - side), side, side, deeper, role=role, fill=0.45, line=3.0, name=name))


def _label(title: str, foot: Point, shape: Shape, meeting: Place, role: Role) -> list[AnyMark]:
    """What stands beside a volume in a lane: its name, and its shape."""
    x = foot[0] + _face(shape, meeting) + _deeper(shape[0], meeting)[0] + 20
    y = foot[1] - _face(shape, meeting) / 2 - 20
    shown = (TextRun(shape_text(shape), role, bold=True),)
    return [
        lettering(x, y - 26, title, role, bold=True, size=44, name=f"name of {title}"),
        Text(x=x, y=y + 26, runs=shown, size=44, name=f"shape of {title}"),
    ]
