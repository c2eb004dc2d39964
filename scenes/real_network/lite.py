"""What is said of EfficientNet-Lite0, the network that ships, step by step."""

from __future__ import annotations

from scenes.real_network.account import products_of
from scenes.real_network.knobs import Knobs
from scenes.real_network.operations import Operation
from scenes.real_network.saying import Said, Saying
from scenes.real_network.stops import HEAD, Stop, nearest_block, network, with_shortcut
from scenes.stage.draw.blocks import brief, counted

ANSWER = "A photo goes in, and a real network says what it sees."
STEM = "The stem’s 32 filters slide over the photo and make 32 maps."
ROAD = "Sixteen blocks follow, and each reads the maps of the one before."
SIZES = "On the way the maps get smaller, and there are more of them."
SIGHT = "Choose a cell, and see which part of the photo it looks at."
SHORTCUT = "What came in is added to what the block has made of it."
MEAN = "Each of the 1,280 maps becomes one number, its mean."
LOGITS = "A dense layer makes 1,000 logits, softmax probabilities of them."
COVER = "Drag the grey square, and watch what the network says now."
NOTHING_OFF = "Switch off the chosen map or block, and watch the answer."
OFF = "One part is switched off, and the others do without it."

STEM_MORE = (
    "Each filter is 3 × 3 × 3: it reads red, green and blue at once. Its window moves two pixels at a time, so 224 "
    "pixels become 112 cells. Batch norm and ReLU6 follow, and that leaves numbers from 0 to 6."
)
SIZES_MORE = (
    "Five of the eighteen stops are shown, one map of each, all as large as each other here. A stride of 2 halves the "
    "height and the width, and the next layers have more channels. All maps of a stop together hold fewer numbers."
)
LINEAR_MORE = (
    "The wide maps inside have many zeros after ReLU6, and a network with many maps can afford that. The narrow end "
    "has few maps: what ReLU cut off there would be lost. So it has none, and its maps have both signs."
)
NORM_MORE = (
    "In use, batch norm is fixed: minus a mean, divided by a deviation, times γ, plus β, all learned in training. "
    "So it can be folded into the weights and one bias, and costs nothing. ReLU6 then keeps what lies between 0 and "
    "6; at the end of a block there is none. Turn the knob to see both ways give the same number."
)
MEAN_MORE = (
    "Global average pooling forgets where something is and keeps how much of it there is. The small cells are the "
    "means of all 1,280; a click on one shows its map."
)
LOGITS_MORE = (
    "Each logit is a sum of 1,280 products and a bias. Softmax divides the exponential of each by their sum, so the "
    "1,000 probabilities add up to 1. They share all of it, even where none of the classes fits: a probability is not "
    "a certainty. None of the classes of ImageNet is for people."
)
COVER_MORE = (
    "The square has the grey that is zero for the network. Where the first answer loses most, the network looked for "
    "it; but a grey square is itself something that it never saw in training. The other knobs turn, shift, blur or "
    "grey the photo."
)
OFF_MORE = (
    "Switched off means that its numbers become 0. With “map”, it is the chosen map of the chosen layer; with “block”, "
    "what the block adds, or all that it gives where it has no shortcut. Blocks with a shortcut can often be missed."
)


def lite(knobs: Knobs) -> Said:
    """The words of all steps."""
    stop = knobs.stop
    operation, block = stop.operation(knobs.layer), nearest_block(knobs.block)
    return Said(
        answer=Saying("A photo, an answer", ANSWER, _answer_more()),
        stem=Saying("The stem", STEM, STEM_MORE),
        road=Saying("The whole network", ROAD, _road_more()),
        sizes=Saying("Smaller and more", SIZES, SIZES_MORE),
        sight=Saying("What a cell sees", SIGHT, _sight_more(operation)),
        inside=Saying("Inside a block", _inside(block), _inside_more(block)),
        linear=Saying("A linear end", _linear(block), LINEAR_MORE),
        shortcut=Saying("The shortcut", SHORTCUT, _shortcut_more(stop)),
        cell=Saying("One cell", _cell(operation), _cell_more(operation)),
        norm=Saying("Batch norm and ReLU6", _norm(operation), NORM_MORE),
        mean=Saying("A mean for each map", MEAN, _mean_more(knobs)),
        logits=Saying("1,000 logits", LOGITS, LOGITS_MORE),
        cover=Saying("Cover a square", COVER, COVER_MORE),
        off=Saying("Switch something off", NOTHING_OFF if knobs.off == "nothing" else OFF, OFF_MORE),
    )


def _answer_more() -> str:
    net = network()
    return (
        f"{net.title} is a network for phones from {net.year}: {net.parameters:,} parameters, and {net.macs:,} "
        "multiply-accumulates for one photo. It was trained on the 1.28 million photos of ImageNet, and each belongs "
        "to one of 1,000 classes. Its publisher states that it has 75.1 % of other photos right."
    )


def _road_more() -> str:
    net = network()
    return (
        "A box is as high and as wide as its maps and as deep as it has channels, all to one scale. On each front "
        f"stands one real map of that block. Work and parameters fill up stop by stop: {brief(net.macs)} "
        f"multiply-accumulates and {brief(net.parameters)} parameters in the end. A click on a box chooses the block."
    )


def _sight_more(operation: Operation) -> str:
    layer, jump = operation.out, operation.out.j
    assert jump is not None
    return (
        f"A cell of this layer sees {layer.r} × {layer.r} pixels, beyond the edge of the photo too, and its neighbour "
        f"as many, {counted(jump, 'pixel')} further on. A cell is not one pixel of the photo, even if a map is drawn "
        "as large as the photo. A click on the photo or on the map chooses another cell."
    )


def _inside(stop: Stop) -> str:
    if stop.operation("expand").kind != "expand":
        return "The first block does not expand, but it ends linear, too."
    return "Narrow in, wide inside, and narrow and linear out."


def _mean_more(knobs: Knobs) -> str:
    shown = "is the chosen one" if knobs.block == HEAD else "adds most to the logit of the first answer"
    return f"{MEAN_MORE} The large map {shown}."


def _linear(stop: Stop) -> str:
    times = sum(not each.linear for each in stop.operations if each.conv is not None)
    return f"{('Once', 'Twice')[times - 1]} ReLU6 cuts off what is negative, but not at the end."


def _inside_more(stop: Stop) -> str:
    depthwise, project = stop.operation("depthwise"), stop.operation("project")
    k = depthwise.kernel
    return (
        "This is the inverted residual block of MobileNetV2: other bottlenecks are wide, narrow, wide. A 1 × 1 "
        f"convolution makes six times as many maps, the depthwise one filters each map by itself with {k} × {k} "
        f"weights, and a 1 × 1 convolution mixes them to {project.channels}. It has {stop.parameters:,} parameters."
    )


def _shortcut_more(stop: Stop) -> str:
    shown = with_shortcut(stop.number)
    other = "" if shown is stop else f" {stop.name.capitalize()} has no shortcut, so {shown.name} is shown."
    return (
        "A block has a shortcut where its stride is 1 and it gives as many maps as it reads: only then can they be "
        f"added, cell by cell. No ReLU follows the sum, so the way through all blocks of a stage is never cut.{other}"
    )


def _cell(operation: Operation) -> str:
    if operation.kind == "sum":
        return "A cell of the sum is one number plus another."
    if operation.apart:
        return "Each number in the window times its weight, and all are added up."
    if operation.kind == "convolution" and operation.kernel > 1:
        return "27 numbers of the photo, each times its weight, are added up."
    return "One number from every map, each times its weight, is added up."


def _cell_more(operation: Operation) -> str:
    if operation.conv is None:
        return "The shortcut has no weights: the sum costs no parameters and no multiplication."
    count = products_of(operation)
    return (
        f"There are {count:,} products for this cell. Beyond the edge of a map there are zeros. The sum is not yet "
        "what stands in the cell: batch norm and, for most layers, ReLU6 follow. The plate opens another scene with "
        "these numbers; there the batch norm is folded into the weights, and ReLU has no upper end."
    )


def _norm(operation: Operation) -> str:
    if operation.kind == "sum":
        return "After the sum there is no batch norm and no ReLU6."
    if operation.linear:
        return "Batch norm shifts and scales the sum, and no ReLU6 follows."
    return "Batch norm shifts and scales the sum, and ReLU6 cuts it off."
