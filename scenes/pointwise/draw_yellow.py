"""The live steps: the task, three nets that learn it or don't, and what they make of one picture."""

from __future__ import annotations

from scenes.pointwise.draw_maps import PICTURE, mixing
from scenes.pointwise.yellow import (
    ROLES,
    YELLOW,
    account,
    chance_of_yellow,
    channels,
    counterpart,
    last_maps,
    latest,
    pixels,
)
from scenes.stage.charts.training import accuracies, accuracy_axes, footer, shown
from scenes.stage.core.marks import AnyMark, Group, Image, Role, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.recording import Recording
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.series import percent_text

PLOT = (128.0, 166.0, 1104.0, 520.0)
SIZES_X, SIZES_Y, PITCH = 1200.0, 522.0, 58.0
ROWS_Y, MAP, MAPS_X = (113.0, 328.0, 543.0), 188.0, 316.0


def draw_task(stage: Stage, span: Span) -> list[AnyMark]:
    """The picture that the nets are watched with, and under it one of the same numbers and the other class."""
    run = stage.recording
    snapshot = latest(run) if shown(stage, span) is not None and run is not None else None
    if run is None or snapshot is None:
        return []
    marks: list[AnyMark] = []
    pictures = (snapshot.picture, snapshot.label), (counterpart(snapshot.picture, snapshot.label), 1 - snapshot.label)
    for index, ((picture, label), area) in enumerate(zip(pictures, PICTURE.rows(2, 0.0), strict=True)):
        word = run.plan.classes[label]
        image = Image(pixels=pixels(picture), origin=(0.0, 0.0), u=(1.0, 0.0), v=(0.0, 1.0), name=f"picture, {word}")
        words = [(TextRun(colour, role, bold=True),) for colour, role in zip(COLOURS, COLOUR_ROLES, strict=True)]
        words.append((TextRun(word, Role.HIGHLIGHT if label == YELLOW else Role.MUTED, bold=True),))
        marks += mixing(area, channels(picture), image, words, span.part(index, 2), f"of {word}")
    return marks


def draw_learn(stage: Stage, span: Span) -> list[AnyMark]:
    """The accuracies over the steps, and how the parameters of each net add up."""
    run = shown(stage, span)
    if run is None or stage.recording is None:
        return []
    title = lettering(PLOT[0], PLOT[1] - 34, "accuracy in %", Role.MUTED, size=40.0)
    sizes = lettering(SIZES_X, SIZES_Y - PITCH, "parameters", Role.MUTED, size=40.0, anchor="end")
    marks = [
        title,
        sizes,
        *accuracies(accuracy_axes(stage.recording, PLOT), run, ROLES, stacked=True),
        _foot(run),
    ]
    for index, (one, role) in enumerate(zip(run.plan.contestants, ROLES, strict=True)):
        words = f"{one.name}:  {account(one)}"
        y = SIZES_Y + index * PITCH
        marks.append(lettering(SIZES_X, y, words, role, bold=True, size=44.0, anchor="end", name=f"{one.name}, size"))
    return marks


def draw_seen(stage: Stage, span: Span) -> list[AnyMark]:
    """The maps behind the last convolution of each net as it learns, and how sure it is that there is yellow."""
    run = shown(stage, span)
    snapshot = latest(run) if run is not None else None
    if run is None or snapshot is None:
        return []
    word = run.plan.classes[snapshot.label]
    marks: list[AnyMark] = [
        Image(pixels=pixels(snapshot.picture), origin=(LEFT, 112.0), u=(230.0 / snapshot.picture.shape[1], 0.0),
              v=(0.0, 230.0 / snapshot.picture.shape[1]), name=f"picture, {word}"),
        lettering(LEFT, 400.0, word, bold=True, size=44.0), _foot(run),
    ]  # fmt: skip
    for y, one, view, role in zip(ROWS_Y, run.plan.contestants, snapshot.views, ROLES, strict=True):
        marks.append(lettering(RIGHT, y + 50, one.name, role, bold=True, size=40.0, anchor="end"))
        for index, values in enumerate(last_maps(one, view) if view is not None else ()):
            marks.append(
                matrix(values, (MAPS_X + index * (MAP + 20), y), MAP / values.shape[0], role=role, scale="maps",
                       numbers=False, gap=0.0, name=f"{one.name}, map {index + 1}")
            )  # fmt: skip
        if view is not None:
            share = percent_text(chance_of_yellow(view))
            words = f"{share} yellow"
            marks.append(
                lettering(RIGHT, y + 124, words, role, bold=True, size=52.0, anchor="end", name=f"{one.name}, yellow")
            )
    return marks


def _foot(run: Recording) -> AnyMark:
    """Where the run is from, above the line of the caption."""
    return Group(marks=tuple(footer(run)), dy=-24.0)
