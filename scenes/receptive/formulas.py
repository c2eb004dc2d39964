"""The formula of each step of the receptive field scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.receptive.computed import Chain, Path, look, name_of, unit
from scenes.receptive.draw_net import place
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import CHAIN, MAPS, NETS, Moment
from scenes.reference import Floats
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.values import format_number

R, J = r"\textcolor{highlight}{r_l}", r"\textcolor{output}{j_l}"
BEFORE = r"\textcolor{output}{j_{l-1}}"
RECURRENCE = (
    rf"{R} = \textcolor{{highlight}}{{r_{{l-1}}}} + \textcolor{{kernel}}{{(k_l - 1)\, d_l}}\, {BEFORE}"
    rf"\qquad {J} = {BEFORE}\, \textcolor{{kernel}}{{s_l}}",
    "r_l = r_(l−1) + (k_l − 1) d_l j_(l−1),  j_l = j_(l−1) s_l",
)
START = (r"\textcolor{highlight}{r_0} = 1 \qquad \textcolor{output}{j_0} = 1", "r_0 = 1, j_0 = 1")
MAP = (
    r"\textcolor{output}{y} = \max(0,\; \textcolor{kernel}{w} * \textcolor{input}{x} + b)",
    "y = max(0, w ∗ x + b)",
)
ANSWER = (
    r"\textcolor{output}{p} = \mathrm{softmax}( W\, \textcolor{input}{x} + b )",
    "p = softmax(W x + b)",
)


def set_formula(stage: Stage, line: Chain, paths: tuple[Path, Path], now: Moment, knobs: Knobs) -> None:
    """Set the formula of the present step and its numbers."""
    if now.name == "unit":
        stage.formula(*START, "a cell of the input sees itself, and its neighbour is one cell away")
    elif now.name in CHAIN:
        stage.formula(*RECURRENCE, _row(line, _told(line, now)))
    elif now.name in NETS:
        path = paths[NETS.index(now.name)]
        stage.formula(*RECURRENCE, _layer(path, path.reached(now.even(now.name)), knobs))
    elif now.name in MAPS:
        stage.formula(*MAP, _unit(knobs, MAPS.index(now.name)))
    elif now.name == "favourites":
        stage.formula(*MAP, "under each part: what the unit says that sees it, and the animal it was cut from")
    else:
        shares = look(knobs.animal, knobs.drawing).shares
        stage.formula(*ANSWER, (TextRun("p = "), TextRun(_vector(shares), Role.OUTPUT)))


def _told(line: Chain, now: Moment) -> int:
    """The map whose numbers are written: one after the other while the rule is told, else that of the unit."""
    if now.name == "rule":
        return min(int(now.even("rule") * (line.last + 0.999)), line.last)
    return line.unit[0]


def _row(line: Chain, row: int) -> Sequence[TextRun] | str:
    if row == 0:
        return "input:  r = 1,  j = 1"
    before, after = line.fields[row - 1 : row + 1]
    return _sum(f"layer {row}", before.size, *line.layers[row - 1], before.jump, after.size, after.jump)


def _layer(path: Path, index: int, knobs: Knobs) -> Sequence[TextRun]:
    """How a layer of a network widens what the layer before it sees."""
    layer = path.layers[index]
    before = path.layers[index - 1] if index else None
    size, jump = (before.r, before.j) if before else (1, 1)
    assert layer.kernel is not None
    name = f"{name_of(layer)} {place(layer, knobs)}"
    return _sum(name, size, layer.kernel[0], layer.stride[0], layer.dilation[0], jump, layer.r, layer.j)


def _sum(
    name: str, size: object, kernel: int, stride: int, dilation: int, jump: object, field: object, then: object
) -> Sequence[TextRun]:
    return (
        TextRun(f"{name}:   r = ", Role.MUTED),
        TextRun(f"{size} + ({kernel} − 1) · {dilation} · {jump} = "),
        TextRun(str(field), Role.HIGHLIGHT, bold=True),
        TextRun("          j = ", Role.MUTED),
        TextRun(f"{jump} · {stride} = "),
        TextRun(str(then), Role.OUTPUT, bold=True),
    )


def _unit(knobs: Knobs, layer: int) -> Sequence[TextRun]:
    """The chosen unit of a trained layer."""
    seen = look(knobs.animal, knobs.drawing)
    found = unit(seen, layer, (knobs.at1, knobs.at2, knobs.at3)[layer])
    return (
        TextRun(f"layer {layer + 1}, map {found.map + 1} [{found.row}, {found.column}] = "),
        TextRun(format_number(found.value, 2), Role.OUTPUT, bold=True),
        TextRun(f"     sees {found.field.size}×{found.field.size} pixels", Role.MUTED),
    )


def _vector(values: Floats) -> str:
    return f"({', '.join(format_number(float(value), 2) for value in values)})"
