"""Where gates stand in a residual block, and how many weights they add to ResNet-50."""

from __future__ import annotations

from scenes.gates.computed import Bill
from scenes.gates.knobs import REDUCTIONS, Knobs
from scenes.gates.layout import GATE
from scenes.gates.story import Steps
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.blocks import options

MAIN_Y, SIDE_Y, OVER_Y = 262.0, 366.0, 186.0
WIDE, HIGH = 150.0, 60.0
TIMES_X, PLUS_X = 1210.0, 1340.0
SPLIT_X, BEGIN_X = 720.0, 110.0
TABLE_Y, PITCH = 430.0, 50.0
COLUMNS = (("stage", LEFT), ("blocks N", 300.0), ("maps C", 440.0), ("waist C / r", 620.0), ("2 · C · C / r", 820.0),
           ("in all blocks", 1040.0))  # fmt: skip
BARS_X = 1080.0
ERRORS = {"ResNet-50": (24.80, 7.48), "with gates": (23.29, 6.62)}
"""Top-1 and top-5 errors in % on ImageNet's validation set, single crop, single models: Hu et al. (2018), table 2."""


def draw_cost(stage: Stage, cost: Bill, knobs: Knobs, now: Steps) -> None:
    """Draw the block, and below it the bill row by row."""
    span = now.spans["cost"]
    marks = [*_block(), *_header()]
    most = max(row.weights for row in cost.rows)
    total = 0
    for index, row in enumerate(cost.rows):
        share = span.part(index, len(cost.rows))
        total += round(share * row.weights)
        if share <= 0.01:
            continue
        y = TABLE_Y + (index + 1) * PITCH
        cells = (row.name, row.blocks, f"{row.channels:,}", row.waist, f"{row.weights_each:,}", f"{row.weights:,}")
        marks += [
            Group(marks=tuple(_cells(cells, y, row.name)), opacity=share),
            Rect(x=BARS_X, y=y - 16, width=share * (RIGHT - BARS_X) * row.weights / most, height=32, fill=0.75,
                 role=Role.KERNEL),
        ]  # fmt: skip
    y = TABLE_Y + 5 * PITCH + 6
    marks += [
        Rect(x=LEFT, y=y - 30, width=COLUMNS[-1][1] - LEFT, height=2, fill=0.5, role=Role.MUTED),
        lettering(LEFT, y, "in all", bold=True, size=26),
        lettering(COLUMNS[-1][1], y, f"{total:,}", Role.KERNEL, bold=True, size=32, anchor="end",
                  name="weights of all gates"),
        lettering(BARS_X, y, "r", Role.MUTED, size=26),
        *options(BARS_X + 40, y - 24, 84, "reduction", [(each, each) for each in REDUCTIONS], knobs.reduction),
        *_paper(),
    ]  # fmt: skip
    stage.add(*marks, opacity=now.arriving)


def _header() -> list[AnyMark]:
    return [
        lettering(x, TABLE_Y, words, Role.MUTED, size=22, anchor="end" if index else "start")
        for index, (words, x) in enumerate(COLUMNS)
    ]


def _cells(cells: tuple[object, ...], y: float, name: str) -> list[AnyMark]:
    last = len(cells) - 1
    return [
        lettering(x, y, str(cell), Role.KERNEL if index == last else None, bold=index == last, size=26,
                  anchor="end" if index else "start", name=f"{name} {words}")
        for index, (cell, (words, x)) in enumerate(zip(cells, COLUMNS, strict=True))
    ]  # fmt: skip


def _paper() -> list[AnyMark]:
    """What the paper found, with all that belongs beside it."""
    runs = [TextRun("top-1 / top-5 error:  ", Role.MUTED)]
    for index, (name, (top1, top5)) in enumerate(ERRORS.items()):
        runs += [
            TextRun(f"{'  →  ' if index else ''}{name} "),
            TextRun(f"{top1:.2f} / {top5:.2f} %", GATE if index else Role.TEXT, bold=True),
        ]
    source = TextRun(
        "ImageNet validation, single crop, single models, both trained by Hu et al., CVPR 2018, table 2", Role.MUTED
    )
    return [
        Text(x=LEFT, y=752, runs=tuple(runs), size=24, name="errors of the paper"),
        Text(x=LEFT, y=784, runs=(source,), size=21, name="source of the errors"),
    ]


def _block() -> list[AnyMark]:
    """A bottleneck block with its shortcut above and its gates below."""
    marks: list[AnyMark] = [
        Path(points=((BEGIN_X, MAIN_Y), (BEGIN_X, OVER_Y), (PLUS_X, OVER_Y)), role=Role.INPUT, line=3.0),
        Arrow(start=(PLUS_X, OVER_Y), end=(PLUS_X, MAIN_Y - 26), role=Role.INPUT),
        lettering(640, OVER_Y - 20, "shortcut", Role.INPUT, size=22, anchor="middle"),
        Arrow(start=(LEFT, MAIN_Y), end=(150, MAIN_Y), role=Role.MUTED),
    ]
    for index, words in enumerate(("1×1", "3×3", "1×1")):
        x = 150 + index * 190.0
        marks += _part(x, MAIN_Y, words, Role.KERNEL)
        end = x + 190 if index < 2 else TIMES_X - 24
        marks.append(Arrow(start=(x + WIDE, MAIN_Y), end=(end, MAIN_Y), role=Role.MUTED))
    marks.append(lettering(960, MAIN_Y - 24, "maps u", Role.MUTED, size=22, anchor="middle"))
    marks.append(Path(points=((SPLIT_X, MAIN_Y), (SPLIT_X, SIDE_Y), (760, SIDE_Y)), role=GATE))
    for index, words in enumerate(("mean", "C / r", "C")):
        x = 760 + index * 150.0
        marks += _part(x, SIDE_Y, words, GATE, width=110.0)
        if index < 2:
            marks.append(Arrow(start=(x + 110, SIDE_Y), end=(x + 150, SIDE_Y), role=GATE))
    marks += [
        Path(points=((1170, SIDE_Y), (TIMES_X, SIDE_Y)), role=GATE),
        lettering(TIMES_X + 16, SIDE_Y - 34, "gates, one for each map", GATE, size=22),
        Arrow(start=(TIMES_X, SIDE_Y), end=(TIMES_X, MAIN_Y + 26), role=GATE),
        *_sign(TIMES_X, "×", GATE),
        Arrow(start=(TIMES_X + 24, MAIN_Y), end=(PLUS_X - 24, MAIN_Y), role=Role.MUTED),
        *_sign(PLUS_X, "+", Role.OUTPUT),
        Arrow(start=(PLUS_X + 24, MAIN_Y), end=(RIGHT, MAIN_Y), role=Role.MUTED),
    ]
    return marks


def _part(x: float, y: float, words: str, role: Role, width: float = WIDE) -> list[AnyMark]:
    return [
        Rect(x=x, y=y - HIGH / 2, width=width, height=HIGH, radius=10, fill=0.22, line=2.0, role=role),
        lettering(x + width / 2, y, words, role, bold=True, size=26, anchor="middle"),
    ]


def _sign(x: float, sign: str, role: Role) -> list[AnyMark]:
    return [
        Rect(x=x - 24, y=MAIN_Y - 24, width=48, height=48, radius=24, fill=0.22, line=2.0, role=role),
        lettering(x, MAIN_Y, sign, role, bold=True, size=30, anchor="middle"),
    ]
