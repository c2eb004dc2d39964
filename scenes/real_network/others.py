"""What is said of a network that somebody has opened, step by step: what its description says of it, and no more."""

from __future__ import annotations

from itertools import pairwise

from scenes.real_network.account import products_of
from scenes.real_network.knobs import Knobs
from scenes.real_network.operations import Operation
from scenes.real_network.saying import Said, Saying
from scenes.real_network.stops import (
    Stop,
    end,
    layer_before,
    nearest_block,
    network,
    normed,
    sizes,
    stops,
    usual,
    with_linear_end,
    with_shortcut,
)
from scenes.stage.data.networks import INPUT
from scenes.stage.data.reading import Whose
from scenes.stage.draw.blocks import brief, counted

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
CUTS = ("ReLU", "ReLU6")
"""The activations that cut off what is negative."""
LEAVES = {
    "ReLU": "which leaves no number below 0", "ReLU6": "which leaves numbers from 0 to 6",
    "SiLU": "which leaves little of what is below 0", "tanh": "which leaves numbers from −1 to 1",
}  # fmt: skip
"""What an activation leaves of numbers."""
CELLS = {
    "sum": "A cell of the sum is one number plus another.",
    "gate": "Each map is multiplied by its gate, one number for all its cells.",
    "max": "Of the numbers in the window the largest is kept.",
    "mean": "The numbers in the window become their mean.",
    "join": "The maps are laid behind each other, and no number changes.",
    "other": "This layer has arithmetic of its own, which is not shown here.",
}
"""How a cell comes to be that no weights make."""
CELLS_MORE = {
    "sum": "The sum has no weights: it costs no parameters and no multiplication.",
    "gate": "The gate is made of the means of all maps: two dense layers read them, and a sigmoid brings each of their "
    "numbers between 0 and 1. All cells of a map are multiplied by the same number.",
    "max": "A pool has no weights. What lies beyond the edge of a map does not count.",
    "mean": "A pool has no weights. Beyond the edge of a map there are zeros, and they count.",
    "join": "Nothing is computed here: the next layer reads the maps of all ways.",
    "other": "It stands in the description of the network, and the maps before it and after it can be looked at.",
}


def others(knobs: Knobs) -> Said:
    """The words of all steps."""
    of, stop, name = knobs.of, knobs.stop, called(knobs.of)
    operation, classes = stop.operation(knobs.layer), end(knobs.of).classes
    has_linear = any(each.inverted for each in stops(of))
    has_shortcut = any(each.shortcut for each in stops(of))
    begins = "The stem" if stops(of)[0].name == "stem" else "The first layer"
    return Said(
        answer=Saying("A photo, an answer", f"A photo goes in, and {name} says what it sees.", _answer_more(of)),
        stem=Saying(begins, _stem(of, begins), _stem_more(of)),
        road=Saying("The whole network", _road(of), _road_more(of)),
        sizes=Saying(*_sizes(of)),
        sight=Saying(
            "What a cell sees", "Choose a cell, and see which part of the photo it looks at.",
            _sight_more(of, operation),
        ),
        inside=Saying("Inside a block", *_inside(of, nearest_block(stop.number, of))),
        linear=_linear(of, with_linear_end(stop.number, of)) if has_linear else None,
        shortcut=_shortcut(of, stop) if has_shortcut else None,
        cell=Saying("One cell", _cell(of, operation), _cell_more(operation)),
        norm=Saying(f"{'Batch norm' if normed(of) else 'Bias'} and {usual(of)}", _norm(of, operation), _norm_more(of)),
        mean=_mean(of, knobs) if end(of).mean_of else None,
        logits=Saying(counted(classes, "logit"), _logits(of), _logits_more(of)),
        cover=Saying(
            "Cover a square", "Drag the grey square, and watch what the network says now.",
            "The square has the grey that is nearest to zero for the network. Where the first answer loses most, the "
            "network looked for it; but a grey square is itself something that it may never have seen in training. "
            "The other knobs turn, shift, blur or grey the photo.",
        ),
        off=Saying("Switch something off", _off(knobs), OFF_MORE),
        folds=normed(of),
    )  # fmt: skip


OFF_MORE = (
    "Switched off means that its numbers become 0. With “map”, it is the chosen map of the chosen layer; with “block”, "
    "what the block adds, or all that it gives where it has no shortcut. A map is missed less where there are many."
)


def called(of: Whose) -> str:
    """What the network is called, without whose version of it is described."""
    return network(of).title.partition(" (")[0]


def spelled(count: int) -> str:
    """A small number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def _answer_more(of: Whose) -> str:
    net = network(of)
    _, side, _ = net.shape
    return (
        f"You have opened these weights of {called(of)}: {net.parameters:,} parameters, and {net.macs:,} "
        f"multiply-accumulates for one picture of {side} × {side} pixels. What they were trained on, and how often "
        f"they are right, is not known here. They tell {end(of).classes:,} classes apart; one without a name has a "
        "number."
    )


def _stem(of: Whose, begins: str) -> str:
    count = stops(of)[0].operations[0].channels
    return f"{begins}’s {count} filters slide over the photo and make {count} maps."


def _stem_more(of: Whose) -> str:
    (channels, side, _), operation = network(of).shape, stops(of)[0].operations[0]
    reads = "it reads red, green and blue at once" if channels == 3 else "it reads the grey picture"
    before = "Batch norm" if operation.norm else "A bias"
    follows = operation.activation
    after = (
        f"{before} and {follows} follow, {LEAVES.get(follows, 'which bends them')}."
        if follows
        else f"{before} follows."
    )
    return (
        f"Each filter is {operation.sized} × {channels}: {reads}. Its window moves "
        f"{counted(operation.stride, 'pixel')} at a time, so {side} pixels become {operation.side} cells. {after} "
        "Framed is the strongest map, and below the photo is its filter."
    )


def _road(of: Whose) -> str:
    return f"{spelled(len(stops(of)) - 1).capitalize()} stops follow, and each reads the maps of the one before."


def _road_more(of: Whose) -> str:
    net, dense = network(of), end(of).dense
    share = sum(each.parameters for each in dense) / net.parameters
    several = any(len(each.blocks) > 1 for each in stops(of))
    return (
        "A box is as high and as wide as its maps and as deep as it has channels, all to one scale. On each front "
        "stands its strongest map. "
        + ("Where a box stands for several blocks, that is a map of the last one. " if several else "")
        + f"Work and parameters fill up stop by stop: {brief(net.macs)} multiply-accumulates and "
        f"{brief(net.parameters)} parameters in the end"
        + (f", {100 * share:.0f} % of them in the dense layers behind. " if share >= 0.1 else ". ")
        + "A click on a box chooses it."
    )


def _sizes(of: Whose) -> tuple[str, str, str]:
    every = stops(of)
    shown = [every[at] for at in sizes(of)]
    more = shown[-1].out.shape[0] > shown[0].out.shape[0]
    counts = [each.out.shape[0] * each.out.shape[1] * each.out.shape[2] for each in shown]
    fewer = all(later < earlier for earlier, later in pairwise(counts))
    return (
        "Smaller and more" if more else "Smaller and smaller",
        f"On the way the maps get smaller{', and there are more of them' if more else ''}.",
        f"{spelled(len(shown)).capitalize()} of the {spelled(len(every))} stops are shown, each with its strongest "
        "map, all as large as each other here. A stride of 2, of a convolution or of a pool, halves the height and the "
        "width." + (" All maps of a stop together hold fewer and fewer numbers." if fewer else ""),
    )


def _sight_more(of: Whose, operation: Operation) -> str:
    layer, jump = operation.out, operation.out.j
    gates = any(each.gate for stop in stops(of) for each in stop.operations)
    height, width = layer.field or (0, 0)
    return (
        f"A cell of this layer sees {width} × {height} pixels, beyond the edge of the photo too, and its neighbour "
        f"as many, {counted(jump or 1, 'pixel')} further on. A cell is not one pixel of the photo, even if a map is "
        "drawn as large as the photo. "
        + ("The gates before it look at whole maps, so a little of every pixel comes in, too. " if gates else "")
        + "A click on the photo or on the map chooses another cell."
    )


def _inside(of: Whose, stop: Stop) -> tuple[str, str]:
    """What is seen in a block, and more of it."""
    costs = f"It has {counted(stop.parameters, 'parameter')} and takes {counted(stop.macs, 'multiply-accumulate')}."
    if len(stop.blocks) > 1:
        several = spelled(len(stop.blocks))
        costs = f"This stop stands for {several} blocks, and the last one is shown. Together: {costs}"
    costs += " A click on a map chooses its layer."
    made, reads = (
        [each for each in stop.made if each.conv],
        layer_before(stop.reads, of) if stop.reads != INPUT else None,
    )
    if stop.inverted:
        gated = any(each.gate for each in stop.operations)
        caption = f"Narrow in, wide inside, {'a gate, ' if gated else ''}and narrow and linear out."
        if made[0].kind != "expand":
            caption = "This block does not expand, but it ends linear, too."
        return caption, f"This is the inverted residual block of MobileNetV2: others are wide, narrow, wide. {costs}"
    if stop.shortcut:
        main = [each for each in made if each.out.name not in stop.operations[-1].reads[1:]]
        narrow = reads is not None and main[0].channels < main[-1].channels and main[0].window == (1, 1)
        caption = f"{spelled(len(main)).capitalize()} convolutions make something of it, and the shortcut is added."
        return ("Narrow inside, wide again in the end, and the shortcut is added." if narrow else caption), costs
    if stop.operations[-1].form == "join":
        ways = spelled(len(stop.operations[-1].reads)).capitalize()
        return f"{ways} ways side by side, and their maps are laid behind each other.", costs
    pools = any(each.pools for each in stop.operations)
    count = spelled(len(made)).capitalize()
    if not made:
        return "A pool makes the maps smaller, and no weights are needed.", costs
    one, smaller = len(made) == 1, "and a pool makes their maps smaller"
    if one and not pools:
        return "One convolution makes new maps of those that come in.", costs
    follows = smaller if pools else "one after the other"
    return f"{count} {'convolution' if one else 'convolutions'}, {follows}.", costs


def _linear(of: Whose, stop: Stop) -> Saying:
    acts, name = sum(not each.linear for each in stop.operations if each.conv is not None), usual(of)
    times = ("Once", "Twice")[min(acts, 2) - 1]
    cuts = name in CUTS
    inside = (
        f"The wide maps inside have many zeros after {name}, and a network with many maps can afford that. "
        if cuts else f"{name} leaves little of what is negative, and a network with many maps can afford that. "
    )  # fmt: skip
    return Saying(
        "A linear end",
        f"{times} {name} {'cuts off' if cuts else 'holds back'} what is negative, but not at the end.",
        f"{inside}The narrow end has few maps: what {name} takes away there would be lost. So it has none, and its "
        "maps have both signs.",
    )


def _shortcut(of: Whose, stop: Stop) -> Saying:
    shown = with_shortcut(stop.number, of)
    follows = shown.operations[-1].activation
    projected = any(
        any(each.out.name == one.operations[-1].reads[-1] for each in one.operations)
        for one in stops(of) if one.shortcut
    )  # fmt: skip
    parts = ["What is added must have the same shape: as many maps, and of one size."]
    if projected:
        parts.append("Where a block changes that, a layer on the shortcut brings what came in to it.")
    parts.append(
        f"{follows} follows the sum." if follows
        else "Nothing follows the sum, so the way through all blocks of a stage is never cut."
    )  # fmt: skip
    if shown is not stop:
        parts.append(f"{stop.short[:1].upper()}{stop.short[1:]} has no shortcut, so {shown.short} is shown.")
    return Saying("The shortcut", "What came in is added to what the block has made of it.", " ".join(parts))


def _cell(of: Whose, operation: Operation) -> str:
    if operation.conv is None:
        return CELLS[operation.form]
    if operation.apart:
        return "Each number in the window times its weight, and all are added up."
    if operation.reads == (INPUT,):
        return f"{products_of(operation)} numbers of the photo, each times its weight, are added up."
    if operation.groups > 1:
        return "In its group of maps the numbers times their weights are added up."
    if operation.window == (1, 1):
        return "One number from every map, each times its weight, is added up."
    return "A window on every map, each number times its weight, is added up."


def _cell_more(operation: Operation) -> str:
    if operation.conv is None:
        return CELLS_MORE[operation.form]
    after = "batch norm" if operation.norm else "a bias"
    follows = f"{after} and {operation.activation} follow" if operation.activation else f"{after} follows"
    groups = f" The maps are read in {operation.groups} groups, each by filters of its own." if (
        operation.groups > 1 and not operation.apart) else ""  # fmt: skip
    return (
        f"There are {counted(products_of(operation), 'product')} for this cell. Beyond the edge of a map there are "
        f"zeros.{groups} The sum is not yet what stands in the cell: {follows}. Where there is a plate, it opens "
        "another scene with these numbers."
    )


def _norm(of: Whose, operation: Operation) -> str:
    follows, name = operation.activation, usual(of)
    after = {"": f"and no {name} follows", "ReLU": "and ReLU cuts it off", "ReLU6": "and ReLU6 cuts it off"}.get(
        follows, f"and {follows} bends it"
    )
    if operation.form == "sum":
        return f"After the sum there is no batch norm, but {follows}." if follows else (
            f"After the sum there is no batch norm and no {name}.")  # fmt: skip
    if operation.conv is None:
        return f"Only {follows} follows here." if follows else "Nothing follows here, and the number stays as it is."
    if operation.norm:
        return f"Batch norm shifts and scales the sum, {after}."
    return f"A bias is added to the sum, {after}."


def _norm_more(of: Whose) -> str:
    name = usual(of)
    does = {
        "ReLU": "ReLU then keeps what is above 0.", "ReLU6": "ReLU6 then keeps what lies between 0 and 6.",
        "SiLU": "SiLU then multiplies each number by its own sigmoid, which is near 0 below 0 and near 1 above.",
    }.get(name, f"{name} follows.")  # fmt: skip
    if not normed(of):
        return f"The bias is one number for each map, learned in training. {does} This network has no batch norm."
    return (
        "In use, batch norm is fixed: minus a mean, divided by a deviation, times γ, plus β, all learned in training. "
        f"So it can be folded into the weights and one bias, and costs nothing. {does} Turn the knob to see both ways "
        "give the same number."
    )


def _mean(of: Whose, knobs: Knobs) -> Saying:
    count = layer_before(end(of).mean_of, of).shape[0]
    chosen = knobs.stop is stops(of)[-1] and knobs.layer == knobs.stop.kinds[-1]
    shown = "is the chosen one" if chosen else "adds most to the logit of the first answer"
    if not end(of).dense and not chosen:
        shown = "is that of the first answer"
    return Saying(
        "A mean for each map",
        f"Each of the {count:,} maps becomes one number, its mean.",
        "Global average pooling forgets where something is and keeps how much of it there is. The small cells are the "
        f"means of all {count:,}; a click on one shows its map. The large map {shown}.",
    )


def _logits(of: Whose) -> str:
    dense, logits = len(end(of).dense), counted(end(of).classes, "logit")
    if not dense:
        return "The means are the logits, and softmax makes probabilities of them."
    made = "A dense layer makes" if dense == 1 else f"{spelled(dense).capitalize()} dense layers make"
    return f"{made} {logits}, softmax probabilities of them."


def _logits_more(of: Whose) -> str:
    after, count = end(of), end(of).classes
    if after.dense:
        inputs = after.dense[-1].macs // max(count, 1)
        begin = f"Each logit is a sum of {counted(inputs, 'product')} and a bias."
    else:
        begin = "Each logit is the mean of the map of its class."
    return (
        f"{begin} Softmax divides the exponential of each by their sum, so the {count:,} probabilities add up to 1. "
        "They share all of it, even where none of the classes fits: a probability is not a certainty."
    )


def _off(knobs: Knobs) -> str:
    if knobs.off == "nothing":
        return "Switch off the chosen map or block, and watch the answer."
    return "One part is switched off, and the others do without it."
