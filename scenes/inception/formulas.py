"""The formula of each step of the inception scene, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.inception.knobs import Knobs
from scenes.inception.module import Module, googlenet
from scenes.inception.small import Branch
from scenes.inception.view import View
from scenes.reference import cell_value, channel_sums, products
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import bracketed, number

SUM = (
    r"C_{out} = \textcolor{first}{c_1} + \textcolor{second}{c_3} + \textcolor{third}{c_5} + \textcolor{fourth}{c_p}",
    "C_out = c₁ + c₃ + c₅ + c_p",
)
JOIN = (
    r"\textcolor{output}{Y} = \mathrm{concat}(\textcolor{first}{Y_1},\; \textcolor{second}{Y_3},\;"
    r" \textcolor{third}{Y_5},\; \textcolor{fourth}{Y_p})",
    "Y = concat(Y₁, Y₃, Y₅, Y_p)",
)
COLUMN = (r"\textcolor{output}{y} = \max(0,\; \textcolor{kernel}{w} \cdot \textcolor{input}{x})", "y = max(0, w · x)")
WINDOW = (r"\textcolor{output}{y} = \max(0,\; \textcolor{kernel}{K} * \textcolor{input}{x})", "y = max(0, K ∗ x)")
REDUCED = (
    r"u = \max(0,\; \textcolor{kernel}{W} \textcolor{input}{x}) \qquad"
    r" \textcolor{output}{y} = \max(0,\; \textcolor{kernel}{K} * u)",
    "u = max(0, W x), y = max(0, K ∗ u)",
)
POOLED = (
    r"u = \mathrm{maxpool}_{3 \times 3}(\textcolor{input}{x}) \qquad"
    r" \textcolor{output}{y} = \max(0,\; \textcolor{kernel}{W} u)",
    "u = maxpool(x), y = max(0, W u)",
)
PASSED = (
    r"\textcolor{output}{y} = \mathrm{maxpool}_{3 \times 3}(\textcolor{input}{x})",
    "y = maxpool(x)",
)
MACS = (
    r"\mathrm{MACs} = H W\, ( C r + k^2\, r\, c ) \qquad \mathrm{parameters} = C r + r + k^2\, r\, c + c",
    "MACs = H W (C r + k² r c), parameters = C r + r + k² r c + c",
)
DIRECT_MACS = (
    r"\mathrm{MACs} = H W\, k^2\, C\, c \qquad \mathrm{parameters} = k^2\, C\, c + c",
    "MACs = H W k² C c, parameters = k² C c + c",
)
SAVED = (
    r"H W\, k^2\, C\, c \;\longrightarrow\; H W\, ( C r + k^2\, r\, c )",
    "H W k² C c becomes H W (C r + k² r c)",
)


def set_formula(view: View, real: Module, without: Module) -> None:
    """Set the formula of the present step."""
    stage, small, steps, knobs = view.stage, view.small, view.steps, view.knobs
    match steps.present:
        case steps.windows:
            stage.formula(*SUM, f"{' + '.join(map(str, small.widths))} = {sum(small.widths)}")
        case steps.concatenate:
            row, column = view.cell
            spot = ", ".join(number(float(value)) for value in small.y[:, row, column])
            where = TextRun(f"Y[:, {row}, {column}] = ", Role.MUTED)
            stage.formula(*JOIN, (where, TextRun(f"({spot})", Role.OUTPUT, bold=True)))
        case steps.module:
            stage.formula(
                *(MACS if knobs.reductions else DIRECT_MACS),
                f"whole module: {real.macs:,} MACs, {real.parameters:,} weights and biases",
            )
        case steps.savings:
            stage.formula(*SAVED, _five(without, knobs))
        case steps.nine:
            stage.formula(*SUM, _whole())
    if steps.branch is not None:
        branch = small.branches[steps.branch]
        stage.formula(*_way(branch), _spot(branch, view.cell))


def _way(branch: Branch) -> tuple[str, str]:
    """What a branch computes."""
    if branch.pools:
        return POOLED if branch.weights is not None else PASSED
    if branch.window == 1:
        return COLUMN
    return WINDOW if branch.reduction is None else REDUCED


def _spot(branch: Branch, cell: Cell) -> Sequence[TextRun]:
    """The number of filter 1 at the present cell: what each map that it reads gives, the sum, and ReLU."""
    where = TextRun(f"[{cell[0]}, {cell[1]}]   ", Role.MUTED)
    if branch.weights is None:
        largest = ", ".join(number(float(value)) for value in branch.y[(slice(None), *cell)])
        return (where, TextRun("largest of 3×3, for each channel: "), TextRun(largest, Role.OUTPUT, bold=True))
    found = products(branch.under(cell), branch.weights[0])
    shares = channel_sums(found)
    if branch.window == 1:
        terms = [
            f"{bracketed(float(weight))}·{number(float(value))}"
            for weight, value in zip(branch.weights[0].ravel(), branch.under(cell).ravel(), strict=True)
        ]
    else:
        terms = [bracketed(float(share)) for share in shares]
    z, y = cell_value(shares), float(branch.y[(0, *cell)])
    made = "" if branch.window == 1 else f"{found.size} products: "
    return (
        where,
        TextRun(made, Role.MUTED),
        TextRun(f"{' + '.join(terms)} = " if len(terms) > 1 else ""),
        TextRun(number(z), Role.PRODUCT, bold=True),
        TextRun("   →   max(0, "),
        TextRun(number(z), Role.PRODUCT),
        TextRun(") = "),
        TextRun(number(y), Role.OUTPUT, bold=True),
    )


def _five(without: Module, knobs: Knobs) -> str:
    """The 5×5 branch as the example, which saves most."""
    side, c, r, n = without.side, without.channels, without.widths.r5, without.widths.c5
    direct, detour = without.lanes[2].total, side * side * (c * r + 25 * r * n)
    before = f"5×5:  {side}·{side}·25·{c}·{n} = {direct:,}"
    if not knobs.reductions:
        return before
    return f"{before}     →     {side}·{side}·({c}·{r} + 25·{r}·{n}) = {detour:,}"


def _whole() -> Sequence[TextRun]:
    """What all of GoogLeNet has, beside AlexNet; its paper's introduction rounds generously."""
    count = googlenet().parameters
    times = network("alexnet").parameters / count
    return (
        TextRun(f"{count:,} parameters", Role.KERNEL, bold=True),
        TextRun(f" in all, about {times:.0f} times fewer than AlexNet (the paper says 12 times)"),
    )
