"""Degradation told apart from overfitting: losses on training and on other pictures, and a net that does overfit."""

from __future__ import annotations

import math

from scenes.degradation.computed import CIFAR_ERRORS, cifar_parameters
from scenes.degradation.knobs import KINDS
from scenes.degradation.nets import ROLES, Net, of_kind, training_loss, validation_loss
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.curves import above_zero, level
from scenes.stage.charts.training import Box, guessing
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import Span
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import number_text

BARS: Box = (120.0, 240.0, 1000.0, 400.0)
WORDS = 1166.0
APART = 0.24
"""How far from the middle of their group both bars of a net stand, in groups."""
ERRORS: Box = (120.0, 240.0, 1000.0, 400.0)


def draw_overfitting(run: Recording) -> list[AnyMark]:
    """For each net a bar of its training loss, and one of its loss on other pictures."""
    found = [net for kind in KINDS for net in of_kind(run, kind)]
    axes = Axes(BARS, (0.5, len(found) + 0.5), above_zero(1.1 * guessing(run)))
    when = f"step {run.validations[-1].step}" if len(run.validations) else "not measured yet"
    marks: list[AnyMark] = [
        heading(BARS[0], BARS[1] - 60, "loss in nats", "one pair for each net"),
        *axes.frame(columns=False),
        level(axes, guessing(run), "")[0],
    ]
    for place, net in enumerate(found, 1):
        marks += _pair(axes, place, net, training_loss(run, net), validation_loss(run, net))
    for kind in KINDS:
        places = [place for place, net in enumerate(found, 1) if net.kind == kind]
        x, y = axes.at(sum(places) / len(places), 0)
        marks.append(lettering(x, y + 68, kind, ROLES[kind], bold=True, size=28, anchor="middle"))
    return marks + _key(run, when)


def _pair(axes: Axes, place: int, net: Net, training: float, validation: float) -> list[AnyMark]:
    """Both bars of a net with their numbers, and its name under them."""
    bottom = axes.box[1] + axes.box[3]
    x = axes.at(place, 0)[0]
    marks: list[AnyMark] = [
        lettering(x, bottom + 32, net.name, net.role, size=26, anchor="middle"),
    ]
    for side, what, value, fill in ((-APART, "training", training, 0.85), (APART, "validation", validation, 0.3)):
        if not math.isfinite(value):
            continue
        name = f"{what} loss of {net.kind}, {net.name}"
        bars = axes.bars([place + side], [value], net.role, name, width=0.4, fill=fill)
        height = axes.at(place, min(value, axes.y[1]))[1]
        words = (TextRun(number_text(value), net.role, bold=True),)
        marks += [*bars, Text(x=axes.at(place + side, 0)[0], y=height - 22, runs=words, size=21, anchor="middle")]
    return marks


def _key(run: Recording, when: str) -> list[AnyMark]:
    """Which bar is which, and what to look for."""
    marks: list[AnyMark] = []
    for y, fill, title, note in (
        (262.0, 0.85, "training loss", "mean of the latest batches"),
        (350.0, 0.3, "validation loss", f"{run.plan.validation_count} other pictures, {when}"),
    ):
        marks += [
            Rect(x=WORDS, y=y - 14, width=28, height=28, fill=fill, role=Role.TEXT),
            lettering(WORDS + 44, y, title, bold=True, size=26),
            lettering(WORDS + 44, y + 34, note, Role.MUTED, size=22),
        ]
    classes = len(run.plan.classes)
    lines = (
        (f"dashed: guessing, ln {classes} = {number_text(guessing(run))}", Role.MUTED, False), ("", Role.TEXT, False),
        ("Overfitting:", Role.TEXT, True), ("training low, validation high.", Role.TEXT, False), ("", Role.TEXT, False),
        ("Degradation:", Role.WARNING, True), ("training and validation", Role.TEXT, False),
        ("both high.", Role.TEXT, False),
    )  # fmt: skip
    marks += [
        lettering(WORDS, 440 + 33 * index, words, role, bold=bold, size=22 if role is Role.MUTED else 26)
        for index, (words, role, bold) in enumerate(lines)
        if words
    ]
    return marks


def draw_deepest(span: Span, opacity: float) -> Group:
    """The paper's errors on CIFAR-10 by depth, one bar after the other; the deepest net's is the one that overfits."""
    count = len(CIFAR_ERRORS)
    axes = Axes(ERRORS, (0.5, count + 0.5), (0.0, 10.0))
    bottom = ERRORS[1] + ERRORS[3]
    marks: list[AnyMark] = [
        heading(ERRORS[0], ERRORS[1] - 60, "test error in %", "residual nets, by number of layers", Role.OUTPUT),
        *axes.frame(columns=False),
    ]
    for index, (layers, error) in enumerate(CIFAR_ERRORS.items()):
        x, grown = axes.at(index + 1, 0)[0], span.part(index, count)
        role = Role.WARNING if layers == max(CIFAR_ERRORS) else Role.OUTPUT
        millions = f"{cifar_parameters(layers) / 1e6:.2f} M"
        marks += [
            lettering(x, bottom + 32, f"{layers:,}", bold=True, size=26, anchor="middle"),
            lettering(x, bottom + 66, millions, Role.MUTED, size=24, anchor="middle"),
        ]
        if grown > 0:
            (bar,) = axes.bars([index + 1], [error * grown], role, "", width=0.56, fill=0.8)
            y = axes.at(0.5, error * grown)[1] - 24
            words = (TextRun(f"{error:.2f}", role, bold=True),)
            marks += [
                Rect(x=bar.x, y=bar.y, width=bar.width, height=bar.height, fill=0.8, role=role, value=error,
                     name=f"test error with {layers} layers"),
                Text(x=x, y=y, runs=words, size=28, anchor="middle", opacity=grown),
            ]  # fmt: skip
    marks.append(lettering(ERRORS[0] + ERRORS[2], bottom + 104, "parameters under the number of layers", Role.MUTED,
                           size=22, anchor="end"))  # fmt: skip
    return Group(marks=(*marks, *_source(span)), opacity=opacity)


def _source(span: Span) -> list[AnyMark]:
    """What the numbers are, and the training error that makes it overfitting."""
    deepest = max(CIFAR_ERRORS)
    lines = (
        (f"{deepest:,} layers:", Role.WARNING, 28.0), ("training error below 0.1 %,", Role.TEXT, 26.0),
        (f"test error {CIFAR_ERRORS[deepest]:.2f} %.", Role.TEXT, 26.0), ("That is overfitting.", Role.WARNING, 28.0),
        ("", Role.TEXT, 26.0),
        ("CIFAR-10 test pictures, one view", Role.MUTED, 22.0), ("of each; single nets, one run", Role.MUTED, 22.0),
        ("each, at 110 the best of 5;", Role.MUTED, 22.0), ("He et al., CVPR 2016, table 6", Role.MUTED, 22.0),
    )  # fmt: skip
    return [
        lettering(WORDS, 262 + 40 * index, words, role, size=size,
                  opacity=span.part(len(CIFAR_ERRORS) - 1, len(CIFAR_ERRORS)) if index < 4 else 1.0)
        for index, (words, role, size) in enumerate(lines)
        if words
    ]  # fmt: skip
