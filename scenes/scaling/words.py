"""All that the compound scaling scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes import reference
from scenes.reference.scaling import ALPHA, BETA, DIVISOR, GAMMA, Convolutions, Factors
from scenes.scaling.knobs import Knobs
from scenes.stage.data.efficientnets import EfficientNet, family, scaled_stages
from scenes.stage.data.networks import network
from scenes.stage.data.paper_results import RESNET_50_TOP_1
from scenes.stage.draw.blocks import brief, counted, number
from scenes.stage.numbers.values import format_number

BLOCK = Convolutions(layers=3, channels=40, side=28, kernel=3)
"""The block before it is scaled."""
DEEPER, WIDER, FINER = Factors(2, 1, 1), Factors(1, 2, 1), Factors(1, 1, 2)


def times(factor: float) -> str:
    """A factor with at most three figures: 2 ×, 1.92 ×, 46.8 ×, 513 ×."""
    whole = abs(factor - round(factor)) < 1e-9
    return f"{format_number(factor, 0 if whole or factor >= 100 else 1 if factor >= 10 else 2)} ×"


def deeper() -> tuple[str, str]:
    """What twice the layers cost."""
    return "Twice as many layers take twice the work.", (
        f"Each layer costs as much as before. {_work(DEEPER)} The cost grows with d, and only with d."
    )


def wider() -> tuple[str, str]:
    """What twice the channels cost."""
    return "Twice the channels take four times the work.", (
        "Each layer reads twice as many channels and writes twice as many. "
        f"So the cost grows with w², not with w. {_work(WIDER)}"
    )


def finer() -> tuple[str, str]:
    """What maps of twice the side cost."""
    return "Maps twice as high and twice as wide take four times the work.", (
        "Such maps have four times as many places, and every kernel visits each of them. "
        f"So the cost grows with r². {_work(FINER)}"
    )


def together(knobs: Knobs) -> tuple[str, str]:
    """What phi does; where a factor was turned by hand, what came of it."""
    d, w, r = (number(round(factor, 2)) for factor in knobs.factors)
    cost = knobs.factors.cost
    whole = cost == round(cost)
    product = f"{d} · {w}² · {r}² = {format_number(cost, 0 if whole else 4 if cost < 10 else 1)}"
    built = BLOCK.scaled(knobs.factors).macs / BLOCK.macs
    counts = (
        f" With whole layers, and channels in multiples of eight, it is {times(built).removesuffix(' ×')}. "
        f"{_work(knobs.factors)}"
    )
    if not knobs.compound:
        return "These factors are set by hand, off the path of φ.", (
            f"The cost is {product}.{counts} Click a φ to bring all three back onto its path."
        )
    step = reference.scaled_cost(ALPHA, BETA, GAMMA)
    return "Each step of φ about doubles the work.", (
        f"d = {ALPHA:g}^φ, w = {BETA:g}^φ and r = {GAMMA:g}^φ. A step of φ multiplies the cost by "
        f"{ALPHA:g} · {BETA:g}² · {GAMMA:g}² = {step:.4f}. Here it is {product}.{counts}"
    )


def equal(gain: float) -> tuple[str, str]:
    """What four ways to spend the same work give."""
    return "At equal cost, scaling all three together gains most.", (
        "This is one net, EfficientNet-B0, scaled in four ways to 1.8 or 1.9 G multiply-accumulates. Each factor "
        f"alone gains less and less: the best of them is {gain:.1f} points behind. "
        "Source: Tan and Le, ICML 2019, table 7. ImageNet validation, single crop and model."
    )


def released(model: EfficientNet) -> tuple[str, str]:
    """How the released networks keep to the powers of phi, and what the chosen one really costs."""
    base, resnet = family()[0], network("resnet-50")
    caption = f"Rounded factors make {model.name} {times(model.times).removesuffix(' ×')} times the work of B0."
    if model is base:
        caption = "The seven other EfficientNets grow out of B0."
    return caption, (
        "B0 to B7 grow along one φ. "
        f"{model.name}: {model.depth:g} · {model.width:g}² · ({model.side} / {base.side})² = {model.cost:.2f} by the "
        f"formula. Counted, it is {model.network.macs:,} / {base.network.macs:,} = {model.times:.2f}, for layers are "
        f"rounded up. {model.name} has {brief(model.network.parameters)} parameters. "
        "The released factors are rounded: width and picture follow the powers of one φ closely, depth falls behind "
        "from B4 on. "
        f"ResNet-50 takes {brief(resnet.macs)} MACs for {RESNET_50_TOP_1:.1f} %, "
        f"{resnet.macs / base.network.macs:.1f} times the MACs of B0, and is less accurate. "
        "The φ of each net is fitted by us. Accuracies: Tan and Le, ICML 2019, table 2."
    )


def multiples(channels: int, width: float) -> tuple[str, str]:
    """How scaled channels are rounded, with the first width as an example."""
    product = channels * width
    nearest, result = reference.nearest_multiple(product), reference.scaled_channels(channels, width)
    example = f"{channels} · {width:g} = {number(product)}, and the nearest is 8 · {nearest // DIVISOR} = {nearest}."
    if result != nearest:
        example += f" That is less than 0.9 · {number(product)}, so it becomes {result}."
    return "Widened channels are rounded to a multiple of eight.", (
        f"{example} The product goes to the nearest multiple of 8, and to the next one if that took more than a "
        "tenth away."
    )


def rules(model: EfficientNet) -> tuple[str, str]:
    """How a released network comes from B0."""
    if model.width == model.depth == 1:
        return f"{model.name} is where it begins, so its stages stay as they are.", (
            "Choose another network to see what becomes of each stage."
        )
    third = scaled_stages(model.name)[2]
    channels = f"{model.width:g} times the channels, in multiples of eight," if model.width != 1 else "its own channels"
    how = "wider and deeper" if model.width != 1 else "deeper"
    return f"Each stage of B0 becomes {how}, and {model.name} is built.", (
        f"Every stage of B0 gets {channels} and {model.depth:g} times the layers, rounded up. Kernels and strides "
        f"stay. In {third.name}, {third.channels} · {model.width:g} = {number(third.channels * model.width)} becomes "
        f"{third.wider} channels, and {third.layers} · {model.depth:g} = {number(third.layers * model.depth)} becomes "
        f"{counted(third.deeper, 'layer')}. The pictures are {model.side}×{model.side}."
    )


def _work(factors: Factors) -> str:
    """The multiply-accumulates of the block before and after."""
    return f"This block goes from {brief(BLOCK.macs)} to {brief(BLOCK.scaled(factors).macs)} multiply-accumulates."
