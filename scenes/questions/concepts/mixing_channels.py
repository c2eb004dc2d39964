"""Items on what mixes channels and joins branches: 1×1 convolutions and Inception modules, C12 and C13."""

from __future__ import annotations

from scenes.questions.draws import Draw
from scenes.questions.items import Made, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart
from scenes.stage.numbers.values import format_number

SIDE = 5
"""So many whole numbers may stand in each place of a column that may collide: 0 to 4."""


@item("pointwise-column", concept="C12", scene="pointwise")
def pointwise_column(draw: Draw) -> Made:
    """One output of a 1×1 convolution at one pixel: weights times channels, added up, and the bias."""
    x = [draw.integer(f"x{channel}", 1, 4) for channel in (1, 2, 3)]
    w = [draw.integer(f"w{channel}", -2, 3) for channel in (1, 2, 3)]
    bias = draw.choice("bias", -3, -2, -1, 1, 2, 3)
    draw.need(sum(weight != 0 for weight in w) >= 2)
    pixels = [[[channel, 1, 1], value] for channel, value in enumerate(x)]

    def world(weights: list[int], added: int) -> Moment:
        edits = [[[0, channel], weight] for channel, weight in enumerate(weights)]
        knobs = {"pixels": pixels, "weights": edits, "biases": [[[0, 0], added]]}
        return Moment("pointwise", knobs, "A row for each output")

    z = Target("z", (0, 0))
    products = [weight * value for weight, value in zip(w, x, strict=True)]
    total = sum(products)
    key = number(
        total + bias, "Each channel is multiplied by its weight, the products are added, and the bias comes last.",
        shown=world(w, bias), target=z,
    )  # fmt: skip
    wrong = told_apart(key, [
        number(total, "The bias is forgotten.", "C12/no-bias", world(w, 0), z),
        number(products[0] + bias, "Only the first channel is used, as if nothing were mixed.", "E13",
                world([w[0], 0, 0], bias), z),
        number(total + 3 * bias, "The bias is added once for each channel.", "C12/bias-per-channel",
                world(w, 3 * bias), z),
        number(sum(x) + bias, "The channels are added without their weights.", "C12/no-weights",
                world([1, 1, 1], bias), z),
    ])  # fmt: skip
    stem = (
        f"At one pixel the three channels hold {_listed(x)}. A 1×1 filter has the weights {_listed(w)} "
        f"and the bias {format_number(bias)}. What is its output there, before ReLU?"
    )
    code = (
        "import torch\n"
        f"x = torch.tensor({[float(value) for value in x]}).reshape(1, 3, 1, 1)\n"
        f"w = torch.tensor({[float(weight) for weight in w]}).reshape(1, 3, 1, 1)\n"
        f"answer = torch.nn.functional.conv2d(x, w, torch.tensor([{float(bias)}])).item()"
    )
    before = Moment("pointwise", {"pixels": pixels}, "A needle through all channels")
    return Made(stem, key, wrong, before, code, in_order=True)


@item("pointwise-collision", concept="C12", scene="pointwise")
def pointwise_collision(draw: Draw) -> Made:
    """How many columns of two numbers become the same output: with fewer channels, something is lost."""
    a, b = draw.integer("a", 1, 3), draw.integer("b", 1, 3)
    first, second = draw.integer("first", 0, SIDE - 1), draw.integer("second", 0, SIDE - 1)
    output = a * first + b * second
    alike = [(p, q) for p in range(SIDE) for q in range(SIDE) if a * p + b * q == output]
    draw.need(len(alike) >= 2)
    other = next(each for each in alike if each != (first, second))
    knobs = {"mix": [[[0, 0], a], [[0, 1], b]], "first": [second, first], "second": list(reversed(other))}
    key = number(
        len(alike), f"{_columns(alike)} give {output}, and nobody can tell from {output} which of them it was.",
        shown=Moment("pointwise", knobs, "Two columns, one output"), target=Target("columns alike", read="number"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(1, "A linear map is taken to keep all information, so that each output had one column.", "E12"),
        number(SIDE, "For each first number a second one is taken to fit, without looking whether it is in range.",
                "C12/out-of-range"),
        number(SIDE**2, "All columns are counted, whatever they give.", "C12/all-columns"),
        number(2, "Only the two numbers of one column are exchanged.", "C12/exchanged"),
    ])  # fmt: skip
    stem = (
        f"A 1×1 filter with the weights ({a}, {b}) and no bias gives {output}. Both numbers of the column are whole, "
        f"from 0 to {SIDE - 1}. How many columns give {output}?"
    )
    code = (
        "import torch\n"
        f"first, second = torch.meshgrid(torch.arange({SIDE}.0), torch.arange({SIDE}.0), indexing='ij')\n"
        "columns = torch.stack([first, second])[None]\n"
        f"weights = torch.tensor([{float(a)}, {float(b)}]).reshape(1, 2, 1, 1)\n"
        f"answer = int((torch.nn.functional.conv2d(columns, weights) == {float(output)}).sum())"
    )
    return Made(stem, key, wrong, Moment("pointwise", {}, "Real maps mixed"), code, in_order=True)


@item("inception-channels", concept="C13", scene="inception")
def inception_channels(draw: Draw) -> Made:
    """How many maps an Inception module hands on: its branches are concatenated."""
    channels = 192
    c1, r3, c3 = (draw.choice(name, *range(32, 129, 16)) for name in ("c1", "r3", "c3"))
    r5, c5, cp = (draw.choice(name, *range(16, 65, 16)) for name in ("r5", "c5", "cp"))
    draw.need(r3 < c3 and r5 < c5)
    widths = [[[place], float(width)] for place, width in enumerate((c1, r3, c3, r5, c5, cp))]

    def world(reductions: bool) -> Moment:
        knobs = {"widths": widths, "reductions": reductions}
        return Moment("inception", knobs, "Module 3a of GoogLeNet, its widths edited")

    out = Target("channels out", read="number")
    total = c1 + c3 + c5 + cp
    key = number(total, "The maps of all four branches are stacked along the channels.", shown=world(True), target=out)
    wrong = told_apart(key, [
        number(max(c1, c3, c5, cp), "The branches are taken to be added, so that the widest one counts.", "C13/added"),
        number(total + channels, "A copy of the input is taken to go past the branches, as in a residual block.",
                "E14"),
        number(total + r3 + r5, "The maps of the 1×1 reductions are counted, but they stay inside their branches.",
                "C13/reductions"),
        number(total - cp + channels, "The pooling branch is taken to hand on all maps that it reads.", "C13/pooling",
                world(False), out),
    ])  # fmt: skip
    stem = (
        f"A module reads {channels} maps. It has {c1} 1×1 filters, {r3} before {c3} 3×3 filters, {r5} before {c5} "
        f"5×5 filters, and {cp} 1×1 filters behind its pooling. How many maps come out?"
    )
    code = (
        "import torch\n"
        f"x, conv = torch.zeros(1, {channels}, 7, 7), torch.nn.Conv2d\n"
        f"three = conv({r3}, {c3}, 3, padding=1)(conv({channels}, {r3}, 1)(x))\n"
        f"five = conv({r5}, {c5}, 5, padding=2)(conv({channels}, {r5}, 1)(x))\n"
        f"pooled = conv({channels}, {cp}, 1)(torch.nn.MaxPool2d(3, 1, 1)(x))\n"
        f"answer = torch.cat([conv({channels}, {c1}, 1)(x), three, five, pooled], 1).shape[1]"
    )
    return Made(stem, key, wrong, Moment("inception", {}, "Branch 4: max-pool, then 1×1"), code, in_order=True)


@item("inception-additions", concept="C13", scene="inception")
def inception_additions(draw: Draw) -> Made:
    """GoogLeNet adds nothing: residual connections came later."""
    chosen = draw.choice("module", "3a", "4a", "5b")
    key = number(
        0, "Its branches are concatenated. Residual connections are ResNet's.",
        shown=Moment("inception", {"module": chosen}, "Nine modules, no residual"),
        target=Target("additions", read="number"),
    )  # fmt: skip
    wrong = (
        number(9, "Each module is taken to add its input to its output, as a residual block does.", "E14"),
        number(27, "The four maps of each module are taken to be added up, in three additions.", "C13/added"),
        number(2, "The two auxiliary classifiers are taken for branches that come back to the main way.", "E15"),
    )
    stem = (
        "GoogLeNet of 2014 has nine Inception modules with four branches each. Maps can be concatenated or added. "
        "How many additions of maps are there in the network?"
    )
    before = Moment("inception", {"module": chosen}, "What the 1×1 reductions save")
    return Made(stem, key, wrong, before, torch="", in_order=True)


def _listed(numbers: list[int]) -> str:
    """(2, −1, 3)."""
    return f"({', '.join(format_number(each) for each in numbers)})"


def _columns(columns: list[tuple[int, int]]) -> str:
    """(1, 2) and (2, 1)."""
    *most, last = (f"({first}, {second})" for first, second in columns)
    return f"{', '.join(most)} and {last}"
