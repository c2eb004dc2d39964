"""The three counts of weights below the small layer: dense, local, shared."""

from __future__ import annotations

from scenes.dense.story import one_by_one
from scenes.dense.view import MODES, View
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease

Y, HEIGHT = 690.0, 96.0
WIDTH, PITCH = 462.0, 513.0


def draw_counts(view: View) -> None:
    """Draw a plate for each count that is known, the latest one framed."""
    layer, steps = view.layer, view.steps
    terms = (f"{layer.outputs} · {layer.inputs} =", f"{layer.outputs} · {layer.size} =", "")
    shares = (ease(one_by_one(steps.dense) * 3), steps.local.motion, ease(one_by_one(steps.share) * 2))
    marks: list[AnyMark] = []
    for index, (mode, count, share) in enumerate(zip(MODES, layer.counts, shares, strict=True)):
        x, last = LEFT + index * PITCH, index == steps.counts_known - 1
        words = (TextRun(f"{mode}  ", Role.TEXT, bold=True), TextRun(terms[index], Role.MUTED))
        shown = (TextRun(f"{count}", Role.KERNEL, bold=True),)
        plate: list[AnyMark] = [
            Rect(
                x=x, y=Y, width=WIDTH, height=HEIGHT, radius=12, fill=0.16, role=Role.KERNEL, line=3.0 if last else 0.0,
                value=float(count), name=f"{mode} weights",
            ),
            Text(x=x + 22, y=Y + HEIGHT / 2, runs=words, size=28),
            Text(x=x + WIDTH - 24, y=Y + HEIGHT / 2, runs=shown, size=56, anchor="end"),
        ]  # fmt: skip
        if index:
            start, end = (x - (PITCH - WIDTH) + 6, Y + HEIGHT / 2), (x - 6, Y + HEIGHT / 2)
            plate.append(Arrow(start=start, end=end, role=Role.MUTED))
        marks.append(Group(marks=tuple(plate), opacity=share))
    view.stage.add(*marks, opacity=steps.small)
