"""Where gates stand in a residual block, and how many weights they add to ResNet-50."""

from __future__ import annotations

from scenes.gates.computed import Bill
from scenes.gates.knobs import REDUCTIONS
from scenes.gates.layout import GATE
from scenes.gates.view import View
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import REST, ease
from scenes.stage.draw.blocks import brief, options

MAIN_Y, SIDE_Y, OVER_Y = 372.0, 682.0, 176.0
WIDE, HIGH = 190.0, 212.0
BEGIN_X, SPLIT_X, TIMES_X, PLUS_X = 90.0, 788.0, 1270.0, 1440.0
ROUND = 52.0
BARS_X, BARS_Y, PITCH, BAR = 580.0, 318.0, 103.0, 88.0


def draw_block(view: View) -> None:
    """Draw a bottleneck block: first its road, then the way to its gates, and last the shortcut."""
    span = view.steps.block
    parts = (_road(), _gates(), _shortcut())
    view.stage.add(*(
        Group(marks=tuple(marks), opacity=span.rise(index / 3, index / 3 + 0.3) if index else 1.0)
        for index, marks in enumerate(parts)
    ))  # fmt: skip
    view.stage.add(_pulse(span.rise(0.0)))


def _road() -> list[AnyMark]:
    marks: list[AnyMark] = [_arrow((LEFT, MAIN_Y), (TIMES_X - ROUND, MAIN_Y)), _arrow((TIMES_X + ROUND, MAIN_Y),
             (PLUS_X - ROUND, MAIN_Y)), _arrow((PLUS_X + ROUND, MAIN_Y), (RIGHT, MAIN_Y))]  # fmt: skip
    for index, words in enumerate(("1×1", "3×3", "1×1")):
        marks += _part(128 + index * 214.0, MAIN_Y, words, Role.KERNEL)
    marks.append(lettering(960, MAIN_Y - 44, "maps u", Role.INPUT, size=44, anchor="middle"))
    return [*marks, *_sign(PLUS_X, "+", Role.OUTPUT)]


def _gates() -> list[AnyMark]:
    marks: list[AnyMark] = [
        Path(points=((SPLIT_X, MAIN_Y), (SPLIT_X, SIDE_Y - HIGH / 2)), role=GATE, line=6.0),
        _arrow((SPLIT_X + WIDE / 2, SIDE_Y), (TIMES_X - WIDE / 2, SIDE_Y), GATE),
        _arrow((TIMES_X, SIDE_Y - HIGH / 2), (TIMES_X, MAIN_Y + ROUND), GATE),
    ]
    for x, words in ((SPLIT_X, "means"), ((SPLIT_X + TIMES_X) / 2, "net"), (TIMES_X, "gates")):
        marks += _part(x - WIDE / 2, SIDE_Y, words, GATE)
    return [*marks, *_sign(TIMES_X, "×", GATE)]


def _shortcut() -> list[AnyMark]:
    return [
        Path(points=((BEGIN_X, MAIN_Y), (BEGIN_X, OVER_Y), (PLUS_X, OVER_Y)), role=Role.INPUT, line=6.0),
        _arrow((PLUS_X, OVER_Y), (PLUS_X, MAIN_Y - ROUND), Role.INPUT),
        lettering(640, OVER_Y - 42, "shortcut", Role.INPUT, size=44, anchor="middle"),
    ]


def _pulse(share: float) -> AnyMark:
    """What flows along the road."""
    x = LEFT + share * (RIGHT - LEFT)
    return Rect(x=x - 14, y=MAIN_Y - 14, width=28, height=28, radius=14, fill=1.0, role=Role.HIGHLIGHT,
                opacity=min(1.0, 4 * (1 - share)))  # fmt: skip


def _arrow(start: tuple[float, float], end: tuple[float, float], role: Role = Role.MUTED) -> Arrow:
    return Arrow(start=start, end=end, role=role, line=6.0, head=26.0)


def _part(x: float, y: float, words: str, role: Role) -> list[AnyMark]:
    box = Rect(x=x, y=y - HIGH / 2, width=WIDE, height=HIGH, radius=14, fill=1.0, role=Role.SURFACE)
    front = Rect(x=x, y=y - HIGH / 2, width=WIDE, height=HIGH, radius=14, fill=0.22, line=4.0, role=role)
    return [box, front, lettering(x + WIDE / 2, y, words, role, bold=True, size=48, anchor="middle")]


def _sign(x: float, sign: str, role: Role) -> list[AnyMark]:
    side = 2 * ROUND
    return [
        Rect(x=x - ROUND, y=MAIN_Y - ROUND, width=side, height=side, radius=ROUND, fill=0.22, line=4.0, role=role),
        lettering(x, MAIN_Y, sign, role, bold=True, size=60, anchor="middle"),
    ]


def draw_cost(view: View, cost: Bill) -> None:
    """Draw what gates add, stage by stage, and in per cent of the whole network."""
    span, most = view.steps.cost, max(row.weights for row in cost.rows)
    marks: list[AnyMark] = []
    for index, row in enumerate(cost.rows):
        share, y = span.part(index, len(cost.rows)), BARS_Y + index * PITCH
        length = (RIGHT - 200.0 - BARS_X) * row.weights / most * share
        marks += [
            lettering(LEFT, y, f"{row.blocks} blocks, {row.channels:,} maps", size=44),
            Rect(x=BARS_X, y=y - BAR / 2, width=max(length, 2.0), height=BAR, radius=min(8.0, length / 2), fill=0.85,
                 role=Role.KERNEL, name=row.name, value=float(row.weights)),
            lettering(BARS_X + length + 20, y, brief(row.weights), Role.KERNEL, bold=True, size=44,
                      opacity=share**3),
        ]  # fmt: skip
    told, foot = ease((span.t - REST) / 0.15), 752.0
    marks += [
        lettering(LEFT, 178, f"+{cost.more_parameters:.1f} %", Role.KERNEL, bold=True, size=112, opacity=told,
                  name="more parameters"),
        lettering(580, 200, "parameters", Role.KERNEL, size=44, opacity=told),
        lettering(980, 186, f"+{cost.more_work:.2f} %", Role.OUTPUT, bold=True, size=72, opacity=told,
                  name="more work"),
        lettering(1360, 200, "work", Role.OUTPUT, size=44, opacity=told),
        lettering(LEFT, foot, "weights", Role.KERNEL, size=44, opacity=told),
        lettering(LEFT + 190, foot, f"{cost.weights:,}", Role.KERNEL, bold=True, size=72, opacity=told,
                  name="weights of all gates"),
        lettering(RIGHT - 4 * 120 - 20, foot, "r", Role.MUTED, bold=True, size=44, anchor="end"),
        *options(RIGHT - 4 * 120 + 10, foot - 36, 110, "reduction", [(each, each) for each in REDUCTIONS],
                 view.knobs.reduction, size=36),
    ]  # fmt: skip
    view.stage.add(*marks)
