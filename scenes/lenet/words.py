"""All that the LeNet-5 scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.lenet.computed import BORDER, ENLARGED, Flow, account, connections, modern, published
from scenes.lenet.knobs import EVERY_MAP, TABLE_1998, Knobs
from scenes.stage.data.weights import trained
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import format_number

Said = tuple[str, str]
"""A caption, and what more there is to say."""


def digit(flow: Flow) -> Said:
    """What the network reads."""
    small, side = len(flow.ink), flow.x.shape[1]
    return f"LeNet-5 reads a handwritten digit as {side} × {side} pixels.", (
        f"The digit is stored as {small} × {small} numbers from 0 to 16. It is enlarged {ENLARGED} times and gets a "
        f"border of {BORDER} pixels, {small}·{ENLARGED} + 2·{BORDER} = {side}. So the input X has the shape "
        f"1 × {side} × {side}, which are {side * side:,} numbers. Drag to draw on the digit. With the right button "
        "or with Shift you erase."
    )


def c1() -> Said:
    """What the first layer does."""
    before, size, after, side, kernel = _sides("C1")
    return "Six learned filters slide over the digit and make six maps.", (
        f"A window of {kernel} has {size} − {kernel} + 1 = {side} places along a side, so a map has {side} × {side} "
        f"numbers. ReLU turns the negative ones into 0. The layer has {after}·({kernel}·{kernel}·{before} + 1) = "
        f"{modern().layer('C1').parameters:,} parameters. Drag a weight of a filter up or down."
    )


def s2() -> Said:
    """What the first pooling does."""
    _, size, maps, side, _ = _sides("S2")
    return "Of each 2 × 2 numbers, S2 keeps the largest.", (
        f"Each map now has a side of {size} / 2 = {side}, and there are still {maps} maps. The layer has no "
        "parameters. In 1998 it took the sum of the four numbers, with one weight and one bias learned for each map."
    )


def c3() -> Said:
    """What the second convolution does."""
    before, size, after, side, kernel = _sides("C3")
    return "Sixteen filters read all six maps, and each makes a new one.", (
        f"A filter of C3 has a {kernel} × {kernel} kernel for each of the {before} maps, and adds up what they find. "
        f"In the middle are the kernels of the first one, which makes the framed map. {size} − {kernel} + 1 = {side}, "
        f"and the layer has {after}·({kernel}·{kernel}·{before} + 1) = {modern().layer('C3').parameters:,} parameters."
    )


def s4(flow: Flow) -> Said:
    """What the pattern of both convolutions and poolings is."""
    _, size, maps, side, _ = _sides("S4")
    counts = [f"{layer.size:,}" for layer in (flow.x, flow.c1, flow.s2, flow.c3, flow.s4)]
    return "Layer by layer the maps get smaller, and their number grows.", (
        f"S4 pools once more, {size} / 2 = {side}, and {maps} maps of {side} × {side} are left. They no longer look "
        "like a digit, but they tell which one it is. All blocks are drawn to one scale, and each line behind a "
        f"front is a map. More maps are not more numbers. The blocks hold {', '.join(counts[:-1])} and {counts[-1]}."
    )


def dense() -> Said:
    """What the dense layers do."""
    maps, side, _ = modern().layer("S4").shape
    c5, f6 = modern().layer("C5"), modern().layer("F6")
    share = 100 * c5.parameters / modern().parameters
    return f"Every unit of C5 reads all {maps * side * side} numbers of S4.", (
        f"C5 is a convolution whose {side} × {side} window covers a whole map, so it is a dense layer. It has "
        f"{c5.shape[0]}·({maps}·{side}·{side} + 1) = {c5.parameters:,} parameters, {share:.0f} % of the network's. F6 "
        f"reads the {c5.shape[0]} units of C5, with {f6.shape[0]}·({c5.shape[0]} + 1) = {f6.parameters:,} parameters."
    )


def answer(flow: Flow, knobs: Knobs) -> Said:
    """What the network takes the digit for, and how often it is right."""
    known, share = trained("lenet-5-modern"), float(flow.probabilities[flow.said])
    verdict = "" if knobs.pixels else f", and that is {'right' if flow.said == flow.answer else 'wrong'}"
    moved = f"The digit was moved {counted(knobs.shift, 'pixel')} to the right. " if knobs.shift else ""
    z, p = format_number(float(flow.logits[flow.said]), 2), "more than 0.9999"
    right = f"{100 * known.accuracy:.1f} %"
    return f"The network says {flow.said}{verdict}.", (
        f"{moved}Softmax turns the ten outputs z into shares p = exp(z) / Σ exp(z). For {flow.said} the output is {z} "
        f"and its share {p if share > 0.9999 else format_number(share, 4)}. "
        + (
            f"Before its weights were changed by hand, it read {right} of {known.count} new digits right."
            if knobs.weights
            else f"It reads {right} of {known.count} digits right that it did not learn from."
        )
    )


def table(name: str) -> Said:
    """Which maps of S2 the maps of C3 read, and what that costs."""
    chosen = connections(name)
    area, then, now = chosen.kernel**2, connections(TABLE_1998).total, connections(EVERY_MAP).total
    products = " + ".join(f"{count}·({size}·{area} + 1)" for count, size, _ in chosen.groups)
    sums = " + ".join(f"{count * each:,}" for count, _, each in chosen.groups)
    middle = f" = {sums}" if len(chosen.groups) > 1 else ""
    more = (
        f"A map of C3 has a kernel for each map that it reads, and one bias. All together have {products}{middle} = "
        f"{chosen.total:,} parameters. "
    )
    if name == EVERY_MAP:
        return "Today every map of C3 reads every map of S2.", f"{more}By the table of 1998 they had {then:,}."
    return "In 1998 a map of C3 read three, four or all six maps.", (
        f"{more}If each read all six, they would have {now:,}. Fewer connections were cheaper, and maps that read "
        "different maps had to learn different things."
    )


def two_networks() -> Said:
    """How the network of 1998 and today's differ."""
    _, then, today = zip(*account(), strict=True)
    terms = " + ".join(f"{count:,}" for count in then if count)
    changes = [new - old for old, new in zip(then, today, strict=True) if new != old]
    more = "".join(f" {'+' if change > 0 else '−'} {abs(change):,}" for change in changes)
    return "The LeNet-5 of tutorials is not the network of 1998.", (
        f"In 1998 the layers had {terms} = {published().parameters:,} parameters. Today's network, which ran here, has "
        f"{sum(then):,}{more} = {modern().parameters:,}: pooling without weights, a C3 that reads every map, and a "
        "dense layer in place of fixed codes at the output. C1, C5 and F6 have as many parameters as before. Networks "
        "of today often put batch normalisation behind each convolution, which then needs no bias."
    )


def _sides(name: str) -> tuple[int, int, int, int, int]:
    """Maps and their side before a layer and after it, and the side of a window that makes the one of the other."""
    layer = modern().layer(name)
    before, size, _ = modern().read_by(layer)[0]
    after, side, _ = layer.shape
    return before, size, after, side, size - side + 1
