"""Degradation told apart from overfitting: losses on training and on other pictures, and a net that does overfit."""

from __future__ import annotations

import math

from scenes.degradation.computed import CIFAR_ERRORS
from scenes.degradation.draw_race import coming, title_of_chart
from scenes.degradation.nets import Net, of_kind, training_loss, validation_loss
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import above_zero
from scenes.stage.charts.training import FOOT, Box, guessing
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, TITLE_Y
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text

PAIRS: Box = (150.0, 152.0, 1394.0, 536.0)
APART, PAIR_BAR = 0.2, 0.37
"""How far from the middle of their group both bars of a net stand, and how wide they are, in groups."""
FILLS = (0.9, 0.4)
"""How strong the bars of training and of other pictures are."""
KEYS = (("training pictures", 830.0), ("other pictures", 1236.0))
"""Which bar is which, and where in the line of the title that stands."""
ERRORS: Box = (150.0, 128.0, 1394.0, 540.0)


def pairs(run: Recording) -> list[AnyMark]:
    """For each plain net a bar of its training loss, and one of its loss on other pictures."""
    found = of_kind(run, "plain")
    axes = Axes(PAIRS, (0.5, len(found) + 0.5), above_zero(guessing(run)))
    marks: list[AnyMark] = [*axes.frame(y_label="loss in nats", columns=False)]
    for place, net in enumerate(found, 1):
        marks += _pair(axes, place, net, run)
    for fill, (said, x) in zip(FILLS, KEYS, strict=True):
        y, side = TITLE_Y, 36.0
        marks += [
            Rect(x=x, y=y - side / 2, width=side, height=side, fill=fill, role=found[0].role, pinned=True),
            lettering(x + 52, y, said, size=36, pinned=True),
        ]
    return marks


def _pair(axes: Axes, place: int, net: Net, run: Recording) -> list[AnyMark]:
    """Both bars of a net with their numbers, and its name under them."""
    bottom = axes.box[1] + axes.box[3]
    marks: list[AnyMark] = [
        lettering(axes.at(place, 0)[0], bottom + 44, net.name, net.role, bold=True, size=44, anchor="middle"),
    ]
    told = (("training", training_loss(run, net)), ("validation", validation_loss(run, net)))
    for side, fill, (what, value) in zip((-APART, APART), FILLS, told, strict=True):
        if not math.isfinite(value):
            continue
        name = f"{what} loss of {net.kind}, {net.name}"
        marks += axes.bars([place + side], [value], net.role, name, width=PAIR_BAR, fill=fill, opacity=coming(run))
        x, top = axes.at(place + side, min(value, axes.y[1]))
        marks.append(
            lettering(x, max(top - 42, axes.box[1] + 42), number_text(value), net.role if top > axes.box[1] + 84 else
                      Role.TEXT, bold=True, size=64, anchor="middle", opacity=coming(run), name=f"{name}, in figures")
        )  # fmt: skip
    return marks


def deepest(span: Span) -> list[AnyMark]:
    """The paper's errors on CIFAR-10 by depth, one bar after the other; the deepest net's is the one that overfits."""
    count, most = len(CIFAR_ERRORS), max(CIFAR_ERRORS)
    axes = Axes(ERRORS, (0.5, count + 0.5), (0.0, 11.0))
    marks: list[AnyMark] = [title_of_chart("test error in %, residual nets"), *axes.frame(columns=False)]
    for index, (layers, error) in enumerate(CIFAR_ERRORS.items()):
        marks += _error(axes, index, layers, error, span.part(index, count))
    bottom = ERRORS[1] + ERRORS[3]
    said = ease(4.0 * span.part(count - 1, count) - 3.0)
    x = axes.at(count - 0.5, 0.0)[0] - 24.0
    source = "CIFAR-10 test pictures, one view of each; single nets; He et al., CVPR 2016, table 6"
    return [
        *marks,
        lettering(LEFT, bottom + 44, "layers", Role.MUTED, size=32),
        lettering(x, 160, f"{most:,} layers:", Role.WARNING, bold=True, size=44, anchor="end", opacity=said),
        lettering(x, 218, "training error below 0.1 %", Role.WARNING, size=44, anchor="end", opacity=said),
        lettering(LEFT, FOOT, source, Role.MUTED, size=24, note=True),
    ]


def _error(axes: Axes, index: int, layers: int, error: float, grown: float) -> list[AnyMark]:
    """A net's bar as far as it has grown, with its error over it and its layers under it."""
    is_deepest = layers == max(CIFAR_ERRORS)
    role, size = (Role.WARNING, 96.0) if is_deepest else (Role.OUTPUT, 52.0)
    x, bottom = axes.at(index + 1, 0.0)
    marks: list[AnyMark] = [
        lettering(x, bottom + 44, f"{layers:,}", Role.WARNING if is_deepest else Role.TEXT, bold=True, size=44,
                  anchor="middle"),
    ]  # fmt: skip
    if grown > 0:
        (bar,) = axes.bars([index + 1], [error * grown], role, "", width=0.66, fill=0.85)
        marks += [
            Rect(x=bar.x, y=bar.y, width=bar.width, height=bar.height, fill=0.85, role=role, value=error,
                 name=f"test error with {layers} layers"),
            lettering(x, bar.y - 0.6 * size, f"{error:.2f}", role, bold=True, size=size, anchor="middle",
                      opacity=grown),
        ]  # fmt: skip
    return marks
