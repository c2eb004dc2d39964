"""All nine modules: how many channels each branch of each hands on, one above the other as they are concatenated."""

from __future__ import annotations

from itertools import groupby

from scenes.inception.knobs import MODULES, Knobs
from scenes.inception.layout import branch_role
from scenes.inception.module import NAMES, Module, all_modules
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease

LEGEND_Y = 142.0
FIRST, WIDE, GAP = 96.0, 112.0, 50.0
PITCH = WIDE + GAP
TOP, BOTTOM = 224.0, 690.0


def draw_nine(stage: Stage, knobs: Knobs, share: float, opacity: float) -> None:
    """Draw a column for each module, growing one after the other; a click looks at a module at real size."""
    if opacity <= 0:
        return
    modules = all_modules()
    unit = (BOTTOM - TOP) / max(each.out for each in modules)
    marks = _legend()
    for index, (name, each) in enumerate(zip(MODULES, modules, strict=True)):
        marks += _module(index, name, each, unit * ease(share * 5 - index * 0.5), name == knobs.module)
    marks += _sizes(modules)
    stage.add(*marks, opacity=opacity)


def _legend() -> list[AnyMark]:
    marks: list[AnyMark] = [lettering(LEFT, LEGEND_Y, "channels out of each branch", Role.MUTED, size=24)]
    for index, name in enumerate(NAMES):
        x = 470.0 + index * 150
        marks += [
            Rect(x=x, y=LEGEND_Y - 12, width=24, height=24, radius=4, fill=0.8, role=branch_role(index)),
            lettering(x + 36, LEGEND_Y, name, branch_role(index), bold=True, size=26),
        ]
    return marks


def _module(index: int, name: str, module: Module, unit: float, chosen: bool) -> list[AnyMark]:
    """The four branches of a module as one column, with all its channels written above."""
    x, y = FIRST + index * PITCH, BOTTOM
    marks: list[AnyMark] = [
        Rect(
            x=x - 12, y=TOP - 46, width=WIDE + 24, height=BOTTOM - TOP + 92, radius=12, fill=0.3 if chosen else 0.08,
            line=3.0 if chosen else 0.0, role=Role.HIGHLIGHT if chosen else Role.SURFACE, name=f"module {name}",
            grip=SetValue("module", name), opacity=0.6 if chosen else 1.0,
        ),
        lettering(x + WIDE / 2, BOTTOM + 24, name, bold=True, size=30, anchor="middle"),
    ]  # fmt: skip
    for branch, lane in enumerate(module.lanes):
        high = lane.out * unit
        y -= high
        marks.append(
            Rect(x=x, y=y, width=WIDE, height=high, fill=0.8, role=branch_role(branch), value=float(lane.out),
                 name=f"{name}, {lane.name}")
        )  # fmt: skip
    if unit > 0:
        total = (TextRun(str(module.out), Role.OUTPUT, bold=True),)
        marks.append(Text(x=x + WIDE / 2, y=y - 22, runs=total, size=28, anchor="middle", name=f"channels of {name}"))
    return marks


def _sizes(modules: tuple[Module, ...]) -> list[AnyMark]:
    """Height and width, which the modules keep; between the groups a max-pooling halves them."""
    marks: list[AnyMark] = []
    for side, group in groupby(enumerate(modules), lambda pair: pair[1].side):
        places = [index for index, _ in group]
        start, end = FIRST + places[0] * PITCH, FIRST + places[-1] * PITCH + WIDE
        words = (TextRun(f"{side} × {side}", Role.MUTED),)
        marks += [
            Path(points=((start, BOTTOM + 58), (end, BOTTOM + 58)), line=3.0, role=Role.MUTED),
            Text(x=(start + end) / 2, y=BOTTOM + 82, runs=words, size=26, anchor="middle"),
        ]
    return marks
