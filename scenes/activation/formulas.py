"""The formula of each step of the activation scene, with the numbers filled in."""

from __future__ import annotations

from scenes.activation.computed import FACTOR, Applied, Track, compared, differ
from scenes.activation.functions import FUNCTIONS
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.values import decimals_for, format_number

X, Z, K1, K2 = r"\textcolor{input}{x}", r"\textcolor{input}{z}", r"\textcolor{kernel}{k_1}", r"\textcolor{kernel}{k_2}"
Y = r"\textcolor{output}{y}"
LAYERS = 10
"""How many layers a gradient is sent through, to see what small slopes do to it."""
ROOM = 80
"""How many characters of a sum fit under a formula."""


def set_formula(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Set the formula of the present step."""
    written = FUNCTIONS[applied.knobs.function]
    if steps.telling(steps.map, steps.water):
        rows, columns = applied.shape
        numbers = f"{rows} × {columns} = {applied.z.size} cells, {applied.below} below zero"
        stage.formula(rf"{Z} \in \mathbb{{R}}^{{H \times W}}", "z is a map of H × W numbers", numbers)
    elif steps.telling(steps.apply, steps.curve):
        stage.formula(rf"\textcolor{{output}}{{f(z)}} = {written.tex}", f"f(z) = {written.plain}", _one(applied, steps))
    elif steps.slope.active:
        tex = rf"\textcolor{{gradient}}{{f'(z)}} = {written.slope_tex}"
        stage.formula(tex, f"f'(z) = {written.slope_plain}", _slopes(applied))
    elif steps.compare.active:
        stage.formula(
            r"\partial L / \partial z = \textcolor{gradient}{f'(z)} \cdot \partial L / \partial y",
            "gradient at z = slope × gradient at y",
            _steepest(applied),
        )
    elif steps.without.active:
        stage.formula(rf"{Y} = {K2} \star ({K1} \star {X})", "y = k2 ⋆ (k1 ⋆ x)", _first_cell(track, bent=False))
    elif steps.collapse.active:
        stage.formula(rf"{Y} = ({K1} \ast {K2}) \star {X}", "y = (k1 ∗ k2) ⋆ x", _kernels(track))
    elif steps.again.active:
        stage.formula(*_scaled(track), _kernels(track))
    else:
        stage.formula(rf"{Y} = {K2} \star f({K1} \star {X})", "y = k2 ⋆ f(k1 ⋆ x)", _first_cell(track, bent=True))


def _scaled(track: Track) -> tuple[str, str]:
    """That the layers of a multiplied input are not the multiplied layers, in LaTeX and in words; or, once, are."""
    alike = differ(track.answer, track.expected) == 0
    factor, sign = f"{FACTOR:g}", "=" if alike else r"\neq"
    tex = rf"{K2} \star f({K1} \star ({factor}\,{X})) \;{sign}\; {factor}\; {K2} \star f({K1} \star {X})"
    words = "are" if alike else "are not"
    return tex, f"the layers of {number(FACTOR)} x {words} {number(FACTOR)} times the layers of x"


def _one(applied: Applied, steps: Steps) -> tuple[TextRun, ...]:
    """The present cell's number through the function; before there is one, that of the first."""
    cell = steps.dots.cell
    if steps.apply.active:
        cells = applied.z.size
        cell = divmod(min(int(steps.apply.t / 0.85 * cells), cells - 1), applied.shape[1])
    z, y = float(applied.z[cell]), float(applied.y[cell])
    filled = FUNCTIONS[applied.knobs.function].filled(z, applied.knobs.leak)
    return (
        TextRun(f"z[{cell[0]}, {cell[1]}] = ", Role.MUTED),
        TextRun(number(z), Role.INPUT, bold=True),
        TextRun(f"     {filled} = "),
        TextRun(format_number(y, decimals_for(applied.y)), Role.OUTPUT, bold=True),
    )


def _slopes(applied: Applied) -> str:
    found = sorted({(float(z), float(s)) for z, s in zip(applied.z.flat, applied.slope.flat, strict=True)})
    shown = found if len(found) <= 6 else [*found[:3], *found[-3:]]
    decimals = decimals_for(applied.slope)
    parts = [f"at {number(z)}: {format_number(s, decimals)}" for z, s in shown]
    if len(found) > 6:
        parts.insert(3, "…")
    return "     ".join(parts)


def _steepest(applied: Applied) -> str:
    curves = dict(compared(applied.knobs.leak))
    sigmoid, tanh = (curves[name].steepest for name in ("sigmoid", "tanh"))
    weakest = f"{sigmoid**LAYERS:.8f}"
    return f"steepest: sigmoid {number(sigmoid)}, tanh {number(tanh)}.   Through {LAYERS} sigmoids at most {weakest}"


def _first_cell(track: Track, *, bent: bool) -> tuple[TextRun, ...]:
    """How the first cell of the output is made, sums within a sum."""
    taps = track.first.shape[1]
    inner = [_sum(track.first[0], track.x[0, place : place + taps]) for place in range(taps)]
    values = track.a if bent else track.h
    if bent:
        pairs = zip(track.second[0], track.h[0, :taps], strict=True)
        parts = [f"{bracketed(float(w))}·f({number(float(z))})" for w, z in pairs]
    else:
        parts = [f"{bracketed(float(w))}·({words})" for w, words in zip(track.second[0], inner, strict=True)]
    made = " + ".join(parts)
    if len(made) > ROOM:
        made = _sum(track.second[0], values[0, :taps])
    result = float((track.bent if bent else track.linear)[0, 0])
    return TextRun("first cell:   ", Role.MUTED), TextRun(f"{made} = "), TextRun(number(result), Role.OUTPUT, bold=True)


def _sum(weights: Floats, values: Floats) -> str:
    return " + ".join(f"{bracketed(float(w))}·{bracketed(float(x))}" for w, x in zip(weights, values, strict=True))


def _kernels(track: Track) -> tuple[TextRun, ...]:
    return (
        TextRun(f"({_list(track.first)})  and  ({_list(track.second)})  make  "),
        TextRun(f"({_list(track.kernel)})", Role.KERNEL, bold=True),
    )


def _list(weights: Floats) -> str:
    return ", ".join(number(float(weight)) for weight in weights[0])
