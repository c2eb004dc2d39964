"""The left of the softmax scene: a bar for each logit, from a line of zero, to be dragged or typed over."""

from __future__ import annotations

from scenes.reference import Floats
from scenes.softmax.computed import Example
from scenes.softmax.knobs import LARGEST, Knobs
from scenes.softmax.layout import ASIDE, HEADINGS, LOGITS, NAMES, PLATES, column, fitted_unit, unit_of, zero_line
from scenes.softmax.story import Steps
from scenes.softmax.words import logit, plain
from scenes.stage.core.gestures import DRAG_PER_STEP
from scenes.stage.core.grips import EditCell, SetValue
from scenes.stage.core.marks import AnyMark, Arrow, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import format_number


def draw_logits(stage: Stage, example: Example, steps: Steps, knobs: Knobs) -> None:
    """Draw the bars as they are now, the logits themselves on plates under them, and the names of the classes."""
    titles = {steps.add: "z + c", steps.multiply: "a · z", steps.temperature: "z / T", steps.descend: "z − η ∂L/∂z"}
    notes = {steps.logits: "any real numbers", steps.gradient: "the arrows go downhill"}
    title, note = titles.get(steps.present, "logits z"), notes.get(steps.present, "")
    stage.add(heading(LOGITS[0], HEADINGS, title, note, Role.INPUT))
    full = unit_of(example.before.z)
    unit = fitted_unit(steps.scores.z, full)
    zero = zero_line(steps.scores.z, unit)
    for index in range(example.count):
        bar = _bar(example, steps, index, unit, zero, full)
        stage.add(*bar, *_plate(example, index, full), *_name(example, steps, index))
    ends = ((LOGITS[0] - 14, zero), (LOGITS[1] - 4, zero))
    stage.add(Path(points=ends, line=2.0, role=Role.MUTED))
    stage.text(LOGITS[0] - 22, zero, "0", size=22, role=Role.MUTED, anchor="end")
    if steps.gradient.active:
        stage.add(*_pushes(example, steps, unit, zero))
    asked = steps.seen(steps.logits, steps.stretch)
    if asked > 0:
        stage.add(Group(marks=tuple(_division(example)), opacity=asked))


def _bar(example: Example, steps: Steps, index: int, unit: float, zero: float, full: float) -> list[AnyMark]:
    """A bar; it carries its number where that is not the one on the plate."""
    x, width = column(LOGITS, index, example.count)
    z = float(steps.scores.z[index])
    top = zero - max(z, 0.0) * unit
    bar = Rect(
        x=x, y=top, width=width, height=max(abs(z) * unit, 3.0), radius=4, fill=0.85, role=Role.INPUT,
        name=f"bar of {example.names[index]}", value=z, grip=None if steps.changed else _grip(index, full),
    )  # fmt: skip
    if not steps.changed:
        return [bar]
    y = zero - max(z, 0.0) * unit - 24
    words = (TextRun(logit(z), Role.INPUT, bold=True),)
    return [bar, Text(x=x + width / 2, y=y, runs=words, size=26 if example.count <= 3 else 20, anchor="middle")]


def _grip(index: int, full: float) -> EditCell:
    """A hand that drags a bar's end by one step moves it by as much on the stage."""
    return EditCell("values", index=(index,), low=-LARGEST, high=LARGEST, step=round(DRAG_PER_STEP / full, 1))


def _plate(example: Example, index: int, full: float) -> list[AnyMark]:
    """The logit itself, under its bar."""
    x, width = column(LOGITS, index, example.count)
    z = float(example.before.z[index])
    box = Rect(
        x=x - 6, y=PLATES, width=width + 12, height=44, radius=10, fill=0.22, line=2.0, role=Role.INPUT,
        name=f"logit of {example.names[index]}", value=z, grip=_grip(index, full),
    )  # fmt: skip
    size = 28 if example.count <= 4 else 22
    return [box, lettering(x + width / 2, PLATES + 22, logit(z), bold=True, size=size, anchor="middle")]


def _name(example: Example, steps: Steps, index: int) -> list[AnyMark]:
    """The name of a class; a click makes it the true one, once that matters."""
    x, width = column(LOGITS, index, example.count)
    middle, name = x + width / 2, example.names[index]
    chosen, matters = index == example.label, steps.seen(steps.loss)
    marks: list[AnyMark] = []
    if matters > 0:
        marks.append(Rect(
            x=middle - 35, y=NAMES - 18, width=70, height=36, radius=10, fill=0.22, line=3.0 if chosen else 1.0,
            role=Role.HIGHLIGHT if chosen else Role.MUTED, name=f"true class = {name}",
            grip=SetValue("label", name), opacity=matters,
        ))  # fmt: skip
    words = (TextRun(name, Role.TEXT, bold=chosen and matters > 0),)
    return [*marks, Text(x=middle, y=NAMES, runs=words, size=26, anchor="middle")]


def _division(example: Example) -> list[AnyMark]:
    """What one would get by dividing logits by their sum: no shares, as soon as one is not positive."""
    z, total = example.before.z, float(example.before.z.sum())
    marks: list[AnyMark] = [heading(ASIDE, HEADINGS + 70, "Why not divide by their sum?", "", Role.WARNING)]
    below = f"({plain(total)})" if total < 0 else plain(total)
    for index, (name, value, result) in enumerate(zip(example.names, z, _divided(z), strict=True)):
        y = HEADINGS + 130 + index * 52
        words = (
            TextRun(f"{name}  ", Role.MUTED),
            TextRun(f"{logit(value)} / {below} = "),
            TextRun(result, Role.WARNING, bold=True),
        )
        marks.append(Text(x=ASIDE, y=y, runs=words, size=34))
    y = HEADINGS + 150 + example.count * 52
    for line, role in (
        ("Negative logits spoil it, and so does a sum of 0.", Role.MUTED),
        ("With 1 added to every logit, the same division gives", Role.MUTED),
        (", ".join(_divided(z + 1)), Role.WARNING),
    ):
        marks.append(lettering(ASIDE, y, line, role, size=28))
        y += 44
    return marks


def _divided(z: Floats) -> list[str]:
    """Logits (K,) divided by their sum."""
    total = float(z.sum())
    if abs(total) < 1e-9:
        return ["not defined"] * len(z)
    return [format_number(float(value) / total, 3) for value in z]


def _pushes(example: Example, steps: Steps, unit: float, zero: float) -> list[AnyMark]:
    """Downhill, as arrows at the ends of the bars: as long as a step with a learning rate of 1."""
    marks: list[AnyMark] = []
    share = ease(steps.gradient.motion * 2 - 1)
    for index in range(example.count):
        x, width = column(LOGITS, index, example.count)
        end = zero - float(example.before.z[index]) * unit
        by = -float(example.gradient[index]) * unit * share
        if abs(by) > 6:
            middle = x + width / 2
            marks.append(Arrow(start=(middle, end), end=(middle, end - by), line=5.0, head=16, role=Role.GRADIENT))
    return marks
