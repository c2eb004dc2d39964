"""The live steps of the depthwise scene: a standard and a separable net trained side by side, and what each costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scenes.depthwise.layout import RIGHT
from scenes.depthwise.story import Moment
from scenes.stage.blocks import counted, heading
from scenes.stage.maps import quantile
from scenes.stage.marks import AnyMark, Group, Rect, Role, Run, Text
from scenes.stage.recording import Recording
from scenes.stage.series import percent_text
from scenes.stage.stage import LEFT, Stage, ease
from scenes.stage.training import (
    accuracies,
    accuracy_axes,
    footer,
    loss_axes,
    losses,
    set_loss_formula,
    shown,
    validated,
)

ROLES = (Role.KERNEL, Role.OUTPUT)
"""The standard net's, and the separable one's."""
TOP, HEIGHT = 220.0, 470.0
FIRST, PITCH, BAR = 172.0, 146.0, 36.0
BARS, LONGEST = 224.0, 780.0
RATIOS = (
    r"\mathrm{MACs}_{\mathrm{standard}} / \mathrm{MACs}_{\mathrm{separable}}"
    r" \;\neq\; \mathrm{time}_{\mathrm{standard}} / \mathrm{time}_{\mathrm{separable}}",
    "the ratio of the multiply–accumulates is not the ratio of the times",
)


def draw_race(stage: Stage, now: Moment) -> None:
    """Draw the live step that time is in, if it is in one."""
    if now.live is None:
        return
    run = shown(stage, now.live)
    if run is None or stage.recording is None:
        return
    if now.name == "race":
        marks = _curves(run, stage.recording)
        set_loss_formula(stage, run, ROLES)
    else:
        prices = _prices(run)
        marks = [mark for index, price in enumerate(prices) for mark in _row(FIRST + index * PITCH, price, run)]
        _set_formula(stage, run)
    stage.add(Group(marks=(*marks, *footer(run)), opacity=ease(now.live.t * 8)))


def _curves(run: Recording, whole: Recording) -> list[AnyMark]:
    """Training losses at the left, accuracies on other pictures at the right."""
    return [
        heading(120, TOP - 44, "training loss", "cross-entropy in nats"),
        *losses(loss_axes(whole, (120.0, TOP, 450.0, HEIGHT)), run, ROLES),
        heading(930, TOP - 44, "accuracy in %", f"on {run.plan.validation_count:,} other pictures"),
        *accuracies(accuracy_axes(whole, (930.0, TOP, 340.0, HEIGHT)), run, ROLES),
    ]


@dataclass(frozen=True)
class Price:
    """One quantity of both nets: its name, a note, both values (NaN: not known yet), their texts, and the verdict."""

    title: str
    note: str
    values: tuple[float, float]
    texts: tuple[str, str]
    verdict: str
    most: float


def _prices(run: Recording) -> list[Price]:
    """What both nets cost, and what they do for it."""
    standard, separable = run.plan.contestants
    counts = [
        Price(title, note, (float(a), float(b)), (f"{a:,}", f"{b:,}"), times(a, b, "fewer", "more"), float(max(a, b)))
        for title, note, a, b in (
            ("parameters", "", standard.parameters, separable.parameters),
            ("multiply–accumulates", "for one picture", standard.macs, separable.macs),
        )
    ]
    a, b = (seconds(run, index) for index in range(2))
    time = Price(
        "time of a training step", f"median of {counted(len(run.ticks), 'step')}", (a, b),
        (_milliseconds(a), _milliseconds(b)),
        times(a, b, "less time", "more time"), max(a, b),
    )  # fmt: skip
    first, second = (accuracy(run, index) for index in range(2))
    points = 100 * (second - first)
    verdict = f"{abs(points):.1f} points {'lower' if points < 0 else 'higher'}" if math.isfinite(points) else ""
    when = f", at step {run.validations[-1].step}" if len(run.validations) else ""
    right = Price(
        "accuracy", f"on {run.plan.validation_count:,} other pictures{when}", (first, second),
        (percent_text(first), percent_text(second)), verdict, 1.0,
    )  # fmt: skip
    return [*counts, time, right]


def seconds(run: Recording, contestant: int) -> float:
    """The median of the seconds that a contestant took for its steps; NaN before the first one."""
    taken = run.seconds(contestant)
    taken = taken[np.isfinite(taken)]
    return quantile(taken, 0.5) if taken.size else math.nan


def accuracy(run: Recording, contestant: int) -> float:
    """The latest accuracy on the validation pictures, 0..1; NaN before the first one."""
    _, measured = validated(run, contestant)
    return float(measured[-1]) if measured.size else math.nan


def times(standard: float, separable: float, less: str, more: str) -> str:
    """By what factor the separable net has less than the standard one, or more; nothing where that isn't known."""
    if not (standard > 0 and separable > 0):
        return ""
    ratio = standard / separable
    return f"{ratio:.1f} times {less}" if ratio >= 1 else f"{1 / ratio:.1f} times {more}"


def _milliseconds(taken: float) -> str:
    return f"{1000 * taken:.1f} ms" if math.isfinite(taken) else "–"


def _row(y: float, price: Price, run: Recording) -> list[AnyMark]:
    """Both bars of a quantity with their numbers, and at the right how they compare."""
    marks: list[AnyMark] = [heading(LEFT, y, price.title, price.note)]
    for index, contestant in enumerate(run.plan.contestants):
        value, role = price.values[index], ROLES[index]
        top = y + 24 + index * (BAR + 6)
        text = Run(price.texts[index], role, bold=True)
        width = LONGEST * value / price.most if math.isfinite(value) else 0.0
        marks += [
            Text(x=LEFT, y=top + BAR / 2, runs=(Run(contestant.name, role),), size=24),
            Rect(
                x=BARS, y=top, width=max(width, 1.0), height=BAR, radius=4, fill=0.85, role=role, value=value,
                name=f"{price.title}, {contestant.name}",
            ),
            Text(x=BARS + max(width, 1.0) + 16, y=top + BAR / 2, runs=(text,), size=26),
        ]  # fmt: skip
    verdict = (Run(price.verdict, Role.TEXT, bold=True),)
    if price.verdict:
        marks.append(Text(x=RIGHT, y=y + 24 + BAR, runs=verdict, size=36, anchor="end", name=f"{price.title} compared"))
    return marks


def _set_formula(stage: Stage, run: Recording) -> None:
    """Fewer multiply-accumulates, and less time: two ratios that are not the same."""
    standard, separable = run.plan.contestants
    slow, fast = seconds(run, 0), seconds(run, 1)
    numbers = [
        Run(f"{standard.macs:,} / {separable.macs:,} = "),
        Run(f"{standard.macs / separable.macs:.2f}", Role.OUTPUT, bold=True),
    ]
    if slow > 0 and fast > 0:
        numbers += [
            Run(f"          {_milliseconds(slow)} / {_milliseconds(fast)} = "),
            Run(f"{slow / fast:.2f}", Role.OUTPUT, bold=True),
        ]
    stage.formula(*RATIOS, numbers)
