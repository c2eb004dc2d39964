"""Degradation, in the numbers of the paper: top-1 errors of plain and residual networks of 18 and 34 layers."""

from __future__ import annotations

from scenes.stage.blocks import between, heading
from scenes.stage.lattice import Point
from scenes.stage.marks import AnyMark, Group, Path, Rect, Role, Run, Text
from scenes.stage.stage import Stage, ease

ERRORS = {"plain": (27.94, 28.54), "residual": (27.88, 25.03)}
"""Top-1 error in percent at 18 and at 34 layers: ImageNet validation, 10-crop, single models (He et al., table 2)."""
X = (330.0, 760.0)
TOP, BOTTOM = 240.0, 690.0
LOWEST, HIGHEST = 25.0, 29.0
WORDS = 1010.0


def draw_depth(stage: Stage, share: float, opacity: float) -> None:
    """Draw both pairs of errors; the lines to 34 layers grow with the share."""
    if opacity <= 0:
        return
    marks: list[AnyMark] = [heading(160, 138, "top-1 error in %", "ImageNet validation", Role.TEXT)]
    for error in range(int(LOWEST), int(HIGHEST) + 1):
        y = _at(0, error)[1]
        marks += [
            Path(points=((160, y), (900, y)), line=1.0, role=Role.MUTED, opacity=0.4),
            Text(x=142, y=y, runs=(Run(str(error), Role.MUTED),), size=24, anchor="end"),
        ]
    for index, layers in enumerate((18, 34)):
        words = (Run(f"{layers} layers", Role.MUTED),)
        marks.append(Text(x=X[index], y=BOTTOM + 84, runs=words, size=28, anchor="middle"))
    for name, role, up in (("plain", Role.WARNING, True), ("residual", Role.OUTPUT, False)):
        marks += _pair(name, role, up, ease(share * 1.25))
    marks += _words()
    stage.add(Group(marks=tuple(marks), opacity=opacity))


def _at(index: int, error: float) -> Point:
    return X[index], BOTTOM - (error - LOWEST) / (HIGHEST - LOWEST) * (BOTTOM - TOP)


def _pair(name: str, role: Role, up: bool, share: float) -> list[AnyMark]:
    """The errors of a kind of network at both depths, with their labels above or below."""
    (x0, y0), (x1, y1) = (_at(index, error) for index, error in enumerate(ERRORS[name]))
    tip = (between(x0, x1, share), between(y0, y1, share))
    marks: list[AnyMark] = [Path(points=((x0, y0), tip), line=5.0, role=role)]
    side = -1 if up else 1
    for index, (x, y) in enumerate(((x0, y0), (x1, y1))):
        if index and share < 1:
            continue
        error = ERRORS[name][index]
        marks += [
            Rect(
                x=x - 10, y=y - 10, width=20, height=20, radius=10, fill=1.0, role=role, value=error,
                name=f"{name}, {(18, 34)[index]} layers",
            ),
            Text(x=x, y=y + side * 36, runs=(Run(f"{error:.2f}", role, bold=True),), size=34, anchor="middle"),
        ]  # fmt: skip
    if share >= 1:
        marks.append(Text(x=x1 + 36, y=y1, runs=(Run(name, role, bold=True),), size=28))
    return marks


def _words() -> list[AnyMark]:
    """What it means, and where it is from."""
    lines = (
        ("Deeper and plain: worse,", Role.WARNING, 28.0),
        ("on the training data as well.", Role.WARNING, 28.0),
        ("Deeper with shortcuts: better.", Role.OUTPUT, 28.0),
        ("", Role.TEXT, 28.0),
        ("Both networks of a depth have", Role.TEXT, 28.0),
        ("equally many parameters (option A).", Role.TEXT, 28.0),
        ("", Role.TEXT, 28.0),
        ("10-crop testing, single models;", Role.MUTED, 24.0),
        ("He et al., CVPR 2016, table 2", Role.MUTED, 24.0),
    )
    return [
        Text(x=WORDS, y=270 + index * 44, runs=(Run(text, role),), size=size)
        for index, (text, role, size) in enumerate(lines)
        if text
    ]
