"""Items of C8 to C10: LeNet-5, AlexNet and VGG."""

from __future__ import annotations

from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart
from scenes.stage.data.networks import network
from scenes.stage.data.resized import resized

ALEXNETS = {"one GPU": "alexnet-ungrouped", "two GPUs": "alexnet"}
"""AlexNet as it trains on so many GPUs, and the network's name."""
DEPTHS = {"13": (2, 2, 2, 2, 2), "16": (2, 2, 3, 3, 3), "19": (2, 2, 4, 4, 4)}
"""The convolutions in each block of VGG, by its weight layers."""
WORDS = {2: "Two", 3: "Three", 4: "Four"}


@item("map-of-c3", concept="C8", scene="lenet")
def map_of_c3(draw: Draw) -> Made:
    """The parameters of one map of LeNet's C3, which reads a few of the maps before it."""
    column = draw.integer("column", 0, 14)
    reads = 3 if column < 6 else 4
    knobs, at = {"column": [0, column]}, Target("parameters of the picked map", read="number")
    key = number(
        25 * reads + 1,
        f"It has a kernel of 5·5 for each of the {reads} maps that it reads, and one bias.",
        shown=Moment("lenet", knobs, "Who reads whom"),
        target=at,
    )
    wrong = (
        number(
            25 * 6 + 1,
            f"So many it has if it reads all 6 maps. Here it reads {reads}.",
            "C8/every-map",
            Moment("lenet", {**knobs, "table": "every map"}, "Who reads whom"),
            at,
        ),
        number(25 * reads, "The map has a bias too.", "C3/no-biases"),
        number(26, "Each map that it reads has a kernel of its own.", "E33"),
        number(26 * reads, "A map has one bias, and not one for each map that it reads.", "E34"),
    )
    return Made(
        stem=f"In LeNet-5 of 1998 a map of C3 reads {reads} of the 6 maps before it, with kernels of 5×5. How many "
        "parameters has this map, with its bias?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("lenet", knobs, "S2: half the size"),
        torch=f"""import torch
layer = torch.nn.Conv2d({reads}, 1, 5)
answer = sum(each.numel() for each in layer.parameters())""",
    )


@item("dense-share", concept="C9", scene="alexnet")
def dense_share(draw: Draw) -> Made:
    """How much of AlexNet's parameters lies in its dense layers."""
    gpus, classes = draw.choice("gpus", *ALEXNETS), draw.choice("classes", 10, 100, 1000)
    knobs = {"build": f"2012, {gpus}", "classes": classes}
    layers = resized(network(ALEXNETS[gpus]), 227, classes).weighted
    dense = [layer for layer in layers if not layer.convolves]
    parameters = sum(layer.parameters for layer in dense) / sum(layer.parameters for layer in layers)
    macs = sum(layer.macs for layer in dense) / sum(layer.macs for layer in layers)

    def option(share: float, why: str, slip: str = "", mark: str = "") -> Option:
        shown, target = (Moment("alexnet", knobs, "Work and parameters"), Target(mark, read="number"))
        more = (shown, target) if mark else (None, None)
        return number(round(100 * share, 1), why, slip, *more, decimals=1, unit=" %")

    key = option(
        parameters,
        "Each unit of fc6 reads all 9,216 numbers with weights of its own.",
        mark="parameters of dense layers",
    )
    wrong = (
        option(
            1 - parameters,
            "Kernels are small and shared, so this is what the convolutions hold.",
            "C9/other-layers",
            "parameters of convolutions",
        ),
        option(
            macs,
            "This is their part of the work. A dense weight is used only once for a picture.",
            "C9/work-for-weights",
            "macs of dense layers",
        ),
        option(3 / 8, "Layers are not alike: the 3 dense ones are by far the largest.", "C9/counted-layers"),
    )
    groups = 1 if gpus == "one GPU" else 2
    return Made(
        stem=f"AlexNet for {classes:,} classes, on {gpus}, has 5 convolutions and 3 dense layers. What part of its "
        "parameters do the dense layers hold?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("alexnet", knobs, "The first filters"),
        torch=f"""import torch
from torch.nn import Conv2d, Linear
with torch.device("meta"):
    halved = [Conv2d(96, 256, 5, groups={groups}), Conv2d(384, 384, 3, groups={groups})]
    last = Conv2d(384, 256, 3, groups={groups})
    convolutions = [Conv2d(3, 96, 11), *halved, Conv2d(256, 384, 3), last]
    dense = [Linear(9216, 4096), Linear(4096, 4096), Linear(4096, {classes})]
held = sum(each.numel() for layer in dense for each in layer.parameters())
others = sum(each.numel() for layer in convolutions for each in layer.parameters())
answer = round(100 * held / (held + others), 1)""",
    )


@item("winner-of-2012", concept="C9", scene="alexnet")
def winner_of_2012(_: Draw) -> Made:
    """The error with which AlexNet won: a fact, so that nothing is drawn."""

    def option(percent: float, why: str, slip: str, of: str) -> Option:
        shown, target = Moment("alexnet", at="The result"), Target(f"top-5 error, {of}")
        return number(percent, why, slip, shown, target, decimals=1, unit=" %")

    key = option(
        15.3,
        "Seven networks together had a top-5 error of 15.3 % on the test pictures of 2012.",
        "",
        "7 CNNs, 2 of them pre-trained, test 2012",
    )
    wrong = (
        option(17.0, "So many it had on the test pictures of 2010, which were others.", "E05", "1 CNN, test 2010"),
        option(
            18.2,
            "This is one network, on the validation pictures.",
            "C9/one-network",
            "1 CNN, validation 2012",
        ),
        option(
            26.2,
            "This is the runner-up, which had no CNN.",
            "C9/runner-up",
            "several classifiers, no CNN, test 2012",
        ),
    )
    return Made(
        stem="AlexNet won the ImageNet challenge ILSVRC-2012. With which top-5 error on the test pictures?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("alexnet", at="The picture"),
        torch="",
    )


@item("vgg-side", concept="C10", scene="vgg")
def vgg_side(draw: Draw) -> Made:
    """How many rows are left after some blocks of VGG."""
    side, blocks = 32 * draw.integer("times32", 2, 14), draw.integer("blocks", 2, 4)
    depth = draw.choice("depth", *DEPTHS)
    knobs = {"side": side, "depth": depth}
    trimmed = side
    for count in DEPTHS[depth][:blocks]:
        trimmed = (trimmed - 2 * count) // 2
    key = number(
        side // 2**blocks,
        "The convolutions keep the size, and each pooling halves it.",
        shown=Moment("vgg", knobs, "Five blocks"),
        target=Target(f"name of block {blocks + 1}", read="number"),
    )
    wrong = [
        number(trimmed, "With padding 1 a 3×3 convolution keeps the size.", "E10"),
        number(side - 2 * blocks, "Pooling halves the rows, and does not take 2 away.", "C10/takes-two"),
    ]
    if side % (2 * blocks) == 0:
        wrong.append(number(side // (2 * blocks), "Halving again and again is not one division.", "C10/one-division"))
    if side % 4**blocks == 0:
        wrong.append(number(side // 4**blocks, "Each pooling halves the rows. The cells are quartered.", "C6/area"))
    return Made(
        stem=f"A picture of {side}×{side} goes through {blocks} blocks of VGG-{depth}. Each has 3×3 convolutions with "
        "padding 1, and a max pooling of 2×2 with stride 2. How many rows are left?",
        key=key,
        wrong=told_apart(key, (each for each in wrong if float(each.value) > 0)),
        before=Moment("vgg", knobs, "Inside a block"),
        torch=f"""import torch
x = torch.zeros(1, 1, {side}, {side}, device="meta")
for count in {DEPTHS[depth][:blocks]}:
    for _ in range(count):
        x = torch.nn.Conv2d(1, 1, 3, padding=1, device="meta")(x)
    x = torch.nn.MaxPool2d(2)(x)
answer = x.shape[-2]""",
    )


@item("stacked-weights", concept="C10", scene="vgg")
def stacked_weights(draw: Draw) -> Made:
    """The weights of some small windows one after the other."""
    count, channels = draw.integer("layers", 2, 4), draw.choice("channels", 64, 128, 256, 512)
    knobs, one = {"stacked": count, "channels": str(channels)}, 9 * channels * channels
    key = number(
        count * one,
        f"Each layer has 3·3·{channels}·{channels} weights, and there are {count}.",
        shown=Moment("vgg", knobs, f"{WORDS[count]} small windows"),
        target=Target(f"weights of {count} times 3×3", read="number"),
    )
    side = 2 * count + 1
    wrong = (
        number(side**2 * channels**2, f"This is one window of {side}×{side}, which sees as much.", "C10/one-window"),
        number(one, "This is a single layer.", "C10/one-layer"),
        number(9 * count * channels, "Each filter has a kernel for each channel that it reads.", "E33"),
        number(3 * count * channels * channels, "A kernel of 3×3 has 9 weights.", "C10/one-side"),
    )
    return Made(
        stem=f"{WORDS[count]} convolutions of 3×3 follow each other. Each reads {channels} channels and makes "
        f"{channels} maps. How many weights have they together, without biases?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("vgg", knobs, "One large window"),
        torch=f"""import torch
with torch.device("meta"):
    layers = [torch.nn.Conv2d({channels}, {channels}, 3, bias=False) for _ in range({count})]
answer = sum(layer.weight.numel() for layer in layers)""",
    )


@item("fewer-numbers", concept="C10", scene="vgg")
def fewer_numbers(draw: Draw) -> Made:
    """What becomes of how many numbers the maps hold, while their channels get more."""
    side, depth = 32 * draw.integer("times32", 2, 14), draw.choice("depth", *DEPTHS)
    knobs, last = {"side": side, "depth": depth}, side // 32
    channels, cells = 512 // 64, (side // last) ** 2

    def fewer(times: int, why: str, slip: str = "", shown: Moment | None = None, at: Target | None = None) -> Option:
        return number(times, why, slip, shown, at, unit=" times fewer")

    key = fewer(
        cells // channels,
        f"There are {channels} times as many maps, but each has {cells:,} times fewer cells.",
        shown=Moment("vgg", knobs, "Fewer and fewer numbers"),
        at=Target("times fewer", read="number"),
    )
    wrong = (
        number(channels, "More channels are not more numbers: the maps get much smaller.", "E11", unit=" times more"),
        fewer(cells, "So it is for one map, but there are more maps.", "C10/one-map"),
        fewer(side // last, "This is what becomes of the rows.", "C10/rows-alone"),
    )
    return Made(
        stem=f"In VGG-{depth} the first convolution makes 64 maps of {side}×{side}. The last pooling makes 512 maps of "
        f"{last}×{last}. How many numbers are left?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("vgg", knobs, "Inside a block"),
        torch=f"""import torch
first = torch.empty(64, {side}, {side}, device="meta").numel()
answer = first / torch.empty(512, {last}, {last}, device="meta").numel()""",
    )
