"""All that the global average pooling scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.gap.computed import CLASSES, Cost, Heads, real_heads
from scenes.gap.digits import CANVASES, Canvas, measured
from scenes.gap.knobs import LEARNED
from scenes.gap.net import CONVOLUTIONS
from scenes.stage.draw.blocks import counted, number
from scenes.stage.numbers.series import percent_text
from scenes.stage.numbers.values import format_number

LEVEL = (
    "The water levels out at the mean of the map.",
    "g = (sum of all x) / (H · W). The mean has nothing to learn, and it makes no difference where in the map a "
    "number stands.",
)
RACE = (
    "Both heads learn, and the means end ahead on new pictures.",
    "Both nets have the same convolutions and see the same batches of digits anywhere on their canvas. One head reads "
    "the mean of each map, the other all numbers of all maps through a dense layer of 64 units.",
)
ACCOUNT = (
    "The smaller head is right more often on new pictures.",
    "“Training” is the accuracy on the latest batches, “unseen” that on other pictures. The dense head fits its "
    "training pictures about as closely, or more closely. For the means it makes little difference where on the canvas "
    "a digit stands. With centred digits they would win by less.",
)


def columns(heads: Heads) -> tuple[str, str]:
    """What a map is."""
    count, rows, columns = heads.maps.shape
    return "Each number of a map becomes a column of water.", (
        f"The last convolution of a net has made {count} maps of {rows} × {columns} numbers, behind a ReLU. They say "
        "how strongly a feature was found at each place. This is the first map. Type another number, or drag it."
    )


def four(heads: Heads) -> tuple[str, str]:
    """How many numbers come out."""
    return "Each map gives one number, however large the maps are.", (
        f"This is global average pooling: {len(heads.maps)} maps give {len(heads.means)} means. Larger maps give as "
        "many means, so the layer behind them can keep its weights."
    )


def resnet(heads: Heads) -> tuple[str, str]:
    """What reads the means in ResNet."""
    best = heads.order[-1]
    return "In ResNet one dense layer turns the means into logits.", (
        "z_k = sum of w_kc · g_c over all maps c. Biases are left out. Softmax turns the logits into shares. The "
        f"largest one is that of class {CLASSES[best]}, {number(float(heads.logits[best]))}. GoogLeNet and MobileNet "
        "end like this as well."
    )


def nin(heads: Heads) -> tuple[str, str]:
    """What comes before the means in Network in Network."""
    logits = ", ".join(number(logit) for logit in heads.class_means.tolist())
    return "Network in Network averages a map for each class.", (
        "A 1×1 convolution makes the maps: M_k = sum of w_kc · x_c. Their means are the logits, and no dense layer "
        f"comes after them. With the same weights it is the same sum in another order, so the logits are the same: "
        f"{logits}. The ReLU that NiN has on its class maps is left out."
    )


def cost(of: Cost) -> tuple[str, str]:
    """What heads have to learn."""
    caption = "A dense layer that reads means needs fewer parameters."
    return caption if of.side > 1 else "A map of one number is its own mean, so nothing is saved.", (
        f"A dense layer that reads all numbers has {of.channels}·{of.side}·{of.side}·{of.classes} + {of.classes} = "
        f"{of.flattened:,} weights and biases. If it reads the means, it has {of.channels}·{of.classes} + {of.classes} "
        f"= {of.averaged:,}. NiN's 1×1 convolution before the means has {of.mapped:,} as well. The rectangles leave "
        "out the biases."
    )


def real() -> tuple[str, str]:
    """What share heads have in real networks."""
    heads = "; ".join(
        f"{head.title} {head.parameters:,} of {head.total:,} in {counted(head.layers, 'dense layer')}"
        for head in real_heads()
    )
    return "VGG-16 has most parameters in its head, and ResNet has few.", (
        f"The heads have these parameters: {heads}. The head of VGG-16 reads all numbers of its last maps, and those "
        "of the ResNets read the means."
    )


def canvas(of: Canvas) -> tuple[str, str]:
    """What the trained net is."""
    logits = " and ".join(f"{format_number(float(of.seen.logits[digit]), 2)} for {digit}" for digit in of.best)
    learned = of.side == LEARNED
    caption = f"This net reads nothing but the means of its {len(of.last)} maps."
    return caption if learned else "A canvas of another size needs no other weights.", (
        f"A real net with {counted(len(CONVOLUTIONS), 'convolution')}, the mean of each of its {len(of.last)} last "
        f"maps, and one dense layer. It has learned single digits on {LEARNED} × {LEARNED} pixels. Its largest logits "
        f"are {logits}. Drag the digits."
    )


def class_maps(of: Canvas) -> tuple[str, str]:
    """Where the evidence for a class lies, and whether that is on its digit."""
    sums = ", ".join(_sum(of, digit) for digit in dict.fromkeys(of.digits))
    more = (
        "Multiply each last map by the weight that its mean has in the dense layer, and add them: M_k = sum of w_kc · "
        f"x_c. The mean of the map and the bias make the logit: {sums}. The net was never told where digits are."
    )
    if len(of.digits) == 1:
        return "One digit alone proves little, for ink is in one place only.", (
            f"{more} Maps of an untrained net often have their peak there as well. Choose a second digit."
        )
    if of.twice:
        return "Two digits of one class share one map, and it has one peak.", f"{more} Choose two different digits."
    hits = sum(of.hits(index) for index in range(2))
    return (
        "Neither class has its peak on its own digit here.",
        "Here only one of two peaks lies on its own digit.",
        "The map of each class has its peak on its own digit.",
    )[hits], more


def _sum(of: Canvas, digit: int) -> str:
    mean, bias, logit = of.logit(digit)
    sign = "−" if bias < 0 else "+"
    return f"for {digit} {format_number(mean, 4)} {sign} {abs(bias):.4f} = {format_number(logit, 3)}"


def honest() -> tuple[str, str]:
    """How often maps found their digits."""
    before, after = (percent_text(found["each"]) for found in measured())
    return "A trained net finds both digits, but an untrained one rarely.", (
        f"Each net is tested on {CANVASES} canvases, with digits that the net has not learned from. A digit is found "
        "if the peak of a class's map, where M_k is largest, lies on it. One digit alone is a weak test, for there is "
        f"ink in one place only. Of two digits, an untrained net finds each in {before} of the cases, a trained one in "
        f"{after}. Grad-CAM (Selvaraju et al. 2017) gives class maps of any convolutional net: a lens of the lab."
    )
