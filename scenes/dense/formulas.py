"""The formula of each step of the dense scene, with the numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes import reference
from scenes.dense.computed import picture
from scenes.dense.knobs import Knobs
from scenes.dense.view import MODES, View
from scenes.stage.core.marks import KINDS, Role, TextRun
from scenes.stage.draw.blocks import bracketed, number

X, Y, W = r"\textcolor{input}{x", r"\textcolor{output}{y_i}", r"\textcolor{kernel}{w"
DENSE = rf"{Y} = \sum_j \, {W}_{{i,j}}}}\; {X}_j}}"
SHIFTED = (
    r"\mathrm{conv}(\mathrm{shift}(\textcolor{input}{x})) = \mathrm{shift}(\textcolor{output}{\mathrm{conv}(x)}) "
    r"\qquad \mathrm{(away\ from\ the\ border)}"
)
FEW = 4
"""Up to so many outputs of both layers fit on one line, before and after the shift."""
COUNTS = (r"n_{in}\, n_{out} + n_{out}", "n_{out} (k^2 C + 1)", "F (k^2 C + 1)")
COUNTS_PLAIN = "dense: n_in n_out + n_out, local: n_out (k² C + 1), shared: F (k² C + 1)"


def set_formula(view: View, knobs: Knobs) -> None:
    """Set the formula of the present step."""
    steps, stage = view.steps, view.stage
    place = "i+u" if view.layer.stride == 1 else rf"{view.layer.stride}i+u"
    if steps.dense.active:
        stage.formula(DENSE, "y of row i = sum over all inputs j of w · x", _sum(view, 0, 0))
    elif steps.local.active:
        tex = rf"{Y} = \sum_{{u=0}}^{{k-1}} \, {W}_{{i,u}}}}\; {X}_{{{place}}}}}"
        stage.formula(tex, "y of row i = sum over its window of w · x, weights of row i", _sum(view, 1, 0))
    elif steps.telling(steps.share, steps.slide):
        tex = rf"{Y} = \sum_{{u=0}}^{{k-1}} \, {W}_u}}\; {X}_{{{place}}}}}"
        plain = "y of row i = sum over its window of w · x, the same weights in every row"
        stage.formula(tex, plain, _sum(view, 2, view.slide.cell[0]))
    elif steps.shift.active:
        stage.formula(SHIFTED, "conv(shift(x)) = shift(conv(x)), away from the border", _shifted(view))
    else:
        roles = KINDS[:3] if steps.larger.active else (Role.KERNEL,) * 3  # those of the curves, once there are curves
        parts = (rf"\textcolor{{{role.value}}}{{{count}}}" for role, count in zip(roles, COUNTS, strict=True))
        stage.formula(r" \qquad ".join(parts), COUNTS_PLAIN, _counts(knobs, roles))


def _sum(view: View, mode: int, row: int) -> Sequence[TextRun]:
    """One output as a sum, over the inputs that it sees."""
    layer = view.layer
    weights = (layer.dense, layer.local, layer.shared)[mode]
    seen = [column for column in range(layer.inputs) if mode == 0 or layer.seen[row][column]]
    pairs = ((float(weights[row, column]), float(layer.x[column])) for column in seen)
    terms = " + ".join(f"{bracketed(w)}·{bracketed(x)}" for w, x in pairs)
    return (
        TextRun(f"y[{row}] = ", Role.MUTED),
        TextRun(f"{terms} = "),
        TextRun(number(float(layer.y[mode][row])), Role.OUTPUT, bold=True),
    )


def _shifted(view: View) -> Sequence[TextRun]:
    """The outputs of both layers before and after the shift."""
    layer, runs = view.layer, list[TextRun]()
    layers = (("convolution", layer.shared), ("dense", layer.dense))
    for title, weights in layers if layer.outputs <= FEW else layers[:1]:
        before, after = (_listed(reference.dense(x, weights)) for x in (layer.x, layer.moved))
        runs += [
            TextRun(f"{'          ' if runs else ''}{title}: ", Role.MUTED),
            TextRun(f"{before} → "),
            TextRun(after, Role.OUTPUT, bold=True),
        ]
    return tuple(runs)


def _listed(numbers: reference.Floats) -> str:
    return f"({', '.join(number(float(value)) for value in numbers)})"


def _counts(knobs: Knobs, roles: Sequence[Role]) -> Sequence[TextRun]:
    return tuple(
        TextRun(f"{'          ' if index else ''}{mode} {count:,}", role, bold=mode == "shared")
        for index, (mode, count, role) in enumerate(zip(MODES, picture(knobs).all, roles, strict=True))
    )
