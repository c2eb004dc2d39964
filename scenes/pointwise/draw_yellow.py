"""The live steps of the pointwise scene: the task, and three nets that learn it or don't."""

from __future__ import annotations

from scenes.pointwise.story import Steps
from scenes.pointwise.yellow import (
    ROLES,
    YELLOW,
    account,
    chance_of_yellow,
    counterpart,
    last_maps,
    latest,
    pixels,
)
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, shown
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Group, Image, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.recording import Contestant, Recording, View
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import Values

COLUMNS = (LEFT, 372.0, 648.0, 924.0)
ROWS, SIDE = (204.0, 490.0), 244.0
WORDS = 1212.0
CHANNELS = tuple(zip(COLOURS, COLOUR_ROLES, strict=True))
CURVES = (150.0, 204.0, 440.0, 466.0)
CARDS, FIRST, PITCH, SMALL = 1044.0, 304.0, 150.0, 84.0
TASK = (
    r"\mathrm{yellow:}\;\; \textcolor{red}{R_{i,\,j}} \;\;\mathrm{and}\;\; \textcolor{green}{G_{i,\,j}}"
    r" \;\;\mathrm{bright\ at\ the\ same\ pixel}\;\; (i,\, j)",
    "yellow: red and green are bright at the same pixel",
)
SIZES = (r"\mathrm{parameters} = \mathrm{weights} + \mathrm{biases}", "parameters = weights + biases")


def draw_yellow(stage: Stage, steps: Steps) -> None:
    """Draw the one of both steps that is told."""
    span = steps.present
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return
    if steps.task.active:
        run = stage.recording
        marks = _task(run, span)
        stage.formula(*TASK, _numbers(run))
    else:
        marks = _learn(run, stage.recording)
        runs = [
            TextRun(f"{one.name}: {account(one)}          ", role)
            for one, role in zip(run.plan.contestants, ROLES, strict=True)
        ]
        stage.formula(*SIZES, runs)
    stage.add(*marks, *footer(run), opacity=ease(span.t * 8))


def _numbers(run: Recording) -> str:
    snapshot = latest(run)
    if snapshot is None:
        return ""
    channels, height, width = snapshot.picture.shape
    return f"{channels} channels of {height}·{width} numbers, in both pictures the same ones"


def _task(run: Recording, span: Span) -> list[AnyMark]:
    """The picture that the nets are watched with, and under it one of the same numbers and the other class."""
    snapshot = latest(run)
    if snapshot is None:
        return []
    marks: list[AnyMark] = [heading(COLUMNS[0], ROWS[0] - 28, "picture")]
    marks += [
        heading(x, ROWS[0] - 28, f"{word} channel", "", role)
        for x, (word, role) in zip(COLUMNS[1:], CHANNELS, strict=True)
    ]
    marks += _row(ROWS[0], snapshot.picture, snapshot.label, run)
    other = _row(ROWS[1], counterpart(snapshot.picture, snapshot.label), 1 - snapshot.label, run)
    return [*marks, Group(marks=tuple(other), opacity=ease(span.t / 0.4 - 0.6))]


def _row(y: float, picture: Values, label: int, run: Recording) -> list[AnyMark]:
    """A picture, its channels as they shine, and what is right about it."""
    cell, word = SIDE / picture.shape[1], run.plan.classes[label]
    marks: list[AnyMark] = [_image(picture, (COLUMNS[0], y), SIDE, f"picture, {word}")]
    for x, (colour, role), channel in zip(COLUMNS[1:], CHANNELS, picture.array, strict=True):
        marks.append(
            Grid(
                values=Values(channel), origin=(x, y), u=(cell, 0.0), v=(0.0, cell), role=role, shade="glow",
                numbers=False, gap=0.0, name=f"{colour} channel, {word}",
            )
        )  # fmt: skip
    where = "where red is" if label == YELLOW else "apart from red"
    middle = y + SIDE / 2
    runs = (TextRun(word, Role.HIGHLIGHT if label == YELLOW else Role.TEXT, bold=True),)
    return [
        *marks,
        Text(x=WORDS, y=middle - 22, runs=runs, size=40),
        lettering(WORDS, middle + 26, f"green {where}", Role.MUTED, size=26),
    ]


def _image(picture: Values, corner: Point, side: float, name: str) -> Image:
    cell = side / picture.shape[1]
    return Image(pixels=pixels(picture), origin=corner, u=(cell, 0.0), v=(0.0, cell), name=name)


def _learn(run: Recording, whole: Recording) -> list[AnyMark]:
    """The accuracies over the steps, and what each net makes of the picture just now."""
    left, top, _, _ = CURVES
    marks: list[AnyMark] = [
        heading(left, top - 44, "accuracy in %", f"on {run.plan.validation_count:,} other pictures"),
        *accuracies(accuracy_axes(whole, CURVES), run, ROLES),
    ]
    snapshot = latest(run)
    if snapshot is None:
        return marks
    word = run.plan.classes[snapshot.label]
    marks += [
        _image(snapshot.picture, (CARDS, FIRST - 146), SMALL, f"picture, {word}"),
        lettering(CARDS + SMALL + 20, FIRST - 122, word, Role.TEXT, bold=True, size=28),
        lettering(CARDS + SMALL + 20, FIRST - 84, "seen in the maps of:", Role.MUTED, size=24),
    ]
    for index, (one, view) in enumerate(zip(run.plan.contestants, snapshot.views, strict=True)):
        marks += _card(FIRST + index * PITCH, one, view, ROLES[index])
    return marks


def _card(y: float, one: Contestant, view: View | None, role: Role) -> list[AnyMark]:
    """A net: its size, the maps behind its last convolution, and how sure it is that there is yellow."""
    marks: list[AnyMark] = [heading(CARDS, y - 22, one.name, counted(one.parameters, "parameter"), role)]
    if view is None:
        return marks
    maps = last_maps(one, view)
    for index, values in enumerate(maps):
        cell = SMALL / values.shape[0]
        marks.append(
            Grid(
                values=values, origin=(CARDS + index * (SMALL + 8), y), u=(cell, 0.0), v=(0.0, cell), role=role,
                scale="maps", numbers=False, gap=0.0, name=f"{one.name}, map {index + 1}",
            )
        )  # fmt: skip
    share, x = chance_of_yellow(view), CARDS + 4 * (SMALL + 8) + 8
    return [
        *marks,
        lettering(x, y + 18, "yellow: ", Role.MUTED, size=22),
        lettering(x, y + 50, percent_text(share), role, bold=True, size=28, name=f"{one.name}, yellow"),
        Rect(x=x, y=y + 74, width=128, height=10, radius=5, fill=0.2, role=Role.MUTED),
        Rect(x=x, y=y + 74, width=max(128 * share, 1.0), height=10, radius=5, fill=0.9, role=role),
    ]
