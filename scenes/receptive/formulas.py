"""The formula of each step of the receptive field scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.receptive.computed import Chain, Path, look, name_of, unit
from scenes.receptive.draw_net import place
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import Steps
from scenes.reference import Floats
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import latest
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


def set_formula(stage: Stage, chain: Chain, paths: tuple[Path, Path], steps: Steps, knobs: Knobs) -> None:
    """Set the formula of the present step and its numbers."""
    if steps.unit.active:
        stage.formula(*START, "a cell of the input sees itself, and its neighbour is one cell away")
    elif steps.telling(steps.cone, steps.neighbour):
        stage.formula(*RECURRENCE, _row(chain, _told(chain, steps)))
    elif steps.telling(*steps.networks):
        path = paths[latest(steps.networks)]
        stage.formula(*RECURRENCE, _layer(path, path.reached(steps.present.even), knobs))
    elif steps.telling(steps.maps[0], steps.maps[-1]):
        stage.formula(*MAP, _unit(knobs, latest(steps.maps)))
    elif steps.favourites.active:
        stage.formula(*MAP, "under each part: what the unit says that sees it, and the animal it was cut from")
    else:
        shares = look(knobs.animal, knobs.drawing).shares
        stage.formula(*ANSWER, (TextRun("p = "), TextRun(_vector(shares), Role.OUTPUT)))


def _told(chain: Chain, steps: Steps) -> int:
    """The map whose numbers are written: one after the other while the rule is told, else that of the unit."""
    if steps.rule.active:
        return min(int(steps.rule.even * (chain.last + 0.999)), chain.last)
    return chain.unit[0]


def _row(chain: Chain, row: int) -> Sequence[TextRun] | str:
    if row == 0:
        return "input:  r = 1,  j = 1"
    before, after = chain.fields[row - 1 : row + 1]
    return _sum(f"layer {row}", before.size, *chain.layers[row - 1], before.jump, after.size, after.jump)


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
