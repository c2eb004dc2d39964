"""The formula of the output size: what each part of it does to the number before it, and the numbers filled in."""

from __future__ import annotations

import math

from scenes.padding.computed import Layer
from scenes.padding.story import Steps
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.areas import Area

SIZE = (
    r"\textcolor{output}{n_{out}} = \lfloor (\textcolor{input}{n} + \textcolor{input}{2p} - "
    r"\textcolor{kernel}{d\,(k-1)} - 1) \;/\; \textcolor{highlight}{s} \rfloor + 1"
)
SIZE_PLAIN = "output size = floor((n + 2p − d(k − 1) − 1) / s) + 1"
FORMULA_Y, NUMBERS_Y = 176.0, 724.0
PLATES = Area(LEFT, 286.0, RIGHT - LEFT, 340.0).columns(6, 20.0)


def draw_formula(stage: Stage, layer: Layer, steps: Steps) -> None:
    """Draw the formula over a plate for each of its operations, and below it with the numbers."""
    parts = _parts(layer)
    marks: list[AnyMark] = [Formula(tex=SIZE, plain=SIZE_PLAIN, x=LEFT, y=FORMULA_Y, size=52.0, name="formula")]
    runs: list[TextRun] = []
    for index, (area, (operation, role, value, name, written)) in enumerate(zip(PLATES, parts, strict=True)):
        share, last = steps.formula.part(index, len(parts)), index == len(parts) - 1
        x, y = area.middle
        marks += [
            Rect(x=area.x, y=area.y, width=area.width, height=area.height, radius=16, role=role,
                 fill=between(0.05, 0.2, share), line=5.0 if last else 0.0, value=value,
                 name="odometer" if last else f"plate {index}"),
            lettering(x, area.y + 74, operation, role, bold=True, size=44.0, anchor="middle", opacity=share),
            lettering(x, y + 46, f"{value:.3g}", role, bold=True, size=96.0, anchor="middle", opacity=share,
                      name=f"number: {name}"),
        ]  # fmt: skip
        if share > 0.5:
            runs += [TextRun(text, colour) for text, colour in written]
    if runs:
        marks.append(Text(x=LEFT, y=NUMBERS_Y, runs=tuple(runs), size=52.0, name="formula numbers"))
    stage.add(*marks)


def _parts(layer: Layer) -> list[tuple[str, Role, float, str, list[tuple[str, Role]]]]:
    """Each operation: what it is, its colour, the number after it, that one's name, and what it adds to the line."""
    k, whole = layer.knobs, math.floor(layer.steps)
    plain = Role.TEXT
    return [
        ("n", Role.INPUT, float(k.n), "n", [("⌊(", plain), (f"{k.n}", Role.INPUT)]),
        ("+ 2p", Role.INPUT, float(layer.row), "row", [(" + ", plain), (f"2·{k.padding}", Role.INPUT)]),
        (
            "− span",
            Role.KERNEL,
            float(layer.room),
            "room",
            [(" − ", plain), (f"{k.dilation}·{k.k - 1}", Role.KERNEL), (" − 1)", plain)],
        ),
        ("÷ s", Role.HIGHLIGHT, layer.steps, "steps", [(f" / {k.stride}", Role.HIGHLIGHT)]),
        ("down", Role.WARNING, float(whole), "whole", [("⌋", Role.WARNING)]),
        ("+ 1", Role.OUTPUT, float(layer.out), "out", [(" + 1", plain), (f" = {layer.out}", Role.OUTPUT)]),
    ]
