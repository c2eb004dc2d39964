"""Items on what comes through many layers, and on what helps it through: C14 to C17."""

from __future__ import annotations

from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart, written
from scenes.stage.numbers.values import figures_text, power_text

WEIGHT = 0.3
"""What GoogLeNet weighs its auxiliary losses with."""
NETWORKS = {
    "ResNet-18": ((2, 2, 2, 2), False), "ResNet-34": ((3, 4, 6, 3), False), "ResNet-50": ((3, 4, 6, 3), True),
    "ResNet-101": ((3, 4, 23, 3), True), "ResNet-152": ((3, 8, 36, 3), True),
}  # fmt: skip
"""The blocks in each stage, and whether they are bottlenecks."""
ERRORS = {("plain", 18): 27.94, ("plain", 34): 28.54, ("residual", 18): 27.88, ("residual", 34): 25.03}
"""Top-1 errors on ImageNet in per cent: He et al., CVPR 2016, table 2."""
SHORTCUTS = {"plain": 28.54, "A": 25.03, "B": 24.52, "C": 24.19}
"""Those of ResNet-34 by the kind of its shortcuts: tables 2 and 3 there."""


@item("auxiliary-loss", concept="C14", scene="auxiliary")
def auxiliary_loss(draw: Draw) -> Made:
    """One loss from three heads, two of which are weighed."""
    main, first, second = draw.integer("main", 1, 6), draw.integer("first", 1, 9), draw.integer("second", 1, 9)
    losses = [[[place], float(loss)] for place, loss in enumerate((main, first, second))]

    def world(**knobs: float | str) -> Moment:
        return Moment("auxiliary", {"losses": losses, **knobs}, "One loss from three")

    def loss(value: float, why: str, slip: str = "", shown: Moment | None = None) -> Option:
        rounded = round(value, 2)
        decimals = len(f"{rounded:g}".partition(".")[2])
        target = Target("whole loss", read="number") if shown else None
        return number(rounded, why, slip, shown, target, decimals=decimals)

    whole, both = main + first + second, first + second
    key = loss(
        main + WEIGHT * both, f"The main loss counts in full, and 0.3 times {both} is added to it.", shown=world()
    )
    wrong = told_apart(key, [
        loss(whole, "All three losses are added in full: their weight is forgotten.", "C14/no-weight",
             world(weight=1.0)),
        loss(whole / 3, "The mean of the three losses is taken, but the loss is a sum.", "C14/mean"),
        loss(main, "The auxiliary heads are left out, as they are after training.", "C14/as-after-training",
             world(heads="none")),
        loss(WEIGHT * whole, "The main loss is weighed, too.", "C14/main-weighed"),
    ])  # fmt: skip
    stem = (
        f"GoogLeNet trains with two auxiliary heads, and the weight of their losses is 0.3. The main loss is {main}, "
        f"and theirs are {first} and {second}. What is the whole loss?"
    )
    code = (
        "import torch\n"
        f"losses, weights = torch.tensor([{main}.0, {first}.0, {second}.0]), torch.tensor([1.0, {WEIGHT}, {WEIGHT}])\n"
        "answer = torch.dot(losses, weights).item()"
    )
    return Made(stem, key, wrong, Moment("auxiliary", {}, "Inside an auxiliary head"), code, in_order=True)


@item("gain-through-layers", concept="C15", scene="vanishing")
def gain_through_layers(draw: Draw) -> Made:
    """What is left of a gradient behind L layers that each multiply it by g."""
    gain = draw.choice("gain", 0.5, 0.8, 0.9, 1.1, 1.25, 1.5, 2.0)
    layers = draw.choice("layers", 5, 10, 20, 50)
    reached = Target("gradient at the input")

    def world(through: int) -> Moment:
        return Moment("vanishing", {"gain": gain, "layers": through}, "A pulse goes back")

    def factor(value: float, why: str, slip: str = "", shown: Moment | None = None) -> Option:
        return Option(value, figures_text(value), why, slip, shown, reached if shown else None)

    key = factor(
        gain**layers, f"Each layer multiplies by {gain:g} again: {gain:g} to the power of {layers}.",
        shown=world(layers),
    )  # fmt: skip
    gone = factor(0.0, "“Vanishes” is taken for exactly zero, but it only shrinks again and again.", "E17")
    endless = Option("∞", "∞", "“Explodes” is taken for infinite, but it only grows again and again.",
                     "C15/infinite")  # fmt: skip
    line = 1 + (gain - 1) * layers
    steps = [factor(line, "Each layer is taken to add or take away the same amount.", "C15/adds")] if line > 0 else []
    wrong = told_apart(key, [
        gone if gain < 1 else endless,
        factor(gain, "One layer is taken for all of them.", "C15/one-layer", world(1)),
        *steps,
        factor(gain * layers, "The factor is multiplied by the number of layers, not by itself.", "C15/times-layers"),
    ])  # fmt: skip
    stem = (
        f"A gradient of 1 goes back through {layers} layers. Each layer multiplies it by {gain:g}. "
        "How large is it at the input?"
    )
    code = (
        "import torch\n"
        "x = torch.ones((), dtype=torch.float64, requires_grad=True)\n"
        "y = x\n"
        f"for layer in range({layers}):\n"
        f"    y = {gain} * y\n"
        "y.backward()\n"
        "answer = x.grad.item()"
    )
    return Made(stem, key, wrong, world(2), code)


@item("residual-sum", concept="C16", scene="residual")
def residual_sum(draw: Draw) -> Made:
    """One number of a residual block's output: F(x) + x, then ReLU."""
    x = [draw.integer(f"x{place}", 0, 4) for place in (1, 2, 3)]
    kernel = [draw.integer(f"k{place}", -2, 2) for place in (1, 2, 3)]
    place = draw.integer("place", 1, 3) - 1
    f = [sum(k * v for k, v in zip(kernel, [0, *x, 0][at : at + 3], strict=True)) for at in range(3)]
    here, before = f[place], x[place]
    draw.need(0 < abs(here) <= 5 and before > 0 and here + before != 0 and min(f) < 0)
    edits = {
        "pixels": [[[row, 0], value] for row, value in enumerate(x)],
        "first": [[[row, 1], float(row == 1)] for row in range(3)],
        "second": [[[row, 1], weight] for row, weight in enumerate(kernel)],
    }
    last = Moment("residual", edits, "ReLU after the sum")
    y = Target("y", (place, 0))
    key = number(
        max(0, here + before), f"At + the block's input is added: {_summed(here, before)}. ReLU comes after the sum.",
        shown=last, target=y,
    )  # fmt: skip
    wrong = told_apart(key, [
        number(max(0, here), "The shortcut is forgotten: this is ReLU(F(x)).", "C16/no-shortcut",
               Moment("residual", {**edits, "shortcut": False}, "ReLU after the sum"), y),
        number(here + before, "The ReLU after the sum is forgotten.", "C16/no-relu",
               Moment("residual", edits, "They meet at +"), Target("sum", (place, 0))),
        number(here * before, "F(x) and x are multiplied, but they are added.", "C16/product"),
        number(max(0, here) + before, "ReLU is applied to F(x) before the sum.", "C16/relu-too-early"),
        number(before, "The identity is taken for the whole output, without what F adds.", "C16/only-shortcut",
               Moment("residual", {**edits, "zero": True}, "ReLU after the sum"), y),
    ])  # fmt: skip
    stem = (
        f"A residual block reads x = {_listed(x)}. Its F makes F(x) = {_listed(f)}. "
        f"What is number {place + 1} of the output, after the last ReLU?"
    )
    code = (
        "import torch\n"
        f"x = torch.tensor({[float(value) for value in x]}).reshape(1, 1, 3)\n"
        f"kernel = torch.tensor({[float(weight) for weight in kernel]}).reshape(1, 1, 3)\n"
        "f = torch.nn.functional.conv1d(torch.relu(x), kernel, padding=1)\n"
        f"answer = torch.relu(f + x)[0, 0, {place}].item()"
    )
    return Made(stem, key, wrong, Moment("residual", edits, "The second convolution"), code, in_order=True)


@item("residual-chain", concept="C16", scene="residual_backward")
def residual_chain(draw: Draw) -> Made:
    """What a chain of residual blocks does to a gradient: 1 + f, again and again."""
    slope, blocks = draw.choice("slope", 0.1, 0.2, 0.5, -0.1, -0.2), draw.choice("blocks", 5, 10, 20)

    def factor(value: float, why: str, slip: str = "", shown: Moment | None = None, mark: str = "") -> Option:
        """As the scene writes it, so that what is read there is the value."""
        text = power_text(value)
        target = Target(mark, read="number") if shown else None
        return Option(_read(text) if shown else value, text, why, slip, shown, target)

    shown = Moment("residual_backward", {"slope": slope, "blocks": blocks}, "A chain of blocks")
    block, plain = round(1 + slope, 10), slope**blocks
    key = factor(
        block**blocks, f"The shortcut adds 1 to each block's f, so each multiplies by {block:g}.",
        shown=shown, mark="residual chain",
    )  # fmt: skip
    wrong = told_apart(key, [
        factor(plain, "The shortcuts are forgotten: this is the plain chain.", "C16/plain-chain"),
        factor(1 + plain, "One shortcut is taken to lead around the whole chain.", "C16/one-shortcut"),
        factor(blocks * block, "The blocks' factors are added, but they are multiplied.", "C16/chain-added"),
    ])  # fmt: skip
    decimals = len(key.text.partition(".")[2])
    stem = (
        f"In a model with one number, F multiplies the gradient by f = {written(slope, 1)} in each of {blocks} "
        "residual blocks. By what is the gradient multiplied on its way through all of them?"
    )
    code = (
        "import torch\n"
        "x = torch.ones((), dtype=torch.float64, requires_grad=True)\n"
        "y = x\n"
        f"for block in range({blocks}):\n"
        f"    y = y + {slope} * y\n"
        "y.backward()\n"
        f"answer = round(x.grad.item(), {decimals})"
    )
    return Made(stem, key, wrong, Moment("residual_backward", {}, "Both copies add up"), code)


@item("deeper-net", concept="C16", scene="residual_backward")
def deeper_net(draw: Draw) -> Made:
    """What 34 layers instead of 18 did in the paper: worse without shortcuts, better with them."""
    kind = draw.choice("kind", "plain", "residual")
    paper = Moment("residual_backward", {}, "What ResNet set out to solve")

    def error(which: str, layers: int, why: str, slip: str = "") -> Option:
        value = ERRORS[which, layers]
        return number(value, why, slip, paper, Target(f"{which}, {layers} layers"), decimals=2, unit=" %")

    plain = kind == "plain"
    key = error(
        kind, 34, "This is degradation: more layers make the plain net worse, even in training."
        if plain else "With shortcuts the added layers need only learn what is to be changed, and depth pays off.",
    )  # fmt: skip
    wrong = (
        error("residual", 34, "Deeper is taken to be better, whether or not there are shortcuts.", "C16/deeper-better")
        if plain else error("plain", 34, "Shortcuts are taken to change nothing.", "C16/no-help"),
        error(kind, 18, "The added layers are taken to change nothing, as if they learned the identity.",
              "C16/copies"),
        number(99.9, "The gradient is taken to vanish, so that the net can only guess among 1,000 classes.", "E19",
               decimals=1, unit=" %"),
    )  # fmt: skip
    stem = (
        f"In the paper on ResNet, a {kind} net of 18 layers with batch norm has a top-1 error of "
        f"{ERRORS[kind, 18]:.2f} %. What is the error of a {kind} net of 34 layers?"
    )
    return Made(stem, key, wrong, Moment("residual_backward", {}, "A chain of blocks"), torch="", in_order=True)


@item("projection-count", concept="C17", scene="projection")
def projection_count(draw: Draw) -> Made:
    """How many shortcuts of a ResNet are projections: those where the shape changes."""
    name = draw.choice("network", *NETWORKS)
    stages, bottleneck = NETWORKS[name]
    blocks = sum(stages)
    changes = len(stages) if bottleneck else len(stages) - 1
    title = "Where projections are needed"

    def many(count: int, why: str, slip: str = "", option: str = "") -> Option:
        shown = Moment("projection", {"network": name, "option": option}, title) if option else None
        target = Target(f"projections of {name}", read="text") if option else None
        words = f"{count} of {blocks}"
        return Option(words, words, why, slip, shown, target)

    first = "Bottlenecks widen the channels in the first stage, too." if bottleneck else "The first stage keeps it."
    key = many(
        changes, f"Only a change of shape needs a projection. {first}",
        option="B: project",
    )  # fmt: skip
    wrong = (
        many(blocks, "Every shortcut is taken to have weights, as in option C.", "E21", "C: project always"),
        many(0, "Zeros are padded where the shape changes, as in option A.", "C17/padding", "A: pad with zeros"),
        many(len(stages) - 1 if bottleneck else len(stages),
             "The first stage is taken for one of the other kind of network.", "C17/first-stage"),
    )  # fmt: skip
    stem = (
        f"{name} has {blocks} residual blocks in {len(stages)} stages. Option B projects only where the shape changes. "
        "How many of its shortcuts are projections?"
    )
    code = (
        "import torch\n"
        "x, count, total = torch.zeros(1, 64, 56, 56), 0, 0\n"
        f"for stage, blocks in enumerate({stages}):\n"
        "    for block in range(blocks):\n"
        "        stride = 2 if stage > 0 and block == 0 else 1\n"
        f"        channels = 64 * 2**stage * {4 if bottleneck else 1}\n"
        "        f = torch.zeros(1, channels, *x[:, :, ::stride, ::stride].shape[2:])\n"
        "        count, total, x = count + (f.shape != x.shape), total + 1, f\n"
        "answer = f'{count} of {total}'"
    )
    return Made(stem, key, wrong, Moment("projection", {"network": name}, "Both are added"), code)


@item("projection-gain", concept="C17", scene="projection")
def projection_gain(draw: Draw) -> Made:
    """How much projections improve ResNet-34 over shortcuts without weights: little."""
    option = draw.choice("option", "B", "C")
    where = {"B": "only where the shape changes", "C": "in every shortcut"}[option]
    paper = Moment("projection", {}, "Is it worth more weights?")

    def error(name: str, why: str, slip: str = "") -> Option:
        return number(SHORTCUTS[name], why, slip, paper, Target(f"error of {name}"), decimals=2, unit=" %")

    gained = SHORTCUTS["plain"] - SHORTCUTS["A"]
    key = error(option, "The shortcuts themselves gain most, and their projections add less than one point.")
    wrong = (
        number(SHORTCUTS["A"] - gained, "Projections are taken to gain as much again as the shortcuts did.", "E22",
               decimals=2, unit=" %"),
        error("A", "Projections are taken to gain nothing at all.", "C17/no-gain"),
        error("plain", "A shortcut with weights is taken to be no shortcut any more.", "C17/as-plain"),
    )  # fmt: skip
    stem = (
        f"ResNet-34 has a top-1 error of {SHORTCUTS['plain']:.2f} % without shortcuts, and {SHORTCUTS['A']:.2f} % with "
        f"shortcuts that have no weights. What is it with projections {where}?"
    )
    before = Moment("projection", {}, "Where projections are needed")
    return Made(stem, key, wrong, before, torch="", in_order=True)


@item("bottleneck-weights", concept="C17", scene="projection")
def bottleneck_weights(draw: Draw) -> Made:
    """How many weights a bottleneck has: 4w² + 9w² + 4w²."""
    width = draw.choice("width", 16, 32, 64, 128, 256, 512)
    wide, square = 4 * width, width**2
    shown = Moment("projection", {"width": str(width)}, "What the bottleneck saves")
    key = number(
        17 * square, f"{written(4 * square)} + {written(9 * square)} + {written(4 * square)}: the 1×1 count, too.",
        shown=shown, target=Target("bottleneck"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(9 * square, "Only the 3×3 convolution is counted.", "C17/only-3x3"),
        number(18 * square, f"This is a block of two 3×3 convolutions on {width} channels.", "C17/basic-block", shown,
               Target(f"two 3×3 on {width} channels")),
        number(288 * square, f"This is two 3×3 convolutions on all {wide:,} channels: the waist is forgotten.",
               "C17/no-waist", shown, Target(f"two 3×3 on {wide} channels")),
    ])  # fmt: skip
    stem = (
        f"A bottleneck block reads {wide:,} channels. A 1×1 convolution makes {width} of them, a 3×3 keeps {width}, "
        f"and a 1×1 makes {wide:,} again. How many weights are these, without biases?"
    )
    code = (
        "import torch\n"
        "conv = lambda *sizes: torch.nn.Conv2d(*sizes, bias=False)\n"
        f"block = torch.nn.Sequential(conv({wide}, {width}, 1), conv({width}, {width}, 3), conv({width}, {wide}, 1))\n"
        "answer = sum(weights.numel() for weights in block.parameters())"
    )
    before = Moment("projection", {"width": str(width)}, "Is it worth more weights?")
    return Made(stem, key, wrong, before, code, in_order=True)


def _listed(numbers: list[int]) -> str:
    """(2, −1, 3)."""
    return f"({', '.join(map(written, numbers))})"


def _summed(first: int, second: int) -> str:
    """−3 + 2 = −1."""
    return f"{written(first)} + {written(second)} = {written(first + second)}"


def _read(text: str) -> float:
    """The number that a text says, as far as it is written."""
    return float(text.replace("−", "-"))
