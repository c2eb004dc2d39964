"""All nine modules: how many channels each branch of each hands on, one above the other as they are concatenated."""

from __future__ import annotations

from itertools import groupby

from scenes.inception.knobs import MODULES
from scenes.inception.module import NAMES, Module, all_modules, census
from scenes.inception.view import branch_role
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span

FIRST, WIDE, PITCH = LEFT + 14.0, 118.0, 152.0
TOP, BOTTOM = 176.0, 674.0
JOINS = (FIRST + PITCH, 152.0)
"""Where it stands how ways join: over the lower columns."""
NAMES_X = FIRST + 8 * PITCH + WIDE + 22.0


def nine_modules(span: Span, chosen: str) -> list[AnyMark]:
    """A column for each module, growing one after the other; a click looks at a module at real size."""
    modules = all_modules()
    unit = (BOTTOM - TOP) / max(each.out for each in modules)
    marks: list[AnyMark] = []
    for index, (name, each) in enumerate(zip(MODULES, modules, strict=True)):
        marks += _module(index, name, each, unit, span.part(index, len(MODULES)), name == chosen)
    middle = BOTTOM
    for branch, (name, lane) in enumerate(zip(NAMES, modules[-1].lanes, strict=True)):
        middle -= lane.out * unit
        at = middle + lane.out * unit / 2
        marks.append(lettering(NAMES_X, at, name, branch_role(branch), bold=True, size=36))
    found = census()
    joins = ((found.concatenations, "concatenations", Role.OUTPUT), (found.additions, "additions", Role.MUTED))
    for row, (count, what, role) in enumerate(joins):
        marks.append(lettering(JOINS[0], JOINS[1] + row * 96, f"{count} {what}", role, bold=True, size=72,
                               name=what))  # fmt: skip
    return [*marks, *_sizes(modules)]


def _module(index: int, name: str, module: Module, unit: float, share: float, chosen: bool) -> list[AnyMark]:
    """The four branches of a module as one column, with all its channels written above."""
    x, y, high = FIRST + index * PITCH, BOTTOM, module.out * unit
    marks: list[AnyMark] = [
        Rect(
            x=x - 12, y=BOTTOM - high - 66, width=WIDE + 24, height=high + 120, radius=12, fill=0.2 if chosen else 0.06,
            line=4.0 if chosen else 0.0, role=Role.HIGHLIGHT if chosen else Role.SURFACE, name=f"module {name}",
            grip=SetValue("module", name),
        ),
        lettering(x + WIDE / 2, BOTTOM + 28, name, bold=True, size=40, anchor="middle"),
    ]  # fmt: skip
    for branch, lane in enumerate(module.lanes):
        high = lane.out * unit * share
        y -= high
        marks.append(
            Rect(x=x, y=y, width=WIDE, height=high, fill=0.8, role=branch_role(branch), value=float(lane.out),
                 name=f"{name}, {lane.name}")
        )  # fmt: skip
    if share > 0:
        marks.append(lettering(x + WIDE / 2, y - 30, str(module.out), Role.OUTPUT, bold=True, size=44, anchor="middle",
                               name=f"channels of {name}"))  # fmt: skip
    return marks


def _sizes(modules: tuple[Module, ...]) -> list[AnyMark]:
    """Height and width, which the modules keep; between the groups a max-pooling halves them."""
    marks: list[AnyMark] = []
    for side, group in groupby(enumerate(modules), lambda pair: pair[1].side):
        places = [index for index, _ in group]
        start, end = FIRST + places[0] * PITCH, FIRST + places[-1] * PITCH + WIDE
        marks += [
            Path(points=((start, BOTTOM + 66), (end, BOTTOM + 66)), line=4.0, role=Role.MUTED),
            lettering((start + end) / 2, BOTTOM + 98, f"{side}×{side}", Role.MUTED, size=40, anchor="middle"),
        ]
    return marks
