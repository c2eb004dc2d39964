"""All that the inception scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.inception.knobs import Knobs
from scenes.inception.module import Module, census, googlenet
from scenes.inception.small import SIDE, Branch, Small
from scenes.reference import cell_value, channel_sums, products
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import bracketed, counted, number

COUNTS = ("no", "one", "two", "three")
TERMS = 3
"""A sum of more terms is not written out."""
Said = tuple[str, str]


def windows() -> Said:
    """What a module does."""
    return "Four branches look at one spot with windows of different sizes.", (
        "An Inception module does not choose a window size. It has 1×1, 3×3 and 5×5 convolutions and a 3×3 max-pooling "
        "side by side, and all of them read the same input. The numbers beside the input are those of its first map. "
        "For the convolutions, cells outside the map are zeros. The pooling does not look at them. "
        "Rows and columns are counted from 0."
    )


def branch(small: Small, index: int, knobs: Knobs) -> Said:
    """What a branch does, with the number of its first filter at the spot."""
    found = small.branches[index]
    spot = _spot(found, nearest_cell(knobs.at, SIDE, SIDE))
    caption, more = _pools(found) if found.pools else _looks(found) if index else MIXES
    return caption, f"{more} {spot}"


MIXES = (
    "The 1×1 branch mixes the maps at each pixel alone.",
    "Each filter has one weight for each map, here three. Biases are left out in this small example.",
)


def _looks(found: Branch) -> Said:
    k, count = found.kernel, len(found.source)
    reads = f"{COUNTS[count]} {'map' if count == 1 else 'maps'}"
    padding = f"Padding {k // 2} keeps height and width."
    if found.reduction is None:
        return f"Without a reduction, each {k}×{k} filter reads all {reads}.", (
            f"That takes {k * k}·{count} = {k * k * count} weights for each filter. {padding}"
        )
    more = (
        f"A 1×1 convolution reduces 3 maps to {count}. So each {k}×{k} filter has {k * k}·{count} = {k * k * count} "
        f"weights instead of {k * k}·3 = {k * k * 3}. {padding}"
    )
    if k == 3:
        they = "a 1×1 filter" if count == 1 else "1×1 filters"
        return f"The 3×3 window reads {reads} that {they} made of three.", more
    return f"The 5×5 window reads {reads}, with {k * k * count} weights instead of {k * k * 3}.", more


def _pools(found: Branch) -> Said:
    more = "The pooling has stride 1 and padding 1, so height and width stay."
    if found.weights is None:
        return "Without a projection, all three pooled maps go on.", (
            f"{more} Pooling makes as many maps as it reads, and none of them is mixed."
        )
    return "This branch takes the largest of 3×3, then mixes the maps.", (
        f"{more} Pooling makes as many maps as it reads, so a 1×1 convolution projects them to {len(found.y)}."
    )


def _spot(found: Branch, cell: Cell) -> str:
    """The number of filter 1 at a cell: what each map that it reads gives, the sum, and ReLU."""
    row, column = cell
    where = f"At row {row}, column {column}: "
    if found.weights is None:
        largest = ", ".join(number(float(value)) for value in found.y[:, row, column])
        return f"{where}the largest numbers are {largest}."
    made = products(found.under(cell), found.weights[0])
    shares = channel_sums(made)
    terms = [bracketed(float(share)) for share in shares]
    if found.window == 1:
        pairs = zip(found.weights[0].ravel(), found.under(cell).ravel(), strict=True)
        terms = [f"{bracketed(float(weight))}·{number(float(value))}" for weight, value in pairs]
    z, y = cell_value(shares), float(found.y[0, row, column])
    many = "" if found.window == 1 else f"{made.size} products, "
    whole = f"{' + '.join(terms)} = " if len(terms) > 1 else "together "
    return f"{where}{many}{whole}{number(z)}, and max(0, {number(z)}) = {number(y)}."


def concatenates(small: Small, knobs: Knobs) -> Said:
    """How the branches join."""
    row, column = nearest_cell(knobs.at, SIDE, SIDE)
    spot = ", ".join(number(float(value)) for value in small.y[:, row, column])
    return "The maps of all branches are stacked, and nothing is added up.", (
        f"All maps have the same height and width, so they can be stacked: Y = concat(Y₁, Y₃, Y₅, Y_p), "
        f"{counted(len(small.y), 'map')}. At row {row}, column {column} they hold ({spot}). "
        "No copy of the input goes past the branches."
    )


def real(of: Module, knobs: Knobs) -> Said:
    """The module at real size."""
    formula = (
        "A branch takes H·W·(C·r + k²·r·c) MACs, and C·r + r + k²·r·c + c weights and biases"
        if knobs.reductions
        else "A branch takes H·W·k²·C·c MACs, and k²·C·c + c weights and biases"
    )
    how = "is the same at real size" if knobs.reductions else "is shown without its reductions"
    how = "is shown with other widths" if knobs.widths else how
    return f"Module {knobs.module} of GoogLeNet {how}.", (
        f"Module {knobs.module} reads {of.channels} maps of {of.side}×{of.side} and makes {of.out}. "
        "The window sizes are the scales, and the widths at the blocks say how many maps each one gets. "
        f"{formula}. The whole module takes {of.macs:,} MACs and has {of.parameters:,} weights and biases."
    )


def reads_fewer(without: Module, knobs: Knobs) -> Said:
    """What the reduction does to the work of the 5×5 branch."""
    side, c, r, n = without.side, without.channels, without.widths.r5, without.widths.c5
    direct, detour = without.lanes[2].total, side * side * (c * r + 25 * r * n)
    more = f"One 5×5 convolution on all maps takes {side}·{side}·25·{c}·{n} = {direct:,} MACs."
    if not knobs.reductions:
        return f"Without a reduction, the 5×5 window reads all {c} maps.", more
    return f"With a reduction the 5×5 window reads {r} maps instead of {c}.", (
        f"{more} With the reduction it is {side}·{side}·({c}·{r} + 25·{r}·{n}) = {detour:,}, where {c}·{r} is the "
        "1×1 convolution itself. The area shows the work at one spot, and its parts are to scale."
    )


def saves(without: Module, reduced: Module, knobs: Knobs) -> Said:
    """What all reductions together save."""
    lanes = "; ".join(
        f"{before.name} {before.total:,} → {after.total:,}"
        for before, after in zip(without.lanes, reduced.lanes, strict=True)
    )
    more = (
        f"MACs of each branch without and with reductions: {lanes}. Together they are {without.macs:,} and "
        f"{reduced.macs:,}. The module hands on {without.out} maps without reductions, since all pooled maps go on, "
        f"and {reduced.out} maps with reductions."
    )
    if not knobs.reductions:
        return "Without reductions, the 3×3 and 5×5 windows read all maps.", more
    return f"With 1×1 reductions the module takes {compared(without.macs, reduced.macs)} work.", more


def compared(before: int, after: int) -> str:
    """How the work compares with what it was before."""
    times = before / after
    return f"{times:.1f} times less" if times >= 1 else f"{1 / times:.1f} times more"


def nine() -> Said:
    """What GoogLeNet is made of."""
    found, count = census(), googlenet().parameters
    times = network("alexnet").parameters / count
    return "GoogLeNet has nine such modules, and no residual connections.", (
        f"It has {found.convolutions} convolutions and a dense layer, and the longest way through it has {found.depth} "
        f"layers. Its branches are joined by {found.concatenations} concatenations and {found.additions} additions, "
        "for residual connections are ResNet's. "
        f"The whole network has {count:,} parameters, about {times:.0f} times fewer than AlexNet (the paper says 12 "
        "times)."
    )
