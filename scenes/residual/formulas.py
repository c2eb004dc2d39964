"""The formula of each step of the residual scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.reference import Floats, window
from scenes.residual.computed import Block, Chain
from scenes.residual.draw_forward import OFF, turned_off
from scenes.residual.story import Steps
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw import kinds
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.values import format_number, power_text, superscript

X, Y, F = r"\textcolor{input}{x}", r"\textcolor{output}{y}", r"\textcolor{product}{F(x)}"
FIRST, SECOND = r"\textcolor{kernel}{K_1}", r"\textcolor{kernel}{K_2}"


def _slope(at: str) -> str:
    """The gradient of the loss at a place."""
    return rf"\textcolor{{gradient}}{{\partial L / \partial {at}}}"


WHOLE = rf"\qquad {F} = {SECOND} * \max(0,\; {FIRST} * {X})"
FORMULAS = {
    "enter": (rf"{Y} = \max(0,\; {F} + {X}) {WHOLE}", "y = max(0, F(x) + x)"),
    "first": (rf"z = {FIRST} * {X}", "z = K₁ ∗ x"),
    "inner": (r"h = \max(0,\; z)", "h = max(0, z)"),
    "second": (rf"{F} = {SECOND} * h", "F(x) = K₂ ∗ h"),
    "add": (rf"s = {F} + {X}", "s = F(x) + x"),
    "outer": (rf"{Y} = \max(0,\; s)", "y = max(0, s)"),
    "zero": (
        rf"{F} = 0 \;\Rightarrow\; {Y} = \max(0,\; {X}) = {X} \quad ({X} \geq 0)",
        "F(x) = 0, so y = max(0, x) = x where x ≥ 0",
    ),
    "arrive": (rf"{_slope('s')} = {_slope('y')} \cdot [\, s > 0 \,]", "∂L/∂s = ∂L/∂y where s > 0, else 0"),
    "split": (
        r"s = F + x \;\Rightarrow\; \partial s / \partial F = 1, \quad \partial s / \partial x = 1",
        "s = F + x, so ∂s/∂F = 1 and ∂s/∂x = 1",
    ),
    "back": (
        rf"{_slope('z')} = ( {SECOND}^T \; {_slope('F')} ) \cdot [\, z > 0 \,]",
        "∂L/∂z = K₂ᵀ ∂L/∂F where z > 0, else 0",
    ),
    "through": (
        rf"( \partial F / \partial x )^T \; {_slope('F')} = {FIRST}^T \; {_slope('z')}",
        "(∂F/∂x)ᵀ ∂L/∂F = K₁ᵀ ∂L/∂z",
    ),
    "gather": (
        rf"{_slope('x')} = ( I + \partial F / \partial x )^T \; {_slope('s')}",
        "∂L/∂x = (I + ∂F/∂x)ᵀ ∂L/∂s",
    ),
    "chain": (
        r"\mathrm{plain:}\; \textcolor{fifth}{f^L} \qquad \mathrm{residual:}\; \textcolor{fourth}{(1 + f)^L}",
        "plain: f^L, residual: (1 + f)^L",
    ),
}
PLAIN = {
    "enter": (rf"{Y} = \max(0,\; {F}) {WHOLE}", "y = max(0, F(x))"),
    "add": (rf"s = {F}", "s = F(x)"),
    "zero": (rf"{F} = 0 \;\Rightarrow\; {Y} = 0", "F(x) = 0, so y = 0"),
    "split": (r"s = F \;\Rightarrow\; \partial s / \partial F = 1", "s = F, so ∂s/∂F = 1"),
    "gather": (rf"{_slope('x')} = ( \partial F / \partial x )^T \; {_slope('s')}", "∂L/∂x = (∂F/∂x)ᵀ ∂L/∂s"),
}
"""The formulas that are different where there is no shortcut."""


def set_formula(stage: Stage, of: Block, now: Steps, cell: Cell, line: Chain) -> None:
    """Set the formula of the present step; in a map its numbers are those of one cell."""
    if now.name not in FORMULAS:
        return
    texts = FORMULAS[now.name] if of.shortcut else PLAIN.get(now.name, FORMULAS[now.name])
    stage.formula(*texts, _numbers(of, now, cell, line))


def _numbers(of: Block, now: Steps, cell: Cell, line: Chain) -> Sequence[TextRun] | str:
    if now.name == "chain":
        return _powers(line)
    return _of_block(of, now, cell)


def _of_block(of: Block, now: Steps, cell: Cell) -> Sequence[TextRun] | str:
    """The numbers of a step inside the block: all of them in a column, one of them in a map."""
    if now.name == "zero" and now.share("zero") > OFF:
        of = turned_off(of)
    see = _Eye(of, cell)
    if now.name in ("first", "second"):
        return _window(of, now.name, cell)
    back = now.name in ("arrive", "split", "back", "through", "gather")
    role = Role.GRADIENT if back else Role.INPUT if now.name == "enter" else Role.OUTPUT
    texts: dict[str, tuple[str, Floats]] = {
        "enter": ("x = ", of.x),
        "inner": (f"max(0, {see(of.z)}) = ", of.h),
        "add": (f"{see(of.f)} + {see(of.x)} = " if of.shortcut else "s = ", of.s),
        "outer": (f"max(0, {see(of.s)}) = ", of.y),
        "zero": (f"max(0, {see(of.f)} + {see(of.x)}) = " if of.shortcut else f"max(0, {see(of.f)}) = ", of.y),
        "arrive": (f"∂L/∂y = {see(of.upstream)},   s = {see(of.s)}   →   ∂L/∂s = ", of.ds),
        "split": ("to F and straight on: " if of.shortcut else "to F: ", of.ds),
        "back": (f"K₂ᵀ gives {see(of.dh)},   z = {see(of.z)}   →   ∂L/∂z = ", of.dz),
        "through": ("through F: ", of.through),
        "gather": (f"{see(of.ds)} + {see(of.through)} = " if of.shortcut else "∂L/∂x = ", of.dx),
    }
    words, result = texts[now.name]
    return (*see.place, TextRun(words), TextRun(see(result), role, bold=True))


class _Eye:
    """Reads a map: as a vector where it is a column, else the one cell that is looked at."""

    def __init__(self, of: Block, cell: Cell) -> None:
        self.all, self.cell = of.single, cell

    def __call__(self, array: Floats) -> str:
        if self.all:
            return f"({', '.join(number(float(value)) for value in array.ravel())})"
        return bracketed(float(array[self.cell]))

    @property
    def place(self) -> tuple[TextRun, ...]:
        """Which cell it is."""
        return () if self.all else (TextRun(f"[{self.cell[0]}, {self.cell[1]}]   ", Role.MUTED),)


def _window(of: Block, step: str, cell: Cell) -> Sequence[TextRun]:
    """The cell that a convolution is making, as the sum of its products; weights of 0 are left out."""
    source, kernel, name = (of.x, of.first, "z") if step == "first" else (of.h, of.second, "F")
    result = of.z if step == "first" else of.f
    row, column = cell
    under = window(source[None], row, column, 3, padding=1)[0]
    terms = [
        f"{bracketed(float(kernel[place]))}·{number(float(under[place]))}"
        for place in np.ndindex(3, 3)
        if kernel[place] != 0 and 0 <= row + place[0] - 1 < of.x.shape[0] and 0 <= column + place[1] - 1 < of.x.shape[1]
    ]
    where = f"{name}[{row}]" if of.single else f"{name}[{row}, {column}]"
    return (
        TextRun(f"{where} = ", Role.MUTED),
        TextRun(" + ".join(terms) + " = " if terms else ""),
        TextRun(number(float(result[row, column])), Role.PRODUCT, bold=True),
    )


def _powers(line: Chain) -> Sequence[TextRun]:
    blocks, slope = superscript(line.blocks), format_number(line.slope, 2).rstrip("0").rstrip(".")
    factor = format_number(1 + line.slope, 2).rstrip("0").rstrip(".")
    base, plus = (f"({slope})", f"− {slope[1:]}") if line.slope < 0 else (slope, f"+ {slope}")
    return (
        TextRun(f"plain: {base}{blocks} = "),
        TextRun(power_text(line.plain[-1]), kinds.PLAIN, bold=True),
        TextRun(f"          residual: (1 {plus}){blocks} = {factor}{blocks} = "),
        TextRun(power_text(line.residual[-1]), kinds.RESIDUAL, bold=True),
    )
